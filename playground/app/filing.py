"""Open and save: whole files or nothing, and the work before untouched."""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from playground.app import sentences
from playground.app.background import Background
from playground.app.display import Display
from playground.app.document import Document
from playground.app.files import Recovery, is_large, is_there, own_file, read, reading, trained
from playground.app.sentences import Notice, NoticeKind, translate
from playground.app.settings import Settings
from playground.app.trainer import Trainer
from playground.engine.experiment import Experiment, RunState
from playground.interop.loading import save, write_whole
from playground.interop.notes import Opened
from playground.observe.snapshot import Snapshot

AT_ONCE_SECONDS = 0.1
"""So long the window waits for the run's state; if it takes longer, saving goes on beside it."""
ANSWER_SECONDS = 30.0
NOTES_SHOWN = 2


@dataclass(frozen=True)
class _Saving:
    """A file to be written as soon as the trainer has given its state."""

    target: Path
    experiment: Experiment
    answer: Future[Experiment]
    deadline: float


@dataclass(frozen=True)
class _Before:
    """Work with changes that no file held when other work took its place."""

    path: Path | None
    experiment: Experiment
    answer: Future[Experiment]


class Filing(QObject):
    """The files of one session."""

    notice = Signal(object)

    def __init__(
        self,
        document: Document,
        display: Display,
        settings: Settings,
        trainer: Trainer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._display = display
        self._settings = settings
        self._trainer = trainer
        self._background = Background(self)
        self._background.finished.connect(self._on_read)
        self._background.failed.connect(self._on_read_failed)
        self._source = ""
        self._run: RunState | None = None
        self._saving: _Saving | None = None
        self._before: _Before | None = None
        self._is_recovering = False

    @property
    def busy(self) -> str:
        """What is being read or written for longer than a moment, or ""."""
        if self._saving is not None:
            return translate("Session", "Saving {name} …").format(name=self._saving.target.name)
        if self._background.is_running:
            return translate("Session", "Opening {name} …").format(name=Path(self._source).name)
        return ""

    def open(self, source: str) -> bool:
        """Open a file or link, a large file beside the window."""
        return self._open(source, is_recovering=False)

    def _open(self, source: str, *, is_recovering: bool) -> bool:
        self._background.cancel()
        self._source = source
        self._is_recovering = is_recovering
        if is_large(source):
            self._background.start(partial(reading, source))
            return True
        try:
            opened = read(source)
        except (ValueError, OSError) as error:
            self._on_read_failed(error)
            return False
        self._on_read(opened)
        return True

    def recover(self, path: Path) -> bool:
        """Open a recovery file: its work comes back, its name does not."""
        return self._open(str(path), is_recovering=True)

    @property
    def can_bring_back(self) -> bool:
        """Whether work that no file holds was replaced."""
        return self._before is not None

    def bring_back(self) -> bool:
        """Show the replaced work again, trained as it was; what it replaces is kept in its turn."""
        before, self._before = self._before, None
        if before is None:
            return False
        trained_too = _answered(before.answer, before.experiment)
        self._offer(self._replace(trained_too or before.experiment, before.path))
        self._document.mark_unsaved()
        return True

    def new(self) -> None:
        """Put the default experiment in the place of this one, with every control shown."""
        self._background.cancel()
        self._offer(self._replace(Experiment(), None))
        self._display.set(hidden_controls=frozenset())

    def take_run(self, experiment: Experiment) -> Experiment:
        """The Experiment with the trained state it was opened with, once."""
        run, self._run = self._run, None
        return replace(experiment, run=run)

    def save(self, path: Path | None) -> bool:
        """Write the experiment with its weights; if the trainer is busy, as soon as it answers."""
        target = path or self._document.path
        if target is None:
            return False
        self.finish_saving()
        experiment = self._document.experiment
        deadline = time.monotonic() + ANSWER_SECONDS
        saving = _Saving(target.absolute(), experiment, self._trainer.ask(trained), deadline)
        try:
            saving.answer.exception(AT_ONCE_SECONDS)
        except TimeoutError:
            self._saving = saving
            return True
        return self._write(saving)

    def write(self, path: Path, content: bytes) -> bool:
        """Write something else than the experiment, whole or not at all, and say so."""
        try:
            write_whole(path, content)
        except (OSError, ValueError) as error:
            self._say("error", sentences.not_saved(path, error), str(error))
            return False
        self._say("info", translate("Session", "Saved as {name}.").format(name=path.name), str(path))
        return True

    def tick(self) -> None:
        """Write what was waiting for the trainer's answer."""
        if self._saving is not None and (
            self._saving.answer.done() or time.monotonic() > self._saving.deadline
        ):
            self.finish_saving()

    def finish_saving(self) -> None:
        """Write now what is still to be written, without weights if there is no answer yet."""
        saving, self._saving = self._saving, None
        if saving is not None:
            self._write(saving)

    def close(self) -> None:
        """The trainer has ended: write what is left, and read no more."""
        self.finish_saving()
        self._background.shutdown()

    def _write(self, saving: _Saving) -> bool:
        """Write the file: with the trained state if it came and belongs to this very experiment."""
        whole = _answered(saving.answer, saving.experiment) or saving.experiment
        try:
            save(whole, saving.target)
        except (OSError, ValueError) as error:
            self._say("error", sentences.not_saved(saving.target, error), str(error))
            return False
        self._document.mark_saved(saving.target, saving.experiment)
        self._settings.add_recent(str(saving.target))
        if whole.run is None:
            self._say("warning", translate("Session", "Saved without weights: the run gave no answer."))
        return True

    def _replace(self, experiment: Experiment, path: Path | None) -> bool:
        """Put another Experiment, with its trained state where it has one, in the place of this one.

        Whether this one had changes that no file holds: then it is kept.
        """
        self.finish_saving()
        document = self._document
        if is_kept := document.is_modified:
            self._before = _Before(document.path, document.experiment, self._trainer.ask(trained))
        self._run = experiment.run
        document.open(replace(experiment, run=None), path)
        return is_kept

    def _offer(self, is_kept: bool, said: str = "", details: str = "") -> None:
        """Say what is to be said, and that the work before can be brought back."""
        if is_kept:
            kept = translate("Session", "The work before had changes that no file holds: it was kept.")
            label = translate("Session", "Bring it back")
            text = f"{said} {kept}".strip()
            self.notice.emit(Notice("info", text, details, "bring_back", label, passes=True))
        elif said:
            self._say("info", said, details)

    def _on_read(self, opened: Opened) -> None:
        is_kept = self._replace(opened.experiment, None if self._is_recovering else own_file(self._source))
        self._display.take_up(opened)
        if self._is_recovering:
            self._document.mark_unsaved()
        else:
            is_link = "://" in self._source
            self._settings.add_recent(self._source if is_link else str(Path(self._source).absolute()))
        said = [sentences.told(note) for note in opened.notes]
        self._offer(is_kept, " ".join(said[:NOTES_SHOWN]), "\n".join(said))

    def _on_read_failed(self, error: Exception) -> None:
        self._say("error", sentences.not_opened(self._source, error), str(error))
        if not is_there(self._source):
            self._settings.forget_recent(self._source)

    def _say(self, kind: NoticeKind, text: str, details: str = "") -> None:
        self.notice.emit(Notice(kind, text, details))


def _answered(answer: Future[Experiment], experiment: Experiment) -> Experiment | None:
    """The trained state, if it came and belongs to this very experiment."""
    if not answer.done() or answer.cancelled() or answer.exception() is not None:
        return None
    found = answer.result()
    return found if replace(found, run=None) == experiment else None


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
