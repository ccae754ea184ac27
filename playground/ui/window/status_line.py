"""The last line of the window: what is going on, how fast, which file it is, and that it is recorded."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.observe.snapshot import Snapshot
from playground.ui.look import theme
from playground.ui.panel import Panel
from playground.ui.widgets.text import ValueText

if TYPE_CHECKING:
    from playground.app.recording.recording import Recording

_PACE = 0.25
"""Seconds between two changes of a speed, so that it can be read."""


class StatusLine(Panel):
    """State at the left, file in the middle, speed at the right."""

    NAME = "statusLine"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._shown_at = 0.0
        self.state = ValueText("", role="small", color="quiet")
        self.state.setObjectName("stateText")
        self.state.setAccessibleName(self.tr("State"))
        self.file = ValueText("", role="small", color="quiet", align=Qt.AlignmentFlag.AlignHCenter)
        self.speed = ValueText("", role="small", color="quiet", align=Qt.AlignmentFlag.AlignRight)
        self.speed.setToolTip(self.tr("How fast the training thread goes at present."))
        row = QHBoxLayout(self)
        unit = theme.pixels(theme.GRID)
        row.setContentsMargins(2 * unit, unit // 4, 2 * unit, unit // 4)
        for text in (self.state, self.file, self.speed):
            text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(text, 1)
        session.playing_changed.connect(self._on_playing)
        session.busy_changed.connect(self._show_state)
        session.document.path_changed.connect(self._show_file)
        session.document.modified_changed.connect(self._show_file)
        self._show_state()
        self._show_file()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the speed, now and then."""
        now = time.monotonic()
        if now - self._shown_at >= _PACE or not snapshot.playing:
            self._shown_at = now
            self._show_speed(snapshot)
            self._show_state()

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        self._show_state()

    def _on_playing(self, is_playing: bool) -> None:
        self._show_state()
        if not is_playing:
            self.speed.set_text("")

    def _show_speed(self, snapshot: Snapshot) -> None:
        if not self.session.is_playing:
            self.speed.set_text("")
            return
        self.speed.set_text(
            self.tr("{steps} steps/s · {epochs} epochs/s").format(
                steps=_short(snapshot.steps_per_second), epochs=_short(snapshot.epochs_per_second)
            )
        )

    def _show_state(self) -> None:
        session = self.session
        snapshot = session.snapshot
        if session.busy:
            text = session.busy
        elif session.is_playing:
            text = self.tr("Training")
        elif snapshot is not None and snapshot.diverged is not None:
            text = self.tr("Diverged: the last finite state is shown")
        elif snapshot is not None and snapshot.finished is not None:
            text = self.tr("Finished: a stop condition is met")
        elif snapshot is not None and snapshot.step > 0:
            text = self.tr("Paused")
        elif not session.experiment.network.features:
            text = self.tr("Waiting for a feature")
        elif session.experiment.data.points is not None and not session.experiment.data.points:
            text = self.tr("Waiting for training points")
        else:
            text = self.tr("Ready: Space starts the training")
        self.state.set_text(text)

    def _show_file(self) -> None:
        document = self.session.document
        name = document.path.name if document.path is not None else ""
        if document.is_modified and name:
            name = self.tr("{name} (changed)").format(name=name)
        self.file.set_text(name)


def _short(rate: float) -> str:
    if rate >= 10_000:
        return f"{rate / 1000:,.0f}k"
    return f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"


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
