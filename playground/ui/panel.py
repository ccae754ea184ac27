"""The base of every part of the window: its name, what it wants in a snapshot, and what it hears."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.observe.snapshot import Snapshot, SnapshotRequest
from playground.ui.look import theme


class Panel(QWidget):
    """A part of the window: it may draw a Snapshot and edit the Experiment.

    ``NAME`` is its objectName and the name under which it asks for snapshots. While it is visible it
    gets each snapshot, with what ``wants`` names; ``ask`` says that it wants something else now. It
    hears of edits, display choices and themes at all times.
    """

    NAME: ClassVar[str] = ""
    WANTS_SPREAD: ClassVar[bool] = False
    """As a tab: whether it takes the whole middle of the window until the user sends it back."""
    spread_wanted = Signal(bool)
    """As a tab: it wants the whole middle of the window now, or no more."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._has_asked = False
        self.setObjectName(self.NAME)
        theme.signals().changed.connect(self.restyle)
        for signal, heard, hear in (
            (session.snapshot_ready, "show_snapshot", self._take),
            (session.document.changed, "experiment_changed", self.experiment_changed),
            (session.display.changed, "display_changed", self.display_changed),
        ):
            if getattr(type(self), heard) is not getattr(Panel, heard):  # others need not be called at all
                signal.connect(hear)

    @property
    def experiment(self) -> Experiment:
        """What the user has chosen now."""
        return self.session.experiment

    # ------------------------------------------------------------------------ what a panel says of itself

    def wants(self) -> SnapshotRequest | None:
        """What it needs in each snapshot while it is visible; None: nothing beyond what is always there."""
        return None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this instant. Called for each snapshot while visible, and once on becoming visible."""

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        """The Experiment was edited."""

    def display_changed(self, name: str, value: Any) -> None:
        """A display choice has another value."""

    def restyle(self) -> None:
        """Theme or scale changed."""
        self.updateGeometry()
        self.update()

    # ------------------------------------------------------------------------------------------- asking

    def ask(self) -> None:
        """Say anew what it wants, if it is visible."""
        if not self.isVisible():
            return
        wanted = self.wants()
        if wanted is None:
            self._ask_no_more()
        else:
            self._has_asked = True
            self.session.require(self.NAME, wanted)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.ask()
        if self.session.snapshot is not None:
            self.show_snapshot(self.session.snapshot)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ask_no_more()

    def _ask_no_more(self) -> None:
        if self._has_asked:
            self._has_asked = False
            self.session.release(self.NAME)

    def _take(self, snapshot: Snapshot) -> None:
        if self.isVisible():
            self.show_snapshot(snapshot)
