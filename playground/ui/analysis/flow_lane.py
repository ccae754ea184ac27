"""One layer of the gradient flow: its numbers, and its activations' and gradients' shapes, now and before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from playground.observe.diagnosis import dead_units
from playground.observe.snapshot import Histogram, LayerSnapshot, Snapshot
from playground.ui.look import theme
from playground.ui.look.painted import polygon
from playground.ui.widgets.text import whole_words
from playground.ui.words import numbers

CAPACITY = 8
Shapes: TypeAlias = tuple[Histogram | None, Histogram | None]
"""A layer's activations and gradients."""


class Ridges:
    """Keeps at most ``CAPACITY`` epochs; when full, every second one goes and the stride doubles."""

    def __init__(self) -> None:
        self._epochs: list[int] = []
        self._shapes: list[dict[int, Shapes]] = []
        self._stride = 1
        self._layers: tuple[int, ...] = ()

    @property
    def epochs(self) -> tuple[int, ...]:
        """The recorded epochs, rising."""
        return tuple(self._epochs)

    def record(self, snapshot: Snapshot, layers: Sequence[LayerSnapshot]) -> None:
        """Keep this snapshot's shapes if its epoch is due; going back in time forgets what came after."""
        ids = tuple(layer.id for layer in layers)
        if ids != self._layers:
            self._clear(ids)
        while self._epochs and self._epochs[-1] > snapshot.epoch:
            self._epochs.pop()
            self._shapes.pop()
        if self._epochs and snapshot.epoch < self._epochs[-1] + self._stride:
            return
        shapes: dict[int, Shapes] = {}
        for layer in layers:
            statistics = layer.statistics
            if statistics is not None:
                shapes[layer.id] = (statistics.activations, statistics.gradients)
        self._epochs.append(snapshot.epoch)
        self._shapes.append(shapes)
        if len(self._epochs) > CAPACITY:
            del self._epochs[1::2], self._shapes[1::2]  # keeps the first and the last
            self._stride *= 2

    def of(self, layer_id: int) -> list[tuple[int, Shapes]]:
        """One layer's epochs and shapes, the oldest first."""
        pairs = zip(self._epochs, self._shapes, strict=True)
        return [(epoch, shapes[layer_id]) for epoch, shapes in pairs if layer_id in shapes]

    def _clear(self, layers: tuple[int, ...]) -> None:
        self._layers = layers
        self._epochs.clear()
        self._shapes.clear()
        self._stride = 1


GAUGE_DECADES = (-6.0, 0.0)
"""The update-to-weight gauge runs over these powers of ten, so its guide 1e-3 is in the middle."""
NORM_DECADES = 6.0
"""How many powers of ten below the largest norm a norm bar still shows."""
WIDE = 430.0
"""From this width on a lane's header fits on one line."""


@dataclass(frozen=True)
class LaneTexts:
    """The numbers of a lane in words, made a few times a second only."""

    title: str
    norm: str
    ratio: str
    health: str
    has_dead_units: bool


@dataclass(frozen=True)
class HealthWords:
    """Patterns for a layer's health: units dead on all data, slopes that are 0, slopes that are small."""

    dead: str
    off: str
    saturated: str


@dataclass
class Lane:
    """What is drawn for one layer now; ``ridges`` are the shapes of earlier epochs, the oldest first."""

    layer: LayerSnapshot
    texts: LaneTexts
    ridges: list[tuple[int, Shapes]] = field(default_factory=list)
    norm_share: float = 0.0


def lane_texts(layer: LayerSnapshot, title: str, words: HealthWords) -> LaneTexts:
    """The words of a lane."""
    statistics = layer.statistics
    if statistics is None:
        return LaneTexts(title, "–", "–", "", False)
    norm = "–" if statistics.gradient_norm is None else numbers.compact(statistics.gradient_norm)
    ratio = "–" if statistics.update_ratio is None else numbers.compact(statistics.update_ratio)
    off = float(np.mean(statistics.dead)) if statistics.dead.size else 0.0
    saturated = float(np.mean(statistics.saturated)) if statistics.saturated.size else 0.0
    dead = dead_units(statistics)
    parts = []
    if dead:
        parts.append(words.dead.format(units=dead, of=layer.units))
    if off > 0.0 and dead < layer.units:
        parts.append(words.off.format(share=numbers.percent(off)))
    if saturated - off > 0.005:
        parts.append(words.saturated.format(share=numbers.percent(saturated)))
    return LaneTexts(title, norm, ratio, " · ".join(parts), dead > 0)


@dataclass(frozen=True)
class LaneParts:
    """Where the parts of a lane lie, for drawing and for tooltips."""

    title: QRectF
    norm: QRectF
    ratio: QRectF
    bar: QRectF
    gauge: QRectF
    forward: QRectF
    gradient: QRectF
    health: QRectF
    has_axis: bool


def lane_parts(rect: QRectF) -> LaneParts:
    """Divide a lane's rectangle; a low lane leaves out its axis, then its health line."""
    line = theme.pixels(17)
    scale_height = theme.pixels(7)
    left, top, width = rect.left(), rect.top(), rect.width()
    gap = theme.pixels(14)
    half = (width - gap) / 2
    if width >= theme.scale() * WIDE:
        room = width - 2 * gap
        title = QRectF(left, top, room * 0.33, line)
        norm = QRectF(title.right() + gap, top, room * 0.29, line)
        ratio = QRectF(norm.right() + gap, top, room * 0.38, line)
    else:
        title = QRectF(left, top, width, line)
        norm = QRectF(left, top + line, half, line)
        ratio = QRectF(left + half + gap, top + line, half, line)
    bar = QRectF(norm.left(), norm.bottom(), norm.width(), scale_height)
    gauge = QRectF(ratio.left(), ratio.bottom(), ratio.width(), scale_height)
    plots_top = bar.bottom() + theme.pixels(4)
    space = rect.bottom() - plots_top
    health_height = theme.pixels(15) if space > theme.pixels(36) else 0
    axis_height = theme.pixels(14) if space > theme.pixels(60) else 0
    height = max(1.0, space - health_height - axis_height - 1)
    return LaneParts(
        title,
        norm,
        ratio,
        bar,
        gauge,
        QRectF(left, plots_top, half, height),
        QRectF(left + half + gap, plots_top, half, height),
        QRectF(left, rect.bottom() - health_height, width, health_height),
        axis_height > 0,
    )


@dataclass(frozen=True)
class LaneWords:
    """The fixed words of every lane."""

    norm: str
    ratio: str
    not_yet: str
    epoch: str


class LanePainter:
    """Draws lanes with one set of pens and fonts; made anew when theme or scale change.

    ``paint_texts`` is for a picture that is kept while the numbers stay, ``paint_live`` for every frame;
    shapes over time, which change slowly, belong to the kept picture.
    """

    def __init__(self, words: LaneWords) -> None:
        self._theme = theme.current()
        self._words = words
        self._metrics = QFontMetricsF(theme.font("small"))
        self._title_metrics = QFontMetricsF(theme.font("title"))
        self._label_widths = {
            label: self._metrics.horizontalAdvance(label) for label in (words.norm, words.ratio)
        }
        self._pens = {
            name: QPen(color, theme.scale())
            for name, color in (("forward", self._theme.forward), ("gradient", self._theme.gradient))
        }
        self._fills = {
            name: theme.mix(color, self._theme.panel, 0.8)
            for name, color in (("forward", self._theme.forward), ("gradient", self._theme.gradient))
        }

    def paint_texts(self, painter: QPainter, rect: QRectF, lane: Lane, over_time: bool) -> None:
        """Draw what changes with the numbers only: header, axes, health, the shapes over time."""
        parts = lane_parts(rect)
        texts = lane.texts
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("title"))
        painter.setPen(self._theme.text)
        title = self._title_metrics.elidedText(texts.title, Qt.TextElideMode.ElideRight, parts.title.width())
        painter.drawText(parts.title, middle, title)
        painter.setFont(theme.font("small"))
        self._paint_number(painter, parts.norm, self._words.norm, texts.norm, self._theme.gradient)
        self._paint_number(painter, parts.ratio, self._words.ratio, texts.ratio, self._theme.text)
        painter.setPen(QPen(self._theme.hairline, 1))
        for area in (parts.forward, parts.gradient):
            painter.drawLine(QLineF(area.bottomLeft(), area.bottomRight()))
        colors = (self._theme.forward, self._theme.gradient)
        for index, (area, color) in enumerate(zip((parts.forward, parts.gradient), colors, strict=True)):
            shape, ridges = _shapes(lane, index, over_time)
            if shape is None:
                painter.setPen(self._theme.quiet)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._words.not_yet)
                continue
            low, high = _range([shape, *(one for _, one in ridges)])
            if parts.has_axis:
                self._paint_axis(painter, area, low, high)
            if ridges:
                self._paint_ridges(painter, area, [*(one for _, one in ridges), shape], color, low, high)
                painter.setPen(self._theme.quiet)
                oldest = self._words.epoch.format(epoch=f"{ridges[0][0]:,}")
                advance = self._metrics.horizontalAdvance(oldest)
                if index == 0 and area.height() >= theme.pixels(48) and advance <= area.width():
                    painter.drawText(area, Qt.AlignmentFlag.AlignRight, oldest)
        if parts.health.height():
            painter.setPen(self._theme.danger if texts.has_dead_units else self._theme.quiet)
            health = whole_words(texts.health, parts.health.width(), self._metrics)
            painter.drawText(parts.health, Qt.AlignmentFlag.AlignBottom, health)

    def paint_live(self, painter: QPainter, rect: QRectF, lane: Lane, over_time: bool) -> None:
        """Draw what moves with every snapshot: the norm bar, the gauge and the shapes."""
        parts = lane_parts(rect)
        self._paint_bar(painter, parts.bar, lane.norm_share)
        self._paint_gauge(painter, parts.gauge, lane)
        for index, (area, name) in enumerate(((parts.forward, "forward"), (parts.gradient, "gradient"))):
            shape, ridges = _shapes(lane, index, over_time)
            if shape is None or ridges:
                continue
            low, high = _range([shape])
            painter.setPen(self._pens[name])
            painter.setBrush(self._fills[name])
            painter.drawPolygon(_outline(shape, area, low, high))
            if low < 0.0 < high:
                x = area.left() + area.width() * (0.0 - low) / (high - low)
                painter.setPen(QPen(theme.with_alpha(self._theme.quiet, 0.35), 1))
                painter.drawLine(QLineF(x, area.top(), x, area.bottom()))

    def _paint_number(self, painter: QPainter, rect: QRectF, label: str, value: str, color: QColor) -> None:
        """Label and value side by side; where both do not fit the value stands alone."""
        gap, width = theme.pixels(6), self._label_widths[label]
        base = rect.center().y() + 0.5 * (self._metrics.ascent() - self._metrics.descent())
        left = rect.left()
        if width + gap + self._metrics.horizontalAdvance(value) <= rect.width():
            painter.setPen(self._theme.quiet)
            painter.drawText(QPointF(left, base), label)
            left += width + gap
        painter.setPen(color)
        painter.drawText(QPointF(left, base), value)

    def _paint_bar(self, painter: QPainter, rect: QRectF, share: float) -> None:
        track = QRectF(rect.left(), rect.top() + 1, rect.width(), theme.pixels(3))
        painter.fillRect(track, self._theme.hairline)
        painter.fillRect(
            QRectF(track.topLeft(), QSizeF(track.width() * share, track.height())), self._theme.gradient
        )

    def _paint_gauge(self, painter: QPainter, rect: QRectF, lane: Lane) -> None:
        """A track over six powers of ten whose middle is the guide, and where the ratio stands."""
        track = QRectF(rect.left(), rect.top() + 1, rect.width(), theme.pixels(3))
        painter.fillRect(track, self._theme.hairline)
        middle = track.center()
        tick = theme.pixels(8)
        painter.fillRect(QRectF(middle.x() - 0.5, middle.y() - tick / 2, 1, tick), self._theme.quiet)
        ratio = lane.layer.statistics.update_ratio if lane.layer.statistics else None
        if ratio is None or not 0.0 < ratio < math.inf:
            return
        low, high = GAUGE_DECADES
        share = min(max((math.log10(ratio) - low) / (high - low), 0.0), 1.0)
        radius = theme.pixels(7) / 2
        x = track.left() + radius + (track.width() - 2 * radius) * share
        painter.setPen(QPen(self._theme.panel, 1))
        painter.setBrush(self._theme.text)
        painter.drawEllipse(QPointF(x, middle.y()), radius, radius)

    def _paint_axis(self, painter: QPainter, area: QRectF, low: float, high: float) -> None:
        """The ends of the axis; where both do not fit, the far one, or their common size."""
        below = QRectF(area.left(), area.bottom() + 1, area.width(), theme.pixels(13))
        painter.setPen(self._theme.quiet)
        left, right = numbers.compact(low), numbers.compact(high)
        if left == right:
            left, right = numbers.figures(low, 4), numbers.figures(high, 4)
        if self._metrics.horizontalAdvance(left + right) + theme.pixels(8) <= area.width():
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, left)
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, right)
        elif abs(low + high) <= 0.02 * (high - low):
            painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, "±" + right)
        elif high >= -low:
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, right)
        else:
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft, left)

    def _paint_ridges(
        self,
        painter: QPainter,
        area: QRectF,
        ridges: list[Histogram],
        color: QColor,
        low: float,
        high: float,
    ) -> None:
        """Earlier shapes behind and above, the present one in front at the foot."""
        last = len(ridges) - 1
        crest = area.height() * 0.45
        step = (area.height() - crest) / max(last, 1)
        fill = theme.mix(color, self._theme.panel, 0.8)
        for index, ridge in enumerate(ridges):
            age = (last - index) / max(last, 1)
            bottom = area.bottom() - step * (last - index)
            place = QRectF(area.left(), bottom - crest, area.width(), crest)
            painter.setPen(QPen(theme.mix(color, self._theme.panel, 0.7 * age), theme.scale()))
            painter.setBrush(theme.mix(fill, self._theme.panel, age))
            painter.drawPolygon(_outline(ridge, place, low, high))


def _shapes(lane: Lane, index: int, over_time: bool) -> tuple[Histogram | None, list[tuple[int, Histogram]]]:
    """The present shape (0: activations, 1: gradients) and, if wanted, the earlier ones with their epochs."""
    statistics = lane.layer.statistics
    if statistics is None:
        return None, []
    shape = (statistics.activations, statistics.gradients)[index]
    if shape is None or not shape.counts.size or shape.counts.max() <= 0:
        return None, []
    earlier = [(epoch, pair[index]) for epoch, pair in lane.ridges] if over_time else []
    return shape, [(epoch, one) for epoch, one in earlier if one is not None and one.counts.size]


def _range(shapes: list[Histogram]) -> tuple[float, float]:
    low = min(float(shape.edges[0]) for shape in shapes)
    high = max(float(shape.edges[-1]) for shape in shapes)
    if not high > low:
        return low - 0.5, high + 0.5
    return low, high


def _outline(shape: Histogram, area: QRectF, low: float, high: float) -> QPolygonF:
    """The histogram as a closed line through the middles of its bins, standing on the area's foot."""
    edges, count = shape.edges, len(shape.counts)
    xs, ys = np.empty((2, count + 2))
    xs[1:-1] = edges[:-1] + edges[1:]
    xs *= 0.5
    xs[0] = xs[1] = edges[0]
    xs[-1] = xs[-2] = edges[-1]
    xs -= low
    xs *= area.width() / (high - low)
    xs += area.left()
    ys[0] = ys[-1] = 0.0
    ys[1:-1] = shape.counts
    ys *= -area.height() / max(float(ys.max()), 1.0)
    ys += area.bottom()
    return polygon(xs, ys)
