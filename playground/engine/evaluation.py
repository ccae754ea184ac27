"""Measures of the network over a set of points: loss, accuracy, gradients, in evaluation mode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine.arrays import sealed
from playground.engine.losses import Head
from playground.engine.program import Array, Calls, Program, run
from playground.engine.workspace import NetworkPlan, Workspace, chunk_size


@dataclass(frozen=True)
class Metrics:
    """Measures over a set of points. ``loss`` is the mean data loss, without ``penalty``."""

    loss: float
    penalty: float
    accuracy: float | None = None
    r2: float | None = None
    confusion: NDArray[np.int64] | None = None


@dataclass(frozen=True)
class LabelledSet:
    """Points as the network sees them: ``augmented (features + 1, n)`` with a last row of ones.

    ``targets (outputs, n)`` are the labels ``(n,)`` as the loss codes them.
    """

    augmented: Array
    labels: Array
    targets: Array

    @classmethod
    def of(cls, features: Array, labels: Array, head: Head, outputs: int) -> LabelledSet:
        """The set of features ``(n, features)`` and labels ``(n,)``."""
        augmented = np.ones((features.shape[1] + 1, features.shape[0]))
        augmented[:-1] = features.T
        return cls(augmented, np.asarray(labels, dtype=np.float64), head.encode(labels, outputs))

    @property
    def count(self) -> int:
        """Number of points."""
        return int(self.labels.size)


class _Chunks:
    """The set cut into chunks, with a workspace for each chunk size and its calls bound to the set."""

    def __init__(self, plan: NetworkPlan, parameters: Array, state: Array, points: LabelledSet) -> None:
        size = chunk_size(plan, points.count)
        starts = range(0, points.count, size) if size else range(0)
        slices = [slice(start, min(start + size, points.count)) for start in starts]
        self.slices = slices
        self.workspaces = {
            s.stop - s.start: Workspace(plan, parameters, state, s.stop - s.start) for s in slices
        }

    def bound(self, points: LabelledSet, targets: dict[int, Array]) -> list[tuple[Workspace, slice, Calls]]:
        """Each chunk's workspace, its place in the set and its calls."""
        bound = []
        for place in self.slices:
            workspace = self.workspaces[place.stop - place.start]
            augmented = points.augmented[:, place]
            binding = [
                (workspace.inputs.augmented, augmented),
                (workspace.inputs.values, augmented[:-1]),
                (targets[workspace.samples], points.targets[:, place]),
            ]
            bound.append((workspace, place, workspace.program.bound_calls([binding])[0]))
        return bound


class Evaluator:
    """Loss and measures of the present parameters over one set of points."""

    def __init__(
        self,
        plan: NetworkPlan,
        parameters: Array,
        state: Array,
        head: Head,
        problem: str,
        points: LabelledSet,
    ) -> None:
        self.points = points
        self._head = head
        self._is_regression = problem == "regression"
        self._classes = max(2, plan.outputs)
        self._values: dict[int, Array] = {}
        targets: dict[int, Array] = {}
        chunks = _Chunks(plan, parameters, state, points)
        for samples, workspace in chunks.workspaces.items():
            targets[samples] = np.empty((plan.outputs, samples))
            self._values[samples] = workspace.program.empty(samples)
            head.values(workspace.program, workspace.scores, targets[samples], self._values[samples])
        self._chunks = chunks.bound(points, targets)
        mean = points.labels.mean() if points.count else 0.0
        with np.errstate(all="ignore"):
            self._label_squares = float(np.sum((points.labels - mean) ** 2))

    def measure(self, penalty: float, *, confusion: bool = False) -> Metrics:
        """The measures at the present parameters; a set without points has a loss of 0."""
        if not self.points.count:
            return Metrics(loss=0.0, penalty=penalty)
        loss = hits = squares = 0.0
        table = np.zeros((self._classes, self._classes), dtype=np.int64) if confusion else None
        for workspace, place in self._run():
            loss += float(self._values[workspace.samples].sum())
            labels = self.points.labels[place]
            if self._is_regression:
                error = workspace.scores[0] - labels
                squares += float(error.dot(error))
                continue
            classes = decided_classes(workspace.scores)
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

    def scores(self) -> Array:
        """The scores ``(outputs, n)`` at the present parameters."""
        out = np.empty_like(self.points.targets)
        for workspace, place in self._run():
            out[:, place] = workspace.scores
        return out

    def predictions(self) -> Array:
        """The predictions ``(n, outputs)`` at the present parameters."""
        scores, program = self.scores(), Program()
        prediction = np.empty_like(scores)
        self._head.predict(program, scores, prediction)
        with np.errstate(all="ignore"):
            run(program.calls())
        return np.ascontiguousarray(prediction.T)

    def _run(self) -> Iterator[tuple[Workspace, slice]]:
        with np.errstate(all="ignore"):
            for workspace, place, calls in self._chunks:
                run(calls)
                yield workspace, place


class GradientEvaluator:
    """Mean data loss and its gradient over one set of points, in evaluation mode."""

    def __init__(
        self, plan: NetworkPlan, parameters: Array, state: Array, head: Head, points: LabelledSet
    ) -> None:
        self.points = points
        self.gradients = np.zeros(plan.size)
        self._part = np.zeros(plan.size)
        self._values: dict[int, Array] = {}
        targets: dict[int, Array] = {}
        chunks = _Chunks(plan, parameters, state, points)
        for samples, workspace in chunks.workspaces.items():
            program = workspace.program
            targets[samples] = np.empty((plan.outputs, samples))
            self._values[samples] = program.empty(samples)
            slopes = program.empty(plan.outputs, samples)
            head.values(program, workspace.scores, targets[samples], self._values[samples])
            head.gradient(program, workspace.scores, targets[samples], 1.0 / points.count, slopes)
            workspace.emit_backward(slopes, self._part)
        self._chunks = chunks.bound(points, targets)

    def measure(self) -> tuple[float, Array]:
        """The mean loss, and the flat gradient (this object's own array, good until the next call)."""
        self.gradients.fill(0.0)
        loss = 0.0
        with np.errstate(all="ignore"):
            for workspace, _, calls in self._chunks:
                run(calls)
                self.gradients += self._part
                loss += float(self._values[workspace.samples].sum())
        return loss / max(self.points.count, 1), self.gradients


class UnitEvaluator:
    """One unit's values, and the gradients that reach it, at every point of a set, in evaluation mode."""

    def __init__(
        self, plan: NetworkPlan, parameters: Array, state: Array, head: Head, points: LabelledSet
    ) -> None:
        self.points = points
        targets: dict[int, Array] = {}
        chunks = _Chunks(plan, parameters, state, points)
        for samples, workspace in chunks.workspaces.items():
            targets[samples] = np.empty((plan.outputs, samples))
            slopes = workspace.program.empty(plan.outputs, samples)
            head.gradient(workspace.program, workspace.scores, targets[samples], 1.0, slopes)
            workspace.emit_backward(slopes, None, reach="units")
        self._chunks = chunks.bound(points, targets)

    def measure(self, layer: int, unit: int) -> tuple[Array, Array]:
        """The unit's values (an output's: scores) ``(n,)``, and ``d loss of the point / d value (n,)``."""
        values, gradients = np.empty(self.points.count), np.empty(self.points.count)
        with np.errstate(all="ignore"):
            for workspace, place, calls in self._chunks:
                run(calls)
                one = workspace.passes[layer]
                values[place], gradients[place] = one.outputs.values[unit], one.upstream[unit]
        return values, gradients


def decided_classes(scores: Array) -> Array:
    """The class that scores ``(outputs, n)`` decide for: ``(n,)``."""
    decided: Array = scores[0] > 0.0 if scores.shape[0] == 1 else np.argmax(scores, axis=0)
    return decided.astype(np.intp)
