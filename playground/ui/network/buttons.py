"""Quiet buttons of the canvas that paint themselves, and the number that two of them step."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QWidget

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


_WHEEL_STEP = 120


class Stepper(QWidget):
    """Tells what the user asks for; whoever owns it shows the new number by ``show_value``."""

    stepped = Signal(int)
    """By how much the number shall change."""
    typed = Signal(str)
    """What was typed and confirmed with Enter or by leaving the field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = ""
        self._suffix = ""
        self._turned = 0
        self.minus = _SignButton("−", self)
        self.plus = _SignButton("+", self)
        self.field = _Field(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.minus, self.field, self.plus):
            layout.addWidget(widget)
        self.minus.clicked.connect(lambda: self.stepped.emit(-1))
        self.plus.clicked.connect(lambda: self.stepped.emit(1))
        self.field.installEventFilter(self)
        theme.signals().changed.connect(self._restyle)
        self._restyle()

    def show_value(self, number: str, suffix: str = "") -> None:
        """Show this number, and what it counts where there is room."""
        self._number, self._suffix = number, suffix
        if not self.field.hasFocus():
            self.field.setText(self._shown())
        self._restyle()

    def needed_width(self, number: str, suffix: str) -> int:
        """The width that this number would take."""
        text = f"{number} {suffix}".strip()
        return self._text_width(text) + 2 * theme.pixels(TARGET)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turned += event.angleDelta().y()
        steps = int(self._turned / _WHEEL_STEP)
        if steps:
            self._turned -= steps * _WHEEL_STEP
            self.stepped.emit(steps)
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            kind = event.type()
            if kind == QEvent.Type.FocusIn:
                self.field.setText(self._number)
                self.field.selectAll()
            elif kind == QEvent.Type.FocusOut:
                self._confirm()
            elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._leave()
        elif key == Qt.Key.Key_Escape:
            self.field.setText(self._number)
            self._leave()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Up else -1)
            self.field.setText(self._number)
            self.field.selectAll()
        else:
            return False
        return True

    def _leave(self) -> None:
        """Give the focus back to what holds the header, so that the window's keys work again."""
        taker = self.parentWidget()
        while taker is not None and not taker.focusPolicy() & Qt.FocusPolicy.ClickFocus:
            taker = taker.parentWidget()
        if taker is not None:
            taker.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.clearFocus()

    def _confirm(self) -> None:
        text = self.field.text().strip()
        if text != self._number:
            self.typed.emit(text)
        self.field.setText(self._shown())
        self.field.setCursorPosition(0)

    def _shown(self) -> str:
        return f"{self._number} {self._suffix}".strip()

    def _text_width(self, text: str) -> int:
        return QFontMetrics(theme.font("body")).horizontalAdvance(text) + theme.pixels(10)

    def _restyle(self) -> None:
        self.field.setFont(theme.font("body"))
        side = theme.pixels(TARGET)
        self.field.setFixedSize(max(self._text_width(self._shown()), side), side)
        for button in (self.minus, self.plus):
            button.setFixedSize(side, side)
        self.updateGeometry()


class _SignButton(QAbstractButton):
    """A quiet minus or plus that repeats while it is held."""

    def __init__(self, sign: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._sign = sign
        self.setAutoRepeat(True)
        self.setAutoRepeatDelay(400)
        self.setAutoRepeatInterval(90)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        center = QRectF(self.rect()).center()
        reach = theme.pixels(4)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() and self.isEnabled():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colors.selection if self.isDown() else colors.hover)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 2, -1, -2), 5, 5)
            if self.hasFocus():
                painter.setPen(QPen(colors.accent, 1.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 2.5, -1.5, -2.5), 5, 5)
            color = colors.text if self.underMouse() else colors.quiet
            painter.setPen(QPen(color if self.isEnabled() else colors.hairline, 1.4))
            painter.drawLine(center - QPointF(reach, 0), center + QPointF(reach, 0))
            if self._sign == "+":
                painter.drawLine(center - QPointF(0, reach), center + QPointF(0, reach))


class _Field(QLineEdit):
    """The number: plain text until it is clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setProperty("role", "bare")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setTextMargins(0, 0, 0, 0)
        self._is_fresh = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_fresh = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._is_fresh and not self.selectedText():
            self.selectAll()
        self._is_fresh = False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            super().paintEvent(event)
            return
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setFont(self.font())
            painter.setPen(colors.text if self.underMouse() else colors.quiet)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
