"""Where parameters wait that an edit took away, until an undo or redo asks for them back."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from playground.app import commands as do
from playground.app.document import UNDO_LIMIT, Cause
from playground.engine.checkpoints import copy_surviving_state, copy_survivors
from playground.engine.experiment import Experiment, RunState
from playground.engine.training import ParameterEdit, TrainingRun
from playground.engine.workspace import NetworkPlan

MAXIMUM_NUMBERS = 8_000_000
"""So many numbers are kept at most (64 MB); the oldest steps go first."""
WHOLE_RUNS = 24
"""Of so many undo steps the whole run is kept; undoing an older one starts that run again."""

_Key: TypeAlias = tuple[int, Literal["before", "after"]]


@dataclass(frozen=True)
class _Keepsake:
    """A network as it stood before (or after) an undo step.

    ``run`` is all of the run's state where the step started over, encoded: a quarter of its size.
    """

    experiment: Experiment
    plan: NetworkPlan
    parameters: NDArray[np.float64]
    state: NDArray[np.float64]
    run: bytes | None = None

    @property
    def numbers(self) -> int:
        """Its size in numbers of 8 bytes."""
        return self.parameters.size + self.state.size + 100 + len(self.run or b"") // 8


class UndoneWeights:
    """Keeps, for each undo step, the parameters before it, and once it is undone those after it.

    Undo and redo give back what the step had taken away; what lived on keeps what it has learned
    since.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[_Key, _Keepsake] = OrderedDict()
        self._typed: OrderedDict[int, tuple[ParameterEdit, ...]] = OrderedDict()

    def __len__(self) -> int:
        """Number of undo steps' halves that are kept."""
        return len(self._kept) + len(self._typed)

    @property
    def numbers(self) -> int:
        """How many numbers are kept."""
        return sum(kept.numbers for kept in self._kept.values())

    def clear(self) -> None:
        """Forget everything: another document begins."""
        self._kept.clear()
        self._typed.clear()

    def forget_parts(self) -> None:
        """Reset: trained weights must not come back one by one into a fresh network, only whole runs may."""
        self._typed.clear()
        for key in [key for key, kept in self._kept.items() if kept.run is None]:
            del self._kept[key]

    def carry_over(
        self,
        old: TrainingRun | None,
        command: do.Rebuild,
        make_run: Callable[[Experiment], TrainingRun],
        opened: RunState | None = None,
    ) -> TrainingRun:
        """The run after the edit, with what an undo or redo brings back, or in the ``opened`` state."""
        if old is None:
            return make_run(command.experiment)
        kept = self._recall(command.cause)
        starts_over = command.starts_over if kept is None else kept.run is not None
        self._keep(old, command, whole=starts_over)
        if starts_over:
            state = opened if kept is None else _whole_run(kept, command.experiment)
            return make_run(replace(command.experiment, run=state))
        new = old.rebuilt(command.experiment)
        if kept is None:
            return new
        for source in (kept, _keepsake(old)):
            copy_survivors(source.plan, source.parameters, new.network.plan, new.network.parameters)
            copy_surviving_state(source.plan, source.state, new.network.plan, new.network.state)
        new.restore(new.state())  # so that its history begins with these parameters
        return new

    def parameters(self, run: TrainingRun, command: do.SetParameters) -> tuple[ParameterEdit, ...]:
        """The parameters to set: typed ones, or on undo those that stood there before."""
        token = command.cause.token
        if command.cause.direction == "undo":
            return self._typed.get(token, ())
        if command.cause.direction in ("do", "redo"):
            places = [(edit.layer_id, edit.row, edit.unit) for edit in command.edits]
            kind = type(command.edits[0])
            self._typed[token] = tuple(kind(*place, run.get_parameter(*place)) for place in places)
            while len(self._typed) > UNDO_LIMIT:
                self._typed.popitem(last=False)
        return command.edits

    def _recall(self, cause: Cause) -> _Keepsake | None:
        return self._kept.get((cause.token, "after" if cause.direction == "redo" else "before"))

    def _keep(self, old: TrainingRun, command: do.Rebuild, *, whole: bool) -> None:
        cause, new = command.cause, command.experiment
        key: _Key = (cause.token, "after" if cause.direction == "undo" else "before")
        loses = old.experiment.network != new.network or old.experiment.outputs != new.outputs
        loses = loses or (whole and old.experiment.training != new.training)
        if not loses or (cause.direction == "merge" and key in self._kept):
            return
        self._kept[key] = _keepsake(old, whole=whole)
        self._kept.move_to_end(key)
        wholes = [key for key, kept in self._kept.items() if kept.run is not None]
        for old_key in wholes[:-WHOLE_RUNS]:
            del self._kept[old_key]
        while len(self._kept) > 2 * UNDO_LIMIT or (self.numbers > MAXIMUM_NUMBERS and len(self._kept) > 1):
            self._kept.popitem(last=False)


def _whole_run(kept: _Keepsake | None, experiment: Experiment) -> RunState | None:
    """The kept state of the whole run, if it is of this very experiment."""
    if kept is None or kept.run is None:
        return None
    if replace(kept.experiment, run=None, comparison=None) != replace(experiment, comparison=None):
        return None
    return msgspec.msgpack.decode(kept.run, type=RunState)


def _keepsake(run: TrainingRun, *, whole: bool = False) -> _Keepsake:
    network = run.network
    state = msgspec.msgpack.encode(run.state()) if whole else None
    return _Keepsake(run.experiment, network.plan, network.parameters.copy(), network.state.copy(), state)
