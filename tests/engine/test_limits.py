"""Extreme input has defined behaviour: nothing crashes, warns or silently turns into no number."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from playground.engine.activations import ACTIVATIONS
from playground.engine.experiment import decode, encode
from playground.engine.training import ParameterEdit, TrainingRun
from playground.engine.workspace import chunk_size
from playground.observe import gradcheck
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import SnapshotRequest

EVERYTHING = SnapshotRequest(
    boundary_resolution=12,
    unit_resolution=8,
    sensitivity_resolution=8,
    focus=(1, 0),
    focus_sensitivity=True,
    gradients="training_set",
    probe=(1.0, 2.0, 1.0),
    statistics=True,
    histograms=True,
    unit_health=True,
    unit_histograms=True,
    point_predictions=True,
    point_gradients_of=(1, 0),
    space=((1, 0), (1, 0)),
    confusion=True,
)
OWN = {"dataset": "custom", "train_fraction": 1.0}
RELU = {"layers": [{"kind": "dense", "activation": "relu"}]}


def look(run):
    """Everything one can ask of a run, in both states of every gradient source."""
    for source in ("minibatch", "training_set", "probe"):
        snapshot = snapshot_of(run, replace(EVERYTHING, gradients=source))
        assert np.isfinite(snapshot.boundary).all()
        for layer in snapshot.layers:
            assert np.isfinite(layer.grids).all()
            assert np.isfinite(layer.sensitivities).all()
    json.dumps(run.metrics(), allow_nan=False)
    return snapshot


@pytest.mark.parametrize(
    "network",
    [
        {"features": []},
        {"features": [], "layers": [{"kind": "dense", "bias": False}], "output": {"bias": False}},
        {"features": [], "layers": [{"kind": "layer_norm"}, {"kind": "batch_norm"}, {"kind": "dropout"}]},
        {"layers": []},
    ],
)
def test_a_network_without_features_or_layers_still_works(build, network):
    run = TrainingRun(build(network=network))
    look(run)
    run.train(2)
    look(run)
    assert run.epoch == 2
    assert run.diverged is None


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_without_training_points_training_does_nothing(build, activation):
    layers = {"layers": [{"kind": "dense", "activation": activation}, {"kind": "batch_norm"}]}
    run = TrainingRun(build(data={**OWN, "points": []}, network=layers))
    look(run)
    assert run.steps_per_epoch == 0
    assert run.take_steps(10) == run.take_epoch() == 0
    run.train(5)
    assert (run.epoch, run.step) == (0, 0)
    assert run.evaluate()[0].accuracy is None
    assert gradcheck.check(run).passed
    opened = TrainingRun(decode(encode(run.experiment)))
    opened.restore(run.state())


@pytest.mark.parametrize(
    "points",
    [
        [[1, 2, 0]],
        [[1, 2, 0], [1, 3, 0], [2, 2, 0]],
        [[1, 2, 0], [1, 2, 1], [1, 2, 0]],
    ],
    ids=["one point", "one class", "equal points"],
)
@pytest.mark.parametrize("layers", [[{"kind": "dense"}], [{"kind": "batch_norm"}, {"kind": "layer_norm"}]])
def test_hardly_any_data_is_learned_as_far_as_it_can(build, points, layers):
    run = TrainingRun(build(data={**OWN, "points": points}, network={"layers": layers}))
    before = run.evaluate()[0].loss
    run.train(50)
    look(run)
    assert run.diverged is None
    assert run.evaluate()[0].loss < before


def test_a_score_of_zero_counts_as_the_first_class(build):
    data = {"dataset": "gauss", "imbalance": 0.5}
    run = TrainingRun(build(data=data, network={"initializer": "zeros"}))
    for labels, measured in zip(
        (run.points.train_labels, run.points.test_labels), run.evaluate(), strict=True
    ):
        assert measured.accuracy == pytest.approx(np.mean(labels == 0))


def test_a_batch_of_two_points_moves_the_running_variance_of_batch_norm(build):
    run = TrainingRun(
        build(
            network={"features": ["x1"], "layers": [{"kind": "batch_norm", "momentum": 0.25}]},
            training={"batch_size": 2, "shuffle": False},
        )
    )
    run.take_step()
    _, variance = run.network.plan.layers[0].state(run.network.state)[:, 0]
    assert variance == pytest.approx(0.75 + 0.25 * run.points.train[:2, 0].var(ddof=1))


def test_a_last_batch_of_one_point_is_defined_under_batch_norm(build):
    run = TrainingRun(
        build(data={"samples": 502}, network={"layers": [{"kind": "dense"}, {"kind": "batch_norm"}]})
    )
    assert run.steps_per_epoch == 26
    run.train(3)
    assert np.isfinite(run.network.parameters).all()
    assert np.isfinite(run.network.state).all()


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_inputs_of_1e300_train_or_diverge_calmly(build, activation):
    points = [[1e300, 2, 0], [1, -1e300, 1], [1, 2, 0]]
    network = {"layers": [{"kind": "dense", "activation": activation}]}
    run = TrainingRun(build(data={**OWN, "points": points}, network=network))
    run.train(3)
    look(run)
    assert np.isfinite(run.network.parameters).all()
    assert run.diverged is not None or run.epoch == 3


def test_inputs_whose_loss_is_no_number_are_told_at_once(build):
    points = [[1e300, 2, 1e300], [1, 2, 0]]
    run = TrainingRun(build(data={**OWN, "points": points, "problem": "regression"}, network=RELU))
    assert run.diverged is not None
    assert (run.diverged.epoch, run.diverged.quantity) == (0, "loss")
    assert run.take_steps(5) == 0
    look(run)
    assert run.metrics()["train"]["loss"] is None


@pytest.mark.parametrize("rate", [1e9, 1e300])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"])
def test_an_absurd_learning_rate_leaves_the_last_finite_state(build, optimizer, rate):
    experiment = build(network=RELU, training={"optimizer": {"name": optimizer}, "learning_rate": rate})
    run = TrainingRun(experiment)
    run.train(5)
    look(run)
    assert np.isfinite(run.network.parameters).all()
    assert np.isfinite(run.evaluate()[0].loss)
    assert run.diverged is not None or run.epoch == 5
    if rate == 1e300:
        assert run.diverged is not None
        assert run.diverged.step == 1
    if run.diverged is not None:
        assert run.step == run.diverged.step - 1
        assert run.take_steps(1) == 0


def test_it_does_not_matter_how_the_steps_were_sliced_when_a_run_diverges(build):
    experiment = build(data={"dataset": "plane"}, network=RELU, training={"learning_rate": 1e9})
    whole, single = TrainingRun(experiment), TrainingRun(experiment)
    whole.train(3)
    while single.take_step():
        pass
    assert whole.diverged == single.diverged is not None
    np.testing.assert_array_equal(whole.network.parameters, single.network.parameters)


def test_a_diverged_run_goes_on_after_the_learning_rate_is_lowered(build):
    run = TrainingRun(build(network=RELU, training={"learning_rate": 1e300}))
    run.train(1)
    assert run.diverged is not None
    run.retune(build(network=RELU))
    assert run.diverged is None
    run.train(1)
    assert run.epoch == 1


def test_looking_at_a_diverged_run_does_not_forget_that_it_diverged(build):
    run = TrainingRun(build(network=RELU, training={"learning_rate": 1e300}))
    run.train(1)
    assert look(run).diverged == run.diverged is not None


def test_a_huge_weight_typed_by_hand_is_defined(build):
    run = TrainingRun(build(network=RELU))
    run.set_parameters([ParameterEdit(1, 0, 0, 1e300)])
    look(run)
    run.train(1)
    assert np.isfinite(run.network.parameters).all()


def test_a_batch_larger_than_the_data_is_the_full_set(build):
    run = TrainingRun(build(training={"batch_size": 200_000}))
    assert run.steps_per_epoch == 1
    run.train(2)
    assert run.step == 2


def test_large_data_and_wide_layers_need_bounded_memory(build):
    layers = [{"kind": "dense", "units": 256, "activation": "relu"}] * 3
    run = TrainingRun(
        build(data={"samples": 20_000}, network={"layers": layers}, training={"batch_size": 10_000})
    )
    assert chunk_size(run.network.plan, 10_000) * 256 * 8 < 1 << 20, "bytes of one signal"
    assert run.take_steps(1) == 1
    assert np.isfinite(run.evaluate()[0].loss)


def test_gradients_that_overflow_under_clipping_are_told(build):
    points = [[1e300, 1e300, 1e300], [1, 2, 0]]
    run = TrainingRun(
        build(
            data={**OWN, "points": points, "problem": "regression"},
            network=RELU,
            training={"clip_norm": 1.0, "loss": "huber"},
        )
    )
    run.train(3)
    assert run.diverged is not None
    assert np.isfinite(run.network.parameters).all()
