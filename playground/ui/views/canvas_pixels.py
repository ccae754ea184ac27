"""Values over the plane as tile pixels: sampled to the tile's size, coloured all in one pass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from playground.engine.experiment import Experiment
from playground.engine.snapshot import Grid
from playground.ui import theme
from playground.ui.views.canvas_values import largest_of
from playground.ui.widgets.heatmap import table_indices

MOST_PIXELS = 96
"""Tiles are never computed finer than this; larger ones are drawn enlarged."""

Pixels = NDArray[np.uint32]


def pixels_of(tile: float, ratio: float) -> int:
    """The pixels along a tile's side: as many as the screen has, up to a limit."""
    return max(4, min(round(round(tile) * ratio), MOST_PIXELS))


def sampled(grids: Grid, size: int) -> Grid:
    """``(n, size, size)`` of grids ``(n, R, R)``: the nearest cell of each pixel."""
    resolution = grids.shape[-1]
    if resolution == size:
        return grids
    places = ((np.arange(size) + 0.5) * (resolution / size)).astype(np.intp)
    return grids[:, places[:, None], places[None, :]]


def coloured(grids: Sequence[Grid], scales: Sequence[float], size: int) -> Pixels:
    """``(units, size, size)`` colours of several layers' grids on the diverging scale.

    One pass for all layers: every array operation lets the training thread in, so few large ones
    beat many small ones.
    """
    if not grids:
        return np.zeros((0, size, size), dtype=np.uint32)
    values = np.concatenate([sampled(grid, size) for grid in grids]).astype(np.float32, copy=False)
    factors = np.repeat([1.0 / scale for scale in scales], [len(grid) for grid in grids])
    values *= factors.astype(np.float32)[:, None, None]
    return theme.diverging_table().take(table_indices(values, 1.0))


def beside(activation: Pixels, slope: Pixels) -> Pixels:
    """Two whole pictures side by side."""
    return np.concatenate((activation, slope), axis=2)


def parted(activation: Pixels, slope: Pixels) -> Pixels:
    """The left half of one picture and the right half of the other."""
    half = activation.shape[2] // 2
    return np.concatenate((activation[:, :, :half], slope[:, :, half:]), axis=2)


def feature_pixels(grids: Grid, size: int) -> Pixels:
    """The features' tiles, each on its own scale."""
    return coloured([grid[None] for grid in grids], [largest_of(grid) for grid in grids], size)


def output_pixels(experiment: Experiment, grids: Grid) -> Pixels:
    """The output's tiles: on the boundary's scale, or each class in its own colour."""
    head = experiment.output_activation
    if experiment.outputs > 1:
        shares = grids if head == "softmax" else (grids + np.float32(1.0)) * np.float32(0.5)
        tables = np.stack([_ramp(theme.current().class_color(k, len(grids))) for k in range(len(grids))])
        places = np.clip(np.nan_to_num(shares) * np.float32(255.0), 0, 255).astype(np.intp)
        mixed: Pixels = tables[np.arange(len(grids))[:, None, None], places]
        return mixed
    values = grids * np.float32(2.0) - np.float32(1.0) if head == "sigmoid" else grids
    scale = 1.0 if head in ("sigmoid", "tanh") or experiment.loss == "hinge" else largest_of(grids)
    return theme.diverging_table().take(table_indices(values, scale))


def _ramp(color: QColor) -> Pixels:
    zero = theme.current().zero
    shares = np.linspace(0.0, 1.0, 256)
    ends = ((zero.red(), color.red()), (zero.green(), color.green()), (zero.blue(), color.blue()))
    red, green, blue = (np.rint(low + (high - low) * shares).astype(np.uint32) for low, high in ends)
    return np.uint32(0xFF000000) | (red << np.uint32(16)) | (green << np.uint32(8)) | blue
