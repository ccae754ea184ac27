"""The canvas's edges: cached curves, drawn strongest last, one picture per gap kept between frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from playground.ui import theme
from playground.ui.views.canvas_layout import CanvasLayout, FloatArray

LEVELS = 24
"""Steps of width and colour: what does not change a step is not drawn anew."""
MOST_DRAWN = 1600
"""At most about so many curves in the whole network; each gap keeps its strongest."""

Levels = NDArray[np.int8]
"""``(edges,)`` in -LEVELS ... LEVELS: sign and strength; 0 is a hair line."""

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
    _paths: dict[int, QPainterPath] = field(default_factory=dict)

    def path(self, edge: int) -> QPainterPath:
        """The curve of an edge, with level ends."""
        path = self._paths.get(edge)
        if path is None:
            start, end, middle = (
                float(self.starts[edge]),
                float(self.ends[edge]),
                (self.left + self.right) / 2,
            )
            path = QPainterPath(QPointF(self.left, start))
            if abs(start - end) < 0.5:
                path.lineTo(self.right, end)
            else:
                path.cubicTo(middle, start, middle, end, self.right, end)
            self._paths[edge] = path
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
    """The curves between columns ``gap`` and ``gap + 1``: of the units that can be seen."""
    one, other = layout.columns[gap], layout.columns[gap + 1]
    space = 2.0
    left, right = one.right + space, other.left - space
    seen, seen_after = one.visible(), other.visible()
    if other.spec.passes:
        sources = targets = np.intersect1d(seen, seen_after)
    else:
        sources = np.repeat(seen, len(seen_after))
        targets = np.tile(seen_after, len(seen))
    return GapEdges(
        other.spec.passes,
        left,
        max(right, left + 1),
        sources,
        targets,
        one.centers[sources],
        other.centers[targets],
    )


def levels_of(strengths: FloatArray) -> Levels:
    """Signed strengths in -1 ... 1 as levels; what is not a number counts as 0."""
    safe = np.nan_to_num(strengths, nan=0.0, posinf=1.0, neginf=-1.0)
    return np.rint(np.clip(safe, -1.0, 1.0) * LEVELS).astype(np.int8)


@dataclass(frozen=True)
class Pens:
    """Pens by level for both signs, mixed with the background once (opaque lines draw fastest)."""

    positive: tuple[QPen, ...]
    negative: tuple[QPen, ...]
    passing: QPen

    @classmethod
    def made(cls, widest: float, hue: QColor | None = None) -> Pens:
        """The pens of the present theme; ``hue`` stands for both signs where a value has none."""
        colors = theme.current()

        def row(color: QColor) -> tuple[QPen, ...]:
            return tuple(_pen(color, level / LEVELS, widest) for level in range(LEVELS + 1))

        passing = QPen(theme.mix(colors.background, colors.quiet, 0.45), max(1.0, 0.2 * widest))
        passing.setCapStyle(Qt.PenCapStyle.FlatCap)
        return cls(row(hue or colors.positive), row(hue or colors.negative), passing)

    def of(self, level: int) -> QPen:
        """The pen of a signed level."""
        return self.positive[level] if level >= 0 else self.negative[-level]


def _pen(color: QColor, strength: float, widest: float) -> QPen:
    share = 0.16 + 0.84 * min(1.0, 1.25 * strength**0.8)
    pen = QPen(theme.mix(theme.current().background, color, share), 0.75 + (widest - 0.75) * strength)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


class EdgeLayer:
    """All edges of a layout, painted into one pixmap of which only changed gaps are painted again."""

    def __init__(self) -> None:
        self.gaps: list[GapEdges] = []
        self._levels: list[Levels] = []
        self._drawn: list[bytes | None] = []
        self._pixmap: QPixmap | None = None
        self._area = QRect()
        self._pens: Pens | None = None
        self._weakest = 0

    def set_layout(self, layout: CanvasLayout) -> None:
        """Take the curves of this layout; everything is painted again."""
        self.gaps = [gap_edges(layout, gap) for gap in range(layout.gaps)]
        self._levels = [np.zeros(len(gap.sources), dtype=np.int8) for gap in self.gaps]
        height = max(int(layout.bottom - layout.top) + 8, 1)
        self._area = QRect(0, int(layout.top) - 4, max(int(layout.width), 1), height)
        self._pixmap = None

    def set_pens(self, pens: Pens) -> None:
        """Draw with these pens from now on."""
        self._pens = pens
        self._pixmap = None

    def set_levels(self, levels: Sequence[Levels]) -> None:
        """Take new strengths: for each gap one level per edge."""
        self._levels = list(levels)

    def levels(self, gap: int) -> Levels:
        """The strengths that are shown in a gap."""
        return self._levels[gap]

    def paint(self, painter: QPainter, ratio: float) -> None:
        """Draw all edges; ``ratio`` is the screen's device pixel ratio."""
        if self._pens is None:
            return
        if self._pixmap is None or self._pixmap.devicePixelRatio() != ratio:
            self._pixmap = QPixmap(self._area.size() * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(theme.current().background)
            self._drawn = [None] * len(self.gaps)
        changed = [i for i, levels in enumerate(self._levels) if self._drawn[i] != levels.tobytes()]
        if changed:
            background = theme.current().background
            with QPainter(self._pixmap) as inner:
                inner.setRenderHint(QPainter.RenderHint.Antialiasing)
                inner.translate(-self._area.x(), -self._area.y())
                for index in changed:
                    gap = self.gaps[index]
                    room = QRectF(gap.left, self._area.y(), gap.right - gap.left, self._area.height())
                    inner.fillRect(room.toAlignedRect(), background)
                    self._paint_gap(inner, index)
                    self._drawn[index] = self._levels[index].tobytes()
        painter.drawPixmap(self._area.topLeft(), self._pixmap)

    def paint_some(self, painter: QPainter, gap: int, edges: Sequence[int], boost: float = 0.0) -> None:
        """Draw these edges over the others; ``boost`` pixels wider."""
        if self._pens is None:
            return
        levels, curves = self._levels[gap], self.gaps[gap]
        for edge in sorted(edges, key=lambda e: abs(int(levels[e]))):
            pen = QPen(self._pens.passing if curves.passing else self._pens.of(int(levels[edge])))
            pen.setWidthF(max(pen.widthF(), 1.0) + boost)
            painter.setPen(pen)
            painter.drawPath(curves.path(edge))

    def nearest(self, point: QPointF, reach: float) -> tuple[int, int] | None:
        """(gap, edge) of the curve under the point; among close ones a strong one wins over a weak one."""
        for index, gap in enumerate(self.gaps):
            if gap.left <= point.x() <= gap.right and len(gap.sources) and not gap.passing:
                distances = gap.distances(point) - 1.5 * np.abs(self._levels[index]) / LEVELS
                edge = int(np.argmin(distances))
                return (index, edge) if distances[edge] <= reach else None
        return None

    def _paint_gap(self, painter: QPainter, index: int) -> None:
        assert self._pens is not None
        gap, levels = self.gaps[index], self._levels[index]
        if gap.passing:
            painter.setPen(self._pens.passing)
            for edge in range(len(gap.sources)):
                painter.drawPath(gap.path(edge))
            return
        order = np.argsort(np.abs(levels), kind="stable")
        most = max(48, MOST_DRAWN // max(len(self.gaps), 1))
        if len(order) > most:
            order = order[-most:]
        shown, path, last = levels[order].tolist(), gap.path, None
        draw, set_pen, pen_of = painter.drawPath, painter.setPen, self._pens.of
        for edge, level in zip(order.tolist(), shown, strict=True):
            if level != last:
                set_pen(pen_of(level))
                last = level
            draw(path(edge))
