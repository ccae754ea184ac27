"""The branches of a session as one text in its file: msgpack, compressed, in base64.

The text is an object of ``present`` (a branch's id), ``branches``, ``lines`` (by branch), and the
``experiments`` and ``states`` that they name by place, so that nothing stands there twice.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import replace as copy_with
from functools import cache
from typing import Any, Literal, Protocol

import msgspec
import numpy as np
from msgspec import Raw, Struct
from msgspec.structs import replace

from playground.app import branches as bounds
from playground.app.branches import Branch, Branches, BranchOf, fit
from playground.app.document import Act, UndoHistory, UndoStep
from playground.app.packed_line import Lost, PackedLine, pack, unpack, unpack_state
from playground.engine.checkpoints import Checkpoint, Line
from playground.engine.curve import COLUMNS
from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun

_LARGEST = 8 * bounds.BYTES
"""So much a text may unfold to."""
_STEP_POINTS = 200_000
"""Points of the user's own that the undo steps of a file hold at most."""
BROKEN = (ValueError, KeyError, IndexError, TypeError, OverflowError, binascii.Error, zlib.error)


@dataclass(frozen=True)
class Kept:
    """All of a session at one instant: the Experiment with its trained state, and all branches.

    ``left`` are the branches that were left; ``line`` is the ``present`` one.
    """

    experiment: Experiment
    branches: tuple[Branch, ...]
    left: OrderedDict[int, PackedLine]
    present: int
    line: Line
    history: UndoHistory
    places: dict[int, tuple[int, int]]
    trained: int = 0
    """Steps that this program had trained by then."""

    @property
    def size(self) -> int:
        """Bytes of all states."""
        return self.line.size + sum(line.size for line in self.left.values())

    def whole(self) -> Experiment:
        """The Experiment as its file holds it, with the branches where there is more than one state."""
        if len(self.branches) < 2 and len(self.line.records) < 2 and not self.history.steps:
            return self.experiment
        return replace(self.experiment, branches=_text(self))


def kept(
    run: TrainingRun, branches: Branches, experiment: Experiment, history: UndoHistory, trained: int
) -> Kept:
    """What is to be kept of this run and its branches, now. Only the thread that trains calls this."""
    places = branches.places(step.token for step in history.steps)
    return Kept(
        experiment, tuple(branches), branches.lines, branches.present, run.line(), history, places, trained
    )


def read(experiment: Experiment) -> Kept | None:
    """The branches of an opened file; None where it has none. Raises ExperimentError if they are broken."""
    if experiment.branches is None:
        return None
    try:
        packed = base64.b64decode(experiment.branches, validate=True)
        unfolding = zlib.decompressobj()
        raw = unfolding.decompress(packed, _LARGEST)
        if unfolding.unconsumed_tail or not unfolding.eof:
            raise ValueError("it does not end")
        stored = msgspec.msgpack.decode(raw, type=Stored)
        return taken(replace(experiment, branches=None), stored)
    except (*BROKEN, msgspec.MsgspecError) as error:
        told = Note("this text holds no branches; delete it to open the rest")
        raise ExperimentError("branches", told) from error


# ------------------------------------------------------------------------------ as it is stored


class StoredLine(Struct, array_like=True):
    """A PackedLine whose experiment and states stand in tables."""

    branch: int
    experiment: int
    state: int
    records: list[int]
    stride: int
    rows: bytes
    curve_stride: int
    is_back: bool
    lost: Lost | None
    finished: str | None


class _Step(Struct, array_like=True):
    token: int
    label: str
    before: int
    after: int
    act: tuple[Literal["reset", "branch_off", "go_to", "open"], int | None, int | None, int | None] | None


class Stored(Struct):
    """All branches and undo steps, and the tables that they name by place."""

    present: int
    branches: list[BranchOf[int]]
    lines: list[StoredLine]
    experiments: list[Experiment]
    states: list[Raw]
    steps: list[_Step] = []
    steps_done: int = 0
    places: dict[int, tuple[int, int]] = {}


class Places(Protocol):
    """Names things by their place in a table."""

    def place(self, thing: Any) -> int:
        """Where it stands."""


class _Table:
    """Things that are named by their place, each once; ``key`` says which are the same."""

    def __init__(self, key: Callable[[Any], Any]) -> None:
        self.things: list[Any] = []
        self._key = key
        self._places: dict[Any, int] = {}

    def place(self, thing: Any) -> int:
        """Where it stands."""
        key = self._key(thing)
        if key not in self._places:
            self._places[key] = len(self.things)
            self.things.append(thing)
        return self._places[key]


def _text(kept: Kept) -> str:
    lines = kept.left.copy()
    lines[kept.present] = pack(kept.line)
    fit(lines, bounds.BYTES, len(lines))
    experiments, states = _Table(id), _Table(bytes)
    listed = [written(branch, line, experiments, states) for branch, line in lines.items()]
    bounded = copy_with(
        kept,
        branches=tuple(one for one in kept.branches if one.id in lines),
        history=_bounded(kept.history),
        places={token: both for token, both in kept.places.items() if all(one in lines for one in both)},
    )
    whole = replace(
        stored(bounded, experiments),
        lines=listed,
        experiments=experiments.things,
        states=[*map(Raw, states.things)],
    )
    return base64.b64encode(zlib.compress(msgspec.msgpack.encode(whole), 2)).decode()


def stored(kept: Kept, experiments: Places) -> Stored:
    """All but the lines: which branches there are, and the undo steps."""
    own = {branch: line.experiment for branch, line in kept.left.items()}
    own[kept.present] = kept.line.experiment
    branches = [one.of(experiments.place(own[one.id])) for one in kept.branches if one.id in own]
    steps = [_step(step, experiments) for step in kept.history.steps]
    return Stored(kept.present, branches, [], [], [], steps, kept.history.index, kept.places)


def taken(alone: Experiment, stored: Stored) -> Kept:
    """What was stored. Raises one of ``BROKEN`` where it is none of ours."""

    @cache
    def state(place: int) -> tuple[bytes, Checkpoint]:
        packed = bytes(stored.states[place])
        return packed, _checked(unpack_state(packed))

    lines = OrderedDict(
        (line.branch, _line(line, stored.experiments[line.experiment], state)) for line in stored.lines
    )
    branches = tuple(one.of(stored.experiments[one.experiment]) for one in stored.branches if one.id in lines)
    steps = tuple(
        UndoStep(
            step.token,
            step.label,
            stored.experiments[step.before],
            stored.experiments[step.after],
            None if step.act is None else Act(*step.act),
        )
        for step in stored.steps
    )
    if not 0 <= stored.steps_done <= len(steps):
        raise ValueError("there are not so many undo steps")
    present = unpack(lines.pop(stored.present))
    history = UndoHistory(steps, stored.steps_done)
    return Kept(alone, branches, lines, stored.present, present, history, stored.places)


def _bounded(history: UndoHistory) -> UndoHistory:
    """The steps next to the present one, as many as have few enough points of the user's own."""
    begin, end, points = history.index, history.index, 0
    while begin > 0 and points < _STEP_POINTS:
        begin -= 1
        points += len(history.steps[begin].before.data.points or ())
    while end < len(history.steps) and points < _STEP_POINTS:
        points += len(history.steps[end].after.data.points or ())
        end += 1
    return UndoHistory(history.steps[begin:end], history.index - begin)


def _step(step: UndoStep, experiments: Places) -> _Step:
    act = None if step.act is None else (step.act.kind, step.act.branch, step.act.epoch, step.act.run)
    return _Step(step.token, step.label, experiments.place(step.before), experiments.place(step.after), act)


def written(branch: int, line: PackedLine, experiments: Places, states: Places) -> StoredLine:
    """The line, its experiment and states named by their places."""
    return StoredLine(
        branch,
        experiments.place(line.experiment),
        states.place(line.state),
        [states.place(record) for record in line.records],
        line.stride,
        line.rows,
        line.curve_stride,
        line.is_back,
        line.lost,
        line.finished,
    )


def _line(
    line: StoredLine, experiment: Experiment, state: Callable[[int], tuple[bytes, Checkpoint]]
) -> PackedLine:
    np.frombuffer(line.rows).reshape(-1, len(COLUMNS))  # whole rows
    here, *records = [state(place) for place in (line.state, *line.records)]
    epochs = tuple(known.epoch for _, known in records)
    return PackedLine(
        experiment,
        here[0],
        tuple(packed for packed, _ in records),
        epochs,
        line.stride,
        line.rows,
        line.curve_stride,
        line.is_back,
        line.lost,
        line.finished,
        max(here[1].epoch, *epochs, 0),
        max(here[1].step, *(known.step for _, known in records), 0),
    )


def _checked(state: Checkpoint) -> Checkpoint:
    for vector in (state.parameters, state.layer_state, *state.optimizer_state.values()):
        if not np.isfinite(vector).all():
            raise ValueError("a number is not finite")
    return state
