"""The run that is trained, with all that belongs to it, and what each command makes of it. No Qt objects."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeAlias

from msgspec.structs import replace

from playground.app import commands as do
from playground.app.branch_file import Kept, kept
from playground.app.branches import Branches, Side
from playground.app.compared_runs import ComparedRuns
from playground.app.document import Cause, UndoHistory
from playground.app.pacing import Clock
from playground.app.packed_line import PackedLine, pack, unpack
from playground.app.undone_changes import UndoneChanges
from playground.engine.checkpoints import Line
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.observe.observer import Observer

Followed: TypeAlias = do.Load | do.Rebuild | do.Retune | do.Reset | do.Open | do.GoTo | do.Return
"""Commands after which the run is what an Experiment says."""


class Work:
    """One run with its branches, those beside it, and what an undo puts back.

    ``begun`` is called whenever another run has taken the place of the one before. ``is_behind``: the run
    could not follow the Experiment, and nothing moves until an edit succeeds.
    """

    def __init__(
        self,
        make_run: Callable[[Experiment], TrainingRun],
        make_observer: Callable[[TrainingRun], Observer],
        clock: Clock,
        begun: Callable[[], None],
    ) -> None:
        self._make_run, self._make_observer, self._begun = make_run, make_observer, begun
        self.run: TrainingRun | None = None
        self.observer: Observer | None = None
        self.run_id = 0
        self.is_behind = False
        self.branches = Branches()
        self.undone = UndoneChanges()
        self.beside = ComparedRuns(make_run, clock)
        self.trained = 0
        """Steps trained."""
        self.saved = 0
        """How many of them a file holds."""
        self._line: PackedLine | None = None
        """What the run is to be resumed from before it is used again."""

    @property
    def the_run(self) -> TrainingRun:
        """The run, awake."""
        self.wake()
        if self.run is None:
            raise RuntimeError("there is no run yet")
        return self.run

    @property
    def runs(self) -> list[TrainingRun]:
        """All runs: the one that the window shows, and those beside it."""
        return [self.the_run, *self.beside.runs]

    def keep(self, history: UndoHistory) -> Kept:
        """All of it as it stands, for a file."""
        run = self.the_run
        whole = replace(trained(run), comparison=self.beside.with_states())
        return kept(run, self.branches, whole, history, self.trained)

    def note_end(self) -> None:
        """Tell the present branch how far it has come."""
        run = self.run
        if run is None:
            return
        last = run.history.records[-1] if run.is_back else run
        self.branches.note(run.experiment, last.epoch, last.step)

    # -------------------------------------------------------------------------------------- commands

    def follow(self, command: Followed) -> None:
        """Do as the Experiment says; should that fail, it is behind until another edit succeeds."""
        was_behind, self.is_behind = self.is_behind, True
        match command:
            case do.Load(run_id, experiment, found):
                self.undone.clear()
                self._line = None
                self.beside.clear()
                self._load(run_id, experiment, found)
                self.beside.follow(experiment.comparison, None)
            case do.Reset(run_id, experiment, cause, beside):
                self._leave_for(cause)
                self._begin(run_id, lambda: self._make_run(experiment))
                self._begin_branch(cause, 0)
                if beside:
                    self.beside.begin_anew(cause.token)
            case do.Open(run_id, experiment, cause, number):
                state = self.beside.state_of(number)
                self._leave_for(cause)
                self._begin(run_id, lambda: self._make_run(replace(experiment, run=state)))
                self._begin_branch(cause, self.the_run.step)
            case do.Rebuild(run_id, experiment, cause, starts_over):
                self.wake()
                old = self.run
                self._leave_for(cause)
                self._begin(run_id, lambda: self._rebuilt(old, experiment, starts_over))
                self._begin_branch(cause, self.the_run.step)
            case do.GoTo(run_id, experiment, cause, branch, epoch):
                self._go_to(run_id, experiment, cause, branch, epoch)
            case do.Return():
                self._return(command)
                self.beside.swap(command.cause.token)
            case do.Retune(experiment):
                self.wake()
                if self.run is None or was_behind:
                    self._begin(self.run_id, lambda: self._rebuilt(self.run, experiment))
                else:
                    self.undone.retune(self.run, command, self.branches.present)
        self.is_behind = False

    @property
    def is_back(self) -> bool:
        """Whether the present branch stands at an earlier state than its last one."""
        if self._line is not None:
            return self._line.is_back
        return self.run is not None and self.run.is_back

    def branch_off(self, cause: Cause) -> None:
        """What is trained from here on is a branch of its own; what came after stays in the one before."""
        run = self.the_run
        if run.is_back:
            self._leave_for(cause)
            run.branch_off()
            self._begin_branch(cause, run.step)

    def set_parameters(self, command: do.SetParameters) -> None:
        """Set typed weights and biases, or put back what stood there."""
        run = self.the_run
        run.set_parameters(self.undone.parameters(run, command))

    def seek(self, epoch: int | None) -> None:
        """Go to the recorded state at or before this epoch; None: to the one before the present state."""
        run = self.the_run
        if epoch is None:
            run.seek_back()
        else:
            run.seek(epoch)
        self.beside.seek(run.epoch if epoch is None else epoch)

    def wake(self) -> None:
        """Make the run of the branch that was gone to."""
        packed, self._line = self._line, None
        if packed is None:
            return
        line = unpack(packed)
        points = self.run.points if self.run is not None else None
        same_data = self.run is not None and self.run.experiment.data == line.experiment.data
        was_behind, self.is_behind = self.is_behind, True
        self._begin(self.run_id, lambda: TrainingRun.resumed(line, points if same_data else None))
        self.is_behind = was_behind

    # --------------------------------------------------------------------------------------- private

    def _begin(self, run_id: int, make: Callable[[], TrainingRun]) -> None:
        self.run_id = run_id
        self.run = make()
        self.observer = self._make_observer(self.run)
        self._begun()

    def _load(self, run_id: int, experiment: Experiment, found: Kept | None) -> None:
        """Begin with what was opened: with its branches, where its state is that of the present one."""
        self.saved = self.trained
        alone = replace(experiment, run=None, comparison=None)
        if found is not None and _is_state_of(found.line, experiment):
            line = found.line
            self._begin(run_id, lambda: TrainingRun.resumed(line))
            self.branches.restore(found.branches, found.left, found.present)
            for token, (before, after) in found.places.items():
                self.branches.mark(token, "before", before)
                self.branches.mark(token, "after", after)
            return
        self._begin(run_id, lambda: self._make_run(experiment))
        self.branches.clear(alone, self.the_run.step)

    def _rebuilt(
        self, old: TrainingRun | None, experiment: Experiment, starts_over: bool = False
    ) -> TrainingRun:
        return self._make_run(experiment) if old is None or starts_over else old.rebuilt(experiment)

    def _leave_for(self, cause: Cause) -> None:
        """Keep the present branch as it stands, since this step is about to begin another."""
        if cause.direction == "merge" and self.branches.place(cause.token, "after") == self.branches.present:
            return
        if self.run is not None:
            self.branches.leave(self._present_line())
        self.branches.mark(cause.token, "before", self.branches.present)

    def _begin_branch(self, cause: Cause, first_step: int) -> None:
        run = self.the_run
        if cause.direction != "merge" or self.branches.place(cause.token, "after") != self.branches.present:
            branch = self.branches.begin(cause.label, run.experiment, run.epoch, first_step)
            self.branches.mark(cause.token, "after", branch)

    def _present_line(self) -> PackedLine:
        return self._line if self._line is not None else pack(self.the_run.line())

    def _go_to(
        self, run_id: int, experiment: Experiment, cause: Cause, branch: int, epoch: int | None
    ) -> None:
        self._leave_for(cause)
        self._enter(run_id, experiment, branch)
        self.branches.mark(cause.token, "after", self.branches.present)
        line = self._line
        if epoch is not None and (line is None or line.is_back or epoch < line.last_epoch):
            self.the_run.seek(epoch)

    def _return(self, command: do.Return) -> None:
        """Undo or redo: leave this branch for the one on the other side of the step."""
        cause, branches = command.cause, self.branches
        sides: tuple[Side, Side] = ("after", "before")
        here, there = sides if cause.direction == "undo" else reversed(sides)
        target = branches.place(cause.token, there)
        branches.leave(self._present_line())
        branches.mark(cause.token, here, branches.present)
        if target is None or branches.line(target) is None:  # it had to make room
            self.wake()
            old = self.run
            self._begin(command.run_id, lambda: self._rebuilt(old, command.experiment, command.starts_over))
            branches.begin(cause.label, command.experiment, self.the_run.epoch, self.the_run.step)
        else:
            self._enter(command.run_id, command.experiment, target)

    def _enter(self, run_id: int, experiment: Experiment, branch: int) -> None:
        """Go to a branch; its run wakes when it is needed, so that many steps at once cost one."""
        line = self.branches.enter(branch)
        if line is None:
            raise RuntimeError(f"branch {branch} is gone")
        self.run_id, self._line = run_id, line
        if line.experiment.data != experiment.data or line.experiment.network != experiment.network:
            raise RuntimeError(f"branch {branch} is of another experiment")
        if line.experiment.training != experiment.training:
            self.the_run.retune(experiment)


def trained(run: TrainingRun) -> Experiment:
    """The run's experiment with its present state, if a file can say it."""
    state = run.state()
    return replace(run.experiment, run=state if all(map(math.isfinite, state.parameters)) else None)


def _is_state_of(line: Line, experiment: Experiment) -> bool:
    """Whether the line stands where the experiment's ``run`` does: nobody has changed one of them."""
    state = experiment.run
    if state is None or line.experiment != replace(experiment, run=None, comparison=None):
        return False
    here = line.checkpoint
    return (here.step, here.epoch) == (state.step, state.epoch) and here.parameters.tolist() == list(
        state.parameters
    )
