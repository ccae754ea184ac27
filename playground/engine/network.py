"""The network: its parameters in one flat vector, predictions and gradients."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import Experiment
from playground.engine.features import evaluate
from playground.engine.initializers import INITIALIZERS
from playground.engine.layers.base import LayerPlan
from playground.engine.losses import LOSSES
from playground.engine.passes import LabelledSet, Pass, augmented
from playground.engine.program import Array
from playground.engine.workspace import make_plan


@dataclass(frozen=True)
class Gradients:
    """``d loss / d weights`` and ``d loss / d biases``, as ``Network.weights`` and ``Network.biases``."""

    weights: list[Array]
    biases: list[Array]


class Network:
    """A multilayer perceptron with its present parameters.

    ``parameters (size,)`` holds every weight and bias, layer by layer: a layer's weights
    ``(inputs, units)`` row by row, then its biases. ``state`` holds running statistics of batch
    norms: means, then variances. Both arrays stay the same objects for the network's life.
    """

    def __init__(self, experiment: Experiment, generator: Generator) -> None:
        """First parameters: ``network.initial_parameters``, or drawn from the generator."""
        self.plan = make_plan(experiment)
        self.features = experiment.network.features
        self.problem = experiment.problem
        self.head = LOSSES[experiment.loss].head(experiment.problem, experiment.outputs)
        self.parameters = np.zeros(self.plan.size)
        self.state = np.zeros(self.plan.state_size)
        for layer in self.plan.layers:
            name = getattr(layer.spec, "initializer", None) or experiment.network.initializer
            draw = partial(INITIALIZERS[name].draw, generator)
            layer.record.initialize(layer, layer.block(self.parameters), layer.state(self.state), draw)
        given = experiment.network.initial_parameters
        if given is not None:
            if len(given) != self.plan.size:
                raise ExperimentError(
                    "network.initial_parameters",
                    Note(
                        "{count} numbers do not fit this network, which has {size}",
                        count=len(given),
                        size=self.plan.size,
                    ),
                )
            self.parameters[:] = given

    def take_loss(self, experiment: Experiment) -> None:
        """Go over to the experiment's loss; the parameters stay."""
        self.head = LOSSES[experiment.loss].head(experiment.problem, experiment.outputs)

    @property
    def weights(self) -> list[Array]:
        """Each dense layer's weights ``(inputs, units)``, the output layer's last: writable views."""
        return [layer.weights(self.parameters) for layer in self.plan.layers if layer.is_dense]

    @property
    def biases(self) -> list[Array]:
        """Each dense layer's biases ``(units,)``: writable views (a bias that is off reads as zeros)."""
        return [_biases(layer, self.parameters) for layer in self.plan.layers if layer.is_dense]

    def predict(self, points: ArrayLike) -> Array:
        """Predictions ``(n, outputs)`` at plane coordinates ``(n, 2)``, in evaluation mode.

        Probabilities with cross-entropy (two classes: of class 1), tanh with squared error on
        classes, scores with hinge, values for regression.
        """
        prediction = Pass(self, self.seen(points), {"prediction"}).run().prediction
        return np.ascontiguousarray(prediction.T)

    def gradient(self, points: ArrayLike, labels: ArrayLike) -> tuple[float, Gradients]:
        """Mean data loss (without penalty) at points ``(n, 2)`` with labels ``(n,)``, and its gradients."""
        known = self.labelled(points, labels)
        found = Pass(self, known, {"losses", "parameter_gradients"}, of="mean_loss").run()
        flat, dense = found.parameter_gradients, [layer for layer in self.plan.layers if layer.is_dense]
        return found.loss, Gradients([x.weights(flat) for x in dense], [_biases(x, flat) for x in dense])

    def labelled(self, points: ArrayLike, labels: ArrayLike) -> LabelledSet:
        """Points ``(n, 2)`` and labels ``(n,)`` as the network and its loss see them."""
        known = np.asarray(labels, dtype=np.float64)
        return LabelledSet(augmented(self.seen(points)), known, self.head.encode(known, self.plan.outputs))

    def copy(self) -> Network:
        """A network of its own with the same parameters and state."""
        twin = copy.copy(self)
        twin.parameters, twin.state = self.parameters.copy(), self.state.copy()
        return twin

    def seen(self, points: ArrayLike) -> Array:
        """What the network sees of plane coordinates ``(n, 2)``: features ``(n, features)``."""
        return evaluate(self.features, np.asarray(points, dtype=np.float64).reshape(-1, 2))


def _biases(layer: LayerPlan, flat: Array) -> Array:
    biases = layer.biases(flat)
    if biases is not None:
        return biases
    zeros = np.zeros(layer.width)
    zeros.flags.writeable = False
    return zeros
