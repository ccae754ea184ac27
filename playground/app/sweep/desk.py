"""A sweep beside the window: on a plain thread and low-priority processes, with progress, cancel, resume."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from playground.app import sentences
from playground.app.sweep.plan import Plan, SweepError, Trial, make_plan, parse_over
from playground.app.sweep.results import Results, TableFile
from playground.app.sweep.running import Failure, Sweep
from playground.app.sweep.workers import Processes, Workers, cores
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment

POLL_MS = 100
END_SECONDS = 10.0
translate = sentences.translate


@dataclass(frozen=True)
class Request:
    """What the user asks for: ``over`` are fields with their values as they are typed.

    ``random``: so many draws; None: the whole grid.
    """

    over: tuple[tuple[str, str], ...] = ()
    seeds: int = 1
    epochs: int = 100
    random: int | None = None
    workers: int = 1


@dataclass
class _Job:
    """What the thread and the window share: rows come by a queue, one flag goes in. No Qt."""

    sweep: Sweep
    done: frozenset[int]
    rows: queue.SimpleQueue[tuple[Trial, dict[str, Any]]] = field(default_factory=queue.SimpleQueue)
    cancelled: threading.Event = field(default_factory=threading.Event)
    error: Exception | None = None

    def run(self) -> None:
        try:
            self.sweep.run(lambda trial, row: self.rows.put((trial, row)), self.done, self.cancelled.is_set)
        except Exception as error:  # the thread's outermost slot: the window tells the user
            self.error = error


class SweepDesk(QObject):
    """The one sweep of a window, and its rows. ``close`` must be called before it goes.

    ``changed`` tells of new rows, of a start and of an end; ``failed`` of an error nobody expected.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        make_workers: Callable[[int], Workers] = lambda count: Processes(count, are_polite=True),
    ) -> None:
        super().__init__(parent)
        self.request = Request(workers=max(cores() - 1, 1))
        self.results: Results | None = None
        self.failures: list[Failure] = []
        self.sentence = ""
        """Why the sweep ended early, if it did by itself."""
        self.make_workers = make_workers
        self._job: _Job | None = None
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def is_running(self) -> bool:
        """Whether trials are being trained."""
        return self._job is not None

    @property
    def can_resume(self) -> bool:
        """Whether trials of the last sweep are still to be trained."""
        return (
            not self.is_running
            and self.results is not None
            and len(self.results.rows) < len(self.results.plan)
        )

    def plan_of(self, experiment: Experiment, request: Request) -> Plan:
        """The plan of a request. Raises SweepError or ExperimentError with one sentence."""
        over = [parse_over(f"{path}={values}") for path, values in request.over]
        return make_plan(experiment, over, epochs=request.epochs, seeds=request.seeds, random=request.random)

    def start(self, experiment: Experiment, request: Request) -> None:
        """Begin anew. Raises SweepError or ExperimentError with one sentence, and nothing is lost then."""
        plan = self.plan_of(experiment, request)
        self.cancel()
        self.request = request
        self.results = Results(plan)
        self._begin()

    def resume(self) -> None:
        """Train what the cancelled sweep has not trained."""
        if self.can_resume:
            self._begin()

    def cancel(self) -> None:
        """Stop; finished rows stay, what is being trained is given up."""
        job, thread = self._job, self._thread
        if job is None or thread is None:
            return
        job.cancelled.set()
        thread.join(END_SECONDS)
        self._take_rows(job)
        self._end(job)

    def close(self) -> None:
        """Cancel, for good."""
        self.cancel()

    def csv(self) -> bytes:
        """The table as ``playground sweep --out`` writes it."""
        if self.results is None:
            return b""
        return TableFile(Path(), self.results.plan).csv(self.results.trials())

    # --------------------------------------------------------------------------------------- private

    def _begin(self) -> None:
        assert self.results is not None
        workers = self.make_workers(self.request.workers)
        sweep = Sweep(self.results.plan, workers, has_pictures=True)
        self.failures, self.sentence = [], ""
        self._job = job = _Job(sweep, frozenset(self.results.rows))
        self._thread = threading.Thread(target=job.run, name="sweep", daemon=True)
        self._thread.start()
        self._timer.start()
        self.changed.emit()

    def _poll(self) -> None:
        job, thread = self._job, self._thread
        if job is None or thread is None:
            return
        is_over = not thread.is_alive()
        has_rows = self._take_rows(job)
        if is_over:
            self._end(job)
        elif has_rows:
            self.changed.emit()

    def _take_rows(self, job: _Job) -> bool:
        assert self.results is not None
        has_rows = False
        while not job.rows.empty():
            self.results.add(*job.rows.get())
            has_rows = True
        return has_rows

    def _end(self, job: _Job) -> None:
        self._timer.stop()
        self._job = self._thread = None
        self.failures = job.sweep.failures
        if isinstance(job.error, SweepError):
            self.sentence = sentences.told(job.error.note)
        elif isinstance(job.error, ExperimentError):
            self.sentence = str(job.error)
        elif job.error is not None:
            self.failed.emit(job.error)
        elif self.failures:
            self.sentence = translate("Sweep", "{count} trials could not be trained: {reason}").format(
                count=len(self.failures), reason=self.failures[0].reason
            )
        self.changed.emit()
