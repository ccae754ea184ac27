"""Normalisation over the batch or over the units of a sample."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from msgspec import Meta

from playground.engine.layers.base import Layer, LayerKind, LayerPass, Signal
from playground.engine.program import Array, Program
from playground.engine.schema import Positive


class BatchNorm(Layer, frozen=True, tag="batch_norm"):
    """Batch normalisation (Ioffe and Szegedy 2015); ``momentum`` is the weight of the new batch."""

    momentum: Annotated[float, Meta(gt=0.0, le=1.0)] = 0.1
    epsilon: Positive = 1e-5


class LayerNorm(Layer, frozen=True, tag="layer_norm"):
    """Layer normalisation (Ba et al. 2016)."""

    epsilon: Positive = 1e-5


# --------------------------------------------------------------------------- batch normalisation


def _batch_norm_forward(program: Program, layer: LayerPass) -> None:
    """``x^ = (x - mean) / sqrt(variance + epsilon)`` over the batch; ``y = scale x^ + shift``.

    The running statistics take in the batch's, the variance without bias as in PyTorch. A batch of
    one point has no variance: ``x^ = 0``, and the running variance stays.
    """
    assert isinstance(layer.plan.spec, BatchNorm)
    units, samples = layer.inputs.values.shape
    mean, variance, deviation = (program.empty(units) for _ in range(3))
    share = program.empty(samples)
    share[:] = 1.0 / samples
    layer.pre = program.empty(units, samples)
    squares = program.scratch(units, samples)
    program(np.dot, layer.inputs.values, share, mean)
    program(np.subtract, layer.inputs.values, mean[:, None], layer.pre)
    program(np.multiply, layer.pre, layer.pre, squares)
    program(np.dot, squares, share, variance)
    program(np.add, variance, program.constant(layer.plan.spec.epsilon), deviation)
    program(np.sqrt, deviation, deviation)
    program(np.divide, layer.pre, deviation[:, None], layer.pre)
    _emit_scale_and_shift(program, layer)
    momentum = layer.plan.spec.momentum
    _emit_running_mean(program, mean, momentum, layer.state[0])
    if samples > 1:
        program(np.multiply, variance, program.constant(samples / (samples - 1)), variance)
        _emit_running_mean(program, variance, momentum, layer.state[1])
    layer.saved = (deviation,)


def _emit_running_mean(program: Program, value: Array, momentum: float, out: Array) -> None:
    """``out = (1 - momentum) out + momentum value``."""
    part = program.scratch(*value.shape)
    program(np.multiply, out, program.constant(1.0 - momentum), out)
    program(np.multiply, value, program.constant(momentum), part)
    program(np.add, out, part, out)


def _batch_norm_backward(program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    """``dx = (g - mean(g) - x^ mean(g x^)) / deviation`` with ``g = scale upstream``."""
    (deviation,) = layer.saved
    units, samples = layer.upstream.shape
    share = program.empty(samples)
    share[:] = 1.0 / samples
    _emit_norm_gradients(program, layer)
    if not needs_input_gradient:
        return
    layer.input_gradient = out = program.empty(units, samples)
    mean = program.scratch(units)
    program(np.multiply, layer.pre_gradient, layer.pre, out)
    program(np.dot, out, share, mean)
    program(np.multiply, layer.pre, mean[:, None], out)
    program(np.subtract, layer.pre_gradient, out, out)
    program(np.dot, layer.pre_gradient, share, mean)
    program(np.subtract, out, mean[:, None], out)
    program(np.divide, out, deviation[:, None], out)


def _batch_norm_forward_evaluation(program: Program, layer: LayerPass) -> None:
    """The same with the running mean and variance."""
    assert isinstance(layer.plan.spec, BatchNorm)
    units, samples = layer.inputs.values.shape
    deviation = program.empty(units)
    layer.pre = program.empty(units, samples)
    program(np.add, layer.state[1], program.constant(layer.plan.spec.epsilon), deviation)
    program(np.sqrt, deviation, deviation)
    program(np.subtract, layer.inputs.values, layer.state[0][:, None], layer.pre)
    program(np.divide, layer.pre, deviation[:, None], layer.pre)
    _emit_scale_and_shift(program, layer)
    layer.saved = (deviation,)


def _batch_norm_backward_evaluation(program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    (deviation,) = layer.saved
    _emit_norm_gradients(program, layer)
    if needs_input_gradient:
        layer.input_gradient = program.empty(*layer.upstream.shape)
        program(np.divide, layer.pre_gradient, deviation[:, None], layer.input_gradient)


def _emit_scale_and_shift(program: Program, layer: LayerPass) -> None:
    scale, shift = layer.parameters
    layer.outputs = Signal.of(program.empty(layer.plan.units + 1, layer.inputs.samples))
    program(np.multiply, layer.pre, scale[:, None], layer.outputs.values)
    program(np.add, layer.outputs.values, shift[:, None], layer.outputs.values)


def _emit_norm_gradients(program: Program, layer: LayerPass) -> None:
    """``d / d x^`` and the gradients of scale and shift."""
    layer.pre_gradient = program.empty(*layer.upstream.shape)
    program(np.multiply, layer.upstream, layer.parameters[0][:, None], layer.pre_gradient)
    if layer.gradients is not None:
        product = program.scratch(*layer.upstream.shape)
        program(np.multiply, layer.upstream, layer.pre, product)
        program(np.add.reduce, product, 1, None, layer.gradients[0])
        program(np.add.reduce, layer.upstream, 1, None, layer.gradients[1])


# --------------------------------------------------------------------------- layer normalisation


def _layer_norm_forward(program: Program, layer: LayerPass) -> None:
    """As batch normalisation, over the units of each sample instead of over the batch."""
    assert isinstance(layer.plan.spec, LayerNorm)
    units, samples = layer.inputs.values.shape
    share = _unit_share(program, units)
    mean, deviation = program.empty(samples), program.empty(samples)
    squares = program.scratch(units, samples)
    layer.pre = program.empty(units, samples)
    program(np.dot, share, layer.inputs.values, mean)
    program(np.subtract, layer.inputs.values, mean, layer.pre)
    program(np.multiply, layer.pre, layer.pre, squares)
    program(np.dot, share, squares, deviation)
    program(np.add, deviation, program.constant(layer.plan.spec.epsilon), deviation)
    program(np.sqrt, deviation, deviation)
    program(np.divide, layer.pre, deviation, layer.pre)
    _emit_scale_and_shift(program, layer)
    layer.saved = (deviation,)


def _layer_norm_backward(program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    (deviation,) = layer.saved
    units, samples = layer.upstream.shape
    _emit_norm_gradients(program, layer)
    if not needs_input_gradient:
        return
    layer.input_gradient = out = program.empty(units, samples)
    share, mean = _unit_share(program, units), program.scratch(samples)
    program(np.multiply, layer.pre_gradient, layer.pre, out)
    program(np.dot, share, out, mean)
    program(np.multiply, layer.pre, mean, out)
    program(np.subtract, layer.pre_gradient, out, out)
    program(np.dot, share, layer.pre_gradient, mean)
    program(np.subtract, out, mean, out)
    program(np.divide, out, deviation, out)


def _unit_share(program: Program, units: int) -> Array:
    share = program.empty(units)
    share[:] = 1.0 / max(units, 1)
    return share


BATCH_NORM = LayerKind(
    _batch_norm_forward,
    _batch_norm_backward,
    _batch_norm_forward_evaluation,
    _batch_norm_backward_evaluation,
)
LAYER_NORM = LayerKind(_layer_norm_forward, _layer_norm_backward, _layer_norm_forward, _layer_norm_backward)
