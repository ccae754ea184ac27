"""When pictures are asked for: at once where nothing moves, after painting while training runs."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from statistics import median

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from playground.app import commands as do
from playground.app.display_timer import FRAME_MS, DisplayTimer
from playground.app.trainer import Report
from playground.observe.snapshot import SnapshotRequest
from playground.ui.plots.pace import Pace


class StandIn:
    """What the timer sees of a trainer; answers when a test says so, or at once where it is quick."""

    def __init__(self) -> None:
        self.latest = Report()
        self.has_news = False
        self.asked: list[do.Ask] = []
        self.is_quick = False

    def post(self, command: do.Ask) -> int:
        self.asked.append(command)
        if self.is_quick:
            self.answer(playing=True)
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


def test_while_it_trains_the_next_picture_is_asked_for_and_shown_with_the_next_beat(qtbot, timer, trainer):
    shown = []
    timer.reported.connect(lambda _: shown.append(time.perf_counter()))
    qtbot.waitUntil(lambda: len(trainer.asked) == 1)
    with reported(qtbot, timer):
        trainer.answer(playing=True)
    assert len(trainer.asked) == 1, "first all is painted"
    trainer.is_quick = True
    qtbot.waitUntil(lambda: len(trainer.asked) == 2)
    qtbot.waitUntil(lambda: len(shown) > 12)
    middle = median(b - a for a, b in pairwise(shown))
    assert middle > 0.5 * FRAME_MS / 1000, "a picture that is there early waits for its beat"


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
        trainer.answer(playing=True)
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
    trainer.answer(playing=True)
    qtbot.waitUntil(lambda: len(trainer.asked) == 2)
    assert view.asked == [1]


class Scene(QGraphicsView):
    """Notes how often was asked by the time its scene is painted: a scene tells its view later."""

    def __init__(self, trainer: StandIn) -> None:
        self.drawn = QGraphicsScene()
        super().__init__(self.drawn)
        self.asked: list[int] = []
        self.item = self.drawn.addRect(0.0, 0.0, 20.0, 20.0)
        self._trainer = trainer

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.asked.append(len(self._trainer.asked))


def test_nor_is_it_asked_for_while_a_plot_is_drawn_after_the_frame(qtbot, timer, trainer):
    view = Scene(trainer)
    qtbot.addWidget(view)
    view.show()
    widths = iter(range(10, 100))
    pace = Pace(view, lambda: view.item.setRect(0.0, 0.0, next(widths), 10.0), 0)
    pace.want()
    qtbot.wait(30)
    view.asked.clear()
    timer.reported.connect(lambda _: pace.want())
    trainer.answer(playing=True)
    qtbot.waitUntil(lambda: len(trainer.asked) == 2)
    assert view.item.rect().width() == 11.0
    assert view.asked == [1]


def test_after_a_rest_the_beat_is_that_of_frames_again(qtbot, timer, trainer):
    qtbot.waitUntil(lambda: len(trainer.asked) == 1)
    with reported(qtbot, timer):
        trainer.answer(playing=False)
    ticks = []
    timer.ticked.connect(lambda: ticks.append(time.perf_counter()))
    qtbot.waitUntil(lambda: len(ticks) > 3 and ticks[-1] - ticks[-2] > 0.04, timeout=10_000)
    idle = ticks[-1] - ticks[-2]
    timer.require("view", SnapshotRequest(boundary_resolution=8))
    ticks.clear()
    qtbot.waitUntil(lambda: len(ticks) == 12)
    assert median(b - a for a, b in pairwise(ticks)) < idle / 2.0


def test_a_picture_in_flight_is_not_asked_for_again(qtbot, timer, trainer):
    qtbot.waitUntil(lambda: len(trainer.asked) == 1)
    with qtbot.waitSignals([timer.ticked] * 3, timeout=5000):
        pass
    assert len(trainer.asked) == 1


def test_after_a_late_picture_the_next_one_has_its_whole_time(qtbot, timer, trainer):
    shown, gaps = [], []
    timer.reported.connect(lambda _: shown.append(time.perf_counter()))
    qtbot.waitUntil(lambda: len(trainer.asked) == 1)
    trainer.answer(playing=True)
    for _ in range(9):
        trainer.is_quick = False
        qtbot.waitUntil(lambda: trainer.latest.answered < trainer.asked[-1].number)
        qtbot.wait(7 * FRAME_MS // 4)
        before = len(shown)
        trainer.is_quick = True
        trainer.answer(playing=True)
        qtbot.waitUntil(lambda before=before: len(shown) >= before + 2)
        gaps.append(shown[before + 1] - shown[before])
    assert median(gaps) > 0.9 * FRAME_MS / 1000
