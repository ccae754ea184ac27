"""The whole network's gradient is its finite difference, whatever it is built of; and the check can fail."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import activations, losses
from playground.engine.activations import ACTIVATIONS
from playground.engine.layers import kinds
from playground.engine.layers.base import Rules
from playground.engine.layers.kinds import LAYER_KINDS
from playground.engine.losses import LOSSES
from playground.engine.training import TrainingRun
from playground.observe import gradcheck
from playground.observe.gradcheck import TOLERANCE

LOSS_CASES = {
    "cross_entropy of 2": ("cross_entropy", "circle", 2),
    "cross_entropy of 4": ("cross_entropy", "spiral", 4),
    "squared_error of 2": ("squared_error", "circle", 2),
    "squared_error of 3": ("squared_error", "spiral", 3),
    "squared_error of values": ("squared_error", "multi_gauss", 2),
    "hinge of 2": ("hinge", "circle", 2),
    "hinge of 4": ("hinge", "spiral", 4),
    "huber": ("huber", "ripple", 2),
    "absolute_error": ("absolute_error", "saddle", 2),
}
LAYER_STACKS = {
    "dense": [{"kind": "dense", "units": 4}],
    "no bias": [{"kind": "dense", "units": 4, "bias": False}, {"kind": "dense", "units": 3, "bias": False}],
    "dropout": [
        {"kind": "dropout", "rate": 0.2},
        {"kind": "dense", "units": 6},
        {"kind": "dropout", "rate": 0.5},
    ],
    "batch_norm": [{"kind": "batch_norm"}, {"kind": "dense", "units": 4}, {"kind": "batch_norm"}],
    "layer_norm": [{"kind": "dense", "units": 5}, {"kind": "layer_norm"}, {"kind": "dense", "units": 3}],
    "all": [
        {"kind": "batch_norm"},
        {"kind": "dense", "units": 4, "activation": "maxout", "pieces": 3},
        {"kind": "dropout", "rate": 0.3},
        {"kind": "layer_norm"},
        {"kind": "dense", "units": 3, "activation": "gelu"},
    ],
}


def check(experiment):
    return gradcheck.check(TrainingRun(experiment))


@pytest.mark.parametrize("case", list(LOSS_CASES))
@pytest.mark.parametrize("activation", list(ACTIVATIONS))
@settings(max_examples=4)
@given(
    seed=st.integers(0, 10_000), units=st.integers(1, 6), depth=st.integers(1, 3), samples=st.integers(10, 40)
)
def test_every_pair_of_activation_and_loss(build, activation, case, seed, units, depth, samples):
    loss, dataset, classes = LOSS_CASES[case]
    found = check(
        build(
            data={"dataset": dataset, "classes": classes, "samples": samples, "seed": seed},
            network={
                "features": ["x1", "x2", "sin_x1"],
                "seed": seed,
                "layers": [{"kind": "dense", "units": units, "activation": activation}] * depth,
            },
            training={"loss": loss},
        )
    )
    assert found.relative_error <= TOLERANCE, found


@pytest.mark.parametrize("stack", list(LAYER_STACKS))
@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), samples=st.integers(10, 60), steps=st.integers(0, 20))
def test_every_kind_of_layer(build, stack, seed, samples, steps):
    run = TrainingRun(
        build(
            data={"dataset": "spiral", "classes": 3, "samples": samples, "seed": seed},
            network={"seed": seed, "layers": LAYER_STACKS[stack]},
        )
    )
    run.take_steps(steps)
    found = gradcheck.check(run)
    assert found.relative_error <= TOLERANCE, found


@pytest.mark.parametrize("name", ["none", "l1", "l2", "elastic_net"])
@settings(max_examples=8)
@given(seed=st.integers(0, 10_000), rate=st.floats(1e-4, 10.0), ratio=st.floats(0.0, 1.0))
def test_every_regularizer(build, name, seed, rate, ratio):
    own = {"name": "elastic_net", "rate": 0.3, "l1_ratio": 0.25}
    run = TrainingRun(
        build(
            network={
                "seed": seed,
                "layers": [{"kind": "dense", "units": 4}, {"kind": "dense", "regularizer": own}],
            },
            training={"regularizer": {"name": name, "rate": rate, "l1_ratio": ratio}},
        )
    )
    run.take_steps(3)
    found = gradcheck.check(run)
    assert found.relative_error <= TOLERANCE, found


@pytest.mark.parametrize("stack", list(LAYER_STACKS))
def test_the_gradient_in_evaluation_mode_too(build, stack):
    experiment = build(
        data={"dataset": "spiral", "classes": 3, "samples": 60}, network={"layers": LAYER_STACKS[stack]}
    )
    run = TrainingRun(experiment)
    run.take_steps(10)
    network, points, labels = run.network, run.points.train, run.points.train_labels
    _, gradients = network.gradient(points, labels)
    for parameters, analytic in [*zip(network.weights, gradients.weights, strict=True)]:
        for index in list(np.ndindex(*parameters.shape))[:12]:
            value, h = parameters[index], 1e-5
            losses_at = []
            for moved in (value + h, value - h):
                parameters[index] = moved
                losses_at.append(network.gradient(points, labels)[0])
            parameters[index] = value
            assert analytic[index] == pytest.approx(
                (losses_at[0] - losses_at[1]) / (2 * h), rel=1e-5, abs=1e-8
            )


# ----------------------------------------------------------------- a wrong derivative is found


def _one_percent_off(name):
    right = ACTIVATIONS[name]

    def slope(*at):
        found = right.slope(*at)
        return tuple(1.01 * one for one in found) if right.has_pieces else 1.01 * found

    return slope


PLANTED = {
    **{f"{name} one percent off": (name, _one_percent_off(name)) for name in ACTIVATIONS},
    "leaky_relu without its leak": ("leaky_relu", lambda z, a: np.fmax(np.sign(z), 0.0)),
    "sigmoid without 1 - a": ("sigmoid", lambda z, a: a),
    "tanh with relu's": ("tanh", lambda z, a: np.sign(a)),
    "maxout to the first piece": ("maxout", lambda z, a: (1.0, 0.0)),
}


@pytest.mark.parametrize("mutant", list(PLANTED))
def test_a_wrong_derivative_planted_in_an_activation_is_found(build, monkeypatch, mutant):
    name, slope = PLANTED[mutant]
    experiment = build(network={"layers": [{"kind": "dense", "units": 5, "activation": name}]})
    assert check(experiment).passed
    monkeypatch.setitem(activations.ACTIVATIONS, name, replace(ACTIVATIONS[name], slope=slope))
    found = check(experiment)
    assert not found.layers[0].passed
    assert found.layers[-1].passed, "the output layer lies behind the fault"


@pytest.mark.parametrize("case", list(LOSS_CASES))
def test_a_wrong_derivative_planted_in_a_loss_is_found(build, monkeypatch, case):
    name, dataset, classes = LOSS_CASES[case]
    experiment = build(data={"dataset": dataset, "classes": classes}, training={"loss": name})
    head = LOSSES[name].head(experiment.problem, experiment.outputs)
    wrong = replace(head, slope=lambda s, t, share: head.slope(s, t, 0.99 * share))
    monkeypatch.setitem(losses.LOSSES, name, losses.Loss(wrong, wrong, wrong))
    assert not check(experiment).passed


@pytest.mark.parametrize("kind", ["dropout", "batch_norm", "layer_norm"])
def test_a_wrong_derivative_planted_in_a_layer_is_found(build, monkeypatch, kind):
    experiment = build(network={"layers": [{"kind": "dense", "units": 5}, {"kind": kind}, {"kind": "dense"}]})
    assert check(experiment).passed
    right = LAYER_KINDS[kind].training.backward

    def backward(program, layer, needs_input_gradient):
        right(program, layer, needs_input_gradient)
        if needs_input_gradient:
            program(np.multiply, layer.input_gradient, program.constant(1.01), layer.input_gradient)

    wrong = replace(LAYER_KINDS[kind], training=Rules(LAYER_KINDS[kind].training.forward, backward))
    monkeypatch.setitem(kinds.LAYER_KINDS, kind, wrong)
    assert not check(experiment).passed


def test_a_wrong_penalty_gradient_is_found(build, monkeypatch):
    run = TrainingRun(build(training={"regularizer": {"name": "l2", "rate": 0.5}}))
    assert gradcheck.check(run).passed
    right = run.descent.penalty.gradient
    monkeypatch.setattr(run.descent.penalty, "gradient", lambda parameters: 0.5 * right(parameters))
    assert not gradcheck.check(run).passed
