"""The gradient check: the analytic gradient of a run against centred differences, layer by layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.layers.base import LayerPlan
from playground.engine.passes import Pass, Results
from playground.engine.program import Array
from playground.engine.training import TrainingRun

TOLERANCE = 1e-6
"""Relative errors above this mean that a derivative is wrong."""
POINTS = 32
PARAMETERS_PER_LAYER = 200

_STEPS = (1e-5, 1e-6, 1e-7)
"""Steps tried in turn: a smaller one where a kink (as relu's) lies within the larger one."""
_BUDGET_SECONDS = 0.4
_MULTIPLICATIONS_PER_SECOND = 1e10
_NOISE_SHARE = 1e-7
_JUMP_NOISE = 1e3
"""A jump of the slope that so many times the rounding could make is none."""


@dataclass(frozen=True)
class LayerCheck:
    """One layer's check: ``checked`` of its ``parameters``, and the worst of them.

    ``kinks`` of those checked stand where the slope jumps and neither side's is the analytic one: the
    numeric difference is the mean of two slopes there and says nothing, so they are not judged.

    ``relative_error`` is ``|analytic - numeric| / max(|analytic|, |numeric|)``, where a gradient too
    small for what rounding leaves of the differences counts as that large. ``row`` is the input (-1:
    the bias), ``unit`` the weight's column.
    """

    layer_id: int
    kind: str
    parameters: int
    checked: int
    kinks: int
    relative_error: float
    row: int
    unit: int
    analytic: float
    numeric: float

    @property
    def passed(self) -> bool:
        """Whether analytic and numeric gradient agree."""
        return self.relative_error <= TOLERANCE


@dataclass(frozen=True)
class GradientCheck:
    """The check of a whole network, layers with parameters only, in their order."""

    layers: tuple[LayerCheck, ...]
    points: int

    @property
    def relative_error(self) -> float:
        """The worst of all layers; 0 where there is nothing to check."""
        return max((layer.relative_error for layer in self.layers), default=0.0)

    @property
    def kinks(self) -> int:
        """How many parameters stand at a kink and are not judged."""
        return sum(layer.kinks for layer in self.layers)

    @property
    def passed(self) -> bool:
        """Whether every layer passed."""
        return all(layer.passed for layer in self.layers)


def check(run: TrainingRun) -> GradientCheck:
    """Check the gradient of loss plus penalty at the run's present parameters, as training computes it.

    At most ``POINTS`` training points are taken, and at most ``PARAMETERS_PER_LAYER`` parameters of
    a layer (fewer in a large network, so that it stays within a second). Dropout keeps one set of
    masks, batch norm normalises by these points. The run itself is not touched. At a kink, where the
    two sides' slopes differ, the gradient may be either side's; where several points have a kink there, it
    may be neither's (``LayerCheck.kinks``).
    """
    if not run.train_set.count:
        return GradientCheck((), 0)
    subject = Subject(run)
    with np.errstate(all="ignore"):
        analytic = subject.gradient()
        layers = [layer for layer in run.network.plan.layers if layer.size]
        count = _affordable(run.network.plan.size, subject.points, len(layers))
        checked = tuple(_check_layer(layer, analytic, subject, count) for layer in layers)
    return GradientCheck(checked, subject.points)


class Subject:
    """The loss as a function of the flat parameters, on copies of everything."""

    def __init__(self, run: TrainingRun) -> None:
        network, sample = run.network.copy(), run.train_set.sample(POINTS)
        self.points, self.parameters = sample.count, network.parameters
        self._penalty = run.descent.penalty
        self._generator = np.random.default_rng(run.experiment.network.seed)
        self._draws = network.plan.is_random
        self._masks: dict[str, Any] = dict(self._generator.bit_generator.state)
        self._losses = Pass(network, sample, {"losses"}, mode="training", generator=self._generator)
        self._gradients = Pass(
            network,
            sample,
            {"parameter_gradients"},
            of="mean_loss",
            mode="training",
            generator=self._generator,
        )

    def loss(self) -> float:
        """The data loss at the present parameters."""
        return self._run(self._losses).loss

    def gradient(self) -> Array:
        """The analytic gradient ``(size,)`` of loss plus penalty."""
        data_gradient = self._run(self._gradients).parameter_gradients
        return data_gradient + self._penalty.gradient(self.parameters)

    def _run(self, one: Pass) -> Results:
        """Run with the same masks every time."""
        if self._draws:
            self._generator.bit_generator.state = self._masks
        return one.run()

    def penalty_slope(self, index: int, below: float, above: float) -> float:
        """The centred difference of the penalty, which is a sum over the parameters."""
        l1, l2 = self._penalty.l1[index], self._penalty.l2[index]
        return float((l1 * (abs(above) - abs(below)) + 0.5 * l2 * (above**2 - below**2)) / (above - below))


def _affordable(size: int, points: int, layers: int) -> int:
    seconds = 50e-6 + size * points / _MULTIPLICATIONS_PER_SECOND
    return int(min(PARAMETERS_PER_LAYER, max(4, _BUDGET_SECONDS / (2 * seconds * layers))))


def _check_layer(layer: LayerPlan, analytic: Array, subject: Subject, count: int) -> LayerCheck:
    places = np.unique(np.linspace(0, layer.size - 1, min(count, layer.size)).astype(np.intp))
    worst, worst_error, worst_numeric, kinks = int(places[0]), -1.0, 0.0, 0
    for place in places:
        index = layer.offset + int(place)
        error, numeric = _check_parameter(subject, index, float(analytic[index]))
        if error > TOLERANCE and _is_at_kink(subject, index):
            kinks += 1
            continue
        if not error <= worst_error:
            worst, worst_error, worst_numeric = int(place), error, numeric
    row, unit = divmod(worst, layer.width)
    return LayerCheck(
        layer_id=layer.id,
        kind=layer.kind,
        parameters=layer.size,
        checked=int(places.size),
        kinks=kinks,
        relative_error=max(worst_error, 0.0),
        row=-1 if row >= layer.weight_rows else row,
        unit=unit,
        analytic=float(analytic[layer.offset + worst]),
        numeric=worst_numeric,
    )


def _check_parameter(subject: Subject, index: int, analytic: float) -> tuple[float, float]:
    """The smallest relative error that one of the steps gives, and its numeric gradient."""
    parameters = subject.parameters
    value = float(parameters[index])

    def loss_at(moved: float) -> float:
        parameters[index] = moved
        return subject.loss()

    best_error, best_numeric = np.inf, np.nan
    for step in _STEPS:
        above, below = value + step * max(1.0, abs(value)), value - step * max(1.0, abs(value))
        upper, lower = loss_at(above), loss_at(below)
        slopes = [((upper - lower) / (above - below), abs(upper) + abs(lower))]
        if step == _STEPS[-1]:
            middle = loss_at(value)
            slopes.append(((upper - middle) / (above - value), abs(upper) + abs(middle)))
            slopes.append(((middle - lower) / (value - below), abs(middle) + abs(lower)))
        penalty_slope = subject.penalty_slope(index, below, above)
        for slope, size in slopes:
            numeric = slope + penalty_slope
            noise = np.finfo(np.float64).eps * size / (above - below)
            scale = max(abs(analytic), abs(numeric), noise / _NOISE_SHARE)
            error = abs(analytic - numeric) / scale if scale else 0.0
            if error < best_error:
                best_error, best_numeric = float(error), float(numeric)
        if best_error <= TOLERANCE / 10.0:
            break
    parameters[index] = value
    return (best_error, best_numeric) if np.isfinite(best_error) else (np.inf, best_numeric)


def _is_at_kink(subject: Subject, index: int) -> bool:
    """Whether the slope jumps at the parameter's value: by as much for a smaller step, unlike a bend."""
    parameters = subject.parameters
    value = float(parameters[index])
    jumps, noise = [], 0.0
    for step in _STEPS[1:]:
        by = step * max(1.0, abs(value))
        losses = []
        for moved in (value - by, value, value + by):
            parameters[index] = moved
            losses.append(subject.loss())
        below, here, above = losses
        jumps.append(abs(above - 2.0 * here + below) / by)
        noise = _JUMP_NOISE * np.finfo(np.float64).eps * abs(here) / by
    parameters[index] = value
    larger, smaller = jumps
    return bool(smaller > noise and smaller > 0.5 * larger)
