"""What the boundary's colours mean: a bar with numbers, or a mark for each class."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
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
