"""Text tables (CSV, TSV, what a spreadsheet puts on the clipboard): cells, names and numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from playground.engine.errors import ExperimentError, Note
from playground.interop import room
from playground.interop.cells import DELIMITERS, find_delimiter, split_lines
from playground.interop.decoding import decoded
from playground.interop.headers import (
    COMMENT,
    NUMERIC_SHARE,
    SAMPLE,
    commented_header,
    first_row,
    header_above,
    names_of,
)
from playground.interop.numerals import (
    Numbers,
    decimal_sign,
    is_missing,
    looks_like_number,
    read_numbers,
)
from playground.interop.shapes import Cells, Shape, read_shape

FloatArray: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """Rows of cells. ``lines[i]`` is the line of row i in the text, from 1; blank lines are no rows.

    ``encoding`` is the one in which the bytes were read ("" for a text that was none before). The last column
    may be made of ``members``, one-hot columns: it holds their names. ``remarks`` tell what was passed over
    or could be read otherwise.
    """

    cells: tuple[Cells, ...]
    lines: tuple[int, ...]
    delimiter: str
    has_header: bool
    names: tuple[str, ...]
    encoding: str = ""
    members: tuple[int, ...] = ()
    remarks: tuple[Note, ...] = ()

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.names)

    @property
    def rows(self) -> int:
        """Number of rows, the header not among them."""
        return len(self.cells)

    @cached_property
    def readings(self) -> tuple[Numbers, ...]:
        """Each column's numbers with their unit and notation; what one column leaves open others decide."""
        columns = self._stripped
        alone = [read_numbers(cells) for cells in columns]
        signs = {
            decimal_sign(numbers.notation)
            for cells, numbers in zip(columns, alone, strict=True)
            if not numbers.unsure and any("," in cell for cell in cells) and np.isfinite(numbers.values).any()
        }
        if signs != {","}:
            parts_by_comma = self.delimiter == ";" and any(
                numbers.unsure and "," in numbers.unsure for numbers in alone
            )
            if not parts_by_comma or signs:
                return tuple(alone)
        return tuple(
            numbers
            if decimal_sign(numbers.notation) == "," and not numbers.unsure
            else read_numbers(cells, comma_decimals=True)
            for cells, numbers in zip(columns, alone, strict=True)
        )

    @cached_property
    def numbers(self) -> tuple[FloatArray, ...]:
        """Each column as numbers ``(rows,)``; NaN where a cell is none."""
        return tuple(reading.values for reading in self.readings)

    def title(self, column: int) -> str:
        """A column's name, with its unit where the cells have one."""
        name, unit = self.names[column], self.readings[column].unit
        return name if not unit or unit in name or not self.is_numeric(column) else f"{name} ({unit})"

    def words(self, column: int) -> list[str]:
        """The column's cells, without surrounding spaces; missing ones are empty."""
        return list(self._words[column])

    def filled(self, column: int) -> float:
        """The share of rows that have something in this column."""
        return self._present[column] / max(1, self.rows)

    def is_numeric(self, column: int) -> bool:
        """Whether (nearly) all cells of the column that are not missing are numbers."""
        return self._are_numeric[column]

    @cached_property
    def _are_numeric(self) -> tuple[bool, ...]:
        found = [int(np.isfinite(values).sum()) for values in self.numbers]
        return tuple(
            count > 0 and count >= NUMERIC_SHARE * present
            for count, present in zip(found, self._present, strict=True)
        )

    @cached_property
    def _words(self) -> tuple[list[str], ...]:
        return tuple(["" if is_missing(cell) else cell for cell in column] for column in self._stripped)

    @cached_property
    def _present(self) -> tuple[int, ...]:
        return tuple(sum(map(bool, words)) for words in self._words)

    @cached_property
    def _stripped(self) -> tuple[list[str], ...]:
        """The cells column by column; those of ragged rows are empty."""
        width = self.columns
        empty = ("",) * width
        rows = [
            row if len(row) == width else empty if is_ragged(row, width) else (*row, *empty)[:width]
            for row in self.cells
        ]
        return tuple([row[column].strip() for row in rows] for column in range(width))


def is_ragged(row: Cells, width: int) -> bool:
    """Whether a row has more cells than the table has columns: which of them is what cannot be told."""
    return len(row) > width and any(cell.strip() for cell in row[width:])


def read_table(content: bytes | str, delimiter: str | None = None, has_header: bool | None = None) -> Table:
    """Read a table; the delimiter and whether there is a header are found out where they are None.

    Raises ExperimentError with one sentence where there is no table to read.
    """
    text, encoding = _text_of(content)
    if not text.strip(room.BLANK + "\n"):
        raise ExperimentError("", Note("there is nothing in this table; it needs rows of numbers"))
    shape = read_shape(text) if delimiter is None and has_header is None else None
    table = _of_lines(text, delimiter, has_header) if shape is None else _of_shape(shape)
    remarks = table.remarks
    if encoding not in ("", "utf-8", "utf-16") and not text.isascii():
        remarks = (*remarks, Note("The file's text was read as {encoding}.", encoding=encoding.upper()))
    return _with_one_hot(replace(table, encoding=encoding, remarks=remarks))


def read_shaped_table(content: bytes | str) -> Table | None:
    """The table of a content in one of the shapes; None where it is in none of them, or broken.

    Raises TableTooLargeError.
    """
    try:
        text, encoding = _text_of(content)
        shape = read_shape(text)
        return None if shape is None else _with_one_hot(replace(_of_shape(shape), encoding=encoding))
    except room.TableTooLargeError:
        raise
    except ExperimentError:
        return None


# ------------------------------------------------------------------------------------- private

_RULE = re.compile(r"[\s|+:=\-─━═┼│┌┐└┘├┤┬┴╪╞╡]*[-─━═=]{2,}[\s|+:=\-─━═┼│┌┐└┘├┤┬┴╪╞╡]*")


_HEAD = 1000
"""So many lines tell how all are parted, for a first look at how much there is."""


def _text_of(content: bytes | str) -> tuple[str, str]:
    text, encoding = (content, "") if isinstance(content, str) else decoded(content)
    return re.sub(r"\r\n?", "\n", text.lstrip("\ufeff")), encoding


def _body(
    lines: Sequence[str], delimiter: str | None
) -> tuple[list[tuple[int, str]], list[tuple[int, str]], str]:
    """The lines that are rows and those that are comments, each with its place, and the delimiter."""
    numbered = [
        (place, line)
        for place, line in enumerate(lines, start=1)
        if line.strip(room.BLANK) and not _RULE.fullmatch(line)
    ]
    if not numbered:
        raise ExperimentError("", Note("there is nothing in this table; it needs rows of numbers"))
    if declared := re.fullmatch(r"\"?sep=(.)\"?", numbered[0][1].strip(), re.IGNORECASE):
        delimiter = delimiter or (declared[1] if declared[1] in DELIMITERS else None)
        numbered = numbered[1:] or numbered
    if all(line.strip().startswith("|") for _, line in numbered):  # a table of Markdown
        numbered = [(place, line.strip().removeprefix("|").removesuffix("|")) for place, line in numbered]
    comments = [(place, line) for place, line in numbered if COMMENT.match(line)]
    if (2 * len(comments) > len(numbered) and len(numbered) > 2) or len(comments) == len(numbered):
        comments = []
    body = numbered
    if comments:
        marked = {place for place, _ in comments}
        body = [(place, line) for place, line in numbered if place not in marked]
    if delimiter is None:
        delimiter = find_delimiter([line[:10_000] for _, line in body[:SAMPLE]])
    return body, comments, delimiter


def _of_lines(text: str, delimiter: str | None, has_header: bool | None) -> Table:
    if len(text) > room.MAXIMUM_CELLS:
        head = [line for line in text.split("\n", _HEAD)[:_HEAD] if line.strip(room.BLANK)]
        room.require_room_for_lines(text, _body(head, delimiter)[2] if head else ",")
    body, comments, delimiter = _body(text.split("\n"), delimiter)
    lines, rows = split_lines([place for place, _ in body], [line for _, line in body], delimiter)
    room.require_room(rows)
    width = _usual_width(rows)
    first = first_row(rows, width) if has_header is not False else 0
    header: list[str] = []
    if has_header is True and first == 0:
        first = 1
    above = rows[:first]
    passed = list(lines[:first])
    if above:
        lines_above = [line for _, line in body[:first]]
        header, used = header_above(above, lines_above, width, delimiter)
        passed = [place for place, is_used in zip(passed, used, strict=True) if not is_used]
    if not header and has_header is None and first < len(lines):
        header = commented_header(comments, lines[first], width, delimiter)
    names, width = names_of(header, width, rows[first:])
    remarks: tuple[Note, ...] = ()
    if passed and header:
        places = ", ".join(map(str, passed[:5])) + (" …" if len(passed) > 5 else "")
        remarks = (Note("Above the names of the columns, left out: line {lines}.", lines=places),)
    if header and all(map(looks_like_number, filter(None, header))):
        remarks = (*remarks, Note("Line {line} was taken for the columns' names.", line=lines[first - 1]))
    return Table(tuple(rows[first:]), tuple(lines[first:]), delimiter, bool(header), names, remarks=remarks)


def _of_shape(shape: Shape) -> Table:
    room.require_room(shape.rows)
    width = _usual_width(shape.rows) if shape.names is None else len(shape.names)
    names, _ = names_of(list(shape.names or ()), width, shape.rows)
    return Table(shape.rows, shape.lines, ",", shape.names is not None, names)


def _usual_width(rows: Sequence[Cells]) -> int:
    """The number of columns that most rows have; of two the greater."""
    widths = Counter(map(len, rows))
    return max(widths, key=lambda width: (widths[width], width), default=0)


_YES = frozenset({"1", "true", "1.0"})
_NO = frozenset({"0", "false", "0.0"})


def _with_one_hot(table: Table) -> Table:
    """The same with one more column where neighbouring columns are one-hot: it holds their names."""
    if not table.has_header or not 4 <= table.columns < room.MAXIMUM_COLUMNS or table.rows < 2:
        return table
    switches = []
    for column in range(table.columns):
        words = {word.lower() for word in table.words(column)} - {""}
        switches.append(bool(words & _YES) and bool(words & _NO) and words <= _YES | _NO)
    first = 0
    while first < table.columns:
        last = first
        while last < table.columns and switches[last]:
            last += 1
        for start in range(first, max(first, last - 1)):
            members = tuple(range(start, last))
            others = sum(table.is_numeric(column) for column in range(table.columns) if column not in members)
            if others >= 2 and (labels := _one_hot_labels(table, members)):
                name = _shared_name([table.names[column] for column in members])
                rows = tuple(
                    (*row[: table.columns], *[""] * (table.columns - len(row)), label)
                    for row, label in zip(table.cells, labels, strict=True)
                )
                return replace(table, cells=rows, names=(*table.names, name), members=members)
        first = max(last, first + 1)
    return table


def _one_hot_labels(table: Table, members: Sequence[int]) -> list[str]:
    """The name of the one column that is on in each row; none where another number of them is."""
    columns = [[word.lower() for word in table.words(column)] for column in members]
    labels = []
    for cells in zip(*columns, strict=True):
        on = [member for member, cell in zip(members, cells, strict=True) if cell in _YES]
        if len(on) > 1 or (not on and any(cells)):
            return []
        labels.append(table.names[on[0]] if on else "")
    return labels


def _shared_name(names: Sequence[str]) -> str:
    """What the names of one-hot columns begin with (``species_a``, ``species_b``), or all of them."""
    shared = names[0]
    while shared and not all(name.startswith(shared) for name in names):
        shared = shared[:-1]
    shared = shared.rstrip("0123456789").rstrip("_-. =:[")
    return shared if len(shared) > 1 else " / ".join(names)[:100]
