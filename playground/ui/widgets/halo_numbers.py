"""Short numbers with a halo of the background, drawn from kept pieces: fast enough for every frame."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

_TAIL = 2
"""A number is put together from its beginning and its last two signs: few enough pieces to keep them all."""
_MOST_PIECES = 3000


class HaloNumbers:
    """Draws numbers in one font; each piece is rendered once per colour."""

    def __init__(self, font: QFont, halo: QColor, ratio: float = 1.0) -> None:
        self._font = font
        self._halo = halo
        self._ratio = ratio
        self._metrics = QFontMetricsF(font)
        self._pieces: dict[tuple[str, int, bool], tuple[QPixmap, int]] = {}
        self._reach = max(2, round(self._metrics.height() * 0.18))

    @property
    def height(self) -> float:
        """The height of a line."""
        return self._metrics.ascent() + self._metrics.descent()

    @property
    def ascent(self) -> float:
        """From a line's top to its baseline."""
        return self._metrics.ascent()

    def draw(self, painter: QPainter, left: float, top: float, text: str, color: QColor) -> None:
        """Draw the text with its upper left corner there."""
        head, tail = text[:-_TAIL], text[-_TAIL:]
        x, y = round(left), round(top) - self._reach
        if head:
            pixmap, width = self._piece(head, color, True)
            painter.drawPixmap(x - self._reach, y, pixmap)
            pixmap, _ = self._piece(tail, color, False)
            painter.drawPixmap(x + width, y, pixmap)
        else:
            pixmap, _ = self._piece(tail, color, True)
            painter.drawPixmap(x - self._reach, y, pixmap)

    def _piece(self, text: str, color: QColor, is_head: bool) -> tuple[QPixmap, int]:
        key = (text, color.rgb(), is_head)
        piece = self._pieces.get(key)
        if piece is None:
            if len(self._pieces) > _MOST_PIECES:
                self._pieces.clear()
            piece = self._pieces[key] = self._render(text, color, is_head)
        return piece

    def _render(self, text: str, color: QColor, is_head: bool) -> tuple[QPixmap, int]:
        """A head ends where its last sign ends, a tail begins where its first begins: no seam is seen."""
        reach, advance = self._reach, round(self._metrics.horizontalAdvance(text))
        before = reach if is_head else 0
        alone = is_head and len(text) <= _TAIL
        after = 0 if is_head and not alone else reach
        width, height = before + advance + after, self.height + 2 * reach
        pixmap = QPixmap(max(1, round(width * self._ratio)), max(1, round(height * self._ratio)))
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        path = QPainterPath()
        baseline = QPointF(before, reach + self.ascent)
        path.addText(baseline, self._font, text)
        pen = QPen(self._halo, 2 * reach * 0.8)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        with QPainter(pixmap) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.strokePath(path, pen)
            painter.setFont(self._font)
            painter.setPen(color)
            room = QRectF(before, reach, advance + reach + 4, self.height)
            painter.drawText(room.topLeft() + QPointF(0, self.ascent), text)
        return pixmap, advance
