"""What stands above a table's rows: where they begin, and the columns' names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from playground.interop.cells import split_lines
from playground.interop.numerals import is_missing, looks_like_number
from playground.interop.shapes import Cells

NUMERIC_SHARE = 0.5
"""A column counts as numbers when at least this share of its cells, missing ones aside, are numbers."""
SAMPLE = 200
"""So many rows are looked at to judge how all are written."""
COMMENT = re.compile(r"\s*\"?(?:#+|%+|//+)\s?")
_UNIT = re.compile(
    r"[\[(].{1,12}[\])]|[%‰°$€£¥₩µ]\S{0,6}|"
    r"(?:[munpkMG]?(?:m|g|s|l|L|V|A|W|Hz|Pa|J|N|K|mol|bar)|cm|dm|kg|km|mg|ml|mm|in|ft|lb|min|h|d|px|eV|kWh)"
    r"(?:[²³^*·/]\S{0,5})?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_PROSE = re.compile(r"(?i)the|an|of|by|and|with|for|from|in|is|are|this|data|generated|created|made|.*[.:!]")


def first_row(rows: Sequence[Cells], width: int) -> int:
    """The first row that fits the columns below it: numbers where they have numbers."""
    usual = [row for row in rows[-SAMPLE:] if len(row) == width]
    judged = usual[len(usual) // 2 :] if len(usual) > 2 else usual[1:] or usual
    numeric = []
    for column in range(width):
        cells = [row[column] for row in judged if not is_missing(row[column])]
        if cells and sum(map(looks_like_number, cells)) >= max(1.0, NUMERIC_SHARE * len(cells)):
            numeric.append(column)
    if not numeric:
        return 0
    has_names = False  # a broken row below a row of names is no second one
    for place, row in enumerate(rows):
        if not min(2, width) <= len(row) or (abs(len(row) - width) > 1 and len(row) > width):
            continue
        cells = [row[column].strip() for column in numeric if column < len(row)]
        good = sum(map(looks_like_number, cells))
        strange = sum(not looks_like_number(cell) and not is_missing(cell) for cell in cells)
        is_broken = strange > 0 and any(looks_like_number(c) and not c.isdecimal() for c in cells)
        if (good and not strange) or (is_broken and good >= strange) or (good and has_names):
            return place + _is_numbered_header(rows[place:], width)
        is_full = len(row) in (width - 1, width) and all(cell.strip() for cell in row)
        has_names = has_names or (is_full and not any(map(looks_like_number, row)))
    return 0


def header_above(
    above: Sequence[Cells], lines: Sequence[str], width: int, delimiter: str
) -> tuple[list[str], list[bool]]:
    """The columns' names from the rows above the first one of numbers, and which of these were used."""
    fitting: list[tuple[int, list[str]]] = []
    used = [False] * len(above)
    for place, row in enumerate(above):
        cells = [cell.strip() for cell in row]
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if delimiter == " " and not width - 1 <= len(cells) <= width and place < len(lines):
            wide = re.split(r"\s{2,}|\t", lines[place].strip())
            cells = wide if width - 1 <= len(wide) <= width else cells
        enough = max(2, width - 1) if width > 2 else 1
        if enough <= len(cells) <= width and sum(map(bool, cells)) >= 1:
            fitting.append((place, cells))
    if not fitting:
        return [], used
    place, header = fitting.pop()
    used[place] = True
    is_joined = False
    while fitting and fitting[-1][0] == place - 1:
        joined = _two_lines(fitting[-1][1], header)
        if joined is None:
            break
        (place, _), header, is_joined = fitting.pop(), joined, True
        used[place] = True
    is_full = sum(map(bool, header)) * 2 >= len(header)
    return (header if is_joined or is_full or not fitting else []), used


def commented_header(
    comments: Sequence[tuple[int, str]], begin: int, width: int, delimiter: str
) -> list[str]:
    """The names in the last comment above the rows, where it has as many as there are columns."""
    above = [COMMENT.sub("", line, count=1).strip() for place, line in comments if place < begin]
    if not above:
        return []
    for sign in (delimiter, " ", ",", "\t", ";"):
        _, rows = split_lines([0], [above[-1]], sign)
        names = [cell.strip() for cell in rows[0]] if rows else []
        is_prose = any(_PROSE.fullmatch(name) for name in names) and "," not in above[-1]
        if len(names) == width and all(names) and not is_prose and not any(map(looks_like_number, names)):
            return names
    return []


def names_of(header: list[str], width: int, rows: Sequence[Cells]) -> tuple[tuple[str, ...], int]:
    """The columns' names; a header one shorter than the rows leaves out that of their first column."""
    if header and len(header) == width - 1:
        first = [row[0].strip() for row in rows if len(row) == width]
        is_decimal = any(looks_like_number(cell) and not cell.lstrip("+-").isdecimal() for cell in first)
        if len(set(first)) == len(first) and not is_decimal:
            header = ["", *header]
    while width > 2 and (len(header) < width or not header[width - 1]):
        if any(len(row) >= width and row[width - 1].strip() for row in rows):
            break
        width -= 1
    names: list[str] = []
    for column in range(width):
        name = header[column].strip().lstrip("#").strip()[:100] if column < len(header) else ""
        names.append(" ".join(name.split()) or f"column {column + 1}")
    return tuple(names), width


# ------------------------------------------------------------------------------------- private


def _is_numbered_header(rows: Sequence[Cells], width: int) -> bool:
    """Whether the first row names the columns by numbers: ``,0,1,2`` or ``0,1,2`` as pandas, or years."""
    first = [cell.strip() for cell in rows[0]]
    if _names_years(first, rows[1:SAMPLE]):
        return True
    counted = first[1:] if first and not first[0] else first
    if len(counted) < 2 or counted != [str(place) for place in range(len(counted))] or len(rows) < 2:
        return False
    if not first[0]:
        return all(len(row) > 0 and row[0].strip() != "" for row in rows[1:20])
    below = [row for row in rows[1:50] if len(row) == width]
    decimals = sum(bool(below) and all("." in row[column] for row in below) for column in range(width))
    return decimals >= 2


def _names_years(first: Sequence[str], below: Sequence[Cells]) -> bool:
    """Whether a row has years where the rows below have other numbers, and words that come not again."""
    years = [place for place, cell in enumerate(first) if _YEAR.fullmatch(cell)]
    if len(years) < 2 or len({first[place] for place in years}) < len(years):
        return False
    fitting = [row for row in below if len(row) == len(first)]
    words = [place for place in range(len(first)) if place not in years]
    is_told = all(first[place] not in {row[place].strip() for row in fitting} for place in words)
    return is_told and not any(_YEAR.fullmatch(row[place].strip()) for row in fitting for place in years)


def _two_lines(upper: list[str], lower: list[str]) -> list[str] | None:
    """One name for each column from a header of two lines; None where the upper one is a title."""
    if len(upper) != len(lower):
        return None
    if sum(map(bool, upper)) < 2:
        return None
    present = [cell for cell in lower if cell]
    if all(_UNIT.fullmatch(cell) for cell in present) and len(set(upper)) == len(upper):
        units = [cell.strip("[]()") for cell in lower]
        return [f"{name} ({unit})" if unit else name for name, unit in zip(upper, units, strict=True)]
    if 2 * len(present) <= len(lower):  # the name of pandas' index on a line of its own
        return [name or below for name, below in zip(upper, lower, strict=True)]
    last = max((place for place, cell in enumerate(upper) if cell), default=0)
    is_remark = all(upper[: last + 1]) and last + 1 < len(upper)
    if is_remark and len(set(lower)) == len(lower):  # the columns have their names; this is something else
        return None
    filled: list[str] = []
    for above, below in zip(upper, lower, strict=True):
        filled.append(above or (filled[-1] if filled and below else ""))
    is_grouped = len(set(filter(None, filled))) < sum(map(bool, filled))
    if not is_grouped and all(lower):
        return None
    return [
        " ".join(filter(None, (above if above != below else "", below)))
        for above, below in zip(filled, lower, strict=True)
    ]
