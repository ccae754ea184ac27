"""The course's case study: three spirals, a linear classifier and a network of 100 ReLU units."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from playground.engine.experiment import Experiment, decode
from playground.engine.training import TrainingRun

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"


def example(name: str) -> Experiment:
    return decode((EXAMPLES / f"{name}.json").read_bytes())


def three_spirals() -> np.ndarray:
    """The course's recipe: r from 0 to 1, the angle from 4j to 4(j + 1) plus 0.2 N(0, 1)."""
    generator, parts = np.random.RandomState(0), []
    for j in range(3):
        radius = np.linspace(0.0, 1.0, 100)
        angle = np.linspace(4 * j, 4 * (j + 1), 100) + 0.2 * generator.randn(100)
        parts.append(np.column_stack([radius * np.sin(angle), radius * np.cos(angle), np.full(100, j)]))
    return np.concatenate(parts)


@pytest.mark.parametrize("name", ["case-study-linear", "case-study-relu"])
def test_the_points_follow_the_courses_recipe(name):
    np.testing.assert_allclose(np.array(example(name).data.points), three_spirals(), atol=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "steps", "accuracy"), [("case-study-linear", 200, 0.49), ("case-study-relu", 10_000, 0.98)]
)
def test_training_reaches_the_courses_accuracy(name, steps, accuracy):
    run = TrainingRun(example(name))
    first, _ = run.evaluate()
    assert first.loss == pytest.approx(np.log(3), abs=1e-3), "small weights start at the logarithm of 3"
    run.train(20_000)
    assert (run.step, run.finished) == (steps, "epochs")
    reached, _ = run.evaluate()
    assert reached.accuracy == pytest.approx(accuracy, abs=0.005)
