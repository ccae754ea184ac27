"""The loss curve: logarithmic once that shows more, unless the user chose."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from playground.engine import edits
from playground.engine.experiment import Experiment
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


@pytest.mark.parametrize("scale", ["log", "linear"])
def test_the_next_window_begins_with_the_scale_that_was_chosen(start, scale):
    before = start()
    before.session.display.set(loss_scale=scale)
    before.session.settings.flush()
    program = start()
    loss = program.find("lossPlot")
    program.until(lambda: loss.is_made)
    assert loss.findChild(QToolButton, "lossScaleButton").isChecked() is (scale == "log")
    assert loss.plot.is_log is (scale == "log")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_the_curve_is_high_enough_to_be_read(start, width, height):
    program = start(width=width, height=height)
    assert program.find("lossPlot").height() >= 90


def test_no_curve_ends_under_the_switch(start):
    program = start(edits.with_training(Experiment(), learning_rate=1e-9), width=1280, height=720)
    loss = program.find("lossPlot")
    program.until(lambda: loss.is_made)
    for _ in range(3):
        program.session.step_epoch()
    plot, switch = loss.plot, loss.findChild(QToolButton, "lossScaleButton")

    def is_clear() -> bool:
        epochs, *losses = plot.table().values()
        if not losses:  # nothing is drawn yet
            return False
        end = plot.pane.to_axis(np.array([max(row[-1] for row in losses)]))[0]
        place = plot.mapFromScene(plot.pane.view.mapViewToScene(QPointF(epochs[-1], end)))
        return plot.mapTo(loss, place).y() > switch.geometry().bottom()

    program.until(lambda: plot.whole == (0.0, 3.0) and is_clear())
