"""The network: its parameters in one flat vector, predictions and gradients."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.random import Generator
from numpy.typing import ArrayLike

from playground.engine.errors import ExperimentError
from playground.engine.evaluation import GradientEvaluator, LabelledSet
from playground.engine.experiment import Experiment
from playground.engine.features import evaluate
from playground.engine.initializers import INITIALIZERS
from playground.engine.layers.base import LayerPlan
from playground.engine.losses import LOSSES
from playground.engine.program import Array, run
from playground.engine.workspace import Workspace, chunk_size, make_plan, set_inputs


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
                    f"{len(given)} numbers do not fit this network, which has {self.plan.size}",
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
        features = self.seen(points)
        count = features.shape[0]
        out = np.empty((count, self.plan.outputs))
        size = chunk_size(self.plan, count)
        for start in range(0, count, max(size, 1)):
            part = features[start : start + size]
            workspace = Workspace(self.plan, self.parameters, self.state, part.shape[0])
            prediction = workspace.program.empty(self.plan.outputs, part.shape[0])
            self.head.predict(workspace.program, workspace.scores, prediction)
            set_inputs(workspace, part)
            with np.errstate(all="ignore"):
                run(workspace.program.calls())
            out[start : start + size] = prediction.T
        return out

    def gradient(self, points: ArrayLike, labels: ArrayLike) -> tuple[float, Gradients]:
        """Mean data loss (without penalty) at points ``(n, 2)`` with labels ``(n,)``, and its gradients."""
        features = self.seen(points)
        known = LabelledSet.of(features, np.asarray(labels, dtype=np.float64), self.head, self.plan.outputs)
        evaluator = GradientEvaluator(self.plan, self.parameters, self.state, self.head, known)
        loss, flat = evaluator.measure()
        dense = [layer for layer in self.plan.layers if layer.is_dense]
        return loss, Gradients([x.weights(flat) for x in dense], [_biases(x, flat) for x in dense])

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
