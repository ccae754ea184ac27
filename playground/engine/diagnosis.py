"""What ails the gradient on its way back: vanishing, exploding, dead units, or nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np

from playground.engine.snapshot import LayerSnapshot, LayerStatistics

Finding = Literal["unknown", "healthy", "settled", "vanishing", "exploding", "dead", "saturated", "fast"]
"""``settled``: the gradient is zero everywhere; ``fast``: steps as large as the weights themselves."""
Cause = Literal[
    "activation_slope", "saturation", "dead_units", "small_weights", "zero_weights", "large_weights", "none"
]
Severity = Literal["calm", "hint", "warning"]

FADING_FACTOR = 30.0
"""From this ratio of gradient norms between output and input on one speaks of vanishing."""
GROWING_FACTOR = 30.0
LARGE_NORM = 1e3
"""A gradient norm above this explodes, wherever it stands."""
FAST_RATIO = 0.3
"""An update-to-weight ratio above this throws the weights about; the guide is 1e-3."""
DEAD_SHARE = 0.9995
"""A unit with zero local gradient on this share of the points is dead."""
SATURATED_SHARE = 0.9
_UNWEIGHTED = ("dropout", "batch_norm", "layer_norm")


@dataclass(frozen=True)
class Diagnosis:
    """The one thing most worth saying about the gradient flow of a network.

    ``factor``: vanishing and healthy, the output's gradient norm over the first layer's (inf: nothing
    arrives); exploding, the largest norm over the smallest; fast, the update-to-weight ratio.
    ``layers`` counts the hidden layers with weights; ``activation`` is the one they share (None: mixed).
    ``layer`` is the hidden layer spoken of, counted from 1 (0: the output layer), ``units`` of its
    ``of`` units are concerned.
    """

    finding: Finding
    severity: Severity = "calm"
    cause: Cause = "none"
    factor: float = 1.0
    layers: int = 0
    activation: str | None = None
    layer: int = 0
    units: int = 0
    of: int = 0


@dataclass(frozen=True)
class _Station:
    """A layer with weights on the gradient's way, with its number (hidden: from 1; output: 0)."""

    layer: LayerSnapshot
    statistics: LayerStatistics
    norm: float
    number: int

    @property
    def signal(self) -> float:
        """Root mean square of d loss / d pre-activation over points and units."""
        return math.hypot(self.statistics.gradient_mean, self.statistics.gradient_deviation)


def diagnose(layers: Sequence[LayerSnapshot]) -> Diagnosis:
    """The diagnosis from the layers' statistics and gradient norms; ``unknown`` where these are missing."""
    stations = _stations(layers)
    if not stations:
        return Diagnosis("unknown")
    hidden = stations[:-1]
    names = {station.layer.activation for station in hidden}
    common = names.pop() if len(names) == 1 else None
    for judge in (_exploding_norm, _dead, _settled, _fading, _growing, _fast, _saturated):
        found = judge(stations)
        if found is not None:
            return replace(found, layers=len(hidden), activation=common)
    factor = _ratio(stations[-1].norm, stations[0].norm)
    return Diagnosis("healthy", factor=factor, layers=len(hidden), activation=common)


def dead_units(statistics: LayerStatistics) -> int:
    """How many units of the layer have no local gradient on (practically) all points."""
    return int(np.count_nonzero(statistics.dead >= DEAD_SHARE))


def _stations(layers: Sequence[LayerSnapshot]) -> list[_Station]:
    stations = []
    weighted = [layer for layer in layers if layer.kind not in _UNWEIGHTED]
    for index, layer in enumerate(weighted):
        statistics = layer.statistics
        if statistics is None or statistics.gradient_norm is None:
            return []
        number = 0 if index == len(weighted) - 1 else index + 1
        stations.append(_Station(layer, statistics, statistics.gradient_norm, number))
    return stations


def _ratio(over: float, under: float) -> float:
    if under > 0.0:
        return over / under
    return math.inf if over > 0.0 else 1.0


def _exploding_norm(stations: list[_Station]) -> Diagnosis | None:
    worst = max(stations, key=lambda station: station.norm)
    if worst.norm <= LARGE_NORM:
        return None
    smallest = min(station.norm for station in stations)
    return Diagnosis(
        "exploding",
        "warning",
        "large_weights",
        _ratio(worst.norm, smallest),
        layer=worst.number,
    )


def _settled(stations: list[_Station]) -> Diagnosis | None:
    if all(station.signal == 0.0 and station.norm == 0.0 for station in stations):
        return Diagnosis("settled")
    return None


def _dead(stations: list[_Station]) -> Diagnosis | None:
    """The layer with the largest share of dead units; half of a layer is a warning."""
    counts = [(dead_units(station.statistics), station) for station in stations if station.number]
    counts = [(dead, station) for dead, station in counts if 2 * dead >= station.layer.units and dead]
    if not counts:
        return None
    dead, worst = max(counts, key=lambda pair: pair[0] / pair[1].layer.units)
    return Diagnosis("dead", "warning", "dead_units", layer=worst.number, units=dead, of=worst.layer.units)


def _fading(stations: list[_Station]) -> Diagnosis | None:
    first, last = stations[0], stations[-1]
    if first is last or last.signal <= 0.0:
        return None
    factor = _ratio(last.norm, first.norm)
    nothing_arrives = first.norm == 0.0 and first.signal == 0.0
    signal_fades = _ratio(last.signal, first.signal) >= math.sqrt(FADING_FACTOR)
    if not nothing_arrives and not (factor >= FADING_FACTOR and signal_fades):
        return None
    return Diagnosis("vanishing", "warning", _why_fading(stations), factor)


def _why_fading(stations: list[_Station]) -> Cause:
    """Whether small slopes or small weights take more from the gradient (in the logarithm)."""
    slopes = weights = 0.0
    for station, after in pairwise(stations):
        gain = _gain(after.layer)
        if gain == 0.0:
            return "zero_weights"
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
    if factor < GROWING_FACTOR or _ratio(first.signal, last.signal) < math.sqrt(GROWING_FACTOR):
        return None
    return Diagnosis("exploding", "warning", "large_weights", factor, layer=first.number)


def _fast(stations: list[_Station]) -> Diagnosis | None:
    ratios = [(s.statistics.update_ratio, s) for s in stations if s.statistics.update_ratio is not None]
    moved = [(ratio, s) for ratio, s in ratios if ratio is not None and math.isfinite(ratio)]
    if not moved:
        return None
    ratio, worst = max(moved, key=lambda pair: pair[0])
    if ratio < FAST_RATIO:
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
