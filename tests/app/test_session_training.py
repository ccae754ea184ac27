"""Play, pause, steps, time and edits while it trains, through the Session."""

from __future__ import annotations

import numpy as np
import pytest

from playground.app.trainer import Trainer
from playground.engine import edits
from playground.engine.experiment import Experiment
from playground.engine.layers.dense import Dense
from playground.engine.optimizers import Momentum
from playground.engine.training import TrainingRun
from playground.observe.snapshot import SnapshotRequest


def test_a_session_shows_the_first_state_without_being_told(driver):
    snapshot = driver.session.snapshot
    assert (snapshot.epoch, snapshot.step, snapshot.playing) == (0, 0, False)
    assert driver.notices == []


class Prepared(TrainingRun):
    """Notes how often it was told to make what its next step needs."""

    def __init__(self, *arguments) -> None:
        self.prepared = 0
        super().__init__(*arguments)

    def prepare(self) -> None:
        self.prepared += 1
        super().prepare()


def test_whoever_is_at_rest_makes_what_the_first_step_would_wait_for_once(open_session):
    driver = open_session(trainer=Trainer(Prepared))
    session, work = driver.session, driver.trainer.work
    driver.wait(lambda: session.snapshot is not None and work.run.prepared == 1)
    session.edit(edits.with_training(session.experiment, learning_rate=0.2), "Rate")
    driver.wait(lambda: work.run.prepared == 2)
    driver.settle()
    assert work.run.prepared == 2


def test_play_trains_and_pause_stops(driver, qtbot):
    session = driver.session
    with qtbot.waitSignal(session.playing_changed) as told:
        session.play()
    assert told.args == [True]
    driver.wait(lambda: session.snapshot.epoch > 20)
    assert session.is_playing
    assert session.snapshot.playing
    assert session.snapshot.steps_per_second > 0 or session.snapshot.epoch < 2000
    session.pause()
    assert not session.is_playing
    driver.settle()
    step = session.snapshot.step
    assert driver.ask(lambda run: run.step) == step
    assert not session.snapshot.playing


def test_a_step_is_one_minibatch_and_an_epoch_ends_at_its_end(driver):
    session = driver.session
    session.step_minibatch()
    driver.settle()
    assert (session.snapshot.step, session.snapshot.step_in_epoch) == (1, 1)
    driver.train(1)
    assert (session.snapshot.epoch, session.snapshot.step_in_epoch) == (1, 0)
    driver.train(3)
    assert session.snapshot.epoch == 4
    assert not session.is_playing


def test_what_the_window_trains_is_what_a_script_trains(driver):
    driver.train(5)
    alone = TrainingRun(Experiment())
    alone.train(5)
    np.testing.assert_array_equal(driver.parameters(), alone.network.parameters)


def test_reset_gives_the_same_run_bit_for_bit(driver):
    first = driver.parameters()
    driver.train(3)
    trained = driver.parameters()
    driver.session.reset()
    driver.settle()
    np.testing.assert_array_equal(driver.parameters(), first)
    assert driver.session.snapshot.epoch == 0
    driver.train(3)
    np.testing.assert_array_equal(driver.parameters(), trained)


def test_reset_pauses(driver):
    session = driver.session
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 3)
    session.reset()
    assert not session.is_playing
    driver.settle()
    assert session.snapshot.step == 0


def test_new_seed_while_it_plays_goes_on_from_the_beginning(driver):
    session = driver.session
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 50)
    session.new_seed()
    driver.wait(lambda: session.snapshot.run_id == 2 and session.snapshot.epoch > 3)
    assert session.is_playing


def test_new_seed_gives_other_weights_on_the_same_data_and_can_be_undone(driver):
    session = driver.session
    driver.train(4)
    trained, points = driver.parameters(), session.snapshot.points.train
    session.new_seed()
    driver.settle()
    assert session.snapshot.epoch == 0
    assert not np.array_equal(driver.parameters(), trained)
    np.testing.assert_array_equal(session.snapshot.points.train, points)
    session.document.undo_stack.undo()
    driver.settle()
    np.testing.assert_array_equal(driver.parameters(), trained)
    assert session.snapshot.epoch == 4


def test_a_paused_session_computes_no_snapshot_when_nothing_is_new(driver, qtbot):
    seen = []
    driver.session.snapshot_ready.connect(seen.append)
    driver.settle()
    seen.clear()
    driver.ask(lambda run: None)
    driver.ask(lambda run: None)
    assert seen == []


def test_another_need_brings_another_snapshot_while_paused(driver, qtbot):
    session = driver.session
    with qtbot.waitSignal(session.snapshot_ready):
        session.require("boundary", SnapshotRequest(boundary_resolution=20))
    assert session.snapshot.boundary.shape == (1, 20, 20)
    with qtbot.waitSignal(session.snapshot_ready):
        session.require("tiles", SnapshotRequest(unit_resolution=8, boundary_resolution=10))
    assert session.snapshot.boundary.shape == (1, 20, 20)
    assert session.snapshot.layers[0].grids.shape == (4, 8, 8)
    with qtbot.waitSignal(session.snapshot_ready):
        session.release("boundary")
    assert session.snapshot.boundary.shape == (1, 10, 10)


def test_the_learning_rate_takes_effect_without_a_restart(driver):
    session = driver.session
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 5)
    session.edit(edits.with_training(session.experiment, learning_rate=0.5), "Learning rate")
    driver.wait(lambda: session.snapshot.learning_rate == 0.5)
    assert session.is_playing
    assert session.snapshot.epoch > 5


@pytest.mark.parametrize(
    "change",
    [
        lambda e: edits.with_units(e, 1, 6),
        lambda e: edits.with_units(e, 2, 1),
        lambda e: edits.insert_layer(e, 1, Dense(units=3, activation="relu")),
        lambda e: edits.remove_layer(e, 2),
        lambda e: edits.toggle_feature(e, "x1^2"),
        lambda e: edits.with_data(e, dataset="spiral", classes=4),
        lambda e: edits.with_data(e, dataset="plane"),
        lambda e: edits.with_training(e, optimizer=Momentum()),
        lambda e: edits.with_training(e, batch_size=50),
    ],
)
def test_edits_while_it_trains_need_no_restart(driver, change):
    session = driver.session
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 3)
    epoch = session.snapshot.epoch
    session.edit(change(session.experiment), "Edit")
    driver.wait(lambda: session.snapshot.epoch > epoch + 20)
    assert session.is_playing
    layers = [layer.id for layer in session.snapshot.layers]
    assert layers == [layer.id for layer in session.experiment.network.layers] + [-1]


def test_a_snapshot_of_an_older_network_is_never_shown(driver):
    session = driver.session
    wrong = []

    def check(snapshot) -> None:
        units = [layer.units for layer in snapshot.layers[:-1]]
        if units != [layer.units for layer in session.experiment.network.layers]:
            wrong.append(units)

    session.snapshot_ready.connect(check)
    session.play()
    for units in range(5, 25):
        session.edit(edits.with_units(session.experiment, 1, units), "Units", merge_key="units")
        if units % 4 == 0:
            driver.wait(lambda units=units: session.snapshot.layers[0].units == units)
    driver.wait(lambda: session.snapshot.layers[0].units == 24)
    assert wrong == []


def test_slow_speed_takes_single_steps_and_the_first_at_once(driver):
    session = driver.session
    steps = []
    session.snapshot_ready.connect(lambda snapshot: steps.append(snapshot.step))
    session.set_speed(20.0)
    session.play()
    driver.wait(lambda: session.snapshot.step >= 6)
    session.pause()
    seen = sorted(set(steps))
    assert seen[0] in (0, 1), "the first step is due at once and is seen by itself"
    assert seen == list(range(seen[0], seen[-1] + 1))


def test_a_slow_session_still_answers_at_once(driver):
    session = driver.session
    session.set_speed(0.1)
    session.play()
    driver.wait(lambda: session.snapshot.step == 1)
    session.edit(edits.with_units(session.experiment, 1, 7), "Units")
    driver.wait(lambda: session.snapshot.layers[0].units == 7, timeout=2000)
    session.pause()
    driver.settle()
    assert session.snapshot.step == 1


def test_the_speed_is_kept_for_the_next_start(driver, open_session):
    heard = []
    driver.session.speed_changed.connect(heard.append)
    driver.session.set_speed(25)
    driver.session.set_speed(25)
    driver.session.settings.flush()
    assert heard == [25.0]
    assert open_session().session.speed == 25.0


def test_back_and_forth_in_time_is_exact(driver):
    session = driver.session
    driver.train(3)
    third = driver.parameters()
    driver.train(1)
    fourth = driver.parameters()
    session.step_back()
    driver.settle()
    assert session.snapshot.epoch == 3
    np.testing.assert_array_equal(driver.parameters(), third)
    session.seek(4)
    driver.settle()
    np.testing.assert_array_equal(driver.parameters(), fourth)
    session.seek(0)
    driver.settle()
    assert session.snapshot.epoch == 0
    assert list(session.recorded_epochs) == [0, 1, 2, 3, 4]


def test_stepping_back_inside_an_epoch_goes_to_its_start(driver):
    driver.train(2)
    start = driver.parameters()
    driver.session.step_minibatch()
    driver.session.step_back()
    driver.settle()
    assert (driver.session.snapshot.epoch, driver.session.snapshot.step_in_epoch) == (2, 0)
    np.testing.assert_array_equal(driver.parameters(), start)


def test_training_on_from_an_earlier_epoch_branches_and_is_the_same_run(driver):
    session = driver.session
    driver.train(5)
    fifth = driver.parameters()
    session.seek(2)
    driver.settle()
    driver.train(1)
    assert max(session.recorded_epochs) == 3
    driver.train(2)
    np.testing.assert_array_equal(driver.parameters(), fifth)


def test_seeking_while_it_plays_pauses(driver):
    session = driver.session
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 10)
    session.seek(0)
    assert not session.is_playing
    driver.settle()
    assert session.snapshot.epoch == 0


def test_shutdown_ends_the_thread_while_it_trains(open_session):
    driver = open_session()
    driver.session.play()
    driver.wait(lambda: driver.session.snapshot is not None and driver.session.snapshot.epoch > 1)
    assert driver.session.shutdown()
    assert driver.session.shutdown()
