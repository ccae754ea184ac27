"""The recorded moments of the run as a line to move along."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from playground.app.session import Session
from playground.observe.snapshot import Snapshot
from playground.ui.look import theme
from playground.ui.panel import Panel
from playground.ui.widgets.icon_button import IconButton
from playground.ui.widgets.slider import Slider
from playground.ui.widgets.text import ValueText

PLAYING_PACE = 4
"""While it plays the line moves at every fourth frame: nobody can read it faster."""


class Timeline(Panel):
    """A slider over the recorded epochs. Training on from an earlier one is a branch."""

    NAME = "timeline"

    def __init__(self, session: Session, step_back: QAction, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Timeline"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._epoch = 0
        self._last = 0
        self._skipped = 0
        self.back_button = IconButton("back", action=step_back)
        self.back_button.setObjectName("backButton")
        self.position = ValueText("", sample=self.tr("epoch {epoch}").format(epoch="000,000"), color="quiet")
        self.slider = Slider()
        self.slider.setObjectName("timelineSlider")
        self.slider.setAccessibleName(self.tr("Recorded epochs"))
        self.slider.setToolTip(
            self.tr(
                "Drag to go back to any recorded epoch: weights, optimizer and boundary as they were then."
            )
        )
        self.slider.setTracking(True)
        self.count = ValueText(
            "",
            sample=self.tr("{count} recorded").format(count="00,000"),
            color="quiet",
            align=Qt.AlignmentFlag.AlignRight,
        )
        self.count.setToolTip(
            self.tr("Moments that can be gone back to. When the record is full, every second one makes room.")
        )
        self.branch_button = QPushButton(self.tr("Branch from here"))
        self.branch_button.setObjectName("branchButton")
        self.branch_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.branch_button.setToolTip(
            self.tr("Train on from this epoch. What was recorded after it makes way for the new branch.")
        )
        self._lay_out()
        self.slider.valueChanged.connect(self._seek)
        self.branch_button.clicked.connect(lambda: self.session.play())
        session.playing_changed.connect(self._show)
        self._show()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show where this instant stands among the recorded ones."""
        self._epoch = snapshot.epoch
        self._skipped += 1
        if not snapshot.playing or self._skipped >= PLAYING_PACE:
            self._show()

    def _lay_out(self) -> None:
        unit = theme.pixels(theme.GRID)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * unit, unit // 2, 2 * unit, unit // 2)
        row.setSpacing(unit)
        row.addWidget(self.back_button)
        row.addWidget(self.position)
        row.addWidget(self.slider, 1)
        row.addWidget(self.count)
        row.addWidget(self.branch_button)

    def _show(self) -> None:
        self._skipped = 0
        recorded = self.session.recorded_epochs
        count = len(recorded)
        self._last = max(self._epoch, recorded[-1] if count else 0)
        if not self.slider.isSliderDown():
            with QSignalBlocker(self.slider):
                if self.slider.maximum() != self._last:
                    self.slider.setRange(0, self._last)
                    self.slider.setPageStep(max(1, self._last // 20))
                self.slider.setValue(self._epoch)
        self.slider.setEnabled(self._last > 0)
        self.position.set_text(self.tr("epoch {epoch}").format(epoch=f"{self._epoch:,}"))
        self.count.set_text(self.tr("{count} recorded").format(count=f"{count:,}"))
        self._show_branch()

    def _show_branch(self) -> None:
        is_earlier = self._epoch < self._last and not self.session.is_playing
        if is_earlier != self.branch_button.isEnabled():
            self.branch_button.setEnabled(is_earlier)

    def _seek(self, epoch: int) -> None:
        self.session.seek(epoch)
