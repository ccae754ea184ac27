"""What comes in: a file, a link or standard input, how a table in it is read, and the run it gives."""

from __future__ import annotations

import functools
import inspect
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from playground.cli.errors import CommandError, sentence

if TYPE_CHECKING:
    from playground.engine.experiment import Experiment
    from playground.engine.training import TrainingRun
    from playground.interop.opened import Opened

STANDARD_INPUT = "-"
NO_AXIS = "none"

_DELIMITER_NAMES = {
    "tab": "\t",
    "\\t": "\t",
    "space": " ",
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
    "bar": "|",
}


class Problem(StrEnum):
    """What labels are: classes or values."""

    classification = "classification"
    regression = "regression"


Source = Annotated[
    str,
    typer.Argument(
        metavar="FILE|LINK|-",
        help="An experiment, a table of points, or a TensorFlow Playground link; - is standard input.",
    ),
]
Epochs = Annotated[int, typer.Option(min=0, help="How many epochs to train.")]


@dataclass(frozen=True)
class Reading:
    """How the user wants a table read; columns by name or number."""

    x1: str | None
    x2: str | None
    label: str | None
    problem: Problem | None
    has_header: bool | None
    delimiter: str | None
    train_fraction: float | None


def _reading(
    x1: Annotated[
        str | None,
        typer.Option("--x1", metavar="COLUMN", help="A table's axis across: its name or number."),
    ] = None,
    x2: Annotated[
        str | None,
        typer.Option("--x2", metavar="COLUMN", help="The axis up; none: values over x1 alone."),
    ] = None,
    label: Annotated[str | None, typer.Option(metavar="COLUMN", help="The classes, or none.")] = None,
    value: Annotated[str | None, typer.Option(metavar="COLUMN", help="The values to learn.")] = None,
    problem: Annotated[Problem | None, typer.Option(help="Whether labels are classes or values.")] = None,
    header: Annotated[
        bool | None, typer.Option("--header/--no-header", help="Whether the first row holds names.")
    ] = None,
    delimiter: Annotated[
        str | None, typer.Option(metavar="SIGN", help="What parts the columns: a sign, tab or space.")
    ] = None,
    train_fraction: Annotated[
        float | None, typer.Option(metavar="0.5", help="The share of the points that train.")
    ] = None,
) -> Reading:
    if label is not None and value is not None:
        raise CommandError("--label and --value name the same thing, classes or values; give one of them")
    if value is not None:
        label, problem = value, Problem.regression
    elif label not in (None, NO_AXIS) and problem is None:
        problem = Problem.classification
    sign = None if delimiter is None else _DELIMITER_NAMES.get(delimiter.lower(), delimiter)
    if sign is not None and (len(sign) != 1 or sign in '\r\n"\0'):
        raise CommandError(f"--delimiter: {delimiter} is no sign; give one such as ; or tab or space")
    if train_fraction is not None and not 0 < train_fraction <= 1:
        raise CommandError(f"--train-fraction: {train_fraction:g} is no share above 0 and up to 1")
    return Reading(x1, x2, label, problem, header, sign, train_fraction)


def reads_tables(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options that say how a table is read; it is handed them as ``reading``."""
    said = inspect.signature(_reading, eval_str=True).parameters
    own = inspect.signature(command, eval_str=True)
    parameters = [item for item in own.parameters.values() if item.name != "reading"]

    @functools.wraps(command)
    def with_options(**arguments: Any) -> None:
        reading = _reading(**{name: arguments.pop(name) for name in said})
        command(reading=reading, **arguments)

    together = [item.replace(kind=inspect.Parameter.KEYWORD_ONLY) for item in (*parameters, *said.values())]
    with_options.__signature__ = own.replace(parameters=together)  # type: ignore[attr-defined]
    with_options.__annotations__ = {item.name: item.annotation for item in together}
    return with_options


def load(source: str, reading: Reading | None = None, *, tells_notes: bool) -> Experiment:
    """The experiment of a file, a link or standard input; what is to be said about it goes to stderr."""
    from playground.engine.errors import ExperimentError

    name = "standard input" if source == STANDARD_INPUT else source
    try:
        opened = _opened(source, reading)
    except OSError as error:
        raise CommandError(sentence(error)) from error
    except ExperimentError as error:
        raise CommandError(f"{name}: {error}" if len(name) < 200 else str(error)) from error
    if tells_notes:
        for note in opened.notes:
            typer.echo(note, err=True)
    return opened.experiment


def _opened(source: str, reading: Reading | None) -> Opened:
    from dataclasses import replace

    from playground.engine.edits import with_data
    from playground.interop.loading import propose_source
    from playground.interop.proposal import NO_LABEL, Overrides, TableProposal, propose

    said = Overrides() if reading is None else Overrides(reading.delimiter, reading.has_header)
    if source == STANDARD_INPUT:
        proposal = propose(sys.stdin.buffer.read(), "standard input", said)
    else:
        proposal = propose_source(source, said)
    if reading is None:
        return proposal.opened()
    named = {"x1": reading.x1, "x2": reading.x2, "label": reading.label}
    columns = {name: column for name, column in named.items() if column is not None}
    if isinstance(proposal, TableProposal):
        choices: dict[str, Any] = {
            name: NO_LABEL if column == NO_AXIS and name != "x1" else proposal.column(column)
            for name, column in columns.items()
        }
        if reading.problem is not None:
            choices["problem"] = reading.problem.value
        if choices:
            proposal = proposal.overruled(**choices)
    elif columns or reading.problem is not None or said != Overrides():
        raise CommandError("--x1, --x2, --label, --value, --problem, --header, --delimiter: this is no table")
    opened = proposal.opened()
    if reading.train_fraction is None:
        return opened
    return replace(opened, experiment=with_data(opened.experiment, train_fraction=reading.train_fraction))


def run_of(source: str, reading: Reading | None = None) -> TrainingRun:
    """A run of what ``source`` names, at its first or saved state. Raises CommandError."""
    from playground.engine.errors import ExperimentError
    from playground.engine.training import TrainingRun

    experiment = load(source, reading, tells_notes=True)
    if not experiment.network.features:
        raise CommandError(f"{source}: network.features: with no feature the network sees nothing; name one")
    try:
        run = TrainingRun(experiment)
    except ExperimentError as error:
        raise CommandError(f"{source}: {error}") from error
    if not len(run.points.train):
        raise CommandError(f"{source}: data.points: there are no points to learn from")
    return run


def number(text: str, where: str) -> float:
    """The finite number that a text says. Raises CommandError."""
    try:
        value = float(text)
    except ValueError:
        raise CommandError(f"{where}: {text or 'nothing'} is no number") from None
    if not math.isfinite(value):
        raise CommandError(f"{where}: {text} is no finite number")
    return value
