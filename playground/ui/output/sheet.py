"""A layer of the boundary that overlays are painted on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsObject

from playground.ui.output.tool import Overlay
from playground.ui.plots.pane import Pane
from playground.ui.widgets.plane import PlaneFrame


class Sheet(QGraphicsObject):
    """A layer over a view, or between its items, that overlays are painted on in the view's pixels."""

    def __init__(self, pane: Pane, frame: Callable[[], PlaneFrame], z: float, *, is_between: bool) -> None:
        super().__init__()
        self._view, self._frame, self._is_between = pane.view, frame, is_between
        self.overlays: list[Overlay] = []
        self.setZValue(z)
        if is_between:
            pane.add(self)
        else:
            self.setParentItem(pane.view)
        pane.view.sigRangeChanged.connect(lambda *_: self.prepareGeometryChange())
        pane.view.sigResized.connect(lambda *_: self.prepareGeometryChange())

    def boundingRect(self) -> QRectF:
        return QRectF(self._view.viewRect() if self._is_between else self._view.rect())

    def paint(self, painter: QPainter, *_: Any) -> None:
        if self._is_between:
            to_values, _ = self._view.childGroup.transform().inverted()
            painter.setTransform(to_values, combine=True)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = self._frame()
        for overlay in self.overlays:
            painter.save()
            overlay(painter, frame)
            painter.restore()
