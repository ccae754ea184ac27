"""The layer space shows the plane and the points where two units of a layer put them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.app.session import Session
from playground.engine import edits
from playground.engine.experiment import Data, Experiment, Network
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import BatchNorm
from playground.ui.analysis.layer_space import LayerSpaceView, next_lines


@pytest.fixture
def open_space(qtbot, tmp_path):
    sessions = []

    def make(*layers, data=None):
        session = Session(Experiment(data=data or Data(), network=Network(layers=layers)), folder=tmp_path)
        sessions.append(session)
        view = LayerSpaceView(session)
        qtbot.addWidget(view)
        view.resize(900, 300)
        view.show()
        qtbot.waitUntil(lambda: session.snapshot is not None)
        return session, view

    yield make
    for session in sessions:
        assert session.shutdown()


def scene(qtbot, view):
    qtbot.waitUntil(lambda: view.picture.scene_shown is not None)
    return view.picture.scene_shown


def test_points_and_grid_are_the_units_activations(open_space, qtbot):
    session, view = open_space(Dense(units=4, activation="tanh"), Dense(units=3, activation="tanh"))
    shown = scene(qtbot, view)
    network = session.compute(
        lambda run: ([w.copy() for w in run.network.weights], run.network.biases)
    ).result(5)
    points = session.snapshot.points.train
    hidden = np.tanh(np.tanh(points @ network[0][0] + network[1][0]) @ network[0][1] + network[1][1])
    np.testing.assert_allclose(shown.points, hidden[:, :2], atol=1e-9)
    assert shown.names == ("a₁", "a₂")
    assert shown.grid.shape[-1] == 2
    view.grab()


def choose(view, choice, key, qtbot):
    choice.set_value(key)
    choice.chosen.emit(key)


def test_other_units_and_layers_can_be_chosen(open_space, qtbot):
    session, view = open_space(Dense(units=4), Dense(units=3))
    scene(qtbot, view)
    choose(view, view.up, "2", qtbot)
    qtbot.waitUntil(lambda: view.picture.scene_shown.names == ("a₁", "a₃"))
    choose(view, view.layer, "1", qtbot)
    choose(view, view.across, "3", qtbot)
    qtbot.waitUntil(lambda: view.picture.scene_shown.names == ("a₄", "a₃"))
    assert session.snapshot.space.units == ((1, 3), (1, 2))


def test_the_next_layer_of_a_layer_of_two_is_drawn_as_lines(open_space, qtbot):
    session, view = open_space(Dense(units=4), Dense(units=2), Dropout())
    shown = scene(qtbot, view)
    output = session.snapshot.layers[-1]
    assert shown.lines == ((output.weights[0, 0], output.weights[1, 0], output.biases[0]),)
    assert "straight lines" in view.sentence.text()
    assert next_lines(session.snapshot, ((1, 0), (1, 1))) == ()


def test_the_space_follows_the_run(open_space, qtbot):
    session, view = open_space(Dense(units=4), Dense(units=2))
    before = scene(qtbot, view).points
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 1)
    qtbot.waitUntil(lambda: not np.array_equal(view.picture.scene_shown.points, before))


def test_edits_of_the_network_keep_the_choice_or_replace_it(open_space, qtbot):
    session, view = open_space(Dense(units=4), Dense(units=3))
    scene(qtbot, view)
    choose(view, view.up, "2", qtbot)
    session.edit(edits.with_units(session.experiment, 2, 2), "two units")
    assert (view.across.value, view.up.value) == ("0", "1")
    qtbot.waitUntil(lambda: view.picture.scene_shown.names == ("a₁", "a₂"))
    session.edit(edits.remove_layer(session.experiment, 2), "one layer")
    assert view.layer.value == "1"
    session.edit(edits.remove_layer(session.experiment, 1), "no layer")
    assert "no hidden layer" in view.sentence.text()
    assert view.picture.scene_shown is None
    view.grab()


def test_a_layer_of_one_unit_and_three_classes_are_drawn_too(open_space, qtbot):
    session, view = open_space(
        Dense(units=3), BatchNorm(), Dense(units=1), data=Data(dataset="spiral", classes=3)
    )
    assert scene(qtbot, view).classes == 3
    assert not view.up.isEnabled()
    view.grab()
    session.edit(edits.with_data(session.experiment, dataset="plane"), "values")
    qtbot.waitUntil(lambda: view.picture.scene_shown.classes == 0)
    view.grab()


def test_the_axes_are_the_two_units_and_hold_the_whole_space(open_space, qtbot):
    _, view = open_space(Dense(units=4), Dense(units=3))
    shown = scene(qtbot, view)
    pane = view.picture.pane
    assert (pane.bottom.caption, pane.left.labelText) == ("a₁ →", "a₂ →")
    (left, right), (bottom, top) = pane.view.viewRange()
    places = np.concatenate([shown.grid.reshape(-1, 2), shown.points])
    assert left < places[:, 0].min() < places[:, 0].max() < right
    assert bottom < places[:, 1].min() < places[:, 1].max() < top


def test_a_part_of_the_space_can_be_looked_at_while_the_run_goes_on(open_space, qtbot):
    session, view = open_space(Dense(units=4))
    before = scene(qtbot, view)
    qtbot.keyClick(view.picture, Qt.Key.Key_Plus)
    part = view.picture.pane.view.viewRange()
    session.step_epoch()
    qtbot.waitUntil(lambda: view.picture.scene_shown is not before)
    assert view.picture.pane.view.viewRange() == part


def test_the_data_are_the_points_where_the_units_put_them(open_space, qtbot):
    _, view = open_space(Dense(units=2))
    shown = scene(qtbot, view)
    lines = view.picture.csv().decode().splitlines()
    assert lines[0] == "a₁,a₂,label"
    assert [float(x) for x in lines[1].split(",")] == [*shown.points[0], shown.labels[0]]


def test_a_hidden_view_asks_for_nothing(open_space, qtbot):
    session, view = open_space(Dense(units=2))
    scene(qtbot, view)
    view.hide()
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 1)
    assert session.snapshot.space is None
