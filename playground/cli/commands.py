"""The commands. An error is one plain sentence and exit code 2."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from playground.cli import lessons
from playground.cli.errors import STOPPED_BY_HAND, USAGE_ERROR, CommandError, sentence
from playground.cli.graphs import expression_graph, network_graph, print_trace
from playground.cli.outcome import (
    as_json_text,
    leave,
    print_outcome,
    report_epochs,
    require_writable,
    save_run,
    say,
    trained,
)
from playground.cli.sources import Epochs, Reading, Source, load, reads_tables, run_of
from playground.cli.sweep import run_sweep

_WINDOW = "open"
_PICTURES = (".png", ".jpg", ".svg", ".pdf")

# The base class of all of typer's complaints about arguments; it has no public name.
_ArgumentError: Any = typer.BadParameter.__bases__[0].__bases__[0]


class Theme(StrEnum):
    """The two looks of a picture."""

    light = "light"
    dark = "dark"


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


app.add_typer(lessons.app, name="lesson")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


Force = Annotated[bool, typer.Option("--force", help="Write even over FILE itself.")]


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
        load(source, tells_notes=False)
    if not has_screen():
        raise CommandError(
            "There is no display here to open a window on; `playground demo` draws the window into files, "
            "and `playground train` works without one."
        )
    from playground.ui import window

    raise typer.Exit(window.open_window(source))


@app.command()
@reads_tables
def train(
    source: Source,
    reading: Reading,
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
    run = run_of(source, reading)
    at_epochs = report_epochs(report, run.epoch, run.epoch + epochs)
    if save is not None:
        require_writable(save, source, is_forced=force)
    outcome, stopped_by = trained(run, epochs, at_epochs)
    failure = None
    try:
        if save is not None:
            save_run(run, save)
    except CommandError as error:
        failure = error
    print_outcome(outcome, as_json, with_report=bool(at_epochs))
    if failure is not None:
        raise failure
    leave(stopped_by)


@app.command()
@reads_tables
def render(
    source: Source,
    reading: Reading,
    out: Annotated[
        Path, typer.Argument(metavar="OUT.png|svg|pdf", help="The picture to write; its ending says how.")
    ],
    epochs: Epochs = 100,
    theme: Annotated[Theme, typer.Option(help="Light or dark.")] = Theme.light,
    size: Annotated[int, typer.Option(min=200, max=4000, help="Height of the picture in pixels.")] = 900,
    force: Force = False,
) -> None:
    """Train, then draw the decision boundary with its points as a picture, without a window."""
    if out.suffix.lower() not in _PICTURES:
        raise CommandError(
            f"{out}: the name of the picture must end in {', '.join(_PICTURES[:-1])} or {_PICTURES[-1]}"
        )
    require_writable(out, source, is_forced=force)
    run = run_of(source, reading)
    _, stopped_by = trained(run, epochs)
    from playground.interop.loading import write_whole
    from playground.tools import picture

    try:
        write_whole(out, picture.content(run, out.suffix.lower().removeprefix("."), theme.value, size))
    except OSError as error:
        raise CommandError(sentence(error, out)) from error
    leave(stopped_by)


@app.command()
@reads_tables
def export(
    source: Source,
    reading: Reading,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The file to write.")],
    to: Annotated[str, typer.Option(metavar="NAME", help="The format; an unknown name lists all there are.")],
    epochs: Epochs = 100,
    with_weights: Annotated[
        bool,
        typer.Option(
            "--with-weights/--without-weights", help="With the trained state, or as the run begins."
        ),
    ] = True,
    force: Force = False,
) -> None:
    """Train, then write the network as code, or its points or parameters, without a window."""
    from playground.engine.errors import ExperimentError
    from playground.interop.exporters import EXPORTERS
    from playground.interop.loading import write_whole

    if to not in EXPORTERS:
        raise CommandError(f"--to: {to} is no format to export to; there are {', '.join(EXPORTERS)}")
    exporter = EXPORTERS[to]
    if not (with_weights or exporter.has_untrained):
        raise CommandError(f"--without-weights: {to} is nothing without them; leave this out")
    require_writable(out, source, is_forced=force)
    run = run_of(source, reading)
    try:
        exporter.content(run, with_weights=with_weights)  # what it cannot say it refuses before the training
        _, stopped_by = trained(run, epochs)
        write_whole(out, exporter.content(run, with_weights=with_weights))
    except ExperimentError as error:
        raise CommandError(f"{out}: {error}") from error
    except OSError as error:
        raise CommandError(sentence(error, out)) from error
    say(f"{out}: {exporter.holds}")
    leave(stopped_by)


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
    from playground.observe.graph import GraphError, as_builtins, folded, unfolded, update

    try:
        if point:
            if values:
                raise CommandError(f"{values[0]}: a network's values are its own; leave this out")
            found = network_graph(source, point, label, of, epochs)
        else:
            found = expression_graph(source, values or [])
        if unfold is not None:
            found = unfolded(found) if unfold else folded(found)
        steps = () if rate is None else update(found, rate).steps
    except FormulaError as error:
        raise CommandError(f"{error} (character {error.position + 1})") from error
    except GraphError as error:
        raise CommandError(str(error)) from error
    if as_json:
        say(as_json_text(as_builtins(found, steps)))
    else:
        print_trace(found, (*found.steps, *steps))


@app.command()
def sweep(
    source: Source,
    over: Annotated[
        list[str],
        typer.Option(
            metavar="PATH=V1,V2,...",
            help="A field and its values, or a range such as 1e-4..1e-1:log:7. Give it again for another.",
        ),
    ],
    seeds: Annotated[
        int, typer.Option(min=1, help="Train each with so many seeds, from the experiment's own on.")
    ] = 1,
    epochs: Epochs = 100,
    random: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="So many random draws in place of the grid.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=1024, help="Processes on this machine; else one for each core.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A Dask scheduler, such as tcp://host:8786, or its file."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="TABLE.csv", help="Keep each row here as it comes.")
    ] = None,
    as_json: AsJson = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Train only what --out does not hold yet.")
    ] = False,
) -> None:
    """Train an experiment many times over some of its fields, on all cores or a cluster."""
    run_sweep(
        source,
        over,
        seeds=seeds,
        epochs=epochs,
        random=random,
        workers=workers,
        cluster=cluster,
        out=out,
        as_json=as_json,
        resumes=resume,
    )


@app.command()
def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for the files.")] = Path(),
    lesson: Annotated[
        str, typer.Option(metavar="ID", help="Record this lesson instead: a picture of each step and a GIF.")
    ] = "",
    language: Annotated[str, typer.Option(metavar="en|ko", help="The lesson's language.")] = "en",
    theme: Annotated[Theme, typer.Option(help="The lesson's theme.")] = Theme.light,
) -> None:
    """Drive the real window offscreen by mouse and keys, and record it: a picture and a GIF."""
    from playground.interop.lessons import LANGUAGES
    from playground.tools import demo as demonstration
    from playground.tools.lesson_film import record_lesson

    if language not in LANGUAGES:
        raise CommandError(f"--language: {language} is unknown; known: {', '.join(LANGUAGES)}")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(sentence(error)) from error
    try:
        made = (
            record_lesson(lesson, out, language=language, theme=theme.value)
            if lesson
            else demonstration.record(out)
        )
    except LookupError as error:
        raise CommandError(f"--lesson: {error.args[0]}") from error
    except OSError as error:
        raise CommandError(sentence(error, out)) from error
    for path in made:
        say(str(path))


@app.command("install-desktop")
def install_desktop(
    remove: Annotated[bool, typer.Option("--remove", help="Take it away again.")] = False,
) -> None:
    """Put the program into this user's menu, with its icon; .playground files open with it (Linux)."""
    from playground.tools import desktop

    if not sys.platform.startswith("linux"):
        raise CommandError("install-desktop: only Linux desktops take a program in this way")
    folder = desktop.data_home()
    try:
        changed = desktop.remove(folder) if remove else desktop.install(folder)
    except OSError as error:
        raise CommandError(sentence(error)) from error
    for path in changed:
        say(str(path))


@app.command()
def bench(
    as_json: AsJson = False,
    memory: Annotated[
        bool, typer.Option("--memory", help="What a minute of play and edits collects.")
    ] = False,
) -> None:
    """Measure the engine and the live window on this machine (about a minute and a half)."""
    if memory:
        from playground.tools import benchmark_memory

        figures = benchmark_memory.measure()
        say(as_json_text(figures) if as_json else benchmark_memory.as_text(figures))
        return
    from playground.tools import benchmark_window as measuring

    figures = measuring.measure(lambda what: typer.echo(what, err=True))
    say(as_json_text(figures) if as_json else measuring.as_text(figures))


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


def _refuse(text: str) -> int:
    with suppress(OSError):  # the terminal may be gone
        typer.echo(" ".join(text.split()), err=True)
    return USAGE_ERROR
