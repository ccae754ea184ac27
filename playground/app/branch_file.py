"""The branches of a session as one text in its file: msgpack, compressed, in base64.

The text is an object of ``present`` (a branch's id), ``branches``, ``lines`` (by branch), and the
``experiments`` and ``states`` that they name by place, so that nothing stands there twice.
"""

from __future__ import annotations

import base64
import binascii
import math
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from playground.app.branches import Branch, Branches, fit
from playground.app.document import Act, UndoHistory, UndoStep
from playground.engine.checkpoints import (
    Checkpoint,
    Divergence,
    Line,
    generator_as_text,
    generator_from_text,
)
from playground.engine.curve import COLUMNS
from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import Experiment
from playground.engine.program import Array
from playground.engine.training import TrainingRun

BYTES = 24 << 20
"""Bytes of branches and history that a file holds at most, before they are compressed."""
_LARGEST = 8 * BYTES
"""So much a text may unfold to."""
_STEP_POINTS = 200_000
"""Points of the user's own that the undo steps of a file hold at most."""
_BROKEN = (ValueError, KeyError, IndexError, TypeError, OverflowError, binascii.Error, zlib.error)


@dataclass(frozen=True)
class Kept:
    """All of a session at one instant: the Experiment with its trained state, and all branches' lines."""

    experiment: Experiment
    branches: tuple[Branch, ...]
    lines: OrderedDict[int, Line]
    present: int
    history: UndoHistory
    places: dict[int, tuple[int, int]]
    trained: int = 0
    """Steps that this program had trained by then."""

    def whole(self) -> Experiment:
        """The Experiment as its file holds it, with the branches where there is more than one state."""
        present = self.lines[self.present]
        if len(self.branches) < 2 and len(present.records) < 2 and not self.history.steps:
            return self.experiment
        lines = self.lines.copy()
        fit(lines, BYTES)
        return replace(self.experiment, branches=_text(self, lines))


def kept(
    run: TrainingRun, branches: Branches, experiment: Experiment, history: UndoHistory, trained: int
) -> Kept:
    """What is to be kept of this run and its branches, now. Only the thread that trains calls this."""
    lines = branches.lines
    lines[branches.present] = run.line()
    places = branches.places(step.token for step in history.steps)
    return Kept(experiment, tuple(branches), lines, branches.present, history, places, trained)


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
        stored = msgspec.msgpack.decode(raw, type=_Stored)
        states = [_checkpoint(state) for state in stored.states]
        lines = OrderedDict((line.branch, _line(line, stored, states)) for line in stored.lines)
        branches = tuple(
            Branch(
                one.id,
                one.parent,
                one.cause,
                one.fork,
                one.first_step,
                one.last,
                one.step,
                stored.experiments[one.experiment],
            )
            for one in stored.branches
            if one.id in lines
        )
        if stored.present not in lines:
            raise ValueError("the present branch is missing")
        history = UndoHistory(
            tuple(
                UndoStep(
                    step.token,
                    step.label,
                    stored.experiments[step.before],
                    stored.experiments[step.after],
                    None if step.act is None else Act(*step.act),
                )
                for step in stored.steps
            ),
            stored.steps_done,
        )
        if not 0 <= stored.steps_done <= len(stored.steps):
            raise ValueError("there are not so many undo steps")
    except (*_BROKEN, msgspec.MsgspecError) as error:
        told = Note("this text holds no branches; delete it to open the rest")
        raise ExperimentError("branches", told) from error
    alone = replace(experiment, branches=None)
    return Kept(alone, branches, lines, stored.present, history, stored.places)


# ------------------------------------------------------------------------------------- private


class _State(Struct, array_like=True):
    parameters: bytes
    layer_state: bytes
    optimizer_state: dict[str, bytes]
    generator: dict[str, Any]
    order: bytes | None
    epoch: int
    step: int
    position: int
    best_loss: float | None
    best_epoch: int


class _Line(Struct, array_like=True):
    branch: int
    experiment: int
    state: int
    records: list[int]
    stride: int
    rows: bytes
    curve_stride: int
    is_back: bool
    lost: tuple[int, int, Literal["loss", "parameters"]] | None
    finished: str | None


class _Branch(Struct, array_like=True):
    id: int
    parent: int | None
    cause: str
    fork: int
    first_step: int
    last: int
    step: int
    experiment: int


class _Step(Struct, array_like=True):
    token: int
    label: str
    before: int
    after: int
    act: tuple[Literal["reset", "branch_off", "go_to", "open"], int | None, int | None, int | None] | None


class _Stored(Struct):
    present: int
    branches: list[_Branch]
    lines: list[_Line]
    experiments: list[Experiment]
    states: list[_State]
    steps: list[_Step] = []
    steps_done: int = 0
    places: dict[int, tuple[int, int]] = {}


class _Table:
    """Things that are named by their place, each once."""

    def __init__(self) -> None:
        self.things: list[Any] = []
        self._places: dict[int, int] = {}

    def place(self, thing: Any) -> int:
        """Where it stands."""
        if id(thing) not in self._places:
            self._places[id(thing)] = len(self.things)
            self.things.append(thing)
        return self._places[id(thing)]


def _text(kept: Kept, lines: OrderedDict[int, Line]) -> str:
    experiments, states = _Table(), _Table()
    written = [_written(branch, line, experiments, states) for branch, line in lines.items()]
    listed = [
        _Branch(
            one.id,
            one.parent,
            one.cause,
            one.fork,
            one.first_step,
            one.last,
            one.step,
            experiments.place(lines[one.id].experiment),
        )
        for one in kept.branches
        if one.id in lines
    ]
    history = _bounded(kept.history)
    steps = [_step(step, experiments) for step in history.steps]
    stored = _Stored(
        kept.present,
        listed,
        written,
        experiments.things,
        [_state(one) for one in states.things],
        steps,
        history.index,
        {token: places for token, places in kept.places.items() if all(one in lines for one in places)},
    )
    return base64.b64encode(zlib.compress(msgspec.msgpack.encode(stored), 2)).decode()


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


def _step(step: UndoStep, experiments: _Table) -> _Step:
    act = None if step.act is None else (step.act.kind, step.act.branch, step.act.epoch, step.act.run)
    return _Step(step.token, step.label, experiments.place(step.before), experiments.place(step.after), act)


def _written(branch: int, line: Line, experiments: _Table, states: _Table) -> _Line:
    return _Line(
        branch,
        experiments.place(line.experiment),
        states.place(line.checkpoint),
        [states.place(record) for record in line.records],
        line.stride,
        line.rows.tobytes(),
        line.curve_stride,
        line.is_back,
        None if line.lost is None else (line.lost.epoch, line.lost.step, line.lost.quantity),
        line.finished,
    )


def _state(one: Checkpoint) -> _State:
    return _State(
        one.parameters.tobytes(),
        one.layer_state.tobytes(),
        {name: vector.tobytes() for name, vector in one.optimizer_state.items()},
        generator_as_text(one.generator),
        None if one.order is None else one.order.astype(np.int64).tobytes(),
        one.epoch,
        one.step,
        one.position,
        one.best_loss if math.isfinite(one.best_loss) else None,
        one.best_epoch,
    )


def _checkpoint(state: _State) -> Checkpoint:
    return Checkpoint(
        _vector(state.parameters),
        _vector(state.layer_state),
        {name: _vector(vector) for name, vector in state.optimizer_state.items()},
        generator_from_text(state.generator, dict(np.random.default_rng(0).bit_generator.state)),
        None if state.order is None else np.frombuffer(state.order, np.int64).copy(),
        state.epoch,
        state.step,
        state.position,
        math.inf if state.best_loss is None else state.best_loss,
        state.best_epoch,
    )


def _line(line: _Line, stored: _Stored, states: list[Checkpoint]) -> Line:
    return Line(
        stored.experiments[line.experiment],
        states[line.state],
        tuple(states[place] for place in line.records),
        line.stride,
        np.frombuffer(line.rows, np.float64).reshape(-1, len(COLUMNS)).copy(),
        line.curve_stride,
        line.is_back,
        None if line.lost is None else Divergence(*line.lost),
        line.finished,
    )


def _vector(raw: bytes) -> Array:
    vector = np.frombuffer(raw, np.float64).copy()
    if not np.isfinite(vector).all():
        raise ValueError("a number is not finite")
    return vector
