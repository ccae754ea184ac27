"""A unit's weights as rows: the weight to drag or type, input, product, gradient, and its past."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.app.session import Session
from playground.observe.inspection import parameter_history
from playground.ui.look import theme
from playground.ui.plots.scale import thinned
from playground.ui.widgets.text import fitting
from playground.ui.widgets.watchers import KeyClaim, PlaceTips
from playground.ui.words.numbers import forms

REFRESH_SECONDS = 0.5
_POLL_MS = 30
_NONE: NDArray[np.float64] = np.empty((0, 0))


class WeightHistory(QObject):
    """Holds the values of one column of a layer at the recorded epochs; ``arrived`` tells of news."""

    arrived = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._column: tuple[int, int] | None = None
        self._asked_at = 0.0
        self._future: Future[tuple[NDArray[np.float64], NDArray[np.float64]]] | None = None
        self._values = _NONE
        self._is_behind = False
        self._poll = QTimer(self, interval=_POLL_MS)
        self._poll.timeout.connect(self._take)

    def ask(self, layer_id: int, column: int, *, now: bool) -> None:
        """Get this column's past; not more often than twice a second, unless ``now``."""
        is_other = self._column != (layer_id, column)
        if is_other:
            self._column = (layer_id, column)
            self._values = _NONE
            self._future = None
        is_due = now or is_other or time.monotonic() - self._asked_at >= REFRESH_SECONDS
        if not is_due:
            return
        if self._future is not None:
            self._is_behind = True
            return
        self._is_behind = False
        self._asked_at = time.monotonic()
        self._future = self._session.compute(lambda run: parameter_history(run, layer_id, column))
        self._poll.start()

    def stop(self) -> None:
        """Nobody looks any more."""
        self._poll.stop()
        self._future = None

    def of(self, row: int) -> NDArray[np.float64]:
        """The past of the weight in this row of the layer's block, the bias after the weights."""
        return self._values[:, row] if row < self._values.shape[1] else _NONE.ravel()

    def _take(self) -> None:
        future = self._future
        if future is None or not future.done():
            return
        self.stop()
        if future.exception() is None:
            self._values = future.result()[1]
            self.arrived.emit()
        if self._is_behind and self._column is not None:
            self.ask(*self._column, now=True)


_ROW = 21
_COLUMNS = {"name": 0.0, "weight": 0.15, "input": 0.33, "product": 0.49, "gradient": 0.68, "past": 0.86}
"""Where each column begins, as a share of the width."""
_NARROW_COLUMNS = {"name": 0.0, "weight": 0.16, "input": 0.40, "product": 0.61, "gradient": 0.83, "past": 1.0}
_NARROW = 340
"""A narrower table, in logical pixels, leaves out the past."""
_DRAG_START = 3.0
_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class WeightRow:
    """One weight, or the bias (row -1, input 1). Gradients and pasts may be missing."""

    row: int
    name: str
    weight: float
    input: float
    gradient: float | None
    past: NDArray[np.float64]


class WeightTable(QWidget):
    """Rows of weights. Dragging a weight sideways changes it, a click on it types it, arrows choose."""

    chosen = Signal(int)
    """The row (-1: the bias) that was clicked or moved to."""
    dragged = Signal(int, float, int)
    """(row, new value, number of the drag): one undo step for each drag."""
    edit_wanted = Signal(int)
    """The row whose weight is to be typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weightTable")
        KeyClaim(self, lambda event: event.key() in _KEYS)
        PlaceTips(self, lambda position: self._help_at(QPointF(position)))
        self.setAccessibleName(self.tr("Weights"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[WeightRow, ...] = ()
        self._chosen = 0
        self._hovered: int | None = None
        self._press: tuple[float, int, float, int] | None = None
        self._is_dragging = False
        self._numbers = count(1)
        theme.signals().changed.connect(self._restyle)

    def set_rows(self, rows: Sequence[WeightRow]) -> None:
        """Show these rows."""
        resized = len(rows) != len(self._rows)
        self._rows = tuple(rows)
        if resized:
            self.setFixedHeight(self.sizeHint().height())
        self.update()

    def set_chosen(self, row: int) -> None:
        """Mark this row (-1: the bias)."""
        if row != self._chosen:
            self._chosen = row
            self.update()

    @property
    def rows(self) -> tuple[WeightRow, ...]:
        """What is shown."""
        return self._rows

    def row_rect(self, index: int) -> QRectF:
        """Where the row at this place of the table is drawn."""
        height = theme.pixels(_ROW)
        return QRectF(0, (index + 1) * height, self.width(), height)

    def weight_rect(self, index: int) -> QRectF:
        """Where that row's weight is drawn, to be dragged or clicked."""
        row = self.row_rect(index)
        left, right = (self._columns[name] * row.width() for name in ("weight", "input"))
        return QRectF(left, row.top(), right - left - theme.pixels(8), row.height())

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(420), theme.pixels(_ROW) * (len(self._rows) + 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(300), theme.pixels(_ROW) * (len(self._rows) + 1))

    # ----------------------------------------------------------------------------------- pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._index_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or index is None:
            return
        row = self._rows[index]
        self._choose(row.row)
        if self.weight_rect(index).contains(event.position()):
            self._press = (event.position().x(), row.row, row.weight, next(self._numbers))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is not None:
            start, row, weight, number = self._press
            moved = event.position().x() - start
            if self._is_dragging or abs(moved) >= _DRAG_START:
                self._is_dragging = True
                fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.dragged.emit(row, weight + moved * (0.001 if fine else 0.01), number)
            return
        index = self._index_at(event.position())
        over = index if index is not None and self.weight_rect(index).contains(event.position()) else None
        if over != self._hovered:
            self._hovered = over
            self.setCursor(Qt.CursorShape.SizeHorCursor if over is not None else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        was_dragging, self._is_dragging = self._is_dragging, False
        if press is not None and not was_dragging:
            self.edit_wanted.emit(press[1])

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        places = [row.row for row in self._rows]
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and places:
            step = -1 if event.key() == Qt.Key.Key_Up else 1
            place = places.index(self._chosen) if self._chosen in places else 0
            self._choose(places[min(max(place + step, 0), len(places) - 1)])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_wanted.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    # ----------------------------------------------------------------------------------- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        visible = QRectF(event.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_head(painter)
            for index, row in enumerate(self._rows):
                if self.row_rect(index).intersects(visible):
                    self._paint_row(painter, index, row)

    def _paint_head(self, painter: QPainter) -> None:
        colors = theme.current()
        painter.setFont(theme.font("small"))
        painter.setPen(colors.quiet)
        head = self.row_rect(-1)
        titles = {
            "name": self.tr("input"),
            "weight": self.tr("weight"),
            "input": self.tr("× value"),
            "product": self.tr("= product"),
            "gradient": "∂L/∂w",
            "past": self.tr("history"),
        }
        for name, title in titles.items():
            if self._columns[name] < 1.0:
                painter.drawText(self._cell(head, name), Qt.AlignmentFlag.AlignVCenter, title)

    def _paint_row(self, painter: QPainter, index: int, row: WeightRow) -> None:
        colors = theme.current()
        rect = self.row_rect(index)
        if row.row == self._chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colors.selection if self.hasFocus() else colors.hover)
            painter.drawRoundedRect(rect.adjusted(-2, 0.5, -1, -0.5), 4, 4)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("body"))
        painter.setPen(colors.quiet)
        painter.drawText(self._cell(rect, "name"), middle, row.name)
        self._paint_weight(painter, index, row)
        metrics = QFontMetricsF(theme.font("body"))
        for name, value, color, digits in (
            ("input", row.input, colors.forward, 2),
            ("product", row.weight * row.input, colors.forward, 2),
            ("gradient", row.gradient, colors.gradient, 3),
        ):
            painter.setPen(color)
            cell = self._cell(rect, name)
            said = ("–",) if value is None else forms(value, digits)
            painter.drawText(cell, middle, fitting(said, cell.width(), metrics))
        if self._columns["past"] < 1.0:
            self._paint_past(painter, self._cell(rect, "past").adjusted(0, 4, -4, -4), row.past)

    def _paint_weight(self, painter: QPainter, index: int, row: WeightRow) -> None:
        """The number with the colour of its sign, underlined by dots where it can be dragged."""
        colors = theme.current()
        rect = self.weight_rect(index)
        painter.setPen(colors.text)
        room = rect.width() - theme.pixels(10)
        text = fitting(forms(row.weight, 3), room, QFontMetricsF(theme.font("body")))
        painter.drawText(rect.adjusted(theme.pixels(10), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
        size = theme.pixels(6)
        mark = QRectF(rect.left(), rect.center().y() - size / 2, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.positive if row.weight > 0 else colors.negative)
        if row.weight:
            painter.drawEllipse(mark)
        width = QFontMetricsF(theme.font("body")).horizontalAdvance(text)
        left = rect.left() + theme.pixels(10)
        pen = QPen(colors.accent if index == self._hovered else theme.mix(colors.quiet, colors.panel, 0.5), 1)
        pen.setStyle(Qt.PenStyle.SolidLine if index == self._hovered else Qt.PenStyle.DotLine)
        painter.setPen(pen)
        y = rect.bottom() - theme.pixels(3)
        painter.drawLine(QPointF(left, y), QPointF(left + width, y))

    def _paint_past(self, painter: QPainter, rect: QRectF, past: NDArray[np.float64]) -> None:
        if len(past) < 2:
            return
        colors = theme.current()
        low, high = float(past.min()), float(past.max())
        if low < 0.0 < high:
            y = rect.bottom() - (0.0 - low) / (high - low) * rect.height()
            painter.setPen(QPen(colors.hairline, 1))
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        span = high - low or 1.0
        xs = np.linspace(rect.left(), rect.right(), len(past))
        ys = (
            rect.bottom() - (past - low) / span * rect.height()
            if high > low
            else np.full(len(past), rect.center().y())
        )
        xs, ys = thinned(xs, ys, (rect.left(), rect.right()), max(int(rect.width() / 2), 8))
        places = [QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
        painter.setPen(QPen(colors.quiet, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colors.text)
        painter.drawEllipse(places[-1], theme.pixels(2), theme.pixels(2))

    # ---------------------------------------------------------------------------------- geometry

    @property
    def _columns(self) -> dict[str, float]:
        return _NARROW_COLUMNS if self.width() < theme.pixels(_NARROW) else _COLUMNS

    def _cell(self, row: QRectF, column: str) -> QRectF:
        starts = [*self._columns.values(), 1.0]
        place = list(self._columns).index(column)
        left, right = starts[place] * row.width(), starts[place + 1] * row.width()
        return QRectF(left + theme.pixels(4 if place == 0 else 0), row.top(), right - left, row.height())

    def _index_at(self, position: QPointF) -> int | None:
        index = int(position.y() // theme.pixels(_ROW)) - 1
        return index if 0 <= index < len(self._rows) else None

    def _choose(self, row: int) -> None:
        if row != self._chosen:
            self._chosen = row
            self.update()
        self.chosen.emit(row)

    def _help_at(self, position: QPointF) -> str:
        column = next(
            (name for name, start in reversed(self._columns.items()) if position.x() >= start * self.width()),
            "name",
        )
        return {
            "name": self.tr("Where the number comes from: a feature, or a unit of the layer before."),
            "weight": self.tr(
                "Drag sideways to change the weight (Shift: finer), or click to type it. Undo works."
            ),
            "input": self.tr("What comes in along this weight: at the probe point, or on average."),
            "product": self.tr("Weight times input: what this input adds to z."),
            "gradient": self.tr(
                "How fast the loss rises as this weight rises: a training step goes the other way."
            ),
            "past": self.tr("The weight over the recorded epochs, up to now."),
        }[column]

    def _restyle(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.update()
