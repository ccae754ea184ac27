"""A bubble beside a thing on the canvas: lines of words and numbers, and a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen

from playground.ui.look import theme


@dataclass(frozen=True)
class Line:
    """A line of a bubble: words on the left, a number on the right in the colour of a role."""

    text: str
    value: str = ""
    role: str = "text"
    is_title: bool = False
    is_quiet: bool = False


@dataclass(frozen=True)
class Picture:
    """Something drawn below the lines."""

    size: QSizeF
    paint: Callable[[QPainter, QRectF], None]


@dataclass(frozen=True)
class Bubble:
    """What to say, and beside which rectangle of the canvas."""

    anchor: QRectF
    lines: tuple[Line, ...]
    picture: Picture | None = None


def paint_bubble(painter: QPainter, bubble: Bubble, room: QRectF) -> None:
    """Draw the bubble beside its anchor, inside the room."""
    colors = theme.current()
    pad, gap = float(theme.pixels(10)), float(theme.pixels(16))
    widest = float(theme.pixels(300))
    rows = [_height(line, widest) for line in bubble.lines]
    names = max((_advance(line, line.text, widest) for line in bubble.lines), default=0.0)
    values = max((_advance(line, line.value, widest) for line in bubble.lines if line.value), default=0.0)
    both = max((_advance(x, x.text, widest) for x in bubble.lines if x.value), default=0.0)
    width = max(names, both + values + (gap if values else 0.0))
    height = sum(rows) + theme.pixels(3) * max(len(rows) - 1, 0)
    if bubble.picture is not None:
        width = max(width, bubble.picture.size.width())
        height += bubble.picture.size.height() + pad
    rect = place_beside(bubble.anchor, QSizeF(width + 2 * pad, height + 2 * pad), room)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for spread in (3, 2, 1):
        painter.setBrush(theme.with_alpha(colors.text, 0.045))
        painter.drawRoundedRect(rect.adjusted(-spread, -spread + 1, spread, spread + 1), 10, 10)
    painter.setPen(QPen(colors.hairline, 1.0))
    painter.setBrush(colors.panel)
    painter.drawRoundedRect(rect, 8, 8)
    top = rect.top() + pad
    for line, row in zip(bubble.lines, rows, strict=True):
        place = QRectF(rect.left() + pad, top, width, row)
        painter.setFont(_font(line))
        painter.setPen(colors.quiet if line.is_quiet or (line.value and not line.is_title) else colors.text)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, int(flags) | int(Qt.TextFlag.TextWordWrap), line.text)
        if line.value:
            painter.setPen(getattr(colors, line.role))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.value)
        top += row + theme.pixels(3)
    if bubble.picture is not None:
        size = bubble.picture.size
        place = QRectF(rect.left() + pad, rect.bottom() - pad - size.height(), width, size.height())
        bubble.picture.paint(painter, place)


def _font(line: Line) -> QFont:
    return theme.font("title" if line.is_title else "small" if line.is_quiet else "body")


def _advance(line: Line, text: str, widest: float) -> float:
    return min(QFontMetricsF(_font(line)).horizontalAdvance(text) + 1, widest)


def _height(line: Line, widest: float) -> float:
    room = QRectF(0, 0, widest, 1000)
    return (
        QFontMetricsF(_font(line))
        .boundingRect(room, int(Qt.TextFlag.TextWordWrap), line.text or " ")
        .height()
    )


def place_beside(anchor: QRectF, size: QSizeF, room: QRectF) -> QRectF:
    """Below the anchor or above it: what leads to it and away from it stays free. Else at its side."""
    offset = float(theme.pixels(10))
    room = room.adjusted(4, 4, -4, -4)
    left = anchor.center().x() - size.width() / 2
    top = anchor.bottom() + offset
    if top + size.height() > room.bottom():
        top = anchor.top() - offset - size.height()
    if top < room.top():
        top = anchor.center().y() - size.height() / 2
        left = anchor.right() + offset
        if left + size.width() > room.right():
            left = anchor.left() - offset - size.width()
    left = max(min(left, room.right() - size.width()), room.left())
    top = max(min(top, room.bottom() - size.height()), room.top())
    return QRectF(QPointF(round(left), round(top)), size)
