"""How often a plot draws that is shown something new at every frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

_FRAME_MS = 16


class Pace(QObject):
    """Calls ``draw`` at once after a rest, else when the rest is over.

    What is shown at every frame is drawn when the window has painted the frame: so no frame waits for it.
    """

    def __init__(
        self, plot: QWidget, draw: Callable[[], None], milliseconds: int, *, shown_every: int = _FRAME_MS
    ) -> None:
        """A rest lasts so many ``milliseconds``; where it ends before the next picture comes, it ends now."""
        super().__init__(plot)
        self._shown_every = shown_every
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
        if self._rest.remainingTime() < self._shown_every:
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
