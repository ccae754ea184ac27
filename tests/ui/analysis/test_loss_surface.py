"""The loss surface is computed beside the training, can be cancelled, and shows the path taken so far."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.app.session import Session
from playground.engine.experiment import Experiment, Network
from playground.engine.layers.dense import Dense
from playground.ui.analysis import loss_surface as module
from playground.ui.analysis.loss_surface import LossSurfaceView, shown_high, surface_legend
from playground.ui.words.numbers import figures, plain


@pytest.fixture
def open_view(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "RESOLUTION", 9)
    sessions = []

    def make(epochs: int = 4) -> tuple[Session, LossSurfaceView]:
        session = Session(Experiment(network=Network(layers=(Dense(units=3),))), folder=tmp_path)
        sessions.append(session)
        for _ in range(epochs):
            session.step_epoch()
        qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.epoch == epochs)
        view = LossSurfaceView(session)
        qtbot.addWidget(view)
        view.resize(1200, 170)
        return session, view

    yield make
    for session in sessions:
        assert session.shutdown()


def press(qtbot, view, key):
    rect = view.directions.option_rect(key)
    qtbot.mouseClick(view.directions, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())


def test_opening_it_computes_the_surface_around_now(open_view, qtbot):
    session, view = open_view()
    view.show()
    qtbot.waitUntil(lambda: view.surface is not None)
    assert view.surface.center_loss == pytest.approx(session.snapshot.train.loss)
    assert view.surface.epoch == 4
    assert len(view.surface.path) == 6
    assert "epoch 4" in view.sentence.text()
    view.grab()


@pytest.mark.parametrize("key", ["gradient", "path"])
def test_directions_can_be_chosen(open_view, qtbot, key):
    _, view = open_view()
    view.show()
    press(qtbot, view, key)
    qtbot.waitUntil(lambda: view.surface is not None and view.surface.directions == key)
    view.grab()


def test_another_press_takes_other_random_directions(open_view, qtbot):
    _, view = open_view()
    view.show()
    qtbot.waitUntil(lambda: view.surface is not None)
    first = view.surface
    qtbot.mouseClick(view.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.surface is not first)
    assert not np.array_equal(view.surface.first, first.first)


def test_the_button_cancels_a_long_computation(open_view, qtbot, monkeypatch):
    monkeypatch.setattr(module, "RESOLUTION", 4001)
    session, view = open_view()
    view.show()
    qtbot.waitUntil(lambda: view.progress.share is not None)
    assert view.button.text() == "Cancel"
    qtbot.mouseClick(view.button, Qt.MouseButton.LeftButton)
    assert view.button.text() == "Compute"
    assert view.surface is None
    session.step_epoch()
    qtbot.waitUntil(lambda: session.snapshot.epoch == 5)


def test_hiding_it_stops_the_computation(open_view, qtbot, monkeypatch):
    monkeypatch.setattr(module, "RESOLUTION", 4001)
    _, view = open_view()
    view.show()
    qtbot.waitUntil(lambda: view.is_computing)
    view.hide()
    assert not view.is_computing


def point_at(view, x: float, y: float) -> None:
    """Move the pointer to a place of the map."""
    QApplication.processEvents()
    place = view.map.pane.view.mapViewToScene(QPointF(x, y)).toPoint()
    QTest.mouseMove(view.map.viewport(), place)


def test_the_pointer_reads_the_loss_on_the_map(open_view, qtbot):
    _, view = open_view()
    view.show()
    qtbot.waitUntil(lambda: view.surface is not None)
    point_at(view, 0.0, 0.0)
    assert view.map.reading().endswith(module.figures(view.surface.center_loss, 3))


def test_the_pointer_reads_the_place_whose_loss_it_tells(open_view, qtbot):
    _, view = open_view()
    view.show()
    qtbot.waitUntil(lambda: view.surface is not None)
    radius = view.surface.radius
    point_at(view, -radius, radius)
    assert view.map.reading().startswith(f"({plain(-radius)}, {plain(radius)})")
    assert view.map.reading().endswith(module.figures(float(view.surface.values[0, 0]), 3))


def test_the_map_draws_the_lowest_loss_strongest_and_row_zero_on_top(open_view, qtbot):
    _, view = open_view()
    view.show()
    qtbot.waitUntil(lambda: view.surface is not None)
    drawn, values = view.map.losses.image, view.surface.values
    row, column = np.unravel_index(np.nanargmin(values), values.shape)
    assert drawn[len(values) - 1 - row, column] == drawn.min() == 0


def test_the_path_leads_to_the_middle(open_view, qtbot):
    _, view = open_view()
    view.show()
    qtbot.waitUntil(lambda: view.surface is not None)
    xs, ys = view.map.path.getData()
    np.testing.assert_allclose(np.stack((xs, ys), axis=1), view.surface.path)
    assert (xs[-1], ys[-1]) == pytest.approx((0.0, 0.0), abs=1e-9)


def test_the_profiles_are_the_maps_middle_row_and_column_under_one_cursor(open_view, qtbot):
    _, view = open_view()
    view.show()
    qtbot.waitUntil(lambda: view.surface is not None)
    values = view.surface.values
    _, across = view.profiles.lines(0)[0].getData()
    _, up = view.profiles.lines(1)[0].getData()
    np.testing.assert_array_equal(across, values[4])
    np.testing.assert_array_equal(up, values[::-1, 4])
    pane = view.profiles.panes[1].view

    def place():
        return pane.mapViewToScene(QPointF(0.0, view.surface.center_loss))

    qtbot.waitUntil(lambda: pane.sceneBoundingRect().contains(place()))  # laid out
    for x in (9, 0):  # no move tells of itself where the pointer already stood
        QTest.mouseMove(view.profiles.viewport(), place().toPoint() + QPoint(x, 0))
    assert view.profiles.readings()["distance"] == 0.0
    assert view.profiles.panes[0].left.range == view.profiles.panes[1].left.range


def test_the_maps_data_are_one_row_for_each_place(open_view, qtbot):
    _, view = open_view()
    view.show()
    qtbot.waitUntil(lambda: view.surface is not None)
    lines = view.map.csv().decode().splitlines()
    assert lines[0] == "x,y,loss"
    assert len(lines) == 1 + 81
    assert float(lines[1].split(",")[2]) == view.surface.values[0, 0]


def test_a_surface_full_of_overflow_is_still_drawn(open_view, qtbot):
    session, view = open_view()
    session.set_parameter(1, 0, 0, 1e200)
    qtbot.waitUntil(lambda: session.snapshot.layer(1).weights[0, 0] == 1e200)
    view.show()
    qtbot.waitUntil(lambda: view.surface is not None)
    view.grab()


def test_the_legend_has_the_maps_colours_and_no_accent(open_view, qtbot):
    _, view = open_view()
    view.show()
    qtbot.waitUntil(lambda: view.surface is not None, timeout=20_000)
    colors, low, high = surface_legend(view.surface)
    table = view.map.losses.lut
    values = view.surface.values
    assert low == figures(float(values.min()), 2)
    assert high == figures(shown_high(view.surface), 2)
    shown = view.map.losses.image
    row, column = np.unravel_index(values.argmin(), values.shape)
    darkest = QColor(*table[shown[::-1][row, column]].tolist()[:3])
    assert darkest == QColor.fromRgb(colors[0])
    for color in colors:
        red, green, blue = QColor.fromRgb(color).getRgb()[:3]
        assert max(red, green, blue) - min(red, green, blue) < 40, "ink, not a colour that means something"


def test_the_axes_are_named_after_the_directions(open_view, qtbot):
    _, view = open_view()
    view.show()
    qtbot.waitUntil(lambda: view.surface is not None, timeout=20_000)
    assert (view.map.pane.bottom.caption, view.map.pane.left.labelText) == ("direction 1", "direction 2")
    view.directions.set_value("gradient")
    view.directions.chosen.emit("gradient")
    qtbot.waitUntil(lambda: view.surface.directions == "gradient", timeout=20_000)
    assert (view.map.pane.bottom.caption, view.map.pane.left.labelText) == ("gradient", "random")
