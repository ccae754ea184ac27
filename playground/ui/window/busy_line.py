"""A thin line below the toolbar that moves while the program works on something."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.look import theme

_FRAME_MS = 33
_ROUND_MS = 1400


class BusyLine(QWidget):
    """Always two pixels high, so that nothing moves when it appears; a hairline when nothing is going on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("busyLine")
        self.setFixedHeight(2)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._share = 0.0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self.update)

    def show_busy(self, what: str) -> None:
        """Move while ``what`` is not empty."""
        self.setAccessibleName(what)
        if what and not self._timer.isActive():
            self._clock.start()
            self._timer.start()
        elif not what:
            self._timer.stop()
            self.update()

    def show_share(self, share: float) -> None:
        """Say how much of it is done (0 to 1); 0 says that nobody knows."""
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.fillRect(QRectF(0, 1, self.width(), 1), colors.hairline)
            if self._share > 0.0:
                painter.fillRect(QRectF(0, 0, self._share * self.width(), 2), colors.accent)
            elif self._timer.isActive():
                share = self._clock.elapsed() % _ROUND_MS / _ROUND_MS
                length = self.width() * 0.25
                left = share * (self.width() + length) - length
                painter.fillRect(QRectF(left, 0, length, 2), colors.accent)
