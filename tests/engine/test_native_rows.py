"""How a table lays out its loops: joined where memory allows, and really native where it can be."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from playground.engine.native import VARIABLE, engine
from playground.engine.table import looped

pytestmark = pytest.mark.skipif(importlib.util.find_spec("llvmlite") is None, reason="needs llvmlite")


def rows_of(*arrays: np.ndarray) -> int:
    pointers = [a.ctypes.data for a in arrays]
    return len(looped((0, 0), pointers, [a.strides for a in arrays], arrays[0].shape))


def test_the_native_engine_runs_where_its_package_is(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert engine() is not None


def test_dimensions_that_lie_one_after_the_other_are_one_loop():
    whole = np.zeros((4, 5, 6))
    assert rows_of(whole, whole) == 1
    assert rows_of(whole[:, :, ::2], whole[:, :, ::2]) == 1, "every second number is evenly spaced too"
    assert rows_of(whole[:, :, :3], whole[:, :, :3]) == 1, "two dimensions that do not join are one row"
    assert rows_of(whole[:, :4, :3], whole[:, :4, :3]) == 4, "three that do not are one for each of the first"
    assert rows_of(whole, np.zeros((6, 5, 4)).T) == 4, "what joins in one array alone does not"
