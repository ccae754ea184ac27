"""When cyclic garbage is looked for: in the window's thread alone, and not while much is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 200
_FIRST_MS = 2000
"""Not while the window is being made: what is made then stays."""

_holds: list[None] = []


class Collector(QObject):
    """Looks for garbage as the interpreter would, as long as its window lives, but in the window's thread.

    The interpreter looks in whatever thread makes the next object. A widget in a cycle that is found by
    another thread is deleted later, perhaps after its parent has taken it along: the program dies. Whoever
    goes on without a window lets the interpreter look again (``gc.enable``) once it is gone: not while it
    goes, when Qt holds locks that the end of another widget waits for.
    """

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(_look)
        QTimer.singleShot(_FIRST_MS, self, self._timer.start)
        gc.disable()


@contextmanager
def collector_held() -> Iterator[None]:
    """The collector of the window waits meanwhile.

    While many thousand points are made it would look again and again, each time at all of them, and every
    thread would wait for it.
    """
    _holds.append(None)
    try:
        yield
    finally:
        _holds.pop()


def _look() -> None:
    """Collect the oldest generation that is due."""
    due = [
        generation
        for generation, (made, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if made > limit
    ]
    if due and not _holds:
        gc.collect(due[-1])
