"""Statistics, histograms and health are those of the training points."""

from __future__ import annotations

import numpy as np
import pytest

from playground.observe.observer import Observer, snapshot_of
from playground.observe.snapshot import SnapshotRequest
from playground.observe.statistics import BINS, histogram_of_rows


def test_dead_and_saturated_units_are_found(trained):
    layers = [{"kind": "dense", "units": 3, "activation": name} for name in ("relu", "tanh")]
    run = trained(network={"layers": layers})
    run.network.weights[0][:], run.network.biases[0][:] = 0.0, [-10.0, 1.0, 1.0]
    run.network.weights[1][:], run.network.biases[1][:] = 0.0, [0.0, 3.0, -3.0]
    snapshot = snapshot_of(run, SnapshotRequest(unit_health=True))
    np.testing.assert_array_equal(snapshot.layers[0].dead, [1.0, 0.0, 0.0])
    np.testing.assert_array_equal(snapshot.layers[1].saturated, [0.0, 1.0, 1.0])
    np.testing.assert_array_equal(snapshot.layers[1].dead, 0.0)


def test_health_is_that_of_each_look(trained):
    run = trained(network={"layers": [{"kind": "dense", "units": 1, "activation": "relu"}]})
    observer, found = Observer(run), []
    for bias in (-10.0, 10.0, -10.0):
        run.network.weights[0][:], run.network.biases[0][:] = 0.0, bias
        layer = observer.snapshot(SnapshotRequest(unit_health=True, statistics=True)).layers[0]
        found.append((float(layer.dead[0]), float(layer.statistics.dead[0])))
    assert found == [(1.0, 1.0), (0.0, 0.0), (1.0, 1.0)]


def test_statistics_are_those_of_the_training_points(trained):
    run = trained(network={"layers": [{"kind": "dense", "units": 3}, {"kind": "dense"}]})
    snapshot = snapshot_of(run, SnapshotRequest(statistics=True, histograms=True, gradients="training_set"))
    found = snapshot.layers[0].statistics
    weights, biases = run.network.weights, run.network.biases
    a = np.tanh(run.points.train @ weights[0] + biases[0])
    after = np.tanh(a @ weights[1] + biases[1])
    scores = np.exp(after @ weights[2] + biases[2])
    errors = scores / scores.sum(axis=1, keepdims=True)
    errors[np.arange(len(errors)), run.points.train_labels.ravel().astype(int)] -= 1.0
    by_unit = (errors @ weights[2].T * (1.0 - after * after)) @ weights[1].T
    assert found.input_size == pytest.approx(np.sqrt(np.mean(run.points.train**2)))
    assert found.unit_gradient_size == pytest.approx(np.sqrt(np.mean(by_unit**2)))
    assert found.pre_gradient_size == pytest.approx(np.sqrt(np.mean((by_unit * (1.0 - a * a)) ** 2)))
    norm = np.linalg.norm(run.network.gradient(run.points.train, run.points.train_labels)[1].weights[0])
    assert found.gradient_norm == pytest.approx(norm)
    layer = snapshot.layers[0]
    ratio = np.linalg.norm(layer.weight_updates) / np.linalg.norm(layer.weights)
    assert found.update_ratio == pytest.approx(ratio)
    for histogram in (found.activations, found.gradients):
        assert histogram.counts.sum() == a.size
        assert histogram.edges.size == BINS + 1
    expected, _ = np.histogram(a, bins=found.activations.edges)
    assert np.abs(expected - found.activations.counts).sum() <= 2, "rounding at the edges"


def test_unit_histograms_count_every_point_once(trained):
    run = trained()
    for layer in snapshot_of(run, SnapshotRequest(unit_histograms=True)).layers:
        for histogram in (layer.unit_pre_activations, layer.unit_activations, layer.unit_gradients):
            assert histogram.counts.shape == (layer.units, BINS)
            np.testing.assert_array_equal(histogram.counts.sum(axis=1), run.points.train_labels.size)


def test_each_value_stands_in_its_own_bin_and_the_largest_in_the_last():
    found = histogram_of_rows(np.array([[*range(BINS + 1)], [BINS] * (BINS + 1)], dtype=float))
    assert found.edges.tolist() == [*range(BINS + 1)]
    assert found.counts[0].tolist() == [1] * (BINS - 1) + [2]
    assert found.counts[1].tolist() == [0] * (BINS - 1) + [BINS + 1]


@pytest.mark.parametrize("size", [1e-300, 1.0, 1e20, 1e200])
def test_equal_values_of_any_size_have_a_histogram(size):
    found = histogram_of_rows(np.full((2, 7), size))
    assert found.counts.sum(axis=1).tolist() == [7, 7]
    assert found.edges[0] < size < found.edges[-1]


@pytest.mark.parametrize(("name", "stretch"), [("sigmoid", 1.0), ("tanh", 0.5)])
def test_saturated_is_below_a_twentieth_of_the_activations_largest_slope(trained, name, stretch):
    """Sigmoid's slope at z is 1/4 at most and tanh's at z / 2 four times as large: their shares agree."""
    run = trained(network={"layers": [{"kind": "dense", "units": 2, "activation": name}]})
    places = np.array([4.0, 4.8])
    shares = 4.0 * np.exp(-places) / (1.0 + np.exp(-places)) ** 2
    assert shares[0] > 0.05 > shares[1]
    run.network.weights[0][:], run.network.biases[0][:] = 0.0, stretch * places
    snapshot = snapshot_of(run, SnapshotRequest(unit_health=True))
    np.testing.assert_array_equal(snapshot.layers[0].saturated, [0.0, 1.0])


def test_a_maxout_units_histogram_is_of_the_piece_that_wins(trained):
    run = trained(network={"layers": [{"kind": "dense", "units": 2, "activation": "maxout", "pieces": 3}]})
    snapshot = snapshot_of(run, SnapshotRequest(unit_histograms=True))
    z = run.points.train @ run.network.weights[0] + run.network.biases[0]
    won = z.reshape(-1, 3, 2).max(axis=1)
    edges = snapshot.layers[0].unit_pre_activations.edges
    assert (edges[0], edges[-1]) == (pytest.approx(won.min()), pytest.approx(won.max()))
