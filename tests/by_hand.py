"""A dense network worked out by hand in NumPy, from its weights and the lecture's formulas alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun

Array = NDArray[np.float64]

VALUES = {
    "linear": lambda z: z,
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.1 * z),
    "tanh": lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}
SLOPES = {
    "linear": np.ones_like,
    "relu": lambda z: (z > 0).astype(float),
    "leaky_relu": lambda z: np.where(z > 0, 1.0, 0.1),
    "tanh": lambda z: 4 / (np.exp(z) + np.exp(-z)) ** 2,
    "sigmoid": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
}
FEATURES = {
    "x1": lambda x, y: x,
    "x2": lambda x, y: y,
    "x1^2": lambda x, y: x * x,
    "x2^2": lambda x, y: y * y,
    "x1x2": lambda x, y: x * y,
    "sin_x1": lambda x, y: np.sin(x),
    "sin_x2": lambda x, y: np.sin(y),
    "=x1^5": lambda x, y: x**5,
    "=0*x1": lambda x, y: 0 * x,
}


def features_of(experiment: Experiment, points: Array) -> Array:
    """``(n, features)`` of points ``(n, 2)``."""
    columns = [FEATURES[name](points[:, 0], points[:, 1]) for name in experiment.network.features]
    return np.stack(columns, axis=1) if columns else np.zeros((len(points), 0))


@dataclass(frozen=True)
class ByHand:
    """Everything about some points: by layer (hidden ones, then the output), each array ``(n, units)``."""

    inputs: list[Array]
    z: list[Array]
    a: list[Array]
    slopes: list[Array]
    upstream: list[Array]
    """d loss of the point / d a."""
    signals: list[Array]
    """d loss of the point / d z."""
    losses: Array
    outputs: Array

    @property
    def gradients(self) -> list[Array]:
        """d mean loss / d W."""
        with np.errstate(all="ignore"):
            return [x.T @ dz / len(dz) for x, dz in zip(self.inputs, self.signals, strict=True)]


def by_hand(run: TrainingRun, points: Array, labels: Array) -> ByHand:
    """The network's numbers at these points with their labels."""
    experiment = run.experiment
    activations = [layer.activation for layer in experiment.network.layers] + ["linear"]
    inputs, zs, a_s = [], [], []
    x = features_of(experiment, points)
    with np.errstate(all="ignore"):
        for name, w, b in zip(activations, run.network.weights, run.network.biases, strict=True):
            inputs.append(x)
            zs.append(x @ w + b)
            x = VALUES[name](zs[-1])
            a_s.append(x)
        losses, delta, outputs = _head(experiment, zs[-1], labels)
        signals, upstream = [delta], [delta]
        for k in range(len(zs) - 2, -1, -1):
            upstream.insert(0, signals[0] @ run.network.weights[k + 1].T)
            signals.insert(0, upstream[0] * SLOPES[activations[k]](zs[k]))
        slopes = [SLOPES[name](z) for name, z in zip(activations, zs, strict=True)]
    return ByHand(inputs, zs, a_s, slopes, upstream, signals, losses, outputs)


def _head(experiment: Experiment, s: Array, labels: Array) -> tuple[Array, Array, Array]:
    """Losses ``(n,)``, d loss / d score and predictions ``(n, outputs)``."""
    loss = experiment.loss
    if experiment.problem == "regression":
        error = s - labels[:, None]
        assert loss == "squared_error"
        return 0.5 * error[:, 0] ** 2, error, s
    if loss == "cross_entropy":
        if experiment.outputs == 1:
            p = 1 / (1 + np.exp(-s))
            y = labels[:, None]
            return -np.log(np.where(y > 0.5, p, 1 - p))[:, 0], p - y, p
        e = np.exp(s - s.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        hot = np.eye(experiment.outputs)[labels.astype(int)]
        return -np.log((p * hot).sum(axis=1)), p - hot, p
    assert experiment.outputs == 1
    t = 2 * labels[:, None] - 1
    if loss == "hinge":
        return np.where(1 - t * s > 0, 1 - t * s, 0.0)[:, 0], np.where(1 - t * s > 0, -t, 0.0), s
    a = np.tanh(s)
    return 0.5 * (a - t)[:, 0] ** 2, (a - t) * (1 - a * a), a


def size(array: Array) -> float:
    """Root mean square."""
    with np.errstate(all="ignore"):
        return float(np.sqrt(np.mean(array**2))) if array.size else 0.0
