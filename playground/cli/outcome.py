"""What goes out: the progress of a training, its figures, and the files that keep it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from playground.cli.errors import CommandError, sentence
from playground.cli.sources import STANDARD_INPUT

if TYPE_CHECKING:
    from rich.progress import Progress

    from playground.engine.training import TrainingRun
    from playground.tools.headless import Outcome

_PROGRESS_SECONDS = 0.05
_SIGNAL_BASE = 128
"""A program that a signal ended leaves with this plus its number: 130 after Ctrl+C."""
_STOPS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def say(text: str) -> None:
    """Print on standard output at once. Raises CommandError where nobody can take it any more."""
    try:
        typer.echo(text)
        sys.stdout.flush()
    except OSError as error:
        with suppress(OSError):  # or Python tries again while it ends, and complains
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise CommandError(f"standard output: {sentence(error)}") from error


def as_json_text(value: Any) -> str:
    """The value as indented JSON."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()


def save_run(run: TrainingRun, path: Path) -> None:
    """Write the experiment with its trained state. Raises CommandError where that cannot be."""
    from msgspec.structs import replace

    from playground.interop.loading import save

    try:
        save(replace(run.experiment, run=run.state()), path)
    except OSError as error:
        raise CommandError(sentence(error, path)) from error


def require_writable(path: Path, source: str, *, is_forced: bool) -> None:
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
        raise CommandError(sentence(error) if isinstance(error, OSError) else f"{path}: {error}") from error
    folder = path.resolve().parent
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise CommandError(f"{path}: nothing may be written there; check the permissions")


@contextmanager
def interruptible() -> Iterator[Callable[[], int]]:
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


def leave(stopped_by: int) -> None:
    """Leave as a program that a signal ended, where one did."""
    if stopped_by:
        raise typer.Exit(_SIGNAL_BASE + stopped_by)


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

    with shown_on_stderr(progress):
        yield show


@contextmanager
def shown_on_stderr(progress: Progress) -> Iterator[None]:
    """Show a progress bar for as long as this lasts. A terminal may go away meanwhile."""
    with suppress(OSError):
        progress.start()
    try:
        yield
    finally:
        with suppress(OSError):
            progress.stop()


def trained(run: TrainingRun, epochs: int, at_epochs: Sequence[int] = ()) -> tuple[Outcome, int]:
    """Train, with the progress on stderr: what came of it, and the signal that ended it (0: none)."""
    from playground.tools import headless

    with _progress(run, epochs) as on_epoch, interruptible() as stopped_by:
        outcome = headless.train(run, epochs, at_epochs, on_epoch, lambda: stopped_by() != 0)
    return outcome, stopped_by()


def report_epochs(text: str, first: int, last: int) -> list[int]:
    """The epochs of a text such as 0,1,10. Raises CommandError for others than first to last."""
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


def print_outcome(outcome: Outcome, as_json: bool, *, with_report: bool) -> None:
    """Print the figures as a table, or as one JSON object."""
    figures = outcome.as_builtins(with_report=with_report)
    if as_json:
        say(as_json_text(figures))
        return
    rows = [*(row for row in outcome.report if row["epoch"] != figures["epoch"]), figures]
    say(_table(rows))
    if figures["diverged"]:
        typer.echo("The training diverged: a smaller learning rate may help.", err=True)
    elif outcome.run.finished:
        typer.echo(f"A stop condition of the experiment was met: {outcome.run.finished}.", err=True)
    say(f"{outcome.steps:,} steps in {outcome.seconds:.2f} s, {outcome.steps_per_second:,.0f} steps a second")


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
