"""A plot's axis: values to pixels and back, linear or logarithmic, with round ticks; and curves on axes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QPainter, QPen

SMALLEST = 1e-12
"""Positive values below this are drawn at this height on a logarithmic axis."""


@dataclass(frozen=True)
class Axis:
    """Values from ``low`` to ``high`` lie from pixel ``start`` to pixel ``stop`` (either may be larger)."""

    low: float
    high: float
    start: float
    stop: float
    is_log: bool = False

    @classmethod
    def around(
        cls,
        values: NDArray[np.float64],
        start: float,
        stop: float,
        *,
        is_log: bool,
        floor: float | None = None,
    ) -> Axis:
        """The axis on which all finite values are seen; a linear one begins at ``floor`` if given."""
        finite = values[np.isfinite(values)]
        if is_log:
            finite = finite[finite > SMALLEST]
            if not finite.size:
                return cls(0.1, 1.0, start, stop, is_log)
            low, high = float(finite.min()) / 1.15, float(finite.max()) * 1.15
            return cls(low, high, start, stop, is_log)
        if not finite.size:
            return cls(0.0, 1.0, start, stop)
        low, high = float(finite.min()), float(finite.max())
        if floor is not None:
            low = min(low, floor)
        room = (high - low) * 0.06 or abs(high) * 0.1 or 0.5
        return cls(low if floor is not None and low == floor else low - room, high + room, start, stop)

    def pixel(self, value: float) -> float:
        """Where the value is drawn."""
        return self.start + (self._of(value) - self._of(self.low)) * self._slope

    def pixels(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where the values are drawn; what is no number stays so."""
        scaled = np.log10(np.maximum(values, SMALLEST)) if self.is_log else values
        return self.start + (scaled - self._of(self.low)) * self._slope

    def value(self, pixel: float) -> float:
        """The value at a pixel."""
        scaled = self._of(self.low) + (pixel - self.start) / self._slope
        return 10.0**scaled if self.is_log else scaled

    def ticks(self, most: int = 4) -> list[float]:
        """Round values on the axis, at most about ``most``."""
        return self._log_ticks(most) if self.is_log else linear_ticks(self.low, self.high, most)

    @property
    def _slope(self) -> float:
        return (self.stop - self.start) / max(self._of(self.high) - self._of(self.low), SMALLEST)

    def _of(self, value: float) -> float:
        return math.log10(max(value, SMALLEST)) if self.is_log else value

    def _log_ticks(self, most: int) -> list[float]:
        first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
        count = last - first + 1
        if count >= 2:
            step = -(-count // most)
            return [10.0**power for power in range(first, last + 1, step)]
        finer = [factor * 10.0**power for power in range(first - 2, last + 2) for factor in (1, 2, 5)]
        found = [value for value in finer if self.low <= value <= self.high]
        return found if len(found) >= 2 else linear_ticks(self.low, self.high, most)


def linear_ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten from low to high."""
    span = high - low
    if not span > 0.0 or not math.isfinite(span):
        return [low]
    step = 10.0 ** math.floor(math.log10(span / max(most, 1)))
    step *= next(factor for factor in (1, 2, 5, 10) if span / (step * factor) <= most + 1.2)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [step * k for k in range(first, last + 1)]


def thinned(pixels: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """At most about ``most`` of the points ``(n, 2)``: lowest and highest of each stretch, ends kept."""
    stretch = -(-2 * len(pixels) // max(most, 2))
    if stretch <= 2:
        return pixels
    body = pixels[: len(pixels) // stretch * stretch].reshape(-1, stretch, 2)
    heights = body[:, :, 1]
    places = np.sort(np.stack((heights.argmin(axis=1), heights.argmax(axis=1)), axis=1), axis=1)
    kept = np.take_along_axis(body, places[:, :, None], axis=1).reshape(-1, 2)
    return np.concatenate((pixels[:1], kept, pixels[-1:]))


def paint_line(
    painter: QPainter,
    across: Axis,
    up: Axis,
    places: NDArray[np.float64],
    values: NDArray[np.float64],
    pen: QPen,
) -> None:
    """Draw the curve of ``values (n,)`` at ``places (n,)``; what is no number leaves it out."""
    finite = np.isfinite(values)
    if not finite.any():
        return
    pixels = np.stack((across.pixels(places[finite]), up.pixels(values[finite])), axis=1)
    points = [QPointF(x, y) for x, y in thinned(pixels, int(abs(across.stop - across.start))).tolist()]
    painter.setPen(pen)
    if pen.style() == Qt.PenStyle.SolidLine:
        painter.drawLines([QLineF(*ends) for ends in pairwise(points)])  # a wide polyline's joins cost 1 ms
    else:
        painter.drawPolyline(points)
