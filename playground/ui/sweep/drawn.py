"""What the pictures of a sweep share: where values stand along an axis, and items painted in pixels."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal

from playground.ui.plots.pane import Pane
from playground.ui.words.fields import value_name

MOST_NAMED = 12
"""So many values at most are each named on an axis; more, and it shows round numbers."""
_LOG_RATIO = 30.0
"""Numbers that span so much are placed by their logarithms."""
MARGIN = 0.06


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
        if len(self.values) > MOST_NAMED:
            return {}
        return {self.place(value): value_name(self.path, value) for value in self.values}

    def span(self) -> tuple[float, float]:
        """From the first to the last place, with some room."""
        places = [self.place(value) for value in self.values]
        low, high = min(places), max(places)
        room = (high - low) * MARGIN or 0.5
        return low - room, high + room


class Drawn(pg.GraphicsObject):  # type: ignore[misc]
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
        return self.mapper()(across, up)

    def mapper(self) -> Callable[[float, float], QPointF]:
        """What gives the pixel of a place, for many of them."""
        (left, right), (low, high) = self._view.viewRange()
        rect = self.boundingRect()
        start, end = rect.left(), rect.bottom()
        wide, tall = rect.width() / (right - left), rect.height() / (high - low)
        return lambda across, up: QPointF(start + (across - left) * wide, end - (up - low) * tall)

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


def share_of(value: float, span: tuple[float, float]) -> float:
    """How far a value is from the worst to the best."""
    worst, best = span
    return (value - worst) / (best - worst) if best != worst else 1.0


def _key(value: Any) -> str:
    return repr(value)
