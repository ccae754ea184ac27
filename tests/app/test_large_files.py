"""Two hundred thousand points are read and written beside the window."""

from __future__ import annotations

import threading

import pytest

from playground.app import opening, saving
from playground.app.notices import WORK_IS_DONE
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


TABLE = "x1,x2,label\n" + "".join(f"{k % 100 / 20},{k % 77 / 20},{k % 2}\n" for k in range(60_000))


@pytest.fixture
def slow_reading(monkeypatch):
    """Reading waits until it is let go; which threads read."""
    go_on, threads, propose = threading.Event(), [], opening.propose

    def waiting(*content):
        threads.append(threading.current_thread())
        go_on.wait(20)
        return propose(*content)

    monkeypatch.setattr(opening, "propose", waiting)
    monkeypatch.setattr(opening, "propose_source", lambda path: waiting(TABLE, path))
    yield go_on, threads
    go_on.set()


@pytest.mark.parametrize("way", ["file", "paste"])
def test_a_large_table_is_read_beside_the_window_and_says_so(driver, slow_reading, tmp_path, way):
    go_on, threads = slow_reading
    session, path = driver.session, tmp_path / "large.csv"
    path.write_text(TABLE)
    name = "large.csv" if way == "file" else "Pasted table"
    assert session.open(path) if way == "file" else session.paste(TABLE)
    notice = driver.hear(f"{name} is being opened.")
    assert (notice.action, notice.is_of_work) == ("cancel_opening", True)
    driver.wait(lambda: name in session.busy)
    go_on.set()
    driver.wait(lambda: bool(driver.proposals))
    driver.wait(lambda: session.busy == "")
    assert WORK_IS_DONE in driver.notices
    assert threads[0] is not threading.main_thread()
    (proposal,) = driver.proposals
    assert session.accept(proposal)
    assert session.experiment.data.points is proposal.imported.tuples, "made beside the window, once"
    assert len(proposal.imported.tuples) == 60_000


def test_cancelling_a_large_table_loses_nothing(driver, slow_reading, tmp_path):
    go_on, _ = slow_reading
    session, path = driver.session, tmp_path / "large.csv"
    path.write_text(TABLE)
    session.edit(edits.with_training(session.experiment, learning_rate=0.5), "Rate")
    before = session.experiment
    assert session.open(path)
    driver.hear("large.csv is being opened.")
    assert session.perform("cancel_opening")
    driver.hear("large.csv was not opened; everything is as it was.")
    driver.wait(lambda: session.busy == "")
    go_on.set()
    driver.settle()
    assert driver.proposals == []
    assert session.experiment is before
    session.document.undo_stack.undo()
    assert session.experiment.training.learning_rate == Experiment().training.learning_rate


def test_the_branches_of_a_large_file_are_unpacked_beside_the_window(large, tmp_path, monkeypatch):
    session, path = large.session, tmp_path / "large.json"
    session.edit(edits.with_training(session.experiment, learning_rate=0.5), "Rate")
    assert session.save(path)
    large.wait(lambda: not session.document.is_modified)
    threads, read = [], opening.read
    monkeypatch.setattr(
        opening, "read", lambda found: threads.append(threading.current_thread()) or read(found)
    )
    assert session.open(path)
    large.wait(lambda: bool(threads) and session.busy == "")
    assert threading.main_thread() not in threads
    assert session.document.undo_stack.canUndo()
