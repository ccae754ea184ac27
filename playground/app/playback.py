"""What the trainer is told, by play, step and seek and by each edit; and which of its reports are of that."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from typing import TypeVar

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from playground.app import commands as do
from playground.app import sentences
from playground.app.branch_file import Kept
from playground.app.document import Act, Cause, Document, RunEdit
from playground.app.notices import Commentary, Notice
from playground.app.sentences import translate
from playground.app.settings import Settings
from playground.app.trainer import Report, Trainer
from playground.engine.experiment import Experiment
from playground.engine.training import ParameterEdit, TrainingRun
from playground.observe.snapshot import Snapshot

T = TypeVar("T")

BUSY_SECONDS = 0.15
_ANSWER_SECONDS = 0.05


class Playback(QObject):
    """Posts commands, and takes from each report what is of the present run.

    ``opened`` gives an Experiment that was opened its trained states and branches, once.
    """

    snapshot_ready = Signal(object)
    playing_changed = Signal(bool)
    speed_changed = Signal(object)
    notice = Signal(object)
    posted = Signal()

    def __init__(
        self,
        document: Document,
        trainer: Trainer,
        settings: Settings,
        opened: Callable[[Experiment], tuple[Experiment, Kept | None]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document, self._trainer, self._settings, self._opened = document, trainer, settings, opened
        self._commentary = Commentary()
        self.report = trainer.latest
        self.snapshot: Snapshot | None = None
        """The latest one of the present run."""
        self.is_playing = False
        """Whether training goes on by itself."""
        self.run_id = 0
        """The run that the Experiment asks for; a snapshot of it has the same ``run_id``."""
        self._oldest_run_id = 0
        self._last_number = 0
        self._state_number = 0
        self._moved_number = 0
        self._posted_at = 0.0
        self._is_over = False

    @property
    def is_late(self) -> bool:
        """Whether the trainer has left a command undone for longer than a moment."""
        waits = self._trainer.handled < self._last_number
        return waits and time.perf_counter() - self._posted_at > BUSY_SECONDS

    def begin_first(self) -> None:
        """Load the document's Experiment, at the user's speed."""
        self._load(self._document.experiment)
        if self.speed is not None:
            self._post(do.SetSpeed(self.speed))

    def close(self) -> None:
        """Post nothing more."""
        self._is_over = True

    # ------------------------------------------------------------------------------------------ time

    def play(self) -> None:
        """Train on until pause, a stop condition or divergence."""
        if not self.is_playing and self._prepare():
            self._post_state(do.Play(), playing=True)

    def play_to(
        self,
        epoch: int,
        is_reached: Callable[[Sequence[TrainingRun]], bool] | None,
        steps_per_second: float | None,
    ) -> None:
        """Train until this epoch, or until ``is_reached`` holds at the end of one, then pause."""
        if self._prepare():
            self._post_state(do.PlayTo(epoch, is_reached, steps_per_second), playing=True)

    def pause(self) -> None:
        """Stop training where it is."""
        self._post_state(do.Pause())

    def step(self, command: do.StepMinibatch | do.StepEpoch) -> None:
        """Train so far, then pause."""
        if self._prepare():
            self._post_state(command)

    def go_back(self, command: do.StepBack | do.Seek) -> None:
        """To a recorded state, then pause. Training on from there branches off."""
        self._post_state(command)
        self._moved_number = self._last_number

    def go_to_branch(self, branch: int, epoch: int | None) -> None:
        """To another branch: where it was left, or its recorded state at or before the epoch; undoable."""
        known = next((one for one in self.report.branches if one.id == branch), None)
        if known is None:
            return
        if branch == self.report.branch:
            self.go_back(do.Seek(known.last if epoch is None else epoch))
            return
        label = translate("Session", "Other branch")
        there = replace(known.experiment, comparison=self._document.experiment.comparison)
        self._document.act(Act("go_to", branch, epoch), label, there)

    @property
    def speed(self) -> float | None:
        """Steps per second at most; None: as fast as the machine goes."""
        return self._settings.preferences.speed

    def set_speed(self, steps_per_second: float | None) -> None:
        """Limit the speed, from one step every ten seconds; None: as fast as the machine goes."""
        if steps_per_second is not None:
            is_limit = math.isfinite(steps_per_second)
            steps_per_second = min(max(float(steps_per_second), 0.1), 1e9) if is_limit else None
        if steps_per_second != self.speed:
            self._settings.set(speed=steps_per_second)
            self._post(do.SetSpeed(steps_per_second))
            self.speed_changed.emit(steps_per_second)

    # --------------------------------------------------------------------------------- the run itself

    def set_parameters(self, changes: tuple[ParameterEdit, ...], label: str, merge_key: str | None) -> None:
        """Set several weights and biases, which the network has, as one undo step."""

        def apply(cause: Cause) -> None:
            self._post(do.SetParameters(changes, cause))

        self._document.push(RunEdit(label, apply, merge_key))

    def compute(self, function: Callable[[TrainingRun], T]) -> Future[T]:
        """Run a short function of the run on the trainer's thread, between two slices."""
        future: Future[T] = Future()
        self._post(do.Call(function, future))
        return future

    def set_aside(self) -> None:
        """Keep the run as it is; another one is loaded next."""
        self._post(do.SetAside())

    def follow(self, old: Experiment, new: Experiment) -> None:
        """Tell the trainer what the document's change is to the run."""
        cause = self._document.cause
        if cause.direction == "open":
            self._load(new)
            return
        if cause.direction == "take_up":
            self._commentary.forget_end()
            self._begin_anew()
            self._post_state(do.TakeUp(self.run_id))
            self._moved_number = self._last_number
            return
        is_compared_anew = old.comparison != new.comparison
        if is_compared_anew:
            self._post(do.Compare(new.comparison))
        if cause.act is not None:
            self._do_act(new, cause, cause.act, beside=not is_compared_anew)
        elif old.data == new.data and old.network == new.network:
            if old.training != new.training:
                self._post(do.Retune(new, cause))
        else:
            self._rebuild(old, new, cause)
        hindrance = sentences.obstacle(new)
        if hindrance is not None and self.is_playing:  # paused, the picture itself says it
            self.notice.emit(Notice("warning", hindrance))
            self.pause()

    def take(self, report: Report) -> None:
        """Take a report: its snapshot if it is of the present run, and whether training goes on."""
        self.report = report
        snapshot = report.snapshot
        is_new = snapshot is not None and snapshot is not self.snapshot
        if is_new and snapshot is not None and snapshot.run_id >= self._oldest_run_id:
            self.snapshot = snapshot
            self.snapshot_ready.emit(snapshot)
            self._say(self._commentary.on_points(snapshot, self._document.experiment))
        if report.handled >= self._state_number:
            self._set_playing(report.playing)
            if snapshot is not None and snapshot is self.snapshot and not report.playing:
                self._say(self._commentary.on_end(snapshot, self._document.experiment))

    # --------------------------------------------------------------------------------------- private

    def _prepare(self) -> bool:
        """Whether training can begin; from an earlier state, on a branch of its own."""
        hindrance = sentences.obstacle(self._document.experiment)
        if hindrance is not None:
            self.notice.emit(Notice("warning", hindrance))
            return False
        self._commentary.forget_end()
        self._branch_off()
        return True

    def _branch_off(self) -> None:
        self._document.close_merge()
        moved, self._moved_number = self._moved_number, 0
        is_sure = self.report.handled >= moved
        if moved and (self.report.is_back if is_sure else self._ask_whether_back()):
            label = translate("Session", "Train on from an earlier epoch")
            if is_sure and self.snapshot is not None:
                label = translate("Session", "Train on from epoch {epoch}")
                label = label.format(epoch=f"{self.snapshot.epoch:,}")
            self._document.act(Act("branch_off"), label)

    def _ask_whether_back(self) -> bool:
        """Whether the run stands at an earlier state; where the trainer does not say so at once, perhaps."""
        with suppress(TimeoutError, RuntimeError):  # it is busy, or there is no run yet
            return self._trainer.ask(lambda run: run.is_back).result(timeout=_ANSWER_SECONDS)
        return True

    def _rebuild(self, old: Experiment, new: Experiment, cause: Cause) -> None:
        starts_over = do.begins_anew(old, new, cause)
        is_return = cause.direction in ("undo", "redo")
        self.run_id += 1
        if is_return or starts_over or old.network != new.network or old.outputs != new.outputs:
            self._oldest_run_id = self.run_id
        if starts_over or is_return:
            self._commentary.forget_end()
        kind = do.Return if is_return else do.Rebuild
        self._post(kind(self.run_id, new, cause, starts_over))
        self._moved_number = self._last_number if is_return else 0

    def _do_act(self, new: Experiment, cause: Cause, act: Act, *, beside: bool) -> None:
        """Post what the act does to the run, and to those ``beside``, or what undoes it."""
        self._commentary.forget_end()
        if act.kind == "branch_off" and cause.direction in ("do", "merge"):
            self._post(do.BranchOff(cause))
            return
        self._begin_anew()
        if act.run is not None and cause.direction == "do":
            self._post(do.Open(self.run_id, new, cause, act.run))
            self._moved_number = 0
            return
        if cause.direction in ("undo", "redo"):
            self._post_state(do.Return(self.run_id, new, cause))
        elif act.kind == "reset":
            self._post_state(do.Reset(self.run_id, new, cause, beside))
        elif act.branch is not None:
            self._post_state(do.GoTo(self.run_id, new, cause, act.branch, act.epoch))
        self._moved_number = 0 if act.kind == "reset" and cause.direction != "undo" else self._last_number

    def _load(self, experiment: Experiment) -> None:
        self._commentary.forget_end()
        self._begin_anew()
        trained, kept = self._opened(experiment)
        self._post_state(do.Load(self.run_id, trained, kept))
        self._moved_number = 0 if kept is None else self._last_number

    def _begin_anew(self) -> None:
        self.run_id = self._oldest_run_id = self.run_id + 1

    def _post(self, command: do.Command) -> None:
        if self._is_over:
            return
        if self._trainer.handled >= self._last_number:
            self._posted_at = time.perf_counter()
        self._last_number = self._trainer.post(command)
        self.posted.emit()

    def _post_state(self, command: do.Command, *, playing: bool = False) -> None:
        """Post a command after which training goes on or not, whatever older reports say."""
        self._post(command)
        self._state_number = self._last_number
        self._set_playing(playing)

    def _set_playing(self, playing: bool) -> None:
        if playing != self.is_playing:
            self.is_playing = playing
            self.playing_changed.emit(playing)

    def _say(self, notice: Notice | None) -> None:
        if notice is not None:
            self.notice.emit(notice)
