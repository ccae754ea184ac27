"""The whole run over its epochs: loss, accuracy, gradient norm and learning rate under one cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.engine.snapshot import Snapshot, SnapshotRequest
from playground.ui import theme
from playground.ui.views.run_lanes import RunLanes
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.widgets.text import Caption

if TYPE_CHECKING:
    from playground.app.session import Session

_ASKER = "runPlot"


class RunPlot(QWidget):
    """The drawer's panel: a line of controls above the lanes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("runPlot")
        self.setAccessibleName(self.tr("Run"))
        self._session = session
        self.lanes = RunLanes()
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
            Caption(self.tr("Measured after each epoch · wheel: zoom · drag: move · double click: all"))
        )
        top.addStretch(1)
        top.addWidget(self.scale)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.pixels(n) for n in (16, 6, 16, 6)))
        layout.setSpacing(theme.pixels(6))
        layout.addLayout(top)
        layout.addWidget(self.lanes, 1)
        self.scale.chosen.connect(lambda key: self.lanes.set_log(key == "log"))
        session.snapshot_ready.connect(self.set_snapshot)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the run up to this instant."""
        if self.isVisible() and snapshot.curve is not None:
            self.lanes.set_curve(snapshot.curve)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._session.require(_ASKER, SnapshotRequest(curve=True))
        if self._session.snapshot is not None:
            self.set_snapshot(self._session.snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        self._session.release(_ASKER)
        super().hideEvent(event)
