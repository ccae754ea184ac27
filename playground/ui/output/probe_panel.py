"""One point followed through the network: where it is, what comes out, what it costs."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.engine.layers.base import OUTPUT_ID
from playground.observe.snapshot import Probe, Snapshot, SnapshotRequest
from playground.ui.look import theme
from playground.ui.network.names import class_name
from playground.ui.network.own_units import in_own_units, own_number, scaled_number
from playground.ui.panel import Panel
from playground.ui.widgets.choice import Choice, NumberChoice
from playground.ui.widgets.icon_button import IconButton
from playground.ui.widgets.text import Caption, Heading, ValueText
from playground.ui.words.numbers import MINUS, ROOM, forms, plain

_NAME_WIDTH = 72
_CLASS_WIDTH = 84
"""Longer class names are cut, so that the row never grows wider than its panel."""


class ProbePanel(Panel):
    """The probe point's numbers; its label can be changed, its cross closes it."""

    NAME = "probePanel"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._heading = Heading(self.tr("Probe point"))
        self.place = ValueText("", sample="(−0.00, −0.00)")
        self._classes = Choice()
        self._classes.setMinimumWidth(theme.pixels(_CLASS_WIDTH))
        self._classes.setMaximumWidth(theme.pixels(_CLASS_WIDTH))
        self._value = NumberChoice([-1.0, -0.5, 0.0, 0.5, 1.0], minimum=-1e6, maximum=1e6, sample="−0.00")
        self._clear = IconButton("close", self.tr("Take the probe point away"), size=12)
        self._clear.setProperty("role", "chip")
        self._clear.setFixedHeight(theme.pixels(24))
        self._output_name = Caption(self.tr("output"))
        right = Qt.AlignmentFlag.AlignRight
        self.output = ValueText("", sample=ROOM, role="title", color="forward", align=right)
        self._loss_name = Caption(self.tr("loss"))
        self.loss = ValueText("", sample=ROOM, align=right)
        self._gradient_name = Caption(self.tr("∂L/∂z output"))
        self.gradient = ValueText("", sample="−0.0e−00", role="title", color="gradient", align=right)
        self._hint = QLabel(self.tr("Click the plane to follow one point through the network."))
        self._hint.setWordWrap(True)
        self._hint.setProperty("role", "quiet")
        self._describe()
        self._lay_out()
        self._classes.chosen.connect(lambda key: self._relabel(float(key)))
        self._value.chosen.connect(lambda own: self._relabel(scaled_number(self.experiment, own)))
        self._clear.clicked.connect(lambda: session.display.set(probe=None))
        self._show_labels()
        self._show_place(session.display.probe)

    def wants(self) -> SnapshotRequest:
        return SnapshotRequest(probe=self.session.display.probe)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show what the network says at the point now."""
        if snapshot.probe is not None and self.session.display.probe is not None:
            self._show(snapshot.probe)

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        self._show_labels()

    def display_changed(self, name: str, value: Any) -> None:
        if name == "probe":
            self._show_place(value)
            self.ask()

    def _show(self, probe: Probe) -> None:
        outputs = probe.outputs
        label = probe.label
        place = 0 if len(outputs) == 1 else int(outputs.argmax()) if label is None else int(label)
        name = self.tr("output")
        if len(outputs) > 1:
            metrics, room = QFontMetrics(theme.font("small")), theme.pixels(_NAME_WIDTH)
            said = metrics.elidedText(class_name(self.experiment, place), Qt.TextElideMode.ElideRight, room)
            name = f"{name}, {said}"
        self._output_name.set_text(name)
        self.output.set_forms(forms(own_number(self.experiment, float(outputs[place])), 3))
        self.loss.set_forms(("–",) if probe.loss is None else forms(probe.loss, 3))
        last = next((layer for layer in probe.layers if layer.id == OUTPUT_ID), None)
        gradients = last.gradients if last is not None else None
        self.gradient.set_forms(("–",) if gradients is None else forms(float(gradients[place]), 3))

    def _show_place(self, probe: tuple[float, float, float | None] | None) -> None:
        self._stack.setCurrentIndex(0 if probe is None else 1)
        self._clear.setVisible(probe is not None)
        if probe is None:
            return
        x1, x2, label = probe
        axes = self.experiment.data.axes
        on_plane = f"({plain(x1)}, {plain(x2)})"
        rounded = f"({x1:.2f}, {x2:.2f})".replace("-", MINUS)
        if axes is None:
            self.place.set_forms((on_plane, rounded))
        else:
            named = in_own_units(axes, x1, x2)
            alone = (text.rpartition(" ")[2] for text in named)
            self.place.set_forms((", ".join(named), f"({', '.join(alone)})"))
            self.place.setToolTip(self.tr("On the plane: {place}").format(place=on_plane))
        if label is not None:
            is_class = 0 <= label < self.experiment.data.classes
            self._classes.set_value(str(int(label)) if is_class else None)
            self._value.set_value(own_number(self.experiment, label))
        else:
            self._classes.set_value(None)

    def _show_labels(self) -> None:
        experiment = self.experiment
        is_regression = experiment.problem == "regression"
        self._classes.setVisible(not is_regression)
        self._value.setVisible(is_regression)
        classes = range(experiment.data.classes)
        self._classes.set_options([(str(k), class_name(experiment, k), "") for k in classes])
        self._show_place(self.session.display.probe)

    def _relabel(self, label: float) -> None:
        probe = self.session.display.probe
        if probe is not None:
            self.session.display.set(probe=(probe[0], probe[1], label))

    def _describe(self) -> None:
        self._classes.setObjectName("probeClass")
        self._value.setObjectName("probeValue")
        self._clear.setObjectName("probeClear")
        label_help = self.tr(
            "The label the point should have: the loss and its gradients are measured against it."
        )
        for control in (self._classes, self._value):
            control.setAccessibleName(self.tr("Label of the probe point"))
            control.setToolTip(label_help)
        self.output.setToolTip(
            self.tr("What the network answers at this point; of several output units the label's own.")
        )
        self.loss.setToolTip(self.tr("What this one point costs: its data loss, without the penalty."))
        self.gradient.setToolTip(
            self.tr(
                "How the loss changes when the output unit's score z, its weighted sum before any "
                "activation, moves by a little. Backpropagation starts here."
            )
        )

    def _lay_out(self) -> None:
        empty, filled = QWidget(self), QWidget(self)
        waiting = QVBoxLayout(empty)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.addWidget(self._hint)
        waiting.addStretch(1)
        rows = QVBoxLayout(filled)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.pixels(2))
        rows.addLayout(_row((self.place,), (self._classes, self._value)))
        for name, value in (
            (self._output_name, self.output),
            (self._loss_name, self.loss),
            (self._gradient_name, self.gradient),
        ):
            rows.addLayout(_row((name,), (value,)))
        rows.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self._clear)
        self._stack = QStackedLayout()
        self._stack.addWidget(empty)
        self._stack.addWidget(filled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(2))
        column.addLayout(head)
        column.addLayout(self._stack)


def _row(left: tuple[QWidget, ...], right: tuple[QWidget, ...]) -> QHBoxLayout:
    """Widgets at the left end and at the right end of a line."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.pixels(3))
    for widget in left:
        row.addWidget(widget)
    row.addStretch(1)
    for widget in right:
        row.addWidget(widget)
    return row
