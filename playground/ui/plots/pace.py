"""How often a plot draws that is shown something new at every frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

_NEXT_MS = 16
"""The next picture comes so soon: a plot whose rest ends before that need not wait for its end."""


class Pace(QObject):
    """Calls ``draw`` at once after a rest, else when the rest is over.

    What is shown at every frame is drawn when the window has painted the frame: so no frame waits for it.
    """

    def __init__(self, plot: QWidget, draw: Callable[[], None], milliseconds: int) -> None:
        super().__init__(plot)
        self._plot, self._draw = plot, draw
        self._is_behind = False
        self._rest = QTimer(self, singleShot=True, interval=milliseconds)
        self._soon = QTimer(self, singleShot=True, interval=0)
        for timer in (self._rest, self._soon):
            timer.timeout.connect(self._catch_up)

    @property
    def is_behind(self) -> bool:
        """Whether something new waits to be drawn."""
        return self._is_behind

    def want(self) -> None:
        """There is something new to draw."""
        if not self._rest.isActive():
            self.draw_now()
            return
        self._is_behind = True
        if self._rest.remainingTime() < _NEXT_MS:
            self._soon.start()

    def draw_now(self) -> None:
        """Draw without waiting, where the plot is seen."""
        self._is_behind = False
        self._soon.stop()
        if self._plot.isVisible():
            self._draw()
            self._rest.start()

    def stop(self) -> None:
        """The plot is seen no more."""
        self._is_behind = False
        self._rest.stop()
        self._soon.stop()

    def _catch_up(self) -> None:
        if self._is_behind:
            self.draw_now()
