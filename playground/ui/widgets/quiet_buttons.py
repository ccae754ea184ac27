"""Buttons that stay out of the way until they are looked for."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from playground.ui import theme


class KeyedButton(QAbstractButton):
    """A self-painted button that Tab reaches and Enter clicks as well as Space."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def set_text(self, text: str) -> None:
        """Show these words."""
        if text != self.text():
            self.setText(text)
            self.update()


class DotsButton(KeyedButton):
    """Three quiet dots."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.resize(theme.pixels(18), theme.pixels(18))

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(18), theme.pixels(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            bright = self.underMouse() or self.hasFocus()
            painter.setPen(QPen(colors.accent, 1.0) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(colors.hover if bright else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.text if bright else theme.mix(colors.quiet, colors.background, 0.35))
            center, radius = QRectF(self.rect()).center(), max(1.1, theme.pixels(11) / 10)
            for step in (-1, 0, 1):
                painter.drawEllipse(QPointF(center.x(), center.y() + step * radius * 3.6), radius, radius)


class QuietButton(KeyedButton):
    """A quiet line of words; with a plus before them it does something and shows so under the pointer."""

    def needed_width(self, text: str) -> int:
        """The width that these words would take."""
        return QFontMetrics(theme.font("body")).horizontalAdvance(text) + theme.pixels(12)

    def sizeHint(self) -> QSize:
        return QSize(self.needed_width(self.text()), theme.pixels(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        acts = self.text().startswith("+")
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if acts and (self.underMouse() or self.hasFocus()):
                painter.setPen(QPen(colors.accent, 1.0) if self.hasFocus() else Qt.PenStyle.NoPen)
                painter.setBrush(colors.hover)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5), 5, 5)
            painter.setFont(theme.font("body"))
            painter.setPen(colors.text if acts and self.underMouse() else colors.quiet)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
