"""Whatever is put in: a sentence, and the work before is still there."""

from __future__ import annotations

import json

import numpy as np
import pytest

from playground.engine import edits
from playground.engine.experiment import Experiment, Stop, encode


def test_zero_units_is_refused_with_a_sentence(driver):
    session = driver.session
    before = session.experiment
    assert not session.try_edit(lambda: edits.with_units(session.experiment, 1, 0), "Units")
    notice = driver.hear("Nothing was changed")
    assert "units" in notice.text.lower()
    assert "network.layers[0].units" in notice.details
    assert session.experiment == before
    assert not session.document.is_modified


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda e: edits.with_training(e, learning_rate=-1), "learning rate"),
        (lambda e: edits.with_training(e, learning_rate=float("nan")), "learning rate"),
        (lambda e: edits.with_training(e, learning_rate="fast"), "learning rate"),
        (lambda e: edits.with_training(e, batch_size=0), "batch size"),
        (lambda e: edits.with_training(e, loss="hope"), "hope"),
        (lambda e: edits.with_data(e, noise=2), "noise"),
        (lambda e: edits.with_data(e, samples=3), "samples"),
        (lambda e: edits.with_data(e, train_fraction=0), "train fraction"),
        (lambda e: edits.with_network(e, initializer="magic"), "magic"),
        (lambda e: edits.with_layer(e, 1, activation="step"), "step"),
        (lambda e: edits.with_layer(e, 99, activation="relu"), "99"),
        (lambda e: edits.toggle_feature(e, "=x1 +"), "missing"),
    ],
)
def test_a_value_out_of_range_is_a_sentence_and_changes_nothing(driver, change, word):
    session = driver.session
    before = session.experiment
    assert not session.try_edit(lambda: change(session.experiment), "Edit")
    assert word in driver.hear("Nothing was changed").text.lower()
    assert session.experiment == before


def test_a_huge_learning_rate_diverges_calmly(driver):
    session = driver.session
    driver.train(2)
    session.edit(edits.with_training(session.experiment, learning_rate=1e9), "Learning rate")
    session.edit(edits.with_data(session.experiment, dataset="plane"), "Dataset")
    session.play()
    notice = driver.hear("diverged")
    assert notice.kind == "warning"
    assert "learning rate" in notice.text
    assert not session.is_playing
    assert session.snapshot.diverged is not None
    for layer in session.snapshot.layers:
        assert np.isfinite(layer.weights).all()
    driver.settle()
    assert len([n for n in driver.notices if "diverged" in n.text]) == 1


def test_after_divergence_a_smaller_rate_and_reset_train_again(driver):
    session = driver.session
    session.edit(edits.with_data(session.experiment, dataset="plane"), "Dataset")
    session.edit(edits.with_training(session.experiment, learning_rate=1e9), "Learning rate")
    session.play()
    driver.hear("diverged")
    session.edit(edits.with_training(session.experiment, learning_rate=0.01), "Learning rate")
    session.reset()
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 10 and session.snapshot.diverged is None)
    assert session.is_playing


def test_after_divergence_one_can_step_back_to_good_times(driver):
    session = driver.session
    session.edit(edits.with_data(session.experiment, dataset="plane"), "Dataset")
    driver.train(3)
    session.edit(edits.with_training(session.experiment, learning_rate=1e9), "Learning rate")
    session.play()
    driver.hear("diverged")
    session.seek(2)
    driver.settle()
    assert session.snapshot.epoch == 2
    assert session.snapshot.diverged is None


def test_playing_on_after_divergence_says_it_again(driver):
    session = driver.session
    session.edit(edits.with_data(session.experiment, dataset="plane"), "Dataset")
    session.edit(edits.with_training(session.experiment, learning_rate=1e9), "Learning rate")
    session.play()
    driver.hear("diverged")
    driver.notices.clear()
    session.play()
    driver.hear("diverged")
    assert not session.is_playing


def test_a_batch_larger_than_the_data_says_what_it_does(driver):
    session = driver.session
    session.edit(edits.with_training(session.experiment, batch_size=10_000), "Batch size")
    assert "250" in driver.hear("10,000").text
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 5)
    assert session.snapshot.steps_per_epoch == 1
    assert len(driver.notices) == 1


def test_without_features_it_says_so_and_pauses(driver):
    session = driver.session
    session.play()
    driver.wait(lambda: session.snapshot.epoch > 2)
    for feature in ("x1", "x2"):
        session.edit(edits.toggle_feature(session.experiment, feature), "Feature")
    driver.hear("No feature")
    assert not session.is_playing
    driver.settle()
    driver.notices.clear()
    session.play()
    driver.hear("No feature")
    assert not session.is_playing
    session.document.undo_stack.undo()
    session.play()
    epoch = session.snapshot.epoch
    driver.wait(lambda: session.snapshot.epoch > epoch + 3)


def test_without_points_it_says_so(driver):
    session = driver.session
    session.edit(edits.with_data(session.experiment, dataset="custom", points=()), "Clear")
    session.play()
    driver.hear("no points")
    session.step_epoch()
    driver.settle()
    assert session.snapshot.epoch == 0


@pytest.mark.parametrize("text", ["abc", "", "nan", "inf", "1e400", "--1"])
def test_a_typed_weight_that_is_no_number_keeps_its_value(driver, text):
    before = driver.parameters()
    assert not driver.session.set_parameter(1, 0, 0, text)
    driver.hear("no number")
    np.testing.assert_array_equal(driver.parameters(), before)
    assert not driver.session.document.is_modified


@pytest.mark.parametrize("place", [(1, 0, 9), (1, 7, 0), (77, 0, 0), (1, -2, 0)])
def test_a_weight_that_is_not_there_is_a_sentence(driver, place):
    assert not driver.session.set_parameter(*place, 1.0)
    driver.hear("no longer there")


def test_a_met_stop_condition_pauses_and_says_which(driver):
    session = driver.session
    session.edit(edits.with_training(session.experiment, stop=Stop(epochs=7)), "Stop")
    session.play()
    assert "7 epochs" in driver.hear("Training stopped").text
    assert not session.is_playing
    assert session.snapshot.epoch == 7
    assert session.snapshot.finished == "epochs"
    session.edit(edits.with_training(session.experiment, stop=Stop(epochs=9)), "Stop")
    session.play()
    driver.wait(lambda: session.snapshot.epoch == 9)


FILES = {
    "truncated": encode(Experiment())[:200],
    "another program's": b'{"nodes": [], "edges": []}',
    "no JSON": b"\x89PNG\r\n\x1a\n",
    "empty": b"",
    "a later version": json.dumps({"format": "playground", "version": 9}).encode(),
    "out of range": json.dumps(
        {"format": "playground", "version": 1, "network": {"layers": [{"kind": "dense", "units": 0}]}}
    ).encode(),
    "a wrong type": json.dumps({"format": "playground", "version": 1, "data": {"samples": "many"}}).encode(),
    "a run that does not fit": json.dumps(
        {"format": "playground", "version": 1, "run": {"parameters": [1.0, 2.0]}}
    ).encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_is_one_sentence_and_the_work_stays(driver, tmp_path, name):
    session = driver.session
    path = tmp_path / "broken.json"
    path.write_bytes(FILES[name])
    session.edit(edits.with_training(session.experiment, learning_rate=0.2), "Learning rate")
    driver.train(2)
    experiment, parameters = session.experiment, driver.parameters()
    assert not session.open(path)
    notice = driver.hear("broken.json was not opened")
    assert notice.kind == "error"
    assert len(driver.notices) == 1
    driver.settle()
    assert session.experiment == experiment
    assert session.document.undo_stack.canUndo()
    assert session.document.path is None
    np.testing.assert_array_equal(driver.parameters(), parameters)


def test_a_file_that_is_not_there_is_a_sentence(driver, tmp_path):
    assert not driver.session.open(tmp_path / "gone.json")
    driver.hear("gone.json was not opened")
