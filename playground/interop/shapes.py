"""Points that are written otherwise than as lines of a table: each shape becomes names and rows of cells."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import Any, TypeVar

from playground.engine.errors import ExperimentError, Note
from playground.interop.room import (
    TableTooLargeError,
    require_fewer_cells,
    require_room_for_lists,
    within_room,
)

Cells = tuple[str, ...]
Line = TypeVar("Line")

LARGEST_INDEX = 1000
"""The highest column that a line of LIBSVM may name."""


@dataclass(frozen=True)
class Shape:
    """Rows of cells, the line of each in the text (from 1), and the columns' names where they have some."""

    names: Cells | None
    rows: tuple[Cells, ...]
    lines: tuple[int, ...]


def read_shape(text: str) -> Shape | None:
    """The rows of a text in one of the shapes; None where it is in none of them.

    Raises ExperimentError where it is, and cannot be read.
    """
    start = text.lstrip()[:200]
    if re.match(r"[\[{(]|(?:\w+\s*=\s*)?(?:np\.|numpy\.)?array\(|\w+\s*=\s*\[", start):
        require_room_for_lists(text)
        return _json_points(text) or _named_lists(text) or _matlab(text) or _printed_array(text)
    return _arff(text) or _orange(text) or _orange_flags(text) or _libsvm(text)


# ------------------------------------------------------------------------------------- private


def _json_points(text: str) -> Shape | None:
    """A list of lists or of objects, an object of lists, or one object on each line."""
    try:
        made = json.loads(text)
    except (ValueError, RecursionError):
        lines = [line for line in text.splitlines() if line.strip()]
        if not all(line.lstrip().startswith("{") for line in lines):
            return None
        try:
            made = [*within_room(map(json.loads, lines))]
        except TableTooLargeError:
            raise
        except (ValueError, RecursionError):
            return None
    return _shape_of(made)


def _shape_of(made: Any) -> Shape | None:
    if isinstance(made, Mapping):
        inner = next(
            (made[key] for key in ("points", "data", "rows") if isinstance(made.get(key), list)), None
        )
        if inner is not None:
            shape = _with_labels(_shape_of(inner), made)
            named = made.get("columns") or made.get("names")
            if shape is not None and shape.names is None and isinstance(named, list):
                return Shape(tuple(map(_cell, named)), shape.rows, shape.lines)
            return shape
        columns = {name: values for name, values in made.items() if isinstance(values, list | dict)}
        if len(columns) < 2 or len(columns) != len(made):
            return None
        lists = [list(c.values()) if isinstance(c, dict) else c for c in columns.values()]
        if not all(values and not isinstance(values[0], list | dict) for values in lists):
            return None
        if len({len(values) for values in lists}) != 1:
            raise ExperimentError("", Note("the lists of this JSON are not of the same length; correct it"))
        rows = (tuple(map(_cell, row)) for row in zip(*lists, strict=True))
        return _shape(tuple(map(_cell, columns)), rows)
    if not isinstance(made, list) or not made:
        return None
    if all(isinstance(row, dict) for row in made):
        names = list(dict.fromkeys(name for row in made for name in row))
        return _shape(tuple(names), (tuple(_cell(row.get(name)) for name in names) for row in made))
    if all(isinstance(row, list) for row in made):
        return _shape(None, (tuple(cell for part in row for cell in _flat(part)) for row in made))
    return None


def _with_labels(shape: Shape | None, made: Mapping[str, Any]) -> Shape | None:
    """The rows, each with its label where these stand in a list of their own."""
    labels = next((made[key] for key in _LABEL_KEYS if isinstance(made.get(key), list)), None)
    if shape is None or labels is None or len(labels) != len(shape.rows):
        return shape
    rows = tuple((*row, _cell(label)) for row, label in zip(shape.rows, labels, strict=True))
    return Shape(None if shape.names is None else (*shape.names, "label"), rows, shape.lines)


_LABEL_KEYS = ("labels", "label", "y", "target", "targets", "classes", "class")


def _flat(part: Any) -> list[str]:
    """The cells of a row's part: ``[[1, 2], 0]`` is a point with its label."""
    return [_cell(item) for item in part] if isinstance(part, list) else [_cell(part)]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def _shape(names: Cells | None, rows: Iterable[Cells]) -> Shape:
    return _lined(names, enumerate(rows, start=1), lambda row: row)


def _lined(names: Cells | None, lines: Iterable[tuple[int, Line]], cells: Callable[[Line], Cells]) -> Shape:
    """The rows that are made of lines, each with its place."""
    places: list[int] = []

    def rows() -> Iterator[Cells]:
        for place, line in lines:
            places.append(place)
            yield cells(line)

    return Shape(names, tuple(within_room(rows())), tuple(places))


def _full_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines in which something stands, each with its place."""
    lines = ((place, line.rstrip("\n")) for place, line in enumerate(StringIO(text), start=1))
    return ((place, line) for place, line in lines if line.strip())


_NAMED_LIST = re.compile(
    r"\b(\w+)\s*=\s*(?:(?:np\.|numpy\.)?array\()?\[([^\[\]=]*)\]\)?'?[;,]?[ \t]*(?:\n|$)"
)


def _named_lists(text: str) -> Shape | None:
    """Columns as lists with names: ``x = [1, 2]`` and below ``y = [3, 4]``."""
    found = _NAMED_LIST.findall(text)
    if len(found) < 2 or _NAMED_LIST.sub("", text).strip():
        return None
    columns = [[cell.strip("'\"") for cell in re.findall(_ITEM, inner)] for _, inner in found]
    if len({*map(len, columns)}) > 1 or len(columns[0]) < 2:
        return None
    return _shape(tuple(name for name, _ in found), [*zip(*columns, strict=True)])


_ITEM = r"'[^']*'|\"[^\"]*\"|[^\s,]+"
_MATRIX = re.compile(r"(?:\w+\s*=\s*)?\[([^\[\]]*[;\n][^\[\]]*)\];?")


def _matlab(text: str) -> Shape | None:
    """A matrix as MATLAB writes it: rows parted by semicolons or lines."""
    match = _MATRIX.fullmatch(text.strip())
    if match is None:
        return None
    written = (row for row in re.split(r"[;\n]", match[1]) if row.strip())
    rows = [*within_room(tuple(row.replace(",", " ").split()) for row in written)]
    return _shape(None, rows) if len(rows) > 1 and len({*map(len, rows)}) == 1 else None


_GROUP = re.compile(r"[\[(]([^\[\]()]*)[\])]")


def _printed_array(text: str) -> Shape | None:
    """Arrays and lists as Python prints them; a second array of as many numbers is the labels."""
    if "..." in text:
        raise ExperimentError(
            "",
            Note(
                "this print leaves points out (...); print it whole, after "
                "np.set_printoptions(threshold=10**6)"
            ),
        )
    groups = (group[1] for group in _GROUP.finditer(text) if group[1].strip())
    rows = [*within_room(tuple(re.findall(_ITEM, group)) for group in groups)]
    rows = [tuple(cell.strip("'\"") for cell in row) for row in rows]
    if len(rows) > 2 and len(rows[-1]) == len(rows) - 1 != len(rows[0]):
        *rows, labels = rows
        rows = [(*row, label) for row, label in zip(rows, labels, strict=True)]
    if not rows or len(rows[0]) < 2:
        return None
    return _shape(None, rows)


def _arff(text: str) -> Shape | None:
    """Weka's tables: ``@attribute`` lines name the columns, the rows stand below ``@data``."""
    if "@" not in text:
        return None
    if not re.search(r"(?im)^\s*@attribute\s", text) or not re.search(r"(?im)^\s*@data\b", text):
        return None
    lines = ((place, line.strip()) for place, line in _full_lines(text) if not line.lstrip().startswith("%"))
    names: list[str] = []
    for _, line in lines:
        if match := re.match(r"(?i)@attribute\s+('[^']*'|\"[^\"]*\"|\S+)", line):
            names.append(match[1].strip("'\""))
        elif line.lower().startswith("@data"):
            break
    return _lined(tuple(names), lines, lambda line: _arff_row(line, len(names)))


def _arff_row(line: str, columns: int) -> Cells:
    if line.startswith("{"):
        pairs = dict(
            pair.strip().split(None, 1) for pair in line.strip("{} ").split(",") if " " in pair.strip()
        )
        return tuple(pairs.get(str(column), "0").strip("'\"") for column in range(columns))
    sign = "\t" if "," not in line else ","
    try:
        quote = "'" if "'" in line else '"'
        return tuple(next(csv.reader([line], quotechar=quote, skipinitialspace=True, delimiter=sign)))
    except csv.Error:
        return tuple(line.split(sign))


_ORANGE_TYPES = re.compile(r"(c|d|s|t|continuous|discrete|string|time|[^\t]+ [^\t]+)?", re.IGNORECASE)
_ORANGE_FLAG = re.compile(r"(class|meta|ignore|i|c|m|-\S*|\S+=\S+)?( .*)?", re.IGNORECASE)


def _orange(text: str) -> Shape | None:
    """Orange's tables: below the names stand two more lines, kinds of values and roles."""
    lines = _full_lines(text)
    head = [line.split("\t") for _, line in islice(lines, 3)]
    if len(head) < 3 or len(head[0]) < 2:
        return None
    names, kinds, roles = head
    kinds = [kind.strip() for kind in kinds]
    roles = [role.strip() for role in roles]
    known = {"c", "d", "s", "t", "continuous", "discrete", "string", "time"}
    if not any(kind.lower() in known for kind in kinds):
        return None
    if not all(_ORANGE_TYPES.fullmatch(kind) for kind in kinds):
        return None
    if not all(_ORANGE_FLAG.fullmatch(role) for role in roles):
        return None
    kept = [
        column
        for column in range(len(names))
        if (roles[column].lower() if column < len(roles) else "") not in ("i", "ignore", "meta", "m")
    ]
    kept.sort(key=lambda column: column < len(roles) and roles[column].lower() in ("class", "c"))
    shown = tuple(names[column].strip() for column in kept)
    shape = _lined(shown, lines, lambda line: _chosen(line.split("\t"), kept))
    return shape if shape.rows else None


_FLAG = re.compile(r"([cmi])?([CDST])?#(.+)")


def _orange_flags(text: str) -> Shape | None:
    """Orange's tables with one line above the rows: each name after its role and kind, as ``cD#iris``."""
    first = text.lstrip().partition("\n")[0]
    if "#" not in first or first.startswith("#"):
        return None
    sign = "\t" if "\t" in text else ","
    try:
        names = next(csv.reader([first], delimiter=sign))
        flags = [_FLAG.fullmatch(name.strip()) for name in names]
        if not any(flag and (flag[1] or flag[2]) for flag in flags):
            return None
        kept = [column for column, flag in enumerate(flags) if not (flag and flag[1] in ("m", "i"))]
        kept.sort(key=lambda column: bool((flag := flags[column]) and flag[1] == "c"))
        shown = tuple(flag[3] if (flag := flags[column]) else names[column] for column in kept)
        lines = enumerate(csv.reader(StringIO(text), delimiter=sign), start=1)
        full = ((place, row) for place, row in lines if row)
        next(full)
        return _lined(shown, full, lambda row: _chosen(row, kept))
    except csv.Error:
        return None


def _chosen(row: Sequence[str], columns: Sequence[int]) -> Cells:
    return tuple(row[column].strip() if column < len(row) else "" for column in columns)


_LIBSVM_LINE = re.compile(r"\s*([^\s:#]+)((?:\s+\d+:[^\s:]+)*)\s*(?:#.*)?")


def _libsvm(text: str) -> Shape | None:
    """Lines of ``label index:value index:value``; what is not named is 0."""
    if not re.search(r"\s\d+:", text[:10_000]):
        return None
    found: list[tuple[int, str, dict[int, str]]] = []
    for place, line in _full_lines(text):
        if line.lstrip().startswith("#"):
            continue
        match = _LIBSVM_LINE.fullmatch(line)
        if match is None:
            return None
        pairs = dict(pair.split(":") for pair in match[2].split())
        found.append((place, match[1], {int(index): value for index, value in pairs.items()}))
        require_fewer_cells(3 * len(found))  # a row has two columns and a label at least
    indexes = sorted({index for _, _, values in found for index in values})
    if not indexes or sum(bool(values) for _, _, values in found) * 2 < len(found):
        return None
    if indexes[-1] > LARGEST_INDEX:
        raise ExperimentError(
            "",
            Note(
                "these lines name column {column:,}; at most {most:,} can be read",
                column=indexes[-1],
                most=LARGEST_INDEX,
            ),
        )
    columns = range(min(1, indexes[0]), max(indexes[-1] + 1, min(1, indexes[0]) + 2))
    names = (*(f"x{column}" for column in columns), "label")
    rows = (
        (place, (*(values.get(column, "0") for column in columns), label)) for place, label, values in found
    )
    return _lined(names, rows, lambda row: row)
