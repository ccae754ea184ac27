"""The measures of a run over its epochs: recorded as a curve, and watched for the end of training."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np

from playground.engine.arrays import FloatArray
from playground.engine.errors import ExperimentError, Note
from playground.engine.evaluation import Metrics
from playground.engine.experiment import CurveState, Stop
from playground.engine.program import Array
from playground.engine.workspace import NetworkPlan

CAPACITY = 1024
"""Records at most."""
_MEASURING_SHARE = 0.2
_LARGEST_FIRST_STRIDE = 64
_STEP_NANOSECONDS = 10_000.0

Measures = tuple[Metrics, Metrics | None]
"""Over the training points, and over the test points (None where none are held out)."""


# ----------------------------------------------------------------------------------- the curve


@dataclass(frozen=True)
class Curve:
    """Measures over recorded epochs, each ``(n,)``; NaN where a measure does not exist.

    Recording is bounded: when it is full every second record goes and the stride doubles.
    """

    epochs: FloatArray
    train_loss: FloatArray
    test_loss: FloatArray
    penalty: FloatArray
    train_accuracy: FloatArray
    test_accuracy: FloatArray
    gradient_norm: FloatArray
    learning_rate: FloatArray


COLUMNS = tuple(field.name for field in fields(Curve))
"""A row of records has a number for each."""


class CurveRecorder:
    """Records measures at epochs divisible by a stride, which doubles when the room is full."""

    def __init__(self, stride: int = 1) -> None:
        self._rows = np.empty((CAPACITY, len(COLUMNS)))
        self._count = 0
        self.stride = stride

    def is_due(self, epoch: int) -> bool:
        """Whether this epoch is one to record."""
        return epoch % self.stride == 0

    def record(self, row: Array) -> None:
        """Add a row of ``COLUMNS``; rows at and after its epoch, of another past, go."""
        if self._count and row[0] <= self._rows[self._count - 1, 0]:
            self._count = int(np.searchsorted(self._rows[: self._count, 0], row[0]))
        if self._count == CAPACITY:
            self.stride *= 2
            kept = self._rows[self._rows[:, 0] % self.stride == 0]
            self._count = len(kept)
            self._rows[: self._count] = kept
        if self.is_due(int(row[0])):
            self._rows[self._count] = row
            self._count += 1

    def forget_after(self, epoch: int) -> None:
        """Drop the records later than the epoch."""
        self._count = int(np.searchsorted(self._rows[: self._count, 0], epoch, side="right"))

    @property
    def rows(self) -> Array:
        """A copy of the records ``(n, columns)``."""
        return self._rows[: self._count].copy()

    def put(self, rows: Array, stride: int) -> None:
        """Take over records ``(n, columns)`` and their stride."""
        self._count, self.stride = len(rows), stride
        self._rows[: self._count] = rows

    def curve(self, end: Array | None = None) -> Curve:
        """The records, with ``end`` (a row) behind them where it is later than all."""
        rows = self._rows[: self._count].copy()
        if end is not None and (not self._count or end[0] > rows[-1, 0]):
            rows = np.concatenate([rows, end[None]])
        columns = np.ascontiguousarray(rows.T)
        columns.flags.writeable = False
        return Curve(*columns)

    def state(self) -> CurveState:
        """The records for a file; None stands for what is no number."""
        columns = self._rows[: self._count].T.tolist()
        return CurveState(
            {
                name: tuple(value if math.isfinite(value) else None for value in column)
                for name, column in zip(COLUMNS, columns, strict=True)
            }
        )

    def restore(self, state: CurveState) -> None:
        """Take over the records of a file; columns it lacks are empty. Raises ExperimentError."""
        epochs = state.columns.get("epochs", ())
        rows = np.full((len(epochs), len(COLUMNS)), math.nan)
        for place, name in enumerate(COLUMNS):
            column = state.columns.get(name, ())
            if len(column) == len(epochs):
                rows[:, place] = [math.nan if value is None else value for value in column]
        rows = rows[np.isfinite(rows[:, 0])]
        if np.any(np.diff(rows[:, 0]) <= 0.0):
            raise ExperimentError(
                "run.history.columns.epochs", Note("each epoch must be later than the one before")
            )
        while len(rows) > CAPACITY:
            self.stride *= 2
            rows = rows[rows[:, 0] % self.stride == 0]
        gaps = np.diff(rows[:, 0])
        if gaps.size:
            self.stride = max(self.stride, int(gaps.min()))
        self._count = len(rows)
        self._rows[: self._count] = rows

    def take_over(self, other: CurveRecorder) -> None:
        """Go on from another recorder's records."""
        self._rows[:] = other._rows
        self._count, self.stride = other._count, max(self.stride, other.stride)


def curve_row(
    epoch: float, train: Metrics, test: Metrics | None, gradient_norm: float, learning_rate: float
) -> Array:
    """One row of ``COLUMNS``; NaN where a measure does not exist."""

    def number(value: float | None) -> float:
        return math.nan if value is None else value

    return np.array(
        [
            epoch,
            train.loss,
            number(test.loss if test else None),
            train.penalty,
            number(train.accuracy),
            number(test.accuracy if test else None),
            gradient_norm,
            learning_rate,
        ]
    )


def first_stride(plan: NetworkPlan, train_points: int, test_points: int, steps: int) -> int:
    """Every how many epochs to measure, so that measuring costs a small share of training.

    1 where steps are small; large batches cost hardly more than measuring does. It depends on sizes
    alone, so that the same experiment always gives the same records.
    """
    point = 0.05 * plan.size + 0.5 * plan.total_width
    epoch = steps * _STEP_NANOSECONDS + 3.0 * point * train_points
    share, stride = point * (train_points + test_points) / max(epoch, 1.0), 1
    while share > _MEASURING_SHARE * stride and stride < _LARGEST_FIRST_STRIDE:
        stride *= 2
    return stride


# ------------------------------------------------------------------------- the end of training


class StopWatch:
    """Watches a run's epochs; remembers the lowest loss and when it was.

    Loss and accuracy are the test points', or the training points' where none are held out.
    """

    def __init__(self) -> None:
        self.best_loss, self.best_epoch = math.inf, 0

    @staticmethod
    def needs_measures(stop: Stop) -> bool:
        """Whether a condition looks at loss or accuracy, so that every epoch must be measured."""
        return stop.loss_below is not None or stop.accuracy_above is not None or stop.patience is not None

    def look(self, stop: Stop, epoch: int, measures: Measures | None) -> str | None:
        """The name of the condition that is met at the end of this epoch, or None."""
        if measures is not None:
            judged = measures[0] if measures[1] is None else measures[1]
            if judged.loss < self.best_loss:
                self.best_loss, self.best_epoch = judged.loss, epoch
            if stop.loss_below is not None and judged.loss < stop.loss_below:
                return "loss_below"
            accuracy = judged.accuracy
            if stop.accuracy_above is not None and accuracy is not None and accuracy >= stop.accuracy_above:
                return "accuracy_above"
            if stop.patience is not None and epoch - self.best_epoch >= stop.patience:
                return "patience"
        return "epochs" if stop.epochs is not None and epoch >= stop.epochs else None

    def reset(self, epoch: int) -> None:
        """Forget the lowest loss: from now on something else is minimised or measured."""
        self.best_loss, self.best_epoch = math.inf, epoch

    def restore(self, best_loss: float | None, best_epoch: int) -> None:
        """Take over what a file remembers."""
        self.best_loss = math.inf if best_loss is None else best_loss
        self.best_epoch = best_epoch
