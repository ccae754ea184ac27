"""The right column: the boundary with its modes, the measures, the loss curve."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from PySide6.QtCore import QPointF, QSignalBlocker, Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from playground.app.session import Session
from playground.engine.evaluation import Metrics
from playground.engine.experiment import Experiment
from playground.observe.snapshot import Snapshot
from playground.ui.look import theme
from playground.ui.output.boundary_marks import MOST_RINGS
from playground.ui.output.boundary_view import BoundaryView
from playground.ui.output.loss_plot import LossPlot
from playground.ui.output.point_marks import class_shape, mark_path
from playground.ui.panel import Panel
from playground.ui.widgets.color_scale import ColorScale, Mark
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.widgets.text import Caption, Heading, ValueText
from playground.ui.words.numbers import forms, percent_exact


class Readout(QWidget):
    """A quiet caption over a number."""

    def __init__(
        self,
        caption: str,
        *,
        sample: str = "0.000",
        role: theme.FontRole = "title",
        color: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.caption = Caption(caption)
        self.value = ValueText("–", sample=sample, role=role, color=color)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addWidget(self.value)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(caption)

    def set_forms(self, *forms: str) -> None:
        """Show this value in the longest of these forms that has room."""
        self.value.set_forms(forms)
        if forms[0] != self.accessibleDescription():
            self.setAccessibleDescription(forms[0])

    def set_caption(self, caption: str) -> None:
        """Show another caption."""
        self.caption.set_text(caption)
        self.setAccessibleName(caption)


LEAST_BOUNDARY = 0.6
"""With less of its width the boundary is too small to share the height with the loss curve."""


class OutputPanel(Panel):
    """What the network has learned, as a picture and in numbers."""

    NAME = "outputPanel"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._is_bare = False
        self._keeps_curve = False
        self.boundary = BoundaryView(session)
        self.loss_plot = LossPlot(session)
        self.scale = ColorScale()
        self.modes = SegmentedControl(self._mode_options())
        self.modes.setObjectName("boundaryModes")
        self.modes.setAccessibleName(self.tr("What the boundary shows"))
        self.flags = {
            "show_train": self._flag(
                "show_train",
                self.tr("Train"),
                self.tr("Show the points that the network learns from: filled marks."),
            ),
            "show_test": self._flag(
                "show_test",
                self.tr("Test"),
                self.tr(
                    "Show the points held back from training, as hollow marks: does it do well on the unseen?"
                ),
            ),
            "discretize": self._flag(
                "discretize",
                self.tr("Discretize"),
                self._discretize_help(session.experiment.problem == "regression"),
            ),
            "show_unit_lines": self._flag(
                "show_unit_lines",
                self.tr("Lines"),
                self.tr(
                    "Show each unit of the first layer as the line where its z is 0, with an arrow to where "
                    "it grows, in the colour of its largest weight in the next layer (or its weight into the "
                    "selected unit): blue positive, orange negative, grey small. "
                    "A hovered or selected unit's line lights up, deeper ones as curves."
                ),
            ),
        }
        self._train = Readout(self.tr("Train loss"), sample="0.0e−00")
        self._test = Readout(self.tr("Test loss"), sample="0.0e−00")
        self._accuracy = Readout(self.tr("Test accuracy"), sample="100.0\u2009%")
        self._penalty = Readout(self.tr("Penalty"), sample="0.0e−00")
        self._describe_measures()
        self._lay_out()
        self.modes.set_value(session.display.boundary_mode)
        self.modes.chosen.connect(lambda mode: session.display.set(boundary_mode=mode))
        self.boundary.legend_changed.connect(self._show_legend)
        self._hide(session.display.hidden_controls)
        self.experiment_changed(session.experiment, session.experiment)
        self._show_legend()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this instant's measures."""
        train, test = snapshot.train, snapshot.test
        self._train.set_forms(*(forms(train.loss, 3) if len(snapshot.points.train) else ("–",)))
        self._test.set_forms(*(("–",) if test is None else forms(test.loss, 3)))
        self._accuracy.set_forms(*_quality(test or train))
        self._penalty.set_forms(*forms(train.penalty, 3))
        self._name_measures(snapshot)

    def _name_measures(self, snapshot: Snapshot) -> None:
        """Say of which points the quality is, and of which epoch where measuring lags behind."""
        is_regression = self.session.experiment.problem == "regression"
        if snapshot.test is not None:
            quality = self.tr("Test R²") if is_regression else self.tr("Test accuracy")
        else:
            quality = self.tr("Train R²") if is_regression else self.tr("Train accuracy")
        named = {
            self._train: self.tr("Train loss"),
            self._test: self.tr("Test loss"),
            self._accuracy: quality,
        }
        for readout, name in named.items():
            if snapshot.measured_at < snapshot.progress:
                said = (
                    self.tr("{measure}, epoch {epoch}") if readout is self._train else "{measure} ({epoch})"
                )
                name = said.format(measure=name, epoch=f"{snapshot.measured_at:,.1f}")
            readout.set_caption(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is very low the boundary takes the curve's room: the Run tab has the curve too."""
        super().resizeEvent(event)
        column = self._column
        plot = self.loss_plot.minimumSizeHint().height() + column.spacing()
        others = column.minimumSize().height() - self.boundary.minimumSizeHint().height()
        if not self.loss_plot.isHidden():
            others -= plot
        room = self.height() - others - plot
        is_high = room >= LEAST_BOUNDARY * self.boundary.width()
        self.loss_plot.setVisible(self._keeps_curve or (is_high and not self._is_bare))

    def set_bare(self, is_bare: bool, *, keeps_curve: bool = False) -> None:
        """Keep only the picture, its legend and its measures, and the loss's curve if asked for."""
        if (is_bare, keeps_curve) == (self._is_bare, self._keeps_curve):
            return
        self._is_bare, self._keeps_curve = is_bare, keeps_curve
        self.modes.setVisible(not is_bare)
        for box in self.flags.values():
            box.setVisible(not is_bare)
        self._hide(self.session.display.hidden_controls)
        self.loss_plot.setVisible(keeps_curve or not is_bare)

    def _mode_options(self) -> list[Option]:
        options = [
            Option(
                "output",
                self.tr("Output"),
                self.tr(
                    "The network's output over the plane, in colours from one class or value to the other."
                ),
            ),
            Option(
                "classes", self.tr("Classes"), self.tr("The class the network decides for at each place.")
            ),
            Option(
                "errors",
                self.tr("Errors"),
                self.tr(
                    "Points the network gets wrong are ringed, at most {most} of each set; for values the "
                    "ring grows with the error."
                ).format(most=f"{MOST_RINGS:,}"),
            ),
            Option(
                "uncertainty",
                self.tr("Uncertainty"),
                self._uncertainty_help(),
            ),
        ]
        if self.session.experiment.problem == "regression":
            return [option for option in options if option.key in ("output", "errors")]
        return options

    def _uncertainty_help(self) -> str:
        """What is dark: of probabilities their entropy, of scores that of shares made of them."""
        if self.session.experiment.loss == "cross_entropy":
            return self.tr(
                "Dark where the network is undecided between classes: the entropy of its probabilities."
            )
        return self.tr(
            "Dark where the network is undecided between classes. With this loss its answers are scores, no "
            "probabilities: shares are made of them, and from a score of 1 on it reads as sure."
        )

    def _flag(self, name: str, text: str, sentence: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setObjectName({"show_train": "showTrain", "show_test": "showTest"}.get(name, name))
        box.setAccessibleName(text)
        box.setToolTip(sentence)
        box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        box.setChecked(getattr(self.session.display, name))
        box.toggled.connect(lambda on: self.session.display.set(**{name: on}))
        return box

    def _describe_measures(self) -> None:
        self._train.setObjectName("trainLoss")
        self._test.setObjectName("testLoss")
        self._accuracy.setObjectName("accuracy")
        self._penalty.setObjectName("penalty")
        self._train.setToolTip(self.tr("Mean loss over the training points, without the penalty."))
        self._test.setToolTip(
            self.tr("Mean loss over the points held back from training. No number: none is held back.")
        )
        self._penalty.setToolTip(
            self.tr("What regularization adds to the training loss. Training makes the sum of both small.")
        )

    def _lay_out(self) -> None:
        unit = theme.pixels(theme.GRID)
        head = QHBoxLayout()
        heading = Heading(self.tr("Output"))
        heading.setToolTip(
            self.tr(
                "What the network says over the plane. The wheel zooms, a drag moves the plane, a "
                "double-click shows it whole again. A click sets the probe point, which can be dragged. "
                "While painting, the middle button moves the plane."
            )
        )
        head.addWidget(heading)
        head.addWidget(self.scale, 1)
        switches = QHBoxLayout()
        switches.setSpacing(unit)
        for box in self.flags.values():
            switches.addWidget(box)
        switches.addStretch(1)
        measures = QHBoxLayout()
        measures.setSpacing(unit)
        for place, readout in enumerate((self._train, self._test, self._accuracy, self._penalty)):
            if place:
                measures.addStretch(1)
            measures.addWidget(readout, 0, Qt.AlignmentFlag.AlignTop)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(2 * unit, 2 * unit, 2 * unit, unit)
        column.setSpacing(unit)
        column.addLayout(head)
        column.addWidget(self.boundary)
        column.addWidget(self.modes)
        column.addLayout(switches)
        column.addLayout(measures)
        column.addWidget(self.loss_plot, 1)

    def display_changed(self, name: str, value: Any) -> None:
        if name == "boundary_mode":
            self.modes.set_value(str(value))
        elif name in self.flags:
            with QSignalBlocker(self.flags[name]):
                self.flags[name].setChecked(bool(value))
        elif name == "hidden_controls":
            self._hide(value)

    def _hide(self, hidden: frozenset[str]) -> None:
        is_shown = not self._is_bare
        self.flags["discretize"].setVisible(is_shown and "discretize" not in hidden)
        self.flags["show_test"].setVisible(is_shown and "showTestData" not in hidden)

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        options = self._mode_options()
        if options != list(self.modes.options):
            self.modes.set_options(options)
            if self.session.display.boundary_mode not in {option.key for option in options}:
                self.session.display.set(boundary_mode="output")
            self.modes.set_value(self.session.display.boundary_mode)
        is_regression = new.problem == "regression"
        self.flags["discretize"].setToolTip(self._discretize_help(is_regression))
        self._accuracy.setToolTip(
            self.tr("Share of the labels' spread that is explained, of the test points if any: 1 is all.")
            if is_regression
            else self.tr("Share of points in the right class, of the test points if there are any.")
        )
        owners = (new.training, *new.network.layers, new.network.output)
        own = [getattr(owner, "regularizer", None) for owner in owners]
        self._penalty.setVisible(any(one is not None and one.name != "none" for one in own))

    def _discretize_help(self, is_regression: bool) -> str:
        if is_regression:
            return self.tr("Show only whether the value lies above or below the middle of the scale.")
        return self.tr("Show only the decision, without how sure the network is.")

    def _show_legend(self) -> None:
        legend = self.boundary.legend
        if legend.classes:
            count = len(legend.classes)
            self.scale.show_marks(tuple(_class_mark(k, count) for k in range(count)), legend.classes)
        else:
            self.scale.show_bar(legend.bar, legend.low, legend.high)


def _quality(metrics: Metrics) -> tuple[str, ...]:
    if metrics.accuracy is not None:
        return (percent_exact(metrics.accuracy),)
    return ("–",) if metrics.r2 is None else forms(metrics.r2, 3)


@cache
def _class_mark(index: int, classes: int) -> Mark:
    return partial(_paint_class_mark, index, classes)


def _paint_class_mark(index: int, classes: int, painter: QPainter, center: QPointF, radius: float) -> None:
    color = theme.current().class_color(index, classes)
    painter.setPen(QPen(theme.current().mark_outline, 1.0))
    painter.setBrush(color)
    painter.drawPath(mark_path(class_shape(index, classes), center, radius))
