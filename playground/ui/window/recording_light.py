"""A red dot with the running time, at the left of the last row, while the window is recorded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.ui.look import theme

if TYPE_CHECKING:
    from playground.app.recording.recording import Recording

_TICK_MS = 200
_DOT = 5.0
_GAP = 8
_EDGE = 16


class RecordingLight(QAbstractButton):
    """Says how long it has been recorded; a click stops it, as Ctrl+R does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recordingLight")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(self.tr("Stop recording"))
        self.setToolTip(self.tr("It is being recorded. Click here, or press Ctrl+R, to stop and to save it."))
        self._recording: Recording | None = None
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show_time)
        self.hide()

    def follow(self, recording: Recording) -> None:
        """Show this recording's time."""
        self._recording = recording
        recording.changed.connect(self._show_state)
        self._show_state()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(theme.font("small"))
        room = theme.pixels(_EDGE + _GAP) + 2.0 * _DOT * theme.scale()
        words = max(metrics.horizontalAdvance(text) for text in ("00:00", self.text()))
        return QSize(math.ceil(room + words), math.ceil(metrics.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        colors, radius = theme.current(), _DOT * theme.scale()
        left = theme.pixels(_EDGE)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.danger)
            painter.drawEllipse(QPointF(left + radius, self.height() / 2.0), radius, radius)
            painter.setPen(colors.accent if self.hasFocus() else colors.text)
            painter.setFont(theme.font("small"))
            room = QRectF(self.rect()).adjusted(left + 2.0 * radius + theme.pixels(_GAP), 0.0, 0.0, 0.0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())

    def _show_state(self) -> None:
        is_on = self._recording is not None and self._recording.is_recording
        self.setVisible(is_on)
        if is_on:
            self._show_time()
            self._tick.start()
        else:
            self._tick.stop()

    def _show_time(self) -> None:
        seconds = int(self._recording.seconds) if self._recording is not None else 0
        hours, rest = divmod(seconds, 3600)
        text = f"{rest // 60}:{rest % 60:02}" if not hours else f"{hours}:{rest // 60:02}:{rest % 60:02}"
        if text != self.text():
            self.setText(text)
            self.updateGeometry()
