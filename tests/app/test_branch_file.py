"""A saved session brings back its branches, their history and the exact state."""

from __future__ import annotations

import base64
import json
import zlib

import pytest
from branching import RICH, new_data, plus, redo, undo, whole

from playground.app import branch_file, branches
from playground.app.packed_line import pack
from playground.engine import edits
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment, decode
from playground.engine.training import TrainingRun
from playground.interop.loading import load


@pytest.fixture
def branched(open_session):
    """A session with four branches, and the state of each as it was left."""
    driver = open_session(RICH)
    driver.wait(lambda: driver.session.snapshot is not None)
    session = driver.session
    driver.train(20)
    states = [driver.ask(whole)]
    for act in (plus, type(session).new_seed, new_data, type(session).reset):
        act(session)
        driver.train(4)
        states.append(driver.ask(whole))
    return driver, states


def test_save_quit_reopen_has_every_branch_exactly(branched, open_session, tmp_path):
    driver, states = branched
    assert driver.session.save(tmp_path / "work.json")
    listed = driver.session.branches
    driver.session.shutdown()
    again = open_session(folder=tmp_path / "other")
    assert again.session.open(tmp_path / "work.json")
    again.settle()
    again.wait(lambda: len(again.session.branches) == len(listed))
    told = [(one.id, one.parent, one.cause, one.fork, one.last, one.step) for one in again.session.branches]
    assert told == [(one.id, one.parent, one.cause, one.fork, one.last, one.step) for one in listed]
    assert again.ask(whole) == states[-1]
    for branch, state in zip(listed[:-1], states[:-1], strict=True):
        again.session.go_to_branch(branch.id)
        again.settle()
        assert again.ask(whole) == state
    undo(again, 4)
    assert again.ask(whole) == states[-1]
    assert not again.notices


def test_save_quit_reopen_undoes_and_redoes_the_same(branched, open_session, tmp_path):
    driver, states = branched
    undo(driver, 1)
    driver.session.save(tmp_path / "work.json")
    driver.session.shutdown()
    again = open_session(folder=tmp_path / "other")
    again.session.open(tmp_path / "work.json")
    again.settle()
    stack = again.session.document.undo_stack
    assert not again.session.document.is_modified
    assert (stack.undoText(), stack.redoText()) == ("New data", "Reset")
    for state in reversed(states[:-2]):
        undo(again)
        assert again.ask(whole) == state
    assert not stack.canUndo()
    for state in states[1:]:
        redo(again)
        assert again.ask(whole) == state
    session = again.session
    session.edit(edits.with_units(session.experiment, 1, 7), "Seven units")
    again.settle()
    undo(again)
    assert again.ask(whole) == states[-1]


def test_undo_steps_of_a_file_end_at_a_typed_weight(driver, open_session, tmp_path):
    session = driver.session
    plus(session)
    session.set_parameter(1, 0, 0, 0.5)
    new_data(session)
    driver.settle()
    session.save(tmp_path / "work.json")
    again = open_session(folder=tmp_path / "other")
    again.session.open(tmp_path / "work.json")
    again.settle()
    assert again.session.document.undo_stack.count() == 1
    undo(again)
    assert again.session.experiment.data == Experiment().data
    assert again.ask(lambda run: run.get_parameter(1, 0, 0)) == 0.5


def test_a_reopened_session_trains_on_bit_for_bit(branched, open_session, tmp_path):
    driver, _ = branched
    session = driver.session
    session.go_to_branch(session.branches[0].id)
    driver.train(2)
    session.save(tmp_path / "work.json")
    driver.train(10)
    alone = TrainingRun(RICH)
    alone.train(32)
    assert driver.ask(whole)[1:] == whole(alone)[1:]
    again = open_session(folder=tmp_path / "other")
    again.session.open(tmp_path / "work.json")
    again.settle()
    again.train(10)
    assert again.ask(whole)[1:] == whole(alone)[1:]


def test_the_history_of_one_line_is_saved_too(driver, open_session, tmp_path):
    driver.train(30)
    driver.session.save(tmp_path / "work.json")
    again = open_session(folder=tmp_path / "other")
    again.session.open(tmp_path / "work.json")
    again.settle()
    assert list(again.session.recorded_epochs) == list(range(31))
    again.session.seek(12)
    again.settle()
    driver.session.seek(12)
    driver.settle()
    assert again.ask(whole) == driver.ask(whole)


def test_saving_while_it_trains_at_full_speed_keeps_one_instant(driver, open_session, tmp_path):
    session = driver.session
    driver.train(3)
    plus(session)
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 30)
    session.save(tmp_path / "work.json")
    driver.wait(lambda: (tmp_path / "work.json").is_file())
    session.pause()
    again = open_session(folder=tmp_path / "other")
    again.session.open(tmp_path / "work.json")
    again.settle()
    assert len(again.session.branches) == 2
    assert again.session.snapshot.epoch > 20
    saved = load(tmp_path / "work.json")
    alone = TrainingRun(edits.with_units(Experiment(), 1, 5))
    assert len(saved.run.parameters) == alone.network.parameters.size


def test_a_file_without_branches_stays_plain(open_session, tmp_path):
    driver = open_session()
    driver.wait(lambda: driver.session.snapshot is not None)
    driver.session.save(tmp_path / "plain.json")
    assert "branches" not in json.loads((tmp_path / "plain.json").read_bytes())


def test_a_run_that_was_changed_by_hand_counts_more_than_the_branches(branched, open_session, tmp_path):
    driver, _ = branched
    path = tmp_path / "work.json"
    driver.session.save(path)
    content = json.loads(path.read_bytes())
    content["run"]["parameters"][0] = 0.125
    path.write_text(json.dumps(content))
    again = open_session(folder=tmp_path / "other")
    again.session.open(path)
    again.settle()
    assert again.parameters()[0] == 0.125
    assert len(again.session.branches) == 1


def broken_texts():
    good = zlib.compress(b"\x80")
    return {
        "no base64": "äöü",
        "no zlib": base64.b64encode(b"abc").decode(),
        "cut off": base64.b64encode(zlib.compress(b"\x85" * 99)[:-6]).decode(),
        "another object": base64.b64encode(good).decode(),
        "a bomb": base64.b64encode(zlib.compress(bytes(branches.BYTES * 9), 9)).decode(),
    }


@pytest.mark.parametrize("text", broken_texts().values(), ids=broken_texts())
def test_broken_branches_are_one_sentence(driver, tmp_path, text):
    path = tmp_path / "broken.json"
    path.write_text(json.dumps({"format": "playground", "version": 1, "branches": text}))
    with pytest.raises(ExperimentError, match="branches: this text holds no branches"):
        branch_file.read(decode(path.read_bytes()))
    driver.session.open(path)
    assert "branches" in driver.hear("broken.json was not opened").text
    assert driver.session.experiment == Experiment()


def test_a_file_is_bounded_and_keeps_every_end(driver, tmp_path, monkeypatch):
    session = driver.session
    for _ in range(4):
        driver.train(12)
        session.new_seed()
    driver.settle()
    full = driver.trainer.keep(session.document.history).result(10)
    most = 5 * pack(full.line.__class__(**{**vars(full.line), "records": full.line.records[:1]})).size + 9_000
    monkeypatch.setattr(branches, "BYTES", most)
    small = branch_file.read(full.whole())
    assert {one.id for one in small.branches} == {one.id for one in full.branches}
    assert sum(line.size for line in (*small.left.values(), pack(small.line))) <= most
    assert small.line.checkpoint.parameters.tobytes() == full.line.checkpoint.parameters.tobytes()
    for branch, line in small.left.items():
        assert len(line.records) < len(full.left[branch].records)
        assert line.state == full.left[branch].state
        assert line.last_epoch == full.left[branch].last_epoch


def test_quitting_keeps_the_session_and_the_next_start_offers_it(branched, open_session, tmp_path):
    driver, states = branched
    folder = tmp_path / "data"
    driver.session.shutdown()
    again = open_session(folder=folder)
    notice = again.hear("last session is still here")
    assert notice.passes
    again.session.perform(notice.action)
    again.settle()
    assert again.ask(whole) == states[-1]
    assert len(again.session.branches) == 5
    assert again.session.document.is_modified, "no file of the user's holds it"


def test_training_without_an_edit_outlives_quitting(driver, open_session, tmp_path):
    driver.train(7)
    before = driver.ask(whole)
    assert not driver.session.document.is_modified
    driver.session.shutdown()
    again = open_session(folder=tmp_path / "data")
    again.session.perform(again.hear("last session is still here").action)
    again.settle()
    assert again.ask(whole) == before


def test_work_that_another_file_replaced_comes_back_with_its_branches(branched, tmp_path):
    driver, states = branched
    session = driver.session
    listed = session.branches
    session.new()
    driver.settle()
    assert len(session.branches) == 1
    session.perform("bring_back")
    driver.settle()
    driver.wait(lambda: [one.id for one in session.branches] == [one.id for one in listed])
    assert driver.ask(whole) == states[-1]


def test_work_that_was_only_trained_comes_back_too(driver):
    session = driver.session
    driver.train(5)
    before = driver.ask(whole)
    session.new()
    driver.settle()
    assert session.can_bring_back
    session.perform("bring_back")
    driver.settle()
    assert driver.ask(whole) == before


def test_what_is_saved_is_not_offered_again(driver, open_session, tmp_path):
    driver.train(5)
    driver.session.save(tmp_path / "work.json")
    driver.session.shutdown()
    assert not list((tmp_path / "data").glob("session-*"))
    again = open_session(folder=tmp_path / "data")
    again.session.open(tmp_path / "work.json")
    again.settle()
    again.session.new()
    again.settle()
    assert not again.session.can_bring_back
