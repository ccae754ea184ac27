"""The small field in which a weight or bias is typed, in its place on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from playground.ui.look import theme
from playground.ui.words import numbers

_WINDOW_REASONS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_NUDGE_KEYS = {Qt.Key.Key_Up: 1.0, Qt.Key.Key_Down: -1.0}


class ValueEditor(QWidget):
    """A number to type over the old one: Enter sets it, Escape leaves it, what is no number is told."""

    committed = Signal(float)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("valueEditor")
        self._value = 0.0
        self._is_open = False
        self._caption = QLabel(self)
        self._caption.setProperty("role", "quiet")
        self._edit = QLineEdit(self)
        self._edit.setObjectName("valueEdit")
        self._edit.setAccessibleName(self.tr("Value"))
        self._edit.setToolTip(
            self.tr(
                "Type a number. Enter sets it, Escape leaves it as it was, Up and Down change it by a tenth."
            )
        )
        self._edit.installEventFilter(self)
        self._sentence = QLabel(self)
        self._sentence.setObjectName("valueError")
        self._sentence.setProperty("role", "error")
        self._sentence.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 10)
        layout.setSpacing(4)
        for widget in (self._caption, self._edit, self._sentence):
            layout.addWidget(widget)
        self.hide()

    @property
    def sentence(self) -> str:
        """What is wrong with what was typed; empty when nothing is."""
        return self._sentence.text()

    def open(self, caption: str, value: float, near: QPoint, within: QRect) -> None:
        """Ask for a number in place of ``value``, beside the point and inside the rectangle."""
        self._value = value
        self._is_open = True
        self._caption.setText(caption)
        self._caption.setFont(theme.font("small"))
        self._sentence.setFont(theme.font("small"))
        self._edit.setFont(theme.font("body"))
        self._edit.setText(f"{value:.6g}")
        self._say("")
        metrics = QFontMetrics(theme.font("small"))
        self.setFixedWidth(max(metrics.horizontalAdvance(caption) + 24, theme.pixels(168)))
        self._settle()
        place = near + QPoint(10, 10)
        place.setX(max(within.left() + 4, min(place.x(), within.right() - self.width() - 4)))
        place.setY(max(within.top() + 4, min(place.y(), within.bottom() - self.height() - theme.pixels(40))))
        self.move(place)
        self.show()
        self.raise_()
        self._edit.setFocus(Qt.FocusReason.PopupFocusReason)
        self._edit.selectAll()

    def close_without(self) -> None:
        """Leave the value as it was."""
        if self._is_open:
            self._is_open = False
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self._edit and self._is_open:
            if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                event.accept()  # while a number is typed, no key does anything else
                return True
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(event)
            left = event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent)
            if left and event.reason() not in _WINDOW_REASONS:  # type: ignore[attr-defined]
                self._leave()
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colors.accent, 1.5))
            painter.setBrush(colors.panel)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._commit()
        elif key == Qt.Key.Key_Escape:
            self.close_without()
        elif key in _NUDGE_KEYS:
            value = numbers.read(self._edit.text())
            if value is not None:
                self._edit.setText(f"{value + 0.1 * _NUDGE_KEYS[key]:.6g}")
        else:
            return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        return True

    def _commit(self) -> None:
        text = self._edit.text().strip()
        value = numbers.read(text)
        if value is None:
            shown = text if len(text) <= 20 else text[:19] + "…"
            self._say(
                self.tr("“{text}” is no number; it stays {value}.").format(
                    text=shown, value=numbers.compact(self._value)
                )
            )
            self._edit.selectAll()
            return
        self._is_open = False
        self.hide()
        if f"{value:.6g}" != f"{self._value:.6g}":
            self.committed.emit(value)
        self.closed.emit()

    def _leave(self) -> None:
        """The focus went elsewhere: a number is set, anything else is left."""
        if numbers.read(self._edit.text()) is None:
            self.close_without()
        else:
            self._commit()

    def _say(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._edit.setAccessibleDescription(sentence)
        self._settle()

    def _settle(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.resize(self.width(), self.sizeHint().height())
