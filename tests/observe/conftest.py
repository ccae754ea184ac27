"""What the observing tests build on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from playground.engine.experiment import Experiment, from_builtins

Build = Callable[..., Experiment]


def _build(**parts: Any) -> Experiment:
    return from_builtins({"format": "playground", "version": 1, **parts})


@pytest.fixture(scope="session")
def build() -> Build:
    """An Experiment of its parts: ``build(data={...}, network={...}, training={...})``."""
    return _build
