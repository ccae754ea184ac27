"""Contour lines of values over a grid, as one item of a plot."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyqtgraph as pg
from contourpy import LineType, contour_generator
from numpy.typing import NDArray

from playground.ui.plots.plot import Pane
from playground.ui.plots.scale import Range


class Contours(pg.PlotCurveItem):
    """The lines on which values over an even grid have one of the given levels."""

    def __init__(self, pane: Pane) -> None:
        super().__init__(connect="finite", antialias=True)
        pane.add(self)

    def show_levels(
        self, values: NDArray[np.floating], across: Range, up: Range, levels: Iterable[float]
    ) -> None:
        """Draw the lines of ``values (rows, columns)``; where there is no number, there is no line.

        The first row lies at ``up[1]``, the last at ``up[0]``; the outer cells' middles lie at the ends.
        """
        self.setData(*contour_lines(values, across, up, levels))


def contour_lines(
    values: NDArray[np.floating], across: Range, up: Range, levels: Iterable[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lines' points as two arrays ``(n,)``, with NaN between one line and the next."""
    rows, columns = values.shape
    generator = contour_generator(
        np.linspace(*across, columns),
        np.linspace(up[1], up[0], rows),
        np.ma.masked_invalid(values),
        line_type=LineType.ChunkCombinedNan,
    )
    parts = [chunk for level in levels for chunk in generator.lines(level)[0] if chunk is not None]
    if not parts:
        return np.zeros(0), np.zeros(0)
    gap = np.full((1, 2), np.nan)
    points = np.concatenate([piece for part in parts for piece in (part, gap)])
    return points[:, 0], points[:, 1]
