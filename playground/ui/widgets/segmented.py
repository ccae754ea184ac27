"""A row of options of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from playground.ui.look import theme
from playground.ui.widgets.watchers import KeyClaim, PlaceTips

_AROUND, _CLOSEST = 20, 8
"""Logical pixels beside an option's word, both sides together."""
SEGMENT_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)


class Option(NamedTuple):
    """One option: its key, what it is called, and what it shows."""

    key: str
    label: str
    help: str = ""


class SegmentedControl(QWidget):
    """One of a few options, side by side; arrow keys move the choice, ``chosen`` tells the key."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: list[Option] = []
        self._value = ""
        self._hovered = -1
        self._parts: list[_Part] = []
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        KeyClaim(self, lambda event: event.key() in SEGMENT_KEYS)
        PlaceTips(self, self._help_at)
        self.set_options(options)
        theme.signals().changed.connect(self._restyle)

    def set_options(self, options: Sequence[Option]) -> None:
        """Show these options; the choice stays where it still exists."""
        self._options = list(options)
        if self._value not in {option.key for option in options}:
            self._value = options[0].key if options else ""
        for part in self._parts:
            part.setParent(None)
            part.deleteLater()
        self._parts = [_Part(option, self) for option in options]
        for place, part in enumerate(self._parts):
            part.clicked.connect(partial(self._choose, place))
        self._restyle()

    @property
    def options(self) -> tuple[Option, ...]:
        """The options, from left to right."""
        return tuple(self._options)

    @property
    def value(self) -> str:
        """The key of the chosen option."""
        return self._value

    def set_value(self, key: str) -> None:
        """Show this option as the chosen one; ``chosen`` is not emitted."""
        if key != self._value and any(option.key == key for option in self._options):
            self._value = key
            self._describe()
            self.update()

    def option_rect(self, key: str) -> QRectF:
        """Where the option is drawn."""
        for option, rect in zip(self._options, self._rects(), strict=True):
            if option.key == key:
                return rect
        return QRectF()

    def sizeHint(self) -> QSize:
        return self._size(_AROUND)

    def minimumSizeHint(self) -> QSize:
        """Where there is little room the options stand closer."""
        return self._size(_CLOSEST)

    def _size(self, around: int) -> QSize:
        metrics = QFontMetrics(theme.font("body"))
        width = sum(metrics.horizontalAdvance(option.label) for option in self._options)
        padding = theme.pixels(around) * len(self._options) + theme.pixels(4)
        return QSize(width + padding, metrics.height() + theme.pixels(14))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = next((i for i, option in enumerate(self._options) if option.key == self._value), 0)
        moved = {
            Qt.Key.Key_Left: place - 1,
            Qt.Key.Key_Right: place + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._options) - 1,
        }.get(Qt.Key(event.key()))
        if moved is None:
            super().keyPressEvent(event)
        elif 0 <= moved < len(self._options):
            self._choose(moved)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self._choose(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_parts()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        radius = theme.pixels(6)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font("body"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.field)
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
            for place, (option, rect) in enumerate(zip(self._options, self._rects(), strict=True)):
                is_chosen = option.key == self._value
                if is_chosen:
                    painter.setBrush(colors.panel if colors.name == "light" else colors.background)
                    painter.setPen(colors.accent if self.hasFocus() else colors.edge)
                    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius - 1, radius - 1)
                bright = is_chosen or place == self._hovered
                unchosen = theme.mix(colors.quiet, colors.text, 0.15)  # on the field as legible as on a panel
                painter.setPen(colors.text if bright and self.isEnabled() else unchosen)
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, option.label)

    def _help_at(self, position: QPoint) -> str:
        place = self._at(position.x())
        text = self._options[place].help if place >= 0 else ""
        return text or self.toolTip()

    def _choose(self, place: int, _checked: bool = False) -> None:
        key = self._options[place].key
        if key != self._value:
            self.set_value(key)
            self.chosen.emit(key)

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.update()

    def _at(self, x: float) -> int:
        for place, rect in enumerate(self._rects()):
            if rect.left() <= x < rect.right():
                return place
        return -1

    def _rects(self) -> list[QRectF]:
        metrics = QFontMetrics(theme.font("body"))
        inset = float(theme.pixels(2))
        widths = [metrics.horizontalAdvance(option.label) + theme.pixels(_AROUND) for option in self._options]
        spare = (self.width() - 2 * inset - sum(widths)) / max(len(widths), 1)
        rects, left = [], inset
        for width in widths:
            rects.append(QRectF(left, inset, width + spare, self.height() - 2 * inset))
            left += width + spare
        return rects

    def _describe(self) -> None:
        label = next((option.label for option in self._options if option.key == self._value), "")
        self.setAccessibleDescription(label)
        for option, part in zip(self._options, self._parts, strict=False):
            part.setChecked(option.key == self._value)

    def _place_parts(self) -> None:
        for part, rect in zip(self._parts, self._rects(), strict=False):
            part.setGeometry(rect.toRect())

    def _restyle(self) -> None:
        self._describe()
        self._place_parts()
        self.updateGeometry()
        self.update()


class _Part(QRadioButton):
    """An option as assistive programs find and press it; it is painted by the whole."""

    def __init__(self, option: Option, parent: SegmentedControl) -> None:
        super().__init__(parent)
        self.setObjectName(f"option_{option.key}")
        self.setToolTip(option.help or option.label)
        self.setAccessibleName(option.label)
        self.setAccessibleDescription(option.help)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show()

    def sizeHint(self) -> QSize:
        return QSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing: the control paints its options."""
