"""The inspector shows a live unit's true numbers, and its weights can be dragged, typed and nudged."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from playground.app.session import Session
from playground.engine.activations import ACTIVATIONS
from playground.engine.experiment import Data, Experiment, Network, Training
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import BatchNorm, LayerNorm
from playground.ui.analysis.inspector import Inspector
from playground.ui.analysis.inspector_texts import shown
from playground.ui.words import numbers

TWO = (Dense(units=4, activation="tanh"), Dense(units=3, activation="relu"))
PROBE = (1.1, -0.7, 1.0)


@pytest.fixture
def open_inspector(qtbot, tmp_path):
    sessions = []

    def make(layers=TWO, data=None, loss=None, probe=PROBE, size=(1280, 170)):
        experiment = Experiment(
            data=data or Data(), network=Network(layers=layers), training=Training(loss=loss)
        )
        session = Session(experiment, folder=tmp_path)
        sessions.append(session)
        inspector = Inspector(session)
        qtbot.addWidget(inspector)
        inspector.resize(*size)
        inspector.show()
        session.display.set(probe=probe)
        qtbot.waitUntil(lambda: session.snapshot is not None)
        return session, inspector

    yield make
    for session in sessions:
        assert session.shutdown()


def look_at(qtbot, session, inspector, unit, row=None):
    session.display.set(selected=unit)
    if row is not None:
        session.display.set(selected_edge=(unit[0], row, unit[1]))
    wanted = 0 if row is None else row

    def arrived():
        found = inspector.found
        return found is not None and found.request.unit == unit and found.request.nudge[0] == wanted

    qtbot.waitUntil(arrived)
    return inspector.found


def last_number(line: str) -> float:
    return numbers.read(re.findall(r"[−\d.e]+", line)[-1].replace("e−", "e-"))


def line_of(inspector, start: str) -> str:
    return next(line for line in inspector.formula.text().splitlines() if line.startswith(start))


def test_without_a_selection_it_says_what_to_do(open_inspector):
    _, inspector = open_inspector()
    assert "Click a unit" in inspector.hint.text()
    assert inspector.hint.isVisible()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activations_formula_ends_in_its_true_value(open_inspector, qtbot, activation):
    session, inspector = open_inspector((Dense(units=3, activation=activation), Dense(units=2)))
    found = look_at(qtbot, session, inspector, (1, 1))
    z, a, *gradients = inspector.formula.text().splitlines()
    assert z.startswith("z")
    assert z.endswith(f" = {shown(found.pre_activation)}")
    assert a.startswith("a = ")
    assert a.endswith(f" = {shown(found.activation_value)}")
    assert gradients[0].endswith(f" = {shown(found.upstream)}")
    assert gradients[1].endswith(f" = {shown(found.pre_gradient)}")
    assert gradients[2].endswith(f" = {shown(found.weight_gradients[0])}")
    probe = next(layer for layer in session.snapshot.probe.layers if layer.id == 1)
    assert found.activation_value == pytest.approx(probe.activations[1], abs=1e-12)
    assert found.pre_gradient == pytest.approx(probe.pre_gradients[1], abs=1e-12)


LOSSES = [
    (Data(), "cross_entropy", "p − y"),
    (Data(dataset="spiral", classes=3), "cross_entropy", "p − y"),
    (Data(), "squared_error", "a − y"),
    (Data(dataset="spiral", classes=3), "squared_error", "a − y"),
    (Data(dataset="plane"), "squared_error", "∂loss/∂s"),
    (Data(), "hinge", "∂loss/∂s"),
    (Data(dataset="plane"), "huber", "∂loss/∂s"),
    (Data(dataset="plane"), "absolute_error", "∂loss/∂s"),
]


@pytest.mark.parametrize(("data", "loss", "words"), LOSSES)
def test_every_loss_says_where_the_gradient_begins(open_inspector, qtbot, data, loss, words):
    session, inspector = open_inspector(data=data, loss=loss)
    found = look_at(qtbot, session, inspector, (OUTPUT_ID, 0))
    assert words in inspector.formula.text()
    assert last_number(line_of(inspector, "∂L/∂w₁")) == pytest.approx(
        found.weight_gradients[0], rel=0.1, abs=0.006
    )


@pytest.mark.parametrize("kind", [BatchNorm(), LayerNorm(), Dropout()])
def test_layers_without_weights_of_their_own_have_true_formulas_too(open_inspector, qtbot, kind):
    session, inspector = open_inspector((Dense(units=3), kind, Dense(units=2)))
    found = look_at(qtbot, session, inspector, (2, 1))
    assert "a = " in inspector.formula.text()
    assert line_of(inspector, "a = ").endswith(f" = {shown(found.activation_value)}")
    assert line_of(inspector, "∂L/∂x").endswith(f" = {shown(found.input_gradient)}")
    inspector.grab()


def test_the_average_is_over_the_training_set(open_inspector, qtbot):
    session, inspector = open_inspector()
    look_at(qtbot, session, inspector, (1, 0))
    rect = inspector.mode.option_rect("average")
    qtbot.mouseClick(inspector.mode, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    qtbot.waitUntil(lambda: inspector.found.request.averaged)
    assert "mean over 250 training points" in inspector.context.text()
    assert "mean z = " in inspector.formula.text()
    features = session.snapshot.points.train
    assert inspector.found.inputs == pytest.approx(features.mean(axis=0))


def test_without_a_probe_point_it_shows_the_average_and_says_so(open_inspector, qtbot):
    session, inspector = open_inspector(probe=None)
    look_at(qtbot, session, inspector, (1, 0))
    assert "click the plane" in inspector.context.text()


def test_a_probe_without_label_has_values_and_no_gradient(open_inspector, qtbot):
    session, inspector = open_inspector(probe=(0.5, 0.5, None))
    look_at(qtbot, session, inspector, (1, 0))
    assert "no label" in inspector.formula.text()


def test_the_table_holds_every_weight_with_its_product_and_gradient(open_inspector, qtbot):
    session, inspector = open_inspector()
    found = look_at(qtbot, session, inspector, (2, 1))
    layer = session.snapshot.layer(2)
    rows = inspector.table.rows
    assert [row.name for row in rows] == ["a₁", "a₂", "a₃", "a₄", "bias"]
    assert [row.weight for row in rows] == [*layer.weights[:, 1].tolist(), layer.biases[1]]
    assert sum(row.weight * row.input for row in rows) == pytest.approx(found.pre_activation)


def test_dragging_a_weight_changes_it_as_one_undo_step(open_inspector, qtbot):
    session, inspector = open_inspector()
    look_at(qtbot, session, inspector, (1, 0))
    before = session.snapshot.layer(1).weights[1, 0]
    start = inspector.table.weight_rect(1).center().toPoint()
    QTest.mousePress(inspector.table, Qt.MouseButton.LeftButton, pos=start)
    for moved in (10, 30, 50):
        QTest.mouseMove(inspector.table, start + QPointF(moved, 0).toPoint())
    QTest.mouseRelease(inspector.table, Qt.MouseButton.LeftButton, pos=start + QPointF(50, 0).toPoint())
    qtbot.waitUntil(lambda: session.snapshot.layer(1).weights[1, 0] == pytest.approx(before + 0.5))
    session.document.undo_stack.undo()
    qtbot.waitUntil(lambda: session.snapshot.layer(1).weights[1, 0] == before)


def test_a_click_on_a_weight_types_it(open_inspector, qtbot):
    session, inspector = open_inspector()
    look_at(qtbot, session, inspector, (1, 0))
    place = inspector.table.weight_rect(2).center().toPoint()
    qtbot.mouseClick(inspector.table, Qt.MouseButton.LeftButton, pos=place)
    assert inspector.editor.isVisible()
    edit = inspector.editor.findChild(object, "valueEdit")
    qtbot.keyClicks(edit, "-1.25")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.snapshot.layer(1).biases[0] == -1.25)
    qtbot.waitUntil(lambda: inspector.table.rows[2].weight == -1.25)


def test_arrows_walk_through_the_weights_and_select_the_edge(open_inspector, qtbot):
    session, inspector = open_inspector()
    look_at(qtbot, session, inspector, (1, 2))
    qtbot.keyClick(inspector.table, Qt.Key.Key_Down)
    assert session.display.selected_edge == (1, 1, 2)
    qtbot.keyClick(inspector.table, Qt.Key.Key_Down)
    assert session.display.selected_edge == (1, -1, 2)
    qtbot.waitUntil(lambda: "∂L/∂b" in inspector.formula.text())


def test_an_edge_selected_elsewhere_is_inspected(open_inspector, qtbot):
    session, inspector = open_inspector()
    session.display.set(selected_edge=(2, 3, 1))
    qtbot.waitUntil(lambda: inspector.found is not None and inspector.found.request.nudge[0] == 3)
    assert inspector.target.unit == (2, 1)
    assert "Nudge w₄ (a₄)" in inspector.nudge.title.text()


def test_a_nudge_shows_what_the_loss_does_and_move_makes_it_so(open_inspector, qtbot):
    session, inspector = open_inspector()
    look_at(qtbot, session, inspector, (OUTPUT_ID, 0))
    inspector.nudge.slider.setFocus()
    qtbot.keyClick(inspector.nudge.slider, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: inspector.found.nudge.step == 1.0)
    nudge = inspector.found.nudge
    before, loss = inspector.found.weights[0], inspector.found.loss
    assert nudge.predicted == pytest.approx(inspector.found.weight_gradients[0])
    qtbot.mouseClick(inspector.nudge.apply, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: inspector.found.weights[0] == pytest.approx(before + 1.0))
    assert inspector.found.loss - loss == pytest.approx(nudge.actual, abs=1e-9)
    inspector.grab()


def test_the_past_of_a_weight_follows_the_run(open_inspector, qtbot):
    session, inspector = open_inspector()
    look_at(qtbot, session, inspector, (1, 0))
    for _ in range(4):
        session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 4)
    weight = session.snapshot.layer(1).weights[0, 0]
    qtbot.waitUntil(
        lambda: len(inspector.table.rows[0].past) >= 5 and inspector.table.rows[0].past[-1] == weight
    )


def test_a_feature_shows_its_value_and_what_the_loss_feels_of_it(open_inspector, qtbot):
    session, inspector = open_inspector()
    session.display.set(selected=(FEATURES_ID, 1))
    qtbot.waitUntil(lambda: "−0.70" in inspector.formula.text())
    slope = session.snapshot.probe.feature_gradients[1]
    assert inspector.formula.text().endswith(numbers.plain(float(slope), 3))


def test_a_removed_unit_leaves_no_numbers_behind(open_inspector, qtbot):
    session, inspector = open_inspector()
    look_at(qtbot, session, inspector, (2, 2))
    from playground.engine import edits

    session.edit(edits.with_units(session.experiment, 2, 1), "fewer units")
    qtbot.waitUntil(lambda: inspector.target is None or inspector.found is None)


def test_a_narrow_inspector_stacks_its_parts(open_inspector, qtbot):
    session, inspector = open_inspector(size=(420, 640))
    look_at(qtbot, session, inspector, (1, 0))
    bottom = inspector.formula.mapTo(inspector, inspector.formula.rect().bottomLeft()).y()
    assert inspector.nudge.mapTo(inspector, inspector.nudge.rect().topLeft()).y() > bottom
    inspector.grab()


def test_a_hidden_inspector_asks_for_nothing(open_inspector, qtbot):
    session, inspector = open_inspector()
    look_at(qtbot, session, inspector, (1, 0))
    inspector.hide()
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 1)
    assert session.snapshot.inspection is None
    assert np.isfinite(session.snapshot.train.loss)


def test_the_units_activation_and_its_derivative_are_drawn_at_the_z_of_the_formula(open_inspector, qtbot):
    session, inspector = open_inspector()
    found = look_at(qtbot, session, inspector, (1, 0))
    plot = inspector.curve
    qtbot.waitUntil(lambda: plot.marked == found.pre_activation)
    values, slopes = (line.getData() for line in plot.lines(0))
    np.testing.assert_allclose(values[1], np.tanh(values[0]))
    np.testing.assert_allclose(slopes[1], 1.0 - np.tanh(slopes[0]) ** 2)
    assert plot.isVisible()
    assert plot.pane.title.name == "Tanh"


def test_the_bars_are_the_layers_histogram_of_z_now(open_inspector, qtbot):
    session, inspector = open_inspector()
    look_at(qtbot, session, inspector, (1, 2))
    plot = inspector.curve
    qtbot.waitUntil(lambda: session.snapshot.layer(1).unit_pre_activations is not None)
    qtbot.waitUntil(lambda: len(plot.bars.opts["x0"]) > 1)
    histogram = session.snapshot.layer(1).unit_pre_activations
    heights = np.asarray(plot.bars.opts["y1"]) - np.asarray(plot.bars.opts["y0"])
    counts = histogram.counts[2]
    np.testing.assert_allclose(heights / heights.max(), counts / counts.max())
    np.testing.assert_array_equal(plot.bars.opts["x0"], histogram.edges[:-1])


@pytest.mark.parametrize("layers", [(Dense(units=2, activation="maxout"),), (Dense(units=2), BatchNorm())])
def test_what_has_no_curve_of_one_number_shows_none(open_inspector, qtbot, layers):
    session, inspector = open_inspector(layers)
    look_at(qtbot, session, inspector, (len(layers), 0))
    assert not inspector.curve.isVisible()


def test_without_room_for_the_curve_nothing_is_computed_for_it(open_inspector, qtbot):
    session, inspector = open_inspector(size=(700, 300))
    look_at(qtbot, session, inspector, (1, 0))
    assert not inspector.curve.isVisible()
    assert session.snapshot.layer(1).unit_pre_activations is None
