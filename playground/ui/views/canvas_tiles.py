"""The pictures of the units: activation and sensitivity over the plane, at the size they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPixmap

from playground.engine.experiment import FEATURES_ID, OUTPUT_ID, Experiment
from playground.engine.snapshot import Grid, LayerSnapshot, Snapshot
from playground.ui import theme
from playground.ui.views import canvas_histograms
from playground.ui.views.canvas_columns import output_activation
from playground.ui.views.canvas_layout import CanvasLayout, ColumnBox
from playground.ui.views.canvas_values import largest_of, robust_scale, tile_scale
from playground.ui.widgets.heatmap import image_of, table_indices

NodeMode = Literal["activation", "gradient", "both", "histogram"]
MOST_PIXELS = 96
"""Tiles are never computed finer than this; larger ones are drawn enlarged."""

Pixels = NDArray[np.uint32]


class TilePictures:
    """One snapshot's tiles, column by column, each made when it is first painted."""

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = None
        self._experiment: Experiment | None = None
        self._mode: NodeMode = "activation"
        self._strips: dict[int, QImage] = {}
        self._sheets: dict[tuple[int, int, int], QPixmap] = {}

    def set_snapshot(self, snapshot: Snapshot | None, experiment: Experiment, mode: NodeMode) -> None:
        """Show this snapshot from now on."""
        self._snapshot, self._experiment, self._mode = snapshot, experiment, mode
        self._strips.clear()

    def forget_pictures(self) -> None:
        """Sizes are others: make the pictures anew."""
        self._strips.clear()

    def forget(self) -> None:
        """Colours are others: make everything anew."""
        self._strips.clear()
        self._sheets.clear()

    def paint_column(
        self, painter: QPainter, layout: CanvasLayout, column: int, units: Sequence[int], ratio: float
    ) -> None:
        """Draw the tiles of these units of a column."""
        box = layout.columns[column]
        strip = self._strip(layout, column, ratio)
        frame = self._frame(box, ratio)
        height = pixels_of(box.tile, ratio)
        rows = strip.height() // height
        width = strip.width()
        for unit in units:
            rect = box.rect(unit)
            if unit < rows:
                painter.drawImage(rect, strip, QRectF(0, unit * height, width, height))
            else:
                painter.fillRect(rect, theme.current().zero)
            painter.drawPixmap(rect.topLeft(), frame)

    def _strip(self, layout: CanvasLayout, column: int, ratio: float) -> QImage:
        """All tiles of a column below each other."""
        strip = self._strips.get(column)
        if strip is None:
            pixels = self._pixels(layout, layout.columns[column], ratio)
            strip = self._strips[column] = image_of(pixels.reshape(-1, pixels.shape[2]))
        return strip

    def _pixels(self, layout: CanvasLayout, box: ColumnBox, ratio: float) -> Pixels:
        """``(units, height, width)`` colours; no units where the snapshot does not know the column."""
        size = pixels_of(box.tile, ratio)
        nothing = np.zeros((0, size, size), dtype=np.uint32)
        snapshot, experiment = self._snapshot, self._experiment
        if snapshot is None or experiment is None:
            return nothing
        if box.spec.layer_id == FEATURES_ID:
            grids = snapshot.feature_grids
            return nothing if grids is None else _feature_pixels(sampled(grids, size))
        layer = snapshot.layer(box.spec.layer_id)
        if layer is None:
            return nothing
        if layer.id == OUTPUT_ID:
            return nothing if layer.grids is None else output_pixels(experiment, sampled(layer.grids, size))
        if self._mode == "histogram":
            return canvas_histograms.tile_pixels(layer, size, round(box.width / box.tile * size))
        return self._hidden_pixels(layer, experiment, layout, size, nothing)

    def _hidden_pixels(
        self, layer: LayerSnapshot, experiment: Experiment, layout: CanvasLayout, size: int, nothing: Pixels
    ) -> Pixels:
        table = theme.diverging_table()
        activation = slope = None
        if layer.grids is not None and self._mode in ("activation", "both"):
            grids = sampled(layer.grids, size)
            activation = table.take(table_indices(grids, tile_scale(experiment, layer.id, layer.grids)))
        if layer.sensitivities is not None and self._mode in ("gradient", "both"):
            slopes = sampled(layer.sensitivities, size)
            slope = table.take(table_indices(slopes, robust_scale(layer.sensitivities)))
        if activation is None or slope is None:
            one = slope if activation is None else activation
            if one is None:
                return nothing
            return (
                np.concatenate((one, one), axis=2)
                if layout.shape == "double" and self._mode == "both"
                else one
            )
        if layout.shape == "double":
            return np.concatenate((activation, slope), axis=2)
        half = size // 2
        return np.concatenate((activation[:, :, :half], slope[:, :, half:]), axis=2)

    def _frame(self, box: ColumnBox, ratio: float) -> QPixmap:
        """What lies over a tile: corners of the background and, in a split tile, the parting line."""
        parted = self._mode == "both" and box.spec.kind == "dense"
        key = (round(box.width * ratio), round(box.tile * ratio), parted)
        frame = self._sheets.get(key)
        if frame is None:
            frame = self._sheets[key] = _frame(round(box.width), round(box.tile), parted, ratio)
        return frame


def pixels_of(tile: float, ratio: float) -> int:
    """The pixels along a tile's side: as many as the screen has, up to a limit."""
    return max(4, min(round(round(tile) * ratio), MOST_PIXELS))


def sampled(grids: Grid, size: int) -> Grid:
    """``(n, size, size)`` of grids ``(n, R, R)``: the nearest cell of each pixel."""
    resolution = grids.shape[-1]
    if resolution == size:
        return grids
    places = ((np.arange(size) + 0.5) * (resolution / size)).astype(np.intp)
    return grids[:, places[:, None], places[None, :]]


def output_pixels(experiment: Experiment, grids: Grid) -> Pixels:
    """The output's tiles: on the boundary's scale, or each class in its own colour."""
    head = output_activation(experiment)
    if experiment.outputs > 1:
        shares = grids if head == "softmax" else (grids + np.float32(1.0)) * np.float32(0.5)
        tables = np.stack([_ramp(theme.current().class_color(k, len(grids))) for k in range(len(grids))])
        places = np.clip(np.nan_to_num(shares) * np.float32(255.0), 0, 255).astype(np.intp)
        mixed: Pixels = tables[np.arange(len(grids))[:, None, None], places]
        return mixed
    values = grids * np.float32(2.0) - np.float32(1.0) if head == "logistic" else grids
    scale = 1.0 if head in ("logistic", "tanh") or experiment.loss == "hinge" else largest_of(grids)
    return theme.diverging_table().take(table_indices(values, scale))


def _feature_pixels(grids: Grid) -> Pixels:
    table = theme.diverging_table()
    if not len(grids):
        return np.zeros((0, *grids.shape[1:]), dtype=np.uint32)
    return np.stack([table.take(table_indices(grid, largest_of(grid))) for grid in grids])


def _ramp(color: QColor) -> Pixels:
    zero = theme.current().zero
    shares = np.linspace(0.0, 1.0, 256)
    ends = ((zero.red(), color.red()), (zero.green(), color.green()), (zero.blue(), color.blue()))
    red, green, blue = (np.rint(low + (high - low) * shares).astype(np.uint32) for low, high in ends)
    return np.uint32(0xFF000000) | (red << np.uint32(16)) | (green << np.uint32(8)) | blue


def _frame(width: int, height: int, parted: bool, ratio: float) -> QPixmap:
    colors = theme.current()
    pixmap = QPixmap(round(width * ratio), round(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    radius = corner_radius(height)
    whole = QRectF(0, 0, width, height)
    outside = QPainterPath()
    outside.addRect(whole)
    inside = QPainterPath()
    inside.addRoundedRect(whole, radius, radius)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(outside.subtracted(inside), colors.background)
        painter.setPen(QPen(theme.with_alpha(colors.text, 0.10), 1.0))
        painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)
        if parted:
            painter.setPen(QPen(colors.background, 2.0 if height > 30 else 1.0))
            middle = round(width / 2)
            painter.drawLine(QPointF(middle, 0), QPointF(middle, height))
    return pixmap


def corner_radius(tile: float) -> float:
    """How round the corners of a tile of this height are."""
    return max(2.0, min(6.0, tile * 0.14))
