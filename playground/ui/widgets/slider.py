"""A slider: a quiet line with a handle."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from playground.ui.look import theme
from playground.ui.widgets.watchers import KeyClaim

SLIDER_KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip


class Slider(QSlider):
    """A horizontal slider; a click goes where the pointer is; its keys are its own while it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        KeyClaim(self, lambda event: event.key() in SLIDER_KEYS)
        theme.signals().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(110), theme.pixels(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(60), theme.pixels(20))

    def handle_center(self) -> float:
        """The x coordinate of the handle's middle."""
        return self._margin() + self._share() * (self.width() - 2 * self._margin())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        middle = self.height() / 2
        margin, handle = self._margin(), self.handle_center()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.paint_groove(painter, margin, handle, middle)
            size = theme.pixels(13)
            rect = QRectF(handle - size / 2, middle - size / 2, size, size)
            active = colors.accent if self.isEnabled() else colors.quiet
            painter.setPen(QPen(active, theme.pixels(2)))
            painter.setBrush(colors.selection if self.hasFocus() else colors.panel)
            painter.drawRoundedRect(rect, size * 0.32, size * 0.32)

    def paint_groove(self, painter: QPainter, margin: float, handle: float, middle: float) -> None:
        """Draw the line, filled up to the handle."""
        colors = theme.current()
        thick = theme.pixels(3)
        groove = QRectF(margin, middle - thick / 2, self.width() - 2 * margin, thick)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.mix(colors.hairline, colors.quiet, 0.12))
        painter.drawRoundedRect(groove, thick / 2, thick / 2)
        painter.setBrush(colors.accent if self.isEnabled() else colors.quiet)
        groove.setRight(max(handle, groove.left()))
        painter.drawRoundedRect(groove, thick / 2, thick / 2)

    def _margin(self) -> float:
        return theme.pixels(8)

    def _share(self) -> float:
        span = self.maximum() - self.minimum()
        return (self.sliderPosition() - self.minimum()) / span if span else 0.0

    def _move_to(self, x: float) -> None:
        span = self.width() - 2 * self._margin()
        share = min(max((x - self._margin()) / max(span, 1.0), 0.0), 1.0)
        self.setSliderPosition(round(self.minimum() + share * (self.maximum() - self.minimum())))
