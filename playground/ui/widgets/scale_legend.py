"""What a colour scale means: its caption, its colours, the numbers at its ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.look import theme

_SAYS_LEAST = 2
"""How brief a legend can be: 0 the caption, 1 the short caption, 2 none."""


@dataclass(frozen=True)
class ScaleText:
    """A scale in words: ``caption low ▬▬▬ high``; ``marks`` are ticks on it, from 0 to 1."""

    caption: str
    low: str
    high: str
    colors: tuple[QColor, ...]
    marks: tuple[float, ...] = ()
    short: str = ""
    """The caption where there is less room."""


class ScaleLegend(QWidget):
    """Draws scales one after another."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scales: tuple[ScaleText, ...] = ()
        self._brevity = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)

    @property
    def scales(self) -> tuple[ScaleText, ...]:
        """What is shown."""
        return self._scales

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
        for self._brevity in range(_SAYS_LEAST + 1):
            if self.sizeHint().width() <= room:
                break
        if self._brevity != present:
            self.updateGeometry()
            self.update()
        return self.sizeHint().width() <= room

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font("small"))
        width = sum(self._width(one, metrics) for one in self._scales)
        width += theme.pixels(18) * max(len(self._scales) - 1, 0)
        return QSize(round(width) + 2, theme.pixels(18))

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
                left += self._width(one, metrics) + theme.pixels(18)

    def _caption(self, one: ScaleText) -> str:
        return (one.caption, one.short or one.caption, "")[self._brevity]

    def _bar(self) -> float:
        return float(theme.pixels(72))

    def _width(self, one: ScaleText, metrics: QFontMetricsF) -> float:
        space = theme.pixels(6)
        caption = self._caption(one)
        texts = (caption, one.low, one.high) if caption else (one.low, one.high)
        return sum(metrics.horizontalAdvance(text) for text in texts) + self._bar() + len(texts) * space

    def _paint(self, painter: QPainter, one: ScaleText, left: float, metrics: QFontMetricsF) -> None:
        colors, space = theme.current(), float(theme.pixels(6))
        middle = self.height() / 2
        baseline = middle + (metrics.ascent() - metrics.descent()) / 2
        painter.setPen(colors.quiet)
        caption = self._caption(one)
        if caption:
            painter.drawText(QPointF(left, baseline), caption)
            left += metrics.horizontalAdvance(caption) + space
        painter.drawText(QPointF(left, baseline), one.low)
        left += metrics.horizontalAdvance(one.low) + space
        half = float(theme.pixels(4))
        bar = QRectF(left, middle - half, self._bar(), 2 * half)
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
