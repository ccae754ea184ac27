"""What outlives the program: the work is kept every few seconds and at the end; the next start offers it."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QLockFile

from playground.app import sentences
from playground.app.branch_file import Kept
from playground.app.document import Document
from playground.app.heap import give_back_memory
from playground.app.journal import SUFFIX, Journal, Own, own_file_of
from playground.app.notices import Notice
from playground.app.saving import Saving
from playground.app.sentences import translate
from playground.app.trainer import Trainer, yield_to_the_window
from playground.engine.experiment import Experiment, encode
from playground.interop.loading import write_whole
from playground.observe.snapshot import Snapshot

log = logging.getLogger(__name__)

AUTOSAVE_SECONDS = 2.0
"""So often work that changed is kept; with the time to write it a kill costs 5 s of it at most."""
MOST_SESSIONS = 5
"""Sessions that wait for an answer at most, with the last one."""
WRITES_TO_GIVE_BACK = 5
"""After so many the system gets back what play and edits freed meanwhile."""
_ANSWER_SECONDS = 1.0
_JOIN_SECONDS = 10.0
_SLOTS = 16
REST_SECONDS = 0.001
"""So long the writing thread leaves the interpreter to the window after each state that it packed."""


class RecoveryFile:
    """The recovery file of one running program, in a slot that a crashed program leaves behind.

    ``left_over`` are the files of programs that did not end well, each moved aside under a name of its own;
    ``session`` is where the slot's last session is kept when it ends well, ``earlier`` the sessions before it
    that nobody has brought back.
    """

    def __init__(self, folder: Path) -> None:
        self.left_over: list[Path] = []
        self.session: Path | None = None
        self.earlier: list[Path] = []
        self.failure: OSError | None = None
        """Why the file could not be written the last time."""
        self._lock: QLockFile | None = None
        self._journal: Journal | None = None
        self._writer: threading.Thread | None = None
        self._is_written = False
        self._is_awaited = threading.Event()
        self._writes = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.warning("there will be no recovery file: %s", error)
            self.failure = error
            return
        for slot in range(_SLOTS):
            files = [folder / f"recovery-{slot}{suffix}" for suffix in (SUFFIX, ".json")]
            if self._lock is not None and not any(path.is_file() for path in files):
                continue
            lock = QLockFile(str(folder / f"window-{slot}.lock"))
            lock.setStaleLockTime(0)
            if not lock.tryLock(0):
                continue
            for path in files:
                _set_aside(path, "recovered")
            if self._lock is None:
                self._lock, self._journal = lock, Journal(files[0])
                self.session = _newest(folder / f"session-{slot}{suffix}" for suffix in (SUFFIX, ".json"))
            else:
                lock.unlock()
        self.left_over = sorted(folder.glob("recovered-*"))
        self.earlier = sorted(folder.glob("earlier-*"), key=_age)

    @property
    def is_writing(self) -> bool:
        """Whether the file is being written beside the window."""
        return self._writer is not None and self._writer.is_alive()

    def write(self, kept: Kept, own: Own) -> None:
        """Write the recovery file on a thread of its own; ``failure`` says what hindered it."""
        journal = self._journal
        self._is_written = False
        if journal is None:
            return
        self._is_awaited.clear()

        def work() -> None:
            yield_to_the_window()
            try:
                journal.write(kept, own, rest=lambda: self._is_awaited.wait(REST_SECONDS))
            except OSError as error:
                log.warning("%s was not written: %s", journal.path.name, error)
                self.failure = error
            else:
                self.failure = None
                self._is_written = True
            self._writes += 1
            if self._writes % WRITES_TO_GIVE_BACK == 0:
                give_back_memory()

        self._writer = threading.Thread(target=work, name="recovery", daemon=True)
        self._writer.start()

    def write_alone(self, experiment: Experiment) -> None:
        """Write an experiment without its run beside the recovery file, at once."""
        if self._journal is not None:
            with contextlib.suppress(OSError):
                write_whole(self._journal.path.with_suffix(".json"), encode(experiment))

    def finish(self) -> bool:
        """Wait until what was given last is written; whether it was."""
        self._is_awaited.set()
        if self._writer is not None:
            self._writer.join(_JOIN_SECONDS)
        return self._is_written

    def become_session(self) -> bool:
        """What the file holds is the slot's last session; the one before stays as an earlier one."""
        if self._journal is None or self.session is None:
            return False
        try:
            _set_aside(self.session, "earlier")
            self._journal.path.replace(self.session.with_suffix(SUFFIX))
        except OSError as error:
            log.warning("the session was not kept: %s", error)
            return False
        for path in sorted(self.session.parent.glob("earlier-*"), key=_age)[MOST_SESSIONS - 1 :]:
            _delete(path)
        return True

    def close(self, *, keep: bool = False) -> None:
        """Give the slot back; the file goes unless it is to be kept for the next start."""
        self.finish()
        if self._journal is not None and not keep:
            _delete(self._journal.path)
        self._journal = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


class Autosave:
    """Writes every few seconds, only after changes, on a thread of its own; and once more at the end.

    What programs that did not end well left behind is offered one after the other, until each is answered:
    a file goes once its work is saved, kept as the last session, or thrown away. Then come the last session
    and those before it.
    """

    def __init__(self, document: Document, trainer: Trainer, saving: Saving, folder: Path) -> None:
        self._document = document
        self._trainer = trainer
        self._saving = saving
        self._file = RecoveryFile(folder)
        self._crashed = [*self._file.left_over]
        self._offers = [*self._crashed]
        if self._file.session is not None and self._file.session.is_file():
            self._offers.append(self._file.session)
        self._offers += self._file.earlier
        self._told: Path | None = None
        self._brought: Path | None = None
        self._has_told_failure = False
        self._written_at = time.monotonic()
        self._written: tuple[object, ...] | None = None
        self._answer: tuple[Future[Kept], Own] | None = None
        self._is_held = False

    @property
    def offered(self) -> Path | None:
        """What a program that did not end well left behind, or else the last session."""
        return self._offers[0] if self._offers else None

    def keep_now(self) -> bool:
        """Write the work as it stands; whether it is kept, so that ending the program loses nothing."""
        try:
            kept = self._trainer.keep(self._document.history).result(_ANSWER_SECONDS)
        except (TimeoutError, RuntimeError, ValueError) as error:  # it is busy, or there is no run
            log.warning("the work was not kept at once: %s", error)
            return False
        return self._write_now(kept)

    def take_offer(self) -> Notice | None:
        """The offer to bring it back, once for each."""
        offered = self.offered
        if offered is None or offered == self._told:
            return None
        self._told = offered
        label = translate("Session", "Bring it back")
        if offered not in self._crashed:
            text = _told_of_session(offered, is_last=offered == self._file.session)
            return Notice("info", text, action="recover", action_label=label, passes=True)
        text = translate("Session", "The program did not end well the last time, but your work was kept.")
        others = sum(path in self._crashed for path in self._offers) - 1
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
        return Notice("info", sentences.not_kept(failure), str(failure))

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

    def hold(self) -> None:
        """Write the work as it is now, and nothing of what stands in its place, until ``go_on``."""
        self._is_held = True
        if self._written is not None:
            self._ask()

    def go_on(self) -> None:
        """The work is there again."""
        self._is_held = False

    def tick(self, snapshot: Snapshot) -> None:
        """Called often; asks the trainer for its state when it is time, and writes what came."""
        if self._answer is not None and self._answer[0].done() and not self._file.is_writing:
            (answer, own), self._answer = self._answer, None
            if not answer.cancelled() and answer.exception() is None:
                self._file.write(answer.result(), own)
        if self._is_held:
            return
        mark = (self._document.experiment, snapshot.run_id, snapshot.step)
        if self._written is None:
            self._written = mark
        if time.monotonic() - self._written_at < AUTOSAVE_SECONDS or self._answer is not None:
            return
        self._written_at = time.monotonic()
        if mark != self._written or self._file.failure is not None:
            self._written = mark
            self._ask()

    def close(self, kept: Kept | None) -> None:
        """The end: what was trained or edited and no file holds is the session that the next start offers.

        None: the trainer gave no answer. Then the recovery file stays, and what was edited since beside it.
        """
        if kept is None:
            if self._written is not None and self._is_behind:
                self._file.write_alone(self._document.experiment)
            self._file.close(keep=True)
            return
        is_needed = self._trainer.has_unsaved or self._document.is_modified
        self._file.close(keep=is_needed and not self._keep_session(kept))

    def _keep_session(self, kept: Kept) -> bool:
        if not self._write_now(kept):
            return False
        self.on_saved()
        return self._file.become_session()

    def _write_now(self, kept: Kept) -> bool:
        self._file.finish()
        self._file.write(kept, self._own)
        return self._file.finish()

    def _ask(self) -> None:
        self._answer = self._trainer.keep(self._document.history), self._own

    @property
    def _own(self) -> Own:
        path = self._document.path
        return Own(path, self._saving.stamp(path), self._document.is_modified)

    @property
    def _is_behind(self) -> bool:
        return not self._written or self._document.experiment != self._written[0]


def _told_of_session(path: Path, *, is_last: bool) -> str:
    """That it is still there; and if it is of a file of the user's, that this file has not all of it."""
    own = own_file_of(path) if path.suffix == SUFFIX else None
    text = translate("Session", "Your last session is still here, with all its branches.")
    if not is_last:
        text = translate("Session", "An earlier session is still here, with all its branches.")
    if own is None or own.path is None or not own.is_edited:
        return text
    more = translate("Session", "It has changes that {name} does not hold.").format(name=own.path.name)
    return f"{text} {more}"


def _set_aside(path: Path, name: str) -> None:
    """Give a left-over file a name that no other has, so that the next one does not write over it."""
    if not path.is_file():
        return
    try:
        path.rename(path.with_name(f"{name}-{uuid.uuid4().hex}{path.suffix}"))
    except OSError as error:
        log.warning("%s could not be set aside: %s", path.name, error)


def _newest(paths: Iterator[Path]) -> Path:
    """The one that is there, or the first."""
    known = [*paths]
    return next((path for path in known if path.is_file()), known[0])


def _age(path: Path) -> float:
    """The younger, the less."""
    with contextlib.suppress(OSError):
        return -path.stat().st_mtime
    return 0.0


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s was not deleted: %s", path.name, error)
