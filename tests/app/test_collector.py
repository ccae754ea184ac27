"""Garbage is looked for in the window's thread alone, as long as there is a window, and not while much is read."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from playground.app.collector import Collector, collector_held


class Cycle:
    """Garbage that only a collection takes away; notes in which thread."""

    def __init__(self, gone: list[threading.Thread]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: gone.append(threading.current_thread()))


@pytest.fixture
def windows(qapp):
    made: list[QObject] = []

    def make() -> QObject:
        made.append(QObject())
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


def test_garbage_waits_while_much_is_read(windows, qtbot):
    windows()
    gone: list[threading.Thread] = []
    with collector_held():
        Cycle(gone)
        kept = [[] for _ in range(100_000)]
        qtbot.wait(3000)
        assert gone == [], "the collector waits"
    qtbot.waitUntil(lambda: bool(gone), timeout=20_000)
    assert len(kept) == 100_000
