"""The command line: its commands are below. An error is one plain sentence and exit code 2."""

from __future__ import annotations

import difflib
import functools
import inspect
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from playground.engine.experiment import Experiment
    from playground.engine.training import TrainingRun
    from playground.interop.notes import Opened
    from playground.observe.graph import Graph, Step
    from playground.tools.headless import Outcome

USAGE_ERROR = 2
STOPPED_BY_HAND = 130
STANDARD_INPUT = "-"
NO_AXIS = "none"

_WINDOW = "open"
_PROGRESS_SECONDS = 0.05
_SIGNAL_BASE = 128
"""A program that a signal ended leaves with this plus its number: 130 after Ctrl+C."""
_STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
_DELIMITER_NAMES = {
    "tab": "\t",
    "\\t": "\t",
    "space": " ",
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
    "bar": "|",
}
_WIDEST_COLUMN = 60
_PICTURES = (".png", ".jpg", ".svg", ".pdf")

# The base class of all of typer's complaints about arguments; it has no public name.
_ArgumentError: Any = typer.BadParameter.__bases__[0].__bases__[0]


class CommandError(Exception):
    """One sentence for the user at the terminal."""


class Theme(StrEnum):
    """The two looks of a picture."""

    light = "light"
    dark = "dark"


class Problem(StrEnum):
    """What labels are: classes or values."""

    classification = "classification"
    regression = "regression"


class _Commands(TyperGroup):
    """``playground [FILE|LINK]`` opens the window: what names no command is something to open."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and not args[0].startswith("-")):
            if args:
                self._require_command(args[0])
            args = [_WINDOW, *args]
        return super().parse_args(ctx, args)

    def _require_command(self, word: str) -> None:
        """Raise CommandError where a word that opens nothing is nearly a command."""
        near = difflib.get_close_matches(word.lower(), [*self.commands], n=1, cutoff=0.6)
        if near and word.isalpha() and not Path(word).exists():
            raise CommandError(f"{word}: there is no such command or file; did you mean {near[0]}?")


app = typer.Typer(
    cls=_Commands,
    subcommand_metavar="[FILE|LINK] | COMMAND ...",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Build a neural network by hand and watch every activation and every gradient while it learns. "
    "Without a command the window opens, on FILE or LINK where one is given.",
)


Source = Annotated[
    str,
    typer.Argument(
        metavar="FILE|LINK|-",
        help="An experiment, a table of points, or a TensorFlow Playground link; - is standard input.",
    ),
]
Epochs = Annotated[int, typer.Option(min=0, help="How many epochs to train.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


Force = Annotated[bool, typer.Option("--force", help="Write even over FILE itself.")]


@dataclass(frozen=True)
class _Reading:
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
) -> _Reading:
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
    return _Reading(x1, x2, label, problem, header, sign, train_fraction)


def _reads_tables(command: Callable[..., None]) -> Callable[..., None]:
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


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from playground import __version__

        typer.echo(f"playground {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None: ...


@app.command(_WINDOW)
def open_window(
    source: Annotated[str | None, typer.Argument(metavar="[FILE|LINK]", help="What to open.")] = None,
) -> None:
    """Open the window (what `playground` does without a command)."""
    from playground.tools.screen import has_screen

    if source is not None:
        _load(source, tells_notes=False)
    if not has_screen():
        raise CommandError(
            "There is no display here to open a window on; `playground demo` draws the window into files, "
            "and `playground train` works without one."
        )
    from playground.ui.window import application

    raise typer.Exit(application.run(source))


@app.command()
@_reads_tables
def train(
    source: Source,
    reading: _Reading,
    epochs: Epochs = 100,
    report: Annotated[
        str, typer.Option(metavar="0,1,10", help="Epochs whose measures to show as well.")
    ] = "",
    as_json: AsJson = False,
    save: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Save the trained experiment here.")
    ] = None,
    force: Force = False,
) -> None:
    """Train without a window. Ctrl+C ends it after the running epoch and keeps what was learned."""
    from playground.tools import headless

    run = _run(source, reading)
    at_epochs = _report_epochs(report, run.epoch, run.epoch + epochs)
    if save is not None:
        _require_writable(save, source, is_forced=force)
    with _progress(run, epochs) as on_epoch, _interruptible() as stopped_by:
        outcome = headless.train(run, epochs, at_epochs, on_epoch, lambda: stopped_by() != 0)
    failure = None
    try:
        if save is not None:
            _save(run, save)
    except CommandError as error:
        failure = error
    _print_outcome(outcome, as_json, with_report=bool(at_epochs))
    if failure is not None:
        raise failure
    _leave(stopped_by())


@app.command()
@_reads_tables
def render(
    source: Source,
    reading: _Reading,
    out: Annotated[
        Path, typer.Argument(metavar="OUT.png|svg|pdf", help="The picture to write; its ending says how.")
    ],
    epochs: Epochs = 100,
    theme: Annotated[Theme, typer.Option(help="Light or dark.")] = Theme.light,
    size: Annotated[int, typer.Option(min=200, max=4000, help="Height of the picture in pixels.")] = 900,
    force: Force = False,
) -> None:
    """Train, then draw the decision boundary with its points as a picture, without a window."""
    from playground.tools import headless

    if out.suffix.lower() not in _PICTURES:
        raise CommandError(
            f"{out}: the name of the picture must end in {', '.join(_PICTURES[:-1])} or {_PICTURES[-1]}"
        )
    _require_writable(out, source, is_forced=force)
    run = _run(source, reading)
    with _progress(run, epochs) as on_epoch, _interruptible() as stopped_by:
        headless.train(run, epochs, (), on_epoch, lambda: stopped_by() != 0)
    from playground.tools import picture

    if not picture.save(run, out, theme.value, size):
        raise CommandError(f"{out}: no picture can be written there")
    _leave(stopped_by())


@app.command()
@_reads_tables
def export(
    source: Source,
    reading: _Reading,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    to: Annotated[str, typer.Option(metavar="NAME", help="The format; an unknown name lists all there are.")],
    epochs: Epochs = 100,
    force: Force = False,
) -> None:
    """Train, then write the points or the parameters for another program, without a window."""
    from playground.engine.errors import ExperimentError
    from playground.interop.exporters import EXPORTERS
    from playground.interop.loading import write_whole
    from playground.tools import headless

    if to not in EXPORTERS:
        raise CommandError(f"--to: {to} is no format to export to; there are {', '.join(EXPORTERS)}")
    _require_writable(out, source, is_forced=force)
    run = _run(source, reading)
    with _progress(run, epochs) as on_epoch, _interruptible() as stopped_by:
        headless.train(run, epochs, (), on_epoch, lambda: stopped_by() != 0)
    exporter = EXPORTERS[to]
    try:
        write_whole(out, exporter.write(run))
    except ExperimentError as error:
        raise CommandError(f"{out}: {error}") from error
    except OSError as error:
        raise CommandError(_sentence(error)) from error
    _print(f"{out}: {exporter.holds}")
    _leave(stopped_by())


@app.command(context_settings={"ignore_unknown_options": True})
def graph(
    source: Annotated[
        str,
        typer.Argument(
            metavar="EXPRESSION|FILE|LINK", help='Such as "f = (x + y) * z", or a network with --point.'
        ),
    ],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=VALUE]...", help="A value for each variable, such as x=-2."),
    ] = None,
    point: Annotated[
        str, typer.Option(metavar="X1,X2", help="Of a network: the point of the plane to look at.")
    ] = "",
    label: Annotated[
        float | None, typer.Option(metavar="Y", help="The point's label: a class from 0, or a value.")
    ] = None,
    of: Annotated[
        str,
        typer.Option(
            metavar="WHAT", help="loss, objective (with the penalty), output, or LAYER.UNIT such as 1.2."
        ),
    ] = "loss",
    epochs: Annotated[int, typer.Option(min=0, help="How many epochs to train the network first.")] = 0,
    unfold: Annotated[
        bool | None,
        typer.Option("--unfold/--fold", help="A sigmoid as its four gates, or four such gates as one."),
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option("--update", metavar="RATE", help="Show as well what one step downhill would do."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show backpropagation gate by gate: forward values, then each gradient as upstream times local."""
    from playground.engine.formula import FormulaError
    from playground.observe.graph import GraphError, as_builtins, update

    try:
        if point:
            if values:
                raise CommandError(f"{values[0]}: a network's values are its own; leave this out")
            found = _network_graph(source, point, label, of, epochs)
        else:
            found = _expression_graph(source, values or [])
        if unfold is not None:
            found = found.unfolded() if unfold else found.folded()
        steps = () if rate is None else update(found, rate).steps
    except FormulaError as error:
        raise CommandError(f"{error} (character {error.position + 1})") from error
    except GraphError as error:
        raise CommandError(str(error)) from error
    if as_json:
        _print(_json(as_builtins(found, steps)))
    else:
        _print_trace(found, (*found.steps, *steps))


@app.command()
def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for the two files.")] = Path(),
) -> None:
    """Drive the real window offscreen by mouse and keys, and record it: a picture and a GIF."""
    from playground.tools import demo as demonstration

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(_sentence(error)) from error
    for path in demonstration.record(out):
        _print(str(path))


@app.command()
def bench(as_json: AsJson = False) -> None:
    """Measure the engine and the live window on this machine (about a minute and a half)."""
    from playground.tools import benchmark_window as measuring

    figures = measuring.measure(lambda what: typer.echo(what, err=True))
    _print(_json(figures) if as_json else measuring.as_text(figures))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    try:
        status = app(args=arguments, standalone_mode=False, prog_name="playground")
    except CommandError as error:
        status = _refuse(str(error))
    except _ArgumentError as error:
        status = _refuse(error.format_message())
    except (KeyboardInterrupt, typer.Abort):
        status = STOPPED_BY_HAND
    sys.exit(status or 0)


def _refuse(sentence: str) -> int:
    with suppress(OSError):  # the terminal may be gone
        typer.echo(" ".join(sentence.split()), err=True)
    return USAGE_ERROR


def _print(text: str) -> None:
    """Print on standard output at once. Raises CommandError where nobody can take it any more."""
    try:
        typer.echo(text)
        sys.stdout.flush()
    except OSError as error:
        with suppress(OSError):  # or Python tries again while it ends, and complains
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise CommandError(f"standard output: {_sentence(error)}") from error


def _leave(stopped_by: int) -> None:
    """Leave as a program that a signal ended, where one did."""
    if stopped_by:
        raise typer.Exit(_SIGNAL_BASE + stopped_by)


# ---------------------------------------------------------------------------------- files and runs


def _load(source: str, reading: _Reading | None = None, *, tells_notes: bool) -> Experiment:
    """The experiment of a file, a link or standard input; what is to be said about it goes to stderr."""
    from playground.engine.errors import ExperimentError

    name = "standard input" if source == STANDARD_INPUT else source
    try:
        opened = _opened(source, reading)
    except OSError as error:
        raise CommandError(_sentence(error)) from error
    except ExperimentError as error:
        raise CommandError(f"{name}: {error}" if len(name) < 200 else str(error)) from error
    if tells_notes:
        for note in opened.notes:
            typer.echo(note, err=True)
    return opened.experiment


def _opened(source: str, reading: _Reading | None) -> Opened:
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


def _run(source: str, reading: _Reading | None = None) -> TrainingRun:
    from playground.engine.errors import ExperimentError
    from playground.engine.training import TrainingRun

    experiment = _load(source, reading, tells_notes=True)
    if not experiment.network.features:
        raise CommandError(f"{source}: network.features: with no feature the network sees nothing; name one")
    try:
        run = TrainingRun(experiment)
    except ExperimentError as error:
        raise CommandError(f"{source}: {error}") from error
    if not len(run.points.train):
        raise CommandError(f"{source}: data.points: there are no points to learn from")
    return run


def _expression_graph(expression: str, values: list[str]) -> Graph:
    from playground.interop.tfplayground import looks_like_link
    from playground.observe import graph as graphs

    if looks_like_link(expression) or (expression.endswith((".json", ".csv", ".tsv"))):
        raise CommandError(f"{expression}: of a network, name a point as well, such as --point 1.2,-0.4")
    known: dict[str, float] = {}
    for text in values:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not name:
            raise CommandError(f"{text}: a variable's value is given as NAME=VALUE, such as x=-2")
        if name in known:
            raise CommandError(f"{text}: {name} has a value already")
        known[name] = _number(value, text)
    return graphs.graph(expression, **known)


def _network_graph(source: str, point: str, label: float | None, of: str, epochs: int) -> Graph:
    from playground.observe import graph as graphs
    from playground.tools import headless

    numbers = [_number(part, "--point") for part in point.split(",")]
    if len(numbers) != 2:
        raise CommandError(f"--point: {point} is no point; give two numbers, such as 1.2,-0.4")
    place = numbers[0], numbers[1]
    if of in ("loss", "objective") and label is None:
        raise CommandError(f"--of {of}: the loss needs the point's label; give it as --label 1")
    run = _run(source)
    if epochs:
        with _progress(run, epochs) as on_epoch, _interruptible() as stopped_by:
            headless.train(run, epochs, (), on_epoch, lambda: stopped_by() != 0)
    network = run.network
    if of == "loss":
        return graphs.network_graph(network, place, label)
    if of == "objective":
        return graphs.network_graph(network, place, label, "objective", penalty=run.descent.penalty)
    if of == "output":
        scores = network.predict([place])[0]
        return graphs.network_graph(
            network, place, of=int(scores.argmax()) if label is None else _output(run, label)
        )
    return graphs.unit_graph(network, place, label, graphs.unit_of(network, of))


def _output(run: TrainingRun, label: float) -> int:
    """The output unit of a class; the only one where there is one."""
    outputs = run.network.plan.outputs
    if outputs == 1:
        return 0
    if label not in range(outputs):
        raise CommandError(f"--label: {label:g} is no class of the data; classes are 0 to {outputs - 1}")
    return int(label)


def _number(text: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise CommandError(f"{where}: {text or 'nothing'} is no number") from None
    if not math.isfinite(value):
        raise CommandError(f"{where}: {text} is no finite number")
    return value


def _save(run: TrainingRun, path: Path) -> None:
    from msgspec.structs import replace

    from playground.interop.loading import save

    try:
        save(replace(run.experiment, run=run.state()), path)
    except OSError as error:
        raise CommandError(_sentence(error)) from error


def _require_writable(path: Path, source: str, *, is_forced: bool) -> None:
    """Raise CommandError for what would fail after the training, or would destroy what was trained."""
    try:
        if path.is_dir():
            raise CommandError(f"{path}: this is a folder; name a file in it")
        if not path.parent.is_dir():
            raise CommandError(f"{path}: there is no folder {path.parent}")
        if path.exists():
            if not path.is_file():
                raise CommandError(f"{path}: this is no file that can be written")
            is_source = source != STANDARD_INPUT and Path(source).is_file() and path.samefile(source)
            if is_source and not is_forced:
                raise CommandError(f"{path}: this is the file that is read; name another, or give --force")
        else:
            path.lstat()
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        raise CommandError(_sentence(error) if isinstance(error, OSError) else f"{path}: {error}") from error
    folder = path.resolve().parent
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise CommandError(f"{path}: nothing may be written there; check the permissions")


def _sentence(error: OSError) -> str:
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason


def _report_epochs(text: str, first: int, last: int) -> list[int]:
    epochs = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        if not part.isdecimal():
            raise CommandError(f"--report: {part!r} is no epoch; give whole numbers such as 0,1,10")
        if not first <= int(part) <= last:
            raise CommandError(
                f"--report: epoch {part} is not among the epochs {first} to {last} of this run"
            )
        epochs.append(int(part))
    return epochs


# ------------------------------------------------------------------------------ while and after it


@contextmanager
def _interruptible() -> Iterator[Callable[[], int]]:
    """Ctrl+C, SIGTERM or SIGHUP inside only changes the yielded question's answer; a second one breaks off.

    The answer is the number of the signal that came, 0 before.
    """
    received = 0

    def on_signal(number: int, *_: object) -> None:
        nonlocal received
        received = number
        for name in before:
            signal.signal(name, signal.default_int_handler if name == signal.SIGINT else signal.SIG_DFL)

    ignored = [name for name in _STOPS if signal.getsignal(name) is signal.SIG_IGN]
    before = {name: signal.signal(name, on_signal) for name in _STOPS if name not in ignored}
    try:
        yield lambda: received
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


@contextmanager
def _progress(run: TrainingRun, epochs: int) -> Iterator[Callable[[TrainingRun], None]]:
    """A progress bar on stderr; yields what to call after each epoch. A terminal may go away meanwhile."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("epoch"),
        MofNCompleteColumn(),
        BarColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[loss]}"),
    )
    first, shown = run.epoch, 0.0
    progress = Progress(*columns, console=Console(stderr=True), auto_refresh=False)
    task = progress.add_task("train", total=epochs, loss="")

    def show(run: TrainingRun) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - shown > _PROGRESS_SECONDS or run.epoch == first + epochs:
            shown = now
            train_metrics, _ = run.evaluate()
            with suppress(OSError):
                loss = f"loss {train_metrics.loss:.4g}"
                progress.update(task, completed=run.epoch - first, loss=loss, refresh=True)

    with suppress(OSError):
        progress.start()
    try:
        yield show
    finally:
        with suppress(OSError):
            progress.stop()


def _print_outcome(outcome: Outcome, as_json: bool, *, with_report: bool) -> None:
    figures = outcome.as_builtins(with_report=with_report)
    if as_json:
        _print(_json(figures))
        return
    rows = [*(row for row in outcome.report if row["epoch"] != figures["epoch"]), figures]
    _print(_table(rows))
    if figures["diverged"]:
        typer.echo("The training diverged: a smaller learning rate may help.", err=True)
    elif outcome.run.finished:
        typer.echo(f"A stop condition of the experiment was met: {outcome.run.finished}.", err=True)
    _print(
        f"{outcome.steps:,} steps in {outcome.seconds:.2f} s, {outcome.steps_per_second:,.0f} steps a second"
    )


def _table(rows: list[dict[str, Any]]) -> str:
    columns = [(part, measure) for part in ("train", "test") for measure in ("loss", "penalty", "accuracy")]
    columns = [(part, measure) for part, measure in columns if measure in (rows[-1][part] or ())]
    lines = [["epoch", *(f"{part} {measure}" for part, measure in columns)]]
    for row in rows:
        values = [
            f"{row[part][measure]:.2%}" if measure == "accuracy" else f"{row[part][measure]:.6g}"
            for part, measure in columns
        ]
        lines.append([str(row["epoch"]), *values])
    widths = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    )


def _print_trace(found: Graph, steps: Sequence[Step]) -> None:
    """One line a step; numbers green forward and red backward where a terminal shows colours."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    labels = ["" if step.gate is None else found.gates[step.gate].label for step in steps]
    rows = [
        (step.phase, label, step.symbols, step.numbers, step.rule)
        for step, label in zip(steps, labels, strict=True)
    ]
    widths = [min(max(len(row[k]) for row in rows), _WIDEST_COLUMN) for k in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        style = {"forward": "green", "seed": "red", "backward": "red"}.get(row[0], "")
        line = Text("  ".join(cells[:3]) + "  ")
        console.print(line.append(cells[3], style).append(f"  {row[4]}"), soft_wrap=True)
    console.print()
    result = Text(f"{found.output.label} = ").append(f"{found.value:.6g}", "green")
    console.print(result, soft_wrap=True)
    for name, gradient in found.gradients.items():
        line = Text(f"d{found.of}/d{name} = ").append(f"{gradient:.6g}", "red")
        console.print(line, soft_wrap=True)


def _json(value: Any) -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()
