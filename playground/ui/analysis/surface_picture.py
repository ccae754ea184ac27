"""The loss surface as a map with contour lines, the path on it, and profiles along its two directions."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF
from PySide6.QtGui import QColor, QMouseEvent, QPainter

from playground.observe.loss_surface import LossSurface
from playground.ui.look import theme
from playground.ui.plots.contours import Contours
from playground.ui.plots.curves import CurvePlot, Lane, Trace
from playground.ui.plots.marks import Dot, Pill
from playground.ui.plots.pane import pen
from playground.ui.plots.plot import Keep, Plot, Table
from playground.ui.words.numbers import figures, plain

LEVELS = 12
_LEGEND_STEPS = 65


class SurfaceMap(Plot):
    """The map: strong colour is low, lines are equal losses a factor apart, the path leads to now."""

    def __init__(self, keep: Keep | None = None) -> None:
        super().__init__("", keep)
        self.setAccessibleName(self.tr("Map of the loss surface"))
        self.setObjectName("surfaceMap")
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._surface: LossSurface | None = None
        self._pointer: tuple[float, float] | None = None
        pane = self.add_pane()
        pane.view.setAspectLocked(True)
        self.losses = pane.add(pg.ImageItem(axisOrder="row-major"))
        self.contours = Contours(pane)
        self._halo, self.path = (pane.add(pg.PlotCurveItem(antialias=True)) for _ in range(2))
        self._start, self._now = Dot(pane), Dot(pane)
        self._reading = Pill(pane, at_top=True)
        pane.set_shown(False)
        self.table = self._losses_table
        self.restyle()

    def show_surface(self, surface: LossSurface, axes: tuple[str, str]) -> None:
        """Show this surface over two directions of these names."""
        self._surface = surface
        self.pane.bottom.caption = axes[0]
        self.pane.left.setLabel(axes[1])
        radius, count = surface.radius, len(surface.values)
        cell = 2.0 * radius / (count - 1)
        reach = radius + cell / 2.0
        self.losses.setImage(_depths(surface)[::-1], autoLevels=False, levels=(0, 255))
        self.losses.setRect(QRectF(-reach, -reach, 2.0 * reach, 2.0 * reach))
        ends = (-radius, radius)
        logs = np.log(np.where(surface.values > 0.0, surface.values, np.nan))
        self.contours.show_levels(logs, ends, ends, _levels(surface))
        for line in (self._halo, self.path):
            line.setData(surface.path[:, 0], surface.path[:, 1])
        self._start.setVisible(len(surface.path) > 1)
        self._start.setPos(*surface.path[0].tolist())
        self.pane.set_shown(True)
        self.arrange(1)
        self.pane.reset()
        self.pane.show_range((-reach, reach), (-reach, reach))

    def reading(self) -> str:
        """Where the pointer is and the loss there; empty where it is not on the map."""
        surface = self._surface
        if surface is None or self._pointer is None:
            return ""
        count = len(surface.values)
        column, row = (round((at / surface.radius + 1.0) / 2.0 * (count - 1)) for at in self._pointer)
        if not (0 <= row < count and 0 <= column < count):
            return ""
        places = np.linspace(-surface.radius, surface.radius, count)
        loss = float(surface.values[count - 1 - row, column])
        shown = figures(loss, 3) if math.isfinite(loss) else "∞"
        x, y = plain(float(places[column])), plain(float(places[row]))
        text: str = self.tr("({x}, {y})  loss {loss}").format(x=x, y=y, loss=shown)
        return text

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        place = self.pane.view.mapSceneToView(event.position())
        self._pointer = (place.x(), place.y())
        self._read()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._pointer = None
        self._read()

    def restyle(self) -> None:
        """Take over the theme's colours and sizes."""
        super().restyle()
        colors = theme.current()
        self.losses.setLookupTable(np.array([color.getRgb() for color in _ramp()], dtype=np.uint8))
        self.contours.setPen(pen(theme.with_alpha(colors.text, 0.28)))
        self._halo.setPen(pen(theme.with_alpha(colors.panel, 0.8), 3.6))
        self.path.setPen(pen(colors.gradient, 1.8))
        self._start.restyle(colors.panel, 3.0)
        self._start.setPen(pen(colors.gradient, 1.5))
        self._now.restyle(colors.gradient, 4.0)
        self._reading.restyle()

    def _read(self) -> None:
        text = self.reading()
        self._reading.show_text(text)
        self.setAccessibleDescription(text)

    def _losses_table(self) -> Table:
        """A row for each place of the grid."""
        if self._surface is None:
            return {}
        places = np.linspace(-self._surface.radius, self._surface.radius, len(self._surface.values))
        x, y = np.meshgrid(places, places[::-1])
        return {"x": x.ravel(), "y": y.ravel(), "loss": self._surface.values.ravel()}


class SurfaceProfiles(CurvePlot):
    """The loss along each of the two directions through the present parameters."""

    def __init__(self, keep: Keep | None = None) -> None:
        super().__init__(
            "", [Lane(" ", (Trace(""),)), Lane(" ", (Trace(""),))], across="", least_span=0.01,
            write_place=plain, keep=keep,
        )  # fmt: skip
        self.setAccessibleName(self.tr("Profiles of the loss surface"))
        self.setObjectName("surfaceProfiles")
        self.name_places(self.tr("distance"))

    def show_surface(self, surface: LossSurface, titles: tuple[str, str]) -> None:
        """Show the profiles of this surface; both have one scale, so that their steepness can be compared."""
        middle = len(surface.values) // 2
        profiles = (surface.values[middle], surface.values[::-1, middle])
        finite = np.concatenate(profiles)
        finite = finite[np.isfinite(finite)]
        low = float(finite.min()) if finite.size else 0.0
        high = max(min(float(finite.max()) if finite.size else 1.0, shown_high(surface)), low + 1e-12)
        room = 0.08 * (high - low) or 0.1
        self.name_lanes(titles)
        self.show_heights((low - room, high + room))
        places = np.linspace(-surface.radius, surface.radius, len(surface.values))
        self.show_curves(places, [(profile,) for profile in profiles], mark=0.0)


def surface_legend(surface: LossSurface) -> tuple[tuple[int, ...], str, str]:
    """The map's colours from its lowest loss to ``shown_high``, both as numbers: on a logarithmic scale."""
    low, high = _ends(surface)
    places = _places(np.geomspace(low, high, _LEGEND_STEPS), low, high)
    ramp = _ramp()
    return tuple(ramp[place].rgb() for place in places.tolist()), figures(low, 2), figures(high, 2)


def _ramp() -> list[QColor]:
    """256 colours from the lowest loss, full of ink, to the highest; none that stands for something else."""
    colors = theme.current()
    deep = theme.mix(colors.quiet, colors.text, 0.35)
    return [theme.mix(deep, colors.panel, place / 255.0) for place in range(256)]


def shown_high(surface: LossSurface) -> float:
    """The loss that gets the map's last colour: far peaks do not hide the valley."""
    finite = surface.values[np.isfinite(surface.values)]
    return float(np.quantile(finite, 0.97)) if finite.size else 1.0


def _depths(surface: LossSurface) -> NDArray[np.uint8]:
    """Places in the colour table, on a logarithmic scale from the lowest loss (0) to ``shown_high`` (255)."""
    return _places(surface.values, *_ends(surface))


def _ends(surface: LossSurface) -> tuple[float, float]:
    finite = surface.values[np.isfinite(surface.values)]
    low = max(float(finite.min()), 1e-9) if finite.size else 1e-9
    return low, max(shown_high(surface), low * (1 + 1e-9))


def _places(values: NDArray[np.float64], low: float, high: float) -> NDArray[np.uint8]:
    with np.errstate(invalid="ignore"):
        shares = np.log(np.maximum(values, low) / low) / math.log(high / low)
    shares = np.clip(np.nan_to_num(shares, nan=1.0, posinf=1.0), 0.0, 1.0)
    places: NDArray[np.uint8] = (shares * 255).astype(np.uint8)
    return places


def _levels(surface: LossSurface) -> list[float]:
    """The logarithms of the losses that have a line: equal factors apart."""
    finite = surface.values[np.isfinite(surface.values) & (surface.values > 0)]
    if not finite.size or float(finite.max()) <= float(finite.min()) * (1 + 1e-9):
        return []
    highest = math.log(shown_high(surface) or 1.0)
    levels: list[float] = np.linspace(math.log(float(finite.min())), highest, LEVELS + 1)[1:].tolist()
    return levels
