"""How often something draws that is shown something new at every frame."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

FRAME_MS = 16
_CROWDED_MS = 8
"""A frame that took so long to paint, or drew something else since, has no room for more."""
_MOST_WAITS = 3
_ALONE_MS = 150
"""What comes so long after the last is not one picture of many, but what the user waits for."""


class Pace(QObject):
    """Calls ``draw`` at once after a rest, else when the rest is over.

    What is shown one picture after the other is drawn when the window has painted the frame, so that no
    frame waits for it; and no two such drawings in one frame, so that the next does not wait either.
    """

    _last: ClassVar[float] = -math.inf
    """When any of them drew."""

    def __init__(
        self, plot: QWidget, draw: Callable[[], None], milliseconds: int, *, shown_every: int = FRAME_MS
    ) -> None:
        """A rest lasts so many ``milliseconds``; where it ends before the next picture comes, it ends now."""
        super().__init__(plot)
        self._plot, self._draw = plot, draw
        self._milliseconds, self._shown_every = milliseconds, shown_every
        self._is_behind = self._is_after_frame = False
        self._told = self._rested = -math.inf
        self._waits = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._catch_up)

    @property
    def is_behind(self) -> bool:
        """Whether something new waits to be drawn."""
        return self._is_behind

    def want(self) -> None:
        """There is something new to draw."""
        now = _now()
        is_alone = now - self._told > _ALONE_MS
        self._told = now
        if now + self._shown_every <= self._rested:
            self._is_behind = True
            self._wait(self._rested - now + self._shown_every)
        elif is_alone and now >= self._rested:
            self.draw_now()
        else:
            self._is_behind = self._is_after_frame = True
            self._timer.start(0)  # the window paints before it looks at its timers

    def draw_now(self) -> None:
        """Draw without waiting, where the plot is seen."""
        self._is_behind, self._waits = False, 0
        self._timer.stop()
        if self._plot.isVisible():
            self._draw()
            Pace._last = _now()
            self._rested = Pace._last + self._milliseconds

    def stop(self) -> None:
        """The plot is seen no more."""
        self._is_behind = False
        self._told = self._rested = -math.inf
        self._timer.stop()

    def _wait(self, milliseconds: float) -> None:
        """Draw then, unless another picture comes before."""
        self._is_after_frame = False
        self._timer.start(round(milliseconds))

    def _catch_up(self) -> None:
        """Draw, or wait for the next frame where this one was crowded."""
        now = _now()
        is_crowded = now - self._told > _CROWDED_MS or now - Pace._last < _CROWDED_MS
        if self._is_after_frame and is_crowded and self._waits < _MOST_WAITS:
            self._waits += 1
            self._wait(2 * self._shown_every)
        else:
            self.draw_now()


def _now() -> float:
    """Milliseconds."""
    return 1000.0 * time.perf_counter()
