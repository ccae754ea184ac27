"""Paints the canvas: edges, tiles, numbers, marks, what is hovered and what is dragged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from playground.app.settings import NodeMode
from playground.engine import features
from playground.engine.datasets import PLANE
from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.observe.plane import cell_centres
from playground.observe.snapshot import Snapshot, UnitKey
from playground.ui.look import theme
from playground.ui.network.bubble import Bubble, paint_bubble
from playground.ui.network.columns import inactive_features
from playground.ui.network.edges import EdgeLayer
from playground.ui.network.geometry import CanvasLayout, ColumnBox
from playground.ui.network.kinds import KINDS
from playground.ui.network.marks import (
    HaloNumbers,
    health,
    marked,
    paint_biases,
    paint_health,
    paint_lane,
    paint_passing,
    paint_ring,
    paint_struck,
)
from playground.ui.network.names import class_name
from playground.ui.network.readout import Target, dropped_after, has_bias
from playground.ui.network.tiles import TilePictures
from playground.ui.network.values import largest_of, probe_columns
from playground.ui.widgets.heatmap import grid_image
from playground.ui.words import labels, numbers

_QUIET_CELLS = 18


@dataclass
class Scene:
    """All that the picture depends on."""

    layout: CanvasLayout
    experiment: Experiment
    snapshot: Snapshot | None
    mode: NodeMode
    hovered: Target | None = None
    selected: UnitKey | None = None
    selected_edge: tuple[int, int, int] | None = None
    chosen_layer: int | None = None
    open_gap: tuple[int, float] | None = None
    lifted: int | None = None
    bubble: Bubble | None = None
    lit_layer: int | None = None
    offers_layers: bool = True
    """Whether there are layers to drag in: without them nothing is said of it."""


class ScenePainter:
    """Keeps what does not change between frames: edge pictures, tiles, number pieces."""

    def __init__(self) -> None:
        self.edges = EdgeLayer()
        self.tiles = TilePictures()
        self.biases: dict[int, list[QColor]] = {}
        """For each layer that has them, the colours of its units' biases."""
        self._halos: HaloNumbers | None = None
        self._halo_key = (0, 0.0)
        self._quiet_images: dict[str, QImage] = {}

    def forget(self) -> None:
        """Colours or sizes are others: make everything anew."""
        self._halos = None
        self._quiet_images.clear()
        self.tiles.forget()

    def paint(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        """Draw everything."""
        layout = scene.layout
        self.edges.paint(painter, ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if scene.open_gap is not None:
            _paint_opening(painter, layout, *scene.open_gap)
        self._light_edges(painter, scene, ratio)
        for column, box in enumerate(layout.columns):
            if box.right < -layout.metrics.numbers or box.left > layout.width + layout.metrics.label:
                continue
            painter.setOpacity(0.35 if box.spec.layer_id == scene.lifted else 1.0)
            self._paint_column(painter, scene, column, box, ratio)
        painter.setOpacity(1.0)
        _paint_scroll(painter, layout)
        _paint_hint(painter, scene)
        if scene.bubble is not None:
            paint_bubble(painter, scene.bubble, layout.room)

    def _paint_column(
        self, painter: QPainter, scene: Scene, column: int, box: ColumnBox, ratio: float
    ) -> None:
        layer_id = box.spec.layer_id
        units = box.seen
        layer = scene.snapshot.layer(layer_id) if scene.snapshot else None
        if box.spec.passes:
            paint_lane(painter, box, layer_id in (scene.chosen_layer, scene.lit_layer))
            for unit in units:
                paint_passing(painter, box.rect(unit), layer, KINDS[box.spec.kind].parameters, unit)
        else:
            self.tiles.paint_column(painter, scene.layout, column, units, ratio)
        if layer_id == FEATURES_ID and scene.hovered is not None and scene.hovered.kind == "feature":
            self._paint_quiet_feature(painter, scene.layout, scene.experiment, scene.hovered.unit, True)
        if box.spec.has_weights:
            self._paint_extras(painter, scene, column, box, units)
        if not box.spec.passes:
            self._paint_numbers(painter, scene, box, units, ratio)
        for unit in units:
            key = (layer_id, unit)
            if key == scene.selected or (layer_id == scene.lit_layer and not box.spec.passes):
                paint_ring(painter, box.rect(unit), theme.current().accent, 2.5)
            elif scene.hovered and (scene.hovered.kind, scene.hovered.column, scene.hovered.unit) == (
                "unit", column, unit,
            ):  # fmt: skip
                paint_ring(painter, box.rect(unit), theme.current().text, 1.5)

    def _paint_extras(
        self, painter: QPainter, scene: Scene, column: int, box: ColumnBox, units: Sequence[int]
    ) -> None:
        """Bias squares, health marks, dropped units, class numbers."""
        layer = scene.snapshot.layer(box.spec.layer_id) if scene.snapshot else None
        if has_bias(scene.experiment, box.spec.layer_id):
            paint_biases(painter, scene.layout, column, self.biases.get(box.spec.layer_id, []))
        if layer is None:
            return
        dropped = dropped_after(scene.layout, scene.snapshot, column)
        if dropped is not None:
            for unit in np.flatnonzero(dropped[: box.spec.units]).tolist():
                if unit in units:
                    paint_struck(painter, box.rect(unit))
        for unit in marked(layer):
            found = health(layer, unit) if unit in units else None
            if found is not None:
                paint_health(painter, box.rect(unit), found[0])

    def _paint_numbers(
        self, painter: QPainter, scene: Scene, box: ColumnBox, units: Sequence[int], ratio: float
    ) -> None:
        snapshot = scene.snapshot
        named = box.spec.layer_id == OUTPUT_ID and box.spec.units > 1
        if snapshot is None or (snapshot.probe is None and not named):
            return
        halos, colors = self._numbers(scene.layout, ratio), theme.current()
        line = halos.height - 1
        found = probe_columns(snapshot, box.spec.layer_id)
        middles = box.centers.tolist()
        if found is None:
            if named:
                left = box.right + 4
                names = _class_names(scene, units, scene.layout.width - left - 4)
                tops = (middles[unit] - line / 2 for unit in units)
                halos.draw(painter, left, zip(tops, names, strict=True), colors.quiet)
            return
        values, gradients = found
        known = [unit for unit in units if unit < len(values)] if box.pitch >= line - 2 else []
        has_two = gradients is not None and box.pitch >= 2 * line - 3
        apart = max(min(theme.pixels(2), int(box.pitch / 2 - line)), 0)  # between them run the edges
        up = line + apart if has_two else line / 2
        for lane in range(box.lanes):
            here = [unit for unit in known if unit % box.lanes == lane]
            left = box.rects[here[0]].right() + 5 if here else 0.0
            room = halos.figures_in(_end_of_numbers(scene.layout, box, lane) - left)
            lines = [(middles[unit] - up, shown(values[unit], room)) for unit in here]
            halos.draw(painter, left, lines, colors.forward)
            if has_two and gradients is not None:
                lines = [(middles[unit] + apart, shown(gradients[unit], room)) for unit in here]
                halos.draw(painter, left, lines, colors.gradient)

    def _numbers(self, layout: CanvasLayout, ratio: float) -> HaloNumbers:
        font = number_font(QSize(round(layout.width), round(layout.height)))
        key = (font.pixelSize(), ratio)
        if self._halos is None or self._halo_key != key:
            self._halos, self._halo_key = HaloNumbers(font, theme.current().background, ratio), key
        return self._halos

    def paint_backdrop(self, painter: QPainter, layout: CanvasLayout, experiment: Experiment) -> None:
        """What stands still between two layouts: the features' names, the features that are off."""
        box = layout.columns[0]
        painter.setFont(theme.font("body"))
        painter.setPen(theme.current().text)
        names = experiment.network.features
        metrics = QFontMetricsF(theme.font("body"))
        width = layout.metrics.label - 2
        for unit in box.seen:
            if unit < len(names):
                text = labels.label("feature", names[unit]).label
                text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width)
                room = QRectF(box.left - 8 - width, box.centers[unit] - 12, width, 24)
                painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        for row in range(len(box.extra_centers)):
            self._paint_quiet_feature(painter, layout, experiment, row, False)

    def _paint_quiet_feature(
        self, painter: QPainter, layout: CanvasLayout, experiment: Experiment, row: int, is_hovered: bool
    ) -> None:
        box, names = layout.columns[0], inactive_features(experiment.network.features)
        if row >= min(len(names), len(box.extra_centers)):
            return
        colors = theme.current()
        side = max(8.0, round(min(box.extra_height * 0.72, 18.0 * theme.scale())))
        middle = float(box.extra_centers[row])
        tile = QRectF(round(box.x - side / 2), round(middle - side / 2), side, side)
        painter.fillRect(tile, colors.background)
        painter.setOpacity(1.0 if is_hovered else 0.5)
        painter.drawImage(tile, self._quiet_image(names[row]))
        painter.setOpacity(1.0)
        painter.setFont(theme.font("small"))
        painter.setPen(colors.text if is_hovered else colors.quiet)
        width = layout.metrics.label
        room = QRectF(tile.left() - 8 - width, middle - 10, width, 20)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags, labels.label("feature", names[row]).label)

    def _quiet_image(self, name: str) -> QImage:
        """A small picture of a feature that is off: the snapshot has none."""
        image = self._quiet_images.get(name)
        if image is None:
            values = features.evaluate([name], cell_centres(PLANE, _QUIET_CELLS))
            grid = values.reshape(_QUIET_CELLS, _QUIET_CELLS)
            image = grid_image(grid, largest_of(grid), theme.diverging_table())
            self._quiet_images[name] = image
        return image

    def _light_edges(self, painter: QPainter, scene: Scene, ratio: float) -> None:
        """Hovering a unit or an edge dims all other edges; the selected edge stays in sight."""
        lit = lit_edges(self.edges, scene.hovered)
        if lit is None and scene.selected_edge is not None:
            for gap, edges in find_edge(self.edges, scene.layout, *scene.selected_edge):
                self.edges.paint_some(painter, gap, edges, ratio, halo=theme.current().accent)
        if lit is None:
            return
        layout = scene.layout
        dim = theme.with_alpha(theme.current().background, 0.72)
        for box, after in pairwise(layout.columns):
            end = after.right if after.lanes > 1 else after.left
            room = QRectF(box.right, layout.top - 4, end - box.right, layout.room.height() + 8)
            painter.fillRect(room.toAlignedRect(), dim)
        for gap, edges in lit:
            self.edges.paint_some(painter, gap, edges, ratio)


def lit_edges(edges: EdgeLayer, hovered: Target | None) -> list[tuple[int, list[int]]] | None:
    """The edges that belong to what is hovered: (gap, edges); None where nothing is to be dimmed."""
    if hovered is None or hovered.kind == "feature":
        return None
    if hovered.kind == "edge":
        if hovered.gap >= len(edges.gaps) or hovered.edge >= len(edges.gaps[hovered.gap].sources):
            return None
        return [(hovered.gap, [hovered.edge])]
    lit = []
    if 0 < hovered.column <= len(edges.gaps):
        before = edges.gaps[hovered.column - 1]
        lit.append((hovered.column - 1, np.flatnonzero(before.targets == hovered.unit).tolist()))
    if hovered.kind == "unit" and hovered.column < len(edges.gaps):
        after = edges.gaps[hovered.column]
        lit.append((hovered.column, np.flatnonzero(after.sources == hovered.unit).tolist()))
    return lit


def find_edge(
    edges: EdgeLayer, layout: CanvasLayout, layer_id: int, row: int, unit: int
) -> list[tuple[int, list[int]]]:
    """The curve of a weight, if it can be seen: (gap, edges)."""
    column = layout.column(layer_id)
    if column is None or not 0 < column <= len(edges.gaps):
        return []
    gap = edges.gaps[column - 1]
    return [(column - 1, np.flatnonzero((gap.sources == row) & (gap.targets == unit)).tolist())]


def number_font(size: QSize) -> QFont:
    """The font of the numbers beside the tiles of a canvas of this size."""
    is_large = size.width() >= theme.pixels(1000) and size.height() >= theme.pixels(640)
    font = QFont(theme.font("body" if is_large else "small"))
    font.setWeight(QFont.Weight.DemiBold)
    return font


def shown(value: float, room: int = 9) -> str:
    """A number beside a tile, in the longest form of so many figures or less; only zero reads 0."""
    return "0" if value == 0.0 else numbers.within(value, room)


def _end_of_numbers(layout: CanvasLayout, box: ColumnBox, lane: int) -> float:
    """How far numbers beside a lane of tiles may reach: to the next tiles, their bias squares aside."""
    if lane + 1 < box.lanes and lane + 1 < len(box.rects):
        return float(box.rects[lane + 1].left()) - layout.metrics.bias
    after = (place for place, each in enumerate(layout.columns[:-1], start=1) if each is box)
    following = next(after, None)
    if following is None:
        return layout.width
    return float(layout.columns[following].left - layout.bias_side(following) - 3)


def _paint_opening(painter: QPainter, layout: CanvasLayout, gap: int, opening: float) -> None:
    """The dashed place that opens for what is dragged."""
    accent = theme.current().accent
    room = layout.gap_rect(gap)
    width = 44.0 * theme.scale() * opening
    rect = QRectF(room.center().x() - width / 2, room.top() + 2, width, room.height() - 4)
    painter.setPen(QPen(accent, 1.5, Qt.PenStyle.DashLine))
    painter.setBrush(theme.with_alpha(accent, 0.07))
    radius = min(10.0, width / 2)
    painter.drawRoundedRect(rect, radius, radius)


def _paint_scroll(painter: QPainter, layout: CanvasLayout) -> None:
    """Slim bars where a column or the canvas holds more than can be seen."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.mix(theme.current().hairline, theme.current().quiet, 0.4))
    for box in layout.columns:
        if box.scroll_range > 0 and not box.spec.passes:
            height = box.bottom - box.top
            is_first = box.spec.layer_id == FEATURES_ID
            beside = layout.metrics.label if is_first else layout.metrics.bias
            part = height / (height + box.scroll_range)
            top = box.top + box.scroll / (height + box.scroll_range) * height
            painter.drawRoundedRect(QRectF(box.left - beside - 9, top, 3, max(part * height, 12)), 1.5, 1.5)
            _paint_count(painter, box)
    if layout.content_width > layout.width + 1:
        part = layout.width / layout.content_width
        left = layout.scroll_x * part
        painter.drawRoundedRect(
            QRectF(left + 2, layout.bottom + theme.pixels(15), part * layout.width - 4, 4), 2, 2
        )


def _paint_count(painter: QPainter, box: ColumnBox) -> None:
    """Which units of a scrolled column are in sight."""
    seen = box.visible()
    if not len(seen):
        return
    painter.save()
    painter.setFont(theme.font("small"))
    painter.setPen(theme.current().quiet)
    text = f"{seen[0] + 1}–{seen[-1] + 1} / {box.spec.units}"
    room = QRectF(box.x - 60, box.bottom - 1, 120, theme.pixels(15))
    place = Qt.AlignmentFlag.AlignCenter
    if len(box.extra_centers):  # below it are the features that are off
        room.moveLeft(box.right + theme.pixels(6))
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(room, place, text)
    painter.restore()


def _class_names(scene: Scene, units: Sequence[int], room: float) -> list[str]:
    """What stands beside the outputs: an import's words as far as there is room, or the numbers."""
    if not scene.experiment.data.class_names:
        return [str(unit) for unit in units]
    metrics = QFontMetricsF(number_font(QSize(round(scene.layout.width), round(scene.layout.height))))
    names = (class_name(scene.experiment, unit) for unit in units)
    return [metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) for name in names]


def _paint_hint(painter: QPainter, scene: Scene) -> None:
    """What to do where there is nothing to see yet."""
    layout, network = scene.layout, scene.experiment.network
    is_open = bool(network.layers) or scene.open_gap is not None
    if network.features and (is_open or not scene.offers_layers):
        return
    colors = theme.current()
    left = layout.columns[0].right + theme.pixels(8)
    bias = theme.pixels(16)
    width = max(layout.columns[1].left - left - bias, float(theme.pixels(72)))
    painter.setFont(theme.font("body" if width >= theme.pixels(140) else "small"))
    painter.setPen(colors.quiet)
    room = QRectF(left, layout.top, width, layout.bottom - layout.top)
    place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter
    text = QCoreApplication.translate(
        "NetworkCanvas", "The network sees nothing yet: click a feature on the left."
    )
    if network.features:
        text = QCoreApplication.translate("NetworkCanvas", "Drag a layer in here.")
        place = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
    painter.drawText(room, int(place) | int(Qt.TextFlag.TextWordWrap), text)
