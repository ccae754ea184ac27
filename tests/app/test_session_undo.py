"""Undo and redo bring back the Experiment exactly, and the weights that an edit took away."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from playground.engine import edits
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.layers.dense import Dense
from playground.engine.layers.norms import BatchNorm


def blocks(run) -> dict[int, np.ndarray]:
    """Each layer's parameters, by its id."""
    plan = run.network.plan
    return {layer.id: layer.block(run.network.parameters).copy() for layer in plan.layers}


def undo(driver) -> None:
    driver.session.document.undo_stack.undo()
    driver.settle()


def redo(driver) -> None:
    driver.session.document.undo_stack.redo()
    driver.settle()


@pytest.mark.parametrize(
    "change",
    [
        lambda e: edits.remove_layer(e, 1),
        lambda e: edits.remove_layer(e, 2),
        lambda e: edits.remove_unit(e, 1, 1),
        lambda e: edits.with_units(e, 1, 1),
        lambda e: edits.insert_layer(e, 1, Dense(units=3)),
        lambda e: edits.move_layer(e, 1, 1),
        lambda e: edits.toggle_feature(e, "x2"),
        lambda e: edits.toggle_feature(e, "x1^2"),
        lambda e: edits.with_data(e, dataset="spiral", classes=3),
        lambda e: edits.with_data(e, dataset="plane"),
        lambda e: edits.with_layer(e, 1, bias=False),
        lambda e: edits.with_output(e, bias=False),
        lambda e: edits.with_layer(e, 1, activation="maxout"),
    ],
    ids=[
        "remove the first layer",
        "remove the last layer",
        "remove a unit",
        "remove units",
        "insert a layer",
        "move a layer",
        "drop a feature",
        "add a feature",
        "more classes",
        "another problem",
        "bias off",
        "output bias off",
        "another activation",
    ],
)
def test_undo_brings_the_weights_back(driver, change):
    session = driver.session
    driver.train(3)
    before, experiment = driver.ask(blocks), session.experiment
    session.edit(change(experiment), "Edit")
    driver.settle()
    changed = driver.ask(blocks)
    undo(driver)
    assert session.experiment == experiment
    restored = driver.ask(blocks)
    assert before.keys() == restored.keys()
    for layer_id, block in before.items():
        np.testing.assert_array_equal(restored[layer_id], block)
    redo(driver)
    again = driver.ask(blocks)
    for layer_id, block in changed.items():
        np.testing.assert_array_equal(again[layer_id], block)


def test_undo_goes_back_to_the_state_of_the_edit_and_redo_to_what_was_trained_since(driver):
    session = driver.session
    driver.train(2)
    before = driver.parameters()
    session.edit(edits.remove_unit(session.experiment, 1, 3), "Remove unit")
    driver.train(2)
    learned = driver.parameters()
    undo(driver)
    assert session.snapshot.epoch == 2
    np.testing.assert_array_equal(driver.parameters(), before)
    redo(driver)
    assert session.snapshot.epoch == 4
    np.testing.assert_array_equal(driver.parameters(), learned)


def test_a_unit_added_anew_is_not_the_one_removed_but_undo_knows_both(driver):
    session = driver.session
    driver.train(1)
    first = driver.ask(blocks)
    session.edit(edits.with_units(session.experiment, 1, 3), "Fewer")
    session.edit(edits.with_units(session.experiment, 1, 4), "More")
    driver.settle()
    second = driver.ask(blocks)
    assert not np.array_equal(first[1][:, 3], second[1][:, 3])
    undo(driver)
    undo(driver)
    np.testing.assert_array_equal(driver.ask(blocks)[1], first[1])
    redo(driver)
    redo(driver)
    np.testing.assert_array_equal(driver.ask(blocks)[1], second[1])


def test_a_dragged_unit_slider_comes_back_whole(driver):
    session = driver.session
    driver.train(2)
    before = driver.ask(blocks)
    for units in (3, 2, 1, 2, 3, 5, 2):
        session.edit(edits.with_units(session.experiment, 1, units), "Units", merge_key="units")
    driver.settle()
    undo(driver)
    for layer_id, block in driver.ask(blocks).items():
        np.testing.assert_array_equal(block, before[layer_id])


def test_norm_layers_come_back_with_their_statistics(driver):
    session = driver.session
    session.edit(edits.insert_layer(session.experiment, 1, BatchNorm()), "Insert")
    driver.train(3)
    state, before = driver.ask(lambda run: run.network.state.copy()), driver.ask(blocks)
    norm = session.experiment.network.layers[1].id
    session.edit(edits.remove_layer(session.experiment, norm), "Remove")
    driver.settle()
    undo(driver)
    np.testing.assert_array_equal(driver.ask(lambda run: run.network.state.copy()), state)
    for layer_id, block in driver.ask(blocks).items():
        np.testing.assert_array_equal(block, before[layer_id])


@pytest.mark.parametrize("place", [(1, 0, 2), (1, -1, 3), (2, 3, 1), (OUTPUT_ID, 1, 0), (OUTPUT_ID, -1, 0)])
def test_a_typed_weight_is_set_undone_and_redone(driver, place):
    session = driver.session
    driver.train(1)
    old = driver.ask(lambda run: run.get_parameter(*place))
    assert session.set_parameter(*place, "0,625")
    driver.settle()
    assert driver.ask(lambda run: run.get_parameter(*place)) == 0.625
    layer = session.snapshot.layer(place[0])
    shown = layer.biases[place[2]] if place[1] < 0 else layer.weights[place[1], place[2]]
    assert shown == 0.625
    assert session.document.is_modified
    undo(driver)
    assert driver.ask(lambda run: run.get_parameter(*place)) == old
    redo(driver)
    assert driver.ask(lambda run: run.get_parameter(*place)) == 0.625


def test_a_dragged_weight_is_one_step(driver):
    session = driver.session
    old = driver.ask(lambda run: run.get_parameter(1, 0, 0))
    for value in (0.1, 0.2, 0.3):
        assert session.set_parameter(1, 0, 0, value, merge_key="weight 1 0 0")
    driver.settle()
    assert session.document.undo_stack.count() == 1
    undo(driver)
    assert driver.ask(lambda run: run.get_parameter(1, 0, 0)) == old
    redo(driver)
    assert driver.ask(lambda run: run.get_parameter(1, 0, 0)) == 0.3


def test_typed_weights_and_removed_layers_come_back_in_order(driver):
    session = driver.session
    session.set_parameter(2, 0, 0, 5.0)
    driver.settle()
    session.edit(edits.remove_layer(session.experiment, 2), "Remove")
    driver.settle()
    undo(driver)
    assert driver.ask(lambda run: run.get_parameter(2, 0, 0)) == 5.0
    undo(driver)
    assert driver.ask(lambda run: run.get_parameter(2, 0, 0)) != 5.0


def test_undo_of_many_edits_made_while_playing_restores_the_experiment(driver):
    session = driver.session
    session.play()
    states = [session.experiment]
    for change in (
        lambda e: edits.with_units(e, 1, 6),
        lambda e: edits.with_data(e, dataset="spiral", classes=3),
        lambda e: edits.insert_layer(e, 0, Dense(units=5, activation="relu")),
        lambda e: edits.with_training(e, learning_rate=0.1),
        lambda e: edits.toggle_feature(e, "sin_x1"),
        lambda e: edits.remove_layer(e, 1),
        lambda e: edits.with_data(e, dataset="moons"),
    ):
        session.edit(change(session.experiment), "Edit")
        states.append(session.experiment)
    for expected in reversed(states[:-1]):
        session.document.undo_stack.undo()
        assert session.experiment == expected
    driver.wait(lambda: session.snapshot.epoch > 3)
    session.pause()
    driver.settle()
    assert driver.notices == []


def test_weights_that_a_link_brings_are_taken_and_undo_brings_the_old_run_back(driver):
    session = driver.session
    driver.train(3)
    trained = driver.parameters()
    given = tuple(float(number) / 10 for number in range(len(trained)))
    session.edit(edits.with_network(session.experiment, initial_parameters=given), "Open link")
    driver.settle()
    np.testing.assert_array_equal(driver.parameters(), given)
    assert session.snapshot.epoch == 0
    driver.train(1)
    undo(driver)
    assert session.snapshot.epoch == 3
    np.testing.assert_array_equal(driver.parameters(), trained)
    redo(driver)
    assert session.snapshot.epoch == 1


def test_an_edit_of_a_network_with_given_weights_keeps_what_it_has_learned(driver):
    session = driver.session
    given = tuple(float(number) / 10 for number in range(len(driver.parameters())))
    session.edit(edits.with_network(session.experiment, initial_parameters=given), "Open link")
    driver.train(2)
    learned = driver.ask(blocks)
    session.edit(edits.with_units(session.experiment, 1, 5), "Units")
    driver.settle()
    assert session.snapshot.epoch == 2
    undo(driver)
    assert session.snapshot.epoch == 2
    for layer_id, block in driver.ask(blocks).items():
        np.testing.assert_array_equal(block, learned[layer_id])


def test_training_from_the_beginning_is_no_undo_step(open_session):
    driver = open_session()
    driver.session.play()
    assert not driver.session.document.undo_stack.canUndo()
    driver.wait(lambda: driver.session.snapshot is not None and driver.session.snapshot.step > 0)
    driver.session.pause()
    driver.session.play()
    assert not driver.session.document.undo_stack.canUndo()


GOES = """
import gc, pathlib, sys
from PySide6.QtCore import QCoreApplication
from playground.app.session import Session

app = QCoreApplication([])
for turn in range(6):
    session = Session(folder=pathlib.Path(sys.argv[1]))
    for _ in range(30):
        session.new_seed()
    session.document.undo_stack.setIndex(turn)
    assert session.shutdown()
    session.ring = session
    if turn % 2:
        session.deleteLater()
    del session
    gc.collect()
    app.processEvents()
"""


def test_a_session_goes_quietly_together_with_its_undo_steps(tmp_path):
    """Whoever takes them down, Qt or the garbage collector, takes them down once."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-X", "faulthandler", "-c", GOES, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
