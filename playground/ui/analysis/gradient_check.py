"""The gradient check in the window: analytic against numeric gradient, layer by layer."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHideEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.app.background import Background, copy_run, with_answer
from playground.engine.training import TrainingRun
from playground.observe.gradcheck import TOLERANCE, GradientCheck, LayerCheck, check
from playground.ui.look import theme
from playground.ui.network import names
from playground.ui.widgets.verdict import Severity, Verdict
from playground.ui.widgets.watchers import PlaceTips
from playground.ui.words import numbers

if TYPE_CHECKING:
    from playground.app.session import Session

translate = QCoreApplication.translate

_COLUMN_WIDTH = 250
_ROW_HEIGHT = 52
_DECADES = (-14.0, 0.0)
"""The scale of relative errors."""


class CheckedLayers(QWidget):
    """A card for each layer: its relative error on a scale with the tolerance, and the worst parameter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        PlaceTips(self, lambda position: self._help_at(QPointF(position)))
        self._found: GradientCheck | None = None
        self._titles: dict[int, str] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.signals().changed.connect(self._restyle)

    def show_check(self, found: GradientCheck | None, titles: dict[int, str]) -> None:
        """Show this result; ``titles`` name the layers by id."""
        self._found, self._titles = found, titles
        self.updateGeometry()
        self.update()

    def card_rect(self, index: int) -> QRectF:
        """Where the card of this layer is drawn."""
        columns = self._columns(self.width())
        width = self.width() / columns
        height = theme.pixels(_ROW_HEIGHT)
        row, column = divmod(index, columns)
        return QRectF(column * width, row * height, width - theme.pixels(24), height - theme.pixels(6))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = -(-self._count() // self._columns(width))
        return max(rows, 1) * theme.pixels(_ROW_HEIGHT)

    def sizeHint(self) -> QSize:
        width = theme.pixels(_COLUMN_WIDTH)
        return QSize(width, self.heightForWidth(max(self.width(), width)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(_COLUMN_WIDTH), theme.pixels(_ROW_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._found is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for index, layer in enumerate(self._found.layers):
                self._paint_card(painter, self.card_rect(index), layer)

    def _paint_card(self, painter: QPainter, rect: QRectF, layer: LayerCheck) -> None:
        colors = theme.current()
        color = colors.forward if layer.passed else colors.danger
        line = theme.pixels(17)
        middle = Qt.AlignmentFlag.AlignVCenter
        top = QRectF(rect.left(), rect.top(), rect.width(), line)
        mark = QRectF(rect.left(), rect.top() + 2, line - 4, line - 4)
        _paint_mark(painter, mark, layer.passed)
        painter.setFont(theme.font("title"))
        painter.setPen(colors.text if layer.passed else color)
        painter.drawText(top.adjusted(line + 2, 0, 0, 0), middle, self._titles.get(layer.layer_id, ""))
        painter.setPen(color)
        error = numbers.scientific(layer.relative_error)
        painter.drawText(top, middle | Qt.AlignmentFlag.AlignRight, error)
        self._paint_scale(
            painter, QRectF(rect.left(), top.bottom() + 2, rect.width(), theme.pixels(6)), layer
        )
        painter.setFont(theme.font("small"))
        painter.setPen(colors.quiet)
        below = QRectF(rect.left(), rect.bottom() - theme.pixels(17), rect.width(), theme.pixels(17))
        text = translate("GradientCheck", "analytic {analytic} · numeric {numeric}").format(
            analytic=numbers.figures(layer.analytic, 4), numeric=numbers.figures(layer.numeric, 4)
        )
        metrics = QFontMetricsF(theme.font("small"))
        painter.drawText(below, middle, metrics.elidedText(text, Qt.TextElideMode.ElideRight, below.width()))

    def _paint_scale(self, painter: QPainter, rect: QRectF, layer: LayerCheck) -> None:
        """Powers of ten from 1e-14 to 1, the tolerance marked: the shorter the bar the better."""
        colors = theme.current()
        low, high = _DECADES

        def place(error: float) -> float:
            share = (math.log10(max(error, 1e-300)) - low) / (high - low)
            return rect.left() + rect.width() * min(max(share, 0.0), 1.0)

        track = QRectF(rect.left(), rect.center().y() - 1.5, rect.width(), 3)
        painter.fillRect(track, colors.hairline)
        error = layer.relative_error if math.isfinite(layer.relative_error) else 1.0
        color = colors.forward if layer.passed else colors.danger
        painter.fillRect(QRectF(track.topLeft(), QPointF(place(error), track.bottom())), color)
        x = place(TOLERANCE)
        painter.fillRect(QRectF(x - 0.5, rect.top() - 1, 1, rect.height() + 2), colors.quiet)

    def _help_at(self, position: QPointF) -> str:
        for index, layer in enumerate(self._found.layers if self._found else ()):
            if self.card_rect(index).contains(position):
                text = translate(
                    "GradientCheck",
                    "{checked} of {parameters} parameters checked. Shown is the worst of them: relative "
                    "error |analytic − numeric| / max(|analytic|, |numeric|). Left of the mark (1e−6) "
                    "they agree.",
                )
                return text.format(checked=layer.checked, parameters=layer.parameters)
        return ""

    def _count(self) -> int:
        return len(self._found.layers) if self._found else 0

    def _columns(self, width: int) -> int:
        return max(1, width // theme.pixels(_COLUMN_WIDTH))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def _paint_mark(painter: QPainter, rect: QRectF, passed: bool) -> None:
    colors = theme.current()
    painter.setPen(QPen(colors.forward if passed else colors.danger, 2 * theme.scale()))
    if passed:
        middle = QPointF(rect.left() + 0.38 * rect.width(), rect.bottom() - 1)
        painter.drawPolyline(
            QPolygonF(
                [QPointF(rect.left(), rect.center().y()), middle, QPointF(rect.right(), rect.top() + 1)]
            )
        )
        return
    inner = rect.adjusted(2, 2, -2, -2)
    painter.drawLine(inner.topLeft(), inner.bottomRight())
    painter.drawLine(inner.topRight(), inner.bottomLeft())


class GradientCheckPanel(QWidget):
    """The layers' cards. The check runs beside training, on a copy of the run.

    ``verdict`` and ``button`` are for whoever holds the panel to place.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gradientCheck")
        self.setAccessibleName(self.tr("Gradient check"))
        self._session = session
        self._background = Background(self)
        self.result: GradientCheck | None = None
        self.verdict = Verdict()
        self.button = QPushButton(self.tr("Check again"))
        self.button.setObjectName("gradientCheckButton")
        self.button.setToolTip(
            self.tr(
                "Compares each layer's gradient from backpropagation with (L(w + h) − L(w − h)) / 2h, "
                "at the present weights. A correct derivative agrees to about 1e−7 or better."
            )
        )
        self.layers = CheckedLayers()
        scroll = QScrollArea()
        scroll.setWidget(self.layers)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self.button.clicked.connect(self.start)
        self._background.finished.connect(self._show)
        self._background.failed.connect(self._fail)

    def start(self) -> None:
        """Check the gradients at the present weights."""
        self.button.setEnabled(False)
        self.verdict.show_finding("calm", self.tr("Checking …"))
        future = self._session.compute(copy_run)
        self._background.start(with_answer(future, _checked))

    def hideEvent(self, event: QHideEvent) -> None:
        self._background.cancel()
        self.button.setEnabled(True)
        super().hideEvent(event)

    def _show(self, found: GradientCheck) -> None:
        self.result = found
        self.button.setEnabled(True)
        experiment = self._session.experiment
        titles = {layer.layer_id: names.layer_name(experiment, layer.layer_id) for layer in found.layers}
        self.layers.show_check(found, titles)
        self.verdict.show_finding(*_summary(found, titles))

    def _fail(self, error: Exception) -> None:
        self.button.setEnabled(True)
        self.verdict.show_finding("warning", self.tr("The check could not be done."), str(error))


def _checked(run: TrainingRun) -> Generator[float, None, GradientCheck]:
    yield 0.1
    return check(run)


def _summary(found: GradientCheck, titles: dict[int, str]) -> tuple[Severity, str, str]:
    """Severity, sentence and advice."""
    if not found.layers:
        text = translate("GradientCheck", "There are no training points to check the gradient on.")
        return "hint", text, ""
    worst = numbers.scientific(found.relative_error)
    if found.passed:
        text = translate(
            "GradientCheck", "Analytic and numeric gradient agree: largest relative error {error}."
        )
        about = translate("GradientCheck", "Centred differences on {points} points, loss plus penalty.")
        return "calm", text.format(error=worst), about.format(points=found.points)
    culprit = [layer for layer in found.layers if not layer.passed][-1]
    text = translate("GradientCheck", "The gradients differ: relative error {error}.")
    advice = translate(
        "GradientCheck",
        "Look for the wrong derivative in {layer}: of the wrong layers it is nearest to the output, "
        "those before it inherit the error.",
    )
    name = titles.get(culprit.layer_id, "")
    return "warning", text.format(error=worst), advice.format(layer=name)
