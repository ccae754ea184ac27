"""Points that are written otherwise than as lines of a table: each shape becomes names and rows of cells."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playground.engine.errors import ExperimentError, Note

Cells = tuple[str, ...]

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
        return _json_points(text) or _named_lists(text) or _matlab(text) or _printed_array(text)
    return _arff(text) or _orange(text) or _orange_flags(text) or _libsvm(text)


def is_shape(text: str) -> bool:
    """Whether a text is in one of the shapes."""
    try:
        return read_shape(text) is not None
    except ExperimentError:
        return False


# ------------------------------------------------------------------------------------- private


def _json_points(text: str) -> Shape | None:
    """A list of lists or of objects, an object of lists, or one object on each line."""
    try:
        made = json.loads(text)
    except (ValueError, RecursionError):
        lines = [line for line in text.splitlines() if line.strip()]
        if not lines[0].startswith("{"):
            return None
        try:
            made = [json.loads(line) for line in lines]
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
        return _shape(
            tuple(map(_cell, columns)), [tuple(map(_cell, row)) for row in zip(*lists, strict=True)]
        )
    if not isinstance(made, list) or not made:
        return None
    if all(isinstance(row, dict) for row in made):
        names = list(dict.fromkeys(name for row in made for name in row))
        return _shape(tuple(names), [tuple(_cell(row.get(name)) for name in names) for row in made])
    if all(isinstance(row, list) for row in made):
        return _shape(None, [tuple(cell for part in row for cell in _flat(part)) for row in made])
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


def _shape(names: Cells | None, rows: Sequence[Cells]) -> Shape:
    return Shape(names, tuple(rows), tuple(range(1, len(rows) + 1)))


_NAMED_LIST = re.compile(
    r"\s*(\w+)\s*=\s*(?:(?:np\.|numpy\.)?array\()?\[([^\[\]=]*)\]\)?'?[;,]?[ \t]*(?:\n|$)"
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
    rows = [tuple(row.replace(",", " ").split()) for row in re.split(r"[;\n]", match[1]) if row.strip()]
    return _shape(None, rows) if len(rows) > 1 and len({*map(len, rows)}) == 1 else None


_GROUP = re.compile(r"[\[(]([^\[\]()]*)[\])]")


def _printed_array(text: str) -> Shape | None:
    """Arrays and lists as Python prints them; a second array of as many numbers is the labels."""
    groups = [group.strip() for group in _GROUP.findall(text) if group.strip()]
    if "..." in text:
        raise ExperimentError(
            "",
            Note(
                "this print leaves points out (...); print it whole, after "
                "np.set_printoptions(threshold=10**6)"
            ),
        )
    rows = [tuple(re.findall(_ITEM, group)) for group in groups]
    rows = [tuple(cell.strip("'\"") for cell in row) for row in rows]
    if len(rows) > 2 and len(rows[-1]) == len(rows) - 1 != len(rows[0]):
        *rows, labels = rows
        rows = [(*row, label) for row, label in zip(rows, labels, strict=True)]
    if not rows or len(rows[0]) < 2:
        return None
    return _shape(None, rows)


def _arff(text: str) -> Shape | None:
    """Weka's tables: ``@attribute`` lines name the columns, the rows stand below ``@data``."""
    if not re.search(r"(?im)^\s*@attribute\s", text) or not re.search(r"(?im)^\s*@data\b", text):
        return None
    names: list[str] = []
    rows: list[Cells] = []
    lines: list[int] = []
    is_data = False
    for place, line in enumerate(text.split("\n"), start=1):
        line = line.strip()
        if not line or line.startswith("%"):
            continue
        if is_data:
            if line.startswith("{"):
                pairs = dict(
                    pair.strip().split(None, 1)
                    for pair in line.strip("{} ").split(",")
                    if " " in pair.strip()
                )
                cells = [pairs.get(str(column), "0").strip("'\"") for column in range(len(names))]
            else:
                quote = "'" if "'" in line else '"'
                cells = next(
                    csv.reader(
                        [line],
                        quotechar=quote,
                        skipinitialspace=True,
                        delimiter="\t" if "," not in line else ",",
                    )
                )
            rows.append(tuple(cells))
            lines.append(place)
        elif match := re.match(r"(?i)@attribute\s+('[^']*'|\"[^\"]*\"|\S+)", line):
            names.append(match[1].strip("'\""))
        is_data = is_data or line.lower().startswith("@data")
    return Shape(tuple(names), tuple(rows), tuple(lines))


_ORANGE_TYPES = re.compile(r"(c|d|s|t|continuous|discrete|string|time|[^\t]+ [^\t]+)?", re.IGNORECASE)
_ORANGE_FLAG = re.compile(r"(class|meta|ignore|i|c|m|-\S*|\S+=\S+)?( .*)?", re.IGNORECASE)


def _orange(text: str) -> Shape | None:
    """Orange's tables: below the names stand two more lines, kinds of values and roles."""
    lines = [
        (place, line.split("\t")) for place, line in enumerate(text.split("\n"), start=1) if line.strip()
    ]
    if len(lines) < 4 or len(lines[0][1]) < 2:
        return None
    (_, names), (_, kinds), (_, roles) = lines[:3]
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
    rows = [
        tuple(row[column].strip() if column < len(row) else "" for column in kept) for _, row in lines[3:]
    ]
    return Shape(
        tuple(names[column].strip() for column in kept), tuple(rows), tuple(place for place, _ in lines[3:])
    )


_FLAG = re.compile(r"([cmi])?([CDST])?#(.+)")


def _orange_flags(text: str) -> Shape | None:
    """Orange's tables with one line above the rows: each name after its role and kind, as ``cD#iris``."""
    if "#" not in text.lstrip().partition("\n")[0] or text.lstrip().startswith("#"):
        return None
    sign = "\t" if "\t" in text else ","
    lines = [(place, row) for place, row in enumerate(csv.reader(text.split("\n"), delimiter=sign), 1) if row]
    _, names = lines[0]
    flags = [_FLAG.fullmatch(name.strip()) for name in names]
    if not any(flag and (flag[1] or flag[2]) for flag in flags):
        return None
    kept = [column for column, flag in enumerate(flags) if not (flag and flag[1] in ("m", "i"))]
    kept.sort(key=lambda column: bool((flag := flags[column]) and flag[1] == "c"))
    shown = tuple(flag[3] if (flag := flags[column]) else names[column] for column in kept)
    rows = tuple(tuple(row[column] if column < len(row) else "" for column in kept) for _, row in lines[1:])
    return Shape(shown, rows, tuple(place for place, _ in lines[1:]))


_LIBSVM_LINE = re.compile(r"\s*([^\s:#]+)((?:\s+\d+:[^\s:]+)*)\s*(?:#.*)?")


def _libsvm(text: str) -> Shape | None:
    """Lines of ``label index:value index:value``; what is not named is 0."""
    if not re.search(r"\s\d+:", text[:10_000]):
        return None
    found: list[tuple[int, str, dict[int, str]]] = []
    for place, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LIBSVM_LINE.fullmatch(line.rstrip("\r"))
        if match is None:
            return None
        pairs = dict(pair.split(":") for pair in match[2].split())
        found.append((place, match[1], {int(index): value for index, value in pairs.items()}))
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
    rows = [(*(values.get(column, "0") for column in columns), label) for _, label, values in found]
    return Shape(names, tuple(rows), tuple(place for place, _, _ in found))
