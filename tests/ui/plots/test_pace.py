"""How often a plot draws that is shown something new at every frame."""

from __future__ import annotations

import time

import pytest
from PySide6.QtWidgets import QWidget

from playground.ui.plots.pace import Pace


@pytest.fixture
def plot(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_first_is_drawn_at_once_and_the_last_is_drawn_too(qtbot, plot):
    shown, drawn = [], []
    pace = Pace(plot, lambda: drawn.append(shown[-1]), 50)
    for number in range(5):
        shown.append(number)
        pace.want()
    assert drawn == [0]
    assert pace.is_behind
    qtbot.waitUntil(lambda: not pace.is_behind)
    assert drawn == [0, 4], "none of those between"
    pace.stop()


def test_at_the_end_of_its_rest_it_draws_after_the_frame_that_it_is_told_in(qtbot, plot):
    drawn = []
    pace = Pace(plot, lambda: drawn.append("drawn"), 10)
    pace.want()
    pace.want()
    assert drawn == ["drawn"], "the frame comes first"
    qtbot.waitUntil(lambda: len(drawn) == 2)
    assert not pace.is_behind
    pace.stop()


def test_what_is_hidden_draws_nothing_and_catches_up_with_nothing_old(qtbot, plot):
    drawn = []
    pace = Pace(plot, lambda: drawn.append("drawn"), 10)
    pace.want()
    pace.want()
    plot.hide()
    pace.stop()
    pace.want()
    assert drawn == ["drawn"]
    assert not pace.is_behind


def test_two_do_not_draw_in_one_frame(qtbot, plot):
    drawn = []
    paces = [
        Pace(plot, lambda name=name: drawn.append(name), 0, shown_every=1000) for name in ("first", "second")
    ]
    for pace in paces:
        pace.want()
    qtbot.wait(20)
    drawn.clear()
    for pace in paces:
        pace.want()
    qtbot.waitUntil(lambda: bool(drawn))
    qtbot.wait(5)
    assert drawn == ["first"]
    qtbot.wait(20)
    paces[1].want()
    qtbot.waitUntil(lambda: not paces[1].is_behind)
    assert drawn == ["first", "second"]


def test_a_long_frame_is_not_made_longer_but_it_waits_a_few_frames_at_most(qtbot, plot):
    drawn = []
    pace = Pace(plot, lambda: drawn.append("drawn"), 0, shown_every=1000)
    pace.want()
    drawn.clear()
    frames = 0
    while not drawn:
        pace.want()
        time.sleep(0.012)  # the window paints
        qtbot.wait(1)
        frames += 1
    assert frames == 4


def test_what_comes_one_by_one_is_drawn_at_once_each_time(qtbot, plot):
    drawn = []
    pace = Pace(plot, lambda: drawn.append("drawn"), 0)
    for count in (1, 2, 3):
        pace.want()
        assert len(drawn) == count
        qtbot.wait(180)
