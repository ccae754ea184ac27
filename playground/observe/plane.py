"""The network over the plane: each unit's value and sensitivity in every cell of a grid, mostly float32."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from playground.engine.arrays import sealed
from playground.engine.network import Network
from playground.engine.points import Bounds
from playground.engine.program import Array, Calls, run
from playground.engine.workspace import Workspace, set_inputs
from playground.observe.snapshot import Grid, Probe, ProbeLayer

_CHUNK_VALUES = 1 << 14
_LARGEST = 1e30
"""Features are cut here, far inside float32, so that grids of extreme data stay numbers."""
_FINEST_FLOAT32 = 2.0**-17
"""Cells narrower than this share of their coordinates are only 64 of float32's steps apart."""


def cell_centres(bounds: Bounds, resolution: int) -> Array:
    """Plane coordinates ``(resolution^2, 2)`` of a grid's cells: row by row, from the top left on."""
    left, right, bottom, top = bounds
    shares = (np.arange(resolution) + 0.5) / resolution
    x1 = left * (1.0 - shares) + right * shares
    x2 = top * (1.0 - shares) + bottom * shares
    return np.column_stack([np.tile(x1, resolution), np.repeat(x2, resolution)])


def precision(bounds: Bounds, resolution: int) -> type[np.floating[Any]]:
    """float32, or float64 where a cell is so narrow that float32 would draw its own rounding."""
    left, right, bottom, top = bounds
    for low, high in ((left, right), (bottom, top)):
        if (high / resolution - low / resolution) < _FINEST_FLOAT32 * max(abs(low), abs(high)):
            return np.float64
    return np.float32


@dataclass
class PlaneGrids:
    """What one evaluation gives: ``boundary (outputs, R, R)`` and, per layer, ``(units, R, R)``.

    The output layer's units are its predictions. ``sensitivities`` are d prediction / d unit (of the
    output layer: d prediction / d score); ``feature_sensitivities`` d prediction / d feature.
    """

    boundary: Grid
    units: list[Grid] = field(default_factory=list)
    sensitivities: list[Grid] = field(default_factory=list)
    feature_sensitivities: Grid | None = None


class Plane:
    """Evaluates a network over a grid of the plane, by chunks, on arrays of its own (see ``precision``)."""

    def __init__(
        self,
        network: Network,
        bounds: Bounds,
        resolution: int,
        dtype: type[np.floating[Any]] = np.float32,
    ) -> None:
        self._network = network
        self.resolution, self.dtype = resolution, dtype
        cells = resolution * resolution
        self._inputs = np.ones((len(network.plan.features) + 1, cells), dtype=dtype)
        self.look_at(bounds)
        self._parameters = np.zeros(network.plan.size, dtype=dtype)
        self._state = np.zeros(network.plan.state_size, dtype=dtype)
        widest = max(max(layer.width, layer.inputs, 1) for layer in network.plan.layers)
        size = min(cells, max(256, _CHUNK_VALUES // widest))
        self._places = [slice(start, min(start + size, cells)) for start in range(0, cells, size)]
        self._chunks: dict[int, _Chunk] = {}
        for place in self._places:
            samples = place.stop - place.start
            if samples not in self._chunks:
                self._chunks[samples] = _Chunk(network, self._parameters, self._state, samples, dtype)

    def look_at(self, bounds: Bounds) -> None:
        """Evaluate these bounds from now on."""
        self.bounds = bounds
        features = self._network.seen(cell_centres(bounds, self.resolution))
        self._inputs[:-1] = np.clip(features, -_LARGEST, _LARGEST).T

    @property
    def features(self) -> Grid:
        """The features' own grids ``(features, R, R)``."""
        return self._inputs[:-1].reshape(-1, self.resolution, self.resolution)

    def evaluate(self, *, units: bool = True, sensitivity_of: int | None = None) -> PlaneGrids:
        """The grids at the network's present parameters: the boundary, and what else is asked for.

        ``sensitivity_of`` is the output unit whose prediction the sensitivities are of.
        """
        plan, cells = self._network.plan, self.resolution * self.resolution
        boundary = np.empty((plan.outputs, cells), dtype=self.dtype)
        sizes = [layer.units for layer in plan.layers[:-1]] if units else []
        values = [np.empty((size, cells), dtype=self.dtype) for size in sizes]
        slope_sizes = [len(plan.features), *(layer.units for layer in plan.layers)]
        slopes = [
            np.empty((size, cells), dtype=self.dtype) for size in slope_sizes if sensitivity_of is not None
        ]
        with np.errstate(all="ignore"):
            np.copyto(self._parameters, self._network.parameters, casting="same_kind")
            np.copyto(self._state, self._network.state, casting="same_kind")
            for place in self._places:
                chunk = self._chunks[place.stop - place.start]
                np.copyto(chunk.workspace.inputs.augmented, self._inputs[:, place])
                run(chunk.forward)
                boundary[:, place] = chunk.prediction
                for out, one in zip(values, chunk.workspace.passes, strict=False):
                    out[:, place] = one.outputs.values
                if sensitivity_of is not None:
                    calls, arrays = chunk.backward(sensitivity_of)
                    run(calls)
                    for out, array in zip(slopes, arrays, strict=True):
                        out[:, place] = array
        shaped = [self._shaped(array) for array in slopes]
        grids = PlaneGrids(self._shaped(boundary))
        grids.units = [*map(self._shaped, values), grids.boundary] if units else []
        if shaped:
            grids.feature_sensitivities, *grids.sensitivities = shaped
        return grids

    def _shaped(self, array: Array) -> Grid:
        if not np.isfinite(array.sum()):
            np.nan_to_num(array, copy=False, posinf=_LARGEST, neginf=-_LARGEST)
        array.flags.writeable = False
        return array.reshape(-1, self.resolution, self.resolution)


class _Chunk:
    """A workspace for some cells: the forward pass with the prediction, and a backward pass per output."""

    def __init__(
        self,
        network: Network,
        parameters: Array,
        state: Array,
        samples: int,
        dtype: type[np.floating[Any]],
    ) -> None:
        self._head = network.head
        self.workspace = Workspace(network.plan, parameters, state, samples, dtype=dtype)
        self.prediction = self.workspace.program.empty(network.plan.outputs, samples)
        network.head.predict(self.workspace.program, self.workspace.scores, self.prediction)
        self.forward = self.workspace.program.calls()
        self._backward: dict[int, tuple[Calls, list[Array]]] = {}

    def backward(self, output: int) -> tuple[Calls, list[Array]]:
        """The calls for one output's sensitivities, and where they stand: of features, then of layers."""
        if output not in self._backward:
            program = self.workspace.program
            start = program.length
            slopes = program.empty(*self.prediction.shape)
            self._head.predict_backward(program, self.prediction, output, slopes)
            self.workspace.emit_backward(slopes, None, reach="features")
            passes = self.workspace.passes
            first = passes[0].input_gradient
            assert first is not None, "the backward pass reached the features"
            arrays = [first, *(one.upstream for one in passes)]
            self._backward[output] = program.calls(start), arrays
        return self._backward[output]


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
