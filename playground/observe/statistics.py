"""What goes on inside the layers over the training set: distributions, dead and saturated units."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.engine.activations import ACTIVATIONS
from playground.engine.arrays import sealed
from playground.engine.layers.base import LayerPlan
from playground.engine.network import Network
from playground.engine.passes import LabelledSet, Pass, Wanted
from playground.engine.program import Array
from playground.observe.snapshot import Histogram, LayerStatistics

STATISTICS_POINTS = 2000
"""Of more training points than this, so many are looked at, spread evenly (fewer in a huge network)."""
BINS = 40
_LARGEST_SIZE = 1 << 22
_FEWEST_POINTS = 50
_EVERYTHING: set[Wanted] = {"pre_activations", "activations", "slopes", "pre_gradients", "unit_gradients"}
SATURATED_SLOPE = 1.0 / 20.0
"""A unit is saturated where its slope is below this share of the activation's largest."""


@dataclass(frozen=True)
class UnitHistograms:
    """One layer's histograms per unit, ``(units, bins)``, with edges common to its units."""

    pre_activations: Histogram
    activations: Histogram
    gradients: Histogram


@dataclass(frozen=True)
class RunNumbers:
    """What a layer's statistics take from the run (see ``LayerStatistics``)."""

    gradient_norm: float | None = None
    update_ratio: float | None = None
    penalty_norm: float = 0.0
    l1: float = 0.0


class LayerObserver:
    """Looks at all layers over (a sample of) the training points, in evaluation mode.

    ``look`` first; the rest describes what it saw. Gradients are each point's own:
    ``d loss of the point / d pre-activation``.
    """

    def __init__(self, network: Network, points: LabelledSet) -> None:
        limit = min(STATISTICS_POINTS, max(_FEWEST_POINTS, _LARGEST_SIZE // network.plan.total_width))
        self._network = network
        self.sample = points.sample(limit)
        """The points that are looked at."""
        self._health: dict[int, tuple[Array, Array]] = {}

    @cached_property
    def _slopes(self) -> Pass:
        return Pass(self._network, self.sample, {"slopes"})

    @cached_property
    def _everything(self) -> Pass:
        return Pass(self._network, self.sample, _EVERYTHING)

    def look(self, *, only_health: bool = False) -> None:
        """See the layers at the present parameters; ``only_health`` spares the backward pass."""
        self._found = (self._slopes if only_health else self._everything).run()
        self._health.clear()

    def health(self, index: int) -> tuple[Array, Array]:
        """Per unit of a layer: the share of points where it is dead, and where it is saturated."""
        if index not in self._health:
            self._health[index] = self._looked_at_health(index)
        return self._health[index]

    def _looked_at_health(self, index: int) -> tuple[Array, Array]:
        slopes, plan = self._found.slopes.get(index), self._network.plan.layers[index]
        if slopes is None or not slopes.size:
            return sealed(np.zeros(plan.units)), sealed(np.zeros(plan.units))
        slopes = _of_units(plan, slopes)
        activation = ACTIVATIONS[plan.activation]
        limit = activation.largest_slope * SATURATED_SLOPE
        dead = np.zeros(plan.units) if activation.saturates else (slopes == 0.0).mean(axis=1)
        return sealed(dead), sealed((np.abs(slopes) < limit).mean(axis=1))

    def statistics(self, index: int, of_run: RunNumbers, *, histograms: bool) -> LayerStatistics:
        """One layer's statistics, with the numbers that only the run knows."""
        found = self._found
        activations = found.activations[index]
        gradients = _of_units(self._network.plan.layers[index], found.pre_gradients[index])
        dead, saturated = self.health(index)
        return LayerStatistics(
            gradient_norm=of_run.gradient_norm,
            update_ratio=of_run.update_ratio,
            penalty_norm=of_run.penalty_norm,
            l1=of_run.l1,
            dead=dead,
            saturated=saturated,
            input_size=_size(found.activations[index - 1] if index else self.sample.augmented[:-1]),
            pre_gradient_size=_size(gradients),
            unit_gradient_size=_size(found.unit_gradients[index]),
            activations=_histogram(activations) if histograms else None,
            gradients=_histogram(gradients) if histograms else None,
        )

    def unit_histograms(self, index: int) -> UnitHistograms:
        """One layer's histograms per unit (maxout: pre-activations and gradients of the winning piece)."""
        found, plan = self._found, self._network.plan.layers[index]
        pre = _by_piece(plan, found.pre_activations[index]).max(axis=0)
        gradient = _of_units(plan, found.pre_gradients[index])
        activations = found.activations[index]
        return UnitHistograms(
            histogram_of_rows(pre), histogram_of_rows(activations), histogram_of_rows(gradient)
        )


def _by_piece(plan: LayerPlan, rows: Array) -> Array:
    """``(width, n)`` as ``(pieces, units, n)``: the largest piece is the unit's and has its gradient."""
    return rows.reshape(plan.pieces, plan.units, rows.shape[1])


def _of_units(plan: LayerPlan, rows: Array) -> Array:
    """``(units, n)``: of all pieces only the largest has a slope or a gradient, which is its unit's."""
    return rows if plan.pieces == 1 else _by_piece(plan, rows).sum(axis=0)


def _size(array: Array) -> float:
    """Root mean square."""
    flat = array.ravel()
    return math.sqrt(float(flat @ flat) / flat.size) if flat.size else 0.0


def _histogram(values: Array) -> Histogram:
    """Of all values together: counts ``(BINS,)``."""
    found = histogram_of_rows(values.reshape(1, -1))
    return Histogram(found.counts[0], found.edges)


def histogram_of_rows(values: Array) -> Histogram:
    """Counts ``(rows, BINS)`` of each row's values between edges common to all rows."""
    rows = values.shape[0]
    low = float(values.min()) if values.size else 0.0
    high = float(values.max()) if values.size else 0.0
    if not np.isfinite(high - low):
        return Histogram(
            sealed(np.zeros((rows, BINS), dtype=np.int64)), sealed(np.linspace(-1.0, 1.0, BINS + 1))
        )
    if high - low < 1e-12 * max(abs(low), abs(high), 1e-300):
        margin = max(0.5, 1e-9 * max(abs(low), abs(high)))
        low, high = low - margin, high + margin
    edges = np.linspace(low, high, BINS + 1)
    bins = ((values - low) * (BINS / (high - low))).astype(np.intp)
    np.minimum(bins, BINS - 1, out=bins)
    if rows > 1:
        bins += (np.arange(rows) * BINS)[:, None]
    counts = np.bincount(bins.ravel(), minlength=rows * BINS)
    return Histogram(sealed(counts.reshape(rows, BINS)), sealed(edges))
