"""Where a diagram stands on paper: left to right, in layers, without overlaps. Lengths have no unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TypeAlias

import fast_sugiyama

Run: TypeAlias = tuple[float, float, float]
"""A straight piece of a wire: from x to x, at the height y. Curves join a wire's runs."""

_STEEPEST = 0.38
"""The share of the height a curve climbs that it gets as room across."""
_SWEEPS = 12
"""So often the columns are levelled with their neighbours, with those after and those before in turn."""
_WIDEST_GAP = 5.0
"""So many gaps at most stand between two columns."""


@dataclass(frozen=True)
class Size:
    """The room that something takes; ``below`` is more of it under what wires lead to."""

    width: float
    height: float
    below: float = 0.0


@dataclass(frozen=True)
class Box:
    """A rectangle by the centre of what wires lead to, with the room ``below`` that."""

    x: float
    y: float
    width: float
    height: float
    below: float = 0.0

    @property
    def left(self) -> float:
        """Its left side."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """Its right side."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """Its upper side."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.y + self.height / 2 + self.below

    def overlaps(self, other: Box) -> bool:
        """Whether the two have more than a side in common."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1e-6 and down > 1e-6


@dataclass(frozen=True)
class Layout:
    """The boxes of all nodes, the boxes of all wires' numbers, and each wire's runs, by their places."""

    nodes: tuple[Box, ...]
    labels: tuple[Box, ...]
    wires: tuple[tuple[Run, ...], ...]
    width: float
    height: float


_BEND = Size(0.0, 0.0)


def lay_out(
    nodes: Sequence[Size], wires: Sequence[tuple[int, int]], labels: Sequence[Size], gap: float
) -> Layout:
    """Places for nodes and for the numbers of the wires ``(source, target)`` between them.

    Every wire's label is a place of its own between source and target, so that nothing overlaps, and a
    node stands as near to its user as it can. ``gap`` is the least room between two things. All nodes
    hang together, no two wires join the same two nodes, and none leads back.
    """
    sizes = [*nodes, *labels]
    across, depth, chains = _found_places(wires, len(nodes))
    if _rises(across, depth, len(nodes)):
        across = {place: -x for place, x in across.items()}
    ranks: dict[int, list[int]] = {}
    for place in sorted(across, key=across.__getitem__):
        ranks.setdefault(depth[place], []).append(place)
    columns = [ranks[one] for one in sorted(ranks)]
    size_of = {place: sizes[place] if place < len(sizes) else _BEND for place in across}
    heights = _heights(columns, across, chains, size_of, gap)
    lefts, widths = _columns(columns, chains, heights, size_of, gap)
    column_of = {place: number for number, column in enumerate(columns) for place in column}

    def box(place: int) -> Box:
        column, size = column_of[place], size_of[place]
        return Box(lefts[column] + widths[column] / 2, heights[place], size.width, size.height, size.below)

    def run(place: int) -> Run:
        """Through the whole column, but no further than to the node where it begins or ends."""
        column, here = column_of[place], box(place)
        left, right = lefts[column], lefts[column] + widths[column]
        return (left, right, here.y) if place >= len(nodes) else (here.left, here.right, here.y)

    def path(chain: list[int]) -> tuple[Run, ...]:
        first, last = box(chain[0]), box(chain[-1])
        right = lefts[column_of[chain[0]]] + widths[column_of[chain[0]]]
        left = lefts[column_of[chain[-1]]]
        inner = [run(place) for place in chain[1:-1]]
        return ((first.right, right, first.y), *inner, (left, last.left, last.y))

    return Layout(
        tuple(box(place) for place in range(len(nodes))),
        tuple(box(place) for place in range(len(nodes), len(sizes))),
        tuple(path(chain) for chain in chains),
        lefts[-1] + widths[-1],
        max(heights[place] + size.height / 2 + size.below for place, size in size_of.items()),
    )


def stretched(layout: Layout, height: float) -> Layout:
    """The same with its rows farther from each other, so that it is so high; never lower than it is."""
    boxes = (*layout.nodes, *layout.labels)
    top, bottom = min(boxes, key=lambda box: box.top), max(boxes, key=lambda box: box.bottom)
    if bottom.y - top.y < 1e-6 or height <= layout.height:
        return layout
    factor = 1.0 + (height - layout.height) / (bottom.y - top.y)

    def moved(y: float) -> float:
        return top.y + (y - top.y) * factor

    return replace(
        layout,
        nodes=tuple(replace(box, y=moved(box.y)) for box in layout.nodes),
        labels=tuple(replace(box, y=moved(box.y)) for box in layout.labels),
        wires=tuple(tuple((left, right, moved(y)) for left, right, y in runs) for runs in layout.wires),
        height=height,
    )


def _found_places(
    wires: Sequence[tuple[int, int]], nodes: int
) -> tuple[dict[int, float], dict[int, int], list[list[int]]]:
    """Of each node, label and bend the place across and the rank, and each wire's way through them."""
    if not wires:
        return {0: 0.0}, {0: 0}, []
    ends = [
        end
        for label, (source, target) in enumerate(wires, start=nodes)
        for end in ((source, label), (label, target))
    ]
    ((found, _, _, parts),) = fast_sugiyama.from_edges(
        ends, ranking_type="minimize", vertex_spacing=1.0, dummy_vertices=True, dummy_size=1.0
    )
    places = {int(place): where for place, where in found}
    deepest = max(y for _, y in places.values())
    known = nodes + len(wires)
    after = {int(source): int(target) for source, target in parts or () if int(source) >= nodes}
    before = {int(target): int(source) for source, target in parts or () if int(target) >= nodes}
    chains = []
    for label in range(nodes, known):
        chain = [label]
        while chain[0] >= nodes:
            chain.insert(0, before[chain[0]])
        while chain[-1] >= nodes:
            chain.append(after[chain[-1]])
        chains.append(chain)
    ranks = {place: round(deepest - y) for place, (_, y) in places.items()}
    return {place: x for place, (x, _) in places.items()}, ranks, chains


def _rises(across: dict[int, float], depth: dict[int, int], nodes: int) -> bool:
    """Whether what comes first stands lowest more often than not: the picture is better upside down."""
    by_rank: dict[int, list[int]] = {}
    for place in range(nodes):
        by_rank.setdefault(depth[place], []).append(place)
    steps = [
        across[second] - across[first] for column in by_rank.values() for first, second in pairwise(column)
    ]
    return sum((step > 0) - (step < 0) for step in steps) < 0


def _heights(
    columns: list[list[int]],
    across: dict[int, float],
    chains: list[list[int]],
    size_of: dict[int, Size],
    gap: float,
) -> dict[int, float]:
    """The height of every place: in the library's order, level with its neighbours where there is room."""
    before: dict[int, list[int]] = {place: [] for place in across}
    after: dict[int, list[int]] = {place: [] for place in across}
    for chain in chains:
        for source, target in pairwise(chain):
            before[target].append(source)
            after[source].append(target)
    spacing = min((size.height for size in size_of.values() if size.height), default=0.0) + gap
    heights = {place: x * spacing for place, x in across.items()}
    apart = [
        [_apart(size_of[upper], size_of[lower], gap) for upper, lower in pairwise(column)]
        for column in columns
    ]
    for sweep in range(_SWEEPS):
        is_forward = sweep % 2 == 1
        neighbours = before if is_forward else after
        for number in range(len(columns)) if is_forward else reversed(range(len(columns))):
            column = columns[number]
            wanted = [_mean([heights[one] for one in neighbours[place]], heights[place]) for place in column]
            heights.update(zip(column, _parted(wanted, apart[number]), strict=True))
    top = min(heights[place] - size.height / 2 for place, size in size_of.items())
    return {place: y - top for place, y in heights.items()}


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _apart(upper: Size, lower: Size, gap: float) -> float:
    """How far apart two things of a column must be, from middle to middle."""
    return upper.height / 2 + upper.below + lower.height / 2 + gap


def _parted(wanted: list[float], apart: list[float]) -> list[float]:
    """The heights nearest to the wanted ones that are so far apart at least (pooling of those too near)."""
    offsets = [0.0, *accumulate(apart)]
    pools: list[tuple[float, int]] = []
    for height, offset in zip(wanted, offsets, strict=True):
        mean, count = height - offset, 1
        while pools and pools[-1][0] > mean:
            before, more = pools.pop()
            mean, count = (mean * count + before * more) / (count + more), count + more
        pools.append((mean, count))
    parted = [mean for mean, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(parted, offsets, strict=True)]


def _columns(
    columns: list[list[int]],
    chains: list[list[int]],
    heights: dict[int, float],
    size_of: dict[int, Size],
    gap: float,
) -> tuple[list[float], list[float]]:
    """Left side and width of every column; where curves climb far, the next column stands farther off."""
    column_of = {place: number for number, column in enumerate(columns) for place in column}
    climbs = [0.0] * len(columns)
    for chain in chains:
        for source, target in pairwise(chain):
            place = column_of[source]
            climbs[place] = max(climbs[place], abs(heights[source] - heights[target]))
    lefts, widths, left = [], [], 0.0
    for column, climb in zip(columns, climbs, strict=True):
        lefts.append(left)
        widths.append(max(size_of[place].width for place in column))
        left += widths[-1] + min(gap + _STEEPEST * climb, _WIDEST_GAP * gap)
    return lefts, widths
