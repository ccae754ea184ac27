"""Formulas with their numbers: coloured words that wrap like text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from playground.ui.look import theme

_SIZES = (1.6, 1.4, 1.2, 1.0, 0.85)
"""How large a formula may be written beside the usual; the largest with which all of it is seen is taken."""
_HIGH = 250
"""A lower room, in logical pixels, has no larger letters than the usual."""


class Word(NamedTuple):
    """A piece of a formula and its colour role; it is never broken."""

    text: str
    role: str = "text"


Line = Sequence[Word]


class _Placed(NamedTuple):
    place: QPointF
    word: Word


class _Flow(NamedTuple):
    """Where each word goes, and what room all take."""

    placed: list[_Placed]
    width: float
    height: int


class FormulaText(QWidget):
    """Lines of words. A line that is too long goes on indented below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[tuple[Word, ...], ...] = ()
        self._placed: list[_Placed] | None = None
        self._room: int | None = None
        self._largest = _SIZES[0]
        """Numbers that get longer make the letters smaller; shorter ones do not make them larger again."""
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
        if [*map(len, frozen)] != [*map(len, self._lines)]:
            self._largest = _SIZES[0]
        self._lines = frozen
        self._placed = None
        if self.heightForWidth(self.width()) != before:
            self.updateGeometry()
        self.setAccessibleDescription(self.text())
        self.update()

    def set_room(self, height: int) -> None:
        """Be written as large as all of it has room in this height."""
        if height != self._room:
            self._room = height
            self._restyle()

    def text(self) -> str:
        """The lines as plain text."""
        return "\n".join("".join(word.text for word in line) for line in self._lines)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._flow(width, _font(self._size(width))).height

    def sizeHint(self) -> QSize:
        width = max(self.width(), theme.pixels(200))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(160), theme.pixels(18))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._largest = _SIZES[0]
        self._placed = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._placed is None:
            self._largest = self._size(self.width())
            self._placed = self._flow(self.width(), _font(self._largest)).placed
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setFont(_font(self._largest))
            for place, word in self._placed:
                painter.setPen(getattr(colors, word.role))
                painter.drawText(place, word.text)

    def _size(self, width: int) -> float:
        """As large as the room allows, or else the smallest."""
        if self._room is None:
            return 1.0
        most = self._largest if self._room >= theme.pixels(_HIGH) else min(self._largest, 1.0)
        sizes = [one for one in _SIZES if one <= most]
        for size in sizes:
            flow = self._flow(width, _font(size))
            if flow.height <= self._room and flow.width <= width:
                return size
        return sizes[-1]

    def _flow(self, width: int, font: QFont) -> _Flow:
        metrics = QFontMetricsF(font)
        spacing = metrics.height() + theme.pixels(2)
        indent = theme.pixels(18)
        placed, widest = [], 0.0
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
                widest = max(widest, x + visible)
                x += advance
            baseline += spacing
        return _Flow(placed, widest, round(baseline - metrics.ascent() + theme.pixels(1)))

    def _restyle(self) -> None:
        self._largest = _SIZES[0]
        self._placed = None
        self.updateGeometry()
        self.update()


def _font(size: float) -> QFont:
    """The usual font in so many times its size."""
    font = QFont(theme.font("body"))
    font.setPixelSize(round(size * font.pixelSize()))
    return font


class FormulaArea(QScrollArea):
    """A formula as large as it is seen whole; what has no room even small is scrolled to."""

    def __init__(self, formula: FormulaText, name: str) -> None:
        super().__init__()
        self._formula = formula
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidget(formula)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._formula.set_room(self.height())


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
