"""The loss surface is the network's own loss at the parameters it names, and its path is the run's."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.experiment import Data, Experiment, Network, Training
from playground.engine.layers.dense import Dense
from playground.engine.layers.norms import BatchNorm
from playground.engine.training import TrainingRun
from playground.observe.loss_surface import (
    LARGEST_RADIUS,
    SMALLEST_RADIUS,
    filter_normalised,
    loss_surface,
    source_of,
)


def trained(epochs: int = 6, layers=None, **data) -> TrainingRun:
    network = Network(layers=layers or (Dense(units=4, activation="tanh"), Dense(units=3, activation="tanh")))
    run = TrainingRun(
        Experiment(data=Data(samples=100, **data), network=network, training=Training(learning_rate=0.1))
    )
    run.train(epochs)
    return run


def computed(source, directions, **options):
    shares = []
    steps = loss_surface(source, directions, **options)
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as end:
            return end.value, shares


@pytest.mark.parametrize("directions", ["random", "gradient", "path"])
def test_the_middle_is_the_present_loss(directions):
    run = trained()
    surface, shares = computed(source_of(run), directions, resolution=5)
    loss = run.evaluate()[0].loss
    assert surface.center_loss == pytest.approx(loss, rel=1e-12)
    assert surface.values[2, 2] == pytest.approx(loss, rel=1e-12)
    assert shares == [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]


@pytest.mark.parametrize("layers", [None, (Dense(units=3, activation="relu"), BatchNorm(), Dense(units=2))])
def test_every_value_is_the_networks_loss_at_those_parameters(layers):
    run = trained(layers=layers)
    source = source_of(run)
    surface, _ = computed(source, "path", resolution=3)
    before = run.network.parameters.copy()
    first, second = surface.first * surface.radius, surface.second * surface.radius
    for row, y in enumerate((1, 0, -1)):
        for column, x in enumerate((-1, 0, 1)):
            run.network.parameters[:] = before + x * first + y * second
            assert surface.values[row, column] == pytest.approx(run.evaluate()[0].loss, rel=1e-9)


def test_the_runs_past_lies_on_the_surface():
    run = trained(epochs=8)
    surface, _ = computed(source_of(run), "path", resolution=3)
    assert surface.path.shape == (len(surface.path_epochs), 2)
    assert surface.path_epochs[0] == 0
    assert surface.path_epochs[-1] == run.epoch
    np.testing.assert_allclose(surface.path[-1], 0.0, atol=1e-12)
    assert np.abs(surface.path).max() <= surface.radius
    assert 0.9 < surface.path_share <= 1.0


def test_a_future_that_was_stepped_back_from_is_not_drawn():
    run = trained(epochs=8)
    run.seek(3)
    assert source_of(run).path_epochs.max() == 3


def test_down_the_gradient_the_loss_rises_uphill():
    run = trained(epochs=1)
    surface, _ = computed(source_of(run), "gradient", resolution=21)
    middle = surface.values[10]
    assert middle[11] > middle[10] > middle[9]


def test_random_directions_are_as_long_as_each_units_weights():
    run = trained()
    plan, parameters = run.network.plan, run.network.parameters
    direction = filter_normalised(plan, parameters, np.random.default_rng(0).standard_normal(plan.size))
    for layer in plan.layers:
        lengths = np.linalg.norm(layer.block(direction), axis=0)
        np.testing.assert_allclose(lengths, np.linalg.norm(layer.block(parameters), axis=0))


def test_directions_are_orthogonal_and_a_seed_gives_them_again():
    source = source_of(trained())
    for directions in ("random", "gradient", "path"):
        surface, _ = computed(source, directions, resolution=3, seed=4)
        again, _ = computed(source, directions, resolution=3, seed=4)
        product = surface.first @ surface.second
        assert abs(product) < 1e-9 * np.linalg.norm(surface.first) * np.linalg.norm(surface.second)
        np.testing.assert_array_equal(surface.values, again.values)


def test_computing_the_surface_changes_nothing_of_the_run():
    run = trained()
    before = run.network.parameters.copy(), run.network.state.copy()
    computed(source_of(run), "random", resolution=3)
    np.testing.assert_array_equal(run.network.parameters, before[0])
    np.testing.assert_array_equal(run.network.state, before[1])


def test_the_picture_is_as_wide_as_the_path_up_to_a_bound():
    run = trained(epochs=8)
    run.network.parameters *= 0.1  # seen from here, the past is far away
    for directions in ("random", "gradient"):
        surface, _ = computed(source_of(run), directions, resolution=3)
        assert SMALLEST_RADIUS < surface.radius < LARGEST_RADIUS
        assert 0.8 * surface.radius < np.abs(surface.path).max() < surface.radius
    run.network.parameters *= 0.1
    surface, _ = computed(source_of(run), "random", resolution=3)
    assert surface.radius == LARGEST_RADIUS


def test_an_untrained_run_has_a_surface_without_a_path():
    run = trained(epochs=0)
    for directions in ("random", "gradient", "path"):
        surface, _ = computed(source_of(run), directions, resolution=3)
        np.testing.assert_allclose(surface.path, 0.0)
        assert surface.path_share == 1.0
        assert np.isfinite(surface.values).all()
