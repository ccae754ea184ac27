"""The run plot shows every measure under one cursor, and a range of it alone."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.app.session import Session
from playground.engine.curve import Curve
from playground.engine.experiment import Data, Experiment
from playground.ui.analysis.run import RunPlot

WHOLE = (0.0, 100.0)


def curve(epochs: int = 101, *, has_accuracy: bool = True) -> Curve:
    x = np.arange(float(epochs))
    nothing = np.full(epochs, np.nan)
    accuracy = 0.5 + x / 400 if has_accuracy else nothing
    return Curve(
        x, np.exp(-x / 30), np.exp(-x / 40), 0 * x, accuracy, nothing, 1 / (1 + x), np.full(epochs, 0.03)
    )


def give(panel: RunPlot, curve: Curve, mark: float | None = None) -> None:
    """Show this curve at once, as if the pace allowed it."""
    panel.lanes.hide()
    panel.lanes.show_curves(
        curve.epochs,
        [
            (curve.train_loss, curve.test_loss),
            (curve.train_accuracy, curve.test_accuracy),
            (curve.gradient_norm,),
            (curve.learning_rate,),
        ],
        mark=mark,
    )
    panel.lanes.show()
    QApplication.processEvents()


@pytest.fixture
def session(tmp_path):
    session = Session(folder=tmp_path)
    yield session
    assert session.shutdown()


@pytest.fixture
def panel(qtbot, session) -> RunPlot:
    panel = RunPlot(session)
    qtbot.addWidget(panel)
    panel.resize(1200, 180)
    with qtbot.waitExposed(panel):
        panel.show()
    qtbot.waitUntil(lambda: session.snapshot is not None)
    give(panel, curve())
    return panel


def at(panel: RunPlot, epoch: float, lane: int = 0) -> QPoint:
    """Where this epoch is drawn in a lane, in the plot's viewport."""
    view = panel.lanes.panes[lane].view
    place = view.mapViewToScene(QPointF(epoch, np.mean(view.viewRange()[1])))
    return QPoint(round(place.x()), round(place.y()))


def wheel(panel: RunPlot, place: QPoint, notches: int) -> None:
    viewport = panel.lanes.viewport()
    event = QWheelEvent(
        QPointF(place),
        viewport.mapToGlobal(QPointF(place)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def drag(panel: RunPlot, start: QPoint, end: QPoint, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    viewport = panel.lanes.viewport()
    QTest.mouseMove(viewport, start)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, modifiers, start)
    for share in (0.3, 0.6, 1.0):
        between = start + (end - start) * share
        move_pressed(viewport, between, modifiers)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, modifiers, end)


def move_pressed(viewport, place: QPoint, modifiers) -> None:
    """``QTest.mouseMove`` knows no held keys."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        viewport.mapToGlobal(QPointF(place)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        modifiers,
    )
    QApplication.sendEvent(viewport, event)


def test_the_cursor_reads_every_curve_at_one_epoch(panel):
    QTest.mouseMove(panel.lanes.viewport(), at(panel, 50, lane=2))
    read = panel.lanes.readings()
    epoch = read["epoch"]
    assert 49 <= epoch <= 51
    assert read["Loss train"] == pytest.approx(np.exp(-epoch / 30))
    assert read["Loss test"] == pytest.approx(np.exp(-epoch / 40))
    assert read["Gradient norm"] == pytest.approx(1 / (1 + epoch))
    assert read["Learning rate, next epoch"] == 0.03
    assert "Accuracy test" not in read
    assert f"{np.exp(-epoch / 30):.3f}" in panel.lanes.panes[0].title.text


def test_the_wheel_zooms_all_lanes_around_the_epoch_under_the_pointer(panel):
    place = at(panel, 25)
    before = panel.lanes.place_at(QPointF(place))
    wheel(panel, place, 3)
    low, high = panel.lanes.seen
    assert high - low < 50
    assert panel.lanes.place_at(QPointF(place)) == pytest.approx(before, abs=0.5)
    assert {pane.view.viewRange()[0][0] for pane in panel.lanes.panes} == {low}
    wheel(panel, place, -9)
    assert panel.lanes.seen == WHOLE


def test_dragging_over_a_range_shows_it_alone_and_a_double_click_shows_all(panel):
    drag(panel, at(panel, 20, lane=1), at(panel, 60, lane=1))
    assert panel.lanes.seen == pytest.approx((20, 60), abs=1)
    low, high = panel.lanes.panes[0].view.viewRange()[1]
    assert high < np.exp(-20 / 40) * 1.2, "the heights follow what is seen"
    assert low > 0
    QTest.mouseDClick(panel.lanes.viewport(), Qt.MouseButton.LeftButton, pos=at(panel, 40))
    assert panel.lanes.seen == WHOLE


def test_dragging_with_shift_moves_the_range(panel):
    panel.lanes.look_at(40, 60)
    drag(panel, at(panel, 50), at(panel, 45), Qt.KeyboardModifier.ShiftModifier)
    low, high = panel.lanes.seen
    assert low == pytest.approx(45, abs=1)
    assert high - low == pytest.approx(20, abs=0.5)


def test_keys_zoom_move_and_show_all(panel):
    lanes = panel.lanes
    lanes.setFocus()
    QTest.keyClick(lanes, Qt.Key.Key_Plus)
    QTest.keyClick(lanes, Qt.Key.Key_Plus)
    low, _ = lanes.seen
    assert low > 0
    QTest.keyClick(lanes, Qt.Key.Key_Right)
    assert lanes.seen[0] > low
    QTest.keyClick(lanes, Qt.Key.Key_Home)
    assert lanes.seen == WHOLE


def test_moving_stops_at_the_first_and_the_last_epoch(panel):
    panel.lanes.look_at(40, 60)
    panel.lanes.setFocus()
    for key, end in ((Qt.Key.Key_Right, (80, 100)), (Qt.Key.Key_Left, (0, 20))):
        for _ in range(60):
            QTest.keyClick(panel.lanes, key)
        assert panel.lanes.seen == pytest.approx(end)


def test_a_range_stays_while_the_run_goes_on_and_ends_with_it(panel):
    panel.lanes.look_at(70, 95)
    give(panel, curve(151))
    assert panel.lanes.seen == (70, 95)
    give(panel, curve(3))
    assert panel.lanes.seen == (0.0, 2.0)


def test_measures_that_do_not_exist_have_no_lane(panel):
    assert [lane.title for lane in panel.lanes.shown_lanes] == [
        "Loss",
        "Accuracy",
        "Gradient norm",
        "Learning rate, next epoch",
    ]
    give(panel, curve(has_accuracy=False))
    assert "Accuracy" not in [lane.title for lane in panel.lanes.shown_lanes]


def test_lanes_stand_side_by_side_where_it_is_wide_else_one_above_the_other(panel):
    assert panel.lanes.columns == 4
    panel.resize(360, 600)
    assert panel.lanes.columns == 1
    QApplication.processEvents()
    numbered = [pane.bottom.isVisible() for pane in panel.lanes.panes]
    assert numbered == [False, False, False, True], "the epochs are written once"
    lefts = {pane.view.sceneBoundingRect().left() for pane in panel.lanes.panes}
    assert len(lefts) == 1, "their left axes have one width"


def test_a_logarithmic_scale_draws_powers_of_ten_but_shares_stay_linear(panel, qtbot):
    rect = panel.scale.option_rect("log")
    qtbot.mouseClick(panel.scale, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    _, heights = panel.lanes.lines(0)[0].getData()
    np.testing.assert_allclose(heights, np.log10(np.exp(-np.arange(101.0) / 30)))
    _, shares = panel.lanes.lines(1)[0].getData()
    assert shares[0] == 0.5
    assert "0.1" in panel.lanes.panes[0].left.texts()


def test_the_scrubbed_epoch_is_marked_and_the_present_is_not_a_line(panel):
    assert panel.lanes.marked is None
    give(panel, curve(), mark=30.0)
    assert panel.lanes.marked == 30.0
    assert f"{np.exp(-1):.3f}" in panel.lanes.panes[0].title.text
    give(panel, curve(), mark=100.0)
    assert panel.lanes.marked is None


def test_a_long_title_is_shortened_before_its_value_goes(panel):
    title = panel.lanes.panes[3].title
    whole, values = title.fitting(2000.0)
    assert (whole, len(values)) == ("Learning rate, next epoch", 1)
    for width in range(150, 260, 10):
        name, shown = title.fitting(float(width))
        assert shown == values
        assert name.removesuffix(" …") in whole


def test_the_data_are_those_in_view(panel):
    panel.lanes.look_at(10, 14)
    rows = list(csv.reader(panel.lanes.csv().decode().splitlines()))
    assert rows[0] == [
        "epoch",
        "Loss train",
        "Loss test",
        "Accuracy train",
        "Gradient norm",
        "Learning rate, next epoch",
    ]
    assert [float(row[0]) for row in rows[1:]] == [10, 11, 12, 13, 14]
    assert float(rows[1][1]) == np.exp(-10 / 30)


@pytest.mark.parametrize("data", [Data(), Data(dataset="plane"), Data(train_fraction=1.0)])
def test_the_panel_follows_a_live_run(qtbot, tmp_path, data):
    session = Session(Experiment(data=data), folder=tmp_path)
    panel = RunPlot(session)
    qtbot.addWidget(panel)
    panel.resize(1200, 180)
    panel.show()
    assert panel.lanes.sentence
    for _ in range(3):
        session.step_epoch()
    qtbot.waitUntil(lambda: panel.lanes.seen[1] == 3.0 and not panel.lanes.sentence)  # drawn at its own pace
    session.seek(1)
    qtbot.waitUntil(lambda: panel.lanes.marked == 1.0)
    assert session.shutdown()


def test_a_hidden_panel_asks_for_nothing_and_draws_nothing(panel, session, qtbot):
    panel.hide()
    before = panel.lanes.seen
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 1)
    assert panel.lanes.seen == before
