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
from playground.app.compared_runs import without_states
from playground.app.display import Display
from playground.app.document import Document
from playground.app.files import is_large, is_there, own_file
from playground.app.journal import SUFFIX, Own
from playground.app.journal import read as read_journal
from playground.app.limits import check_window
from playground.app.notices import Notice, NoticeKind
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
from playground.interop.table import TableTooLargeError
from playground.interop.tfplayground import looks_like_link

LARGEST_PASTE = 20_000_000
"""Characters."""
NOTES_SHOWN = 2

# The window shows proposals, and knows their types from here.
__all__ = [
    "NO_COLUMN",
    "NO_LABEL",
    "LinkProposal",
    "Opening",
    "Proposal",
    "TableProposal",
    "looks_like_link",
    "propose_link",
]


@dataclass(frozen=True)
class _Before:
    """Work with changes that no file held when other work took its place."""

    path: Path | None
    stamp: Stamp | None
    experiment: Experiment
    answer: Future[Kept]


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
        self._background.finished.connect(self._on_read_beside)
        self._background.failed.connect(self._on_failed)
        self._source = ""
        self._own = Own()
        self._take: Callable[[Proposal], None] = self._decide
        self._run: tuple[RunState | None, str | None] = (None, None)
        self._beside: Comparison | None = None
        self._before: _Before | None = None

    @property
    def busy(self) -> str:
        """What is being read for longer than a moment, or ""."""
        if not self._background.is_running:
            return ""
        return translate("Session", "Opening {name} …").format(name=Path(self._source).name)

    @property
    def can_bring_back(self) -> bool:
        """Whether work that no file holds was replaced."""
        return self._before is not None

    # --------------------------------------------------------------------------------- sources, texts

    def open(self, source: str) -> bool:
        """Read a file or link, a large file beside the window, and do with it what it is for."""
        return self._read(source, self._decide)

    def open_as_proposed(self, source: str) -> bool:
        """The same, but a table too takes the document's place at once."""
        return self._read(source, self._put_in_place)

    def recover(self, path: Path) -> bool:
        """Open what was kept: its work comes back, no file holds it."""
        return self._read(str(path), self._bring_over)

    def paste(self, text: str) -> bool:
        """Take a link, a table or an experiment; say so where the text is none of them."""
        if len(text) > LARGEST_PASTE:
            self._say("warning", sentences.too_much_to_paste())
            return False
        try:
            proposal = _fitting(propose(text, translate("Session", "Pasted table")))
        except TableTooLargeError as error:
            self._say("warning", sentences.rejection(error))
            return False
        except ExperimentError as error:
            if looks_like_link(text):
                self._say("error", sentences.link_not_opened(error), str(error))
            else:
                self._say("warning", sentences.nothing_to_paste())
            return False
        match proposal:
            case TableProposal(columns=None):
                self._say("warning", sentences.nothing_to_paste())
                return False
            case TableProposal():
                self.proposed.emit(proposal)
                return True
        return self.accept(proposal)

    def accept(self, proposal: Proposal) -> bool:
        """Take what was proposed: a table or link as an undoable step. False and a sentence if it fails."""
        if not isinstance(proposal, LinkProposal | TableProposal):
            self._background.cancel()
            self._source, self._own = "", Own()
            self._put_in_place(proposal)
            return True
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
        self._background.cancel()
        self._offer(self._replace(Experiment(), None))
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

    def take_run(self, experiment: Experiment) -> Experiment:
        """The Experiment with the trained states and branches it was opened with, once."""
        (run, branches), self._run = self._run, (None, None)
        beside, self._beside = self._beside, None
        return replace(experiment, run=run, branches=branches, comparison=beside or experiment.comparison)

    def close(self) -> None:
        """Read no more."""
        self._background.shutdown()

    # --------------------------------------------------------------------------------------- private

    def _read(self, source: str, take: Callable[[Proposal], None]) -> bool:
        self._background.cancel()
        self._source, self._take = source, take
        if is_large(source):
            self._background.start(partial(_reading, source))
            return True
        try:
            proposal, own = _read_now(source)
        except (ValueError, OSError) as error:
            self._on_failed(error)
            return False
        return self._on_read(proposal, own)

    def _on_read_beside(self, read_and_own: tuple[Proposal, Own]) -> None:
        self._on_read(*read_and_own)

    def _on_read(self, proposal: Proposal, own: Own) -> bool:
        self._own = own
        try:
            self._take(proposal)
        except ExperimentError as error:  # a table that gives no points
            self._on_failed(error)
            return False
        return True

    def _on_failed(self, error: Exception) -> None:
        self._say("error", sentences.not_opened(self._source, error), str(error))
        if self._take == self._bring_over:
            self.not_recovered.emit()
        if not is_there(self._source):
            self._settings.forget_recent(self._source)

    def _decide(self, proposal: Proposal) -> None:
        if isinstance(proposal, TableProposal):
            self.proposed.emit(proposal)
        else:
            self._put_in_place(proposal)

    def _put_in_place(self, proposal: Proposal) -> None:
        if isinstance(proposal, LessonProposal):
            self.lesson_read.emit(proposal.lesson)
            return
        opened = proposal.opened()
        is_kept = self._replace(opened.experiment, self._own.path)
        if self._own.path is not None:
            self._saving.note(self._own.path, self._own.stamp)
        self._display.take_up(opened)
        if self._source:
            is_link = "://" in self._source
            self._settings.add_recent(self._source if is_link else str(Path(self._source).absolute()))
        said = [sentences.told(note) for note in opened.notes]
        self._offer(is_kept, " ".join(said[:NOTES_SHOWN]), "\n".join(said))

    def _bring_over(self, proposal: Proposal) -> None:
        opened = proposal.opened()
        path = self._own.path if Path(self._source).suffix == SUFFIX else None
        self._offer(self._replace(opened.experiment, path))
        if path is not None:
            self._saving.note(path, self._own.stamp)
        self._display.take_up(opened)
        self._document.mark_unsaved()
        self.recovered.emit()

    def _replace(self, experiment: Experiment, path: Path | None) -> bool:
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
        self.show(experiment, path)
        return is_kept

    def show(self, experiment: Experiment, path: Path | None = None) -> None:
        """Put an Experiment with its trained states into the document, whatever stands there."""
        self._run, self._beside = (experiment.run, experiment.branches), experiment.comparison
        found = read(experiment)
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


def _reading(source: str) -> Steps:
    """Read and propose as a computation for ``Background``."""
    yield 0.0
    return _read_now(source)


def _read_now(source: str) -> tuple[Proposal, Own]:
    """What the source is, and the user's own file that it is or that it was kept of."""
    path = Path(source)
    if path.suffix == SUFFIX:
        kept, own = read_journal(path)
        return _fitting(ExperimentProposal(path.name, kept.whole())), own
    own = Own(own_file(source), stamp_of(source))
    return _fitting(propose_source(source)), own


def _fitting(proposal: Proposal) -> Proposal:
    """The same; an experiment's parameters are seen to fit its network. Raises ExperimentError."""
    if not isinstance(proposal, TableProposal):
        experiment = proposal.opened().experiment
        check_window(experiment)
        if experiment.run is not None or experiment.network.initial_parameters is not None:
            TrainingRun(experiment)
        read(experiment)
        beside = experiment.comparison
        for place, variant in enumerate(beside.variants if beside is not None else ()):
            if beside is not None and variant.run is not None:
                TrainingRun(replace(beside.experiment(place), run=variant.run))
    return proposal
