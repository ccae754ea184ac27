"""The arithmetic of a plot's axes: ranges, round ticks, and curves thinned for what is seen of them.

Plain NumPy, so that small painted curves may use it without pyqtgraph.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

_POWERS = (-307.0, math.log10(np.finfo(np.float64).max))
"""The powers of ten between which a number is neither 0 nor infinite."""
Range = tuple[float, float]
HeldView = tuple[Range, Range]
"""What a user looks at of a pane: across, and up."""


def thinned(
    places: NDArray[np.float64], heights: NDArray[np.float64], seen: Range, pixels: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The curve between the seen places (one point more on each side), at most about two points a pixel.

    Of each stretch its lowest and its highest point are kept, in their order.
    """
    first = max(int(np.searchsorted(places, seen[0])) - 1, 0)
    last = min(int(np.searchsorted(places, seen[1], side="right")) + 1, places.size)
    places, heights = places[first:last], heights[first:last]
    stretch = places.size // max(pixels, 1)
    if stretch <= 2:
        return places, heights
    body = places.size // stretch * stretch
    rows = heights[:body].reshape(-1, stretch)
    starts = np.arange(0, body, stretch)
    kept = np.stack((rows.argmin(axis=1) + starts, rows.argmax(axis=1) + starts), axis=1)
    chosen = np.unique(np.concatenate((kept.ravel(), [0], np.arange(body, places.size), [places.size - 1])))
    return places[chosen], heights[chosen]


def room_around(values: NDArray[np.float64], *, is_log: bool = False, floor: float | None = None) -> Range:
    """The range in which all finite values are seen with a little room; from ``floor`` on if given.

    With ``is_log`` the values, and the range, are powers of ten.
    """
    finite = values[np.isfinite(values)]
    if not finite.size:
        return (-1.0, 0.0) if is_log else (0.0, 1.0)
    low, high = float(finite.min()), float(finite.max())
    if is_log:
        return low - 0.06, high + 0.06
    if floor is not None:
        low = min(low, floor)
    room = (high - low) * 0.06 or abs(high) * 0.1 or 0.5
    return (low if floor is not None and low == floor else low - room, high + room)


def linear_ticks(low: float, high: float, most: float = 4.0) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten from low to high, about so many at most."""
    span = high - low
    if not span > 0.0 or not math.isfinite(span):
        return [low]
    step = 10.0 ** math.floor(math.log10(span / max(most, 1.0)))
    step *= next((factor for factor in (1.0, 2.0, 5.0) if span / (step * factor) <= most + 0.2), 10.0)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [step * k for k in range(first, last + 1)]


def log_ticks(low: float, high: float, most: float) -> list[float]:
    """Ticks of a logarithmic axis from ``10^low`` to ``10^high``, as powers of ten, at most about so many.

    Whole powers where two or more are seen, else 1, 2 and 5 times a power; none where no number is.
    """
    low, high = max(low, _POWERS[0]), min(high, _POWERS[1])
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    if last - first >= 1:
        step = max(1, math.ceil((last - first + 1) / most))
        return [float(power) for power in range(first, last + 1, step)]
    finer = [power + math.log10(factor) for power in range(first - 2, last + 2) for factor in (1, 2, 5)]
    return [tick for tick in finer if low <= tick <= high]


def opened(span: Range) -> Range:
    """A range that is not empty and holds no infinity."""
    low, high = span
    if not (math.isfinite(low) and math.isfinite(high)):
        return (0.0, 1.0)
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300):
        margin = abs(low) * 0.1 or 0.5
        return (low - margin, high + margin)
    return (low, high)
