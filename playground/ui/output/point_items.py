"""The data as items of a plot: a mark for each point, or for very many their density."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainterPath, QPen

from playground.ui.look import theme
from playground.ui.output.point_marks import (
    MOST_MARKS,
    class_shape,
    density_pixels,
    label_steps,
    mark_path,
    mark_radius,
    step_color,
)
from playground.ui.plots.pane import Pane, pen

FloatArray = NDArray[np.float64]
Kind = Literal["rim", "test", "train"]


_OUTLINE = 1.0
"""The rim around a training point, in pixels at the desk."""
_STYLES = 512
"""So many are kept: those of a theme and a size, and of some before it."""


class Style(NamedTuple):
    """How one kind of mark is drawn: a unit-sized symbol, its fill, its outline."""

    symbol: QPainterPath
    brush: QBrush
    pen: QPen


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points ``(n, 2)`` in a pane's coordinates with their labels ``(n,)``, training and held-out ones.

    ``classes`` 0 means that labels are values up to ``scale``.
    """

    train: FloatArray
    train_labels: FloatArray
    test: FloatArray
    test_labels: FloatArray
    classes: int
    scale: float

    @property
    def size(self) -> int:
        """How many points there are."""
        return len(self.train) + len(self.test)


class PointItems:
    """Draws a cloud: filled marks for training points, hollow ones for those held out.

    More than ``MOST_MARKS`` points in sight are shown as a density; so one can zoom in until there are marks.
    """

    def __init__(self, pane: Pane, z: float) -> None:
        self._pane = pane
        self._cloud: Cloud | None = None
        self.density = pg.ImageItem(axisOrder="row-major")
        self.rims, self.test, self.train = (_Marks(pane) for _ in range(3))
        for place, item in enumerate((self.density, self.rims, self.test, self.train)):
            item.setZValue(z + place / 10)
            pane.add(item)
        for item in self.marks:
            item.setCacheMode(item.CacheMode.DeviceCoordinateCache)
        pane.view.sigRangeChanged.connect(self._on_range)

    @property
    def marks(self) -> tuple[pg.ScatterPlotItem, ...]:
        """The items that draw a mark for each point."""
        return self.rims, self.test, self.train

    def show(self, cloud: Cloud) -> None:
        """Draw these points from now on; call it again when theme or sizes are others."""
        self._cloud = cloud
        self._draw(cloud)

    def _on_range(self, *_: object) -> None:
        if self._cloud is not None and self._cloud.size > MOST_MARKS:
            self._draw(self._cloud)

    def _draw(self, cloud: Cloud) -> None:
        train, test = np.ones(len(cloud.train), dtype=bool), np.ones(len(cloud.test), dtype=bool)
        if cloud.size > MOST_MARKS:
            train, test = self._is_seen(cloud.train), self._is_seen(cloud.test)
        is_dense = int(train.sum() + test.sum()) > MOST_MARKS
        self.density.setVisible(is_dense)
        if is_dense:
            self._draw_density(cloud, train, test)
            train[:], test[:] = False, False
        radius = mark_radius(int(train.sum() + test.sum()))
        held_out = cloud.test[test], cloud.test_labels[test]
        _fill(self.rims, cloud, "rim", radius, *held_out)
        _fill(self.test, cloud, "test", radius, *held_out)
        _fill(self.train, cloud, "train", radius, cloud.train[train], cloud.train_labels[train])

    def _is_seen(self, places: FloatArray) -> NDArray[np.bool_]:
        (left, right), (bottom, top) = self._pane.view.viewRange()
        x, y = places[:, 0], places[:, 1]
        return np.asarray((x >= left) & (x <= right) & (y >= bottom) & (y <= top))

    def _draw_density(self, cloud: Cloud, train: NDArray[np.bool_], test: NDArray[np.bool_]) -> None:
        (left, right), (bottom, top) = self._pane.view.viewRange()
        pixels = density_pixels(
            np.concatenate((cloud.test[test], cloud.train[train])),
            np.concatenate((cloud.test_labels[test], cloud.train_labels[train])),
            (left, right, bottom, top),
            classes=cloud.classes,
            scale=cloud.scale,
        )
        self.density.setImage(rgba(pixels), autoLevels=False)
        self.density.setRect(QRectF(left, top, right - left, bottom - top))


class _Marks(pg.ScatterPlotItem):  # type: ignore[misc]
    """Marks that are asked for their place at each frame, and need not work it out."""

    def __init__(self, pane: Pane) -> None:
        self._view = pane.view
        super().__init__(pxMode=True)

    def boundingRect(self) -> QRectF:
        """All that is seen of the view."""
        return QRectF(self._view.viewRect())


def _fill(
    item: pg.ScatterPlotItem, cloud: Cloud, kind: Kind, radius: float, places: FloatArray, labels: FloatArray
) -> None:
    factor = theme.scale()
    symbols, brushes, pens = (np.empty(len(places), dtype=object) for _ in range(3))
    for step, chosen in label_steps(labels, cloud.classes, cloud.scale):
        style = mark_style(kind, step, cloud.classes)
        symbols[chosen], brushes[chosen], pens[chosen] = style
    size = 2.0 * radius + (_OUTLINE * factor if kind == "train" else 0.0)
    item.setVisible(len(places) > 0)
    item.setData(x=places[:, 0], y=places[:, 1], size=size, symbol=symbols, brush=brushes, pen=pens)


def mark_style(kind: Kind, step: int, classes: int) -> Style:
    """How a mark is drawn now: of a class, or with ``classes`` 0 of one of the steps that values have."""
    return _style(theme.current().name, theme.scale(), kind, step, classes)


@lru_cache(maxsize=_STYLES)
def _style(theme_name: str, factor: float, kind: Kind, step: int, classes: int) -> Style:
    """Kept, since pyqtgraph draws a symbol anew for each object that it has not seen before."""
    colors = theme.current()
    color = step_color(step, classes)
    outline = colors.mark_outline if classes else theme.with_alpha(colors.text, 0.6)
    symbol = mark_path(class_shape(step, classes) if classes else "circle", QPointF(0.0, 0.0), 0.5)
    if kind == "rim":
        return Style(symbol, QBrush(Qt.BrushStyle.NoBrush), pen(outline, 2.6))
    if kind == "test":
        return Style(symbol, QBrush(theme.mix(colors.panel, color, 0.15)), pen(color, 1.4))
    return Style(symbol, QBrush(color), pen(outline, _OUTLINE))


def rgba(pixels: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """ARGB pixels ``(rows, columns)`` as pyqtgraph's images take them, ``(rows, columns, 4)``."""
    parts = np.ascontiguousarray(pixels).astype(">u4", copy=False).view(np.uint8).reshape(*pixels.shape, 4)
    channels = np.empty_like(parts)
    for place, part in enumerate((1, 2, 3, 0)):
        channels[..., place] = parts[..., part]
    return channels
