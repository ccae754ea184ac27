"""Every loss is what its formula says, in every case it goes with, and its gradient is its gradient."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.losses import LOSSES, Head
from playground.engine.program import Program, run

CASES = [
    ("cross_entropy", "classification", 1),
    ("cross_entropy", "classification", 4),
    ("squared_error", "classification", 1),
    ("squared_error", "classification", 3),
    ("squared_error", "regression", 1),
    ("hinge", "classification", 1),
    ("hinge", "classification", 4),
    ("huber", "regression", 1),
    ("absolute_error", "regression", 1),
]


def head_of(name: str, problem: str, outputs: int) -> Head:
    return LOSSES[name].head(problem, outputs)


def values_and_gradient(head: Head, scores: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    program, targets = Program(), head.encode(labels, scores.shape[0])
    values, gradient = program.empty(scores.shape[1]), program.empty(*scores.shape)
    head.values(program, scores, targets, values)
    head.gradient(program, scores, targets, 1.0, gradient)
    with np.errstate(all="ignore"):
        run(program.calls())
    return values, gradient


def prediction(head: Head, scores: np.ndarray) -> np.ndarray:
    program, out = Program(), np.empty_like(scores)
    head.predict(program, scores, out)
    with np.errstate(all="ignore"):
        run(program.calls())
    return out


def formula(name: str, problem: str, s: np.ndarray, y: float) -> float:
    """One sample's loss, spelled out."""
    if problem == "regression":
        e = s[0] - y
        huber = 0.5 * e * e if abs(e) <= 1 else abs(e) - 0.5
        return {"squared_error": 0.5 * e * e, "huber": huber, "absolute_error": abs(e)}[name]
    if len(s) == 1:
        sign = 2.0 * y - 1.0
        return {
            "cross_entropy": math.log1p(math.exp(-sign * s[0])),
            "squared_error": 0.5 * (math.tanh(s[0]) - sign) ** 2,
            "hinge": max(0.0, 1.0 - sign * s[0]),
        }[name]
    signs = [1.0 if k == y else -1.0 for k in range(len(s))]
    right = s[int(y)]
    return {
        "cross_entropy": math.log(sum(math.exp(x) for x in s)) - right,
        "squared_error": sum(0.5 * (math.tanh(x) - t) ** 2 for x, t in zip(s, signs, strict=True)),
        "hinge": sum(max(0.0, x - right + 1.0) for k, x in enumerate(s) if k != y),
    }[name]


def test_the_names_and_their_problems_are_those_of_the_file_format():
    assert {name: loss.problems for name, loss in LOSSES.items()} == {
        "cross_entropy": ("classification",),
        "squared_error": ("classification", "regression"),
        "hinge": ("classification",),
        "huber": ("regression",),
        "absolute_error": ("regression",),
    }


@pytest.mark.parametrize(("name", "problem", "outputs"), CASES)
@given(seed=st.integers(0, 10_000), samples=st.integers(1, 6), size=st.floats(0.1, 6.0))
def test_value_and_gradient_are_the_formulas(name, problem, outputs, seed, samples, size):
    rng = np.random.default_rng(seed)
    scores = size * rng.standard_normal((outputs, samples))
    labels = (
        rng.standard_normal(samples)
        if problem == "regression"
        else rng.integers(0, max(2, outputs), samples).astype(float)
    )
    values, gradient = values_and_gradient(head_of(name, problem, outputs), scores, labels)
    h = 1e-6
    for i in range(samples):
        assert values[i] == pytest.approx(
            formula(name, problem, scores[:, i], labels[i]), rel=1e-10, abs=1e-12
        )
        for k in range(outputs):
            up, down = scores[:, i].copy(), scores[:, i].copy()
            up[k] += h
            down[k] -= h
            numeric = (formula(name, problem, up, labels[i]) - formula(name, problem, down, labels[i])) / (
                2 * h
            )
            assert gradient[k, i] == pytest.approx(numeric, rel=1e-5, abs=1e-8)


@pytest.mark.parametrize(("name", "problem", "outputs"), CASES)
def test_confident_scores_neither_overflow_nor_turn_into_no_number(name, problem, outputs):
    scores = np.zeros((outputs, 4))
    scores[0] = [1e150, -1e150, 800.0, -800.0]
    labels = np.array([0.0, 1.0, 1.0, 0.0])
    values, gradient = values_and_gradient(head_of(name, problem, outputs), scores, labels)
    assert np.isfinite(values).all()
    assert np.isfinite(gradient).all()
    assert np.isfinite(prediction(head_of(name, problem, outputs), scores)).all()


def test_a_confidently_wrong_class_still_pulls():
    _, gradient = values_and_gradient(
        head_of("cross_entropy", "classification", 1), np.array([[50.0]]), np.zeros(1)
    )
    assert gradient[0, 0] == pytest.approx(1.0)


@pytest.mark.parametrize("classes", [2, 3, 8])
def test_zero_scores_cost_the_logarithm_of_the_number_of_classes(classes):
    outputs = 1 if classes == 2 else classes
    values, _ = values_and_gradient(
        head_of("cross_entropy", "classification", outputs), np.zeros((outputs, classes)), np.arange(classes)
    )
    np.testing.assert_allclose(values, math.log(classes))


def test_softmax_probabilities_sum_to_one():
    scores = np.random.default_rng(0).normal(scale=50.0, size=(5, 20))
    np.testing.assert_allclose(
        prediction(head_of("cross_entropy", "classification", 5), scores).sum(axis=0), 1.0
    )


@pytest.mark.parametrize(("name", "problem", "outputs"), CASES)
def test_the_predictions_slope_is_the_limit_of_differences(name, problem, outputs):
    head, h = head_of(name, problem, outputs), 1e-6
    scores = np.random.default_rng(3).standard_normal((outputs, 5))
    present = prediction(head, scores)
    for output in range(outputs):
        program, slopes = Program(), np.empty_like(scores)
        head.predict_backward(program, present, output, slopes)
        run(program.calls())
        for k in range(outputs):
            step = np.zeros((outputs, 1))
            step[k] = h
            numeric = (prediction(head, scores + step) - prediction(head, scores - step))[output] / (2 * h)
            np.testing.assert_allclose(slopes[k], numeric, atol=1e-8)


def test_a_loss_without_a_head_for_the_problem_says_so():
    with pytest.raises(ValueError, match="does not go with regression"):
        LOSSES["hinge"].head("regression", 1)
