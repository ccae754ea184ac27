"""Small line drawings: a function's curve, or a sign."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from playground.ui.look.painted import painted

PaintSign = Callable[[QPainter, QRectF, QColor, QColor, float], None]
"""Draws a sign into a room: colour, quiet colour, width of a line."""


def curve_path(values: NDArray[np.floating], room: QRectF, low: float, high: float) -> QPainterPath:
    """The curve of equally spaced values in the room: its lower and upper sides are ``low`` and ``high``."""
    xs = np.linspace(room.left(), room.right(), len(values))
    clipped = np.clip(np.nan_to_num(values), low, high)
    ys = room.bottom() - (clipped - low) / max(high - low, 1e-12) * room.height()
    path = QPainterPath(QPointF(float(xs[0]), float(ys[0])))
    for x, y in zip(xs[1:].tolist(), ys[1:].tolist(), strict=True):
        path.lineTo(x, y)
    return path


def curve_pixmap(
    values: NDArray[np.floating],
    between: tuple[float, float],
    size: QSizeF,
    color: QColor,
    axis: QColor,
    ratio: float,
) -> QPixmap:
    """A function's curve over its axis; ``between`` are the values of the lower and upper side."""
    low, high = between
    room = QRectF(1.5, 1.5, size.width() - 3, size.height() - 3)
    zero = room.bottom() - (0 - low) / (high - low) * room.height()

    def paint(painter: QPainter) -> None:
        painter.setPen(QPen(axis, 1.0))
        painter.drawLine(QPointF(room.left(), zero), QPointF(room.right(), zero))
        painter.setPen(_round_pen(color, max(1.6, size.height() * 0.085)))
        painter.drawPath(curve_path(values, room, low, high))

    return painted(size.width(), size.height(), ratio, paint)


def sign_pixmap(paint: PaintSign, size: QSizeF, color: QColor, quiet: QColor, ratio: float) -> QPixmap:
    """A small drawing: ``paint`` is given the painter, its room, both colours and the width of a line."""
    room = QRectF(1.5, 1.5, size.width() - 3, size.height() - 3)
    width = max(1.6, size.height() * 0.085)

    def paint_sign(painter: QPainter) -> None:
        painter.setPen(_round_pen(color, width))
        paint(painter, room, color, quiet, width)

    return painted(size.width(), size.height(), ratio, paint_sign)


def icon_of(pixmap: QPixmap) -> QIcon:
    """The picture as an icon for a menu."""
    return QIcon(pixmap)


def _round_pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
