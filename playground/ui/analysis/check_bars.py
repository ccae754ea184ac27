"""The gradient check as bars: each layer's relative error on a logarithmic axis, with the tolerance."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QFontMetricsF

from playground.observe.gradcheck import TOLERANCE, GradientCheck
from playground.ui.look import theme
from playground.ui.plots.pane import Pane, pen
from playground.ui.plots.plot import Keep, Plot, Table
from playground.ui.widgets.watchers import PlaceTips
from playground.ui.words import numbers

_LOWEST, _HIGHEST = -14.0, 0.0
"""The axis of relative errors, in powers of ten."""
_TEXTS_AT, _TEXTS = 0.4, 11.0
"""Right of the axis the errors are written, in a column from and to here."""
_ROW, _BAR = 22, 0.36
_PASSED, _FAILED = "✓", "✗"


class CheckBars(Plot):
    """A row for each layer, the first on top: the shorter its bar, the better its gradients agree."""

    def __init__(self, keep: Keep | None = None) -> None:
        super().__init__("", keep)
        self.setAccessibleName(self.tr("Relative errors of the gradients"))
        self.setObjectName("gradientCheckBars")
        self._found: GradientCheck | None = None
        self._titles: dict[int, str] = {}
        pane = self.add_pane()
        pane.view.setMouseEnabled(x=False, y=False)
        self.bars = pane.add(pg.BarGraphItem(x0=[], x1=[], y=[], height=_BAR))
        self._tolerance = pane.add(pg.InfiniteLine(math.log10(TOLERANCE), movable=False))
        self._texts: list[pg.TextItem] = []
        pane.view.sigResized.connect(lambda _: self._write_rows())
        self.table = self._errors_table
        PlaceTips(self.viewport(), self.help_at)
        self.restyle()

    @property
    def errors(self) -> list[float]:
        """The relative errors that are drawn, from top to bottom."""
        return [layer.relative_error for layer in self._found.layers] if self._found else []

    def show_check(self, found: GradientCheck, titles: dict[int, str]) -> None:
        """Show this result; ``titles`` name the layers by id."""
        self._found, self._titles = found, titles
        count = len(found.layers)
        marks = {True: _PASSED, False: _FAILED}
        self.pane.left.name_ticks(
            {-float(row): f"{titles.get(layer.layer_id, '')} {marks[layer.passed]}"
             for row, layer in enumerate(found.layers)}
        )  # fmt: skip
        for text in self._texts:
            self.pane.view.removeItem(text)
        self._texts = [_text_in(self.pane, row) for row in range(count)]
        self.pane.show_range((_LOWEST, _TEXTS), (0.6 - max(count, 1), 0.6))
        self.setMinimumHeight(self.minimumSizeHint().height())
        self.updateGeometry()
        self.restyle()

    def row_rect(self, row: int) -> QRect:
        """Where the row of this layer is, in the widget."""
        view, half = self.pane.view, 0.5
        top = view.mapViewToScene(QPointF(_LOWEST, half - row))
        bottom = view.mapViewToScene(QPointF(_HIGHEST, -half - row))
        return QRectF(QPointF(0.0, top.y()), QPointF(self.width(), bottom.y())).toRect()

    def help_at(self, position: QPoint) -> str:
        """What is to be said of the row at this place."""
        for row, layer in enumerate(self._found.layers if self._found else ()):
            if self.row_rect(row).contains(position):
                text: str = self.tr(
                    "{checked} of {parameters} parameters checked. Shown is the worst of them: relative "
                    "error |analytic − numeric| / max(|analytic|, |numeric|). Left of the mark (1e−6) "
                    "they agree."
                )
                return text.format(checked=layer.checked, parameters=layer.parameters)
        return ""

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(640), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        rows = max(len(self.errors), 1)
        return QSize(theme.pixels(320), theme.pixels(rows * _ROW + 24))

    def restyle(self) -> None:
        """Take over the theme's colours and sizes."""
        super().restyle()
        colors = theme.current()
        layers = self._found.layers if self._found else ()
        self._tolerance.setPen(pen(colors.quiet, dashes=(2.0, 3.0)))
        self.bars.setVisible(bool(layers))
        if not layers:
            return
        color = [colors.forward if layer.passed else colors.danger for layer in layers]
        self.bars.setOpts(
            x0=np.full(len(layers), _LOWEST),
            x1=np.array([_place(layer.relative_error) for layer in layers]),
            y=-np.arange(float(len(layers))),
            height=_BAR,
            brushes=color,
            pens=color,
        )
        self._write_rows()
        for text, layer in zip(self._texts, layers, strict=True):
            text.setFont(theme.font("small"))
            text.setColor(colors.text if layer.passed else colors.danger)

    def _write_rows(self) -> None:
        """Write numbers with what room there is: the error first, then the two gradients it compares."""
        view, metrics = self.pane.view, QFontMetricsF(theme.font("small"))
        power = view.width() / (_TEXTS - _LOWEST)
        step = 2 if 2.0 * power > metrics.horizontalAdvance("1e−10 ") else 4
        powers = range(round(_HIGHEST), round(_LOWEST) - 1, -step)
        self.pane.bottom.name_ticks({float(p): numbers.tick(10.0**p) for p in sorted(powers)})
        room = power * (_TEXTS - _TEXTS_AT) - theme.pixels(8)
        for text, layer in zip(self._texts, self._found.layers if self._found else (), strict=True):
            error = numbers.scientific(layer.relative_error)
            values = self.tr("analytic {analytic} · numeric {numeric}").format(
                analytic=numbers.figures(layer.analytic, 4), numeric=numbers.figures(layer.numeric, 4)
            )
            whole = f"{error}    {values}"
            text.setText(whole if metrics.horizontalAdvance(whole) <= room else error)

    def _errors_table(self) -> Table:
        """A row for each layer, by its number from the first on."""
        layers = self._found.layers if self._found else ()
        columns = {"layer": [float(layer.layer_id) for layer in layers]}
        columns["relative_error"] = [layer.relative_error for layer in layers]
        columns["analytic"] = [layer.analytic for layer in layers]
        columns["numeric"] = [layer.numeric for layer in layers]
        return {name: np.array(values) for name, values in columns.items()}


def _text_in(pane: Pane, row: int) -> pg.TextItem:
    """An empty text beside the axis, in this row."""
    text = pg.TextItem(anchor=(0.0, 0.5))
    text.setPos(_TEXTS_AT, -float(row))
    pane.add(text)
    return text


def _place(error: float) -> float:
    """Where a relative error lies on the axis; what is no number is as wrong as can be."""
    if not math.isfinite(error):
        return _HIGHEST
    return min(max(math.log10(max(error, 1e-300)), _LOWEST), _HIGHEST)
