"""The gradient flow panel shows every layer of a live run and says what is wrong with it."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt

from playground.app.session import Session
from playground.engine.activations import ACTIVATIONS
from playground.engine.experiment import Experiment, Network
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.ui.analysis.flow_lane import lane_parts
from playground.ui.analysis.gradient_flow import GradientFlow


@pytest.fixture
def open_flow(qtbot, tmp_path):
    sessions = []

    def make(*layers, initializer: str = "xavier_uniform", size=(1280, 180)) -> tuple[Session, GradientFlow]:
        session = Session(
            Experiment(network=Network(layers=layers, initializer=initializer)), folder=tmp_path
        )
        sessions.append(session)
        panel = GradientFlow(session)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        qtbot.waitUntil(lambda: panel.verdict.text() != "")
        return session, panel

    yield make
    for session in sessions:
        assert session.shutdown()


def press(qtbot, panel: GradientFlow, key: str) -> None:
    rect = panel.mode.option_rect(key)
    qtbot.mouseClick(panel.mode, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())


def test_a_sigmoid_stack_is_told_to_lose_its_gradient_with_the_factor(open_flow, qtbot):
    session, panel = open_flow(*[Dense(units=8, activation="sigmoid")] * 7)
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 1)
    text = panel.verdict.text()
    assert panel.verdict.severity == "warning"
    assert "Vanishing gradient: 7 sigmoid layers, ∂L/∂z falls" in text
    assert "-fold from output to input" in text
    assert "ReLU with He" in text


def test_relu_with_he_raises_no_warning(open_flow, qtbot):
    session, panel = open_flow(*[Dense(units=8, activation="relu")] * 7, initializer="he_normal")
    for _ in range(3):
        session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 3)
    assert panel.verdict.severity == "calm"
    assert "reaches every layer" in panel.verdict.text()


def test_relu_units_pushed_to_bias_minus_ten_are_shown_dead(open_flow, qtbot):
    session, panel = open_flow(Dense(units=4, activation="relu"), Dense(units=3, activation="tanh"))
    for unit in range(4):
        session.set_parameter(1, -1, unit, -100.0)
    qtbot.waitUntil(lambda: "dead" in panel.verdict.text())
    assert "Layer 1: 4 of 4 units are dead, no training point" in panel.verdict.text()
    assert panel.lanes.lanes[0].texts.has_dead_units
    assert "4 of 4 dead" in panel.lanes.lanes[0].texts.health


def test_there_is_a_lane_for_every_layer_but_dropout(open_flow):
    _, panel = open_flow(Dense(units=4, activation="tanh"), Dropout(), Dense(units=3, activation="elu"))
    titles = [lane.texts.title for lane in panel.lanes.lanes]
    assert titles == ["Layer 1 · Tanh", "Layer 3 · ELU", "Output"]


def test_the_numbers_say_of_which_gradient_they_are(open_flow, qtbot):
    session, panel = open_flow(Dense(units=4))
    assert "next minibatch" in panel.source.text(), "no step was taken yet"
    session.step_minibatch()
    qtbot.waitUntil(lambda: session.snapshot.step == 1)
    qtbot.waitUntil(lambda: "last minibatch" in panel.source.text())
    session.set_parameter(1, 0, 0, 0.5)
    qtbot.waitUntil(lambda: "next minibatch" in panel.source.text())
    session.display.set(gradient_source="training_set")
    qtbot.waitUntil(lambda: "training set" in panel.source.text())


def test_what_the_numbers_are_of_has_one_room_whatever_it_says(open_flow, qtbot):
    session, panel = open_flow(Dense(units=4))
    before = panel.source.geometry()
    said = {panel.source.text()}
    session.step_minibatch()
    qtbot.waitUntil(lambda: "last minibatch" in panel.source.text())
    for source in ("training_set", "probe"):
        session.display.set(gradient_source=source, probe=(1.0, 1.0, 1.0))
        qtbot.waitUntil(lambda: panel.source.text() not in said)
        said.add(panel.source.text())
        panel.grab()
        assert panel.source.geometry() == before
        assert not panel.source.is_clipped()


def test_the_check_says_what_it_cannot_judge(open_flow, qtbot):
    session, panel = open_flow(Dense(units=2, activation="relu"))
    for unit in range(2):
        for row in (-1, 0, 1):
            session.set_parameter(1, row, unit, 0.0)
    press(qtbot, panel, "check")
    qtbot.waitUntil(lambda: panel.check.result is not None)
    assert panel.check.result.passed
    assert panel.check.result.kinks
    assert f"Not judged: {panel.check.result.kinks} of 9 parameters" in panel.check.verdict.text()


def test_twelve_layers_scroll_and_each_lane_keeps_its_width(open_flow):
    _, panel = open_flow(*[Dense(units=2)] * 12)
    assert panel.lanes.width() > panel.width()
    assert panel.lanes.lane_rect(3).width() >= 120


def test_every_part_of_a_lane_explains_itself(open_flow):
    _, panel = open_flow(Dense(units=4), Dense(units=2))
    parts = lane_parts(panel.lanes.lane_rect(0))
    texts = [
        panel.lanes.help_at(rect.center().toPoint())
        for rect in (parts.norm, parts.ratio, parts.forward, parts.gradient, parts.health)
    ]
    assert all(texts)
    assert len(set(texts)) == 5
    assert panel.lanes.help_at(QPoint(-5, -5)) == ""


def test_shapes_over_time_are_kept_for_the_epochs_that_went_by(open_flow, qtbot):
    session, panel = open_flow(Dense(units=4))
    press(qtbot, panel, "over_time")
    for _ in range(3):
        session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 3)
    epochs = [epoch for epoch, _ in panel.lanes.lanes[0].ridges]
    assert epochs[0] == 0
    assert epochs[-1] == 3
    panel.grab()
    session.seek(1)
    qtbot.waitUntil(lambda: session.snapshot.epoch == 1)
    assert [epoch for epoch, _ in panel.lanes.lanes[0].ridges][-1] == 1


def test_a_hidden_panel_asks_for_nothing(open_flow, qtbot):
    session, panel = open_flow(Dense(units=4))
    qtbot.waitUntil(lambda: session.snapshot.request.statistics)
    panel.hide()
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 1)
    assert not session.snapshot.request.statistics


def test_the_gradient_check_agrees_and_says_how_well(open_flow, qtbot):
    _, panel = open_flow(Dense(units=4, activation="elu"), Dense(units=3, activation="tanh"))
    press(qtbot, panel, "check")
    qtbot.waitUntil(lambda: panel.check.result is not None)
    assert panel.check.result.passed
    assert panel.check.verdict.severity == "calm"
    assert "relative error" in panel.check.verdict.text()
    panel.grab()
    first = panel.check.result
    qtbot.mouseClick(panel.check.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.check.result is not first)
    bars = panel.check.bars
    assert bars.errors == [layer.relative_error for layer in panel.check.result.layers]
    assert "parameters checked" in bars.help_at(bars.row_rect(0).center())
    assert [text.split(" ")[-1] for text in bars.pane.left.texts()] == ["✓", "✓", "✓"]
    assert bars.csv().decode().splitlines()[0] == "layer,relative_error,analytic,numeric"


def test_a_planted_wrong_derivative_is_shown_red(open_flow, qtbot, monkeypatch):
    wrong = dataclasses.replace(ACTIVATIONS["tanh"], slope=lambda z, a: 1.01 * (1.0 - a * a))
    monkeypatch.setitem(ACTIVATIONS, "tanh", wrong)
    _, panel = open_flow(
        Dense(units=4, activation="elu"), Dense(units=3, activation="tanh"), Dense(units=3, activation="elu")
    )
    press(qtbot, panel, "check")
    qtbot.waitUntil(lambda: panel.check.result is not None)
    assert [layer.passed for layer in panel.check.result.layers] == [False, False, True, True]
    assert panel.check.verdict.severity == "warning"
    assert "wrong derivative in Layer 2 · Tanh" in panel.check.verdict.text()
    assert panel.check.result.layers[1].relative_error > 1e-3
    texts = panel.check.bars.pane.left.texts()
    assert [text[-1] for text in texts] == ["✗", "✗", "✓", "✓"]
    panel.grab()


def test_while_it_plays_its_shapes_follow_after_the_frame_and_the_last_stays(open_flow, qtbot):
    session, panel = open_flow(Dense(units=4, activation="tanh"))
    shown = []
    session.snapshot_ready.connect(lambda snapshot: shown.append((snapshot, panel.lanes.lanes[0].layer)))
    session.set_speed(None)
    session.play()
    qtbot.waitUntil(lambda: sum(row.layers[0].statistics is not None for row, _ in shown) > 6)
    later = [(row, layer) for row, layer in shown[5:] if row.layers[0].statistics is not None and row.playing]
    assert later
    assert all(layer is not row.layers[0] for row, layer in later), "the frame is painted first"
    session.pause()
    qtbot.waitUntil(
        lambda: not session.snapshot.playing and session.snapshot.layers[0].statistics is not None
    )
    assert panel.lanes.lanes[0].layer is session.snapshot.layers[0]
