"""What colours mean: a bar with numbers at its ends, with or without a caption, or a mark for each class."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.look import theme
from playground.ui.widgets.heatmap import image_of
from playground.ui.widgets.text import whole_words

_LEAST_BAR = 24.0
"""The bar gives way to the numbers beside it until it is so wide."""

Mark = Callable[[QPainter, QPointF, float], None]


class ColorScale(QWidget):
    """A bar from its lowest to its highest value, or one mark with a name for each class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colors: tuple[int, ...] = ()
        self._ends = ("", "")
        self._marks: tuple[Mark, ...] = ()
        self._names: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)
        theme.signals().changed.connect(self.update)

    def show_bar(self, colors: tuple[int, ...], low: str, high: str) -> None:
        """Show a bar of these ARGB colours between two words or numbers."""
        if (self._colors, self._ends, self._marks) != (colors, (low, high), ()):
            self._colors, self._ends, self._marks = colors, (low, high), ()
            self._tell(f"{low} – {high}")

    def show_marks(self, marks: tuple[Mark, ...], names: tuple[str, ...]) -> None:
        """Show a mark and its name for each class; long names are cut to what there is room for."""
        if (marks, names) != (self._marks, self._names):
            self._marks, self._names = marks, names
            self._tell(", ".join(names))

    def _tell(self, text: str) -> None:
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(150), theme.pixels(16))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(90), theme.pixels(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.current().quiet)
            if self._marks:
                self._paint_marks(painter)
            elif self._colors:
                self._paint_bar(painter)

    def _paint_bar(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(theme.font("small"))
        gap = 6.0 * theme.scale()
        room = max((self.width() - _LEAST_BAR * theme.scale() - 2 * gap) / 2, 0.0)
        low, high = (whole_words(end, room, metrics) for end in self._ends)
        right = float(self.width()) - metrics.horizontalAdvance(high)
        bar_width = min(90.0 * theme.scale(), right - metrics.horizontalAdvance(low) - 2 * gap)
        left = right - gap - bar_width
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(left - gap - metrics.horizontalAdvance(low), base), low)
        painter.drawText(QPointF(right, base), high)
        high_bar = 8.0 * theme.scale()
        bar = QRectF(left, (self.height() - high_bar) / 2, bar_width, high_bar)
        painter.drawImage(bar, image_of(np.array([self._colors], dtype=np.uint32)))

    def _paint_marks(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(theme.font("small"))
        mark_room, gap = 14.0 * theme.scale(), 10.0 * theme.scale()
        most = (self.width() + gap) / len(self._marks) - mark_room - gap
        names = _cut(self._names, metrics, most * len(self._marks))
        widths = [mark_room + metrics.horizontalAdvance(name) for name in names]
        left = self.width() - sum(widths) - gap * (len(names) - 1)
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        for name, mark, width in zip(names, self._marks, widths, strict=True):
            mark(painter, QPointF(left + 5.0 * theme.scale(), self.height() / 2), 4.0 * theme.scale())
            painter.setPen(theme.current().quiet)
            painter.drawText(QPointF(left + mark_room, base), name)
            left += width + gap


def _cut(names: tuple[str, ...], metrics: QFontMetricsF, room: float) -> list[str]:
    """The names shortened, the longest first, until all of them fit side by side."""
    widths = [metrics.horizontalAdvance(name) for name in names]
    limit = max(widths, default=0.0)
    while limit > 4.0 and sum(min(width, limit) for width in widths) > room:
        limit -= 2.0
    return [metrics.elidedText(name, Qt.TextElideMode.ElideRight, limit + 0.5) for name in names]


_BAR, _SHORT_BAR = 72, 40
"""The pixels of a bar, and of one beside the shortest of several captions."""


@dataclass(frozen=True)
class ScaleText:
    """A scale in words: ``caption low ▬▬▬ high``; ``marks`` are ticks on it, from 0 to 1."""

    caption: str
    low: str
    high: str
    colors: tuple[QColor, ...]
    marks: tuple[float, ...] = ()
    shorter: tuple[str, ...] = ()
    """The caption where there is ever less room; where there is none at all the bare scale stands."""

    @property
    def forms(self) -> tuple[str, ...]:
        """The captions, from the longest to none."""
        return (self.caption, *self.shorter, "")


class ScaleLegend(QWidget):
    """Draws scales one after another."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scales: tuple[ScaleText, ...] = ()
        self._brevity = 0
        """The place of the captions' forms that are shown."""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)

    @property
    def scales(self) -> tuple[ScaleText, ...]:
        """What is shown."""
        return self._scales

    @property
    def captions(self) -> tuple[str, ...]:
        """What is written before the scales, where there is room for it."""
        return tuple(self._caption(one, self._brevity) for one in self._scales)

    def set_scales(self, scales: Sequence[ScaleText]) -> None:
        """Show these scales."""
        if tuple(scales) != self._scales:
            self._scales = tuple(scales)
            self.setAccessibleDescription(
                "; ".join(f"{one.caption}: {one.low} … {one.high}" for one in self._scales)
            )
            self.updateGeometry()
            self.update()

    def fit(self, room: float) -> bool:
        """Say as much as there is room for; False where not even the bare scale fits."""
        present = self._brevity
        forms = range(self._most_brief + 1)
        self._brevity = next((one for one in forms if self._size(one).width() <= room), forms[-1])
        if self._brevity != present:
            self.updateGeometry()
            self.update()
        return self.sizeHint().width() <= room

    @property
    def least_width(self) -> int:
        """The room that it takes with its shortest captions."""
        return self._size(max(self._most_brief - 1, 0)).width()

    def sizeHint(self) -> QSize:
        return self._size(self._brevity)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = QFontMetricsF(theme.font("small"))
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font("small"))
            left = 0.0
            for one in self._scales:
                self._paint(painter, one, left, metrics)
                left += self._width(one, metrics, self._brevity) + theme.pixels(18)

    @property
    def _most_brief(self) -> int:
        return max((len(one.forms) for one in self._scales), default=1) - 1

    def _size(self, brevity: int) -> QSize:
        metrics = QFontMetricsF(theme.font("small"))
        width = sum(self._width(one, metrics, brevity) for one in self._scales)
        width += theme.pixels(18) * max(len(self._scales) - 1, 0)
        return QSize(round(width) + 2, theme.pixels(18))

    def _caption(self, one: ScaleText, brevity: int) -> str:
        forms = one.forms
        return "" if brevity >= self._most_brief else forms[min(brevity, len(forms) - 2)]

    def _bar(self, brevity: int) -> float:
        return float(theme.pixels(_SHORT_BAR if 0 < brevity == self._most_brief - 1 else _BAR))

    def _width(self, one: ScaleText, metrics: QFontMetricsF, brevity: int) -> float:
        space = theme.pixels(6)
        caption = self._caption(one, brevity)
        texts = (caption, one.low, one.high) if caption else (one.low, one.high)
        return (
            sum(metrics.horizontalAdvance(text) for text in texts) + self._bar(brevity) + len(texts) * space
        )

    def _paint(self, painter: QPainter, one: ScaleText, left: float, metrics: QFontMetricsF) -> None:
        colors, space = theme.current(), float(theme.pixels(6))
        middle = self.height() / 2
        baseline = middle + (metrics.ascent() - metrics.descent()) / 2
        painter.setPen(colors.quiet)
        caption = self._caption(one, self._brevity)
        if caption:
            painter.drawText(QPointF(left, baseline), caption)
            left += metrics.horizontalAdvance(caption) + space
        painter.drawText(QPointF(left, baseline), one.low)
        left += metrics.horizontalAdvance(one.low) + space
        half = float(theme.pixels(4))
        bar = QRectF(left, middle - half, self._bar(self._brevity), 2 * half)
        shades = QLinearGradient(bar.topLeft(), bar.topRight())
        for place, color in enumerate(one.colors):
            shades.setColorAt(place / max(len(one.colors) - 1, 1), color)
        painter.setBrush(shades)
        painter.setPen(QPen(theme.with_alpha(colors.text, 0.12), 1.0))
        painter.drawRoundedRect(bar, half, half)
        painter.setPen(QPen(colors.text, 1.2))
        for share in one.marks:
            x = bar.left() + share * bar.width()
            painter.drawLine(QPointF(x, bar.top() - 2), QPointF(x, bar.bottom() + 2))
        painter.setPen(colors.quiet)
        painter.drawText(QPointF(bar.right() + space, baseline), one.high)
