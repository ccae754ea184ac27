"""A stack of linear layers is one layer, whose numbers are those of the engine."""

import numpy as np
import pytest

from playground.engine.layers.base import OUTPUT_ID
from playground.engine.training import TrainingRun
from playground.observe.linear_stack import largest_difference, linear_stacks
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import SnapshotRequest


def dense(units, activation="linear", **options):
    return {"kind": "dense", "units": units, "activation": activation, **options}


def looked_at(build, layers, **parts):
    run = TrainingRun(build(network={"layers": layers, "features": ["x1", "x2", "x1x2"]}, **parts))
    run.train(3)
    return run, snapshot_of(run, SnapshotRequest(unit_resolution=24))


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize("bias", [True, False])
def test_the_one_layer_gives_what_the_network_gives(build, classes, bias):
    layers = [dense(5, bias=bias), {"kind": "dropout", "rate": 0.3}, dense(4)]
    run, snapshot = looked_at(build, layers, data={"dataset": "blobs", "classes": classes})
    (stack,) = linear_stacks(snapshot)
    assert stack.places == (1, 3, 4)
    assert stack.ids[-1] == OUTPUT_ID
    points = run.points.train
    features = np.stack([points[:, 0], points[:, 1], points[:, 0] * points[:, 1]])
    scores = stack.matrix @ features + stack.bias[:, None]
    powers = np.exp(scores)
    expected = powers / powers.sum(axis=0) if classes > 2 else 1.0 / (1.0 + np.exp(-scores))
    np.testing.assert_allclose(run.network.predict(points).T, expected, rtol=1e-4, atol=1e-6)
    difference = largest_difference(snapshot, stack, run.experiment)
    assert difference is not None
    assert difference < 2e-6


def test_only_layers_without_an_activation_between_them_are_one(build):
    layers = [dense(4, "relu"), dense(3), dense(3, "tanh"), dense(2)]
    run, snapshot = looked_at(build, layers)
    stacks = linear_stacks(snapshot)
    assert [stack.places for stack in stacks] == [(2, 3), (4, 5)]
    for stack in stacks:
        assert largest_difference(snapshot, stack, run.experiment) < 2e-6


@pytest.mark.parametrize(
    "layers",
    [[], [dense(4, "relu")], [dense(4), {"kind": "batch_norm"}], [dense(3, "maxout"), dense(2, "elu")]],
)
def test_no_product_is_shown_where_there_is_none(build, layers):
    _, snapshot = looked_at(build, layers)
    assert linear_stacks(snapshot) == []


def test_a_network_that_is_not_linear_is_told_from_its_product(build):
    _, snapshot = looked_at(build, [dense(4), dense(3)])
    (stack,) = linear_stacks(snapshot)
    bent, other = looked_at(build, [dense(4, "tanh"), dense(3)])
    assert largest_difference(other, stack, bent.experiment) > 1e-3
