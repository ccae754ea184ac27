"""Short numbers with a halo of the background, drawn from kept pieces: fast enough for every frame."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

_TAIL = 2
"""A number is put together from its beginning and its last two signs: few enough pieces to keep them all."""
_MOST_PIECES = 3000
_ALONE = "\0"
"""Before a text of one or two signs: a piece of its own that no longer number begins with."""

Piece = tuple[QPixmap, int]
"""A rendered piece and how far it moves the next one."""


class HaloNumbers:
    """Draws numbers in one font; each piece is rendered once per colour."""

    def __init__(self, font: QFont, halo: QColor, ratio: float = 1.0) -> None:
        self._font = font
        self._halo = halo
        self._ratio = ratio
        self._metrics = QFontMetricsF(font)
        self._kept: dict[int, tuple[dict[str, Piece], dict[str, Piece]]] = {}
        self._reach = max(2, round(self._metrics.height() * 0.18))

    @property
    def height(self) -> float:
        """The height of a line."""
        return self._metrics.ascent() + self._metrics.descent()

    def width(self, text: str) -> float:
        """How wide a number is."""
        return self._metrics.horizontalAdvance(text)

    def figures_in(self, room: float) -> int:
        """How many figures of equal width so many pixels have room for; some at least."""
        return max(int(room / max(self._metrics.horizontalAdvance("0"), 1.0)), 4)

    def draw(self, painter: QPainter, left: float, lines: Iterable[tuple[float, str]], color: QColor) -> None:
        """Draw numbers below each other: each with its upper left corner at ``(left, its top)``."""
        heads, tails = self._kept.setdefault(color.rgb(), ({}, {}))
        if len(heads) > _MOST_PIECES:
            heads.clear()
        x, reach, draw_pixmap = round(left), self._reach, painter.drawPixmap
        for top, text in lines:
            y = round(top) - reach
            head, tail = text[:-_TAIL], text[-_TAIL:]
            if not head:
                head, tail = _ALONE + text, ""
            piece = heads.get(head)
            if piece is None:
                piece = heads[head] = self._render(head, color, is_head=True, is_tail=not tail)
            draw_pixmap(x - reach, y, piece[0])
            if tail:
                width, piece = piece[1], tails.get(tail)
                if piece is None:
                    piece = tails[tail] = self._render(tail, color, is_head=False, is_tail=True)
                draw_pixmap(x + width, y, piece[0])

    def _render(self, text: str, color: QColor, *, is_head: bool, is_tail: bool) -> Piece:
        """A head ends where its last sign ends, a tail begins where its first begins: no seam is seen."""
        text = text.removeprefix(_ALONE)
        reach, advance = self._reach, round(self._metrics.horizontalAdvance(text))
        before, after = (reach if is_head else 0), (reach if is_tail else 0)
        width, height = before + advance + after, self.height + 2 * reach
        pixmap = QPixmap(max(1, round(width * self._ratio)), max(1, round(height * self._ratio)))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        path = QPainterPath()
        path.addText(QPointF(before, reach + self._metrics.ascent()), self._font, text)
        pen = QPen(self._halo, 2 * reach * 0.8)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.strokePath(path, pen)
            painter.setFont(self._font)
            painter.setPen(color)
            room = QRectF(before, reach, advance + reach + 4, self.height)
            painter.drawText(room.topLeft() + QPointF(0, self._metrics.ascent()), text)
        return pixmap, advance
