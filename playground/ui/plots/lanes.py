"""A lane: curves that share a pane, and what is marked and read on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from playground.ui.look import theme
from playground.ui.plots.marks import Dot, Pill
from playground.ui.plots.pane import Line, Pane, pen
from playground.ui.plots.scale import Range, room_around
from playground.ui.words import numbers

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Trace:
    """One curve: its short name, the theme's name of its colour, and its style."""

    name: str
    color: str = "text"
    is_dashed: bool = False


@dataclass(frozen=True)
class Lane:
    """Curves that share a pane; ``is_share`` ones are shares of a whole, never logarithmic."""

    title: str
    traces: tuple[Trace, ...]
    is_share: bool = False

    def full_name(self, trace: Trace) -> str:
        """The trace's name where other lanes have traces too."""
        return f"{self.title} {trace.name}".strip() if len(self.traces) > 1 else self.title or trace.name


class LaneCurves:
    """A lane's curves in its pane, with the marks and the cursor that read them."""

    def __init__(self, pane: Pane, lane: Lane) -> None:
        self.lane = lane
        self.pane = pane
        self.values: tuple[Values, ...] = tuple(np.zeros(0) for _ in lane.traces)
        if lane.is_share:
            pane.left.write = numbers.percent_on_axis
        self._span = pg.LinearRegionItem(movable=False)
        self._mark, self._fork, self._cursor = (pg.InfiniteLine(angle=90, movable=False) for _ in range(3))
        for item in (self._span, self._mark, self._fork, self._cursor):
            item.hide()
            pane.add(item)
        self.lines = [Line(pane) for _ in lane.traces]
        for place, line in enumerate(self.lines):
            line.setZValue(-place)
        self._now, self._dots = ([Dot(pane) for _ in lane.traces] for _ in range(2))
        self._pill = Pill(pane, at_top=False)

    def height_range(self, inside: slice, *, is_whole: bool) -> Range:
        """The range up that shows the values at these places; from 0 on where the whole is seen."""
        seen = [self.pane.to_axis(row[inside]) for row in self.values]
        values = np.concatenate(seen) if seen else np.zeros(0)
        floor = 0.0 if is_whole and not self.lane.is_share else None
        low, high = room_around(values, is_log=self.pane.is_log, floor=floor)
        return (low, min(high, 1.02)) if self.lane.is_share and high > 1.0 else (low, high)

    def draw(self, places: Values) -> None:
        """Draw the curves."""
        for line, values in zip(self.lines, self.values, strict=True):
            line.set_values(places, values)

    def show_span(self, span: Range | None) -> None:
        """Mark the range that is being dragged over."""
        self._span.setVisible(span is not None)
        if span is not None:
            self._span.setRegion(span)

    def show_now(self, places: Values, now: int, marked: float | None) -> None:
        """Mark where one is now: a dot on each curve, and a line where the curves go on behind it."""
        self._mark.setVisible(marked is not None)
        if marked is not None:
            self._mark.setValue(marked)
        self._put(self._now, places, now)

    def show_fork(self, fork: float | None) -> None:
        """Mark where the curves part from others."""
        self._fork.setVisible(fork is not None)
        if fork is not None:
            self._fork.setValue(fork)

    @property
    def cursor_place(self) -> float:
        """Where the cursor's line stands."""
        return float(self._cursor.value())

    def show_cursor(self, places: Values, cursor: int | None, text: str) -> None:
        """Show, or put away, the line at the cursor with its place and a dot on each curve."""
        self._cursor.setVisible(cursor is not None)
        if cursor is not None:
            self._cursor.setValue(float(places[cursor]))
        self._put(self._dots, places, cursor)
        has_pill = cursor is not None and self.pane.title is not None
        self._pill.show_text(text if has_pill else "", at=float(places[cursor]) if has_pill else None)

    def say_values(self, place: int) -> None:
        """Write the values at this place into the title."""
        if self.pane.title is None:
            return
        parts = []
        for trace, values in zip(self.lane.traces, self.values, strict=True):
            value = float(values[place])
            if np.isfinite(value):
                shown = numbers.percent_exact(value) if self.lane.is_share else numbers.figures(value, 3)
                parts.append((f"{trace.name} {shown}".strip(), trace.color))
        self.pane.title.show_parts(*parts)

    def restyle(self) -> None:
        """Take over the theme's colours and sizes."""
        colors = theme.current()
        for trace, line, now, dot in zip(self.lane.traces, self.lines, self._now, self._dots, strict=True):
            color = getattr(colors, trace.color)
            line.setPen(pen(color, 1.0, dashes=(4.0, 3.0)) if trace.is_dashed else pen(color, 1.5))
            now.restyle(color, 3.0)
            dot.restyle(color, 4.0)
        self._cursor.setPen(pen(colors.accent))
        self._mark.setPen(pen(colors.quiet, dashes=(2.0, 3.0)))
        self._fork.setPen(pen(theme.mix(colors.accent, colors.panel, 0.4)))
        self._span.setBrush(theme.with_alpha(colors.accent, 0.16))
        for edge in self._span.lines:
            edge.setPen(pen(colors.accent))
        self._pill.restyle()

    def _put(self, dots: list[Dot], places: Values, place: int | None) -> None:
        for dot, values in zip(dots, self.values, strict=True):
            value = np.nan if place is None else self.pane.to_axis(values[place : place + 1])[0]
            dot.setVisible(bool(np.isfinite(value)))
            if place is not None and np.isfinite(value):
                dot.setPos(float(places[place]), float(value))
