"""Formula features: seen while typed, wrong ones explained, added as an undoable edit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.ui.network.feature_editor import FeatureEditor


@pytest.fixture
def one(stage):
    return stage()


@pytest.fixture
def editor(one):
    made = FeatureEditor(one.session, one)
    made.open_under(one)
    yield made
    made.close()


def test_a_formula_is_seen_while_it_is_typed(editor):
    QTest.keyClicks(editor.edit, "x1*x2")
    assert editor.add_button.isEnabled()
    assert "From −36.0 to 36.0" in editor.message.text()
    before = editor.grab().toImage()
    QTest.keyClicks(editor.edit, "^2")
    assert editor.grab().toImage() != before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("sin(x1", "A closing ) is missing."),
        ("y", "'y' is unknown; use x1, x2"),
        ("x1^99", "The power 99 is too high"),
        ("__import__('os')", "cannot stand in a formula"),
    ],
)
def test_what_is_wrong_is_said_in_words(one, editor, text, sentence):
    QTest.keyClicks(editor.edit, text)
    assert sentence in editor.message.text()
    assert not editor.add_button.isEnabled()
    QTest.keyClick(editor.edit, Qt.Key.Key_Return)
    assert one.session.experiment.network.features == ("x1", "x2")


def test_places_without_a_value_are_told(editor):
    QTest.keyClicks(editor.edit, "log(x1)")
    assert "no value on 50 % of the plane and counts as 0 there" in editor.message.text()


def test_return_adds_the_feature_and_undo_takes_it_out(one, editor, qtbot):
    QTest.keyClicks(editor.edit, " x1*x2 ")
    with qtbot.waitSignal(editor.added) as added:
        QTest.keyClick(editor.edit, Qt.Key.Key_Return)
    assert added.args == ["=x1*x2"]
    assert not editor.isVisible()
    assert one.session.experiment.network.features == ("x1", "x2", "=x1*x2")
    one.session.document.undo_stack.undo()
    assert one.session.experiment.network.features == ("x1", "x2")


def test_a_feature_that_is_there_is_not_added_again(one, editor):
    QTest.keyClicks(editor.edit, "x1*x2")
    QTest.keyClick(editor.edit, Qt.Key.Key_Return)
    editor.open_under(one)
    QTest.keyClicks(editor.edit, "x1*x2")
    assert "there already" in editor.message.text()
    assert not editor.add_button.isEnabled()
