"""Measures of a network over a set of points: loss, accuracy, R2, the confusion of classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
        """The calls of a measure, for whoever runs them elsewhere; None where they run in parts.

        They leave the sum of losses and the scores, from which ``measures_of`` goes on.
        """
        if not self.points.count:
            return Measuring((), (), self.measures_of)
        whole = self._pass.whole()
        if whole is None or not whole[1].scores.flags.c_contiguous:
            return None
        return Measuring(whole[0], (whole[1].total_loss, whole[1].scores), self.measures_of)

    def measures_of(self, seen: Sequence[Array], penalties: Sequence[float]) -> list[Metrics]:
        """The measures from what ``measuring`` saw several times: sums of losses, scores ``(times, ...)``."""
        if not self.points.count:
            return [Metrics(loss=0.0, penalty=penalty) for penalty in penalties]
        losses, scores = seen
        labels = self.points.labels
        hits, squares = [0] * len(losses), [0.0] * len(losses)
        if self._is_regression:
            squares = [float(error.dot(error)) for error in scores[:, 0] - labels]
        else:
            hits = np.count_nonzero(decided_classes(scores) == labels, axis=-1).tolist()
        return list(map(self._metrics, losses.tolist(), penalties, hits, squares))

    def _sum(
        self, parts: Iterable[tuple[slice, Array, Array]], penalty: float, *, confusion: bool
    ) -> Metrics:
        """The measures over parts of the points: places, sums of losses, scores ``(outputs, n)``."""
        loss = squares = 0.0
        hits = 0
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
        return self._metrics(loss, penalty, hits, squares, None if table is None else sealed(table))

    def _metrics(
        self, loss: float, penalty: float, hits: int, squares: float, table: Array | None = None
    ) -> Metrics:
        """From the sums over all points: of losses, of points told rightly, of squared errors."""
        count = self.points.count
        if self._is_regression:
            spread = self._label_squares
            r2 = 1.0 - squares / spread if spread > 0.0 and np.isfinite(squares / spread) else None
            return Metrics(loss=loss / count, penalty=penalty, r2=r2)
        return Metrics(loss=loss / count, penalty=penalty, accuracy=hits / count, confusion=table)

    def predictions(self) -> Array:
        """The predictions ``(n, outputs)`` at the present parameters."""
        return np.ascontiguousarray(self._predicting.run().prediction.T)

    @cached_property
    def _predicting(self) -> Pass:
        return Pass(self._network, self.points, {"prediction"})


def decided_classes(scores: Array) -> Array:
    """The class that scores ``(..., outputs, n)`` decide for: ``(..., n)``."""
    is_one = scores.shape[-2] == 1
    decided: Array = scores[..., 0, :] > 0.0 if is_one else np.argmax(scores, axis=-2)
    return decided.astype(np.intp)
