"""The speed limiter, the size of a slice and the speedometer, on a clock of their own."""

from __future__ import annotations

import math

import pytest

from playground.app import commands as do
from playground.app.pacing import SLICE_SECONDS, PicturePace, SliceSize, SpeedLimiter, Speedometer
from playground.app.trainer import Trainer
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.observe.observer import Observer
from playground.observe.snapshot import SnapshotRequest


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def steps_within(limiter: SpeedLimiter, clock: Clock, seconds: float) -> int:
    """Play the worker: rest as told, take what is due."""
    end = clock.now + seconds
    taken = 0
    while clock.now < end:
        due = int(limiter.due())
        limiter.took(due)
        taken += due
        clock.now += max(limiter.wait(), 1e-5)
    return taken


def test_without_a_limit_any_number_is_due_and_nothing_waits(clock):
    limiter = SpeedLimiter(clock)
    assert limiter.due() == math.inf
    assert limiter.wait() == 0.0


def test_the_first_step_is_due_at_once(clock):
    limiter = SpeedLimiter(clock, 1.0)
    limiter.restart()
    assert limiter.due() == 1


@pytest.mark.parametrize("speed", [0.5, 1.0, 3.0, 25.0, 60.0, 400.0, 5000.0])
def test_steps_come_at_the_chosen_speed(clock, speed):
    limiter = SpeedLimiter(clock, speed)
    limiter.restart()
    assert steps_within(limiter, clock, 20.0) == pytest.approx(20.0 * speed, rel=0.02, abs=1)


def test_a_slow_speed_takes_single_steps(clock):
    limiter = SpeedLimiter(clock, 1.0)
    limiter.restart()
    limiter.took(1)
    assert limiter.due() == 0
    assert limiter.wait() == pytest.approx(1.0)
    clock.now += 1.0
    assert limiter.due() == 1


def test_what_a_slow_machine_missed_is_not_caught_up(clock):
    limiter = SpeedLimiter(clock, 10.0)
    limiter.restart()
    clock.now += 60.0
    limiter.took(1)
    assert limiter.due() <= 1


def test_a_faster_speed_does_not_wait_for_the_slow_step(clock):
    limiter = SpeedLimiter(clock, 0.1)
    limiter.restart()
    limiter.took(1)
    limiter.set_speed(100.0)
    assert limiter.wait() <= 0.011


def test_a_slice_fills_its_time(clock):
    size = SliceSize()
    for _ in range(100):
        size.learn(size.steps(), size.steps() * 10e-6)
    assert size.steps() * 10e-6 == pytest.approx(SLICE_SECONDS, rel=0.05)


def test_a_slice_of_slow_steps_is_one_step():
    size = SliceSize()
    for _ in range(20):
        size.learn(1, 0.2)
    assert size.steps() == 1


def test_the_speedometer_shows_the_last_second(clock):
    meter = Speedometer(clock)
    meter.restart()
    for speed in (100, 1000):
        for _ in range(300):
            clock.now += 0.01
            meter.count(speed // 100)
        assert meter.steps_per_second() == pytest.approx(speed, rel=0.05)


def test_the_speedometer_keeps_little(clock):
    meter = Speedometer(clock)
    for _ in range(10_000):
        clock.now += 0.001
        meter.count(1)
    assert meter.kept_marks < 100


def test_cheap_pictures_are_always_due(clock):
    pace = PicturePace(clock)
    assert pace.is_due
    pace.took(0.01)
    assert pace.is_due


def test_after_a_dear_picture_training_has_half_of_its_time(clock):
    pace = PicturePace(clock)
    pace.took(1.016)
    assert not pace.is_due
    clock.now += 0.51
    assert pace.is_due
    pace.took(10.0)
    pace.forget()
    assert pace.is_due


@pytest.mark.parametrize(("speed", "share"), [(None, 0.2), (1000.0, 0.2), (2.0, 0.0)])
def test_a_wide_network_is_trained_and_not_only_drawn(clock, speed, share):
    class SlowObserver(Observer):
        """Pictures take a second."""

        def snapshot(self, *arguments, **options):
            clock.now += 1.0
            return super().snapshot(*arguments, **options)

    class WideRun(TrainingRun):
        """Steps take a millisecond, and are taken slice by slice."""

        is_native = False

        def take_steps(self, count, flag=None):
            clock.now += 0.001 * count
            return super().take_steps(count)

    trainer, request = Trainer(WideRun, clock, SlowObserver, clock), SnapshotRequest(boundary_resolution=4)
    trainer.post(do.SetSpeed(speed))
    trainer.post(do.Load(1, Experiment()))
    trainer.post(do.Play())
    pictures, begun, asked = 0, clock.now, 0
    while pictures < 10:
        if trainer.latest.answered == asked:
            pictures += 1
            asked += 1
            trainer.post(do.Ask(asked, request))
        clock.now += 0.0005
        trainer.turn()
    assert trainer.latest.snapshot.step * 0.001 >= share * (clock.now - begun)
    assert clock.now - begun < 20.0


def test_a_slice_learns_of_slower_steps_sooner_than_of_faster_ones():
    def after(first: float, second: float) -> float:
        size = SliceSize()
        for _ in range(60):
            size.learn(1000, 1000 * first)
        before = size.steps()
        size.learn(1000, 1000 * second)
        return abs(math.log(size.steps() / before))

    assert after(2e-6, 4e-6) > 1.8 * after(4e-6, 3e-6) > 0.0
