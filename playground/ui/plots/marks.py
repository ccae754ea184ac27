"""Small marks on a plot that keep their size: a dot at a place, a short text, names at curves' right ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsEllipseItem

from playground.ui.look import theme
from playground.ui.plots.pane import Pane, pen


class Dot(QGraphicsEllipseItem):
    """A round mark at a place of a pane, of one size whatever the axes' scale."""

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setZValue(2.0)
        pane.add(self)

    def restyle(self, color: Any, radius: float) -> None:
        """Take this colour and this radius, in logical pixels."""
        size = radius * theme.scale()
        self.setRect(QRectF(-size, -size, 2.0 * size, 2.0 * size))
        self.setBrush(color)
        self.setPen(pen(theme.current().panel, 1.5))


class Pill(pg.GraphicsObject):
    """A short text on a ground of its own: at the top of a pane's view, or over its bottom axis's numbers.

    ``inset`` pixels at the view's right end stay free.
    """

    def __init__(self, pane: Pane, *, at_top: bool) -> None:
        super().__init__(pane.view if at_top else pane.bottom)
        self._view, self._at_top = pane.view, at_top
        self._text, self._at = "", 0.5
        self.inset = 0.0
        self.setZValue(5.0)
        self.hide()
        pane.view.sigResized.connect(self._place)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def show_text(self, text: str, *, at: float | None = None) -> None:
        """Say this, in the view's middle or at a value of its axis across; empty: nothing."""
        self.prepareGeometryChange()
        self._text = text
        self._at = 0.5 if at is None else self._share(at)
        self.setVisible(bool(text))
        self._place()
        self.update()

    def restyle(self) -> None:
        """Take over the theme's font and colours."""
        self.prepareGeometryChange()
        self._place()

    def boundingRect(self) -> QRectF:
        """The ground's place, around the position."""
        metrics = QFontMetricsF(theme.font("small"))
        width = metrics.horizontalAdvance(self._text) + theme.pixels(12)
        return QRectF(-width / 2.0, 0.0, width, metrics.height() + theme.pixels(4))

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw ground and text."""
        colors, box = theme.current(), self.boundingRect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen(colors.hairline) if self._at_top else pen(colors.accent))
        painter.setBrush(theme.with_alpha(colors.panel, 0.94) if self._at_top else colors.accent)
        corner = float(theme.pixels(4))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
        painter.setFont(theme.font("small"))
        painter.setPen(colors.text if self._at_top else colors.accent_text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._text)

    def _share(self, at: float) -> float:
        (left, right), _ = self._view.viewRange()
        return float((at - left) / max(right - left, 1e-300))

    def _place(self, *_: object) -> None:
        box, size = self.boundingRect(), self._view.size()
        half, width = box.width() / 2.0, size.width() - self.inset
        middle = max(min(self._at * width, width - half), half)
        self.setPos(middle, 0.0 if self._at_top else 1.0)


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
        """The pixels that the names need, each with its distance from what is left of it."""
        return self._columns * self._column_width

    @property
    def line_height(self) -> float:
        """The pixels that one name needs."""
        return QFontMetricsF(theme.font("small")).height() * 0.92

    def show_names(self, names: Sequence[EndName]) -> None:
        """Show these; where there is no room for all, not even side by side, the first ones."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self._changed()

    def places(self) -> list[tuple[EndName, QPointF]]:
        """The names that have room, from the top down, with the pixels of each one's left end and middle.

        Where they stand too close for one column, neighbours stand side by side.
        """
        width, height = float(self._view.width()), float(self._view.height())
        columns, line = self._columns, self.line_height
        _, (low, high) = self._view.viewRange()
        ends = sorted(
            (
                (height * (high - name.height) / max(high - low, 1e-300), name)
                for name in self._names[: columns * self._rows]
            ),
            key=lambda row: row[0],
        )
        found: list[tuple[EndName, QPointF]] = []
        for column in range(columns):
            left = width - self.room + column * self._column_width + theme.pixels(10)
            own = ends[column::columns]
            middles = spread([middle for middle, _ in own], line, height)
            found += [(name, QPointF(left, middle)) for (_, name), middle in zip(own, middles, strict=True)]
        return sorted(found, key=lambda row: row[1].y())

    def boundingRect(self) -> QRectF:
        """The strip at the right edge."""
        size = self._view.size()
        return QRectF(size.width() - self.room, -6.0, self.room, size.height() + 12.0)

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw the names, on no grid."""
        font = theme.font("small")
        below = QPointF(0.0, QFontMetricsF(font).capHeight() / 2.0)
        painter.setFont(font)
        painter.fillRect(self.boundingRect(), theme.current().panel)
        for name, place in self.places():
            painter.setPen(theme.mix(name.color, theme.current().text, _DEEPER))
            painter.drawText(place + below, name.text)

    @property
    def _rows(self) -> int:
        return max(int(float(self._view.height()) // self.line_height), 1)

    @property
    def _columns(self) -> int:
        """So many columns have room for all names, as long as half of the width is left for the curves."""
        if not self._names:
            return 0
        most = int(0.5 * float(self._view.width()) // self._column_width)
        return max(min(-(-len(self._names) // self._rows), most), 1)

    @property
    def _column_width(self) -> float:
        metrics = QFontMetricsF(theme.font("small"))
        widest = max((metrics.horizontalAdvance(name.text) for name in self._names), default=0.0)
        return widest + theme.pixels(12)

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
