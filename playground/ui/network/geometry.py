"""Where everything stands on the network canvas: pure geometry, nothing is painted here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF

from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.kinds import LAYER_KINDS

FloatArray = NDArray[np.floating]
TileShape = Literal["square", "double", "wide"]
"""One picture; two pictures side by side where there is room; as wide as there is room."""

SMALLEST_TILE = 16.0
"""Tiles do not shrink below this many logical pixels: then the column scrolls."""
LARGEST_TILE = 200.0
"""Nor do they grow beyond this on a large screen."""
ENOUGH_TILE = 40.0
"""Before they are lower than this, units stand in sub-columns."""


@dataclass(frozen=True)
class Metrics:
    """Lengths in pixels, presentation factor included."""

    margin: float
    header: float
    footer: float
    label: float
    numbers: float
    tile: float
    smallest_tile: float
    enough_tile: float
    enlarged_tile: float
    slim: float
    row: float
    edge: float
    passing_edge: float
    bias: float
    has_numbers: bool
    """Whether a probe point's numbers stand beside the tiles."""

    @classmethod
    def scaled(
        cls, factor: float, height: float, label: float, numbers: float, *, has_numbers: bool = True
    ) -> Metrics:
        """The lengths of a canvas this high; ``label`` and ``numbers``: the widest name and number."""
        tile = min(max(0.14 * height, 56 * factor), LARGEST_TILE * factor)
        return cls(
            margin=20 * factor,
            header=58 * factor,
            footer=92 * factor,
            label=label,
            numbers=numbers,
            tile=tile,
            smallest_tile=SMALLEST_TILE * factor,
            enough_tile=max(ENOUGH_TILE * factor, 0.075 * height),
            enlarged_tile=max(tile, 0.34 * height),
            slim=18 * factor,
            row=22 * factor,
            edge=44 * factor,
            passing_edge=20 * factor,
            bias=7 * factor,
            has_numbers=has_numbers,
        )

    def tight(self) -> Metrics:
        """The same with less air between the columns, and none for numbers where there are none."""
        numbers = self.numbers if self.has_numbers else 0.0
        margin = self.margin if self.has_numbers else 0.4 * self.margin  # powers of ten are long
        return replace(self, margin=margin, edge=0.7 * self.edge, numbers=numbers)


@dataclass(frozen=True)
class ColumnSpec:
    """What a column asks of the layout.

    ``ranks`` gives each unit's place from the top (None: in order). ``extra_rows`` are quiet rows below
    the units (features that are off). ``header`` is the header's width.
    """

    layer_id: int
    kind: str
    units: int
    header: float
    ranks: tuple[int, ...] | None = None
    extra_rows: int = 0

    @property
    def passes(self) -> bool:
        """True where each unit has exactly one input, at its own height (dropout, norms)."""
        return self.kind in LAYER_KINDS and LAYER_KINDS[self.kind].keeps_units

    @property
    def has_weights(self) -> bool:
        """True where every unit sees every unit of the column before: dense layers and the output."""
        return self.layer_id != FEATURES_ID and not self.passes

    @property
    def is_fixed(self) -> bool:
        """True for the columns that cannot move: features and output."""
        return self.layer_id in (FEATURES_ID, OUTPUT_ID)


@dataclass(frozen=True)
class ColumnBox:
    """A column where it stands: ``x`` is its centre, ``centers (units,)`` the heights of its units.

    Many units stand in ``lanes`` sub-columns like bricks, from the left to the right and one step lower each;
    ``pitch`` is the distance of two tiles below each other.
    """

    spec: ColumnSpec
    x: float
    width: float
    tile: float
    pitch: float
    centers: FloatArray
    top: float
    bottom: float
    lanes: int = 1
    lane_gap: float = 0.0
    scroll: float = 0.0
    scroll_range: float = 0.0
    extra_centers: FloatArray = field(default_factory=lambda: np.zeros(0))
    extra_height: float = 0.0

    @property
    def left(self) -> float:
        """The left side of its tiles."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The right side of its tiles."""
        return self.x + self.width / 2

    @property
    def tile_width(self) -> float:
        """The width of one tile."""
        return (self.width - (self.lanes - 1) * self.lane_gap) / self.lanes

    @property
    def step(self) -> float:
        """How much lower each unit stands than the one before."""
        return self.pitch / self.lanes

    @cached_property
    def lane_of(self) -> NDArray[np.intp]:
        """``(units,)``: the sub-column of each unit, from the left."""
        return np.arange(len(self.centers)) % self.lanes

    @cached_property
    def xs(self) -> FloatArray:
        """``(units,)``: the centre of each unit's tile."""
        first = self.left + self.tile_width / 2
        return np.asarray(first + self.lane_of * (self.tile_width + self.lane_gap))

    def visible(self) -> NDArray[np.intp]:
        """The units whose whole tile can be seen."""
        half = self.tile / 2 - 0.5
        seen = (self.centers - half >= self.top - 1) & (self.centers + half <= self.bottom + 1)
        return np.flatnonzero(seen)

    @cached_property
    def rects(self) -> list[QRect]:
        """The tiles of all units, on whole pixels."""
        width, height = round(self.tile_width), round(self.tile)
        lefts = np.rint(self.xs - self.tile_width / 2).astype(int).tolist()
        tops = np.rint(self.centers - self.tile / 2).astype(int).tolist()
        return [QRect(left, top, width, height) for left, top in zip(lefts, tops, strict=True)]

    @cached_property
    def seen(self) -> list[int]:
        """The units whose whole tile can be seen."""
        seen: list[int] = self.visible().tolist()
        return seen

    def rect(self, unit: int) -> QRectF:
        """The tile of a unit, on whole pixels."""
        return QRectF(self.rects[unit])

    def extra_rect(self, row: int, label: float) -> QRectF:
        """A quiet row below the units, with its label on the left."""
        middle = self.extra_centers[row]
        return QRectF(
            self.left - label, middle - self.extra_height / 2, label + self.width, self.extra_height
        )


@dataclass(frozen=True)
class CanvasLayout:
    """All columns in their places."""

    columns: tuple[ColumnBox, ...]
    width: float
    height: float
    content_width: float
    scroll_x: float
    metrics: Metrics
    shape: TileShape

    @property
    def top(self) -> float:
        """Where the units' part of the canvas begins."""
        return self.metrics.header

    @property
    def bottom(self) -> float:
        """Where the units' part ends."""
        return self.height - self.metrics.footer

    @property
    def smallest_tile(self) -> float:
        """The size of the smallest tile."""
        return min(box.tile for box in self.columns if not box.spec.passes)

    @property
    def room(self) -> QRectF:
        """The units' part: no header and no legend lies over it."""
        return QRectF(0.0, self.top, self.width, self.bottom - self.top)

    @property
    def gaps(self) -> int:
        """The number of gaps: gap i lies between columns i and i + 1."""
        return len(self.columns) - 1

    def column(self, layer_id: int) -> int | None:
        """The place of the column of this layer, None when there is none."""
        return next((i for i, box in enumerate(self.columns) if box.spec.layer_id == layer_id), None)

    def gap_rect(self, gap: int) -> QRectF:
        """The free room between two columns."""
        left, right = self.columns[gap].right, self.columns[gap + 1].left
        return QRectF(left, self.top, right - left, self.bottom - self.top)

    def nearest_gap(self, x: float) -> int:
        """The gap whose middle is nearest to ``x``."""
        middles = [self.gap_rect(gap).center().x() for gap in range(self.gaps)]
        return min(range(self.gaps), key=lambda gap: abs(middles[gap] - x))

    def unit_at(self, point: QPointF) -> tuple[int, int] | None:
        """(column, unit) of the tile under the point."""
        for index, box in enumerate(self.columns):
            if abs(point.x() - box.x) <= box.width / 2 + 2 and box.top <= point.y() <= box.bottom:
                across = np.abs(box.xs - point.x()) <= box.tile_width / 2 + 2
                inside = across & (np.abs(box.centers - point.y()) <= box.tile / 2 + 1)
                if inside.any():
                    return index, int(np.argmax(inside))
        return None

    def bias_side(self, column: int) -> int:
        """The side of a column's bias squares."""
        return round(min(self.metrics.bias, max(4.0, self.columns[column].tile * 0.28)))

    def bias_rect(self, column: int, unit: int) -> QRect:
        """The small square at the tile's lower left corner."""
        side, tile = self.bias_side(column), self.columns[column].rects[unit]
        return QRect(tile.left() - side - 2, tile.bottom() - side + 1, side, side)

    def bias_at(self, point: QPointF) -> tuple[int, int] | None:
        """(column, unit) of the bias square under the point, with room for the hand beside large tiles."""
        target = 24 / 7 * self.metrics.bias
        for index, box in enumerate(self.columns):
            if not box.spec.has_weights or not box.left - 2 * target < point.x() < box.right:
                continue
            grown = round(min((target - self.bias_side(index)) / 2, box.tile / 4))
            for unit in box.visible():
                if (
                    self.bias_rect(index, unit)
                    .adjusted(-grown, -grown, grown, grown)
                    .contains(point.toPoint())
                ):
                    return index, int(unit)
        return None

    def extra_at(self, point: QPointF) -> int | None:
        """The quiet feature row under the point."""
        box = self.columns[0]
        for row in range(len(box.extra_centers)):
            if box.extra_rect(row, self.metrics.label).adjusted(-4, 0, 4, 0).contains(point):
                return row
        return None


def neighbour(layout: CanvasLayout, column: int, unit: int, across: int, down: int) -> tuple[int, int]:
    """(column, unit) beside a unit: the next one below or above it, or across at about its height.

    Sub-columns are walked through like columns; the features are left out.
    """
    box = layout.columns[column]
    if down:
        there = unit + down * box.lanes
        return column, there if 0 <= there < box.spec.units else unit
    lane = int(box.lane_of[unit]) + across
    if 0 <= lane < min(box.lanes, box.spec.units):
        return column, _nearest(box, lane, box.centers[unit])
    target = column + across
    while 0 < target < len(layout.columns) - 1 and not layout.columns[target].spec.units:
        target += across
    if not 0 < target < len(layout.columns):
        return column, unit
    other = layout.columns[target]
    lane = 0 if across > 0 else min(other.lanes, other.spec.units) - 1
    return target, _nearest(other, lane, box.centers[unit])


def _nearest(box: ColumnBox, lane: int, height: float) -> int:
    units = np.flatnonzero(box.lane_of == lane)
    return int(units[np.abs(box.centers[units] - height).argmin()])


def blend(start: CanvasLayout, end: CanvasLayout, share: float) -> CanvasLayout:
    """The layout ``share`` of the way from one to the other; only columns of both move."""
    if share >= 1.0:
        return end
    before = {box.spec.layer_id: box for box in start.columns}
    boxes = []
    for box in end.columns:
        old = before.get(box.spec.layer_id)
        if old is None:
            boxes.append(box)
            continue
        same = len(old.centers) == len(box.centers)
        centers = old.centers + (box.centers - old.centers) * share if same else box.centers
        boxes.append(replace(box, x=old.x + (box.x - old.x) * share, centers=centers))
    return replace(end, columns=tuple(boxes))
