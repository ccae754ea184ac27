"""A finding in one line: a mark of its severity, the sentence, and what to try."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.look import theme
from playground.ui.widgets.text import whole_words

Severity = Literal["calm", "hint", "warning"]


class Verdict(QWidget):
    """Shows a sentence, smaller where it must be, and an advice; what does not fit is in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._severity: Severity = "calm"
        self._says = ""
        self._advises = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self._restyle)

    @property
    def severity(self) -> Severity:
        """How grave the finding is."""
        return self._severity

    def text(self) -> str:
        """The whole text: sentence and advice."""
        return " ".join(part for part in (self._says, self._advises) if part)

    def show_finding(self, severity: Severity, says: str, advises: str = "") -> None:
        """Show this finding."""
        if (severity, says, advises) == (self._severity, self._says, self._advises):
            return
        self._severity, self._says, self._advises = severity, says, advises
        self.setToolTip(self.text())
        self.setAccessibleDescription(self.text())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(320), theme.pixels(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(120), theme.pixels(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        color = {"calm": colors.forward, "hint": colors.warning, "warning": colors.danger}[self._severity]
        if not self._says:
            return
        mark = theme.pixels(14)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_mark(painter, QRectF(0, (self.height() - mark) / 2, mark, mark), color)
            left = float(mark + theme.pixels(8))
            room = self.width() - left
            font = QFont(theme.font("title"))
            if QFontMetricsF(font).horizontalAdvance(self._says) > room:
                font.setPixelSize(theme.font("small").pixelSize())
            metrics = QFontMetricsF(font)
            says = whole_words(self._says, room, metrics)
            painter.setFont(font)
            painter.setPen(colors.text if self._severity == "calm" else color)
            painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, says)
            left += metrics.horizontalAdvance(says) + theme.pixels(8)
            room = self.width() - left
            metrics = QFontMetricsF(theme.font("body"))
            if self._advises and room > metrics.horizontalAdvance(self._advises) / 2.0:
                advises = whole_words(self._advises, room, metrics)
                painter.setFont(theme.font("body"))
                painter.setPen(colors.quiet)
                painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, advises)

    def _paint_mark(self, painter: QPainter, rect: QRectF, color: QColor) -> None:
        """A tick in a ring for calm, a triangle with a stroke for the others: shape as well as colour."""
        painter.setPen(QPen(color, theme.scale() * 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inner = rect.adjusted(1, 1, -1, -1)
        if self._severity == "calm":
            painter.drawEllipse(inner)
            w = inner.width()
            painter.drawPolyline(
                QPolygonF(
                    [
                        inner.topLeft() + QPointF(0.27 * w, 0.52 * w),
                        inner.topLeft() + QPointF(0.44 * w, 0.68 * w),
                        inner.topLeft() + QPointF(0.74 * w, 0.33 * w),
                    ]
                )
            )
            return
        middle = inner.center().x()
        painter.drawPolygon(
            QPolygonF([QPointF(middle, inner.top()), inner.bottomRight(), inner.bottomLeft()])
        )
        top = inner.top() + 0.38 * inner.height()
        painter.drawLine(QPointF(middle, top), QPointF(middle, top + 0.25 * inner.height()))
        painter.drawPoint(QPointF(middle, inner.bottom() - 0.16 * inner.height()))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
