"""The measures of a run in lanes under one cursor, with zoom."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.app.session import Session
from playground.observe.snapshot import Snapshot, SnapshotRequest
from playground.ui.analysis.confusion import ConfusionView
from playground.ui.look import theme
from playground.ui.panel import Panel
from playground.ui.plots.curves import CurvePlot, Lane, Trace
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.widgets.text import Caption

_CONFUSION = 260


class RunPlot(Panel):
    """Four lanes: loss, accuracy, gradient norm, learning rate; and beside them the confusion of classes."""

    NAME = "runPlot"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Run"))
        train, test = Trace(self.tr("train")), Trace(self.tr("test"), "quiet", is_dashed=True)
        self.lanes = CurvePlot(
            self.tr("The run over its epochs"),
            [
                Lane(self.tr("Loss"), (train, test)),
                Lane(self.tr("Accuracy"), (train, test), is_share=True),
                Lane(self.tr("Gradient norm"), (Trace("", "gradient"),)),
                Lane(self.tr("Learning rate, next epoch"), (Trace("", "accent"),)),
            ],
            across=self.tr("epoch"),
            keep=session.write_file,
        )
        self.lanes.setObjectName("runLanes")
        self.lanes.say_while_empty(self.tr("The curves appear here as training goes on."))
        self.lanes.setToolTip(
            self.tr(
                "Solid: training points, dashed: test points; the loss without the penalty. The gradient is "
                "the last minibatch's, with the penalty. Drag over a range of epochs to look at it alone, "
                "drag with Shift to move, wheel: zoom, double-click: all."
            )
        )
        self.scale = SegmentedControl(
            [
                Option("linear", self.tr("Linear"), self.tr("Equal heights are equal differences.")),
                Option(
                    "log",
                    self.tr("Log"),
                    self.tr("Equal heights are equal factors: small values stay visible."),
                ),
            ]
        )
        self.scale.setObjectName("runPlotScale")
        self.scale.setAccessibleName(self.tr("Scale"))
        top = QHBoxLayout()
        top.addWidget(
            Caption(
                self.tr("Measured after each epoch · drag: choose a range · wheel: zoom · double-click: all")
            )
        )
        top.addStretch(1)
        top.addWidget(self.scale)
        self.confusion = ConfusionView(session, self)
        self.confusion.setFixedWidth(theme.pixels(_CONFUSION))
        self.confusion.setVisible(session.experiment.problem == "classification")
        curves = QVBoxLayout()
        curves.setSpacing(theme.pixels(6))
        curves.addLayout(top)
        curves.addWidget(self.lanes, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*(theme.pixels(n) for n in (16, 6, 16, 6)))
        layout.setSpacing(theme.pixels(20))
        layout.addLayout(curves, 1)
        layout.addWidget(self.confusion)
        self.scale.chosen.connect(lambda key: self.lanes.set_log(key == "log"))

    def wants(self) -> SnapshotRequest:
        """The curve."""
        return SnapshotRequest(curve=True)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the run up to this instant."""
        curve = snapshot.curve
        if curve is not None:
            self.lanes.show_curves(
                curve.epochs,
                [
                    (curve.train_loss, curve.test_loss),
                    (curve.train_accuracy, curve.test_accuracy),
                    (curve.gradient_norm,),
                    (curve.learning_rate,),
                ],
                mark=snapshot.progress,
            )

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(752), theme.pixels(160))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(352), theme.pixels(110))
