"""What the mouse does on the canvas: hover, click, scroll; and what is chosen and typed there."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent

from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.kinds import AnyLayer
from playground.ui.network.bubble import Bubble
from playground.ui.network.columns import inactive_features, layer_of
from playground.ui.network.feature_editor import FeatureEditor
from playground.ui.network.kinds import KINDS, own_units
from playground.ui.network.menu import Examining, add_examining, insert_menu
from playground.ui.network.names import brief_unit_name
from playground.ui.network.readout import Target, bubble_of, selected_target, spoken, target_at
from playground.ui.network.value_editor import ValueEditor
from playground.ui.network.values import strongest_piece
from playground.ui.network.view import NetworkView
from playground.ui.widgets.spoken import speak


class CanvasInput(QObject):
    """Knows what is hovered, chosen and being typed."""

    changed = Signal()
    """Something else is hovered, chosen or typed into."""
    examine = Signal(str, object, int)
    """To be taken apart gate by gate: ``unit`` or ``parameter``, the unit, and the parameter's row."""
    enlarged_changed = Signal()
    """Another layer is enlarged, or none."""

    def __init__(self, canvas: NetworkView) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._session = canvas.session
        self._commands = canvas.commands
        self._headers = headers = canvas.headers
        self._drag = canvas.drag
        headers.chosen.connect(self.choose_layer)
        headers.enlarging_wanted.connect(self.toggle_enlarged)
        headers.formula_wanted.connect(self.add_formula)
        self.hovered: Target | None = None
        self.chosen_layer: int | None = None
        self.enlarged: int | None = None
        """The layer whose tiles are as large as they can be, while the others step back."""
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
        selected = self._session.display.selected
        candidates = (self.chosen_layer, selected[0] if selected else None)
        for layer_id in candidates:
            if layer_id is not None and layer_of(self._session.experiment, layer_id) is not None:
                return layer_id
        return None

    @property
    def reads_gradients(self) -> bool:
        """Whether a gradient is shown or said now."""
        is_selected = self._session.display.selected_edge is not None and self._canvas.hasFocus()
        return is_selected or (self.hovered is not None and self.hovered.kind in ("edge", "bias"))

    def bubble(self) -> Bubble | None:
        """What to say about what is hovered."""
        if self.hovered is None or self.editor.isVisible():
            return None
        return self.bubble_of(self.hovered)

    def say(self, otherwise: str) -> None:
        """Say what the keys have selected, with its value and gradient; else the network."""
        canvas, display = self._canvas, self._session.display
        target = selected_target(canvas.layout_, canvas.edges, display.selected, display.selected_edge)
        bubble = self.bubble_of(target) if target is not None else None
        speak(self._canvas, spoken(bubble.lines) if bubble is not None else otherwise)

    def bubble_of(self, target: Target) -> Bubble | None:
        """What to say about a thing on the canvas."""
        canvas, session = self._canvas, self._session
        with_histogram = session.display.node_mode == "histogram"
        return bubble_of(
            target,
            canvas.layout_,
            canvas.edges,
            session.experiment,
            canvas.snapshot,
            with_histogram,
            canvas.tiles,
        )

    def choose_layer(self, layer_id: int | None) -> None:
        """Make this the chosen column (None: none)."""
        if layer_id is not None:
            selected = self._session.display.selected
            if selected is not None and selected[0] != layer_id:
                self._session.display.set(selected=None)
        if layer_id != self.chosen_layer:
            self.chosen_layer = layer_id
            self._headers.set_chosen(layer_id)
            self.changed.emit()

    def toggle_enlarged(self, layer_id: int) -> None:
        """Show a layer's units large, or all layers alike again."""
        self.enlarge(None if layer_id == self.enlarged else layer_id)

    def enlarge(self, layer_id: int | None) -> None:
        """Show this layer's units large while the others step back; None: all alike."""
        if layer_id != self.enlarged:
            self.enlarged = self._headers.enlarged = layer_id
            self.enlarged_changed.emit()

    def insert(self, gap: int, layer: AnyLayer) -> None:
        """Put a new layer into a gap and choose it."""
        layer_id = self._commands.insert(gap, layer)
        if layer_id is not None:
            self.choose_layer(layer_id)

    def experiment_changed(self, experiment: Experiment) -> None:
        """Forget what is no longer there."""
        self.editor.close_without()
        display = self._session.display
        chosen = self.chosen_layer
        if chosen is not None and chosen > 0 and layer_of(experiment, chosen) is None:
            self.choose_layer(None)
        if self.enlarged is not None and self.enlarged > 0 and layer_of(experiment, self.enlarged) is None:
            self.enlarge(None)
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
            self._formula_editor = FeatureEditor(self._session, self._canvas)
        self._formula_editor.open_under(self._headers[FEATURES_ID].note)

    # ------------------------------------------------------------------------------------------ mouse

    def hover(self, point: QPointF | None) -> None:
        """The pointer is here now (None: it left)."""
        canvas = self._canvas
        self._point = point
        target = None
        if point is not None and not self._drag.is_active:
            target = target_at(canvas.layout_, canvas.edges, self._session.experiment, point)
        if target == self.hovered:
            return
        self.hovered = target
        key = None
        if target is not None and target.kind == "unit":
            key = (canvas.layout_.columns[target.column].spec.layer_id, target.unit)
        self._session.display.set(hovered=key)
        shape = Qt.CursorShape.ArrowCursor if target is None else Qt.CursorShape.PointingHandCursor
        canvas.setCursor(shape)
        self.changed.emit()

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        if event.button() == Qt.MouseButton.RightButton and self._drag.is_active:
            self._drag.cancel()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self.hover(event.position())
        self._pressed = self.hovered
        if self.hovered is None:
            self._pan_from = (event.position().x(), self._canvas.layout_.scroll_x)

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved."""
        if self._pan_from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            start, scroll = self._pan_from
            self._canvas.places.scroll_to(scroll + start - event.position().x())
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
            self._session.display.set(selected=None, selected_edge=None)

    def double_click(self, event: QMouseEvent) -> None:
        """A unit is taken apart; anything else is clicked once more."""
        self.hover(event.position())
        target = self.hovered
        if event.button() == Qt.MouseButton.LeftButton and target is not None and target.kind == "unit":
            spec = self._canvas.layout_.columns[target.column].spec
            if spec.layer_id != FEATURES_ID and not spec.passes:
                self.examine.emit("unit", (spec.layer_id, target.unit), 0)
                return
        self.press(event)

    def wheel(self, event: QWheelEvent) -> bool:
        """Scroll the column under the pointer, else the canvas; False where there is nothing to scroll."""
        canvas, delta = self._canvas, event.angleDelta()
        x = event.position().x()
        for index, box in enumerate(canvas.layout_.columns):
            is_near = abs(box.x - x) <= box.width / 2 + canvas.layout_.metrics.numbers
            if is_near and delta.y() and canvas.places.scroll_column(index, -delta.y() / 60 * box.pitch):
                event.accept()
                return True
        if canvas.layout_.content_width > canvas.width() + 1:
            canvas.places.scroll_to(canvas.layout_.scroll_x - (delta.x() or delta.y()) / 2)
            event.accept()
            return True
        return False

    def context_menu(self, event: QContextMenuEvent) -> None:
        """The menu of the column or gap under the pointer; by key: of the acting layer."""
        canvas, layout = self._canvas, self._canvas.layout_
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            layer_id = self.acting_layer
            column = layout.column(layer_id) if layer_id is not None else None
            if layer_id is not None and column is not None:
                box = layout.columns[column]
                place = canvas.mapToGlobal(QPoint(round(box.x), round(box.top)))
                self._headers.open_menu(layer_id, place)
            return
        point = QPointF(event.pos())
        for box in layout.columns:
            if abs(point.x() - box.x) <= box.width / 2 + 8:
                self.choose_layer(box.spec.layer_id)
                self._headers.open_menu(box.spec.layer_id, event.globalPos(), self._examining(point))
                return
        gap = layout.nearest_gap(point.x())
        menu = insert_menu(canvas, lambda layer: self.insert(gap, layer))
        add_examining(menu, self._examining(point))
        menu.popup(event.globalPos())

    def _examining(self, point: QPointF) -> Examining | None:
        """What the microscope would show of what lies there, and how it is asked for."""
        target = target_at(self._canvas.layout_, self._canvas.edges, self._session.experiment, point)
        if target is None or target.kind == "feature":
            return None
        layer_id = self._canvas.layout_.columns[target.column].spec.layer_id
        if layer_id == FEATURES_ID:
            return None
        unit = (layer_id, target.unit)
        name = brief_unit_name(self._session.experiment, unit)
        if target.kind == "unit":
            text = self.tr("{unit} in the Microscope").format(unit=name)
            return text, lambda: self.examine.emit("unit", unit, 0)
        row = -1
        if target.kind == "edge":
            row = int(self._canvas.edges.gaps[target.gap].sources[target.edge])
        text = self.tr("{weight} in the Microscope").format(weight=self._caption(layer_id, row, target.unit))
        return text, lambda: self.examine.emit("parameter", unit, row)

    def _click(self, target: Target) -> None:
        commands, display = self._commands, self._session.display
        features = self._session.experiment.network.features
        box = self._canvas.layout_.columns[target.column]
        layer_id = box.spec.layer_id
        if target.kind == "feature":
            commands.toggle_feature(inactive_features(features)[target.unit])
        elif target.kind == "unit" and layer_id == FEATURES_ID:
            commands.toggle_feature(features[target.unit])
        elif target.kind == "unit":
            self.choose_layer(None)
            display.set(selected=(layer_id, target.unit))
            if layer_id == OUTPUT_ID:
                display.set(sensitivity_output=target.unit)
            elif box.spec.passes and (parameters := KINDS[box.spec.kind].parameters):
                band = self._band(box.rect(target.unit), len(parameters))
                self.edit(layer_id, parameters[band].row, target.unit)
        elif target.kind == "bias":
            self.edit(layer_id, -1, target.unit)
        elif target.kind == "edge":
            row = int(self._canvas.edges.gaps[target.gap].sources[target.edge])
            display.set(selected_edge=(layer_id, row, target.unit))
            self.edit(layer_id, row, target.unit)

    def _band(self, tile: QRectF, bands: int) -> int:
        """Which band of a passing unit the pointer is at, from the top down."""
        if self._point is None:
            return 0
        share = (self._point.y() - tile.top()) / max(tile.height(), 1.0)
        return min(max(int(share * bands), 0), bands - 1)

    # ----------------------------------------------------------------------------------------- typing

    def edit(self, layer_id: int, row: int, unit: int) -> None:
        """Ask for a new value of a weight (``row``: its input) or a bias (-1) where it stands."""
        canvas, snapshot = self._canvas, self._canvas.snapshot
        layer = snapshot.layer(layer_id) if snapshot else None
        if layer is None or layer.weights is None or (row < 0 and layer.biases is None):
            return
        column = strongest_piece(layer, row, unit) * layer.units + unit
        values = layer.biases if row < 0 else layer.weights[row] if row < len(layer.weights) else ()
        if values is None or column >= len(values):
            return
        self._edited = (layer_id, row, column)
        place = self._point.toPoint() if self._point is not None else canvas.rect().center()
        self.editor.open(self._caption(layer_id, row, unit), float(values[column]), place, canvas.rect())
        self.changed.emit()

    def _caption(self, layer_id: int, row: int, unit: int) -> str:
        experiment = self._session.experiment
        name = brief_unit_name(experiment, (layer_id, unit))
        layer = layer_of(experiment, layer_id)
        for parameter in KINDS[layer.kind].parameters if layer is not None else ():
            if parameter.row == row:
                return self.tr(parameter.caption).format(unit=name)
        if row < 0:
            return self.tr("Bias of {unit}").format(unit=name)
        column = self._canvas.layout_.column(layer_id) or 1
        source = self._canvas.layout_.columns[column - 1].spec.layer_id
        text = self.tr("Weight {source} → {unit}")
        return text.format(source=brief_unit_name(experiment, (source, row)), unit=name)

    def _commit(self, value: float) -> None:
        if self._edited is not None:
            self._session.set_parameter(*self._edited, value)

    def _editor_closed(self) -> None:
        self._edited = None
        if not self._canvas.hasFocus() and self._canvas.isVisible():
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()


def _exists(experiment: Experiment, layer_id: int, unit: int) -> bool:
    if layer_id == OUTPUT_ID:
        return unit < experiment.outputs
    if layer_id == FEATURES_ID:
        return unit < len(experiment.network.features)
    layer = layer_of(experiment, layer_id)
    units = own_units(layer)
    return layer is not None and (units is None or unit < units)
