"""What painting shows over the plane: the brush's rim, points on their way, the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from playground.ui.look import theme
from playground.ui.output.point_marks import class_shape, label_color, mark_path, mark_radius
from playground.ui.widgets.plane import PlaneFrame

if TYPE_CHECKING:
    from playground.ui.data.paint import Paint

_MOST_FRESH = 400
_MOST_RINGS = 3000


def paint(
    painter: QPainter, frame: PlaneFrame, state: Paint, own: NDArray[np.float64], *, is_near: bool
) -> None:
    """Draw the state of the paint tool; ``own`` are the points ``(n, 3)`` that a selection names."""
    painter.save()
    painter.setClipRect(frame.rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_fresh(painter, frame, state)
    _paint_selection(painter, frame, state, own)
    if state.mode == "select":
        _paint_rubber_band(painter, frame, state)
    elif is_near:
        _paint_rim(painter, frame, state)
    painter.restore()


def _paint_fresh(painter: QPainter, frame: PlaneFrame, state: Paint) -> None:
    classes = 0 if state.is_regression else max(state.classes, int(state.label) + 1)
    radius = mark_radius(0)
    outline = theme.current().mark_outline
    for x1, x2, label in state.fresh[-_MOST_FRESH:]:
        shape = class_shape(int(label), classes) if classes else "circle"
        path = mark_path(shape, frame(x1, x2), radius)
        painter.strokePath(path, QPen(outline, 2.0 * theme.scale()))
        painter.fillPath(path, label_color(label, classes, 1.0))


def _paint_selection(painter: QPainter, frame: PlaneFrame, state: Paint, own: NDArray[np.float64]) -> None:
    places = [place for place in state.selection if place < len(own)][:_MOST_RINGS]
    if not places:
        return
    radius = 6.0 * theme.scale()
    path = QPainterPath()
    for x, y in frame.pixels(own[places, :2]).tolist():
        path.addEllipse(QPointF(x, y), radius, radius)
    colors = theme.current()
    painter.strokePath(path, QPen(colors.panel, 3.5 * theme.scale()))
    painter.strokePath(path, QPen(colors.accent, 1.8 * theme.scale()))


def _paint_rubber_band(painter: QPainter, frame: PlaneFrame, state: Paint) -> None:
    if state.pressed_at is None or state.pointer is None or state.is_dragging_points:
        return
    band = QRectF(frame(*state.pressed_at), frame(*state.pointer)).normalized()
    accent = theme.current().accent
    painter.setPen(QPen(accent, 1.2 * theme.scale(), Qt.PenStyle.DashLine))
    painter.setBrush(theme.with_alpha(accent, 0.12))
    painter.drawRect(band)


def _paint_rim(painter: QPainter, frame: PlaneFrame, state: Paint) -> None:
    if state.pointer is None:
        return
    center = frame(*state.pointer)
    left, right, _, _ = frame.bounds
    radius = max(state.radius / (right - left) * frame.rect.width(), 4.0 * theme.scale())
    path = QPainterPath()
    path.addEllipse(center, radius, radius)
    colors = theme.current()
    classes = 0 if state.is_regression else max(state.classes, int(state.label) + 1)
    ink = colors.text if state.mode == "erase" else label_color(state.label, classes, 1.0)
    painter.strokePath(path, QPen(theme.with_alpha(colors.panel, 0.9), 3.6 * theme.scale()))
    style = Qt.PenStyle.DashLine if state.mode == "erase" else Qt.PenStyle.SolidLine
    painter.strokePath(path, QPen(ink, 1.8 * theme.scale(), style))
