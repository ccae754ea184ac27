"""Contributions: the output's score as a running sum of its units, over the plane and along a cut."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID
from playground.engine.points import Bounds
from playground.observe.contributions import Contributions, contributions
from playground.observe.snapshot import Snapshot, SnapshotRequest
from playground.ui.look import theme
from playground.ui.network.names import class_name, unit_name
from playground.ui.panel import Panel
from playground.ui.plots.contours import Contours
from playground.ui.plots.pane import Line, pen
from playground.ui.plots.plot import Keep, Plot, Table
from playground.ui.widgets.choice import Choice
from playground.ui.widgets.color_scale import ColorScale
from playground.ui.widgets.formula import FormulaText, Word
from playground.ui.widgets.heatmap import table_indices
from playground.ui.widgets.icon_button import IconButton
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.widgets.slider import Slider
from playground.ui.words import numbers
from playground.ui.words.numbers import subscript

Values = NDArray[np.float64]
_ROOM = 0.08


class GridPlot(Plot):
    """Values over the plane on the diverging scale, with the line where they are 0 and the cut's place."""

    def __init__(self, name: str, object_name: str, keep: Keep | None = None) -> None:
        super().__init__(name, keep)
        self.setObjectName(object_name)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        pane = self.add_pane(" ")
        self.image_item = pane.add(pg.ImageItem(axisOrder="row-major"))
        self.zero = Contours(pane)
        self.cut = pane.add(pg.PlotCurveItem())
        self.values: Values = np.zeros((0, 0))
        self._bounds: Bounds = (0.0, 1.0, 0.0, 1.0)
        self.table = self._table
        self.restyle()

    def show_grid(self, title: str, values: Values, limit: float, bounds: Bounds, cut: float) -> None:
        """Show ``values (R, R)``, row 0 on top; ``limit`` is the value of the last colour."""
        self.values, self._bounds = values, bounds
        left, right, bottom, top = bounds
        if self.pane.title is not None:
            self.pane.title.set_name(title)
        self.setAccessibleDescription(title)
        self.image_item.setImage(table_indices(values, limit)[::-1], autoLevels=False, levels=(0, 255))
        self.image_item.setRect(QRectF(left, bottom, right - left, top - bottom))
        half_1, half_2 = ((end - start) / (2 * len(values)) for start, end in ((left, right), (bottom, top)))
        across, up = (left + half_1, right - half_1), (bottom + half_2, top - half_2)
        self.zero.show_levels(values, across, up, [0.0])
        self.cut.setData([left, right], [cut, cut])
        self.pane.show_range((left, right), (bottom, top))
        self.settle()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(180), theme.pixels(180))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(96), theme.pixels(96))

    def restyle(self) -> None:
        """Take over the theme's colours."""
        super().restyle()
        colors, table = theme.current(), theme.boundary_table()
        channels = [(table >> np.uint32(shift)) & np.uint32(0xFF) for shift in (16, 8, 0)]
        self.image_item.setLookupTable(np.stack(channels, axis=1).astype(np.uint8))
        self.zero.setPen(pen(theme.with_alpha(colors.text, 0.85), 1.2))
        self.cut.setPen(pen(theme.with_alpha(colors.text, 0.5), 1.0, dashes=(4.0, 4.0)))

    def _table(self) -> Table:
        """A row for each place of the grid."""
        left, right, bottom, top = self._bounds
        count = len(self.values)
        if not count:
            return {}
        places = (np.arange(count) + 0.5) / count
        x1, x2 = np.meshgrid(left + places * (right - left), top - places * (top - bottom))
        return {"x1": x1.ravel(), "x2": x2.ravel(), "value": self.values.ravel()}


class CutPlot(Plot):
    """Along the cut: what one unit adds, the sum up to it, and the whole sum."""

    def __init__(self, name: str, keep: Keep | None = None) -> None:
        super().__init__(name, keep)
        self.setObjectName("contributionCut")
        pane = self.add_pane(" ", has_grid=True)
        self.whole, self.added, self.term = Line(pane), Line(pane), Line(pane)
        self._curves: Table = {}
        self.table = lambda: self._curves
        self.restyle()

    def show_curves(self, title: str, names: tuple[str, str, str], places: Values, curves: Values) -> None:
        """Show ``curves (3, n)``: the term, the sum so far and the whole sum, over ``places (n,)``."""
        term, added, whole = curves
        low, high = float(curves.min(initial=0.0)), float(curves.max(initial=0.0))
        room = _ROOM * (high - low) or 1.0
        self.pane.show_range((float(places[0]), float(places[-1])), (low - room, high + room))
        for line, values in ((self.term, term), (self.added, added), (self.whole, whole)):
            line.set_values(places, values)
        if self.pane.title is not None:
            self.pane.title.set_name(title)
            self.pane.title.show_parts(
                (f"— {names[0]}", "forward"), (f"━ {names[1]}", "text"), (f"┄ {names[2]}", "quiet")
            )
        self._curves = {"place": places, "term": term, "sum": added, "whole": whole}
        self._fit()
        self.settle()

    def restyle(self) -> None:
        """Take over the theme's colours."""
        super().restyle()
        colors = theme.current()
        self.whole.setPen(pen(colors.quiet, 1.4, dashes=(4.0, 3.0)))
        self.added.setPen(pen(colors.text, 2.2))
        self.term.setPen(pen(colors.forward, 1.8))


RESOLUTION = 72
_LEGEND_STEPS = 65
_SIDE = 330
_TALL = 0.4
"""Where there is so much height for the width, the cut stands below the two pictures of the plane."""
_MOST_TERMS = 10
"""So many terms of the sum are written; of more only those around the one that is added."""


class ContributionsView(Panel):
    """What one unit adds, the sum up to it, and both along a cut; a slider goes from unit to unit."""

    NAME = "contributions"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Contributions"))
        self.shown: Contributions | None = None
        self._snapshot: Snapshot | None = None
        self.output = Choice()
        self.output.setObjectName("contributionOutput")
        self.output.setAccessibleName(self.tr("Output"))
        self.orders = SegmentedControl(
            [
                Option("number", self.tr("By number"), self.tr("The units in the order of the network.")),
                Option(
                    "largest", self.tr("Largest first"), self.tr("First the unit that changes the sum most.")
                ),
            ]
        )
        self.orders.setObjectName("contributionOrder")
        self.orders.setAccessibleName(self.tr("Order of the units"))
        self.step = Slider()
        self.step.setObjectName("contributionStep")
        self.step.setAccessibleName(self.tr("Units in the sum"))
        self.step.setToolTip(self.tr("How many units are added: arrow keys go from one to the next."))
        self.step.setPageStep(1)
        self.back = IconButton("previous", self.tr("Take the last unit out of the sum"), size=13)
        self.back.setObjectName("contributionBack")
        self.forth = IconButton("next", self.tr("Add the next unit to the sum"), size=13)
        self.forth.setObjectName("contributionForth")
        self.formula = FormulaText()
        self.formula.setAccessibleName(self.tr("The sum"))
        self.scale = ColorScale()
        self.term = GridPlot(self.tr("What the unit adds"), "contributionTerm", session.write_file)
        self.sum = GridPlot(self.tr("The sum so far"), "contributionSum", session.write_file)
        self.cut = CutPlot(self.tr("Along a cut through the plane"), session.write_file)
        self._describe()
        self._lay_out()
        self.orders.set_value("number")
        self.orders.chosen.connect(lambda _: self._show())
        self.output.chosen.connect(lambda _: self._take_apart())
        self.step.valueChanged.connect(self._on_step)
        self.back.clicked.connect(lambda: self.step.setValue(self.step.value() - 1))
        self.forth.clicked.connect(lambda: self.step.setValue(self.step.value() + 1))
        self._offer(session.experiment)

    def wants(self) -> SnapshotRequest:
        """Each unit over the plane."""
        return SnapshotRequest(unit_resolution=RESOLUTION, probe=self.session.display.probe)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the sum at this instant."""
        self._snapshot = snapshot
        self._take_apart()

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        """Offer the outputs there are now."""
        self._offer(new)

    def display_changed(self, name: str, value: object) -> None:
        if name == "probe":
            self.ask()
            self._show()

    def restyle(self) -> None:
        super().restyle()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        unit = theme.pixels(theme.GRID)
        room, height = self.width() - theme.pixels(_SIDE) - 6 * unit, self.height() - 2 * unit
        is_tall = height > _TALL * room
        side = min(round(0.62 * height), (room - 2 * unit) // 2) if is_tall else height
        side = max(side, theme.pixels(96))
        for plot in (self.term, self.sum):
            plot.setFixedSize(side - theme.pixels(8), side)
        if is_tall:
            self._pictures.addWidget(self.cut, 1, 0, 1, 3)
        else:
            self._pictures.addWidget(self.cut, 0, 2)

    @property
    def units(self) -> list[int]:
        """The units in the order in which they are added."""
        if self.shown is None:
            return []
        return self.shown.order(largest_first=self.orders.value == "largest")

    @property
    def count(self) -> int:
        """How many units are in the sum."""
        return int(self.step.value())

    # ------------------------------------------------------------------------------------- making

    def _describe(self) -> None:
        self.term.setToolTip(
            self.tr("The unit's activation times its weight into the output: what it adds at each place.")
        )
        self.sum.setToolTip(
            self.tr(
                "Bias and all units up to this one. The line is where the sum is 0, the dashes are the cut."
            )
        )
        self.cut.setToolTip(
            self.tr("The same along the dashed cut, which goes through the probe point, or the middle.")
        )

    def _lay_out(self) -> None:
        unit = theme.pixels(theme.GRID)
        head = QHBoxLayout()
        head.setSpacing(unit)
        head.addWidget(self.orders)
        head.addWidget(self.scale, 1)
        steps = QHBoxLayout()
        for widget in (self.output, self.back, self.step, self.forth):
            steps.addWidget(widget, 1 if widget is self.step else 0)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(unit // 2)
        side.addLayout(head)
        side.addLayout(steps)
        side.addWidget(self.formula, 1, Qt.AlignmentFlag.AlignTop)
        holder = QWidget()
        holder.setLayout(side)
        holder.setFixedWidth(theme.pixels(_SIDE))
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * unit, unit, 2 * unit, unit // 2)
        row.setSpacing(2 * unit)
        row.addWidget(holder)
        self._pictures = QGridLayout()
        self._pictures.setSpacing(2 * unit)
        row.addLayout(self._pictures, 1)
        for column, plot in enumerate((self.term, self.sum, self.cut)):
            self._pictures.addWidget(plot, 0, column)
        self._pictures.setColumnStretch(2, 1)

    def _offer(self, experiment: Experiment) -> None:
        kept = self.output.value
        self.output.set_options([(str(k), class_name(experiment, k), "") for k in range(experiment.outputs)])
        self.output.set_value(kept if kept in map(str, range(experiment.outputs)) else "0")
        self.output.setVisible(experiment.outputs > 1)

    # ------------------------------------------------------------------------------------- content

    def _take_apart(self) -> None:
        """Take the newest snapshot's output apart."""
        if self._snapshot is None or not self.output.count():
            return
        found = contributions(self._snapshot, int(self.output.value))
        if found is None:
            return
        was_whole = self.shown is None or self.count == self.step.maximum()
        self.shown = found
        with QSignalBlocker(self.step):
            self.step.setRange(0, len(found.terms))
            if was_whole:
                self.step.setValue(len(found.terms))
        self._show()

    def _on_step(self, count: int) -> None:
        found = self.shown
        if found is not None and count and found.layer_id != FEATURES_ID:
            self.session.display.set(selected=(found.layer_id, self.units[count - 1]))
        self._show()

    def _show(self) -> None:
        found, snapshot = self.shown, self._snapshot
        if found is None or snapshot is None:
            return
        units, count = self.units, self.count
        added, whole = found.after(units[:count]), found.after(units)
        last = units[count - 1] if count else None
        term = found.terms[last] if last is not None else np.full_like(whole, found.bias)
        largest = max(float(np.abs(one).max(initial=0.0)) for one in (term, added, whole))
        limit = largest if np.isfinite(largest) and largest > 0.0 else 1.0
        bounds, cut, row = snapshot.points.bounds, *self._cut(snapshot, len(whole))
        name = self.tr("bias b") if last is None else f"w{subscript(last + 1)} a{subscript(last + 1)}"
        self.term.show_grid(name, term, limit, bounds, cut)
        text = self.tr("{count} of {all} units").format(count=count, all=len(units))
        self.sum.show_grid(text, added, limit, bounds, cut)
        left, right = bounds[:2]
        places = left + (np.arange(len(whole)) + 0.5) / len(whole) * (right - left)
        title = self.tr("at x₂ = {value}").format(value=numbers.plain(cut))
        names = (name, self.tr("sum so far"), self.tr("all units"))
        self.cut.show_curves(title, names, places, np.stack((term[row], added[row], whole[row])))
        self._show_scale(limit)
        self.formula.set_lines([self._sum_line(units, count), self._meaning_line(last, count == len(units))])
        self.back.setEnabled(count > 0)
        self.forth.setEnabled(count < len(units))
        self.step.setAccessibleDescription(text)

    def _cut(self, snapshot: Snapshot, rows: int) -> tuple[float, int]:
        """(x2, row of the grid) of the cut: the row nearest to the probe point, or the middle's."""
        _, _, bottom, top = snapshot.points.bounds
        probe = self.session.display.probe
        wanted = probe[1] if probe is not None else (bottom + top) / 2
        row = min(max(int((top - wanted) / (top - bottom) * rows), 0), rows - 1)
        return top - (row + 0.5) / rows * (top - bottom), row

    def _show_scale(self, limit: float) -> None:
        places = table_indices(np.linspace(-limit, limit, _LEGEND_STEPS), limit)
        colors = tuple(theme.boundary_table().take(places).tolist())
        self.scale.show_bar(colors, numbers.plain(-limit), numbers.plain(limit))

    def _sum_line(self, units: list[int], count: int) -> list[Word]:
        """``f = b + w₁ a₁ + …``: what is in the sum, what is added now in green, what is to come quiet."""
        words = [Word("f = "), Word("b")]
        first = max(0, min(count - _MOST_TERMS // 2, len(units) - _MOST_TERMS))
        if first:
            words.append(Word(" + …"))
        for place in range(first, min(first + _MOST_TERMS, len(units))):
            number = subscript(units[place] + 1)
            role = "forward" if place == count - 1 else "text" if place < count else "quiet"
            words.append(Word(f" + w{number} a{number}", role))
        if first + _MOST_TERMS < len(units):
            words.append(Word(" + …", "quiet"))
        return words

    def _meaning_line(self, last: int | None, is_whole: bool) -> list[Word]:
        found = self.shown
        assert found is not None
        if last is None:
            text = self.tr("The bias alone: the same everywhere, {value}.")
            text = text.format(value=numbers.plain(found.bias))
        else:
            name = unit_name(self.experiment, (found.layer_id, last))
            text = self.tr("{unit} goes on with weight {value}.")
            text = text.format(unit=name, value=numbers.plain(float(found.weights[last])))
        if is_whole:
            text += " " + self.tr("All are added: this is the network's score.")
        return [Word(f"{word} ") for word in text.split(" ")]
