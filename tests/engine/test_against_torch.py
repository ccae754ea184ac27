"""200 steps from the same weights on the same batches end where PyTorch's do."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from playground.engine.training import TrainingRun

FOLDER = Path(__file__).parent


def neighbour(name: str) -> ModuleType:
    """A module beside this one, which is no test."""
    spec = importlib.util.spec_from_file_location(f"engine_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


reference_cases = neighbour("reference_cases")
CASES = reference_cases.cases()


def ours(name: str) -> np.ndarray:
    run = TrainingRun(CASES[name])
    assert run.take_steps(reference_cases.STEPS) == reference_cases.STEPS
    state = np.concatenate([layer.state(run.network.state).ravel() for layer in run.network.plan.layers])
    return np.concatenate([run.network.parameters, state])


def assert_agree(found: np.ndarray, expected: np.ndarray) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", list(CASES))
def test_parameters_agree_with_pytorch(name):
    pytest.importorskip("torch")
    assert_agree(ours(name), neighbour("torch_reference").train(CASES[name], reference_cases.STEPS))


@pytest.mark.parametrize("name", list(CASES))
def test_parameters_agree_with_the_recorded_references(name):
    with np.load(FOLDER / "torch_references.npz") as references:
        assert_agree(ours(name), references[name])


def test_every_case_is_recorded():
    with np.load(FOLDER / "torch_references.npz") as references:
        assert set(references.files) == set(CASES)
