"""Parallel axes: one for each field and one for the measure, with ranges that are chosen by dragging."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPolygonF

from playground.ui.look import theme
from playground.ui.plots.pane import Pane, pen
from playground.ui.sweep.drawn import MOST_NAMED, Drawn, Scale, share_of
from playground.ui.words import numbers
from playground.ui.words.fields import field_name, value_name

Row = dict[str, Any]
_MOST_LINES = 500
"""The best are drawn where there are more."""
_MOST_SMOOTH = 200


class ParallelAxes(Drawn):
    """An upright axis for each field and one for the measure, a line through them for each set of values.

    A drag along an axis keeps only the lines through that range; a click on the axis lets it go.
    """

    brushed = Signal(object)

    def __init__(self, pane: Pane) -> None:
        super().__init__(pane)
        self._titles: list[str] = []
        self._ticks: list[list[tuple[float, str]]] = []
        self._places: list[int] = []
        self._heights: NDArray[np.float64] = np.zeros((0, 0))
        self._strength: NDArray[np.float64] = np.zeros(0)
        self.brushes: dict[int, tuple[float, float]] = {}
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)

    def clear_brushes(self) -> None:
        """Show every line again."""
        if self.brushes:
            self.brushes = {}
            self._tell()

    def show_rows(self, scales: list[Scale], rows: list[Row], name: str, title: str) -> None:
        """Draw these rows."""
        is_accuracy = name.endswith("accuracy")
        means = [row[name]["mean"] for row in rows]
        low, high = min(means), max(means)
        span = high - low or 1.0
        self._titles = [*(field_name(scale.path) for scale in scales), title]
        self._places = [row["place"] for row in rows]
        columns = []
        self._ticks = []
        for scale in scales:
            ends = [scale.place(value) for value in scale.values]
            first, length = min(ends), max(ends) - min(ends)
            share = [(scale.place(value) - first) / length if length else 0.5 for value in scale.values]
            columns.append([share[scale.order(row["set"][scale.path])] for row in rows])
            named = list(zip(share, (value_name(scale.path, value) for value in scale.values), strict=True))
            self._ticks.append(named if len(named) <= MOST_NAMED else [named[0], named[-1]])
        columns.append([(mean - low) / span for mean in means])
        write = numbers.percent_exact if is_accuracy else lambda value: numbers.plain(value, 3)
        self._ticks.append([(0.0, write(low)), (1.0, write(high))] if high > low else [(0.0, write(low))])
        self._heights = np.array(columns).T
        best = (high, low) if not is_accuracy else (low, high)
        self._strength = np.array([share_of(mean, best) for mean in means])
        self.update()

    def kept(self) -> NDArray[np.bool_]:
        """``(rows,)``: which lines pass through all brushes."""
        kept = np.ones(len(self._places), dtype=bool)
        for axis, (low, high) in self.brushes.items():
            if axis < self._heights.shape[1]:
                kept &= (self._heights[:, axis] >= low - 1e-9) & (self._heights[:, axis] <= high + 1e-9)
        return kept

    def axis_point(self, axis: int, share: float) -> QPointF:
        """The pixel at a share of an axis's height, in the item's coordinates."""
        rect = self._field()
        step = rect.width() / max(len(self._titles) - 1, 1)
        return QPointF(rect.left() + axis * step, rect.bottom() - share * rect.height())

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw the faded lines, the kept ones by their measure, then axes, texts and brushes."""
        colors = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        kept, line = self.kept(), self._lines()
        order = np.argsort(self._strength, kind="stable")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(order) <= _MOST_SMOOTH)
        if len(order) > _MOST_LINES:
            order = order[-_MOST_LINES:]
        faded = pen(theme.mix(colors.panel, colors.quiet, 0.18), 1.0)
        for row in order[~kept[order]]:
            painter.setPen(faded)
            painter.drawPolyline(line(row))
        for row in order[kept[order]]:
            color = theme.mix(
                theme.mix(colors.panel, colors.quiet, 0.35), colors.accent, float(self._strength[row])
            )
            painter.setPen(pen(color, 1.0 + float(self._strength[row])))
            painter.drawPolyline(line(row))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._selected in self._places:
            painter.setPen(pen(colors.text, 2.5))
            painter.drawPolyline(line(self._places.index(self._selected)))
        self._paint_axes(painter)

    def found_at(self, position: QPointF) -> int | None:
        """The kept line that passes nearest, within reach; a click on a brushed axis takes its brush off."""
        axis = self._axis_near(position)
        if axis is not None and axis in self.brushes:
            del self.brushes[axis]
            self._tell()
            return None
        if not len(self._places):
            return None
        rect = self._field()
        step = rect.width() / max(len(self._titles) - 1, 1)
        along = min(max((position.x() - rect.left()) / step, 0.0), len(self._titles) - 1 - 1e-9)
        first = int(along)
        heights = self._heights[:, first] * (first + 1 - along) + self._heights[:, first + 1] * (
            along - first
        )
        wanted = (rect.bottom() - position.y()) / rect.height()
        gaps = np.where(self.kept(), np.abs(heights - wanted), np.inf)
        best = int(gaps.argmin())
        return self._places[best] if gaps[best] * rect.height() <= theme.pixels(10) else None

    def mouseDragEvent(self, event: Any) -> None:
        """Choose a range of the axis on which the drag began."""
        axis = self._axis_near(event.buttonDownPos())
        if event.button() != Qt.MouseButton.LeftButton or axis is None:
            event.ignore()
            return
        event.accept()
        rect = self._field()
        ends = sorted(
            min(max((rect.bottom() - point.y()) / rect.height(), 0.0), 1.0)
            for point in (event.buttonDownPos(), event.pos())
        )
        beyond = theme.pixels(3) / rect.height()
        self.brushes[axis] = (ends[0] - beyond, ends[1] + beyond)
        self.update()
        if event.isFinish():
            self._tell()

    def _tell(self) -> None:
        self.update()
        kept = self.kept()
        places = frozenset(place for place, is_kept in zip(self._places, kept, strict=True) if is_kept)
        self.brushed.emit(places if self.brushes else None)

    def _field(self) -> QRectF:
        """Where the axes stand."""
        metrics = QFontMetricsF(theme.font("small"))
        rect = self.boundingRect()
        names = [text for ticks in self._ticks[:1] + self._ticks[-1:] for _, text in ticks] or [""]
        room = max(metrics.horizontalAdvance(name) for name in names) + theme.pixels(16)
        if self._titles:
            ends = (self._titles[0], self._titles[-1])
            room = max(room, max(metrics.horizontalAdvance(title) for title in ends) / 2.0 + theme.pixels(4))
        top = metrics.height() + theme.pixels(12)
        return rect.adjusted(room, top, -room, -theme.pixels(10))

    def _lines(self) -> Callable[[int], QPolygonF]:
        """What gives the line of a row in pixels."""
        rect = self._field()
        step = rect.width() / max(len(self._titles) - 1, 1)
        across = rect.left() + step * np.arange(len(self._titles))
        up = rect.bottom() - rect.height() * self._heights
        return lambda row: QPolygonF(list(map(QPointF, across.tolist(), up[row].tolist())))

    def _axis_near(self, position: QPointF) -> int | None:
        reach = theme.pixels(18)
        near = [
            (abs(self.axis_point(axis, 0.0).x() - position.x()), axis) for axis in range(len(self._titles))
        ]
        return min(near)[1] if near and min(near)[0] <= reach else None

    def _paint_axes(self, painter: QPainter) -> None:
        colors, metrics = theme.current(), QFontMetricsF(theme.font("small"))
        painter.setFont(theme.font("small"))
        ground = theme.with_alpha(colors.panel, 0.85)
        for axis, title in enumerate(self._titles):
            top, bottom = self.axis_point(axis, 1.0), self.axis_point(axis, 0.0)
            painter.setPen(pen(colors.quiet, 1.0))
            painter.drawLine(top, bottom)
            if axis in self.brushes:
                low, high = self.brushes[axis]
                half = theme.pixels(5)
                box = QRectF(self.axis_point(axis, high), self.axis_point(axis, low)).adjusted(
                    -half, 0, half, 0
                )
                painter.setPen(pen(colors.accent, 1.0))
                painter.setBrush(theme.with_alpha(colors.accent, 0.25))
                painter.drawRect(box)
            painter.setPen(colors.text)
            width = self._title_room()
            shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, width)
            place = QRectF(
                top.x() - width / 2.0, top.y() - theme.pixels(10) - metrics.height(), width, metrics.height()
            )
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)
            is_last = axis == len(self._titles) - 1
            for share, text in self._ticks[axis]:
                at = self.axis_point(axis, share)
                length = metrics.horizontalAdvance(text)
                left = at.x() + theme.pixels(8) if is_last or axis else at.x() - theme.pixels(8) - length
                box = QRectF(left, at.y() - metrics.height() / 2.0, length, metrics.height())
                painter.fillRect(box.adjusted(-2, 0, 2, 0), ground)
                painter.setPen(colors.quiet)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)

    def _title_room(self) -> float:
        rect = self._field()
        step = rect.width() / max(len(self._titles) - 1, 1)
        return max(step - theme.pixels(8), float(theme.pixels(40)))
