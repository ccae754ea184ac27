"""Ctrl+R: the playing window or one panel becomes a film, and the film opens again."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu

from playground.app.recording.film import as_rgb
from playground.ui.window.command_search import commands, matching
from playground.ui.window.recorder import pixels_of

CONTROL = Qt.KeyboardModifier.ControlModifier


class Heard:
    """What a recording was given, with its own clock's times."""

    def __init__(self, monkeypatch, recording):
        self.times: list[float] = []
        self.pictures: list[np.ndarray] = []
        offer = recording.offer

        def listened(pixels):
            seconds = recording.seconds
            taken = offer(pixels)
            if taken:
                self.times.append(seconds)
                self.pictures.append(pixels)
            return taken

        monkeypatch.setattr(recording, "offer", listened)


@pytest.fixture
def heard(monkeypatch, program):
    return Heard(monkeypatch, program.session.recording)


def begin(program, line: int = 0) -> None:
    """Press Ctrl+R and choose a line of the menu."""
    program.key(Qt.Key.Key_R, CONTROL)
    program.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    for _ in range(line):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    program.until(lambda: program.session.recording.is_recording)


def save(program, path) -> None:
    """Press Ctrl+R, and give the dialog a name."""
    program.key(Qt.Key.Key_R, CONTROL)
    dialog = dialog_of(program)
    name = dialog.findChild(QLineEdit)
    name.selectAll()
    QTest.keyClicks(name, str(path))
    QTest.keyClick(name, Qt.Key.Key_Return)
    program.until(lambda: path.exists() and not program.session.recording.is_writing)


def dialog_of(program) -> QFileDialog:
    def find():
        return next((one for one in program.window.findChildren(QFileDialog) if one.isVisible()), None)

    program.until(lambda: find() is not None)
    return find()


def drop(program, path) -> None:
    """Drop a file on the window, as the window system does."""
    data, where = QMimeData(), QPointF(200, 200)
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where.toPoint(), copy, data, left, none)
    QApplication.sendEvent(program.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(program.window, QDropEvent(where, copy, data, left, none))


def begins_and_end(path) -> tuple[list[int], int]:
    begins, now = [], 0
    with Image.open(path) as film:
        for number in range(film.n_frames):
            film.seek(number)
            begins.append(now)
            now += film.info["duration"]
    return begins, now


def test_a_playing_window_becomes_a_gif_with_the_times_of_its_pictures(program, heard, tmp_path):
    program.key(Qt.Key.Key_Space)
    begin(program)
    program.until(lambda: len(heard.times) > 12)
    path = tmp_path / "film.gif"
    save(program, path)
    begins, end = begins_and_end(path)
    assert len(begins) > 5
    for moment in begins:
        assert min(abs(moment - 1000 * seconds) for seconds in heard.times) <= 10
    assert end >= 1000 * heard.times[-1] - 10
    with Image.open(path) as film:
        size = program.window.size() * program.window.devicePixelRatio()
        assert film.size == (size.width(), size.height())
        film.seek(film.n_frames - 1)
        shown = np.asarray(film.convert("RGB")).astype(int)
    far = np.abs(shown - as_rgb(heard.pictures[-1])).max(axis=2) > 40
    assert far.mean() < 0.01


def test_it_takes_what_was_painted_but_not_its_own_light(program, heard):
    program.until(lambda: program.session.snapshot is not None)
    begin(program)
    light, canvas = program.find("recordingLight"), program.find("networkCanvas")
    program.until(lambda: light.text() == "0:01" and bool(heard.pictures))
    place = light.mapTo(program.window, QPoint())
    width, height = light.width(), light.height()
    program.window.update()
    count = len(heard.pictures)
    program.until(lambda: len(heard.pictures) > count)
    program.window.recorder.stop()
    seen = heard.pictures[-1]
    assert len(np.unique(seen[place.y() : place.y() + height, place.x() : place.x() + width])) == 1
    corner = canvas.mapTo(program.window, QPoint())
    part = seen[corner.y() : corner.y() + canvas.height(), corner.x() : corner.x() + canvas.width()]
    assert (part != pixels_of(canvas.grab().toImage())).mean() < 0.01


def test_an_idle_window_gives_one_frame_however_long_the_light_counts(program, heard, tmp_path):
    program.until(lambda: program.session.snapshot is not None)
    QTest.qWait(300)
    begin(program, line=1)
    light = program.find("recordingLight")
    program.until(lambda: light.text() == "0:01")
    save(program, tmp_path / "film.gif")
    begins, end = begins_and_end(tmp_path / "film.gif")
    assert begins == [0]
    assert end >= 900


def test_the_light_shows_that_it_records_also_in_full_screen_and_a_click_stops_it(program):
    light = program.find("recordingLight")
    assert not light.isVisible()
    program.key(Qt.Key.Key_F11)
    begin(program)
    assert light.isVisible()
    assert light.text() == "0:00"
    assert program.window.actions_by_name["record"].text() == "Stop recording"
    program.click("recordingLight")
    assert not program.session.recording.is_recording
    assert not light.isVisible()
    dialog_of(program).reject()
    assert program.window.notice_bar.notice.action == "save_recording"
    assert program.window.actions_by_name["record"].text() != "Stop recording"


def test_one_panel_alone_is_recorded(program, heard, tmp_path):
    canvas = program.find("networkCanvas")
    canvas.setFocus(Qt.FocusReason.OtherFocusReason)
    assert program.window.recorder.panels()[0][0] == "networkCanvas"
    program.key(Qt.Key.Key_Space)
    begin(program, line=1)
    program.until(lambda: len(heard.times) > 3)
    save(program, tmp_path / "film.gif")
    with Image.open(tmp_path / "film.gif") as film:
        assert film.size == (canvas.width(), canvas.height())


def test_the_panel_with_the_focus_stands_first_and_goes_by_its_name_too(program, heard):
    program.window.workspace.drawer.choose_tab("codeView")
    program.find("datasetGallery").setFocus()
    assert program.window.recorder.panels()[0][0] == "dataPanel"
    names = [name for name, _ in program.window.recorder.panels()]
    assert set(names) == {"dataPanel", "codeView", "networkCanvas", "outputPanel"}
    command = matching(commands(program.window), "record this")[0]
    command.do()
    program.until(lambda: bool(heard.pictures))
    data = program.find("dataPanel")
    assert heard.pictures[0].shape == (data.height(), data.width())
    program.window.recorder.stop()


@pytest.mark.parametrize(
    "name",
    [
        "film.gif",
        "last.png",
        pytest.param(
            "film.mp4",
            marks=pytest.mark.skipif(importlib.util.find_spec("av") is None, reason="PyAV is not installed"),
        ),
    ],
)
def test_a_recording_dropped_on_the_window_is_the_experiment_it_shows(program, tmp_path, name):
    for _ in range(3):
        program.key(Qt.Key.Key_Right)
    program.until(lambda: program.session.snapshot is not None and program.session.snapshot.epoch == 3)
    weights = program.session.snapshot.layers[0].weights.copy()
    begin(program)
    QTest.qWait(100)
    save(program, tmp_path / name)
    program.session.new()
    program.until(lambda: program.session.snapshot.epoch == 0)
    drop(program, tmp_path / name)
    program.until(lambda: program.session.snapshot.epoch == 3)
    assert (program.session.snapshot.layers[0].weights == weights).all()
    assert program.session.document.path is None  # Save asks for a name, and writes no experiment over a film


def test_another_language_while_it_records_goes_on_with_the_new_window(program, heard):
    begin(program)
    program.until(lambda: bool(heard.pictures))
    count = len(heard.pictures)
    program.window.rebuild()
    assert program.find("recordingLight").isVisible()
    program.key(Qt.Key.Key_Space)
    program.until(lambda: len(heard.pictures) > count + 3)
    program.window.recorder.stop()


def test_quitting_while_it_records_asks_for_the_recording_first(program):
    begin(program)
    program.key(Qt.Key.Key_Q, CONTROL)
    dialog_of(program).reject()
    assert program.window.isVisible()
    assert not program.session.recording.is_recording


def test_closing_while_it_records_leaves_nothing_behind(program):
    begin(program)
    program.key(Qt.Key.Key_Space)
    QTest.qWait(100)
    program.end()
    assert not program.session.recording.is_recording


def test_the_busy_line_says_how_much_is_written(program):
    line = program.window.workspace.busy_line
    recording = program.window.recorder.recording

    def seen(share: float) -> int:
        return line.grab().toImage().pixel(round(share * line.width()), 0)

    recording.progressed.emit(0.5)
    assert seen(0.25) != seen(0.75)
    recording.progressed.emit(0.0)
    assert seen(0.25) == seen(0.75)
