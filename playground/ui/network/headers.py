"""The headers of all columns: made, shown and placed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from playground.app.notices import Notice
from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.ui.look import theme
from playground.ui.network.column_header import ColumnHeader
from playground.ui.network.geometry import CanvasLayout, layer_of
from playground.ui.network.menu import activation_menu, features_menu, layer_menu, output_menu
from playground.ui.words import numbers

if TYPE_CHECKING:
    from playground.ui.network.canvas import NetworkCanvas

RATE_STEP = 0.05


class Headers(QObject):
    """Keeps one header widget per column and turns what is done to it into edits."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._headers: dict[int, ColumnHeader] = {}

    def __getitem__(self, layer_id: int) -> ColumnHeader:
        return self._headers[layer_id]

    def show_columns(self, experiment: Experiment) -> None:
        """Make, change and remove headers so that they are those of the Experiment."""
        ids = [FEATURES_ID, *(layer.id for layer in experiment.network.layers), OUTPUT_ID]
        for gone in [layer_id for layer_id in self._headers if layer_id not in ids]:
            header = self._headers.pop(gone)
            header.hide()
            header.deleteLater()
        for layer_id in ids:
            if layer_id not in self._headers:
                self._headers[layer_id] = self._made(layer_id)
            self._headers[layer_id].show_column(experiment)

    def width(self, layer_id: int, is_compact: bool) -> float:
        """The room a column's header takes."""
        return self._headers[layer_id].needed_width(is_compact)

    def set_compact(self, is_compact: bool) -> None:
        """Say less where columns stand close."""
        for header in self._headers.values():
            header.set_compact(is_compact)

    def set_chosen(self, layer_id: int | None) -> None:
        """Mark the chosen column's header."""
        for one, header in self._headers.items():
            header.set_chosen(one == layer_id)

    def place(self, layout: CanvasLayout) -> None:
        """Put each header over its column."""
        top, height = theme.pixels(4), round(layout.metrics.header) - theme.pixels(4)
        for box in layout.columns:
            header = self._headers.get(box.spec.layer_id)
            if header is not None:
                width = round(box.spec.header)
                header.setGeometry(round(box.x - width / 2), top, width, height)
                is_seen = box.x + width / 2 > 0 and box.x - width / 2 < layout.width
                if header.isHidden() == is_seen:
                    header.setVisible(is_seen)

    def open_menu(self, layer_id: int, place: QPoint) -> None:
        """Show a column's menu."""
        canvas, commands = self._canvas, self._canvas.commands
        if layer_id == FEATURES_ID:
            menu = features_menu(canvas, commands, canvas.input.add_formula)
        elif layer_id == OUTPUT_ID:
            menu = output_menu(canvas, commands)
        else:
            menu = layer_menu(canvas, commands, layer_id)
        menu.popup(place)

    def _made(self, layer_id: int) -> ColumnHeader:
        canvas = self._canvas
        header = ColumnHeader(layer_id, canvas)
        header.chosen.connect(lambda: canvas.input.choose_layer(layer_id))
        header.menu_wanted.connect(lambda place: self.open_menu(layer_id, place))
        header.activation_wanted.connect(
            lambda place: activation_menu(canvas, canvas.commands, layer_id).popup(place)
        )
        header.stepped.connect(lambda by: self._step(layer_id, by))
        header.typed.connect(lambda text: self._typed(layer_id, text))
        header.action_wanted.connect(lambda: self._act(layer_id))
        header.drag_began.connect(lambda place: canvas.begin_column_drag(layer_id, place))
        header.drag_moved.connect(canvas.drag.move)
        header.drag_ended.connect(canvas.drag.drop)
        return header

    def _act(self, layer_id: int) -> None:
        if layer_id == FEATURES_ID:
            self._canvas.input.add_formula()

    def _step(self, layer_id: int, by: int) -> None:
        layer = layer_of(self._canvas.experiment, layer_id)
        commands = self._canvas.commands
        if isinstance(layer, Dense):
            units = min(max(layer.units + by, 1), 1024)
            if units != layer.units:
                commands.set_units(layer_id, units)
        elif isinstance(layer, Dropout):
            rate = min(max(round((layer.rate + by * RATE_STEP) / RATE_STEP) * RATE_STEP, 0.0), 0.95)
            self._set_rate(layer_id, round(rate, 4))

    def _typed(self, layer_id: int, text: str) -> None:
        layer = layer_of(self._canvas.experiment, layer_id)
        number = numbers.read(text)
        if isinstance(layer, Dropout):
            if number is None:
                self._refuse(self.tr("“{text}” is no number; a dropout rate lies from 0 to below 1."), text)
            else:
                self._set_rate(layer_id, number)
        elif isinstance(layer, Dense):
            if number is None or number != int(number):
                self._refuse(self.tr("“{text}” is no whole number; a layer has 1 to 1024 units."), text)
            else:
                self._canvas.commands.set_units(layer_id, int(number))

    def _set_rate(self, layer_id: int, rate: float) -> None:
        text = self.tr("Dropout rate {value}").format(value=f"{rate:g}")
        self._canvas.commands.change(layer_id, text, f"rate {layer_id}", rate=rate)

    def _refuse(self, sentence: str, text: str) -> None:
        shown = text if len(text) <= 20 else text[:19] + "…"
        self._canvas.session.notice.emit(Notice("warning", sentence.format(text=shown)))
