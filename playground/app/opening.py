"""What comes in: a source or a text is read and proposed, and here is decided what becomes of it.

=====================  ==========================================  ==================================
what it is             opened (menu, recent files, dropped file)   pasted, or a dropped text
=====================  ==========================================  ==================================
an experiment's file   takes the document's place                  takes the document's place
a link                 takes the document's place                  an undoable step to other work
a table of points      the user looks at it first (``proposed``), then it is an undoable edit of the data
a lesson               begins (``lesson_read``); the work stands aside until it ends
=====================  ==========================================  ==================================

Work that no file holds is kept when other work takes its place, and can be brought back. What the command
line names is taken as proposed, a table too.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from playground.app import sentences
from playground.app.background import Background, Steps
from playground.app.branch_file import Kept, read
from playground.app.collector import collector_held
from playground.app.compared_runs import without_states
from playground.app.display import Display
from playground.app.document import Document
from playground.app.files import LARGE_FILE, is_large, is_there, own_file
from playground.app.journal import SUFFIX, Own
from playground.app.journal import read as read_journal
from playground.app.limits import check_window
from playground.app.notices import WORK_IS_DONE, Notice, NoticeKind
from playground.app.saving import Saving, state_for
from playground.app.sentences import translate
from playground.app.settings import Settings
from playground.app.trainer import Trainer
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Comparison, Experiment, RunState
from playground.engine.training import TrainingRun
from playground.interop.loading import Stamp, propose_source, stamp_of
from playground.interop.points_table import NO_COLUMN, NO_LABEL
from playground.interop.proposal import (
    ExperimentProposal,
    LessonProposal,
    LinkProposal,
    Proposal,
    TableProposal,
    propose,
    propose_link,
)
from playground.interop.room import TableTooLargeError
from playground.interop.tfplayground import looks_like_link

LARGEST_PASTE = 20_000_000
"""Characters."""
LARGE_TABLE = 20_000
"""A table of more rows is not read anew while the window waits."""
SAID_AFTER_SECONDS = 0.1
NOTES_SHOWN = 2

# The window shows proposals, and knows their types from here.
__all__ = [
    "LARGE_TABLE",
    "NO_COLUMN",
    "NO_LABEL",
    "LinkProposal",
    "Opening",
    "Proposal",
    "TableProposal",
    "looks_like_link",
    "overruling",
    "propose_link",
]


@dataclass(frozen=True)
class _Before:
    """Work with changes that no file held when other work took its place."""

    path: Path | None
    stamp: Stamp | None
    experiment: Experiment
    answer: Future[Kept]


_NO_FILE = Own()


@dataclass(frozen=True)
class _Read:
    """What a file, a link or a text ("": no ``source``) was read as.

    ``own`` is the user's own file that it is or that it was kept of, ``kept`` are the branches that it holds.
    """

    proposal: Proposal
    source: str = ""
    own: Own = _NO_FILE
    kept: Kept | None = None


class Opening(QObject):
    """Puts what comes in where it belongs. ``reset`` begins the run anew after a step to other work."""

    notice = Signal(object)
    proposed = Signal(object)
    """A TableProposal to be looked at; ``accept`` takes it, or what the user made of it."""

    lesson_read = Signal(object)
    """A Lesson to be begun."""
    about_to_replace = Signal()
    """Other work is about to take the document's place: what stands there only for a while goes first."""

    recovered = Signal()
    """The work of a recovery file is there."""
    not_recovered = Signal()
    """It could not be read; its file stays."""

    def __init__(
        self,
        document: Document,
        display: Display,
        settings: Settings,
        trainer: Trainer,
        saving: Saving,
        reset: Callable[[], None],
    ) -> None:
        super().__init__(saving.parent())
        self._document = document
        self._display = display
        self._settings = settings
        self._trainer = trainer
        self._saving = saving
        self._reset = reset
        self._background = Background(self)
        self._background.progressed.connect(self._say_opening)
        self._background.finished.connect(self._on_read)
        self._background.failed.connect(self._on_failed)
        self._name = ""
        self._is_said, self._begun = False, 0.0
        self._take: Callable[[_Read], bool] = self._decide
        self._fail: Callable[[Exception], None] = self._not_pasted
        self._run: tuple[RunState | None, Kept | None] = (None, None)
        self._beside: Comparison | None = None
        self._before: _Before | None = None

    @property
    def busy(self) -> str:
        """What is being read for longer than a moment, or ""."""
        if not self._background.is_running:
            return ""
        return translate("Session", "Opening {name} …").format(name=self._name)

    @property
    def can_bring_back(self) -> bool:
        """Whether work that no file holds was replaced."""
        return self._before is not None

    # --------------------------------------------------------------------------------- sources, texts

    def open(self, source: str) -> bool:
        """Read a file or link, a large file beside the window, and do with it what it is for."""
        return self._open(source, self._decide, partial(self._not_opened, source))

    def open_as_proposed(self, source: str) -> bool:
        """The same, but a table too takes the document's place at once."""
        return self._open(source, self._put_in_place, partial(self._not_opened, source))

    def recover(self, path: Path) -> bool:
        """Open what was kept: its work comes back, no file holds it."""
        return self._open(str(path), self._bring_over, partial(self._not_recovered, str(path)))

    def paste(self, text: str) -> bool:
        """Take a link, a table or an experiment; say so where the text is none of them."""
        if len(text) > LARGEST_PASTE:
            self._say("warning", sentences.too_much_to_paste())
            return False
        name = translate("Session", "Pasted table")
        fail = self._bad_link if looks_like_link(text) else self._not_pasted
        is_long = len(text) > LARGE_FILE
        return self._begin(name, partial(_read_text, text, name), self._take_pasted, fail, beside=is_long)

    def cancel(self) -> None:
        """Read no more; all is as it was."""
        if self._background.is_running:
            self._stop_reading()
            text = translate("Session", "{name} was not opened; everything is as it was.")
            self._say("info", text.format(name=self._name))

    def accept(self, proposal: Proposal) -> bool:
        """Take what was proposed: a table or link as an undoable step. False and a sentence if it fails."""
        if not isinstance(proposal, LinkProposal | TableProposal):
            self._stop_reading()
            return self._put_in_place(_Read(proposal))
        try:
            opened = proposal.opened(self._document.experiment)
        except ExperimentError as error:
            self._say("warning", sentences.rejection(error), str(error))
            return False
        notes = opened.notes
        if isinstance(proposal, LinkProposal):
            self._document.take_over(opened.experiment, translate("Session", "Open link"))
            self._reset()
            self._display.take_up(opened)
        else:
            self._document.edit(opened.experiment, translate("Session", "Import points"))
            notes = tuple(note for note in notes if note != proposal.guess)  # it was seen and agreed to
        if notes:  # in one notice, since one at a time is seen
            self._say("info", "\n".join(sentences.told(note) for note in notes))
        return True

    # ------------------------------------------------------------------------- the document's place

    def new(self) -> None:
        """Put the default experiment in the place of this one, with every control shown."""
        self._stop_reading()
        self._offer(self._replace(Experiment()))
        self._display.set(hidden_controls=frozenset())

    def bring_back(self) -> bool:
        """Show the replaced work again, trained as it was; what it replaces is kept in its turn."""
        before, self._before = self._before, None
        if before is None:
            return False
        trained_too = state_for(before.experiment, before.answer)
        self._offer(self._replace(trained_too or before.experiment, before.path))
        if before.path is not None:
            self._saving.note(before.path, before.stamp)
        self._document.mark_unsaved()
        return True

    def take_run(self, experiment: Experiment) -> tuple[Experiment, Kept | None]:
        """The Experiment with the trained states it was opened with, and its branches, once."""
        (run, kept), self._run = self._run, (None, None)
        beside, self._beside = self._beside, None
        return replace(experiment, run=run, comparison=beside or experiment.comparison), kept

    def close(self) -> None:
        """Read no more."""
        self._background.shutdown()

    # --------------------------------------------------------------------------------------- private

    def _open(self, source: str, take: Callable[[_Read], bool], fail: Callable[[Exception], None]) -> bool:
        return self._begin(
            Path(source).name, partial(_read_source, source), take, fail, beside=is_large(source)
        )

    def _begin(
        self,
        name: str,
        read: Callable[[], _Read],
        take: Callable[[_Read], bool],
        fail: Callable[[Exception], None],
        *,
        beside: bool,
    ) -> bool:
        self._stop_reading()
        self._name, self._take, self._fail = name, take, fail
        if beside:
            self._is_said, self._begun = False, time.monotonic()
            self._background.start(partial(_beside, read))
            return True
        try:
            found = read()
        except (ValueError, OSError) as error:
            self._fail(error)
            return False
        return self._on_read(found)

    def _say_opening(self) -> None:
        if not self._is_said and time.monotonic() - self._begun > SAID_AFTER_SECONDS:
            self._is_said = True
            text = translate("Session", "{name} is being opened.").format(name=self._name)
            label = translate("Session", "Cancel")
            self.notice.emit(Notice("info", text, "", "cancel_opening", label, is_of_work=True))

    def _stop_reading(self) -> None:
        self._background.cancel()
        self._say_no_more()

    def _say_no_more(self) -> None:
        if self._is_said:
            self._is_said = False
            self.notice.emit(WORK_IS_DONE)

    def _on_read(self, found: _Read) -> bool:
        self._say_no_more()
        try:
            return self._take(found)
        except ExperimentError as error:  # a table that gives no points
            self._fail(error)
            return False

    def _on_failed(self, error: Exception) -> None:
        self._say_no_more()
        self._fail(error)

    def _not_opened(self, source: str, error: Exception) -> None:
        self._say("error", sentences.not_opened(source, error), str(error))
        if not is_there(source):
            self._settings.forget_recent(source)

    def _not_recovered(self, source: str, error: Exception) -> None:
        self._not_opened(source, error)
        self.not_recovered.emit()

    def _bad_link(self, error: Exception) -> None:
        self._say("error", sentences.link_not_opened(error), str(error))

    def _not_pasted(self, error: Exception) -> None:
        if isinstance(error, TableTooLargeError):
            self._say("warning", sentences.rejection(error))
        else:
            self._say("warning", sentences.nothing_to_paste())

    def _take_pasted(self, found: _Read) -> bool:
        match found.proposal:
            case TableProposal(columns=None):
                self._say("warning", sentences.nothing_to_paste())
                return False
            case LinkProposal():
                return self.accept(found.proposal)
        return self._decide(found)

    def _decide(self, found: _Read) -> bool:
        if not isinstance(found.proposal, TableProposal):
            return self._put_in_place(found)
        self.proposed.emit(found.proposal)
        return True

    def _put_in_place(self, found: _Read) -> bool:
        source, proposal = found.source, found.proposal
        if isinstance(proposal, LessonProposal):
            self.lesson_read.emit(proposal.lesson)
            return True
        opened = proposal.opened()
        own = found.own
        is_kept = self._replace(opened.experiment, own.path, found.kept)
        if own.path is not None:
            self._saving.note(own.path, own.stamp)
        self._display.take_up(opened)
        if source:
            self._settings.add_recent(source if "://" in source else str(Path(source).absolute()))
        said = [sentences.told(note) for note in opened.notes]
        self._offer(is_kept, " ".join(said[:NOTES_SHOWN]), "\n".join(said))
        return True

    def _bring_over(self, found: _Read) -> bool:
        opened, own = found.proposal.opened(), found.own
        path = own.path if Path(found.source).suffix == SUFFIX else None
        self._offer(self._replace(opened.experiment, path, found.kept))
        if path is not None:
            self._saving.note(path, own.stamp)
        self._display.take_up(opened)
        self._document.mark_unsaved()
        self.recovered.emit()
        return True

    def _replace(self, experiment: Experiment, path: Path | None = None, kept: Kept | None = None) -> bool:
        """Put another Experiment, with its trained state where it has one, in the place of this one.

        Whether this one had changes or training that no file holds: then it is kept.
        """
        self.about_to_replace.emit()
        self._saving.finish()
        document = self._document
        if is_kept := document.is_modified or self._trainer.has_unsaved:
            answer = self._trainer.keep(document.history)
            stamp = self._saving.stamp(document.path)
            self._before = _Before(document.path, stamp, document.experiment, answer)
        self.show(experiment, path, kept)
        return is_kept

    def show(self, experiment: Experiment, path: Path | None = None, kept: Kept | None = None) -> None:
        """Put an Experiment with its trained states into the document, whatever stands there.

        ``kept`` are its branches where they were read already.
        """
        found = kept or read(experiment)
        self._run, self._beside = (experiment.run, found), experiment.comparison
        history = None if found is None else found.history
        alone = replace(experiment, run=None, branches=None, comparison=without_states(self._beside))
        self._document.open(alone, path, history)

    def _offer(self, is_kept: bool, said: str = "", details: str = "") -> None:
        """Say what is to be said, and that the work before can be brought back."""
        if is_kept:
            kept = translate("Session", "Your earlier work was not saved, so it is kept here.")
            label = translate("Session", "Bring it back")
            text = f"{said} {kept}".strip()
            self.notice.emit(Notice("info", text, details, "bring_back", label, passes=True))
        elif said:
            self._say("info", said, details)

    def _say(self, kind: NoticeKind, text: str, details: str = "") -> None:
        self.notice.emit(Notice(kind, text, details))


def overruling(proposal: TableProposal, said: dict[str, object]) -> Steps:
    """``TableProposal.overruled`` as a computation for ``Background``: of many thousand rows."""
    return _beside(lambda: proposal.overruled(**said))


def _beside(read: Callable[[], object]) -> Steps:
    """Read as a computation for ``Background``."""
    yield 0.0
    with collector_held():
        return read()


def _read_source(source: str) -> _Read:
    path = Path(source)
    if path.suffix == SUFFIX:
        kept, own = read_journal(path)
        work = ExperimentProposal(path.name, kept.experiment)
        _fitting(work)
        return _Read(work, source, own, kept)
    own = Own(own_file(source), stamp_of(source))
    proposal = propose_source(source)
    return _Read(proposal, source, own, _fitting(proposal))


def _read_text(text: str, name: str) -> _Read:
    proposal = propose(text, name)
    return _Read(proposal, kept=_fitting(proposal))


def _fitting(proposal: Proposal) -> Kept | None:
    """See that an experiment's parameters fit its network; gives its branches. Raises ExperimentError."""
    if isinstance(proposal, TableProposal):
        return None
    experiment = proposal.opened().experiment
    check_window(experiment)
    if experiment.run is not None or experiment.network.initial_parameters is not None:
        TrainingRun(experiment)
    beside = experiment.comparison
    for place, variant in enumerate(beside.variants if beside is not None else ()):
        if beside is not None and variant.run is not None:
            TrainingRun(replace(beside.experiment(place), run=variant.run))
    return read(experiment)
