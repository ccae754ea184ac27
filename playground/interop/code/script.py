"""What scripts of all languages are made of: lines with their shapes, in sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from playground.engine.errors import ExperimentError
from playground.engine.training import TrainingRun

Spelling: TypeAlias = Literal["rows", "column"]
"""A minibatch X whose rows are points, or one point x as a column, as the lecture writes it."""
_NOTES_AT = 36
_WIDEST = 62


@dataclass(frozen=True)
class Line:
    """One line of code: a ``note`` on it (shapes), and the id of the ``layer`` that it belongs to."""

    code: str
    note: str = ""
    layer: int | None = None


@dataclass(frozen=True)
class Section:
    """Lines under a title of their own: forward, backward, update. ``says`` stands beside the title."""

    name: str
    says: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Script:
    """The ``sections`` of a file that say how the network computes and learns; ``write`` gives all of it.

    The file holds all points and weights, so it is written when it is asked for only: by whoever has the
    run, while nobody trains it.
    """

    write: Callable[[], str]
    sections: tuple[Section, ...]

    @property
    def text(self) -> str:
        """The whole file."""
        return self.write()


def refused(reason: str) -> ExperimentError:
    """What to raise for what a target cannot say exactly."""
    return ExperimentError("", reason)


def require_something(run: TrainingRun) -> None:
    """Raise ExperimentError where there is nothing to write a script about."""
    if not run.network.features:
        raise refused("with no feature the network sees nothing; switch one on")
    if not run.train_set.count:
        raise refused("there are no points to learn from; add some")


def aligned(lines: Iterable[Line], sign: str = "#") -> list[str]:
    """The lines with their notes one below the other."""
    known = list(lines)
    widths = [len(line.code) for line in known if line.note and len(line.code) <= _WIDEST]
    at = max([_NOTES_AT, *widths]) + 2
    return [f"{line.code.ljust(at - 2)}  {sign} {line.note}" if line.note else line.code for line in known]


def indented(lines: Iterable[str], by: int = 4) -> str:
    """The lines, moved to the right."""
    return "\n".join(" " * by + line if line else "" for line in lines)
