"""The pictures of the units: activation and sensitivity over the plane, at the size they are drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPainterPath, QPen, QPixmap

from playground.app.settings import NodeMode
from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.observe.snapshot import Grid, LayerSnapshot, Snapshot
from playground.ui.look import theme
from playground.ui.look.painted import painted
from playground.ui.network import histograms
from playground.ui.network.geometry import CanvasLayout, ColumnBox
from playground.ui.network.values import largest_of, robust_scale, tile_scale
from playground.ui.widgets.heatmap import image_of, table_indices

Pixels = NDArray[np.uint32]

MOST_PIXELS = 240
"""Tiles are never computed finer than this; larger ones are drawn enlarged."""
MOST_TOGETHER = 1_200_000
"""Nor do all units' tiles together have more pixels than these, if each has at least ``LEAST_PIXELS``."""
LEAST_PIXELS = 64
SCALE_AGE = 8
"""While playing, automatic scales are looked at again after so many snapshots: cheaper, and calmer."""


class TilePictures:
    """One snapshot's tiles, made when they are first painted."""

    def __init__(self) -> None:
        self.scales: dict[tuple[int, str], float] = {}
        """The value of the full colour by (layer id, "activation" or "gradient")."""
        self._scale_age = 0
        self._snapshot: Snapshot | None = None
        self._experiment: Experiment | None = None
        self._mode: NodeMode = "activation"
        self._strips: dict[int, QImage] | None = None
        self._sizes: list[tuple[int, int, int]] = []
        self._frames: dict[tuple[int, int, bool], QPixmap] = {}
        self._feature_strip: tuple[Grid, int, QImage] | None = None

    def set_snapshot(self, snapshot: Snapshot | None, experiment: Experiment, mode: NodeMode) -> None:
        """Show this snapshot from now on."""
        if snapshot is self._snapshot and experiment is self._experiment and mode == self._mode:
            return
        goes_on = (
            snapshot is not None and snapshot.playing and mode == self._mode and self._strips is not None
        )
        self._scale_age = self._scale_age + 1 if goes_on else 0
        self._snapshot, self._experiment, self._mode = snapshot, experiment, mode
        self._strips = None
        if self._scale_age % SCALE_AGE == 0:
            self._measure()

    def set_layout(self, layout: CanvasLayout) -> None:
        """Columns stand elsewhere; where sizes are others too the pictures are made anew."""
        if self._strips is not None and _sizes(layout) != self._sizes:
            self._strips = None

    def forget(self) -> None:
        """Colours are others: make everything anew."""
        self._strips = self._feature_strip = None
        self._frames.clear()

    def paint_column(
        self, painter: QPainter, layout: CanvasLayout, column: int, units: Sequence[int], ratio: float
    ) -> None:
        """Draw the tiles of these units of a column."""
        if self._strips is None:
            self._strips = self._made(layout, ratio)
            self._sizes = _sizes(layout)
        box, strip = layout.columns[column], self._strips.get(column)
        frame, rects = self._frame(box, ratio), box.rects
        height = pixels_of(box.tile, ratio, most_pixels(layout))
        rows, width = (0, 0) if strip is None else (strip.height() // height, strip.width())
        draw_image, draw_pixmap = painter.drawImage, painter.drawPixmap
        is_drawing = painter.paintEngine().type() == QPaintEngine.Type.SVG  # it knows whole pictures only
        for unit in units:
            rect = rects[unit]
            if unit < rows and strip is not None:
                part = QRect(0, unit * height, width, height)
                if is_drawing:
                    draw_image(rect, strip.copy(part))
                else:
                    draw_image(rect, strip, part)
            else:
                painter.fillRect(rect, theme.current().zero)
            draw_pixmap(rect.topLeft(), frame)

    def full_colour(self, layer_id: int, unit: int) -> tuple[float, float] | None:
        """The values of the first and last colour of a unit's tile (both shown: of its activation)."""
        snapshot, experiment = self._snapshot, self._experiment
        if snapshot is None or experiment is None or self._mode == "histogram":
            return None
        if layer_id == FEATURES_ID:
            grids = snapshot.feature_grids
            scale = largest_of(grids[unit]) if grids is not None and unit < len(grids) else None
        elif layer_id == OUTPUT_ID:
            layer = snapshot.layer(OUTPUT_ID)
            return None if layer is None or layer.grids is None else output_range(experiment, layer.grids)
        else:
            scale = self.scales.get((layer_id, "gradient" if self._mode == "gradient" else "activation"))
        return None if scale is None else (-scale, scale)

    def _measure(self) -> None:
        self.scales = {}
        if self._snapshot is None or self._experiment is None:
            return
        for layer in self._snapshot.layers:
            if layer.grids is not None:
                self.scales[layer.id, "activation"] = tile_scale(self._experiment, layer.id, layer.grids)
            if layer.sensitivities is not None:
                self.scales[layer.id, "gradient"] = robust_scale(layer.sensitivities)

    def _made(self, layout: CanvasLayout, ratio: float) -> dict[int, QImage]:
        """For each column all its tiles below each other."""
        snapshot, experiment = self._snapshot, self._experiment
        made: dict[int, QImage] = {}
        if snapshot is None or experiment is None:
            return made
        hidden: dict[int, list[tuple[int, LayerSnapshot]]] = {}
        most = most_pixels(layout)
        for column, box in enumerate(layout.columns):
            size, layer = pixels_of(box.tile, ratio, most), snapshot.layer(box.spec.layer_id)
            if box.spec.layer_id == FEATURES_ID:
                if snapshot.feature_grids is not None and len(snapshot.feature_grids):
                    made[column] = self._features(snapshot.feature_grids, size)
            elif layer is None or box.spec.passes:
                continue
            elif layer.id == OUTPUT_ID:
                if layer.grids is not None:
                    made[column] = _strip(output_pixels(experiment, sampled(layer.grids, size)))
            elif self._mode == "histogram":
                width = round(box.tile_width / box.tile * size)
                made[column] = _strip(histograms.tile_pixels(layer, size, width))
            else:
                hidden.setdefault(size, []).append((column, layer))
        for size, columns in hidden.items():
            made.update(self._hidden(columns, size, layout.shape == "double"))
        return made

    def _hidden(
        self, columns: Sequence[tuple[int, LayerSnapshot]], size: int, is_double: bool
    ) -> dict[int, QImage]:
        """The strips of hidden columns of one tile size, coloured together."""
        wants_activation = self._mode in ("activation", "both")
        wants_slope = self._mode in ("gradient", "both")
        known = [
            (column, layer)
            for column, layer in columns
            if (layer.grids is not None or not wants_activation)
            and (layer.sensitivities is not None or not wants_slope)
        ]
        activation = slope = None
        if wants_activation:
            scales = [self.scales.get((layer.id, "activation"), 1.0) for _, layer in known]
            activation = coloured([x.grids for _, x in known if x.grids is not None], scales, size)
        if wants_slope:
            scales = [self.scales.get((layer.id, "gradient"), 1.0) for _, layer in known]
            grids = [x.sensitivities for _, x in known if x.sensitivities is not None]
            slope = coloured(grids, scales, size)
        if activation is not None and slope is not None:
            pixels = beside(activation, slope) if is_double else parted(activation, slope)
        else:
            pixels = activation if activation is not None else slope  # type: ignore[assignment]
        ends = np.cumsum([0, *(layer.units for _, layer in known)])
        return {
            column: _strip(pixels[start:end])
            for (column, _), start, end in zip(known, ends[:-1], ends[1:], strict=True)
        }

    def _features(self, grids: Grid, size: int) -> QImage:
        """The features' strip: they stay the same while the network learns."""
        kept = self._feature_strip
        if kept is None or kept[0] is not grids or kept[1] != size:
            kept = self._feature_strip = (grids, size, _strip(feature_pixels(grids, size)))
        return kept[2]

    def _frame(self, box: ColumnBox, ratio: float) -> QPixmap:
        """What lies over a tile: corners of the background and, in a split tile, the parting line."""
        is_parted = self._mode == "both" and not box.spec.is_fixed
        key = (round(box.tile_width * ratio), round(box.tile * ratio), is_parted)
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = _frame(round(box.tile_width), round(box.tile), is_parted, ratio)
        return frame


def corner_radius(tile: float) -> float:
    """How round the corners of a tile of this height are."""
    return max(2.0, min(6.0, tile * 0.14))


# ------------------------------------------------------------------------------- pixels of a tile


def most_pixels(layout: CanvasLayout) -> int:
    """The most pixels along a tile's side with so many units."""
    units = sum(box.spec.units for box in layout.columns if not box.spec.passes)
    return min(MOST_PIXELS, max(int((MOST_TOGETHER / max(units, 1)) ** 0.5), LEAST_PIXELS))


def pixels_of(tile: float, ratio: float, most: int) -> int:
    """The pixels along a tile's side: as many as the screen has, up to a limit."""
    return max(4, min(round(round(tile) * ratio), most))


def _sizes(layout: CanvasLayout) -> list[tuple[int, int, int]]:
    """All that the pictures of a layout depend on: whose they are, and how large."""
    return [(box.spec.layer_id, round(box.tile_width), round(box.tile)) for box in layout.columns]


def sampled(grids: Grid, size: int) -> Grid:
    """``(n, size, size)`` of grids ``(n, R, R)``: the nearest cell of each pixel."""
    resolution = grids.shape[-1]
    if resolution == size:
        return grids
    places = ((np.arange(size) + 0.5) * (resolution / size)).astype(np.intp)
    return grids[:, places[:, None], places[None, :]]


def coloured(grids: Sequence[Grid], scales: Sequence[float], size: int) -> Pixels:
    """``(units, size, size)`` colours of several layers' grids on the diverging scale.

    One pass for all layers: every array operation lets the training thread in, so few large ones
    beat many small ones.
    """
    if not grids:
        return np.zeros((0, size, size), dtype=np.uint32)
    values = sampled(np.concatenate(grids), size).astype(np.float32, copy=False)
    factors = np.repeat([1.0 / scale for scale in scales], [len(grid) for grid in grids])
    values *= factors.astype(np.float32)[:, None, None]
    return theme.diverging_table().take(table_indices(values, 1.0))


def beside(activation: Pixels, slope: Pixels) -> Pixels:
    """Two whole pictures side by side."""
    return np.concatenate((activation, slope), axis=2)


def parted(activation: Pixels, slope: Pixels) -> Pixels:
    """The left half of one picture and the right half of the other."""
    half = activation.shape[2] // 2
    return np.concatenate((activation[:, :, :half], slope[:, :, half:]), axis=2)


def feature_pixels(grids: Grid, size: int) -> Pixels:
    """The features' tiles, each on its own scale."""
    return coloured([grid[None] for grid in grids], [largest_of(grid) for grid in grids], size)


def output_pixels(experiment: Experiment, grids: Grid) -> Pixels:
    """The output's tiles: on the boundary's scale, or each class in its own colour."""
    low, high = output_range(experiment, grids)
    if experiment.outputs > 1:
        shares = (grids - np.float32(low)) / np.float32(high - low)
        tables = np.stack([_ramp(theme.current().class_color(k, len(grids))) for k in range(len(grids))])
        places = np.clip(np.nan_to_num(shares) * np.float32(255.0), 0, 255).astype(np.intp)
        mixed: Pixels = tables[np.arange(len(grids))[:, None, None], places]
        return mixed
    middle, half = (high + low) / 2.0, (high - low) / 2.0
    return theme.diverging_table().take(table_indices(grids - np.float32(middle), half))


def output_range(experiment: Experiment, grids: Grid) -> tuple[float, float]:
    """The values of the first and last colour of the output's tiles."""
    head = experiment.output_activation
    if head in ("sigmoid", "softmax"):
        return 0.0, 1.0
    is_bounded = head == "tanh" or experiment.problem == "classification"
    scale = 1.0 if is_bounded else largest_of(grids)
    return -scale, scale


def _ramp(color: QColor) -> Pixels:
    zero = theme.current().zero
    shares = np.linspace(0.0, 1.0, 256)
    ends = ((zero.red(), color.red()), (zero.green(), color.green()), (zero.blue(), color.blue()))
    red, green, blue = (np.rint(low + (high - low) * shares).astype(np.uint32) for low, high in ends)
    return np.uint32(0xFF000000) | (red << np.uint32(16)) | (green << np.uint32(8)) | blue


def _strip(pixels: Pixels) -> QImage:
    return image_of(pixels.reshape(-1, pixels.shape[2]))


def _frame(width: int, height: int, is_parted: bool, ratio: float) -> QPixmap:
    colors = theme.current()
    radius = corner_radius(height)
    whole = QRectF(0, 0, width, height)
    outside = QPainterPath()
    outside.addRect(whole)
    inside = QPainterPath()
    inside.addRoundedRect(whole, radius, radius)

    def paint(painter: QPainter) -> None:
        painter.fillPath(outside.subtracted(inside), colors.background)
        painter.setPen(QPen(theme.with_alpha(colors.text, 0.10), 1.0))
        painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)
        if is_parted:
            painter.setPen(QPen(colors.background, 2.0 if height > 30 else 1.0))
            middle = round(width / 2)
            painter.drawLine(QPointF(middle, 0), QPointF(middle, height))

    return painted(width, height, ratio, paint)
