"""Numbers as people type them."""

from __future__ import annotations

LARGEST_PARAMETER = 1e300


def parameter_value(value: float | str) -> float | None:
    """The number that a weight can have, also with a decimal comma; None where it is none."""
    try:
        number = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) <= LARGEST_PARAMETER else None
