"""The run plot shows every measure under one cursor, and zooms."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.app.session import Session
from playground.engine.curve import Curve
from playground.engine.experiment import Data, Experiment
from playground.ui.analysis.run import RunLanes, RunPlot


def curve(epochs: int = 101, *, has_accuracy: bool = True) -> Curve:
    x = np.arange(float(epochs))
    nothing = np.full(epochs, np.nan)
    accuracy = 0.5 + x / 400 if has_accuracy else nothing
    return Curve(
        x, np.exp(-x / 30), np.exp(-x / 40), 0 * x, accuracy, nothing, 1 / (1 + x), np.full(epochs, 0.03)
    )


@pytest.fixture
def lanes(qtbot) -> RunLanes:
    lanes = RunLanes()
    qtbot.addWidget(lanes)
    lanes.resize(1200, 140)
    lanes.show()
    lanes.set_curve(curve())
    return lanes


def first_area(lanes: RunLanes) -> tuple[float, float]:
    """Left and right pixel of the first lane's plot."""
    places = [x for x in range(0, 300) if lanes._epoch_at(QPointF(x, 70)) is not None]
    epochs = [lanes._epoch_at(QPointF(x, 70)) for x in places]
    inside = [x for x, epoch in zip(places, epochs, strict=True) if 0 < epoch < lanes.epochs[1]]
    return inside[0], inside[-1]


def point_at(lanes: RunLanes, share: float) -> QPoint:
    left, right = first_area(lanes)
    return QPoint(round(left + share * (right - left)), 70)


def wheel(lanes: RunLanes, at: QPoint, notches: int) -> None:
    place = QPointF(at)
    event = QWheelEvent(
        place,
        lanes.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(lanes, event)


def test_the_cursor_reads_every_curve_at_one_epoch(lanes):
    QTest.mouseMove(lanes, point_at(lanes, 0.5))
    read = lanes.readings()
    epoch = read["epoch"]
    assert 48 <= epoch <= 52
    assert read["Loss train"] == pytest.approx(np.exp(-epoch / 30))
    assert read["Loss test"] == pytest.approx(np.exp(-epoch / 40))
    assert read["Gradient norm"] == pytest.approx(1 / (1 + epoch))
    assert read["Learning rate"] == 0.03
    assert "Accuracy test" not in read
    lanes.grab()


def test_the_wheel_zooms_around_the_epoch_under_the_pointer(lanes):
    at = point_at(lanes, 0.25)
    before = lanes._epoch_at(QPointF(at))
    wheel(lanes, at, 3)
    low, high = lanes.epochs
    assert high - low == pytest.approx(100 / 1.25**3)
    assert lanes._epoch_at(QPointF(at)) == pytest.approx(before)
    wheel(lanes, at, -9)
    assert lanes.epochs == (0.0, 100.0)


def test_dragging_moves_the_view_and_a_double_click_shows_all(lanes):
    wheel(lanes, point_at(lanes, 0.5), 4)
    low, high = lanes.epochs
    start = point_at(lanes, 0.5)
    QTest.mousePress(lanes, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(lanes, start - QPoint(40, 0))
    QTest.mouseRelease(lanes, Qt.MouseButton.LeftButton, pos=start - QPoint(40, 0))
    assert lanes.epochs[0] > low
    assert lanes.epochs[1] - lanes.epochs[0] == pytest.approx(high - low)
    QTest.mouseDClick(lanes, Qt.MouseButton.LeftButton, pos=start)
    assert lanes.epochs == (0.0, 100.0)


def test_keys_zoom_move_and_show_all(lanes):
    QTest.keyClick(lanes, Qt.Key.Key_Plus)
    QTest.keyClick(lanes, Qt.Key.Key_Plus)
    low, _ = lanes.epochs
    QTest.keyClick(lanes, Qt.Key.Key_Right)
    assert lanes.epochs[0] > low
    QTest.keyClick(lanes, Qt.Key.Key_Home)
    assert lanes.epochs == (0.0, 100.0)


def test_a_zoomed_view_stays_while_the_run_goes_on_and_ends_with_it(lanes):
    wheel(lanes, point_at(lanes, 0.9), 5)
    zoomed = lanes.epochs
    lanes.set_curve(curve(151))
    assert lanes.epochs == zoomed
    lanes.set_curve(curve(3))
    assert lanes.epochs == (0.0, 2.0)


def test_measures_that_do_not_exist_have_no_lane(lanes, qtbot):
    assert len(lanes._shown(curve())) == 4
    assert len(lanes._shown(curve(has_accuracy=False))) == 3
    lanes.set_curve(curve(has_accuracy=False))
    lanes.set_log(True)
    lanes.resize(300, 600)
    lanes.grab()


@pytest.mark.parametrize("data", [Data(), Data(dataset="plane"), Data(train_fraction=1.0)])
def test_the_panel_follows_a_live_run(qtbot, tmp_path, data):
    session = Session(Experiment(data=data), folder=tmp_path)
    panel = RunPlot(session)
    qtbot.addWidget(panel)
    panel.resize(1200, 170)
    panel.show()
    for _ in range(3):
        session.step_epoch()
    qtbot.waitUntil(lambda: panel.lanes.epochs[1] == 3.0)
    rect = panel.scale.option_rect("log")
    qtbot.mouseClick(panel.scale, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    panel.grab()
    assert session.shutdown()
