"""What an undo puts back within a branch: typed weights, and the optimizer that another one replaced."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from playground.app.commands import Retune, SetParameters
from playground.app.document import UNDO_LIMIT
from playground.engine.checkpoints import Line
from playground.engine.training import ParameterEdit, TrainingRun

T = TypeVar("T")
BYTES = 16 << 20
"""Bytes that the states on both sides of changes of training take at most; the oldest go first."""


@dataclass(frozen=True)
class _Retuned:
    """The run on both sides of a change of training, in one branch."""

    branch: int
    before: Line
    after: Line | None = None

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        return self.before.size + (self.after.size if self.after is not None else 0)


class UndoneChanges:
    """Keeps, for each undo step that stays in its branch, what stood there before it."""

    def __init__(self) -> None:
        self._typed: OrderedDict[int, tuple[ParameterEdit, ...]] = OrderedDict()
        self._retuned: OrderedDict[int, _Retuned] = OrderedDict()

    def __len__(self) -> int:
        """Number of undo steps of which something is kept."""
        return len(self._typed) + len(self._retuned)

    @property
    def size(self) -> int:
        """Bytes that the states take."""
        return sum(kept.size for kept in self._retuned.values())

    def clear(self) -> None:
        """Forget everything: another document begins."""
        self._typed.clear()
        self._retuned.clear()

    def parameters(self, run: TrainingRun, command: SetParameters) -> tuple[ParameterEdit, ...]:
        """The parameters to set: typed ones, or on undo those that stood there before."""
        token = command.cause.token
        if command.cause.direction == "undo":
            return self._typed.get(token, ())
        if command.cause.direction in ("do", "redo"):
            places = [(edit.layer_id, edit.row, edit.unit) for edit in command.edits]
            kind = type(command.edits[0])
            typed = tuple(kind(*place, run.get_parameter(*place)) for place in places)
            _keep(self._typed, token, typed)
        return command.edits

    def retune(self, run: TrainingRun, command: Retune, branch: int) -> None:
        """Change the way of training; where nothing was trained since, undo and redo are exact."""
        cause, before = command.cause, _light(run.line())
        kept = self._retuned.get(cause.token)
        run.retune(command.experiment)
        if cause.direction == "do":
            _keep(self._retuned, cause.token, _Retuned(branch, before))
        elif kept is None or kept.branch != branch:
            return
        elif cause.direction == "undo":
            self._retuned[cause.token] = _Retuned(branch, kept.before, before)
            _put_back(run, kept.before)
        elif cause.direction == "redo" and kept.after is not None:
            _put_back(run, kept.after)
        while len(self._retuned) > 1 and self.size > BYTES:
            self._retuned.popitem(last=False)


def _put_back(run: TrainingRun, line: Line) -> None:
    """Go to this state, if the run has not been trained since and no weight was typed."""
    then = line.checkpoint
    if then.step == run.step and np.array_equal(then.parameters, run.network.parameters):
        run.stand_at(line)


def _light(line: Line) -> Line:
    return replace(line, records=(), rows=line.rows[:0].copy())  # a view would hold all rows


def _keep(kept: OrderedDict[int, T], token: int, one: T) -> None:
    kept[token] = one
    kept.move_to_end(token)
    while len(kept) > UNDO_LIMIT:
        kept.popitem(last=False)
