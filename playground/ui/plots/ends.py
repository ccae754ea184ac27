"""Names at the right ends of curves, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from playground.ui.look import theme
from playground.ui.plots.pane import Pane

_DEEPER = 0.3
"""A name is so much nearer to the text's colour than its curve, to be read on either ground."""


@dataclass(frozen=True)
class EndName:
    """A curve's name, its colour, and the height of its end, as the pane's left axis places it."""

    text: str
    color: QColor
    height: float


class EndNames(pg.GraphicsObject):
    """Writes the names into the room that ``room`` says they need at the view's right edge."""

    def __init__(self, pane: Pane) -> None:
        super().__init__(pane.view)
        self._view = pane.view
        self._names: tuple[EndName, ...] = ()
        self.setZValue(4.0)
        pane.view.sigResized.connect(self._changed)
        pane.view.sigRangeChanged.connect(self._changed)

    @property
    def room(self) -> float:
        """The pixels that the longest name needs, with its distance from the curve."""
        metrics = QFontMetricsF(theme.font("small"))
        widest = max((metrics.horizontalAdvance(name.text) for name in self._names), default=0.0)
        return widest + theme.pixels(12) if self._names else 0.0

    def show_names(self, names: Sequence[EndName]) -> None:
        """Show these; where there is no room for all, the first ones."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self._changed()

    def places(self) -> list[tuple[EndName, float]]:
        """The names that have room, with the pixel of each one's middle, from the top down."""
        height = float(self._view.height())
        line = QFontMetricsF(theme.font("small")).height() * 0.92
        shown = self._names[: max(int(height // line), 1)]
        _, (low, high) = self._view.viewRange()
        ends = sorted(
            ((height * (high - name.height) / max(high - low, 1e-300), name) for name in shown),
            key=lambda row: row[0],
        )
        return list(zip([name for _, name in ends], spread([y for y, _ in ends], line, height), strict=True))

    def boundingRect(self) -> QRectF:
        """The strip at the right edge."""
        size = self._view.size()
        return QRectF(size.width() - self.room, -6.0, self.room, size.height() + 12.0)

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw the names."""
        font = theme.font("small")
        metrics = QFontMetricsF(font)
        left = float(self._view.width()) - self.room + theme.pixels(10)
        painter.setFont(font)
        for name, middle in self.places():
            painter.setPen(theme.mix(name.color, theme.current().text, _DEEPER))
            painter.drawText(QPointF(left, middle + metrics.capHeight() / 2.0), name.text)

    def _changed(self, *_: object) -> None:
        self.prepareGeometryChange()
        self.update()


def spread(places: Sequence[float], distance: float, height: float) -> list[float]:
    """Rising ``places``, moved so that they stand ``distance`` apart within ``height``."""
    half = distance / 2.0
    made: list[float] = []
    for place in places:
        lowest = made[-1] + distance if made else half
        made.append(max(place, lowest))
    highest = height - half
    for k in range(len(made) - 1, -1, -1):
        made[k] = min(made[k], highest)
        highest = made[k] - distance
    return made
