"""The stage sends what a hand would send, also while a menu holds the floor, and records it."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from playground.tools.recording import Recording
from playground.tools.stage import Spot, Stage


class Pad(QWidget):
    """Notes where it is pressed, moved over and released."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(300, 120)
        self.notes: list[tuple[str, QPoint]] = []

    def mousePressEvent(self, event):
        self.notes.append(("press", event.position().toPoint()))

    def mouseMoveEvent(self, event):
        self.notes.append(("move", event.position().toPoint()))

    def mouseReleaseEvent(self, event):
        self.notes.append(("release", event.position().toPoint()))


@pytest.fixture
def scene(qtbot):
    window = QWidget()
    layout = QVBoxLayout(window)
    window.pad, window.button, window.field = Pad(), QPushButton("press"), QLineEdit()
    window.opener = QToolButton(text="menu")
    menu = QMenu(window.opener)
    menu.addAction("one")
    menu.addAction("two")
    window.opener.setMenu(menu)
    window.opener.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    for widget in (window.pad, window.button, window.field, window.opener):
        layout.addWidget(widget)
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.show()
    qtbot.waitExposed(window)
    return window


def play(qtbot, window, script):
    """Play to the end; the frames and what broke it off."""
    frames, ends = [], []
    stage = Stage(window, frames.append)
    stage.play(script(stage), ends.append)
    qtbot.waitUntil(lambda: bool(ends), timeout=20_000)
    return frames, ends[0]


def test_a_drag_presses_moves_and_releases(qtbot, scene):
    source, target = QPoint(20, 30), QPoint(280, 90)
    frames, error = play(
        qtbot, scene, lambda stage: stage.drag(Spot(scene.pad, source), Spot(scene.pad, target))
    )
    assert error is None
    kinds = [kind for kind, _ in scene.pad.notes]
    assert kinds[0] == "press"
    assert kinds[-1] == "release"
    assert "move" in kinds
    assert scene.pad.notes[0][1] == source
    assert scene.pad.notes[-1][1] == target
    assert len(frames) > 5


def test_a_menu_entry_is_chosen_while_the_menu_is_open(qtbot, scene):
    menu = scene.opener.menu()
    chosen = []
    menu.triggered.connect(lambda action: chosen.append(action.text()))

    def script(stage):
        yield from stage.click(Spot.middle(scene.opener))
        yield from stage.until(menu.isVisible, 2.0, "the menu")
        yield from stage.click(Spot(menu, menu.actionGeometry(menu.actions()[1]).center()))

    _, error = play(qtbot, scene, script)
    assert error is None
    assert chosen == ["two"]


def test_keys_go_to_the_widget_with_the_focus(qtbot, scene):
    scene.field.setFocus()
    _, error = play(qtbot, scene, lambda stage: stage.key(Qt.Key.Key_7))
    assert error is None
    assert scene.field.text() == "7"


def test_waiting_in_vain_breaks_the_play_off(qtbot, scene):
    _, error = play(qtbot, scene, lambda stage: stage.until(lambda: False, 0.3, "a miracle"))
    assert isinstance(error, TimeoutError)
    assert "a miracle" in str(error)


def test_a_recording_is_a_gif_of_its_frames(qtbot, scene, tmp_path):
    frames, _ = play(
        qtbot,
        scene,
        lambda stage: stage.drag(Spot(scene.pad, QPoint(9, 9)), Spot(scene.pad, QPoint(200, 80))),
    )
    recording = Recording(width=200, frames_per_second=10)
    for frame in frames:
        recording.add(frame)
    recording.save(tmp_path / "film.gif")
    with Image.open(tmp_path / "film.gif") as film:
        assert film.size == (200, 150)
        assert film.n_frames > 3
        assert film.info["loop"] == 0
        assert film.info["duration"] >= 100
    assert not QImage(str(tmp_path / "film.gif")).isNull()
