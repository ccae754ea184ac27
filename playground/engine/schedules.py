"""The learning rate over the epochs: name -> the factor at an epoch."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias, get_args

from msgspec import Meta

from playground.engine.schema import Count, Named, Positive, Share

WarmUp = Annotated[int, Meta(ge=0, le=1_000_000_000)]


class ConstantSchedule(Named, frozen=True, tag="constant"):
    """The learning rate stays. ``warmup``: epochs of linear rise, factor (epoch + 1) / warmup."""

    warmup: WarmUp = 0


class StepSchedule(Named, frozen=True, tag="step"):
    """Times ``factor`` after every ``every`` epochs."""

    every: Count = 100
    factor: Positive = 0.5
    warmup: WarmUp = 0


class ExponentialSchedule(Named, frozen=True, tag="exponential"):
    """Times ``decay`` after every epoch."""

    decay: Annotated[float, Meta(gt=0.0, le=1.0)] = 0.99
    warmup: WarmUp = 0


class CosineSchedule(Named, frozen=True, tag="cosine"):
    """Half a cosine from the rate to ``minimum`` times the rate over ``epochs``, then stays there."""

    epochs: Count = 1000
    minimum: Share = 0.0
    warmup: WarmUp = 0


Schedule: TypeAlias = ConstantSchedule | StepSchedule | ExponentialSchedule | CosineSchedule
SCHEDULE_CHOICES: dict[str, type[Schedule]] = {
    str(kind.__struct_config__.tag): kind for kind in get_args(Schedule)
}


@dataclass(frozen=True)
class ScheduleRule:
    """``factor(settings, epoch)`` times the learning rate is the rate in that epoch (from 0)."""

    factor: Callable[[Any, int], float]


def _step(settings: Any, epoch: int) -> float:
    return math.pow(settings.factor, epoch // settings.every)


def _exponential(settings: Any, epoch: int) -> float:
    return math.pow(settings.decay, epoch)


def _cosine(settings: Any, epoch: int) -> float:
    """Loshchilov and Hutter 2017, without restarts: stays at the minimum after ``epochs``."""
    progress = min(epoch / settings.epochs, 1.0)
    return float(settings.minimum + (1.0 - settings.minimum) * 0.5 * (1.0 + math.cos(math.pi * progress)))


SCHEDULES: dict[str, ScheduleRule] = {
    "constant": ScheduleRule(lambda _settings, _epoch: 1.0),
    "step": ScheduleRule(_step),
    "exponential": ScheduleRule(_exponential),
    "cosine": ScheduleRule(_cosine),
}


def rate_at(learning_rate: float, schedule: Any, epoch: int) -> float:
    """The learning rate in this epoch: rate times the schedule's factor times the warm-up's.

    In warm-up epoch e (from 0) that factor is ``(e + 1) / warmup``; the schedule runs meanwhile.
    """
    try:
        factor = SCHEDULES[schedule.name].factor(schedule, epoch)
    except OverflowError:
        factor = math.inf
    warm = min((epoch + 1) / schedule.warmup, 1.0) if schedule.warmup else 1.0
    return learning_rate * factor * warm if learning_rate else 0.0
