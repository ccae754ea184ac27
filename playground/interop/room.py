"""How much of a table can be read: looked at before the table is, so that too much is refused at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from playground.engine.errors import ExperimentError, Note

MAXIMUM_CELLS = 4_000_000
MAXIMUM_COLUMNS = 1000
BLANK = " \t,;|\0"
"""A line of nothing else is no row."""

Row = TypeVar("Row", bound=Collection[object])

_STRING = re.compile(r'"[^"\\]*(?:\\.?[^"\\]*)*(?:"|\Z)', re.DOTALL)
_LINE = re.compile(r"[^\n]+")


class TableTooLargeError(ExperimentError):
    """There is a table, but more of it than can be read."""


def require_room_for_lines(text: str, delimiter: str) -> None:
    """Refuse lines with more cells than can be read, before they are parted into cells."""
    cells = text.count(delimiter) + text.count("\n") + 1
    if cells <= MAXIMUM_CELLS:
        return
    read = 0
    for row in filter(None, (line[0].strip(BLANK) for line in _LINE.finditer(text))):
        read += row.count(delimiter) + 1
        if read > MAXIMUM_CELLS:
            raise TableTooLargeError(
                "",
                Note(
                    "this table has {cells:,} cells, more than the {most:,} that can be read; shorten it",
                    cells=cells - text.endswith("\n"),
                    most=MAXIMUM_CELLS,
                ),
            )


def require_room_for_lists(text: str) -> None:
    """The same for a text in brackets, where commas outside of strings part the values."""
    if text.count(",") < MAXIMUM_CELLS:
        return
    commas = end = 0
    for string in _STRING.finditer(text):
        commas += text.count(",", end, string.start())
        end = string.end()
        if commas >= MAXIMUM_CELLS:
            break
    else:
        commas += text.count(",", end)
    require_fewer_cells(commas + 1)


def require_fewer_cells(cells: int) -> None:
    """Refuse more cells than can be read."""
    if cells > MAXIMUM_CELLS:
        raise TableTooLargeError(
            "", Note("this table has more than the {most:,} cells that can be read", most=MAXIMUM_CELLS)
        )


def within_room(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows one by one, refused where they have more cells than can be read."""
    cells = 0
    for row in rows:
        cells += len(row)
        require_fewer_cells(cells)
        yield row


def require_room(rows: Collection[Collection[object]]) -> None:
    """Refuse rows that are too wide, too many, or would be once all are as wide as the widest."""
    width = max(map(len, rows), default=0)
    if width > MAXIMUM_COLUMNS:
        raise TableTooLargeError(
            "",
            Note(
                "this table has {width:,} columns, more than the {most:,} that can be read",
                width=width,
                most=MAXIMUM_COLUMNS,
            ),
        )
    require_fewer_cells(sum(map(len, rows)))
    if width * len(rows) > 2 * MAXIMUM_CELLS:
        raise TableTooLargeError(
            "", Note("a row of this table has far more columns than the others; correct it")
        )
