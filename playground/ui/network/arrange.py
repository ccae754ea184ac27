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
_SHRINKS = (1.0, 0.92, 0.85, 0.78, 0.71, 0.65, 0.58, 0.5)
"""By how much tiles shrink, step by step, before the canvas scrolls."""
_QUIET_SHARE = 0.36
"""Features that are off take at most this share of the height."""
_SMALLEST_PITCH = 1.25
"""From tile to tile at least so many of the smallest tiles; a column shows one, however low it is."""


def lay_out(
    specs: Sequence[ColumnSpec],
    width: float,
    height: float,
    metrics: Metrics,
    *,
    shape: TileShape = "square",
    opening: tuple[int, float] | None = None,
    scroll_x: float = 0.0,
    scrolls: Mapping[int, float] | None = None,
) -> CanvasLayout:
    """Put the columns into a canvas of this size.

    ``opening`` is (gap, pixels): that gap is held open by so much. ``scroll_x`` and ``scrolls`` (by
    layer id) are what the user scrolled; both are kept within what there is to see.
    """
    top = metrics.header
    bottom = max(height - metrics.footer, top + _SMALLEST_PITCH * metrics.smallest_tile)
    tall = [_vertical(spec, top, bottom, metrics, (scrolls or {}).get(spec.layer_id, 0.0)) for spec in specs]
    boxes, shape = _fitted(_evened(tall, metrics), width, metrics, shape)
    mins, weights = _wishes(boxes, metrics)
    left, right = _sides(boxes, metrics)
    distances = _distances(mins, weights, width - left - right)
    if opening is not None:
        distances = _opened(distances, *opening, fits=left + distances.sum() + right <= width + 0.5)
    content = left + float(np.sum(distances)) + right
    scroll_x = min(max(scroll_x, 0.0), max(content - width, 0.0))
    places = left - scroll_x + np.concatenate(([0.0], np.cumsum(distances)))
    placed = tuple(replace(box, x=float(place)) for box, place in zip(boxes, places, strict=True))
    return CanvasLayout(placed, width, height, content, scroll_x, metrics, shape)


def _vertical(spec: ColumnSpec, top: float, bottom: float, metrics: Metrics, scroll: float) -> ColumnBox:
    """A column's heights; where it stands from left to right comes later."""
    room = bottom - top
    share = _QUIET_SHARE if spec.units else 0.9
    row = min(metrics.row, max(share * room / max(spec.extra_rows, 1), 0.56 * metrics.row))
    below = spec.extra_rows * row + (0.5 * row if spec.extra_rows else 0.0)
    smallest = _SMALLEST_PITCH * metrics.smallest_tile
    below = min(below, room - smallest)
    pitch = (room - below) / max(spec.units, 1)
    pitch = min(max(pitch, smallest), metrics.tile * 1.4)
    tile = max(pitch - min(0.27 * pitch, 0.4 * metrics.tile), metrics.smallest_tile)
    whole = pitch * spec.units
    scroll_range = whole - (room - below) if whole > room - below + 0.5 else 0.0
    scroll = min(max(scroll, 0.0), scroll_range)
    begin = (top + bottom - whole) / 2
    if scroll_range:
        begin = top - scroll
    elif begin + whole + below > bottom:
        begin = max(bottom - whole - below, top)
    ranks = np.arange(spec.units) if spec.ranks is None else np.asarray(spec.ranks, dtype=float)
    centers = begin + (ranks + 0.5) * pitch
    end = bottom - below if scroll_range else bottom
    rows_top = (end if scroll_range else begin + whole) + 0.5 * row
    extra = rows_top + (np.arange(spec.extra_rows) + 0.5) * row
    return ColumnBox(
        spec,
        0.0,
        tile,
        tile,
        pitch,
        centers,
        top,
        end,
        scroll,
        scroll_range,
        extra,
        row if len(extra) else 0.0,
    )


def _evened(boxes: Sequence[ColumnBox], metrics: Metrics) -> list[ColumnBox]:
    """Tiles of one canvas are of one size, but where that would be tiny beside a column that scrolls."""
    smallest = min(box.tile for box in boxes)
    most = smallest if smallest >= 0.5 * metrics.tile else max(1.2 * smallest, 0.68 * metrics.tile)
    return [replace(box, tile=min(box.tile, most), width=min(box.tile, most)) for box in boxes]


def _fitted(
    boxes: Sequence[ColumnBox], width: float, metrics: Metrics, shape: TileShape
) -> tuple[list[ColumnBox], TileShape]:
    """The widest tiles with which all columns can be seen: less wide first, then smaller."""
    made: list[ColumnBox] = []
    for factor in _FACTORS[shape]:
        for shrink in _SHRINKS[:3] if factor > 1.0 else _SHRINKS:
            made = _inherit([_sized(box, metrics, shrink, factor) for box in boxes], metrics)
            if sum(_sides(made, metrics)) + _wishes(made, metrics)[0].sum() <= width:
                return made, shape if factor > 1.0 else "square"
    return made, "square"


def _sized(box: ColumnBox, metrics: Metrics, shrink: float, factor: float) -> ColumnBox:
    tile = min(box.tile, max(shrink * metrics.tile, metrics.smallest_tile))
    return replace(box, tile=tile, width=tile if box.spec.is_fixed else tile * factor)


def _inherit(boxes: Sequence[ColumnBox], metrics: Metrics) -> list[ColumnBox]:
    """Passing columns stand at the heights of the column before them."""
    made: list[ColumnBox] = []
    for box in boxes:
        if box.spec.passes and made:
            source = made[-1]
            side = min(metrics.slim, max(0.6 * source.pitch, 8.0))
            box = replace(
                source, spec=box.spec, width=side, tile=side, extra_centers=np.zeros(0), extra_height=0.0
            )
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
