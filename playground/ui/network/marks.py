"""The small signs beside and on the tiles: numbers, bias squares, health marks, dropped and passing units."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from playground.observe.diagnosis import DEAD_SHARE, SATURATED_SHARE
from playground.observe.snapshot import LayerSnapshot
from playground.ui.look import theme
from playground.ui.look.painted import painted
from playground.ui.network.edges import level_color
from playground.ui.network.geometry import CanvasLayout, ColumnBox
from playground.ui.network.kinds import Parameter
from playground.ui.network.tiles import corner_radius

_TAIL = 2
"""A number is put together from its beginning and its last two signs: few enough pieces to keep them all."""
_MOST_PIECES = 3000
_ALONE = "\0"
"""Before a text of one or two signs: a piece of its own that no longer number begins with."""

Piece = tuple[QPixmap, int]
"""A rendered piece and how far it moves the next one."""


class HaloNumbers:
    """Draws numbers in one font; each piece is rendered once per colour."""

    def __init__(self, font: QFont, halo: QColor, ratio: float = 1.0) -> None:
        self._font = font
        self._halo = halo
        self._ratio = ratio
        self._metrics = QFontMetricsF(font)
        self._kept: dict[int, tuple[dict[str, Piece], dict[str, Piece]]] = {}
        self._reach = max(2, round(self._metrics.height() * 0.18))

    @property
    def height(self) -> float:
        """The height of a line."""
        return self._metrics.ascent() + self._metrics.descent()

    def width(self, text: str) -> float:
        """How wide a number is."""
        return self._metrics.horizontalAdvance(text)

    def figures_in(self, room: float) -> int:
        """How many figures of equal width so many pixels have room for; some at least."""
        return max(int(room / max(self._metrics.horizontalAdvance("0"), 1.0)), 4)

    def draw(self, painter: QPainter, left: float, lines: Iterable[tuple[float, str]], color: QColor) -> None:
        """Draw numbers below each other: each with its upper left corner at ``(left, its top)``."""
        heads, tails = self._kept.setdefault(color.rgb(), ({}, {}))
        if len(heads) > _MOST_PIECES:
            heads.clear()
        x, reach, draw_pixmap = round(left), self._reach, painter.drawPixmap
        for top, text in lines:
            y = round(top) - reach
            head, tail = text[:-_TAIL], text[-_TAIL:]
            if not head:
                head, tail = _ALONE + text, ""
            piece = heads.get(head)
            if piece is None:
                piece = heads[head] = self._render(head, color, is_head=True, is_tail=not tail)
            draw_pixmap(x - reach, y, piece[0])
            if tail:
                width, piece = piece[1], tails.get(tail)
                if piece is None:
                    piece = tails[tail] = self._render(tail, color, is_head=False, is_tail=True)
                draw_pixmap(x + width, y, piece[0])

    def _render(self, text: str, color: QColor, *, is_head: bool, is_tail: bool) -> Piece:
        """A head ends where its last sign ends, a tail begins where its first begins: no seam is seen."""
        text = text.removeprefix(_ALONE)
        reach, advance = self._reach, round(self._metrics.horizontalAdvance(text))
        before, after = (reach if is_head else 0), (reach if is_tail else 0)
        width, height = before + advance + after, self.height + 2 * reach
        path = QPainterPath()
        path.addText(QPointF(before, reach + self._metrics.ascent()), self._font, text)
        pen = QPen(self._halo, 2 * reach * 0.8)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)

        def paint(painter: QPainter) -> None:
            painter.strokePath(path, pen)
            painter.setFont(self._font)
            painter.setPen(color)
            room = QRectF(before, reach, advance + reach + 4, self.height)
            painter.drawText(room.topLeft() + QPointF(0, self._metrics.ascent()), text)

        return painted(width, height, self._ratio, paint), advance


_HALF = 32


def marked(layer: LayerSnapshot) -> list[int]:
    """The units of a layer that are to be marked: off or saturated on most training points."""
    parts = [shares >= SATURATED_SHARE for shares in (layer.dead, layer.saturated) if shares is not None]
    found: list[int] = np.flatnonzero(np.logical_or.reduce(parts)).tolist() if parts else []
    return found


def health(layer: LayerSnapshot | None, unit: int) -> tuple[str, float] | None:
    """("dead", "off" or "saturated", share of the training points) of a unit that is to be marked."""
    if layer is None:
        return None
    if layer.dead is not None and unit < len(layer.dead) and layer.dead[unit] >= SATURATED_SHARE:
        share = float(layer.dead[unit])
        return ("dead" if share >= DEAD_SHARE else "off"), share
    if (
        layer.saturated is not None
        and unit < len(layer.saturated)
        and layer.saturated[unit] >= SATURATED_SHARE
    ):
        return "saturated", float(layer.saturated[unit])
    return None


def value_color(value: float, limit: float) -> QColor:
    """A value's place on the diverging scale."""
    if not math.isfinite(value):
        return theme.current().danger
    share = max(-1.0, min(value / max(limit, 1e-30), 1.0))
    return _shades(theme.current().name)[round((share + 1.0) * _HALF)]


@lru_cache(maxsize=4)
def _shades(name: str) -> tuple[QColor, ...]:
    colors = theme.current()
    below = [theme.mix(colors.negative, colors.zero, step / _HALF) for step in range(_HALF)]
    above = [theme.mix(colors.zero, colors.positive, step / _HALF) for step in range(_HALF + 1)]
    return (*below, *above)


def paint_biases(painter: QPainter, layout: CanvasLayout, column: int, shades: Sequence[QColor]) -> None:
    """The biases of a column's units: small squares in these colours, neutral where there is none."""
    box, side, colors = layout.columns[column], layout.bias_side(column), theme.current()
    rects, fill, unknown = box.rects, painter.fillRect, level_color(0)
    frame = theme.mix(colors.quiet, colors.background, 0.45)
    for unit in box.seen:
        left, top = rects[unit].left() - side - 2, rects[unit].bottom() - side + 1
        fill(left, top, side, side, frame)
        fill(left + 1, top + 1, side - 2, side - 2, shades[unit] if unit < len(shades) else unknown)


def mark_rect(tile: QRectF) -> QRectF:
    """Where a unit's health mark is drawn: over the tile's upper right corner."""
    side = max(7.0, min(0.34 * tile.height(), 15.0))
    return QRectF(tile.right() - 0.62 * side, tile.top() - 0.38 * side, side, side)


def paint_health(painter: QPainter, tile: QRectF, name: str) -> None:
    """A dead unit's flat line, or a saturated unit's flattened curve, in a small disc."""
    colors = theme.current()
    rect = mark_rect(tile)
    tint = colors.danger if name == "dead" else colors.warning
    painter.setPen(QPen(colors.background, 1.5))
    painter.setBrush(tint)
    painter.drawEllipse(rect)
    painter.setPen(QPen(colors.background, max(1.2, rect.width() * 0.13)))
    c, r = rect.center(), rect.width() * 0.24
    if name == "dead":
        painter.drawLine(c + QPointF(-r, -r), c + QPointF(r, r))
        painter.drawLine(c + QPointF(-r, r), c + QPointF(r, -r))
    else:
        painter.drawLine(c + QPointF(-r * 1.2, r * 0.8), c + QPointF(-r * 0.2, r * 0.8))
        painter.drawLine(c + QPointF(-r * 0.2, r * 0.8), c + QPointF(r * 0.2, -r * 0.8))
        painter.drawLine(c + QPointF(r * 0.2, -r * 0.8), c + QPointF(r * 1.2, -r * 0.8))


def paint_struck(painter: QPainter, rect: QRectF) -> None:
    """A dropped unit: struck through and pale."""
    colors = theme.current()
    radius = corner_radius(rect.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.with_alpha(colors.background, 0.55))
    painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(QPen(colors.danger, 2.0 * theme.scale()))
    painter.drawLine(rect.bottomLeft() + QPointF(-2, 2), rect.topRight() + QPointF(2, -2))


def paint_ring(painter: QPainter, rect: QRectF, color: QColor, width: float = 2.0) -> None:
    """The frame around a hovered or selected tile."""
    radius = corner_radius(rect.height()) + 2
    painter.setPen(QPen(color, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    reach = width / 2 + 0.5
    painter.drawRoundedRect(rect.adjusted(-reach, -reach, reach, reach), radius, radius)


def paint_lane(painter: QPainter, box: ColumnBox, is_chosen: bool) -> None:
    """The slim band behind a column whose units only pass through."""
    seen = box.visible()
    if not len(seen):
        return
    colors = theme.current()
    half = box.width / 2 + 5
    top = max(float(box.centers[seen].min()) - half - 4, box.top)
    bottom = min(float(box.centers[seen].max()) + half + 4, box.bottom)
    painter.setPen(QPen(colors.accent if is_chosen else colors.hairline, 1.0))
    painter.setBrush(colors.panel)
    painter.drawRoundedRect(QRectF(round(box.x - half) + 0.5, top, round(2 * half), bottom - top), half, half)


def paint_passing(
    painter: QPainter,
    rect: QRectF,
    layer: LayerSnapshot | None,
    parameters: Sequence[Parameter],
    unit: int,
) -> None:
    """One unit of a passing column: its parameters as bands, or a disc, struck through while dropped."""
    if parameters:
        _paint_bands(painter, rect, layer, parameters, unit)
    else:
        dropped = layer.dropped if layer is not None else None
        _paint_disc(painter, rect, is_off=dropped is not None and unit < len(dropped) and bool(dropped[unit]))


def parameter_value(layer: LayerSnapshot | None, parameter: Parameter, unit: int) -> float | None:
    """The unit's value of a parameter; None where the snapshot does not hold it."""
    if layer is None:
        return None
    if parameter.row < 0:
        values = layer.biases
    else:
        values = layer.weights[parameter.row] if layer.weights is not None else None
    return float(values[unit]) if values is not None and unit < len(values) else None


def _paint_disc(painter: QPainter, rect: QRectF, *, is_off: bool) -> None:
    colors = theme.current()
    painter.setPen(QPen(colors.danger if is_off else colors.quiet, 1.5))
    painter.setBrush(colors.panel if is_off else theme.mix(colors.panel, colors.quiet, 0.55))
    painter.drawEllipse(rect.adjusted(1.5, 1.5, -1.5, -1.5))
    if is_off:
        painter.setPen(QPen(colors.danger, 2.0))
        painter.drawLine(rect.bottomLeft() + QPointF(-1, 1), rect.topRight() + QPointF(1, -1))


def _paint_bands(
    painter: QPainter,
    rect: QRectF,
    layer: LayerSnapshot | None,
    parameters: Sequence[Parameter],
    unit: int,
) -> None:
    """From the top down one band for each parameter; one that changes nothing is neutral."""
    colors = theme.current()
    height = rect.height() / len(parameters)
    painter.setPen(Qt.PenStyle.NoPen)
    for place, parameter in enumerate(parameters):
        value = parameter_value(layer, parameter, unit)
        painter.setBrush(colors.zero if value is None else value_color(value - parameter.neutral, 1.0))
        above = 0.5 if place else 0.0
        below = 0.5 if place < len(parameters) - 1 else 0.0
        band = QRectF(rect.left(), rect.top() + place * height, rect.width(), height)
        painter.drawRoundedRect(band.adjusted(0, above, 0, -below), 2, 2)
    painter.setPen(QPen(theme.with_alpha(colors.text, 0.18), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 2.5, 2.5)
