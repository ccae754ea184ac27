"""Initializers, schedules, penalties and optimizers are what their sources say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.experiment import from_builtins
from playground.engine.initializers import INITIALIZERS
from playground.engine.layers.kinds import LAYER_KINDS
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.regularizers import Penalty
from playground.engine.schedules import (
    SCHEDULES,
    ConstantSchedule,
    CosineSchedule,
    ExponentialSchedule,
    StepSchedule,
    rate_at,
    rates_at,
)
from playground.engine.training import TrainingRun

DEVIATIONS = {
    "zeros": lambda _i, _u: 0.0,
    "small_normal": lambda _i, _u: 0.01,
    "uniform": lambda _i, _u: 1.0 / math.sqrt(12.0),
    "xavier_uniform": lambda i, u: math.sqrt(2.0 / (i + u)),
    "xavier_normal": lambda i, u: math.sqrt(2.0 / (i + u)),
    "he_uniform": lambda i, _u: math.sqrt(2.0 / i),
    "he_normal": lambda i, _u: math.sqrt(2.0 / i),
    "orthogonal": lambda i, u: 1.0 / math.sqrt(max(i, u)),
}


@pytest.mark.parametrize("name", list(INITIALIZERS))
@pytest.mark.parametrize(("inputs", "units"), [(100, 300), (300, 100)])
def test_first_weights_have_the_spread_of_their_source(name, inputs, units):
    weights = INITIALIZERS[name].draw(np.random.default_rng(1), inputs, units)
    assert weights.shape == (inputs, units)
    assert weights.std() == pytest.approx(DEVIATIONS[name](inputs, units), rel=0.02)
    assert abs(weights.mean()) < 0.02


@pytest.mark.parametrize("name", list(INITIALIZERS))
@given(inputs=st.integers(0, 5), units=st.integers(1, 5), seed=st.integers(0, 99))
def test_any_shape_can_be_drawn_and_the_same_seed_draws_the_same(name, inputs, units, seed):
    first, second = (INITIALIZERS[name].draw(np.random.default_rng(seed), inputs, units) for _ in range(2))
    assert first.shape == (inputs, units)
    np.testing.assert_array_equal(first, second)
    assert np.isfinite(first).all()


@pytest.mark.parametrize(("inputs", "units"), [(6, 4), (4, 6), (5, 5)])
def test_orthogonal_weights_are_orthonormal(inputs, units):
    w = INITIALIZERS["orthogonal"].draw(np.random.default_rng(0), inputs, units)
    product = w.T @ w if inputs >= units else w @ w.T
    np.testing.assert_allclose(product, np.eye(min(inputs, units)), atol=1e-12)


def test_tables_and_file_format_have_the_same_names():
    for table in (OPTIMIZERS, SCHEDULES):
        assert list(table) == [kind.settings().name for kind in table.values()]
    assert list(LAYER_KINDS) == [kind.name for kind in LAYER_KINDS.values()]


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [
        (ConstantSchedule(), {0: 1.0, 1000: 1.0}),
        (StepSchedule(every=10, factor=0.5), {0: 1.0, 9: 1.0, 10: 0.5, 25: 0.25}),
        (ExponentialSchedule(decay=0.9), {0: 1.0, 1: 0.9, 3: 0.729}),
        (CosineSchedule(epochs=100, minimum=0.2), {0: 1.0, 50: 0.6, 100: 0.2, 500: 0.2}),
        (ConstantSchedule(warmup=4), {0: 0.25, 1: 0.5, 3: 1.0, 4: 1.0}),
        (StepSchedule(every=2, factor=0.5, warmup=4), {0: 0.25, 2: 0.375, 4: 0.25}),
    ],
)
def test_the_learning_rate_follows_the_schedule(schedule, rates):
    for epoch, rate in rates.items():
        assert rate_at(2.0, schedule, epoch) == pytest.approx(2.0 * rate)


@pytest.mark.parametrize(
    "schedule",
    [
        ConstantSchedule(),
        StepSchedule(every=7, warmup=300),
        ExponentialSchedule(),
        CosineSchedule(epochs=400),
    ],
)
@pytest.mark.parametrize(("first", "count"), [(0, 1), (255, 2), (250, 600), (512, 256)])
def test_many_rates_at_once_are_those_of_each_epoch(schedule, first, count):
    wanted = [rate_at(0.03, schedule, epoch) for epoch in range(first, first + count)]
    assert rates_at(0.03, schedule, first, count).tolist() == wanted


def test_a_schedule_that_outgrows_every_number_is_infinite_instead_of_failing():
    assert rate_at(1.0, StepSchedule(every=1, factor=1e300), 10) == math.inf
    assert rate_at(0.0, StepSchedule(every=1, factor=1e300), 10) == 0.0


def test_the_penalty_is_the_formula_and_spares_biases(build):
    network = {
        "layers": [{"kind": "dense", "regularizer": {"name": "l1", "rate": 0.5}}, {"kind": "layer_norm"}]
    }
    run = TrainingRun(build(network=network, training={"regularizer": {"name": "l2", "rate": 0.2}}))
    run.network.parameters[:] = np.arange(1.0, run.network.parameters.size + 1)
    first, last = run.network.weights
    expected = 0.5 * np.abs(first).sum() + 0.1 * np.square(last).sum()
    assert run.evaluate()[0].penalty == pytest.approx(expected)


@given(rate=st.floats(0.0, 5.0), ratio=st.floats(0.0, 1.0))
def test_elastic_net_is_the_mix_of_both(rate, ratio):
    w = np.array([-2.0, 0.0, 0.5])
    mix = Penalty(np.full(3, rate * ratio), np.full(3, rate * (1 - ratio)))
    assert mix.value(w) == pytest.approx(rate * (ratio * 2.5 + (1 - ratio) * 0.5 * 4.25))
    np.testing.assert_allclose(mix.gradient(w), rate * (ratio * np.sign(w) + (1 - ratio) * w))


def test_the_penalty_does_not_depend_on_the_batch_size(build):
    ends = []
    for batch_size in (10, 250):
        training = {"batch_size": batch_size, "regularizer": {"name": "l2", "rate": 0.1}}
        run = TrainingRun(build(training=training))
        ends.append(run.evaluate()[0].penalty)
    assert ends[0] == ends[1]


def test_adams_first_step_is_the_learning_rate_itself(build):
    run = TrainingRun(build(training={"optimizer": {"name": "adam"}, "learning_rate": 0.01}))
    before = run.network.parameters.copy()
    run.take_step()
    np.testing.assert_allclose(np.abs(run.network.parameters - before), 0.01, rtol=1e-4)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"training": {"loss": "softmax"}}, "known: cross_entropy"),
        ({"network": {"initializer": "glorot"}}, "known: zeros"),
        ({"network": {"layers": [{"kind": "dense", "activation": "relu6"}]}}, "known: linear"),
        (
            {"data": {"dataset": "plane"}, "training": {"loss": "cross_entropy"}},
            "choose one of squared_error",
        ),
        (
            {"network": {"layers": [{"kind": "batch_norm"}]}, "training": {"batch_size": 1}},
            "choose 2 or more",
        ),
    ],
)
def test_a_name_or_combination_that_cannot_be_says_what_to_change(parts, reason):
    with pytest.raises(ValueError, match=reason):
        from_builtins({"format": "playground", "version": 1, **parts})
