"""The window at the edge of what can be: very large, very small, and in the middle of everything."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.app import sentences
from playground.engine import edits
from playground.engine.experiment import Data, Experiment, Network, decode, encode
from playground.engine.layers.dense import Dense
from playground.interop.loading import save

LEFT = Qt.MouseButton.LeftButton


def many_points(count: int) -> Experiment:
    places = np.random.default_rng(1).normal(size=(count, 2)).round(4).tolist()
    points = tuple((x, y, float(x * y > 0)) for x, y in places)
    return Experiment(data=Data(dataset="custom", points=points))


def trains(program) -> bool:
    """Whether the epochs go on."""
    epoch = program.session.snapshot.epoch
    program.until(lambda: program.session.snapshot.epoch > epoch)
    return True


def test_all_features_off_and_on_again_while_it_plays(program):
    session = program.session
    session.play()
    assert trains(program)
    for feature in ("x1", "x2"):
        session.edit(edits.toggle_feature(session.experiment, feature), "Feature")
        program.next_snapshot()
    program.until(lambda: not session.is_playing)
    assert "feature" in program.window.notice_bar.text
    program.window.grab()
    session.edit(edits.toggle_feature(session.experiment, "x2"), "Feature")
    session.play()
    assert trains(program)


def test_32_layers_are_added_by_key_and_shown_in_every_mode(program):
    session, canvas = program.session, program.window.workspace.canvas
    card = program.window.workspace.layer_palette.card("dense")
    for _ in range(30):
        QTest.keyClick(card, Qt.Key.Key_Return)
    assert len(session.experiment.network.layers) == 32
    session.play()
    for mode in ("gradient", "both", "histogram", "activation"):
        session.display.set(node_mode=mode, edge_mode="gradient", probe=(1.0, 1.0, 1.0))
        program.until(lambda: len(canvas.snapshot.layers) == 33)
        program.next_snapshot()
        program.window.grab()
    assert trains(program)


def test_a_thousand_units_are_typed_shown_and_undone_while_it_plays(program):
    session, canvas = program.session, program.window.workspace.canvas
    session.play()
    field = canvas.headers[1].stepper.field
    QTest.mouseClick(field, LEFT)
    field.selectAll()
    QTest.keyClicks(field, "1024")
    QTest.keyClick(field, Qt.Key.Key_Return)
    program.until(lambda: session.snapshot.layers[0].units == 1024)
    program.window.grab()
    assert trains(program)
    session.document.undo_stack.undo()
    program.until(lambda: session.snapshot.layers[0].units == 4)


def test_many_points_are_opened_painted_on_and_saved_while_it_plays(program, tmp_path):
    session, path = program.session, tmp_path / "many.json"
    save(many_points(20_000), path)
    assert session.open(path)
    program.until(lambda: len(session.snapshot.points.train) == 10_000)
    session.play()
    paint, boundary = (
        program.window.workspace.data_panel.paint,
        program.window.workspace.output_panel.boundary,
    )
    boundary.make_plot()
    view = boundary.surface
    paint.set_active(True)
    for mode in ("brush", "erase", "select"):
        paint.set_mode(mode)
        middle = view.rect().center()
        QTest.mousePress(view, LEFT, pos=middle)
        for step in range(10):
            QTest.mouseMove(view, middle + QPoint(3 * step, step))
        QTest.mouseRelease(view, LEFT, pos=middle + QPoint(30, 10))
        program.next_snapshot()
    assert trains(program)
    assert session.save()
    program.until(lambda: not session.document.is_modified)
    assert decode(path.read_bytes()).data == session.experiment.data


@pytest.mark.parametrize("label", [0.0, 1.0])
@pytest.mark.parametrize("count", [1, 40])
def test_one_place_of_one_class_is_learned_calmly(start, count, label):
    data = Data(dataset="custom", points=((1.0, 2.0, label),) * count)
    program = start(Experiment(data=data))
    notices = []
    program.session.notice.connect(notices.append)
    program.session.play()
    assert trains(program)
    program.window.grab()
    assert not [notice for notice in notices if notice.kind == "error"]


def test_the_samples_slider_dragged_at_full_speed_is_one_undo_step(program):
    session, slider = program.session, program.window.workspace.data_panel.samples.slider
    before = session.experiment
    session.play()
    y = slider.height() // 2
    QTest.mousePress(slider, LEFT, pos=QPoint(20, y))
    for x in (*range(20, slider.width(), 9), *range(slider.width(), 40, -9)):
        QTest.mouseMove(slider, QPoint(x, y))
        program.next_snapshot()
    QTest.mouseRelease(slider, LEFT, pos=QPoint(40, y))
    assert trains(program)
    shown = session.snapshot.points
    assert len(shown.train) + len(shown.test) == session.experiment.data.samples
    session.document.undo_stack.undo()
    assert session.experiment == before


def test_of_two_files_opened_at_once_the_last_one_stays(program, tmp_path, monkeypatch):
    monkeypatch.setattr("playground.app.files.LARGE_FILE", 1000)
    session, large, small = program.session, tmp_path / "large.json", tmp_path / "small.json"
    save(many_points(2000), large)
    small.write_bytes(b'{"format": "playground", "version": 1, "data": {"dataset": "xor"}}')
    for first, last in ((large, small), (small, large)):
        assert session.open(first)
        assert session.open(last)
        program.until(lambda last=last: session.document.path == last and not session.busy)
        assert session.experiment.data == decode(last.read_bytes()).data


@pytest.mark.parametrize(
    "trouble",
    [OSError(errno.ENOSPC, "No space left on device"), PermissionError(errno.EACCES, "Permission denied")],
)
def test_a_file_that_cannot_be_written_keeps_its_good_content(program, tmp_path, monkeypatch, trouble):
    session, path = program.session, tmp_path / "good.json"
    assert session.save(path)
    good = path.read_bytes()
    session.edit(edits.with_training(session.experiment, learning_rate=0.5), "Learning rate")

    def fail(descriptor: int) -> None:
        raise trouble

    monkeypatch.setattr(os, "fsync", fail)
    QTest.keyClick(program.window.windowHandle(), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    program.until(lambda: program.window.notice_bar.text == sentences.not_saved(path, trouble))
    assert session.document.is_modified
    assert path.read_bytes() == good
    assert [one.name for one in tmp_path.glob("*good*")] == ["good.json"]
    monkeypatch.undo()
    assert session.save()
    program.until(lambda: not session.document.is_modified)


def test_a_run_that_does_not_fit_its_network_leaves_the_work(program, tmp_path):
    session, path = program.session, tmp_path / "odd.json"
    session.step_epoch()
    program.until(lambda: session.snapshot.epoch == 1)
    other = Experiment(network=Network(layers=(Dense(units=9),)))
    path.write_bytes(encode(other).replace(b'"run": null', b'"run": {"parameters": [1.0, 2.0]}'))
    assert not session.open(path)
    assert "2 numbers do not fit this network" in program.window.notice_bar.text
    assert session.snapshot.epoch == 1


CLOSING = """
import sys
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from playground.engine import edits
from playground.ui.window import application

build = application.build

def built(source=None):
    app, window, session = build(source)
    QTimer.singleShot(200, window, lambda: busy(window, session))
    return app, window, session

def busy(window, session):
    session.edit(edits.with_units(session.experiment, 1, 300), "Units")
    session.play()
    place = window.workspace
    place.drawer.choose_tab("lossSurface")
    window.findChild(QWidget, "surfaceButton").click()
    card = place.layer_palette.card("dense")
    QTest.mousePress(card, Qt.MouseButton.LeftButton)
    QTest.mouseMove(card, QPoint(60, 60))
    QTest.mouseMove(card, QPoint(60, 160))
    assert place.canvas.drag.is_active
    session.open(sys.argv[1])
    place.data_panel.intake.ask_for_link()
    QTimer.singleShot(150, window, window.close)

application.build = built
sys.exit(application.run())
"""


def test_closed_in_the_middle_of_everything_it_leaves_at_once(tmp_path):
    large = tmp_path / "large.json"
    save(many_points(30_000), large)
    result = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", CLOSING, str(large)],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    said = [line for line in result.stderr.splitlines() if "This plugin does not support" not in line]
    assert (result.returncode, said) == (0, [])
