"""What outlives the program: the work is kept twice a minute and at the end, and the next start offers it."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QLockFile

from playground.app.branch_file import Kept
from playground.app.document import Document
from playground.app.notices import Notice
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

    ``left_over`` is the file of a program that did not end well, moved aside for this one; ``session``
    where the slot's last session is kept when it ends well.
    """

    def __init__(self, folder: Path) -> None:
        self.left_over: Path | None = None
        self.session: Path | None = None
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
                self.session = folder / f"session-{slot}.json"
                self._take_left_over()
                return

    def write(self, experiment: Experiment, path: Path | None = None) -> None:
        """Write the recovery file (or this one) now. Never raises: a full disk costs a line in the log."""
        target = path or self._path
        if target is None:
            return
        try:
            write_whole(target, encode(experiment))
        except OSError as error:
            log.warning("%s was not written: %s", target.name, error)

    @property
    def is_writing(self) -> bool:
        """Whether a file is being written beside the window."""
        return self._writer is not None and self._writer.is_alive()

    def write_beside(self, kept: Kept) -> None:
        """Write the recovery file on a thread of its own."""
        self._writer = threading.Thread(target=lambda: self.write(kept.whole()), name="recovery", daemon=True)
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
    """Writes twice a minute at most, only after changes, on a thread of its own; and once more at the end."""

    def __init__(self, document: Document, trainer: Trainer, folder: Path) -> None:
        self._document = document
        self._trainer = trainer
        self._file = RecoveryFile(folder)
        self._session = self._file.session
        self._has_told = self.offered is None
        self._written_at = time.monotonic()
        self._written: tuple[object, ...] | None = None
        self._answer: Future[Kept] | None = None
        self._is_held = False

    @property
    def offered(self) -> Path | None:
        """What a program that did not end well left behind, or else the last session."""
        if self._file.left_over is not None:
            return self._file.left_over
        return self._session if self._session is not None and self._session.is_file() else None

    def take_offer(self) -> Notice | None:
        """The offer to bring it back, once."""
        if self._has_told:
            return None
        self._has_told = True
        text = translate("Session", "Your last session is still here, with all its branches.")
        if self._file.left_over is not None:
            text = translate("Session", "The program did not end well the last time, but your work was kept.")
        label = translate("Session", "Bring it back")
        is_session = self._file.left_over is None
        return Notice("info", text, action="recover", action_label=label, passes=is_session)

    def keep_session(self, kept: Kept) -> None:
        """The program ends well: what was trained or edited and not saved is kept for the next start."""
        if self._session is not None and (self._trainer.has_unsaved or self._document.is_modified):
            self._file.write(kept.whole(), self._session)

    def hold(self) -> None:
        """Write the work as it is now, and nothing of what stands in its place, until ``go_on``."""
        self._is_held = True
        if self._written is not None:
            self._answer = self._trainer.keep(self._document.history)

    def go_on(self) -> None:
        """The work is there again."""
        self._is_held = False

    def tick(self, snapshot: Snapshot) -> None:
        """Called often; asks the trainer for its state when it is time, and writes what came."""
        if self._answer is not None and self._answer.done() and not self._file.is_writing:
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
            self._answer = self._trainer.keep(self._document.history)

    def close(self, *, is_clean: bool) -> None:
        """Give the recovery file back; it stays, brought up to date, when the end was not clean."""
        if not is_clean and self._written is not None and self._document.experiment != self._written[0]:
            self._file.write(self._document.experiment)
        self._file.close(keep=not is_clean)
