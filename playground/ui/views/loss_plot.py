"""Training and test loss over the epochs, with a cursor that reads values."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from playground.app.session import Session
from playground.engine.snapshot import Curve, Snapshot
from playground.ui import theme
from playground.ui.numbers import plain
from playground.ui.views.boundary_marks import paint_pill

REDRAW_MS = 100
"""A curve that grows by one record in hundreds need not be drawn at every frame."""
_SMALLEST = 1e-12


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
        self._log.setProperty("role", "chip")
        self._log.setText(self.tr("log"))
        self._log.setAccessibleName(self.tr("Logarithmic loss scale"))
        self._log.setToolTip(
            self.tr("Logarithmic scale: equal heights are equal factors, so small losses stay visible.")
        )
        self._log.setChecked(session.display.loss_log_scale)
        self._log.toggled.connect(lambda on: session.display.set(loss_log_scale=on))
        session.display.loss_log_scale_changed.connect(self._on_scale)
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
            scale = _Scale.of(curve, area, is_log=self._session.display.loss_log_scale)
            _paint_axes(painter, area, scale, self.tr("epoch"))
            colors = theme.current()
            _paint_line(
                painter,
                scale,
                curve.epochs,
                curve.test_loss,
                _dashed(theme.mix(colors.text, colors.panel, 0.35)),
            )
            _paint_line(
                painter, scale, curve.epochs, curve.train_loss, QPen(colors.text, 1.5 * theme.scale())
            )
            if self._cursor is not None:
                self._paint_cursor(painter, area, scale, curve)

    def _paint_empty(self, painter: QPainter, area: QRectF) -> None:
        colors = theme.current()
        painter.setPen(colors.hairline)
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(colors.quiet)
        painter.drawText(
            area, Qt.AlignmentFlag.AlignCenter, self.tr("The loss appears here as training goes on.")
        )

    def _paint_cursor(self, painter: QPainter, area: QRectF, scale: _Scale, curve: Curve) -> None:
        epoch = scale.epoch_at(self._cursor or 0.0)
        place = int(np.abs(curve.epochs - epoch).argmin())
        x = scale.x(curve.epochs[place])
        colors = theme.current()
        painter.setPen(QPen(colors.accent, 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        text = self.tr("epoch {epoch}   train {train}").format(
            epoch=f"{int(curve.epochs[place]):,}", train=plain(float(curve.train_loss[place]), 3)
        )
        if np.isfinite(curve.test_loss[place]):
            text += "   " + self.tr("test {test}").format(test=plain(float(curve.test_loss[place]), 3))
        room = area.adjusted(0.0, -6.0 * theme.scale(), -self._log.width(), 0.0)
        paint_pill(painter, room, text, at_top=True)

    def _plot_room(self) -> QRectF:
        left, bottom = 34.0 * theme.scale(), 15.0 * theme.scale()
        return QRectF(self.rect()).adjusted(left, 5.0 * theme.scale(), -1.0, -bottom)

    def _catch_up(self) -> None:
        if self._is_behind:
            self._is_behind = False
            if self.isVisible():
                self.update()
                self._pace.start()

    def _on_scale(self, is_log: bool) -> None:
        self._log.setChecked(is_log)
        self.update()


class _Scale:
    """Epochs and losses to pixels."""

    def __init__(self, area: QRectF, last: float, low: float, high: float, is_log: bool) -> None:
        self.area = area
        self.last = max(last, 1.0)
        self.is_log = is_log
        self.low, self.high = low, high
        self._across = area.width() / self.last
        self._up = area.height() / max(self._of(high) - self._of(low), _SMALLEST)

    @classmethod
    def of(cls, curve: Curve, area: QRectF, *, is_log: bool) -> _Scale:
        """The scale on which all of the curve is seen."""
        values = np.concatenate((curve.train_loss, curve.test_loss))
        values = values[np.isfinite(values)]
        high = float(values.max(initial=_SMALLEST))
        if not is_log:
            return cls(area, float(curve.epochs[-1]), 0.0, high * 1.04, is_log)
        positive = values[values > _SMALLEST]
        low = float(positive.min(initial=high)) if len(positive) else high / 10
        return cls(area, float(curve.epochs[-1]), min(low * 0.9, high / 2), high * 1.1, is_log)

    def x(self, epoch: float) -> float:
        """The pixel of an epoch."""
        return self.area.left() + float(epoch) * self._across

    def y(self, loss: float) -> float:
        """The pixel of a loss."""
        return self.area.bottom() - (self._of(loss) - self._of(self.low)) * self._up

    def epoch_at(self, x: float) -> float:
        """The epoch under a pixel."""
        return (x - self.area.left()) / self._across

    def pixels(self, epochs: NDArray[np.float64], losses: NDArray[np.float64]) -> NDArray[np.float64]:
        """``(n, 2)`` pixels of finite records."""
        values = np.log10(np.maximum(losses, self.low)) if self.is_log else losses
        made = np.empty((len(epochs), 2))
        made[:, 0] = self.area.left() + epochs * self._across
        made[:, 1] = self.area.bottom() - (values - self._of(self.low)) * self._up
        return made

    def ticks(self) -> list[float]:
        """Two or three round losses."""
        if self.is_log:
            first, last = int(np.ceil(np.log10(self.low))), int(np.floor(np.log10(self.high)))
            powers = list(range(first, last + 1))
            if len(powers) < 2:
                finer = [f * 10.0**p for p in range(first - 1, last + 1) for f in (1, 2, 5)]
                return [value for value in finer if self.low <= value <= self.high]
            return [10.0**p for p in powers[:: max(1, (len(powers) + 2) // 4)]]
        step = 10.0 ** np.floor(np.log10(self.high / 4))
        step *= next(f for f in (1, 2, 5, 10) if self.high / (step * f) <= 4.2)
        return [step * k for k in range(int(self.high / step) + 1)]

    def _of(self, loss: float) -> float:
        return float(np.log10(max(loss, _SMALLEST))) if self.is_log else loss


def _dashed(color: QColor) -> QPen:
    pen = QPen(color, 1.0)
    pen.setDashPattern([4.0, 3.0])
    return pen


def _paint_axes(painter: QPainter, area: QRectF, scale: _Scale, caption: str) -> None:
    colors = theme.current()
    metrics = QFontMetricsF(theme.font("small"))
    for value in scale.ticks():
        y = round(scale.y(value)) + 0.5
        painter.setPen(QPen(colors.hairline, 1))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(colors.quiet)
        text = f"{value:.3g}"
        at = QPointF(area.left() - metrics.horizontalAdvance(text) - 5.0, y + metrics.ascent() / 2 - 1.0)
        painter.drawText(at, text)
    painter.setPen(colors.quiet)
    base = area.bottom() + metrics.ascent() + 2.0
    painter.drawText(QPointF(area.left(), base), "0")
    last = f"{caption} {int(scale.last):,}"
    painter.drawText(QPointF(area.right() - metrics.horizontalAdvance(last), base), last)


def _paint_line(
    painter: QPainter, scale: _Scale, epochs: NDArray[np.float64], losses: NDArray[np.float64], pen: QPen
) -> None:
    finite = np.isfinite(losses)
    if not finite.any():
        return
    pixels = thinned(scale.pixels(epochs[finite], losses[finite]), int(scale.area.width()))
    painter.setPen(pen)
    places = [QPointF(x, y) for x, y in pixels.tolist()]
    if pen.style() == Qt.PenStyle.SolidLine:
        painter.drawLines([QLineF(*ends) for ends in pairwise(places)])  # a wide polyline's joins cost 1 ms
    else:
        painter.drawPolyline(QPolygonF(places))


def thinned(pixels: NDArray[np.float64], most: int) -> NDArray[np.float64]:
    """At most about ``most`` of the points ``(n, 2)``: lowest and highest of each stretch, ends kept."""
    stretch = -(-2 * len(pixels) // max(most, 2))
    if stretch <= 2:
        return pixels
    body = pixels[: len(pixels) // stretch * stretch].reshape(-1, stretch, 2)
    heights = body[:, :, 1]
    places = np.sort(np.stack((heights.argmin(axis=1), heights.argmax(axis=1)), axis=1), axis=1)
    kept = np.take_along_axis(body, places[:, :, None], axis=1).reshape(-1, 2)
    return np.concatenate((pixels[:1], kept, pixels[-1:]))
