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
