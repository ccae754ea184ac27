"""The whole window: what the user meets across panels, whatever they do and at any size."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFontMetrics
from PySide6.QtGui import Qt as TextQt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QWidget,
)

from playground.engine.experiment import Experiment, Network
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import LayerNorm

LEFT = Qt.MouseButton.LeftButton
SIZES = ((1280, 720), (1920, 1080))


def visible(window: QWidget, *kinds: type[QWidget]) -> list[QWidget]:
    """Widgets of these kinds that can be seen, also in part."""
    found = [widget for kind in kinds for widget in window.findChildren(kind)]
    return [widget for widget in found if widget.isVisible() and not widget.visibleRegion().isEmpty()]


def describe(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parentWidget()).__name__}"


# --------------------------------------------------------------------------------- sizes and themes


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_text_is_clipped(start, width, height, theme, language):
    program = start(width=width, height=height)
    program.window.set_theme(theme)
    if language != "en":
        program.window.set_language(language)
    for widget in visible(program.window, QLabel, QPushButton):
        text = widget.text()
        if not text or (isinstance(widget, QLabel) and (widget.wordWrap() or TextQt.mightBeRichText(text))):
            continue
        needed = max(QFontMetrics(widget.font()).horizontalAdvance(line) for line in text.split("\n"))
        assert needed <= widget.contentsRect().width() + 1, f"{describe(widget)} clips {text!r}"
        assert QFontMetrics(widget.font()).height() <= widget.height() + 1, f"{describe(widget)} is too low"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_everything_lies_inside_the_window(start, width, height):
    program = start(width=width, height=height)
    assert (program.window.width(), program.window.height()) == (width, height)
    frame = program.window.rect()
    for widget in visible(program.window, QAbstractButton, QSlider, QComboBox, QLineEdit):
        middle = widget.mapTo(program.window, widget.rect().center())
        assert frame.contains(middle), f"{describe(widget)} lies outside"


# ---------------------------------------------------------------------------------------- bad input

BAD_FILES = {
    "truncated.json": b'{"format": "playground", "version": 1, "data": {"dataset": "sp',
    "notebook.json": b'{"cells": [], "nbformat": 4}',
    "units.json": b'{"format": "playground", "version": 1, "network": {"layers": [{"kind": "dense", "units": 0}]}}',
    "noise.json": b'{"format": "playground", "version": 1, "data": {"noise": 7}}',
    "run.json": b'{"format": "playground", "version": 1, "run": {"parameters": [1, 2, 3]}}',
    "epoch.json": b'{"format": "playground", "version": 1, "run": {"epoch": 10000000000000}}',
    "picture.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d",
    "empty.csv": b"",
}


def drop_file(window: QWidget, path: object) -> None:
    """Drop a file on the window, as a file manager would."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place = QPointF(window.width() / 2, window.height() / 2)
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place.toPoint(), copy, data, LEFT, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(place, copy, data, LEFT, none))


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_broken_file_dropped_on_the_window_says_so_and_the_work_is_still_there(program, tmp_path, name):
    program.session.step_epoch()
    program.until(lambda: program.session.snapshot.epoch == 1)
    before, weights = program.session.experiment, program.session.snapshot.layers[0].weights
    path = tmp_path / name
    path.write_bytes(BAD_FILES[name])
    drop_file(program.window, path)
    program.until(lambda: bool(program.window.notice_bar.text))
    sentence = program.window.notice_bar.text
    assert name in sentence
    assert "Traceback" not in sentence
    assert "\n" not in sentence
    assert program.session.experiment is before
    assert program.session.snapshot.epoch == 1
    assert (program.session.snapshot.layers[0].weights == weights).all()
    program.click("playButton")
    program.until(lambda: program.session.snapshot.epoch > 3)


# ------------------------------------------------------------------------------ whatever they do

KEYS = [
    *(
        Qt.Key.Key_Space,
        Qt.Key.Key_Period,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_R,
        Qt.Key.Key_Delete,
    ),
    *(Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_3),
    *(Qt.Key.Key_A, Qt.Key.Key_G, Qt.Key.Key_B, Qt.Key.Key_H, Qt.Key.Key_W, Qt.Key.Key_U, Qt.Key.Key_Z),
]
MODIFIERS = [
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
]
NETWORKS = {
    "default": Experiment(),
    "deep": Experiment(
        network=Network(
            features=("x1", "x2", "x1x2"),
            layers=(
                Dense(units=6),
                LayerNorm(),
                Dense(units=5, activation="maxout"),
                Dropout(),
                Dense(units=3),
            ),
        )
    ),
}


class Hand:
    """A hand that does not know what it does: drags, clicks, keys and wheel at random places."""

    def __init__(self, program, seed: int) -> None:
        self.program = program
        self.chance = random.Random(seed)
        self.tidy = QTimer(interval=20)
        self.tidy.timeout.connect(self.close_dialogs)
        self.tidy.start()

    def close_dialogs(self) -> None:
        """Leave whatever dialog or menu came up: nobody is there to answer it."""
        for shown in (QApplication.activePopupWidget(), QApplication.activeModalWidget()):
            if shown is not None:
                shown.close()

    def place(self) -> QPoint:
        window = self.program.window
        return QPoint(self.chance.randrange(window.width()), self.chance.randrange(window.height()))

    def act(self) -> None:
        handle = self.program.window.windowHandle()
        kind = self.chance.choice(["click", "click", "drag", "key", "key", "double"])
        start = self.place()
        if kind == "key":
            QTest.keyClick(handle, self.chance.choice(KEYS), self.chance.choice(MODIFIERS))
            return
        QTest.mouseMove(handle, start)
        if kind == "double":
            QTest.mouseDClick(handle, LEFT, Qt.KeyboardModifier.NoModifier, start)
            return
        QTest.mousePress(handle, LEFT, Qt.KeyboardModifier.NoModifier, start)
        end = self.place() if kind == "drag" else start
        if kind == "drag":
            QTest.mouseMove(handle, (start + end) / 2)
            QTest.mouseMove(handle, end)
        QTest.mouseRelease(handle, LEFT, Qt.KeyboardModifier.NoModifier, end)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("network", NETWORKS)
def test_no_hand_can_break_the_window_while_it_trains(start, network, seed):
    program = start(NETWORKS[network], 1280, 800)
    notices = []
    program.session.notice.connect(notices.append)
    program.session.play()
    hand = Hand(program, seed)
    for _ in range(60):
        hand.act()
    hand.tidy.stop()
    hand.close_dialogs()
    assert not [notice for notice in notices if notice.kind == "error"]
    program.session.new()
    program.session.set_speed(None)
    program.session.play()
    program.until(lambda: program.session.snapshot.epoch > 5)
