"""The network over the plane: each unit's value and sensitivity in every cell of a grid, mostly float32."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from playground.engine.arrays import sealed
from playground.engine.network import Network
from playground.engine.passes import Pass, Wanted
from playground.engine.points import Bounds
from playground.engine.program import Array
from playground.observe.snapshot import Grid

_LARGEST = 1e30
"""Features are cut here, far inside float32, so that grids of extreme data stay numbers."""
_FINEST_FLOAT32 = 2.0**-17
"""Cells narrower than this share of their coordinates are only 64 of float32's steps apart."""


def cell_centres(bounds: Bounds, resolution: int) -> Array:
    """Plane coordinates ``(resolution^2, 2)`` of a grid's cells: row by row, from the top left on."""
    left, right, bottom, top = bounds
    shares = (np.arange(resolution) + 0.5) / resolution
    x1 = left * (1.0 - shares) + right * shares
    x2 = top * (1.0 - shares) + bottom * shares
    return np.column_stack([np.tile(x1, resolution), np.repeat(x2, resolution)])


def precision(bounds: Bounds, resolution: int) -> type[np.floating[Any]]:
    """float32, or float64 where a cell is so narrow that float32 would draw its own rounding."""
    left, right, bottom, top = bounds
    for low, high in ((left, right), (bottom, top)):
        if (high / resolution - low / resolution) < _FINEST_FLOAT32 * max(abs(low), abs(high)):
            return np.float64
    return np.float32


@dataclass
class PlaneGrids:
    """What one evaluation gives: ``boundary (outputs, R, R)`` and, per layer, ``(units, R, R)``.

    The output layer's units are its predictions. ``sensitivities`` are d prediction / d unit (of the
    output layer: d prediction / d score); ``feature_sensitivities`` d prediction / d feature.
    """

    boundary: Grid
    units: list[Grid] = field(default_factory=list)
    sensitivities: list[Grid] = field(default_factory=list)
    feature_sensitivities: Grid | None = None


class Plane:
    """Evaluates a network over a grid of the plane (see ``precision``)."""

    def __init__(
        self,
        network: Network,
        bounds: Bounds,
        resolution: int,
        dtype: type[np.floating[Any]] = np.float32,
    ) -> None:
        self._network = network
        self.resolution, self.dtype = resolution, dtype
        self._passes: dict[tuple[bool, int | None], Pass] = {}
        self.look_at(bounds)

    def look_at(self, bounds: Bounds) -> None:
        """Evaluate these bounds from now on."""
        self.bounds = bounds
        features = self._network.seen(cell_centres(bounds, self.resolution))
        self._seen = np.clip(features, -_LARGEST, _LARGEST)
        self.features: Grid = self._grid(self._seen.T.astype(self.dtype))
        """The features' own grids ``(features, R, R)``."""
        for one in self._passes.values():
            one.features[:] = self._seen.T

    def evaluate(self, *, units: bool = True, sensitivity_of: int | None = None) -> PlaneGrids:
        """The grids at the network's present parameters: the boundary, and what else is asked for.

        ``sensitivity_of`` is the output unit whose prediction the sensitivities are of.
        """
        found = self._pass(units, sensitivity_of).run()
        grids = PlaneGrids(self._grid(found.prediction))
        if units:
            hidden = range(len(self._network.plan.layers) - 1)
            grids.units = [*(self._grid(found.activations[index]) for index in hidden), grids.boundary]
        if sensitivity_of is not None:
            grids.sensitivities = [self._grid(slopes) for slopes in found.unit_gradients.values()]
            grids.feature_sensitivities = self._grid(found.feature_gradients)
        return grids

    def _pass(self, units: bool, output: int | None) -> Pass:
        if (units, output) not in self._passes:
            want: set[Wanted] = {"prediction"}
            if units:
                want |= {"activations"}
            if output is not None:
                want |= {"unit_gradients", "feature_gradients"}
            self._passes[units, output] = Pass(
                self._network,
                self._seen,
                want,
                of="losses" if output is None else output,
                dtype=self.dtype,
            )
        return self._passes[units, output]

    def _grid(self, rows: Array) -> Grid:
        if not np.isfinite(rows.sum()):
            rows = np.nan_to_num(rows, posinf=_LARGEST, neginf=-_LARGEST)
        return sealed(rows).reshape(-1, self.resolution, self.resolution)
