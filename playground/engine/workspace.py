"""A workspace: arrays of its own for a number of samples, and the program that fills them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from playground.engine.activations import ACTIVATIONS
from playground.engine.experiment import Experiment
from playground.engine.layers.base import OUTPUT_ID, InputKey, LayerPass, LayerPlan, Signal
from playground.engine.layers.dense import Dense, Output
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.kinds import LAYERS, AnyLayer
from playground.engine.layers.norms import BatchNorm
from playground.engine.program import Array, Program


@dataclass(frozen=True)
class NetworkPlan:
    """The layers in order, the output layer last."""

    features: tuple[str, ...]
    layers: tuple[LayerPlan, ...]
    size: int
    state_size: int

    @property
    def outputs(self) -> int:
        """Number of output units."""
        return self.layers[-1].units

    @property
    def total_width(self) -> int:
        """Number of values that one sample takes on its way through the network."""
        return len(self.features) + sum(layer.width + layer.units for layer in self.layers)

    @property
    def needs_whole_batch(self) -> bool:
        """Whether a layer computes over the batch, so that a batch cannot be taken in parts."""
        return any(layer.kind == "batch_norm" for layer in self.layers)

    @property
    def first_with_parameters(self) -> int:
        """The place of the first layer that learns."""
        return next((i for i, layer in enumerate(self.layers) if layer.size), 0)

    @property
    def is_random(self) -> bool:
        """Whether a training step draws random numbers."""
        return any(layer.kind == "dropout" for layer in self.layers)

    def index(self, layer_id: int) -> int | None:
        """The place of the layer with this id, or None."""
        return next((i for i, layer in enumerate(self.layers) if layer.id == layer_id), None)


def make_plan(experiment: Experiment) -> NetworkPlan:
    """The plan of the experiment's network."""
    keys: tuple[InputKey, ...] = tuple(("feature", name) for name in experiment.network.features)
    layers: list[LayerPlan] = []
    offset = state_offset = 0
    for spec in experiment.network.layers:
        layer = (
            _dense(spec, keys, offset)
            if isinstance(spec, Dense)
            else _other(spec, keys, offset, state_offset)
        )
        layers.append(layer)
        keys = layer.unit_keys
        offset += layer.size
        state_offset += layer.state_size
    layers.append(_output(experiment.network.output, experiment.outputs, keys, offset))
    return NetworkPlan(experiment.network.features, tuple(layers), offset + layers[-1].size, state_offset)


def _dense(spec: Dense, keys: tuple[InputKey, ...], offset: int) -> LayerPlan:
    return LayerPlan(
        id=spec.id,
        kind="dense",
        spec=spec,
        activation=spec.activation,
        inputs=len(keys),
        units=spec.units,
        pieces=spec.pieces if ACTIVATIONS[spec.activation].has_pieces else 1,
        unit_ids=spec.ids,
        input_keys=keys,
        unit_keys=tuple((spec.id, unit) for unit in spec.ids),
        has_bias=spec.bias,
        rows=len(keys) + int(spec.bias),
        offset=offset,
        state_size=0,
        state_offset=0,
    )


def _output(spec: Output, outputs: int, keys: tuple[InputKey, ...], offset: int) -> LayerPlan:
    return LayerPlan(
        id=OUTPUT_ID,
        kind="dense",
        spec=spec,
        activation="linear",
        inputs=len(keys),
        units=outputs,
        pieces=1,
        unit_ids=tuple(range(outputs)),
        input_keys=keys,
        unit_keys=tuple((OUTPUT_ID, unit) for unit in range(outputs)),
        has_bias=spec.bias,
        rows=len(keys) + int(spec.bias),
        offset=offset,
        state_size=0,
        state_offset=0,
    )


def _other(spec: AnyLayer, keys: tuple[InputKey, ...], offset: int, state_offset: int) -> LayerPlan:
    """A layer that keeps the number of units: its units are those of the layer before."""
    has_parameters = not isinstance(spec, Dropout)
    return LayerPlan(
        id=spec.id,
        kind=spec.kind,
        spec=spec,
        activation="linear",
        inputs=len(keys),
        units=len(keys),
        pieces=1,
        unit_ids=tuple(range(len(keys))),
        input_keys=keys,
        unit_keys=keys,
        has_bias=has_parameters,
        rows=2 if has_parameters else 0,
        offset=offset,
        state_size=2 * len(keys) if isinstance(spec, BatchNorm) else 0,
        state_offset=state_offset,
    )


Mode: TypeAlias = Literal["training", "evaluation"]
"""Training drops units and normalises by the batch; evaluation does neither."""

CACHED_VALUES = 1 << 14
"""Values of one layer that stay in the processor's cache between two calls."""


class Workspace:
    """The network for ``samples`` samples on arrays that nobody else touches.

    ``parameters`` and ``state`` are flat vectors of the program's ``dtype``, shared with whoever
    changes them; ``inputs`` is to be filled with the features ``(features, samples)``, unless it is given:
    ``(features + 1, samples)`` with a last row of ones.
    """

    def __init__(
        self,
        plan: NetworkPlan,
        parameters: Array,
        state: Array,
        samples: int,
        *,
        mode: Mode = "evaluation",
        dtype: DTypeLike = np.float64,
        generator: Generator | None = None,
        inputs: Array | None = None,
    ) -> None:
        self.plan = plan
        self.mode: Mode = mode
        self.program = Program(dtype)
        self.inputs = (
            Signal.of(self.program.empty(len(plan.features) + 1, samples))
            if inputs is None
            else Signal(inputs, inputs[:-1])
        )
        self.passes: list[LayerPass] = []
        signal = self.inputs
        for layer in plan.layers:
            block = layer.block(parameters)
            one = LayerPass(layer, block, layer.state(state), signal, signal, signal.values, generator)
            kind = LAYERS[layer.kind]
            forward = kind.forward_training if mode == "training" else kind.forward_evaluation
            forward(self.program, one)
            self.passes.append(one)
            signal = one.outputs

    @property
    def samples(self) -> int:
        """Number of samples."""
        return self.inputs.samples

    @property
    def scores(self) -> Array:
        """The output units' scores ``(outputs, samples)`` of the last forward pass."""
        return self.passes[-1].outputs.values

    def emit_backward(
        self, score_gradient: Array, gradients: Array | None, *, reach: int | None = None
    ) -> None:
        """Emit the backward pass of ``d / d scores``, which earlier calls write to ``score_gradient``.

        ``gradients`` is the flat vector that receives ``d / d parameters`` (None: not needed). The pass
        ends at the layer with place ``reach`` (None: the first that learns; -1: it goes on to the features).
        """
        upstream = score_gradient
        last = self.plan.first_with_parameters if reach is None else reach
        for index in reversed(range(len(self.passes))):
            one = self.passes[index]
            one.upstream = upstream
            one.gradients = None if gradients is None else one.plan.block(gradients)
            kind = LAYERS[one.plan.kind]
            backward = kind.backward_training if self.mode == "training" else kind.backward_evaluation
            backward(self.program, one, index > last)
            if one.input_gradient is None:
                break
            upstream = one.input_gradient


def chunk_size(plan: NetworkPlan, samples: int) -> int:
    """How many samples to take at a time, so that memory stays bounded and the cache warm."""
    widest = max(max(layer.width, layer.inputs, 1) for layer in plan.layers)
    size = max(128, CACHED_VALUES // widest)
    return samples if samples <= size + size // 2 else size
