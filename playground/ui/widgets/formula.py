"""Formulas with their numbers: coloured words that wrap like text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.look import theme


class Word(NamedTuple):
    """A piece of a formula and its colour role; it is never broken."""

    text: str
    role: str = "text"


Line = Sequence[Word]


class _Placed(NamedTuple):
    place: QPointF
    word: Word


class FormulaText(QWidget):
    """Lines of words. A line that is too long goes on indented below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[tuple[Word, ...], ...] = ()
        self._placed: list[_Placed] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.signals().changed.connect(self._restyle)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        frozen = tuple(tuple(line) for line in lines)
        if frozen == self._lines:
            return
        before = self.heightForWidth(self.width())
        self._lines = frozen
        self._placed = None
        if self.heightForWidth(self.width()) != before:
            self.updateGeometry()
        self.setAccessibleDescription(self.text())
        self.update()

    def text(self) -> str:
        """The lines as plain text."""
        return "\n".join("".join(word.text for word in line) for line in self._lines)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow(width)[1]

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.pixels(200))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(160), theme.pixels(18))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._placed = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._placed is None:
            self._placed, _ = self._flow(self.width())
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setFont(theme.font("body"))
            for place, word in self._placed:
                painter.setPen(getattr(colors, word.role))
                painter.drawText(place, word.text)

    def _flow(self, width: int) -> tuple[list[_Placed], int]:
        """Where each word goes, and the height of all."""
        metrics = QFontMetricsF(theme.font("body"))
        spacing = metrics.height() + theme.pixels(2)
        indent = theme.pixels(18)
        placed = []
        baseline = metrics.ascent() + theme.pixels(1)
        for line in self._lines:
            x = 0.0
            for word in line:
                advance = metrics.horizontalAdvance(word.text)
                visible = metrics.horizontalAdvance(word.text.rstrip())
                if x > indent and x + visible > width:
                    x = float(indent)
                    baseline += spacing
                placed.append(_Placed(QPointF(x, baseline), word))
                x += advance
            baseline += spacing
        return placed, round(baseline - metrics.ascent() + theme.pixels(1))

    def _restyle(self) -> None:
        self._placed = None
        self.updateGeometry()
        self.update()


class FormulaLine(QWidget):
    """One line of words in the middle: the longest of several forms that has room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms: tuple[tuple[Word, ...], ...] = ()
        theme.signals().changed.connect(self.update)

    def set_forms(self, forms: Sequence[Line]) -> None:
        """Show one of these; the first, the longest, is what is told."""
        frozen = tuple(tuple(form) for form in forms)
        if frozen != self._forms:
            self._forms = frozen
            self.setAccessibleDescription(_text(frozen[0]) if frozen else "")
            self.update()

    def shown(self) -> tuple[Word, ...]:
        """The form that has room now, or else the shortest."""
        fitting = (form for form in self._forms if self._width(form) <= self.width())
        return next(fitting, self._forms[-1] if self._forms else ())

    def text(self) -> str:
        """What is shown as plain text."""
        return _text(self.shown())

    def sizeHint(self) -> QSize:
        height = round(QFontMetricsF(theme.font("title")).height()) + theme.pixels(4)
        return QSize(theme.pixels(200), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        words, colors = self.shown(), theme.current()
        metrics = QFontMetricsF(theme.font("title"))
        left = max((self.width() - self._width(words)) / 2, 0.0)
        baseline = (self.height() + metrics.capHeight()) / 2
        with QPainter(self) as painter:
            painter.setFont(theme.font("title"))
            for word in words:
                painter.setPen(getattr(colors, word.role))
                painter.drawText(QPointF(left, baseline), word.text)
                left += metrics.horizontalAdvance(word.text)

    def _width(self, words: Sequence[Word]) -> float:
        return QFontMetricsF(theme.font("title")).horizontalAdvance(_text(words))


def _text(words: Sequence[Word]) -> str:
    return "".join(word.text for word in words)
