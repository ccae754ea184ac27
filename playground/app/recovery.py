"""What outlives a crash: the work is written twice a minute, and the next start offers it."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QLockFile

from playground.app.document import Document
from playground.app.notices import Notice
from playground.app.saving import ask_for_state
from playground.app.sentences import translate
from playground.app.trainer import Trainer
from playground.engine.experiment import Experiment, encode
from playground.interop.loading import write_whole
from playground.observe.snapshot import Snapshot

log = logging.getLogger(__name__)

AUTOSAVE_SECONDS = 30.0
_SLOTS = 16


class RecoveryFile:
    """The recovery file of one running program, in a slot that a crashed program leaves behind.

    ``left_over`` is the file of a program that did not end well, moved aside for this one.
    """

    def __init__(self, folder: Path) -> None:
        self.left_over: Path | None = None
        self._lock: QLockFile | None = None
        self._path: Path | None = None
        self._writer: threading.Thread | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.warning("there will be no recovery file: %s", error)
            return
        for slot in range(_SLOTS):
            lock = QLockFile(str(folder / f"window-{slot}.lock"))
            lock.setStaleLockTime(0)
            if lock.tryLock(0):
                self._lock, self._path = lock, folder / f"recovery-{slot}.json"
                self._take_left_over()
                return

    def write(self, experiment: Experiment) -> None:
        """Write the recovery file now. Never raises: a full disk costs a line in the log."""
        if self._path is None:
            return
        try:
            write_whole(self._path, encode(experiment))
        except OSError as error:
            log.warning("the recovery file was not written: %s", error)

    def write_beside(self, experiment: Experiment) -> None:
        """Write the recovery file on a thread of its own; skipped while the one before is not done."""
        if self._writer is None or not self._writer.is_alive():
            self._writer = threading.Thread(
                target=self.write, args=(experiment,), name="recovery", daemon=True
            )
            self._writer.start()

    def close(self, *, keep: bool = False) -> None:
        """Give the slot back; the file goes unless it is to be kept for the next start."""
        if self._writer is not None:
            self._writer.join(2.0)
            self._writer = None
        if self._path is not None and not keep:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        self._path = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _take_left_over(self) -> None:
        if self._path is None or not self._path.is_file():
            return
        aside = self._path.with_name("recovered.json")
        with contextlib.suppress(OSError):
            self._path.replace(aside)
            self.left_over = aside


class Autosave:
    """Writes twice a minute at most, only after changes, on a thread of its own."""

    def __init__(self, document: Document, trainer: Trainer, folder: Path) -> None:
        self._document = document
        self._trainer = trainer
        self._file = RecoveryFile(folder)
        self._has_told = self._file.left_over is None
        self._written_at = time.monotonic()
        self._written: tuple[object, ...] | None = None
        self._answer: Future[Experiment] | None = None
        self._is_held = False

    @property
    def left_over(self) -> Path | None:
        """What a program that did not end well left behind."""
        return self._file.left_over

    def take_offer(self) -> Notice | None:
        """The offer to bring it back, once."""
        if self._has_told:
            return None
        self._has_told = True
        text = translate("Session", "The program did not end well the last time, but your work was kept.")
        return Notice("info", text, action="recover", action_label=translate("Session", "Bring it back"))

    def hold(self) -> None:
        """Write the work as it is now, and nothing of what stands in its place, until ``go_on``."""
        self._is_held = True
        if self._written is not None:
            self._answer = ask_for_state(self._trainer)

    def go_on(self) -> None:
        """The work is there again."""
        self._is_held = False

    def tick(self, snapshot: Snapshot) -> None:
        """Called often; asks the trainer for its state when it is time, and writes what came."""
        if self._answer is not None and self._answer.done():
            answer, self._answer = self._answer, None
            if not answer.cancelled() and answer.exception() is None:
                self._file.write_beside(answer.result())
        if self._is_held:
            return
        mark = (self._document.experiment, snapshot.run_id, snapshot.step)
        if self._written is None:
            self._written = mark
        if time.monotonic() - self._written_at < AUTOSAVE_SECONDS or self._answer is not None:
            return
        self._written_at = time.monotonic()
        if mark != self._written:
            self._written = mark
            self._answer = ask_for_state(self._trainer)

    def close(self, *, is_clean: bool) -> None:
        """Give the recovery file back; it stays, brought up to date, when the end was not clean."""
        if not is_clean and self._written is not None and self._document.experiment != self._written[0]:
            self._file.write(self._document.experiment)
        self._file.close(keep=not is_clean)
