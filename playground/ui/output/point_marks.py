"""How points look: a shape for each class, a colour for each label, a density for very many."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from playground.ui.look import theme
from playground.ui.look.painted import painted
from playground.ui.widgets.plane import Bounds, PlaneFrame

MOST_MARKS = 3000
"""More points than this are shown as a density."""
_DENSITY_CELLS = 72
_VALUE_STEPS = 32
"""Colours that regression labels are rounded to."""

_UNIT_SHAPES: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-0.86, -0.86), (0.86, -0.86), (0.86, 0.86), (-0.86, 0.86)),
    "triangle": ((0.0, -1.15), (1.1, 0.8), (-1.1, 0.8)),
    "diamond": ((0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)),
    "wedge": ((0.0, 1.15), (1.1, -0.8), (-1.1, -0.8)),
    "bar": ((-1.2, -0.5), (1.2, -0.5), (1.2, 0.5), (-1.2, 0.5)),
    "post": ((-0.5, -1.2), (0.5, -1.2), (0.5, 1.2), (-0.5, 1.2)),
    "hexagon": ((-1.1, 0.0), (-0.55, -0.95), (0.55, -0.95), (1.1, 0.0), (0.55, 0.95), (-0.55, 0.95)),
}
SHAPES = ("circle", *_UNIT_SHAPES)


def mark_radius(points: int) -> float:
    """The radius of a mark: smaller where there are many."""
    return theme.scale() * (3.2 if points <= 600 else 2.5 if points <= 1500 else 2.0)


def mark_path(shape: str, center: QPointF, radius: float) -> QPainterPath:
    """The outline of a class's mark."""
    path = QPainterPath()
    if shape == "circle":
        path.addEllipse(center, radius, radius)
    else:
        corners = [center + QPointF(x * radius, y * radius) for x, y in _UNIT_SHAPES[shape]]
        path.addPolygon(QPolygonF(corners))
        path.closeSubpath()
    return path


def class_shape(index: int, classes: int) -> str:
    """The shape of a class's mark: circles for two classes, a shape each for more."""
    return "circle" if classes == 2 else SHAPES[index % len(SHAPES)]


def label_color(label: float, classes: int, scale: float) -> QColor:
    """The colour of a label: of its class, or (``classes`` 0) of its value on the diverging scale."""
    colors = theme.current()
    if classes:
        return colors.class_color(int(label), classes)
    share = min(max(label / scale, -1.0), 1.0)
    return theme.mix(colors.zero, colors.positive if share > 0 else colors.negative, abs(share))


def paint_marks(
    painter: QPainter,
    frame: PlaneFrame,
    points: NDArray[np.float64],
    labels: NDArray[np.float64],
    *,
    classes: int,
    scale: float = 1.0,
    held_out: bool = False,
    density: int | None = None,
) -> None:
    """Draw points ``(n, 2)`` with their labels; ``classes`` 0 means real values up to ``scale``.

    Training points are filled, held-out ones hollow. ``density`` is the number of points on the
    whole picture, which decides about the size.
    """
    radius = mark_radius(density or len(points))
    ratio = painter.device().devicePixelRatioF()
    pixels = frame.pixels(points)
    for key in label_steps(labels, classes, scale):
        step, chosen = key
        stamp = _stamp(theme.current().name, step, classes, held_out, radius, ratio)
        offset = stamp.width() / ratio / 2.0
        for x, y in (pixels[chosen] - offset).tolist():
            painter.drawPixmap(QPointF(x, y), stamp)


def density_pixels(
    points: NDArray[np.float64],
    labels: NDArray[np.float64],
    bounds: Bounds,
    *,
    classes: int,
    scale: float = 1.0,
) -> NDArray[np.uint32]:
    """ARGB pixels over the bounds: the share of each colour in a cell, and by opacity how many points."""
    cells = _DENSITY_CELLS
    left, right, bottom, top = bounds
    columns = np.clip(((points[:, 0] - left) / (right - left) * cells).astype(np.int64), 0, cells - 1)
    rows = np.clip(((top - points[:, 1]) / (top - bottom) * cells).astype(np.int64), 0, cells - 1)
    places = rows * cells + columns
    total = np.bincount(places, minlength=cells * cells).astype(np.float64)
    channels = np.zeros((3, cells * cells))
    for step, chosen in label_steps(labels, classes, scale):
        color = step_color(step, classes)
        counts = np.bincount(places[chosen], minlength=cells * cells)
        for channel, value in zip(channels, (color.red(), color.green(), color.blue()), strict=True):
            channel += counts * value
    filled = total > 0
    alpha = np.zeros_like(total)
    alpha[filled] = 0.35 + 0.65 * np.log1p(total[filled]) / np.log1p(total.max(initial=1.0))
    channels[:, filled] /= total[filled]
    red, green, blue = np.rint(channels).astype(np.uint32)
    pixels: NDArray[np.uint32] = (
        (np.rint(alpha * 255).astype(np.uint32) << 24) | (red << 16) | (green << 8) | blue
    )
    return pixels.reshape(cells, cells)


def label_steps(
    labels: NDArray[np.float64], classes: int, scale: float
) -> list[tuple[int, NDArray[np.bool_]]]:
    """The labels that occur, as class numbers or rounded values, each with its points ``(n,)``."""
    if classes:
        steps = labels.astype(np.int64)
    else:
        steps = np.rint(np.clip(labels / scale, -1.0, 1.0) * _VALUE_STEPS).astype(np.int64)
    return [(int(step), steps == step) for step in np.unique(steps)]


def step_color(step: int, classes: int) -> QColor:
    """The colour of one of the ``label_steps``."""
    return label_color(float(step) if classes else step / _VALUE_STEPS, classes, 1.0)


@lru_cache(maxsize=256)
def _stamp(theme_name: str, step: int, classes: int, held_out: bool, radius: float, ratio: float) -> QPixmap:
    """One mark on a small transparent pixmap."""
    side = int(2 * radius * 1.3 + 5)
    color = step_color(step, classes)
    center = QRectF(0, 0, side, side).center()
    shape = class_shape(step, classes) if classes else "circle"

    def paint(painter: QPainter) -> None:
        path = mark_path(shape, center, radius)
        outline = theme.current().mark_outline if classes else theme.with_alpha(theme.current().text, 0.6)
        if held_out:
            painter.strokePath(path, QPen(outline, 2.6 * theme.scale()))
            painter.fillPath(path, theme.mix(theme.current().panel, color, 0.15))
            painter.strokePath(path, QPen(color, 1.4 * theme.scale()))
        else:
            painter.strokePath(path, QPen(outline, (2.0 if classes else 1.4) * theme.scale()))
            painter.fillPath(path, color)

    return painted(side, side, ratio, paint)
