"""What the trainer can be told: one frozen record per command, and what needs no doing twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from playground.app.branch_file import Kept
from playground.app.document import Cause
from playground.engine.experiment import Comparison, Experiment
from playground.engine.training import ParameterEdit, TrainingRun
from playground.observe.snapshot import SnapshotRequest


@dataclass(frozen=True)
class Load:
    """Begin with another Experiment; its ``run`` and the branches that were kept are restored."""

    run_id: int
    experiment: Experiment
    kept: Kept | None = None


@dataclass(frozen=True)
class Rebuild:
    """Data or network changed: a branch that keeps what survives; the one before is left as it stands.

    ``starts_over`` takes the Experiment's first weights (New Seed, a link that brings its own). A merge
    changes the branch that its step began.
    """

    run_id: int
    experiment: Experiment
    cause: Cause
    starts_over: bool = False


@dataclass(frozen=True)
class Retune:
    """Only the training part changed."""

    experiment: Experiment
    cause: Cause


@dataclass(frozen=True)
class Reset:
    """The same run again from the beginning, as a branch of its own; with ``beside`` those beside it too."""

    run_id: int
    experiment: Experiment
    cause: Cause
    beside: bool = True


@dataclass(frozen=True)
class Open:
    """A run that stands beside, by its ``number``, is the present one now: a branch of its own."""

    run_id: int
    experiment: Experiment
    cause: Cause
    number: int


@dataclass(frozen=True)
class BranchOff:
    """Training goes on from an earlier epoch: as a branch of its own, if the run stands at one."""

    cause: Cause


@dataclass(frozen=True)
class GoTo:
    """Leave the branch for another one: at the recorded state at or before an epoch, or where it was left."""

    run_id: int
    experiment: Experiment
    cause: Cause
    branch: int
    epoch: int | None = None


@dataclass(frozen=True)
class Return:
    """Undo or redo of what began a branch or went to one: to the branch on that side, as it was left."""

    run_id: int
    experiment: Experiment
    cause: Cause
    starts_over: bool = False


@dataclass(frozen=True)
class Compare:
    """Other runs stand beside from now on; one that is kept and new begins as the present run stands."""

    comparison: Comparison | None


@dataclass(frozen=True)
class Play:
    """Train until told otherwise."""


@dataclass(frozen=True)
class PlayTo:
    """Train until this epoch, or until ``is_reached`` holds after one, no faster than this; then pause.

    ``is_reached`` gets the run, or those that stand beside; all train to the same epoch.
    """

    epoch: int
    is_reached: Callable[[Sequence[TrainingRun]], bool] | None = None
    steps_per_second: float | None = None


@dataclass(frozen=True)
class SetAside:
    """Keep the run with its branches and those beside it as they are; a Load of other work follows."""


@dataclass(frozen=True)
class TakeUp:
    """Go on with what was set aside, exactly as it was."""

    run_id: int


@dataclass(frozen=True)
class Pause:
    """Stop training; the state stays."""


@dataclass(frozen=True)
class StepMinibatch:
    """One update, then pause."""


@dataclass(frozen=True)
class StepEpoch:
    """To the end of the running epoch, then pause."""


@dataclass(frozen=True)
class StepBack:
    """To the recorded state before this one, then pause."""


@dataclass(frozen=True)
class Seek:
    """To the recorded state at or before this epoch, then pause."""

    epoch: int


@dataclass(frozen=True)
class SetSpeed:
    """Steps per second; None: as fast as the machine goes."""

    steps_per_second: float | None


@dataclass(frozen=True)
class SetParameters:
    """Typed weights and biases. Undo puts back what stood there before."""

    edits: tuple[ParameterEdit, ...]
    cause: Cause


@dataclass(frozen=True)
class Ask:
    """The next snapshot shall hold this."""

    number: int
    request: SnapshotRequest


@dataclass(frozen=True)
class Call:
    """Run a function of the run between two slices; its result goes into the future."""

    function: Callable[[TrainingRun], Any]
    future: Future[Any]


@dataclass(frozen=True)
class Stop:
    """End the thread."""


Command: TypeAlias = (
    Load
    | Rebuild
    | Retune
    | Reset
    | Open
    | Compare
    | BranchOff
    | GoTo
    | Return
    | Play
    | PlayTo
    | SetAside
    | TakeUp
    | Pause
    | StepMinibatch
    | StepEpoch
    | StepBack
    | Seek
    | SetSpeed
    | SetParameters
    | Ask
    | Call
    | Stop
)


def begins_anew(old: Experiment, new: Experiment, cause: Cause) -> bool:
    """Whether the edit is to take first weights anew: another seed, or weights that a link brings."""
    given = new.network.initial_parameters
    is_given = given is not None and given != old.network.initial_parameters
    return old.network.seed != new.network.seed or (is_given and cause.direction == "do")


def coalesced(commands: Sequence[Command]) -> list[Command]:
    """The commands without those that a later one makes needless; the last Ask comes at the end."""
    kept: list[Command] = []
    ask: Ask | None = None
    for command in commands:
        if isinstance(command, Ask):
            ask = command
            continue
        merged = _merged(kept[-1], command) if kept else None
        if merged is None:
            kept.append(command)
        else:
            kept[-1] = merged
    if ask is not None:
        kept.append(ask)
    return kept


def _merged(first: Command, second: Command) -> Command | None:
    """One command that does the work of both, or None."""
    match first, second:
        case (Seek(), Seek()) | (SetSpeed(), SetSpeed()):
            return second
        case (Retune(), Retune()) if _is_one_step(first.cause, second.cause):
            return replace(second, cause=first.cause)
        case (Rebuild(), Rebuild()) if _is_one_step(first.cause, second.cause):
            return replace(second, cause=first.cause, starts_over=first.starts_over or second.starts_over)
        case _:
            return None


def _is_one_step(first: Cause, second: Cause) -> bool:
    """Whether both belong to one undo step, so that nobody can ask for what lay between."""
    return first.token == second.token and second.direction == "merge"
