"""Numbers as the user reads them: true minus signs, no minus zero, tabular lengths."""

from __future__ import annotations

import math
from collections.abc import Iterator

MINUS = "\u2212"
_NONE = "\u2013"
"""Stands where there is no number; one too large to be held is shown as \u221e."""
SMALLEST, LARGEST = 1e-3, 1e6
"""Numbers below the one and from the other on are written in powers of ten, everywhere."""
ROOM = "\u22120e\u221200"
"""Where this has room, the shortest of any number's ``forms`` has."""


def plain(value: float, digits: int = 2) -> str:
    """``-0.314`` as ``−0.31``, ``0.0314`` as ``0.031``: so many decimals, but two figures at least (or one).

    Below a thousandth and from a million on in powers of ten, so only zero reads ``0.00``.
    """
    if not math.isfinite(value):
        return _unusual(value)
    if value == 0.0:
        return f"{0.0:.{digits}f}"
    size = abs(value)
    if size >= LARGEST or size < SMALLEST:
        return scientific(value, 1)
    needed = min(digits, 2) - 1 - math.floor(math.log10(size))
    decimals = max(_figures(size, digits), needed) if digits else 0
    return _signed(f"{value:.{decimals}f}")


def forms(value: float, digits: int = 2) -> tuple[str, ...]:
    """``plain`` and what stands for it where there is less room: ``0.314``, ``0.31``; ``1.3e−7``, ``1e−7``.

    What is nearer to zero than 1e−99 can come down to ``≈0``.
    """
    return tuple(_forms(value, digits))


def within(value: float, signs: int, digits: int = 2) -> str:
    """The first of ``forms`` with at most so many signs; else the shortest of them."""
    for form in _forms(value, digits):
        if len(form) <= signs:
            break
    return form


def _forms(value: float, digits: int) -> Iterator[str]:
    last = plain(value, digits)
    yield last
    for form in _shorter_forms(value, digits):
        if len(form) < len(last):
            last = form
            yield form


def _shorter_forms(value: float, digits: int) -> Iterator[str]:
    yield plain(value, digits - 1)
    yield scientific(value, 1)
    yield scientific(value, 0)
    if 0.0 < abs(value) < 1e-99:
        yield "\u22480"


def scientific(value: float, digits: int = 1) -> str:
    """``0.00095`` as ``9.5e−4``; zero as ``0``."""
    if not math.isfinite(value):
        return _unusual(value)
    if value == 0.0:
        return "0"
    mantissa, exponent = f"{value:.{digits}e}".split("e")
    power = int(exponent)
    if power == 0:
        return _signed(mantissa)
    return _signed(f"{mantissa}e{power}")


def compact(value: float) -> str:
    """Two significant figures: ``0.021``, ``3.4``, ``123``, ``9.5e−4``; powers of ten as in ``plain``."""
    return figures(value, 2).replace(",", "")


def fold(factor: float) -> str:
    """A ratio as it is said: ``1.8``, ``24``, ``200``, ``1.2e6``."""
    if not math.isfinite(factor):
        return _unusual(factor)
    if factor < 10.0:
        return f"{factor:.1f}"
    if factor < 1e5:
        step = 10 ** (math.floor(math.log10(factor)) - 1)
        return f"{round(factor / step) * step:,.0f}"
    return scientific(factor, 1)


def percent(share: float) -> str:
    """A share as whole per cent; what is not quite 0 or 100 never says so: ``<1 %``, ``>99 %``."""
    return _percent(share, 0)


def percent_exact(share: float) -> str:
    """A share with one decimal: ``98.4 %``; what is not quite 0 or 100 never says so: ``>99.9 %``."""
    return _percent(share, 1)


def _percent(share: float, decimals: int) -> str:
    if not math.isfinite(share):
        return _unusual(share)
    step = 0.01 / 10**decimals
    if 0.0 < share < step / 2:
        return f"<{100.0 * step:g}\u2009%"
    if 1.0 - step / 2 <= share < 1.0:
        return f">{100.0 - 100.0 * step:g}\u2009%"
    return f"{100.0 * share:.{decimals}f}\u2009%"


def figures(value: float, count: int) -> str:
    """So many significant figures, in powers of ten where that is shorter: ``0.0312``, ``1.20e−5``."""
    if not math.isfinite(value):
        return _unusual(value)
    if value == 0.0:
        return "0"
    size = abs(value)
    if size < SMALLEST or size >= LARGEST:
        return scientific(value, count - 1)
    power = int(f"{size:.{count - 1}e}".partition("e")[2])  # of the rounded number: 0.999 is 1.0, not 1.00
    return _signed(f"{value:,.{max(0, count - 1 - power)}f}")


def change(value: float) -> str:
    """A change in three figures with its sign: ``+0.0123``, ``−4.00e−5``; none is ``0``."""
    text = figures(value, 3)
    return text if text.startswith(MINUS) or text == "0" else f"+{text}"


def tick(value: float) -> str:
    """A round number on an axis in its shortest form: ``0.5``, ``1e−5``, ``2,000``."""
    if value == 0.0 or not math.isfinite(value):
        return "0" if value == 0.0 else _unusual(value)
    if not 1e-3 <= abs(value) < 1e6:
        mantissa, power = f"{value:.1e}".split("e")
        return _signed(f"{mantissa.removesuffix('.0')}e{int(power)}")
    return _signed(f"{round(value, 9):,.6g}" if abs(value) < 1000 else f"{value:,.0f}")


def on_axis(value: float, spacing: float) -> str:
    """A tick's number with the decimals that ticks so far apart need: ``0.50`` where it is 0.05."""
    if not math.isfinite(value) or not spacing > 0.0 or not math.isfinite(spacing):
        return tick(value)
    if abs(value) < spacing * 1e-6:
        return "0"
    decimals = max(0, -math.floor(math.log10(spacing * (1.0 + 1e-9))))
    if decimals > 6 or abs(value) >= 10.0**6:
        return scientific(value, max(0, math.floor(math.log10(abs(value))) + decimals))
    return _signed(f"{value:,.{decimals}f}")


def percent_on_axis(share: float, spacing: float) -> str:
    """A tick's share in per cent, with the decimals that ticks so far apart need: ``99.5 %``."""
    return f"{on_axis(100.0 * share, 100.0 * spacing)}\u2009%"


def epoch(value: float) -> str:
    """An epoch, with two decimals within it: ``1,284``, ``12.40``."""
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"


def typed(value: float) -> str:
    """A number as one types it into a field: ``0.03``, ``1000``, ``1e-5``, ``1e6``."""
    mantissa, has_power, power = f"{value:g}".partition("e")
    return f"{mantissa}e{int(power)}" if has_power else mantissa


def read(text: str) -> float | None:
    """The finite number the user typed (either minus sign, a comma for a point), or None."""
    try:
        value = float(text.strip().replace(MINUS, "-").replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _figures(size: float, digits: int) -> int:
    return digits if size < 100.0 else max(0, digits - 1)


def _signed(text: str) -> str:
    return text.replace("-", MINUS)


def _unusual(value: float) -> str:
    if math.isnan(value):
        return _NONE
    return "\u221e" if value > 0 else MINUS + "\u221e"


_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def subscript(number: int) -> str:
    """``12`` as ``₁₂``."""
    return str(number).translate(_SUBSCRIPTS)
