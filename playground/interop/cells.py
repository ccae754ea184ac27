"""Lines of text parted into cells: by which sign, and where a quoted cell ends."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

from playground.interop.numerals import is_missing, looks_like_number, unit_of
from playground.interop.shapes import Cells

_SINGLE_QUOTED = re.compile(r"\s*'[^'\"]*'\s*[,;\t|]")
_SAMPLE = 200
_SPACES_BESIDE_OTHERS = 0.9

DELIMITERS = ("\t", ";", ",", "|", " ")


def split_lines(places: Sequence[int], lines: Sequence[str], delimiter: str) -> tuple[list[int], list[Cells]]:
    """The rows with the lines at which they begin; a quoted cell may go over several lines."""
    if delimiter == " ":
        return list(places), [_by_spaces(line) for line in lines]
    quoted = sum(_SINGLE_QUOTED.match(line) is not None for line in lines[:_SAMPLE])
    try:
        reader = csv.reader(
            (line.replace("\0", "") + "\n" for line in lines),
            delimiter=delimiter,
            quotechar="'" if 2 * quoted > len(lines[:_SAMPLE]) else '"',
            skipinitialspace=True,
            strict=True,
        )
        rows, starts, before = [], [], 0
        for row in reader:
            rows.append(tuple(" ".join(cell.split("\n")) if "\n" in cell else cell for cell in row))
            starts.append(places[before])
            before = reader.line_num
        if len(rows) == len(lines) or Counter(map(len, rows)).most_common(1)[0][0] > 1:
            return starts, rows
    except csv.Error:
        pass
    # A stray quotation mark would swallow the lines after it.
    return list(places), [tuple(cell.strip(' "') for cell in line.split(delimiter)) for line in lines]


def find_delimiter(lines: Sequence[str]) -> str:
    """The delimiter that divides most lines into the same number (two or more) of columns."""

    def divides(delimiter: str) -> bool:
        return len({line.count(delimiter) for line in lines}) == 1 and delimiter in lines[0]

    has_other = any(divides(sign) for sign in DELIMITERS if sign != " ")

    def quality(delimiter: str) -> tuple[float, float]:
        _, rows = split_lines(range(len(lines)), lines, delimiter)
        widths = [len(row) for row in rows]
        usual = max(set(widths), key=widths.count)
        regular = widths.count(usual) / len(widths) if usual > 1 else 0.0
        whole = [row for row in rows if len(row) == usual]
        below = whole[1:] or whole  # the first one may hold names
        numeric = [_numeric_share(column) for column in zip(*below, strict=True)]
        found = round(regular, 1) * (0.5 + sum(numeric) / max(1, len(numeric)))
        if delimiter == " " and has_other:  # spaces may stand in cells
            found *= _SPACES_BESIDE_OTHERS
        return (found, regular)

    return max(DELIMITERS, key=quality)


# ------------------------------------------------------------------------------------- private


def _by_spaces(line: str) -> Cells:
    if '"' not in line:
        return tuple(line.split())
    return tuple(cell.strip('"') for cell in re.findall(r'"[^"]*"|\S+', line))


def _numeric_share(cells: Sequence[str]) -> float:
    """The share of a column's cells that are missing or numbers, with the same unit where there is one."""
    numeric = [cell for cell in cells if is_missing(cell) or looks_like_number(cell)]
    units = Counter(unit for cell in numeric if (unit := unit_of(cell)))
    others = units.total() - max(units.values(), default=0)
    return (len(numeric) - (others if 5 * others > units.total() else 0)) / len(cells)
