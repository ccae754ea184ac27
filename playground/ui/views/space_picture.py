"""The plane as two units see it: the bent grid, the points in it, the next layer's straight lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QHideEvent, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.engine.snapshot import Bounds, Grid
from playground.ui import theme
from playground.ui.numbers import compact, figures
from playground.ui.views.point_marks import paint_marks
from playground.ui.views.unit_lines import clipped_line
from playground.ui.widgets.plane import PlaneFrame

PACE_MS = 45
"""While it plays, the picture is drawn this often."""
QUADS = 20
"""The plane is drawn as so many patches a side."""
_SHRINK = 0.06
"""How fast the picture closes in again after the space has become smaller."""
_ROOM = 0.06
_WIDEST = 3.0
"""The picture's width over its height at most: the two axes have scales of their own."""


@dataclass(frozen=True)
class SpaceScene:
    """What the picture shows: places ``grid (R, R, 2)`` of the plane's cells and ``points (n, 2)`` in space.

    ``image`` is the boundary over the plane, which colours the patches; ``lines`` are the next layer's
    units as ``w1, w2, b`` where two units are the whole layer. ``classes`` 0: real values.
    """

    grid: Grid
    points: NDArray[np.float64]
    labels: NDArray[np.float64]
    classes: int
    scale: float
    image: QImage | None
    names: tuple[str, str]
    lines: Sequence[tuple[float, float, float]] = ()


class SpacePicture(QWidget):
    """A picture of the space; it follows the space's size without jumping."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("spacePicture")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._scene: SpaceScene | None = None
        self._bounds: Bounds | None = None
        self._pace = QTimer(self, singleShot=True, interval=PACE_MS)
        self._pace.timeout.connect(self.update)
        theme.signals().changed.connect(self.update)

    def show_scene(self, scene: SpaceScene | None, *, steady: bool = False) -> None:
        """Show this; ``steady`` lets the frame close in slowly, as while it plays."""
        self._scene = scene
        if scene is None:
            self._bounds = None
        else:
            wanted = _bounds_of(scene)
            self._bounds = _eased(self._bounds, wanted) if steady and self._bounds else wanted
        if not steady:
            self.update()
        elif not self._pace.isActive():
            self._pace.start()

    @property
    def frame(self) -> PlaneFrame:
        """Which part of the space is drawn where."""
        left, bottom = theme.pixels(8), theme.pixels(16)
        height = float(max(self.height() - bottom - 1, 10))
        width = min(max(self.width() - left - 1.0, 10.0), _WIDEST * height)
        height = min(height, width)
        return PlaneFrame(self._bounds or (-1.0, 1.0, -1.0, 1.0), QRectF(left, 1, width, height))

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(260), theme.pixels(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(110), theme.pixels(110))

    def hideEvent(self, event: QHideEvent) -> None:
        self._pace.stop()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            frame = self.frame
            painter.fillRect(frame.rect, colors.background)
            scene = self._scene
            if scene is None:
                return
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.save()
            painter.setClipRect(frame.rect)
            self._paint_sheet(painter, frame, scene)
            for line in scene.lines:
                _paint_straight(painter, frame, line)
            paint_marks(painter, frame, scene.points, scene.labels, classes=scene.classes, scale=scene.scale)
            painter.restore()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.hairline, 1))
            painter.drawRect(frame.rect)
            self._paint_axes(painter, frame, scene)

    def _paint_sheet(self, painter: QPainter, frame: PlaneFrame, scene: SpaceScene) -> None:
        """The plane's patches in their colours with the grid's lines on them."""
        colors = theme.current()
        size = scene.grid.shape[0]
        places = np.unique(np.linspace(0, size - 1, min(QUADS, size - 1) + 1).round().astype(int))
        flat = scene.grid[np.ix_(places, places)].reshape(-1, 2).astype(np.float64)
        count = len(places)
        corners = [
            [QPointF(x, y) for x, y in row] for row in frame.pixels(flat).reshape(count, count, 2).tolist()
        ]
        fill = _patch_colors(scene.image, count - 1)
        if fill is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(Qt.PenStyle.NoPen)
            for row in range(count - 1):
                above, below = corners[row], corners[row + 1]
                for column in range(count - 1):
                    painter.setBrush(fill[row][column])
                    painter.drawConvexPolygon(
                        [above[column], above[column + 1], below[column + 1], below[column]]
                    )
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.with_alpha(colors.text, 0.22), 1))
        for line in (*corners, *(list(column) for column in zip(*corners, strict=True))):
            painter.drawPolyline(line)

    def _paint_axes(self, painter: QPainter, frame: PlaneFrame, scene: SpaceScene) -> None:
        colors = theme.current()
        left, right, bottom, top = frame.bounds
        painter.setFont(theme.font("small"))
        metrics = QFontMetricsF(theme.font("small"))
        painter.setPen(colors.quiet)
        rect = frame.rect
        below = QRectF(rect.left(), rect.bottom() + 1, rect.width(), theme.pixels(15))
        first, last = _ends(left, right)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, first)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, last)
        painter.setPen(colors.text)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, f"{scene.names[0]} →")
        painter.drawText(QPointF(rect.left() + 4, rect.top() + metrics.ascent() + 2), f"↑ {scene.names[1]}")
        painter.setPen(colors.quiet)
        low, high = _ends(bottom, top)
        at = rect.right() - metrics.horizontalAdvance(high) - 4
        painter.drawText(QPointF(at, rect.top() + metrics.ascent() + 2), high)
        painter.drawText(QPointF(rect.right() - metrics.horizontalAdvance(low) - 4, rect.bottom() - 4), low)


def _ends(low: float, high: float) -> tuple[str, str]:
    """An axis's ends, with as many figures as tell them apart."""
    first, last = compact(low), compact(high)
    return (figures(low, 4), figures(high, 4)) if first == last else (first, last)


def _bounds_of(scene: SpaceScene) -> Bounds:
    """The smallest frame around grid and points, with a little room."""
    places = (
        np.concatenate([scene.grid.reshape(-1, 2), scene.points])
        if len(scene.points)
        else scene.grid.reshape(-1, 2)
    )
    places = places[np.isfinite(places).all(axis=1)]
    if not len(places):
        return (-1.0, 1.0, -1.0, 1.0)
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.maximum(high - low, 1e-6 * np.maximum(np.abs(high), 1.0))
    low, high = low - _ROOM * span, high + _ROOM * span
    return (float(low[0]), float(high[0]), float(low[1]), float(high[1]))


def _eased(now: Bounds, wanted: Bounds) -> Bounds:
    """Outward at once, inward slowly."""
    made = []
    for index, (old, new) in enumerate(zip(now, wanted, strict=True)):
        is_outward = new < old if index % 2 == 0 else new > old
        made.append(new if is_outward or not math.isfinite(old) else old + _SHRINK * (new - old))
    return (made[0], made[1], made[2], made[3])


def _patch_colors(image: QImage | None, count: int) -> list[list[QColor]] | None:
    """The image's colour at the middle of each of ``count`` by ``count`` patches."""
    if image is None or image.isNull():
        return None
    places = [min(int((k + 0.5) / count * image.width()), image.width() - 1) for k in range(count)]
    return [[image.pixelColor(x, y) for x in places] for y in places]


def _paint_straight(painter: QPainter, frame: PlaneFrame, line: tuple[float, float, float]) -> None:
    ends = clipped_line(*line, frame.bounds)
    if ends is None:
        return
    colors = theme.current()
    for pen in (
        QPen(theme.with_alpha(colors.panel, 0.8), 4 * theme.scale()),
        QPen(colors.accent, 2 * theme.scale()),
    ):
        painter.setPen(pen)
        painter.drawLine(frame(*ends[0]), frame(*ends[1]))
