"""Units drawn over the boundary: where each one's z is 0, and what the loss feels of it at the points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QObject, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.kinds import LAYER_KINDS
from playground.observe.snapshot import Grid, LayerSnapshot, Snapshot, SnapshotRequest, UnitKey
from playground.ui.look import theme
from playground.ui.network.values import matrix
from playground.ui.output.boundary_marks import paint_pill
from playground.ui.widgets.plane import PlaneFrame
from playground.ui.words.numbers import figures, subscript

if TYPE_CHECKING:
    from playground.app.session import Session
    from playground.ui.output.boundary_view import BoundaryView

RESOLUTION = 40
"""Contours are taken from grids at least this fine."""
MOST_UNITS = 64
"""Of wider first layers only the hovered and selected lines are drawn."""
MOST_POINTS = 600
_PLACES = (0.88, 0.12, 0.78, 0.22, 0.94, 0.06, 0.68, 0.32, 0.58, 0.42)
"""How far along its line a unit's arrow may stand: the first place clear of points and other numbers."""
_CLEAR = 17.0
"""So many pixels are clear around a number."""
_WEAK = 0.15
"""Of a line's colour at least so much is that of its weight's sign."""
Contour = NDArray[np.float64]
"""Lines of the plane as points ``(n, 2)``, with NaN between one line and the next."""


class UnitLines(QObject):
    """An overlay of the boundary: unit lines where the display says so, gradients in gradient modes."""

    def __init__(self, session: Session, boundary: BoundaryView) -> None:
        super().__init__(boundary)
        self._session = session
        boundary.add_overlay(self)

    def wants(self) -> SnapshotRequest:
        """Units' grids for lines that are no straight ones, and the gradients of the unit that shows them."""
        resolution = RESOLUTION if self._session.display.show_unit_lines else 0
        return SnapshotRequest(unit_resolution=resolution, point_gradients_of=self._gradient_unit())

    def paint(self, painter: QPainter, frame: PlaneFrame) -> None:
        """Draw what the display asks for."""
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        painter.setClipRect(frame.rect)
        if self._session.display.show_unit_lines:
            self.paint_lines(painter, frame, snapshot)
        unit = self._gradient_unit()
        if unit is not None and snapshot.request.point_gradients_of == unit:
            self._paint_gradients(painter, frame, snapshot, unit)

    # ------------------------------------------------------------------------------------- lines

    def paint_lines(self, painter: QPainter, frame: PlaneFrame, snapshot: Snapshot) -> None:
        display = self._session.display
        lit = [
            key for key in (display.selected, display.hovered) if key is not None and key[0] != FEATURES_ID
        ]
        first = next((layer for layer in snapshot.layers if LAYER_KINDS[layer.kind].is_dense), None)
        taken = _marks_of(frame, snapshot, display.show_train, display.show_test)
        if first is not None and first.units <= MOST_UNITS:
            weights = next_weights(snapshot, first.id, display.selected)
            for unit in range(first.units):
                if (first.id, unit) not in lit:
                    color = weight_color(weights, unit)
                    self._paint_unit(painter, frame, snapshot, (first.id, unit), color, 2.0, taken)
        for key in lit:
            self._paint_unit(painter, frame, snapshot, key, theme.current().accent, 3.2, taken)

    def _paint_unit(
        self,
        painter: QPainter,
        frame: PlaneFrame,
        snapshot: Snapshot,
        key: UnitKey,
        color: QColor,
        thickness: float,
        taken: list[NDArray[np.float64]],
    ) -> None:
        width = theme.scale() * thickness
        line = straight_line(self._session.experiment, snapshot, key)
        if line is not None:
            paint_line(painter, frame, line, color, width, str(key[1] + 1), taken)
            return
        contour = zero_contour(snapshot, key)
        if contour is not None and len(contour):
            _paint_contour(painter, frame, contour, color, width)

    # --------------------------------------------------------------------------------- gradients

    def _gradient_unit(self) -> UnitKey | None:
        display = self._session.display
        unit = display.selected
        if unit is None or unit[0] == FEATURES_ID or display.node_mode not in ("gradient", "both"):
            return None
        return unit

    def _paint_gradients(
        self, painter: QPainter, frame: PlaneFrame, snapshot: Snapshot, unit: UnitKey
    ) -> None:
        """Discs as large as |d loss / d unit|: filled where it is positive, rings where negative."""
        values = snapshot.point_gradients
        if values is None or len(values) != len(snapshot.points.train) or not len(values):
            return
        sizes = np.abs(values)
        largest = float(sizes.max())
        colors = theme.current()
        if largest > 0.0:
            chosen = np.argsort(sizes)[-MOST_POINTS:]
            pixels = frame.pixels(snapshot.points.train[chosen]).tolist()
            radii = (theme.scale() * (3.5 + 6.5 * np.sqrt(sizes[chosen] / largest))).tolist()
            for (x, y), radius, value in zip(pixels, radii, values[chosen].tolist(), strict=True):
                if abs(value) < 0.003 * largest:
                    continue
                color = colors.positive if value > 0 else colors.negative
                painter.setPen(QPen(color, theme.scale() * 1.6))
                filled = theme.with_alpha(color, 0.45) if value > 0 else Qt.BrushStyle.NoBrush
                painter.setBrush(filled)
                painter.drawEllipse(QPointF(x, y), radius, radius)
        if self._session.display.hovered is None:
            text = self.tr("∂L/∂{unit}   ● +   ○ −   max {largest}")
            name = self.tr("score") if unit[0] == OUTPUT_ID else f"a{subscript(unit[1] + 1)}"
            shown = text.format(unit=name, largest=figures(largest, 2))
            paint_pill(painter, frame.rect, shown, at_top=True)


def straight_line(
    experiment: Experiment, snapshot: Snapshot, key: UnitKey
) -> tuple[float, float, float] | None:
    """``w1, w2, b`` of a unit that sees x1 and x2 only; None where its z is no straight line."""
    if not snapshot.layers or snapshot.layers[0].id != key[0]:
        return None
    layer, features = snapshot.layers[0], experiment.network.features
    weights, unit = layer.weights, key[1]
    if weights is None or weights.shape != (len(features), layer.units) or unit >= layer.units:
        return None
    if not set(features) <= {"x1", "x2"} or not LAYER_KINDS[layer.kind].is_dense:
        return None
    of = {name: float(weights[row, unit]) for row, name in enumerate(features)}
    bias = 0.0 if layer.biases is None else float(layer.biases[unit])
    return of.get("x1", 0.0), of.get("x2", 0.0), bias


def zero_contour(snapshot: Snapshot, key: UnitKey) -> Contour | None:
    """The lines where a unit's pre-activation is 0 (maxout: where its winning piece changes), on the plane.

    In the part that is looked at, where the snapshot has its units, else over the whole plane. None where
    the snapshot lacks the grids of the unit's inputs.
    """
    from playground.ui.plots.contours import contour_lines  # with pyqtgraph, which is not loaded at the start

    pieces = _pre_activations(snapshot, key)
    if pieces is None:
        return None
    margins = [pieces[0]]
    if len(pieces) > 1:
        margins = [
            pieces[piece] - np.delete(pieces, piece, axis=0).max(axis=0) for piece in range(len(pieces) - 1)
        ]
    part = snapshot.part
    left, right, bottom, top = part.bounds if part is not None and part.grids else snapshot.points.bounds
    resolution = pieces.shape[-1]
    half_1, half_2 = (right - left) / (2 * resolution), (top - bottom) / (2 * resolution)
    found = [
        contour_lines(margin, (left + half_1, right - half_1), (bottom + half_2, top - half_2), [0.0])
        for margin in margins
    ]
    return np.concatenate([np.stack(line, axis=1) for line in found])


def _pre_activations(snapshot: Snapshot, key: UnitKey) -> NDArray[np.float64] | None:
    """``(pieces, R, R)`` of a unit over the plane, from the grids of the layer before; norms: the output."""
    inputs = snapshot.feature_grids
    grids: Sequence[Grid | None] = [layer.grids for layer in snapshot.layers]
    if snapshot.part is not None and snapshot.part.grids:
        inputs, grids = snapshot.part.feature_grids, snapshot.part.grids
    for layer, own in zip(snapshot.layers, grids, strict=True):
        if layer.id == key[0]:
            return _of_layer(layer, own, inputs, key[1])
        inputs = own
    return None


def _of_layer(
    layer: LayerSnapshot, own: Grid | None, inputs: Grid | None, unit: int
) -> NDArray[np.float64] | None:
    if unit >= layer.units:
        return None
    if not LAYER_KINDS[layer.kind].is_dense:
        return None if own is None else own[unit : unit + 1].astype(np.float64)
    weights = layer.weights
    if weights is None or inputs is None or len(inputs) != len(weights):
        return None
    columns = weights[:, unit :: layer.units]
    biases = np.zeros(columns.shape[1]) if layer.biases is None else layer.biases[unit :: layer.units]
    return np.tensordot(columns.T, inputs, axes=1) + biases[:, None, None]


def next_weights(snapshot: Snapshot, layer_id: int, towards: UnitKey | None) -> NDArray[np.float64] | None:
    """``(units,)``: with which weight each unit of a layer goes on; None where no layer of weights follows.

    The weight into the unit ``towards`` if that one is in the next layer of weights, else the largest one
    (of a maxout unit always its largest piece's).
    """
    ids = [layer.id for layer in snapshot.layers]
    units = snapshot.layers[ids.index(layer_id)].units
    after = snapshot.layers[ids.index(layer_id) + 1 :]
    following = next((layer for layer in after if layer.id == OUTPUT_ID or is_dense(layer)), None)
    table = None if following is None else matrix(following, "weight")
    if following is None or table is None or len(table) != units:
        return None
    if towards is not None and towards[0] == following.id and towards[1] < table.shape[1]:
        return np.asarray(table[:, towards[1]], dtype=np.float64)
    return np.asarray(np.take_along_axis(table, np.abs(table).argmax(axis=1)[:, None], axis=1)[:, 0], float)


def is_dense(layer: LayerSnapshot) -> bool:
    """Whether every unit of the layer sees every unit of the one before."""
    return LAYER_KINDS[layer.kind].is_dense


def weight_color(weights: NDArray[np.float64] | None, unit: int) -> QColor:
    """The colour of the line of a unit: that of its weight's sign, the quieter the smaller the weight is."""
    colors = theme.current()
    if weights is None:
        return colors.text
    largest = float(np.abs(weights).max())
    share = abs(float(weights[unit])) / largest if largest > 0.0 else 0.0
    sign = colors.positive if weights[unit] >= 0 else colors.negative
    return theme.mix(colors.quiet, sign, _WEAK + (1.0 - _WEAK) * share)


def _marks_of(
    frame: PlaneFrame, snapshot: Snapshot, with_train: bool, with_test: bool
) -> list[NDArray[np.float64]]:
    """Where points stand, in pixels: no number shall."""
    shown = [snapshot.points.train] if with_train else []
    shown += [snapshot.points.test] if with_test else []
    return [frame.pixels(places[: 4 * MOST_POINTS]) for places in shown if len(places)]


def paint_line(
    painter: QPainter,
    frame: PlaneFrame,
    line: tuple[float, float, float],
    color: QColor,
    width: float,
    name: str,
    taken: list[NDArray[np.float64]],
) -> None:
    """``w1 x1 + w2 x2 + b = 0`` across the frame, with an arrow along w: where z grows.

    Its number stands where nothing else does; ``taken`` are those places, and gets that of the number.
    """
    w1, w2, bias = line
    ends = clipped_line(w1, w2, bias, frame.bounds)
    if ends is None:
        return
    start, stop = frame(*ends[0]), frame(*ends[1])
    along = QPointF(w1 / (frame.bounds[1] - frame.bounds[0]), -w2 / (frame.bounds[3] - frame.bounds[2]))
    normal = QLineF(QPointF(0, 0), QPointF(-(stop - start).y(), (stop - start).x()))
    if normal.dx() * along.x() + normal.dy() * along.y() < 0:
        normal = QLineF(0, 0, -normal.dx(), -normal.dy())
    normal.setLength(theme.pixels(14))
    foot, middle = _clear_place(frame, start, stop, normal.p2(), taken)
    tip = foot + normal.p2()
    halo = QPen(theme.with_alpha(theme.current().panel, 0.8), width + 2.4 * theme.scale())
    for pen in (halo, QPen(color, width)):
        painter.setPen(pen)
        painter.drawLine(start, stop)
        painter.drawLine(foot, tip)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawPolygon(arrow_head(foot, tip, width))
    paint_haloed(painter, middle, name, color)


def _clear_place(
    frame: PlaneFrame, start: QPointF, stop: QPointF, normal: QPointF, taken: list[NDArray[np.float64]]
) -> tuple[QPointF, QPointF]:
    """(foot of the arrow, middle of the number): the first place that is clear, or else the clearest."""
    others = np.concatenate(taken) if taken else np.zeros((0, 2))
    feet = [start + (stop - start) * share for share in _PLACES]
    middles = [foot + normal * 1.75 for foot in feet]
    rect, rim = frame.rect, theme.pixels(9)
    inside = rect.adjusted(rim, rim, -rim, -rim)
    free = []
    for middle in middles:
        gaps = np.hypot(others[:, 0] - middle.x(), others[:, 1] - middle.y())
        free.append(float(gaps.min(initial=np.inf)) if inside.contains(middle) else -1.0)
    clear = _CLEAR * theme.scale()
    chosen = next((place for place, room in enumerate(free) if room >= clear), int(np.argmax(free)))
    middle = middles[chosen]
    taken.append(np.array([[middle.x(), middle.y()]]))
    return feet[chosen], middle


def paint_haloed(painter: QPainter, middle: QPointF, text: str, color: QColor) -> None:
    """A number that can be read on any ground."""
    font = theme.font("body")
    metrics, path = QFontMetricsF(font), QPainterPath()
    left = middle.x() - metrics.horizontalAdvance(text) / 2
    path.addText(QPointF(left, middle.y() + metrics.capHeight() / 2), font, text)
    halo = QPen(theme.with_alpha(theme.current().panel, 0.9), 3.5 * theme.scale())
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path, halo)
    painter.fillPath(path, theme.mix(color, theme.current().text, 0.45))


def clipped_line(
    w1: float, w2: float, bias: float, bounds: tuple[float, float, float, float]
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The two places where ``w1 x1 + w2 x2 + bias = 0`` meets the frame's rim; None where it does not."""
    left, right, bottom, top = bounds
    places = []
    if w2:
        places += [(x, -(w1 * x + bias) / w2) for x in (left, right)]
    if w1:
        places += [(-(w2 * y + bias) / w1, y) for y in (bottom, top)]
    slack = 1e-9 * max(right - left, top - bottom)
    inside = [
        (x, y) for x, y in places if left - slack <= x <= right + slack and bottom - slack <= y <= top + slack
    ]
    if len(inside) < 2:
        return None
    first = min(inside)
    second = max(inside, key=lambda place: math.dist(place, first))
    return None if first == second else (first, second)


def arrow_head(base: QPointF, tip: QPointF, width: float) -> QPolygonF:
    """The triangle at the tip of an arrow from ``base``, for a line of this width."""
    line = QLineF(tip, base)
    line.setLength(theme.pixels(6) + width)
    left, right = QLineF(line), QLineF(line)
    left.setAngle(line.angle() + 28)
    right.setAngle(line.angle() - 28)
    return QPolygonF([tip, left.p2(), right.p2()])


def _paint_contour(
    painter: QPainter, frame: PlaneFrame, contour: Contour, color: QColor, width: float
) -> None:
    pixels = frame.pixels(contour)
    is_part = np.isfinite(pixels[:-1]).all(axis=1) & np.isfinite(pixels[1:]).all(axis=1)
    ends = np.concatenate((pixels[:-1], pixels[1:]), axis=1)[is_part]
    lines = [QLineF(*line) for line in ends.tolist()]
    halo = QPen(theme.with_alpha(theme.current().panel, 0.7), width + 2 * theme.scale())
    for pen in (halo, QPen(color, width)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLines(lines)
