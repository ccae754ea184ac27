"""The loss curve: logarithmic once that shows more, unless the user chose."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from playground.ui.output.loss_plot import log_pays


@pytest.mark.parametrize(
    ("losses", "pays"),
    [([], False), ([0.7, 0.5], False), ([0.7, 0.01], True), ([0.7, 0.0], False), ([np.nan, 0.7, 1e-9], True)],
)
def test_logarithmic_pays_where_losses_span_factors(losses, pays):
    assert log_pays(np.array(losses), np.array([])) is pays


def test_the_curve_turns_logarithmic_once_it_pays_and_stays_as_the_user_chooses(start):
    program = start(width=1600, height=900)
    plot = program.find("lossPlot")
    program.until(lambda: plot.is_made)
    assert plot.height() >= 90
    assert not plot.plot.is_log
    program.session.play()
    program.until(lambda: plot.plot.is_log)
    switch = plot.findChild(QToolButton, "lossScaleButton")
    assert switch.isChecked()
    QTest.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert program.session.display.loss_scale == "linear"
    assert not plot.plot.is_log
    program.next_snapshot()
    program.session.pause()
    assert not plot.plot.is_log


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_the_curve_is_high_enough_to_be_read(start, width, height):
    program = start(width=width, height=height)
    assert program.find("lossPlot").height() >= 90
