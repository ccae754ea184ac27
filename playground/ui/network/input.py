"""What the user's hands do on the canvas: hover, click, type, scroll, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent

from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.kinds import AnyLayer
from playground.engine.layers.norms import BatchNorm, LayerNorm
from playground.ui.network.commands import NEW_UNITS
from playground.ui.network.feature_editor import FeatureEditor
from playground.ui.network.geometry import layer_of, quiet_features
from playground.ui.network.menu import insert_menu
from playground.ui.network.names import brief_unit_name
from playground.ui.network.readout import Bubble, Target, bubble_of, has_bias, target_at
from playground.ui.network.value_editor import ValueEditor
from playground.ui.network.values import strongest_piece

if TYPE_CHECKING:
    from playground.ui.network.canvas import NetworkCanvas

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class CanvasInput(QObject):
    """Knows what is hovered, chosen and being typed."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.hovered: Target | None = None
        self.chosen_layer: int | None = None
        self._point: QPointF | None = None
        self._pan_from: tuple[float, float] | None = None
        self._pressed: Target | None = None
        self._edited: tuple[int, int, int] | None = None
        self._formula_editor: FeatureEditor | None = None
        self.editor = ValueEditor(canvas)
        self.editor.committed.connect(self._commit)
        self.editor.closed.connect(self._editor_closed)

    # --------------------------------------------------------------------------------- what is meant

    @property
    def acting_layer(self) -> int | None:
        """The hidden layer that keys act on: the chosen column, or the selected unit's."""
        selected = self._canvas.session.display.selected
        candidates = (self.chosen_layer, selected[0] if selected else None)
        for layer_id in candidates:
            if layer_id is not None and layer_of(self._canvas.experiment, layer_id) is not None:
                return layer_id
        return None

    @property
    def reads_gradients(self) -> bool:
        """Whether the bubble shows a gradient now."""
        return self.hovered is not None and self.hovered.kind in ("edge", "bias")

    def bubble(self) -> Bubble | None:
        """What to say about what is hovered."""
        canvas = self._canvas
        if self.hovered is None or self.editor.isVisible():
            return None
        return bubble_of(
            self.hovered, canvas.layout_, canvas.edges, canvas.experiment, canvas.snapshot,
            canvas.session.display.node_mode == "histogram",
        )  # fmt: skip

    def choose_layer(self, layer_id: int | None) -> None:
        """Make this the chosen column (None: none)."""
        if layer_id is not None:
            selected = self._canvas.session.display.selected
            if selected is not None and selected[0] != layer_id:
                self._canvas.session.display.set(selected=None)
        if layer_id != self.chosen_layer:
            self.chosen_layer = layer_id
            self._canvas.headers.set_chosen(layer_id)
            self._canvas.update()

    def experiment_changed(self, experiment: Experiment) -> None:
        """Forget what is no longer there."""
        self.editor.close_without()
        display = self._canvas.session.display
        chosen = self.chosen_layer
        if chosen is not None and chosen > 0 and layer_of(experiment, chosen) is None:
            self.choose_layer(None)
        if display.selected is not None and not _exists(experiment, *display.selected):
            display.set(selected=None)
        if display.selected_edge is not None:
            display.set(selected_edge=None)
        self.hover(None)

    def refresh(self) -> None:
        """The layout is another one: look again what lies under the pointer."""
        if self._point is not None and self._canvas.underMouse():
            self.hover(self._point)

    def add_formula(self) -> None:
        """Ask for a formula feature."""
        if self._formula_editor is None:
            self._formula_editor = FeatureEditor(self._canvas.session, self._canvas)
        self._formula_editor.open_under(self._canvas.headers[FEATURES_ID].note)

    # ------------------------------------------------------------------------------------------ mouse

    def hover(self, point: QPointF | None) -> None:
        """The pointer is here now (None: it left)."""
        canvas = self._canvas
        self._point = point
        target = None
        if point is not None and not canvas.drag.is_active:
            target = target_at(canvas.layout_, canvas.edges, canvas.experiment, point)
        if target == self.hovered:
            return
        self.hovered = target
        key = None
        if target is not None and target.kind == "unit":
            key = (canvas.layout_.columns[target.column].spec.layer_id, target.unit)
        canvas.session.display.set(hovered=key)
        clickable = target is not None
        canvas.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor)
        canvas.ask()
        canvas.update()

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        if event.button() == Qt.MouseButton.RightButton and self._canvas.drag.is_active:
            self._canvas.drag.cancel()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.hover(event.position())
        self._pressed = self.hovered
        if self.hovered is None:
            self._pan_from = (event.position().x(), self._canvas.scroll_x)

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved."""
        if self._pan_from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            start, scroll = self._pan_from
            self._canvas.scroll_to(scroll + start - event.position().x())
            return
        self.hover(event.position())

    def release(self, event: QMouseEvent) -> None:
        """A button went up: a click where it went down on the same thing."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        panned = self._pan_from is not None and abs(self._pan_from[0] - event.position().x()) > 4
        self._pan_from = None
        self.hover(event.position())
        target, self._pressed = self.hovered, None
        if target is not None:
            self._click(target)
        elif not panned:
            self.choose_layer(None)
            self._canvas.session.display.set(selected=None, selected_edge=None)

    def wheel(self, event: QWheelEvent) -> bool:
        """Scroll the column under the pointer, else the canvas; False where there is nothing to scroll."""
        canvas, delta = self._canvas, event.angleDelta()
        x = event.position().x()
        for index, box in enumerate(canvas.layout_.columns):
            is_near = abs(box.x - x) <= box.width / 2 + canvas.layout_.metrics.numbers
            if is_near and delta.y() and canvas.scroll_column(index, -delta.y() / 60 * box.pitch):
                event.accept()
                return True
        if canvas.layout_.content_width > canvas.width() + 1:
            canvas.scroll_to(canvas.scroll_x - (delta.x() or delta.y()) / 2)
            event.accept()
            return True
        return False

    def context_menu(self, event: QContextMenuEvent) -> None:
        """The menu of the column or gap under the pointer; by key: of the acting layer."""
        canvas = self._canvas
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            layer_id = self.acting_layer
            column = canvas.layout_.column(layer_id) if layer_id is not None else None
            if layer_id is not None and column is not None:
                box = canvas.layout_.columns[column]
                canvas.headers.open_menu(layer_id, canvas.mapToGlobal(QPoint(round(box.x), round(box.top))))
            return
        point = QPointF(event.pos())
        for box in canvas.layout_.columns:
            if abs(point.x() - box.x) <= box.width / 2 + 8:
                self.choose_layer(box.spec.layer_id)
                canvas.headers.open_menu(box.spec.layer_id, event.globalPos())
                return
        gap = canvas.layout_.nearest_gap(point.x())
        insert_menu(canvas, lambda kind, name: self._insert(gap, kind, name)).popup(event.globalPos())

    def _insert(self, gap: int, kind: str, activation: str) -> None:
        dense = Dense(units=NEW_UNITS, activation=activation) if activation else Dense()
        layers: dict[str, AnyLayer] = {
            "dense": dense,
            "dropout": Dropout(),
            "batch_norm": BatchNorm(),
            "layer_norm": LayerNorm(),
        }
        self._canvas.insert(gap, layers[kind])

    def _click(self, target: Target) -> None:
        canvas, display = self._canvas, self._canvas.session.display
        layer_id = canvas.layout_.columns[target.column].spec.layer_id
        kind = canvas.layout_.columns[target.column].spec.kind
        if target.kind == "feature":
            canvas.commands.toggle_feature(quiet_features(canvas.experiment.network.features)[target.unit])
        elif target.kind == "unit" and layer_id == FEATURES_ID:
            canvas.commands.toggle_feature(canvas.experiment.network.features[target.unit])
        elif target.kind == "unit":
            self.choose_layer(None)
            display.set(selected=(layer_id, target.unit))
            if layer_id == OUTPUT_ID:
                display.set(sensitivity_output=target.unit)
            if kind in ("batch_norm", "layer_norm"):
                middle = canvas.layout_.columns[target.column].centers[target.unit]
                is_upper = self._point is None or self._point.y() < middle
                self.edit(layer_id, 0 if is_upper else -1, target.unit)
        elif target.kind == "bias":
            self.edit(layer_id, -1, target.unit)
        elif target.kind == "edge":
            row = int(canvas.edges.gaps[target.gap].sources[target.edge])
            display.set(selected_edge=(layer_id, row, target.unit))
            self.edit(layer_id, row, target.unit)

    # ----------------------------------------------------------------------------------------- typing

    def edit(self, layer_id: int, row: int, unit: int) -> None:
        """Ask for a new value of a weight (``row``: its input) or a bias (-1) where it stands."""
        canvas = self._canvas
        layer = canvas.snapshot.layer(layer_id) if canvas.snapshot else None
        if layer is None or layer.weights is None or layer.biases is None:
            return
        column = strongest_piece(layer, row, unit) * layer.units + unit
        values = layer.biases if row < 0 else layer.weights[row] if row < len(layer.weights) else ()
        if column >= len(values):
            return
        self._edited = (layer_id, row, column)
        place = self._point.toPoint() if self._point is not None else canvas.rect().center()
        self.editor.open(self._caption(layer_id, row, unit), float(values[column]), place, canvas.rect())
        canvas.update()

    def _caption(self, layer_id: int, row: int, unit: int) -> str:
        experiment = self._canvas.experiment
        name = brief_unit_name(experiment, (layer_id, unit))
        layer = layer_of(experiment, layer_id)
        if isinstance(layer, BatchNorm | LayerNorm):
            text = self.tr("Shift β of {unit}") if row < 0 else self.tr("Scale γ of {unit}")
            return text.format(unit=name)
        if row < 0:
            return self.tr("Bias of {unit}").format(unit=name)
        column = self._canvas.layout_.column(layer_id) or 1
        source = self._canvas.layout_.columns[column - 1].spec.layer_id
        text = self.tr("Weight {source} → {unit}")
        return text.format(source=brief_unit_name(experiment, (source, row)), unit=name)

    def _commit(self, value: float) -> None:
        if self._edited is not None:
            self._canvas.session.set_parameter(*self._edited, value)

    def _editor_closed(self) -> None:
        self._edited = None
        if not self._canvas.hasFocus() and self._canvas.isVisible():
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._canvas.update()

    # ------------------------------------------------------------------------------------------- keys

    def wants(self, event: QKeyEvent) -> bool:
        """Whether the canvas takes this key before a window's shortcut does."""
        key, keys = Qt.Key(event.key()), event.modifiers()
        if key in _REMOVE:
            return self._canvas.session.display.selected is not None or self.acting_layer is not None
        if key in _ARROWS and keys == _CONTROL:
            return self._canvas.session.display.selected is not None
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and keys == _ALT:
            return self.acting_layer is not None
        return False

    def key(self, event: QKeyEvent) -> bool:
        """A key for the canvas; False where it is none."""
        key, keys = Qt.Key(event.key()), event.modifiers()
        selected = self._canvas.session.display.selected
        if key in _REMOVE and self.wants(event):
            self._remove()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and keys == _ALT and self.acting_layer is not None:
            self._canvas.commands.move_by(self.acting_layer, -1 if key == Qt.Key.Key_Left else 1)
        elif key in _ARROWS and keys == _CONTROL:
            self._step(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and selected is not None:
            if not has_bias(self._canvas.experiment, selected[0]):
                return False
            self.edit(selected[0], -1, selected[1])
        elif key == Qt.Key.Key_Escape and (selected is not None or self.chosen_layer is not None):
            self.choose_layer(None)
            self._canvas.session.display.set(selected=None, selected_edge=None)
        else:
            return False
        return True

    def _remove(self) -> None:
        commands, selected = self._canvas.commands, self._canvas.session.display.selected
        if self.chosen_layer is not None:
            commands.remove(self.chosen_layer)
        elif selected is not None:
            layer = layer_of(self._canvas.experiment, selected[0])
            if isinstance(layer, Dense) and layer.units > 1:
                commands.remove_unit(*selected)
            else:
                commands.remove(selected[0])

    def _step(self, columns: int, rows: int) -> None:
        """Select the unit beside the selected one; without a selection the first of the first layer."""
        layout, display = self._canvas.layout_, self._canvas.session.display
        column = layout.column(display.selected[0]) if display.selected else None
        if column is None or display.selected is None:
            target, unit = min(1, len(layout.columns) - 1), 0
        else:
            target = min(max(column + columns, 1), len(layout.columns) - 1)
            unit = min(max(display.selected[1] + rows, 0), layout.columns[target].spec.units - 1)
            if columns and target != column:
                height = layout.columns[column].centers[display.selected[1]]
                unit = int(np.argmin(np.abs(layout.columns[target].centers - height)))
        self.choose_layer(None)
        display.set(selected=(layout.columns[target].spec.layer_id, unit))
        self._canvas.setAccessibleDescription(
            brief_unit_name(self._canvas.experiment, (layout.columns[target].spec.layer_id, unit))
        )


def _exists(experiment: Experiment, layer_id: int, unit: int) -> bool:
    if layer_id == OUTPUT_ID:
        return unit < experiment.outputs
    if layer_id == FEATURES_ID:
        return unit < len(experiment.network.features)
    layer = layer_of(experiment, layer_id)
    return layer is not None and (not isinstance(layer, Dense) or unit < layer.units)
