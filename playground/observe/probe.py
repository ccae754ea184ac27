"""The network at one point of the plane: every layer's values and, where a label is known, gradients."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from playground.engine.arrays import sealed
from playground.engine.network import Network
from playground.engine.passes import LabelledSet, Pass, Results, Wanted
from playground.engine.program import Array
from playground.observe.snapshot import Probe, ProbeLayer

_VALUES: set[Wanted] = {"prediction", "activations", "pre_activations"}
GRADIENTS: set[Wanted] = {
    "losses",
    "parameter_gradients",
    "unit_gradients",
    "pre_gradients",
    "feature_gradients",
}
"""All gradients of points with a label."""


class Prober:
    """Looks at one point at a time, in evaluation mode.

    ``gradients (size,)`` are those of the last point's own data loss; None where it had no label.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._point = LabelledSet(
            np.ones((len(network.plan.features) + 1, 1)), np.zeros(1), np.zeros((network.plan.outputs, 1))
        )
        self.gradients: Array | None = None

    @cached_property
    def _values(self) -> Pass:
        return Pass(self._network, self._point, _VALUES)

    @cached_property
    def _values_and_gradients(self) -> Pass:
        return Pass(self._network, self._point, _VALUES | GRADIENTS)

    def samples(self, point: tuple[float, float], label: float | None) -> LabelledSet | Array:
        """The point with its label, or its features ``(1, features)`` where that is no label of the data."""
        if label is None or not self._is_label(label):
            return self._network.seen(point)
        return self._network.labelled(point, [label])

    def look(self, point: tuple[float, float], label: float | None) -> Probe:
        """The network at this point; a label that is no class of the data counts as none."""
        samples = self.samples(point, label)
        has_gradients = isinstance(samples, LabelledSet)
        if isinstance(samples, LabelledSet):
            np.copyto(self._point.augmented, samples.augmented)
            np.copyto(self._point.targets, samples.targets)
            found = self._values_and_gradients.run()
        else:
            self._point.augmented[:-1] = samples.T
            found = self._values.run()
        self.gradients = found.parameter_gradients if has_gradients else None
        return Probe(
            point=point,
            label=label if has_gradients else None,
            features=sealed(self._point.augmented[:-1, 0]),
            feature_gradients=sealed(found.feature_gradients[:, 0]) if has_gradients else None,
            layers=tuple(self._layers(found, has_gradients=has_gradients)),
            outputs=sealed(found.prediction[:, 0]),
            loss=found.loss if has_gradients else None,
        )

    def _layers(self, found: Results, *, has_gradients: bool) -> list[ProbeLayer]:
        layers, inputs = [], self._point.augmented[:-1]
        for index, plan in enumerate(self._network.plan.layers):
            pieces, units = found.pre_activations[index].reshape(plan.pieces, -1), np.arange(plan.units)
            winner = np.argmax(pieces, axis=0), units
            activations = found.prediction if plan.is_output else found.activations[index]
            gradients = pre_gradients = None
            if has_gradients:
                gradients = sealed(found.unit_gradients[index][:, 0])
                pre_gradients = sealed(found.pre_gradients[index].reshape(plan.pieces, -1)[winner])
            layers.append(
                ProbeLayer(
                    id=plan.id,
                    inputs=sealed(inputs[:, 0]),
                    pre_activations=sealed(pieces[winner]),
                    activations=sealed(activations[:, 0]),
                    gradients=gradients,
                    pre_gradients=pre_gradients,
                )
            )
            inputs = found.activations[index]
        return layers

    def _is_label(self, label: float) -> bool:
        """Whether a point can have this label: a class of the data, or any finite value."""
        if self._network.problem == "regression":
            return bool(np.isfinite(label))
        return label in range(max(2, self._network.plan.outputs))
