"""The worker: a plain thread that trains until a command comes, obeys it and goes on. No Qt objects."""

from __future__ import annotations

import math
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias, TypeVar

from msgspec.structs import replace
from threadpoolctl import threadpool_limits

from playground.app import commands as do
from playground.app.branch_file import Kept, kept, read
from playground.app.branches import Branch, Branches, Side
from playground.app.compared_runs import ComparedRuns, ComparisonView, can_go_on
from playground.app.document import Cause, UndoHistory
from playground.app.pacing import PicturePace, SliceSize, SpeedLimiter, Speedometer
from playground.app.undone_changes import UndoneChanges
from playground.engine.checkpoints import Line
from playground.engine.experiment import Experiment
from playground.engine.stretch import Flag
from playground.engine.training import TrainingRun
from playground.observe.observer import Observer
from playground.observe.snapshot import Snapshot, SnapshotRequest

T = TypeVar("T")

SWITCH_INTERVAL = 0.0005
"""Seconds a thread may hold the interpreter: shorter keeps frames even, for 3 % of the worker's speed."""
NICENESS = 5
_Followed: TypeAlias = do.Load | do.Rebuild | do.Retune | do.Reset | do.Open | do.GoTo | do.Return
_KEPT_FAILURES = 20
_PATIENCE = 0.04
"""So many seconds a picture of runs beside each other waits until they have trained as many epochs."""
_MOST_STEPS = 1 << 30
"""So many steps are taken at a time, where nobody waits for anything."""


@dataclass(frozen=True)
class Failure:
    """An exception nobody expected in the worker, with its traceback as text."""

    number: int
    error: BaseException
    details: str


@dataclass(frozen=True)
class Report:
    """What the worker leaves for the window: all of it belongs to one instant.

    ``handled`` is the number of the last command taken into account, ``answered`` that of the last
    Ask. ``failures`` are the last ones; their numbers rise. ``picture_seconds`` is what the last
    snapshot took. ``branch`` is the present one of ``branches``, which take ``branch_bytes``; ``is_back``
    says that the run stands at an earlier state than that branch's last one. ``beside`` are the runs that
    stand beside, as they were when last asked for.
    """

    handled: int = 0
    answered: int = 0
    snapshot: Snapshot | None = None
    playing: bool = False
    recorded_epochs: tuple[int, ...] = ()
    branch: int = 0
    branches: tuple[Branch, ...] = ()
    branch_bytes: int = 0
    is_back: bool = False
    failures: tuple[Failure, ...] = ()
    picture_seconds: float = 0.0
    beside: ComparisonView | None = None


@dataclass(frozen=True)
class _Work:
    """A run with everything that belongs to it, while other work stands in its place."""

    run: TrainingRun | None
    observer: Observer | None
    is_behind: bool
    line: Line | None
    branches: Branches
    undone: UndoneChanges
    beside: ComparedRuns
    trained_and_saved: tuple[int, int]


class Trainer:
    """One queue in (``post``), one attribute out (``latest``); nothing else is shared.

    The run lives in the thread. A snapshot is made once per Ask, as soon as there is something new
    to see.
    """

    def __init__(
        self,
        make_run: Callable[[Experiment], TrainingRun] = TrainingRun,
        clock: Callable[[], float] = time.perf_counter,
        make_observer: Callable[[TrainingRun], Observer] = Observer,
        own_clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self.latest = Report()
        self.handled = 0
        self._handled = 0
        self._make_run, self._make_observer = make_run, make_observer
        self._clock, self._own_clock = clock, own_clock
        self._queue: SimpleQueue[tuple[int, do.Command]] = SimpleQueue()
        self._flag = Flag()
        self._numbers = count(1)
        self._thread = threading.Thread(target=self._main, name="trainer", daemon=True)
        self._run: TrainingRun | None = None
        self._observer: Observer | None = None
        self._is_behind = False
        self._run_id = 0
        self.branches = Branches()
        self.undone = UndoneChanges()
        self._line: Line | None = None
        self.trained = 0
        self.saved = 0
        self.beside = ComparedRuns(self._make_run, clock)
        self._aside: _Work | None = None
        self._aim: do.PlayTo | None = None
        self._speed: float | None = None
        self._limiter = SpeedLimiter(clock)
        self._slice = SliceSize()
        self._speedometer = Speedometer(clock)
        self._pictures = PicturePace(clock)
        self._is_playing = False
        self._goal_epoch: int | None = None
        self._ask: do.Ask | None = None
        self._asked_at = 0.0
        self._is_in_short_round = False
        self._answered: SnapshotRequest | None = None
        self._is_dirty = False
        self._picture_seconds = 0.0
        self._beside_view: ComparisonView | None = None
        self._failures: tuple[Failure, ...] = ()
        self._failure_numbers = count(1)

    # ------------------------------------------------------------------ called by the window's thread

    def start(self) -> None:
        """Start the thread."""
        sys.setswitchinterval(SWITCH_INTERVAL)
        self._thread.start()

    def post(self, command: do.Command) -> int:
        """Put a command into the queue; returns its number (see ``Report.handled``)."""
        number = next(self._numbers)
        self._queue.put((number, command))
        waits = isinstance(command, do.Ask) and command.request.beside_resolution and self._is_in_short_round
        if not waits:
            self._flag.raise_()
        return number

    def ask(self, function: Callable[[TrainingRun], T]) -> Future[T]:
        """Run a function of the run between two slices, after all commands posted so far."""
        future: Future[T] = Future()
        self.post(do.Call(function, future))
        return future

    def keep(self, history: UndoHistory) -> Future[Kept]:
        """All of the run and its branches, after all commands posted so far, for a file."""

        def keep(run: TrainingRun) -> Kept:
            whole = replace(trained(run), comparison=self.beside.with_states())
            return kept(run, self.branches, whole, history, self.trained)

        return self.ask(keep)

    def stop(self, timeout: float) -> bool:
        """Tell the thread to end and wait; False when it did not end in time."""
        self.post(do.Stop())
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    @property
    def has_unsaved(self) -> bool:
        """Whether anything was trained since a file was opened or written."""
        return self.trained != self.saved

    @property
    def has_news(self) -> bool:
        """Whether there is something that no snapshot shows yet."""
        return self._is_dirty

    # ------------------------------------------------------------------------------ the thread itself

    def _main(self) -> None:
        _yield_to_the_window()
        with threadpool_limits(limits=1):
            while self.turn():
                pass

    def turn(self) -> bool:
        """Commands, one snapshot, some training; False when it is over. Only the thread itself calls this."""
        numbers, waiting = self._take_commands()
        if numbers:
            self._handled = numbers[-1]
        for command in do.coalesced(waiting):
            if isinstance(command, do.Stop):
                return False
            self._guarded(self._obey, command)
        if self._line is not None:
            self._guarded(self._wake)
        self.handled = self._handled
        if self._ask is not None and self._is_answer_due(self._ask):
            self._guarded(self._answer)
        if self._is_training:
            self._guarded(self._train)
        return True

    def _is_answer_due(self, ask: do.Ask) -> bool:
        """Whether there is something new to see, and training has had its share since the last picture."""
        if ask.request.beside_resolution and self._is_amid_round and not self._has_waited_long:
            return False
        if ask.request != self._answered:
            return True
        steps_wait = self._goal_epoch is not None or (self._is_playing and self._limiter.due() >= 1)
        return self._is_dirty and (self._pictures.is_due or not steps_wait)

    @property
    def _runs(self) -> list[TrainingRun]:
        """All runs: the one that the window shows, and those beside it."""
        return [self._the_run(), *self.beside.runs]

    @property
    def _is_amid_round(self) -> bool:
        """Whether runs take turns at full speed, and not all have had theirs in this round."""
        is_fast = self._limiter.steps_per_second is None or self._goal_epoch is not None
        takes_turns = self._is_training and is_fast and bool(self.beside.runs)
        return takes_turns and bool(self.beside.rounds.behind(self._runs))

    @property
    def _has_waited_long(self) -> bool:
        """Whether a picture has been asked for so long ago that it is made amid a round."""
        return self._clock() - self._asked_at > _PATIENCE

    def _take_commands(self) -> tuple[list[int], list[do.Command]]:
        """All commands in the queue; rests there until the next step is due or a command comes."""
        taken: list[tuple[int, do.Command]] = []
        rest = self._rest()
        if rest is None and self._run is not None and self.latest.snapshot is not None:
            self._guarded(self._run.prepare)  # nobody waits now, and whoever presses Play will not either
        self._flag.lower()  # a command that comes from now on raises it again
        try:
            taken.append(self._queue.get(timeout=rest) if rest != 0.0 else self._queue.get_nowait())
            while True:
                taken.append(self._queue.get_nowait())
        except Empty:
            pass
        return [number for number, _ in taken], [command for _, command in taken]

    def _rest(self) -> float | None:
        """Seconds to rest; None: until a command comes."""
        if not self._is_training:
            return 0.0 if self._ask is not None and self._is_answer_due(self._ask) else None
        return 0.0 if self._goal_epoch is not None else self._limiter.wait()

    @property
    def _is_training(self) -> bool:
        return self._is_playing or self._goal_epoch is not None

    def _guarded(self, work: Callable[..., None], *arguments: Any) -> None:
        """The worker's outermost slot: an unexpected exception pauses, is reported, and that is all."""
        try:
            work(*arguments)
        except Exception as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._pause()
        self._is_dirty = False
        failure = Failure(next(self._failure_numbers), error, "".join(traceback.format_exception(error)))
        self._failures = (*self._failures, failure)[-_KEPT_FAILURES:]
        self._publish(self.latest.snapshot)

    def _publish(self, snapshot: Snapshot | None) -> None:
        answered = self.latest.answered
        if self._ask is not None:
            answered, self._ask = self._ask.number, None
        run = self._run
        recorded = tuple(dict.fromkeys(run.history.epochs)) if run is not None else ()
        if run is not None:
            self._note_end(run)
        self.latest = Report(
            self._handled,
            answered,
            snapshot,
            self._is_playing,
            recorded,
            self.branches.present,
            tuple(self.branches),
            self.branches.size,
            run is not None and run.is_back,
            self._failures,
            self._picture_seconds,
            self._beside_view,
        )

    def _note_end(self, run: TrainingRun) -> None:
        """Tell the present branch how far it has come."""
        last = run.history.records[-1] if len(run.history) else None
        is_later = last is not None and run.is_back
        epoch, step = (last.epoch, last.step) if is_later and last is not None else (run.epoch, run.step)
        self.branches.note(run.experiment, epoch, step)

    def _answer(self) -> None:
        if self._ask is None:
            return
        request, self._answered, self._is_dirty = self._ask.request, self._ask.request, False
        if self._run is None or self._observer is None or self._is_behind:
            self._publish(self.latest.snapshot)
            return
        begun = self._clock()
        speed = self._speedometer.steps_per_second() if self._is_playing else 0.0
        snapshot = self._observer.snapshot(
            request,
            run_id=self._run_id,
            playing=self._is_playing,
            steps_per_second=speed,
            epochs_per_second=speed / max(1, self._run.steps_per_epoch),
        )
        if request.beside_resolution:
            self._beside_view = self.beside.view(request.beside_resolution, playing=self._is_training)
        self._picture_seconds = self._clock() - begun
        self._pictures.took(self._picture_seconds)
        self._publish(snapshot)

    def _train(self) -> None:
        """Take the steps that are due, until somebody waits; a slice where a picture will soon be due."""
        run = self._the_run()
        if self.beside.runs:
            self._train_in_turn()
            return
        allowed = self._limiter.due() if self._goal_epoch is None else math.inf
        if self._goal_epoch is not None:
            allowed = max(1, run.steps_per_epoch - run.step_in_epoch)
        if self._ask is not None or not run.is_native:
            allowed = min(allowed, self._slice.steps())
        if self._aim is not None:
            last = self._aim.epoch if self._aim.is_reached is None else run.epoch + 1
            allowed = min(allowed, max(1, (last - run.epoch) * run.steps_per_epoch - run.step_in_epoch))
        if allowed < 1:
            return
        most = int(min(allowed, _MOST_STEPS))
        begun = self._own_clock()
        taken = run.take_steps(most, self._flag)
        self._slice.learn(taken, self._own_clock() - begun)
        self._limiter.took(taken)
        self._speedometer.count(taken)
        self.trained += taken
        self._is_dirty = True
        reached_goal = self._goal_epoch is not None and run.epoch >= self._goal_epoch
        has_ended = taken < most and not self._flag.is_raised
        if reached_goal or has_ended or run.diverged or run.finished or self._has_reached_aim():
            self._pause()

    def _has_reached_aim(self) -> bool:
        """Whether all runs are at the aim's epoch, or its measure is reached at the end of the same one."""
        aim = self._aim
        if aim is None:
            return False
        going = [run for run in self._runs if can_go_on(run)]
        if all(run.epoch >= aim.epoch for run in going):
            return True
        if aim.is_reached is None:
            return False
        judged = self.beside.runs or [self._the_run()]
        ends = {(run.epoch, run.step_in_epoch) for run in judged if can_go_on(run)}
        return len(ends) == 1 and ends.pop()[1] == 0 and aim.is_reached(judged)

    def _train_in_turn(self) -> None:
        """All runs take the steps that are due, whoever has trained the fewest epochs first.

        Without a limit they train round by round; a round ends before its picture is made.
        """
        runs = self._runs
        is_limited = self._goal_epoch is None and self._limiter.steps_per_second is not None
        allowed = self._limiter.due() if is_limited else math.inf
        if allowed < 1:
            return
        if not is_limited:
            self._take_turns(runs, math.inf)
        else:  # so few steps that nobody need be interrupted: all take as many
            allowed = left = min(allowed, self._slice.steps())
            while left >= 1 and (most := self._take_turns(runs, left, is_limited=True)):
                left -= most
                if self._flag.is_raised or self._has_reached_aim():
                    break
            self._limiter.took(int(allowed - left))
        self._is_dirty = True
        goal = self._goal_epoch
        going = [one.epoch for one in runs if can_go_on(one)]
        if not going or (goal is not None and min(going) >= goal) or self._has_reached_aim():
            self._pause()

    def _take_turns(self, runs: Sequence[TrainingRun], allowed: float, *, is_limited: bool = False) -> int:
        """Whoever is behind takes up to so many steps, within a round; the most that one took."""
        rounds = self.beside.rounds
        turns, begun, most = rounds.behind(runs), self._own_clock(), 0
        self._is_in_short_round = rounds.is_short and not is_limited
        is_whole = not turns
        is_awaited = self._aim is not None and self._aim.is_reached is not None
        is_fast = not is_limited and self._goal_epoch is None and not is_awaited
        if not turns and rounds.begin(runs, fast=is_fast):
            if self._aim is not None:
                rounds.goal = min(rounds.goal, self._aim.epoch)
            turns = rounds.behind(runs)
        for run in turns:
            wanted = (rounds.goal - run.epoch) * run.steps_per_epoch - run.step_in_epoch
            if not is_limited and (self._ask is not None or not run.is_native):
                wanted = min(wanted, self._slice.steps())
            began = self._own_clock()
            taken = run.take_steps(int(min(wanted, allowed)), None if is_limited else self._flag)
            self._slice.learn(taken, self._own_clock() - began)
            most = max(most, taken)
            self.trained += taken
            if run is self._run:
                self._speedometer.count(taken)
            if not is_limited and (self._flag.is_raised or (self._ask is not None and self._has_waited_long)):
                break
        self._is_in_short_round = False
        if not is_limited and is_whole and not rounds.behind(runs):
            rounds.learn(self._own_clock() - begun)
        return most

    # -------------------------------------------------------------------------------------- commands

    def _obey(self, command: do.Command) -> None:
        match command:
            case do.Ask():
                self._ask, self._asked_at = command, self._clock()
                return
            case do.Call():
                self._call(command)
                return
            case do.SetSpeed(steps_per_second):
                self._speed = steps_per_second
                self._limiter.set_speed(steps_per_second)
            case do.SetAside():
                self._set_aside()
                return
            case do.TakeUp(run_id):
                self._take_up(run_id)
            case do.Pause():
                is_amid_round = self._is_playing and self._is_amid_round
                self._pause()
                if is_amid_round:
                    self._goal_epoch = self.beside.rounds.goal
            case do.Compare(comparison):
                self.beside.follow(comparison, self._run)
            case do.Load() | do.Rebuild() | do.Retune() | do.Reset() | do.Open() | do.GoTo() | do.Return():
                self._follow(command)
            case _ if not self._is_behind:
                self._act(self._the_run(), command)
        self._is_dirty = True
        self._pictures.forget()

    def _set_aside(self) -> None:
        self._pause()
        self._aside = _Work(
            self._run,
            self._observer,
            self._is_behind,
            self._line,
            self.branches,
            self.undone,
            self.beside,
            (self.trained, self.saved),
        )
        self._run, self._observer, self._line, self._is_behind = None, None, None, False
        self.branches, self.undone = Branches(), UndoneChanges()
        self.beside = ComparedRuns(self._make_run, self._clock)

    def _take_up(self, run_id: int) -> None:
        work, self._aside = self._aside, None
        if work is None:
            raise RuntimeError("nothing was set aside")
        self._pause()
        self._run, self._observer, self._line = work.run, work.observer, work.line
        self._is_behind, self._run_id = work.is_behind, run_id
        self.trained, self.saved = work.trained_and_saved
        self.branches, self.undone, self.beside = work.branches, work.undone, work.beside
        self.beside.rounds.forget()
        self._beside_view = None
        self._slice = SliceSize()

    def _follow(self, command: _Followed) -> None:
        """Do as the Experiment says; should that fail, nothing moves until another edit succeeds."""
        was_behind, self._is_behind = self._is_behind, True
        match command:
            case do.Load(run_id, experiment):
                self._pause()
                self.undone.clear()
                self._line = None
                self.beside.clear()
                self._load(run_id, experiment)
                self.beside.follow(experiment.comparison, None)
            case do.Reset(run_id, experiment, cause):
                self._pause()
                self._leave_for(cause)
                self._begin(run_id, lambda: self._make_run(experiment))
                self._begin_branch(cause, 0)
                self.beside.begin_anew(cause.token)
            case do.Open(run_id, experiment, cause, number):
                state = self.beside.state_of(number)
                self._leave_for(cause)
                self._begin(run_id, lambda: self._make_run(replace(experiment, run=state)))
                self._begin_branch(cause, self._the_run().step)
            case do.Rebuild(run_id, experiment, cause, starts_over):
                old = self._old_run()
                self._leave_for(cause)
                self._begin(run_id, lambda: self._rebuilt(old, experiment, starts_over))
                self._begin_branch(cause, self._the_run().step)
            case do.GoTo(run_id, experiment, cause, branch, epoch):
                self._pause()
                self._go_to(run_id, experiment, cause, branch, epoch)
            case do.Return():
                self._return(command)
                self.beside.swap(command.cause.token)
            case do.Retune(experiment) if self._old_run() is None or was_behind:
                self._begin(self._run_id, lambda: self._rebuilt(self._run, experiment))
            case do.Retune():
                self.undone.retune(self._the_run(), command, self.branches.present)
        self._is_behind = False

    def _load(self, run_id: int, experiment: Experiment) -> None:
        """Begin with what was opened: with its branches, where its state is that of the present one."""
        self.saved = self.trained
        found = read(experiment)
        alone = replace(experiment, run=None, branches=None, comparison=None)
        line = None if found is None else found.lines[found.present]
        if found is not None and line is not None and _is_state_of(line, experiment):
            self._begin(run_id, lambda: TrainingRun.resumed(line))
            self.branches.restore(found.branches, found.lines, found.present)
            for token, (before, after) in found.places.items():
                self.branches.mark(token, "before", before)
                self.branches.mark(token, "after", after)
            return
        self._begin(run_id, lambda: self._make_run(experiment))
        self.branches.clear(alone, self._the_run().step)

    def _old_run(self) -> TrainingRun | None:
        """The run as it stands, to make another of; None where there is none yet."""
        if self._line is not None:
            self._wake()
        return self._run

    def _rebuilt(
        self, old: TrainingRun | None, experiment: Experiment, starts_over: bool = False
    ) -> TrainingRun:
        return self._make_run(experiment) if old is None or starts_over else old.rebuilt(experiment)

    def _leave_for(self, cause: Cause) -> None:
        """Keep the present branch as it stands, since this step is about to begin another."""
        if cause.direction == "merge" and self.branches.place(cause.token, "after") == self.branches.present:
            return
        if self._run is not None:
            self.branches.leave(self._present_line())
        self.branches.mark(cause.token, "before", self.branches.present)

    def _begin_branch(self, cause: Cause, first_step: int) -> None:
        run = self._the_run()
        if cause.direction != "merge" or self.branches.place(cause.token, "after") != self.branches.present:
            branch = self.branches.begin(cause.label, run.experiment, run.epoch, first_step)
            self.branches.mark(cause.token, "after", branch)

    def _present_line(self) -> Line:
        return self._line if self._line is not None else self._the_run().line()

    def _go_to(
        self, run_id: int, experiment: Experiment, cause: Cause, branch: int, epoch: int | None
    ) -> None:
        self._leave_for(cause)
        self._enter(run_id, experiment, branch)
        self.branches.mark(cause.token, "after", self.branches.present)
        line = self._line
        if epoch is not None and (line is None or line.is_back or epoch < line.last_epoch):
            self._the_run().seek(epoch)

    def _return(self, command: do.Return) -> None:
        """Undo or redo: leave this branch for the one on the other side of the step."""
        cause, branches = command.cause, self.branches
        sides: tuple[Side, Side] = ("after", "before")
        here, there = sides if cause.direction == "undo" else reversed(sides)
        target = branches.place(cause.token, there)
        branches.leave(self._present_line())
        branches.mark(cause.token, here, branches.present)
        if target is None or branches.line(target) is None:  # it had to make room
            old = self._old_run()
            self._begin(command.run_id, lambda: self._rebuilt(old, command.experiment, command.starts_over))
            branches.begin(cause.label, command.experiment, self._the_run().epoch, self._the_run().step)
        else:
            self._enter(command.run_id, command.experiment, target)

    def _enter(self, run_id: int, experiment: Experiment, branch: int) -> None:
        """Go to a branch; its run wakes when it is needed, so that many steps at once cost one."""
        line = self.branches.enter(branch)
        if line is None:
            raise RuntimeError(f"branch {branch} is gone")
        self._run_id, self._line = run_id, line
        self._goal_epoch = None
        if line.experiment.data != experiment.data or line.experiment.network != experiment.network:
            raise RuntimeError(f"branch {branch} is of another experiment")
        if line.experiment.training != experiment.training:
            self._wake()
            self._the_run().retune(experiment)

    def _wake(self) -> None:
        """Make the run that the present line is."""
        line, self._line = self._line, None
        if line is None:
            return
        points = self._run.points if self._run is not None else None
        same_data = self._run is not None and self._run.experiment.data == line.experiment.data
        was_behind, self._is_behind = self._is_behind, True
        self._begin(self._run_id, lambda: TrainingRun.resumed(line, points if same_data else None))
        self._is_behind = was_behind

    def _act(self, run: TrainingRun, command: do.Command) -> None:
        match command:
            case do.Play():
                self._play()
            case do.PlayTo():
                self._play_to(command)
            case do.StepMinibatch():
                self._pause()
                last = min(one.epoch for one in self._runs)
                for one in self._runs:
                    if one.epoch == last:
                        self.trained += one.take_step()
            case do.StepEpoch():
                self._aim_at_next_epoch()
            case do.StepBack():
                self._pause()
                run.seek_back()
                self.beside.seek(run.epoch)
            case do.Seek(epoch):
                self._pause()
                run.seek(epoch)
                self.beside.seek(epoch)
            case do.BranchOff(cause):
                self._branch_off(run, cause)
            case do.SetParameters():
                run.set_parameters(self.undone.parameters(run, command))

    def _branch_off(self, run: TrainingRun, cause: Cause) -> None:
        """What is trained from here on is a branch of its own; what came after stays in the one before."""
        if run.is_back:
            self._leave_for(cause)
            run.branch_off()
            self._begin_branch(cause, run.step)

    def _the_run(self) -> TrainingRun:
        if self._line is not None:
            self._wake()
        if self._run is None:
            raise RuntimeError("there is no run yet")
        return self._run

    def _begin(self, run_id: int, make: Callable[[], TrainingRun]) -> None:
        self._run_id = run_id
        self._run = make()
        self._observer = self._make_observer(self._run)
        self._goal_epoch = None
        self._slice = SliceSize()
        if self._is_playing:
            self._speedometer.restart()

    def _play(self) -> None:
        self._goal_epoch = None
        if self._aim is not None:
            self._pause()
        if self._is_playing:
            return
        if not any(one.diverged is None and one.finished is None for one in self._runs):
            return
        self._is_playing = True
        self._limiter.restart()
        self._speedometer.restart()

    def _play_to(self, aim: do.PlayTo) -> None:
        self._pause()
        self._play()
        if not self._is_playing:
            return
        self._aim = aim
        speeds = [speed for speed in (self._speed, aim.steps_per_second) if speed is not None]
        self._limiter.set_speed(min(speeds, default=None))
        if self._has_reached_aim():
            self._pause()

    def _pause(self) -> None:
        if self._aim is not None:
            self._aim = None
            self._limiter.set_speed(self._speed)
        if self._is_training:
            self._is_dirty = True
        self._is_playing = False
        self._goal_epoch = None

    def _aim_at_next_epoch(self) -> None:
        self._is_playing = False
        going = [one.epoch for one in self._runs if one.diverged is None and one.finished is None]
        if going:
            self._goal_epoch = max(self._goal_epoch or 0, min(going)) + 1

    def _call(self, command: do.Call) -> None:
        if not command.future.set_running_or_notify_cancel():
            return
        try:
            command.future.set_result(command.function(self._the_run()))
        except Exception as error:  # the asker's to handle
            command.future.set_exception(error)


def trained(run: TrainingRun) -> Experiment:
    """The run's experiment with its present state, if a file can say it."""
    state = run.state()
    return replace(run.experiment, run=state if all(map(math.isfinite, state.parameters)) else None)


def _is_state_of(line: Line, experiment: Experiment) -> bool:
    """Whether the line stands where the experiment's ``run`` does: nobody has changed one of them."""
    state = experiment.run
    if state is None or line.experiment != replace(experiment, run=None, branches=None, comparison=None):
        return False
    here = line.checkpoint
    return (here.step, here.epoch) == (state.step, state.epoch) and here.parameters.tolist() == list(
        state.parameters
    )


def _yield_to_the_window() -> None:
    """Where more threads want to run than there are cores, the window's goes before this one."""
    if sys.platform == "linux":  # elsewhere a thread has no priority of its own that Python can set
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
