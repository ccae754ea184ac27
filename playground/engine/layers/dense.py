"""The dense layer: every unit sees every input."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from msgspec import Meta
from msgspec.structs import force_setattr

from playground.engine.activations import ACTIVATIONS, Forwarded
from playground.engine.errors import ExperimentError, Note, require_known
from playground.engine.initializers import INITIALIZERS
from playground.engine.layers.base import (
    Draw,
    Layer,
    LayerId,
    LayerKind,
    LayerPass,
    LayerPlan,
    Rules,
    Shape,
)
from playground.engine.program import Array, Program
from playground.engine.regularizers import Regularizer
from playground.engine.schema import Name, Part


class Dense(Layer, frozen=True, tag="dense"):
    """A fully connected layer with its activation. ``None`` means: as the network / training says.

    ``unit_ids`` are the units' stable ids, in order (None: 0 to units - 1). ``pieces`` is the
    number of linear pieces of a maxout unit.
    """

    units: Annotated[int, Meta(ge=1, le=1024)] = 4
    activation: Name = "tanh"
    bias: bool = True
    initializer: Name | None = None
    regularizer: Regularizer | None = None
    frozen: bool = False
    pieces: Annotated[int, Meta(ge=2, le=8)] = 2
    unit_ids: tuple[LayerId, ...] | None = None

    def __post_init__(self) -> None:
        require_known("activation", self.activation, ACTIVATIONS)
        if self.initializer is not None:
            require_known("initializer", self.initializer, INITIALIZERS)
        if self.unit_ids is not None:
            if len(self.unit_ids) != self.units or len(set(self.unit_ids)) != self.units:
                raise ExperimentError(
                    "unit_ids", Note("{units} units need {units} different ids", units=self.units)
                )
            if self.unit_ids == tuple(range(self.units)):
                force_setattr(self, "unit_ids", None)

    @property
    def ids(self) -> tuple[int, ...]:
        """The stable ids of the units, in order."""
        return tuple(range(self.units)) if self.unit_ids is None else self.unit_ids


class Output(Part, frozen=True):
    """Options of the output layer; its units and activation follow from data and loss."""

    bias: bool = True
    initializer: Name | None = None
    regularizer: Regularizer | None = None
    frozen: bool = False

    def __post_init__(self) -> None:
        if self.initializer is not None:
            require_known("initializer", self.initializer, INITIALIZERS)


def _shape(settings: Dense | Output, inputs: int) -> Shape:
    """A row of weights for every input, then the biases; as many columns as units and pieces."""
    rows = inputs + int(settings.bias)
    if isinstance(settings, Output):
        return Shape(rows, settings.bias)
    pieces = settings.pieces if ACTIVATIONS[settings.activation].has_pieces else 1
    return Shape(rows, settings.bias, activation=settings.activation, pieces=pieces)


def _initialize(plan: LayerPlan, parameters: Array, _state: Array, draw: Draw) -> None:
    """Each piece's weights are drawn; biases start at 0."""
    for piece in range(plan.pieces):
        columns = slice(piece * plan.units, (piece + 1) * plan.units)
        parameters[: plan.inputs, columns] = draw(plan.inputs, plan.units)


def _forward(program: Program, layer: LayerPass) -> None:
    """``z = W^T x``, ``a = f(z)``; the output layer's values are its scores ``z``."""
    plan = layer.plan
    values = layer.make_outputs(program)
    layer.pre = values if plan.is_output else program.empty(plan.width, layer.inputs.samples)
    program.write(layer.pre, lambda w, x: np.matmul(w.T, x), layer.parameters, _seen(layer))
    if not plan.is_output:
        layer.saved = ACTIVATIONS[plan.activation].forward(program, layer.pre, values)


def _backward(program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    """``dz = upstream f'(z)``, ``dW = x dz^T``, ``dx = W dz``."""
    plan = layer.plan
    if plan.is_output:
        layer.pre_gradient = layer.upstream
    else:
        layer.pre_gradient = program.empty(*layer.pre.shape)
        at = Forwarded(layer.pre, layer.outputs.values, layer.saved)
        ACTIVATIONS[plan.activation].backward(program, at, layer.upstream, layer.pre_gradient)
    if layer.gradients is not None:
        program.write(layer.gradients, lambda x, dz: np.matmul(x, dz.T), _seen(layer), layer.pre_gradient)
    if needs_input_gradient:
        layer.input_gradient = program.empty(plan.inputs, layer.inputs.samples)
        weights = layer.parameters[: plan.inputs]
        program.write(layer.input_gradient, np.matmul, weights, layer.pre_gradient)


def _emit_slopes(program: Program, layer: LayerPass, out: Array) -> None:
    """``f'(z)``; of the output layer, whose values are its scores, 1."""
    at = Forwarded(layer.pre, layer.outputs.values, layer.saved)
    ACTIVATIONS[layer.plan.activation].emit_slope(program, at, out)


def _seen(layer: LayerPass) -> Array:
    return layer.inputs.augmented if layer.plan.has_bias else layer.inputs.values


DENSE = LayerKind(
    settings=Dense,
    shape=_shape,
    initialize=_initialize,
    training=Rules(_forward, _backward),
    is_dense=True,
    emit_slopes=_emit_slopes,
)
