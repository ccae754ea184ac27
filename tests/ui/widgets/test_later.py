"""A widget that is slow to make comes after the window has been painted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from playground.ui.widgets.later import Later


class Diary(QObject):
    """Notes the order in which widgets are painted and made."""

    def __init__(self) -> None:
        super().__init__()
        self.notes: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.notes.append("painted")
        return False

    def make(self) -> QWidget:
        self.notes.append("made")
        return QLabel("slow")


@pytest.fixture
def diary() -> Diary:
    return Diary()


@pytest.fixture
def window(qtbot, diary) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    neighbour = QLabel("network")
    neighbour.installEventFilter(diary)
    column.addWidget(neighbour)
    later = Later(diary.make)
    later.setMinimumSize(80, 40)
    column.addWidget(later)
    return window


def test_what_stands_beside_it_is_painted_before_it_is_made(window, diary, qtbot):
    later = window.findChild(Later)
    later.want()
    window.show()
    qtbot.waitUntil(lambda: later.content is not None)
    assert diary.notes.index("painted") < diary.notes.index("made")
    assert later.content.text() == "slow"
    assert later.content.isVisible()


def test_nobody_who_wants_it_means_it_is_not_made(window, diary, qtbot):
    window.show()
    qtbot.waitUntil(lambda: "painted" in diary.notes)
    QApplication.processEvents()
    assert "made" not in diary.notes


def test_a_hidden_place_stays_empty(window, diary, qtbot):
    later = window.findChild(Later)
    later.hide()
    later.want()
    window.show()
    qtbot.waitUntil(lambda: "painted" in diary.notes)
    QApplication.processEvents()
    assert later.content is None


def test_it_is_made_once_and_at_once_for_who_asks(window, diary):
    later = window.findChild(Later)
    heard = []
    later.made.connect(heard.append)
    assert later.make() is later.make()
    assert heard == [later.content]
    assert diary.notes == ["made"]
