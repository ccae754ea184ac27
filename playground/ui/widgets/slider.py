"""A slider: a quiet line with a handle; and one under its name, with its value beside it to be typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QSlider, QVBoxLayout, QWidget

from playground.ui.look import theme
from playground.ui.widgets.message import FieldError
from playground.ui.widgets.text import Caption
from playground.ui.widgets.watchers import KeyClaim

SLIDER_KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
    Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip


TARGET = 24
"""So high a slider is to be hit, however thin it is drawn."""


class Slider(QSlider):
    """A horizontal slider; a click goes where the pointer is; its keys are its own while it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        KeyClaim(self, lambda event: event.key() in SLIDER_KEYS)
        theme.signals().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(110), theme.pixels(TARGET))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(60), theme.pixels(TARGET))

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


@dataclass(frozen=True)
class Scale:
    """The places of a slider, what may be typed beyond them, and how a value is written.

    A value is shown times ``factor``, followed by ``unit``; ``digits`` after the point.
    """

    places: Sequence[float]
    minimum: float
    maximum: float
    factor: float = 1.0
    unit: str = ""
    digits: int = 0

    def text(self, value: float) -> str:
        """The value as it is shown."""
        shown = value * self.factor
        written = (
            f"{shown:,.{self.digits}f}" if self.digits or abs(shown - round(shown)) < 1e-9 else f"{shown:.3g}"
        )
        return written.replace("-", "−") + self.unit

    def read(self, text: str) -> float | None:
        """The value of a typed text; None where it is no number."""
        plain = text.replace(self.unit.strip(), "") if self.unit.strip() else text
        plain = plain.strip().replace("−", "-").replace("\u2009", "").replace(" ", "")
        try:
            value = float(plain.replace(",", "")) / self.factor
        except (ValueError, OverflowError):
            return None
        return value if value == value else None

    def nearest(self, value: float) -> int:
        """The place nearest to a value."""
        return min(range(len(self.places)), key=lambda place: abs(self.places[place] - value))


class NumberSlider(QWidget):
    """``changed`` tells the new value while the handle moves or when one was typed; ``released`` its end.

    A typed text that cannot be stays in its field, with a sentence that says why.
    """

    changed = Signal(float)
    released = Signal()

    def __init__(
        self, caption: str, scale: Scale, *, whole: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._scale = scale
        self._whole = whole
        self._value = scale.places[0]
        self.caption = Caption(caption, role="text")
        self.readout = TypedNumber(self)
        self.slider = Slider(self)
        self.slider.setRange(0, len(scale.places) - 1)
        self.slider.setPageStep(max(1, len(scale.places) // 10))
        self.slider.setAccessibleName(caption)
        self.readout.setAccessibleName(caption)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.caption)
        head.addWidget(self.readout, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.slider)
        self.setFocusProxy(self.slider)
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderReleased.connect(self.released)
        self.readout.typed.connect(self._take)
        self.set_value(self._value)

    @property
    def value(self) -> float:
        """The value that is shown."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show this value; ``changed`` is not emitted, and what is being typed stays."""
        self._value = value
        if not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                self.slider.setValue(self._scale.nearest(value))
        self._show(value)
        self.slider.update()

    def set_scale(self, scale: Scale) -> None:
        """Use other places and bounds; the value stays."""
        if scale != self._scale:
            self._scale = scale
            with QSignalBlocker(self.slider):
                self.slider.setRange(0, len(scale.places) - 1)
            self.set_value(self._value)

    def setToolTip(self, text: str) -> None:
        super().setToolTip(text)
        for widget in (self.caption, self.slider, self.readout):
            widget.setToolTip(text)

    def _show(self, value: float) -> None:
        text = self._scale.text(value)
        self.readout.show_text(text)
        self.slider.setAccessibleDescription(text)  # the slider's own number is that of the place

    def _moved(self, place: int) -> None:
        value = self._scale.places[place]
        if value != self._value:
            self._value = value
            self._show(value)
            self.changed.emit(value)

    def _take(self, text: str) -> None:
        scale = self._scale
        value = scale.read(text)
        if value is not None and self._whole and abs(value) < 1e15:
            value = float(round(value))
        if value is None or not scale.minimum <= value <= scale.maximum:
            low, high = scale.text(scale.minimum), scale.text(scale.maximum)
            sentence = self.tr("{name} goes from {low} to {high}.")
            self.readout.refuse(sentence.format(name=self.caption.text(), low=low, high=high))
            return
        is_new = value != self._value
        self.set_value(value)
        if is_new:
            self.changed.emit(value)
            self.released.emit()


class TypedNumber(QLineEdit):
    """A number in the text: it looks typed only while it has the focus. ``typed`` tells what was entered.

    ``refuse`` leaves what was entered where it stands and says why; Esc takes it back.
    """

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaxLength(40)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("role", "inline")
        self.error = FieldError(self)
        self._shown = ""
        self.returnPressed.connect(self._finish)
        theme.signals().changed.connect(self._restyle)
        self._restyle()

    def show_text(self, text: str) -> None:
        """Show this text, unless one is being typed."""
        is_other = text != self._shown
        self._shown = text
        is_typing = self.hasFocus() and self.isModified()
        if not is_typing and (is_other or not self.error.sentence):
            self.error.clear()
            self.setText(text)
            self.setCursorPosition(0)

    def refuse(self, sentence: str) -> None:
        """Say why the text is not taken, and leave it there to be mended."""
        self.error.tell(sentence)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance("00,000 %"), metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self._shown or "0") + 4, metrics.height() + 2)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._tell()
        self.deselect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setModified(False)
            self.error.clear()
            self.setText(self._shown)
            self.window().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def _finish(self) -> None:
        self._tell()
        if self.error.sentence:
            self.selectAll()
        else:
            self.window().setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        if self.isModified():
            self.setModified(False)
            text = self.text()
            if text != self._shown:
                self.typed.emit(text)

    def _restyle(self) -> None:
        self.setFont(theme.font("title"))
        self.updateGeometry()
