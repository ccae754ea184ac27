"""The confusion matrix counts what the network decides, by the classes' names."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from playground.app.session import Session
from playground.engine import edits
from playground.engine.experiment import Data, Experiment, Network
from playground.engine.layers.dense import Dense
from playground.ui.analysis.confusion import ConfusionTable, ConfusionView
from playground.ui.look import theme


@pytest.fixture
def open_table(qtbot, tmp_path):
    sessions = []

    def make(data, size=(260, 150)):
        session = Session(Experiment(data=data, network=Network(layers=(Dense(units=4),))), folder=tmp_path)
        sessions.append(session)
        view = ConfusionView(session)
        qtbot.addWidget(view)
        view.resize(*size)
        view.show()
        qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.train is not None)
        return session, view

    yield make
    for session in sessions:
        assert session.shutdown()


def counted(session, points, labels):
    predicted = session.compute(lambda run: run.network.predict(points)).result(5)
    decided = predicted.argmax(axis=1) if predicted.shape[1] > 1 else (predicted[:, 0] > 0.5).astype(int)
    classes = session.experiment.data.classes
    return [
        [int(np.sum((labels == true) & (decided == said))) for said in range(classes)]
        for true in range(classes)
    ]


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_the_counts_are_those_of_the_networks_decisions(open_table, qtbot, classes):
    session, view = open_table(Data(dataset="blobs", classes=classes, noise=0.6, samples=300))
    qtbot.waitUntil(lambda: len(view.table.counts) == classes)
    points = session.snapshot.points
    assert view.sets.value == "test"
    assert view.table.counts.tolist() == counted(session, points.test, points.test_labels)
    QTest.mouseClick(
        view.sets, Qt.MouseButton.LeftButton, pos=view.sets.option_rect("train").center().toPoint()
    )
    assert view.table.counts.tolist() == counted(session, points.train, points.train_labels)
    assert view.table.names[0] == "class 0"


def test_it_follows_the_training(open_table, qtbot):
    session, view = open_table(Data(dataset="gauss", noise=0.1, samples=200))
    qtbot.waitUntil(lambda: len(view.table.counts) == 2)
    session.play()
    qtbot.waitUntil(lambda: session.snapshot.epoch > 5, timeout=20_000)
    session.pause()
    qtbot.waitUntil(lambda: not session.snapshot.playing)
    points = session.snapshot.points
    qtbot.waitUntil(lambda: view.table.counts.tolist() == counted(session, points.test, points.test_labels))
    right = np.trace(view.table.counts) / view.table.counts.sum()
    assert right == pytest.approx(session.snapshot.test.accuracy)


def test_it_tells_in_words_what_a_cell_says(open_table, qtbot):
    _, view = open_table(Data(dataset="blobs", classes=3, noise=0.6))
    qtbot.waitUntil(lambda: len(view.table.counts) == 3)
    told = view.table.accessibleDescription()
    for count in view.table.counts.ravel():
        assert str(count) in told
    assert told.count("class") == 12
    place = view.table.cell_rect(1, 2).center().toPoint()
    QApplication.sendEvent(view.table, QHelpEvent(QEvent.Type.ToolTip, place, view.table.mapToGlobal(place)))
    count, total = view.table.counts[1, 2], view.table.counts[1].sum()
    assert QToolTip.text() == f"{count} of the {total} points of class 1 are taken for class 2."
    QToolTip.hideText()
    corner = QPoint(2, 2)
    QApplication.sendEvent(
        view.table, QHelpEvent(QEvent.Type.ToolTip, corner, view.table.mapToGlobal(corner))
    )
    assert "A row for each true class" in QToolTip.text()
    QToolTip.hideText()


def test_a_cell_is_as_dark_as_its_share_of_the_true_class(qtbot):
    table = ConfusionTable()
    qtbot.addWidget(table)
    table.resize(300, 150)
    table.show_counts(np.array([[8, 2], [400, 100]]), ("few", "many"))
    image = table.grab().toImage()

    def shade(row, column):
        return image.pixelColor(table.cell_rect(row, column).center().toPoint() + QPoint(-40, 0))

    assert shade(0, 0) == shade(1, 0)
    assert shade(0, 1) == shade(1, 1)
    assert shade(0, 0).lightness() != shade(0, 1).lightness()


@pytest.mark.parametrize("scale", [1.0, 1.25])
@pytest.mark.parametrize("classes", [2, 6])
def test_cells_lie_inside_and_beside_each_other(open_table, qtbot, classes, scale):
    theme.set_scale(scale)
    try:
        _, view = open_table(Data(dataset="blobs", classes=classes), (300, 150))
        qtbot.waitUntil(lambda: len(view.table.counts) == classes)
        for row in range(classes):
            for column in range(classes):
                rect = view.table.cell_rect(row, column)
                assert rect.right() <= view.table.width() + 0.5
                assert rect.bottom() <= view.table.height() + 0.5
                assert rect.height() >= 9
        view.grab()
    finally:
        theme.set_scale(1.0)


def test_without_test_points_the_training_points_are_counted_and_values_have_no_table(open_table, qtbot):
    session, view = open_table(Data(dataset="gauss", train_fraction=1.0))
    qtbot.waitUntil(lambda: len(view.table.counts) == 2)
    assert [option.key for option in view.sets.options] == ["train"]
    assert view.table.counts.sum() == len(session.snapshot.points.train)
    session.try_edit(lambda: edits.with_data(session.experiment, dataset="plane"), "values")
    assert view.isHidden()
