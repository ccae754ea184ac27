"""A snapshot shows what was asked for, truly, and looking disturbs nothing."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from playground.engine.layers.base import OUTPUT_ID
from playground.engine.training import TrainingRun
from playground.observe.inspection import inspect
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import InspectionRequest, PartRequest, SnapshotRequest

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


def test_the_three_gradients_are_three_different_numbers(trained):
    run = trained(network={"layers": [{"kind": "dense"}]}, training={"shuffle": False})
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


def test_the_minibatchs_gradient_is_of_the_last_steps_batch_before_its_update(trained):
    run = trained(steps=3, network={"layers": [{"kind": "dense"}]}, training={"shuffle": False})
    before = run.network.gradient(run.points.train[30:40], run.points.train_labels[30:40])[1].weights[0]
    run.take_step()
    shown = snapshot_of(run, SnapshotRequest(gradients="minibatch")).layers[0]
    np.testing.assert_allclose(shown.weight_gradients, before, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(shown.weight_updates, -0.03 * before, rtol=1e-9, atol=1e-15)


def test_before_any_step_the_minibatch_is_the_one_that_comes_first(trained):
    run = trained(steps=0)
    preview = snapshot_of(run, SnapshotRequest(gradients="minibatch")).layers[1].weight_gradients
    assert snapshot_of(run, SnapshotRequest()).layers[1].weight_updates is None
    run.take_step()
    np.testing.assert_array_equal(
        snapshot_of(run, SnapshotRequest(gradients="minibatch")).layers[1].weight_gradients, preview
    )


def test_shown_gradients_include_the_penalty(trained):
    parts = {"network": {"layers": [{"kind": "dense"}]}, "steps": 0}
    plain, bound = (
        trained(**parts, training={"regularizer": {"name": "l2", "rate": rate}}) for rate in (0.0, 0.5)
    )
    for source in ("minibatch", "training_set", "probe"):
        request = SnapshotRequest(gradients=source, probe=(1.0, 2.0, 1.0))
        shown, without = (snapshot_of(run, request).layers[0].weight_gradients for run in (bound, plain))
        np.testing.assert_allclose(shown, without + 0.5 * bound.network.weights[0], rtol=1e-9, atol=1e-14)


def test_point_gradients_are_each_points_own(trained):
    run = trained()
    snapshot = snapshot_of(run, SnapshotRequest(point_gradients_of=(2, 1)))
    for index in (0, 7):
        (x1, x2), label = run.points.train[index], run.points.train_labels[index]
        probe = snapshot_of(run, SnapshotRequest(probe=(x1, x2, label))).probe
        assert snapshot.point_gradients[index] == pytest.approx(
            probe.layers[1].gradients[1], rel=1e-9, abs=1e-15
        )


def test_dropped_units_are_those_of_the_last_step(trained, build):
    network = {"layers": [{"kind": "dense", "units": 30}, {"kind": "dropout", "rate": 0.5}]}
    run = trained(network=network, training={"batch_size": 1})
    dropped = snapshot_of(run).layers[1].dropped
    np.testing.assert_array_equal(dropped, run.descent.last_workspace().passes[1].outputs.values[:, 0] == 0.0)
    assert 3 < dropped.sum() < 27
    run.retune(build(network=network, training={"batch_size": 1, "learning_rate": 0.5}))
    np.testing.assert_array_equal(snapshot_of(run).layers[1].dropped, dropped)
    assert snapshot_of(TrainingRun(run.experiment)).layers[1].dropped is None


def test_measures_predictions_and_confusion_agree(trained):
    run = trained()
    snapshot = snapshot_of(run, SnapshotRequest(point_predictions=True, confusion=True))
    np.testing.assert_allclose(snapshot.predictions, run.network.predict(run.points.train), atol=1e-12)
    np.testing.assert_allclose(snapshot.test_predictions, run.network.predict(run.points.test), atol=1e-12)
    decided = np.argmax(snapshot.test_predictions, axis=1)
    assert snapshot.test.accuracy == np.mean(decided == run.points.test_labels)
    table = snapshot.test.confusion
    assert table.shape == (3, 3)
    assert np.trace(table) / table.sum() == snapshot.test.accuracy
    np.testing.assert_array_equal(table.sum(axis=1), np.bincount(run.points.test_labels.astype(int)))


def test_regression_has_r2_instead_of_accuracy(trained):
    run = trained(data={"dataset": "plane"}, network={"layers": []}, steps=500)
    train = snapshot_of(run).train
    error = run.network.predict(run.points.train)[:, 0] - run.points.train_labels
    assert train.r2 == pytest.approx(1.0 - np.mean(error**2) / np.var(run.points.train_labels))
    assert train.loss == pytest.approx(0.5 * np.mean(error**2))
    assert train.accuracy is train.confusion is None


def test_the_inspection_is_passed_through(trained):
    run = trained()
    averaged = snapshot_of(run, SnapshotRequest(inspect=InspectionRequest((2, 1), averaged=True))).inspection
    assert averaged.points == run.points.train_labels.size
    asked = InspectionRequest((OUTPUT_ID, 0))
    probe = snapshot_of(run, SnapshotRequest(probe=(1.0, 2.0, 1.0), inspect=asked)).inspection
    expected = inspect(run.network, run.descent.penalty, asked, run.network.labelled([[1.0, 2.0]], [1.0]))
    assert probe.pre_activation == expected.pre_activation
    assert snapshot_of(run, SnapshotRequest(inspect=asked)).inspection is None


# ----------------------------------------------------------------------------- nothing disturbed


@pytest.mark.parametrize("source", ["minibatch", "training_set", "probe"])
def test_looking_changes_nothing_of_the_run(trained, source):
    watched, alone = trained(steps=7), trained(steps=7)
    request = replace(EVERYTHING, gradients=source)
    for _ in range(40):
        snapshot_of(watched, request)
        assert watched.take_step() == alone.take_step() == 1
    np.testing.assert_array_equal(watched.network.parameters, alone.network.parameters)
    np.testing.assert_array_equal(watched.network.state, alone.network.state)
    assert watched.descent.generator.bit_generator.state == alone.descent.generator.bit_generator.state


def test_a_snapshot_is_frozen_and_stays_what_it_was(trained):
    run = trained()
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


def test_nothing_is_computed_that_was_not_asked_for(trained):
    snapshot = snapshot_of(trained(), SnapshotRequest(curve=False))
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


def test_the_expected_first_loss_is_the_logarithm_of_the_classes(trained):
    assert snapshot_of(trained()).first_loss_expected == pytest.approx(np.log(3))
    assert snapshot_of(trained(training={"loss": "hinge"})).first_loss_expected is None
