"""Quiet buttons of the canvas that paint themselves."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from playground.ui.look import theme

TARGET = 24
"""The least side of what one clicks."""


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

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(TARGET), theme.pixels(TARGET))

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
        return QSize(self.needed_width(self.text()), theme.pixels(TARGET))

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


class ChoiceButton(KeyedButton):
    """A name with a small arrow: a click opens the list it is chosen from."""

    def needed_width(self, text: str) -> int:
        """The width that this name would take with its arrow."""
        name = QFontMetrics(theme.font("title")).horizontalAdvance(text) + theme.pixels(2) if text else 0
        return name + theme.pixels(18)

    def sizeHint(self) -> QSize:
        return QSize(self.needed_width(self.text()), theme.pixels(TARGET))

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() or self.hasFocus():
                painter.setPen(QPen(colors.accent, 1.0) if self.hasFocus() else Qt.PenStyle.NoPen)
                painter.setBrush(colors.hover)
                painter.drawRoundedRect(rect, 6, 6)
            ink = colors.text if self.underMouse() else colors.quiet
            paint_arrow(painter, QPointF(self.width() - theme.pixels(9), self.height() / 2 + 1.0), ink)
            painter.setFont(theme.font("title"))
            painter.setPen(colors.text)
            room = self.rect().adjusted(theme.pixels(1), 0, -theme.pixels(17), 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())


def paint_arrow(painter: QPainter, center: QPointF, color: QColor) -> None:
    """A small arrow down: here opens a list."""
    reach = theme.pixels(7) / 2.0
    painter.setPen(QPen(color, 1.4 * theme.scale()))
    ends = ((-reach, -reach / 2), (0.0, reach / 2), (reach, -reach / 2))
    painter.drawPolyline([center + QPointF(x, y) for x, y in ends])
