"""Whether the gradient vanishes, explodes or dies on its way back through the layers, and why.

``RULES`` is all that can be said, in the order in which it is asked; ``CAUSES`` is why. Each is said by one
number against one named threshold, and the number it prints is the number it was judged by.

The signal of a layer is the root mean square of d loss / d z over its units and the training points that were
looked at; a norm is the length of d (loss + penalty) / d weights of the gradient that is shown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from playground.engine.activations import ACTIVATIONS
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.layers.kinds import LAYER_KINDS
from playground.observe.snapshot import GradientSource, LayerSnapshot, LayerStatistics, Snapshot

Finding: TypeAlias = Literal[
    "unknown", "no_label", "no_points", "no_feature", "broken", "exploding", "dead", "zero_weights",
    "settled", "penalty", "vanishing", "growing", "partial", "uneven", "fast", "saturated", "direct",
    "healthy",
]  # fmt: skip
Cause: TypeAlias = Literal[
    "none",
    "large_features", "large_activations", "large_weights", "large_error", "penalty",
    "low_bias", "off",
    "held_by_l1", "alike",
    "small_weights", "norms", "saturation", "slopes", "half_off", "narrow",
    "inputs", "cancels", "zero_inputs",
]  # fmt: skip
Severity = Literal["calm", "hint", "warning"]

LARGE_NORM = 100.0
"""A gradient norm above this explodes."""
FADING_FACTOR = 30.0
"""The gradient vanishes where the signal at the output is this many times that at the first layer."""
GROWING_FACTOR = 100.0
"""The gradient grows where the signal at the first layer is this many times that at the output."""
UNEVEN_FACTOR = 30.0
"""Norms are uneven where the largest is this many times the smallest."""
FAST_RATIO = 0.3
"""An update-to-weight ratio above this throws the weights about; the guide is 1e-3."""
SMALL_WEIGHTS = 0.1
"""Weights below this size (root mean square) may well move by a large share of it."""
DEAD_SHARE = 0.9995
"""A unit with zero local gradient on this share of the points is dead."""
DEAD_LAYER = 0.75
"""A layer with this share of dead units is worth a warning; a few are usual with ReLU."""
SATURATED_SHARE = 0.9
"""A unit, or a layer, is saturated where slopes are small on this share of the points."""
CAUSE_SHARE = 0.4
"""Where more than this share of points and units is saturated, that is why the gradient vanishes."""
HE_GAIN = 1.2
"""Weights that stretch the gradient by this at each layer make up for what is off already (He: 1.4)."""
LARGE_INPUT = 100.0
"""Features of this size (root mean square) are what explodes; those of the plane reach about 20."""
_SMALLEST = 1e-300


@dataclass(frozen=True)
class Diagnosis:
    """The one thing most worth saying about the gradient flow of a network.

    ``factor`` is the number that was judged: see the finding in ``RULES``. ``growth`` is the signal at the
    first layer over that at the output. ``layers`` counts the hidden layers with weights; ``activation`` is
    the one they share (None: mixed). ``layer`` is the place of the hidden layer spoken of, from 1 (0: the
    output layer); ``units`` of its ``of`` units are concerned, or of all layers that many. ``looked_at`` of
    ``points`` training points were looked at; ``source`` is the gradient that is shown.
    """

    finding: Finding
    severity: Severity = "calm"
    cause: Cause = "none"
    factor: float = 1.0
    growth: float = 1.0
    layers: int = 0
    activation: str | None = None
    layer: int = 0
    units: int = 0
    of: int = 0
    looked_at: int = 0
    points: int = 0
    source: GradientSource | None = None


@dataclass(frozen=True)
class _Station:
    """A layer with a weight for every input; ``number`` is its place (hidden: from 1; output: 0)."""

    layer: LayerSnapshot
    statistics: LayerStatistics
    norm: float
    number: int

    @property
    def signal(self) -> float:
        """Root mean square of d loss / d pre-activation over points and units."""
        return self.statistics.pre_gradient_size

    @property
    def is_zero(self) -> bool:
        """Whether all weights are 0."""
        return (
            self.layer.weights is not None and bool(self.layer.weights.size) and not self.layer.weights.any()
        )


@dataclass(frozen=True)
class _Flow:
    """What is judged: ``stations`` from the first layer to the output, ``lanes`` with the norm layers."""

    snapshot: Snapshot
    stations: list[_Station]
    lanes: list[_Station]

    @property
    def fall(self) -> float:
        """The signal at the output over that at the first layer."""
        return _ratio(self.stations[-1].signal, self.stations[0].signal)

    @property
    def growth(self) -> float:
        """The signal at the first layer over that at the output."""
        return _ratio(self.stations[0].signal, self.stations[-1].signal)

    @property
    def is_silent(self) -> bool:
        """Whether no point that was looked at has a gradient anywhere."""
        return all(station.signal == 0.0 for station in self.stations)


def diagnose(snapshot: Snapshot, norms: Mapping[int, float] | None = None) -> Diagnosis:
    """The first of ``RULES`` that holds.

    ``norms`` by layer id may stand in for the snapshot's own gradient norms, as means over some time.
    """
    flow = _flow(snapshot, norms or {})
    for rule in RULES:
        found = rule.judge(flow)
        if found is not None:
            hidden = flow.stations[:-1]
            names = {station.layer.activation for station in hidden}
            return replace(
                found,
                finding=rule.finding,
                severity=_severity(rule, found.cause),
                growth=flow.growth if flow.stations else 1.0,
                layers=len(hidden),
                activation=names.pop() if len(names) == 1 else None,
                looked_at=min(snapshot.looked_at or len(snapshot.points.train), len(snapshot.points.train)),
                points=len(snapshot.points.train),
                source=snapshot.gradient_source,
            )
    raise AssertionError("the last rule always holds")


def _severity(rule: Rule, cause: Cause) -> Severity:
    """The cause's own, where it has one."""
    _, own = CAUSES.get(rule.finding, {}).get(cause, ("", None))
    return own or rule.severity


def dead_units(statistics: LayerStatistics) -> int:
    """How many units of the layer have no local gradient on (practically) all points."""
    return int(np.count_nonzero(statistics.dead >= DEAD_SHARE))


# ------------------------------------------------------------------------------------- what is judged


def _flow(snapshot: Snapshot, norms: Mapping[int, float]) -> _Flow:
    lanes = []
    for place, layer in enumerate(snapshot.layers, start=1):
        statistics = layer.statistics
        if layer.weights is None or statistics is None:
            continue
        known = statistics.gradient_norm
        norm = math.nan if known is None else norms.get(layer.id, known)
        lanes.append(_Station(layer, statistics, norm, 0 if layer.id == OUTPUT_ID else place))
    stations = [lane for lane in lanes if LAYER_KINDS[lane.layer.kind].is_dense]
    return _Flow(snapshot, stations, lanes)


def _ratio(over: float, under: float) -> float:
    if under > 0.0:
        return over / under
    return math.inf if over > 0.0 else 1.0


def _at(station: _Station, factor: float = 1.0, cause: Cause = "none") -> Diagnosis:
    return Diagnosis("unknown", cause=cause, factor=factor, layer=station.number)


def _is(claim: bool) -> Diagnosis | None:
    return Diagnosis("unknown") if claim else None


# ------------------------------------------------------------------------------------- the judges


def _unknown(flow: _Flow) -> Diagnosis | None:
    return _is(not flow.stations or any(lane.statistics.gradient_norm is None for lane in flow.lanes))


def _no_label(flow: _Flow) -> Diagnosis | None:
    probe = flow.snapshot.probe
    return _is(flow.snapshot.gradient_source == "probe" and probe is not None and probe.label is None)


def _no_points(flow: _Flow) -> Diagnosis | None:
    return _is(not len(flow.snapshot.points.train))


def _no_feature(flow: _Flow) -> Diagnosis | None:
    first = flow.stations[0].layer.weights if flow.stations else None
    return _is(first is not None and first.shape[0] == 0)


def _broken(flow: _Flow) -> Diagnosis | None:
    broken = [s for s in flow.stations if not (math.isfinite(s.norm) and math.isfinite(s.signal))]
    return _at(broken[0], math.inf) if broken else None


def _exploding(flow: _Flow) -> Diagnosis | None:
    worst = max(flow.stations, key=lambda station: station.norm)
    if worst.norm <= LARGE_NORM:
        return None
    return _at(worst, worst.norm, _why_large(flow, worst))


def _why_large(flow: _Flow, worst: _Station) -> Cause:
    """A norm is made of the error at the output, its growth on the way back, the inputs, a penalty."""
    if worst.statistics.penalty_norm > 0.5 * worst.norm:
        return "penalty"
    error, inputs = flow.stations[-1].signal, worst.statistics.input_size
    if flow.stations[0].statistics.input_size > LARGE_INPUT:
        return "large_features"
    parts: dict[Cause, float] = {
        "large_error": error,
        "large_weights": _ratio(worst.signal, error),
        "large_features" if worst is flow.stations[0] else "large_activations": inputs,
    }
    return max(parts, key=lambda cause: parts[cause])


def _dead(flow: _Flow) -> Diagnosis | None:
    """The layer with the largest share of dead units."""
    counts = [(dead_units(station.statistics), station) for station in flow.stations if station.number]
    counts = [(dead, station) for dead, station in counts if dead >= DEAD_LAYER * station.layer.units]
    if not counts:
        return None
    dead, worst = max(counts, key=lambda pair: pair[0] / pair[1].layer.units)
    return replace(_at(worst, cause=_why_dead(worst)), units=dead, of=worst.layer.units)


def _why_dead(station: _Station) -> Cause:
    """Whether the dead units' biases lie further below 0 than their inputs reach (root mean square)."""
    weights, biases = station.layer.weights, station.layer.biases
    if weights is None or biases is None or not biases.size or len(biases) != station.layer.units:
        return "off"
    dead = station.statistics.dead >= DEAD_SHARE
    reach = np.linalg.norm(weights[:, dead], axis=0) * math.sqrt(len(weights)) * station.statistics.input_size
    return "low_bias" if bool(np.all(biases[dead] < -reach)) else "off"


def _zero_weights(flow: _Flow) -> Diagnosis | None:
    """Weights that are all zero after the first layer stop the gradient altogether."""
    for before, station in zip(flow.stations, flow.stations[1:], strict=False):
        if station.is_zero:
            if station.statistics.l1 > 0.0:
                return _at(station, station.statistics.l1, "held_by_l1")
            if before.is_zero:
                return _at(station, cause="alike")
            return _at(station) if station.norm > 0.0 else None
    return None


def _settled(flow: _Flow) -> Diagnosis | None:
    return _is(all(lane.norm == 0.0 for lane in flow.lanes))


def _penalty(flow: _Flow) -> Diagnosis | None:
    return _is(flow.is_silent and any(lane.statistics.penalty_norm > 0.0 for lane in flow.lanes))


def _fading(flow: _Flow) -> Diagnosis | None:
    if len(flow.stations) == 1 or flow.fall < FADING_FACTOR:
        return None
    return Diagnosis("unknown", cause=_why_fading(flow), factor=flow.fall)


def _why_fading(flow: _Flow) -> Cause:
    """Whether weights, slopes or norm layers take most from the gradient (in the logarithm).

    From d loss / d z of a layer its weights make d loss / d a of the layer before, and slopes d loss / d z.
    """
    taken: dict[Cause, float] = {"small_weights": 0.0, "slopes": 0.0, "norms": 0.0}
    layers = flow.snapshot.layers
    first = layers.index(flow.stations[0].layer)
    for before, layer in zip(layers[first:], layers[first + 1 :], strict=False):
        if before.statistics is None or layer.statistics is None:
            return "slopes"
        is_dense = LAYER_KINDS[layer.kind].is_dense
        under = layer.statistics.pre_gradient_size if is_dense else layer.statistics.unit_gradient_size
        part = _ratio(before.statistics.unit_gradient_size, under)
        taken["small_weights" if is_dense else "norms"] += math.log(max(part, _SMALLEST))
        if LAYER_KINDS[before.kind].is_dense:
            slope = _ratio(before.statistics.pre_gradient_size, before.statistics.unit_gradient_size)
            taken["slopes"] += math.log(max(slope, _SMALLEST))
    least = min(taken, key=lambda name: taken[name])
    if least != "slopes":
        return least
    hidden = flow.stations[:-1]
    if not any(ACTIVATIONS[station.layer.activation].saturates for station in hidden):
        gains = [_gain(station.layer) for station in flow.stations[1:]]
        return "half_off" if math.prod(gains) < HE_GAIN ** len(gains) else "narrow"
    share = float(np.mean([np.mean(station.statistics.saturated) for station in hidden]))
    return "saturation" if share > CAUSE_SHARE else "slopes"


def _gain(layer: LayerSnapshot) -> float:
    """How much ``W`` stretches a random gradient on its way back: ``|W| / sqrt(inputs)``."""
    weights = layer.weights
    assert weights is not None
    pieces = max(1, weights.shape[1] // max(layer.units, 1))
    return float(np.linalg.norm(weights)) / math.sqrt(max(weights.shape[0] * pieces, 1))


def _growing(flow: _Flow) -> Diagnosis | None:
    if len(flow.stations) == 1 or flow.growth < GROWING_FACTOR:
        return None
    return Diagnosis("unknown", cause="large_weights", factor=flow.growth)


def _partial(flow: _Flow) -> Diagnosis | None:
    without = [lane for lane in flow.lanes if lane.norm == 0.0]
    if not without:
        return None
    has_inputs = without[0].statistics.input_size > 0.0
    found = _at(without[0], cause="none" if has_inputs else "zero_inputs")
    return replace(found, units=len(flow.lanes) - len(without), of=len(flow.lanes))


def _uneven(flow: _Flow) -> Diagnosis | None:
    high, low = (choose(flow.lanes, key=lambda lane: lane.norm) for choose in (max, min))
    factor = _ratio(high.norm, low.norm)
    if len(flow.stations) == 1 or factor < UNEVEN_FACTOR:
        return None
    inputs = _ratio(high.statistics.input_size, low.statistics.input_size)
    if inputs >= math.sqrt(factor):
        return _at(high, factor, "inputs")
    signals = _ratio(high.signal, low.signal)
    return _at(high, factor, "cancels" if inputs * signals < math.sqrt(factor) else "none")


def _fast(flow: _Flow) -> Diagnosis | None:
    moved = [(s.statistics.update_ratio or 0.0, s) for s in flow.stations if _size(s.layer) >= SMALL_WEIGHTS]
    ratio, worst = max(moved, key=lambda pair: pair[0], default=(0.0, flow.stations[0]))
    return _at(worst, ratio) if ratio >= FAST_RATIO else None


def _size(layer: LayerSnapshot) -> float:
    """Root mean square of the weights."""
    weights = layer.weights
    return 0.0 if weights is None or not weights.size else math.sqrt(float(np.mean(weights**2)))


def _saturated(flow: _Flow) -> Diagnosis | None:
    for station in flow.stations[:-1]:
        share = float(np.mean(station.statistics.saturated)) if station.statistics.saturated.size else 0.0
        if ACTIVATIONS[station.layer.activation].saturates and share >= SATURATED_SHARE:
            return _at(station, share)
    return None


# ------------------------------------------------------------------------------------- the table


@dataclass(frozen=True)
class Rule:
    """One thing that can be said: ``when`` says in words what ``judge`` asks, and what ``factor`` is."""

    finding: Finding
    severity: Severity
    when: str
    judge: Callable[[_Flow], Diagnosis | None]


RULES: tuple[Rule, ...] = (
    Rule("no_label", "hint", "the gradient is the probe point's, which has no label", _no_label),
    Rule("unknown", "calm", "the snapshot holds no gradient", _unknown),
    Rule("no_points", "hint", "there is nothing to learn from", _no_points),
    Rule("no_feature", "hint", "the first layer has no input", _no_feature),
    Rule("broken", "warning", "a norm or signal is no finite number", _broken),
    Rule("exploding", "warning", "the largest norm is above LARGE_NORM; factor: that norm", _exploding),
    Rule("dead", "warning", "DEAD_LAYER of a layer's units are dead", _dead),
    Rule("zero_weights", "hint", "all weights of a later layer are 0; factor: the rate of L1", _zero_weights),
    Rule("settled", "calm", "every norm is 0", _settled),
    Rule("penalty", "calm", "every signal is 0, and a norm of the penalty is not", _penalty),
    Rule("vanishing", "warning", "the signal falls FADING_FACTOR-fold going back; factor: it", _fading),
    Rule("growing", "hint", "the signal grows GROWING_FACTOR-fold going back; factor: it", _growing),
    Rule("partial", "hint", "a norm is 0, another is not", _partial),
    Rule("uneven", "hint", "largest over smallest norm is UNEVEN_FACTOR or more; factor: it", _uneven),
    Rule("fast", "hint", "the largest update ratio is FAST_RATIO or more; factor: that ratio", _fast),
    Rule("saturated", "hint", "SATURATED_SHARE of a layer is saturated; factor: that share", _saturated),
    Rule("direct", "calm", "there is no hidden layer", lambda f: _is(len(f.stations) == 1)),
    Rule(
        "healthy", "calm", "nothing of the above; factor: largest over smallest norm",
        lambda f: Diagnosis(
            "unknown", factor=_ratio(max(s.norm for s in f.lanes), min(s.norm for s in f.lanes))
        ),
    ),
)  # fmt: skip
"""All that is said, the first that holds."""

CAUSES: dict[Finding, dict[Cause, tuple[str, Severity | None]]] = {
    "exploding": {
        "penalty": ("the penalty's norm is more than half of it", None),
        "large_features": (
            "the first layer's inputs are above LARGE_INPUT, or its largest part of these:",
            None,
        ),
        "large_error": ("the signal at the output", None),
        "large_weights": ("the signal of this layer over that at the output", None),
        "large_activations": ("the size of a later layer's inputs", None),
    },
    "dead": {
        "low_bias": ("each dead unit's bias lies further below 0 than its weighted inputs reach", None),
        "off": ("otherwise", None),
    },
    "zero_weights": {
        "held_by_l1": ("the layer has an L1 penalty", "warning"),
        "alike": ("the layer before is all 0 too", "warning"),
        "none": ("its own norm is not 0, so the next step changes it (else: not said)", None),
    },
    "vanishing": {
        "small_weights": ("weights take most of it", None),
        "norms": ("norm layers and the like take most of it", None),
        "half_off": (
            "slopes do, none of sigmoid or tanh; the weights' own gain is below HE_GAIN",
            None,
        ),
        "narrow": ("slopes do, none of sigmoid or tanh; their gain is HE_GAIN or more", None),
        "saturation": ("slopes do, CAUSE_SHARE of units and points are saturated", None),
        "slopes": ("slopes do otherwise", None),
    },
    "growing": {"large_weights": ("always: slopes do not enlarge", None)},
    "partial": {"zero_inputs": ("the layer's inputs are all 0", None), "none": ("otherwise", None)},
    "uneven": {
        "inputs": ("the sizes of the inputs make up half of it or more (in the logarithm)", None),
        "cancels": ("inputs and signals together do not: the points' gradients cancel in a layer", "calm"),
        "none": ("otherwise", None),
    },
}
"""Why: when each cause of a finding is named, in the order of asking, and a severity of its own."""
