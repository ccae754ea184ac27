"""Pictures of a sum: one grid over the plane in colours, and sums and terms along a cut through it."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from playground.engine.points import Bounds
from playground.ui.look import theme
from playground.ui.plots.contours import Contours
from playground.ui.plots.pane import Line, pen
from playground.ui.plots.plot import Keep, Plot, Table
from playground.ui.widgets.heatmap import table_indices

Values = NDArray[np.float64]
_ROOM = 0.08


class GridPlot(Plot):
    """Values over the plane on the diverging scale, with the line where they are 0 and the cut's place."""

    def __init__(self, name: str, object_name: str, keep: Keep | None = None) -> None:
        super().__init__(name, keep)
        self.setObjectName(object_name)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        pane = self.add_pane(" ")
        self.image_item = pane.add(pg.ImageItem(axisOrder="row-major"))
        self.zero = Contours(pane)
        self.cut = pane.add(pg.PlotCurveItem())
        self.values: Values = np.zeros((0, 0))
        self._bounds: Bounds = (0.0, 1.0, 0.0, 1.0)
        self.table = self._table
        self.restyle()

    def show_grid(self, title: str, values: Values, limit: float, bounds: Bounds, cut: float) -> None:
        """Show ``values (R, R)``, row 0 on top; ``limit`` is the value of the last colour."""
        self.values, self._bounds = values, bounds
        left, right, bottom, top = bounds
        if self.pane.title is not None:
            self.pane.title.set_name(title)
        self.setAccessibleDescription(title)
        self.image_item.setImage(table_indices(values, limit)[::-1], autoLevels=False, levels=(0, 255))
        self.image_item.setRect(QRectF(left, bottom, right - left, top - bottom))
        half_1, half_2 = ((end - start) / (2 * len(values)) for start, end in ((left, right), (bottom, top)))
        across, up = (left + half_1, right - half_1), (bottom + half_2, top - half_2)
        self.zero.show_levels(values, across, up, [0.0])
        self.cut.setData([left, right], [cut, cut])
        self.pane.show_range((left, right), (bottom, top))

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(180), theme.pixels(180))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(96), theme.pixels(96))

    def restyle(self) -> None:
        """Take over the theme's colours."""
        super().restyle()
        colors, table = theme.current(), theme.boundary_table()
        channels = [(table >> np.uint32(shift)) & np.uint32(0xFF) for shift in (16, 8, 0)]
        self.image_item.setLookupTable(np.stack(channels, axis=1).astype(np.uint8))
        self.zero.setPen(pen(theme.with_alpha(colors.text, 0.85), 1.2))
        self.cut.setPen(pen(theme.with_alpha(colors.text, 0.5), 1.0, dashes=(4.0, 4.0)))

    def _table(self) -> Table:
        """A row for each place of the grid."""
        left, right, bottom, top = self._bounds
        count = len(self.values)
        if not count:
            return {}
        places = (np.arange(count) + 0.5) / count
        x1, x2 = np.meshgrid(left + places * (right - left), top - places * (top - bottom))
        return {"x1": x1.ravel(), "x2": x2.ravel(), "value": self.values.ravel()}


class CutPlot(Plot):
    """Along the cut: what one unit adds, the sum up to it, and the whole sum."""

    def __init__(self, name: str, keep: Keep | None = None) -> None:
        super().__init__(name, keep)
        self.setObjectName("contributionCut")
        pane = self.add_pane(" ", has_grid=True)
        self.whole, self.added, self.term = Line(pane), Line(pane), Line(pane)
        self._curves: Table = {}
        self.table = lambda: self._curves
        self.restyle()

    def show_curves(self, title: str, names: tuple[str, str, str], places: Values, curves: Values) -> None:
        """Show ``curves (3, n)``: the term, the sum so far and the whole sum, over ``places (n,)``."""
        term, added, whole = curves
        low, high = float(curves.min(initial=0.0)), float(curves.max(initial=0.0))
        room = _ROOM * (high - low) or 1.0
        self.pane.show_range((float(places[0]), float(places[-1])), (low - room, high + room))
        for line, values in ((self.term, term), (self.added, added), (self.whole, whole)):
            line.set_values(places, values)
        if self.pane.title is not None:
            self.pane.title.set_name(title)
            self.pane.title.show_parts(
                (f"— {names[0]}", "forward"), (f"━ {names[1]}", "text"), (f"┄ {names[2]}", "quiet")
            )
        self._curves = {"place": places, "term": term, "sum": added, "whole": whole}
        self._fit()

    def restyle(self) -> None:
        """Take over the theme's colours."""
        super().restyle()
        colors = theme.current()
        self.whole.setPen(pen(colors.quiet, 1.4, dashes=(4.0, 3.0)))
        self.added.setPen(pen(colors.text, 2.2))
        self.term.setPen(pen(colors.forward, 1.8))
