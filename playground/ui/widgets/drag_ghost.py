"""The card that follows the pointer while a layer is dragged."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from playground.ui import theme


class DragGhost(QWidget):
    """A small card over everything else in the window; it takes no events."""

    def __init__(self, window: QWidget, text: str, picture: QPixmap | None = None) -> None:
        super().__init__(window)
        self.setObjectName("dragGhost")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._text = text
        self._warning = ""
        self._picture = picture
        self.resize(self.sizeHint())

    @property
    def text(self) -> str:
        """What the card says now."""
        return self._warning or self._text

    def set_warning(self, text: str) -> None:
        """Say this instead, in the colour of danger; empty: back to the card's own text."""
        if text != self._warning:
            self._warning = text
            self.resize(self.sizeHint())
            self.update()

    def follow(self, place: QPoint) -> None:
        """Stand at this point of the window, the pointer in the middle."""
        self.move(place - QPoint(self.width() // 2, self.height() // 2))
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("title"))
        picture = self._picture_width()
        return QSize(metrics.horizontalAdvance(self.text) + picture + theme.pixels(34), theme.pixels(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        color = colors.danger if self._warning else colors.accent
        rect = QRectF(self.rect()).adjusted(3, 2, -3, -4)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for spread in (3, 2, 1):  # a soft shadow
                painter.setBrush(theme.with_alpha(colors.text, 0.05))
                painter.drawRoundedRect(rect.adjusted(-spread + 1, 0, spread - 1, spread), 9, 9)
            painter.setBrush(colors.panel)
            painter.setPen(QPen(color, 1.5))
            painter.drawRoundedRect(rect, 8, 8)
            room = rect
            if self._picture is not None and not self._warning:
                top = rect.center().y() - self._picture.deviceIndependentSize().height() / 2
                painter.drawPixmap(round(rect.left() + theme.pixels(10)), round(top), self._picture)
                room = rect.adjusted(self._picture_width() + theme.pixels(4), 0, 0, 0)
            painter.setPen(color if self._warning else colors.text)
            painter.setFont(theme.font("title"))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.text)

    def _picture_width(self) -> int:
        if self._picture is None or self._warning:
            return 0
        return round(self._picture.deviceIndependentSize().width()) + theme.pixels(4)
