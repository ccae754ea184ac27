"""The learning rate over the epochs: each schedule's settings and factor in one record."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, TypeAlias, Union

import numpy as np
from msgspec import Meta

from playground.engine.arrays import FloatArray
from playground.engine.schema import Count, Named, Positive, Share


class ScheduleSettings(Named, frozen=True, kw_only=True):
    """What every schedule has. ``warmup``: epochs of linear rise, factor (epoch + 1) / warmup."""

    warmup: Annotated[int, Meta(ge=0, le=1_000_000_000)] = 0


@dataclass(frozen=True)
class ScheduleKind:
    """One schedule: the rate in an epoch (from 0) is ``factor(settings, epoch)`` times the learning rate."""

    settings: type[ScheduleSettings]
    factor: Callable[..., float]


class ConstantSchedule(ScheduleSettings, frozen=True, tag="constant"):
    """The learning rate stays."""


class StepSchedule(ScheduleSettings, frozen=True, tag="step"):
    """Times ``factor`` after every ``every`` epochs."""

    every: Count = 100
    factor: Positive = 0.5


def _step(settings: StepSchedule, epoch: int) -> float:
    return math.pow(settings.factor, epoch // settings.every)


class ExponentialSchedule(ScheduleSettings, frozen=True, tag="exponential"):
    """Times ``decay`` after every epoch."""

    decay: Annotated[float, Meta(gt=0.0, le=1.0)] = 0.99


def _exponential(settings: ExponentialSchedule, epoch: int) -> float:
    return math.pow(settings.decay, epoch)


class CosineSchedule(ScheduleSettings, frozen=True, tag="cosine"):
    """Half a cosine from the rate to ``minimum`` times the rate over ``epochs``, then stays there."""

    epochs: Count = 1000
    minimum: Share = 0.0


def _cosine(settings: CosineSchedule, epoch: int) -> float:
    """Loshchilov and Hutter 2017, without restarts."""
    progress = min(epoch / settings.epochs, 1.0)
    return settings.minimum + (1.0 - settings.minimum) * 0.5 * (1.0 + math.cos(math.pi * progress))


SCHEDULES: dict[str, ScheduleKind] = {
    "constant": ScheduleKind(ConstantSchedule, lambda _settings, _epoch: 1.0),
    "step": ScheduleKind(StepSchedule, _step),
    "exponential": ScheduleKind(ExponentialSchedule, _exponential),
    "cosine": ScheduleKind(CosineSchedule, _cosine),
}

if TYPE_CHECKING:
    Schedule: TypeAlias = ScheduleSettings
else:
    Schedule = Union[tuple(kind.settings for kind in SCHEDULES.values())]  # noqa: UP007


def rate_at(learning_rate: float, schedule: Schedule, epoch: int) -> float:
    """The learning rate in this epoch: rate times the schedule's factor times the warm-up's.

    In warm-up epoch e (from 0) that factor is ``(e + 1) / warmup``; the schedule runs meanwhile.
    """
    try:
        factor = SCHEDULES[schedule.name].factor(schedule, epoch)
    except OverflowError:
        factor = math.inf
    warm = min((epoch + 1) / schedule.warmup, 1.0) if schedule.warmup else 1.0
    return learning_rate * factor * warm if learning_rate else 0.0


_BLOCK = 256


def rates_at(learning_rate: float, schedule: Schedule, first: int, count: int) -> FloatArray:
    """The learning rates ``(count,)`` of the epochs from ``first`` on."""
    last = first + count - 1
    blocks = range(first // _BLOCK, last // _BLOCK + 1)
    rates = np.concatenate([_block(learning_rate, schedule, block) for block in blocks])
    return rates[first % _BLOCK :][:count]


@lru_cache(maxsize=128)
def _block(learning_rate: float, schedule: Schedule, block: int) -> FloatArray:
    """The rates of so many epochs, which are asked for again and again while they are trained."""
    epochs = range(block * _BLOCK, (block + 1) * _BLOCK)
    return np.array([rate_at(learning_rate, schedule, epoch) for epoch in epochs])
