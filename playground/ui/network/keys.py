"""What keys do on the canvas: select units and weights, move and remove layers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from playground.engine.layers.base import OUTPUT_ID
from playground.ui.network.columns import layer_of
from playground.ui.network.geometry import neighbour
from playground.ui.network.kinds import own_units
from playground.ui.network.readout import has_bias
from playground.ui.widgets.watchers import KeyFocus

if TYPE_CHECKING:
    from playground.ui.network.canvas import NetworkCanvas
    from playground.ui.network.input import CanvasInput

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_SHIFT, _KEYPAD = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier


class CanvasKeys(QObject):
    """Turns keys into a selection of the display, edits of the network and what the input does."""

    def __init__(self, canvas: NetworkCanvas, acts: CanvasInput) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._session = canvas.session
        self._commands = canvas.commands
        self._input = acts
        self._key_focus = KeyFocus(canvas)

    def wants(self, event: QKeyEvent) -> bool:
        """Whether the canvas takes this key before a window's shortcut does."""
        key, keys = Qt.Key(event.key()), event.modifiers()
        if key in _REMOVE:
            return self._session.display.selected is not None or self._input.acting_layer is not None
        if key in _ARROWS and keys == _CONTROL:
            return self._session.display.selected is not None
        if key in _ARROWS and self._key_focus.is_there:
            return not keys & ~(_KEYPAD | _SHIFT)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and keys == _ALT:
            return self._input.acting_layer is not None
        return key == Qt.Key.Key_Escape and self._input.enlarged is not None

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key does here; False where it is none of the canvas's."""
        key, keys = Qt.Key(event.key()), event.modifiers()
        selected, acting = self._session.display.selected, self._input.acting_layer
        if key in _REMOVE and self.wants(event):
            self._remove()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and keys == _ALT and acting is not None:
            self._commands.move_by(acting, -1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and keys == _SHIFT and selected is not None:
            self._step_weight(*selected, -1 if key == Qt.Key.Key_Up else 1)
        elif key in _ARROWS and (keys == _CONTROL or self._key_focus.is_there):
            self._step(*_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and selected is not None:
            return self._type_into(*selected)
        elif key == Qt.Key.Key_Escape and self._input.enlarged is not None:
            self._input.enlarge(None)
        elif key == Qt.Key.Key_Escape and (selected is not None or self._input.chosen_layer is not None):
            self._input.choose_layer(None)
            self._session.display.set(selected=None, selected_edge=None)
        else:
            return False
        return True

    def _type_into(self, layer_id: int, unit: int) -> bool:
        """The selected weight of the unit, or else its bias; False where it has none."""
        edge = self._session.display.selected_edge
        if edge is not None and (edge[0], edge[2]) == (layer_id, unit):
            self._input.edit(*edge)
        elif has_bias(self._session.experiment, layer_id):
            self._input.edit(layer_id, -1, unit)
        else:
            return False
        return True

    def _remove(self) -> None:
        commands, selected = self._commands, self._session.display.selected
        if self._input.chosen_layer is not None:
            commands.remove(self._input.chosen_layer)
        elif selected is not None:
            if (own_units(layer_of(self._session.experiment, selected[0])) or 1) > 1:
                commands.remove_unit(*selected)
            else:
                commands.remove(selected[0])

    def _step(self, columns: int, rows: int) -> None:
        """Select the unit beside the selected one; without a selection the first of the first layer."""
        layout, display = self._canvas.layout_, self._session.display
        column = layout.column(display.selected[0]) if display.selected else None
        if column is None or display.selected is None:
            places = range(1, len(layout.columns))
            target, unit = next(place for place in places if layout.columns[place].spec.units), 0
        else:
            target, unit = neighbour(layout, column, display.selected[1], columns, rows)
        self._input.choose_layer(None)
        display.set(selected=(layout.columns[target].spec.layer_id, unit), selected_edge=None)

    def _step_weight(self, layer_id: int, unit: int, by: int) -> None:
        """Select the next weight into the unit: first its bias (row -1), then one for each input."""
        column = self._canvas.layout_.column(layer_id)
        edge = self._session.display.selected_edge
        has_weights = layer_id == OUTPUT_ID or own_units(layer_of(self._session.experiment, layer_id))
        if not column or not has_weights:
            return
        inputs = self._canvas.layout_.columns[column - 1].spec.units
        least = -1 if has_bias(self._session.experiment, layer_id) else 0
        row = edge[1] + by if edge is not None and (edge[0], edge[2]) == (layer_id, unit) else max(by - 1, -1)
        row = min(max(row, least), inputs - 1)
        self._session.display.set(selected_edge=(layer_id, row, unit))
