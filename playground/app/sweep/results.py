"""The rows of a sweep: gathered, summed up over seeds, and kept in a CSV file as they come."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
import os
import statistics
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from playground.app.sweep.plan import Plan, SweepError, Trial, parse_value
from playground.engine.experiment import encode
from playground.interop.loading import write_whole

MEASURES = ("train_loss", "test_loss", "test_accuracy")
"""What a summary holds, each with its mean and its deviation over the seeds."""

_PARTS = ("train", "test")
_COUNTS = ("epoch", "step")
_FINGERPRINT = "sweep"


class Results:
    """The rows there are, by their place in the plan, whoever finished first."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.rows: dict[int, dict[str, Any]] = {}
        self.pictures: dict[int, str] = {}
        self._summary: dict[int, dict[str, Any]] = {}
        self._changed: set[int] = set()

    def add(self, trial: Trial, row: dict[str, Any]) -> dict[str, Any]:
        """Keep what a trial came to; returns its row."""
        made = {"set": trial.set, "seed": trial.seed, **row}
        if "picture" in made:
            self.pictures[trial.index] = made.pop("picture")
        self.rows[trial.index] = made
        self._changed.add(trial.index // self.plan.seeds)
        return made

    def trials(self) -> list[dict[str, Any]]:
        """The rows in the plan's order."""
        return [self.rows[index] for index in sorted(self.rows)]

    def summary(self) -> list[dict[str, Any]]:
        """For each set of values its ``n`` rows and the measures' mean and deviation, in the plan's order.

        The deviation is that of a sample (n - 1); None for a single row, and where a number is missing.
        """
        return [
            {name: value for name, value in row.items() if name != "place"} for row in self.placed_summary()
        ]

    def placed_summary(self) -> list[dict[str, Any]]:
        """The same, each row with its ``place`` among the plan's sets of values."""
        seeds = self.plan.seeds
        for place in self._changed:
            indices = range(place * seeds, (place + 1) * seeds)
            rows = [self.rows[index] for index in indices if index in self.rows]
            self._summary[place] = {
                "place": place,
                "set": rows[0]["set"],
                "n": len(rows),
                **{name: mean_and_deviation(measure(row, name) for row in rows) for name in MEASURES},
            }
        self._changed.clear()
        return [self._summary[place] for place in sorted(self._summary)]

    def ranked(self) -> list[dict[str, Any]]:
        """The summary, the lowest test loss first (the training loss where no points are held out)."""

        def loss(row: dict[str, Any]) -> float:
            known = [row[name]["mean"] for name in ("test_loss", "train_loss")]
            return next((value for value in known if value is not None), math.inf)

        return sorted(self.summary(), key=loss)


def measure(row: dict[str, Any], name: str) -> float | None:
    """A measure of a row, such as ``test_loss``; None where it has none."""
    part, _, what = name.partition("_")
    value = (row[part] or {}).get(what)
    return None if value is None else float(value)


def mean_and_deviation(values: Iterable[float | None]) -> dict[str, float | None]:
    """The mean, and the deviation of a sample."""
    known = [value for value in values if value is not None]
    if not known:
        return {"mean": None, "deviation": None}
    return {
        "mean": statistics.fmean(known),
        "deviation": statistics.stdev(known) if len(known) > 1 else None,
    }


class TableFile:
    """A CSV file with a row a trial, appended as they come and set in order in the end.

    The last column tells which experiment and how many epochs the row is of, so that a table is never
    mixed with another's.
    """

    def __init__(self, path: Path, plan: Plan) -> None:
        self.path, self.plan = path, plan
        kinds: tuple[str, ...] = ("loss", "penalty", "accuracy", "r2")
        if not any(path.startswith("data.") for path in plan.paths):
            other = "r2" if plan.experiment.problem == "classification" else "accuracy"
            kinds = tuple(kind for kind in kinds if kind != other)
        self._measures = [(part, kind) for part in _PARTS for kind in kinds]
        names = [f"{part}_{kind}" for part, kind in self._measures]
        self.columns = [*plan.paths, "seed", *_COUNTS, *names, "diverged", "seconds", _FINGERPRINT]
        about = encode(plan.experiment) + f"{plan.epochs} epochs".encode()
        self._fingerprint = hashlib.sha256(about).hexdigest()[:12]
        self._has_head = False

    def read(self) -> Iterator[tuple[Trial, dict[str, Any]]]:
        """The trials that the file holds, for a sweep that goes on. Raises SweepError where it is another's.

        A last line that was cut off in the middle of writing is taken out of the file.
        """
        if not self.path.exists():
            return
        content = self.path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        try:
            lines = list(csv.reader(io.StringIO(whole.decode())))
        except (UnicodeDecodeError, csv.Error) as error:
            raise SweepError("{path}: this is no table of a sweep", path=self.path) from error
        if lines and lines[0] != self.columns:
            raise SweepError("{path}: this is a table of something else; name another file", path=self.path)
        indices = {self._key(trial): trial for trial in map(self.plan.trial, range(len(self.plan)))}
        found = []
        for number, cells in enumerate(lines[1:], start=2):
            try:
                key, row, fingerprint = self._row_of(cells)
            except (ValueError, KeyError) as error:
                raise SweepError(
                    "{path}: line {line} is no row of a sweep", path=self.path, line=number
                ) from error
            if fingerprint != self._fingerprint:
                raise SweepError(
                    "{path}: line {line} is of another experiment or other epochs; name another file",
                    path=self.path,
                    line=number,
                )
            if key not in indices:
                raise SweepError(
                    "{path}: line {line} is none of this sweep's trials; name another file",
                    path=self.path,
                    line=number,
                )
            found.append((indices[key], row))
        if len(whole) < len(content):
            os.truncate(self.path, len(whole))
        self._has_head = bool(lines)
        yield from found

    def append(self, row: dict[str, Any]) -> None:
        """Write a row at the end. Where the disk is full, the file stays as it was and OSError is raised."""
        lines = ([] if self._has_head else [self.columns]) + [self._cells(row)]
        content = _csv(lines)
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        try:
            size = os.fstat(file).st_size
            try:
                written = 0
                while written < len(content):
                    written += os.write(file, content[written:])
            except OSError as error:
                with suppress(OSError):
                    os.ftruncate(file, size)
                raise OSError(error.errno, error.strerror, str(self.path)) from error
        finally:
            os.close(file)
        self._has_head = True

    def set_in_order(self, rows: Iterable[dict[str, Any]]) -> None:
        """Write all rows anew in this order; the file is replaced only when that is done."""
        write_whole(self.path, self.csv(rows))

    def csv(self, rows: Iterable[dict[str, Any]]) -> bytes:
        """The file's content with these rows."""
        return _csv([self.columns, *map(self._cells, rows)])

    def _cells(self, row: dict[str, Any]) -> list[str]:
        numbers = [(row[part] or {}).get(kind) for part, kind in self._measures]
        return [
            *(_written(value) for value in row["set"].values()),
            *(str(row[name]) for name in ("seed", *_COUNTS)),
            *("" if number is None else repr(number) for number in numbers),
            "true" if row["diverged"] else "false",
            repr(row["seconds"]),
            self._fingerprint,
        ]

    def _row_of(self, cells: list[str]) -> tuple[tuple[str, ...], dict[str, Any], str]:
        named = dict(zip(self.columns, cells, strict=True))
        key = (*(json.dumps(parse_value(named[path])) for path in self.plan.paths), named["seed"])
        row: dict[str, Any] = {name: int(named[name]) for name in _COUNTS}
        for part in _PARTS:
            cell_of = {kind: named[f"{part}_{kind}"] for of, kind in self._measures if of == part}
            row[part] = {kind: float(cell) for kind, cell in cell_of.items() if cell} or None
        row["diverged"] = {"true": True, "false": False}[named["diverged"]]
        row["seconds"] = float(named["seconds"])
        return key, row, named[_FINGERPRINT]

    def _key(self, trial: Trial) -> tuple[str, ...]:
        return (*(json.dumps(value) for value in trial.set.values()), str(trial.seed))


def _written(value: Any) -> str:
    """A value as ``parse_value`` reads it: text bare where that says the same, else JSON."""
    return value if isinstance(value, str) and parse_value(value) == value else json.dumps(value)


def _csv(lines: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue().encode()
