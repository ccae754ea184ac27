"""A run can be saved, restored, stepped back, retuned and rebuilt, and keeps exactly what it promises."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from playground.engine import edits
from playground.engine.curve import CAPACITY, first_stride
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment, decode, encode, from_builtins
from playground.engine.training import ParameterEdit, TrainingRun
from playground.engine.workspace import make_plan
from playground.observe import observer
from playground.observe.observer import Observer
from playground.observe.snapshot import SnapshotRequest

RANDOM = [{"kind": "dense", "units": 5}, {"kind": "dropout", "rate": 0.4}, {"kind": "batch_norm"}]


def assert_same_run(one, other):
    np.testing.assert_array_equal(one.network.parameters, other.network.parameters)
    np.testing.assert_array_equal(one.network.state, other.network.state)
    assert (one.epoch, one.step, one.step_in_epoch) == (other.epoch, other.step, other.step_in_epoch)


# --------------------------------------------------------------------------------------- files


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adam"])
@given(steps=st.integers(0, 120))
def test_a_saved_run_goes_on_bit_for_bit(build, optimizer, steps):
    experiment = build(
        network={"layers": RANDOM}, training={"optimizer": {"name": optimizer}, "batch_size": 9}
    )
    run = TrainingRun(experiment)
    run.take_steps(steps)
    opened = TrainingRun(decode(encode(replace(experiment, run=run.state()))))
    assert_same_run(opened, run)
    for each in (run, opened):
        each.take_steps(77)
    assert_same_run(opened, run)
    assert opened.evaluate() == run.evaluate()


def test_the_curve_is_saved_with_the_run(build):
    run = TrainingRun(build())
    run.train(20)
    opened = TrainingRun(decode(encode(replace(run.experiment, run=run.state()))))
    for column in ("epochs", "train_loss", "test_accuracy", "learning_rate"):
        np.testing.assert_array_equal(getattr(opened.curve(), column), getattr(run.curve(), column))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"parameters": [1.0]}, "run.parameters: 1 numbers do not fit"),
        ({"layer_state": [1.0]}, "run.layer_state"),
        ({"order": [0, 0], "position": 1}, "run.order"),
        ({"position": 9999}, "run.position"),
        ({"position": 25}, "run.position: 25 is no step of an epoch that has 25"),
        ({"generator": {"bit_generator": "none"}}, "run.generator"),
        ({"optimizer_state": {"velocity": [1.0]}}, "run.optimizer_state.velocity"),
        ({"history": {"columns": {"epochs": [0, 0]}}}, "run.history.columns.epochs"),
    ],
)
def test_a_state_that_does_not_fit_says_what_is_wrong(build, change, reason):
    run = TrainingRun(build(training={"optimizer": {"name": "momentum"}}))
    run.take_steps(3)
    state = msgspec.convert({**msgspec.to_builtins(run.state()), **change}, type(run.state()))
    with pytest.raises(ExperimentError, match=reason):
        TrainingRun(replace(run.experiment, run=state))


# ---------------------------------------------------------------------------------------- time


def test_seeking_back_and_training_again_repeats_the_run_exactly(build):
    run = TrainingRun(build(network={"layers": RANDOM}, training={"optimizer": {"name": "adam"}}))
    run.train(30)
    end = run.network.parameters.copy()
    run.seek(12)
    assert (run.epoch, run.step, run.step_in_epoch) == (12, 300, 0)
    assert (run.network.parameters != end).any()
    run.train(18)
    np.testing.assert_array_equal(run.network.parameters, end)


def test_one_can_come_back_to_where_one_left(build):
    run = TrainingRun(build())
    run.take_steps(25 * 7 + 3)
    end = run.network.parameters.copy()
    run.seek(2)
    run.seek(5)
    assert run.epoch == 5
    run.seek(7)
    np.testing.assert_array_equal(run.network.parameters, end)
    assert run.step_in_epoch == 3


def test_training_on_from_an_earlier_state_forgets_the_other_future(build):
    run = TrainingRun(build())
    run.train(30)
    run.seek(10)
    assert max(run.history.epochs) == 30
    assert run.curve().epochs[-1] == 30
    run.take_step()
    assert max(run.history.epochs) == 10
    assert run.curve().epochs[-1] == pytest.approx(10 + 1 / 25)


def test_each_epoch_that_is_trained_anew_is_recorded_once(build):
    run = TrainingRun(build())
    run.train(5)
    line = run.line()
    run.train(5)
    run.stand_at(line)
    run.train(2)
    assert run.history.epochs == (0, 1, 2, 3, 4, 5, 6, 7)


def test_history_and_curve_stay_bounded_and_keep_both_ends(build):
    run = TrainingRun(build(data={"samples": 10}, training={"batch_size": 5}))
    run.train(3000)
    curve = run.curve()
    assert curve.epochs.size <= CAPACITY + 1
    assert (curve.epochs[0], curve.epochs[-1]) == (0, 3000)
    assert len(run.history) <= 512
    assert run.history.epochs[0] == 0
    run.seek(1001)
    assert 990 <= run.epoch <= 1001


def test_an_epoch_before_the_first_record_is_the_first_record(build):
    run = TrainingRun(build())
    run.train(5)
    opened = TrainingRun(replace(run.experiment, run=run.state()))
    opened.seek(0)
    assert opened.epoch == 5


# ----------------------------------------------------------------------------------- retuning


def test_a_new_learning_rate_takes_effect_at_the_next_step(build):
    run = TrainingRun(build())
    run.take_steps(7)
    run.retune(build(training={"learning_rate": 0.0}))
    before = run.network.parameters.copy()
    run.take_steps(5)
    np.testing.assert_array_equal(run.network.parameters, before)
    assert (run.step, run.step_in_epoch, run.learning_rate) == (12, 12, 0.0)


def test_retuning_to_the_same_changes_nothing(build):
    training = {"optimizer": {"name": "adam"}}
    run, other = TrainingRun(build(training=training)), TrainingRun(build(training=training))
    for each in (run, other):
        each.take_steps(33)
    run.retune(build(training=training))
    for each in (run, other):
        each.take_steps(33)
    assert_same_run(run, other)


def test_the_optimizers_memory_stays_when_it_is_the_same_kind(build):
    run = TrainingRun(build(training={"optimizer": {"name": "momentum"}}))
    run.take_steps(5)
    velocity = run.descent.optimizer_state["velocity"].copy()
    run.retune(build(training={"optimizer": {"name": "momentum", "momentum": 0.5}}))
    np.testing.assert_array_equal(run.descent.optimizer_state["velocity"], velocity)
    run.retune(build(training={"optimizer": {"name": "adam"}}))
    assert set(run.descent.optimizer_state) == {"mean", "squares", "time"}


def test_another_batch_size_goes_on_at_the_same_place_in_the_epoch(build):
    run = TrainingRun(build())
    run.take_steps(10)
    run.retune(build(training={"batch_size": 50}))
    assert (run.step_in_epoch, run.steps_per_epoch) == (2, 5)
    assert run.take_epoch() == 3
    assert run.epoch == 1


def test_another_loss_keeps_the_weights(build):
    run = TrainingRun(build())
    run.train(3)
    weights = run.network.parameters.copy()
    run.retune(build(training={"loss": "hinge"}))
    np.testing.assert_array_equal(run.network.parameters, weights)
    prediction = run.network.predict(run.points.train)
    assert prediction.min() < 0.0, "scores, no longer probabilities"
    run.train(3)
    assert run.diverged is None


# ---------------------------------------------------------------------------------- rebuilding


def trained(build, **parts):
    run = TrainingRun(build(**parts))
    run.take_steps(40)
    return run


def test_adding_a_unit_keeps_every_other_weight(build):
    run = trained(build, training={"optimizer": {"name": "adam"}})
    new = run.rebuilt(edits.with_units(run.experiment, 1, 5))
    np.testing.assert_array_equal(new.network.weights[0][:, :4], run.network.weights[0])
    np.testing.assert_array_equal(new.network.weights[1][:4], run.network.weights[1])
    np.testing.assert_array_equal(new.network.weights[2], run.network.weights[2])
    assert (new.epoch, new.step, new.step_in_epoch) == (run.epoch, run.step, run.step_in_epoch)
    old_mean, new_mean = (each.descent.optimizer_state["mean"] for each in (run, new))
    np.testing.assert_array_equal(new_mean[-3:], old_mean[-3:])
    assert new.descent.optimizer_state["time"] == run.descent.optimizer_state["time"]


def test_removing_a_unit_keeps_the_others(build):
    run = trained(build)
    new = run.rebuilt(edits.remove_unit(run.experiment, 1, 1))
    np.testing.assert_array_equal(new.network.weights[0], np.delete(run.network.weights[0], 1, axis=1))
    np.testing.assert_array_equal(new.network.biases[0], np.delete(run.network.biases[0], 1))
    np.testing.assert_array_equal(new.network.weights[1], np.delete(run.network.weights[1], 1, axis=0))


def test_switching_a_feature_keeps_the_other_features_weights(build):
    run = trained(build, network={"features": ["x1", "x2", "x1x2"]})
    new = run.rebuilt(edits.toggle_feature(run.experiment, "x2"))
    np.testing.assert_array_equal(new.network.weights[0], run.network.weights[0][[0, 2]])


def test_inserting_a_layer_without_weights_keeps_all_weights(build):
    run = trained(build)
    new = run.rebuilt(
        edits.insert_layer(run.experiment, 1, build(network={"layers": RANDOM}).network.layers[1])
    )
    for old, kept in zip(run.network.weights, new.network.weights, strict=True):
        np.testing.assert_array_equal(kept, old)


def test_inserting_a_dense_layer_keeps_the_layers_before(build):
    run = trained(build)
    new = run.rebuilt(edits.insert_layer(run.experiment, 1, run.experiment.network.layers[0]))
    np.testing.assert_array_equal(new.network.weights[0], run.network.weights[0])
    np.testing.assert_array_equal(new.network.weights[3], run.network.weights[2])


def test_other_data_keep_the_whole_network(build):
    run = trained(build)
    new = run.rebuilt(edits.with_data(run.experiment, dataset="xor"))
    np.testing.assert_array_equal(new.network.parameters, run.network.parameters)
    assert (new.step, new.step_in_epoch) == (run.step, 0)
    new.train(1)


def test_maxout_keeps_the_pieces_both_have(build):
    network = {"layers": [{"kind": "dense", "units": 3, "activation": "maxout", "pieces": 2}]}
    run = trained(build, network=network)
    layer_id = run.experiment.network.layers[0].id
    new = run.rebuilt(edits.with_layer(run.experiment, layer_id, pieces=3))
    np.testing.assert_array_equal(new.network.weights[0][:, :6], run.network.weights[0])


def test_batch_norms_statistics_survive(build):
    run = trained(build, network={"layers": RANDOM})
    first = run.experiment.network.layers[0].id
    new = run.rebuilt(edits.remove_unit(run.experiment, first, 0))
    np.testing.assert_array_equal(new.network.state.reshape(2, 4), run.network.state.reshape(2, 5)[:, 1:])


def test_rebuilding_to_the_same_goes_on_as_if_nothing_happened(build):
    experiment = build(network={"layers": RANDOM}, training={"optimizer": {"name": "nesterov"}})
    run, other = (
        trained(build, network={"layers": RANDOM}, training={"optimizer": {"name": "nesterov"}}),
        None,
    )
    other = TrainingRun(experiment)
    other.take_steps(40)
    other = other.rebuilt(experiment)
    for each in (run, other):
        each.take_steps(40)
    assert_same_run(run, other)


# ------------------------------------------------------------------------------------ by hand


def test_parameters_can_be_read_and_set_by_hand(build):
    run = trained(build)
    run.set_parameters([ParameterEdit(1, 0, 2, 0.5), ParameterEdit(-1, -1, 0, -1.5)])
    assert run.get_parameter(1, 0, 2) == run.network.weights[0][0, 2] == 0.5
    assert run.get_parameter(-1, -1, 0) == run.network.biases[-1][0] == -1.5


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (ParameterEdit(1, 0, 0, float("nan")), "nan is no finite number"),
        (ParameterEdit(1, 0, 0, float("inf")), "inf is no finite number"),
        (ParameterEdit(99, 0, 0, 1.0), "no layer with id 99"),
        (ParameterEdit(1, 2, 0, 1.0), "no parameter at input 2, unit 0"),
        (ParameterEdit(1, 0, 4, 1.0), "no parameter at input 0, unit 4"),
    ],
)
def test_what_is_no_parameter_is_refused_with_a_sentence_and_changes_nothing(build, edit, reason):
    run = trained(build)
    before = run.network.parameters.copy()
    with pytest.raises(ExperimentError, match=reason):
        run.set_parameters([ParameterEdit(1, 1, 1, 7.0), edit])
    np.testing.assert_array_equal(run.network.parameters, before)


def test_a_bias_that_is_off_cannot_be_set(build):
    run = trained(build, network={"layers": [{"kind": "dense", "bias": False}]})
    with pytest.raises(ExperimentError, match="has no bias"):
        run.set_parameters([ParameterEdit(1, -1, 0, 1.0)])


# -------------------------------------------------------------------------------------- curve


def test_small_steps_are_measured_every_epoch_and_large_batches_less_often():
    def strides(units, points, batch_size):
        layers = [{"kind": "dense", "units": units}] * 2
        plan = make_plan(from_builtins({"format": "playground", "version": 1, "network": {"layers": layers}}))
        return first_stride(plan, points, points, -(-points // batch_size))

    assert strides(4, 250, 10) == strides(8, 50_000, 10) == 1
    assert 2 <= strides(64, 10_000, 10_000) <= 8
    assert first_stride(make_plan(from_builtins({"format": "playground", "version": 1})), 0, 0, 0) == 1


def test_measures_of_a_snapshot_say_when_they_were_taken(monkeypatch):
    """Where measuring is costly, playing snapshots keep the last measures and their epoch."""
    run = TrainingRun(Experiment())
    request = SnapshotRequest()
    monkeypatch.setattr(observer, "COSTLY_SECONDS", -1.0)
    monkeypatch.setattr(observer.time, "thread_time", iter(range(0, 10**6, 1000)).__next__)
    watcher = Observer(run)
    first = watcher.snapshot(request, playing=True)
    run.train(3)
    kept = watcher.snapshot(request, playing=True)
    assert (kept.measured_at, kept.progress) == (0.0, 3.0)
    assert kept.train == first.train
    assert kept.curve.epochs[-1] == 3.0, "the recorded measures go on"
    assert kept.curve.train_loss[-1] != first.train.loss
    paused = watcher.snapshot(request)
    assert paused.measured_at == paused.progress == 3.0
    assert paused.train == run.evaluate()[0]


def test_one_measure_that_was_held_up_does_not_make_later_ones_old(monkeypatch):
    run = TrainingRun(Experiment())
    monkeypatch.setattr(observer.time, "thread_time", iter([0.0, 1000.0, *[1000.0] * 100]).__next__)
    watcher = Observer(run)
    watcher.snapshot(playing=False)
    watcher.snapshot(playing=False)
    run.train(3)
    assert watcher.snapshot(playing=True).measured_at == 3.0
