"""The command line: its commands are below. An error is one plain sentence and exit code 2."""

from __future__ import annotations

import math
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from playground.engine.experiment import Experiment
    from playground.engine.training import TrainingRun
    from playground.observe.graph import Graph, Step
    from playground.tools.headless import Outcome

USAGE_ERROR = 2
STOPPED_BY_HAND = 130

_WINDOW = "open"
_PROGRESS_SECONDS = 0.05
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


class _Commands(TyperGroup):
    """``playground [FILE|LINK]`` opens the window: what names no command is something to open."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and not args[0].startswith("-")):
            args = [_WINDOW, *args]
        return super().parse_args(ctx, args)


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
        metavar="FILE|LINK", help="An experiment, a CSV of points, or a TensorFlow Playground link."
    ),
]
Epochs = Annotated[int, typer.Option(min=0, help="How many epochs to train.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


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
def train(
    source: Source,
    epochs: Epochs = 100,
    report: Annotated[
        str, typer.Option(metavar="0,1,10", help="Epochs whose measures to show as well.")
    ] = "",
    as_json: AsJson = False,
    save: Annotated[
        Path | None, typer.Option(metavar="OUT", help="Save the trained experiment here.")
    ] = None,
) -> None:
    """Train without a window. Ctrl+C ends it after the running epoch and keeps what was learned."""
    from playground.tools import headless

    run = _run(source)
    at_epochs = _report_epochs(report, run.epoch, run.epoch + epochs)
    if save is not None:
        _require_folder(save)
    with _progress(run, epochs) as on_epoch, _interruptible() as is_interrupted:
        outcome = headless.train(run, epochs, at_epochs, on_epoch, is_interrupted)
    if save is not None:
        _save(run, save)
    _print_outcome(outcome, as_json, with_report=bool(at_epochs))
    if is_interrupted():
        raise typer.Exit(STOPPED_BY_HAND)


@app.command()
def render(
    source: Source,
    out: Annotated[
        Path, typer.Argument(metavar="OUT.png|svg|pdf", help="The picture to write; its ending says how.")
    ],
    epochs: Epochs = 100,
    theme: Annotated[Theme, typer.Option(help="Light or dark.")] = Theme.light,
    size: Annotated[int, typer.Option(min=200, max=4000, help="Height of the picture in pixels.")] = 900,
) -> None:
    """Train, then draw the decision boundary with its points as a picture, without a window."""
    from playground.tools import headless

    if out.suffix.lower() not in _PICTURES:
        raise CommandError(
            f"{out}: the name of the picture must end in {', '.join(_PICTURES[:-1])} or {_PICTURES[-1]}"
        )
    _require_folder(out)
    run = _run(source)
    with _progress(run, epochs) as on_epoch, _interruptible() as is_interrupted:
        headless.train(run, epochs, (), on_epoch, is_interrupted)
    from playground.tools import picture

    if not picture.save(run, out, theme.value, size):
        raise CommandError(f"{out}: no picture can be written there")


@app.command()
def export(
    source: Source,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    to: Annotated[str, typer.Option(metavar="NAME", help="The format; an unknown name lists all there are.")],
    epochs: Epochs = 100,
) -> None:
    """Train, then write the points or the parameters for another program, without a window."""
    from playground.engine.errors import ExperimentError
    from playground.interop.exporters import EXPORTERS
    from playground.interop.loading import write_whole
    from playground.tools import headless

    if to not in EXPORTERS:
        raise CommandError(f"--to: {to} is no format to export to; there are {', '.join(EXPORTERS)}")
    _require_folder(out)
    run = _run(source)
    with _progress(run, epochs) as on_epoch, _interruptible() as is_interrupted:
        headless.train(run, epochs, (), on_epoch, is_interrupted)
    exporter = EXPORTERS[to]
    try:
        write_whole(out, exporter.write(run))
    except ExperimentError as error:
        raise CommandError(f"{out}: {error}") from error
    except OSError as error:
        raise CommandError(_sentence(error)) from error
    typer.echo(f"{out}: {exporter.holds}")
    if is_interrupted():
        raise typer.Exit(STOPPED_BY_HAND)


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
        typer.echo(_json(as_builtins(found, steps)))
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
        typer.echo(path)


@app.command()
def bench(as_json: AsJson = False) -> None:
    """Measure the engine and the live window on this machine (about a minute and a half)."""
    from playground.tools import benchmark_window as measuring

    figures = measuring.measure(lambda what: typer.echo(what, err=True))
    typer.echo(_json(figures) if as_json else measuring.as_text(figures))


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
    typer.echo(" ".join(sentence.split()), err=True)
    return USAGE_ERROR


# ---------------------------------------------------------------------------------- files and runs


def _load(source: str, *, tells_notes: bool) -> Experiment:
    """The experiment of a file or link; what its source says about it goes to stderr."""
    from playground.engine.errors import ExperimentError
    from playground.interop.loading import open_source

    try:
        opened = open_source(source)
    except OSError as error:
        raise CommandError(_sentence(error)) from error
    except ExperimentError as error:
        raise CommandError(f"{source}: {error}" if len(source) < 200 else str(error)) from error
    if tells_notes:
        for note in opened.notes:
            typer.echo(note, err=True)
    return opened.experiment


def _run(source: str) -> TrainingRun:
    from playground.engine.errors import ExperimentError
    from playground.engine.training import TrainingRun

    experiment = _load(source, tells_notes=True)
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
        with _progress(run, epochs) as on_epoch, _interruptible() as is_interrupted:
            headless.train(run, epochs, (), on_epoch, is_interrupted)
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


def _require_folder(path: Path) -> None:
    if path.is_dir():
        raise CommandError(f"{path}: this is a folder; name a file in it")
    if not path.parent.is_dir():
        raise CommandError(f"{path}: there is no folder {path.parent}")


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
def _interruptible() -> Iterator[Callable[[], bool]]:
    """The first Ctrl+C inside only makes the yielded question true; a second one breaks off."""
    pressed = False

    def on_interrupt(*_: object) -> None:
        nonlocal pressed
        pressed = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _progress(run: TrainingRun, epochs: int) -> Iterator[Callable[[TrainingRun], None]]:
    """A progress bar on stderr; yields what to call after each epoch."""
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
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("train", total=epochs, loss="")

        def show(run: TrainingRun) -> None:
            nonlocal shown
            now = time.monotonic()
            if now - shown > _PROGRESS_SECONDS or run.epoch == first + epochs:
                shown = now
                train_metrics, _ = run.evaluate()
                progress.update(task, completed=run.epoch - first, loss=f"loss {train_metrics.loss:.4g}")

        yield show


def _print_outcome(outcome: Outcome, as_json: bool, *, with_report: bool) -> None:
    figures = outcome.as_builtins(with_report=with_report)
    if as_json:
        typer.echo(_json(figures))
        return
    rows = [*(row for row in outcome.report if row["epoch"] != figures["epoch"]), figures]
    typer.echo(_table(rows))
    if figures["diverged"]:
        typer.echo("The training diverged: a smaller learning rate may help.", err=True)
    elif outcome.run.finished:
        typer.echo(f"A stop condition of the experiment was met: {outcome.run.finished}.", err=True)
    typer.echo(
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
