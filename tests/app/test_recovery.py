"""What crashed programs leave behind: a file each, offered until it is answered."""

from __future__ import annotations

import errno
import threading

import pytest

from playground.app import recovery
from playground.app.branch_file import kept
from playground.app.branches import Branches
from playground.app.document import UndoHistory
from playground.app.journal import Own
from playground.engine import edits
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.interop.loading import load, save


def work(rate: float) -> Experiment:
    return edits.with_training(Experiment(), learning_rate=rate)


@pytest.fixture
def crashed(tmp_path):
    """A folder that three crashed windows left their work in."""
    folder = tmp_path / "data"
    folder.mkdir()
    for slot in range(3):
        save(work((slot + 1) / 10), folder / f"recovery-{slot}.json")
    return folder


def left(folder) -> set[float]:
    return {load(path).training.learning_rate for path in folder.glob("recover*.json")}


def offers(driver) -> int:
    return sum("did not end well" in notice.text for notice in driver.notices)


def test_every_crashed_window_is_offered_and_none_is_lost_before_the_answer(open_session, crashed):
    driver = open_session(folder=crashed)
    assert "2 more" in driver.hear("did not end well").text
    seen = set()
    for told in range(1, 4):
        driver.wait(lambda told=told: offers(driver) == told)
        assert driver.session.perform("recover")
        driver.settle()
        seen.add(driver.session.experiment.training.learning_rate)
        assert {0.1, 0.2, 0.3} <= left(crashed), "what was brought back is in no file of the user's yet"
    assert seen == {0.1, 0.2, 0.3}


def test_a_file_goes_when_its_work_is_saved(open_session, crashed, tmp_path):
    driver = open_session(folder=crashed)
    driver.hear("did not end well")
    driver.session.perform("recover")
    driver.settle()
    rate = driver.session.experiment.training.learning_rate
    assert driver.session.save(tmp_path / "mine.json")
    driver.wait(lambda: driver.session.document.path is not None)
    driver.session.shutdown()
    assert left(crashed) == {0.1, 0.2, 0.3} - {rate}


def test_an_offer_without_an_answer_is_repeated_at_the_next_start(open_session, crashed):
    for _ in range(2):
        driver = open_session(folder=crashed)
        driver.hear("did not end well")
        driver.session.put_off("recover")
        driver.wait(lambda driver=driver: offers(driver) == 2)
        driver.session.shutdown()
        assert left(crashed) == {0.1, 0.2, 0.3}


def test_what_is_thrown_away_is_gone_and_the_next_one_is_offered(open_session, crashed):
    driver = open_session(folder=crashed)
    assert driver.hear("did not end well").other_action == "throw_away"
    for told in range(1, 4):
        driver.wait(lambda told=told: offers(driver) == told)
        assert driver.session.perform("throw_away")
    assert not list(crashed.glob("recovered-*"))


def test_a_late_answer_throws_nothing_away_that_was_not_offered(open_session, crashed):
    driver = open_session(folder=crashed)
    driver.hear("did not end well")
    for _ in range(3):
        assert driver.session.perform("throw_away")
    assert len(left(crashed)) == 2
    driver.wait(lambda: offers(driver) == 2)


def test_a_second_crash_does_not_write_over_what_the_first_left(open_session, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    for turn in (0.1, 0.2):
        save(work(turn), folder / "recovery-0.json")
        open_session(folder=folder).session.shutdown()
    assert left(folder) == {0.1, 0.2}


def test_a_full_disk_is_told_once_and_the_work_is_kept_as_soon_as_there_is_room(open_session, monkeypatch):
    monkeypatch.setattr(recovery, "AUTOSAVE_SECONDS", 0.0)
    driver = open_session()
    driver.wait(lambda: driver.session.snapshot is not None)
    is_full, written = True, []

    def write(_journal, kept, _own, rest):
        if is_full:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(kept)

    monkeypatch.setattr(recovery.Journal, "write", write)
    driver.train(1)
    driver.hear("not being kept against a crash: There is no room left.")
    driver.train(2)
    assert sum("against a crash" in notice.text for notice in driver.notices) == 1
    is_full = False
    driver.wait(lambda: bool(written))


def test_writing_rests_between_the_states_but_not_once_its_end_is_awaited(tmp_path, monkeypatch):
    monkeypatch.setattr(recovery, "REST_SECONDS", 3600.0)
    write, is_written = recovery.Journal.write, threading.Event()

    def watched(*given, **named):
        write(*given, **named)
        is_written.set()

    monkeypatch.setattr(recovery.Journal, "write", watched)
    file = recovery.RecoveryFile(tmp_path)
    run, branches = TrainingRun(Experiment()), Branches()
    branches.clear(run.experiment)
    run.train(3)
    file.write(kept(run, branches, run.experiment, UndoHistory(), run.step), Own())
    assert not is_written.wait(0.5), "it rests for an hour"
    assert file.finish()
    assert is_written.is_set()


def test_what_play_freed_goes_back_to_the_system_every_few_times_that_the_work_is_kept(tmp_path, monkeypatch):
    given = []
    monkeypatch.setattr(recovery, "give_back_memory", lambda: given.append(run.epoch))
    file = recovery.RecoveryFile(tmp_path)
    run = TrainingRun(Experiment())
    branches = Branches()
    branches.clear(run.experiment)
    for _ in range(2 * recovery.WRITES_TO_GIVE_BACK + 1):
        run.train(1)
        file.write(kept(run, branches, run.experiment, UndoHistory(), run.step), Own())
        assert file.finish()
    file.close()
    assert given == [recovery.WRITES_TO_GIVE_BACK, 2 * recovery.WRITES_TO_GIVE_BACK]
