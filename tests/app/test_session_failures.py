"""An exception nobody foresaw pauses, is told once, and the session goes on."""

from __future__ import annotations

import threading

import pytest

from playground.app.session import Session
from playground.app.trainer import Trainer
from playground.engine import edits
from playground.engine.training import TrainingRun
from playground.observe.observer import Observer


class Faulty:
    """Makes runs that fail where a test says."""

    def __init__(self) -> None:
        self.fails: set[str] = set()

    def __call__(self, experiment) -> TrainingRun:
        self.check("making")
        run = TrainingRun(experiment)
        for name in ("take_steps", "rebuilt", "retune"):
            setattr(run, name, self.guarded(name, getattr(run, name)))
        return run

    def observer(self, run: TrainingRun) -> Observer:
        observer = Observer(run)
        observer.snapshot = self.guarded("snapshot", observer.snapshot)
        return observer

    def guarded(self, name, method):
        def call(*arguments, **options):
            self.check(name)
            result = method(*arguments, **options)
            if isinstance(result, TrainingRun):
                for other in ("take_steps", "rebuilt", "retune"):
                    setattr(result, other, self.guarded(other, getattr(result, other)))
            return result

        return call

    def check(self, name: str) -> None:
        if name in self.fails:
            raise ZeroDivisionError(f"planted in {name}")


@pytest.fixture
def faulty() -> Faulty:
    return Faulty()


@pytest.fixture
def driver(open_session, faulty):
    driver = open_session(trainer=Trainer(faulty, make_observer=faulty.observer))
    driver.wait(lambda: driver.session.snapshot is not None)
    return driver


def test_an_exception_while_training_pauses_and_is_told_with_its_traceback(driver, faulty):
    session = driver.session
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 3)
    faulty.fails.add("take_steps")
    notice = driver.hear("planted in take_steps")
    assert notice.kind == "error"
    assert "Traceback" in notice.details
    driver.wait(lambda: not session.is_playing)
    assert len(driver.notices) == 1


def test_after_an_exception_it_trains_again(driver, faulty):
    session = driver.session
    faulty.fails.add("take_steps")
    session.play()
    driver.hear("planted")
    faulty.fails.clear()
    session.reset()
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 3)


def test_an_exception_in_every_snapshot_does_not_end_in_a_storm(driver, faulty):
    session = driver.session
    faulty.fails.add("snapshot")
    for _ in range(20):
        session.step_minibatch()
    driver.hear("planted in snapshot")
    driver.ask(lambda run: None)
    assert len(driver.notices) == 1
    faulty.fails.clear()
    session.step_minibatch()
    driver.settle()
    assert session.snapshot.step == 21


def test_after_a_rebuild_that_failed_undo_brings_everything_back(driver, faulty):
    session = driver.session
    driver.train(2)
    before = driver.parameters()
    faulty.fails.add("rebuilt")
    session.edit(edits.with_units(session.experiment, 1, 6), "Units")
    driver.hear("planted in rebuilt")
    faulty.fails.clear()
    session.document.undo_stack.undo()
    driver.settle()
    assert session.snapshot.epoch == 2
    assert (driver.parameters() == before).all()


def test_after_a_rebuild_that_failed_another_edit_catches_up(driver, faulty):
    session = driver.session
    faulty.fails.add("rebuilt")
    session.edit(edits.with_units(session.experiment, 1, 6), "Units")
    driver.hear("planted in rebuilt")
    session.play()
    driver.ask(lambda run: None)
    driver.wait(lambda: not session.is_playing)
    faulty.fails.clear()
    session.edit(edits.with_training(session.experiment, learning_rate=0.2), "Learning rate")
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 3)
    assert session.snapshot.layers[0].units == 6
    assert session.snapshot.learning_rate == 0.2


def test_a_first_run_that_cannot_be_made_leaves_a_session_that_can_be_used(open_session, faulty):
    faulty.fails.add("making")
    driver = open_session(trainer=Trainer(faulty, make_observer=faulty.observer))
    driver.hear("planted in making")
    driver.session.play()
    faulty.fails.clear()
    driver.session.reset()
    driver.session.play()
    driver.wait(lambda: driver.session.snapshot is not None and driver.session.snapshot.epoch > 2)


def test_a_failing_question_is_the_askers_to_handle(driver):
    future = driver.session.compute(lambda run: 1 / 0)
    driver.wait(future.done)
    assert isinstance(future.exception(), ZeroDivisionError)
    assert driver.notices == []
    driver.train(1)


def test_a_thread_that_hangs_is_reported_by_shutdown_and_leaves_a_recovery_file(
    open_session, tmp_path, monkeypatch
):
    monkeypatch.setattr("playground.app.session.SHUTDOWN_SECONDS", 0.05)
    driver = open_session()
    driver.wait(lambda: driver.session.snapshot is not None)
    session, hangs, release = driver.session, threading.Event(), threading.Event()

    def hang(run) -> None:
        hangs.set()
        release.wait()

    session.edit(edits.with_training(session.experiment, learning_rate=0.77), "Learning rate")
    session.compute(hang)
    assert hangs.wait(5)
    assert not session.shutdown()
    assert not session.shutdown()
    release.set()
    monkeypatch.undo()
    again = open_session(folder=tmp_path / "data")
    notice = again.hear("did not end well")
    assert again.session.perform(notice.action)
    assert again.session.experiment == session.experiment


def test_a_long_command_shows_that_the_program_works(driver, qtbot):
    release = threading.Event()
    with qtbot.waitSignal(driver.session.busy_changed) as told:
        driver.session.compute(lambda run: release.wait(10))
    assert told.args[0]
    with qtbot.waitSignal(driver.session.busy_changed) as told:
        release.set()
    assert told.args == [""]


def test_the_session_class_says_what_it_offers():
    for name in (
        "play",
        "pause",
        "step_minibatch",
        "step_epoch",
        "step_back",
        "reset",
        "seek",
        "open",
        "save",
    ):
        assert getattr(Session, name).__doc__
