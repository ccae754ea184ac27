"""How often a limited speed wakes the training thread, and that it keeps its rate all the same."""

from __future__ import annotations

import pytest

from playground.app.pacing import SpeedLimiter


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize("speed", [1.0, 20.0, 1_000.0, 100_000.0])
def test_a_fast_speed_wakes_a_few_times_a_frame_and_a_slow_one_at_each_step(speed):
    clock, woken, steps = Clock(), 0, 0
    limiter = SpeedLimiter(clock)
    limiter.set_speed(speed)
    while clock.now < 10.0:
        due = int(limiter.due())
        limiter.took(due)
        steps += due
        clock.now += limiter.wait() or 1e-9
        woken += 1
        assert woken < 10_000
    assert steps == pytest.approx(10.0 * speed, rel=0.02, abs=1)
    assert woken <= min(10.0 * speed, 10.0 / 0.004) * 1.1 + 2
