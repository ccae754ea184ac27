"""The network at work: its plan, and workspaces that run it on arrays of their own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from playground.engine.experiment import Experiment
from playground.engine.layers.base import (
    OUTPUT_ID,
    InputKey,
    LayerPass,
    LayerPlan,
    Mode,
    Signal,
)
from playground.engine.layers.dense import DENSE
from playground.engine.layers.kinds import LAYER_KINDS
from playground.engine.program import Array, Program

CACHED_VALUES = 1 << 14
"""Values of one layer that stay in the processor's cache between two calls."""


# ------------------------------------------------------------------------------------ the plan


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
        return any(layer.record.needs_whole_batch for layer in self.layers)

    @property
    def first_with_parameters(self) -> int:
        """The place of the first layer that learns."""
        return next((i for i, layer in enumerate(self.layers) if layer.size), 0)

    @property
    def is_random(self) -> bool:
        """Whether a training step draws random numbers."""
        return any(layer.record.is_random for layer in self.layers)

    def index(self, layer_id: int) -> int | None:
        """The place of the layer with this id, or None."""
        return next((i for i, layer in enumerate(self.layers) if layer.id == layer_id), None)


def make_plan(experiment: Experiment) -> NetworkPlan:
    """The plan of the experiment's network."""
    network = experiment.network
    output = (OUTPUT_ID, DENSE, network.output, tuple(range(experiment.outputs)))
    wanted = [*((spec.id, LAYER_KINDS[spec.kind], spec, spec.ids) for spec in network.layers), output]
    keys: tuple[InputKey, ...] = tuple(("feature", name) for name in network.features)
    layers: list[LayerPlan] = []
    size = state_size = 0
    for layer_id, record, spec, unit_ids in wanted:
        unit_keys = keys if unit_ids is None else tuple((layer_id, unit) for unit in unit_ids)
        layer = LayerPlan(
            id=layer_id,
            record=record,
            spec=spec,
            shape=record.shape(spec, len(keys)),
            inputs=len(keys),
            units=len(unit_keys),
            unit_ids=tuple(range(len(keys))) if unit_ids is None else unit_ids,
            input_keys=keys,
            unit_keys=unit_keys,
            offset=size,
            state_offset=state_size,
        )
        layers.append(layer)
        keys, size, state_size = unit_keys, size + layer.size, state_size + layer.state_size
    return NetworkPlan(network.features, tuple(layers), size, state_size)


# ------------------------------------------------------------------------------------- at work


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
            layer.record.rules(mode).forward(self.program, one)
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
        """Record the backward pass of ``d / d scores``, which earlier calls write to ``score_gradient``.

        ``gradients`` is the flat vector that receives ``d / d parameters`` (None: not needed). The pass
        ends at the layer with place ``reach`` (None: the first that learns; -1: it goes on to the features).
        """
        upstream = score_gradient
        last = self.plan.first_with_parameters if reach is None else reach
        for index in reversed(range(len(self.passes))):
            one = self.passes[index]
            one.upstream = upstream
            one.gradients = None if gradients is None else one.plan.block(gradients)
            one.plan.record.rules(self.mode).backward(self.program, one, index > last)
            if one.input_gradient is None:
                break
            upstream = one.input_gradient


def chunk_size(plan: NetworkPlan, samples: int) -> int:
    """How many samples to take at a time, so that memory stays bounded and the cache warm."""
    widest = max(max(layer.width, layer.inputs, 1) for layer in plan.layers)
    size = max(128, CACHED_VALUES // widest)
    return samples if samples <= size + size // 2 else size
