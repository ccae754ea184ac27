"""A splitter whose divider shows where to take hold of it, also by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

from playground.ui.look import theme
from playground.ui.widgets.watchers import KeyClaim

KEY_STEP = 24
"""Logical pixels that an arrow key moves the divider."""
_THICK = 8
_REACH = 8
"""Above and below what is seen of the grip it can be taken hold of too."""
_PILL = (36, 3)
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -4, Qt.Key.Key_PageDown: 4}


class GripSplitter(QSplitter):
    """Two widgets, one above the other, with a slim grip between them while they can be moved."""

    reset = Signal()
    """A double click on the grip: the place it had at first is wanted."""

    def __init__(self, upper: QWidget, lower: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(upper)
        self.addWidget(lower)
        self.setStretchFactor(0, 1)

    @property
    def grip(self) -> Grip:
        """What is taken hold of."""
        handle = self.handle(1)
        assert isinstance(handle, Grip)
        return handle

    def createHandle(self) -> QSplitterHandle:
        return Grip(self)

    def set_movable(self, is_movable: bool) -> None:
        """Show the grip, or only a hairline."""
        reach = theme.pixels(_REACH) if is_movable else 0
        self.grip.setEnabled(is_movable)
        self.grip.setContentsMargins(0, reach, 0, reach)  # before the splitter lays it out
        self.setHandleWidth(theme.pixels(_THICK) if is_movable else 1)
        self.refresh()

    def set_lower(self, height: int) -> None:
        """Give the lower widget this height, as far as the upper one can spare it."""
        total = sum(self.sizes())
        self.setSizes([max(total - height, 0), height])

    def move_by(self, pixels: int) -> None:
        """Move the divider down by so many pixels, as the user would."""
        self.set_lower(self.sizes()[1] - pixels)
        self.splitterMoved.emit(self.sizes()[0], 1)


class Grip(QSplitterHandle):
    """The divider itself: a hairline, and a short bar that lights up under the pointer."""

    def __init__(self, splitter: GripSplitter) -> None:
        super().__init__(Qt.Orientation.Vertical, splitter)
        self._splitter = splitter
        self._is_hovered = False
        self._held_at = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_MouseNoMask)
        KeyClaim(self, lambda event: event.key() in _MOVES)
        theme.signals().changed.connect(self.update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """It reaches over its neighbours by its margins; the mask is what is seen of it."""
        self.setMask(QRegion(self.contentsRect()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
        else:
            self._splitter.move_by(move * theme.pixels(KEY_STEP))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held_at = round(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            moved = round(event.position().y()) - self._held_at
            self.moveSplitter(self.geometry().top() + self.contentsRect().top() + moved)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._splitter.reset.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._is_hovered = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors, seen = theme.current(), self.contentsRect()
        with QPainter(self) as painter:
            painter.fillRect(seen, colors.panel if self.isEnabled() else colors.hairline)
            if not self.isEnabled():
                return
            painter.fillRect(0, seen.top(), self.width(), 1, colors.hairline)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            width, height = (theme.pixels(length) for length in _PILL)
            middle = QRectF(seen).adjusted(0, 1, 0, 0).center()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.accent if self._is_hovered else colors.edge)
            bar = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
            painter.drawRoundedRect(bar, height / 2, height / 2)
