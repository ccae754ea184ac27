"""Points from a table: columns chosen, labels understood, the plane scaled to the data."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playground.engine.datasets import HALF_PLANE, MAXIMUM_CLASSES
from playground.engine.edits import with_data, with_sound_points
from playground.engine.errors import ExperimentError, Note, Notes
from playground.engine.experiment import MAXIMUM_POINTS, Axis, Experiment, Point
from playground.interop.numerals import number_as
from playground.interop.roles import Problem, are_too_long, features_of, likely_label, likely_problem
from playground.interop.table import Table, is_ragged

FloatArray: TypeAlias = NDArray[np.float64]

NO_LABEL = -1
"""In the place of a label's column: there is none, all points are of one class."""
REACH = 5.0
"""Imported columns are scaled to [-REACH, REACH]."""

NO_COLUMN = -1
"""In the place of the second axis' column: there is none, a value over one number is to be learned."""
_COORDINATES = (("x1", "x2"), ("x", "y"), ("x_1", "x_2"), ("x0", "x1"), ("x₁", "x₂"))
FEW_POINTS = 20
"""Fewer points than these are all for training: none can be spared for a test."""


@dataclass(frozen=True)
class Columns:
    """Which columns are the plane, which one is the label (None: all points are of class 0).

    Without ``x2`` the label is a value over x1, and all points lie on one line.
    """

    x1: int
    x2: int | None
    label: int | None
    problem: Problem = "classification"

    @property
    def plane(self) -> tuple[int, ...]:
        """The axes' columns."""
        return (self.x1,) if self.x2 is None else (self.x1, self.x2)


@dataclass(frozen=True)
class Imported:
    """Points ``(n, 3)`` in plane coordinates with what is to be known about them.

    ``tuples`` are the same points as a Data holds them. ``class_names`` are the labels' words, class by
    class; ``value_axis`` is how values were scaled.
    """

    points: FloatArray
    tuples: tuple[Point, ...]
    problem: Problem
    classes: int
    axes: tuple[Axis, Axis]
    class_names: tuple[str, ...] | None
    value_axis: Axis | None
    rows: int
    notes: tuple[Note, ...]

    def onto(self, experiment: Experiment) -> Experiment:
        """The experiment with these points as its data; of few points none is held out."""
        few: dict[str, Any] = {"train_fraction": 1.0} if len(self.points) < FEW_POINTS else {}
        imported = with_data(
            experiment,
            **few,
            dataset="custom",
            points=(),
            problem=self.problem,
            classes=self.classes,
            axes=self.axes,
            class_names=self.class_names,
            value_axis=self.value_axis,
            split="shuffled",
        )
        return with_sound_points(imported, self.tuples)

    def sample(self, count: int) -> Imported:
        """About ``count`` of the points, evenly from the list."""
        every = slice(None, None, max(1, len(self.points) // count))
        return replace(self, points=self.points[every], tuples=self.tuples[every])


def recognise(
    table: Table,
    x1: int | None = None,
    x2: int | None = None,
    label: int | None = None,
    problem: Problem | None = None,
) -> Columns:
    """The columns that are most likely meant, beside those that are given (NO_LABEL: there is no label).

    Raises ExperimentError where a given column does not exist or two columns of numbers are not there.
    """
    for given in (x1, x2, label):
        if given is not None and not (
            0 <= given < table.columns or (given == NO_LABEL and (given is label or given is x2))
        ):
            raise ExperimentError(
                "",
                Note(
                    "there is no column {column}; this table has {columns}",
                    column=given + 1,
                    columns=table.columns,
                ),
            )
    features = features_of(table)
    free = [column for column in features if column not in (x1, x2, label)]
    missing = (x1 is None) + (x2 is None)
    if len(free) < missing:
        # What only numbers or tells the rows is better than nothing.
        numeric = [column for column in range(table.columns) if table.is_numeric(column)]
        free = [column for column in numeric if column not in (x1, x2, label)]
    if len(free) == 1 and x1 is None and x2 is None and label not in (None, NO_LABEL):
        return Columns(free[0], None, label, problem or likely_problem(table, label))
    if len(free) < missing:
        count = sum(table.is_numeric(column) for column in range(table.columns))
        raise ExperimentError(
            "",
            Note(
                "columns of numbers in this table: {count}; points need two, and a label if there is one",
                count=count,
            ),
        )
    chosen = label
    if label is None:
        chosen = likely_label(table, taken=(x1, x2), spare=len(free) > missing)
        if len([column for column in free if column != chosen]) < missing:
            chosen = None
    plane = iter(_plane(table, [column for column in free if column != chosen]))
    x1 = next(plane) if x1 is None else x1
    x2 = next(plane) if x2 is None else x2
    chosen = None if chosen == NO_LABEL else chosen
    if x2 == NO_COLUMN:
        return Columns(x1, None, chosen, problem or "regression")
    return Columns(x1, x2, chosen, problem or likely_problem(table, chosen))


def convert(table: Table, columns: Columns) -> Imported:
    """The points of the chosen columns. Raises ExperimentError where the columns cannot be used."""
    if columns.x1 == columns.x2:
        raise ExperimentError("", Note("both axes show the same column; choose two different ones"))
    if columns.label in columns.plane:
        raise ExperimentError("", Note("the label is one of the axes' columns; choose another one"))
    if columns.problem == "regression" and columns.label is None:
        raise ExperimentError("", Note("values need a column of their own; choose it as the label"))
    if columns.x2 is None and columns.label is None:
        raise ExperimentError(
            "", Note("one axis alone needs values or classes over it; choose them as the label")
        )
    if table.rows == 0:
        raise ExperimentError("", Note("there are no rows below the names of the columns"))
    values = [
        table.numbers[columns.x1],
        np.zeros(table.rows) if columns.x2 is None else table.numbers[columns.x2],
    ]
    good = np.isfinite(values[0]) & np.isfinite(values[1])
    labels, class_names, label_good, spellings = _labels(table, columns, good)
    good &= label_good
    kept = np.flatnonzero(good)
    over = kept[MAXIMUM_POINTS:]
    kept = kept[:MAXIMUM_POINTS]
    if kept.size == 0:
        raise ExperimentError("", Note("no row can be used: {fault}", fault=_fault(table, columns, 0)))
    names = [*map(table.title, columns.plane), ""][:2]
    axes = _axes(names, [column[kept] for column in values])
    value_axis = None
    labels = labels[kept]
    if columns.problem == "regression":
        assert columns.label is not None
        value_axis = _value_axis(table.title(columns.label), labels)
        labels = (labels - value_axis.offset) / value_axis.scale
    planes = [(column[kept] - axis.offset) / axis.scale for axis, column in zip(axes, values, strict=True)]
    points = np.stack([*planes, labels], axis=1)
    imported = Imported(
        points=points,
        tuples=tuple(map(tuple, points.tolist())),
        problem=columns.problem,
        classes=max(2, len(class_names)) if class_names else 2,
        axes=axes,
        class_names=class_names,
        value_axis=value_axis,
        rows=table.rows,
        notes=(),
    )
    return replace(imported, notes=tuple(_notes(table, columns, good, over.size, imported, spellings)))


# ------------------------------------------------------------------------------------- private


def _labels(
    table: Table, columns: Columns, good: NDArray[np.bool_]
) -> tuple[FloatArray, tuple[str, ...] | None, NDArray[np.bool_], list[tuple[str, ...]]]:
    """The labels, the classes' names, which rows have a label, and spellings that are one class."""
    everywhere = np.ones(table.rows, dtype=bool)
    if columns.label is None:
        return np.zeros(table.rows), None, everywhere, []
    numbers = table.numbers[columns.label]
    if columns.problem == "regression":
        return numbers, None, np.isfinite(numbers), []
    words = table.words(columns.label)
    spellings: list[tuple[str, ...]] = []
    if table.is_numeric(columns.label) and not are_too_long(numbers):
        with_label = np.isfinite(numbers)
        classes = np.unique(numbers[good & with_label])
        written = dict(zip(numbers[::-1].tolist(), words[::-1], strict=True))
        names = tuple(_class_name(value, written[value]) for value in classes.tolist())
        labels = np.searchsorted(classes, numbers).astype(float)
    else:
        counts = Counter(word for word, use in zip(words, good, strict=True) if word and use)
        alike: dict[str, list[str]] = {}
        for word, _ in counts.most_common():
            alike.setdefault(_same_word(word), []).append(word)
        spellings = [tuple(group) for group in alike.values() if len(group) > 1]
        names = tuple(sorted(group[0] for group in alike.values()))
        place = {_same_word(name): float(index) for index, name in enumerate(names)}
        labels = np.array([place.get(_same_word(word), np.nan) for word in words])
        with_label = np.isfinite(labels)
    if len(names) > MAXIMUM_CLASSES:
        raise ExperimentError(
            "",
            Note(
                "{name} has {count} different labels, more than the {most} classes there can be; choose "
                "another column or read it as values"
                if table.is_numeric(columns.label)
                else "{name} has {count} different labels, more than the {most} classes there can be; choose "
                "another column",
                name=table.names[columns.label],
                count=len(names),
                most=MAXIMUM_CLASSES,
            ),
        )
    return labels, names, with_label, spellings


def _class_name(value: float, word: str) -> str:
    """A class as it is written; whole numbers without the ".0" or exponent that programs add."""
    is_added = re.fullmatch(r"[+-]?\d+(?:\.0*)?(?:[eE][+-]?\d+)?|[+-]?\d\.\d+[eE][+-]?\d+", word)
    if is_added and not word.lstrip("+-").isdecimal() and value == int(value):
        return str(int(value))
    return word


def _same_word(word: str) -> str:
    return " ".join(word.casefold().split())


def _axes(names: list[str], values: list[FloatArray]) -> tuple[Axis, Axis]:
    """How each column becomes a plane coordinate; both stay as they are where they fill the plane well."""
    reaches = [float(np.abs(column).max()) for column in values]
    if max(reaches) <= HALF_PLANE and min(reaches) >= HALF_PLANE / 4:
        return Axis(names[0]), Axis(names[1])
    first, second = (_scaled_axis(name, column, REACH) for name, column in zip(names, values, strict=True))
    return first, second


def _value_axis(name: str, values: FloatArray) -> Axis:
    """Values beyond [-1.5, 1.5] are scaled to [-1, 1], where colours and learning rates are at home."""
    if float(np.abs(values).max()) <= 1.5:
        return Axis(name)
    return _scaled_axis(name, values, 1.0)


def _scaled_axis(name: str, values: FloatArray, reach: float) -> Axis:
    low, high = float(values.min()), float(values.max())
    scale = (high / 2 - low / 2) / reach
    return Axis(name, offset=low / 2 + high / 2, scale=scale if scale > 0 else 1.0)


def _notes(
    table: Table,
    columns: Columns,
    good: NDArray[np.bool_],
    over: int,
    imported: Imported,
    spellings: list[tuple[str, ...]],
) -> list[Note]:
    notes = [*table.remarks, *_how_read(table, columns)]
    bad = np.flatnonzero(~good)
    if bad.size:
        faults = [_fault(table, columns, int(row)) for row in bad[:3]]
        if bad.size > 3:
            faults.append(Note("and {count} more", count=bad.size - 3))
        notes.append(
            Note(
                "{count} of {rows} rows left out: {faults}",
                count=bad.size,
                rows=table.rows,
                faults=Notes(faults),
            )
        )
    if over:
        notes.append(
            Note("The first {kept} rows are used; {over} more are left out.", kept=MAXIMUM_POINTS, over=over)
        )
    for group in spellings[:3]:
        notes.append(Note("One class, written in several ways: {words}.", words=", ".join(group)))
    if 0 < len(imported.points) < FEW_POINTS:
        notes.append(Note("So few points are all for training; none is held out for the test."))
    if columns.label is None and table.columns == 2:
        notes.append(
            Note(
                "Two columns of numbers are points of one class here; {value} over {name} can be learned "
                "too: choose no second axis and {value} as the values.",
                value=table.names[1],
                name=table.names[0],
            )
        )
    elif columns.label is None:
        notes.append(Note("There is no label column, so all points are of class 0."))
    for axis in (*imported.axes, imported.value_axis):
        if axis is not None and (axis.scale != 1 or axis.offset != 0):
            reach = 1.0 if axis is imported.value_axis else REACH
            notes.append(
                Note(
                    "{name} from {low:g} to {high:g} is scaled to -{reach:g} to {reach:g}.",
                    name=axis.name,
                    low=axis.offset - reach * axis.scale,
                    high=axis.offset + reach * axis.scale,
                    reach=reach,
                )
            )
    if imported.class_names and imported.class_names != tuple(map(str, range(imported.classes))):
        counts = Counter(imported.points[:, 2].astype(int).tolist())
        shown = (f"{index} = {name} ({counts[index]})" for index, name in enumerate(imported.class_names))
        notes.append(Note("Classes: {classes}.", classes=", ".join(shown)))
    return notes


def _how_read(table: Table, columns: Columns) -> list[Note]:
    """Numbers that could be read in another way, and the columns that are not used."""
    used = [*columns.plane, *(() if columns.label is None else (columns.label,))]
    notes = []
    for column in used:
        reading = table.readings[column]
        if reading.unsure and table.is_numeric(column):
            digits = reading.unsure.lstrip("-")
            first = next((word for word in table.words(column) if digits in word), reading.unsure)
            notes.append(
                Note(
                    "{name}: {cell} was read as {value:.15g}.",
                    name=table.names[column],
                    cell=first,
                    value=number_as(reading.unsure, reading.notation),
                )
            )
    members = table.members if columns.label == table.columns - 1 else ()
    others = [
        table.names[column]
        for column in range(table.columns - bool(table.members))
        if column not in used and column not in members
    ]
    if others:
        shown = ", ".join(others[:6]) + (" …" if len(others) > 6 else "")
        notes.append(Note("Not used: {columns}.", columns=shown))
    return notes


def _plane(table: Table, columns: list[int]) -> list[int]:
    """The columns in their order, those with coordinates' names before others."""
    names = {table.names[column].lower(): column for column in columns}
    for pair in _COORDINATES:
        if all(name in names for name in pair):
            first = [names[name] for name in pair]
            return [*first, *(column for column in columns if column not in first)]
    return columns


def _fault(table: Table, columns: Columns, row: int) -> Note:
    """Why a row cannot be used."""
    line = table.lines[row] if row < len(table.lines) else 1
    cells = table.cells[row] if row < table.rows else ()
    if is_ragged(cells, table.columns):
        return Note(
            "row {row} has {count} cells, not {columns}", row=line, count=len(cells), columns=table.columns
        )
    for column in columns.plane:
        if not np.isfinite(table.numbers[column][row : row + 1]).all():
            if column < len(cells) and cells[column].strip():
                return Note(
                    "row {row} has no number in column {column} ({cell!r})",
                    row=line,
                    column=column + 1,
                    cell=cells[column].strip()[:20],
                )
            return Note("row {row} has no number in column {column}", row=line, column=column + 1)
    return Note("row {row} has no label", row=line)
