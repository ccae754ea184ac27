"""A small drawing of the network beside its code, where the canvas is out of sight."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.ui.look import theme
from playground.ui.words import labels

_MOST = 10
"""Units of a column that are drawn."""


class NetworkSketch(QWidget):
    """Columns of units, the lit layer in the accent's colour; ``pointed`` tells the layer that is hovered."""

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("codeSketch")
        self.setAccessibleName(self.tr("The network; the line's layer is lit"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._columns: list[tuple[int, int, bool]] = []
        self._features: tuple[str, ...] = ()
        self._lit: int | None = None
        theme.signals().changed.connect(self.updateGeometry)

    def show_network(self, experiment: Experiment) -> None:
        """Draw this network."""
        width = len(experiment.network.features)
        self._features = experiment.network.features
        columns = [(FEATURES_ID, width, True)]
        for layer in experiment.network.layers:
            own = layer.ids is not None
            width = len(layer.ids) if layer.ids is not None else width
            columns.append((layer.id, width, own))
        self._columns = [*columns, (OUTPUT_ID, experiment.outputs, True)]
        self.update()

    def light(self, layer: int | None) -> None:
        """Light this layer."""
        if layer != self._lit:
            self._lit = layer
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(320), theme.pixels(260))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        lefts = self._lefts()
        nearest = min(range(len(lefts)), key=lambda place: abs(lefts[place] - event.position().x()))
        self.pointed.emit(self._columns[nearest][0])

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        places = [self._places(column) for column in range(len(self._columns))]
        side = self._side()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.mix(colors.hairline, colors.quiet, 0.4), theme.scale()))
            for column in range(1, len(places)):
                is_dense = self._columns[column][2]
                for start, (x1, y1) in enumerate(places[column - 1]):
                    for end, (x2, y2) in enumerate(places[column]):
                        if is_dense or start == end:
                            painter.drawLine(round(x1), round(y1), round(x2), round(y2))
            painter.setFont(theme.font("small"))
            for column, (layer, count, _) in enumerate(self._columns):
                is_lit = layer == self._lit
                pen = QPen(colors.accent, 2 * theme.scale()) if is_lit else QPen(colors.quiet, theme.scale())
                for unit, (x, y) in enumerate(places[column]):
                    box = QRectF(x - side / 2, y - side / 2, side, side)
                    painter.setPen(pen)
                    painter.setBrush(colors.selection if is_lit else colors.panel)
                    painter.drawRoundedRect(box, 4, 4)
                    if layer == FEATURES_ID:
                        painter.setPen(colors.text)
                        text = labels.label("feature", self._features[unit]).label
                        room = box.adjusted(-side, 0, side, 0)
                        shown = painter.fontMetrics().elidedText(
                            text, Qt.TextElideMode.ElideRight, round(room.width())
                        )
                        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)
                if count > _MOST and places[column]:
                    x, y = places[column][-1]
                    painter.setPen(colors.quiet)
                    room = QRectF(x - side * 2, y + side / 2, side * 4, side)
                    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, f"+{count - _MOST}")

    def _lefts(self) -> list[float]:
        margin = theme.pixels(34)
        step = (self.width() - 2 * margin) / max(len(self._columns) - 1, 1)
        return [margin + step * place for place in range(len(self._columns))]

    def _side(self) -> float:
        most = max((min(count, _MOST) for _, count, _ in self._columns), default=1)
        across = (self.width() - theme.pixels(68)) / max(len(self._columns) - 1, 1)
        return max(min(theme.pixels(40), self._height() / max(most, 1) * 0.7, across * 0.36), 5.0)

    def _height(self) -> float:
        return min(self.height() - theme.pixels(40), 1.3 * self.width())

    def _places(self, column: int) -> list[tuple[float, float]]:
        count = min(self._columns[column][1], _MOST)
        step = min(self._height() / max(count, 1), theme.pixels(60))
        middle = self._height() / 2 + theme.pixels(12)
        left = self._lefts()[column]
        return [(left, middle + (unit - (count - 1) / 2) * step) for unit in range(count)]
