"""A long computation beside the window: on a plain thread, with progress, cancelled at any step."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal

from playground.engine.training import TrainingRun

T = TypeVar("T")

Steps: TypeAlias = Generator[float, None, Any]
"""A computation in steps: yields the share done (0 to 1), returns its result."""

POLL_MS = 30
JOIN_SECONDS = 2.0
_ANSWER_SECONDS = 0.002


def copy_run(run: TrainingRun) -> TrainingRun:
    """A run of its own in the same state, for a computation beside the training (``Session.compute``)."""
    return TrainingRun(replace(run.experiment, run=run.state()), run.points)


def with_answer(future: Future[T], work: Callable[[T], Steps]) -> Callable[[], Steps]:
    """The computation that waits for what the trainer answers and then works on it."""

    def begin() -> Steps:
        while not future.done():
            time.sleep(_ANSWER_SECONDS)
            yield 0.0
        return (yield from work(future.result()))

    return begin


@dataclass
class _Job:
    """What the thread and the window share: one flag in, three attributes out. No Qt."""

    begin: Callable[[], Steps]
    cancelled: threading.Event = field(default_factory=threading.Event)
    share: float = 0.0
    result: Any = None
    error: Exception | None = None
    done: bool = False

    def run(self) -> None:
        try:
            generator = self.begin()
            while not self.cancelled.is_set():
                try:
                    self.share = next(generator)
                except StopIteration as end:
                    self.result = end.value
                    break
            else:
                generator.close()
        except Exception as error:  # the thread's outermost slot: the window tells the user
            self.error = error
        self.done = True


class Background(QObject):
    """Runs one computation at a time; starting another one cancels the first.

    ``progressed(share)`` while it runs, then exactly one of ``finished(result)``, ``failed(error)``
    and ``cancelled()``. All signals come in the thread of this object.
    """

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: _Job | None = None
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self, interval=POLL_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._poll)
        program = QCoreApplication.instance()
        if program is not None:
            program.aboutToQuit.connect(self.shutdown)

    @property
    def is_running(self) -> bool:
        """Whether a computation goes on."""
        return self._job is not None

    def start(self, begin: Callable[[], Steps]) -> None:
        """Run the generator that ``begin`` makes; it is made and run on the thread."""
        self.cancel()
        self._job = _Job(begin)
        self._thread = threading.Thread(target=self._job.run, name="background", daemon=True)
        self._thread.start()
        self._timer.start()

    def cancel(self) -> None:
        """Stop after the present step; nothing more is heard of it but ``cancelled``."""
        if self._job is None:
            return
        self._job.cancelled.set()
        self._forget()
        self.cancelled.emit()

    def shutdown(self) -> None:
        """Cancel and wait for the thread to end."""
        thread = self._thread
        self.cancel()
        if thread is not None:
            thread.join(JOIN_SECONDS)

    def _poll(self) -> None:
        job = self._job
        if job is None:
            return
        if not job.done:
            self.progressed.emit(job.share)
            return
        if self._thread is not None:
            self._thread.join(JOIN_SECONDS)
        self._forget()
        if job.error is not None:
            self.failed.emit(job.error)
        else:
            self.finished.emit(job.result)

    def _forget(self) -> None:
        self._timer.stop()
        self._job = None
