"""Sliders: a quiet line with a handle, alone or under a caption with its value."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from playground.ui import theme
from playground.ui.widgets.text import Caption, ValueText
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


class LabelledSlider(QWidget):
    """A caption, the value at its right, a slider below.

    Its places are ``values``; ``changed`` tells the new value while it moves, ``released`` when it is let go.
    """

    changed = Signal(object)
    released = Signal(object)

    def __init__(
        self,
        caption: str,
        values: Sequence[float],
        shown: Callable[[float], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._values = list(values)
        self._shown = shown
        self.caption = Caption(caption, role="text")
        self.readout = ValueText(align=Qt.AlignmentFlag.AlignRight, role="title")
        self.slider = Slider()
        self.slider.setRange(0, len(self._values) - 1)
        self.slider.setAccessibleName(caption)
        self.slider.setPageStep(max(1, len(self._values) // 10))
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.caption)
        head.addStretch(1)
        head.addWidget(self.readout)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(1))
        column.addLayout(head)
        column.addWidget(self.slider)
        self.setFocusProxy(self.slider)
        self.slider.valueChanged.connect(self._tell)
        self.slider.sliderReleased.connect(lambda: self.released.emit(self.value))
        self._read()

    @property
    def value(self) -> float:
        """The value that is chosen."""
        return self._values[self.slider.value()]

    def set_value(self, value: float) -> None:
        """Show the place nearest to this value, and this value in words; ``changed`` is not emitted."""
        place = min(range(len(self._values)), key=lambda i: abs(self._values[i] - value))
        with QSignalBlocker(self.slider):
            self.slider.setValue(place)
        self.readout.set_text(self._shown(value))

    def set_values(self, values: Sequence[float]) -> None:
        """Choose from these values; the place stays near the present value."""
        present = self.value
        self._values = list(values)
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, len(self._values) - 1)
        self.set_value(present)

    def setToolTip(self, text: str) -> None:
        for widget in (self.slider, self.caption, self.readout):
            widget.setToolTip(text)
        super().setToolTip(text)

    def _tell(self) -> None:
        self._read()
        self.changed.emit(self.value)

    def _read(self) -> None:
        self.readout.set_text(self._shown(self.value))
