"""The conditions that end a training by itself."""

from __future__ import annotations

import math

from playground.engine.recipe import Stop
from playground.engine.snapshot import Metrics

Measures = tuple[Metrics, Metrics | None]
"""Over the training points, and over the test points (None where none are held out)."""


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
