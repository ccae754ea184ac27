"""The worker: a plain thread that obeys commands, trains meanwhile and makes pictures. No Qt objects."""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
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
from playground.app.pacing import PicturePace
from playground.app.playing import Playing
from playground.app.work import Followed, Work
from playground.engine.experiment import Experiment
from playground.engine.stretch import Flag
from playground.engine.training import TrainingRun
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
    Ask. ``failures`` are the last ones; their numbers rise. ``branch`` is the present one of ``branches``,
    which take ``branch_bytes``; ``is_back`` says that the run stands at an earlier state than that branch's
    last one. ``beside`` are the runs that stand beside, as they were when last asked for.
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
        self._clock = clock
        self._flag = Flag()
        self._playing = Playing(self._flag, clock, own_clock)
        self._make_work = partial(Work, make_run, make_observer, clock, self._playing.begin_anew)
        self.work = self._make_work()
        self._aside: Work | None = None
        self._queue: SimpleQueue[tuple[int, do.Command]] = SimpleQueue()
        self._numbers = count(1)
        self._thread = threading.Thread(target=self._main, name="trainer", daemon=True)
        self._pictures = PicturePace(clock)
        self._ask: do.Ask | None = None
        self._asked_at = 0.0
        self._awaits_ask = self._is_prepared = False
        self._answered: SnapshotRequest | None = None
        self._is_dirty = False
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
        waits = (
            isinstance(command, do.Ask)
            and command.request.beside_resolution
            and self._playing.is_in_short_round
        )
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
        if self._playing.is_training:
            self._guarded(self._train)
        return True

    def _is_answer_due(self, ask: do.Ask) -> bool:
        """Whether there is something new to see, and training has had its share since the last picture."""
        if (
            ask.request.beside_resolution
            and self._playing.is_amid_round(self.work)
            and not self._has_waited_long()
        ):
            return False
        if ask.request != self._answered:
            return True
        return self._is_dirty and (self._pictures.is_due or not self._playing.are_steps_due)

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
        if not self._playing.is_training:
            return 0.0 if self._ask is not None and self._is_answer_due(self._ask) else None
        return self._playing.wait()

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
            self._playing.is_on,
            recorded,
            branches.present,
            tuple(branches),
            branches.size,
            run is not None and run.is_back,
            self._failures,
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
        speed = self._playing.steps_per_second()
        snapshot = work.observer.snapshot(
            request,
            run_id=work.run_id,
            playing=self._playing.is_on,
            steps_per_second=speed,
            epochs_per_second=speed / max(1, work.run.steps_per_epoch),
        )
        if request.beside_resolution:
            self._beside_view = work.beside.view(
                request.beside_resolution, work.run, playing=self._playing.is_training
            )
        self._pictures.took(self._clock() - begun)
        self._publish(snapshot)

    def _train(self) -> None:
        if self._playing.train(
            self.work, is_awaited=self._ask is not None, has_waited_long=self._has_waited_long
        ):
            self._is_dirty = True

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
                self._playing.set_speed(steps_per_second)
            case do.SetAside():
                self._pause()
                self._aside, self.work = self.work, self._make_work()
                return
            case do.TakeUp(run_id):
                self._take_up(run_id)
            case do.Pause():
                self._playing.pause_after_round(self.work)
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
        self._playing.begin_anew()

    def _act(self, command: do.Command) -> None:
        match command:
            case do.Play():
                self._playing.play(self.work)
            case do.PlayTo():
                self._playing.play_to(command, self.work)
            case do.StepMinibatch():
                self._pause()
                runs = self.work.runs
                last = min(one.epoch for one in runs)
                self.work.trained += sum(one.take_step() for one in runs if one.epoch == last)
            case do.StepEpoch():
                self._playing.end_epoch(self.work)
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

    def _pause(self) -> None:
        self._is_dirty |= self._playing.is_training
        self._playing.pause()

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
