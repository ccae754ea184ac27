"""Small pictures that are painted once and kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap


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
