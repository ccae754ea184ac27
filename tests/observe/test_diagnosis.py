"""The diagnosis names what is wrong with the gradient, from statistics made by hand and from real runs."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine.experiment import Experiment, Network, Training
from playground.engine.layers.dense import Dense
from playground.engine.training import TrainingRun
from playground.observe.diagnosis import diagnose
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import LayerSnapshot, LayerStatistics, SnapshotRequest


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


def test_equal_norms_are_healthy_and_tell_their_spread():
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


def test_a_fading_signal_vanishes_even_where_the_norms_do_not_show_it():
    found = diagnose(stack([1.0, 1.0, 1.0], signals=[1e-5, 1e-3, 1.0]))
    assert (found.finding, found.measure) == ("vanishing", "signal")
    assert found.factor == pytest.approx(1e5)


def test_one_minibatch_with_odd_norms_is_no_vanishing():
    assert diagnose(stack([0.01, 1.0, 1.0], signals=[0.9, 1.0, 1.0])).finding == "healthy"


def test_given_norms_stand_in_for_the_snapshots():
    found = diagnose(stack([0.2, 0.2, 0.2], signals=[0.001, 0.03, 1.0]), {1: 0.001, 2: 0.1, 3: 1.0})
    assert (found.finding, found.factor) == ("vanishing", pytest.approx(1000.0))


def test_norms_that_grow_towards_the_input_explode():
    found = diagnose(stack([60.0, 20.0, 1.0]))
    assert (found.finding, found.cause, found.layer) == ("exploding", "large_weights", 1)
    assert found.factor == pytest.approx(60.0)


def test_a_large_norm_explodes_wherever_it_stands():
    found = diagnose(stack([1.0, 5000.0, 1.0]))
    assert (found.finding, found.layer) == ("exploding", 2)
    assert found.factor == pytest.approx(5000.0)


@pytest.mark.parametrize("broken", [math.nan, math.inf])
def test_numbers_that_are_no_longer_finite_have_exploded(broken):
    found = diagnose(stack([1.0, broken, 1.0]))
    assert (found.finding, math.isinf(found.factor)) == ("exploding", True)


def test_large_inputs_alone_are_no_explosion():
    assert diagnose(stack([50.0, 1.0, 1.0], signals=[1.0, 1.0, 1.0])).finding == "healthy"


def test_small_gradients_that_grow_do_no_harm():
    assert diagnose(stack([0.06, 0.02, 0.001])).finding == "healthy"


def test_a_layer_of_dead_units_is_named_with_their_number():
    layers = [layer(1, 0.1, 0.1, activation="relu", dead=[1.0, 1.0, 1.0, 0.2]), *stack([0.1, 0.2])]
    found = diagnose(layers)
    assert (found.finding, found.layer, found.units, found.of) == ("dead", 1, 3, 4)


def test_half_a_layer_of_dead_units_is_no_warning():
    layers = [layer(1, 0.1, 0.1, activation="relu", dead=[1.0, 1.0, 0.0, 0.2]), *stack([0.1, 0.2])]
    assert diagnose(layers).severity == "calm"


def test_saturation_and_large_steps_are_hints():
    saturated = diagnose([layer(1, 0.1, 0.1, saturated=0.95), *stack([0.1, 0.2])])
    fast = diagnose(stack([0.1, 0.2], ratio=0.5))
    assert (saturated.finding, saturated.severity, saturated.layer) == ("saturated", "hint", 1)
    assert (fast.finding, fast.severity, fast.factor) == ("fast", "hint", 0.5)


def test_small_weights_may_move_by_a_large_share():
    assert diagnose(stack([0.1, 0.2], ratio=0.5, weight=0.01)).finding == "healthy"


def test_no_gradient_anywhere_is_settled():
    assert diagnose(stack([0.0, 0.0])).finding == "settled"


def test_without_gradients_nothing_is_said():
    assert diagnose(stack([None, None], signals=[0.0, 0.0])).finding == "unknown"
    assert diagnose([]).finding == "unknown"


def test_layers_without_weights_are_passed_over():
    layers = stack([0.005, 0.05, 1.0], activation="sigmoid")
    layers.insert(1, layer(9, None, 0.0, kind="dropout"))
    assert diagnose(layers).finding == "vanishing"


# ------------------------------------------------------------------------------------ real runs

ASKED = SnapshotRequest(statistics=True, gradients="minibatch")


def run_of(*layers: Dense, initializer: str = "xavier_uniform", **training) -> TrainingRun:
    network = Network(layers=layers, initializer=initializer)
    return TrainingRun(Experiment(network=network, training=Training(**training)))


@pytest.mark.parametrize("epochs", [0, 5])
def test_seven_sigmoid_layers_on_circle_lose_their_gradient(epochs):
    run = run_of(*[Dense(units=8, activation="sigmoid")] * 7)
    run.train(epochs)
    layers = snapshot_of(run, ASKED).layers
    found = diagnose(layers)
    assert (found.finding, found.cause, found.severity) == ("vanishing", "activation_slope", "warning")
    assert (found.layers, found.activation) == (7, "sigmoid")
    norms = [layer.statistics.gradient_norm for layer in layers]
    assert found.factor == pytest.approx(norms[-1] / norms[0])
    assert found.factor > 100


@pytest.mark.parametrize("epochs", [0, 3, 20])
@pytest.mark.parametrize("depth", [1, 2, 7])
def test_relu_with_he_on_circle_raises_no_warning(depth, epochs):
    run = run_of(*[Dense(units=8, activation="relu")] * depth, initializer="he_normal")
    run.train(epochs)
    found = diagnose(snapshot_of(run, ASKED).layers)
    assert (found.finding, found.severity) == ("healthy", "calm")


def test_relu_units_with_a_bias_of_minus_ten_are_all_dead():
    run = run_of(Dense(units=5, activation="relu"), Dense(units=3, activation="tanh"))
    run.network.weights[0][:] *= 0.1
    run.network.biases[0][:] = -10.0
    layers = snapshot_of(run, ASKED).layers
    np.testing.assert_array_equal(layers[0].statistics.dead, 1.0)
    found = diagnose(layers)
    assert (found.finding, found.layer, found.units, found.of) == ("dead", 1, 5, 5)


def test_a_stack_with_too_large_weights_explodes():
    run = run_of(*[Dense(units=16, activation="relu")] * 6, initializer="he_normal")
    for weights in run.network.weights:
        weights *= 3.0
    assert diagnose(snapshot_of(run, ASKED).layers).finding == "exploding"
