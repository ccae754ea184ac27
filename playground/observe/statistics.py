"""What goes on inside the layers over the training set: distributions, dead and saturated units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.engine.activations import ACTIVATIONS, Forwarded
from playground.engine.arrays import sealed
from playground.engine.evaluation import LabelledSet
from playground.engine.layers.base import LayerPass
from playground.engine.network import Network
from playground.engine.program import Array, run
from playground.engine.workspace import Workspace
from playground.observe.snapshot import Histogram, LayerStatistics

STATISTICS_POINTS = 2000
"""Of more training points than this, so many are looked at, spread evenly (fewer in a huge network)."""
BINS = 40
_LARGEST_SIZE = 1 << 22
_FEWEST_POINTS = 50
SATURATED_SLOPE = 1.0 / 20.0
"""A unit is saturated where its slope is below this share of the activation's largest."""


@dataclass(frozen=True)
class UnitHistograms:
    """One layer's histograms per unit, ``(units, bins)``, with edges common to its units."""

    pre_activations: Histogram
    activations: Histogram
    gradients: Histogram


class SetObserver:
    """Looks at all layers over (a sample of) the training points, in evaluation mode.

    ``look`` fills the arrays; the rest describes what it saw. Gradients are each point's own:
    ``d loss of the point / d pre-activation``.
    """

    def __init__(self, network: Network, points: LabelledSet) -> None:
        limit = min(STATISTICS_POINTS, max(_FEWEST_POINTS, _LARGEST_SIZE // network.plan.total_width))
        count = points.count
        chosen = np.linspace(0, count - 1, min(limit, count)).astype(np.intp)
        self.indices = chosen
        workspace = Workspace(network.plan, network.parameters, network.state, chosen.size)
        program, outputs = workspace.program, network.plan.outputs
        workspace.inputs.augmented[:] = points.augmented[:, chosen]
        slopes = program.empty(outputs, chosen.size)
        targets = np.ascontiguousarray(points.targets[:, chosen])
        network.head.gradient(program, workspace.scores, targets, 1.0, slopes)
        workspace.emit_backward(slopes, None, reach="units")
        self.workspace = workspace
        self._slopes = [_emit_slope(workspace, one) for one in workspace.passes]
        self._calls = program.calls()

    def look(self) -> None:
        """Forward, backward and the local gradients at the present parameters."""
        with np.errstate(all="ignore"):
            run(self._calls)

    def health(self, index: int) -> tuple[Array, Array]:
        """Per unit of a layer: the share of points where it is dead, and where it is saturated."""
        slopes, plan = self._slopes[index], self.workspace.passes[index].plan
        if slopes is None or not slopes.size:
            return np.zeros(plan.units), np.zeros(plan.units)
        limit = ACTIVATIONS[plan.activation].largest_slope * SATURATED_SLOPE
        return (slopes == 0.0).mean(axis=1), (np.abs(slopes) < limit).mean(axis=1)

    def statistics(
        self, index: int, gradient_norm: float | None, update_ratio: float | None, *, histograms: bool
    ) -> LayerStatistics:
        """One layer's statistics, with the norms that only the run knows."""
        one = self.workspace.passes[index]
        values = (one.pre, one.outputs.values, one.pre_gradient)
        means = [(_mean(array), _deviation(array)) for array in values]
        dead, saturated = self.health(index)
        counted = [_histogram(array.reshape(1, -1)) if histograms else None for array in values]
        return LayerStatistics(
            pre_activation_mean=means[0][0],
            pre_activation_deviation=means[0][1],
            activation_mean=means[1][0],
            activation_deviation=means[1][1],
            gradient_mean=means[2][0],
            gradient_deviation=means[2][1],
            gradient_norm=gradient_norm,
            update_ratio=update_ratio,
            dead=sealed(dead),
            saturated=sealed(saturated),
            pre_activations=_flat(counted[0]),
            activations=_flat(counted[1]),
            gradients=_flat(counted[2]),
        )

    def unit_histograms(self, index: int) -> UnitHistograms:
        """One layer's histograms per unit (maxout: pre-activations and gradients of the winning piece)."""
        one = self.workspace.passes[index]
        pre, gradient = one.pre, one.pre_gradient
        if one.plan.pieces > 1:
            pre = one.outputs.values
            gradient = one.upstream
        return UnitHistograms(_histogram(pre), _histogram(one.outputs.values), _histogram(gradient))


def _emit_slope(workspace: Workspace, one: LayerPass) -> Array | None:
    """The local gradient ``f'(z)`` of a dense layer's units; None where it is 1 everywhere."""
    record = ACTIVATIONS[one.plan.activation]
    if not one.plan.is_dense or one.plan.is_output or record.has_pieces:
        return None
    ones, slope = np.ones_like(one.outputs.values), workspace.program.empty(*one.pre.shape)
    record.backward(workspace.program, Forwarded(one.pre, one.outputs.values, one.saved), ones, slope)
    return slope


def _mean(array: Array) -> float:
    return float(array.mean()) if array.size else 0.0


def _deviation(array: Array) -> float:
    return float(array.std()) if array.size else 0.0


def _flat(histogram: Histogram | None) -> Histogram | None:
    return None if histogram is None else Histogram(histogram.counts[0], histogram.edges)


def _histogram(values: Array) -> Histogram:
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
    np.clip(bins, 0, BINS - 1, out=bins)
    bins += (np.arange(rows) * BINS)[:, None]
    counts = np.bincount(bins.ravel(), minlength=rows * BINS)
    return Histogram(sealed(counts.reshape(rows, BINS)), sealed(edges))
