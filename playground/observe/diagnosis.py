"""Whether the gradient vanishes, explodes or dies on its way back through the layers, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from playground.engine.layers.kinds import LAYER_KINDS
from playground.observe.snapshot import LayerSnapshot, LayerStatistics

Finding = Literal["unknown", "healthy", "settled", "vanishing", "exploding", "dead", "saturated", "fast"]
"""``settled``: the gradient is zero everywhere; ``fast``: steps as large as the weights themselves."""
Cause = Literal[
    "activation_slope", "saturation", "dead_units", "small_weights", "zero_weights", "large_weights", "none"
]
Severity = Literal["calm", "hint", "warning"]

FADING_FACTOR = 30.0
"""The gradient vanishes where its signal at the output is this many times that at the first layer."""
VISIBLE_FACTOR = 5.0
"""Gradient norms that differ less between the layers are not what tells of it."""
GROWING_FACTOR = 30.0
GROWN_NORM = 1.0
"""A gradient that grows towards the input explodes once its norm there is larger than this."""
LARGE_NORM = 100.0
"""A gradient norm above this explodes, wherever it stands."""
FAST_RATIO = 0.3
"""An update-to-weight ratio above this throws the weights about; the guide is 1e-3."""
SMALL_WEIGHTS = 0.1
"""Weights below this size (root mean square) may well move by a large share of it."""
DEAD_SHARE = 0.9995
"""A unit with zero local gradient on this share of the points is dead."""
DEAD_LAYER = 0.75
"""A layer with this share of dead units is worth a warning; a few are usual with ReLU."""
SATURATED_SHARE = 0.9
"""A unit whose slope is small on this share of the points is saturated."""


@dataclass(frozen=True)
class Diagnosis:
    """The one thing most worth saying about the gradient flow of a network.

    ``factor``: vanishing, how many times the ``measure`` at the output is that at the first layer (inf:
    nothing arrives); exploding and healthy, the largest norm over the smallest (inf: no finite
    numbers); fast, the update-to-weight ratio; saturated, the share of points.
    ``measure``: the norm of d loss / d weights, or the signal, the root mean square of d loss / d z.
    ``layers`` counts the hidden layers with weights; ``activation`` is the one they share (None: mixed).
    ``layer`` is the place of the hidden layer spoken of, from 1 (0: the output layer), ``units`` of its
    ``of`` units are concerned.
    """

    finding: Finding
    severity: Severity = "calm"
    cause: Cause = "none"
    factor: float = 1.0
    measure: Literal["norm", "signal"] = "norm"
    layers: int = 0
    activation: str | None = None
    layer: int = 0
    units: int = 0
    of: int = 0


@dataclass(frozen=True)
class _Station:
    """A layer with weights on the gradient's way; ``number`` is its place (hidden: from 1; output: 0)."""

    layer: LayerSnapshot
    statistics: LayerStatistics
    norm: float
    number: int

    @property
    def signal(self) -> float:
        """Root mean square of d loss / d pre-activation over points and units."""
        return math.hypot(self.statistics.gradient_mean, self.statistics.gradient_deviation)


def diagnose(layers: Sequence[LayerSnapshot], norms: Mapping[int, float] | None = None) -> Diagnosis:
    """The diagnosis from the layers' statistics and gradient norms; ``unknown`` where these are missing.

    ``norms`` by layer id may stand in for the snapshot's own gradient norms, as means over some time.
    """
    stations = _stations(layers, norms or {})
    if not stations:
        return Diagnosis("unknown")
    hidden = stations[:-1]
    names = {station.layer.activation for station in hidden}
    common = names.pop() if len(names) == 1 else None
    for judge in (_exploding_norm, _dead, _zero, _settled, _fading, _growing, _fast, _saturated):
        found = judge(stations)
        if found is not None:
            return replace(found, layers=len(hidden), activation=common)
    return Diagnosis("healthy", factor=_spread(stations), layers=len(hidden), activation=common)


def dead_units(statistics: LayerStatistics) -> int:
    """How many units of the layer have no local gradient on (practically) all points."""
    return int(np.count_nonzero(statistics.dead >= DEAD_SHARE))


def _stations(layers: Sequence[LayerSnapshot], norms: Mapping[int, float]) -> list[_Station]:
    stations = []
    for place, layer in enumerate(layers, start=1):
        if not LAYER_KINDS[layer.kind].is_dense:
            continue
        statistics = layer.statistics
        if statistics is None or statistics.gradient_norm is None:
            return []
        number = 0 if layer is layers[-1] else place
        norm = norms.get(layer.id, statistics.gradient_norm)
        stations.append(_Station(layer, statistics, norm, number))
    return stations


def _ratio(over: float, under: float) -> float:
    if under > 0.0:
        return over / under
    return math.inf if over > 0.0 else 1.0


def _spread(stations: list[_Station]) -> float:
    norms = [station.norm for station in stations]
    return _ratio(max(norms), min(norms))


def _exploding_norm(stations: list[_Station]) -> Diagnosis | None:
    broken = [s for s in stations if not (math.isfinite(s.norm) and math.isfinite(s.signal))]
    if broken:
        return Diagnosis("exploding", "warning", "large_weights", math.inf, layer=broken[0].number)
    worst = max(stations, key=lambda station: station.norm)
    if worst.norm <= LARGE_NORM:
        return None
    return Diagnosis("exploding", "warning", "large_weights", _spread(stations), layer=worst.number)


def _dead(stations: list[_Station]) -> Diagnosis | None:
    """The layer with the largest share of dead units."""
    counts = [(dead_units(station.statistics), station) for station in stations if station.number]
    counts = [(dead, station) for dead, station in counts if dead >= DEAD_LAYER * station.layer.units]
    if not counts:
        return None
    dead, worst = max(counts, key=lambda pair: pair[0] / pair[1].layer.units)
    return Diagnosis("dead", "warning", "dead_units", layer=worst.number, units=dead, of=worst.layer.units)


def _zero(stations: list[_Station]) -> Diagnosis | None:
    """Weights that are all zero after the first layer stop the gradient altogether."""
    if any(_gain(station.layer) == 0.0 for station in stations[1:]):
        return Diagnosis("vanishing", "warning", "zero_weights", math.inf)
    return None


def _settled(stations: list[_Station]) -> Diagnosis | None:
    if all(station.signal == 0.0 and station.norm == 0.0 for station in stations):
        return Diagnosis("settled")
    return None


def _fading(stations: list[_Station]) -> Diagnosis | None:
    first, last = stations[0], stations[-1]
    factor = _ratio(last.signal, first.signal)
    if first is last or factor < FADING_FACTOR:
        return None
    norms = _ratio(last.norm, first.norm)
    cause = _why_fading(stations)
    if norms >= VISIBLE_FACTOR:
        return Diagnosis("vanishing", "warning", cause, norms)
    return Diagnosis("vanishing", "warning", cause, factor, "signal")


def _why_fading(stations: list[_Station]) -> Cause:
    """Whether small slopes or small weights take more from the gradient (in the logarithm)."""
    slopes = weights = 0.0
    for station, after in pairwise(stations):
        gain = _gain(after.layer)
        step = _ratio(station.signal, after.signal)
        slopes += math.log(max(step, 1e-300) / gain)
        weights += math.log(gain)
    if weights < slopes:
        return "small_weights"
    hidden = [station.statistics for station in stations[:-1]]
    if float(np.mean([np.mean(one.dead) for one in hidden])) > 0.4:
        return "dead_units"
    if float(np.mean([np.mean(one.saturated) for one in hidden])) > 0.4:
        return "saturation"
    return "activation_slope"


def _gain(layer: LayerSnapshot) -> float:
    """How much ``W`` stretches a random gradient on its way back: ``|W| / sqrt(inputs)``."""
    if layer.weights is None or not layer.weights.size:
        return 1.0
    pieces = max(1, layer.weights.shape[1] // max(layer.units, 1))
    return float(np.linalg.norm(layer.weights)) / math.sqrt(layer.weights.shape[0] * pieces)


def _growing(stations: list[_Station]) -> Diagnosis | None:
    first, last = stations[0], stations[-1]
    if first is last:
        return None
    factor = _ratio(first.norm, last.norm)
    grows = factor >= GROWING_FACTOR and _ratio(first.signal, last.signal) >= math.sqrt(GROWING_FACTOR)
    if not grows or first.norm < GROWN_NORM:
        return None
    return Diagnosis("exploding", "warning", "large_weights", factor, layer=first.number)


def _fast(stations: list[_Station]) -> Diagnosis | None:
    ratios = [(s.statistics.update_ratio, s) for s in stations if s.statistics.update_ratio is not None]
    moved = [(ratio, s) for ratio, s in ratios if ratio is not None and math.isfinite(ratio)]
    if not moved:
        return None
    ratio, worst = max(moved, key=lambda pair: pair[0])
    weights = worst.layer.weights
    size = 0.0 if weights is None or not weights.size else math.sqrt(float(np.mean(weights**2)))
    if ratio < FAST_RATIO or size < SMALL_WEIGHTS:
        return None
    return Diagnosis("fast", "hint", "none", ratio, layer=worst.number)


def _saturated(stations: list[_Station]) -> Diagnosis | None:
    for station in stations:
        if not station.number or station.layer.activation not in ("sigmoid", "tanh"):
            continue
        share = float(np.mean(station.statistics.saturated))
        if share >= SATURATED_SHARE:
            units = int(np.count_nonzero(station.statistics.saturated >= SATURATED_SHARE))
            return Diagnosis(
                "saturated",
                "hint",
                "saturation",
                share,
                layer=station.number,
                units=units,
                of=station.layer.units,
            )
    return None
