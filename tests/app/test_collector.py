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


@pytest.fixture
def generations():
    """Each generation that is looked at, as it happens; any object makes a look due."""
    seen: list[int] = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "stop":
            seen.append(about["generation"])

    before = gc.get_threshold()
    gc.callbacks.append(note)
    gc.set_threshold(1, 1, 1)
    yield seen
    gc.set_threshold(*before)
    gc.callbacks.remove(note)


def test_what_is_old_is_looked_at_again_when_a_quarter_more_is(windows, qtbot, generations):
    windows()
    kept: list[list[int]] = []

    def has_looked_at(generation: int) -> bool:
        kept.extend([] for _ in range(10))
        return generation in generations

    generations.clear()
    qtbot.waitUntil(lambda: has_looked_at(2), timeout=20_000)
    generations.clear()
    for _ in range(8):
        qtbot.waitUntil(lambda: has_looked_at(1), timeout=20_000)
        assert 2 not in generations
        generations.clear()
    kept.extend([] for _ in range(len(gc.get_objects())))
    qtbot.waitUntil(lambda: has_looked_at(2), timeout=20_000)
