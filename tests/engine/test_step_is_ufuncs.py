"""A training step is ufuncs on arrays of one type, written in place: nothing in it needs the interpreter."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.activations import ACTIVATIONS
from playground.engine.layers.kinds import LAYER_KINDS
from playground.engine.losses import LOSSES
from playground.engine.network import Network
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.program import Program
from playground.engine.regularizers import REGULARIZERS
from playground.engine.steps import emit_update, make_penalty
from playground.engine.workspace import Workspace

LOSS_CASES = [
    ({"dataset": "circle"}, "classification"),
    ({"dataset": "spiral", "classes": 3}, "classification"),
    ({"dataset": "plane"}, "regression"),
]


def step_of(experiment) -> tuple[tuple, np.random.Generator]:
    """The recorded calls of a step, and the generator that dropout draws from."""
    generator = np.random.default_rng(0)
    network = Network(experiment, generator)
    plan, gradients = network.plan, np.zeros(network.plan.size)
    workspace = Workspace(plan, network.parameters, network.state, 10, mode="training", generator=generator)
    program, slopes, targets = workspace.program, np.empty((plan.outputs, 10)), np.empty((plan.outputs, 10))
    network.head.gradient(program, workspace.scores, targets, 0.1, slopes)
    workspace.emit_backward(slopes, gradients)
    update, training = Program(), experiment.training
    penalty = make_penalty(plan, training)
    memory = OPTIMIZERS[training.optimizer.name].fresh_state(plan.size)
    emit_update(update, plan, training, penalty, network.parameters, gradients, memory, np.zeros(()))
    return (*program.recorded, *update.recorded), generator


def assert_ufuncs(experiment) -> None:
    calls, generator = step_of(experiment)
    for function, arguments in calls:
        if function == generator.random:
            continue
        is_reduction = isinstance(getattr(function, "__self__", None), np.ufunc)
        assert isinstance(function, np.ufunc) or (is_reduction and function.__name__ == "reduce"), function
        arrays = [one for one in arguments if one is not None and not isinstance(one, int)]
        assert all(array.dtype == np.float64 for array in arrays), (function, arrays)
        assert arrays[-1].flags.writeable


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_with_every_activation(build, activation):
    assert_ufuncs(build(network={"layers": [{"kind": "dense", "activation": activation}] * 2}))


@pytest.mark.parametrize("kind", LAYER_KINDS)
def test_with_every_kind_of_layer(build, kind):
    assert_ufuncs(build(network={"layers": [{"kind": kind}, {"kind": "dense"}, {"kind": kind}]}))


@pytest.mark.parametrize(("data", "problem"), LOSS_CASES)
@pytest.mark.parametrize("loss", LOSSES)
def test_with_every_loss(build, loss, data, problem):
    if problem in LOSSES[loss].problems:
        assert_ufuncs(build(data=data, training={"loss": loss}))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("regularizer", REGULARIZERS)
def test_with_every_optimizer_and_regularizer(build, optimizer, regularizer):
    training = {"optimizer": {"name": optimizer}, "regularizer": {"name": regularizer, "rate": 0.1}}
    layers = [{"kind": "dense"}, {"kind": "dense", "frozen": True}]
    assert_ufuncs(build(training={**training, "clip_norm": 1.0, "max_norm": 1.0}, network={"layers": layers}))
