"""What the tests of the engine share."""

from __future__ import annotations

import pytest

from playground.engine.native import VARIABLE


@pytest.fixture
def native_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """The native engine runs, whatever the whole suite runs on."""
    monkeypatch.delenv(VARIABLE, raising=False)
