"""The display timer: takes what the trainer left, at most once per frame, and asks for the next."""

from __future__ import annotations

from functools import reduce

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal

from playground.app import commands as do
from playground.app.trainer import Report, Trainer
from playground.observe.snapshot import SnapshotRequest

FRAME_MS = 16
_LATE_POLL_MS = 2
_ASK = QEvent.Type(QEvent.registerEventType())
_LAST = Qt.EventPriority.LowEventPriority.value - 1
"""The window paints with low priority: this comes after that."""
_ROUNDS = 3
"""Rounds of events until all is painted: the frame; a scene that is drawn then tells its view; and this."""
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
        self._is_running = self._is_late = False
        self._rounds = 0
        self._beat = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._tick)
        self._soon = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._soon.timeout.connect(self._tick)

    @property
    def request(self) -> SnapshotRequest:
        """What all askers need together."""
        if self._together is None:
            self._together = reduce(SnapshotRequest.merged, self._requests.values(), SnapshotRequest())
        return self._together

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
        self._begin_beat()

    def stop(self) -> None:
        """Poll no more."""
        self._is_running = False
        self._beat.stop()
        self._soon.stop()

    def hasten(self) -> None:
        """The user has done something: ask for what it leads to as soon as the window has time."""
        self._quiet = 0
        self._is_hasty = True
        if self._is_running:
            self._begin_beat()

    def _on_other_wish(self) -> None:
        self._together = None
        self._keep_awake()

    def _keep_awake(self) -> None:
        """News is to be expected: poll at frame rate again."""
        self._quiet = 0
        if self._is_running and self._beat.interval() > FRAME_MS:
            self._begin_beat()

    def _begin_beat(self) -> None:
        """One frame now, and from now on one every so many milliseconds."""
        self._beat.start(FRAME_MS)
        self._soon.start(0)

    def _tick(self) -> None:
        report = self._trainer.latest
        is_news = report is not self._report
        self._report = report
        is_wanted = self._trainer.has_news or self.request != self._asked
        if self._is_hasty:
            self._ask()
        elif report.playing and is_news:
            self._ask_when_painted(_ROUNDS)
        elif is_wanted:
            self._ask()
        if is_news:
            self._keep_awake()
            if self._is_late:  # a frame lasts as long as any, also after one that came late
                self._beat.start(FRAME_MS)
            self._is_late = False
            self._soon.stop()
            self.reported.emit(report)
        else:
            self._wait_for_news(report)
        self.ticked.emit()

    def _wait_for_news(self, report: Report) -> None:
        """Look again soon where a picture is late, seldom where nothing has come for long."""
        self._quiet += 1
        if not self._is_running:
            return
        if report.playing:
            self._is_late = True
            self._soon.start(_LATE_POLL_MS)
        elif self._quiet == _QUIET_TICKS:
            self._beat.start(_IDLE_POLL_MS)

    def _ask_when_painted(self, rounds: int) -> None:
        """Ask after so many rounds of events.

        A picture that is made beside painting waits for the interpreter again and again, and painting for it.
        """
        self._rounds = rounds
        QCoreApplication.postEvent(self, QEvent(_ASK), _LAST)

    def customEvent(self, event: QEvent) -> None:
        """Ask for the next picture when this one is painted."""
        if self._is_running and self._rounds > 1:
            self._ask_when_painted(self._rounds - 1)
        elif self._is_running:
            self._ask()

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
