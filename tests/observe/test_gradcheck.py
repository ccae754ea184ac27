"""The gradient check that the user can run: what it reports, and that it leaves the run alone."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.activations import ACTIVATIONS
from playground.engine.training import TrainingRun
from playground.observe import gradcheck

LAYERS = [{"kind": "dense", "units": 5}, {"kind": "dropout", "rate": 0.4}, {"kind": "batch_norm"}]


def test_it_reports_every_layer_that_learns(build):
    run = TrainingRun(build(network={"layers": LAYERS}))
    found = gradcheck.check(run)
    assert [layer.layer_id for layer in found.layers] == [1, 3, -1]
    assert [layer.checked for layer in found.layers] == [15, 10, 6]
    assert found.passed
    assert 0.0 < found.relative_error < gradcheck.TOLERANCE


def test_the_run_goes_on_as_if_it_had_not_been_checked(build):
    checked, alone = (TrainingRun(build(network={"layers": LAYERS})) for _ in range(2))
    for _ in range(5):
        gradcheck.check(checked)
        checked.take_steps(10)
        alone.take_steps(10)
    np.testing.assert_array_equal(checked.network.parameters, alone.network.parameters)
    np.testing.assert_array_equal(checked.network.state, alone.network.state)


def test_the_worst_parameter_is_named_with_both_its_gradients(build):
    run = TrainingRun(build())
    worst = gradcheck.check(run).layers[0]
    assert worst.row in (-1, 0, 1)
    assert worst.unit in range(4)
    assert np.isclose(worst.analytic, worst.numeric, rtol=1e-5)


def test_weights_of_exactly_zero_at_relus_kink_pass(build):
    layers = [{"kind": "dense", "units": 4, "activation": "relu"}] * 2
    run = TrainingRun(
        build(network={"layers": layers}, training={"regularizer": {"name": "l1", "rate": 0.3}})
    )
    run.train(5)
    run.network.weights[1][:, 0] = 0.0
    assert gradcheck.check(run).passed


def test_a_large_network_is_checked_in_part(build):
    layers = [{"kind": "dense", "units": 256, "activation": "relu"}] * 4
    run = TrainingRun(build(network={"layers": layers}))
    found = gradcheck.check(run)
    assert all(
        layer.checked <= gradcheck.PARAMETERS_PER_LAYER < layer.parameters for layer in found.layers[:-1]
    )
    assert found.passed


def test_a_wrong_gradient_is_found_where_it_is(build, monkeypatch):
    """Of a weight by its input's row and its unit, of a bias by its unit."""
    run = TrainingRun(build(network={"layers": [{"kind": "dense", "units": 5}]}))
    layer, analytic = run.network.plan.layers[0], gradcheck.Subject.gradient
    for row, unit in ((1, 3), (0, 4), (-1, 2)):

        def wrong(subject, row=row, unit=unit):
            found = analytic(subject).copy()
            layer.block(found)[row, unit] += 0.1
            return found

        with monkeypatch.context() as patch:
            patch.setattr(gradcheck.Subject, "gradient", wrong)
            found = gradcheck.check(run)
        assert not found.passed
        assert (found.layers[0].row, found.layers[0].unit) == (row, unit)
        assert np.isclose(found.layers[0].analytic - found.layers[0].numeric, 0.1, rtol=1e-4)


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "maxout"])
def test_units_that_stand_at_a_kink_pass_from_the_side_that_they_are_taken_of(build, activation):
    """All pre-activations are 0, where relu and its kin have one slope on each side, of points of one quadrant."""
    points = ((1.0, 2.0, 0.0), (3.0, 0.5, 1.0), (2.0, 4.0, 0.0))
    data = {"dataset": "custom", "points": points}
    layers = [{"kind": "dense", "units": 3, "activation": activation}]
    run = TrainingRun(build(data=data, network={"layers": layers}))
    run.network.weights[0][:] = run.network.biases[0][:] = 0.0
    assert gradcheck.check(run).passed


def zero_relu(build):
    """A run whose relu units all stand at 0 of every point, with points on all sides."""
    points = ((1.0, 2.0, 0.0), (-3.0, 0.5, 1.0), (2.0, -4.0, 0.0), (-1.0, -1.5, 1.0), (0.5, -0.25, 1.0))
    layers = [{"kind": "dense", "units": 3, "activation": "relu"}]
    run = TrainingRun(build(data={"dataset": "custom", "points": points}, network={"layers": layers}))
    run.network.weights[0][:] = run.network.biases[0][:] = 0.0
    return run


def test_at_a_kink_of_several_points_the_numeric_difference_is_not_held_against_the_gradient(build):
    """It is the mean of two slopes there, of which the gradient of a unit that is off is neither."""
    found = gradcheck.check(zero_relu(build))
    first, output = found.layers
    assert first.kinks >= 3, "of each unit one weight at least"
    assert output.kinks == 0
    assert found.passed


def test_a_wrong_gradient_beside_kinks_is_still_wrong(build, monkeypatch):
    run = zero_relu(build)
    analytic = gradcheck.Subject.gradient

    def wrong(subject):
        found = analytic(subject).copy()
        found[-1] += 0.1
        return found

    monkeypatch.setattr(gradcheck.Subject, "gradient", wrong)
    found = gradcheck.check(run)
    assert found.kinks
    assert [layer.passed for layer in found.layers] == [True, False]


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "maxout"])
def test_a_wrong_gradient_is_no_kink(build, monkeypatch, activation):
    layers = [{"kind": "dense", "units": 5, "activation": activation}]
    analytic = gradcheck.Subject.gradient
    monkeypatch.setattr(gradcheck.Subject, "gradient", lambda subject: 1.01 * analytic(subject))
    found = gradcheck.check(TrainingRun(build(network={"layers": layers})))
    assert found.kinks == 0
    assert not any(layer.passed for layer in found.layers)
