"""The question about a file that another program changed, answered by the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from playground.engine import edits
from playground.engine.experiment import Experiment
from playground.interop.loading import load, save


@pytest.fixture
def asked(program, tmp_path):
    """The window with its question open, and the file that it is about."""
    path = tmp_path / "mine.json"
    session = program.session
    assert session.save(path)
    program.until(lambda: session.document.path == path)
    session.edit(edits.with_training(session.experiment, learning_rate=0.1), "Rate")
    save(edits.with_training(Experiment(), learning_rate=0.9), path)
    program.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert question(program).isVisible()
    assert load(path).training.learning_rate == 0.9
    return program, path


def question(program):
    return program.window.findChild(QMessageBox, "changedQuestion")


def answer(program, name):
    QTest.mouseClick(question(program).findChild(QPushButton, name), Qt.MouseButton.LeftButton)
    program.until(lambda: question(program) is None)


def test_overwrite_writes_it(asked):
    program, path = asked
    answer(program, "overwrite")
    program.until(lambda: not program.session.document.is_modified)
    assert load(path).training.learning_rate == 0.1


def test_read_again_shows_it_and_keeps_the_work(asked):
    program, _ = asked
    answer(program, "readAgain")
    program.until(lambda: program.session.experiment.training.learning_rate == 0.9)
    assert program.session.perform("bring_back")
    assert program.session.experiment.training.learning_rate == 0.1


def test_save_as_asks_for_another_name(asked):
    program, path = asked
    answer(program, "saveElsewhere")
    dialog = program.window.findChild(QFileDialog)
    assert dialog.isVisible()
    dialog.close()
    assert load(path).training.learning_rate == 0.9


def test_cancel_changes_nothing_and_a_second_save_asks_again(asked):
    program, path = asked
    QTest.keyClick(question(program), Qt.Key.Key_Escape)
    program.until(lambda: question(program) is None)
    program.window.actions_by_name["save"].trigger()
    assert question(program).isVisible()
    QTest.keyClick(question(program), Qt.Key.Key_Escape)
    assert load(path).training.learning_rate == 0.9


def test_about_copies_the_versions_and_stays(program):
    program.window.actions_by_name["about"].trigger()
    box = program.window.findChild(QMessageBox, "aboutBox")
    QTest.mouseClick(box.findChild(QPushButton, "aboutCopy"), Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    for name in ("Playground", "Python", "Qt", "NumPy", "Engine", "System"):
        assert f"{name} " in copied
    assert f"{box.text()}\n" in copied
    assert copied.partition("\n")[2] in box.informativeText()
    assert "License" in box.informativeText()
    assert box.isVisible()
    box.close()
