"""What is trained next and how far: to an aim, an epoch, a round's end, or until somebody waits."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from playground.app import commands as do
from playground.app.pacing import SliceSize, SpeedLimiter, Speedometer
from playground.app.work import Work
from playground.engine.stretch import Flag
from playground.engine.training import TrainingRun
from playground.engine.turns import take_turns

_MOST_STEPS = 1 << 30
"""So many steps are taken at a time, where nobody waits for anything."""


class Playing:
    """Trains the runs of a ``Work`` as the user has said. Belongs to the trainer's thread."""

    def __init__(self, flag: Flag, clock: Callable[[], float], own_clock: Callable[[], float]) -> None:
        self._flag, self._own_clock = flag, own_clock
        self.is_on = False
        self._goal_epoch: int | None = None
        """The end of the epoch or round that is taken as one step, at full speed."""
        self._aim: do.PlayTo | None = None
        self._speed: float | None = None
        self._limiter = SpeedLimiter(clock)
        self._slice = SliceSize()
        self._speedometer = Speedometer(clock)
        self.is_in_short_round = False
        """Whether runs that take turns are all through so soon that a picture need not interrupt them."""

    @property
    def is_training(self) -> bool:
        """Whether steps are taken: it plays, or the end of an epoch is awaited."""
        return self.is_on or self._goal_epoch is not None

    @property
    def are_steps_due(self) -> bool:
        """Whether a picture that is made now makes training wait."""
        return self._goal_epoch is not None or (self.is_on and self._limiter.due() >= 1)

    def is_amid_round(self, work: Work) -> bool:
        """Whether runs take turns at full speed, and not all have had theirs in this round."""
        takes_turns = self.is_training and not self._is_limited and bool(work.beside.runs)
        return takes_turns and bool(work.beside.rounds.behind(work.runs))

    def steps_per_second(self) -> float:
        """How fast it really goes; 0 where it does not play."""
        return self._speedometer.steps_per_second() if self.is_on else 0.0

    def wait(self) -> float:
        """Seconds to rest until the next step is due."""
        return 0.0 if self._goal_epoch is not None else self._limiter.wait()

    # ----------------------------------------------------------------------------- what the user says

    def set_speed(self, steps_per_second: float | None) -> None:
        """Train no faster than this; None: as fast as it goes."""
        self._speed = steps_per_second
        self._limiter.set_speed(steps_per_second)

    def play(self, work: Work) -> None:
        """Train on until something ends it."""
        self._goal_epoch = None
        if self._aim is not None:
            self.pause()
        if self.is_on:
            return
        if not any(run.diverged is None and run.finished is None for run in work.runs):
            return
        self.is_on = True
        self._limiter.restart()
        self._speedometer.restart()

    def play_to(self, aim: do.PlayTo, work: Work) -> None:
        """Train on until the aim is reached."""
        self.pause()
        self.play(work)
        if not self.is_on:
            return
        self._aim = aim
        speeds = [speed for speed in (self._speed, aim.steps_per_second) if speed is not None]
        self._limiter.set_speed(min(speeds, default=None))
        if self._has_reached_aim(work):
            self.pause()

    def pause(self) -> None:
        """Take no more steps."""
        if self._aim is not None:
            self._aim = None
            self._limiter.set_speed(self._speed)
        self.is_on = False
        self._goal_epoch = None

    def pause_after_round(self, work: Work) -> None:
        """Pause; runs that take turns end their round first, so that all have trained as long."""
        is_amid_round = self.is_on and self.is_amid_round(work)
        self.pause()
        if is_amid_round:
            self._goal_epoch = work.beside.rounds.goal

    def end_epoch(self, work: Work) -> None:
        """Train to the end of the epoch and pause; once more for each time this is said."""
        self.is_on = False
        going = [run.epoch for run in work.runs if run.diverged is None and run.finished is None]
        if going:
            self._goal_epoch = max(self._goal_epoch or 0, min(going)) + 1

    def begin_anew(self) -> None:
        """Another run is trained from now on."""
        self._goal_epoch = None
        self._slice = SliceSize()
        if self.is_on:
            self._speedometer.restart()

    # -------------------------------------------------------------------------------------- the steps

    def train(self, work: Work, *, is_awaited: bool, has_waited_long: Callable[[], bool]) -> bool:
        """Take the steps that are due, until somebody waits; whether it took any.

        A slice, if a picture is awaited: one of runs that take turns at the end of their round, or when it
        has been awaited for long.
        """
        if work.beside.runs:
            return self._train_in_turn(work, is_awaited, has_waited_long)
        run = work.the_run
        allowed = self._limiter.due() if self._goal_epoch is None else math.inf
        if self._goal_epoch is not None:
            allowed = max(1, run.steps_per_epoch - run.step_in_epoch)
        if is_awaited or not run.is_native:
            allowed = min(allowed, self._slice.steps())
        if self._aim is not None:
            last = self._aim.epoch if self._aim.is_reached is None else run.epoch + 1
            allowed = min(allowed, max(1, (last - run.epoch) * run.steps_per_epoch - run.step_in_epoch))
        if allowed < 1:
            return False
        most = int(min(allowed, _MOST_STEPS))
        taken = self._take_steps(work, run, most, self._flag)
        self._limiter.took(taken)
        reached_goal = self._goal_epoch is not None and run.epoch >= self._goal_epoch
        has_ended = taken < most and not self._flag.is_raised
        if reached_goal or has_ended or run.diverged or run.finished or self._has_reached_aim(work):
            self.pause()
        return True

    def _train_in_turn(self, work: Work, is_awaited: bool, has_waited_long: Callable[[], bool]) -> bool:
        """All runs take the steps that are due, whoever has trained the fewest epochs first.

        Without a limit they train round by round; a round ends before its picture is made.
        """
        allowed = self._limiter.due() if self._is_limited else math.inf
        if allowed < 1:
            return False
        if not self._is_limited:
            self._take_round(work, is_awaited, has_waited_long)
        else:  # so few steps that nobody need be interrupted: all take as many
            allowed = left = min(allowed, self._slice.steps())
            while left >= 1 and (most := self._take_few(work, left)):
                left -= most
                if self._flag.is_raised or self._has_reached_aim(work):
                    break
            self._limiter.took(int(allowed - left))
        goal = self._goal_epoch
        going = [run.epoch for run in work.runs if run.can_go_on]
        if not going or (goal is not None and min(going) >= goal) or self._has_reached_aim(work):
            self.pause()
        return True

    @property
    def _is_limited(self) -> bool:
        return self._goal_epoch is None and self._limiter.steps_per_second is not None

    def _take_few(self, work: Work, allowed: float) -> int:
        """Whoever is behind takes up to so many steps; the most that one took."""
        turns, wanted = self._turns(work, fast=False)
        return max(
            (
                self._take_steps(work, run, int(min(steps, allowed)), None)
                for run, steps in zip(turns, wanted, strict=True)
            ),
            default=0,
        )

    def _take_round(self, work: Work, is_awaited: bool, has_waited_long: Callable[[], bool]) -> None:
        """Whoever is behind takes the steps of the round, until somebody waits."""
        rounds, begun = work.beside.rounds, self._own_clock()
        self.is_in_short_round = rounds.is_short
        is_whole = not rounds.behind(work.runs)
        is_judged = self._aim is not None and self._aim.is_reached is not None
        turns, wanted = self._turns(work, fast=self._goal_epoch is None and not is_judged)
        if not is_awaited and all(run.is_native for run in turns):
            self._take_together(work, turns, wanted)
        else:
            for run, steps in zip(turns, wanted, strict=True):
                self._take_steps(work, run, min(steps, self._slice.steps()), self._flag)
                if self._flag.is_raised or (is_awaited and has_waited_long()):
                    break
        self.is_in_short_round = False
        if is_whole and not rounds.behind(work.runs):
            rounds.learn(self._own_clock() - begun)

    def _turns(self, work: Work, *, fast: bool) -> tuple[list[TrainingRun], list[int]]:
        """The runs that are behind in their round, or in the next one, and the steps each lacks."""
        rounds = work.beside.rounds
        turns = rounds.behind(work.runs)
        if not turns and rounds.begin(work.runs, fast=fast):
            if self._aim is not None:
                rounds.goal = min(rounds.goal, self._aim.epoch)
            turns = rounds.behind(work.runs)
        return turns, [(rounds.goal - run.epoch) * run.steps_per_epoch - run.step_in_epoch for run in turns]

    def _take_steps(self, work: Work, run: TrainingRun, most: int, flag: Flag | None) -> int:
        """Up to so many steps, until the flag is up; how many it took."""
        begun = self._own_clock()
        taken = run.take_steps(most, flag)
        self._count(work, [run], [taken], self._own_clock() - begun)
        return taken

    def _take_together(self, work: Work, runs: Sequence[TrainingRun], counts: Sequence[int]) -> None:
        """Each in turn up to so many steps, until the flag is up."""
        begun = self._own_clock()
        taken = take_turns(runs, counts, self._flag)
        self._count(work, runs, taken, self._own_clock() - begun)

    def _count(self, work: Work, runs: Sequence[TrainingRun], taken: Sequence[int], seconds: float) -> None:
        self._slice.learn(sum(taken), seconds)
        work.trained += sum(taken)
        for run, steps in zip(runs, taken, strict=True):
            if run is work.run:
                self._speedometer.count(steps)

    def _has_reached_aim(self, work: Work) -> bool:
        """Whether all runs are at the aim's epoch, or its measure is reached at the end of the same one."""
        aim = self._aim
        if aim is None:
            return False
        going = [run for run in work.runs if run.can_go_on]
        if all(run.epoch >= aim.epoch for run in going):
            return True
        if aim.is_reached is None:
            return False
        judged = work.beside.runs or work.runs
        ends = {(run.epoch, run.step_in_epoch) for run in judged if run.can_go_on}
        return len(ends) == 1 and ends.pop()[1] == 0 and aim.is_reached(judged)
