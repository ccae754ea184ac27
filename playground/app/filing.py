"""Open, save, autosave and recover: whole files or nothing, and the work before untouched."""

from __future__ import annotations

import math
import time
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from playground.app import commands as do
from playground.app import sentences
from playground.app.background import Background
from playground.app.display import Display
from playground.app.document import Document
from playground.app.files import Recovery, is_large, own_file, read, reading
from playground.app.notices import Notice, NoticeKind
from playground.app.settings import Settings
from playground.app.trainer import Trainer
from playground.engine.experiment import Experiment, RunState
from playground.engine.snapshot import Snapshot
from playground.engine.training import TrainingRun
from playground.interop.loading import save
from playground.interop.notes import Opened

REPLY_SECONDS = 2.0
AUTOSAVE_SECONDS = 30.0
NOTES_SHOWN = 2

translate = sentences.translate


class Filing(QObject):
    """The files of one session."""

    notice = Signal(object)

    def __init__(
        self,
        document: Document,
        display: Display,
        settings: Settings,
        trainer: Trainer,
        folder: Path,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.busy = ""
        self._document = document
        self._display = display
        self._settings = settings
        self._trainer = trainer
        self._recovery = Recovery(folder)
        self._has_told = self._recovery.left_over is None
        self._background = Background(self)
        self._background.finished.connect(self._on_read)
        self._background.failed.connect(self._on_read_failed)
        self._source = ""
        self._run: RunState | None = None
        self._autosaved_at = time.monotonic()
        self._autosaved: tuple[object, ...] | None = None
        self._autosaving: Future[RunState] | None = None

    def open(self, source: str) -> bool:
        """Open a file or link, a large file beside the window."""
        self._background.cancel()
        self.busy = ""
        self._source = source
        if is_large(source):
            self.busy = translate("Session", "Opening {name} …").format(name=Path(source).name)
            self._background.start(partial(reading, source))
            return True
        try:
            opened = read(source)
        except (ValueError, OSError) as error:
            self._on_read_failed(error)
            return False
        self._on_read(opened)
        return True

    def replace(self, experiment: Experiment, path: Path | None) -> None:
        """Put another Experiment, with its trained state where it has one, in the place of this one."""
        self._run = experiment.run
        self._document.open(replace(experiment, run=None), path)

    def new(self) -> None:
        """Put the default experiment in the place of this one, with every control shown."""
        self.replace(Experiment(), None)
        self._display.set(hidden_controls=frozenset())

    def take_run(self, experiment: Experiment) -> Experiment:
        """The Experiment with the trained state it was opened with, once."""
        run, self._run = self._run, None
        return replace(experiment, run=run)

    def save(self, path: Path | None) -> bool:
        """Write the experiment with its weights."""
        target = path or self._document.path
        if target is None:
            return False
        state = self._trained_state()
        try:
            save(replace(self._document.experiment, run=state), target)
        except (OSError, ValueError) as error:
            self._say("error", sentences.not_saved(target, error), str(error))
            return False
        self._document.mark_saved(target.absolute())
        self._settings.add_recent(str(target.absolute()))
        if state is None:
            self._say("warning", translate("Session", "Saved without weights: the run gave no answer."))
        return True

    def recover(self) -> bool:
        """Open what a program that did not end well left behind."""
        path = self._recovery.left_over
        if path is None:
            return False
        self._source = str(path)
        try:
            opened = read(str(path))
        except (ValueError, OSError) as error:
            self._on_read_failed(error)
            return False
        self.replace(opened.experiment, None)
        return True

    def autosave(self, snapshot: Snapshot) -> None:
        """Keep the recovery file fresh; called often, works twice a minute and only after changes."""
        if not self._has_told:
            self._has_told = True
            self.notice.emit(
                Notice(
                    "info",
                    translate(
                        "Session", "The program did not end well the last time, but your work was kept."
                    ),
                    action="recover",
                    action_label=translate("Session", "Bring it back"),
                )
            )
        if self._autosaving is not None and self._autosaving.done():
            self._finish_autosave(self._autosaving)
            self._autosaving = None
        mark = (self._document.experiment, snapshot.run_id, snapshot.step)
        if self._autosaved is None:
            self._autosaved = mark
        if time.monotonic() - self._autosaved_at < AUTOSAVE_SECONDS or self._autosaving is not None:
            return
        self._autosaved_at = time.monotonic()
        if mark != self._autosaved:
            self._autosaved = mark
            self._autosaving = self._ask_for_state()

    def close(self, *, is_clean: bool, snapshot: Snapshot | None) -> None:
        """Give everything back; the recovery file stays when the end was not clean."""
        self._background.shutdown()
        if not is_clean and snapshot is not None:
            self._recovery.write(self._document.experiment)
        self._recovery.close(keep=not is_clean)

    def _tell_of_recovery(self) -> None:
        if self._has_told:
            return
        self._has_told = True
        text = translate("Session", "The program did not end well the last time, but your work was kept.")
        offer = translate("Session", "Bring it back")
        self.notice.emit(Notice("info", text, action="recover", action_label=offer))

    def _finish_autosave(self, future: Future[RunState]) -> None:
        state = None if future.cancelled() or future.exception() else future.result()
        self._recovery.write_beside(replace(self._document.experiment, run=_finite(state)))

    def _ask_for_state(self) -> Future[RunState]:
        future: Future[RunState] = Future()
        self._trainer.post(do.Call(TrainingRun.state, future))
        return future

    def _trained_state(self) -> RunState | None:
        """The state of the run behind all commands so far, or None where it cannot be had in time."""
        future = self._ask_for_state()
        try:
            return _finite(future.result(REPLY_SECONDS))
        except Exception:  # late, or the run is broken: the experiment itself is still worth saving
            future.cancel()
            return None

    def _on_read(self, opened: Opened) -> None:
        self.busy = ""
        path = own_file(self._source)
        self.replace(opened.experiment, path)
        self._display.set(hidden_controls=opened.hidden_controls)
        for name in ("show_test", "discretize"):
            if (choice := getattr(opened, name)) is not None:
                self._display.set(**{name: choice})
        self._settings.add_recent(
            str(Path(self._source).absolute()) if "://" not in self._source else self._source
        )
        if opened.notes:
            said = [sentences.told(note) for note in opened.notes]
            self._say("info", " ".join(said[:NOTES_SHOWN]), "\n".join(said))

    def _on_read_failed(self, error: Exception) -> None:
        self.busy = ""
        self._say("error", sentences.not_opened(self._source, error), str(error))
        if isinstance(error, FileNotFoundError):
            self._settings.forget_recent(self._source)

    def _say(self, kind: NoticeKind, text: str, details: str = "") -> None:
        self.notice.emit(Notice(kind, text, details))


def _finite(state: RunState | None) -> RunState | None:
    """The state unless it holds what no file can say."""
    if state is None or not all(map(math.isfinite, state.parameters)):
        return None
    return state
