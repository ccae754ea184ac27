"""One point followed through the network: where it is, what comes out, what it costs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from playground.app.session import Session
from playground.engine.experiment import OUTPUT_ID
from playground.engine.snapshot import Probe, Snapshot, SnapshotRequest
from playground.ui import theme
from playground.ui.numbers import plain
from playground.ui.views.boundary_marks import in_own_units
from playground.ui.widgets.choice import Choice, NumberChoice
from playground.ui.widgets.icon_button import IconButton
from playground.ui.widgets.readout import Readout
from playground.ui.widgets.text import Caption, Heading, ValueText

_ASKER = "probePanel"


class ProbePanel(QWidget):
    """The probe point's numbers; its label can be changed, its cross closes it."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("probePanel")
        self._session = session
        self._heading = Heading(self.tr("Probe point"))
        self._place = ValueText("", sample="x₁ −00.00   x₂ −00.00")
        self._classes = Choice()
        self._value = NumberChoice([-1.0, -0.5, 0.0, 0.5, 1.0], minimum=-1e6, maximum=1e6, sample="−0.00")
        self._clear = IconButton("close", self.tr("Take the probe point away"))
        self._output = Readout(self.tr("output"), sample="−0.000", color="forward")
        self._loss = Readout(self.tr("loss"), sample="00.000")
        self._gradient = Readout("∂L/∂output", sample="−0.000", color="gradient")
        self._hint = Caption(self.tr("Click the plane: follow a point through the network."))
        self._describe()
        self._lay_out()
        session.snapshot_ready.connect(self.set_snapshot)
        session.display.probe_changed.connect(self._on_probe)
        session.document.changed.connect(self._on_experiment)
        self._classes.chosen.connect(lambda key: self._relabel(float(key)))
        self._value.chosen.connect(self._relabel)
        self._clear.clicked.connect(lambda: session.display.set(probe=None))
        self._on_experiment()
        self._on_probe(session.display.probe)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show what the network says at the point now."""
        if snapshot.probe is not None and self._session.display.probe is not None:
            self._show(snapshot.probe)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._require()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._session.release(_ASKER)

    def _require(self) -> None:
        if self.isVisible():
            self._session.require(_ASKER, SnapshotRequest(probe=self._session.display.probe))

    def _show(self, probe: Probe) -> None:
        outputs = probe.outputs
        label = probe.label
        place = 0 if len(outputs) == 1 or label is None else int(label)
        self._output.set_text(plain(float(outputs[place]), 3))
        self._loss.set_text("–" if probe.loss is None else plain(probe.loss, 3))
        last = next((layer for layer in probe.layers if layer.id == OUTPUT_ID), None)
        gradients = last.gradients if last is not None else None
        self._gradient.set_text("–" if gradients is None else plain(float(gradients[place]), 3))

    def _on_probe(self, probe: tuple[float, float, float | None] | None) -> None:
        stack = self.layout()
        assert isinstance(stack, QStackedLayout)
        stack.setCurrentIndex(0 if probe is None else 1)
        self._require()
        if probe is None:
            return
        x1, x2, label = probe
        self._place.set_text("   ".join(in_own_units(self._session.experiment.data.axes, x1, x2)))
        if label is not None:
            self._classes.set_value(str(int(label)))
            self._value.set_value(label)

    def _on_experiment(self) -> None:
        experiment = self._session.experiment
        is_regression = experiment.problem == "regression"
        self._classes.setVisible(not is_regression)
        self._value.setVisible(is_regression)
        text = self.tr("class {number}")
        self._classes.set_options(
            [(str(k), text.format(number=k), "") for k in range(experiment.data.classes)]
        )

    def _relabel(self, label: float) -> None:
        probe = self._session.display.probe
        if probe is not None:
            self._session.display.set(probe=(probe[0], probe[1], label))

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
        self._output.setToolTip(
            self.tr("What the network answers at this point (of the label's own output unit).")
        )
        self._loss.setToolTip(self.tr("What this one point costs: its data loss, without the penalty."))
        self._gradient.setToolTip(
            self.tr("How the loss changes when the output moves by a little: where backpropagation starts.")
        )

    def _lay_out(self) -> None:
        empty, filled = QWidget(), QWidget()
        waiting = QVBoxLayout(empty)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.setSpacing(theme.pixels(4))
        waiting.addWidget(Heading(self.tr("Probe point")))
        waiting.addWidget(self._hint)
        waiting.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self._clear)
        where = QHBoxLayout()
        where.setContentsMargins(0, 0, 0, 0)
        where.addWidget(self._place)
        where.addStretch(1)
        where.addWidget(self._classes)
        where.addWidget(self._value)
        numbers = QHBoxLayout()
        numbers.setContentsMargins(0, 0, 0, 0)
        numbers.addWidget(self._output)
        numbers.addStretch(1)
        numbers.addWidget(self._loss)
        numbers.addStretch(1)
        numbers.addWidget(self._gradient)
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(4))
        column.addLayout(head)
        column.addLayout(where)
        column.addLayout(numbers)
        column.addStretch(1)
        stack = QStackedLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.addWidget(empty)
        stack.addWidget(filled)
        stack.setAlignment(Qt.AlignmentFlag.AlignTop)
