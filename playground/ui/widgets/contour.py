"""Contours of values over a grid: where they cross a level."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.floating]
Segments = NDArray[np.float64]
"""``(n, 2, 2)``: n lines from (column, row) to (column, row), in cells."""

_EDGES = ((0, 1), (1, 2), (3, 2), (0, 3))
"""A square's corners go round from its top left; its edges are top, right, bottom, left."""
_CASES: dict[int, tuple[tuple[int, int], ...]] = {
    1: ((3, 0),),
    2: ((0, 1),),
    3: ((3, 1),),
    4: ((1, 2),),
    6: ((0, 2),),
    7: ((3, 2),),
    8: ((2, 3),),
    9: ((0, 2),),
    11: ((1, 2),),
    12: ((1, 3),),
    13: ((0, 1),),
    14: ((3, 0),),
}
"""Marching squares: which corners lie above the level -> which edges a line joins. Saddles: see below."""


def contour(values: Values, level: float = 0.0) -> Segments:
    """The lines on which ``values (rows, columns)`` are ``level``; cells with NaN have none.

    At a saddle the square's middle decides which corners belong together.
    """
    above = values - level
    corners = np.stack([above[:-1, :-1], above[:-1, 1:], above[1:, 1:], above[1:, :-1]])
    whole = np.isfinite(corners).all(axis=0)
    with np.errstate(invalid="ignore"):
        case = ((corners > 0) * np.array([1, 2, 4, 8])[:, None, None]).sum(axis=0)
    case[~whole] = 0
    parts = []
    for number, lines in _CASES.items():
        parts += [_lines(corners, case == number, line) for line in lines]
    middle = np.where(whole, corners, 0.0).mean(axis=0) > 0
    for number, is_high, lines in (
        (5, True, ((0, 1), (2, 3))),
        (5, False, ((3, 0), (1, 2))),
        (10, True, ((3, 0), (1, 2))),
        (10, False, ((0, 1), (2, 3))),
    ):
        chosen = (case == number) & (middle == is_high)
        parts += [_lines(corners, chosen, line) for line in lines]
    return np.concatenate(parts)


def _lines(corners: Values, chosen: NDArray[np.bool_], edges: tuple[int, int]) -> Segments:
    rows, columns = np.nonzero(chosen)
    made = np.empty((len(rows), 2, 2))
    for end, edge in enumerate(edges):
        made[:, end] = _crossing(corners[:, rows, columns], edge)
    made[:, :, 0] += columns[:, None]
    made[:, :, 1] += rows[:, None]
    return made


def _crossing(corners: Values, edge: int) -> NDArray[np.float64]:
    """Where the level is crossed on an edge of the unit square, as (column, row)."""
    places = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
    first, second = _EDGES[edge]
    start, stop = corners[first], corners[second]
    share = (start / (start - stop))[:, None]
    crossing: NDArray[np.float64] = places[first] + share * (places[second] - places[first])
    return crossing
