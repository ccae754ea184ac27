"""A run takes steps as described: batches, epochs, orders, stops, and the same every time."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine import edits
from playground.engine.curve import StopWatch
from playground.engine.evaluation import Metrics
from playground.engine.experiment import Stop, decode, encode
from playground.engine.training import TrainingRun

RANDOM = [{"kind": "dense", "units": 5}, {"kind": "dropout", "rate": 0.4}, {"kind": "batch_norm"}]


def parameters_after(experiment, steps):
    run = TrainingRun(experiment)
    run.take_steps(steps)
    return run.network.parameters


def test_the_same_experiment_gives_the_same_run_bit_for_bit(build):
    experiment = build(network={"layers": RANDOM})
    np.testing.assert_array_equal(parameters_after(experiment, 333), parameters_after(experiment, 333))


def test_a_file_gives_the_same_run_as_the_experiment_it_was_written_from(build):
    experiment = build(network={"layers": RANDOM})
    reopened = decode(encode(experiment))
    np.testing.assert_array_equal(parameters_after(experiment, 100), parameters_after(reopened, 100))


def test_another_seed_gives_another_run(build):
    first, second = (parameters_after(build(network={"seed": seed}), 0) for seed in (1, 2))
    assert (first != second).any()


@given(slices=st.lists(st.integers(1, 70), min_size=1, max_size=12))
def test_it_does_not_matter_how_the_steps_are_sliced(build, slices):
    experiment = build(network={"layers": RANDOM}, data={"samples": 73}, training={"batch_size": 7})
    run = TrainingRun(experiment)
    for count in slices:
        assert run.take_steps(count) == count
    np.testing.assert_array_equal(run.network.parameters, parameters_after(experiment, sum(slices)))
    assert run.step == sum(slices)
    assert (run.epoch, run.step_in_epoch) == divmod(sum(slices), run.steps_per_epoch)


@given(count=st.integers(1, 90), batch_size=st.integers(1, 100))
def test_an_epoch_takes_every_point_once_and_the_rest_is_a_batch_of_its_own(build, count, batch_size):
    points = [[0.1 * i, 1.0, i % 2] for i in range(count)]
    data = {"dataset": "custom", "points": points, "train_fraction": 1.0}
    run, by_hand = (TrainingRun(build(data=data, training={"batch_size": batch_size})) for _ in range(2))
    assert run.steps_per_epoch == -(-count // batch_size)
    run.take_step()
    order, size = run.descent.order, min(batch_size, count)
    if order is None:
        order = np.arange(count)  # one batch was the whole epoch
    else:
        run.take_epoch()
    assert sorted(order) == list(range(count))
    for start in range(0, count, size):
        batch = order[start : start + size]
        _, gradients = by_hand.network.gradient(run.points.train[batch], run.points.train_labels[batch])
        for values, slopes in (("weights", gradients.weights), ("biases", gradients.biases)):
            for parameter, slope in zip(getattr(by_hand.network, values), slopes, strict=True):
                parameter -= 0.03 * slope
    np.testing.assert_allclose(run.network.parameters, by_hand.network.parameters, rtol=1e-9, atol=1e-12)
    assert (run.epoch, run.step) == (1, run.steps_per_epoch)


def test_every_epoch_shuffles_unless_told_not_to(build):
    for shuffle in (True, False):
        run = TrainingRun(build(training={"shuffle": shuffle}))
        orders = []
        for _ in range(2):
            run.take_step()
            orders.append(run.descent.order.copy())
            run.take_epoch()
        assert np.array_equal(orders[0], orders[1]) is not shuffle
        assert np.array_equal(orders[0], np.arange(250)) is not shuffle


def test_a_step_moves_by_the_mean_gradient_of_its_batch_times_the_learning_rate(build):
    experiment = build(training={"shuffle": False, "learning_rate": 0.1, "batch_size": 12})
    run = TrainingRun(experiment)
    points, labels = run.points.train[:12], run.points.train_labels[:12]
    _, gradients = run.network.gradient(points, labels)
    before = [w.copy() for w in run.network.weights]
    run.take_step()
    for old, gradient, new in zip(before, gradients.weights, run.network.weights, strict=True):
        np.testing.assert_allclose(new, old - 0.1 * gradient, rtol=1e-12, atol=1e-15)


def test_a_batch_in_parts_is_the_batch_as_a_whole(build, monkeypatch):
    experiment = build(data={"samples": 5000}, training={"batch_size": 2500, "optimizer": {"name": "adam"}})
    whole = parameters_after(experiment, 20)
    monkeypatch.setattr("playground.engine.workspace.CACHED_VALUES", 512)
    parts = parameters_after(experiment, 20)
    assert (whole != parts).any(), "the sums are taken in another order"
    np.testing.assert_allclose(parts, whole, rtol=1e-9, atol=1e-12)


def test_train_calls_back_after_each_epoch(build):
    run, epochs = TrainingRun(build()), []
    run.train(3, on_epoch=lambda r: epochs.append(r.epoch))
    assert epochs == [1, 2, 3]


def test_take_epoch_goes_to_the_end_of_the_running_epoch(build):
    run = TrainingRun(build())
    run.take_steps(10)
    assert run.take_epoch() == 15
    assert (run.epoch, run.step_in_epoch, run.step) == (1, 0, 25)


def test_the_metrics_are_plain_and_complete(build):
    run = TrainingRun(
        build(data={"train_fraction": 1.0}, training={"regularizer": {"name": "l2", "rate": 0.1}})
    )
    run.train(1)
    metrics = json.loads(json.dumps(run.metrics(), allow_nan=False))
    assert metrics["test"] is None
    assert set(metrics["train"]) == {"loss", "penalty", "accuracy"}
    assert (metrics["epoch"], metrics["step"], metrics["diverged"]) == (1, 50, False)
    assert metrics["train"]["penalty"] > 0.0


def test_loss_and_gradient_are_of_the_data_alone(build):
    plain = TrainingRun(build())
    bound = TrainingRun(build(training={"regularizer": {"name": "l2", "rate": 9.0}}))
    points, labels = plain.points.train, plain.points.train_labels
    assert plain.evaluate()[0].loss == bound.evaluate()[0].loss
    assert plain.network.gradient(points, labels)[0] == bound.network.gradient(points, labels)[0]
    assert plain.evaluate()[0].loss == pytest.approx(plain.network.gradient(points, labels)[0])


def test_given_first_parameters_replace_the_drawn_ones(build):
    size = TrainingRun(build()).network.parameters.size
    given_ones = [0.01 * i for i in range(size)]
    run = TrainingRun(build(network={"initial_parameters": given_ones}))
    np.testing.assert_array_equal(run.network.parameters, given_ones)
    with pytest.raises(ValueError, match=rf"3 numbers do not fit this network, which has {size}"):
        TrainingRun(build(network={"initial_parameters": [1.0, 2.0, 3.0]}))


def test_weights_and_biases_are_writable_views_of_the_parameters(build):
    network = TrainingRun(
        build(network={"layers": [{"kind": "dense", "bias": False}, {"kind": "dense"}]})
    ).network
    assert [w.shape for w in network.weights] == [(2, 4), (4, 4), (4, 1)]
    assert [b.shape for b in network.biases] == [(4,), (4,), (1,)]
    network.weights[1][2, 3] = 42.0
    assert 42.0 in network.parameters
    assert not network.biases[0].any()


# ------------------------------------------------------------------------------------ stopping


@pytest.mark.parametrize(
    ("stop", "name"),
    [
        ({"epochs": 4}, "epochs"),
        ({"loss_below": 0.3}, "loss_below"),
        ({"accuracy_above": 0.9}, "accuracy_above"),
    ],
)
def test_a_stop_condition_ends_the_training(build, stop, name):
    run = TrainingRun(build(training={"stop": stop}))
    run.train(500)
    assert run.finished == name
    assert run.epoch < 500
    assert run.take_steps(10) == 0
    _, test = run.evaluate()
    met = {"epochs": run.epoch == 4, "loss_below": test.loss < 0.3, "accuracy_above": test.accuracy >= 0.9}
    assert met[name]


def test_the_last_epoch_ends_the_training_where_not_every_epoch_is_recorded(build):
    run = TrainingRun(build(data={"samples": 10}, training={"batch_size": 5, "stop": {"epochs": 1501}}))
    run.train(2000)
    assert (run.finished, run.epoch) == ("epochs", 1501)


def test_patience_ends_the_training_when_the_test_loss_no_longer_falls(build):
    run = TrainingRun(build(training={"learning_rate": 0.0, "stop": {"patience": 3}}))
    run.train(100)
    assert (run.finished, run.epoch) == ("patience", 3)


def test_a_changed_stop_condition_lets_the_training_go_on(build):
    run = TrainingRun(build(training={"stop": {"epochs": 2}}))
    run.train(10)
    run.retune(build(training={"stop": {"epochs": 5}}))
    assert run.finished is None
    run.train(10)
    assert run.epoch == 5


def test_a_finished_run_is_still_finished_when_it_is_opened_again(build):
    experiment = build(training={"learning_rate": 0.0, "stop": {"patience": 3}})
    run = TrainingRun(experiment)
    run.train(100)
    again = TrainingRun(experiment)
    again.restore(run.state())
    assert again.finished == "patience"


@pytest.mark.parametrize("batch_size", [3, 7, 250])
def test_the_coming_batch_can_be_looked_at_anywhere_in_the_epoch(build, batch_size):
    run = TrainingRun(build(training={"batch_size": batch_size}))
    for position in range(run.steps_per_epoch):
        rebuilt = run.rebuilt(edits.toggle_feature(run.experiment, "x1x2"))
        coming = rebuilt.descent.minibatch_gradient()
        rebuilt.take_step()
        np.testing.assert_array_equal(rebuilt.descent.minibatch_gradient(), coming)
        assert run.step_in_epoch == position
        run.take_step()


def test_patience_counts_from_the_last_change_where_no_loss_is_a_number():
    watch, stop = StopWatch(), Stop(patience=3)
    watch.reset(7)
    nothing = Metrics(loss=math.nan, penalty=0.0)
    met = {epoch: watch.look(stop, epoch, (nothing, None)) for epoch in range(8, 12)}
    assert met == {8: None, 9: None, 10: "patience", 11: "patience"}
