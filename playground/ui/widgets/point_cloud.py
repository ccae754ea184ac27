"""A small picture of points: dots in the colours of their labels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from playground.ui.look.painted import painted
from playground.ui.widgets.plane import Bounds, PlaneFrame

MOST_DOTS = 700
_VALUE_STEPS = 8


def paint_cloud(
    painter: QPainter,
    rect: QRectF,
    points: NDArray[np.float64],
    labels: NDArray[np.float64],
    bounds: Bounds,
    color: Callable[[float], QColor],
    *,
    are_values: bool = False,
    diameter: float = 2.4,
) -> None:
    """Draw at most ``MOST_DOTS`` of the points ``(n, 2)``; ``color`` says the colour of a label."""
    if len(points) == 0:
        return
    step = -(-len(points) // MOST_DOTS)
    shown, marks = points[::step], labels[::step]
    if are_values:
        marks = np.rint(np.clip(marks, -1, 1) * _VALUE_STEPS) / _VALUE_STEPS
    pixels = PlaneFrame(bounds, rect).pixels(shown)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(rect)
    for label in sorted(set(marks.tolist())):  # np.unique would first load masked arrays, for 40 ms
        pen = QPen(color(label), diameter)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        dots = [QPointF(x, y) for x, y in pixels[marks == label].tolist()]
        painter.drawPoints(QPolygonF(dots))


def cloud_pixmap(side: int, ratio: float, paint: Callable[[QPainter, QRectF], None]) -> QPixmap:
    """A transparent square of ``side`` pixels that ``paint`` draws on."""
    return painted(side, side, ratio, lambda painter: paint(painter, QRectF(0, 0, side, side)))
