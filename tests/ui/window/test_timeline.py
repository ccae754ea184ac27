"""The timeline shows the branches, and goes back to them by mouse, by keys and by its list."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from playground.engine import edits

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def branched(program):
    """Three lines of training: the first run, one with another unit, one after Reset."""
    session = program.session
    for act, epochs in ((None, 30), ("plus", 20), ("reset", 12)):
        if act == "plus":
            session.edit(edits.with_units(session.experiment, 1, 5), "More units")
        elif act == "reset":
            program.key(Qt.Key.Key_R)
        train(program, epochs)
    return program


def train(program, epochs):
    future = program.session.compute(lambda run: run.epoch)
    program.until(future.done)
    goal = future.result() + epochs
    for _ in range(epochs):
        program.session.step_epoch()
    program.until(lambda: program.session.snapshot.epoch == goal)
    settle(program)


def settle(program):
    future = program.session.compute(lambda run: run.epoch)
    program.until(future.done)
    program.until(lambda: program.session.snapshot.epoch == future.result())
    program.next_snapshot() if program.session.is_playing else None
    program.find("timeline").show_snapshot(program.session.snapshot)


def parameters(program):
    future = program.session.compute(lambda run: run.network.parameters.tobytes())
    program.until(future.done)
    return future.result()


def test_one_line_alone_says_how_much_is_recorded(program):
    train(program, 3)
    assert program.find("branchesButton").text() == "4 recorded"
    assert program.find("timelineSlider").lanes == ()


def test_reset_keeps_the_line_before_and_undo_brings_it_back(program):
    train(program, 8)
    before = parameters(program)
    program.click("resetButton")
    program.until(lambda: program.session.snapshot.epoch == 0)
    train(program, 2)
    (lane,) = program.find("timelineSlider").lanes
    assert (lane.first, lane.last) == (0, 8)
    program.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    program.until(lambda: program.session.snapshot.epoch == 8)
    assert parameters(program) == before


def test_other_branches_are_drawn_and_named(branched):
    slider = branched.find("timelineSlider")
    assert [(lane.name, lane.first, lane.last) for lane in slider.lanes] == [
        ("First run", 0, 30),
        ("More units", 30, 50),
    ]
    assert slider.maximum() == 50
    assert slider.value() == 12
    assert branched.find("branchesButton").text() == "3 branches"
    assert slider.accessibleDescription() == "Reset"


def test_a_click_on_another_branch_goes_there_and_undo_comes_back(branched):
    session, slider = branched.session, branched.find("timelineSlider")
    present = session.experiment
    at = slider.mapTo(branched.window, slider.lane_end(1))
    QTest.mouseClick(branched.window.windowHandle(), LEFT, Qt.KeyboardModifier.NoModifier, at)
    branched.until(lambda: session.snapshot.epoch == 50)
    assert session.experiment.network.layers[0].units == 5
    branched.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    branched.until(lambda: session.snapshot.epoch == 12)
    assert session.experiment == present


def test_a_click_along_another_branch_goes_to_that_epoch_of_it(branched):
    slider = branched.find("timelineSlider")
    first, second = slider.lane_end(0), slider.lane_end(1)
    middle = QPoint((first.x() + second.x()) // 2, second.y())
    QTest.mouseClick(slider, LEFT, pos=middle)
    branched.until(lambda: branched.session.branch.cause == "More units")
    branched.until(lambda: 36 <= branched.session.snapshot.epoch <= 44)


def test_the_pointer_over_a_branch_says_what_it_is(branched):
    slider = branched.find("timelineSlider")
    QTest.mouseMove(slider, slider.lane_end(0))
    assert "First run, to epoch 30" in slider.tip(slider.lane_end(0))
    assert "Drag to go back" in slider.tip(QPoint(slider.width() // 2, slider.height() // 2))


def test_up_and_down_go_from_branch_to_branch(branched):
    session, slider = branched.session, branched.find("timelineSlider")
    slider.setFocus()
    for key, epoch in ((Qt.Key.Key_Up, 50), (Qt.Key.Key_Up, 30), (Qt.Key.Key_Up, 30), (Qt.Key.Key_Down, 50)):
        branched.key(key)
        settle(branched)
        branched.until(lambda epoch=epoch: session.snapshot.epoch == epoch)
    branched.key(Qt.Key.Key_Left)
    branched.until(lambda: session.snapshot.epoch == 49)


def test_the_list_has_all_branches_by_name_and_goes_there_by_keys(branched):
    branched.click("branchesButton")
    menu = branched.window.findChild(QMenu, "branchesMenu")
    branched.until(menu.isVisible)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts[:3] == [
        "1  First run: epoch 0 to 30",
        "2  More units: epoch 30 to 50",
        "3  Reset: epoch 0 to 12",
    ]
    assert "MB" in texts[3]
    assert menu.actions()[2].isChecked()
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    branched.until(lambda: branched.session.snapshot.epoch == 30)


def test_training_on_from_an_earlier_epoch_draws_the_end_that_was_left(program):
    train(program, 20)
    slider = program.find("timelineSlider")
    middle = QPoint(slider.width() // 2, slider.height() // 2)
    QTest.mouseClick(slider, LEFT, pos=middle)
    settle(program)
    assert program.session.snapshot.epoch == 10
    program.click("branchButton")
    program.until(lambda: program.session.snapshot.epoch > 12)
    program.key(Qt.Key.Key_Space)
    settle(program)
    (lane,) = slider.lanes
    assert (lane.first, lane.last) == (0, 20)
    program.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    program.until(lambda: program.session.snapshot.epoch == 10)
    program.session.seek(20)
    program.until(lambda: program.session.snapshot.epoch == 20)
