"""What the observing tests build on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from playground.engine.training import TrainingRun

_ALL_KINDS = [
    {"kind": "batch_norm"},
    {"kind": "dense", "units": 4, "activation": "maxout"},
    {"kind": "dropout", "rate": 0.3},
    {"kind": "layer_norm"},
    {"kind": "dense", "units": 3, "activation": "gelu"},
]


@pytest.fixture
def trained(build: Callable[..., Any]) -> Callable[..., TrainingRun]:
    """A run some steps from its start: ``trained(steps=30, data={...}, ...)``, of all kinds of layers and 3 classes."""

    def made(steps: int = 30, **parts: Any) -> TrainingRun:
        parts.setdefault("network", {"layers": _ALL_KINDS})
        parts.setdefault("data", {"dataset": "spiral", "classes": 3, "samples": 200})
        run = TrainingRun(build(**parts))
        run.take_steps(steps)
        return run

    return made
