"""The canvas's edges: cached curves, drawn strongest last, one picture per gap kept between frames."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from playground.ui.look import theme
from playground.ui.network.geometry import CanvasLayout, FloatArray

LEVELS = 24
"""Steps of width and colour: what does not change a step is not drawn anew."""
MOST_DRAWN = 1600
"""At most about so many curves in the whole network; each gap keeps its strongest."""
MOST_MOVING = 400
"""So many while columns glide or a gap opens: every curve is another at each frame."""

_LEAST_OF_A_GAP = 48

Strands = tuple[float, ...]
Levels = NDArray[np.int8]
"""``(edges,)`` in -LEVELS ... LEVELS: sign and strength; 0 is zero or unknown, a neutral hair line."""

_THICKENING = 1.35
"""Above 1 only strong edges are thick, and their colour tells the others apart."""
_FAINTEST = {"light": 0.18, "dark": 0.4}
"""How much of its colour the weakest edge has; on a dark ground less would not be seen."""
_STRAND = 0.65
"""Strands this many pixels apart look like one wide line."""

_LEVEL_SHARE = 0.5
"""Beside numbers a curve runs level, for at most so much of its gap."""
_OVERHANG = 4
_CURVE_TIMES = np.linspace(0.0, 1.0, 33)
_CURVE_PLACES = 1.5 * _CURVE_TIMES * (1 - _CURVE_TIMES) + _CURVE_TIMES**3


@dataclass
class GapEdges:
    """The curves of one gap: from unit ``sources[e]`` on its left to unit ``targets[e]`` on its right."""

    passing: bool
    left: float
    right: float
    sources: NDArray[np.intp]
    targets: NDArray[np.intp]
    starts: FloatArray
    ends: FloatArray
    begins: FloatArray
    stops: FloatArray
    """Where each curve leaves its unit and reaches its unit: beyond ``left`` and ``right`` it runs level."""
    is_woven: bool
    """Whether curves run between the tiles of sub-columns."""
    shape: tuple[int, int] | None = None
    """(units left, units right) where every unit can be seen: then the curves are in the order of a table."""
    _paths: dict[Strands, dict[int, QPainterPath]] = field(default_factory=dict)

    @property
    def extent(self) -> tuple[float, float]:
        """From where to where its curves run."""
        return float(self.begins.min(initial=self.left)), float(self.stops.max(initial=self.right))

    def path(self, edge: int, strands: Strands = (0.0,)) -> QPainterPath:
        """The curve of an edge with level ends, once for each strand (its distance from the middle)."""
        paths = self.paths(strands)
        return paths.get(edge) or paths.setdefault(edge, self.made(edge, strands))

    def paths(self, strands: Strands) -> dict[int, QPainterPath]:
        """The curves made so far for these strands, by edge."""
        return self._paths.setdefault(strands, {})

    def made(self, edge: int, strands: Strands) -> QPainterPath:
        """A new curve of an edge."""
        start, end, middle = float(self.starts[edge]), float(self.ends[edge]), (self.left + self.right) / 2
        path = QPainterPath()
        # a strand beside a cubic is nearly a cubic: its ends moved by d, its middle along the normal there
        lean = math.tan(math.atan2(2.0 * (end - start), self.right - self.left) / 2.0) / 0.75
        first, last = float(self.begins[edge]), float(self.stops[edge])
        for d in strands:
            path.moveTo(first, start + d)
            if first < self.left:
                path.lineTo(self.left, start + d)
            if abs(start - end) < 0.5:
                path.lineTo(self.right, end + d)
            else:
                bend = middle - lean * d
                path.cubicTo(bend, start + d, bend, end + d, self.right, end + d)
            if last > self.right:
                path.lineTo(last, end + d)
        return path

    def distances(self, point: QPointF) -> FloatArray:
        """``(edges,)`` distances in pixels from the point, which lies between the two columns."""
        place = (point.x() - self.left) / max(self.right - self.left, 1e-9)
        t = float(np.interp(place, _CURVE_PLACES, _CURVE_TIMES))
        share = t * t * (3.0 - 2.0 * t)
        rise = self.ends - self.starts
        slope = rise * 6.0 * t * (1.0 - t) / max((self.right - self.left) * (1.5 - 3.0 * t * (1.0 - t)), 1e-9)
        return np.abs(self.starts + rise * share - point.y()) / np.sqrt(1.0 + slope * slope)

    def place(self, edge: int, share: float) -> QPointF:
        """The point of the curve at the parameter ``share`` (0.5: its middle)."""
        return self.path(edge).pointAtPercent(share)


def gap_edges(layout: CanvasLayout, gap: int) -> GapEdges:
    """The curves between columns ``gap`` and ``gap + 1``: of the units that can be seen.

    Between the two numbers beside a unit they run level, so that none crosses a number.
    """
    one, other = layout.columns[gap], layout.columns[gap + 1]
    space = 2.0
    left, right = one.right + space, other.left - space
    if layout.metrics.has_numbers and not one.spec.passes and not other.spec.passes:
        left += max(min(layout.metrics.numbers, _LEVEL_SHARE * (right - left)), 0.0)
    seen, seen_after = one.visible(), other.visible()
    if other.spec.passes:
        sources = targets = np.intersect1d(seen, seen_after)
    else:
        sources = np.repeat(seen, len(seen_after))
        targets = np.tile(seen_after, len(seen))
    is_whole = not other.spec.passes and len(seen) == one.spec.units and len(seen_after) == other.spec.units
    return GapEdges(
        other.spec.passes,
        left,
        max(right, left + 1),
        sources,
        targets,
        one.centers[sources],
        other.centers[targets],
        np.minimum(one.xs[sources] + one.tile_width / 2 + space, left),
        np.maximum(other.xs[targets] - other.tile_width / 2 - space, max(right, left + 1)),
        max(one.lanes, other.lanes) > 1,
        (len(seen), len(seen_after)) if is_whole else None,
    )


def levels_of(strengths: FloatArray) -> Levels:
    """Signed strengths in -1 ... 1 as levels; what is not a number counts as 0."""
    safe = np.clip(np.nan_to_num(strengths, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)
    levels = np.rint(safe * LEVELS)
    return np.where(levels == 0.0, np.sign(safe), levels).astype(np.int8)


def strength_color(strength: float) -> QColor:
    """The colour of a signed strength in -1 ... 1: of edges, biases and their legend alike.

    Any number but 0 has the tint of its sign; 0, and what is no number, is neutral.
    """
    colors = theme.current()
    faintest = _FAINTEST[colors.name]
    if not strength:
        return theme.mix(colors.background, colors.quiet, faintest)
    size = min(abs(strength), 1.0)
    tint = colors.positive if strength > 0.0 else colors.negative
    return theme.mix(colors.background, tint, faintest + (1.0 - faintest) * size)


def level_color(level: int) -> QColor:
    """The colour of a level, of edges and biases alike."""
    return _level_colors(theme.current().name)[level + LEVELS]


@lru_cache(maxsize=2)
def _level_colors(_theme: str) -> tuple[QColor, ...]:
    return tuple(strength_color(level / LEVELS) for level in range(-LEVELS, LEVELS + 1))


def fade_of(edges: int) -> float:
    """The exponent that lets weak edges become thin first where many meet; their colour stays."""
    return round(min(2.2, 1.0 + 0.35 * math.log2(edges / 64)), 1) if edges > 64 else 1.0


@dataclass(frozen=True)
class Stroke:
    """How an edge of one level is drawn: one wide curve, or thin strands side by side.

    Qt draws a curve of one pixel five times as fast as a wider one, so up to three strands are used.
    """

    pen: QPen
    strands: Strands = (0.0,)


@dataclass(frozen=True)
class Strokes:
    """Strokes by level for both signs, mixed with the background once (opaque lines draw fastest)."""

    positive: tuple[Stroke, ...]
    negative: tuple[Stroke, ...]
    passing: Stroke

    @classmethod
    def made(cls, widest: float, ratio: float = 1.0, fade: float = 1.0) -> Strokes:
        """The strokes of the present theme, for a device pixel ratio and a gap's ``fade_of``."""
        colors = theme.current()

        def row(sign: int) -> tuple[Stroke, ...]:
            return tuple(_stroke(sign * level, widest, ratio, fade) for level in range(LEVELS + 1))

        quiet = theme.mix(colors.background, colors.quiet, 0.45)
        return cls(row(1), row(-1), Stroke(_pen(quiet, 1.0)))

    def of(self, level: int) -> Stroke:
        """The stroke of a signed level."""
        return self.positive[level] if level >= 0 else self.negative[-level]


def _stroke(level: int, widest: float, ratio: float, fade: float) -> Stroke:
    shade = level_color(level)
    width = max(0.8, widest * abs(level / LEVELS) ** (_THICKENING * fade))
    on_screen = width * ratio
    strands = math.ceil((on_screen - 1.0) / _STRAND) + 1 if on_screen > 1.05 else 1
    if strands > 3:
        return Stroke(_pen(shade, width))
    reach = max(on_screen - 1.0, 0.0) / 2 / ratio
    places = tuple(float(d) for d in np.linspace(-reach, reach, strands)) if strands > 1 else (0.0,)
    return Stroke(_pen(shade, min(width, 1.0 / ratio)), places)


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


class EdgeLayer:
    """All edges of a layout, painted into one pixmap of which only changed gaps are painted again."""

    def __init__(self) -> None:
        self.gaps: list[GapEdges] = []
        self.backdrop: Callable[[QPainter], None] | None = None
        """Paints what stands still between two layouts; it is kept in the same pixmap."""
        self._levels: list[Levels] = []
        self._laid: tuple[CanvasLayout, bool, tuple[str, ...]] | None = None
        self._is_moving = False
        self._drawn: list[bytes | None] = []
        self._pixmap: QPixmap | None = None
        self._area = QRect()
        self._widest = 1.0
        self._strokes: dict[tuple[float, float], Strokes] = {}

    def set_layout(
        self, layout: CanvasLayout, *, is_moving: bool = False, features: tuple[str, ...] = ()
    ) -> None:
        """Take the curves of this layout, one of several on the way to another or the last one.

        ``features`` are named in the backdrop. Where nothing is another all stays as it is drawn.
        """
        before, self._laid = self._laid, (layout, is_moving, features)
        if before is not None and before[0] is layout and before[1:] == self._laid[1:]:
            return
        self._is_moving = is_moving
        self.gaps = [gap_edges(layout, gap) for gap in range(layout.gaps)]
        self._levels = [np.zeros(len(gap.sources), dtype=np.int8) for gap in self.gaps]
        height = max(int(layout.bottom - layout.top) + 2 * _OVERHANG, 1)
        self._area = QRect(0, int(layout.top) - _OVERHANG, max(int(layout.width), 1), height)
        self._pixmap = None

    def set_widest(self, widest: float) -> None:
        """Draw the strongest edge so many pixels wide, in the present theme's colours."""
        self._widest = widest
        self._strokes.clear()
        self._pixmap = None

    def set_levels(self, levels: Sequence[Levels]) -> None:
        """Take new strengths: for each gap one level per edge."""
        self._levels = list(levels)

    @property
    def counts(self) -> tuple[int, int]:
        """How many curves of weights are drawn at rest, and how many there are."""
        counts = [len(gap.sources) for gap in self.gaps if not gap.passing]
        most = self._most_of_a_gap(MOST_DRAWN)
        return sum(min(count, most) for count in counts), sum(counts)

    def levels(self, gap: int) -> Levels:
        """The strengths that are shown in a gap."""
        return self._levels[gap]

    def paint(self, painter: QPainter, ratio: float) -> None:
        """Draw all edges; ``ratio`` is the screen's device pixel ratio."""
        if self._pixmap is None or self._pixmap.devicePixelRatio() != ratio:
            self._begin(ratio)
        assert self._pixmap is not None
        changed = [i for i, levels in enumerate(self._levels) if self._drawn[i] != levels.tobytes()]
        if changed and any(gap.is_woven for gap in self.gaps):  # curves of two gaps meet in one column
            changed = list(range(len(self.gaps)))
        if changed:
            background = theme.current().background
            with QPainter(self._pixmap) as inner:
                inner.setRenderHint(QPainter.RenderHint.Antialiasing)
                inner.translate(-self._area.x(), -self._area.y())
                for index in changed:
                    gap = self.gaps[index]
                    first, last = gap.extent
                    room = QRectF(first, self._area.y(), last - first, self._area.height())
                    inner.fillRect(room.toAlignedRect(), background)
                for index in changed:
                    self._paint_gap(inner, index, self._made_strokes(index, ratio))
                    self._drawn[index] = self._levels[index].tobytes()
        painter.drawPixmap(self._area.topLeft(), self._pixmap)

    def paint_some(
        self, painter: QPainter, gap: int, edges: Sequence[int], ratio: float, halo: QColor | None = None
    ) -> None:
        """Draw these edges over the others, a little wider; with a halo of this colour."""
        levels, curves, strokes = self._levels[gap], self.gaps[gap], self._made_strokes(gap, ratio)
        thickening = _THICKENING * fade_of(len(curves.sources))
        for edge in sorted(edges, key=lambda e: abs(int(levels[e]))):
            level = int(levels[edge])
            width = max(1.2, self._widest * (abs(level) / LEVELS) ** thickening) + 0.6
            if halo is not None:
                painter.setPen(_pen(halo, width + 3.0))
                painter.drawPath(curves.path(edge))
            stroke = strokes.passing if curves.passing else strokes.of(level)
            painter.setPen(_pen(stroke.pen.color(), width))
            painter.drawPath(curves.path(edge))

    def nearest(self, point: QPointF, reach: float) -> tuple[int, int] | None:
        """(gap, edge) of the curve under the point; among close ones a strong one wins over a weak one."""
        for index, gap in enumerate(self.gaps):
            begin = gap.left if gap.is_woven else gap.extent[0]
            if begin <= point.x() <= gap.right and len(gap.sources) and not gap.passing:
                distances = gap.distances(point) - 1.5 * np.abs(self._levels[index]) / LEVELS
                edge = int(np.argmin(distances))
                return (index, edge) if distances[edge] <= reach else None
        return None

    def _most_of_a_gap(self, most: int) -> int:
        """Its share of so many curves of the whole network."""
        return max(_LEAST_OF_A_GAP, most // max(len(self.gaps), 1))

    def _begin(self, ratio: float) -> None:
        pixmap = QPixmap(self._area.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(theme.current().background)
        if self.backdrop is not None:
            with QPainter(pixmap) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.translate(-self._area.x(), -self._area.y())
                self.backdrop(painter)
        self._pixmap = pixmap
        self._drawn = [None] * len(self.gaps)

    def _made_strokes(self, gap: int, ratio: float) -> Strokes:
        key = (ratio, fade_of(len(self.gaps[gap].sources)))
        if key not in self._strokes:
            self._strokes[key] = Strokes.made(self._widest, *key)
        return self._strokes[key]

    def _paint_gap(self, painter: QPainter, index: int, strokes: Strokes) -> None:
        gap, levels = self.gaps[index], self._levels[index]
        if gap.passing:
            painter.setPen(strokes.passing.pen)
            for edge in range(len(gap.sources)):
                painter.drawPath(gap.path(edge))
            return
        order = np.argsort(np.abs(levels), kind="stable")
        most = self._most_of_a_gap(MOST_MOVING if self._is_moving else MOST_DRAWN)
        if len(order) > most:
            order = order[-most:]
        draw, last = painter.drawPath, None
        strands: Strands = (0.0,)
        paths = gap.paths(strands)
        for edge, level in zip(order.tolist(), levels[order].tolist(), strict=True):
            if level != last:
                stroke, last = strokes.of(level), level
                painter.setPen(stroke.pen)
                if stroke.strands is not strands:
                    strands = stroke.strands
                    paths = gap.paths(strands)
            path = paths.get(edge)
            if path is None:
                path = paths[edge] = gap.made(edge, strands)
            draw(path)
