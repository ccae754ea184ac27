"""The engine's benchmark measures what it says; what it finds is this machine's affair."""

from __future__ import annotations

import sys

import pytest

from playground.engine.native import VARIABLE, engine
from playground.tools import benchmark_engine
from playground.tools.benchmark_engine import NETWORKS, engine_speeds, evenness, growth, peer_ratios


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(benchmark_engine, "ROUNDS", 1)
    monkeypatch.setattr(benchmark_engine, "SLICE_SECONDS", 0.001)


def test_speeds_are_of_the_three_networks():
    rows = engine_speeds()
    assert list(dict.fromkeys(row["network"] for row in rows)) == list(NETWORKS)
    assert list(NETWORKS) == ["2-4-2-1", "7-8x6-1", "2-32-32-1"]
    assert all(row["steps_per_second"] > 0 for row in rows)


@pytest.mark.skipif(engine() is None, reason="needs llvmlite")
def test_the_same_steps_are_measured_natively_and_call_by_call():
    rows = engine_speeds()
    assert [row["native"] for row in rows] == [True, False] * 3
    for native, calls in batched_pairs(rows):
        assert native["ratio"] == pytest.approx(
            native["steps_per_second"] / calls["steps_per_second"], rel=0.02, abs=0.005
        )


def batched_pairs(rows):
    return zip(rows[::2], rows[1::2], strict=True)


def test_without_the_native_engine_there_is_one_row_a_network(monkeypatch):
    monkeypatch.setenv(VARIABLE, "numpy")
    assert [row["native"] for row in engine_speeds()] == [False] * 3


def test_the_networks_are_the_named_ones():
    for name, (features, layers, activation) in NETWORKS.items():
        asked = benchmark_engine.experiment(features, layers, activation)
        run = benchmark_engine.TrainingRun(asked)
        assert (run.train_set.count, run.steps_per_epoch) == (250, 25)
        parts = {"2-4-2-1": 25, "7-8x6-1": 433, "2-32-32-1": 1185}
        assert run.network.parameters.size == parts[name]


@pytest.mark.parametrize("missing", [(), ("torch",), ("torch", "sklearn.neural_network")])
def test_a_peer_that_is_not_installed_is_left_out(monkeypatch, missing):
    for name in missing:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(benchmark_engine, "NETWORKS", {"2-4-2-1": NETWORKS["2-4-2-1"]})
    (row,) = peer_ratios()
    assert set(row) == {
        "network",
        "steps_per_second",
        "pytorch_steps_per_second",
        "pytorch_ratio",
        "scikit_learn_steps_per_second",
        "scikit_learn_ratio",
    }
    if "torch" in missing:
        assert row["pytorch_ratio"] is row["pytorch_steps_per_second"] is None
    if "sklearn.neural_network" in missing:
        assert row["scikit_learn_ratio"] is None


def test_growth_covers_batch_units_layers_and_points():
    rows = growth()
    sizes = {
        over: [row["size"] for row in rows if row["over"] == over]
        for over in ("batch", "units", "layers", "points")
    }
    assert sizes["batch"][0] == 1
    assert sizes["batch"][-1] == 10_000
    assert (sizes["units"][0], sizes["units"][-1]) == (8, 512)
    assert (sizes["layers"][0], sizes["layers"][-1]) == (1, 12)
    assert (sizes["points"][0], sizes["points"][-1]) == (500, 100_000)
    assert all(row["ratio"] > 0 and row["step_us"] > 0 for row in rows)


def test_the_machines_own_evenness_is_measured():
    (row,) = evenness(5)
    assert row["pieces"] == 5
    assert 0 < row["work_ms_p50"] <= row["work_ms_p99"]
