"""Training and test loss over the epochs, with a cursor that reads values."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from playground.app.session import Session
from playground.engine.curve import Curve
from playground.observe.snapshot import Snapshot
from playground.ui.look import theme
from playground.ui.output.boundary_marks import paint_pill
from playground.ui.widgets.axis import Axis, paint_line
from playground.ui.words import numbers

REDRAW_MS = 100
"""A curve that grows by one record in hundreds need not be drawn at every frame."""


class LossPlot(QWidget):
    """Two curves: training solid, test dashed; linear or logarithmic."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lossPlot")
        self.setAccessibleName(self.tr("Loss curve"))
        self.setToolTip(
            self.tr(
                "Loss after each epoch, without penalty: solid on training points, dashed on test points. "
                "When the dashed curve rises while the solid one falls, the network overfits."
            )
        )
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._session = session
        self._curve: Curve | None = None
        self._cursor: float | None = None
        self._is_behind = False
        self._pace = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._pace.timeout.connect(self._catch_up)
        self._log = QToolButton(self)
        self._log.setObjectName("lossScaleButton")
        self._log.setCheckable(True)
        self._log.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._log.setProperty("role", "switch")
        self._log.setText(self.tr("log"))
        self._log.setAccessibleName(self.tr("Logarithmic loss scale"))
        self._log.setToolTip(
            self.tr("Logarithmic scale: equal heights are equal factors, so small losses stay visible.")
        )
        self._log.setChecked(session.display.loss_log_scale)
        self._log.toggled.connect(lambda on: session.display.set(loss_log_scale=on))
        session.display.changed.connect(self._on_display)
        session.snapshot_ready.connect(self.set_snapshot)
        theme.signals().changed.connect(self.update)
        if session.snapshot is not None:
            self.set_snapshot(session.snapshot)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the curve up to this instant."""
        if snapshot.curve is None:
            return
        self._curve = snapshot.curve
        if self._pace.isActive():
            self._is_behind = True
        elif self.isVisible():
            self.update(self._plot_room().toAlignedRect())
            self._pace.start()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(300), theme.pixels(110))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(160), theme.pixels(64))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._log.adjustSize()
        self._log.move(self.width() - self._log.width(), 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._cursor = event.position().x()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._cursor = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font("small"))
            area = self._plot_room()
            curve = self._curve
            if curve is None or len(curve.epochs) < 2:
                self._paint_empty(painter, area)
                return
            across = Axis(0.0, max(float(curve.epochs[-1]), 1.0), area.left(), area.right())
            losses = np.concatenate((curve.train_loss, curve.test_loss))
            is_log = self._session.display.loss_log_scale
            up = Axis.around(losses, area.bottom(), area.top(), is_log=is_log, floor=0.0)
            _paint_axes(painter, area, across, up, self.tr("epoch"))
            colors = theme.current()
            held_out = QPen(theme.mix(colors.text, colors.panel, 0.35), 1.0)
            held_out.setDashPattern([4.0, 3.0])
            painter.save()
            painter.setClipRect(area.adjusted(-1.0, -2.0, 1.0, 2.0))
            for values, pen in (
                (curve.test_loss, held_out),
                (curve.train_loss, QPen(colors.text, 1.5 * theme.scale())),
            ):
                paint_line(painter, across, up, curve.epochs, values, pen)
            painter.restore()
            if self._cursor is not None:
                self._paint_cursor(painter, area, across, curve, self._cursor)

    def _paint_empty(self, painter: QPainter, area: QRectF) -> None:
        colors = theme.current()
        painter.setPen(colors.hairline)
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(colors.quiet)
        painter.drawText(
            area, Qt.AlignmentFlag.AlignCenter, self.tr("The loss appears here as training goes on.")
        )

    def _paint_cursor(
        self, painter: QPainter, area: QRectF, across: Axis, curve: Curve, cursor: float
    ) -> None:
        place = int(np.abs(curve.epochs - across.value(cursor)).argmin())
        epoch = float(curve.epochs[place])
        x = across.pixel(epoch)
        colors = theme.current()
        painter.setPen(QPen(colors.accent, 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        text = self.tr("epoch {epoch}   train {train}").format(
            epoch=numbers.epoch(epoch), train=numbers.plain(float(curve.train_loss[place]), 3)
        )
        if np.isfinite(curve.test_loss[place]):
            text += "   " + self.tr("test {test}").format(
                test=numbers.plain(float(curve.test_loss[place]), 3)
            )
        room = area.adjusted(0.0, -6.0 * theme.scale(), -self._log.width(), 0.0)
        paint_pill(painter, room, text, at_top=True)

    def _plot_room(self) -> QRectF:
        left, bottom = 38.0 * theme.scale(), 15.0 * theme.scale()
        return QRectF(self.rect()).adjusted(left, 5.0 * theme.scale(), -1.0, -bottom)

    def _catch_up(self) -> None:
        if self._is_behind:
            self._is_behind = False
            if self.isVisible():
                self.update()
                self._pace.start()

    def _on_display(self, name: str, value: object) -> None:
        if name == "loss_log_scale":
            self._log.setChecked(bool(value))
            self.update()


def _paint_axes(painter: QPainter, area: QRectF, across: Axis, up: Axis, caption: str) -> None:
    colors = theme.current()
    metrics = QFontMetricsF(theme.font("small"))
    most = int(area.height() / (2.4 * metrics.height()))
    for value in up.ticks(min(max(most, 1), 4)):
        y = round(up.pixel(value)) + 0.5
        painter.setPen(QPen(colors.hairline, 1))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(colors.quiet)
        text = numbers.tick(value)
        at = QPointF(area.left() - metrics.horizontalAdvance(text) - 5.0, y + metrics.ascent() / 2 - 1.0)
        painter.drawText(at, text)
    painter.setPen(colors.quiet)
    base = area.bottom() + metrics.ascent() + 2.0
    painter.drawText(QPointF(area.left(), base), "0")
    last = f"{caption} {int(across.high):,}"
    painter.drawText(QPointF(area.right() - metrics.horizontalAdvance(last), base), last)
