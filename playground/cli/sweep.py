"""The command that trains an experiment many times over, and its table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from playground.cli.errors import CommandError, sentence
from playground.cli.outcome import as_json_text, interruptible, leave, require_writable, say, shown_on_stderr
from playground.cli.sources import STANDARD_INPUT, load

if TYPE_CHECKING:
    from playground.app.sweep.plan import Plan
    from playground.app.sweep.results import Results, TableFile
    from playground.app.sweep.running import Failure
    from playground.app.sweep.workers import Workers

_MOST_LINES = 40
"""Sets of values that are printed; --out and --json have all."""


@dataclass
class Timing:
    """What a sweep took: its workers, until they answered, and from then until the last row came."""

    workers: int
    starting_seconds: float
    training_seconds: float = 0.0
    trained: int = 0

    def told(self) -> dict[str, Any]:
        """All of it, with the trials that all workers together trained in a second."""
        rate = self.trained / self.training_seconds if self.trained else None
        return {**asdict(self), "trials_per_second": rate}


def run_sweep(
    source: str,
    over: Sequence[str],
    *,
    seeds: int,
    epochs: int,
    random: int | None,
    workers: int | None,
    cluster: str | None,
    out: Path | None,
    as_json: bool,
    resumes: bool,
) -> None:
    """Train all trials, print the table, and leave with 130 after Ctrl+C. Raises CommandError."""
    import rich.progress  # noqa: F401  (loaded beside the workers, it would take a core from them)

    from playground.app.sweep.plan import SweepError
    from playground.app.sweep.results import Results, TableFile
    from playground.app.sweep.running import Sweep

    if workers is not None and cluster is not None:
        raise CommandError("--workers and --cluster: give one of them; a cluster brings its own workers")
    if resumes and out is None:
        raise CommandError("--resume: name the table to go on with, as --out TABLE.csv")
    plan = _plan(source, over, seeds, epochs, random)
    results, table = Results(plan), None
    if out is not None:
        require_writable(out, source, is_forced=False)
        if out.exists() and not resumes:
            raise CommandError(f"{out}: there is a table already; go on with --resume, or name another")
        table = TableFile(out, plan)
    failures: list[Failure] = []
    failure: CommandError | None = None
    timing = Timing(0, 0.0)
    with interruptible() as stopped_by:
        try:
            if table is not None:
                for trial, row in table.read():
                    results.add(trial, row)
            began = time.perf_counter()
            computing = _workers(workers, cluster, len(plan) - len(results.rows))
            computing.begin()
            ready = time.perf_counter()
            timing = Timing(computing.count, ready - began)
            sweep = Sweep(plan, computing)
            with _progress(results) as show:

                def take(trial: Any, row: dict[str, Any]) -> None:
                    made = results.add(trial, row)
                    timing.trained += 1
                    timing.training_seconds = time.perf_counter() - ready
                    if table is not None:
                        table.append(made)
                    show()

                sweep.run(take, frozenset(results.rows), lambda: stopped_by() != 0)
            failures = sweep.failures
        except SweepError as error:
            failure = CommandError(str(error))
        except OSError as error:
            failure = CommandError(f"{sentence(error)}; what was trained until then is kept")
        disorder = _set_in_order(table, results)
        failure = failure or disorder
    if results.rows or failure is None:
        _print(results, timing, as_json)
    if failure is not None:
        raise failure
    if failures and not stopped_by():
        raise CommandError(_told(failures))
    leave(stopped_by())


def _plan(source: str, over: Sequence[str], seeds: int, epochs: int, random: int | None) -> Plan:
    from playground.app.sweep.plan import SweepError, idle_field, make_plan, parse_over
    from playground.engine.errors import ExperimentError

    experiment = load(source, tells_notes=True)
    name = "standard input" if source == STANDARD_INPUT else source
    try:
        axes = [parse_over(text) for text in over]
        plan = make_plan(experiment, axes, epochs=epochs, seeds=seeds, random=random)
    except (SweepError, ExperimentError) as error:
        raise CommandError(f"--over: {error}") from error
    if experiment.data.dataset == "custom" and not experiment.data.points:
        raise CommandError(f"{name}: data.points: there are no points to learn from")
    idle = idle_field(plan)
    if idle is not None:
        typer.echo(f"{idle[0]} does nothing while {idle[1]} is none.", err=True)
    return plan


def _workers(workers: int | None, cluster: str | None, trials: int) -> Workers:
    from playground.app.sweep.workers import Cluster, Processes, cores

    return Processes(max(1, min(workers or cores(), trials))) if cluster is None else Cluster(cluster)


def _set_in_order(table: TableFile | None, results: Results) -> CommandError | None:
    """Put the file's rows into the plan's order; it stays as it is where that cannot be."""
    if table is None or not results.rows:
        return None
    try:
        table.set_in_order(results.trials())
    except OSError as error:
        return CommandError(f"{sentence(error)}; the rows stand in the order in which they finished")
    return None


@contextmanager
def _progress(results: Results) -> Iterator[Callable[[], None]]:
    """A progress bar over the trials on stderr; yields what to call after each."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("trial"), MofNCompleteColumn(), BarColumn(), TimeRemainingColumn())
    progress = Progress(*columns, console=Console(stderr=True), refresh_per_second=10)
    task = progress.add_task("sweep", total=len(results.plan), completed=len(results.rows))

    def show() -> None:
        with suppress(OSError):  # the terminal may go away meanwhile
            progress.update(task, completed=len(results.rows))

    with shown_on_stderr(progress):
        yield show


def _print(results: Results, timing: Timing, as_json: bool) -> None:
    if as_json:
        told = {"trials": results.trials(), "summary": results.summary(), "timing": timing.told()}
        say(as_json_text(told))
        return
    say(_table(results))
    ranked = len(results.summary())
    if ranked > _MOST_LINES:
        say(f"... and {ranked - _MOST_LINES:,} more; --out TABLE.csv keeps all")
    total = len(results.plan)
    kept = len(results.rows)
    say((f"{total:,} trials" if kept == total else f"{kept:,} of {total:,} trials") + _in_time(timing))


def _in_time(timing: Timing) -> str:
    rate = timing.told()["trials_per_second"]
    if rate is None:
        return ""
    workers = f"{timing.workers} worker" + ("s" if timing.workers > 1 else "")
    trained = f"trained {timing.trained:,} in {timing.training_seconds:.2f} s, {rate:.3g} a second"
    return f": {trained}, by {workers} that started in {timing.starting_seconds:.2f} s"


def _table(results: Results) -> str:
    from playground.app.sweep.results import MEASURES

    rows = results.ranked()[:_MOST_LINES]
    shown = [name for name in MEASURES if any(row[name]["mean"] is not None for row in rows)]
    lines = [[*_short_names(results.plan.paths), "n", *(name.replace("_", " ") for name in shown)]]
    for row in rows:
        cells = [_value(value) for value in row["set"].values()]
        lines.append([*cells, str(row["n"]), *(_measure(row[name], name) for name in shown)])
    widths = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in lines
    )


def _measure(found: dict[str, float | None], name: str) -> str:
    mean, deviation = found["mean"], found["deviation"]
    if mean is None:
        return ""
    if name.endswith("accuracy"):
        return f"{mean:.2%}" + ("" if deviation is None else f" ± {deviation:.2%}")
    return f"{mean:.6f}" + ("" if deviation is None else f" ± {deviation:.6f}")


def _value(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return value if isinstance(value, str) else as_json_text(value).replace("\n", "")


def _short_names(paths: Sequence[str]) -> list[str]:
    """The last part of each path, with as much before it as tells it from the others."""
    names = []
    for path in paths:
        parts = path.split(".")
        known = [other.split(".") for other in paths if other != path]
        length = next(
            (n for n in range(1, len(parts)) if all(other[-n:] != parts[-n:] for other in known)), len(parts)
        )
        if parts[-length:] == ["name"]:
            length = 2
        names.append(".".join(parts[-length:]))
    return names


def _told(failures: Sequence[Failure]) -> str:
    first = failures[0]
    what = ", ".join(f"{path}={_value(value)}" for path, value in first.trial.set.items())
    others = f", and {len(failures) - 1} more" if len(failures) > 1 else ""
    return f"not trained: {what}, seed {first.trial.seed}{others}: {first.reason}; --resume tries again"
