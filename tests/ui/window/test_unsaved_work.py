"""Work that no file holds is never lost without a word."""

from __future__ import annotations

import errno

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from playground.app.journal import Journal
from playground.engine import edits
from playground.interop.loading import load

CONTROL = Qt.KeyboardModifier.ControlModifier
LINK = "https://playground.tensorflow.org/#activation=tanh&networkShape=3&dataset=gauss"


def change(program):
    program.session.edit(edits.with_training(program.session.experiment, learning_rate=0.1), "Rate")


def question(program):
    return program.window.findChild(QMessageBox, "unsavedQuestion")


def answer(program, button):
    QTest.mouseClick(question(program).button(button), Qt.MouseButton.LeftButton)


def test_quitting_asks_nothing_while_nothing_would_be_lost(program):
    program.key(Qt.Key.Key_Q, CONTROL)
    assert question(program) is None
    assert not program.window.isVisible()


@pytest.fixture
def nowhere_to_keep(monkeypatch):
    def fail(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Journal, "write", fail)


@pytest.mark.parametrize("way", ["key", "menu", "frame"])
def test_quitting_with_changes_asks_nothing_and_the_next_start_offers_them(way, start):
    program = start()
    change(program)
    if way == "key":
        program.key(Qt.Key.Key_Q, CONTROL)
    elif way == "menu":
        program.window.actions_by_name["quit"].trigger()
    else:
        program.window.windowHandle().close()  # as the window system does
    assert question(program) is None
    assert not program.window.isVisible()
    program.end()
    again = start()
    again.until(lambda: "last session is still here" in again.window.notice_bar.text)
    again.click("noticeAction")
    assert again.session.experiment.training.learning_rate == 0.1
    assert again.session.document.path is None


def test_an_edited_file_comes_back_with_its_name_and_its_file_is_as_it_was(start, tmp_path):
    path = tmp_path / "mine.json"
    program = start()
    assert program.session.save(path)
    written = path.read_bytes()
    change(program)
    program.key(Qt.Key.Key_Q, CONTROL)
    assert question(program) is None
    program.end()
    assert path.read_bytes() == written
    again = start()
    again.until(lambda: "changes that mine.json does not hold" in again.window.notice_bar.text)
    again.click("noticeAction")
    assert again.session.experiment.training.learning_rate == 0.1
    assert (again.session.document.path, again.session.document.is_modified) == (path, True)
    again.key(Qt.Key.Key_S, CONTROL)
    again.until(lambda: not again.session.document.is_modified)
    assert load(path).training.learning_rate == 0.1


def test_a_session_that_nobody_answered_outlives_the_next_one(start):
    for rate in (0.1, 0.2, 0.3):
        program = start()
        program.session.edit(edits.with_training(program.session.experiment, learning_rate=rate), "Rate")
        program.key(Qt.Key.Key_Q, CONTROL)
        program.end()
    again = start()
    found = []
    for words in ("Your last session", "An earlier session", "An earlier session"):
        again.until(lambda words=words: words in again.window.notice_bar.text)
        again.click("noticeAction")
        found.append(again.session.experiment.training.learning_rate)
    assert found == [0.3, 0.2, 0.1]


def test_where_nothing_can_be_kept_quitting_asks_and_cancel_goes_on(program, nowhere_to_keep):
    change(program)
    program.key(Qt.Key.Key_Q, CONTROL)
    assert question(program).isVisible()
    answer(program, QMessageBox.StandardButton.Cancel)
    assert program.window.isVisible()
    program.until(lambda: question(program) is None)
    program.window.actions_by_name["quit"].trigger()
    answer(program, QMessageBox.StandardButton.Discard)
    assert not program.window.isVisible()


def test_there_save_writes_the_file_and_then_closes(program, nowhere_to_keep, tmp_path):
    path = tmp_path / "mine.json"
    assert program.session.save(path)
    change(program)
    program.key(Qt.Key.Key_Q, CONTROL)
    answer(program, QMessageBox.StandardButton.Save)
    program.until(lambda: not program.window.isVisible())
    assert load(path).training.learning_rate == 0.1


def test_a_pasted_link_asks_for_a_name_and_leaves_the_file_alone(program, tmp_path):
    path = tmp_path / "mine.json"
    assert program.session.save(path)
    written = path.read_bytes()
    QGuiApplication.clipboard().setText(LINK)
    program.key(Qt.Key.Key_V, CONTROL)
    assert len(program.session.experiment.network.layers) == 1
    program.key(Qt.Key.Key_S, CONTROL)
    dialog = program.window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()
    assert path.read_bytes() == written
    program.window.actions_by_name["undo"].trigger()
    assert program.session.document.path == path


def test_work_replaced_by_new_comes_back_from_the_notice(program):
    change(program)
    program.key(Qt.Key.Key_N, CONTROL)
    assert program.session.experiment.training.learning_rate == 0.03
    program.click("noticeAction")
    assert program.session.experiment.training.learning_rate == 0.1


@pytest.mark.parametrize("points", [1, 4, 9])
def test_the_first_strokes_on_an_empty_plane_are_not_commented(program, points):
    def paint(count):
        places = tuple((k / 10, k / 10, float(k % 2)) for k in range(count))
        program.session.edit(
            edits.with_data(program.session.experiment, dataset="custom", points=places), "Paint"
        )

    heard = []
    program.session.notice.connect(heard.append)
    for count in (0, points, points + 1):
        paint(count)
        program.next_snapshot()
    assert not heard
