"""The contributions view goes from unit to unit and ends at the network's own answer."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from playground.app.session import Session
from playground.engine import edits
from playground.engine.experiment import Data, Experiment, Network
from playground.engine.layers.dense import Dense
from playground.ui.analysis.contributions import ContributionsView


@pytest.fixture
def open_sum(qtbot, tmp_path):
    sessions = []

    def make(*layers, data=None):
        session = Session(Experiment(data=data or Data(), network=Network(layers=layers)), folder=tmp_path)
        sessions.append(session)
        view = ContributionsView(session)
        qtbot.addWidget(view)
        view.resize(1100, 180)
        view.show()
        qtbot.waitUntil(lambda: view.shown is not None)
        return session, view

    yield make
    for session in sessions:
        assert session.shutdown()


def predicted(session, view):
    """The network's own answer at the middles of the sum's cells."""
    size = len(view.sum.values)
    left, right, bottom, top = session.snapshot.points.bounds
    places = (np.arange(size) + 0.5) / size
    x1, x2 = np.meshgrid(left + places * (right - left), top - places * (top - bottom))
    plane = np.stack((x1.ravel(), x2.ravel()), axis=1)
    return session.compute(lambda run: run.network.predict(plane)).result(5).T


def test_at_its_end_the_sum_is_the_networks_score(open_sum):
    session, view = open_sum(Dense(units=5, activation="relu"))
    assert view.count == 5
    shown = 1.0 / (1.0 + np.exp(-view.sum.values.ravel()))
    np.testing.assert_allclose(shown, predicted(session, view)[0], rtol=1e-4, atol=1e-6)
    assert "network's score" in view.formula.text()
    view.grab()


def test_keys_take_one_unit_after_another_into_the_sum(open_sum):
    session, view = open_sum(Dense(units=4, activation="relu"))
    view.step.setFocus()
    QTest.keyClick(view.step, Qt.Key.Key_Home)
    assert view.count == 0
    assert np.ptp(view.sum.values) == 0.0, "the bias is the same everywhere"
    before = view.sum.values
    for unit in range(4):
        QTest.keyClick(view.step, Qt.Key.Key_Right)
        assert session.display.selected == (session.experiment.network.layers[0].id, unit)
        np.testing.assert_allclose(view.sum.values, before + view.shown.terms[unit], atol=1e-9)
        np.testing.assert_allclose(view.term.values, view.shown.terms[unit])
        before = view.sum.values
    QTest.mouseClick(view.back, Qt.MouseButton.LeftButton)
    assert view.count == 3
    QTest.mouseClick(view.forth, Qt.MouseButton.LeftButton)
    assert view.count == 4
    assert not view.forth.isEnabled()


def test_each_output_has_a_sum_of_its_own(open_sum):
    session, view = open_sum(Dense(units=4), Dense(units=3), data=Data(dataset="blobs", classes=3))
    assert view.output.count() == 3
    scores = []
    for output in range(3):
        view.output.set_value(str(output))
        view.output.chosen.emit(str(output))
        assert view.shown.output == output
        scores.append(view.sum.values.ravel())
    powers = np.exp(np.stack(scores))
    np.testing.assert_allclose(powers / powers.sum(axis=0), predicted(session, view), rtol=2e-4, atol=1e-6)


def test_largest_first_begins_with_what_changes_the_sum_most(open_sum):
    _, view = open_sum(Dense(units=6, activation="relu"))
    QTest.mouseClick(
        view.orders, Qt.MouseButton.LeftButton, pos=view.orders.option_rect("largest").center().toPoint()
    )
    sizes = [np.square(view.shown.terms[unit]).sum() for unit in view.units]
    assert sizes == sorted(sizes, reverse=True)
    assert sorted(view.units) == list(range(6))


def test_the_cut_goes_through_the_probe_point(open_sum, qtbot):
    session, view = open_sum(Dense(units=3, activation="relu"))
    session.display.set(probe=(1.0, 2.5, None))
    row = view.cut.table()
    size = len(view.sum.values)
    index = next(i for i in range(size) if np.allclose(view.sum.values[i], row["sum"]))
    _, _, bottom, top = session.snapshot.points.bounds
    height = top - (index + 0.5) / size * (top - bottom)
    assert abs(height - 2.5) <= (top - bottom) / size
    np.testing.assert_allclose(row["term"] + view.shown.after(view.units[:2])[index], row["sum"])


def test_the_view_follows_edits(open_sum, qtbot):
    session, view = open_sum(Dense(units=3, activation="relu"))
    session.try_edit(lambda: edits.with_units(session.experiment, 1, 7), "more")
    qtbot.waitUntil(lambda: view.step.maximum() == 7)
    session.try_edit(lambda: edits.remove_layer(session.experiment, 1), "none")
    qtbot.waitUntil(lambda: view.step.maximum() == 2)
    assert view.shown.layer_id == 0
    view.grab()
