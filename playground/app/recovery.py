"""What outlives the program: the work is kept every few seconds and at the end; the next start offers it."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
import uuid
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QLockFile

from playground.app import sentences
from playground.app.branch_file import Kept
from playground.app.document import Document
from playground.app.notices import Notice
from playground.app.sentences import translate
from playground.app.trainer import Trainer
from playground.engine.experiment import Experiment, encode
from playground.interop.loading import write_whole
from playground.observe.snapshot import Snapshot

log = logging.getLogger(__name__)

AUTOSAVE_SECONDS = 3.0
"""So often work that changed is kept; with the time to write it a kill costs 5 s of it at most."""
_WRITING_SHARE = 0.1
"""At most so much of the time goes into keeping the work: a large one is kept more seldom."""
_SLOTS = 16


class RecoveryFile:
    """The recovery file of one running program, in a slot that a crashed program leaves behind.

    ``left_over`` are the files of programs that did not end well, each moved aside under a name of its own;
    ``session`` is where the slot's last session is kept when it ends well.
    """

    def __init__(self, folder: Path) -> None:
        self.left_over: list[Path] = []
        self.session: Path | None = None
        self.seconds = 0.0
        """What making and writing it took the last time."""
        self.failure: OSError | None = None
        """Why the file could not be written the last time."""
        self._lock: QLockFile | None = None
        self._path: Path | None = None
        self._writer: threading.Thread | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.warning("there will be no recovery file: %s", error)
            self.failure = error
            return
        for slot in range(_SLOTS):
            path = folder / f"recovery-{slot}.json"
            if self._lock is not None and not path.is_file():
                continue
            lock = QLockFile(str(folder / f"window-{slot}.lock"))
            lock.setStaleLockTime(0)
            if not lock.tryLock(0):
                continue
            _set_aside(path)
            if self._lock is None:
                self._lock, self._path = lock, path
                self.session = folder / f"session-{slot}.json"
            else:
                lock.unlock()
        self.left_over = sorted(folder.glob("recovered-*.json"))

    def write(self, experiment: Experiment, path: Path | None = None) -> None:
        """Write the recovery file (or this one) now. Never raises: ``failure`` says what hindered it."""
        target = path or self._path
        if target is None:
            return
        try:
            write_whole(target, encode(experiment))
        except OSError as error:
            log.warning("%s was not written: %s", target.name, error)
            self.failure = error
        else:
            self.failure = None

    @property
    def is_writing(self) -> bool:
        """Whether a file is being written beside the window."""
        return self._writer is not None and self._writer.is_alive()

    def write_beside(self, kept: Kept) -> None:
        """Write the recovery file on a thread of its own."""

        def work() -> None:
            begun = time.monotonic()
            self.write(kept.whole())
            self.seconds = time.monotonic() - begun

        self._writer = threading.Thread(target=work, name="recovery", daemon=True)
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


def _set_aside(path: Path) -> None:
    """Give a left-over file a name that no other has, so that the next crash does not write over it."""
    if not path.is_file():
        return
    aside = path.with_name(f"recovered-{uuid.uuid4().hex}.json")
    try:
        path.rename(aside)
    except OSError as error:
        log.warning("%s could not be set aside: %s", path.name, error)


class Autosave:
    """Writes every few seconds, only after changes, on a thread of its own; and once more at the end.

    What programs that did not end well left behind is offered one after the other, until each is answered:
    a file goes once its work is saved, kept as the last session, or thrown away.
    """

    def __init__(self, document: Document, trainer: Trainer, folder: Path) -> None:
        self._document = document
        self._trainer = trainer
        self._file = RecoveryFile(folder)
        self._session = self._file.session
        self._offers = [*self._file.left_over]
        if self._session is not None and self._session.is_file():
            self._offers.append(self._session)
        self._told: Path | None = None
        self._brought: Path | None = None
        self._has_told_failure = False
        self._written_at = time.monotonic()
        self._written: tuple[object, ...] | None = None
        self._answer: Future[Kept] | None = None
        self._is_held = False

    @property
    def offered(self) -> Path | None:
        """What a program that did not end well left behind, or else the last session."""
        return self._offers[0] if self._offers else None

    def take_offer(self) -> Notice | None:
        """The offer to bring it back, once for each."""
        offered = self.offered
        if offered is None or offered == self._told:
            return None
        self._told = offered
        label = translate("Session", "Bring it back")
        if offered == self._session:
            text = translate("Session", "Your last session is still here, with all its branches.")
            return Notice("info", text, action="recover", action_label=label, passes=True)
        text = translate("Session", "The program did not end well the last time, but your work was kept.")
        others = sum(path != self._session for path in self._offers) - 1
        if others:
            more = translate("Session", "{count} more works are kept and offered after this one.")
            text = f"{text} {more.format(count=others)}"
        return Notice(
            "info",
            text,
            action="recover",
            action_label=label,
            other_action="throw_away",
            other_label=translate("Session", "Throw it away"),
        )

    def take_failure(self) -> Notice | None:
        """That the work cannot be kept, once until it can be again."""
        failure = self._file.failure
        had_told, self._has_told_failure = self._has_told_failure, failure is not None
        if failure is None or had_told:
            return None
        return Notice("warning", sentences.not_kept(failure), str(failure))

    def brought_back(self) -> None:
        """The offered work is the document now; its file stays until another holds it."""
        self._brought = self._offers.pop(0)
        self._written = ()  # what no mark is: it is written as soon as there is a picture of it

    def put_off(self) -> None:
        """The offer waits for the next start."""
        if self._offers:
            self._offers.pop(0)

    def throw_away(self) -> None:
        """Delete the work that is offered."""
        if self._offers and self._told == self._offers[0]:
            _delete(self._offers.pop(0))

    def forget_brought(self) -> None:
        """Other work takes the place of what was brought back: that stays where it is."""
        self._brought = None

    def on_saved(self) -> None:
        """A file of the user's holds the work."""
        brought, self._brought = self._brought, None
        if brought is not None:
            _delete(brought)

    def keep_session(self, kept: Kept) -> None:
        """The program ends well: what was trained or edited and not saved is kept for the next start."""
        if self._session is not None and (self._trainer.has_unsaved or self._document.is_modified):
            self._file.write(kept.whole(), self._session)
            if self._file.failure is None:
                if self._brought == self._session:
                    self._brought = None
                self.on_saved()

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
        pause = max(AUTOSAVE_SECONDS, self._file.seconds / _WRITING_SHARE)
        if time.monotonic() - self._written_at < pause or self._answer is not None:
            return
        self._written_at = time.monotonic()
        if mark != self._written or self._file.failure is not None:
            self._written = mark
            self._answer = self._trainer.keep(self._document.history)

    def close(self, *, is_clean: bool) -> None:
        """Give the recovery file back; it stays, brought up to date, when the end was not clean."""
        if not is_clean and self._written is not None and self._is_behind:
            self._file.write(self._document.experiment)
        self._file.close(keep=not is_clean)

    @property
    def _is_behind(self) -> bool:
        return not self._written or self._document.experiment != self._written[0]


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s was not deleted: %s", path.name, error)
