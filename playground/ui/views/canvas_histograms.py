"""A unit's histograms: where the training points fall on its curve, and what comes out and comes back."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from playground.engine.activations import ACTIVATIONS, curve
from playground.engine.snapshot import Histogram, LayerSnapshot
from playground.ui import numbers, theme
from playground.ui.views.canvas_tiles import corner_radius
from playground.ui.widgets.curve_picture import curve_path


def paint_tile(painter: QPainter, rect: QRectF, layer: LayerSnapshot, unit: int) -> None:
    """Pre-activations under the activation's curve and slope; on the right activations and gradients."""
    colors = theme.current()
    radius = corner_radius(rect.height())
    painter.setPen(QPen(theme.with_alpha(colors.text, 0.10), 1.0))
    painter.setBrush(colors.panel)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    strip = max(6.0, rect.width() * 0.16)
    inner = rect.adjusted(3, 3, -3, -3)
    main = QRectF(inner.left(), inner.top(), inner.width() - 2 * strip - 3, inner.height())
    paint_main(painter, main, layer, unit, thin=True)
    first = QRectF(main.right() + 2, inner.top(), strip, inner.height())
    _paint_sideways(painter, first, layer.unit_activations, unit, colors.forward)
    second = first.translated(strip + 1, 0)
    _paint_sideways(painter, second, layer.unit_gradients, unit, colors.gradient)


def paint_large(painter: QPainter, rect: QRectF, layer: LayerSnapshot, unit: int) -> None:
    """The three histograms side by side with their numbers, for the bubble."""
    gap = theme.pixels(14)
    room = QRectF(rect)
    font = theme.font("small")
    painter.setFont(font)
    line = QFontMetricsF(font).height() + 2
    widths = (0.5, 0.25, 0.25)
    free = room.width() - 2 * gap
    left = room.left()
    colors = theme.current()
    parts = (
        (layer.unit_pre_activations, colors.quiet, "z"),
        (layer.unit_activations, colors.forward, "a"),
        (layer.unit_gradients, colors.gradient, "∂L/∂z"),
    )
    for (histogram, color, name), share in zip(parts, widths, strict=True):
        width = free * share
        plot = QRectF(left, room.top() + line, width, room.height() - 2 * line)
        painter.setPen(color if name != "z" else colors.text)
        painter.drawText(QRectF(left, room.top(), width, line), Qt.AlignmentFlag.AlignLeft, name)
        if name == "z":
            paint_main(painter, plot, layer, unit, thin=False)
        else:
            _paint_upright(painter, plot, histogram, unit, color)
        if histogram is not None:
            painter.setPen(colors.quiet)
            ends = QRectF(left, plot.bottom() + 1, width, line)
            low, high = float(histogram.edges[0]), float(histogram.edges[-1])
            painter.drawText(ends, Qt.AlignmentFlag.AlignLeft, numbers.compact(low))
            painter.drawText(ends, Qt.AlignmentFlag.AlignRight, numbers.compact(high))
        left += width + gap


def paint_main(painter: QPainter, room: QRectF, layer: LayerSnapshot, unit: int, thin: bool) -> None:
    """Pre-activations as an area, over them the activation's curve (green) and its slope (red, dashed)."""
    histogram = layer.unit_pre_activations
    colors = theme.current()
    low, high = (-3.0, 3.0) if histogram is None else (float(histogram.edges[0]), float(histogram.edges[-1]))
    if histogram is not None:
        _paint_upright(painter, room, histogram, unit, theme.mix(colors.panel, colors.quiet, 0.55))
    if layer.activation not in ACTIVATIONS or not low < high:
        return
    values, slopes = _curves(layer.activation, round(low, 3), round(high, 3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    bottom, top = float(min(values.min(), 0.0)), float(max(values.max(), 1e-9))
    slope_pen = QPen(
        colors.gradient, 1.0 if thin else 1.5, Qt.PenStyle.DotLine if thin else Qt.PenStyle.DashLine
    )
    painter.setPen(slope_pen)
    highest = max(1.0, float(slopes.max()))
    painter.drawPath(curve_path(slopes, room.adjusted(0, 1, 0, 0), min(0.0, float(slopes.min())), highest))
    painter.setPen(QPen(colors.forward, 1.3 if thin else 2.0))
    painter.drawPath(curve_path(values, room.adjusted(0, 1, 0, -1), bottom, top))


@lru_cache(maxsize=64)
def _curves(name: str, low: float, high: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    values, slopes = curve(name, np.linspace(low, high, 41))
    return np.nan_to_num(values), np.nan_to_num(slopes)


def _shares(histogram: Histogram | None, unit: int) -> NDArray[np.float64] | None:
    """Bin heights from 0 to 1; square roots, so that a few points among many are still seen."""
    if histogram is None or histogram.counts.ndim != 2 or unit >= len(histogram.counts):
        return None
    counts = histogram.counts[unit].astype(float)
    most = counts.max() if counts.size else 0.0
    return np.sqrt(counts / most) if most > 0 else None


def _paint_upright(
    painter: QPainter, room: QRectF, histogram: Histogram | None, unit: int, color: QColor
) -> None:
    shares = _shares(histogram, unit)
    colors = theme.current()
    painter.setPen(QPen(colors.hairline, 1.0))
    painter.drawLine(QPointF(room.left(), room.bottom()), QPointF(room.right(), room.bottom()))
    if shares is None:
        return
    xs = np.linspace(room.left(), room.right(), len(shares) + 1)
    ys = room.bottom() - shares * room.height()
    outline = [QPointF(room.left(), room.bottom())]
    for left, right, y in zip(xs[:-1].tolist(), xs[1:].tolist(), ys.tolist(), strict=True):
        outline += [QPointF(left, y), QPointF(right, y)]
    outline.append(QPointF(room.right(), room.bottom()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF(outline))


def _paint_sideways(
    painter: QPainter, room: QRectF, histogram: Histogram | None, unit: int, color: QColor
) -> None:
    """The lowest value at the bottom, as the curve beside it has it."""
    shares = _shares(histogram, unit)
    if shares is None:
        return
    ys = np.linspace(room.bottom(), room.top(), len(shares) + 1)
    xs = room.left() + shares * room.width()
    path = QPainterPath(QPointF(room.left(), room.bottom()))
    for low, high, x in zip(ys[:-1].tolist(), ys[1:].tolist(), xs.tolist(), strict=True):
        path.lineTo(x, low)
        path.lineTo(x, high)
    path.lineTo(room.left(), room.top())
    painter.fillPath(path, color)
