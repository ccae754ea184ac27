"""What comes of what is typed or chosen, or what is wrong with it: words below it, or right at its field."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from playground.ui.look import theme


class Message(QLabel):
    """Small wrapped text from the top on; an error stands in its own colour. Its size is the stylesheet's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)

    def say(self, text: str, role: Literal["message", "error"] = "message") -> None:
        """Show this text."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setText(text)


_WIDEST = 280


class FieldError(QObject):
    """A sentence below a field whose text was not taken; the text stays there to be mended.

    Typing, or ``clear``, takes it away. ``field`` is what it stands at, where that is more than the edit.
    """

    def __init__(self, edit: QLineEdit, field: QWidget | None = None) -> None:
        super().__init__(edit)
        self._edit = edit
        self._field = field or edit
        self._label: _Sentence | None = None
        self._sentence = ""
        edit.textEdited.connect(lambda _: self.clear())
        self._field.installEventFilter(self)

    @property
    def sentence(self) -> str:
        """What is wrong; empty: nothing."""
        return self._sentence

    def tell(self, sentence: str) -> None:
        """Say what is wrong with the text as it stands."""
        self._sentence = sentence
        self._edit.setAccessibleDescription(sentence)
        self._field.update()
        if self._field.isVisible():
            self._show()

    def clear(self) -> None:
        """Nothing is wrong any more."""
        if self._sentence:
            self._sentence = ""
            self._edit.setAccessibleDescription("")
            self._field.update()
            self._hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._sentence:
            kind = event.type()
            if kind == QEvent.Type.Hide:
                self._hide()
            elif kind in (QEvent.Type.Show, QEvent.Type.Move, QEvent.Type.Resize):
                self._show()
        return False

    def _show(self) -> None:
        window = self._field.window()
        if self._label is None or self._label.parentWidget() is not window:
            self._hide()
            self._label = _Sentence(window)
        self._label.say(self._sentence)
        place = self._field.mapTo(window, QPoint(0, self._field.height() + theme.pixels(2)))
        left = min(place.x(), window.width() - self._label.width() - theme.pixels(4))
        top = place.y()
        if top + self._label.height() > window.height():
            top = place.y() - self._field.height() - self._label.height() - theme.pixels(4)
        self._label.move(max(left, 0), max(top, 0))
        self._label.show()
        self._label.raise_()

    def _hide(self) -> None:
        if self._label is not None:
            self._label.hide()
            self._label.deleteLater()
            self._label = None


class _Sentence(QFrame):
    """The sentence in a frame of its own over what is below the field."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("fieldError")
        self.setProperty("role", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = QLabel()
        self._text.setProperty("role", "error")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        column = QVBoxLayout(self)
        edge = theme.pixels(6)
        column.setContentsMargins(edge, edge, edge, edge)
        column.addWidget(self._text)

    def say(self, sentence: str) -> None:
        """Show this sentence, as wide as it needs."""
        self._text.setText(sentence)
        self.ensurePolished()
        edges = 2 * theme.pixels(6) + 2
        wanted = self._text.fontMetrics().horizontalAdvance(sentence) + theme.pixels(8)
        width = min(wanted, theme.pixels(_WIDEST), self._window.width() - edges)
        self.setFixedSize(width + edges, self._text.heightForWidth(width) + edges)
