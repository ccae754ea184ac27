"""The Experiment that is open, its file, and undo for every edit of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QUndoStack

from playground.engine.experiment import Experiment

UNDO_LIMIT = 200

Direction = Literal["do", "merge", "undo", "redo", "open", "take_up"]


@dataclass(frozen=True)
class Act:
    """What a step does to the run, whether or not it changes the Experiment.

    ``reset`` begins anew, ``branch_off`` trains on from an earlier epoch, ``go_to`` goes to another
    ``branch`` (at an ``epoch``, or where it was left), ``open`` takes the ``run`` of this number beside.
    """

    kind: Literal["reset", "branch_off", "go_to", "open"]
    branch: int | None = None
    epoch: int | None = None
    run: int | None = None


@dataclass(frozen=True)
class Cause:
    """Why something changed: which undo step (``token``, ``label``) and which way."""

    token: int
    direction: Direction
    label: str = ""
    act: Act | None = None


@dataclass
class RunEdit:
    """An undoable change of the run itself, as a typed weight: ``apply`` is told which way."""

    label: str
    apply: Callable[[Cause], None]
    merge_key: str | None = None


@dataclass
class _Edit:
    """The Experiment before and after; with an ``act`` both may be the same."""

    before: Experiment
    after: Experiment
    merge_key: str | None
    act: Act | None = None


@dataclass
class _Step:
    """One undo step. One that ``leaves`` is of other work than the step before, with a file of its own."""

    token: int
    change: _Edit | RunEdit
    label: str
    leaves: bool = False
    path: Path | None = None


@dataclass(frozen=True)
class Aside:
    """A document as it stood, while it shows other work (``put_aside``, ``take_up``)."""

    experiment: Experiment
    first_path: Path | None
    steps: tuple[_Step, ...]
    index: int
    clean_index: int


@dataclass(frozen=True)
class UndoStep:
    """An undo step that a file can hold."""

    token: int
    label: str
    before: Experiment
    after: Experiment
    act: Act | None = None


@dataclass(frozen=True)
class UndoHistory:
    """The steps round the present one; ``index`` of them are done."""

    steps: tuple[UndoStep, ...] = ()
    index: int = 0


class Document(QObject):
    """Holds one Experiment at a time; ``edit`` replaces it, ``undo_stack`` brings back earlier ones.

    The stack's commands are empty: they carry the label and the place. The steps themselves stand in a
    list beside it, and where the stack goes, the document follows.
    """

    changed = Signal(object, object)
    """(old, new) Experiment, after every edit, undo, redo and opening."""
    modified_changed = Signal(bool)
    path_changed = Signal(object)

    def __init__(self, experiment: Experiment | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)
        self.undo_stack.indexChanged.connect(self._follow)
        self.cause = Cause(0, "open")
        self._experiment = experiment or Experiment()
        self._path: Path | None = None
        self._first_path: Path | None = None
        self._tokens = count(1)
        self._steps: list[_Step] = []
        self._index = 0
        self._is_merge_open = False

    @property
    def kept_steps(self) -> int:
        """Number of undo steps that are kept."""
        return len(self._steps)

    @property
    def history(self) -> UndoHistory:
        """The steps that a file can hold: those round the present one, up to a typed weight or other work."""
        begin = end = self._index
        while begin > 0 and _is_kept(self._steps[begin - 1]):
            begin -= 1
        while end < len(self._steps) and _is_kept(self._steps[end]):
            end += 1
        kept = []
        for step in self._steps[begin:end]:
            change = step.change
            assert isinstance(change, _Edit)
            kept.append(UndoStep(step.token, step.label, change.before, change.after, change.act))
        return UndoHistory(tuple(kept), self._index - begin)

    @property
    def experiment(self) -> Experiment:
        """What the user has chosen now."""
        return self._experiment

    @property
    def path(self) -> Path | None:
        """The file that Save writes to; None before the first save."""
        return self._path

    @property
    def is_modified(self) -> bool:
        """Whether there are edits that no file holds."""
        return not self.undo_stack.isClean()

    def take_over(self, new: Experiment, label: str) -> None:
        """Replace the Experiment by other work as one undo step: Save does not write it into this file."""
        self.close_merge()
        if new == self._experiment:
            return
        token = self._push(_Edit(self._experiment, new, None), label, leaves=True)
        self._replace(new, Cause(token, "do", label))

    def act(self, act: Act, label: str, new: Experiment | None = None, merge_key: str | None = None) -> None:
        """Do something to the run as one undo step, with another Experiment if one is given."""
        after = self._experiment if new is None else new
        step = self._mergeable(merge_key)
        if step is not None and isinstance(step.change, _Edit):
            step.change.after = after
            self._replace(after, Cause(step.token, "merge", label, act))
            return
        token = self._push(_Edit(self._experiment, after, merge_key, act), label)
        self._replace(after, Cause(token, "do", label, act))

    def edit(self, new: Experiment, label: str, merge_key: str | None = None) -> None:
        """Replace the Experiment as one undo step.

        Consecutive edits with the same ``merge_key`` are one step, until ``close_merge``, an undo or
        a save. An edit that changes nothing is none.
        """
        if new == self._experiment:
            return
        step = self._mergeable(merge_key)
        if step is not None and isinstance(step.change, _Edit):
            if new == step.change.before:  # back where the step began: there is nothing to undo
                self._drop_top()
                self._replace(new, Cause(step.token, "undo", label))
                return
            step.change.after = new
            self._replace(new, Cause(step.token, "merge", label))
            return
        token = self._push(_Edit(self._experiment, new, merge_key), label)
        self._replace(new, Cause(token, "do", label))

    def push(self, command: RunEdit) -> None:
        """Apply an undoable change of the run itself and put it on the stack.

        A command with the ``merge_key`` of the step before is applied and becomes that step's new end.
        """
        step = self._mergeable(command.merge_key)
        if step is not None and isinstance(step.change, RunEdit):
            step.change = command
            command.apply(Cause(step.token, "merge", command.label))
            return
        token = self._push(command, command.label)
        command.apply(Cause(token, "do", command.label))

    def close_merge(self) -> None:
        """End the present undo step: the next edit is a step of its own whatever its merge key."""
        self._is_merge_open = False

    def open(self, experiment: Experiment, path: Path | None, history: UndoHistory | None = None) -> None:
        """Replace everything: another Experiment, its file, and the undo steps that came with it."""
        self.close_merge()
        self._steps.clear()
        self._index = 0
        self.undo_stack.clear()
        if history is not None and history.steps:
            self._take_history(history)
        self._set_path(path)
        self._replace(experiment, Cause(0, "open"))

    def put_aside(self) -> Aside:
        """All of this document, for ``take_up``; what it shows next has to be opened."""
        self.close_merge()
        stack = self.undo_stack
        return Aside(self._experiment, self._first_path, tuple(self._steps), self._index, stack.cleanIndex())

    def take_up(self, aside: Aside) -> None:
        """Show again what was put aside, with every undo step, its file, and what of it is saved."""
        self.close_merge()
        stack = self.undo_stack
        stack.indexChanged.disconnect(self._follow)
        self._steps, self._index = list(aside.steps), aside.index
        stack.clear()
        for place, step in enumerate(aside.steps):
            if place == aside.clean_index:
                stack.setClean()
            _push_empty(stack, step.label)
        if aside.clean_index == len(aside.steps):
            stack.setClean()
        elif aside.clean_index < 0:
            stack.resetClean()
        stack.setIndex(aside.index)
        stack.indexChanged.connect(self._follow)
        self._first_path = aside.first_path
        self._replace(aside.experiment, Cause(0, "take_up"))
        self._show_path()

    def mark_saved(self, path: Path, saved: Experiment | None = None) -> None:
        """The file holds the Experiment as it stands, or as it stood when saving began (``saved``)."""
        self.close_merge()
        self._set_path(path)
        if saved is None or saved == self._experiment:
            self.undo_stack.setClean()

    def mark_unsaved(self) -> None:
        """No file holds the Experiment as it stands, whatever is undone."""
        self.undo_stack.resetClean()

    def _take_history(self, history: UndoHistory) -> None:
        self._steps = [
            _Step(step.token, _Edit(step.before, step.after, None, step.act), step.label)
            for step in history.steps
        ]
        self._index = history.index
        self._tokens = count(max(step.token for step in history.steps) + 1)
        with QSignalBlocker(self.undo_stack):  # the stack goes where the document already is
            for step in history.steps:
                _push_empty(self.undo_stack, step.label)
            self.undo_stack.setIndex(history.index)
            self.undo_stack.setClean()
        self.undo_stack.indexChanged.emit(history.index)
        self.undo_stack.canUndoChanged.emit(self.undo_stack.canUndo())
        self.undo_stack.canRedoChanged.emit(self.undo_stack.canRedo())

    def _push(self, change: _Edit | RunEdit, label: str, *, leaves: bool = False) -> int:
        step = _Step(next(self._tokens), change, label, leaves)
        self._steps[self._index :] = [step]
        if len(self._steps) > UNDO_LIMIT:
            gone = self._steps.pop(0)
            if gone.leaves:
                self._first_path = gone.path
        self._index = len(self._steps)
        _push_empty(self.undo_stack, label)
        self._show_path()
        self._is_merge_open = change.merge_key is not None
        return step.token

    def _mergeable(self, merge_key: str | None) -> _Step | None:
        """The top step if an edit with this key belongs to it."""
        is_top = 0 < self._index == len(self._steps)
        if not (merge_key and self._is_merge_open and is_top) or self.undo_stack.isClean():
            return None
        step = self._steps[-1]
        return step if step.change.merge_key == merge_key else None

    def _drop_top(self) -> None:
        self.close_merge()
        self._steps.pop()
        self._index = len(self._steps)
        command = self.undo_stack.command(self.undo_stack.index() - 1)
        command.setObsolete(True)
        self.undo_stack.undo()  # an obsolete command goes for good

    def _follow(self, index: int) -> None:
        """Undo or redo up to where the stack stands now."""
        while self._index > index:
            self._index -= 1
            self._apply(self._steps[self._index], "undo")
        while self._index < index:
            self._index += 1
            self._apply(self._steps[self._index - 1], "redo")
        self._show_path()

    def _apply(self, step: _Step, direction: Direction) -> None:
        self.close_merge()
        change = step.change
        if isinstance(change, RunEdit):
            change.apply(Cause(step.token, direction, step.label))
        else:
            cause = Cause(step.token, direction, step.label, change.act)
            self._replace(change.before if direction == "undo" else change.after, cause)

    def _replace(self, new: Experiment, cause: Cause) -> None:
        old, self._experiment = self._experiment, new
        self.cause = cause
        self.changed.emit(old, new)

    def _set_path(self, path: Path | None) -> None:
        """Give the work that is shown now this file."""
        step = self._leaving_step()
        if step is None:
            self._first_path = path
        else:
            step.path = path
        self._show_path()

    def _leaving_step(self) -> _Step | None:
        return next((step for step in reversed(self._steps[: self._index]) if step.leaves), None)

    def _show_path(self) -> None:
        step = self._leaving_step()
        path = self._first_path if step is None else step.path
        if path != self._path:
            self._path = path
            self.path_changed.emit(path)

    def _on_clean_changed(self, is_clean: bool) -> None:
        self.modified_changed.emit(not is_clean)


def _push_empty(stack: QUndoStack, label: str) -> None:
    """Put an empty command on the stack, one that Qt made.

    A command made in Python belongs to both: the garbage collector may delete it before the stack does.
    """
    with QSignalBlocker(stack):  # an open macro cannot be undone: nobody need hear of that
        stack.beginMacro(label)
    stack.endMacro()


def _is_kept(step: _Step) -> bool:
    return isinstance(step.change, _Edit) and not step.leaves
