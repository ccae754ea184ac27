"""The headers of all columns: made, shown and placed together."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.ui.look import theme
from playground.ui.network.column_header import Brevity, ColumnHeader
from playground.ui.network.columns import layer_of, title
from playground.ui.network.commands import CanvasCommands
from playground.ui.network.drag import DragPayload, LayerDrag
from playground.ui.network.geometry import CanvasLayout
from playground.ui.network.kinds import KINDS, own_units
from playground.ui.network.menu import (
    Examining,
    activation_menu,
    add_enlarging,
    add_examining,
    features_menu,
    layer_menu,
    output_menu,
)
from playground.ui.words import numbers


class Headers(QObject):
    """Keeps one header widget per column and turns what is done to it into edits."""

    chosen = Signal(int)
    enlarging_wanted = Signal(int)
    formula_wanted = Signal()

    def __init__(self, canvas: QWidget, commands: CanvasCommands, drag: LayerDrag) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._commands = commands
        self._drag = drag
        self._headers: dict[int, ColumnHeader] = {}
        self.enlarged: int | None = None
        """The layer whose units are shown large now."""

    def __getitem__(self, layer_id: int) -> ColumnHeader:
        return self._headers[layer_id]

    def show_columns(self, experiment: Experiment) -> None:
        """Make, change and remove headers so that they are those of the Experiment."""
        ids = _columns_of(experiment)
        for gone in [layer_id for layer_id in self._headers if layer_id not in ids]:
            header = self._headers.pop(gone)
            header.hide()
            header.deleteLater()
        for layer_id in ids:
            if layer_id not in self._headers:
                self._headers[layer_id] = self._made(layer_id)
            self._headers[layer_id].show_column(experiment)

    def are_of(self, experiment: Experiment) -> bool:
        """Whether each column of the Experiment has a header, and no other."""
        return self._headers.keys() == {*_columns_of(experiment)}

    def width(self, layer_id: int, brevity: Brevity) -> float:
        """The room a column's header takes."""
        return self._headers[layer_id].needed_width(brevity)

    def set_brevity(self, brevity: Brevity) -> None:
        """Say less where columns stand close."""
        for header in self._headers.values():
            header.set_brevity(brevity)

    def set_chosen(self, layer_id: int | None) -> None:
        """Mark the chosen column's header."""
        for one, header in self._headers.items():
            header.set_chosen(one == layer_id)

    def place(self, layout: CanvasLayout) -> None:
        """Put each header over its column."""
        height = theme.pixels(54)
        top = round(layout.metrics.header) - height
        for box in layout.columns:
            header = self._headers.get(box.spec.layer_id)
            if header is not None:
                width = round(box.spec.header)
                header.setGeometry(round(box.x - width / 2), top, width, height)
                is_seen = box.x + width / 2 > 0 and box.x - width / 2 < layout.width
                if header.isHidden() == is_seen:
                    header.setVisible(is_seen)

    def open_menu(self, layer_id: int, place: QPoint, examining: Examining | None = None) -> None:
        """Show a column's menu."""
        canvas, commands = self._canvas, self._commands
        if layer_id == FEATURES_ID:
            menu = features_menu(canvas, commands, self.formula_wanted.emit)
        elif layer_id == OUTPUT_ID:
            menu = output_menu(canvas, commands)
        else:
            menu = layer_menu(canvas, commands, layer_id)
        layer = layer_of(commands.experiment, layer_id)
        if layer is None or own_units(layer) is not None:
            add_enlarging(menu, layer_id == self.enlarged, lambda: self.enlarging_wanted.emit(layer_id))
        add_examining(menu, examining)
        commands.add_comparisons(menu, layer_id)
        menu.popup(place)

    def _made(self, layer_id: int) -> ColumnHeader:
        canvas, commands = self._canvas, self._commands
        header = ColumnHeader(layer_id, canvas)
        header.chosen.connect(lambda: self.chosen.emit(layer_id))
        header.enlarging_wanted.connect(lambda: self.enlarging_wanted.emit(layer_id))
        header.menu_wanted.connect(lambda place: self.open_menu(layer_id, place))
        header.activation_wanted.connect(
            lambda place: activation_menu(canvas, commands, layer_id).popup(place)
        )
        header.stepped.connect(lambda by: self._step(layer_id, by))
        header.typed.connect(lambda text: self._take_typed(layer_id, text))
        header.action_wanted.connect(lambda: self._act(layer_id))
        header.drag_began.connect(lambda place: self._begin_drag(layer_id, place))
        header.drag_moved.connect(self._drag.move)
        header.drag_ended.connect(self._drag.drop)
        return header

    def _act(self, layer_id: int) -> None:
        if layer_id == FEATURES_ID:
            self.formula_wanted.emit()

    def _begin_drag(self, layer_id: int, place: QPoint) -> None:
        self._drag.begin(DragPayload(title(self._commands.experiment, layer_id), layer_id=layer_id), place)

    def _step(self, layer_id: int, by: int) -> None:
        layer = layer_of(self._commands.experiment, layer_id)
        number = KINDS[layer.kind].number if layer is not None else None
        if number is not None:
            before = getattr(layer, number.field)
            value = round((before + by * number.step) / number.step) * number.step
            value = round(min(max(value, number.lowest), number.highest), 4)
            if value != before:
                self._commands.set_number(layer_id, number, value)

    def _take_typed(self, layer_id: int, text: str) -> None:
        layer = layer_of(self._commands.experiment, layer_id)
        number = KINDS[layer.kind].number if layer is not None else None
        if number is None:
            return
        value = numbers.read(text)
        if value is None or (number.is_whole and value != int(value)):
            shown = text if len(text) <= 20 else text[:19] + "…"
            sentence = QCoreApplication.translate("Headers", number.refusal)
            self._commands.refuse(sentence.format(text=shown))
        else:
            self._commands.set_number(layer_id, number, value)


def _columns_of(experiment: Experiment) -> list[int]:
    return [FEATURES_ID, *(layer.id for layer in experiment.network.layers), OUTPUT_ID]
