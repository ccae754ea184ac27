"""Training the trials of a plan by an executor: in chunks, each row handed on as it comes."""

from __future__ import annotations

import itertools
import math
from collections import deque
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass
from typing import Any

from playground.app.sweep.plan import Plan, SweepError, Trial
from playground.app.sweep.trials import train_chunk
from playground.app.sweep.workers import Workers
from playground.engine.experiment import encode

CHUNK_SECONDS = 0.05
"""What travels to a worker at a time is worth so much of its time, where trials are shorter."""
LARGEST_CHUNK = 256
_POLL_SECONDS = 0.05
_CHUNKS_EACH = 2
_MOST_DEATHS = 3
"""So many trials whose workers die, and none that ends well, are no accident."""

Row = dict[str, Any]
"""What ``train_chunk`` gives for a trial."""


@dataclass(frozen=True)
class Failure:
    """A trial without a row, and why in a sentence."""

    trial: Trial
    reason: str


class Sweep:
    """A plan being worked off.

    A worker that dies costs the trials it may have been at one more try, each alone, so that the one to
    blame is found; a trial that loses its worker again is given up.
    """

    def __init__(self, plan: Plan, workers: Workers, *, has_pictures: bool = False) -> None:
        self._plan, self._workers = plan, workers
        self._text = encode(plan.experiment).decode()
        self._has_pictures = has_pictures
        self._seconds = CHUNK_SECONDS
        self._suspects: deque[Trial] = deque()
        self._deaths = 0
        self._left = self._count = 0
        self._has_lost = self._is_alone = False
        self.failures: list[Failure] = []

    def run(
        self,
        take: Callable[[Trial, Row], None],
        done: Collection[int] = frozenset(),
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Train what is not ``done`` and hand each row on as it comes, in whatever order.

        Raises SweepError where nothing can be computed any more; what ``take`` raises ends it too.
        """
        waiting = (self._plan.trial(index) for index in range(len(self._plan)) if index not in done)
        self._left = len(self._plan) - len(done)
        running: dict[Future[list[Row]], list[Trial]] = {}
        try:
            self._count = self._workers.count
            while not should_stop():
                self._submit(waiting, running)
                if not running:
                    break
                ready, _ = wait(running, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
                for future in ready:
                    self._collect(future, running.pop(future), take)
        finally:
            self._workers.stop()

    # --------------------------------------------------------------------------------------- private

    def _submit(self, waiting: Iterator[Trial], running: dict[Future[list[Row]], list[Trial]]) -> None:
        """Keep every worker busy; while there are suspects, with one of them alone in the end."""
        if running and (self._is_alone or self._suspects):
            return
        self._is_alone = bool(self._suspects)
        most = 1 if self._is_alone else _CHUNKS_EACH * self._count
        while len(running) < most and not (self._has_lost and running):
            if self._has_lost:
                self._workers.stop()
                self._has_lost = False
            if self._is_alone:
                chunk = [self._suspects.popleft()]
            else:
                chunk = list(itertools.islice(waiting, chunk_size(self._seconds, self._left, self._count)))
                self._left -= len(chunk)
            if not chunk:
                return
            trials = [(trial.set, trial.seed) for trial in chunk]
            executor = self._workers.executor()
            try:
                future = executor.submit(
                    train_chunk, self._text, trials, self._plan.epochs, self._has_pictures
                )
            except BrokenExecutor:  # a worker died while it had nothing to do
                self._suspects.extend(chunk)
                self._has_lost = True
                return
            running[future] = chunk

    def _collect(
        self, future: Future[list[Row]], chunk: list[Trial], take: Callable[[Trial, Row], None]
    ) -> None:
        try:
            rows = future.result()
        except CancelledError as error:
            raise SweepError("the cluster is gone; what was trained so far is kept") from error
        except Exception as error:
            if not self._workers.is_death(error):
                raise
            self._lose(chunk)
            return
        for trial, row in zip(chunk, rows, strict=True):
            if "error" in row:
                self.failures.append(Failure(trial, row["error"]))
                continue
            self._deaths = 0
            self._seconds += 0.3 * (row["seconds"] - self._seconds)
            take(trial, row)

    def _lose(self, chunk: list[Trial]) -> None:
        """Their worker died: each gets another try alone, or is given up if this was it."""
        self._has_lost = True
        if not self._is_alone:
            self._suspects.extend(chunk)
            return
        self._deaths += 1
        self.failures += [Failure(trial, "its worker died, twice") for trial in chunk]
        if self._deaths >= _MOST_DEATHS:
            raise SweepError(
                "the workers die one after the other; is there enough memory, "
                "and can another Python process be started here?"
            )


def chunk_size(seconds: float, left: int, workers: int) -> int:
    """So many of the ``left`` trials of these ``seconds`` that they are worth the way; no worker runs dry."""
    worth = math.ceil(CHUNK_SECONDS / max(seconds, 1e-9))
    share = math.ceil(left / (_CHUNKS_EACH * workers))
    return max(1, min(worth, share, LARGEST_CHUNK))
