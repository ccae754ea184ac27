"""Points from a table: columns chosen, labels understood, the plane scaled to the data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from playground.engine.datasets import HALF_PLANE, MAXIMUM_CLASSES
from playground.engine.errors import ExperimentError
from playground.engine.experiment import MAXIMUM_POINTS, Axis
from playground.interop.notes import Note, Notes
from playground.interop.table import Table

FloatArray: TypeAlias = NDArray[np.float64]
Problem: TypeAlias = Literal["classification", "regression"]

NO_LABEL = -1
"""In the place of a label's column: there is none, all points are of one class."""
REACH = 5.0
"""Imported columns are scaled to [-REACH, REACH]."""

_LABEL_NAMES = ("label", "labels", "class", "classes", "target", "species", "category", "group", "cluster")
_VALUE_NAMES = ("value", "z", "y", "output", "response")
_COUNTER_NAMES = ("column 1", "id", "index", "no", "nr", "row", "unnamed: 0")


@dataclass(frozen=True)
class Columns:
    """Which columns are the plane, which one is the label (None: all points are of class 0)."""

    x1: int
    x2: int
    label: int | None
    problem: Problem = "classification"


@dataclass(frozen=True)
class Imported:
    """Points ``(n, 3)`` in plane coordinates with what is to be known about them.

    ``class_names`` are the labels' words, class by class; ``value_axis`` is how values were scaled.
    """

    points: FloatArray
    problem: Problem
    classes: int
    axes: tuple[Axis, Axis]
    class_names: tuple[str, ...] | None
    value_axis: Axis | None
    rows: int
    notes: tuple[Note, ...]

    def data_changes(self) -> dict[str, Any]:
        """The fields of a Data that make these points the data."""
        return {
            "dataset": "custom",
            "points": tuple(map(tuple, self.points.tolist())),
            "problem": self.problem,
            "classes": self.classes,
            "axes": self.axes,
            "class_names": self.class_names,
            "value_axis": self.value_axis,
            "split": "shuffled",
        }

    def sample(self, count: int) -> Imported:
        """About ``count`` of the points, evenly from the list."""
        return replace(self, points=self.points[:: max(1, len(self.points) // count)])


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
        if given is not None and not (0 <= given < table.columns or (given == NO_LABEL and given is label)):
            raise ExperimentError("", f"there is no column {given + 1}; this table has {table.columns}")
    numeric = [column for column in range(table.columns) if table.is_numeric(column)]
    if len(numeric) > 2 and numeric[0] not in (x1, x2, label) and _only_counts(table, numeric[0]):
        del numeric[0]
    free = [column for column in numeric if column not in (x1, x2, label)]
    missing = (x1 is None) + (x2 is None)
    if len(free) < missing:
        raise ExperimentError(
            "",
            f"this table has {len(numeric)} column{'' if len(numeric) == 1 else 's'} of numbers; "
            "points need two, and a label if there is one",
        )
    chosen = label
    if label is None:
        chosen = _label_column(table, numeric, spare=len(free) > missing, taken=(x1, x2))
        if len([column for column in free if column != chosen]) < missing:
            chosen = None
    plane = iter(column for column in free if column != chosen)
    x1 = next(plane) if x1 is None else x1
    x2 = next(plane) if x2 is None else x2
    chosen = None if chosen == NO_LABEL else chosen
    return Columns(x1, x2, chosen, problem or likely_problem(table, chosen))


def likely_problem(table: Table, label: int | None) -> Problem:
    """Classes for words and for few whole numbers; values otherwise."""
    if label is None or not table.is_numeric(label):
        return "classification"
    values = np.unique(table.numbers[label][np.isfinite(table.numbers[label])])
    whole = bool((values == np.floor(values)).all())
    return "classification" if whole and values.size <= MAXIMUM_CLASSES else "regression"


def convert(table: Table, columns: Columns) -> Imported:
    """The points of the chosen columns. Raises ExperimentError where the columns cannot be used."""
    if columns.x1 == columns.x2:
        raise ExperimentError("", "both axes show the same column; choose two different ones")
    if columns.label in (columns.x1, columns.x2):
        raise ExperimentError("", "the label is one of the axes' columns; choose another one")
    if columns.problem == "regression" and columns.label is None:
        raise ExperimentError("", "values need a column of their own; choose it as the label")
    if table.rows == 0:
        raise ExperimentError("", "there are no rows below the names of the columns")
    values = [table.numbers[columns.x1], table.numbers[columns.x2]]
    good = np.isfinite(values[0]) & np.isfinite(values[1])
    labels, class_names, label_good = _labels(table, columns, good)
    good &= label_good
    kept = np.flatnonzero(good)
    over = kept[MAXIMUM_POINTS:]
    kept = kept[:MAXIMUM_POINTS]
    if kept.size == 0:
        raise ExperimentError("", f"no row can be used: {_fault(table, columns, 0)}")
    names = [table.names[column] for column in (columns.x1, columns.x2)]
    axes = _axes(names, [column[kept] for column in values])
    value_axis = None
    labels = labels[kept]
    if columns.problem == "regression":
        assert columns.label is not None
        value_axis = _value_axis(table.names[columns.label], labels)
        labels = (labels - value_axis.offset) / value_axis.scale
    planes = [(column[kept] - axis.offset) / axis.scale for axis, column in zip(axes, values, strict=True)]
    imported = Imported(
        points=np.stack([*planes, labels], axis=1),
        problem=columns.problem,
        classes=max(2, len(class_names)) if class_names else 2,
        axes=axes,
        class_names=class_names,
        value_axis=value_axis,
        rows=table.rows,
        notes=(),
    )
    return replace(imported, notes=tuple(_notes(table, columns, good, over.size, imported)))


# ------------------------------------------------------------------------------------- private


def _label_column(
    table: Table, numeric: list[int], *, spare: bool, taken: tuple[int | None, ...]
) -> int | None:
    """The column most likely meant as the label; ``spare``: there are more numbers than the plane needs."""
    names = [name.lower() for name in table.names]
    words = [
        column
        for column in range(table.columns)
        if column not in numeric
        and column not in taken
        and 0 < len(set(table.words(column)) - {""}) <= MAXIMUM_CLASSES
        and not _tells_the_split(table, column)
    ]
    numbers = [column for column in numeric if column not in taken]
    for wanted in _LABEL_NAMES:
        if wanted in names and (names.index(wanted) in numbers or names.index(wanted) in words):
            return names.index(wanted)
    if words:
        return words[-1]
    if not spare:
        return None
    for wanted in _VALUE_NAMES:
        is_coordinate = wanted == "y" and "x" in names
        if wanted in names and names.index(wanted) in numbers and not is_coordinate:
            return names.index(wanted)
    return numbers[-1]


def _tells_the_split(table: Table, column: int) -> bool:
    """Whether a column says which points train, as exported points do: it is no label."""
    return table.names[column].lower() == "split" and set(table.words(column)) <= {"train", "test", ""}


def _only_counts(table: Table, column: int) -> bool:
    """Whether a column only numbers the rows."""
    if table.names[column].lower() not in _COUNTER_NAMES:
        return False
    values = table.numbers[column]
    values = values[np.isfinite(values)]
    return values.size > 2 and bool((np.diff(values) == 1).all())


def _labels(
    table: Table, columns: Columns, good: NDArray[np.bool_]
) -> tuple[FloatArray, tuple[str, ...] | None, NDArray[np.bool_]]:
    """The labels, the classes' names, and which rows have a label."""
    everywhere = np.ones(table.rows, dtype=bool)
    if columns.label is None:
        return np.zeros(table.rows), None, everywhere
    numbers = table.numbers[columns.label]
    if columns.problem == "regression":
        return numbers, None, np.isfinite(numbers)
    if table.is_numeric(columns.label):
        usable = good & np.isfinite(numbers)
        classes = np.unique(numbers[usable])
        names = tuple(f"{value:g}" for value in classes)
        labels = np.searchsorted(classes, numbers).astype(float)
        with_label = np.isfinite(numbers)
    else:
        words = table.words(columns.label)
        names = tuple(sorted({word for word, use in zip(words, good, strict=True) if word and use}))
        place = {word: float(index) for index, word in enumerate(names)}
        labels = np.array([place.get(word, np.nan) for word in words])
        with_label = np.isfinite(labels)
    if len(names) > MAXIMUM_CLASSES:
        raise ExperimentError(
            "",
            f"{table.names[columns.label]} has {len(names)} different labels, more than the "
            f"{MAXIMUM_CLASSES} classes there can be; choose another column"
            + (" or read it as values" if table.is_numeric(columns.label) else ""),
        )
    return labels, names, with_label


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
    table: Table, columns: Columns, good: NDArray[np.bool_], over: int, imported: Imported
) -> list[Note]:
    notes = []
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
    if columns.label is None:
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
        shown = (f"{index} is {name} ({counts[index]})" for index, name in enumerate(imported.class_names))
        notes.append(Note("Classes: {classes}.", classes=", ".join(shown)))
    return notes


def _fault(table: Table, columns: Columns, row: int) -> Note:
    """Why a row cannot be used."""
    line = table.lines[row] if row < len(table.lines) else 1
    cells = table.cells[row] if row < table.rows else ()
    for column in (columns.x1, columns.x2):
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
