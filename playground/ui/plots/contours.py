"""Contour lines of values over a grid, as one item of a plot."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np
import pyqtgraph as pg
from contourpy import FillType, LineType, SerialContourGenerator, ZInterp
from numpy.typing import NDArray

from playground.ui.plots.pane import Pane
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
    x, y = _places(*values.shape)
    mask: Any = None if np.isfinite(values).all() else ~np.isfinite(values)
    generator = SerialContourGenerator(  # its own function takes four times as long to look for masks
        x,
        y,
        np.asarray(values, dtype=np.float64),
        mask,
        corner_mask=True,
        line_type=LineType.ChunkCombinedNan,
        fill_type=FillType.OuterCode,
        quad_as_tri=False,
        z_interp=ZInterp.Linear,
    )
    parts = [chunk for level in levels for chunk in generator.lines(level)[0] if chunk is not None]
    if not parts:
        return np.zeros(0), np.zeros(0)
    gap = np.full((1, 2), np.nan)
    points = np.concatenate([piece for part in parts for piece in (part, gap)])
    return across[0] + (across[1] - across[0]) * points[:, 0], up[0] + (up[1] - up[0]) * points[:, 1]


@lru_cache(maxsize=8)
def _places(rows: int, columns: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the values of a grid lie from 0 to 1, across and up: made once, it costs as much as the lines."""
    x, y = np.meshgrid(np.linspace(0.0, 1.0, columns), np.linspace(1.0, 0.0, rows))
    return x, y
