"""What the canvas's colours and numbers say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.experiment import Axis, Data, Experiment, Network, Training
from playground.engine.layers.dense import Dense
from playground.engine.regularizers import Regularizer
from playground.engine.training import TrainingRun
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import SnapshotRequest
from playground.ui.network.columns import feature_ranks, inactive_features
from playground.ui.network.own_units import own_number, scaled_number
from playground.ui.network.readout import source_text
from playground.ui.network.scene import shown
from playground.ui.network.tiles import output_pixels, sampled
from playground.ui.network.values import (
    RATIO_GUIDE,
    Scale,
    edge_levels,
    edge_scale,
    matrix,
    robust_scale,
    round_up,
    strongest_piece,
)


def snapshot_with(*layers, steps=3):
    run = TrainingRun(Experiment(network=Network(layers=layers)))
    run.take_steps(steps)
    return snapshot_of(run, SnapshotRequest(gradients="minibatch"))


@pytest.mark.parametrize("mode", ["weight", "gradient", "update", "ratio"])
def test_every_edge_mode_has_one_value_per_edge(mode):
    snapshot = snapshot_with(Dense(id=1, units=5), Dense(id=2, units=3, activation="maxout", pieces=3))
    assert [matrix(layer, mode).shape for layer in snapshot.layers] == [(2, 5), (5, 3), (3, 1)]


def test_a_maxout_edge_shows_its_largest_piece():
    layer = snapshot_with(Dense(id=1, units=4, activation="maxout")).layers[0]
    shown_weights = matrix(layer, "weight")
    for row in range(2):
        for unit in range(4):
            piece = strongest_piece(layer, row, unit)
            assert shown_weights[row, unit] == layer.weights[row, piece * 4 + unit]
            assert abs(shown_weights[row, unit]) == np.abs(layer.weights[row, unit::4]).max()


def test_the_ratio_is_the_last_update_over_the_weight():
    layer = snapshot_with(Dense(id=1, units=4)).layers[0]
    np.testing.assert_allclose(matrix(layer, "ratio"), np.abs(layer.weight_updates / layer.weights))


def test_a_weights_gradient_says_when_a_penalty_is_in_it():
    plain = snapshot_of(TrainingRun(Experiment()), SnapshotRequest(gradients="minibatch"))
    penalised = TrainingRun(Experiment(training=Training(regularizer=Regularizer("l2", 0.1))))
    assert "penalty" not in source_text(plain)
    assert source_text(snapshot_of(penalised, SnapshotRequest(gradients="minibatch"))).endswith("+ penalty")


def test_a_ratio_at_the_guide_is_pale_and_far_from_it_strong():
    values = [np.array([RATIO_GUIDE, 1.0, 0.0])]
    levels = edge_levels(values, edge_scale(values, "ratio"), "ratio")[0]
    assert levels[0] == 0
    assert levels[1] == -levels[2] > 0


@given(st.floats(1e-20, 1e20))
def test_the_scale_is_a_round_number_that_the_largest_value_reaches(value):
    limit = round_up(value)
    assert value <= limit * (1 + 1e-9)
    assert limit <= 2 * value * (1 + 1e-9)


def test_the_scale_rises_at_once_and_falls_slowly():
    scale = edge_scale([np.array([0.9])], "weight")
    assert scale.limit == edge_scale([np.array([0.1])], "weight", scale).limit == 1.0
    assert edge_scale([np.array([1.2])], "weight", scale).limit == 1.5
    for _ in range(200):
        scale = edge_scale([np.array([0.1])], "weight", scale)
    assert scale.limit < 0.3
    assert edge_scale([np.array([np.nan])], "weight") == Scale(1.0)


def test_one_steep_corner_does_not_decide_the_scale_of_tiles():
    grids = np.ones((2, 30, 30), dtype=np.float32)
    grids[0, 0, 0] = 1e6
    assert robust_scale(grids) == 1.0
    assert robust_scale(np.zeros((1, 9, 9), dtype=np.float32)) == 1.0
    assert robust_scale(np.full((1, 9, 9), np.nan, dtype=np.float32)) == 1.0


@pytest.mark.parametrize("resolution", [48, 100, 17])
def test_grids_are_drawn_at_the_tiles_own_size(resolution):
    grid = np.arange(resolution * resolution, dtype=np.float32).reshape(1, resolution, resolution)
    made = sampled(grid, 48)
    assert made.shape == (1, 48, 48)
    assert made[0, 0, 0] <= made[0, 0, -1] <= made[0, -1, -1]


@pytest.mark.parametrize("classes", [2, 3, 8])
def test_each_output_has_a_tile(classes):
    experiment = Experiment(data=Data(dataset="blobs", classes=classes))
    grids = np.full((experiment.outputs, 12, 12), 0.5, dtype=np.float32)
    assert output_pixels(experiment, grids).shape == (experiment.outputs, 12, 12)


@given(st.floats(-1e6, 1e6))
def test_a_number_beside_a_tile_never_reads_minus_zero(value):
    assert shown(value) not in ("−0.00", "-0.00", "0.00", "−0")


def test_zero_reads_zero():
    assert shown(0.0) == shown(-0.0) == "0"


def test_features_stand_in_the_tables_order_formulas_last():
    assert feature_ranks(("=x1*x2", "x2", "x1")) == (2, 1, 0)
    assert "x1" not in inactive_features(("x1",))
    assert len(inactive_features(())) == 9


def test_98_in_100_values_lie_below_the_scale_of_tiles():
    values = np.random.default_rng(1).permutation(np.linspace(-5.0, 5.0, 30_000)).reshape(3, 100, 100)
    scale = robust_scale(values)
    assert (np.abs(values) <= scale).mean() == pytest.approx(0.98, abs=0.005)


@pytest.mark.parametrize("value", [-1.0, 0.0, 0.25])
def test_a_value_in_the_datas_own_units_is_the_networks_and_back(value):
    points = ((0.0, 0.0, 0.5), (1.0, 1.0, -0.5))
    axis = Axis("weight", 70.0, 20.0)
    scaled = Experiment(data=Data(dataset="custom", problem="regression", points=points, value_axis=axis))
    assert own_number(scaled, value) == 70.0 + 20.0 * value
    assert scaled_number(scaled, 70.0 + 20.0 * value) == value
    assert own_number(Experiment(), value) == scaled_number(Experiment(), value) == value
