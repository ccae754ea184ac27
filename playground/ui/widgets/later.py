"""A place in the window for a widget that is slow to make: it is made after the window has been painted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Later(QWidget):
    """Keeps the place of the widget that ``maker`` makes; until then it is empty, in the panel's colour.

    ``want`` says that there is something to show (the first snapshot): the widget is made when the event
    loop is idle after the next paint, so what else the window shows by then is seen first. ``make`` makes
    it now. Whoever holds the place gives its size hints, so nothing moves when the widget comes.
    """

    made = Signal(QWidget)
    """The widget has just been made, and is in its place."""

    def __init__(self, maker: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._maker = maker
        self._content: QWidget | None = None
        self._is_wanted = False
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self.make)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)

    @property
    def content(self) -> QWidget | None:
        """The widget, once it is made."""
        return self._content

    def want(self) -> None:
        """Make the widget after the next paint in which this place is seen."""
        if not self._is_wanted:
            self._is_wanted = True
            self.update()

    def make(self) -> QWidget:
        """The widget; made now if it is not there yet."""
        self._idle.stop()
        if self._content is None:
            self._content = self._maker()
            layout = self.layout()
            assert layout is not None
            layout.addWidget(self._content)
            self._content.show()
            layout.activate()
            self.made.emit(self._content)
        return self._content

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_wanted and self._content is None:
            self._idle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._idle.stop()
        super().hideEvent(event)
