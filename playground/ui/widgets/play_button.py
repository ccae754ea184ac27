"""The one big button."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from playground.ui import theme
from playground.ui.icons import icon


class PlayButton(QAbstractButton):
    """A filled circle with a triangle, or with two bars while it plays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_playing = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.signals().changed.connect(self.updateGeometry)

    def set_playing(self, is_playing: bool) -> None:
        """Show what a press would do now."""
        if is_playing != self._is_playing:
            self._is_playing = is_playing
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(46), theme.pixels(46))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        side = min(self.width(), self.height())
        circle = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side).adjusted(
            1, 1, -1, -1
        )
        fill = colors.button
        if self.isDown() or self.underMouse():
            fill = theme.mix(colors.button, colors.text, 0.22 if self.isDown() else 0.1)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            painter.drawEllipse(circle)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colors.button_text, 2))
                painter.drawEllipse(circle.adjusted(3, 3, -3, -3))
            glyph = round(side * 0.42)
            place = circle.center().toPoint()
            shown = icon("pause" if self._is_playing else "play", "button_text")
            shown.paint(painter, place.x() - glyph // 2, place.y() - glyph // 2, glyph, glyph)
