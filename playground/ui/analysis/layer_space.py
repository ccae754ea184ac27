"""Layer space: how a layer has bent the plane, with two of its units as axes, live."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHideEvent, QImage, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.engine.layers.kinds import LAYER_KINDS
from playground.engine.points import Bounds
from playground.observe.snapshot import Grid, LayerSnapshot, Snapshot, SnapshotRequest, UnitKey
from playground.ui.look import theme
from playground.ui.network import names
from playground.ui.output.boundary_image import boundary_image, value_scale
from playground.ui.output.point_marks import paint_marks
from playground.ui.output.unit_lines import clipped_line
from playground.ui.panel import Panel
from playground.ui.plots.pace import Pace
from playground.ui.plots.pane import Pane
from playground.ui.plots.plot import Keep, Plot, Table
from playground.ui.widgets.choice import Choice
from playground.ui.widgets.plane import PlaneFrame
from playground.ui.widgets.text import Caption
from playground.ui.words.numbers import subscript

PACE_MS = 45
"""While it plays, the picture is drawn this often."""
QUADS = 20
"""The plane is drawn as so many patches a side."""
_SHRINK = 0.06
"""How fast the picture closes in again after the space has become smaller."""
_ROOM = 0.06
_WIDEST = 3.0
"""The picture's width over its height at most: the two axes have scales of their own."""


@dataclass(frozen=True)
class SpaceScene:
    """What the picture shows: places ``grid (R, R, 2)`` of the plane's cells and ``points (n, 2)`` in space.

    ``image`` is the boundary over the plane, which colours the patches; ``lines`` are the next layer's
    units as ``w1, w2, b`` where two units are the whole layer. ``classes`` 0: real values.
    """

    grid: Grid
    points: NDArray[np.float64]
    labels: NDArray[np.float64]
    classes: int
    scale: float
    image: QImage | None
    names: tuple[str, str]
    lines: Sequence[tuple[float, float, float]] = ()


class SpacePicture(Plot):
    """A picture of the space; as long as it shows the whole it follows the space's size without jumping."""

    def __init__(self, keep: Keep | None = None) -> None:
        super().__init__("", keep)
        self.setAccessibleName(self.tr("Picture of the layer's space"))
        self.setObjectName("spacePicture")
        self.scene_shown: SpaceScene | None = None
        self._bounds: Bounds | None = None
        pane = self.add_pane()
        self._sheet = _Sheet(pane)
        pane.set_shown(False)
        self._pace = Pace(self, self._draw, PACE_MS)
        self.table = self._points_table

    def show_scene(self, scene: SpaceScene | None, *, steady: bool = False) -> None:
        """Show this; ``steady`` lets the frame close in slowly, as while it plays."""
        self.scene_shown = scene
        if scene is None:
            self._bounds = None
        else:
            wanted = _bounds_of(scene)
            self._bounds = _eased(self._bounds, wanted) if steady and self._bounds else wanted
        if not steady:
            self._draw()
        else:
            self._pace.want()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(260), theme.pixels(260))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(110), theme.pixels(110))

    def hideEvent(self, event: QHideEvent) -> None:
        self._pace.stop()
        super().hideEvent(event)

    def _draw(self) -> None:
        scene, pane = self.scene_shown, self.pane
        if pane.is_shown != (scene is not None):
            pane.set_shown(scene is not None)
            self.arrange(1)
        if scene is None or self._bounds is None:
            return
        across, up = (f"{name} →" for name in scene.names)
        pane.bottom.caption = across
        if pane.left.labelText != up:
            pane.left.setLabel(up)
        left, right, bottom, top = self._bounds
        pane.show_range((left, right), (bottom, top))
        self._sheet.show_scene(scene)
        self.settle()

    def _points_table(self) -> Table:
        """Where the points are, with their labels."""
        scene = self.scene_shown
        if scene is None:
            return {}
        (across, up), points = scene.names, scene.points
        return {across: points[:, 0], up: points[:, 1], "label": np.asarray(scene.labels, dtype=np.float64)}


class _Sheet(pg.GraphicsObject):  # type: ignore[misc]
    """The bent plane with its points, painted in the view's pixels."""

    def __init__(self, pane: Pane) -> None:
        super().__init__(pane.view)
        self._view = pane.view
        self._scene: SpaceScene | None = None
        pane.view.sigRangeChanged.connect(lambda *_: self.update())
        pane.view.sigResized.connect(lambda *_: self.prepareGeometryChange())

    def show_scene(self, scene: SpaceScene) -> None:
        """Draw this."""
        self._scene = scene
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole view."""
        return QRectF(self._view.rect())

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw ground, patches, the next layer's lines and the points."""
        scene, rect = self._scene, QRectF(self._view.rect())
        painter.fillRect(rect, theme.current().background)
        if scene is None:
            return
        (left, right), (bottom, top) = self._view.viewRange()
        frame = PlaneFrame((left, right, bottom, top), rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_sheet(painter, frame, scene)
        for line in scene.lines:
            _paint_straight(painter, frame, line)
        paint_marks(painter, frame, scene.points, scene.labels, classes=scene.classes, scale=scene.scale)


def _paint_sheet(painter: QPainter, frame: PlaneFrame, scene: SpaceScene) -> None:
    """The plane's patches in their colours with the grid's lines on them."""
    size = scene.grid.shape[0]
    places = np.unique(np.linspace(0, size - 1, min(QUADS, size - 1) + 1).round().astype(int))
    flat = scene.grid[np.ix_(places, places)].reshape(-1, 2).astype(np.float64)
    count = len(places)
    corners = [
        [QPointF(x, y) for x, y in row] for row in frame.pixels(flat).reshape(count, count, 2).tolist()
    ]
    fill = _patch_colors(scene.image, count - 1)
    if fill is not None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for row in range(count - 1):
            above, below = corners[row], corners[row + 1]
            for column in range(count - 1):
                painter.setBrush(fill[row][column])
                painter.drawConvexPolygon(
                    [above[column], above[column + 1], below[column + 1], below[column]]
                )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.with_alpha(theme.current().text, 0.22), 1))
    for line in (*corners, *(list(column) for column in zip(*corners, strict=True))):
        painter.drawPolyline(line)


def _bounds_of(scene: SpaceScene) -> Bounds:
    """The smallest frame around grid and points, with a little room."""
    places = (
        np.concatenate([scene.grid.reshape(-1, 2), scene.points])
        if len(scene.points)
        else scene.grid.reshape(-1, 2)
    )
    places = places[np.isfinite(places).all(axis=1)]
    if not len(places):
        return (-1.0, 1.0, -1.0, 1.0)
    low, high = places.min(axis=0), places.max(axis=0)
    span = np.maximum(high - low, 1e-6 * np.maximum(np.abs(high), 1.0))
    low, high = low - _ROOM * span, high + _ROOM * span
    return (float(low[0]), float(high[0]), float(low[1]), float(high[1]))


def _eased(now: Bounds, wanted: Bounds) -> Bounds:
    """Outward at once, inward slowly."""
    made = []
    for index, (old, new) in enumerate(zip(now, wanted, strict=True)):
        is_outward = new < old if index % 2 == 0 else new > old
        made.append(new if is_outward or not math.isfinite(old) else old + _SHRINK * (new - old))
    return (made[0], made[1], made[2], made[3])


def _patch_colors(image: QImage | None, count: int) -> list[list[QColor]] | None:
    """The image's colour at the middle of each of ``count`` by ``count`` patches."""
    if image is None or image.isNull():
        return None
    places = [min(int((k + 0.5) / count * image.width()), image.width() - 1) for k in range(count)]
    return [[image.pixelColor(x, y) for x in places] for y in places]


def _paint_straight(painter: QPainter, frame: PlaneFrame, line: tuple[float, float, float]) -> None:
    ends = clipped_line(*line, frame.bounds)
    if ends is None:
        return
    colors = theme.current()
    for pen in (
        QPen(theme.with_alpha(colors.panel, 0.8), 4 * theme.scale()),
        QPen(colors.accent, 2 * theme.scale()),
    ):
        painter.setPen(pen)
        painter.drawLine(frame(*ends[0]), frame(*ends[1]))


_BOUNDARY = 40


class LayerSpaceView(Panel):
    """A layer and two of its units are chosen on the left; the picture follows the run."""

    NAME = "layerSpace"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Layer space"))
        self.layer = Choice()
        self.across = Choice()
        self.up = Choice()
        for choice, name, label in (
            (self.layer, "spaceLayer", self.tr("Layer")),
            (self.across, "spaceAcross", self.tr("Across")),
            (self.up, "spaceUp", self.tr("Up")),
        ):
            choice.setObjectName(name)
            choice.setAccessibleName(label)
        self.picture = SpacePicture(session.write_file)
        self.picture.setToolTip(
            self.tr(
                "Every place of the plane is drawn where the two units put it: across is the first unit's "
                "activation, up the second's. Colours are the network's answer there. The next layer sees "
                "the data like this: training bends the plane until straight lines can part the classes."
            )
        )
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setProperty("role", "quiet")
        self._lay_out()
        self.layer.chosen.connect(lambda _: self._offer_units(self.experiment))
        self.across.chosen.connect(lambda _: self._require())
        self.up.chosen.connect(lambda _: self._require())
        self._offer(session.experiment)

    def wants(self) -> SnapshotRequest | None:
        """The space of the two units, with the network's answer over the plane."""
        units = self._units()
        return None if units is None else SnapshotRequest(space=units, boundary_resolution=_BOUNDARY)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the space at this instant."""
        space = snapshot.space
        units = self._units()
        if space is None or units is None or space.units != units:
            return
        experiment, points = self.experiment, snapshot.points
        if len(space.train) != len(points.train):
            return
        scale = value_scale(experiment, points)
        scene = SpaceScene(
            grid=space.grid,
            points=space.train,
            labels=points.train_labels,
            classes=0 if experiment.problem == "regression" else experiment.data.classes,
            scale=scale,
            image=self._image(snapshot, experiment, scale),
            names=(f"a{subscript(units[0][1] + 1)}", f"a{subscript(units[1][1] + 1)}"),
            lines=next_lines(snapshot, units),
        )
        self.picture.show_scene(scene, steady=snapshot.playing)
        self.sentence.setText(self._say(bool(scene.lines)))

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        """Offer the layers there are now."""
        self._offer(new)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.picture.setMaximumWidth(round(_WIDEST * self.height()))

    # ------------------------------------------------------------------------------------- making

    def _lay_out(self) -> None:
        unit = theme.pixels(theme.GRID)
        form = QGridLayout()
        form.setHorizontalSpacing(unit)
        form.setVerticalSpacing(unit // 2)
        rows = (
            (self.tr("Layer"), self.layer),
            (self.tr("Across"), self.across),
            (self.tr("Up"), self.up),
        )
        for row, (label, choice) in enumerate(rows):
            form.addWidget(Caption(label), row, 0)
            form.addWidget(choice, row, 1)
        form.setColumnStretch(1, 1)
        side = QVBoxLayout()
        side.setSpacing(unit)
        side.addLayout(form)
        side.addWidget(self.sentence, 1, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(side)
        side.setContentsMargins(0, 0, 0, 0)
        holder.setFixedWidth(theme.pixels(300))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * unit, unit, 2 * unit, unit // 2)
        layout.setSpacing(4 * unit)
        layout.addWidget(holder)
        layout.addWidget(self.picture, 1)
        layout.addStretch(0)

    def _offer(self, experiment: Experiment) -> None:
        """Offer the hidden layers of this experiment; what was chosen stays where it still exists."""
        layers = [layer for layer in experiment.network.layers if not LAYER_KINDS[layer.kind].passes_on]
        options = [(str(layer.id), names.layer_name(experiment, layer.id), "") for layer in layers]
        had = {key for key, _, _ in options} & {self.layer.value}
        self.layer.set_options(options)
        if options and not had:
            self.layer.set_value(options[-1][0])
        self._offer_units(experiment)

    def _offer_units(self, experiment: Experiment) -> None:
        count = _unit_count(experiment, self._layer_id())
        options = [(str(unit), self.tr("unit {number}").format(number=unit + 1), "") for unit in range(count)]
        keep_across, keep_up = self.across.value, self.up.value
        for choice, kept, first in ((self.across, keep_across, 0), (self.up, keep_up, 1)):
            choice.set_options(options)
            is_there = kept in {key for key, _, _ in options}
            choice.set_value(kept if is_there else str(min(first, max(count - 1, 0))))
            choice.setEnabled(count > 1)
        if self.across.value == self.up.value and count > 1:
            self.up.set_value(str((int(self.across.value) + 1) % count))
        self._require()

    def _require(self) -> None:
        if self._units() is None:
            self.picture.show_scene(None)
            self.sentence.setText(
                self.tr("There is no hidden layer: the output sees the features themselves.")
            )
        self.ask()

    # ------------------------------------------------------------------------------------- content

    def _layer_id(self) -> int | None:
        return int(self.layer.value) if self.layer.count() else None

    def _units(self) -> tuple[UnitKey, UnitKey] | None:
        layer_id = self._layer_id()
        if layer_id is None or not self.across.count():
            return None
        return (layer_id, int(self.across.value)), (layer_id, int(self.up.value))

    def _image(self, snapshot: Snapshot, experiment: Experiment, scale: float) -> QImage | None:
        grid = snapshot.boundary
        if grid is None or len(grid) != experiment.outputs:
            return None
        return boundary_image(experiment, grid, scale, "output", discretize=False)

    def _say(self, has_lines: bool) -> str:
        if has_lines:
            return self.tr(
                "These two units are all that the next layer sees: its units are the straight lines here."
            )
        if self.across.value == self.up.value:
            return self.tr("A layer with one unit folds the plane onto a line.")
        return self.tr("The plane and the points as these two units see them.")


def _unit_count(experiment: Experiment, layer_id: int | None) -> int:
    count = len(experiment.network.features)
    for layer in experiment.network.layers:
        count = count if layer.ids is None else len(layer.ids)
        if layer.id == layer_id:
            return count
    return 0


def next_lines(snapshot: Snapshot, units: tuple[UnitKey, UnitKey]) -> tuple[tuple[float, float, float], ...]:
    """A next dense layer's units as lines ``w1, w2, b`` in the space of a layer of two units, else none."""
    layer_id, across = units[0]
    up = units[1][1]
    after: LayerSnapshot | None = None
    found: LayerSnapshot | None = None
    for layer in snapshot.layers:
        if found is not None and not LAYER_KINDS[layer.kind].passes_on:
            after = layer
            break
        if layer.id == layer_id:
            found = layer
    if found is None or after is None or found.units != 2 or across == up:
        return ()
    is_dense = LAYER_KINDS[after.kind].is_dense
    if not is_dense or after.weights is None or after.weights.shape != (2, after.units):
        return ()
    biases = after.biases if after.biases is not None else [0.0] * after.units
    return tuple(
        (float(after.weights[across, unit]), float(after.weights[up, unit]), float(biases[unit]))
        for unit in range(min(after.units, 8))
    )
