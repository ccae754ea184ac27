"""Every dataset is learned by a small network, and what theory says of networks holds."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.datasets import DATASETS
from playground.engine.training import TrainingRun

LEARNED = {
    "circle": 0.01,
    "xor": 0.01,
    "gauss": 0.03,
    "spiral": 0.2,
    "moons": 0.01,
    "rings": 0.01,
    "checkerboard": 0.1,
    "blobs": 0.01,
    "plane": 0.001,
    "multi_gauss": 0.005,
    "saddle": 0.003,
    "ripple": 0.008,
}
"""Test loss that two layers of 24 tanh units reach in 300 epochs of Adam."""


def test_every_dataset_has_its_goal():
    assert set(LEARNED) == set(DATASETS)


@pytest.mark.parametrize("dataset", list(LEARNED))
def test_every_dataset_is_learned(build, dataset):
    run = TrainingRun(
        build(
            data={"dataset": dataset, "classes": 2, "samples": 800, "noise": 0.05},
            network={"layers": [{"kind": "dense", "units": 24}] * 2},
            training={"optimizer": {"name": "adam"}, "learning_rate": 0.01, "batch_size": 20},
        )
    )
    run.train(300)
    _, test = run.evaluate()
    assert test.loss <= LEARNED[dataset]


@pytest.mark.parametrize("classes", [3, 8])
@pytest.mark.parametrize("dataset", ["spiral", "rings", "checkerboard"])
def test_more_classes_are_learned_too(build, dataset, classes):
    run = TrainingRun(
        build(
            data={"dataset": dataset, "classes": classes, "samples": 800, "noise": 0.05},
            network={"layers": [{"kind": "dense", "units": 24}] * 2},
            training={"optimizer": {"name": "adam"}, "learning_rate": 0.01, "batch_size": 20},
        )
    )
    run.train(300)
    _, test = run.evaluate()
    assert test.accuracy >= 0.95


def test_the_default_experiment_is_learned(build):
    run = TrainingRun(build())
    run.train(300)
    _, test = run.evaluate()
    assert test.accuracy >= 0.97


def test_a_stack_of_linear_layers_equals_its_product(build):
    linear = {"kind": "dense", "activation": "linear"}
    run = TrainingRun(
        build(
            data={"dataset": "plane"},
            network={"layers": [linear | {"units": 5}, linear | {"units": 4}, linear | {"units": 3}]},
        )
    )
    run.train(3)
    weights, bias = np.eye(2), np.zeros(2)
    for w, b in zip(run.network.weights, run.network.biases, strict=True):
        weights, bias = weights @ w, bias @ w + b
    points = np.random.default_rng(0).uniform(-6, 6, (50, 2))
    np.testing.assert_allclose(run.network.predict(points), points @ weights + bias, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "softplus"])
def test_zero_weights_stay_symmetric(build, activation):
    run = TrainingRun(
        build(
            network={
                "initializer": "zeros",
                "layers": [{"kind": "dense", "units": 4, "activation": activation}] * 2,
            }
        )
    )
    run.train(5)
    for weights, biases in zip(run.network.weights[:-1], run.network.biases[:-1], strict=True):
        np.testing.assert_array_equal(weights, weights[:, :1].repeat(weights.shape[1], axis=1))
        np.testing.assert_array_equal(biases, biases[:1].repeat(biases.size))


def test_zero_weights_with_relu_never_learn(build):
    network = {
        "initializer": "zeros",
        "layers": [{"kind": "dense", "activation": "relu"}],
        "output": {"bias": False},
    }
    run = TrainingRun(build(network=network))
    run.train(5)
    assert not run.network.parameters.any()


def test_without_bias_the_boundary_goes_through_the_origin(build):
    run = TrainingRun(
        build(network={"layers": [{"kind": "dense", "bias": False}], "output": {"bias": False}})
    )
    run.train(5)
    assert run.network.predict([[0.0, 0.0]])[0, 0] == 0.5


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_dropouts_expectation_is_the_evaluation(build, rate):
    run = TrainingRun(
        build(
            data={"dataset": "plane", "samples": 400, "train_fraction": 1.0},
            network={
                "features": ["x1"],
                "layers": [{"kind": "dropout", "rate": rate}],
                "output": {"bias": False},
            },
            training={"batch_size": 400, "learning_rate": 0.0},
        )
    )
    kept, values = [], []
    for _ in range(200):
        run.take_step()
        one = run.descent.last_workspace().passes[0]
        kept.append(np.mean(one.outputs.values != 0.0))
        values.append(one.outputs.values.copy())
    inputs = run.points.train[:, 0]
    assert np.mean(kept) == pytest.approx(1.0 - rate, abs=0.01)
    error = np.mean(values, axis=0)[0] - inputs
    spread = np.abs(inputs) * np.sqrt(rate / (1.0 - rate) / 200)
    assert np.abs(error / spread).mean() == pytest.approx(np.sqrt(2.0 / np.pi), abs=0.1)


def test_more_regularization_gives_smaller_weights(build):
    sizes = []
    for rate in (0.001, 0.01, 0.1):
        run = TrainingRun(
            build(
                network={"layers": [{"kind": "dense", "units": 20, "activation": "relu"}]},
                training={"regularizer": {"name": "l2", "rate": rate}},
            )
        )
        run.train(60)
        sizes.append(sum(float(np.square(w).sum()) for w in run.network.weights))
    assert sizes[0] > sizes[1] > sizes[2]


def test_l1_makes_weights_exactly_zero_and_lets_them_leave_again(build):
    features = ["x1", "x2", "x1^2", "x2^2", "x1x2", "sin_x1"]
    regularizer = {"name": "l1", "rate": 0.05}
    experiment = build(network={"features": features, "layers": []}, training={"regularizer": regularizer})
    run = TrainingRun(experiment)
    run.train(100)
    zeros = run.network.weights[0] == 0.0
    assert zeros.any()
    assert not zeros.all()
    free = TrainingRun(build(network={"features": features, "layers": []}))
    free.network.parameters[:] = run.network.parameters
    free.train(1)
    assert (free.network.weights[0][zeros] != 0.0).all()


def test_max_norm_bounds_every_units_incoming_weights(build):
    run = TrainingRun(build(training={"max_norm": 0.5, "learning_rate": 0.5}))
    run.train(5)
    for weights in run.network.weights:
        assert np.linalg.norm(weights, axis=0).max() <= 0.5 * (1 + 1e-12)


def test_a_frozen_layer_keeps_its_parameters_under_any_optimizer(build):
    for optimizer in ("sgd", "momentum", "adam", "adamw"):
        network = {"layers": [{"kind": "dense", "frozen": True}, {"kind": "dense"}]}
        training = {"optimizer": {"name": optimizer}, "regularizer": {"name": "elastic_net", "rate": 0.1}}
        run = TrainingRun(build(network=network, training=training))
        weights, biases = run.network.weights[0].copy(), run.network.biases[0].copy()
        others = run.network.weights[1].copy()
        run.train(2)
        np.testing.assert_array_equal(run.network.weights[0], weights)
        np.testing.assert_array_equal(run.network.biases[0], biases)
        assert (run.network.weights[1] != others).any()
