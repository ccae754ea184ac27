"""What is written on the canvas: every text with the place where it is painted, children and kept pictures too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from playground.ui.network.marks import HaloNumbers
from playground.ui.network.scene import number_font


class Written(NamedTuple):
    """A text and the rectangle of its ink, in the canvas's coordinates."""

    text: str
    rect: QRectF
    is_number: bool = False


def written_on(canvas: QWidget) -> list[Written]:
    """All texts of one picture of the canvas."""
    found: list[Written] = []
    with _recording(canvas, found):
        canvas.edges.set_layout(canvas.layout_)
        canvas.grab()
    return found


def overlapping(texts: list[Written]) -> list[tuple[str, str]]:
    """Pairs of texts whose ink meets."""
    return [
        (one.text, other.text)
        for one, other in combinations(texts, 2)
        if one.rect.adjusted(1, 2, -1, -2).intersects(other.rect.adjusted(1, 2, -1, -2))
    ]


@contextmanager
def _recording(canvas: QWidget, found: list[Written]) -> Iterator[None]:
    draw, numbers = QPainter.drawText, HaloNumbers.draw
    inside = [False]

    def draw_text(painter: QPainter, *arguments: Any) -> Any:
        made = draw(painter, *arguments)
        place = _placed(canvas, painter, arguments)
        if place is not None and not inside[0] and place.text.strip():
            found.append(place)
        return made

    def draw_numbers(self: HaloNumbers, painter: QPainter, left: float, lines: Any, color: Any) -> None:
        kept = list(lines)
        for top, text in kept:
            width = QFontMetricsF(number_font(canvas.size())).horizontalAdvance(text)
            found.append(Written(text, QRectF(left, top, width, self.height), is_number=True))
        inside[0] = True
        try:
            numbers(self, painter, left, kept, color)
        finally:
            inside[0] = False

    QPainter.drawText, HaloNumbers.draw = draw_text, draw_numbers  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        QPainter.drawText, HaloNumbers.draw = draw, numbers  # type: ignore[method-assign]


def _placed(canvas: QWidget, painter: QPainter, arguments: tuple[Any, ...]) -> Written | None:
    text = next((one for one in arguments if isinstance(one, str)), "")
    metrics, first = QFontMetricsF(painter.font()), arguments[0]
    if isinstance(first, (QPoint, QPointF)):
        rect = metrics.tightBoundingRect(text).translated(QPointF(first))
    elif hasattr(first, "center"):
        rect = QRectF(painter.boundingRect(QRectF(first), int(arguments[1]), text))
    else:
        return None
    device = painter.device()
    if isinstance(device, QWidget):
        rect = painter.transform().mapRect(rect)
        rect.translate(QPointF(device.mapTo(canvas, QPoint(0, 0))) if device is not canvas else QPointF())
        return Written(text, rect)
    return Written(text, rect) if isinstance(device, QPixmap) else None
