"""What is painted over the boundary besides its points: crosshair, rings, readouts, corners."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from playground.engine.experiment import Experiment
from playground.observe.snapshot import Snapshot
from playground.ui.look import theme
from playground.ui.output.boundary_image import is_wrong, value_scale
from playground.ui.widgets.plane import PlaneFrame
from playground.ui.widgets.text import whole_words

CORNER = 6.0
MOST_RINGS = 3000
"""Of more points to be ringed, so many are, taken evenly."""


def paint_errors(
    painter: QPainter,
    frame: PlaneFrame,
    experiment: Experiment,
    snapshot: Snapshot,
    shown: tuple[bool, bool],
) -> None:
    """Ring the points whose class is missed; for values, rings as large as the error."""
    points = snapshot.points
    for is_shown, places, labels, said in (
        (shown[0], points.train, points.train_labels, snapshot.predictions),
        (shown[1], points.test, points.test_labels, snapshot.test_predictions),
    ):
        if not is_shown or said is None or len(said) != len(places):
            continue
        if experiment.problem == "regression":
            sizes = np.abs(said[:, 0] - labels) / value_scale(experiment, points)
            paint_residuals(painter, frame, places, sizes)
        else:
            wrong = places[is_wrong(experiment, said, labels)]
            paint_rings(painter, frame, wrong, theme.current().gradient)


def paint_crosshair(painter: QPainter, center: QPointF) -> None:
    """Draw the probe point: a ring with four marks, on a rim that parts it from any ground."""
    unit = theme.scale()
    path = QPainterPath()
    path.addEllipse(center, 6.0 * unit, 6.0 * unit)
    for x, y in ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)):
        path.moveTo(center + QPointF(x, y) * 2.5 * unit)
        path.lineTo(center + QPointF(x, y) * 10.0 * unit)
    colors = theme.current()
    painter.strokePath(path, QPen(theme.with_alpha(colors.panel, 0.9), 4.0 * unit))
    painter.strokePath(path, QPen(colors.text, 1.7 * unit))


def paint_rings(painter: QPainter, frame: PlaneFrame, places: NDArray[np.float64], color: QColor) -> None:
    """Draw a ring of this colour around each of these points."""
    radius = 6.0 * theme.scale()
    path = QPainterPath()
    for x, y in frame.pixels(_evenly(places)).tolist():
        path.addEllipse(QPointF(x, y), radius, radius)
    colors = theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(path, QPen(theme.with_alpha(colors.panel, 0.8), 3.4 * theme.scale()))
    painter.strokePath(path, QPen(color, 1.8 * theme.scale()))


def paint_residuals(
    painter: QPainter, frame: PlaneFrame, places: NDArray[np.float64], sizes: NDArray[np.float64]
) -> None:
    """Draw rings as large as each point's error (a share of the largest label)."""
    path = QPainterPath()
    order = _evenly(np.argsort(sizes)[::-1])
    pixels = frame.pixels(places[order])
    for (x, y), size in zip(pixels.tolist(), np.minimum(sizes[order], 1.0).tolist(), strict=True):
        if size < 0.02:
            break
        radius = (3.0 + 16.0 * size) * theme.scale()
        path.addEllipse(QPointF(x, y), radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.strokePath(path, QPen(theme.current().gradient, 1.4 * theme.scale()))


def _evenly(rows: NDArray[Any]) -> NDArray[Any]:
    """At most ``MOST_RINGS`` of the rows, taken evenly."""
    if len(rows) <= MOST_RINGS:
        return rows
    return rows[np.linspace(0, len(rows) - 1, MOST_RINGS).astype(np.intp)]


def paint_pill(painter: QPainter, rect: QRectF, text: str, *, at_top: bool) -> None:
    """Draw a short text on a ground of its own in a corner."""
    if not text:
        return
    font = theme.font("small")
    metrics = QFontMetricsF(font)
    pad, inset = 6.0 * theme.scale(), 8.0 * theme.scale()
    room = rect.width() - 2 * inset - 2 * pad
    text = whole_words(text, room, metrics)
    size = metrics.boundingRect(text).width()
    height = metrics.height() + pad
    top = rect.top() + inset if at_top else rect.bottom() - inset - height - metrics.height()
    pill = QRectF(rect.left() + (rect.width() - size) / 2 - pad, top, size + 2 * pad, height)
    colors = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.with_alpha(colors.panel, 0.88))
    painter.drawRoundedRect(pill, CORNER, CORNER)
    painter.setFont(font)
    painter.setPen(colors.text)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)


def paint_sentence(painter: QPainter, rect: QRectF, sentence: str) -> None:
    """Say in the middle of the picture why there is nothing to be seen on it."""
    if not sentence:
        return
    font = theme.font("body")
    pad = 16.0 * theme.scale()
    flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    text = QFontMetricsF(font).boundingRect(rect.adjusted(2 * pad, pad, -2 * pad, -pad), flags, sentence)
    colors = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.with_alpha(colors.panel, 0.92))
    painter.drawRoundedRect(text.adjusted(-pad, -pad / 2, pad, pad / 2), CORNER, CORNER)
    painter.setFont(font)
    painter.setPen(colors.text)
    painter.drawText(text, flags, sentence)


def paint_corners(painter: QPainter, rect: QRectF) -> None:
    """Round the picture's corners with the panel's colour."""
    radius = CORNER * theme.scale()
    outside = QPainterPath()
    outside.addRect(rect.adjusted(-1, -1, 1, 1))
    inside = QPainterPath()
    inside.addRoundedRect(rect, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(outside.subtracted(inside), theme.current().panel)
