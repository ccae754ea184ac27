"""A column of cells as numbers: how its numbers are written is judged from the whole column.

A cell alone cannot tell: "1,200" is twelve hundred beside "12,500.5" and one and a fifth beside "12,5".
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]

LARGEST_NUMBER = 1e300
MISSING = frozenset({"", "nan", "na", "n/a", "#n/a", "?", "null", "<na>", "-nan", "nil", "."})
"""What stands for a missing cell, in small letters."""

_EXPONENT = r"(?:[eEdD][+-]?\d{1,4})?"
_NOTATIONS: dict[str, tuple[re.Pattern[str], str, str]] = {
    "1234.5": (re.compile(rf"[+-]?(?:\d+\.?\d*|\.\d+){_EXPONENT}"), "", "."),
    "1234,5": (re.compile(rf"[+-]?(?:\d+,?\d*|,\d+){_EXPONENT}"), "", ","),
    "1,234.5": (
        re.compile(rf"[+-]?(?:[1-9]\d?\d?(?:,\d{{2}})*(?:,\d{{3}})+|\d+)(?:\.\d*)?{_EXPONENT}"),
        ",",
        ".",
    ),
    "1.234,5": (re.compile(rf"[+-]?(?:[1-9]\d?\d?(?:\.\d{{3}})+|\d+)(?:,\d*)?{_EXPONENT}"), ".", ","),
}
"""How numbers are written: the pattern, what parts thousands, what parts the decimals; the likelier first."""
_SPACED = re.compile(r"(?<![\d.,])(\d{1,3}(?:([ '])\d{3})(?:\2\d{3})*)(?=$|[.,eEdD]|\D)")
_PARTS = re.compile(
    r"([+-]?)\s*(US\$|[$€£¥₩]|(?:USD|EUR|GBP|KRW|JPY|CHF)\b)?\s*"
    r"([+-]?(?:\d[\d.,]*|[.,]\d+)(?:[eEdD][+-]?\d{1,4})?(?![\d.,]))"
    r"\s*((?!x[0-9a-fA-F])(?:[^\W\d_]|[%‰°µ€$£¥₩])\S{0,11})?"
)
_AS_ASCII = str.maketrans(
    {
        **dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2008", " "),
        **dict.fromkeys("\u2019\u02bc\uff07", "'"),
        "\uff0b": "+",
        "\uff0e": ".",
        "\uff0c": ",",
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)


@dataclass(frozen=True)
class Numbers:
    """A column's numbers ``values`` (rows,), NaN where a cell is none.

    ``unit`` is what stands beside them all ("cm", "%", "$"). ``notation`` is a key of how they are written
    ("1,234.5"); ``unsure`` is a cell that could be read in two ways, "" where none is.
    """

    values: FloatArray
    unit: str = ""
    notation: str = "1234.5"
    unsure: str = ""


def is_missing(cell: str) -> bool:
    """Whether a cell stands for a value that is not there."""
    return cell.strip().lower() in MISSING


def looks_like_number(cell: str) -> bool:
    """Whether a cell is a number in any notation, perhaps with a unit."""
    try:
        return abs(float(cell)) <= LARGEST_NUMBER and "_" not in cell
    except ValueError:
        body, _ = _parted(cell)
        return any(pattern.fullmatch(body) for pattern, _, _ in _NOTATIONS.values())


def unit_of(cell: str) -> str:
    """The unit beside a cell's number; "" where there is none."""
    return _parted(cell)[1]


def read_numbers(cells: Sequence[str], comma_decimals: bool | None = None) -> Numbers:
    """The numbers of a column. ``comma_decimals`` is what the other columns say about the decimal sign."""
    try:
        plain = np.array([float(cell) if cell else math.nan for cell in cells])
        is_plain = not any("_" in cell for cell in cells)
    except ValueError:
        is_plain = False
    if is_plain:
        plain[~(np.abs(plain) <= LARGEST_NUMBER)] = math.nan
        if not comma_decimals or not any("." in cell for cell in cells):
            return Numbers(plain)
    if (decimals := _with_decimal_commas(cells)) is not None:
        return Numbers(decimals, notation="1234,5")
    parts = [_parted(cell) for cell in cells]
    units = Counter(unit for body, unit in parts if body and unit)
    unit = units.most_common(1)[0][0] if units else ""
    bodies = [body for body, _ in parts]
    if unit:
        bodies = [body if beside in ("", unit) else "" for body, beside in parts]
    notation, unsure = _notation(bodies, comma_decimals)
    in_brackets = (body for cell, body in zip(cells, bodies, strict=True) if body and cell.startswith("("))
    unsure = unsure or next(in_brackets, "")
    return Numbers(np.array([number_as(body, notation) for body in bodies]), unit, notation, unsure)


def decimal_sign(notation: str) -> str:
    """The decimal sign of a notation: "." or ","."""
    return _NOTATIONS[notation][2]


def number_as(body: str, notation: str) -> float:
    """The number that is written so in a notation; NaN where it is none."""
    pattern, thousands, decimals = _NOTATIONS[notation]
    if not pattern.fullmatch(body):
        return math.nan
    plain = body.replace(thousands, "") if thousands else body
    value = float(re.sub("[dD]", "e", plain.replace(decimals, ".")))
    return value if abs(value) <= LARGEST_NUMBER else math.nan


# ------------------------------------------------------------------------------------- private


def _with_decimal_commas(cells: Sequence[str]) -> FloatArray | None:
    """The quick way for what is beyond doubt; None for all else."""
    if any("." in cell or "_" in cell for cell in cells):
        return None
    if all(len(cell) - cell.find(",") == 4 for cell in cells if "," in cell):
        return None
    try:
        values = np.array([float(cell.replace(",", ".")) if cell else math.nan for cell in cells])
    except ValueError:
        return None
    values[~(np.abs(values) <= LARGEST_NUMBER)] = math.nan
    return values


def _parted(cell: str) -> tuple[str, str]:
    """A cell's number as written, without spaced thousands, and its unit; ("", "") where it is none."""
    text = cell.translate(_AS_ASCII).strip()
    if text[:1] == "(" and text[-1:] == ")" and text[1:2] not in ("+", "-"):  # what is owed, in accounts
        body, unit = _parted(text[1:-1])
        return (f"-{body}" if body else ""), unit
    match = _PARTS.fullmatch(_SPACED.sub(lambda found: re.sub("[ ']", "", found[1]), text))
    if match is None or (match[1] and match[3][0] in "+-") or (match[2] and match[4]):
        return "", ""
    return match[1] + match[3], match[2] or match[4] or ""


def _notation(bodies: Sequence[str], comma_decimals: bool | None) -> tuple[str, str]:
    """How most of the numbers are written, and a cell that leaves it open."""
    written = Counter(body for body in bodies if body)
    fits = {
        name: sum(count for body, count in written.items() if pattern.fullmatch(body))
        for name, (pattern, _, _) in _NOTATIONS.items()
    }
    most = max(fits.values())
    best = [name for name in _NOTATIONS if fits[name] == most]
    marked = [body for body in written if "," in body or "." in body]
    if len(best) == 1 or not marked:
        return best[0], ""
    grouped = next((body for body in marked if re.fullmatch(r"[+-]?[1-9]\d?\d?[.,]\d{3}", body)), "")
    if {"1234,5", "1,234.5"} <= set(best):
        # Three digits after each comma: thousands, unless the other columns write decimals with a comma.
        return ("1234,5" if comma_decimals else "1,234.5"), grouped
    if {"1234.5", "1.234,5"} <= set(best) and comma_decimals:
        return "1.234,5", grouped
    return best[0], ""
