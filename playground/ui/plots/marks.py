"""Small marks on a plot that keep their size: a dot at a place, and a short text on a ground of its own."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsEllipseItem

from playground.ui.look import theme
from playground.ui.plots.pane import Pane, pen


class Dot(QGraphicsEllipseItem):
    """A round mark at a place of a pane, of one size whatever the axes' scale."""

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(2.0)
        pane.add(self)

    def restyle(self, color: Any, radius: float) -> None:
        """Take this colour and this radius, in logical pixels."""
        size = radius * theme.scale()
        self.setRect(QRectF(-size, -size, 2.0 * size, 2.0 * size))
        self.setBrush(color)
        self.setPen(pen(theme.current().panel, 1.5))


class Pill(pg.GraphicsObject):
    """A short text on a ground of its own: at the top of a pane's view, or over its bottom axis's numbers.

    ``inset`` pixels at the view's right end stay free.
    """

    def __init__(self, pane: Pane, *, at_top: bool) -> None:
        super().__init__(pane.view if at_top else pane.bottom)
        self._view, self._at_top = pane.view, at_top
        self._text, self._at = "", 0.5
        self.inset = 0.0
        self.setZValue(5.0)
        self.hide()
        pane.view.sigResized.connect(self._place)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def show_text(self, text: str, *, at: float | None = None) -> None:
        """Say this, in the view's middle or at a value of its axis across; empty: nothing."""
        self.prepareGeometryChange()
        self._text = text
        self._at = 0.5 if at is None else self._share(at)
        self.setVisible(bool(text))
        self._place()
        self.update()

    def restyle(self) -> None:
        """Take over the theme's font and colours."""
        self.prepareGeometryChange()
        self._place()

    def boundingRect(self) -> QRectF:
        """The ground's place, around the position."""
        metrics = QFontMetricsF(theme.font("small"))
        width = metrics.horizontalAdvance(self._text) + theme.pixels(12)
        return QRectF(-width / 2.0, 0.0, width, metrics.height() + theme.pixels(4))

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw ground and text."""
        colors, box = theme.current(), self.boundingRect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(colors.hairline) if self._at_top else pen(colors.accent))
        painter.setBrush(theme.with_alpha(colors.panel, 0.94) if self._at_top else colors.accent)
        corner = float(theme.pixels(4))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
        painter.setFont(theme.font("small"))
        painter.setPen(colors.text if self._at_top else colors.accent_text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._text)

    def _share(self, at: float) -> float:
        (left, right), _ = self._view.viewRange()
        return float((at - left) / max(right - left, 1e-300))

    def _place(self, *_: object) -> None:
        box, size = self.boundingRect(), self._view.size()
        half, width = box.width() / 2.0, size.width() - self.inset
        middle = max(min(self._at * width, width - half), half)
        self.setPos(middle, 0.0 if self._at_top else 1.0)
