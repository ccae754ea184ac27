"""Space is the training's key whatever has the focus, and a click leaves no focus on a button."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from playground.ui.widgets.choice import NumberChoice

LEFT = Qt.MouseButton.LeftButton
TYPED = (NumberChoice, QLineEdit, QAbstractSpinBox)
CONTROL = Qt.KeyboardModifier.ControlModifier


def buttons(program):
    """All buttons that can be clicked now, tab by tab, as long as they are there."""
    drawer = program.window.workspace.drawer
    met = set()
    for tab in drawer.names:
        drawer.choose_tab(tab)
        for button in seen(program, QAbstractButton):
            if shiboken6.isValid(button) and button not in met:
                met.add(button)
                yield button


def seen(program, kind):
    return [
        one
        for one in program.window.findChildren(kind)
        if one.isVisible() and one.isEnabled() and not one.visibleRegion().isEmpty()
    ]


def focus_after_press(program, button):
    """What has the focus once a button is pressed; it is let go beside it, so that nothing is done.

    A menu that the press opens is closed as soon as it shows.
    """
    window = program.window.windowHandle()
    menu = button.menu() if isinstance(button, QToolButton | QPushButton) else None
    if menu is not None:
        menu.aboutToShow.connect(
            lambda: QTimer.singleShot(0, menu.close), Qt.ConnectionType.SingleShotConnection
        )
    at = button.mapTo(program.window, button.visibleRegion().boundingRect().center())
    QTest.mousePress(window, LEFT, Qt.KeyboardModifier.NoModifier, at)
    focused = QApplication.focusWidget()
    QTest.mouseRelease(window, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(1, 1))
    return focused


def plays_by_space(program):
    """Whether Space begins to play, and pauses again."""
    program.key(Qt.Key.Key_Space)
    began = program.session.is_playing
    program.key(Qt.Key.Key_Space)
    return began and not program.session.is_playing


def test_a_click_leaves_no_focus_on_any_button_of_the_window(start):
    program = start(width=1600, height=900)
    names = []
    for button in buttons(program):
        names.append(button.objectName())  # a column's title, let go outside, takes its column along
        focused = focus_after_press(program, button)
        assert not isinstance(focused, QAbstractButton | QComboBox), (names[-1], focused)
    assert {"resetButton", "playButton", "surfaceButton", "drawerArrow"} <= set(names)


def test_space_plays_and_presses_nothing_whatever_has_the_focus(start):
    program = start(width=1600, height=900)
    drawer = program.window.workspace.drawer
    pressed = []
    count = 0
    for tab in drawer.names:
        drawer.choose_tab(tab)
        for widget in seen(program, QWidget):
            if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or isinstance(widget, TYPED):
                continue
            if isinstance(widget, QAbstractButton):
                widget.clicked.connect(lambda *_: pressed.append("a button"))
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            assert plays_by_space(program), (type(widget).__name__, widget.objectName())
            count += 1
    assert not pressed
    assert count > 60


def test_space_after_compute_plays(start):
    program = start(height=900)
    program.window.workspace.drawer.choose_tab("lossSurface")
    button = program.find("surfaceButton")
    at = button.mapTo(program.window, button.rect().center())
    QTest.mouseClick(program.window.windowHandle(), LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert plays_by_space(program)


def test_space_after_projector_text_twice_never_resets(program):
    program.session.step_epoch()
    program.until(lambda: program.session.snapshot.epoch == 1)
    for _ in range(2):
        program.key(Qt.Key.Key_P, CONTROL)
        assert not isinstance(QApplication.focusWidget(), QAbstractButton)
    program.key(Qt.Key.Key_Space)
    program.until(lambda: program.session.snapshot.epoch > 5)
    program.key(Qt.Key.Key_Space)


def test_space_after_a_choice_from_a_list_of_numbers_plays(program):
    choice = program.find("learningRate")
    at = choice.mapTo(program.window, QPoint(choice.width() - 8, choice.height() // 2))
    QTest.mouseClick(program.window.windowHandle(), LEFT, Qt.KeyboardModifier.NoModifier, at)
    view = choice.view()
    program.until(view.isVisible)
    row = view.visualRect(view.model().index(2, 0)).center()
    QTest.mouseMove(view.viewport(), row)
    QTest.mouseClick(view.viewport(), LEFT, pos=row)
    program.until(lambda: not view.isVisible())
    assert program.session.experiment.training.learning_rate != 0.03
    assert plays_by_space(program)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_R])
def test_a_letter_that_is_typed_is_the_fields(program, key):
    edit = program.find("learningRate").lineEdit()
    at = edit.mapTo(program.window, edit.rect().center())
    QTest.mouseClick(program.window.windowHandle(), LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert edit.hasFocus()
    program.key(key)
    assert not program.session.is_playing
