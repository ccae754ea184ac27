"""When the next training step is due, how many fit into a slice, and how fast it really goes."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable

SLICE_SECONDS = 0.003
"""A request waits at most about this long; ten times longer would cost frames, not gain speed."""
CHEAP_PICTURE_SECONDS = 0.016
_SHARE_AFTER_PICTURE = 0.5
_WAKE_SECONDS = 0.004
_WINDOW_SECONDS = 1.0
_MARK_SECONDS = 0.02
Clock = Callable[[], float]


class SpeedLimiter:
    """Spreads steps evenly over time: ``due`` says how many may be taken now, ``wait`` how long to rest."""

    def __init__(self, clock: Clock, steps_per_second: float | None = None) -> None:
        self._clock = clock
        self._steps_per_second = steps_per_second
        self._next = clock()

    @property
    def steps_per_second(self) -> float | None:
        """The limit; None: none."""
        return self._steps_per_second

    def set_speed(self, steps_per_second: float | None) -> None:
        """Change the limit; the step that is already waited for comes no later than it was due."""
        if steps_per_second is not None:
            self._next = min(self._next, self._clock() + 1.0 / steps_per_second)
        self._steps_per_second = steps_per_second

    def restart(self) -> None:
        """Training begins: the first step is due now."""
        self._next = self._clock()

    def due(self) -> float:
        """Steps that may be taken now (infinite without a limit)."""
        if self._steps_per_second is None:
            return math.inf
        late = self._clock() - self._next
        return 0 if late < 0 else 1 + math.floor(late * self._steps_per_second)

    def took(self, steps: int) -> None:
        """Count steps taken. What a slow machine could not keep up with is forgiven, never caught up."""
        if self._steps_per_second is not None:
            self._next = max(self._next + steps / self._steps_per_second, self._clock() - _WAKE_SECONDS)

    def wait(self) -> float:
        """Seconds to rest until the next step is due; fast speeds wake a few times a frame."""
        if self._steps_per_second is None:
            return 0.0
        rest = self._next - self._clock()
        if self._steps_per_second * _WAKE_SECONDS > 1.0:
            rest = max(rest, _WAKE_SECONDS)
        return max(rest, 0.0)


class SliceSize:
    """How many steps fill a slice, learned from the steps before."""

    def __init__(self) -> None:
        self._seconds_per_step = SLICE_SECONDS

    def steps(self) -> int:
        """Steps for the next slice, at least one."""
        return max(1, int(SLICE_SECONDS / self._seconds_per_step))

    def learn(self, steps: int, seconds: float) -> None:
        """Take a measured slice into account: slower at once, faster by and by."""
        if steps > 0:
            measured = max(seconds / steps, 1e-7)
            share = 0.5 if measured > self._seconds_per_step else 0.2
            self._seconds_per_step += share * (measured - self._seconds_per_step)


class PicturePace:
    """Gives training its share where pictures are dear: after one that took long, steps come first.

    Without it a wide network would be drawn over and over and hardly ever trained.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due = -math.inf

    def took(self, seconds: float) -> None:
        """Count a picture just made: half of what it took beyond a frame's time is for training."""
        extra = max(seconds - CHEAP_PICTURE_SECONDS, 0.0)
        self._due = self._clock() + _SHARE_AFTER_PICTURE * extra

    def forget(self) -> None:
        """Something else is to be seen: the next picture is due at once."""
        self._due = -math.inf

    @property
    def is_due(self) -> bool:
        """Whether the next picture may be made."""
        return self._clock() >= self._due


class Speedometer:
    """Steps per second over the last second of training."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._marks: deque[tuple[float, int]] = deque()
        self._steps = 0

    @property
    def kept_marks(self) -> int:
        """How many moments are remembered."""
        return len(self._marks)

    def restart(self) -> None:
        """Training begins: what was measured before says nothing."""
        self._marks.clear()
        self._marks.append((self._clock(), self._steps))

    def count(self, steps: int) -> None:
        """Count steps just taken."""
        self._steps += steps
        now = self._clock()
        if not self._marks or now - self._marks[-1][0] >= _MARK_SECONDS:
            self._marks.append((now, self._steps))
        while len(self._marks) > 2 and now - self._marks[1][0] >= _WINDOW_SECONDS:
            self._marks.popleft()

    def steps_per_second(self) -> float:
        """The speed now, 0 before there is anything to measure."""
        if not self._marks:
            return 0.0
        seconds = self._clock() - self._marks[0][0]
        return (self._steps - self._marks[0][1]) / seconds if seconds > 0.05 else 0.0
