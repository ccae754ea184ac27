"""Text tables (CSV, TSV, what a spreadsheet puts on the clipboard): cells, names and numbers."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from playground.engine.errors import ExperimentError

FloatArray: TypeAlias = NDArray[np.float64]

DELIMITERS = ("\t", ";", ",", "|", " ")
LARGEST_NUMBER = 1e300
MAXIMUM_CELLS = 4_000_000
MAXIMUM_COLUMNS = 1000
NUMERIC_SHARE = 0.5
"""A column counts as numbers when at least this share of its cells are numbers."""


class TableTooLargeError(ExperimentError):
    """There is a table, but more of it than can be read."""


@dataclass(frozen=True)
class Table:
    """Rows of cells. ``lines[i]`` is the line of row i in the text, from 1; blank lines are no rows.

    ``encoding`` is the one in which the bytes were read ("" for a text that was none before).
    """

    cells: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    delimiter: str
    has_header: bool
    names: tuple[str, ...]
    encoding: str = ""

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.names)

    @property
    def rows(self) -> int:
        """Number of rows, the header not among them."""
        return len(self.cells)

    @cached_property
    def numbers(self) -> tuple[FloatArray, ...]:
        """Each column as numbers ``(rows,)``; NaN where a cell is none."""
        return tuple(
            np.array([number(row[column]) if column < len(row) else math.nan for row in self.cells])
            for column in range(self.columns)
        )

    def words(self, column: int) -> list[str]:
        """The column's cells, without surrounding spaces; missing ones are empty."""
        return [row[column].strip() if column < len(row) else "" for row in self.cells]

    def is_numeric(self, column: int) -> bool:
        """Whether (nearly) all cells of the column are numbers."""
        values = self.numbers[column]
        return values.size > 0 and bool(np.isfinite(values).mean() >= NUMERIC_SHARE)


def read_table(content: bytes | str, delimiter: str | None = None, has_header: bool | None = None) -> Table:
    """Read a table; the delimiter and whether there is a header are found out where they are None.

    Raises ExperimentError with one sentence where there is no table to read.
    """
    text, encoding = (content, "") if isinstance(content, str) else decoded(content)
    lines = text.lstrip("\ufeff").splitlines()
    numbered = [(place, line) for place, line in enumerate(lines, start=1) if line.strip(" \t,;|\0")]
    if not numbered:
        raise ExperimentError("", "there is nothing in this table; it needs rows of numbers")
    if delimiter is None:
        delimiter = _delimiter([line[:10_000] for _, line in numbered[:100]])
    cells = sum(line.count(delimiter) + 1 for _, line in numbered)
    if cells > MAXIMUM_CELLS:
        raise TableTooLargeError(
            "",
            f"this table has {cells:,} cells, more than the {MAXIMUM_CELLS:,} that can be read; shorten it",
        )
    rows = _split([line for _, line in numbered], delimiter)
    width = max(len(row) for row in rows)
    if width > MAXIMUM_COLUMNS:
        raise TableTooLargeError(
            "", f"this table has {width:,} columns, more than the {MAXIMUM_COLUMNS:,} that can be read"
        )
    if width * len(rows) > 2 * MAXIMUM_CELLS:
        raise TableTooLargeError("", "a row of this table has far more columns than the others; correct it")
    if has_header is None:
        has_header = _has_header(rows)
    names = _names(rows[0] if has_header else (), width)
    first = 1 if has_header else 0
    return Table(
        cells=tuple(rows[first:]),
        lines=tuple(place for place, _ in numbered[first:]),
        delimiter=delimiter,
        has_header=has_header,
        names=names,
        encoding=encoding,
    )


def number(cell: str) -> float:
    """The number in a cell; NaN where there is none. A single decimal comma is read as a point."""
    try:
        value = float(cell)
    except ValueError:
        if cell.count(",") != 1 or "." in cell:
            return math.nan
        try:
            value = float(cell.replace(",", "."))
        except ValueError:
            return math.nan
    if not abs(value) <= LARGEST_NUMBER or "_" in cell:
        return math.nan
    return value


def decoded(content: bytes) -> tuple[str, str]:
    """The text of a file's bytes and its encoding: UTF-8, UTF-16 with its mark, EUC-KR or Western Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "utf-16"
    if content.startswith(b"PK"):
        raise ExperimentError(
            "", "this is a spreadsheet or an archive, not text; save the sheet as CSV and open that"
        )
    if b"\0" in content[:65536]:
        raise ExperimentError("", "this file is no text; points come as CSV or TSV")
    for encoding in ("utf-8", "euc-kr"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", errors="replace"), "cp1252"


# ------------------------------------------------------------------------------------- private


def _split(lines: Sequence[str], delimiter: str) -> list[tuple[str, ...]]:
    if delimiter == " ":
        return [tuple(line.split()) for line in lines]
    try:
        rows = [tuple(row) for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True)]
        if len(rows) == len(lines):
            return rows
    except csv.Error:
        pass
    # A stray quotation mark would swallow the lines after it.
    return [tuple(cell.strip(' "') for cell in line.split(delimiter)) for line in lines]


def _delimiter(lines: Sequence[str]) -> str:
    """The delimiter that divides most lines into the same number (two or more) of columns."""

    def quality(delimiter: str) -> tuple[float, float]:
        widths = [len(row) for row in _split(lines, delimiter)]
        usual = max(set(widths), key=widths.count)
        regular = widths.count(usual) / len(widths) if usual > 1 else 0.0
        numeric = [math.isfinite(number(cell)) for row in _split(lines, delimiter) for cell in row]
        return (round(regular, 1), sum(numeric) / max(1, len(numeric)))

    return max(DELIMITERS, key=quality)


def _has_header(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether the first row names columns: a word above numbers, or words that never come again."""
    first, rest = rows[0], rows[1:200]
    if any(math.isfinite(number(cell)) for cell in first) or not rest:
        return False
    for column in range(len(first)):
        below = [row[column] for row in rest if column < len(row)]
        if sum(math.isfinite(number(cell)) for cell in below) >= max(1.0, NUMERIC_SHARE * len(below)):
            return True
    return False


def _names(header: Sequence[str], width: int) -> tuple[str, ...]:
    names = []
    for column in range(width):
        name = header[column].strip().lstrip("#").strip()[:100] if column < len(header) else ""
        names.append(name or f"column {column + 1}")
    return tuple(names)
