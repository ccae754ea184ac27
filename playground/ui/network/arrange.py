"""Puts the canvas's columns in their places: sizes of tiles, distances of columns, what must scroll."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from playground.ui.network.geometry import CanvasLayout, ColumnBox, ColumnSpec, FloatArray, Metrics, TileShape

_FACTORS: dict[TileShape, tuple[float, ...]] = {
    "square": (1.0,),
    "double": (2.0, 1.0),
    "wide": (1.75, 1.5, 1.25, 1.0),
}
"""How many times wider than high a tile may be, the best first."""
_SHRINKS = (1.0, 0.92, 0.85, 0.78, 0.71, 0.65, 0.58, 0.5, 0.43, 0.37)
"""By how much tiles shrink, step by step, before the canvas scrolls."""
_QUIET_SHARE = 0.36
"""Features that are off take at most this share of the height."""
_SMALLEST_PITCH = 1.25
"""From tile to tile at least so many of the smallest tiles; a column shows one, however low it is."""
_LANES = 3
"""A column of many units takes at most so many sub-columns, an enlarged one ``_ENLARGED_LANES``."""
_ENLARGED_LANES = 4
_FEW = 4
"""So few units stay below each other."""
_BACK = 0.6
"""Beside an enlarged column the others step back to this share of their size."""


def lay_out(
    specs: Sequence[ColumnSpec],
    width: float,
    height: float,
    metrics: Metrics,
    *,
    shape: TileShape = "square",
    scroll_x: float = 0.0,
    scrolls: Mapping[int, float] | None = None,
    enlarged: int | None = None,
) -> CanvasLayout:
    """Put the columns into a canvas of this size.

    ``scroll_x`` and ``scrolls`` (by layer id) are what the user scrolled; both are kept within what there is
    to see. The tiles of the layer ``enlarged`` are as large as they can be, and the others step back.
    """
    top = metrics.header
    bottom = max(height - metrics.footer, top + _SMALLEST_PITCH * metrics.smallest_tile)
    boxes, shape = _best(specs, (top, bottom), width, metrics, shape, scrolls or {}, enlarged)
    mins, weights = _wishes(boxes, metrics)
    left, right = _sides(boxes, metrics)
    distances = _distances(mins, weights, width - left - right)
    content = left + float(np.sum(distances)) + right
    scroll_x = min(max(scroll_x, 0.0), max(content - width, 0.0))
    places = left - scroll_x + np.concatenate(([0.0], np.cumsum(distances)))
    placed = tuple(replace(box, x=float(place)) for box, place in zip(boxes, places, strict=True))
    return CanvasLayout(placed, width, height, content, scroll_x, metrics, shape)


def with_open_gap(layout: CanvasLayout, gap: int, by: float) -> CanvasLayout:
    """The layout with one gap held open by so many pixels more."""
    places = np.array([box.x for box in layout.columns])
    fits = layout.content_width <= layout.width + 0.5
    distances = _opened(np.diff(places), gap, by, fits=fits)
    places = places[0] + np.concatenate(([0.0], np.cumsum(distances)))
    moved = tuple(replace(box, x=float(place)) for box, place in zip(layout.columns, places, strict=True))
    return replace(layout, columns=moved)


def _best(
    specs: Sequence[ColumnSpec],
    ends: tuple[float, float],
    width: float,
    metrics: Metrics,
    shape: TileShape,
    scrolls: Mapping[int, float],
    enlarged: int | None,
) -> tuple[list[ColumnBox], TileShape]:
    """The columns in as many sub-columns as make the smallest tile largest, where all can be seen."""
    large = replace(metrics, tile=metrics.enlarged_tile)
    each = [large if spec.layer_id == enlarged else metrics for spec in specs]
    lanes = [_lanes_wanted(spec, ends, own) for spec, own in zip(specs, each, strict=True)]
    found: list[tuple[tuple[bool, float, int], list[ColumnBox], TileShape]] = []
    while True:
        tall = [
            _vertical(spec, *ends, own, scrolls.get(spec.layer_id, 0.0), count)
            for spec, own, count in zip(specs, each, lanes, strict=True)
        ]
        boxes, made = _fitted(_evened(tall, metrics, enlarged), width, metrics, shape, enlarged)
        needed = _needed(boxes, metrics)
        fits = needed <= width
        worth = _worth(boxes, enlarged) if fits or enlarged is not None else -needed
        found.append(((fits, worth, -sum(lanes)), boxes, made))
        if max(lanes) == 1:
            break
        widest = max(range(len(lanes)), key=lambda i: (lanes[i] > 1, specs[i].layer_id != enlarged, lanes[i]))
        lanes[widest] -= 1
    _, boxes, made = max(found, key=lambda one: one[0])
    return boxes, made


def _worth(boxes: Sequence[ColumnBox], enlarged: int | None) -> float:
    """The size of the enlarged column's tiles, else of the smallest ones; a tenth of a pixel is nothing."""
    tiles = [box.tile for box in boxes if box.spec.layer_id == enlarged]
    tiles = tiles or [box.tile for box in boxes if not box.spec.passes]
    return round(min(tiles), 1)


def _lanes_wanted(spec: ColumnSpec, ends: tuple[float, float], metrics: Metrics) -> int:
    """As few sub-columns as keep tiles large enough, or else as make them largest."""
    if spec.is_fixed or spec.passes or spec.units <= _FEW:
        return 1
    is_large = metrics.tile == metrics.enlarged_tile
    most = min(_ENLARGED_LANES if is_large else _LANES, spec.units)
    tiles = [_vertical(spec, *ends, metrics, 0.0, lanes).tile for lanes in range(1, most + 1)]
    enough = metrics.tile if is_large else metrics.enough_tile
    return next((k for k, tile in enumerate(tiles, start=1) if tile >= enough), 1 + tiles.index(max(tiles)))


def _vertical(
    spec: ColumnSpec, top: float, bottom: float, metrics: Metrics, scroll: float, lanes: int = 1
) -> ColumnBox:
    """A column's heights; where it stands from left to right comes later."""
    room = bottom - top
    share = _QUIET_SHARE if spec.units else 0.9
    row = min(metrics.row, max(share * room / max(spec.extra_rows, 1), 0.56 * metrics.row))
    smallest = _SMALLEST_PITCH * metrics.smallest_tile
    most = (room - spec.units * smallest) / row - 0.5  # what is on comes before what is off
    rows_below = min(spec.extra_rows, max(int(most), 0))
    below = rows_below * row + (0.5 * row if rows_below else 0.0)
    rows = max((spec.units - 1 + lanes) / lanes, 1.0)
    pitch = min(max((room - below) / rows, smallest), metrics.tile * 1.4)
    tile = max(pitch - min((0.27 if lanes == 1 else 0.2) * pitch, 0.4 * metrics.tile), metrics.smallest_tile)
    whole = pitch * rows
    scroll_range = whole - (room - below) if whole > room - below + 0.5 else 0.0
    scroll = min(max(scroll, 0.0), scroll_range)
    begin = (top + bottom - whole) / 2
    if scroll_range:
        begin = top - scroll
    elif begin + whole + below > bottom:
        begin = max(bottom - whole - below, top)
    ranks = np.arange(spec.units) if spec.ranks is None else np.asarray(spec.ranks, dtype=float)
    centers = begin + pitch / 2 + ranks * pitch / lanes
    end = bottom - below if scroll_range else bottom
    rows_top = (end if scroll_range else begin + whole) + 0.5 * row
    extra = rows_top + (np.arange(rows_below) + 0.5) * row
    return ColumnBox(
        spec,
        0.0,
        tile,
        tile,
        pitch,
        centers,
        top,
        end,
        lanes,
        metrics.numbers + 2 * metrics.bias,
        scroll,
        scroll_range,
        extra,
        row if rows_below else 0.0,
    )


def _with_tile(box: ColumnBox, tile: float, factor: float = 1.0) -> ColumnBox:
    """The column with tiles this high and ``factor`` times as wide."""
    width = box.lanes * tile * factor + (box.lanes - 1) * box.lane_gap
    return replace(box, tile=tile, width=width)


def _evened(boxes: Sequence[ColumnBox], metrics: Metrics, enlarged: int | None) -> list[ColumnBox]:
    """Tiles of one canvas are of one size, but where that would be tiny beside a column that scrolls."""
    others = [box.tile for box in boxes if box.spec.layer_id != enlarged]
    smallest = min(others, default=metrics.tile)
    most = smallest if smallest >= 0.5 * metrics.tile else max(1.2 * smallest, 0.68 * metrics.tile)
    if enlarged is not None:
        large = next((box.tile for box in boxes if box.spec.layer_id == enlarged), most)
        most = max(min(_BACK * most, large), metrics.smallest_tile)
    return [
        _with_tile(box, box.tile if box.spec.layer_id == enlarged else min(box.tile, most)) for box in boxes
    ]


def _fitted(
    boxes: Sequence[ColumnBox], width: float, metrics: Metrics, shape: TileShape, enlarged: int | None
) -> tuple[list[ColumnBox], TileShape]:
    """The widest tiles with which all columns can be seen: less wide first, then smaller."""
    made: list[ColumnBox] = []
    for factor in _FACTORS[shape]:
        shrinks = _SHRINKS[:3] if factor > 1.0 else _SHRINKS

        def sized(place: int, factor: float = factor, shrinks: Sequence[float] = shrinks) -> list[ColumnBox]:
            return _inherit(
                [_sized(box, metrics, shrinks[place], factor, enlarged) for box in boxes], metrics
            )

        made, largest = sized(len(shrinks) - 1), len(shrinks) - 1
        if _needed(made, metrics) > width:
            continue
        first = 0
        while first < largest:  # less shrunk is wider, so the first that fits is found by halves
            middle = (first + largest) // 2
            tried = sized(middle)
            if _needed(tried, metrics) <= width:
                made, largest = tried, middle
            else:
                first = middle + 1
        return made, shape if factor > 1.0 else "square"
    return made, "square"


def _needed(boxes: Sequence[ColumnBox], metrics: Metrics) -> float:
    """The width with which all columns can be seen."""
    return sum(_sides(boxes, metrics)) + float(_wishes(boxes, metrics)[0].sum())


def _sized(box: ColumnBox, metrics: Metrics, shrink: float, factor: float, enlarged: int | None) -> ColumnBox:
    most = metrics.enlarged_tile if box.spec.layer_id == enlarged else metrics.tile
    tile = min(box.tile, max(shrink * most, metrics.smallest_tile))
    return _with_tile(box, tile, 1.0 if box.spec.is_fixed else factor)


def _inherit(boxes: Sequence[ColumnBox], metrics: Metrics) -> list[ColumnBox]:
    """Passing columns stand at the heights of the column before them."""
    made: list[ColumnBox] = []
    for box in boxes:
        if box.spec.passes and made:
            source = made[-1]
            side = min(metrics.slim, max(0.6 * source.step, 8.0))
            box = replace(
                source, spec=box.spec, width=side, tile=side, pitch=source.step, lanes=1,
                extra_centers=np.zeros(0), extra_height=0.0,
            )  # fmt: skip
        made.append(box)
    return made


def _sides(boxes: Sequence[ColumnBox], metrics: Metrics) -> tuple[float, float]:
    """From the canvas's left side to the first centre, and from the last centre to its right side."""
    left = metrics.margin + metrics.label + boxes[0].width / 2
    left = max(left, boxes[0].spec.header / 2 + 4)
    right = max(metrics.margin + metrics.numbers + boxes[-1].width / 2, boxes[-1].spec.header / 2 + 4)
    return left, right


def _wishes(boxes: Sequence[ColumnBox], metrics: Metrics) -> tuple[FloatArray, FloatArray]:
    """For each gap the least distance of the two centres, and its share of the free room."""
    mins, weights = [], []
    for one, other in pairwise(boxes):
        tiles = (one.width + other.width) / 2
        numbers = 0.0 if one.spec.passes else metrics.numbers
        if other.spec.passes:
            free, weight = numbers + metrics.passing_edge, 0.55
        else:
            free, weight = (
                max(numbers + 0.4 * metrics.edge, 0.9 * min(one.tile, other.tile), metrics.edge),
                1.0,
            )
        mins.append(max(tiles + free, (one.spec.header + other.spec.header) / 2))
        weights.append(weight)
    return np.array(mins), np.array(weights)


def _distances(mins: FloatArray, weights: FloatArray, total: float) -> FloatArray:
    """Distances of at least ``mins`` that share ``total`` by weight (more than total if need be)."""
    distances = mins.copy()
    if not len(mins) or total <= mins.sum():
        return distances
    free = np.ones(len(mins), dtype=bool)
    while free.any():
        unit = (total - distances[~free].sum()) / weights[free].sum()
        short = free & (unit * weights < mins)
        if not short.any():
            distances[free] = unit * weights[free]
            break
        distances[short] = mins[short]
        free &= ~short
    return distances


def _opened(distances: FloatArray, gap: int, by: float, *, fits: bool) -> FloatArray:
    """One gap wider by so many pixels, which the others give where all are in sight."""
    others = distances.copy()
    others[gap] = 0.0
    if fits and others.sum() > 2 * by:
        distances = distances - by * others / others.sum()
    opened = distances.copy()
    opened[gap] += by
    return opened
