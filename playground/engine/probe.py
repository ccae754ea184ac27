"""The network at one point of the plane: every layer's values, and the gradients of that point's loss."""

from __future__ import annotations

import numpy as np

from playground.engine.network import Network
from playground.engine.program import Calls, run
from playground.engine.snapshot import Probe, ProbeLayer, sealed
from playground.engine.workspace import Workspace, set_inputs


class Prober:
    """Looks at one point at a time, in evaluation mode, on arrays of its own.

    ``gradients (size,)`` are those of the last point's own data loss.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self.gradients = np.zeros(network.plan.size)
        self.workspace = Workspace(network.plan, network.parameters, network.state, 1)
        program, outputs = self.workspace.program, network.plan.outputs
        self._prediction, self._targets = program.empty(outputs, 1), program.empty(outputs, 1)
        self._loss, slopes = program.empty(1), program.empty(outputs, 1)
        network.head.predict(program, self.workspace.scores, self._prediction)
        self._forward: Calls = program.calls()
        network.head.values(program, self.workspace.scores, self._targets, self._loss)
        network.head.gradient(program, self.workspace.scores, self._targets, 1.0, slopes)
        self.workspace.emit_backward(slopes, self.gradients, reach="features")
        self._backward: Calls = program.calls(len(self._forward))

    def look(self, point: tuple[float, float], label: float | None) -> Probe:
        """The network at this point; a label that is no class of the data counts as none."""
        network = self._network
        features = network.seen(np.array([point]))
        known = label is not None and self.is_label(label)
        set_inputs(self.workspace, features)
        with np.errstate(all="ignore"):
            run(self._forward)
            if known:
                np.copyto(self._targets, network.head.encode(np.array([label]), network.plan.outputs))
                run(self._backward)
        first = self.workspace.passes[0].input_gradient
        return Probe(
            point=point,
            label=label if known else None,
            features=sealed(features[0]),
            feature_gradients=sealed(first[:, 0]) if known and first is not None else None,
            layers=tuple(self._layers(with_gradients=known)),
            outputs=sealed(self._prediction[:, 0]),
            loss=float(self._loss[0]) if known else None,
        )

    def _layers(self, *, with_gradients: bool) -> list[ProbeLayer]:
        found = []
        for one in self.workspace.passes:
            pre, pre_gradient = one.pre[:, 0], one.pre_gradient[:, 0]
            if one.plan.pieces > 1:
                winner = np.argmax(pre.reshape(one.plan.pieces, -1), axis=0)
                units = np.arange(one.plan.units)
                pre = pre.reshape(one.plan.pieces, -1)[winner, units]
                pre_gradient = pre_gradient.reshape(one.plan.pieces, -1)[winner, units]
            values = self._prediction if one.plan.is_output else one.outputs.values
            found.append(
                ProbeLayer(
                    id=one.plan.id,
                    inputs=sealed(one.inputs.values[:, 0]),
                    pre_activations=sealed(pre),
                    activations=sealed(values[:, 0]),
                    gradients=sealed(one.upstream[:, 0]) if with_gradients else None,
                    pre_gradients=sealed(pre_gradient) if with_gradients else None,
                )
            )
        return found

    def is_label(self, label: float) -> bool:
        """Whether a point can have this label: a class of the data, or any finite value."""
        if self._network.problem == "regression":
            return bool(np.isfinite(label))
        return label in range(max(2, self._network.plan.outputs))
