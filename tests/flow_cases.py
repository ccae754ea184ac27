"""Networks that have something wrong with their gradient, each with what is to be said, and what helps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playground.engine.experiment import Experiment, from_builtins
from playground.engine.training import TrainingRun
from playground.observe.diagnosis import Diagnosis, diagnose
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import Snapshot, SnapshotRequest

Tweak = Callable[[TrainingRun], None]


def dense(units: int, activation: str, times: int = 1, **settings: Any) -> list[dict[str, Any]]:
    return [{"kind": "dense", "units": units, "activation": activation, **settings}] * times


def experiment(**parts: Any) -> Experiment:
    return from_builtins({"format": "playground", "version": 1, **parts})


def network(*layers: dict[str, Any], **more: Any) -> Experiment:
    return experiment(network={"layers": list(layers), **more})


def trained(epochs: int = 0, **parts: Any) -> TrainingRun:
    """A run of an experiment of these parts after so many epochs."""
    run = TrainingRun(experiment(**parts))
    run.train(epochs)
    return run


def scaled(factor: float) -> Tweak:
    def change(run: TrainingRun) -> None:
        for weights in run.network.weights:
            weights *= factor

    return change


def biases(layer: int, value: float) -> Tweak:
    return lambda run: run.network.biases[layer].fill(value)


def weights(layer: int, value: float) -> Tweak:
    return lambda run: run.network.weights[layer].fill(value)


def first_scaled(factor: float) -> Tweak:
    return lambda run: run.network.weights[0].__imul__(factor) is None or None


def saturating(run: TrainingRun) -> None:
    for layer in range(3):
        run.network.biases[layer].fill(4.0)


def growing(run: TrainingRun) -> None:
    """Each layer but the first hands a ten times larger gradient back."""
    for index, matrix in enumerate(run.network.weights):
        matrix[:] = 0.0
        side = range(min(matrix.shape))
        matrix[side, side] = 10.0 if index else 1e-6


def normed_after_scaling(run: TrainingRun) -> None:
    """A small first layer, and the batch norm's statistics of what comes out of it."""
    run.network.weights[0][:] *= 1e-3
    run.network.biases[0][:] = 0.0
    run.take_steps(100)


def nothing(_run: TrainingRun) -> None:
    """Leave the run as it is."""


@dataclass(frozen=True)
class Case:
    """What is trained and changed by hand, what is to be found, and what mends it (None: nothing is to)."""

    finding: str
    cause: str
    experiment: Experiment
    tweak: Tweak = nothing
    epochs: int = 0
    source: Any = "training_set"
    probe: Any = None
    mended: Experiment | None = None
    mending: Tweak = field(default=nothing)

    @property
    def is_mended(self) -> bool:
        """Whether there is something that mends it."""
        return self.mended is not None or self.mending is not nothing

    def run(self) -> TrainingRun:
        run = TrainingRun(self.experiment)
        run.train(self.epochs)
        self.tweak(run)
        return run

    def snapshot(self, run: TrainingRun) -> Snapshot:
        return snapshot_of(run, SnapshotRequest(statistics=True, gradients=self.source, probe=self.probe))

    def found(self) -> Diagnosis:
        return diagnose(self.snapshot(self.run()))

    def found_mended(self) -> Diagnosis:
        run = TrainingRun(self.mended or self.experiment)
        run.train(self.epochs)
        self.mending(run)
        return diagnose(self.snapshot(run))


_GAUSS = {"dataset": "gauss", "noise": 0.0}
_PLANE = {"dataset": "plane"}
_NORMED = network(*dense(6, "linear"), {"kind": "layer_norm"}, *dense(6, "tanh"))
_INPUTS = network(*dense(4, "linear"), {"kind": "batch_norm"})
_SMALL_VALUES = {
    "dataset": "custom", "problem": "regression",
    "points": [[0.1 * k - 2.0, 0.05 * k, 1e-4 * k] for k in range(40)],
}  # fmt: skip


def _l1(rate: float) -> Experiment:
    return experiment(training={"regularizer": {"name": "l1", "rate": rate}})


def _hinge(rate: float) -> Experiment:
    training = {"loss": "hinge", "learning_rate": 0.1, "regularizer": {"name": "l2", "rate": rate}}
    return experiment(data=_GAUSS, training=training)


def _relu_on_values(learning_rate: float) -> Experiment:
    return experiment(
        data=_PLANE, network={"layers": dense(4, "relu")}, training={"learning_rate": learning_rate}
    )


CASES: dict[str, Case] = {
    "the default network": Case("healthy", "none", experiment()),
    "the default network, trained": Case("healthy", "none", experiment(), epochs=20),
    "ReLU with He": Case("healthy", "none", network(*dense(8, "relu", 4), initializer="he_normal"), epochs=3),
    "batch norm between": Case(
        "healthy", "none", network(*dense(6, "tanh"), {"kind": "batch_norm"}, *dense(6, "tanh")), epochs=5
    ),
    "no hidden layer": Case("direct", "none", network()),
    "six sigmoid layers": Case(
        "vanishing", "slopes", network(*dense(8, "sigmoid", 6)),
        mended=network(*dense(8, "relu", 6), initializer="he_normal"),
    ),
    "six linear layers, small": Case(
        "vanishing", "small_weights", network(*dense(8, "linear", 6), initializer="small_normal"),
        mended=network(*dense(8, "linear", 6)),
    ),
    "six ReLU layers, small": Case(
        "vanishing", "small_weights", network(*dense(8, "relu", 6), initializer="small_normal"),
        mended=network(*dense(8, "relu", 6), initializer="he_normal"),
    ),
    "twelve ReLU layers": Case(
        "vanishing", "half_off", network(*dense(32, "relu", 14)),
        mended=network(*dense(32, "relu", 14), initializer="he_normal"),
    ),
    "fourteen leaky layers": Case(
        "vanishing", "half_off", network(*dense(32, "leaky_relu", 14)),
        mended=network(*dense(32, "leaky_relu", 14), initializer="he_normal"),
    ),
    "twelve narrow ReLU layers": Case(
        "vanishing", "narrow", network(*dense(8, "relu", 12), initializer="he_normal"),
        mended=network(*dense(32, "relu", 12), initializer="he_normal"),
    ),
    "saturated by their biases": Case(
        "vanishing", "saturation", network(*dense(6, "tanh", 3)),
        tweak=saturating,
        mended=network(*dense(6, "tanh", 3)),
    ),
    "a norm layer after large weights": Case(
        "vanishing", "norms", _NORMED, tweak=first_scaled(1e3), mended=_NORMED
    ),
    "nothing arrives at the first layer": Case(
        "vanishing", "saturation", network(*dense(4, "tanh", 2)), tweak=biases(1, 400.0),
        mended=network(*dense(4, "tanh", 2)),
    ),
    "all zeros": Case(
        "zero_weights", "alike", network(*dense(4, "tanh", 2), initializer="zeros"),
        mended=network(*dense(4, "tanh", 2)),
    ),
    "only the output zero": Case(
        "zero_weights", "none", network(*dense(4, "tanh", 2), output={"initializer": "zeros"}),
        mending=lambda run: run.take_steps(1),
    ),
    "strong L1": Case("zero_weights", "held_by_l1", _l1(0.5), epochs=40, mended=_l1(0.0005)),
    "hinge, all margins met": Case("settled", "none", _hinge(0.0), epochs=60),
    "hinge and a little L2": Case("penalty", "none", _hinge(1e-6), epochs=60),
    "a large feature": Case(
        "exploding", "large_features",
        experiment(data=_PLANE, network={"features": ["=x1^5"], "layers": []}),
        mended=experiment(data=_PLANE, network={"features": ["x1"], "layers": []}),
    ),
    "a learning rate of 50": Case(
        "exploding", "large_error", _relu_on_values(50.0), epochs=1, mended=_relu_on_values(0.05)
    ),
    "a learning rate of 50, a minibatch": Case(
        "exploding", "large_error", _relu_on_values(50.0), epochs=1, source="minibatch",
        mended=_relu_on_values(0.05),
    ),
    "ReLU weights three times He": Case(
        "exploding", "large_activations", network(*dense(16, "relu", 6), initializer="he_normal"),
        tweak=scaled(3.0), mended=network(*dense(16, "relu", 6), initializer="he_normal"),
    ),
    "linear weights too large": Case(
        "exploding", "large_weights", network(*dense(8, "linear", 6)), tweak=scaled(2.2),
        mended=network(*dense(8, "linear", 6)),
    ),
    "a penalty on large weights": Case(
        "exploding", "penalty", experiment(training={"regularizer": {"name": "l2", "rate": 10.0}}),
        tweak=scaled(30.0), mended=experiment(),
        mending=scaled(30.0),
    ),
    "no number can hold it": Case("broken", "none", network(*dense(4, "relu", 2)), tweak=scaled(1e160), mended=network(*dense(4, "relu", 2))),
    "growing, but small": Case(
        "growing", "large_weights",
        experiment(data=_SMALL_VALUES, network={"layers": dense(4, "linear", 3)}), tweak=growing,
        mended=experiment(data=_SMALL_VALUES, network={"layers": dense(4, "linear", 3)}),
    ),
    "dead by their biases": Case(
        "dead", "low_bias", network(*dense(4, "relu")), tweak=biases(0, -100.0), mending=biases(0, 0.0)
    ),
    "dead by their weights": Case(
        "dead", "off",
        experiment(network={"features": ["x1^2", "x2^2"], "layers": dense(4, "relu")}),
        tweak=weights(0, -0.5), mended=experiment(
            network={"features": ["x1^2", "x2^2"], "layers": dense(4, "leaky_relu")}
        ), mending=weights(0, -0.5),
    ),
    "saturated tanh": Case("saturated", "none", network(*dense(4, "tanh")), tweak=scaled(20.0), mended=network(*dense(4, "tanh"))),
    "a learning rate of 5": Case(
        "fast", "none", experiment(training={"learning_rate": 5.0}), epochs=1, mended=experiment()
    ),
    "no feature": Case("no_feature", "none", experiment(network={"features": []}), mended=experiment()),
    "no points": Case("no_points", "none", experiment(data={"dataset": "custom", "points": []})),
    "no label": Case("no_label", "none", experiment(), source="probe", probe=(1.0, 1.0, None)),
    "a feature that is 0": Case(
        "partial", "zero_inputs", experiment(network={"features": ["=0*x1"]}), epochs=5
    ),
    "a minibatch that cancels": Case("uneven", "cancels", experiment(), epochs=3, source="minibatch"),
    "inputs that differ": Case(
        "uneven", "inputs", network(*dense(4, "linear")), tweak=first_scaled(1e-3),
        mended=_INPUTS, mending=normed_after_scaling,
    ),
}  # fmt: skip
