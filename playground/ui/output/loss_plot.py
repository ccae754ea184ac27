"""Training and test loss over the epochs, with a cursor that reads values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from playground.app.session import Session
from playground.observe.snapshot import Snapshot
from playground.ui.look import theme
from playground.ui.panel import Panel
from playground.ui.widgets.later import Later

if TYPE_CHECKING:
    from playground.ui.plots.curves import CurvePlot


LOWEST = 90
"""Logical pixels; with less nothing can be read from the curve."""
PAYS_FROM = 20.0
"""From this ratio of the largest loss to the smallest the linear curve is an L: logarithmic shows more."""
_CLEAR = 4
"""Logical pixels between the switch and the curves' ends."""


class LossPlot(Panel):
    """Two curves: training solid, test dashed; logarithmic once it pays, or as the user chose."""

    NAME = "lossPlot"
    examine = Signal()
    """The loss is to be taken apart gate by gate."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Loss curve"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._snapshot: Snapshot | None = None
        self._place = Later(self._made_plot)
        self._place.made.connect(self._on_made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._place)
        self._log = QToolButton(self)
        self._log.setObjectName("lossScaleButton")
        self._log.setCheckable(True)
        self._log.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._log.setProperty("role", "switch")
        self._log.setText(self.tr("log"))
        self._log.setAccessibleName(self.tr("Logarithmic loss scale"))
        self._log.setToolTip(
            self.tr("Logarithmic scale: equal heights are equal factors, so small losses stay visible.")
        )
        self._log.setChecked(session.display.loss_scale == "log")
        self._log.toggled.connect(lambda on: session.display.set(loss_scale="log" if on else "linear"))

    @property
    def plot(self) -> CurvePlot:
        """The plot itself, made now if it is not there yet."""
        return self._place.make()  # type: ignore[return-value]

    @property
    def is_made(self) -> bool:
        """Whether the plot is there."""
        return self._place.content is not None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the curve up to this instant; while the plot is not there it is kept."""
        if snapshot.curve is None:
            return
        self._snapshot = snapshot
        self._place.want()
        if self.is_made:
            curve = snapshot.curve
            losses = (curve.train_loss, curve.test_loss)
            if self.session.display.loss_scale == "auto":
                self._use_log(log_pays(*losses))
            branch = self.session.branch
            fork = None if branch is None or not branch.fork else float(branch.fork)
            self.plot.show_curves(curve.epochs, [losses], mark=snapshot.progress, fork=fork)

    def display_changed(self, name: str, value: Any) -> None:
        """The scale was switched, here or elsewhere."""
        if name == "loss_scale" and value != "auto":
            self._use_log(value == "log")

    def _use_log(self, is_log: bool) -> None:
        if is_log != self._log.isChecked():
            with QSignalBlocker(self._log):
                self._log.setChecked(is_log)
        if self.is_made and self.plot.is_log != is_log:
            self.plot.set_log(is_log)

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(300), theme.pixels(110))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(160), theme.pixels(LOWEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._log.adjustSize()
        self._log.move(self.width() - self._log.width(), 0)
        if self.is_made:
            self._keep_corner_free()

    def _made_plot(self) -> QWidget:
        from playground.ui.plots.curves import CurvePlot, Lane, Trace

        lane = Lane("", (Trace(self.tr("train")), Trace(self.tr("test"), is_dashed=True)))
        made = CurvePlot(
            self.tr("Loss curve"),
            [lane],
            across=self.tr("epoch"),
            has_titles=False,
            keep=self.session.write_file,
        )
        made.say_while_empty(self.tr("The loss appears here as training goes on."))
        made.setToolTip(
            self.tr(
                "Loss after each epoch, without penalty: solid on training points, dashed on test points. "
                "When the dashed curve rises while the solid one falls, the network overfits. Drag over a "
                "range to look at it, wheel: zoom, double-click: all."
            )
        )
        examine = QAction(self.tr("The loss in the Microscope"), made)
        examine.setObjectName("examineAction")
        examine.triggered.connect(lambda _checked=False: self.examine.emit())
        made.addAction(examine)
        made.set_log(self._log.isChecked())
        return made

    def _keep_corner_free(self) -> None:
        """Let the curves' ends, dots and all, stay clear of the switch."""
        self.plot.keep_corner_free(self._log.width(), self._log.height() + theme.pixels(_CLEAR))

    def _on_made(self, _: QWidget) -> None:
        self._log.raise_()
        self._keep_corner_free()
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)


def log_pays(*curves: NDArray[np.float64]) -> bool:
    """Whether the losses, ``(n,)`` each, span so much that a linear scale would hide the small ones."""
    losses = np.concatenate(curves)
    losses = losses[np.isfinite(losses) & (losses > 0.0)]
    return bool(len(losses)) and float(losses.max()) >= PAYS_FROM * float(losses.min())
