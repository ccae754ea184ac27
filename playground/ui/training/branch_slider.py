"""The timeline's line: the epochs of the present branch, with the other branches beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.look import theme
from playground.ui.widgets.slider import Slider
from playground.ui.widgets.watchers import PlaceTips

MOST_LANES = 4
"""Other branches that are drawn: two above, two below; the list has them all."""
_LANE = 7
"""Logical pixels from lane to lane."""
_REACH = 4
_SNAP = 8
"""So near its end, in logical pixels, a click means the end itself."""


@dataclass(frozen=True)
class Lane:
    """One branch as a line from epoch ``first`` to ``last``; ``name`` says what began it."""

    id: int
    name: str
    first: int
    last: int


class BranchSlider(Slider):
    """Moves along the present branch; a click on another one, or Up and Down, asks for that."""

    branch_wanted = Signal(int, int)
    """A branch and an epoch of it."""
    neighbour_wanted = Signal(int)
    """The branch before (-1) or after (1) the present one in the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._present: Lane | None = None
        self._others: tuple[Lane, ...] = ()
        self._hovered: Lane | None = None
        PlaceTips(self, self.tip)

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The other branches that are drawn."""
        return self._others

    def show_lanes(self, present: Lane | None, others: Sequence[Lane]) -> None:
        """Draw these branches: the present one in the middle, the latest of the others beside it."""
        shown = tuple(others)[-MOST_LANES:]
        if (present, shown) != (self._present, self._others):
            self._present, self._others = present, shown
            self.update()

    def lane_end(self, place: int) -> QPoint:
        """Where the end of another branch is drawn."""
        lane = self._others[place]
        return QPointF(self._x(lane.last), self._y(place)).toPoint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        lane = self._lane_at(event.position())
        if lane is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        x = event.position().x()
        is_end = x >= self._x(lane.last) - theme.pixels(_SNAP)
        self.branch_wanted.emit(lane.id, lane.last if is_end else max(self._epoch(x), lane.first))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        hovered = None if self.isSliderDown() else self._lane_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.setCursor(Qt.CursorShape.PointingHandCursor if hovered else Qt.CursorShape.ArrowCursor)
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.neighbour_wanted.emit(steps)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._others:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                for place, lane in enumerate(self._others):
                    self._paint_lane(painter, place, lane)
        super().paintEvent(event)

    def paint_groove(self, painter: QPainter, margin: float, handle: float, middle: float) -> None:
        """Draw the present branch from its first epoch to its last, filled up to the handle."""
        present = self._present
        if present is None:
            super().paint_groove(painter, margin, handle, middle)
            return
        colors = theme.current()
        first, last = self._x(present.first), self._x(present.last)
        pen = QPen(theme.mix(colors.hairline, colors.quiet, 0.12), theme.pixels(3))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(first, middle), QPointF(max(last, first), middle))
        pen.setColor(colors.accent if self.isEnabled() else colors.quiet)
        painter.setPen(pen)
        painter.drawLine(QPointF(first, middle), QPointF(max(handle, first), middle))

    # ------------------------------------------------------------------------------------ private

    def _paint_lane(self, painter: QPainter, place: int, lane: Lane) -> None:
        colors = theme.current()
        is_hovered = lane == self._hovered
        color = colors.accent if is_hovered else theme.mix(colors.quiet, colors.panel, 0.35)
        middle, y = self.height() / 2, self._y(place)
        first, last = self._x(lane.first), self._x(lane.last)
        bend = min(theme.pixels(8), max(last - first, 0.0))
        path = QPainterPath(QPointF(first, middle))
        path.cubicTo(
            QPointF(first + bend / 2, middle), QPointF(first + bend / 2, y), QPointF(first + bend, y)
        )
        path.lineTo(QPointF(max(last, first + bend), y))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, theme.pixels(2) if is_hovered else 1.5 * theme.scale()))
        painter.drawPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        radius = theme.pixels(4 if is_hovered else 3)
        painter.drawEllipse(QPointF(max(last, first + bend), y), radius, radius)

    def _y(self, place: int) -> float:
        """Lanes go above and below the middle by turns; the latest is the nearest one above."""
        from_latest = len(self._others) - 1 - place
        lane = min(theme.pixels(_LANE), (self.height() / 2 - theme.pixels(4)) / 2)
        away = lane * (1 + from_latest // 2)
        return self.height() / 2 + (away if from_latest % 2 else -away)

    def _x(self, epoch: float) -> float:
        span = max(self.maximum() - self.minimum(), 1)
        return self._margin() + (epoch - self.minimum()) / span * (self.width() - 2 * self._margin())

    def _epoch(self, x: float) -> int:
        share = (x - self._margin()) / max(self.width() - 2 * self._margin(), 1.0)
        return round(self.minimum() + min(max(share, 0.0), 1.0) * (self.maximum() - self.minimum()))

    def _lane_at(self, place: QPointF) -> Lane | None:
        """The other branch under the pointer, the nearest one."""
        found: list[tuple[float, Lane]] = []
        for number, lane in enumerate(self._others):
            away = abs(place.y() - self._y(number))
            slack = theme.pixels(_SNAP)
            is_along = (
                self._x(lane.first) - slack
                <= place.x()
                <= max(self._x(lane.last) + slack, self._x(lane.first) + 2 * slack)
            )
            if away <= theme.pixels(_REACH) and is_along:
                found.append((away, lane))
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def tip(self, place: QPoint) -> str:
        lane = self._lane_at(QPointF(place))
        if lane is None:
            return self.toolTip()
        told = self.tr("{name}, to epoch {last}. Click: back to it, exactly as it was.")
        return told.format(name=lane.name, last=f"{lane.last:,}")
