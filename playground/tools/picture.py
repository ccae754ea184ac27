"""The decision boundary as a picture file: plane, points, axes, legend and measures, without a window."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen
from PySide6.QtWidgets import QApplication

from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import Snapshot, SnapshotRequest
from playground.ui.look import theme
from playground.ui.network.names import class_name
from playground.ui.output.boundary_image import boundary_image, value_scale
from playground.ui.output.point_marks import (
    MOST_MARKS,
    class_shape,
    label_color,
    mark_path,
    paint_density,
    paint_marks,
)
from playground.ui.widgets.axis import linear_ticks
from playground.ui.widgets.heatmap import grid_image
from playground.ui.widgets.plane import PlaneFrame

_RESOLUTION = 300
_DESIGN_HEIGHT = 640.0
"""The height for which the lengths below are meant; a larger picture scales all of them."""
_LEFT, _TOP, _RIGHT, _BOTTOM = 56.0, 24.0, 190.0, 84.0
_MARK_RADIUS = 5.0


def save(run: TrainingRun, path: Path, choice: theme.Choice, height: int) -> bool:
    """Draw the run's boundary into a file; False where the file cannot be written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    before = theme.choice()
    assert isinstance(app, QApplication)
    theme.apply(app, choice)
    try:
        snapshot = snapshot_of(run, SnapshotRequest(boundary_resolution=_RESOLUTION, curve=False))
        return draw(run.experiment, snapshot, height).save(str(path))
    finally:
        theme.apply(app, before)


def draw(experiment: Experiment, snapshot: Snapshot, height: int) -> QImage:
    """The picture in the present theme, ``height`` pixels high."""
    scale = height / _DESIGN_HEIGHT
    side = _DESIGN_HEIGHT - _TOP - _BOTTOM
    image = QImage(round((_LEFT + side + _RIGHT) * scale), height, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(theme.current().panel)
    frame = PlaneFrame(snapshot.points.bounds, QRectF(_LEFT, _TOP, side, side))
    largest = value_scale(experiment, snapshot.points)
    with QPainter(image) as painter:
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        assert snapshot.boundary is not None
        painter.drawImage(
            frame.rect, boundary_image(experiment, snapshot.boundary, largest, "output", discretize=False)
        )
        _draw_points(painter, frame, experiment, snapshot, largest)
        _draw_axes(painter, frame, experiment)
        _draw_legend(painter, frame.rect, experiment, snapshot, largest)
        _draw_measures(painter, frame.rect, snapshot)
    return image


# ------------------------------------------------------------------------------------- the parts


def _draw_points(
    painter: QPainter, frame: PlaneFrame, experiment: Experiment, snapshot: Snapshot, largest: float
) -> None:
    points = snapshot.points
    count = len(points.train) + len(points.test)
    classes = _classes(experiment)
    painter.save()
    painter.setClipRect(frame.rect)
    if count > MOST_MARKS:
        everywhere = np.concatenate((points.test, points.train))
        labels = np.concatenate((points.test_labels, points.train_labels))
        paint_density(painter, frame, everywhere, labels, classes=classes, scale=largest)
    else:
        for places, labels, held_out in (
            (points.test, points.test_labels, True),
            (points.train, points.train_labels, False),
        ):
            paint_marks(
                painter,
                frame,
                places,
                labels,
                classes=classes,
                scale=largest,
                held_out=held_out,
                density=count,
            )
    painter.restore()


def _classes(experiment: Experiment) -> int:
    return experiment.data.classes if experiment.problem == "classification" else 0


def _draw_axes(painter: QPainter, frame: PlaneFrame, experiment: Experiment) -> None:
    """Ticks and names; imported data keep their own units."""
    left, right, bottom, top = frame.bounds
    plane = frame.rect
    axes = experiment.data.axes
    painter.setFont(theme.font("small"))
    painter.setPen(theme.current().quiet)
    offsets = (
        [(axis.offset, axis.scale, axis.name) for axis in axes]
        if axes
        else [(0.0, 1.0, "x₁"), (0.0, 1.0, "x₂")]
    )
    (offset, scale, name), (offset_2, scale_2, name_2) = offsets
    for value in linear_ticks(offset + scale * left, offset + scale * right, 7):
        x = frame((value - offset) / scale, bottom).x()
        painter.drawLine(QPointF(x, plane.bottom()), QPointF(x, plane.bottom() + 4))
        _text(
            painter, QRectF(x - 40, plane.bottom() + 5, 80, 16), f"{value:g}", Qt.AlignmentFlag.AlignHCenter
        )
    for value in linear_ticks(offset_2 + scale_2 * bottom, offset_2 + scale_2 * top, 7):
        y = frame(left, (value - offset_2) / scale_2).y()
        painter.drawLine(QPointF(plane.left() - 4, y), QPointF(plane.left(), y))
        _text(painter, QRectF(0, y - 8, plane.left() - 7, 16), f"{value:g}", Qt.AlignmentFlag.AlignRight)
    painter.setPen(theme.current().text)
    _text(
        painter,
        QRectF(plane.left(), plane.bottom() + 22, plane.width(), 18),
        name or "x₁",
        Qt.AlignmentFlag.AlignHCenter,
    )
    painter.save()
    painter.translate(14, plane.center().y())
    painter.rotate(-90)
    _text(
        painter,
        QRectF(-plane.height() / 2, -9, plane.height(), 18),
        name_2 or "x₂",
        Qt.AlignmentFlag.AlignHCenter,
    )
    painter.restore()


def _draw_legend(
    painter: QPainter, plane: QRectF, experiment: Experiment, snapshot: Snapshot, largest: float
) -> None:
    x, y = plane.right() + 22, plane.top() + 8
    painter.setFont(theme.font("body"))
    classes = _classes(experiment)
    if not classes:
        y = _draw_scale(painter, x, y, largest)
    for k in range(classes):
        _draw_mark(
            painter, QPointF(x, y), class_shape(k, classes), label_color(k, classes, 1.0), held_out=False
        )
        _legend_text(painter, x, y, class_name(experiment, k))
        y += 22
    count = len(snapshot.points.train) + len(snapshot.points.test)
    if count > MOST_MARKS:
        _legend_text(painter, x - 18, y + 10, _tr("%1 points as a density").replace("%1", f"{count:,}"))
        return
    _draw_mark(painter, QPointF(x, y + 10), "circle", theme.current().quiet, held_out=False)
    _legend_text(painter, x, y + 10, _tr("training point"))
    if len(snapshot.points.test):
        _draw_mark(painter, QPointF(x, y + 32), "circle", theme.current().quiet, held_out=True)
        _legend_text(painter, x, y + 32, _tr("test point"))


def _draw_scale(painter: QPainter, x: float, y: float, largest: float) -> float:
    height = 140.0
    column = np.linspace(largest, -largest, 128, dtype=np.float32)[:, None]
    painter.drawImage(QRectF(x - 5, y, 14, height), grid_image(column, largest, theme.diverging_table()))
    for share, value in ((0.0, largest), (0.5, 0.0), (1.0, -largest)):
        _legend_text(painter, x, y + share * height, f"{value:.3g}")
    return y + height + 22


def _draw_mark(painter: QPainter, center: QPointF, shape: str, color: QColor, *, held_out: bool) -> None:
    path = mark_path(shape, center, _MARK_RADIUS)
    if held_out:
        painter.strokePath(path, QPen(color, 1.6))
    else:
        painter.fillPath(path, color)


def _legend_text(painter: QPainter, x: float, y: float, text: str) -> None:
    painter.setPen(theme.current().text)
    room = QRectF(x + 14, y - 9, _RIGHT - 40, 18)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room.width()))
    _text(painter, room, shown, Qt.AlignmentFlag.AlignLeft)


def _draw_measures(painter: QPainter, plane: QRectF, snapshot: Snapshot) -> None:
    parts = [_tr("epoch %1").replace("%1", f"{snapshot.epoch:,}")]
    for name, metrics in ((_tr("training"), snapshot.train), (_tr("test"), snapshot.test)):
        if metrics is not None:
            part = f"{name} {_tr('loss')} {metrics.loss:.4g}"
            if metrics.accuracy is not None:
                part += f", {_tr('accuracy')} {metrics.accuracy:.1%}"
            parts.append(part)
    font = QFont(theme.font("body"))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(theme.current().text)
    line = QRectF(plane.left(), plane.bottom() + 48, plane.width() + _RIGHT - 20, 20)
    _text(painter, line, "   ".join(parts), Qt.AlignmentFlag.AlignLeft)


def _text(painter: QPainter, area: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
    painter.drawText(area, align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Picture", text)
