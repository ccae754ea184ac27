"""The curves of a run in lanes under one cursor, with zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.engine.curve import Curve
from playground.observe.snapshot import Snapshot, SnapshotRequest
from playground.ui.look import theme
from playground.ui.widgets.axis import Axis, paint_line
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.widgets.text import Caption
from playground.ui.widgets.watchers import KeyClaim
from playground.ui.words import numbers

if TYPE_CHECKING:
    from playground.app.session import Session

from collections.abc import Callable
from dataclasses import dataclass

from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Line:
    """One measure of the curve: its short name, colour role and style."""

    name: str
    color: str
    values: Callable[[Curve], Values]
    is_dashed: bool = False


@dataclass(frozen=True)
class Lane:
    """Measures that share an axis; ``is_share`` ones run from 0 to 1 and are never logarithmic."""

    title: str
    lines: tuple[Line, ...]
    is_share: bool = False


def measured_lanes() -> tuple[Lane, ...]:
    """The lanes, in the order of reading."""
    train, test = translate("RunPlot", "train"), translate("RunPlot", "test")
    return (
        Lane(
            translate("RunPlot", "Loss"),
            (
                Line(train, "text", lambda curve: curve.train_loss),
                Line(test, "quiet", lambda curve: curve.test_loss, is_dashed=True),
            ),
        ),
        Lane(
            translate("RunPlot", "Accuracy"),
            (
                Line(train, "text", lambda curve: curve.train_accuracy),
                Line(test, "quiet", lambda curve: curve.test_accuracy, is_dashed=True),
            ),
            is_share=True,
        ),
        Lane(
            translate("RunPlot", "Gradient norm"),
            (Line("", "gradient", lambda curve: curve.gradient_norm),),
        ),
        Lane(
            translate("RunPlot", "Learning rate"),
            (Line("", "accent", lambda curve: curve.learning_rate),),
        ),
    )


REDRAW_MS = 45
"""A curve that grows by one record in hundreds need not be drawn at every frame."""
_ZOOM = 1.25


class RunLanes(QWidget):
    """The lanes: side by side where the room is wide, else one above the other.

    The wheel zooms the epochs at the pointer, dragging moves them, a double click shows all; the
    same with + and -, the arrows and Home.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runLanes")
        KeyClaim(self, lambda event: event.key() in _KEYS)
        self.setAccessibleName(self.tr("The run over its epochs"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(
            self.tr(
                "Solid: training points, dashed: test points; the loss without the penalty. The gradient is "
                "the last minibatch's, with the penalty. Wheel: zoom the epochs, drag: move them, double "
                "click: all."
            )
        )
        self._lanes = measured_lanes()
        self._curve: Curve | None = None
        self._is_log = False
        self._view: tuple[float, float] | None = None
        self._cursor: float | None = None
        self._drag_from: tuple[float, tuple[float, float]] | None = None
        self._pace = QTimer(self, singleShot=True, interval=REDRAW_MS)
        self._pace.timeout.connect(self.update)
        theme.signals().changed.connect(self.update)

    def set_curve(self, curve: Curve) -> None:
        """Show this curve; a zoomed view stays where it is."""
        self._curve = curve
        if self._view is not None and self._view[0] >= self._whole()[1]:
            self._view = None
        if not self._pace.isActive():
            self._pace.start()

    def set_log(self, is_log: bool) -> None:
        """Draw equal factors, or equal differences, as equal heights."""
        self._is_log = is_log
        self.update()

    @property
    def epochs(self) -> tuple[float, float]:
        """The first and the last epoch in view."""
        return self._whole() if self._view is None else self._view

    def readings(self) -> dict[str, float]:
        """What the cursor reads, by lane and curve (``Loss train``); empty where there is no cursor."""
        curve = self._curve
        if curve is None or self._cursor is None or not len(curve.epochs):
            return {}
        place = self._nearest(curve, self._cursor)
        found = {self.tr("epoch"): float(curve.epochs[place])}
        for lane in self._shown(curve):
            for line in lane.lines:
                value = float(line.values(curve)[place])
                if np.isfinite(value):
                    found[f"{lane.title} {line.name}" if len(lane.lines) > 1 else lane.title] = value
        return found

    def show_all(self) -> None:
        """Show every epoch."""
        self._view = None
        self.update()

    def zoom(self, factor: float, around: float) -> None:
        """Show ``factor`` times fewer epochs, the one named staying where it is."""
        low, high = self.epochs
        whole = self._whole()
        span = max((high - low) / factor, 2.0)
        if span >= whole[1] - whole[0]:
            self.show_all()
            return
        share = (around - low) / max(high - low, 1e-9)
        self._move_to(around - share * span, span)

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(720), theme.pixels(130))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(320), theme.pixels(90))

    # ----------------------------------------------------------------------------------- pointer

    def hideEvent(self, event: QHideEvent) -> None:
        self._pace.stop()
        super().hideEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        epoch = self._epoch_at(event.position())
        if epoch is not None and event.angleDelta().y():
            self.zoom(_ZOOM ** (event.angleDelta().y() / 120.0), epoch)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = (event.position().x(), self.epochs)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None and self._view is not None:
            start, (low, high) = self._drag_from
            moved = (event.position().x() - start) * (high - low) / max(self._axis_width(), 1.0)
            self._move_to(low - moved, high - low)
        self._cursor = self._epoch_at(event.position())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()

    def leaveEvent(self, event: QEvent) -> None:
        self._cursor = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        low, high = self.epochs
        middle = 0.5 * (low + high)
        key = event.key()
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_ZOOM, middle)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _ZOOM, middle)
        elif key == Qt.Key.Key_Left:
            self._move_to(low - 0.1 * (high - low), high - low)
        elif key == Qt.Key.Key_Right:
            self._move_to(low + 0.1 * (high - low), high - low)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        else:
            super().keyPressEvent(event)

    # ----------------------------------------------------------------------------------- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        curve = self._curve
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font("small"))
            if curve is None or len(curve.epochs) < 2:
                painter.setPen(colors.quiet)
                text = self.tr("The curves appear here as training goes on.")
                painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
                return
            lanes = self._shown(curve)
            for lane, rect in zip(lanes, self._rects(len(lanes)), strict=True):
                self._paint_lane(painter, lane, rect, curve)

    def _paint_lane(self, painter: QPainter, lane: Lane, rect: QRectF, curve: Curve) -> None:
        area = _plot_area(rect)
        low, high = self.epochs
        across = Axis(low, high, area.left(), area.right())
        seen = (curve.epochs >= low) & (curve.epochs <= high)
        values = np.concatenate([line.values(curve)[seen] for line in lane.lines])
        is_log = self._is_log and not lane.is_share
        floor = None if self._view is not None or lane.is_share else 0.0
        up = Axis.around(values, area.bottom(), area.top(), is_log=is_log, floor=floor)
        self._paint_title(painter, lane, rect, curve)
        self._paint_axes(painter, lane, area, across, up)
        painter.save()
        painter.setClipRect(area.adjusted(-1, -2, 1, 2))
        for line in reversed(lane.lines):
            paint_line(painter, across, up, curve.epochs, line.values(curve), _pen(line))
        painter.restore()
        if self._cursor is not None:
            self._paint_cursor(painter, lane, area, curve, across, up)

    def _paint_title(self, painter: QPainter, lane: Lane, rect: QRectF, curve: Curve) -> None:
        """The lane's name, then each curve's value: at the cursor, or the latest."""
        colors = theme.current()
        place = len(curve.epochs) - 1 if self._cursor is None else self._nearest(curve, self._cursor)
        x = rect.left()
        y = rect.top() + QFontMetricsF(theme.font("title")).ascent() + 1
        painter.setFont(theme.font("title"))
        painter.setPen(colors.text)
        painter.drawText(QPointF(x, y), lane.title)
        x += QFontMetricsF(theme.font("title")).horizontalAdvance(lane.title) + theme.pixels(10)
        painter.setFont(theme.font("small"))
        metrics = QFontMetricsF(theme.font("small"))
        for line in lane.lines:
            value = float(line.values(curve)[place])
            if not np.isfinite(value):
                continue
            shown = numbers.percent_exact(value) if lane.is_share else numbers.figures(value, 3)
            text = f"{line.name} {shown}" if len(lane.lines) > 1 else shown
            if x + metrics.horizontalAdvance(text) > rect.right():
                break
            painter.setPen(getattr(colors, line.color))
            painter.drawText(QPointF(x, y), text)
            x += metrics.horizontalAdvance(text) + theme.pixels(10)

    def _paint_axes(self, painter: QPainter, lane: Lane, area: QRectF, across: Axis, up: Axis) -> None:
        colors = theme.current()
        metrics = QFontMetricsF(theme.font("small"))
        room = area.left() - theme.pixels(5)
        for value in up.ticks(max(3, int(area.height() / theme.pixels(26)))):
            y = round(up.pixel(value)) + 0.5
            painter.setPen(QPen(colors.hairline, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(colors.quiet)
            text = numbers.percent(value) if lane.is_share else numbers.tick(value)
            at = QPointF(room - metrics.horizontalAdvance(text), y + metrics.ascent() / 2 - 1.5)
            painter.drawText(at, text)
        baseline = area.bottom() + metrics.ascent() + 2
        right = -1.0
        for value in across.ticks(max(2, int(area.width() / theme.pixels(90)))):
            text = f"{value:,.0f}"
            width = metrics.horizontalAdvance(text)
            x = min(max(across.pixel(value) - width / 2, area.left()), area.right() - width)
            if x > right:
                painter.drawText(QPointF(x, baseline), text)
                right = x + width + theme.pixels(8)

    def _paint_cursor(
        self, painter: QPainter, lane: Lane, area: QRectF, curve: Curve, across: Axis, up: Axis
    ) -> None:
        colors = theme.current()
        place = self._nearest(curve, self._cursor or 0.0)
        epoch = float(curve.epochs[place])
        x = across.pixel(epoch)
        painter.setPen(QPen(colors.accent, 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        for line in lane.lines:
            value = float(line.values(curve)[place])
            if np.isfinite(value):
                painter.setPen(QPen(colors.panel, 1.5))
                painter.setBrush(getattr(colors, line.color))
                painter.drawEllipse(QPointF(x, up.pixel(value)), theme.pixels(4), theme.pixels(4))
        text = self.tr("epoch {epoch}").format(epoch=numbers.epoch(epoch))
        metrics = QFontMetricsF(theme.font("small"))
        width = metrics.horizontalAdvance(text) + theme.pixels(8)
        left = min(max(x - width / 2, area.left()), area.right() - width)
        box = QRectF(left, area.bottom() + 1, width, metrics.height() + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.accent)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(colors.accent_text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    # ----------------------------------------------------------------------------------- geometry

    def _shown(self, curve: Curve) -> list[Lane]:
        """The lanes that have any values."""
        return [
            lane for lane in self._lanes if any(np.isfinite(line.values(curve)).any() for line in lane.lines)
        ]

    def _rects(self, count: int) -> list[QRectF]:
        gap = theme.pixels(20)
        if self.width() >= 2.2 * self.height():
            width = (self.width() + gap) / count - gap
            return [QRectF(i * (width + gap), 0, width, self.height()) for i in range(count)]
        height = (self.height() + gap / 2) / count - gap / 2
        return [QRectF(0, i * (height + gap / 2), self.width(), height) for i in range(count)]

    def _axis_width(self) -> float:
        rects = self._rects(max(len(self._shown(self._curve)), 1)) if self._curve is not None else []
        return _plot_area(rects[0]).width() if rects else 1.0

    def _epoch_at(self, position: QPointF) -> float | None:
        if self._curve is None:
            return None
        low, high = self.epochs
        for rect in self._rects(max(len(self._shown(self._curve)), 1)):
            area = _plot_area(rect)
            if rect.contains(position):
                return Axis(low, high, area.left(), area.right()).value(
                    min(max(position.x(), area.left()), area.right())
                )
        return None

    def _nearest(self, curve: Curve, epoch: float) -> int:
        return int(np.abs(curve.epochs - epoch).argmin())

    def _whole(self) -> tuple[float, float]:
        if self._curve is None or not len(self._curve.epochs):
            return 0.0, 1.0
        first, last = float(self._curve.epochs[0]), float(self._curve.epochs[-1])
        return first, max(last, first + 1.0)

    def _move_to(self, low: float, span: float) -> None:
        whole = self._whole()
        if span >= whole[1] - whole[0]:
            self.show_all()
            return
        low = min(max(low, whole[0]), whole[1] - span)
        self._view = (low, low + span)
        self.update()


_KEYS = (
    Qt.Key.Key_Plus,
    Qt.Key.Key_Equal,
    Qt.Key.Key_Minus,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
)


def _plot_area(rect: QRectF) -> QRectF:
    left, top, bottom = theme.pixels(42), theme.pixels(22), theme.pixels(17)
    return rect.adjusted(left, top, -1, -bottom)


def _pen(line: Line) -> QPen:
    color: QColor = getattr(theme.current(), line.color)
    pen = QPen(color, theme.scale() * (1.0 if line.is_dashed else 1.5))
    if line.is_dashed:
        pen.setDashPattern([4.0, 3.0])
    return pen


_ASKER = "runPlot"


class RunPlot(QWidget):
    """The drawer's panel: a line of controls above the lanes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runPlot")
        self.setAccessibleName(self.tr("Run"))
        self._session = session
        self.lanes = RunLanes()
        self.scale = SegmentedControl(
            [
                Option("linear", self.tr("Linear"), self.tr("Equal heights are equal differences.")),
                Option(
                    "log",
                    self.tr("Log"),
                    self.tr("Equal heights are equal factors: small values stay visible."),
                ),
            ]
        )
        self.scale.setObjectName("runPlotScale")
        self.scale.setAccessibleName(self.tr("Scale"))
        top = QHBoxLayout()
        top.addWidget(
            Caption(self.tr("Measured after each epoch · wheel: zoom · drag: move · double click: all"))
        )
        top.addStretch(1)
        top.addWidget(self.scale)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.pixels(n) for n in (16, 6, 16, 6)))
        layout.setSpacing(theme.pixels(6))
        layout.addLayout(top)
        layout.addWidget(self.lanes, 1)
        self.scale.chosen.connect(lambda key: self.lanes.set_log(key == "log"))
        session.snapshot_ready.connect(self.set_snapshot)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the run up to this instant."""
        if self.isVisible() and snapshot.curve is not None:
            self.lanes.set_curve(snapshot.curve)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._session.require(_ASKER, SnapshotRequest(curve=True))
        if self._session.snapshot is not None:
            self.set_snapshot(self._session.snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        self._session.release(_ASKER)
        super().hideEvent(event)
