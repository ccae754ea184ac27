"""The display timer: takes what the trainer left, at most once per frame, and asks for the next."""

from __future__ import annotations

import math
import time
from functools import reduce

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from playground.app import commands as do
from playground.app.trainer import Report, Trainer
from playground.observe.snapshot import SnapshotRequest

FRAME_MS = 16
_FRAME_SECONDS = FRAME_MS / 1000
_LATE_POLL_MS = 2
_LEAD = 1.25
"""A picture is asked for so many times what the last one took before it is needed."""
_IDLE_POLL_MS = 60
_QUIET_TICKS = 60
"""After about a second without news the timer slows down; any command wakes it."""


class DisplayTimer(QObject):
    """Polls ``Trainer.latest``. One snapshot is in flight at most, and none when nothing is new."""

    reported = Signal(object)
    """A Report not seen before."""
    ticked = Signal()

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._trainer = trainer
        self._requests: dict[str, SnapshotRequest] = {}
        self._together: SnapshotRequest | None = None
        """What all askers need, until one of them needs something else."""
        self._asked: SnapshotRequest | None = None
        self._asked_number = 0
        self._report = trainer.latest
        self._quiet = 0
        self._is_hasty = False
        self._due = 0.0
        self._is_running = False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._ask_timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._ask_timer.timeout.connect(self._ask)

    @property
    def request(self) -> SnapshotRequest:
        """What all askers need together."""
        if self._together is None:
            self._together = reduce(SnapshotRequest.merged, self._requests.values(), SnapshotRequest())
        return self._together

    @property
    def asks_in(self) -> int:
        """Milliseconds until the next picture is asked for; -1 where that is not planned."""
        return self._ask_timer.remainingTime()

    def require(self, asker: str, request: SnapshotRequest) -> None:
        """Say what this asker needs from now on."""
        if self._requests.get(asker) != request:
            self._requests[asker] = request
            self._on_other_wish()

    def release(self, asker: str) -> None:
        """This asker needs nothing any more."""
        if self._requests.pop(asker, None) is not None:
            self._on_other_wish()

    def start(self) -> None:
        """Begin to poll."""
        self._is_running = True
        self._timer.start(0)

    def stop(self) -> None:
        """Poll no more."""
        self._is_running = False
        self._timer.stop()
        self._ask_timer.stop()

    def hasten(self) -> None:
        """The user has done something: ask for what it leads to as soon as the window has time."""
        self._quiet = 0
        self._is_hasty = True
        if self._is_running:
            self._timer.start(0)

    def _on_other_wish(self) -> None:
        """News is to be expected: poll at frame rate again."""
        self._together = None
        self._quiet = 0
        if self._is_running and (not self._timer.isActive() or self._timer.remainingTime() > FRAME_MS):
            self._timer.start(0)

    def _tick(self) -> None:
        report = self._trainer.latest
        is_news = report is not self._report
        self._report = report
        pause = self._pause_until_next(report, is_news)
        is_wanted = self._trainer.has_news or self.request != self._asked
        if self._is_hasty:
            self._ask_timer.stop()
            self._ask()
        elif report.playing and is_news:
            self._ask_in_time(report, pause)
        elif is_wanted and not self._ask_timer.isActive():
            self._ask()
        if is_news:
            self.reported.emit(report)
        self.ticked.emit()
        if self._is_running:
            self._timer.start(pause)

    def _ask_in_time(self, report: Report, pause: int) -> None:
        """Ask so late that the picture is just ready for the next frame: until then training runs on.

        A timer fires only after the window has painted: a picture made beside painting waits for the
        interpreter again and again, takes four times as long and makes painting slower.
        """
        lead = math.ceil(1000 * _LEAD * report.picture_seconds) + 1
        self._ask_timer.start(max(pause - lead, 0))

    def _ask(self) -> None:
        """One Ask in flight; one with another request replaces it, and one after the user did something."""
        request, is_hasty = self.request, self._is_hasty
        self._is_hasty = False
        in_flight = self._report.answered < self._asked_number
        if in_flight and request == self._asked and not is_hasty:
            return
        self._asked = request
        self._asked_number += 1
        self._trainer.post(do.Ask(self._asked_number, request))

    def _pause_until_next(self, report: Report, is_news: bool) -> int:
        """Milliseconds; frames keep their beat: a timer that fires late does not delay the next one."""
        if is_news:
            self._quiet = 0
            now = time.perf_counter()
            self._due = max(self._due + _FRAME_SECONDS, now)
            return max(1, round((self._due - now) * 1000))
        self._quiet += 1
        if report.playing:
            return _LATE_POLL_MS
        return FRAME_MS if self._quiet < _QUIET_TICKS else _IDLE_POLL_MS
