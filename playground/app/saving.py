"""What goes out: the experiment's own file with its weights, and exports; whole files or nothing."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from playground.app import sentences
from playground.app.branch_file import Kept
from playground.app.compared_runs import without_states
from playground.app.document import Document
from playground.app.notices import Notice, NoticeKind
from playground.app.particles import with_particles
from playground.app.sentences import translate
from playground.app.settings import Settings
from playground.app.trainer import Trainer
from playground.engine.experiment import Experiment
from playground.interop.carried import carrying, is_picture
from playground.interop.loading import Stamp, save, write_whole

AT_ONCE_SECONDS = 0.1
"""So long the window waits for the run's state; if it takes longer, saving goes on beside it."""
ANSWER_SECONDS = 30.0
LARGE_POINTS = 20_000
LARGE_BYTES = 1 << 20
"""More of one's own points, or bytes of states, are written beside the window."""


def state_for(experiment: Experiment, answer: Future[Kept]) -> Experiment | None:
    """What ``Trainer.keep`` answered, whole, if it came and belongs to this very experiment."""
    if not answer.done() or answer.cancelled() or answer.exception() is not None:
        return None
    found = answer.result()
    known = found.experiment
    if replace(known, run=None, comparison=None) != replace(experiment, comparison=None):
        return None
    is_same = without_states(known.comparison) == experiment.comparison
    whole = found.whole()
    return whole if is_same else replace(whole, comparison=experiment.comparison)


@dataclass(frozen=True)
class _Save:
    """The experiment's file, to be written as soon as the trainer has given its state."""

    target: Path
    answer: Future[Kept]
    experiment: Experiment


@dataclass
class _Writing:
    """An experiment's file that a thread writes."""

    file: _Save
    thread: threading.Thread | None = None
    stamp: Stamp | None = None
    has_state: bool = False
    error: Exception | None = None

    def run(self) -> None:
        try:
            whole = state_for(self.file.experiment, self.file.answer) or self.file.experiment
            self.has_state = whole.run is not None
            self.stamp = save(whole, self.file.target)
        except (OSError, ValueError) as error:
            self.error = error


@dataclass(frozen=True)
class _Export:
    """Another format's file, to be written as soon as the trainer has given its content.

    ``said`` is what to tell then, with a place for the ``{name}``.
    """

    target: Path
    answer: Future[bytes]
    said: str


class Saving(QObject):
    """Writes the files of one session. If the trainer is busy a file is written as soon as it answers."""

    notice = Signal(object)
    saved = Signal()
    """A file holds the experiment."""
    changed_on_disk = Signal(object)
    """The file was not written: another program changed it since it was read or written here."""

    def __init__(
        self, document: Document, settings: Settings, trainer: Trainer, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._settings = settings
        self._trainer = trainer
        self._stamps: dict[Path, Stamp] = {}
        self._waiting: _Save | _Export | None = None
        self._writing: _Writing | None = None
        self._deadline = 0.0

    @property
    def busy(self) -> str:
        """What is being written for longer than a moment, or ""."""
        file = self._writing.file if self._writing is not None else self._waiting
        return "" if file is None else translate("Session", "Saving {name} …").format(name=file.target.name)

    def save(self, path: Path | None) -> bool:
        """Write the experiment with its weights; without a path to its own file (False if it has none).

        Its own file is written only if nobody else changed it; a path that is given was agreed to.
        """
        target = path or self._document.path
        if target is None:
            return False
        self.finish()
        known = self.stamp(target)
        if path is None and known is not None and not known.still_holds(target):
            self.changed_on_disk.emit(target)
            return False
        answer = self._trainer.keep(self._document.history)
        return self._begin(_Save(target.absolute(), answer, self._document.experiment))

    def note(self, path: Path, stamp: Stamp | None) -> None:
        """So was the file when it was read."""
        self._stamps.pop(path, None)
        if stamp is not None:
            self._stamps[path] = stamp

    def stamp(self, path: Path | None) -> Stamp | None:
        """How the file was when it was last read or written here."""
        return None if path is None else self._stamps.get(path)

    def export(self, format_name: str, path: Path, said: str, *, with_weights: bool = True) -> bool:
        """Write the run in another format (a name of EXPORTERS), or as it begins, then say so."""
        from playground.interop.exporters import EXPORTERS

        self.finish()
        write = partial(EXPORTERS[format_name].content, with_weights=with_weights)
        return self._begin(_Export(path.absolute(), self._trainer.ask(write), said))

    def write(self, path: Path, content: bytes) -> bool:
        """Write something else than the experiment, whole or not at all, and say so.

        A picture (PNG, SVG) carries the experiment along, so that opening it brings the experiment back.
        """
        try:
            write_whole(path, carrying(content, self._present) if is_picture(content) else content)
        except (OSError, ValueError) as error:
            self._say("error", sentences.not_saved(path, error), str(error))
            return False
        said = with_particles(translate("Session", "Saved as {name}.").format(name=path.name))
        self._say("info", said, str(path))
        return True

    @property
    def _present(self) -> Experiment:
        """The experiment, with its state where the trainer gives that at once."""
        answer = self._trainer.keep(self._document.history)
        with suppress(TimeoutError):
            answer.exception(AT_ONCE_SECONDS)
        return state_for(self._document.experiment, answer) or self._document.experiment

    def tick(self) -> None:
        """Write what was waiting for the trainer's answer; tell what became of what a thread has written."""
        if self._writing is not None and self._writing.thread is not None:
            if self._writing.thread.is_alive():
                return
            self._conclude()
        if self._waiting is not None and (self._waiting.answer.done() or time.monotonic() > self._deadline):
            self.finish()

    def finish(self) -> None:
        """Write now what is still to be written: an experiment without weights if there is no answer yet."""
        self._conclude()
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self._write(waiting)
            self._conclude()

    def _begin(self, file: _Save | _Export) -> bool:
        try:
            file.answer.exception(AT_ONCE_SECONDS)
        except TimeoutError:
            self._waiting = file
            self._deadline = time.monotonic() + ANSWER_SECONDS
            return True
        return self._write(file)

    def _write(self, file: _Save | _Export) -> bool:
        try:
            if isinstance(file, _Save):
                return self._write_experiment(file)
            self._write_export(file)
        except (OSError, ValueError) as error:
            self._say("error", sentences.not_saved(file.target, error), str(error))
            return False
        return True

    def _write_experiment(self, file: _Save) -> bool:
        """Write the file: with the trained state if it came and belongs to this very experiment."""
        self._writing = writing = _Writing(file)
        if not _is_large(file):
            writing.run()
            return self._conclude()
        writing.thread = threading.Thread(target=writing.run, name="saving", daemon=True)
        writing.thread.start()
        return True

    def _conclude(self) -> bool:
        """Wait until the file is written and note it; False, with a sentence, where it could not be."""
        writing, self._writing = self._writing, None
        if writing is None:
            return True
        if writing.thread is not None:
            writing.thread.join()
        file = writing.file
        if writing.stamp is None:
            error = writing.error or RuntimeError("the thread that writes ended")
            self._say("error", sentences.not_saved(file.target, error), str(error))
            return False
        self._stamps[file.target] = writing.stamp
        self._document.mark_saved(file.target, file.experiment)
        self._settings.add_recent(str(file.target))
        if writing.has_state:
            self._trainer.note_saved(file.answer.result().trained)
            self.saved.emit()
        else:
            self._say("warning", translate("Session", "Saved without weights: the run gave no answer."))
        return True

    def _write_export(self, file: _Export) -> None:
        if not file.answer.done():
            raise ValueError(translate("Session", "The run gave no answer."))
        write_whole(file.target, file.answer.result())
        self._say("info", file.said.format(name=file.target.name))

    def _say(self, kind: NoticeKind, text: str, details: str = "") -> None:
        self.notice.emit(Notice(kind, text, details))


def _is_large(file: _Save) -> bool:
    """Whether writing it would hold the window up."""
    if len(file.experiment.data.points or ()) > LARGE_POINTS:
        return True
    if not file.answer.done() or file.answer.cancelled() or file.answer.exception() is not None:
        return False
    return file.answer.result().size > LARGE_BYTES
