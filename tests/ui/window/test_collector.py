"""Garbage is looked for in the window's thread alone, as long as there is a window."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget

from playground.ui.window.collector import Collector


class Cycle:
    """Garbage that only a collection takes away; notes in which thread."""

    def __init__(self, gone: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: gone.append(threading.current_thread()))


@pytest.fixture
def windows(qapp):
    made: list[QWidget] = []

    def make() -> QWidget:
        made.append(QWidget())
        Collector(made[-1])
        return made[-1]

    yield make
    for window in made:
        window.deleteLater()
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
    gc.enable()


def test_garbage_goes_in_the_windows_thread_whoever_makes_objects(windows, qtbot):
    windows()
    gone: list[threading.Thread] = []
    Cycle(gone)
    busy = threading.Thread(target=lambda: [[] for _ in range(200_000)])
    busy.start()
    busy.join()
    assert gone == [], "a thread that makes many objects looks for no garbage"
    kept = [[] for _ in range(100_000)]
    qtbot.waitUntil(lambda: bool(gone), timeout=20_000)
    assert gone == [threading.main_thread()]
    assert len(kept) == 100_000
