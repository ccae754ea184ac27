"""The terms of an output's score add up to what the network says."""

import numpy as np
import pytest

from playground.engine.training import TrainingRun
from playground.observe.contributions import contributions
from playground.observe.observer import snapshot_of
from playground.observe.plane import cell_centres
from playground.observe.snapshot import SnapshotRequest

R = 16


def dense(units, activation="relu"):
    return {"kind": "dense", "units": units, "activation": activation}


@pytest.mark.parametrize("classes", [2, 3])
@pytest.mark.parametrize(
    "layers",
    [
        [],
        [dense(5)],
        [dense(4, "tanh"), dense(3)],
        [dense(4, "maxout"), {"kind": "batch_norm"}],
        [dense(4, "elu"), {"kind": "dropout", "rate": 0.4}],
    ],
)
def test_all_units_together_are_the_networks_output(build, layers, classes):
    run = TrainingRun(build(network={"layers": layers}, data={"dataset": "blobs", "classes": classes}))
    run.train(4)
    snapshot = snapshot_of(run, SnapshotRequest(unit_resolution=R))
    outputs = run.experiment.outputs
    found = [contributions(snapshot, output) for output in range(outputs)]
    scores = np.stack([one.after(one.order(largest_first=True)) for one in found])
    powers = np.exp(scores)
    expected = powers / powers.sum(axis=0) if outputs > 1 else 1.0 / (1.0 + np.exp(-scores))
    places = cell_centres(snapshot.points.bounds, R)
    predicted = run.network.predict(places).T.reshape(outputs, R, R)
    np.testing.assert_allclose(predicted, expected, rtol=2e-4, atol=1e-6)


def test_what_a_step_adds_is_weight_times_activation(build):
    run = TrainingRun(build(network={"layers": [dense(6)]}))
    run.train(4)
    snapshot = snapshot_of(run, SnapshotRequest(unit_resolution=R))
    found = contributions(snapshot, 0)
    places = cell_centres(snapshot.points.bounds, R)
    weights, biases = run.network.weights, run.network.biases
    hidden = np.maximum(0.0, places @ weights[0] + biases[0])
    for count in range(7):
        units = found.order(largest_first=False)[:count]
        expected = biases[1][0] + hidden[:, :count] @ weights[1][:count, 0]
        np.testing.assert_allclose(found.after(units).ravel(), expected, rtol=1e-4, atol=1e-4)
    sizes = [np.square(found.terms[unit]).sum() for unit in found.order(largest_first=True)]
    assert sizes == sorted(sizes, reverse=True)


def test_there_is_no_sum_where_units_or_the_output_are_not_there(build):
    run = TrainingRun(build(network={"layers": [dense(3)]}))
    snapshot = snapshot_of(run, SnapshotRequest(unit_resolution=0))
    assert contributions(snapshot, 0) is None
    assert contributions(snapshot_of(run, SnapshotRequest(unit_resolution=8)), 1) is None
