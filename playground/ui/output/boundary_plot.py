"""The boundary as a plot: what the network says over what is seen of the plane, and the points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QGraphicsObject, QWidget

from playground.engine.datasets import PLANE
from playground.engine.experiment import Experiment
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.points import Points
from playground.observe.snapshot import Grid, Part
from playground.ui.look import theme
from playground.ui.output.boundary_image import (
    Legend,
    Look,
    boundary_legend,
    boundary_pixels,
    class_unit_legend,
    class_unit_pixels,
    decision_margins,
    unit_legend,
    unit_pixels,
    unit_scale,
    value_scale,
)
from playground.ui.output.plane_axis import PlaneAxis
from playground.ui.output.point_items import Cloud, PointItems, rgba
from playground.ui.output.tool import Overlay, Tool
from playground.ui.plots.contours import contour_lines
from playground.ui.plots.pane import Pane, pen
from playground.ui.plots.plot import Keep, Plot, Table
from playground.ui.widgets.plane import Bounds, PlaneFrame

FARTHEST = 3.0
"""One can look at so many times the whole."""
CLOSEST = 1e-10
"""The least share of the whole that one can look at: there float64 still parts a cell from the next."""
_ROUNDING = 1e-11
"""The least part, as a share of its coordinates' size."""
_CLICK = 4
"""A press that moves less than so many pixels is a click."""
_PAN_KEYS = {
    Qt.Key.Key_Left: (-0.1, 0.0),
    Qt.Key.Key_Right: (0.1, 0.0),
    Qt.Key.Key_Up: (0.0, 0.1),
    Qt.Key.Key_Down: (0.0, -0.1),
}


class Sheet(QGraphicsObject):
    """A layer over a view, or between its items, that overlays are painted on in the view's pixels."""

    def __init__(self, pane: Pane, frame: Callable[[], PlaneFrame], z: float, *, is_between: bool) -> None:
        super().__init__()
        self._view, self._frame, self._is_between = pane.view, frame, is_between
        self.overlays: list[Overlay] = []
        self.setZValue(z)
        if is_between:
            pane.add(self)
        else:
            self.setParentItem(pane.view)
        pane.view.sigRangeChanged.connect(lambda *_: self.prepareGeometryChange())
        pane.view.sigResized.connect(lambda *_: self.prepareGeometryChange())

    def boundingRect(self) -> QRectF:
        return QRectF(self._view.viewRect() if self._is_between else self._view.rect())

    def paint(self, painter: QPainter, *_: Any) -> None:
        if self._is_between:
            to_values, _ = self._view.childGroup.transform().inverted()
            painter.setTransform(to_values, combine=True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self._frame()
        for overlay in self.overlays:
            painter.save()
            overlay(painter, frame)
            painter.restore()


class _Line(pg.PlotCurveItem):  # type: ignore[misc]
    """The line between decisions, which is another at each frame and need not be measured."""

    def __init__(self, pane: Pane) -> None:
        self._view = pane.view
        super().__init__(connect="finite", antialias=True, segmentedLineMode="on")

    def boundingRect(self) -> QRectF:
        """All that is seen of the view."""
        return QRectF(self._view.viewRect())


@dataclass(frozen=True)
class _PointsKey:
    """What the points' items depend on."""

    points: int
    look: tuple[bool, bool]
    classes: int
    scale: float
    theme: str
    factor: float


class BoundaryPlot(Plot):
    """The plane as a picture that pans, zooms and takes the pointer for a tool.

    Its coordinates run from -1 to 1 over the whole plane, whatever the data's size. The left button is the
    ``tool``'s; without one ``taker`` says what takes it at a place of the plane, or else it pans, as the
    middle button always does, or is a click.
    """

    line_width = 1.0
    """The decision's line; a wider one takes ten times as long to draw."""

    clicked = Signal(float, float)
    pointed = Signal(object)
    """The pointer's place in the plot's pixels, or None when it left."""
    part_changed = Signal()
    """Another part of the plane is looked at."""
    went_back = Signal()
    """A double-click showed the whole again."""

    def __init__(self, name: str, keep: Keep | None = None, parent: QWidget | None = None) -> None:
        super().__init__(name, keep, parent)
        self.tool: Tool | None = None
        self.taker: Callable[[float, float], Tool | None] = lambda x1, x2: None
        self.take_key: Callable[[QKeyEvent], bool] = lambda event: False
        self.wants_key: Callable[[QKeyEvent], bool] = lambda event: False
        self.legend = Legend()
        self._legend_key: tuple[Any, ...] = ()
        self._held: Tool | None = None
        self._pressed_at: QPointF | None = None
        self._pans = False
        self._whole: Bounds = PLANE
        self._units: tuple[Bounds, object] | None = None
        self._shown: tuple[Experiment, Part, Grid] | None = None
        self._points: tuple[_PointsKey, Points] | None = None
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        pane = self.add_pane(axis=PlaneAxis)
        pane.view.setLimits(
            xMin=-FARTHEST, xMax=FARTHEST, yMin=-FARTHEST, yMax=FARTHEST,
            minXRange=2.0 * CLOSEST, minYRange=2.0 * CLOSEST,
        )  # fmt: skip
        pane.show_range((-1.0, 1.0), (-1.0, 1.0))
        self.image_item = pg.ImageItem(axisOrder="row-major")
        self.decision = _Line(pane)
        self.decision.setZValue(1.0)
        for item in (self.image_item, self.decision):
            pane.add(item)
        self.below = Sheet(pane, self.sheet_frame, 2.0, is_between=True)
        self.above = Sheet(pane, self.sheet_frame, 10.0, is_between=False)
        self.points = PointItems(pane, z=3.0)
        self.axes = (pane.bottom, pane.left)
        self.restyle()
        self.table = self._table
        pane.view.sigRangeChanged.connect(lambda *_: self.part_changed.emit())
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.setMouseTracking(True)

    def put_axes_inside(self) -> None:
        """Let the axes lie in the picture, so that it has all the room."""
        pane = self.pane
        for axis in self.axes:
            axis.hide()
        across, up = PlaneAxis("top"), PlaneAxis("right")
        for axis in (across, up):
            axis.linkToView(pane.view)
            axis.setParentItem(pane.view)
            axis.setZValue(1.0)
            axis.setCacheMode(axis.CacheMode.DeviceCoordinateCache)
            pane.view.sigResized.connect(lambda *_, axis=axis: axis.lie_over(pane.view.rect()))
        self.axes = (across, up)
        self.restyle()
        self.arrange(1)

    # -------------------------------------------------------------------------------------- what is seen

    @property
    def seen(self) -> Bounds:
        """The part of the plane that is looked at."""
        (left, right), (bottom, top) = self.pane.view.viewRange()
        (middle_1, half_1), (middle_2, half_2) = _middles(self._whole)
        return (
            middle_1 + half_1 * left, middle_1 + half_1 * right,
            middle_2 + half_2 * bottom, middle_2 + half_2 * top,
        )  # fmt: skip

    @property
    def frame(self) -> PlaneFrame:
        """What is seen of the plane, and where in the plot's pixels."""
        view = self.pane.view
        return PlaneFrame(self.seen, view.mapRectToScene(view.rect()))

    def sheet_frame(self) -> PlaneFrame:
        """The same for what is painted over the view, in the view's own pixels."""
        return PlaneFrame(self.seen, QRectF(self.pane.view.rect()))

    def show_boundary(self, experiment: Experiment, points: Points, part: Part | None, look: Look) -> None:
        """Show what the network says over a part of the plane, or what it said before, and the points."""
        self._take_bounds(experiment, points.bounds)
        if part is not None:
            self._show_part(experiment, points, part, look)
        self._show_points(experiment, points, look)

    def clear_part(self) -> None:
        """Show no network: there is none that fits the data."""
        self._shown = None
        self.image_item.clear()
        self.decision.clear()

    def value_at(self, x1: float, x2: float) -> float | None:
        """What the picture shows there: the output (more classes: the class), or a unit's value."""
        if self._shown is None:
            return None
        _, part, grid = self._shown
        frame = PlaneFrame(part.bounds, QRectF())
        if not frame.contains(x1, x2):
            return None
        row, column = frame.cell(x1, x2, grid.shape[-1])
        cell = grid[:, row, column]
        return float(cell[0]) if len(cell) == 1 else float(cell.argmax())

    @property
    def shows_unit(self) -> bool:
        """Whether a unit is shown in the boundary's place."""
        return self._shown is not None and self._shown[1].focus is not None

    def restyle(self) -> None:
        super().restyle()
        for axis in self.axes:
            axis.restyle()
            if axis.is_inside:
                axis.lie_over(self.pane.view.rect())
        self.decision.setPen(pen(theme.with_alpha(theme.current().text, 0.85), self.line_width))
        self._points = None

    def _fit(self, *_: object) -> None:
        """Axes in the picture need no room beside it."""
        if self.panes and not self.pane.left.isVisible():
            self._grid.setContentsMargins(0.0, 0.0, 0.0, 0.0)
        else:
            super()._fit()

    def _take_bounds(self, experiment: Experiment, bounds: Bounds) -> None:
        if bounds != self._whole:
            self._whole = bounds
            self.reset()
            self.part_changed.emit()
        own = experiment.data.axes
        if (bounds, own) == self._units:
            return
        self._units = (bounds, own)
        for place, ((middle, half), axis) in enumerate(zip(_middles(bounds), self.axes, strict=True)):
            offset, scale, name = 0.0, 1.0, ""
            if own is not None:
                offset, scale, name = own[place].offset, own[place].scale, own[place].name
            axis.set_units(offset + scale * middle, scale * half, name)
            least = max(2.0 * CLOSEST, _ROUNDING * abs(middle) / half)
            self.pane.view.setLimits(**{"minYRange" if place else "minXRange": least})

    def _show_part(self, experiment: Experiment, points: Points, part: Part, look: Look) -> None:
        left, right, bottom, top = _scaled(part.bounds, self._whole)
        if part.focus is not None and part.focus_grid is not None:
            grid, margins = part.focus_grid[None], []
            layer_id, unit = part.focus
            if layer_id == OUTPUT_ID and part.focus_grid is not part.focus_sensitivity:
                pixels = class_unit_pixels(experiment, unit, grid[0])
                self._explain(
                    (experiment, unit, theme.current().name), lambda: class_unit_legend(experiment, unit)
                )
            else:
                scale = unit_scale(grid)
                pixels = unit_pixels(grid[0], scale)
                self._explain((scale, theme.current().name), lambda: unit_legend(scale))
        else:
            grid, scale = part.boundary, value_scale(experiment, points)
            pixels = boundary_pixels(experiment, grid, scale, look.mode, look.discretize)
            margins = decision_margins(experiment, grid)
            key = (experiment, scale, look.mode, look.discretize, theme.current().name)
            self._explain(key, lambda: boundary_legend(experiment, scale, look.mode, look.discretize))
        self._shown = (experiment, part, grid)
        self.image_item.setImage(rgba(pixels), autoLevels=False)
        self.image_item.setRect(QRectF(left, top, right - left, bottom - top))
        half_1, half_2 = (right - left) / (2 * grid.shape[-1]), (top - bottom) / (2 * grid.shape[-2])
        lines = [
            contour_lines(margin, (left + half_1, right - half_1), (bottom + half_2, top - half_2), [0.0])
            for margin in margins
        ]
        if lines:
            self.decision.setData(*(np.concatenate(parts) for parts in zip(*lines, strict=True)))
        else:
            self.decision.clear()

    def _explain(self, key: tuple[Any, ...], make: Callable[[], Legend]) -> None:
        """Make the legend anew where it depends on something else now."""
        if key != self._legend_key:
            self._legend_key, self.legend = key, make()

    def _show_points(self, experiment: Experiment, points: Points, look: Look) -> None:
        is_regression = experiment.problem == "regression"
        key = _PointsKey(
            points=id(points),
            look=(look.show_train, look.show_test),
            classes=0 if is_regression else experiment.data.classes,
            scale=value_scale(experiment, points),
            theme=theme.current().name,
            factor=theme.scale(),
        )
        if self._points is not None and self._points[0] == key:
            return
        self._points = (key, points)
        train, test = slice(None if look.show_train else 0), slice(None if look.show_test else 0)
        self.points.show(
            Cloud(
                train=_scaled_points(points.train[train], self._whole),
                train_labels=points.train_labels[train],
                test=_scaled_points(points.test[test], self._whole),
                test_labels=points.test_labels[test],
                classes=key.classes,
                scale=key.scale,
            )
        )

    def _table(self) -> Table:
        """The cells' middles in the data's own units, and what the network says there."""
        if self._shown is None:
            return {}
        experiment, part, grid = self._shown
        rows, columns = grid.shape[-2:]
        left, right, bottom, top = part.bounds
        across = left + (np.arange(columns) + 0.5) * ((right - left) / columns)
        up = top - (np.arange(rows) + 0.5) * ((top - bottom) / rows)
        table = {}
        own = experiment.data.axes or (None, None)
        for name, axis, values in zip(
            ("x1", "x2"), own, (np.tile(across, rows), np.repeat(up, columns)), strict=True
        ):
            table[(axis.name if axis else "") or name] = axis.offset + axis.scale * values if axis else values
        for k, values in enumerate(grid.reshape(len(grid), -1)):
            axis = experiment.data.value_axis if part.focus is None else None
            said = values.astype(np.float64)
            if axis is not None and experiment.problem == "regression":
                said = axis.offset + axis.scale * said
            table["output" if len(grid) == 1 else f"output {k}"] = said
        return table

    # ------------------------------------------------------------------------------------------- pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        place = self.frame.to_plane(event.position())
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = self.tool or self.taker(*place)
            if self._held is not None:
                self._held.press(*place, event.modifiers())
                self.viewport().update()
                return
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed_at, self._pans = event.position(), False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        is_back = event.button() == Qt.MouseButton.LeftButton and self.tool is None and self.pane.is_held
        if not is_back:
            self.mousePressEvent(event)
            return
        self.reset()
        self.went_back.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if self._pressed_at is not None:
            self._pan(event.position())
        place = self.frame.to_plane(event.position())
        mover = self._held or self.tool
        if mover is not None:
            mover.move(*place, event.modifiers())
        self.pointed.emit(event.position())
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        place = self.frame.to_plane(event.position())
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self._held is not None:
            held, self._held = self._held, None
            held.release(*place, event.modifiers())
            self.viewport().update()
        elif self._pressed_at is not None:
            self._pressed_at = None
            self.viewport().setCursor(Qt.CursorShape.CrossCursor)
            if not self._pans and is_left:
                self.clicked.emit(*place)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)
        self.viewport().update()

    def _pan(self, to: QPointF) -> None:
        assert self._pressed_at is not None
        way = to - self._pressed_at
        if not self._pans and way.manhattanLength() < _CLICK:
            return
        if not self._pans:
            self._pans = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        rect = self.frame.rect
        self.pane.move(-way.x() / rect.width(), way.y() / rect.height())
        self._pressed_at = to

    # ---------------------------------------------------------------------------------------------- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pans = _PAN_KEYS.get(Qt.Key(event.key()))
        if self.take_key(event):
            event.accept()
        elif pans is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.pane.move(*pans)
        else:
            super().keyPressEvent(event)

    def _is_own_key(self, event: QKeyEvent) -> bool:
        if event.key() in _PAN_KEYS:
            return True
        is_digit = Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9
        if is_digit and self.tool is not None:
            return False  # digits choose what is painted
        return self.wants_key(event) or super()._is_own_key(event)

    # -------------------------------------------------------------------------------------------- export

    def _render(self, painter: QPainter) -> None:
        """Marks and axes are drawn as shapes, not from the pixels that they are on the screen."""
        cached = (*self.points.marks, *self.axes)
        for item in cached:
            item.setCacheMode(item.CacheMode.NoCache)
        for item in self.points.marks:
            item.setExportMode(True, {"antialias": True})
        try:
            super()._render(painter)
        finally:
            for item in self.points.marks:
                item.setExportMode(False)
            for item in cached:
                item.setCacheMode(item.CacheMode.DeviceCoordinateCache)


def _middles(bounds: Bounds) -> tuple[tuple[float, float], tuple[float, float]]:
    """Middle and half size of bounds, across and up."""
    left, right, bottom, top = bounds
    return (left / 2 + right / 2, right / 2 - left / 2), (bottom / 2 + top / 2, top / 2 - bottom / 2)


def _scaled(bounds: Bounds, whole: Bounds) -> Bounds:
    """A part of the plane in the plot's coordinates."""
    left, right, bottom, top = bounds
    (middle_1, half_1), (middle_2, half_2) = _middles(whole)
    return (
        (left - middle_1) / half_1, (right - middle_1) / half_1,
        (bottom - middle_2) / half_2, (top - middle_2) / half_2,
    )  # fmt: skip


def _scaled_points(points: NDArray[np.float64], whole: Bounds) -> NDArray[np.float64]:
    (middle_1, half_1), (middle_2, half_2) = _middles(whole)
    return (points - [middle_1, middle_2]) / [half_1, half_2]
