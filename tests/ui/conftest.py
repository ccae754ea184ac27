"""The real window of a test, with settings of its own."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.ui.look import theme
from playground.ui.window import application
from playground.ui.window.main_window import MainWindow


@dataclass
class Program:
    """A running program and what the user does with it."""

    window: MainWindow
    session: Session
    qtbot: Any
    has_ended: bool = False

    def find(self, name: str, kind: type = QWidget) -> Any:
        """The widget with this object name; a tab's panel is made if nobody has seen it yet."""
        if name in self.window.workspace.drawer.names:
            return self.window.workspace.drawer.panel(name)
        found = self.window.findChild(kind, name)
        assert found is not None, f"there is no widget {name}"
        return found

    def click(self, name: str, at: QPoint | None = None) -> None:
        """Click a widget with the left button."""
        widget = self.find(name)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key, as the window system would: it goes to whatever has the focus."""
        QTest.keyClick(self.window.windowHandle(), key, modifiers)

    def until(self, is_true: Callable[[], bool | None]) -> None:
        """Let the program run until something holds (or an assertion does)."""
        self.qtbot.waitUntil(is_true, timeout=60_000)

    def next_snapshot(self) -> None:
        """Let the program run until it shows another instant."""
        with self.qtbot.waitSignal(self.session.snapshot_ready, timeout=60_000):
            pass

    def end(self) -> None:
        """Close the window and end the session, once."""
        if self.has_ended:
            return
        self.has_ended = True
        self.window.close()
        assert self.session.shutdown()
        self.window.deleteLater()
        self.session.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def collector_of_the_window() -> Iterator[None]:
    """In a test of widgets only the window's own ``Collector`` looks for garbage; afterwards everything young goes."""
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture(autouse=True)
def mouse_let_go(qapp: Any) -> Iterator[None]:
    """The next test finds no button down, as after a double click of QTest, which ends without a release."""
    yield
    if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
        QTest.mouseRelease(QWidget(), Qt.MouseButton.LeftButton)
    assert QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton


@pytest.fixture
def start(qapp: Any, qtbot: Any, tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Starts programs; each ends with the test."""
    started: list[Program] = []

    def build(experiment: Experiment | None = None, width: int = 1280, height: int = 800) -> Program:
        _, window, session = application.build(experiment=experiment, folder=tmp_path)
        session.settings.set(theme="light")
        theme.apply(qapp, "light")
        window.resize(width, height)
        window.show()
        program = Program(window, session, qtbot)
        started.append(program)
        program.until(lambda: session.snapshot is not None and session.snapshot.boundary is not None)
        return program

    yield build
    for program in started:
        program.end()


@pytest.fixture
def program(start: Callable[..., Program]) -> Program:
    """The program with its default experiment, shown."""
    return start()


@pytest.fixture
def parts(qapp: Any) -> Iterator[list[Any]]:
    """Takes parts of the window, each on a ``session`` of its own, and ends them with the test."""
    theme.apply(qapp, "light")
    made: list[Any] = []
    yield made
    for part in made:
        part.close()
        assert part.session.shutdown()
        part.deleteLater()
        part.session.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
