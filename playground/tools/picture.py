"""The decision boundary as a picture file: plane, points, axes, legend and measures, without a window."""

from __future__ import annotations

import html
import os
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF
from PySide6.QtWidgets import QApplication

from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.interop.carried import carrying, state_of
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import Part, Snapshot, SnapshotRequest
from playground.ui.look import theme
from playground.ui.network.names import class_name
from playground.ui.output.boundary_image import Look, boundary_pixels, value_scale
from playground.ui.output.boundary_plot import BoundaryPlot
from playground.ui.output.point_items import Style, mark_style, rgba
from playground.ui.output.point_marks import MOST_MARKS
from playground.ui.plots.pane import Pane, pen

_RESOLUTION = 300
_HEIGHT = 640
"""The picture in pixels at the desk; a larger one scales all of it."""
_LEFT, _TOP, _RIGHT, _BOTTOM = 14.0, 24.0, 190.0, 48.0
_AXES = (54.0, 36.0)
"""About so much do the axes need beside the plane and below it, which is to be a square."""
_MARK = 10.0
_BAR_HEIGHT = 150.0
_BAR_STEPS = 128


def content(run: TrainingRun, format: str, choice: theme.Choice, height: int) -> bytes:
    """The run's boundary as a file's content; a PNG or SVG carries the experiment."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    before = theme.choice()
    assert isinstance(app, QApplication)
    theme.apply(app, choice)
    try:
        snapshot = snapshot_of(run, SnapshotRequest(boundary_resolution=_RESOLUTION, curve=False))
        figure = Figure(run.experiment, snapshot)
        try:
            drawn = figure.file(format, height)
        finally:
            figure.close()
            figure.deleteLater()
    finally:
        theme.apply(app, before)
    return carrying(drawn, state_of(run))


class Figure(BoundaryPlot):
    """The boundary with named axes, beside it what its marks and colours mean, below it the measures."""

    line_width = 1.5

    def __init__(self, experiment: Experiment, snapshot: Snapshot) -> None:
        super().__init__(_tr("Decision boundary"))
        self.bar: Pane | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        side = _HEIGHT - _TOP - _BOTTOM - _AXES[1]
        self.resize(round(_LEFT + _AXES[0] + side + _RIGHT), _HEIGHT)
        assert snapshot.boundary is not None
        points = snapshot.points
        self.show_boundary(experiment, points, Part(points.bounds, snapshot.boundary), Look())
        for axis, name in zip(self.axes, ("x₁", "x₂"), strict=True):
            axis.setLabel(axis.name or name)
            axis.labelStyle = {"color": theme.current().text.name(), "font-size": f"{_pixels('body')}px"}
        self.setVisible(True)
        self._explain_marks(experiment, snapshot)
        self._tell_measures(snapshot)
        self.restyle()
        for _ in range(2):  # the axes' numbers need room once the room that they have is known
            self.centralWidget.layout().activate()

    def file(self, format: str, height: int) -> bytes:
        """The picture as a file's content; of pixels there are ``height`` from top to bottom."""
        if format in ("svg", "pdf"):
            return self.picture("svg" if format == "svg" else "pdf")
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.image(height / _HEIGHT).save(buffer, format.upper())  # type: ignore[call-overload]
        content = bytes(QByteArray(buffer.data()).data())
        buffer.close()
        return content

    def _fit(self, *_: object) -> None:
        super()._fit()
        self._grid.setContentsMargins(_LEFT, _TOP, _RIGHT, _BOTTOM)

    def _explain_marks(self, experiment: Experiment, snapshot: Snapshot) -> None:
        points = snapshot.points
        count = len(points.train) + len(points.test)
        classes = experiment.data.classes if experiment.problem == "classification" else 0
        legend = pg.LegendItem(labelTextColor=theme.current().text, labelTextSize=f"{_pixels('body')}px")
        legend.setParentItem(self.centralWidget)
        x, y = self.width() - _RIGHT + 8.0, _TOP
        if not classes:
            self.bar = self._color_bar(
                experiment, value_scale(experiment, points), QRectF(x, y, 60.0, _BAR_HEIGHT)
            )
            y += _BAR_HEIGHT + 12.0
        for k in range(classes):
            _add_mark(legend, mark_style("train", k, classes), class_name(experiment, k))
        if count > MOST_MARKS:
            text = _tr("%1 points as a density").replace("%1", f"{count:,}")
            legend.addItem(pg.ScatterPlotItem(symbol=None), _shortened(text))
        else:
            quiet, circle = theme.current().quiet, mark_style("train", 0, 2).symbol
            filled, hollow = QBrush(quiet), QBrush(Qt.BrushStyle.NoBrush)
            _add_mark(legend, Style(circle, filled, pen(quiet)), _tr("training point"))
            if len(points.test):
                _add_mark(legend, Style(circle, hollow, pen(quiet, 1.6)), _tr("test point"))
        legend.setPos(x, y)

    def _color_bar(self, experiment: Experiment, scale: float, place: QRectF) -> Pane:
        """What a value's colour is, drawn by what draws the boundary."""
        pane = Pane()
        values = np.linspace(scale, -scale, _BAR_STEPS)[None, :, None]
        image = pg.ImageItem(axisOrder="row-major")
        image.setImage(rgba(boundary_pixels(experiment, values, scale, "output", False)), autoLevels=False)
        pane.add(image)
        image.setRect(QRectF(0.0, scale, 1.0, -2.0 * scale))
        pane.show_range((0.0, 1.0), (-scale, scale))
        pane.restyle()
        width = pane.left.thickness()
        for part, left, size in ((pane.left, place.left(), width), (pane.view, place.left() + width, 14.0)):
            part.setParentItem(self.centralWidget)
            part.setGeometry(QRectF(left, place.top(), size, place.height()))
        return pane

    def _tell_measures(self, snapshot: Snapshot) -> None:
        parts = [_tr("epoch %1").replace("%1", f"{snapshot.epoch:,}")]
        for name, metrics in ((_tr("training"), snapshot.train), (_tr("test"), snapshot.test)):
            if metrics is not None:
                part = f"{name} {_tr('loss')} {metrics.loss:.4g}"
                if metrics.accuracy is not None:
                    part += f", {_tr('accuracy')} {metrics.accuracy:.1%}"
                parts.append(part)
        label = pg.LabelItem(
            "&nbsp;&nbsp; ".join(parts), color=theme.current().text, size=f"{_pixels('body')}px", bold=True,
            justify="left",
        )  # fmt: skip
        label.setParentItem(self.centralWidget)
        label.setGeometry(QRectF(_LEFT, _HEIGHT - 34.0, self.width() - 2.0 * _LEFT, 24.0))


def _add_mark(legend: Any, style: Style, text: str) -> None:
    mark = pg.ScatterPlotItem(
        symbol=style.symbol, pen=style.pen, brush=style.brush, size=_MARK, antialias=True
    )
    legend.addItem(mark, _shortened(text))


def _shortened(text: str) -> str:
    """So much of a text as has room beside a mark, as the rich text that labels are."""
    room = _RIGHT - 60.0
    metrics = QFontMetricsF(QFont(theme.font("body")))
    return html.escape(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))


def _pixels(role: theme.FontRole) -> int:
    return theme.font(role).pixelSize()


def _tr(text: str) -> str:
    return QCoreApplication.translate("Picture", text)
