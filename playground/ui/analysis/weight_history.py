"""The past of a unit's weights: their values at the recorded epochs, computed beside the window."""

from __future__ import annotations

import time
from concurrent.futures import Future

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from playground.app.session import Session
from playground.observe.inspection import parameter_history

REFRESH_SECONDS = 0.5
_POLL_MS = 30
_NONE: NDArray[np.float64] = np.empty((0, 0))


class WeightHistory(QObject):
    """Holds the values of one column of a layer at the recorded epochs; ``arrived`` tells of news."""

    arrived = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._column: tuple[int, int] | None = None
        self._asked_at = 0.0
        self._future: Future[tuple[NDArray[np.float64], NDArray[np.float64]]] | None = None
        self._values = _NONE
        self._is_behind = False
        self._poll = QTimer(self, interval=_POLL_MS)
        self._poll.timeout.connect(self._take)

    def ask(self, layer_id: int, column: int, *, now: bool) -> None:
        """Get this column's past; not more often than twice a second, unless ``now``."""
        is_other = self._column != (layer_id, column)
        if is_other:
            self._column = (layer_id, column)
            self._values = _NONE
            self._future = None
        is_due = now or is_other or time.monotonic() - self._asked_at >= REFRESH_SECONDS
        if not is_due:
            return
        if self._future is not None:
            self._is_behind = True
            return
        self._is_behind = False
        self._asked_at = time.monotonic()
        self._future = self._session.compute(lambda run: parameter_history(run, layer_id, column))
        self._poll.start()

    def stop(self) -> None:
        """Nobody looks any more."""
        self._poll.stop()
        self._future = None

    def of(self, row: int) -> NDArray[np.float64]:
        """The past of the weight in this row of the layer's block, the bias after the weights."""
        return self._values[:, row] if row < self._values.shape[1] else _NONE.ravel()

    def _take(self) -> None:
        future = self._future
        if future is None or not future.done():
            return
        self.stop()
        if future.exception() is None:
            self._values = future.result()[1]
            self.arrived.emit()
        if self._is_behind and self._column is not None:
            self.ask(*self._column, now=True)
