"""Training without a window: so many epochs, measures at chosen ones, a polite stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from threadpoolctl import threadpool_limits

from playground.engine.training import TrainingRun


@dataclass(frozen=True)
class Outcome:
    """What a training without a window came to. ``report`` holds the measures at the asked epochs."""

    run: TrainingRun
    seconds: float
    steps: int
    report: list[dict[str, Any]] = field(default_factory=list)

    @property
    def steps_per_second(self) -> float:
        """Training steps a second, without the time that measuring took."""
        return self.steps / self.seconds if self.seconds > 0 else 0.0

    def as_builtins(self, *, with_report: bool) -> dict[str, Any]:
        """The object that ``playground train --json`` prints."""
        measures = {**self.run.metrics(), "seconds": self.seconds, "steps_per_second": self.steps_per_second}
        return {**measures, "report": self.report} if with_report else measures


def train(
    run: TrainingRun,
    epochs: int,
    report: Collection[int] = (),
    on_epoch: Callable[[TrainingRun], None] = lambda run: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Train for so many more epochs on one thread.

    Ends early when the run diverges, meets its stop condition, or ``should_stop()`` after an epoch.
    """
    last = run.epoch + epochs
    first_step = run.step
    measured: list[dict[str, Any]] = []
    seconds = 0.0

    def measure() -> None:
        if run.epoch in report:
            metrics = run.metrics()
            measured.append({name: metrics[name] for name in ("epoch", "train", "test")})

    measure()
    with threadpool_limits(1):
        while run.epoch < last and not run.diverged and not run.finished and not should_stop():
            started = time.perf_counter()
            run.take_epoch()
            seconds += time.perf_counter() - started
            measure()
            on_epoch(run)
    return Outcome(run, seconds, run.step - first_step, measured)
