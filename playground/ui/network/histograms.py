"""A unit's histograms: where the training points fall on its curve, and what comes out and comes back."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from playground.engine.activations import ACTIVATIONS, curve
from playground.observe.snapshot import Histogram, LayerSnapshot
from playground.ui.look import theme
from playground.ui.widgets.curve_picture import curve_path
from playground.ui.words import numbers


def tile_pixels(layer: LayerSnapshot, height: int, width: int) -> NDArray[np.uint32]:
    """``(units, height, width)`` colours of a layer's tiles.

    Pre-activations as bars under the activation's curve (green) and its slope (red); right of them the
    activations (green, on the curve's own height) and the gradients (red), as bars that lie.
    """
    histogram = layer.unit_pre_activations
    if histogram is None:
        return np.zeros((0, height, width), dtype=np.uint32)
    colors = theme.current()
    strip = max(5, round(0.15 * width))
    main = max(width - 2 * strip - 7, 8)
    pixels = np.full((layer.units, height, width), np.uint32(colors.panel.rgb()), dtype=np.uint32)
    rows = np.arange(height, dtype=np.float64)[:, None]
    bars = theme.mix(colors.panel, colors.quiet, 0.5)
    _stand(pixels[:, :, 2 : 2 + main], histogram, rows, bars)
    _draw_curves(pixels[:, :, 2 : 2 + main], layer, histogram, rows)
    places = (width - 2 * strip - 3, width - strip - 2)
    sides = ((layer.unit_activations, colors.forward), (layer.unit_gradients, colors.gradient))
    for left, (one, color) in zip(places, sides, strict=True):
        _lie(pixels[:, 2:-2, left : left + strip], one, color)
    return pixels


def _heights(histogram: Histogram, most_bins: int) -> NDArray[np.float64]:
    """``(units, bins)`` from 0 to 1; square roots, so that a few points among many are still seen."""
    counts = histogram.counts.astype(np.float64)
    while counts.shape[1] > most_bins and counts.shape[1] % 2 == 0:
        counts = counts[:, 0::2] + counts[:, 1::2]
    largest = np.maximum(counts.max(axis=1, keepdims=True, initial=0.0), 1.0)
    return np.asarray(np.sqrt(counts / largest))


def _stand(
    pixels: NDArray[np.uint32], histogram: Histogram, rows: NDArray[np.float64], color: QColor
) -> None:
    height, width = pixels.shape[1:]
    heights = _heights(histogram, max(width // 2, 8))
    bins = (np.arange(width) * heights.shape[1]) // width
    tops = height - 2 - np.rint(heights[:, bins] * (height - 4))
    pixels[(rows[None] >= tops[:, None, :]) & (rows[None] < height - 2)] = color.rgb()


def _lie(pixels: NDArray[np.uint32], histogram: Histogram | None, color: QColor) -> None:
    """The lowest value at the bottom, as the curve beside it has it."""
    if histogram is None or histogram.counts.ndim != 2:
        return
    height, width = pixels.shape[1:]
    heights = _heights(histogram, max(height // 2, 8))
    bins = (np.arange(height)[::-1] * heights.shape[1]) // height
    ends = np.ceil(heights[:, bins] * width)
    pixels[np.arange(width)[None, None, :] < ends[:, :, None]] = color.rgb()


def _draw_curves(
    pixels: NDArray[np.uint32], layer: LayerSnapshot, histogram: Histogram, rows: NDArray[np.float64]
) -> None:
    low, high = float(histogram.edges[0]), float(histogram.edges[-1])
    if not _has_curve(layer) or not low < high:
        return
    height, width = pixels.shape[1:]
    values, slopes = _curves(layer.activation, *_rounded(low, high))
    colors = theme.current()
    lines = (
        (slopes, min(0.0, float(slopes.min())), max(1.0, float(slopes.max())), colors.gradient, 0.8),
        (values, min(0.0, float(values.min())), max(float(values.max()), 1e-9), colors.forward, 1.3),
    )
    for line, bottom, top, color, thickness in lines:
        share = np.interp(np.linspace(0, 1, width), np.linspace(0, 1, len(line)), line)
        places = height - 3.5 - (share - bottom) / max(top - bottom, 1e-12) * (height - 7)
        steep = np.sqrt(1.0 + np.gradient(places) ** 2)
        cover = np.clip((thickness + 1.0) / 2 - np.abs(rows - places) / steep, 0.0, 1.0)
        _blend(pixels, cover, color)


def _blend(pixels: NDArray[np.uint32], cover: NDArray[np.float64], color: QColor) -> None:
    """Lay a colour over all units' pixels where ``cover (height, width)`` is above 0."""
    where = np.nonzero(cover > 0.02)
    part = cover[where]
    below = pixels[:, where[0], where[1]]
    mixed = np.full(below.shape, 0xFF000000, dtype=np.uint32)
    for shift, value in ((16, color.red()), (8, color.green()), (0, color.blue())):
        channel = ((below >> np.uint32(shift)) & np.uint32(0xFF)).astype(np.float64)
        mixed |= (channel + (value - channel) * part).astype(np.uint32) << np.uint32(shift)
    pixels[:, where[0], where[1]] = mixed


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
            paint_main(painter, plot, layer, unit)
        else:
            _paint_upright(painter, plot, histogram, unit, color)
        if histogram is not None:
            painter.setPen(colors.quiet)
            ends = QRectF(left, plot.bottom() + 1, width, line)
            low, high = float(histogram.edges[0]), float(histogram.edges[-1])
            painter.drawText(ends, Qt.AlignmentFlag.AlignLeft, numbers.compact(low))
            painter.drawText(ends, Qt.AlignmentFlag.AlignRight, numbers.compact(high))
        left += width + gap


def paint_main(painter: QPainter, room: QRectF, layer: LayerSnapshot, unit: int) -> None:
    """Pre-activations as an area, over them the activation's curve (green) and its slope (red, dashed)."""
    histogram = layer.unit_pre_activations
    colors = theme.current()
    low, high = (-3.0, 3.0) if histogram is None else (float(histogram.edges[0]), float(histogram.edges[-1]))
    if histogram is not None:
        _paint_upright(painter, room, histogram, unit, theme.mix(colors.panel, colors.quiet, 0.55))
    if not _has_curve(layer) or not low < high:
        return
    values, slopes = _curves(layer.activation, *_rounded(low, high))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    bottom, top = float(min(values.min(), 0.0)), float(max(values.max(), 1e-9))
    painter.setPen(QPen(colors.gradient, 1.5, Qt.PenStyle.DashLine))
    highest = max(1.0, float(slopes.max()))
    painter.drawPath(curve_path(slopes, room.adjusted(0, 1, 0, 0), min(0.0, float(slopes.min())), highest))
    painter.setPen(QPen(colors.forward, 2.0))
    painter.drawPath(curve_path(values, room.adjusted(0, 1, 0, -1), bottom, top))


def _has_curve(layer: LayerSnapshot) -> bool:
    """Whether a unit's activation follows from one z: a maxout unit is the largest of several."""
    return layer.activation in ACTIVATIONS and not ACTIVATIONS[layer.activation].has_pieces


def _rounded(low: float, high: float) -> tuple[float, float]:
    """The ends to a thousandth of what lies between, so that curves are found again."""
    step = 10.0 ** math.floor(math.log10(high - low)) / 1000.0
    return round(low / step) * step, round(high / step) * step


@lru_cache(maxsize=64)
def _curves(name: str, low: float, high: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    values, slopes = curve(name, np.linspace(low, high, 41))
    return np.nan_to_num(values), np.nan_to_num(slopes)


def _paint_upright(
    painter: QPainter, room: QRectF, histogram: Histogram | None, unit: int, color: QColor
) -> None:
    colors = theme.current()
    painter.setPen(QPen(colors.hairline, 1.0))
    painter.drawLine(QPointF(room.left(), room.bottom()), QPointF(room.right(), room.bottom()))
    if histogram is None or histogram.counts.ndim != 2 or unit >= len(histogram.counts):
        return
    shares = _heights(histogram, histogram.counts.shape[1])[unit]
    xs = np.linspace(room.left(), room.right(), len(shares) + 1)
    ys = room.bottom() - shares * room.height()
    outline = [QPointF(room.left(), room.bottom())]
    for left, right, y in zip(xs[:-1].tolist(), xs[1:].tolist(), ys.tolist(), strict=True):
        outline += [QPointF(left, y), QPointF(right, y)]
    outline.append(QPointF(room.right(), room.bottom()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(QPolygonF(outline))
