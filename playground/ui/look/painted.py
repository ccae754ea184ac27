"""What painting needs everywhere: small pictures that are kept, and lines through many points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap, QPolygonF
from shiboken6 import VoidPtr

_memory: Any = VoidPtr
"""Its stub knows neither a size nor that it may be written."""


def painted(width: float, height: float, ratio: float, paint: Callable[[QPainter], None]) -> QPixmap:
    """What ``paint`` draws on a transparent ground of this size, ``ratio`` pixels of the screen to a length.

    A copy is kept: a picture that was painted on holds the painter's own buffers as long as it lives, 50 KB
    beside the 3 KB of a number's pixels.
    """
    canvas = QPixmap(max(1, round(width * ratio)), max(1, round(height * ratio)))
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(Qt.GlobalColor.transparent)
    with QPainter(canvas) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
    return canvas.copy()


def polygon(xs: NDArray[np.float64], ys: NDArray[np.float64]) -> QPolygonF:
    """The line through points ``xs (n,)``, ``ys (n,)``, n > 0: an eighth of the time that n QPointF take."""
    made = QPolygonF()
    made.resize(len(xs))
    size = 2 * xs.itemsize * len(xs)
    places = np.frombuffer(_memory(made.data(), size, True), dtype=np.float64).reshape(-1, 2)
    places[:, 0], places[:, 1] = xs, ys
    return made
