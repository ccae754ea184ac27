"""Two hundred thousand points are read and written beside the window."""

from __future__ import annotations

import threading

import pytest

from playground.app import saving
from playground.engine import edits
from playground.engine.experiment import Data, Experiment
from playground.interop.loading import load

POINTS = tuple((k % 100 / 20.0, k % 77 / 20.0, float(k % 2)) for k in range(30_000))


@pytest.fixture
def large(open_session):
    driver = open_session(Experiment(data=Data(dataset="custom", points=POINTS)))
    driver.wait(lambda: driver.session.snapshot is not None)
    return driver


@pytest.fixture
def slow(monkeypatch):
    """Writing waits until it is let go; which threads wrote."""
    go_on, threads, write = threading.Event(), [], saving.save

    def waiting(experiment, path):
        threads.append(threading.current_thread())
        go_on.wait(20)
        return write(experiment, path)

    monkeypatch.setattr(saving, "save", waiting)
    yield go_on, threads
    go_on.set()


def test_a_large_work_is_written_beside_the_window_and_says_so(large, slow, tmp_path):
    go_on, threads = slow
    session, path = large.session, tmp_path / "large.json"
    assert session.save(path)
    large.wait(lambda: "large.json" in session.busy)
    session.edit(edits.with_training(session.experiment, learning_rate=0.5), "Rate")
    go_on.set()
    large.wait(lambda: session.busy == "")
    assert threads[0] is not threading.main_thread()
    assert load(path).data.points == POINTS
    assert load(path).training.learning_rate == Experiment().training.learning_rate
    assert session.document.path == path
    assert session.document.is_modified, "what was edited meanwhile is in no file yet"
    assert session.save()
    large.wait(lambda: not session.document.is_modified)
    assert load(path).training.learning_rate == 0.5


def test_the_end_of_the_program_waits_for_what_is_being_written(large, slow, tmp_path):
    go_on, _ = slow
    assert large.session.save(tmp_path / "large.json")
    threading.Timer(0.05, go_on.set).start()
    assert large.session.shutdown()
    assert load(tmp_path / "large.json").data.points == POINTS


def test_a_large_work_that_cannot_be_written_is_a_sentence(large, tmp_path):
    large.session.save(tmp_path / "nowhere" / "large.json")
    large.hear("large.json was not saved. The folder is not there.")
    assert large.session.document.path is None
