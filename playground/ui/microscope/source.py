"""Where graphs come from: of an expression at once, of the live network once its values are there."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from playground.app.background import Background, Steps
from playground.app.session import Session
from playground.observe.graph import GraphError
from playground.observe.graph.diagram import MOST_GATES
from playground.ui.microscope.examined import Examined
from playground.ui.microscope.subject import Capture, Subject, capture, expression_graph, network_part

Then: TypeAlias = Callable[[Examined], None]
Place: TypeAlias = tuple[tuple[float, float], float | None]
"""A point of the plane and its label; None: that of the nearest training point."""

FOLLOW_SECONDS = 0.15
POLL_MS = 10
SHOWN_POINTS = 3
"""So many points of a minibatch are drawn by themselves at first."""
AT_ONCE = 1000
"""Up to so many parameters a network's graph is made at once."""


class GraphSource(QObject):
    """Makes the graph of what is looked at, and makes it anew with later values of the network."""

    began = Signal()
    """A graph takes longer and is made beside the window."""
    refused = Signal(object)
    """There is no such graph of these values: the GraphError."""

    def __init__(self, session: Session, subject: Subject, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.subject = subject
        self.values = subject.values
        """The values of the expression that was shown last."""
        self.seen: Capture | None = None
        """The network whose numbers were given out last."""
        self.point: tuple[float, float] = (0.0, 0.0)
        self._label: float | None = None
        self._waiting: list[tuple[Future[Capture], Then, bool]] = []
        self._taken_at = 0.0
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._background = Background(self)
        self._background.finished.connect(self._on_made)
        self._background.failed.connect(self._on_failed)
        self._then: Then

    @property
    def is_waiting(self) -> bool:
        """Whether values of the network, or its graph, are on the way."""
        return bool(self._waiting) or self._background.is_running

    @property
    def is_due(self) -> bool:
        """Whether the values that follow the training are old enough to be taken anew."""
        return not self.is_waiting and time.monotonic() - self._taken_at >= FOLLOW_SECONDS

    @property
    def label(self) -> float | None:
        """The label of the point; where nobody gave one, that of the nearest training point."""
        if self._label is not None or self.seen is None:
            return self._label
        return self.seen.nearest_label(self.point)

    @property
    def is_label_given(self) -> bool:
        """Whether the label is that of the probe, and not of the nearest training point."""
        return self._label is not None

    def show(self, subject: Subject, then: Then, place: Place | None = None) -> None:
        """Make the graph of something else, of the network at the probe or at ``place``.

        Raises FormulaError or GraphError where an expression has none; then nothing has changed.
        """
        made = None if subject.is_live else Examined(expression_graph(subject), is_network=False)
        self.forget()
        self.subject = subject
        if made is not None:
            self.values = subject.values
            then(made)
            return
        if place is not None:
            self.point, self._label = place
        else:
            self._go_to_probe()
        self.take(then)

    def take(self, then: Then, *, at_probe: bool = False, beside: bool = False) -> None:
        """Make the graph with the network's present values, at the probe point of now or where it was.

        ``beside`` the window, where nobody waits for it.
        """
        if at_probe and self._session.display.probe is not None:
            self._go_to_probe()
        self._taken_at = time.monotonic()
        self._waiting.append((self._session.compute(capture), then, beside))
        self._timer.start()

    def stop(self) -> None:
        """Make nothing beside the window any more."""
        self._background.cancel()

    def forget(self) -> None:
        """What was asked for before is not wanted any more, and what was seen is not shown."""
        self.stop()
        self._waiting.clear()
        self.seen = None

    # ---------------------------------------------------------------------------------------- private

    def _go_to_probe(self) -> None:
        x, y, self._label = self._session.display.probe or (1.0, 1.0, None)
        self.point = (x, y)

    def _poll(self) -> None:
        for entry in [entry for entry in self._waiting if entry[0].done()]:
            self._waiting.remove(entry)
            future, then, beside = entry
            if not future.cancelled() and future.exception() is None and self.subject.is_live:
                self._make(future.result(), then, beside)
        if not self._waiting:
            self._timer.stop()

    def _make(self, seen: Capture, then: Then, beside: bool) -> None:
        """Make the graph of these values, of a large network beside the window; then go on with it."""
        subject, point = self.subject, self.point
        label = self._label if self._label is not None else seen.nearest_label(point)
        rate = seen.rate if subject.gradient != "own" else None

        def made() -> Examined:
            graph = network_part(subject, seen, point, label)
            most = MOST_GATES
            if subject.gradient == "minibatch" and subject.kind == "unit":
                most = 2 * len(graph.inputs) + 2 + SHOWN_POINTS
            examined = Examined(graph, is_network=True, rate=rate, most=most)
            assert examined.diagram.stops  # all steps are written here, and nobody waits for them later
            return examined

        def steps() -> Steps:
            yield 0.0
            return made()

        def done(examined: Examined) -> None:
            self.seen = seen
            then(examined)

        is_large = seen.network.plan.size > AT_ONCE
        if is_large or beside:
            self._then = done
            if is_large:
                self.began.emit()
            self._background.start(steps)
            return
        try:
            examined = made()
        except GraphError as error:
            self.refused.emit(error)
            return
        done(examined)

    def _on_made(self, examined: Examined) -> None:
        self._then(examined)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, GraphError):
            raise error
        self.refused.emit(error)
