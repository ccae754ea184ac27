"""The plane as the network sees it: its output with the data on top, the probe, and hovered units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.sentences import obstacle
from playground.app.session import Session
from playground.engine.datasets import PLANE
from playground.engine.experiment import Experiment
from playground.engine.points import Points
from playground.observe.snapshot import Snapshot, SnapshotRequest
from playground.ui.look import theme
from playground.ui.network.names import class_name, unit_name
from playground.ui.output import boundary_marks
from playground.ui.output.boundary_image import boundary_image, unit_image, unit_scale, value_scale
from playground.ui.output.boundary_marks import Nearest, nearest_point
from playground.ui.output.point_marks import REACH, Overlay, Tool
from playground.ui.widgets.plane import PlaneFrame
from playground.ui.widgets.watchers import KeyClaim
from playground.ui.words.numbers import plain

RESOLUTION = 100
_ASKER = "boundaryView"
_KEY_STEP = 1 / 120
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


@dataclass(frozen=True)
class _MarksKey:
    """What the layer of points depends on."""

    points: int
    size: tuple[int, int]
    theme: str
    shown: tuple[bool, bool]
    classes: int
    scale: float
    axes: boundary_marks.Axes
    factor: float


class BoundaryView(QWidget):
    """A square picture of the plane. A click or drag sets the probe point, or works for the tool."""

    hovered = Signal(object)
    """(x1, x2, value or None) under the pointer; None when it left."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("boundaryView")
        KeyClaim(self, lambda event: event.key() in _MOVES)
        self.setAccessibleName(self.tr("Decision boundary"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._session = session
        self._snapshot: Snapshot | None = None
        self._image: QImage | None = None
        self._image_title = ""
        self._is_stale = True
        self._marks: tuple[_MarksKey, Points, QPixmap] | None = None
        self._overlays: list[Overlay] = []
        self._tool: Tool | None = None
        self._pointer: QPointF | None = None
        self._probe_label: float | None = None
        session.snapshot_ready.connect(self.set_snapshot)
        session.display.changed.connect(self._on_display)
        theme.signals().changed.connect(self._redraw)
        if session.snapshot is not None:
            self.set_snapshot(session.snapshot)

    # ------------------------------------------------------------------------------ from outside

    @property
    def frame(self) -> PlaneFrame:
        """Which part of the plane is drawn where."""
        points = self._snapshot.points if self._snapshot else None
        return PlaneFrame(points.bounds if points else PLANE, self._square())

    @property
    def tool(self) -> Tool | None:
        """What takes the pointer now."""
        return self._tool

    def set_tool(self, tool: Tool | None) -> None:
        """Give the pointer to a tool, or back to the probe."""
        self._tool = tool
        self.update()

    def add_overlay(self, overlay: Overlay) -> None:
        """Draw this too, between the boundary and the points: called with the painter and the frame."""
        self._overlays.append(overlay)
        self.update()

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Draw this instant."""
        self._snapshot = snapshot
        self._redraw()

    def value_at(self, x1: float, x2: float) -> float | None:
        """What the picture shows there: the output (more classes: the class), or the hovered unit's value."""
        snapshot = self._snapshot
        if snapshot is None or not self.frame.contains(x1, x2):
            return None
        grid = self._shown_focus()
        if grid is None:
            grid = snapshot.boundary
        if grid is None:
            return None
        row, column = self.frame.cell(x1, x2, grid.shape[-1])
        if grid.ndim == 3:
            if len(grid) != self._session.experiment.outputs:
                return None  # the picture is still of what was there before
            cell = grid[:, row, column]
            return float(cell[0]) if len(cell) == 1 else float(cell.argmax())
        return float(grid[row, column])

    # ---------------------------------------------------------------------------------- geometry

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(308), theme.pixels(308))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(160), theme.pixels(160))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width

    def _square(self) -> QRectF:
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2.0, 0.0, side, side)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._marks = None

    # ----------------------------------------------------------------------------------- pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x1, x2 = self.frame.to_plane(event.position())
        if self._tool is not None:
            self._tool.press(x1, x2, event.modifiers())
            self.update()
        else:
            self._place_probe(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer = event.position()
        x1, x2 = self.frame.to_plane(event.position())
        if self._tool is not None:
            self._tool.move(x1, x2, event.modifiers())
        elif event.buttons() & Qt.MouseButton.LeftButton:
            left, right, bottom, top = self.frame.bounds
            x1, x2 = min(max(x1, left), right), min(max(x2, bottom), top)
            self._session.display.set(probe=(x1, x2, self._probe_label))
        self.hovered.emit((x1, x2, self.value_at(x1, x2)))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._tool is not None:
            x1, x2 = self.frame.to_plane(event.position())
            self._tool.release(x1, x2, event.modifiers())
            self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._tool is None:
            self._session.display.set(probe=None)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._pointer = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self.hovered.emit(None)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self._session.display.probe is not None:
            self._session.display.set(probe=None)
        elif move is None or self._tool is not None:
            super().keyPressEvent(event)
        else:
            left, right, bottom, top = self.frame.bounds
            step = _KEY_STEP * (5 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            x1, x2, label = self._session.display.probe or ((left + right) / 2, (bottom + top) / 2, None)
            x1 = min(max(x1 + move[0] * step * (right - left), left), right)
            x2 = min(max(x2 + move[1] * step * (top - bottom), bottom), top)
            if label is None:
                label = self._nearest(x1, x2).label
            self._session.display.set(probe=(x1, x2, label))

    def _place_probe(self, pixel: QPointF) -> None:
        """Take the point under the pointer, or the place itself with the nearest point's label."""
        x1, x2 = self.frame.to_plane(pixel)
        nearest = self._nearest(x1, x2)
        self._probe_label = nearest.label
        if nearest.distance <= REACH * theme.scale():
            x1, x2 = nearest.place
        left, right, bottom, top = self.frame.bounds
        x1, x2 = min(max(x1, left), right), min(max(x2, bottom), top)
        self._session.display.set(probe=(x1, x2, nearest.label))

    def _nearest(self, x1: float, x2: float) -> Nearest:
        points = self._snapshot.points if self._snapshot else None
        return nearest_point(self.frame, points, (x1, x2), self._session.display.show_test)

    # ----------------------------------------------------------------------------------- drawing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._require()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._session.release(_ASKER)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        frame = self.frame
        if self._is_stale:
            self._make_image()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if self._image is None:
                painter.fillRect(frame.rect, colors.field)
            else:
                painter.drawImage(frame.rect, self._image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for overlay in self._overlays:
                painter.save()
                overlay(painter, frame)
                painter.restore()
            if self._snapshot is not None:
                self._paint_points(painter, frame, self._snapshot)
            self._paint_probe(painter, frame)
            if self._tool is not None:
                self._tool.paint_overlay(painter, frame)
            if self._image_title:
                boundary_marks.paint_pill(painter, frame.rect, self._image_title, at_top=True)
            boundary_marks.paint_pill(painter, frame.rect, self._readout(), at_top=False)
            boundary_marks.paint_sentence(painter, frame.rect, obstacle(self._session.experiment) or "")
            if self.hasFocus():
                boundary_marks.paint_focus(painter, frame.rect)

    def _paint_points(self, painter: QPainter, frame: PlaneFrame, snapshot: Snapshot) -> None:
        layer = self._marks_layer(frame, snapshot.points)
        painter.drawPixmap(0, 0, layer)
        display = self._session.display
        if display.boundary_mode == "errors" and display.hovered is None:
            shown = (display.show_train, display.show_test)
            boundary_marks.paint_errors(painter, frame, self._session.experiment, snapshot, shown)

    def _paint_probe(self, painter: QPainter, frame: PlaneFrame) -> None:
        probe = self._session.display.probe
        if probe is not None and frame.contains(probe[0], probe[1]):
            boundary_marks.paint_crosshair(painter, frame(probe[0], probe[1]))

    def _marks_layer(self, frame: PlaneFrame, points: Points) -> QPixmap:
        display, experiment = self._session.display, self._session.experiment
        is_regression = experiment.problem == "regression"
        key = _MarksKey(
            points=id(points),
            size=(self.width(), self.height()),
            theme=theme.current().name,
            shown=(display.show_train, display.show_test),
            classes=0 if is_regression else experiment.data.classes,
            scale=value_scale(experiment, points) if is_regression else 1.0,
            axes=experiment.data.axes,
            factor=theme.scale(),
        )
        if self._marks is None or self._marks[0] != key:
            layer = boundary_marks.marks_layer(
                self, frame, points, key.shown, key.classes, key.scale, key.axes
            )
            self._marks = (key, points, layer)
        return self._marks[2]

    def _redraw(self) -> None:
        self._is_stale = True
        self.update()

    def _make_image(self) -> None:
        """Make the image of what is to be seen now: once for each picture that is really painted."""
        snapshot = self._snapshot
        self._is_stale = False
        self._image, self._image_title = None, ""
        if snapshot is not None:
            focus = self._shown_focus()
            if focus is not None:
                self._image = unit_image(focus, unit_scale(focus))
                self._image_title = unit_name(self._session.experiment, snapshot.focus)
            elif snapshot.boundary is not None:
                self._image = self._boundary(self._session.experiment, snapshot)

    def _boundary(self, experiment: Experiment, snapshot: Snapshot) -> QImage | None:
        grid = snapshot.boundary
        if grid is None or len(grid) != experiment.outputs:
            return None
        display = self._session.display
        scale = value_scale(experiment, snapshot.points)
        return boundary_image(experiment, grid, scale, display.boundary_mode, display.discretize)

    def _shown_focus(self) -> np.ndarray | None:
        snapshot, display = self._snapshot, self._session.display
        if snapshot is None or display.hovered is None or snapshot.focus != display.hovered:
            return None
        if display.node_mode == "gradient" and snapshot.focus_sensitivity is not None:
            return snapshot.focus_sensitivity
        return snapshot.focus_grid

    def _readout(self) -> str:
        if self._pointer is None or not self.frame.rect.contains(self._pointer):
            return ""
        x1, x2 = self.frame.to_plane(self._pointer)
        value = self.value_at(x1, x2)
        first, second = boundary_marks.in_own_units(self._session.experiment.data.axes, x1, x2)
        text = f"{first}   {second}"
        if value is None:
            return text
        experiment = self._session.experiment
        if self._shown_focus() is None and experiment.outputs > 1:
            return f"{text}   {class_name(experiment, int(value))}"
        return f"{text}   → {plain(value)}"

    def _on_display(self, name: str, value: object) -> None:
        if name in ("hovered", "boundary_mode", "node_mode", "show_test", "show_train"):
            self._require()
        if name in ("hovered", "boundary_mode", "discretize", "node_mode"):
            self._redraw()
        elif name in ("probe", "show_test", "show_train"):
            self.update()

    def _require(self) -> None:
        if not self.isVisible():
            return
        display = self._session.display
        focus = display.hovered
        self._session.require(
            _ASKER,
            SnapshotRequest(
                boundary_resolution=RESOLUTION,
                focus=focus,
                focus_sensitivity=focus is not None and display.node_mode == "gradient",
                point_predictions=display.boundary_mode == "errors",
            ),
        )
