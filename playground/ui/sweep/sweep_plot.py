"""The picture of a sweep: a measure over one field, a map over two, parallel axes over three and more."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from playground.app.sweep.results import Results, measure
from playground.ui.look import theme
from playground.ui.plots.pane import Pane, pen
from playground.ui.plots.plot import Keep, Plot, Table
from playground.ui.words import numbers
from playground.ui.words.fields import field_name, value_name

Row = dict[str, Any]
_MOST_NAMED = 12
"""So many values at most are each named on an axis; more, and it shows round numbers."""
_LOG_RATIO = 30.0
"""Numbers that span so much are placed by their logarithms."""
_MARGIN = 0.06
_MOST_LINES = 2000


class Scale:
    """Where the values of a field stand along an axis: numbers by size, all else evenly in their order."""

    def __init__(self, path: str, values: Sequence[Any]) -> None:
        self.path = path
        known = list({_key(value): value for value in values}.values())
        self.is_numeric = all(
            isinstance(value, int | float) and not isinstance(value, bool) for value in known
        )
        self.is_log = self.is_numeric and min(known) > 0 and max(known) / min(known) >= _LOG_RATIO
        self.values = sorted(known) if self.is_numeric else known
        self._places = {_key(value): float(place) for place, value in enumerate(self.values)}

    def place(self, value: Any) -> float:
        """Where a value stands."""
        if not self.is_numeric:
            return self._places[_key(value)]
        return math.log10(value) if self.is_log else float(value)

    def order(self, value: Any) -> int:
        """Which of the values it is, from the lowest on."""
        return int(self._places[_key(value)])

    def names(self) -> dict[float, str]:
        """The texts of the values by their places; none where there are too many to be named."""
        if len(self.values) > _MOST_NAMED:
            return {}
        return {self.place(value): value_name(self.path, value) for value in self.values}

    def span(self) -> tuple[float, float]:
        """From the first to the last place, with some room."""
        places = [self.place(value) for value in self.values]
        low, high = min(places), max(places)
        room = (high - low) * _MARGIN or 0.5
        return low - room, high + room


class SweepPlot(Plot):
    """Draws the rows in the way that suits the number of fields.

    ``pointed`` tells the place of the set of values that was clicked; ``brushed`` those that are left by
    ranges dragged on the parallel axes (None: all).
    """

    pointed = Signal(int)
    brushed = Signal(object)

    def __init__(self, keep: Keep | None = None) -> None:
        super().__init__("", keep)
        self.setObjectName("sweepPlot")
        self.setAccessibleName(self.tr("Plot of the sweep"))
        self._rows: list[Row] = []
        self._results: Results | None = None
        self._paths: tuple[str, ...] = ()
        self._measure, self._measure_name = "test_loss", ""
        self._selected: int | None = None
        self._scaled_for: Results | None = None
        self._kept_scales: list[Scale] = []
        self._pane = self.add_pane(has_grid=True)
        self._curve = _Curve(self._pane)
        self._map = _Map(self._pane)
        self._axes = _ParallelAxes(self._pane)
        self._axes.brushed.connect(self.brushed)
        for item in (self._curve, self._map, self._axes):
            item.pointed.connect(self.pointed)
        self.table = self._columns_of

    @property
    def kind(self) -> str:
        """What is drawn: curve, map or axes; empty before there are rows."""
        if not self._rows:
            return ""
        return ("curve", "map", "axes")[min(len(self._paths), 3) - 1]

    @property
    def parallel(self) -> _ParallelAxes:
        """The parallel axes, with their brushes."""
        return self._axes

    def show_rows(self, results: Results | None, rows: list[Row], measure_name: str, title: str) -> None:
        """Draw a measure of these rows; ``title`` is the measure in the user's language."""
        if results is not self._results:
            self._axes.clear_brushes()
            self.reset()
        self._results, self._measure, self._measure_name = results, measure_name, title
        self._paths = () if results is None else results.plan.paths
        self._rows = [row for row in rows if row[measure_name]["mean"] is not None]
        self._draw()

    def select(self, place: int | None) -> None:
        """Mark the set of values at this place of the plan."""
        self._selected = place
        for item in (self._curve, self._map, self._axes):
            item.select(place)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_axes"):
            self._draw()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(480), theme.pixels(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(240), theme.pixels(140))

    def _draw(self) -> None:
        kind, pane = self.kind, self._pane
        for item, name in ((self._curve, "curve"), (self._map, "map"), (self._axes, "axes")):
            item.setVisible(kind == name)
        has_axes = kind in ("curve", "map")
        for part in (pane.left, pane.bottom):
            part.setVisible(has_axes)
        pane.left.setGrid(255 if kind == "curve" else False)
        pane.view.setMouseEnabled(has_axes, has_axes)
        if not kind:
            self._fit()
            return
        scales = self._scales()
        if kind == "curve":
            assert self._results is not None
            self._curve.show_rows(scales[0], self._rows, self._seeds(), self._measure)
        elif kind == "map":
            assert self._results is not None
            is_grid = len(scales[0].values) * len(scales[1].values) == len(self._results.plan.combinations)
            self._map.show_rows(scales[0], scales[1], self._rows, self._measure, are_cells=is_grid)
        else:
            self._axes.show_rows(scales, self._rows, self._measure, self._measure_name)
        if has_axes:
            bottom = scales[0] if kind == "curve" else scales[1]
            pane.bottom.setLabel(field_name(bottom.path))
            pane.left.setLabel(self._measure_name if kind == "curve" else field_name(scales[0].path))
        self.select(self._selected)
        self._fit()
        self.viewport().update()

    def _scales(self) -> list[Scale]:
        """The fields' axes: of all values that the sweep has, so that none moves while rows come."""
        results = self._results
        assert results is not None
        if self._scaled_for is not results:
            self._scaled_for = results
            columns = zip(*results.plan.combinations, strict=True)
            self._kept_scales = [
                Scale(path, values) for path, values in zip(self._paths, columns, strict=True)
            ]
        return self._kept_scales

    def _seeds(self) -> dict[int, list[float]]:
        """The measure of every single trial, by the place of its set of values."""
        results = self._results
        assert results is not None
        found: dict[int, list[float]] = {}
        for index, row in results.rows.items():
            value = measure(row, self._measure)
            if value is not None:
                found.setdefault(index // results.plan.seeds, []).append(value)
        return found

    def _columns_of(self) -> Table:
        """The fields that are numbers, and the measure, as columns."""
        made: Table = {}
        for path in self._paths:
            values = [row["set"][path] for row in self._rows]
            if all(isinstance(value, int | float) for value in values):
                made[path] = np.array(values, dtype=np.float64)
        for name in ("mean", "deviation"):
            values = [row[self._measure][name] for row in self._rows]
            made[f"{self._measure} {name}"] = np.array(
                [math.nan if value is None else value for value in values], dtype=np.float64
            )
        return made


# ------------------------------------------------------------------------------------ one field


class _Drawn(pg.GraphicsObject):  # type: ignore[misc]
    """Something painted in the pixels of a pane's view, that tells which set of values was clicked."""

    pointed = Signal(int)

    def __init__(self, pane: Pane) -> None:
        super().__init__(pane.view)
        self.pane, self._view = pane, pane.view
        self._selected: int | None = None
        pane.view.sigRangeChanged.connect(lambda *_: self.update())
        pane.view.sigResized.connect(lambda *_: self.prepareGeometryChange())

    def boundingRect(self) -> QRectF:
        """The whole view."""
        return QRectF(self._view.rect())

    def select(self, place: int | None) -> None:
        """Mark this set of values."""
        self._selected = place
        self.update()

    def at(self, across: float, up: float) -> QPointF:
        """The pixel of a place."""
        (left, right), (low, high) = self._view.viewRange()
        rect = self.boundingRect()
        return QPointF(
            rect.left() + (across - left) / (right - left) * rect.width(),
            rect.bottom() - (up - low) / (high - low) * rect.height(),
        )

    def found_at(self, position: QPointF) -> int | None:
        """The place of the set of values that is drawn here."""
        raise NotImplementedError

    def mouseClickEvent(self, event: Any) -> None:
        """Tell what was clicked."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        found = self.found_at(event.pos())
        if found is not None:
            event.accept()
            self.pointed.emit(found)


class _Curve(_Drawn):
    """The mean over one field, with its deviation as a bar and each seed as a dot."""

    def __init__(self, pane: Pane) -> None:
        super().__init__(pane)
        self._points: list[tuple[int, float, float, float, list[float]]] = []
        self._is_joined = True

    def show_rows(self, scale: Scale, rows: list[Row], seeds: dict[int, list[float]], name: str) -> None:
        """Draw these rows."""
        self._points = sorted(
            (
                (
                    row["place"],
                    scale.place(row["set"][scale.path]),
                    row[name]["mean"],
                    row[name]["deviation"] or 0.0,
                    seeds.get(row["place"], []),
                )
                for row in rows
            ),
            key=lambda point: point[1],
        )
        self._is_joined = scale.is_numeric
        heights = [
            height
            for *_, mean, deviation, each in self._points
            for height in (*each, mean - deviation, mean + deviation)
        ]
        low, high = min(heights), max(heights)
        room = (high - low) * _MARGIN or max(abs(high) * 0.1, 1e-6)
        self.pane.bottom.setLogMode(scale.is_log and not scale.names())
        self.pane.bottom.name_ticks(scale.names())
        self.pane.left.name_ticks({})
        self.pane.left.write = numbers.percent_on_axis if name.endswith("accuracy") else numbers.on_axis
        self.pane.show_range(scale.span(), (low - room, high + room))
        self.update()

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw the line, bars and dots."""
        colors = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.boundingRect())
        if self._is_joined:
            painter.setPen(pen(colors.accent, 1.5))
            painter.drawPolyline(QPolygonF([self.at(x, mean) for _, x, mean, _, _ in self._points]))
        for place, x, mean, deviation, each in self._points:
            painter.setPen(pen(colors.accent, 1.5))
            if deviation:
                painter.drawLine(self.at(x, mean - deviation), self.at(x, mean + deviation))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.with_alpha(colors.quiet, 0.5))
            size = theme.pixels(2)
            for height in each:
                painter.drawEllipse(self.at(x, height), size, size)
            painter.setBrush(colors.accent)
            painter.setPen(pen(colors.text if place == self._selected else colors.panel, 1.5))
            size = theme.pixels(6 if place == self._selected else 4)
            painter.drawEllipse(self.at(x, mean), size, size)

    def found_at(self, position: QPointF) -> int | None:
        """The nearest mean, within reach."""
        reach = theme.pixels(14)
        near = [
            (QPointF(self.at(x, mean) - position).manhattanLength(), place)
            for place, x, mean, _, _ in self._points
        ]
        return min(near)[1] if near and min(near)[0] <= reach else None


# ----------------------------------------------------------------------------------- two fields


class _Map(_Drawn):
    """A cell for each pair of values, the lowest the strongest; dots where pairs were drawn at random."""

    def __init__(self, pane: Pane) -> None:
        super().__init__(pane)
        self._cells: dict[int, tuple[float, float, float, str]] = {}
        self._are_cells = True
        self._span = (0.0, 1.0)

    def show_rows(self, up: Scale, across: Scale, rows: list[Row], name: str, *, are_cells: bool) -> None:
        """Draw these rows: the first field up, the second across."""
        self._are_cells = are_cells
        is_accuracy = name.endswith("accuracy")
        write = numbers.percent_exact if is_accuracy else lambda value: numbers.plain(value, 3)
        self._cells = {}
        for row in rows:
            here, there = row["set"][across.path], row["set"][up.path]
            place = (
                (across.order(here), up.order(there))
                if self._are_cells
                else (across.place(here), up.place(there))
            )
            mean = row[name]["mean"]
            self._cells[row["place"]] = (*map(float, place), mean, write(mean))
        means = [mean for *_, mean, _ in self._cells.values()]
        self._span = (max(means), min(means)) if not is_accuracy else (min(means), max(means))
        for axis, scale in ((self.pane.bottom, across), (self.pane.left, up)):
            if self._are_cells:
                step = math.ceil(len(scale.values) / 24)
                axis.setLogMode(False)
                axis.name_ticks(
                    {
                        float(k): value_name(scale.path, value)
                        for k, value in enumerate(scale.values)
                        if k % step == 0
                    }
                )
            else:
                axis.setLogMode(scale.is_log)
                axis.name_ticks({} if scale.is_numeric else scale.names())
        self.pane.left.write = numbers.on_axis
        if self._are_cells:
            self.pane.show_range((-0.5, len(across.values) - 0.5), (-0.5, len(up.values) - 0.5))
        else:
            self.pane.show_range(across.span(), up.span())
        self.update()

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw cells or dots, and the numbers where there is room."""
        colors = theme.current()
        painter.setClipRect(self.boundingRect())
        painter.setFont(theme.font("small"))
        metrics = QFontMetricsF(theme.font("small"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self._are_cells)
        for place, (x, y, mean, text) in self._cells.items():
            share = _share(mean, self._span)
            color = theme.mix(colors.field, colors.accent, 0.08 + 0.82 * share)
            if not self._are_cells:
                size = theme.pixels(7 if place == self._selected else 5)
                painter.setBrush(color)
                painter.setPen(pen(colors.text if place == self._selected else colors.panel, 1.5))
                painter.drawEllipse(self.at(x, y), size, size)
                continue
            rect = self._cell(x, y)
            painter.fillRect(rect.adjusted(1, 1, -1, -1), color)
            if place == self._selected:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colors.text, 2.0 * theme.scale()))
                painter.drawRect(rect.adjusted(2, 2, -2, -2))
            if metrics.horizontalAdvance(text) + 6 < rect.width() and metrics.height() < rect.height():
                painter.setPen(colors.accent_text if share > 0.55 else colors.text)
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def found_at(self, position: QPointF) -> int | None:
        """The cell under the position, or the nearest dot within reach."""
        if self._are_cells:
            return next(
                (place for place, (x, y, *_) in self._cells.items() if self._cell(x, y).contains(position)),
                None,
            )
        near = [
            (QPointF(self.at(x, y) - position).manhattanLength(), place)
            for place, (x, y, *_) in self._cells.items()
        ]
        return min(near)[1] if near and min(near)[0] <= theme.pixels(14) else None

    def _cell(self, x: float, y: float) -> QRectF:
        return QRectF(self.at(x - 0.5, y + 0.5), self.at(x + 0.5, y - 0.5))


# ------------------------------------------------------------------------------ three and more


class _ParallelAxes(_Drawn):
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
            self._ticks.append(named if len(named) <= _MOST_NAMED else [named[0], named[-1]])
        columns.append([(mean - low) / span for mean in means])
        write = numbers.percent_exact if is_accuracy else lambda value: numbers.plain(value, 3)
        self._ticks.append([(0.0, write(low)), (1.0, write(high))] if high > low else [(0.0, write(low))])
        self._heights = np.array(columns).T
        best = (high, low) if not is_accuracy else (low, high)
        self._strength = np.array([_share(mean, best) for mean in means])
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
        kept = self.kept()
        order = np.argsort(self._strength, kind="stable")
        if len(order) > _MOST_LINES:
            order = order[-_MOST_LINES:]
        faded = pen(theme.mix(colors.panel, colors.quiet, 0.18), 1.0)
        for row in order[~kept[order]]:
            painter.setPen(faded)
            painter.drawPolyline(self._line(row))
        for row in order[kept[order]]:
            color = theme.mix(
                theme.mix(colors.panel, colors.quiet, 0.35), colors.accent, float(self._strength[row])
            )
            painter.setPen(pen(color, 1.0 + float(self._strength[row])))
            painter.drawPolyline(self._line(row))
        if self._selected in self._places:
            painter.setPen(pen(colors.text, 2.5))
            painter.drawPolyline(self._line(self._places.index(self._selected)))
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

    def _line(self, row: int) -> QPolygonF:
        return QPolygonF(
            [self.axis_point(axis, share) for axis, share in enumerate(self._heights[row].tolist())]
        )

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


def _share(value: float, span: tuple[float, float]) -> float:
    """How far a value is from the worst to the best."""
    worst, best = span
    return (value - worst) / (best - worst) if best != worst else 1.0


def _key(value: Any) -> str:
    return repr(value)
