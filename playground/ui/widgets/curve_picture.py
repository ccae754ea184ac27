"""Small line drawings: a function's curve, or the sign of a kind of layer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from playground.ui.look import theme

Sign = Literal["dense", "dropout", "batch_norm", "layer_norm"]


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
    pixmap = _empty(size, ratio)
    room = QRectF(1.5, 1.5, size.width() - 3, size.height() - 3)
    zero = room.bottom() - (0 - low) / (high - low) * room.height()
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(axis, 1.0))
        painter.drawLine(QPointF(room.left(), zero), QPointF(room.right(), zero))
        painter.setPen(_round_pen(color, max(1.6, size.height() * 0.085)))
        painter.drawPath(curve_path(values, room, low, high))
    return pixmap


def sign_pixmap(sign: Sign, size: QSizeF, color: QColor, quiet: QColor, ratio: float) -> QPixmap:
    """The sign of a kind of layer: what it does to the units or to their distribution."""
    pixmap = _empty(size, ratio)
    room = QRectF(1.5, 1.5, size.width() - 3, size.height() - 3)
    width = max(1.6, size.height() * 0.085)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_round_pen(color, width))
        if sign == "dropout":
            _paint_dropout(painter, room, color, quiet, width)
        elif sign == "batch_norm":
            places = np.linspace(-2.6, 2.6, 40)
            painter.drawPath(curve_path(np.exp(-places * places), room.adjusted(0, 1, 0, -1), 0.0, 1.1))
        elif sign == "layer_norm":
            for share in (0.32, 0.68):
                y = room.top() + share * room.height()
                painter.drawLine(QPointF(room.left() + 2, y), QPointF(room.right() - 2, y))
        else:
            _paint_fan(painter, room, color, width)
    return pixmap


def icon_of(pixmap: QPixmap) -> QIcon:
    """The picture as an icon for a menu."""
    return QIcon(pixmap)


def _paint_dropout(painter: QPainter, room: QRectF, color: QColor, quiet: QColor, width: float) -> None:
    radius = min(room.height() * 0.2, room.width() * 0.14)
    for place in (-1, 0, 1):
        center = QPointF(room.center().x() + place * room.width() * 0.34, room.center().y())
        if place:
            painter.setBrush(color)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(center, radius, radius)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.mix(color, quiet, 0.4), width * 0.8))
            painter.drawEllipse(center, radius, radius)
            reach = radius * 1.7
            painter.drawLine(center + QPointF(-reach, reach), center + QPointF(reach, -reach))


def _paint_fan(painter: QPainter, room: QRectF, color: QColor, width: float) -> None:
    left = [room.top() + room.height() * share for share in (0.15, 0.5, 0.85)]
    end = QPointF(room.right() - 3, room.center().y())
    painter.setPen(QPen(color, width * 0.6))
    for y in left:
        painter.drawLine(QPointF(room.left() + 3, y), end)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    for point in (*(QPointF(room.left() + 3, y) for y in left), end):
        painter.drawEllipse(point, width * 1.1, width * 1.1)


def _round_pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _empty(size: QSizeF, ratio: float) -> QPixmap:
    pixmap = QPixmap(max(1, round(size.width() * ratio)), max(1, round(size.height() * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


__all__: Sequence[str] = ("Sign", "curve_path", "curve_pixmap", "icon_of", "sign_pixmap")
