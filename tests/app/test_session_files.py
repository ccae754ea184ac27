"""Open, save, autosave and recover through the Session."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from playground.app.background import Background
from playground.app.journal import read
from playground.app.scripts import file_of
from playground.engine import edits
from playground.engine.experiment import Experiment, decode, encode
from playground.engine.training import TrainingRun
from playground.interop.exporters import EXPORTERS
from playground.interop.loading import save
from playground.paths import resource

LINK = "https://playground.tensorflow.org/#dataset=xor&noise=10&seed=0.5&networkShape=3&hideText_false&noise_hide=true"

POINTS = "x,y,label\n" + "\n".join(f"{i % 7 - 3},{i % 5 - 2},{i % 2}" for i in range(60))


def test_a_saved_run_goes_on_where_it_was_bit_for_bit(driver, open_session, tmp_path):
    session = driver.session
    session.edit(edits.with_data(session.experiment, dataset="spiral"), "Dataset")
    driver.train(3)
    session.step_minibatch()
    driver.settle()
    assert session.save(tmp_path / "a.json")
    driver.train(3)
    later = driver.parameters()
    other = open_session(folder=tmp_path / "other")
    assert other.session.open(tmp_path / "a.json")
    other.settle()
    assert (other.session.snapshot.epoch, other.session.snapshot.step_in_epoch) == (3, 1)
    assert other.session.experiment == session.experiment
    other.train(3)
    np.testing.assert_array_equal(other.parameters(), later)


def test_saving_while_it_trains_is_one_consistent_state(driver, tmp_path):
    session = driver.session
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 5)
    assert session.save(tmp_path / "a.json")
    assert session.is_playing
    saved = decode((tmp_path / "a.json").read_bytes())
    run = TrainingRun(saved)
    alone = TrainingRun(Experiment())
    alone.take_steps(run.step)
    np.testing.assert_array_equal(run.network.parameters, alone.network.parameters)


def test_save_without_a_path_writes_to_the_file_that_is_open(driver, tmp_path):
    session = driver.session
    assert not session.save()
    assert session.save(tmp_path / "a.json")
    session.edit(edits.with_training(session.experiment, learning_rate=0.2), "Learning rate")
    assert session.document.is_modified
    assert session.save()
    assert not session.document.is_modified
    assert decode((tmp_path / "a.json").read_bytes()).training.learning_rate == 0.2


def test_saving_does_not_wait_for_a_busy_trainer(driver, tmp_path):
    session, release = driver.session, threading.Event()
    session.step_minibatch()
    session.compute(lambda run: release.wait(20))
    assert session.save(tmp_path / "a.json")
    assert not (tmp_path / "a.json").exists()
    driver.wait(lambda: "a.json" in session.busy)
    session.edit(edits.with_units(session.experiment, 1, 6), "Units")
    release.set()
    driver.wait((tmp_path / "a.json").exists)
    saved = decode((tmp_path / "a.json").read_bytes())
    assert saved.run.step == 1
    assert saved.network.layers[0].units == 4
    assert session.document.is_modified
    driver.wait(lambda: session.busy == "")


def test_a_file_still_to_be_written_is_written_at_the_end(open_session, tmp_path):
    driver = open_session()
    session, release = driver.session, threading.Event()
    session.compute(lambda run: release.wait(20))
    assert session.save(tmp_path / "a.json")
    release.set()
    session.shutdown()
    assert decode((tmp_path / "a.json").read_bytes()).run is not None


def test_a_file_that_is_gone_leaves_the_recent_ones(driver, tmp_path):
    session, path = driver.session, tmp_path / "a.json"
    session.save(path)
    assert session.settings.preferences.recent_files == (str(path),)
    path.unlink()
    assert not session.open(path)
    assert session.settings.preferences.recent_files == ()


@pytest.mark.parametrize("name", ["n" * 500, "nul\0byte.json", "http://" + "x" * 5000, "", " ", "\ud800"])
def test_a_name_that_no_file_can_have_is_a_short_sentence(driver, name):
    before = driver.session.experiment
    assert not driver.session.open(name)
    assert len(driver.notices) == 1
    assert len(driver.notices[0].text) < 250
    assert driver.session.experiment is before


def test_a_file_that_cannot_be_written_is_a_sentence_and_the_good_file_stays(driver, tmp_path):
    session = driver.session
    session.edit(edits.with_training(session.experiment, learning_rate=0.2), "Learning rate")
    assert not session.save(tmp_path / "no such folder" / "a.json")
    assert driver.hear("was not saved").kind == "error"
    assert session.document.is_modified
    assert session.document.path is None


def test_opening_ends_the_play_forgets_the_steps_and_knows_the_file(driver, tmp_path):
    session = driver.session
    path = tmp_path / "b.json"
    path.write_bytes(encode(edits.with_data(Experiment(), dataset="xor")))
    session.edit(edits.with_training(session.experiment, learning_rate=0.2), "Learning rate")
    session.play()
    assert session.open(path)
    assert not session.is_playing
    driver.settle()
    assert session.experiment.data.dataset == "xor"
    assert not session.document.undo_stack.canUndo()
    assert session.document.path == path
    assert session.settings.preferences.recent_files[0] == str(path)
    assert session.snapshot.epoch == 0


def test_reset_after_opening_a_trained_file_starts_at_the_beginning(driver, tmp_path):
    session = driver.session
    first = driver.parameters()
    driver.train(2)
    session.save(tmp_path / "a.json")
    session.open(tmp_path / "a.json")
    session.reset()
    driver.settle()
    assert session.snapshot.epoch == 0
    np.testing.assert_array_equal(driver.parameters(), first)


def test_a_link_opens_with_its_hidden_controls_and_is_no_file_to_save_to(driver):
    session = driver.session
    assert session.open(LINK)
    driver.settle()
    assert session.experiment.network.layers[0].units == 3
    assert session.display.hidden_controls == {"noise"}
    assert session.document.path is None
    session.new()
    driver.settle()
    assert session.experiment == Experiment()
    assert not session.display.hidden_controls


def test_a_table_of_points_is_an_experiment_and_is_never_written_over(driver, tmp_path):
    session = driver.session
    path = tmp_path / "points.csv"
    path.write_text(POINTS)
    assert session.open_as_proposed(path)
    driver.settle()
    assert session.experiment.data.dataset == "custom"
    assert len(session.experiment.data.points) == 60
    assert session.document.path is None
    assert session.settings.preferences.recent_files == (str(path),)
    assert "Read as points: x across, y up, label is the label." in driver.notices[0].text


def test_a_table_waits_for_a_look_and_then_is_one_undoable_edit(driver, tmp_path):
    session, before = driver.session, driver.session.experiment
    path = tmp_path / "points.csv"
    path.write_text(POINTS)
    assert session.open(path)
    (proposal,) = driver.proposals
    assert proposal.name == "points.csv"
    assert session.experiment is before
    assert session.accept(proposal.overruled(x1=1, x2=0))
    driver.settle()
    assert [axis.name for axis in session.experiment.data.axes] == ["y", "x"]
    assert session.experiment.network == before.network
    session.document.undo_stack.undo()
    assert session.experiment == before
    assert driver.notices == [], "what was looked at needs no words"


def test_a_table_that_gives_no_points_is_a_sentence(driver, tmp_path):
    session, before = driver.session, driver.session.experiment
    path = tmp_path / "words.csv"
    path.write_text("a,b\nx,y\n")
    assert session.open(path)
    assert not session.accept(driver.proposals[0])
    assert driver.hear("Columns of numbers in this table: 0").kind == "warning"
    assert not session.open_as_proposed(path)
    assert driver.hear("words.csv was not opened").kind == "error"
    assert session.experiment is before


def test_a_pasted_experiment_takes_the_place_and_the_work_before_is_kept(driver):
    session = driver.session
    session.edit(edits.with_training(session.experiment, learning_rate=0.2), "Rate")
    assert session.paste(encode(edits.with_data(Experiment(), dataset="xor")).decode())
    driver.settle()
    assert session.experiment.data.dataset == "xor"
    assert session.document.path is None
    assert not session.settings.preferences.recent_files
    assert session.can_bring_back


def test_a_pasted_experiment_takes_the_place_of_a_large_file_that_is_still_read(
    driver, tmp_path, monkeypatch
):
    monkeypatch.setattr("playground.app.files.LARGE_FILE", 10)
    session, path = driver.session, tmp_path / "spiral.json"
    save(edits.with_data(Experiment(), dataset="spiral"), path)
    heard = []
    session.findChild(Background).cancelled.connect(lambda: heard.append("cancelled"))
    assert session.open(path)
    assert session.paste(encode(edits.with_data(Experiment(), dataset="xor")).decode())
    assert heard == ["cancelled"]
    driver.settle()
    assert session.experiment.data.dataset == "xor"
    assert session.document.path is None


def test_a_pasted_experiment_whose_weights_do_not_fit_leaves_the_work(driver):
    session, before = driver.session, driver.session.experiment
    assert not session.paste('{"format": "playground", "version": 1, "run": {"parameters": [1, 2, 3]}}')
    assert session.experiment is before


@pytest.mark.parametrize("text", ["", "hello", "1\n2\n3", '{"a": 1}', "\ud800"])
def test_a_text_of_no_use_is_one_sentence(driver, text):
    assert not driver.session.paste(text)
    assert driver.hear("neither a link nor a table").kind == "warning"


def test_a_text_that_is_too_long_is_not_looked_at(driver, monkeypatch):
    monkeypatch.setattr("playground.app.opening.LARGEST_PASTE", 10)
    assert not driver.session.paste("1,2,3\n" * 10)
    assert driver.hear("too much to paste")


def test_a_pasted_link_is_an_undoable_step_to_other_work(driver, tmp_path):
    session, before = driver.session, driver.session.experiment
    assert session.save(tmp_path / "mine.json")
    assert session.paste(LINK)
    driver.settle()
    assert session.display.hidden_controls == {"noise"}
    assert session.document.path is None
    session.document.undo_stack.undo()
    assert session.experiment == before
    assert session.document.path == tmp_path / "mine.json"


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_is_exported_from_the_trained_run(driver, tmp_path, name):
    driver.train(2)
    found = driver.ask(lambda run: file_of(run, name, with_weights=True))
    if found.refusal:  # a library that is not installed
        assert not driver.session.export(name, tmp_path / "out", "It is in {name}.")
        assert "pip install" in found.refusal
        assert not (tmp_path / "out").exists()
        return
    assert driver.session.export(name, tmp_path / "out", "It is in {name}.")
    driver.hear("It is in out.")
    assert (tmp_path / "out").read_bytes() == found.content


def test_an_export_without_weights_is_the_run_as_it_begins(driver, tmp_path):
    driver.train(2)
    assert driver.session.export("numpy", tmp_path / "out.py", "Done.", with_weights=False)
    driver.hear("Done.")
    begins = TrainingRun(driver.session.experiment)
    assert (tmp_path / "out.py").read_bytes() == EXPORTERS["numpy"].content(begins, with_weights=False)


def test_an_export_does_not_wait_for_a_busy_trainer(driver, tmp_path):
    session, release = driver.session, threading.Event()
    session.compute(lambda run: release.wait(20))
    assert session.export("csv", tmp_path / "a.csv", "Done.")
    assert not (tmp_path / "a.csv").exists()
    driver.wait(lambda: "a.csv" in session.busy)
    release.set()
    driver.hear("Done.")
    assert (tmp_path / "a.csv").exists()


def test_an_example_is_never_written_over(driver):
    example = resource("examples/spiral.json")
    before = example.read_bytes()
    assert driver.session.open(example)
    driver.train(1)
    assert driver.session.document.path is None
    assert not driver.session.save()
    assert example.read_bytes() == before


def test_a_large_file_is_read_beside_the_window(driver, tmp_path, qtbot):
    session = driver.session
    path = tmp_path / "large.csv"
    path.write_text(
        "x,y,label\n" + "\n".join(f"{i % 97 / 9:.6f},{i % 89 / 8:.6f},{i % 3}" for i in range(40_000))
    )
    assert path.stat().st_size > 500_000
    before = session.experiment
    assert session.open(path)
    assert driver.proposals == []
    driver.wait(lambda: bool(driver.proposals), timeout=20_000)
    assert session.experiment == before
    assert session.accept(driver.proposals[0])
    driver.settle()
    assert len(session.snapshot.points.train) > 10_000


def test_a_large_broken_file_is_a_sentence(driver, tmp_path):
    path = tmp_path / "large.json"
    path.write_text("{" + " " * 600_000)
    driver.session.open(path)
    driver.hear("large.json was not opened")
    assert driver.session.experiment == Experiment()
    driver.wait(lambda: driver.session.busy == "")


def test_a_crash_leaves_a_file_that_the_next_start_offers(open_session, tmp_path, monkeypatch):
    monkeypatch.setattr("playground.app.recovery.AUTOSAVE_SECONDS", 0.0)
    driver = open_session()
    session = driver.session
    driver.wait(lambda: session.snapshot is not None)
    session.edit(edits.with_training(session.experiment, learning_rate=0.31), "Learning rate")
    driver.train(2)
    folder = tmp_path / "data"
    driver.wait(lambda: any(_epoch(path) == 2 for path in folder.glob("recovery-*.kept")))
    kept = next(folder.glob("recovery-*.kept")).read_bytes()
    session.shutdown()
    assert not list(folder.glob("recovery-*"))
    (folder / "recovery-0.kept").write_bytes(kept)  # as if it had crashed
    again = open_session(folder=folder)
    notice = again.hear("did not end well")
    assert notice.action_label
    assert again.session.perform(notice.action)
    again.settle()
    assert again.session.experiment.training.learning_rate == 0.31
    assert again.session.snapshot.epoch == 2


def _epoch(path) -> int | None:
    run = read(path)[0].experiment.run
    return None if run is None else run.epoch


def test_a_session_that_changes_nothing_leaves_nothing_behind(open_session, tmp_path, monkeypatch):
    monkeypatch.setattr("playground.app.recovery.AUTOSAVE_SECONDS", 0.0)
    driver = open_session()
    driver.wait(lambda: driver.session.snapshot is not None)
    driver.session.shutdown()
    assert not [path for path in (tmp_path / "data").iterdir() if path.suffix in (".json", ".kept")]


def test_two_programs_do_not_share_a_recovery_file(open_session, monkeypatch):
    monkeypatch.setattr("playground.app.recovery.AUTOSAVE_SECONDS", 0.0)
    drivers = [open_session(), open_session()]
    for rate, driver in enumerate(drivers):
        driver.wait(lambda driver=driver: driver.session.snapshot is not None)
        driver.session.edit(
            edits.with_training(driver.session.experiment, learning_rate=0.1 + rate), "Learning rate"
        )
        driver.train(1)
    assert not any("did not end well" in notice.text for driver in drivers for notice in driver.notices)


def test_replaced_work_that_no_file_holds_comes_back_trained_as_it_was(driver, tmp_path):
    session = driver.session
    path = tmp_path / "mine.json"
    assert session.save(path)
    session.edit(edits.with_training(session.experiment, learning_rate=0.1), "Rate")
    driver.train(3)
    mine, parameters = session.experiment, driver.parameters()
    session.new()
    assert driver.hear("is kept here").action == "bring_back"
    driver.settle()
    assert session.can_bring_back
    assert session.perform("bring_back")
    driver.settle()
    assert session.experiment == mine
    assert session.document.path == path.absolute()
    assert session.document.is_modified
    np.testing.assert_array_equal(driver.parameters(), parameters)
    assert session.snapshot.epoch == 3
    assert not session.can_bring_back


def test_nothing_is_kept_of_work_that_a_file_holds(driver, tmp_path):
    session = driver.session
    session.edit(edits.with_training(session.experiment, learning_rate=0.1), "Rate")
    assert session.save(tmp_path / "mine.json")
    session.new()
    driver.settle()
    assert not session.can_bring_back
    assert not session.perform("bring_back")


def test_recovered_work_counts_as_unsaved(open_session, tmp_path):
    (tmp_path / "data").mkdir()
    save(Experiment(), tmp_path / "data" / "recovery-0.json")
    session = open_session().session
    assert session.perform("recover")
    assert session.document.path is None
    assert session.document.is_modified
    assert not session.settings.preferences.recent_files
