"""The picture of a sweep: a measure over one field, a map over two, parallel axes over three and more."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from playground.app.sweep.results import Results, measure
from playground.ui.look import theme
from playground.ui.plots.pane import Pane, pen
from playground.ui.plots.plot import Keep, Plot, Table
from playground.ui.sweep.drawn import MARGIN, Drawn, Scale, share_of
from playground.ui.sweep.parallel_axes import ParallelAxes
from playground.ui.words import numbers
from playground.ui.words.fields import field_name, value_name

Row = dict[str, Any]
_MOST_MARKS = 400
"""So many sets of values at most have marks, bars and numbers of their own."""
_LEGEND_STEPS = 33


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
        self.curve = _Curve(self._pane)
        self.map = _Map(self._pane)
        self.parallel = ParallelAxes(self._pane)
        self.parallel.brushed.connect(self.brushed)
        for item in (self.curve, self.map, self.parallel):
            item.pointed.connect(self.pointed)
        self.table = self._columns_of

    @property
    def kind(self) -> str:
        """What is drawn: curve, map or axes; empty before there are rows."""
        if not self._rows:
            return ""
        return ("curve", "map", "axes")[min(len(self._paths), 3) - 1]

    @property
    def legend(self) -> tuple[tuple[int, ...], str, str] | None:
        """The map's colours from the lowest value to the highest, and both in words; None: no map."""
        if self.kind != "map":
            return None
        colors, low, high = self.map.legend()
        return colors, f"{self._measure_name} {low}", high

    def show_rows(self, results: Results | None, rows: list[Row], measure_name: str, title: str) -> None:
        """Draw a measure of these rows; ``title`` is the measure in the user's language."""
        if results is not self._results:
            self.parallel.clear_brushes()
            self.reset()
        self._results, self._measure, self._measure_name = results, measure_name, title
        self._paths = () if results is None else results.plan.paths
        self._rows = [row for row in rows if row[measure_name]["mean"] is not None]
        self._draw()

    def select(self, place: int | None) -> None:
        """Mark the set of values at this place of the plan."""
        self._selected = place
        for item in (self.curve, self.map, self.parallel):
            item.select(place)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "parallel"):
            self._draw()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(480), theme.pixels(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(240), theme.pixels(140))

    def _draw(self) -> None:
        kind, pane = self.kind, self._pane
        for item, name in ((self.curve, "curve"), (self.map, "map"), (self.parallel, "axes")):
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
            self.curve.show_rows(scales[0], self._rows, self._seeds(), self._measure)
        elif kind == "map":
            assert self._results is not None
            is_grid = len(scales[0].values) * len(scales[1].values) == len(self._results.plan.combinations)
            self.map.show_rows(scales[0], scales[1], self._rows, self._measure, are_cells=is_grid)
        else:
            self.parallel.show_rows(scales, self._rows, self._measure, self._measure_name)
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


class _Curve(Drawn):
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
        room = (high - low) * MARGIN or max(abs(high) * 0.1, 1e-6)
        self.pane.bottom.setLogMode(scale.is_log and not scale.names())
        self.pane.bottom.name_ticks(scale.names())
        self.pane.left.name_ticks({})
        self.pane.left.write = numbers.percent_on_axis if name.endswith("accuracy") else numbers.on_axis
        self.pane.show_range(scale.span(), (low - room, high + room))
        self.update()

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw the line, bars and dots."""
        colors, at = theme.current(), self.mapper()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.boundingRect())
        if len(self._points) > _MOST_MARKS:
            self._paint_cloud(painter)
            return
        if self._is_joined:
            painter.setPen(pen(colors.accent, 1.5))
            painter.drawPolyline(QPolygonF([at(x, mean) for _, x, mean, _, _ in self._points]))
        for place, x, mean, deviation, each in self._points:
            painter.setPen(pen(colors.accent, 1.5))
            if deviation:
                painter.drawLine(at(x, mean - deviation), at(x, mean + deviation))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.with_alpha(colors.quiet, 0.5))
            size = theme.pixels(2)
            for height in each:
                painter.drawEllipse(at(x, height), size, size)
            painter.setBrush(colors.accent)
            painter.setPen(pen(colors.text if place == self._selected else colors.panel, 1.5))
            size = theme.pixels(6 if place == self._selected else 4)
            painter.drawEllipse(at(x, mean), size, size)

    def _paint_cloud(self, painter: QPainter) -> None:
        """Many means, as plain points."""
        at = self.mapper()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen(theme.current().accent, 3.0))
        painter.drawPoints(QPolygonF([at(x, mean) for _, x, mean, _, _ in self._points]))
        chosen = next((point for point in self._points if point[0] == self._selected), None)
        if chosen is not None:
            painter.setPen(pen(theme.current().text, 8.0))
            painter.drawPoint(at(chosen[1], chosen[2]))

    def found_at(self, position: QPointF) -> int | None:
        """The nearest mean, within reach."""
        at = self.mapper()
        reach = theme.pixels(14)
        near = [
            (QPointF(at(x, mean) - position).manhattanLength(), place)
            for place, x, mean, _, _ in self._points
        ]
        return min(near)[1] if near and min(near)[0] <= reach else None


# ----------------------------------------------------------------------------------- two fields


class _Map(Drawn):
    """A cell for each pair of values, the lowest the strongest; dots where pairs were drawn at random."""

    def __init__(self, pane: Pane) -> None:
        super().__init__(pane)
        self._cells: dict[int, tuple[float, float, float, str]] = {}
        self._are_cells = True
        self._span = (0.0, 1.0)
        self._write: Callable[[float], str] = numbers.plain

    def show_rows(self, up: Scale, across: Scale, rows: list[Row], name: str, *, are_cells: bool) -> None:
        """Draw these rows: the first field up, the second across."""
        self._are_cells = are_cells
        is_accuracy = name.endswith("accuracy")
        self._write = numbers.percent_exact if is_accuracy else lambda value: numbers.plain(value, 3)
        self._cells = {}
        for row in rows:
            here, there = row["set"][across.path], row["set"][up.path]
            place = (
                (across.order(here), up.order(there))
                if self._are_cells
                else (across.place(here), up.place(there))
            )
            mean = row[name]["mean"]
            self._cells[row["place"]] = (*map(float, place), mean, self._write(mean))
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

    def legend(self) -> tuple[tuple[int, ...], str, str]:
        """The colours from the lowest mean to the highest, and both as the cells write them."""
        low, high = min(self._span), max(self._span)
        means = np.linspace(low, high, _LEGEND_STEPS).tolist()
        return tuple(self._color(mean).rgb() for mean in means), self._write(low), self._write(high)

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw cells or dots, and the numbers where there is room."""
        colors, at = theme.current(), self.mapper()
        painter.setClipRect(self.boundingRect())
        painter.setFont(theme.font("small"))
        metrics = QFontMetricsF(theme.font("small"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, not self._are_cells)
        for place, (x, y, mean, text) in self._cells.items():
            color = self._color(mean)
            if not self._are_cells and len(self._cells) > _MOST_MARKS:
                painter.setPen(pen(colors.text if place == self._selected else color, 4.0))
                painter.drawPoint(at(x, y))
                continue
            if not self._are_cells:
                size = theme.pixels(7 if place == self._selected else 5)
                painter.setBrush(color)
                painter.setPen(pen(colors.text if place == self._selected else colors.panel, 1.5))
                painter.drawEllipse(at(x, y), size, size)
                continue
            rect = _cell(at, x, y)
            gap = 1 if len(self._cells) <= _MOST_MARKS else 0
            painter.fillRect(rect.adjusted(gap, gap, -gap, -gap), color)
            if place == self._selected:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(colors.text, 2.0 * theme.scale()))
                painter.drawRect(rect.adjusted(2, 2, -2, -2))
            if metrics.horizontalAdvance(text) + 6 < rect.width() and metrics.height() < rect.height():
                painter.setPen(theme.text_on(color))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def found_at(self, position: QPointF) -> int | None:
        """The cell under the position, or the nearest dot within reach."""
        at = self.mapper()
        if self._are_cells:
            return next(
                (place for place, (x, y, *_) in self._cells.items() if _cell(at, x, y).contains(position)),
                None,
            )
        near = [
            (QPointF(at(x, y) - position).manhattanLength(), place)
            for place, (x, y, *_) in self._cells.items()
        ]
        return min(near)[1] if near and min(near)[0] <= theme.pixels(14) else None

    def _color(self, mean: float) -> QColor:
        """What marks this mean, on the map and in its legend."""
        colors = theme.current()
        return theme.mix(colors.field, colors.accent, 0.08 + 0.82 * share_of(mean, self._span))


def _cell(at: Callable[[float, float], QPointF], x: float, y: float) -> QRectF:
    return QRectF(at(x - 0.5, y + 0.5), at(x + 0.5, y - 0.5))
