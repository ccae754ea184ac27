"""How often a plot draws that is shown something new at every frame."""

from __future__ import annotations

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
