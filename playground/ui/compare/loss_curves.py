"""One loss plot for all compared runs: a colour each, their names at the ends, seeds as a band."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QSignalBlocker, Signal
from PySide6.QtGui import QColor, QHideEvent, QMouseEvent

from playground.ui.look import theme
from playground.ui.plots.marks import EndName, EndNames
from playground.ui.plots.pace import Pace
from playground.ui.plots.pane import Line, pen
from playground.ui.plots.plot import Keep, Plot, Table
from playground.ui.plots.scale import room_around

Values = NDArray[np.float64]

PACE_MS = 150
"""Curves of many runs are drawn no more often than so."""
SHOWN_EVERY_MS = 40
"""While they play they are shown about so often."""
_MANY = 8
"""From so many lines on they are thin, and drawn with fewer points."""
_MOST_POINTS = 300
_PAYS_FROM = 20.0
"""From this ratio of the largest loss to the smallest the axis is logarithmic."""
_NEAR = 14.0
_AROUND = 56
"""Title and axis need so many logical pixels beside the curves."""


@dataclass(frozen=True)
class Trace:
    """The losses of one run over its ``epochs (n,)``: NaN where there is no test loss."""

    id: int
    name: str
    color: QColor
    epochs: Values
    train: Values
    test: Values

    @property
    def judged(self) -> Values:
        """What the curve is named by: the test loss where there is one."""
        return self.test if np.isfinite(self.test).any() else self.train


@dataclass(frozen=True)
class Band:
    """Runs that differ by their seed alone: from the lowest to the highest test loss at each epoch."""

    name: str
    color: QColor
    traces: tuple[Trace, ...]

    def limits(self) -> tuple[Values, Values, Values]:
        """Epochs that all have, and the lowest and the highest loss there."""
        last = min(float(trace.epochs[-1]) for trace in self.traces)
        epochs = self.traces[0].epochs
        epochs = epochs[epochs <= last]
        rows = np.stack([np.interp(epochs, trace.epochs, trace.judged) for trace in self.traces])
        return epochs, rows.min(axis=0), rows.max(axis=0)


class LossCurves(Plot):
    """Solid: training points, dashed: test points. ``hovered`` tells the run whose curve is near, 0: none."""

    hovered = Signal(int)

    def __init__(self, name: str, keep: Keep | None = None) -> None:
        super().__init__(name, keep)
        self.loss_pane = self.add_pane(self.tr("Loss"), has_grid=True)
        self.loss_pane.bottom.caption = self.tr("epoch")
        self.loss_pane.bottom.least_step = 1.0  # there are losses after whole epochs only
        self.loss_pane.view.setMouseEnabled(x=False, y=False)
        self.ends = EndNames(self.loss_pane)
        self._traces: tuple[Trace, ...] = ()
        self._bands: tuple[Band, ...] = ()
        self._lines: dict[tuple[int, str], Line] = {}
        self._fills: list[tuple[Line, Line, Any]] = []
        self._lit = 0
        self._pace = Pace(self, self._draw, PACE_MS, shown_every=SHOWN_EVERY_MS)
        self.table = self._seen_table
        self.loss_pane.view.sigResized.connect(lambda _: self._show_range())

    @property
    def traces(self) -> tuple[Trace, ...]:
        """What is shown."""
        return self._traces

    @property
    def lit(self) -> int:
        """The run whose curve stands out; 0: none."""
        return self._lit

    @property
    def is_drawn(self) -> bool:
        """Whether what is shown is drawn, and nothing waits to be."""
        return not self._pace.is_behind

    @property
    def bands(self) -> tuple[Band, ...]:
        """The bands that are shown."""
        return self._bands

    def show_traces(self, traces: Sequence[Trace], bands: Sequence[Band] = ()) -> None:
        """Show these runs; those in a band by the band alone, but the one that is pointed at."""
        is_other = [trace.id for trace in traces] != [trace.id for trace in self._traces]
        self._traces, self._bands = tuple(traces), tuple(bands)
        if is_other:
            self._pace.draw_now()
        else:
            self._pace.want()

    def height_for(self, names: int) -> int:
        """The height in which so many names have room at the lines' ends."""
        return round(self.ends.line_height * names) + theme.pixels(_AROUND)

    def light(self, number: int) -> None:
        """Let this run's curve stand out; 0: none."""
        if number != self._lit:
            self._lit = number
            self._draw()

    def reset(self) -> None:
        """The whole is always seen."""
        super().reset()
        self._show_range()

    def restyle(self) -> None:
        """Take over the theme's colours, fonts and sizes."""
        super().restyle()
        for pane in self.panes:
            pane.restyle()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.hovered.emit(self._nearest(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hovered.emit(0)

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        self._pace.stop()
        super().hideEvent(event)

    # ------------------------------------------------------------------------------------- private

    def _draw(self) -> None:
        self._choose_scale()
        banded = {trace.id for band in self._bands for trace in band.traces}
        wanted = [
            (trace, way)
            for trace in self._traces
            if trace.id not in banded or trace.id == self._lit
            for way in ("train", "test")
        ]
        keys = {(trace.id, way) for trace, way in wanted}
        for key in [key for key in self._lines if key not in keys]:
            self.loss_pane.view.removeItem(self._lines.pop(key))
        is_many = len(wanted) >= _MANY
        for trace, way in wanted:
            line = self._lines.get((trace.id, way))
            if line is None:
                line = self._lines[trace.id, way] = Line(self.loss_pane)
            line.setPen(self._pen(trace, way, is_many=is_many))
            line.setZValue(3.0 if trace.id == self._lit else 1.0)
            values = trace.train if way == "train" else trace.test
            line.set_values(*(_thinned(trace.epochs, values) if is_many else (trace.epochs, values)))
        limits = [band.limits() for band in self._bands]
        self._draw_bands(limits)
        title = self.loss_pane.title
        assert title is not None
        said = []
        if any(trace.epochs.size > 1 for trace, _ in wanted):
            said = [self.tr("— train"), self.tr("- - test")]
        if any(epochs.size > 1 for epochs, _, _ in limits):
            said.append(self.tr("band: lowest to highest of the seeds"))
        title.show_parts(*((text, "quiet") for text in said))
        self._name_ends(banded, limits)
        self._show_range()
        for low, high, _ in self._fills:
            with QSignalBlocker(low):  # what is between them is filled once, when both are new
                low.refresh()
            high.refresh()
        self.settle()

    def _pen(self, trace: Trace, way: str, *, is_many: bool) -> Any:
        is_lit = trace.id == self._lit
        steps_back = self._lit and not is_lit and any(one.id == self._lit for one in self._traces)
        color = theme.with_alpha(trace.color, 0.3) if steps_back else trace.color
        width = 2.2 if is_lit else 1.0 if is_many else 1.5
        return pen(color, width, dashes=(4.0, 3.0) if way == "test" else None)

    def _draw_bands(self, limits: Sequence[tuple[Values, Values, Values]]) -> None:
        while len(self._fills) > len(self._bands):
            for item in self._fills.pop():
                self.loss_pane.view.removeItem(item)
        while len(self._fills) < len(self._bands):
            low, high = Line(self.loss_pane), Line(self.loss_pane)
            fill = self.loss_pane.add(pg.FillBetweenItem(low, high))
            self._fills.append((low, high, fill))
        for band, (low, high, fill), (epochs, lowest, highest) in zip(
            self._bands, self._fills, limits, strict=True
        ):
            edge = pen(theme.with_alpha(band.color, 0.8), 1.0)
            for line, values in ((low, lowest), (high, highest)):
                line.setPen(edge)
                line.set_values(*_thinned(epochs, values))
            fill.setBrush(theme.with_alpha(band.color, 0.22))

    def _name_ends(self, banded: set[int], limits: Sequence[tuple[Values, Values, Values]]) -> None:
        curves = [
            (band.name, band.color, 0.5 * (low + high))
            for band, (_, low, high) in zip(self._bands, limits, strict=True)
        ]
        curves += [
            (trace.name, trace.color, trace.judged)
            for trace in self._traces
            if trace.id not in banded or trace.id == self._lit
        ]
        names = []
        for name, color, values in curves:
            heights = self.loss_pane.to_axis(values)
            heights = heights[np.isfinite(heights)]
            if heights.size > 1:  # one value alone draws no curve
                names.append(EndName(name, color, float(heights[-1])))
        names.sort(key=lambda name: name.text != self._lit_name)
        self.ends.show_names(names)

    @property
    def _lit_name(self) -> str:
        return next((trace.name for trace in self._traces if trace.id == self._lit), "")

    def _height(self, value: float) -> float:
        return float(self.loss_pane.to_axis(np.array([value]))[0])

    def _choose_scale(self) -> None:
        losses = np.concatenate([np.zeros(0), *(row for t in self._traces for row in (t.train, t.test))])
        losses = losses[np.isfinite(losses) & (losses > 0.0)]
        is_log = bool(losses.size) and float(losses.max()) >= _PAYS_FROM * float(losses.min())
        if is_log != self.loss_pane.is_log:
            self.loss_pane.set_log(is_log)

    def _show_range(self) -> None:
        if not self._traces:
            return
        last = max(max(float(trace.epochs[-1]) for trace in self._traces), 1.0)
        width = max(float(self.loss_pane.view.width()), 50.0)
        share = min(self.ends.room / width, 0.5)
        rows = [self.loss_pane.to_axis(row) for t in self._traces for row in (t.train, t.test)]
        values = np.concatenate(rows)
        up = room_around(values, is_log=self.loss_pane.is_log, floor=0.0)
        self.loss_pane.show_range((0.0, last / (1.0 - share)), up)

    def _nearest(self, position: QPointF) -> int:
        """The run whose curve passes nearest to this place of the widget, if near enough."""
        view = self.loss_pane.view
        if not self._traces or not view.sceneBoundingRect().contains(position):
            return 0
        (_, _), (low, high) = view.viewRange()
        at = view.mapSceneToView(position)
        pixel = max(high - low, 1e-300) / max(float(view.height()), 1.0)
        found = []
        for trace in self._traces:
            if not trace.epochs[0] <= at.x() <= trace.epochs[-1] * 1.3 + 1.0:
                continue
            place = int(np.abs(trace.epochs - at.x()).argmin())
            for row in (trace.train, trace.test):
                distance = abs(self._height(float(row[place])) - at.y()) / pixel
                if distance <= _NEAR * theme.scale():
                    found.append((distance, trace.id))
        return min(found)[1] if found else 0

    def _seen_table(self) -> Table:
        """All losses, a column for each curve, empty where a run has no record of that epoch."""
        epochs = np.unique(np.concatenate([np.zeros(0), *(trace.epochs for trace in self._traces)]))
        columns: Table = {self.tr("epoch"): epochs}
        ways: tuple[tuple[str, Callable[[Trace], Values]], ...] = (
            (self.tr("train"), lambda trace: trace.train),
            (self.tr("test"), lambda trace: trace.test),
        )
        for trace in self._traces:
            for way, of in ways:
                column = np.full(epochs.size, np.nan)
                column[np.searchsorted(epochs, trace.epochs)] = of(trace)
                columns[f"{trace.name}, {way}"] = column
        return columns


def _thinned(epochs: Values, values: Values) -> tuple[Values, Values]:
    """At most so many points of a curve, its end among them."""
    step = -(-epochs.size // _MOST_POINTS)
    if step <= 1:
        return epochs, values
    kept = np.unique([0, *range(epochs.size - 1, -1, -step)])
    return epochs[kept], values[kept]
