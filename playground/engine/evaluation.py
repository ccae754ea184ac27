"""Measures of a network over a set of points: loss, accuracy, R2, the confusion of classes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.engine.arrays import sealed
from playground.engine.network import Network
from playground.engine.passes import LabelledSet, Pass
from playground.engine.program import Array
from playground.engine.stretch import Measuring


@dataclass(frozen=True)
class Metrics:
    """Measures over a set of points. ``loss`` is the mean data loss, without ``penalty``."""

    loss: float
    penalty: float
    accuracy: float | None = None
    r2: float | None = None
    confusion: NDArray[np.int64] | None = None


class Evaluator:
    """Loss and measures of a network's present parameters over one set of points."""

    def __init__(self, network: Network, points: LabelledSet) -> None:
        self.points = points
        self._network = network
        self._is_regression = network.problem == "regression"
        self._classes = max(2, network.plan.outputs)
        self._pass = Pass(network, points, {"scores", "losses"})
        mean = points.labels.mean() if points.count else 0.0
        with np.errstate(all="ignore"):
            self._label_squares = float(np.sum((points.labels - mean) ** 2))

    def measure(self, penalty: float, *, confusion: bool = False) -> Metrics:
        """The measures at the present parameters; a set without points has a loss of 0."""
        if not self.points.count:
            return Metrics(loss=0.0, penalty=penalty)
        parts = ((part.place, part.total_loss, part.scores) for part in self._pass.parts())
        return self._sum(parts, penalty, confusion=confusion)

    def measuring(self) -> Measuring | None:
        """The calls of a measure, for whoever runs them elsewhere; None where they run in parts."""
        if not self.points.count:
            return Measuring((), ())
        whole = self._pass.whole()
        if whole is None or not whole[1].scores.flags.c_contiguous:
            return None
        return Measuring(whole[0], (whole[1].total_loss, whole[1].scores))

    def measures_of(self, seen: tuple[Array, ...], penalty: float) -> Metrics:
        """The measures that follow from what the calls of ``measuring`` left."""
        total_loss, scores = seen[:2]
        return self._sum([(slice(0, self.points.count), total_loss, scores)], penalty, confusion=False)

    def _sum(
        self, parts: Iterable[tuple[slice, Array, Array]], penalty: float, *, confusion: bool
    ) -> Metrics:
        """The measures over parts of the points: places, sums of losses, scores ``(outputs, n)``."""
        loss = hits = squares = 0.0
        table = np.zeros((self._classes, self._classes), dtype=np.int64) if confusion else None
        for place, total_loss, scores in parts:
            loss += float(total_loss)
            labels = self.points.labels[place]
            if self._is_regression:
                error = scores[0] - labels
                squares += float(error.dot(error))
                continue
            classes = decided_classes(scores)
            hits += int(np.count_nonzero(classes == labels))
            if table is not None:
                np.add.at(table, (labels.astype(np.intp), classes), 1)
        count = self.points.count
        if self._is_regression:
            spread = self._label_squares
            r2 = 1.0 - squares / spread if spread > 0.0 and np.isfinite(squares / spread) else None
            return Metrics(loss=loss / count, penalty=penalty, r2=r2)
        confused = None if table is None else sealed(table)
        return Metrics(loss=loss / count, penalty=penalty, accuracy=hits / count, confusion=confused)

    def predictions(self) -> Array:
        """The predictions ``(n, outputs)`` at the present parameters."""
        return np.ascontiguousarray(self._predicting.run().prediction.T)

    @cached_property
    def _predicting(self) -> Pass:
        return Pass(self._network, self.points, {"prediction"})


def decided_classes(scores: Array) -> Array:
    """The class that scores ``(outputs, n)`` decide for: ``(n,)``."""
    decided: Array = scores[0] > 0.0 if scores.shape[0] == 1 else np.argmax(scores, axis=0)
    return decided.astype(np.intp)
