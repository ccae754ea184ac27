"""What painting shows over the plane: the brush's rim, points on their way, the selection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from playground.ui.look import theme
from playground.ui.output.boundary_marks import paint_rings
from playground.ui.output.point_marks import class_shape, label_color, mark_path, mark_radius
from playground.ui.widgets.plane import PlaneFrame

Mode = Literal["brush", "erase", "select"]
Place = tuple[float, float]
_MOST_FRESH = 400


@dataclass(frozen=True, eq=False)
class Stroke:
    """What the paint tool shows.

    ``label`` is a class number, or a value where ``classes`` is 0. ``fresh`` are points ``(x1, x2, label)``
    that no snapshot shows yet, ``selected (n, 2)`` the chosen ones. ``rim`` is the brush's middle, None where
    there is no pointer, ``band`` two corners of the frame that chooses points.
    """

    mode: Mode
    label: float
    classes: int
    radius: float
    fresh: list[tuple[float, float, float]]
    selected: NDArray[np.float64]
    rim: Place | None
    band: tuple[Place, Place] | None


def paint(painter: QPainter, frame: PlaneFrame, stroke: Stroke) -> None:
    """Draw the rim of the brush, points on their way and the selection."""
    painter.save()
    painter.setClipRect(frame.rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_fresh(painter, frame, stroke)
    paint_rings(painter, frame, stroke.selected, theme.current().accent)
    if stroke.band is not None:
        _paint_rubber_band(painter, frame, *stroke.band)
    if stroke.rim is not None:
        _paint_rim(painter, frame, stroke, stroke.rim)
    painter.restore()


def _paint_fresh(painter: QPainter, frame: PlaneFrame, stroke: Stroke) -> None:
    classes = stroke.classes
    radius = mark_radius(0)
    outline = theme.current().mark_outline
    for x1, x2, label in stroke.fresh[-_MOST_FRESH:]:
        shape = class_shape(int(label), classes) if classes else "circle"
        path = mark_path(shape, frame(x1, x2), radius)
        painter.strokePath(path, QPen(outline, 2.0 * theme.scale()))
        painter.fillPath(path, label_color(label, classes, 1.0))


def _paint_rubber_band(painter: QPainter, frame: PlaneFrame, one: Place, other: Place) -> None:
    band = QRectF(frame(*one), frame(*other)).normalized()
    accent = theme.current().accent
    painter.setPen(QPen(accent, 1.2 * theme.scale(), Qt.PenStyle.DashLine))
    painter.setBrush(theme.with_alpha(accent, 0.12))
    painter.drawRect(band)


def _paint_rim(painter: QPainter, frame: PlaneFrame, stroke: Stroke, middle: Place) -> None:
    center = frame(*middle)
    left, right, _, _ = frame.bounds
    radius = max(stroke.radius / (right - left) * frame.rect.width(), 4.0 * theme.scale())
    path = QPainterPath()
    path.addEllipse(center, radius, radius)
    colors = theme.current()
    ink = colors.text if stroke.mode == "erase" else label_color(stroke.label, stroke.classes, 1.0)
    painter.strokePath(path, QPen(theme.with_alpha(colors.panel, 0.9), 3.6 * theme.scale()))
    style = Qt.PenStyle.DashLine if stroke.mode == "erase" else Qt.PenStyle.SolidLine
    painter.strokePath(path, QPen(ink, 1.8 * theme.scale(), style))
