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
from functools import partial
from itertools import count
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

from playground.app import commands as do
from playground.app.branch_file import Kept
from playground.app.branches import Branch
from playground.app.compared_runs import ComparisonView
from playground.app.document import UndoHistory
from playground.app.memory import Held, held_by_work
from playground.app.pacing import PicturePace, SliceSize, SpeedLimiter, Speedometer
from playground.app.work import Followed, Work
from playground.engine.experiment import Experiment
from playground.engine.stretch import Flag
from playground.engine.training import TrainingRun
from playground.engine.turns import take_turns
from playground.observe.observer import Observer
from playground.observe.snapshot import Snapshot, SnapshotRequest

T = TypeVar("T")

SWITCH_INTERVAL = 0.0002
"""Seconds a thread may hold the interpreter: shorter keeps frames even, for 3 % of the worker's speed."""
NICENESS = 5
_KEPT_FAILURES = 20
_PATIENCE = 0.04
"""So many seconds a picture of runs beside each other waits until they have trained as many epochs."""
_ASKING_SECONDS = 0.03
"""So long after another run has begun the window may take to show what it knows, and to ask for a picture."""
_IDLE_SECONDS = 0.2
"""Who has had nothing to do for so long makes what the next training needs."""
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


class Trainer:
    """One queue in (``post``), one attribute out (``latest``); nothing else is shared.

    The run lives in the thread, in ``work``. A snapshot is made once per Ask, as soon as there is something
    new to see.
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
        self._clock, self._own_clock = clock, own_clock
        self._make_work = partial(Work, make_run, make_observer, clock, self._on_begun)
        self.work = self._make_work()
        self._aside: Work | None = None
        self._queue: SimpleQueue[tuple[int, do.Command]] = SimpleQueue()
        self._flag = Flag()
        self._numbers = count(1)
        self._thread = threading.Thread(target=self._main, name="trainer", daemon=True)
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
        self._awaits_ask = self._is_prepared = False
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
        return self.ask(lambda _run: self.work.keep(history))

    def held(self) -> Future[tuple[Held, ...]]:
        """What the runs and branches hold, after all commands posted so far."""
        return self.ask(lambda _run: held_by_work(self.work))

    def stop(self, timeout: float) -> bool:
        """Tell the thread to end and wait; False when it did not end in time."""
        self.post(do.Stop())
        if self._thread.ident is not None:
            self._thread.join(timeout)
        return not self._thread.is_alive()

    @property
    def has_unsaved(self) -> bool:
        """Whether anything was trained since a file was opened or written."""
        return self.work.trained != self.work.saved

    def note_saved(self, trained: int) -> None:
        """A file holds what had been trained by then (``Kept.trained``)."""
        self.work.saved = trained

    @property
    def has_news(self) -> bool:
        """Whether there is something that no snapshot shows yet."""
        return self._is_dirty

    # ------------------------------------------------------------------------------ the thread itself

    def _main(self) -> None:
        yield_to_the_window()
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
        self._guarded(self.work.wake)
        self.handled = self._handled
        if self._awaits_ask:
            return True
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
    def _is_amid_round(self) -> bool:
        """Whether runs take turns at full speed, and not all have had theirs in this round."""
        is_fast = self._limiter.steps_per_second is None or self._goal_epoch is not None
        takes_turns = self._is_training and is_fast and bool(self.work.beside.runs)
        return takes_turns and bool(self.work.beside.rounds.behind(self.work.runs))

    @property
    def _has_waited_long(self) -> bool:
        """Whether a picture has been asked for so long ago that it is made amid a round."""
        return self._clock() - self._asked_at > _PATIENCE

    def _take_commands(self) -> tuple[list[int], list[do.Command]]:
        """All commands in the queue; rests there until the next step is due or a command comes."""
        taken: list[tuple[int, do.Command]] = []
        rest = _ASKING_SECONDS if self._awaits_ask else self._rest()
        self._awaits_ask = False
        is_idle = rest is None and not self._is_prepared and self.latest.snapshot is not None
        rest = _IDLE_SECONDS if is_idle else rest
        self._flag.lower()  # a command that comes from now on raises it again
        try:
            taken.append(self._queue.get(timeout=rest) if rest != 0.0 else self._queue.get_nowait())
            while True:
                taken.append(self._queue.get_nowait())
        except Empty:
            if is_idle and not taken:
                self._prepare()
        return [number for number, _ in taken], [command for _, command in taken]

    def _prepare(self) -> None:
        """Make what training needs: nobody waits now, and whoever presses Play will not either."""
        self._is_prepared = True
        if self.work.run is not None:
            self._guarded(self.work.run.prepare)

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
        run, branches = self.work.run, self.work.branches
        recorded = tuple(dict.fromkeys(run.history.epochs)) if run is not None else ()
        self.work.note_end()
        self.latest = Report(
            self._handled,
            answered,
            snapshot,
            self._is_playing,
            recorded,
            branches.present,
            tuple(branches),
            branches.size,
            run is not None and run.is_back,
            self._failures,
            self._picture_seconds,
            self._beside_view,
        )

    def _answer(self) -> None:
        if self._ask is None:
            return
        request, self._answered, self._is_dirty = self._ask.request, self._ask.request, False
        work = self.work
        if work.run is None or work.observer is None or work.is_behind:
            self._publish(self.latest.snapshot)
            return
        begun = self._clock()
        speed = self._speedometer.steps_per_second() if self._is_playing else 0.0
        snapshot = work.observer.snapshot(
            request,
            run_id=work.run_id,
            playing=self._is_playing,
            steps_per_second=speed,
            epochs_per_second=speed / max(1, work.run.steps_per_epoch),
        )
        if request.beside_resolution:
            self._beside_view = work.beside.view(
                request.beside_resolution, work.run, playing=self._is_training
            )
        self._picture_seconds = self._clock() - begun
        self._pictures.took(self._picture_seconds)
        self._publish(snapshot)

    def _train(self) -> None:
        """Take the steps that are due, until somebody waits; a slice where a picture will soon be due."""
        run = self.work.the_run
        if self.work.beside.runs:
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
        taken = self._take_steps(run, most, self._flag)
        self._limiter.took(taken)
        self._is_dirty = True
        reached_goal = self._goal_epoch is not None and run.epoch >= self._goal_epoch
        has_ended = taken < most and not self._flag.is_raised
        if reached_goal or has_ended or run.diverged or run.finished or self._has_reached_aim():
            self._pause()

    def _take_steps(self, run: TrainingRun, most: int, flag: Flag | None) -> int:
        """Up to so many steps, until the flag is up; how many it took."""
        begun = self._own_clock()
        taken = run.take_steps(most, flag)
        self._count([run], [taken], self._own_clock() - begun)
        return taken

    def _take_together(self, runs: Sequence[TrainingRun], counts: Sequence[int]) -> None:
        """Each in turn up to so many steps, until the flag is up."""
        begun = self._own_clock()
        taken = take_turns(runs, counts, self._flag)
        self._count(runs, taken, self._own_clock() - begun)

    def _count(self, runs: Sequence[TrainingRun], taken: Sequence[int], seconds: float) -> None:
        """Count steps just taken."""
        self._slice.learn(sum(taken), seconds)
        self.work.trained += sum(taken)
        for run, steps in zip(runs, taken, strict=True):
            if run is self.work.run:
                self._speedometer.count(steps)

    def _has_reached_aim(self) -> bool:
        """Whether all runs are at the aim's epoch, or its measure is reached at the end of the same one."""
        aim = self._aim
        if aim is None:
            return False
        going = [run for run in self.work.runs if run.can_go_on]
        if all(run.epoch >= aim.epoch for run in going):
            return True
        if aim.is_reached is None:
            return False
        judged = self.work.beside.runs or self.work.runs
        ends = {(run.epoch, run.step_in_epoch) for run in judged if run.can_go_on}
        return len(ends) == 1 and ends.pop()[1] == 0 and aim.is_reached(judged)

    def _train_in_turn(self) -> None:
        """All runs take the steps that are due, whoever has trained the fewest epochs first.

        Without a limit they train round by round; a round ends before its picture is made.
        """
        runs = self.work.runs
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
        going = [one.epoch for one in runs if one.can_go_on]
        if not going or (goal is not None and min(going) >= goal) or self._has_reached_aim():
            self._pause()

    def _take_turns(self, runs: Sequence[TrainingRun], allowed: float, *, is_limited: bool = False) -> int:
        """Whoever is behind takes up to so many steps, within a round; the most that one took."""
        rounds = self.work.beside.rounds
        turns, begun, most = rounds.behind(runs), self._own_clock(), 0
        self._is_in_short_round = rounds.is_short and not is_limited
        is_whole = not turns
        is_awaited = self._aim is not None and self._aim.is_reached is not None
        is_fast = not is_limited and self._goal_epoch is None and not is_awaited
        if not turns and rounds.begin(runs, fast=is_fast):
            if self._aim is not None:
                rounds.goal = min(rounds.goal, self._aim.epoch)
            turns = rounds.behind(runs)
        wanted = [(rounds.goal - run.epoch) * run.steps_per_epoch - run.step_in_epoch for run in turns]
        if not is_limited and self._ask is None and all(run.is_native for run in turns):
            self._take_together(turns, wanted)
        else:
            for run, count in zip(turns, wanted, strict=True):
                count = count if is_limited else min(count, self._slice.steps())
                taken = self._take_steps(run, int(min(count, allowed)), None if is_limited else self._flag)
                most = max(most, taken)
                is_late = self._ask is not None and self._has_waited_long
                if not is_limited and (self._flag.is_raised or is_late):
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
                self._awaits_ask = False
                return
            case do.Call():
                self._call(command)
                return
            case do.SetSpeed(steps_per_second):
                self._speed = steps_per_second
                self._limiter.set_speed(steps_per_second)
            case do.SetAside():
                self._pause()
                self._aside, self.work = self.work, self._make_work()
                return
            case do.TakeUp(run_id):
                self._take_up(run_id)
            case do.Pause():
                is_amid_round = self._is_playing and self._is_amid_round
                self._pause()
                if is_amid_round:
                    self._goal_epoch = self.work.beside.rounds.goal
            case do.Compare(comparison):
                self.work.beside.follow(comparison, self.work.run)
            case do.Load() | do.Reset() | do.GoTo():
                self._pause()
                self._follow(command)
            case do.Return():
                self._follow(command)
                if self.work.is_back:  # what was trained after it is kept until the user trains on from here
                    self._pause()
            case do.Rebuild() | do.Retune() | do.Open():
                self._follow(command)
            case _ if not self.work.is_behind:
                self._act(command)
        self._is_dirty = True
        self._pictures.forget()

    def _follow(self, command: Followed) -> None:
        """Do as the Experiment says; until the window asks for a picture of that it has the processor."""
        self.work.follow(command)
        self._awaits_ask, self._is_prepared = self.latest.snapshot is not None, False

    def _take_up(self, run_id: int) -> None:
        work, self._aside = self._aside, None
        if work is None:
            raise RuntimeError("nothing was set aside")
        self._pause()
        self.work = work
        work.run_id = run_id
        work.beside.rounds.forget()
        self._beside_view = None
        self._slice = SliceSize()

    def _on_begun(self) -> None:
        """Another run is trained from now on."""
        self._goal_epoch = None
        self._slice = SliceSize()
        if self._is_playing:
            self._speedometer.restart()

    def _act(self, command: do.Command) -> None:
        match command:
            case do.Play():
                self._play()
            case do.PlayTo():
                self._play_to(command)
            case do.StepMinibatch():
                self._pause()
                runs = self.work.runs
                last = min(one.epoch for one in runs)
                self.work.trained += sum(one.take_step() for one in runs if one.epoch == last)
            case do.StepEpoch():
                self._aim_at_next_epoch()
            case do.StepBack():
                self._pause()
                self.work.seek(None)
            case do.Seek(epoch):
                self._pause()
                self.work.seek(epoch)
            case do.BranchOff(cause):
                self.work.branch_off(cause)
            case do.SetParameters():
                self.work.set_parameters(command)

    def _play(self) -> None:
        self._goal_epoch = None
        if self._aim is not None:
            self._pause()
        if self._is_playing:
            return
        if not any(one.diverged is None and one.finished is None for one in self.work.runs):
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
        going = [one.epoch for one in self.work.runs if one.diverged is None and one.finished is None]
        if going:
            self._goal_epoch = max(self._goal_epoch or 0, min(going)) + 1

    def _call(self, command: do.Call) -> None:
        if not command.future.set_running_or_notify_cancel():
            return
        try:
            command.future.set_result(command.function(self.work.the_run))
        except Exception as error:  # the asker's to handle
            command.future.set_exception(error)


def yield_to_the_window() -> None:
    """Where more threads want to run than there are cores, the window's goes before this one."""
    if sys.platform == "linux":  # elsewhere a thread has no priority of its own that Python can set
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
