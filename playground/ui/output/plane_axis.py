"""An axis of the plane in the data's own units, beside the picture or in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF

from playground.ui.look import theme
from playground.ui.plots.pane import Axis, pen
from playground.ui.words import numbers

_MARGIN = 0.06
"""So far from its ends an axis inside the picture has no numbers: there are the other's, or a corner."""
_CLOSER = 1.35
"""Numbers in the picture stand so much closer than those beside one."""


class PlaneAxis(Axis):
    """An axis in the data's own units: they are ``offset + unit * value`` in the view's coordinates.

    Left and below it stands outside the picture; right and on top it lies in it, along the opposite edge.
    """

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.offset, self.unit = 0.0, 1.0
        self.name = ""

    @property
    def is_inside(self) -> bool:
        """Whether it lies in the picture."""
        return self.orientation in ("right", "top")

    def set_units(self, offset: float, unit: float, name: str) -> None:
        """Write values in these units from now on."""
        if (offset, unit, name) != (self.offset, self.unit, self.name):
            self.offset, self.unit, self.name = offset, unit, name
            self._write_name()
            self.resizeEvent()
            self.picture = None
            self.update()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Round numbers in the own units, at their places in the view's coordinates."""
        room = size * _CLOSER if self.is_inside else size
        (spacing, ticks), *_ = super().tickValues(
            self.offset + self.unit * low, self.offset + self.unit * high, room
        )
        places = [(tick - self.offset) / self.unit for tick in ticks]
        if self.is_inside:
            below = above = _MARGIN * (high - low)
            if self.orientation == "right":  # there stand the numbers of the axis across, and the own name
                line = QFontMetricsF(theme.font("small")).height() / max(size, 1.0) * (high - low)
                below = 2.5 * line
                has_room = sum(low + below < place < high - 2.0 * line for place in places) > 1
                above = max(2.0 * line, above) if self.name and has_room else above
            places = [place for place in places if low + below < place < high - above]
        return [(spacing, places)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """The ticks' numbers in the own units."""
        return [numbers.on_axis(self.offset + self.unit * value, spacing) for value in values]

    def resizeEvent(self, event: Any = None) -> None:
        """Put the name of an axis in the picture into its far corner."""
        super().resizeEvent(event)
        if not self.is_inside or self.label is None:
            return
        self.label.setRotation(0.0)
        inset, box = theme.pixels(8), self.label.boundingRect()
        if self.orientation == "right":
            self.label.setPos(inset, inset)
        else:
            self.label.setPos(self.size().width() - box.width() - inset, -box.height())

    def restyle(self) -> None:
        """Take over the theme: quiet, and in the picture without a line of its own."""
        super().restyle()
        if self.is_inside:
            ink = theme.with_alpha(theme.current().text, 0.8)
            self.setTextPen(ink)
            self.setPen(pen(QColor(Qt.GlobalColor.transparent)))
            up = self.orientation == "right"  # a dash before a number would read as a minus sign
            self.setTickPen(pen(QColor(Qt.GlobalColor.transparent) if up else ink))
            self.setStyle(
                tickLength=0 if up else theme.pixels(4), tickTextOffset=theme.pixels(5 if up else 2)
            )
            self._write_name()
        self.resizeEvent()

    def _write_name(self) -> None:
        """In the picture on a ground of its own: there are points below it."""
        colors, style = theme.current(), {}
        if self.is_inside:
            ground = theme.with_alpha(colors.panel, 0.75).getRgb()
            style = {"color": colors.text.name(), "background-color": f"rgba{ground}"}
        self.setLabel(self.name, **style)

    def lie_over(self, view: QRectF) -> None:
        """Lie along the left or lower edge of a view of this size."""
        kept = self.cacheMode()
        self.setCacheMode(self.CacheMode.NoCache)  # Qt would keep pixels of the old size
        if self.orientation == "right":
            self.setWidth(view.width() / 2.0)
            self.setGeometry(QRectF(0.0, 0.0, view.width() / 2.0, view.height()))
        else:
            height = QFontMetricsF(theme.font("small")).height() + theme.pixels(9)
            self.setHeight(height)
            self.setGeometry(QRectF(0.0, view.height() - height, view.width(), height))
        self.setCacheMode(kept)
