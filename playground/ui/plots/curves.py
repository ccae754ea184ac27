"""Curves over one quantity, the epochs say: lanes that are looked at together, and a cursor that reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QHideEvent, QMouseEvent, QResizeEvent, QShowEvent

from playground.ui.look import theme
from playground.ui.plots.lanes import Lane, LaneCurves, Trace, Values
from playground.ui.plots.marks import Pill
from playground.ui.plots.pace import Pace
from playground.ui.plots.pane import Line
from playground.ui.plots.plot import Keep, Plot, Table
from playground.ui.plots.scale import HeldView, Range
from playground.ui.words import numbers

__all__ = ["CurvePlot", "Lane", "Trace"]

PACE_MS = 100
"""A curve that grows by one record in hundreds need not be drawn at every frame."""
_MOST_ABOVE = 0.4
"""At most this share of a pane's height is left free above curves that end under the corner."""
_ASIDE = 2.2
"""Lanes stand beside each other where the plot is so many times as wide as high."""


class CurvePlot(Plot):
    """Lanes of curves over rising places; what is seen across, and the cursor, they have in common.

    The wheel zooms at the pointer, a drag chooses a range (with Shift it pans), a double-click shows the
    whole. The heights follow what is seen. Without titles the cursor's reading stands in the first lane.
    """

    def __init__(
        self,
        name: str,
        lanes: Sequence[Lane],
        *,
        across: str,
        least_span: float = 2.0,
        has_titles: bool = True,
        write_place: Callable[[float], str] = numbers.epoch,
        keep: Keep | None = None,
    ) -> None:
        """``across`` names the places, which ``write_place`` writes; nobody zooms below ``least_span``."""
        self._parts: list[LaneCurves] = []  # resized while it is being made
        super().__init__(name, keep)
        self._arranged: object = None
        self._across, self._write_place, self._least_span = across, write_place, least_span
        self._places: Values = np.zeros(0)
        self._seen: Range | None = None
        self._cursor: int | None = None
        self._mark: float | None = None
        self._fork: float | None = None
        self._is_log = False
        self._empty = ""
        self._heights: Range | None = None
        self._corner = (0.0, 0.0)
        self._parts = [self._made(lane, has_title=has_titles) for lane in lanes]
        self._reading = Pill(self._parts[0].pane, at_top=True)
        self._pace = Pace(self, self._draw, PACE_MS)
        self.table = self._seen_table
        self.restyle()

    # ---------------------------------------------------------------------------------- what is shown

    def show_curves(
        self,
        places: Values,
        values: Sequence[Sequence[Values]],
        *,
        mark: float | None = None,
        fork: float | None = None,
    ) -> None:
        """Show ``values``, for each lane one array ``(n,)`` for each of its traces, over ``places (n,)``.

        NaN is no value; lanes without any are left out. ``mark`` is the place where one is now, ``fork``
        where these curves part from others.
        """
        self._places, self._mark, self._fork = places, mark, fork
        for part, rows in zip(self._parts, values, strict=True):
            part.values = tuple(rows)
        self._pace.want()

    def say_while_empty(self, sentence: str) -> None:
        """Say this where there is no curve yet."""
        self._empty = sentence
        self._draw()

    def name_places(self, name: str) -> None:
        """Call the places this."""
        self._across = name
        self._arranged = None
        self._draw()

    def name_lanes(self, titles: Sequence[str]) -> None:
        """Call the lanes these, in their order."""
        for part, title in zip(self._parts, titles, strict=True):
            part.lane = replace(part.lane, title=title)
            if part.pane.title is not None:
                part.pane.title.set_name(title)

    def show_heights(self, heights: Range | None) -> None:
        """Where the whole is seen, let every lane's axis have this range; None: what its values need."""
        self._heights = heights
        self._show_ranges()

    def keep_corner_free(self, width: float, height: float) -> None:
        """Let neither a curve nor the cursor's reading run under what stands in the upper right corner."""
        self._reading.inset = width
        self._corner = (width, height)
        self._show_ranges()

    def set_log(self, is_log: bool) -> None:
        """Draw equal factors, or equal differences, as equal heights."""
        if is_log != self._is_log:
            self._is_log = is_log
            for part in self._parts:
                part.pane.set_log(is_log and not part.lane.is_share)
            self._draw()

    @property
    def is_log(self) -> bool:
        """Whether equal heights are equal factors."""
        return self._is_log

    @property
    def whole(self) -> Range:
        """The first and the last place."""
        if not self._places.size:
            return 0.0, 1.0
        first, last = float(self._places[0]), float(self._places[-1])
        return first, max(last, first + 1e-9 if self._least_span < 1.0 else first + 1.0)

    @property
    def seen(self) -> Range:
        """The first and the last place in view."""
        return self.whole if self._seen is None else self._seen

    @property
    def shown_lanes(self) -> list[Lane]:
        """The lanes that have any values."""
        return [part.lane for part in self._parts if part.pane.is_shown]

    @property
    def forked(self) -> float | None:
        """Where the line stands that says where these curves part from others."""
        is_inside = self._fork is not None and self._places.size and self._places[0] < self._fork
        return self._fork if is_inside else None

    @property
    def marked(self) -> float | None:
        """The place with a line of its own, where that is not the curves' end."""
        is_back = self._mark is not None and self._places.size and self._mark < self._places[-1]
        return self._mark if is_back else None

    def lines(self, lane: int) -> list[Line]:
        """The curves of a lane, as drawn."""
        return self._parts[lane].lines

    @property
    def cursor_place(self) -> float:
        """Where the cursor's line stands."""
        return self._parts[0].cursor_place

    def readings(self) -> dict[str, float]:
        """What the cursor reads: its place, and the value of each curve there; empty without a cursor."""
        if self._cursor is None:
            return {}
        found = {self._across: float(self._places[self._cursor])}
        for part in self._parts:
            for trace, values in zip(part.lane.traces, part.values, strict=True):
                if np.isfinite(values[self._cursor]):
                    found[part.lane.full_name(trace)] = float(values[self._cursor])
        return found

    def place_at(self, position: QPointF) -> float | None:
        """The place under this position of the widget; None where there is no lane."""
        for part in self._parts:
            box = part.pane.view.sceneBoundingRect()
            left, right = (0.0, float(self.width())) if self.columns == 1 else (box.left(), box.right())
            is_over = left <= position.x() <= right and (self.columns > 1 or position.y() <= box.bottom())
            if part.pane.is_shown and is_over:
                return float(part.pane.view.mapSceneToView(position).x())
        return None

    # ------------------------------------------------------------------------------------ looking

    def look_at(self, low: float, high: float) -> None:
        """Show the places from ``low`` to ``high``; the whole where that is more than there is."""
        first, last = self.whole
        span = max(high - low, self._least_span)
        if span >= last - first:
            self.reset()
            return
        low = min(max(low, first), last - span)
        self._seen = (low, low + span)
        self._show_ranges()

    def reset(self) -> None:
        """Show every place, and follow them from now on."""
        self._seen = None
        super().reset()
        self._show_ranges()

    def move(self, across: float, up: float) -> None:
        """Pan by a share of what is seen."""
        low, high = self.seen
        step = across * (high - low)
        self.look_at(low + step, high + step)

    def zoom(self, factor: float) -> None:
        """Show ``factor`` times as much, around the middle."""
        low, high = self.seen
        middle, half = 0.5 * (low + high), 0.5 * factor * (high - low)
        self.look_at(middle - half, middle + half)

    def hold_views(self, views: tuple[HeldView, ...]) -> None:
        """Look at these places again; the heights follow."""
        if views:
            self.look_at(*views[0][0])

    # ------------------------------------------------------------------------------------- events

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.set_cursor(self.place_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.set_cursor(None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        self._pace.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._parts:
            self._arrange()
            self._show_ranges()

    def restyle(self) -> None:
        """Take over the theme's colours, fonts and sizes."""
        super().restyle()
        self._arranged = None
        for part in self._parts:
            part.restyle()
        self._reading.restyle()

    # ------------------------------------------------------------------------------------ private

    def _made(self, lane: Lane, *, has_title: bool) -> LaneCurves:
        """A lane with a pane of its own, which tells how the user looks at it."""
        pane = self.add_pane(lane.title if has_title else "", has_grid=True)
        view = pane.view
        view.spans = True
        view.setMouseEnabled(x=True, y=False)
        view.sigRangeChangedManually.connect(lambda _: self._on_looked(view))
        view.span_dragged.connect(self._on_span)
        view.sigResized.connect(lambda _: self._show_ranges())
        return LaneCurves(pane, lane)

    def _draw(self) -> None:
        """Draw the curves as they are now."""
        has_any = self._places.size > 1
        self.say("" if has_any else self._empty)
        if self._seen is not None and self._seen[0] >= self.whole[1]:
            self._seen = None
        if self._cursor is not None and self._cursor >= self._places.size:
            self._cursor = None
        for part in self._parts:
            is_shown = has_any and any(np.isfinite(row).any() for row in part.values)
            if is_shown != part.pane.is_shown:
                part.pane.set_shown(is_shown)
        self._arrange()
        self._show_ranges()
        for part in self._parts:
            if part.pane.is_shown:
                part.draw(self._places)
        self._read()
        self.settle()

    def _arrange(self) -> None:
        """Lanes side by side where the room is wide, else one above the other."""
        shown = [part for part in self._parts if part.pane.is_shown]
        columns = max(len(shown), 1) if self.width() >= _ASIDE * self.height() else 1
        wanted = (columns, tuple(map(id, shown)))
        if wanted != self._arranged:
            self._arranged = wanted
            for part in shown:
                part.pane.bottom.setVisible(columns > 1 or part is shown[-1])
                part.pane.bottom.caption = self._across if part is shown[-1] else ""
            self.arrange(columns)

    def _show_ranges(self) -> None:
        """Show the same places in every lane, each as high as the values there need."""
        low, high = self.seen
        inside = slice(
            int(np.searchsorted(self._places, low, side="left")),
            int(np.searchsorted(self._places, high, side="right")),
        )
        for part in self._parts:
            if not part.pane.is_shown:
                continue
            across = (low, low + (high - low) * _room_for_dot(part.pane.view))
            is_whole = self._seen is None
            up = part.height_range(inside, is_whole=is_whole)
            if is_whole and self._heights is not None:
                up = self._heights
            elif part is self._parts[0]:
                up = self._under_corner(part, across, up)
            part.pane.is_held = False
            part.pane.show_range(across, up)
            part.pane.is_held = self._seen is not None

    def _under_corner(self, part: LaneCurves, across: Range, up: Range) -> Range:
        """The range up, higher where a curve would else run into the corner."""
        view, (low, high) = part.pane.view, up
        size = view.size()
        bottom = self._corner[1] - float(view.sceneBoundingRect().top())
        share = min(bottom / max(size.height(), 1.0), _MOST_ABOVE)
        if share <= 0.0 or not self._places.size:
            return up
        left = across[1] - (across[1] - across[0]) * self._corner[0] / max(size.width(), 1.0)
        first = int(np.searchsorted(self._places, left))
        rows = [part.pane.to_axis(row) for row in part.values if row.size == self._places.size]
        entering = [float(np.interp(left, self._places, row)) for row in rows if first < row.size]
        values = np.concatenate([entering, *(row[first:] for row in rows)])
        values = values[np.isfinite(values)]
        if not values.size:
            return up
        return low, max(high, low + (float(values.max()) - low) / (1.0 - share))

    def _on_looked(self, view: Any) -> None:
        """The user panned or zoomed one of the lanes: the others follow."""
        (low, high), _ = view.viewRange()
        self.look_at(low, low + (high - low) / _room_for_dot(view))

    def _on_span(self, low: float, high: float, is_done: bool) -> None:
        """The user drags over a range: it is marked in every lane, and shown when the button is let go."""
        for part in self._parts:
            part.show_span(None if is_done else (low, high))
        if is_done and high > low:
            first, last = self.whole
            self.look_at(max(low, first), min(high, last))

    def set_cursor(self, place: float | None) -> None:
        """Read the curves nearest to this place; None: the cursor goes."""
        nearest = None
        if place is not None and self._places.size > 1:
            low, high = self.seen
            nearest = int(np.abs(self._places - min(max(place, low), high)).argmin())
        if nearest != self._cursor:
            self._cursor = nearest
            self._read()

    def _read(self) -> None:
        """Show the values at the cursor, else where one is now."""
        if not self._places.size:
            return
        now = self._places.size - 1
        if self._mark is not None:
            now = int(np.abs(self._places - self._mark).argmin())
        for part in self._parts:
            if part.pane.is_shown:
                part.show_now(self._places, now, self.marked)
                part.show_fork(self.forked)
                part.show_cursor(self._places, self._cursor, self._place_text())
                part.say_values(now if self._cursor is None else self._cursor)
        reading = ""
        if self._cursor is not None and self._parts[0].pane.title is None:
            values = [f"{name} {numbers.plain(value, 3)}" for name, value in self.readings().items()]
            reading = "   ".join((self._place_text(), *values[1:]))
        self._reading.show_text(reading)
        self.setAccessibleDescription(reading)

    def _place_text(self) -> str:
        if self._cursor is None:
            return ""
        return f"{self._across} {self._write_place(float(self._places[self._cursor]))}"

    def _seen_table(self) -> Table:
        """What is seen, a column for each curve."""
        low, high = self.seen
        inside = (self._places >= low) & (self._places <= high)
        columns = {self._across: self._places[inside]}
        for part in self._parts:
            for trace, values in zip(part.lane.traces, part.values, strict=True):
                if part.pane.is_shown and np.isfinite(values).any():
                    columns[part.lane.full_name(trace)] = values[inside]
        return columns


def _room_for_dot(view: Any) -> float:
    """How many times as wide as the curves a view is, so that the dot at their end is whole."""
    return 1.0 + theme.pixels(5) / max(float(view.width()), 50.0)
