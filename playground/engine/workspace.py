"""A workspace: arrays of its own for a number of samples, and the program that fills them."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from playground.engine.layers import LAYERS, LayerPass, Signal
from playground.engine.plan import NetworkPlan
from playground.engine.program import Array, Program

Mode: TypeAlias = Literal["training", "evaluation"]
"""Training drops units and normalises by the batch; evaluation does neither."""

Reach: TypeAlias = Literal["parameters", "units", "features"]

_CACHED_VALUES = 1 << 14
"""Values of one layer that stay in the processor's cache between two calls."""


class Workspace:
    """The network for ``samples`` samples on arrays that nobody else touches.

    ``parameters`` and ``state`` are flat vectors of the program's ``dtype``, shared with whoever
    changes them; ``inputs`` is to be filled with the features ``(features, samples)``.
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
    ) -> None:
        self.plan = plan
        self.mode: Mode = mode
        self.program = Program(dtype)
        self.inputs = Signal.of(self.program.empty(len(plan.features) + 1, samples))
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
        self, score_gradient: Array, gradients: Array | None, *, reach: Reach = "parameters"
    ) -> None:
        """Emit the backward pass of ``d / d scores``, which earlier calls write to ``score_gradient``.

        ``gradients`` is the flat vector that receives ``d / d parameters`` (None: not needed). The
        pass goes as far as the first parameters, the first layer's units, or the features.
        """
        upstream = score_gradient
        last = {"parameters": self.plan.first_with_parameters, "units": 0, "features": -1}[reach]
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


def set_inputs(workspace: Workspace, features: Array) -> None:
    """Fill the workspace's inputs with features ``(samples, features)``."""
    np.copyto(workspace.inputs.values, features.T, casting="same_kind")


def chunk_size(plan: NetworkPlan, samples: int) -> int:
    """How many samples to take at a time, so that memory stays bounded and the cache warm."""
    widest = max(max(layer.width, layer.inputs, 1) for layer in plan.layers)
    size = max(128, _CACHED_VALUES // widest)
    return samples if samples <= size + size // 2 else size
