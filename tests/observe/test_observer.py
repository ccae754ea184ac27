"""A snapshot shows what is: grids, sensitivities, gradients, probe and statistics are true, and disturb nothing."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.training import TrainingRun
from playground.observe.inspection import inspect
from playground.observe.observer import Observer, snapshot_of
from playground.observe.plane import cell_centres
from playground.observe.snapshot import InspectionRequest, PartRequest, SnapshotRequest
from playground.observe.statistics import BINS, _histogram

ALL_KINDS = [
    {"kind": "batch_norm"},
    {"kind": "dense", "units": 4, "activation": "maxout"},
    {"kind": "dropout", "rate": 0.3},
    {"kind": "layer_norm"},
    {"kind": "dense", "units": 3, "activation": "gelu"},
]
EVERYTHING = SnapshotRequest(
    boundary_resolution=12,
    part=PartRequest((0.0, 1.0, 2.0, 3.0), 7, units=True),
    unit_resolution=8,
    sensitivity_resolution=10,
    focus=(2, 1),
    focus_sensitivity=True,
    gradients="minibatch",
    probe=(1.0, 2.0, 1.0),
    statistics=True,
    histograms=True,
    unit_health=True,
    unit_histograms=True,
    point_predictions=True,
    point_gradients_of=(2, 1),
    space=((2, 0), (2, 1)),
    inspect=InspectionRequest((2, 1), averaged=True),
    confusion=True,
)


def trained(build, steps=30, **parts):
    parts.setdefault("network", {"layers": ALL_KINDS})
    parts.setdefault("data", {"dataset": "spiral", "classes": 3, "samples": 200})
    run = TrainingRun(build(**parts))
    run.take_steps(steps)
    return run


def units_at(run, points):
    """Every layer's values at points, the output layer's predictions: ``(n, units)`` each."""
    found = []
    for point in points:
        probe = snapshot_of(run, SnapshotRequest(probe=(point[0], point[1], None), curve=False)).probe
        found.append([layer.activations for layer in probe.layers])
    return [np.array(layer) for layer in zip(*found, strict=True)]


# ----------------------------------------------------------------------------------- the plane


def test_cells_are_taken_at_their_centres_from_the_top_left():
    centres = cell_centres((-6.0, 6.0, 0.0, 4.0), 2)
    np.testing.assert_allclose(centres, [[-3, 3], [3, 3], [-3, 1], [3, 1]])


def test_the_boundary_is_the_prediction(build):
    run = trained(build)
    grid = snapshot_of(run, SnapshotRequest(boundary_resolution=9)).boundary
    expected = run.network.predict(cell_centres(run.points.bounds, 9))
    np.testing.assert_allclose(grid.reshape(3, -1).T, expected, atol=2e-6)
    assert grid.dtype == np.float32


def test_a_units_grid_is_its_output_over_the_plane(build):
    run = trained(build)
    snapshot = snapshot_of(run, SnapshotRequest(unit_resolution=5))
    for layer, expected in zip(
        snapshot.layers, units_at(run, cell_centres(run.points.bounds, 5)), strict=True
    ):
        assert layer.grids.shape == (layer.units, 5, 5)
        np.testing.assert_allclose(layer.grids.reshape(layer.units, -1).T, expected, rtol=1e-4, atol=1e-5)
    features = run.network.seen(cell_centres(run.points.bounds, 5))
    np.testing.assert_allclose(snapshot.feature_grids.reshape(2, -1).T, features, rtol=1e-6)


@pytest.mark.parametrize("width", [6.0, 1e-2, 1e-5, 1e-9])
def test_a_part_of_the_plane_is_the_prediction_there_however_small_it_is(build, width):
    run = trained(build)
    bounds = (1.25 - width, 1.25 + width, -2.5 - width, -2.5 + width)
    part = snapshot_of(run, SnapshotRequest(part=PartRequest(bounds, 20))).part
    expected = run.network.predict(cell_centres(bounds, 20)).T.reshape(3, 20, 20)
    assert part.bounds == bounds
    np.testing.assert_allclose(part.boundary, expected, atol=2e-6)
    steps = np.diff(part.boundary, axis=2)
    np.testing.assert_allclose(steps, np.diff(expected, axis=2), atol=0.02 * np.abs(steps).max())


def test_a_part_follows_the_view_and_the_training(build):
    run = trained(build)
    observer = Observer(run)
    for bounds in ((0.0, 1.0, 0.0, 1.0), (0.0, 1e-6, 0.0, 1e-6), (-20.0, 20.0, -20.0, 20.0)):
        run.take_steps(5)
        part = observer.snapshot(SnapshotRequest(part=PartRequest(bounds, 8))).part
        expected = run.network.predict(cell_centres(bounds, 8))
        np.testing.assert_allclose(part.boundary.reshape(3, -1).T, expected, atol=2e-6)


def test_a_part_shows_a_unit_large_and_all_units_where_asked(build):
    run = trained(build)
    bounds = (-1.0, 2.0, 0.0, 3.0)
    focus = (run.network.plan.layers[1].id, 1)
    request = SnapshotRequest(part=PartRequest(bounds, 6, units=True), focus=focus, focus_sensitivity=True)
    part = snapshot_of(run, request).part
    for grid, expected in zip(part.grids, units_at(run, cell_centres(bounds, 6)), strict=True):
        np.testing.assert_allclose(grid.reshape(len(grid), -1).T, expected, rtol=1e-4, atol=1e-5)
    assert part.focus == focus
    np.testing.assert_array_equal(part.focus_grid, part.grids[1][1])
    assert part.focus_sensitivity.shape == (6, 6)
    assert part.feature_grids.shape == (2, 6, 6)
    assert snapshot_of(run, SnapshotRequest(focus=focus, part=PartRequest(bounds, 6))).part.grids == ()


def test_a_large_grid_in_chunks_is_the_same_grid(build, monkeypatch):
    run = trained(build)
    whole = snapshot_of(run, SnapshotRequest(boundary_resolution=30, sensitivity_resolution=30))
    monkeypatch.setattr("playground.observe.plane._CHUNK_VALUES", 1)
    again = TrainingRun(run.experiment)
    again.restore(run.state())
    parts = snapshot_of(again, SnapshotRequest(boundary_resolution=30, sensitivity_resolution=30))
    np.testing.assert_allclose(parts.boundary, whole.boundary, atol=1e-5)
    np.testing.assert_allclose(parts.layers[1].sensitivities, whole.layers[1].sensitivities, atol=1e-5)


@pytest.mark.parametrize(
    ("data", "loss", "output"),
    [
        ({"dataset": "circle"}, "cross_entropy", 0),
        ({"dataset": "circle"}, "squared_error", 0),
        ({"dataset": "circle"}, "hinge", 0),
        ({"dataset": "spiral", "classes": 3}, "cross_entropy", 2),
        ({"dataset": "spiral", "classes": 3}, "squared_error", 1),
        ({"dataset": "plane"}, "huber", 0),
    ],
)
def test_the_sensitivity_is_how_the_prediction_moves_with_the_unit(build, data, loss, output):
    """Nudging a unit is nudging its bias: the derivative by the bias is that by the pre-activation."""
    linear = {"kind": "dense", "units": 3, "activation": "linear"}
    run = trained(build, network={"layers": [linear, {"kind": "dense"}]}, data=data, training={"loss": loss})
    resolution, h = 6, 1e-5
    snapshot = snapshot_of(run, SnapshotRequest(sensitivity_resolution=resolution, sensitivity_output=output))
    points = cell_centres(run.points.bounds, resolution)
    for layer, biases in (
        (snapshot.layers[0], run.network.biases[0]),
        (snapshot.layers[-1], run.network.biases[-1]),
    ):
        for unit in range(layer.units):
            biases[unit] += h
            above = run.network.predict(points)[:, output]
            biases[unit] -= 2 * h
            below = run.network.predict(points)[:, output]
            biases[unit] += h
            found = layer.sensitivities[unit].ravel()
            np.testing.assert_allclose(found, (above - below) / (2 * h), rtol=1e-3, atol=1e-5)


def test_the_focus_is_one_unit_at_the_boundarys_resolution(build):
    run = trained(build)
    request = SnapshotRequest(
        boundary_resolution=9,
        unit_resolution=9,
        sensitivity_resolution=9,
        focus=(2, 1),
        focus_sensitivity=True,
    )
    snapshot = snapshot_of(run, request)
    np.testing.assert_array_equal(snapshot.focus_grid, snapshot.layer(2).grids[1])
    np.testing.assert_array_equal(snapshot.focus_sensitivity, snapshot.layer(2).sensitivities[1])
    feature = snapshot_of(run, replace(request, focus=(FEATURES_ID, 1)))
    np.testing.assert_array_equal(feature.focus_grid, feature.feature_grids[1])
    assert feature.focus_sensitivity.shape == (9, 9)
    for gone in ((99, 0), (2, 99)):
        assert snapshot_of(run, replace(request, focus=gone)).focus_grid is None


def test_the_space_of_a_layer_is_its_units_values(build):
    run = trained(build)
    space = snapshot_of(run, SnapshotRequest(unit_resolution=5, space=((2, 0), (5, 2)))).space
    grids = snapshot_of(run, SnapshotRequest(unit_resolution=5))
    np.testing.assert_array_equal(space.grid[..., 0], grids.layer(2).grids[0])
    np.testing.assert_array_equal(space.grid[..., 1], grids.layer(5).grids[2])
    values = units_at(run, run.points.train[:4])
    np.testing.assert_allclose(space.train[:4, 1], values[4][:, 2])


# ----------------------------------------------------------------------------------- gradients


def test_the_three_gradients_are_three_different_numbers(build):
    run = trained(build, network={"layers": [{"kind": "dense"}]}, training={"shuffle": False})
    found = {}
    for source in ("minibatch", "training_set", "probe"):
        snapshot = snapshot_of(run, SnapshotRequest(gradients=source, probe=(1.0, 2.0, 1.0)))
        assert snapshot.gradient_source == source
        found[source] = snapshot.layers[0].weight_gradients
    whole = run.network.gradient(run.points.train, run.points.train_labels)[1].weights[0]
    point = run.network.gradient([[1.0, 2.0]], [1])[1].weights[0]
    np.testing.assert_allclose(found["training_set"], whole, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(found["probe"], point, rtol=1e-12, atol=1e-15)
    assert (found["minibatch"] != whole).any()


def test_the_minibatchs_gradient_is_of_the_last_steps_batch_before_its_update(build):
    run = trained(build, steps=3, network={"layers": [{"kind": "dense"}]}, training={"shuffle": False})
    before = run.network.gradient(run.points.train[30:40], run.points.train_labels[30:40])[1].weights[0]
    run.take_step()
    shown = snapshot_of(run, SnapshotRequest(gradients="minibatch")).layers[0]
    np.testing.assert_allclose(shown.weight_gradients, before, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(shown.weight_updates, -0.03 * before, rtol=1e-9, atol=1e-15)


def test_before_any_step_the_minibatch_is_the_one_that_comes_first(build):
    run = trained(build, steps=0)
    preview = snapshot_of(run, SnapshotRequest(gradients="minibatch")).layers[1].weight_gradients
    assert snapshot_of(run, SnapshotRequest()).layers[1].weight_updates is None
    run.take_step()
    np.testing.assert_array_equal(
        snapshot_of(run, SnapshotRequest(gradients="minibatch")).layers[1].weight_gradients, preview
    )


def test_shown_gradients_include_the_penalty(build):
    parts = {"network": {"layers": [{"kind": "dense"}]}, "steps": 0}
    plain, bound = (
        trained(build, **parts, training={"regularizer": {"name": "l2", "rate": rate}}) for rate in (0.0, 0.5)
    )
    for source in ("minibatch", "training_set", "probe"):
        request = SnapshotRequest(gradients=source, probe=(1.0, 2.0, 1.0))
        shown, without = (snapshot_of(run, request).layers[0].weight_gradients for run in (bound, plain))
        np.testing.assert_allclose(shown, without + 0.5 * bound.network.weights[0], rtol=1e-9, atol=1e-14)


def test_a_probe_without_a_label_has_values_and_no_gradients(build):
    run = trained(build)
    snapshot = snapshot_of(run, SnapshotRequest(probe=(1.0, 2.0, None), gradients="probe"))
    assert snapshot.probe.loss is None
    assert snapshot.probe.layers[0].gradients is None
    assert snapshot.layers[0].weight_gradients is None
    assert snapshot.gradient_norm is None
    for nonsense in (7.0, 0.5, float("nan")):
        assert snapshot_of(run, SnapshotRequest(probe=(1.0, 2.0, nonsense))).probe.label is None


def test_the_probe_is_the_network_at_that_point(build):
    run = trained(build)
    probe = snapshot_of(run, SnapshotRequest(probe=(1.0, 2.0, 2.0))).probe
    np.testing.assert_array_equal(probe.features, [1.0, 2.0])
    np.testing.assert_allclose(probe.outputs, run.network.predict([[1.0, 2.0]])[0])
    assert probe.loss == pytest.approx(run.network.gradient([[1.0, 2.0]], [2])[0])
    h = 1e-5
    losses = [run.network.gradient([[1.0 + s, 2.0]], [2])[0] for s in (h, -h)]
    assert probe.feature_gradients[0] == pytest.approx((losses[0] - losses[1]) / (2 * h), rel=1e-5)
    for before, after in zip(probe.layers, probe.layers[1:], strict=False):
        np.testing.assert_array_equal(after.inputs, before.activations)


def test_point_gradients_are_each_points_own(build):
    run = trained(build)
    snapshot = snapshot_of(run, SnapshotRequest(point_gradients_of=(2, 1)))
    for index in (0, 7):
        (x1, x2), label = run.points.train[index], run.points.train_labels[index]
        probe = snapshot_of(run, SnapshotRequest(probe=(x1, x2, label))).probe
        assert snapshot.point_gradients[index] == pytest.approx(
            probe.layers[1].gradients[1], rel=1e-9, abs=1e-15
        )


# ---------------------------------------------------------------------------------- statistics


def test_dead_and_saturated_units_are_found(build):
    layers = [{"kind": "dense", "units": 3, "activation": name} for name in ("relu", "tanh")]
    run = trained(build, network={"layers": layers})
    run.network.weights[0][:], run.network.biases[0][:] = 0.0, [-10.0, 1.0, 1.0]
    run.network.weights[1][:], run.network.biases[1][:] = 0.0, [0.0, 3.0, -3.0]
    snapshot = snapshot_of(run, SnapshotRequest(unit_health=True))
    np.testing.assert_array_equal(snapshot.layers[0].dead, [1.0, 0.0, 0.0])
    np.testing.assert_array_equal(snapshot.layers[1].saturated, [0.0, 1.0, 1.0])
    np.testing.assert_array_equal(snapshot.layers[1].dead, 0.0)


def test_statistics_are_those_of_the_training_points(build):
    run = trained(build, network={"layers": [{"kind": "dense", "units": 3}, {"kind": "dense"}]})
    snapshot = snapshot_of(run, SnapshotRequest(statistics=True, histograms=True, gradients="training_set"))
    found, z = (
        snapshot.layers[0].statistics,
        run.points.train @ run.network.weights[0] + run.network.biases[0],
    )
    assert found.pre_activation_mean == pytest.approx(z.mean())
    assert found.pre_activation_deviation == pytest.approx(z.std())
    assert found.activation_mean == pytest.approx(np.tanh(z).mean())
    norm = np.linalg.norm(run.network.gradient(run.points.train, run.points.train_labels)[1].weights[0])
    assert found.gradient_norm == pytest.approx(norm)
    layer = snapshot.layers[0]
    ratio = np.linalg.norm(layer.weight_updates) / np.linalg.norm(layer.weights)
    assert found.update_ratio == pytest.approx(ratio)
    for histogram in (found.pre_activations, found.activations, found.gradients):
        assert histogram.counts.sum() == z.size
        assert histogram.edges.size == BINS + 1
    expected, _ = np.histogram(z, bins=found.pre_activations.edges)
    assert np.abs(expected - found.pre_activations.counts).sum() <= 2, "rounding at the edges"


def test_unit_histograms_count_every_point_once(build):
    run = trained(build)
    for layer in snapshot_of(run, SnapshotRequest(unit_histograms=True)).layers:
        for histogram in (layer.unit_pre_activations, layer.unit_activations, layer.unit_gradients):
            assert histogram.counts.shape == (layer.units, BINS)
            np.testing.assert_array_equal(histogram.counts.sum(axis=1), run.points.train_labels.size)


def test_dropped_units_are_those_of_the_last_step(build):
    network = {"layers": [{"kind": "dense", "units": 30}, {"kind": "dropout", "rate": 0.5}]}
    run = trained(build, network=network, training={"batch_size": 1})
    dropped = snapshot_of(run).layers[1].dropped
    np.testing.assert_array_equal(dropped, run.descent.last_workspace().passes[1].outputs.values[:, 0] == 0.0)
    assert 3 < dropped.sum() < 27
    run.retune(build(network=network, training={"batch_size": 1, "learning_rate": 0.5}))
    np.testing.assert_array_equal(snapshot_of(run).layers[1].dropped, dropped)
    assert snapshot_of(TrainingRun(run.experiment)).layers[1].dropped is None


def test_measures_predictions_and_confusion_agree(build):
    run = trained(build)
    snapshot = snapshot_of(run, SnapshotRequest(point_predictions=True, confusion=True))
    np.testing.assert_allclose(snapshot.predictions, run.network.predict(run.points.train), atol=1e-12)
    np.testing.assert_allclose(snapshot.test_predictions, run.network.predict(run.points.test), atol=1e-12)
    decided = np.argmax(snapshot.test_predictions, axis=1)
    assert snapshot.test.accuracy == np.mean(decided == run.points.test_labels)
    table = snapshot.test.confusion
    assert table.shape == (3, 3)
    assert np.trace(table) / table.sum() == snapshot.test.accuracy
    np.testing.assert_array_equal(table.sum(axis=1), np.bincount(run.points.test_labels.astype(int)))


def test_regression_has_r2_instead_of_accuracy(build):
    run = trained(build, data={"dataset": "plane"}, network={"layers": []}, steps=500)
    train = snapshot_of(run).train
    error = run.network.predict(run.points.train)[:, 0] - run.points.train_labels
    assert train.r2 == pytest.approx(1.0 - np.mean(error**2) / np.var(run.points.train_labels))
    assert train.loss == pytest.approx(0.5 * np.mean(error**2))
    assert train.accuracy is train.confusion is None


def test_the_inspection_is_passed_through(build):
    run = trained(build)
    averaged = snapshot_of(run, SnapshotRequest(inspect=InspectionRequest((2, 1), averaged=True))).inspection
    assert averaged.points == run.points.train_labels.size
    asked = InspectionRequest((OUTPUT_ID, 0))
    probe = snapshot_of(run, SnapshotRequest(probe=(1.0, 2.0, 1.0), inspect=asked)).inspection
    expected = inspect(run.network, run.experiment, asked, run.network.seen([[1.0, 2.0]]), np.array([1.0]))
    assert probe.pre_activation == expected.pre_activation
    assert snapshot_of(run, SnapshotRequest(inspect=asked)).inspection is None


# ----------------------------------------------------------------------------- nothing disturbed


@pytest.mark.parametrize("source", ["minibatch", "training_set", "probe"])
def test_looking_changes_nothing_of_the_run(build, source):
    watched, alone = trained(build, steps=7), trained(build, steps=7)
    request = replace(EVERYTHING, gradients=source)
    for _ in range(40):
        snapshot_of(watched, request)
        assert watched.take_step() == alone.take_step() == 1
    np.testing.assert_array_equal(watched.network.parameters, alone.network.parameters)
    np.testing.assert_array_equal(watched.network.state, alone.network.state)
    assert watched.descent.generator.bit_generator.state == alone.descent.generator.bit_generator.state


def test_a_snapshot_is_frozen_and_stays_what_it_was(build):
    run = trained(build)
    snapshot = snapshot_of(run, EVERYTHING)
    before = {name: array.copy() for name, array in arrays_of(snapshot)}
    run.train(2)
    snapshot_of(run, EVERYTHING)
    for name, array in arrays_of(snapshot):
        np.testing.assert_array_equal(array, before[name], err_msg=name)
    for name, array in arrays_of(snapshot):
        if not name.startswith(".inspection"):
            assert not array.flags.writeable, name


def arrays_of(value, name=""):
    """Every array in a snapshot, with where it is."""
    if isinstance(value, np.ndarray):
        yield name, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from arrays_of(getattr(value, field.name), f"{name}.{field.name}")
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from arrays_of(one, f"{name}[{index}]")


def test_nothing_is_computed_that_was_not_asked_for(build):
    snapshot = snapshot_of(trained(build), SnapshotRequest(curve=False))
    for name in (
        "boundary",
        "feature_grids",
        "focus_grid",
        "probe",
        "predictions",
        "point_gradients",
        "space",
        "curve",
    ):
        assert getattr(snapshot, name) is None
    for layer in snapshot.layers:
        for name in ("grids", "sensitivities", "weight_gradients", "dead", "statistics", "unit_activations"):
            assert getattr(layer, name) is None


def test_the_expected_first_loss_is_the_logarithm_of_the_classes(build):
    assert snapshot_of(trained(build)).first_loss_expected == pytest.approx(np.log(3))
    assert snapshot_of(trained(build, training={"loss": "hinge"})).first_loss_expected is None


@pytest.mark.parametrize("size", [1e-300, 1.0, 1e20, 1e200])
def test_equal_values_of_any_size_have_a_histogram(size):
    found = _histogram(np.full((2, 7), size))
    assert found.counts.sum(axis=1).tolist() == [7, 7]
    assert found.edges[0] < size < found.edges[-1]
