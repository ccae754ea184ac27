"""The Experiment that is open, its file, and undo for every edit of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from playground.engine.experiment import Experiment

UNDO_LIMIT = 200

Direction = Literal["do", "merge", "undo", "redo", "open"]


@dataclass(frozen=True)
class Cause:
    """Why the Experiment changed: which undo step (``token``) and which way."""

    token: int
    direction: Direction


class RunEdit(QUndoCommand):
    """An undoable change of the run itself, as a typed weight: ``apply`` is told which way."""

    def __init__(self, label: str, apply: Callable[[Cause], None], merge_key: str | None = None) -> None:
        super().__init__(label)
        self.apply = apply
        self.merge_key = merge_key
        self.token = 0
        self.is_done = False

    def redo(self) -> None:
        """Apply it again; the document itself applies it the first time."""
        if self.is_done:
            self.apply(Cause(self.token, "redo"))

    def undo(self) -> None:
        """Take it back."""
        self.apply(Cause(self.token, "undo"))


class _Edit(QUndoCommand):
    """One undo step: the Experiment before and after."""

    def __init__(self, document: Document, token: int, after: Experiment, label: str) -> None:
        super().__init__(label)
        self.document = document
        self.token = token
        self.before = document.experiment
        self.after = after
        self.is_done = False

    def redo(self) -> None:
        if self.is_done:
            self.document._replace(self.after, Cause(self.token, "redo"))

    def undo(self) -> None:
        self.document._replace(self.before, Cause(self.token, "undo"))


class Document(QObject):
    """Holds one Experiment at a time; ``edit`` replaces it, ``undo_stack`` brings back earlier ones."""

    changed = Signal(object, object)
    """(old, new) Experiment, after every edit, undo, redo and opening."""
    modified_changed = Signal(bool)
    path_changed = Signal(object)

    def __init__(self, experiment: Experiment | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self.undo_stack.cleanChanged.connect(self._on_clean_changed)
        self.cause = Cause(0, "open")
        self._experiment = experiment or Experiment()
        self._path: Path | None = None
        self._tokens = count(1)
        self._open_merge: tuple[str, QUndoCommand, int] | None = None

    @property
    def experiment(self) -> Experiment:
        """What the person has chosen now."""
        return self._experiment

    @property
    def path(self) -> Path | None:
        """The file that Save writes to; None before the first save."""
        return self._path

    @property
    def is_modified(self) -> bool:
        """Whether there are edits that no file holds."""
        return not self.undo_stack.isClean()

    def edit(self, new: Experiment, label: str, merge_key: str | None = None) -> None:
        """Replace the Experiment as one undo step.

        Consecutive edits with the same ``merge_key`` are one step, until ``close_merge``, an undo or
        a save. An edit that changes nothing is none.
        """
        if new == self._experiment:
            return
        mergeable = self._mergeable(merge_key)
        if isinstance(mergeable, _Edit):
            self._merge(mergeable, new)
            return
        command = _Edit(self, next(self._tokens), new, label)
        self.undo_stack.push(command)
        command.is_done = True
        self._remember(merge_key, command)
        self._replace(new, Cause(command.token, "do"))

    def push(self, command: RunEdit) -> None:
        """Apply an undoable change of the run itself and put it on the stack.

        A command with the ``merge_key`` of the step before is applied and becomes that step's new end.
        """
        top = self._mergeable(command.merge_key)
        if isinstance(top, RunEdit):
            top.apply = command.apply
            top.apply(Cause(top.token, "merge"))
            return
        command.token = next(self._tokens)
        self.undo_stack.push(command)
        command.is_done = True
        self._remember(command.merge_key, command)
        command.apply(Cause(command.token, "do"))

    def close_merge(self) -> None:
        """End the present undo step: the next edit is a step of its own whatever its merge key."""
        self._open_merge = None

    def open(self, experiment: Experiment, path: Path | None) -> None:
        """Replace everything: another Experiment, its file, an empty undo stack."""
        self.close_merge()
        self.undo_stack.clear()
        self._set_path(path)
        self._replace(experiment, Cause(0, "open"))

    def mark_saved(self, path: Path) -> None:
        """The Experiment as it stands is now what the file holds."""
        self.close_merge()
        self._set_path(path)
        self.undo_stack.setClean()

    def _mergeable(self, merge_key: str | None) -> QUndoCommand | None:
        """The top step if an edit with this key belongs to it."""
        if merge_key is None or self._open_merge is None:
            return None
        key, command, index = self._open_merge
        stack = self.undo_stack
        is_top = stack.index() == index == stack.count() and stack.cleanIndex() != index
        return command if key == merge_key and is_top else None

    def _merge(self, command: _Edit, new: Experiment) -> None:
        if new == command.before:  # back where the step began: there is nothing to undo
            before, token = command.before, command.token
            command.setObsolete(True)
            self.undo_stack.undo()  # drops an obsolete step without calling it
            self._replace(before, Cause(token, "undo"))
            return
        command.after = new
        self._replace(new, Cause(command.token, "merge"))

    def _remember(self, merge_key: str | None, command: QUndoCommand) -> None:
        index = self.undo_stack.index()
        self._open_merge = None if merge_key is None else (merge_key, command, index)

    def _replace(self, new: Experiment, cause: Cause) -> None:
        if cause.direction in ("undo", "redo"):
            self.close_merge()
        old, self._experiment = self._experiment, new
        self.cause = cause
        self.changed.emit(old, new)

    def _set_path(self, path: Path | None) -> None:
        if path != self._path:
            self._path = path
            self.path_changed.emit(path)

    def _on_clean_changed(self, is_clean: bool) -> None:
        self.modified_changed.emit(not is_clean)
