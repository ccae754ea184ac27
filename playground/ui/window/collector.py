"""Cyclic garbage is looked for in the window's thread alone."""

from __future__ import annotations

import gc
from itertools import count

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 200
_FIRST_MS = 2000
"""Not while the window is being made: what is made then stays."""
_numbers = count()
_open: set[int] = set()


class Collector(QObject):
    """Looks for garbage as the interpreter would, as long as its window lives, but in the window's thread.

    The interpreter looks in whatever thread makes the next object. A widget in a cycle that is found by
    another thread is deleted later, perhaps after its parent has taken it along: the program dies.
    """

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(_look)
        QTimer.singleShot(_FIRST_MS, self, self._timer.start)
        number = next(_numbers)
        _open.add(number)
        gc.disable()
        self.destroyed.connect(lambda: _leave(number))


def _look() -> None:
    """Collect the oldest generation that is due."""
    due = [
        generation
        for generation, (made, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if made > limit
    ]
    if due:
        gc.collect(due[-1])


def _leave(number: int) -> None:
    """After the last window the interpreter looks by itself again."""
    _open.discard(number)
    if not _open:
        gc.enable()
