"""The diagnosis names what ails the gradient, from statistics made by hand and from real runs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine.diagnosis import diagnose
from playground.engine.snapshot import LayerSnapshot, LayerStatistics


def layer(
    number: int,
    norm: float | None,
    signal: float,
    *,
    activation: str = "tanh",
    kind: str = "dense",
    dead: float | list[float] = 0.0,
    saturated: float = 0.0,
    weight: float = 0.5,
    ratio: float | None = 1e-3,
) -> LayerSnapshot:
    shares = np.broadcast_to(np.asarray(dead, dtype=float), (4,)).copy()
    statistics = LayerStatistics(
        pre_activation_mean=0.0,
        pre_activation_deviation=1.0,
        activation_mean=0.0,
        activation_deviation=0.5,
        gradient_mean=0.0,
        gradient_deviation=signal,
        gradient_norm=norm,
        update_ratio=ratio,
        dead=shares,
        saturated=np.full(4, saturated),
    )
    weights = np.full((4, 4), weight)
    return LayerSnapshot(number, kind, activation, 4, (0, 1, 2, 3), weights, statistics=statistics)


def stack(norms, signals=None, **options) -> list[LayerSnapshot]:
    signals = norms if signals is None else signals
    return [
        layer(n + 1, norm, signal, **options)
        for n, (norm, signal) in enumerate(zip(norms, signals, strict=True))
    ]


def test_equal_norms_are_healthy_and_tell_their_factor():
    found = diagnose(stack([0.5, 0.8, 1.0]))
    assert (found.finding, found.severity, found.layers) == ("healthy", "calm", 2)
    assert found.factor == pytest.approx(2.0)


def test_norms_that_fall_towards_the_input_vanish_with_their_factor():
    found = diagnose(stack([0.005, 0.05, 1.0], activation="sigmoid"))
    assert (found.finding, found.severity) == ("vanishing", "warning")
    assert found.factor == pytest.approx(200.0)
    assert (found.layers, found.activation) == (2, "sigmoid")


def test_small_slopes_are_told_from_small_weights():
    slopes = diagnose(stack([0.001, 0.03, 1.0], activation="sigmoid", weight=0.5))
    weights = diagnose(stack([0.001, 0.03, 1.0], weight=0.5 * 0.03))
    saturated = diagnose(stack([0.001, 0.03, 1.0], saturated=0.8))
    dead = diagnose(stack([0.001, 0.03, 1.0], activation="relu", dead=0.8))
    assert [d.cause for d in (slopes, weights, saturated, dead)] == [
        "activation_slope",
        "small_weights",
        "saturation",
        "dead_units",
    ]


def test_zero_weights_let_nothing_arrive():
    found = diagnose(stack([0.0, 0.0, 1.0], weight=0.0))
    assert (found.finding, found.cause) == ("vanishing", "zero_weights")
    assert math.isinf(found.factor)


def test_mixed_activations_have_no_common_name():
    layers = [layer(1, 1e-4, 1e-4, activation="relu"), *stack([0.01, 1.0])]
    assert diagnose(layers).activation is None


def test_norms_that_grow_towards_the_input_explode():
    found = diagnose(stack([300.0, 20.0, 1.0]))
    assert (found.finding, found.cause, found.layer) == ("exploding", "large_weights", 1)
    assert found.factor == pytest.approx(300.0)


def test_a_large_norm_explodes_wherever_it_stands():
    found = diagnose(stack([1.0, 5000.0, 1.0]))
    assert (found.finding, found.layer) == ("exploding", 2)
    assert found.factor == pytest.approx(5000.0)


def test_large_inputs_alone_are_no_explosion():
    assert diagnose(stack([50.0, 1.0, 1.0], signals=[1.0, 1.0, 1.0])).finding == "healthy"


def test_a_layer_of_dead_units_is_named_with_their_number():
    layers = [layer(1, 0.1, 0.1, activation="relu", dead=[1.0, 1.0, 1.0, 0.2]), *stack([0.1, 0.2])]
    found = diagnose(layers)
    assert (found.finding, found.layer, found.units, found.of) == ("dead", 1, 3, 4)


def test_one_dead_unit_of_four_is_no_warning():
    layers = [layer(1, 0.1, 0.1, activation="relu", dead=[1.0, 0.3, 0.0, 0.2]), *stack([0.1, 0.2])]
    assert diagnose(layers).severity == "calm"


def test_saturation_and_large_steps_are_hints():
    saturated = diagnose([layer(1, 0.1, 0.1, saturated=0.95), *stack([0.1, 0.2])])
    fast = diagnose(stack([0.1, 0.2], ratio=0.5))
    assert (saturated.finding, saturated.severity, saturated.layer) == ("saturated", "hint", 1)
    assert (fast.finding, fast.severity, fast.factor) == ("fast", "hint", 0.5)


def test_no_gradient_anywhere_is_settled():
    assert diagnose(stack([0.0, 0.0])).finding == "settled"


def test_without_gradients_nothing_is_said():
    assert diagnose(stack([None, None], signals=[0.0, 0.0])).finding == "unknown"
    assert diagnose([]).finding == "unknown"


def test_layers_without_weights_are_passed_over():
    layers = stack([0.005, 0.05, 1.0], activation="sigmoid")
    layers.insert(1, layer(9, None, 0.0, kind="dropout"))
    assert diagnose(layers).finding == "vanishing"
