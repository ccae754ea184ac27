"""Speeds of the engine, by pytest-benchmark: ``pytest tests/benchmarks --benchmark-enable``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from threadpoolctl import threadpool_limits

from playground.engine.edits import with_training
from playground.engine.training import TrainingRun
from playground.observe import gradcheck
from playground.observe.observer import Observer
from playground.observe.snapshot import SnapshotRequest
from playground.tools.benchmark_engine import NETWORKS, experiment

LOOKS = {
    "numbers": SnapshotRequest(),
    "boundary": SnapshotRequest(boundary_resolution=100),
    "all grids": SnapshotRequest(boundary_resolution=100, unit_resolution=100),
    "all grids and sensitivities": SnapshotRequest(
        boundary_resolution=100, unit_resolution=100, sensitivity_resolution=100
    ),
    "gradients": SnapshotRequest(gradients="training_set", probe=(1.0, 2.0, 1.0)),
    "statistics": SnapshotRequest(statistics=True, histograms=True, unit_histograms=True),
}


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    with threadpool_limits(limits=1):
        yield


@pytest.mark.parametrize("network", list(NETWORKS))
def test_a_hundred_steps(benchmark, network):
    run = TrainingRun(experiment(*NETWORKS[network]))
    assert benchmark(run.take_steps, 100) == 100


@pytest.mark.parametrize("optimizer", ["momentum", "adam", "adamw"])
def test_a_hundred_steps_of_other_optimizers(benchmark, optimizer):
    run = TrainingRun(with_training(experiment(*NETWORKS["7-8x6-1"]), optimizer={"name": optimizer}))
    assert benchmark(run.take_steps, 100) == 100


@pytest.mark.parametrize("units", [64, 512])
def test_a_step_of_ten_thousand_points(benchmark, units):
    run = TrainingRun(experiment(("x1", "x2"), (units, units), "relu", points=10_000, batch_size=10_000))
    benchmark.pedantic(run.take_step, rounds=3, warmup_rounds=1)
    assert run.diverged is None


@pytest.mark.parametrize("look", list(LOOKS))
@pytest.mark.parametrize("network", list(NETWORKS))
def test_a_snapshot(benchmark, network, look):
    run = TrainingRun(experiment(*NETWORKS[network]))
    run.take_steps(100)
    snapshot = benchmark(Observer(run).snapshot, LOOKS[look])
    assert snapshot.request == LOOKS[look]


@pytest.mark.parametrize("network", list(NETWORKS))
def test_a_gradient_check(benchmark, network):
    run = TrainingRun(experiment(*NETWORKS[network]))
    assert benchmark(gradcheck.check, run).passed


def test_opening_a_hundred_thousand_points(benchmark):
    asked = experiment(("x1", "x2"), (8, 8), "tanh", points=100_000)
    assert benchmark.pedantic(TrainingRun, (asked,), rounds=2).train_set.count == 100_000
