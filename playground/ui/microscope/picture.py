"""The picture of a graph under the microscope: it zooms and pans, and what it shows can be clicked."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEasingCurve, QPoint, QPointF, QRect, QSize, QSizeF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from playground.observe.graph import Diagram, reached, spelled_sigmoids
from playground.observe.graph.layout import Layout, stretched
from playground.ui.look import theme
from playground.ui.microscope import words
from playground.ui.microscope.painting import paint
from playground.ui.microscope.scene import (
    Scene,
    frame_at,
    gradient_box,
    has_room,
    layout_of,
    node_at,
    number_at,
    rect_of,
    value_box,
    value_gate,
)
from playground.ui.microscope.spoken_parts import gate_lines, spoken_nodes
from playground.ui.widgets.spoken import PaintedParts, Part, speak
from playground.ui.widgets.watchers import KeyClaim, PlaceTips
from playground.ui.words import numbers

PULSE_MS = 250
SMALLEST_FIT = 0.62
"""A whole picture is not made smaller than this, however large texts are; what is active is kept in sight."""
LARGEST_FIT = 3.2
MOST_STRETCH = 1.6
"""So many times as high as it need be a long picture becomes, where there is room."""
_ZOOMS = (0.2, 4.0)
_MARGIN = 15.0
NUDGE_STEP = 0.01

KEYS = {
    Qt.Key.Key_Right: "next",
    Qt.Key.Key_Left: "back",
    Qt.Key.Key_PageDown: "next",
    Qt.Key.Key_PageUp: "back",
    Qt.Key.Key_Home: "restart",
    Qt.Key.Key_End: "finish",
    Qt.Key.Key_Return: "enter",
    Qt.Key.Key_Enter: "enter",
    Qt.Key.Key_Backspace: "leave",
    Qt.Key.Key_Plus: "larger",
    Qt.Key.Key_Equal: "larger",
    Qt.Key.Key_Minus: "smaller",
    Qt.Key.Key_0: "whole",
}
_CHOSEN_KEYS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class GraphPicture(QWidget):
    """Shows a diagram at a position of its trace."""

    acted = Signal(str)
    """A key was pressed: ``next``, ``back``, ``restart``, ``finish``, ``enter`` or ``leave``."""
    node_clicked = Signal(int)
    node_opened = Signal(int)
    frame_clicked = Signal()
    value_chosen = Signal(int)
    """The gate whose green number was clicked; -1: none any more."""
    nudged = Signal(int, float)
    """A gate, and by how much more its value is to be moved."""
    value_wanted = Signal(int, QPoint)
    """A gate's value is to be typed, at this place."""
    edge_hovered = Signal(int)
    """The drawn wire whose numbers the pointer is at; -1: none."""
    moved = Signal()
    """Things stand elsewhere now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("microscopePicture")
        self.setAccessibleName(self.tr("Computational graph"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._scene: Scene | None = None
        self._layout: Layout
        self._sentence = ""
        self._zoom, self._offset = 1.0, QPointF()
        self._is_fitted = True
        self._drag_from: tuple[QPointF, QPointF] | None = None
        self._nudge_from: tuple[int, float] | None = None
        self._pulse = QVariantAnimation(self)
        self._pulse.setDuration(PULSE_MS)
        self._pulse.setStartValue(0.0)
        self._pulse.setEndValue(1.0)
        self._pulse.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._pulse.valueChanged.connect(self._on_pulse)
        self.parts = PaintedParts(self, self.tr("Gates"), self._parts)
        KeyClaim(self, self._wants)
        PlaceTips(self, self.tip_at)
        theme.signals().changed.connect(self._restyle)

    # ------------------------------------------------------------------------------ what is shown

    @property
    def scene(self) -> Scene | None:
        """What is painted; None while there is nothing."""
        return self._scene

    @property
    def active_node(self) -> int | None:
        """The node whose turn it is."""
        return next(iter(self._scene.active), None) if self._scene is not None else None

    @property
    def sentence(self) -> str:
        """What is said while there is nothing."""
        return self._sentence

    @property
    def zoom(self) -> float:
        """How many pixels a length of 1 has."""
        return self._zoom

    def show_nothing(self, sentence: str) -> None:
        """Say in place of a picture what to do."""
        self._scene, self._sentence = None, sentence
        self._pulse.stop()
        self.parts.tell_changed()
        self.update()

    def show_diagram(self, diagram: Diagram, position: int) -> None:
        """Show another diagram, whole."""
        self._layout = layout_of(diagram)
        self._scene = Scene(diagram, self._layout, position, frames=spelled_sigmoids(diagram.graph))
        self._is_fitted = True
        self._go_to(position, pulses=False)
        self._fit()
        self.parts.tell_changed()

    def show_values(self, diagram: Diagram) -> None:
        """Show the same diagram with other numbers."""
        if self._scene is not None:
            self._change(diagram=diagram)
            if not has_room(diagram, self._layout):
                self._arrange()

    def go_to(self, position: int) -> None:
        """Show this position of the trace; what acts there pulses once."""
        self._go_to(position, pulses=True)

    def mark(self, node: int | None) -> None:
        """Mark this node, and what runs from it, instead of what acts at the position."""
        scene = self._scene
        if scene is not None:
            edges = {place for place, edge in enumerate(scene.diagram.edges) if edge.source == node}
            self._change(active=frozenset() if node is None else {node}, active_edges=frozenset(edges))

    def choose(self, gate: int | None) -> None:
        """Mark the green numbers of this gate."""
        self._change(chosen=gate)

    def ask(self, edges: frozenset[int]) -> None:
        """Leave these drawn wires' red slots free for fields."""
        self._change(asked=edges)

    def take_focus(self) -> None:
        """Let the keys act here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def slot_rect(self, edge: int) -> QRect:
        """Where a drawn wire's red slot is in the widget."""
        assert self._scene is not None
        return self._transform().mapRect(gradient_box(self._scene, edge)).toAlignedRect()

    def value_rect(self, edge: int) -> QRect:
        """Where a drawn wire's green number is in the widget."""
        assert self._scene is not None
        return self._transform().mapRect(value_box(self._scene, edge)).toAlignedRect()

    def node_rect(self, node: int) -> QRect:
        """Where a node is in the widget."""
        assert self._scene is not None
        return self._transform().mapRect(rect_of(self._scene.layout.nodes[node])).toAlignedRect()

    def show_whole(self) -> None:
        """Show all of the graph again."""
        self._is_fitted = True
        self._fit()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge around a point of the widget (its middle)."""
        place = QPointF(self.rect().center()) if at is None else at
        zoom = min(max(self._zoom * factor, _ZOOMS[0]), _ZOOMS[1])
        self._offset = place - (place - self._offset) * (zoom / self._zoom)
        self._zoom, self._is_fitted = zoom, False
        self._tell_moved()

    # --------------------------------------------------------------------------------------- events

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(640), theme.pixels(300))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(200), theme.pixels(60))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pulse.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), colors.background)
            if self._scene is None:
                painter.setFont(theme.font("body"))
                painter.setPen(colors.quiet)
                room = self.rect().adjusted(24, 8, -24, -8)
                painter.drawText(
                    room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._sentence
                )
                return
            painter.setTransform(self._transform(), True)
            paint(painter, self._scene)
            painter.resetTransform()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120.0
        hit = self._number_at(event.position())
        if self._scene is not None and turns:
            if hit is not None and hit[1] == "value" and self._scene.chosen == self._gate_of(hit[0]):
                self.nudged.emit(self._scene.chosen, turns * self._nudge_step(event))
            else:
                self.zoom_by(1.2**turns, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() != Qt.MouseButton.LeftButton or self._scene is None:
            return
        hit = self._number_at(event.position())
        if hit is not None and hit[1] == "value" and self._is_known(hit[0]):
            gate = self._gate_of(hit[0])
            self.value_chosen.emit(gate)
            self._nudge_from = (gate, event.position().y())
            return
        self._drag_from = (event.position(), self._offset)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._nudge_from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            gate, y = self._nudge_from
            steps = int((y - event.position().y()) / 3.0)
            if steps:
                self._nudge_from = (gate, y - 3.0 * steps)
                self.nudged.emit(gate, steps * self._nudge_step(event))
            return
        if self._drag_from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            start, offset = self._drag_from
            way = event.position() - start
            if not self._is_fitted or way.manhattanLength() > 5:
                self._offset, self._is_fitted = offset + way, False
                self._tell_moved()
            return
        self._hover(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, self._drag_from, self._nudge_from = self._drag_from, None, None
        if drag is None or (event.position() - drag[0]).manhattanLength() > 5 or self._scene is None:
            return
        node = self._node_at(event.position())
        if node is not None:
            self.node_clicked.emit(node)
            return
        place = self._inverse().map(event.position())
        if frame_at(self._scene, place):
            self.frame_clicked.emit()
        else:
            self.value_chosen.emit(-1)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._scene is None:
            return
        hit, node = self._number_at(event.position()), self._node_at(event.position())
        if hit is not None and hit[1] == "value" and self._is_known(hit[0]):
            self.value_wanted.emit(self._gate_of(hit[0]), event.position().toPoint())
        elif node is not None:
            self.node_opened.emit(node)
        else:
            self.show_whole()

    def leaveEvent(self, event: object) -> None:
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        chosen = self._scene.chosen if self._scene is not None else None
        if chosen is not None and key in _CHOSEN_KEYS:
            self.nudged.emit(chosen, _CHOSEN_KEYS[key] * self._nudge_step(event))
        elif chosen is not None and _begins_number(event):
            self.value_wanted.emit(chosen, self._place_of(chosen))
        elif chosen is not None and key == Qt.Key.Key_Escape:
            self.value_chosen.emit(-1)
        elif (act := KEYS.get(key)) is None:
            super().keyPressEvent(event)
        elif act == "whole":
            self.show_whole()
        elif act in ("larger", "smaller"):
            self.zoom_by(1.25 if act == "larger" else 0.8)
        else:
            self.acted.emit(act)

    # -------------------------------------------------------------------------------------- private

    def _wants(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        has_chosen = self._scene is not None and self._scene.chosen is not None
        is_own = key in _CHOSEN_KEYS or key == Qt.Key.Key_Escape or _begins_number(event)
        return (has_chosen and is_own) or key in KEYS

    def _nudge_step(self, event: QMouseEvent | QWheelEvent | QKeyEvent) -> float:
        is_coarse = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        return 10 * NUDGE_STEP if is_coarse else NUDGE_STEP

    def _change(self, **changes: object) -> None:
        if self._scene is not None:
            self._scene = replace(self._scene, **changes)  # type: ignore[arg-type]
            self.update()

    def _go_to(self, position: int, *, pulses: bool) -> None:
        if self._scene is None:
            return
        diagram = self._scene.diagram
        step = diagram.graph.steps[position - 1] if 0 < position <= len(diagram.graph.steps) else None
        active: set[int] = set()
        edges: set[int] = set()
        if step is not None and step.gate is not None:
            node = diagram.node_of[step.gate]
            active = {node}
            if step.phase == "seed":
                edges = {len(diagram.edges)}
            else:
                edges = {place for place, edge in enumerate(diagram.edges) if edge.target == node}
        edges = {place for place in edges if place < len(self._scene.layout.wires)}
        self._pulse.stop()
        self._change(position=position, active=frozenset(active), active_edges=frozenset(edges), pulse=1.0)
        gate = step.gate if step is not None else None
        speak(self, "; ".join(gate_lines(self._scene, gate)) if gate is not None else "")
        if pulses and active and self._may_move():
            self._pulse.start()
        if self._is_fitted:
            self._fit()

    def _may_move(self) -> bool:
        """Whether the desktop wants things to move."""
        return self.isVisible() and bool(
            self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self)
        )

    def _on_pulse(self, share: float) -> None:
        self._change(pulse=float(share))

    def _restyle(self) -> None:
        self._arrange()
        self.update()

    def _arrange(self) -> None:
        if self._scene is not None:
            self._layout = layout_of(self._scene.diagram)
            self._change(layout=self._layout)
            self._fit()

    def _transform(self) -> QTransform:
        return QTransform(self._zoom, 0, 0, self._zoom, self._offset.x(), self._offset.y())

    def _inverse(self) -> QTransform:
        return self._transform().inverted()[0]

    def _fit(self) -> None:
        """The whole graph where that can be read, else as much around what is active.

        Where it is long, what is left of the height parts its rows.
        """
        scene = self._scene
        if scene is None or not self._is_fitted or self.width() < 1:
            return
        scale, layout = theme.scale(), self._layout
        margin = min(_MARGIN * scale, self.height() * 0.06 + 4.0)
        room = QSizeF(self.width() - 2 * margin, self.height() - 2 * margin)
        extra = 26.0 if scene.frames else 0.0
        zoom = min(
            room.width() / max(layout.width, 1.0),
            room.height() / (max(layout.height, 1.0) + extra),
            LARGEST_FIT * scale,
        )
        self._zoom = max(zoom, SMALLEST_FIT)
        layout = stretched(layout, min(room.height() / self._zoom - extra, MOST_STRETCH * layout.height))
        self._change(layout=layout)
        width, height = layout.width, layout.height + extra
        middle = QPointF(width / 2, height / 2)
        place = self._active_place()
        half = QPointF(self.width() / 2 / self._zoom, self.height() / 2 / self._zoom)
        wanted = place if place is not None else QPointF(0.0, middle.y())
        x = _kept(middle.x(), wanted.x(), half.x(), width, margin / self._zoom)
        y = _kept(middle.y(), wanted.y(), half.y(), height, margin / self._zoom)
        self._offset = QPointF(self.width() / 2 - x * self._zoom, self.height() / 2 - y * self._zoom)
        self._tell_moved()

    def _active_place(self) -> QPointF | None:
        node = self.active_node
        if self._scene is None or node is None:
            return None
        box = self._scene.layout.nodes[node]
        return QPointF(box.x, box.y)

    def _tell_moved(self) -> None:
        self.update()
        self.moved.emit()

    # ------------------------------------------------------------------------------- under the pointer

    def _hover(self, place: QPointF | None) -> None:
        if self._scene is None:
            return
        node = self._node_at(place) if place is not None else None
        hit = self._number_at(place) if place is not None else None
        is_value = hit is not None and hit[1] == "value" and self._is_known(hit[0])
        shape = Qt.CursorShape.ArrowCursor
        if is_value:
            shape = Qt.CursorShape.SizeVerCursor
        elif node is not None:
            shape = Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)
        edge = hit[0] if hit is not None and hit[0] < len(self._scene.diagram.edges) else None
        if node != self._scene.hovered or edge != self._scene.focused_edge:
            self._change(hovered=node, focused_edge=edge)
            self.edge_hovered.emit(-1 if edge is None else edge)

    def _node_at(self, point: QPointF) -> int | None:
        return node_at(self._scene, self._inverse().map(point)) if self._scene is not None else None

    def _number_at(self, point: QPointF) -> tuple[int, str] | None:
        return number_at(self._scene, self._inverse().map(point)) if self._scene is not None else None

    def _gate_of(self, label: int) -> int:
        assert self._scene is not None
        return value_gate(self._scene, label)

    def _is_known(self, label: int) -> bool:
        scene = self._scene
        assert scene is not None
        return self._gate_of(label) in reached(scene.diagram.graph, scene.position).values

    def _place_of(self, gate: int) -> QPoint:
        assert self._scene is not None
        for label in range(len(self._scene.layout.labels)):
            if self._gate_of(label) == gate:
                return self.value_rect(label).center()
        return self.rect().center()

    def _parts(self) -> list[Part]:
        return spoken_nodes(lambda: self._scene, self.node_rect)

    def tip_at(self, point: QPoint) -> str:
        """The whole numbers of what is under the pointer."""
        hit = self._number_at(QPointF(point))
        if self._scene is None or hit is None or not self._is_known(hit[0]):
            return ""
        scene = self._scene
        graph, label = scene.diagram.graph, hit[0]
        gate = graph.gates[self._gate_of(label)]
        known = reached(graph, scene.position)
        lines = [f"{gate.label} = {numbers.figures(gate.value, 6)}"]
        if label < len(scene.diagram.edges):
            wire = scene.diagram.edges[label].wires[0]
            if wire in known.wires and label not in scene.asked:
                gradient = numbers.figures(graph.wires[wire].gradient, 6)
                lines.append(f"∂{graph.of}/∂{gate.label} = {gradient}")
        if hit[1] == "value":
            lines.append(words.translate("Microscope", "Drag, turn the wheel or double-click to nudge it."))
        return "\n".join(lines)


def _begins_number(event: QKeyEvent) -> bool:
    first = event.text()[:1]
    return first.isdigit() or (bool(first) and first in "-.")


def _kept(middle: float, wanted: float, half: float, size: float, margin: float) -> float:
    """The middle of what is seen: all of it where it has room, else around what is wanted."""
    if size + 2 * margin <= 2 * half:
        return middle
    return min(max(wanted, half - margin), size - half + margin)
