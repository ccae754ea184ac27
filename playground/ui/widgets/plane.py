"""The framed part of the plane on the screen: coordinates to pixels and back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class PlaneFrame:
    """Which part of the plane (smallest x1, largest x1, smallest x2, largest x2) fills which rectangle.

    The frame itself is the function from plane coordinates to a pixel: ``frame(x1, x2)``.
    """

    bounds: Bounds
    rect: QRectF

    def __call__(self, x1: float, x2: float) -> QPointF:
        """The pixel of a point of the plane."""
        left, right, bottom, top = self.bounds
        across = (x1 - left) / (right - left)
        up = (x2 - bottom) / (top - bottom)
        return QPointF(
            self.rect.left() + across * self.rect.width(),
            self.rect.bottom() - up * self.rect.height(),
        )

    def to_plane(self, pixel: QPointF) -> tuple[float, float]:
        """The point of the plane under a pixel."""
        left, right, bottom, top = self.bounds
        across = (pixel.x() - self.rect.left()) / max(self.rect.width(), 1e-9)
        up = (self.rect.bottom() - pixel.y()) / max(self.rect.height(), 1e-9)
        return left + across * (right - left), bottom + up * (top - bottom)

    def pixels(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """The pixels ``(n, 2)`` of points ``(n, 2)``."""
        left, right, bottom, top = self.bounds
        made = np.empty_like(points, dtype=np.float64)
        made[:, 0] = self.rect.left() + (points[:, 0] - left) * (self.rect.width() / (right - left))
        made[:, 1] = self.rect.bottom() - (points[:, 1] - bottom) * (self.rect.height() / (top - bottom))
        return made

    def contains(self, x1: float, x2: float) -> bool:
        """Whether the point lies in the frame."""
        left, right, bottom, top = self.bounds
        return left <= x1 <= right and bottom <= x2 <= top

    def cell(self, x1: float, x2: float, resolution: int) -> tuple[int, int]:
        """Row and column of the cell of a grid over the frame that holds the point."""
        left, right, bottom, top = self.bounds
        column = int((x1 - left) / (right - left) * resolution)
        row = int((top - x2) / (top - bottom) * resolution)
        return min(max(row, 0), resolution - 1), min(max(column, 0), resolution - 1)
