"""A comparison through the Session: in turn, bit for bit, with undo, files and time."""

from __future__ import annotations

import numpy as np
import pytest

from playground.app import comparison as compared
from playground.engine import edits, fields
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.observe.snapshot import SnapshotRequest

UNITS = "network.layers[0].units"


@pytest.fixture
def comparing(driver):
    """A session that compares 3, 6 and 20 units, seen."""
    driver.session.require("test", SnapshotRequest(beside_resolution=8))
    assert driver.session.comparing.over({UNITS: (3, 6, 20)})
    driver.wait(lambda: len(runs(driver)) == 3)
    return driver


def runs(driver):
    view = driver.session.comparing.view
    return () if view is None else view.runs


def beside(driver):
    """The runs themselves: (epoch, step, parameters)."""
    return driver.ask(
        lambda _run: [(r.epoch, r.step, r.network.parameters.copy()) for r in driver.trainer.work.beside.runs]
    )


def is_level(driver):
    """Whether all runs, the present one too, have taken as many steps."""
    steps = {step for _, step, _ in beside(driver)}
    return steps == {driver.ask(lambda run: run.step)}


def assert_as_alone(driver):
    """Every run is what the same experiment gives alone, curve and all, bit for bit."""
    made = driver.session.comparing.comparison
    curves = driver.ask(lambda _run: [r.curve() for r in driver.trainer.work.beside.runs])
    for place, (epoch, step, parameters) in enumerate(beside(driver)):
        alone = TrainingRun(made.experiment(place))
        alone.train(epoch)
        while alone.step < step:
            alone.take_step()
        np.testing.assert_array_equal(parameters, alone.network.parameters)
        np.testing.assert_array_equal(curves[place].train_loss, alone.curve().train_loss)
        np.testing.assert_array_equal(curves[place].test_loss, alone.curve().test_loss)


@pytest.mark.parametrize("speed", [None, 400.0])
def test_all_play_together_and_end_at_one_epoch_each_as_if_alone(comparing, speed):
    session = comparing.session
    session.set_speed(speed)
    session.play()
    comparing.wait(lambda: min((run.epoch for run in runs(comparing)), default=0) > 3)
    session.pause()
    comparing.wait(lambda: is_level(comparing))
    comparing.settle()
    assert is_level(comparing)
    assert_as_alone(comparing)


def test_pictures_at_full_speed_show_all_at_one_epoch(comparing):
    session, seen = comparing.session, []
    session.comparing.view_ready.connect(seen.append)
    session.play()
    comparing.wait(lambda: sum(view.is_level and view.runs[0].epoch > 0 for view in seen) > 3)
    session.pause()
    comparing.settle()
    comparing.wait(lambda: seen[-1].is_level and seen[-1].runs[0].epoch == beside(comparing)[0][0])
    assert len({run.curve.epochs[-1] for run in seen[-1].runs}) == 1


def test_after_a_reset_the_rounds_begin_anew(comparing):
    session = comparing.session
    session.play()
    comparing.wait(lambda: min(run.epoch for run in runs(comparing)) > 100)
    session.reset()
    session.play()
    comparing.wait(lambda: min(run.epoch for run in runs(comparing)) > 0)
    session.pause()
    comparing.wait(lambda: len({epoch for epoch, _, _ in beside(comparing)}) == 1)
    assert_as_alone(comparing)


def test_a_step_an_epoch_back_and_reset_work_for_all(comparing):
    session = comparing.session
    session.step_minibatch()
    comparing.settle()
    assert [step for _, step, _ in beside(comparing)] == [1, 1, 1]
    session.step_epoch()
    session.step_epoch()
    comparing.wait(lambda: session.snapshot.epoch == 2)
    comparing.settle()
    assert [epoch for epoch, _, _ in beside(comparing)] == [2, 2, 2]
    session.seek(1)
    comparing.settle()
    assert [epoch for epoch, _, _ in beside(comparing)] == [1, 1, 1]
    session.step_epoch()
    comparing.wait(lambda: session.snapshot.epoch == 2)
    comparing.settle()
    assert_as_alone(comparing)
    session.reset()
    comparing.settle()
    assert [step for _, step, _ in beside(comparing)] == [0, 0, 0]


def test_a_comparison_begins_on_one_clock_and_what_was_trained_is_a_branch(driver):
    driver.train(5)
    session, stood = driver.session, driver.parameters()
    for values in ((3, 6), (2, 4, 8)):
        assert session.comparing.over({UNITS: values})
        driver.settle()
        assert (session.snapshot.epoch, is_level(driver)) == (0, True)
        session.play()
        driver.wait(lambda: min(epoch for epoch, _, _ in beside(driver)) > 5)
        session.pause()
        driver.wait(lambda: is_level(driver))
    trained = beside(driver)
    session.document.undo_stack.undo()
    session.document.undo_stack.undo()
    driver.settle()
    assert session.comparing.comparison is None
    np.testing.assert_array_equal(driver.parameters(), stood)
    session.document.undo_stack.redo()
    session.document.undo_stack.redo()
    driver.settle()
    assert is_level(driver)
    for (_, _, parameters), (_, _, now) in zip(trained, beside(driver), strict=True):
        np.testing.assert_array_equal(parameters, now)


def test_a_comparison_that_is_asked_for_while_it_plays_plays(driver):
    session = driver.session
    session.play()
    driver.wait(lambda: session.snapshot is not None and session.snapshot.epoch > 5)
    session.comparing.over({UNITS: (3, 6)})
    driver.wait(lambda: min((epoch for epoch, _, _ in beside(driver)), default=0) > 5)
    assert session.is_playing
    session.pause()
    driver.wait(lambda: is_level(driver))
    assert_as_alone(driver)


def test_who_is_behind_trains_first_and_is_said_to_be_apart(driver):
    driver.train(5)
    session = driver.session
    first = session.branch.id
    session.require("test", SnapshotRequest(beside_resolution=8))
    session.comparing.over({UNITS: (3, 6)})
    driver.train(2)
    assert not any(run.is_apart for run in runs(driver))
    session.go_to_branch(first)
    driver.wait(lambda: session.snapshot.epoch == 5)
    driver.wait(lambda: [(run.epoch, run.is_apart) for run in runs(driver)] == [(2, True)] * 2)
    session.step_epoch()
    driver.wait(lambda: [epoch for epoch, _, _ in beside(driver)] == [3, 3])
    assert driver.ask(lambda run: run.epoch) == 5
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 8)
    session.pause()
    driver.wait(lambda: is_level(driver))
    assert_as_alone(driver)


def test_undo_and_redo_bring_back_what_was_trained(comparing):
    session = comparing.session
    for _ in range(3):
        session.step_epoch()
    comparing.wait(lambda: session.snapshot.epoch == 3)
    comparing.settle()
    stood = beside(comparing)
    session.comparing.remove(2)
    assert len(beside(comparing)) == 2
    session.document.undo_stack.undo()
    for (epoch, step, parameters), now in zip(stood, beside(comparing), strict=True):
        assert (epoch, step) == now[:2]
        np.testing.assert_array_equal(parameters, now[2])
    session.document.undo_stack.undo()
    assert session.comparing.comparison is None
    assert beside(comparing) == []
    session.document.undo_stack.redo()
    assert [epoch for epoch, _, _ in beside(comparing)] == [3, 3, 3]


def test_resets_are_undone_one_after_another_for_all(comparing):
    session, stood = comparing.session, []
    for epochs in (2, 1, 3):
        for _ in range(epochs):
            session.step_epoch()
        comparing.wait(lambda epochs=epochs: [epoch for epoch, _, _ in beside(comparing)] == [epochs] * 3)
        comparing.settle()
        stood.append(beside(comparing))
        session.reset()
        comparing.settle()
    while stood:
        session.document.undo_stack.undo()
        comparing.settle()
        for (epoch, step, parameters), now in zip(stood.pop(), beside(comparing), strict=True):
            assert (epoch, step) == now[:2]
            np.testing.assert_array_equal(parameters, now[2])


@pytest.mark.parametrize("over", [{UNITS: (3, 20)}, {"training.learning_rate": (0.01, 0.3)}])
def test_a_run_opens_as_the_experiment_as_it_is_trained_and_undo_goes_back(driver, over):
    session = driver.session
    session.comparing.over(over)
    driver.train(4)
    before, opened = driver.parameters(), beside(driver)[1][2]
    path, values = next(iter(over.items()))
    session.comparing.open(2)
    driver.settle()
    assert fields.get(session.experiment, path) == values[1]
    np.testing.assert_array_equal(driver.parameters(), opened)
    assert driver.ask(lambda run: run.epoch) == 4
    assert len(beside(driver)) == 2
    session.document.undo_stack.undo()
    driver.settle()
    np.testing.assert_array_equal(driver.parameters(), before)
    session.document.undo_stack.redo()
    driver.settle()
    np.testing.assert_array_equal(driver.parameters(), opened)


def test_the_present_run_is_kept_beside_as_it_stands_and_trains_on_with_the_others(driver):
    driver.train(3)
    stood = driver.parameters()
    session = driver.session
    session.comparing.keep_present()
    session.edit(edits.with_training(session.experiment, learning_rate=0.3), "rate")
    assert beside(driver)[0][0] == 3
    np.testing.assert_array_equal(beside(driver)[0][2], stood)
    driver.train(2)
    assert_as_alone(driver)


def test_a_saved_comparison_opens_trained_as_it_was(comparing, open_session, tmp_path):
    session = comparing.session
    for _ in range(4):
        session.step_epoch()
    comparing.wait(lambda: session.snapshot.epoch == 4)
    assert session.save(tmp_path / "compared.json")
    comparing.wait(lambda: not session.document.is_modified)
    other = open_session(folder=tmp_path / "other")
    assert other.session.open(tmp_path / "compared.json")
    other.settle()
    assert other.session.experiment == session.experiment
    assert other.session.experiment.comparison.variants[0].run is None
    assert [epoch for epoch, _, _ in beside(other)] == [4, 4, 4]
    other.train(2)
    assert [epoch for epoch, _, _ in beside(other)] == [6, 6, 6]
    assert_as_alone(other)


def test_a_comparison_that_cannot_be_is_said_and_changes_nothing(driver):
    before = driver.session.experiment
    assert not driver.session.comparing.over({UNITS: (3, 0)})
    assert driver.session.experiment == before
    assert driver.hear("0 is below 1")


def test_the_same_again_is_of_the_experiment_as_it_is_now(comparing):
    session = comparing.session
    session.edit(edits.with_data(session.experiment, noise=0.3), "noise")
    assert compared.edited_since(session.comparing.comparison, session.experiment) == ("data.noise",)
    assert session.comparing.again()
    assert compared.edited_since(session.comparing.comparison, session.experiment) == ()
    assert session.comparing.comparison.experiment(2).data.noise == 0.3
    assert [epoch for epoch, _, _ in beside(comparing)] == [0, 0, 0]


def test_a_run_that_diverges_does_not_stop_the_others(driver):
    session = driver.session
    base = edits.with_training(Experiment(), loss="squared_error", learning_rate=0.03)
    session.edit(base, "base")
    session.comparing.over({"training.learning_rate": (1e200, 0.03)})
    session.play()
    driver.wait(lambda: beside(driver)[1][0] > 20)
    assert session.is_playing
    assert driver.ask(lambda _run: [r.diverged is not None for r in driver.trainer.work.beside.runs]) == [
        True,
        False,
    ]
    session.pause()
