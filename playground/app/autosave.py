"""Keeps the recovery file fresh while the program runs, and offers what a crash left behind."""

from __future__ import annotations

import time
from concurrent.futures import Future
from pathlib import Path

from playground.app.document import Document
from playground.app.files import Recovery, trained
from playground.app.notices import Notice
from playground.app.sentences import translate
from playground.app.trainer import Trainer
from playground.engine.experiment import Experiment
from playground.engine.snapshot import Snapshot

AUTOSAVE_SECONDS = 30.0


class Autosave:
    """Writes twice a minute at most, only after changes, on a thread of its own."""

    def __init__(self, document: Document, trainer: Trainer, folder: Path) -> None:
        self._document = document
        self._trainer = trainer
        self._recovery = Recovery(folder)
        self._has_told = self._recovery.left_over is None
        self._written_at = time.monotonic()
        self._written: tuple[object, ...] | None = None
        self._answer: Future[Experiment] | None = None

    @property
    def left_over(self) -> Path | None:
        """What a program that did not end well left behind."""
        return self._recovery.left_over

    def take_offer(self) -> Notice | None:
        """The offer to bring it back, once."""
        if self._has_told:
            return None
        self._has_told = True
        text = translate("Session", "The program did not end well the last time, but your work was kept.")
        return Notice("info", text, action="recover", action_label=translate("Session", "Bring it back"))

    def tick(self, snapshot: Snapshot) -> None:
        """Called often; asks the trainer for its state when it is time, and writes what came."""
        if self._answer is not None and self._answer.done():
            answer, self._answer = self._answer, None
            if not answer.cancelled() and answer.exception() is None:
                self._recovery.write_beside(answer.result())
        mark = (self._document.experiment, snapshot.run_id, snapshot.step)
        if self._written is None:
            self._written = mark
        if time.monotonic() - self._written_at < AUTOSAVE_SECONDS or self._answer is not None:
            return
        self._written_at = time.monotonic()
        if mark != self._written:
            self._written = mark
            self._answer = self._trainer.ask(trained)

    def close(self, *, is_clean: bool) -> None:
        """Give the recovery file back; it stays, brought up to date, when the end was not clean."""
        if not is_clean and self._written is not None and self._document.experiment != self._written[0]:
            self._recovery.write(self._document.experiment)
        self._recovery.close(keep=not is_clean)
