"""When pictures are asked for: at once where nothing moves, just in time while training runs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.app import commands as do
from playground.app.display_timer import FRAME_MS, DisplayTimer
from playground.app.trainer import Report
from playground.observe.snapshot import SnapshotRequest


class StandIn:
    """What the timer sees of a trainer; answers when a test says so."""

    def __init__(self) -> None:
        self.latest = Report()
        self.has_news = False
        self.asked: list[do.Ask] = []

    def post(self, command: do.Ask) -> int:
        self.asked.append(command)
        return len(self.asked)

    def answer(self, **changes) -> None:
        self.latest = replace(self.latest, answered=self.asked[-1].number, **changes)


@pytest.fixture
def trainer():
    return StandIn()


@pytest.fixture
def timer(qapp, trainer):
    made = DisplayTimer(trainer)
    made.start()
    yield made
    made.stop()


def reported(qtbot, timer):
    return qtbot.waitSignal(timer.reported, timeout=5000)


def test_while_it_trains_the_next_picture_is_asked_for_just_in_time(qtbot, timer, trainer):
    qtbot.waitUntil(lambda: len(trainer.asked) == 1)
    with reported(qtbot, timer):
        trainer.answer(playing=True, picture_seconds=0.004)
    assert len(trainer.asked) == 1, "training runs on for a while"
    assert 0 <= timer.asks_in <= FRAME_MS - 4
    qtbot.waitUntil(lambda: len(trainer.asked) == 2)


def test_at_rest_a_picture_is_asked_for_once_there_is_something_new(qtbot, timer, trainer):
    qtbot.waitUntil(lambda: len(trainer.asked) == 1)
    with reported(qtbot, timer):
        trainer.answer(playing=False)
    with qtbot.waitSignals([timer.ticked] * 3, timeout=5000):
        pass
    assert len(trainer.asked) == 1, "what the window does next is not disturbed by a picture of the same"
    trainer.has_news = True
    qtbot.waitUntil(lambda: len(trainer.asked) == 2)
    timer.require("view", SnapshotRequest(boundary_resolution=8))
    trainer.has_news = False
    trainer.answer(playing=False)
    qtbot.waitUntil(lambda: len(trainer.asked) == 3)


def test_another_wish_is_in_what_is_asked_for_next(qtbot, timer, trainer):
    qtbot.waitUntil(lambda: len(trainer.asked) == 1)
    with reported(qtbot, timer):
        trainer.answer(playing=True, picture_seconds=0.004)
    timer.require("view", SnapshotRequest(boundary_resolution=8))
    qtbot.waitUntil(lambda: len(trainer.asked) == 2)
    assert trainer.asked[-1].request.boundary_resolution == 8


class Painted(QWidget):
    """Notes how often was asked by the time it is painted."""

    def __init__(self, trainer: StandIn) -> None:
        super().__init__()
        self.asked: list[int] = []
        self._trainer = trainer

    def paintEvent(self, event: QPaintEvent) -> None:
        self.asked.append(len(self._trainer.asked))


def test_the_next_picture_is_asked_for_after_this_one_was_painted(qtbot, timer, trainer):
    view = Painted(trainer)
    qtbot.addWidget(view)
    view.show()
    qtbot.waitUntil(lambda: bool(view.asked) and len(trainer.asked) == 1)
    view.asked.clear()
    timer.reported.connect(lambda _: view.update())
    trainer.answer(playing=True, picture_seconds=10.0)
    qtbot.waitUntil(lambda: len(trainer.asked) == 2)
    assert view.asked == [1], "not even where a picture takes longer than a frame"


def test_a_picture_in_flight_is_not_asked_for_again(qtbot, timer, trainer):
    qtbot.waitUntil(lambda: len(trainer.asked) == 1)
    with qtbot.waitSignals([timer.ticked] * 3, timeout=5000):
        pass
    assert len(trainer.asked) == 1
