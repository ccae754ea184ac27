"""The learning rate that a script says is the one that the engine takes, epoch by epoch."""

from __future__ import annotations

import math

import pytest

from playground.engine.schedules import SCHEDULES, rate_at
from playground.engine.training import TrainingRun
from playground.interop.code.training import rate_text

SETTINGS = {
    "constant": {},
    "step": {"every": 3, "factor": 0.5},
    "exponential": {"decay": 0.9},
    "cosine": {"epochs": 7, "minimum": 0.1},
}


def test_every_schedule_is_tried():
    assert set(SETTINGS) == set(SCHEDULES)


@pytest.mark.parametrize("warmup", [0, 4])
@pytest.mark.parametrize("name", SETTINGS)
def test_a_script_says_the_rate_of_every_epoch(build, name, warmup):
    schedule = {"name": name, "warmup": warmup, **SETTINGS[name]}
    run = TrainingRun(build(training={"learning_rate": 0.3, "schedule": schedule}))
    said = [eval(rate_text(run), {"math": math, "min": min, "epoch": epoch}) for epoch in range(12)]
    taken = [rate_at(0.3, run.experiment.training.schedule, epoch) for epoch in range(12)]
    assert said == pytest.approx(taken, rel=1e-14)
    assert name == "constant" or len(set(said)) > 2
