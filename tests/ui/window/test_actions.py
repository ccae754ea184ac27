"""The table of actions, and whose key is whose."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QPushButton,
    QScrollBar,
    QSlider,
    QTabBar,
)

from playground.ui.widgets.segmented import SegmentedControl
from playground.ui.window.actions import ROWS
from playground.ui.window.examples import example_files
from playground.ui.window.key_guard import needs_key

NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def press(key, modifiers=NONE, text=""):
    return QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers, text)


def test_names_and_keys_are_there_once():
    names = [row.name for row in ROWS]
    keys = [QKeySequence(key).toString() for row in ROWS for key in row.keys]
    assert len(set(names)) == len(names)
    assert len(set(keys)) == len(keys)
    assert all(keys)


@pytest.mark.parametrize(
    ("kind", "key", "text", "is_needed"),
    [
        (QLineEdit, Qt.Key.Key_Space, " ", True),
        (QLineEdit, Qt.Key.Key_R, "r", True),
        (QLineEdit, Qt.Key.Key_Left, "", True),
        (QLineEdit, Qt.Key.Key_F11, "", False),
        (QSlider, Qt.Key.Key_Left, "", True),
        (QSlider, Qt.Key.Key_Space, " ", False),
        (QPushButton, Qt.Key.Key_Space, " ", False),
        (QComboBox, Qt.Key.Key_Space, " ", False),
        (QPushButton, Qt.Key.Key_Right, "", False),
        (QComboBox, Qt.Key.Key_Down, "", True),
    ],
)
def test_a_focused_control_keeps_the_keys_it_uses(qtbot, kind, key, text, is_needed):
    widget = kind()
    qtbot.addWidget(widget)
    assert needs_key(widget, press(key, text=text)) == is_needed


def test_a_field_keeps_its_own_undo_but_not_saving(qtbot):
    edit = QLineEdit()
    qtbot.addWidget(edit)
    assert needs_key(edit, press(Qt.Key.Key_Z, CONTROL, "\x1a"))
    assert not needs_key(edit, press(Qt.Key.Key_S, CONTROL, "\x13"))


def test_every_visible_control_has_a_name_a_tooltip_and_an_object_name(program):
    program.window.workspace.drawer.set_open(True)
    kinds = (QAbstractButton, QComboBox, QAbstractSlider, QLineEdit, SegmentedControl)
    nameless = []
    for control in program.window.findChildren(QAbstractButton) + program.window.findChildren(QLineEdit):
        assert isinstance(control, kinds)
    for kind in kinds:
        for control in program.window.findChildren(kind):
            is_inner = isinstance(control.parent(), QComboBox | QTabBar) or isinstance(control, QScrollBar)
            if is_inner or not control.isVisible():
                continue
            says = control.toolTip() or isinstance(control, SegmentedControl)
            name = control.accessibleName() or (isinstance(control, QAbstractButton) and control.text())
            if not (control.objectName() and name and says):
                nameless.append((type(control).__name__, control.objectName(), control.toolTip()))
    assert not nameless


def test_each_segment_explains_itself(program):
    for control in program.window.findChildren(SegmentedControl):
        assert all(option.help for option in control.options), control.objectName()


@pytest.mark.parametrize("path", example_files(), ids=lambda path: path.stem)
def test_every_example_of_the_menu_opens(program, path):
    assert program.session.open(path)
    program.until(
        lambda: len(program.session.snapshot.layers) == len(program.session.experiment.network.layers) + 1
    )
