"""The layer kinds: each one's forward and backward rule in one record.

Signals are ``(units, samples)`` with one more row of ones below, so that a dense layer's weights and
biases are one matrix product: forward ``z = W^T x``, backward ``dW = x dz^T`` and ``dx = W dz``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator

from playground.engine.activations import ACTIVATIONS, Forwarded
from playground.engine.architecture import BatchNorm, Dropout, LayerNorm
from playground.engine.plan import LayerPlan
from playground.engine.program import Array, Program


@dataclass(frozen=True)
class Signal:
    """What flows between layers: ``values (units, samples)``, a view of ``augmented`` without its ones."""

    augmented: Array
    values: Array

    @classmethod
    def of(cls, augmented: Array) -> Signal:
        """The signal in an array ``(units + 1, samples)``, whose last row becomes ones."""
        augmented[-1] = 1.0
        return cls(augmented, augmented[:-1])

    @property
    def samples(self) -> int:
        """Number of samples."""
        return int(self.augmented.shape[1])


@dataclass
class LayerPass:
    """One layer at work on arrays of its own.

    ``pre`` are its pre-activations ``(width, samples)`` (norms: the normalised inputs; dropout: the
    inputs). A backward pass fills ``upstream`` (d / d outputs), ``pre_gradient`` (d / d ``pre``),
    ``input_gradient`` (d / d inputs, None where nobody needs it) and the block ``gradients``.
    """

    plan: LayerPlan
    parameters: Array
    state: Array
    inputs: Signal
    outputs: Signal
    pre: Array
    generator: Generator | None = None
    gradients: Array | None = None
    upstream: Array = field(default_factory=lambda: np.empty(0))
    pre_gradient: Array = field(default_factory=lambda: np.empty(0))
    input_gradient: Array | None = None
    saved: tuple[Array, ...] = ()


Forward = Callable[[Program, LayerPass], None]
Backward = Callable[[Program, LayerPass, bool], None]
"""Emits ``pre_gradient``, ``gradients`` (unless None) and, if the flag says so, ``input_gradient``."""


@dataclass(frozen=True)
class LayerKind:
    """One kind of layer: how it computes while training and while evaluating."""

    forward_training: Forward
    backward_training: Backward
    forward_evaluation: Forward
    backward_evaluation: Backward


# --------------------------------------------------------------------------------------- dense


def _dense_forward(program: Program, layer: LayerPass) -> None:
    """``z = W^T x``, ``a = f(z)``; the output layer's values are its scores ``z``."""
    plan = layer.plan
    layer.outputs = Signal.of(program.empty(plan.units + 1, layer.inputs.samples))
    layer.pre = layer.outputs.values if plan.is_output else program.empty(plan.width, layer.inputs.samples)
    program(np.dot, layer.parameters.T, _seen(layer), layer.pre)
    if not plan.is_output:
        layer.saved = ACTIVATIONS[plan.activation].forward(program, layer.pre, layer.outputs.values)


def _dense_backward(program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    """``dz = upstream f'(z)``, ``dW = x dz^T``, ``dx = W dz``."""
    plan = layer.plan
    if plan.is_output:
        layer.pre_gradient = layer.upstream
    else:
        layer.pre_gradient = program.empty(*layer.pre.shape)
        at = Forwarded(layer.pre, layer.outputs.values, layer.saved)
        ACTIVATIONS[plan.activation].backward(program, at, layer.upstream, layer.pre_gradient)
    if layer.gradients is not None:
        program(np.dot, _seen(layer), layer.pre_gradient.T, layer.gradients)
    if needs_input_gradient:
        layer.input_gradient = program.empty(plan.inputs, layer.inputs.samples)
        program(np.dot, layer.parameters[: plan.inputs], layer.pre_gradient, layer.input_gradient)


def _seen(layer: LayerPass) -> Array:
    return layer.inputs.augmented if layer.plan.has_bias else layer.inputs.values


# ------------------------------------------------------------------------------------- dropout


def _dropout_forward(program: Program, layer: LayerPass) -> None:
    """Inverted dropout: a value is kept with probability ``1 - rate`` and then divided by it."""
    assert isinstance(layer.plan.spec, Dropout)
    assert layer.generator is not None, "dropout in training draws from the run's generator"
    rate, shape = layer.plan.spec.rate, layer.inputs.values.shape
    layer.pre = layer.inputs.values
    layer.outputs = Signal.of(program.empty(shape[0] + 1, shape[1]))
    mask, kept = program.empty(*shape), np.empty(shape, dtype=np.bool_)
    program(layer.generator.random, None, program.dtype, mask)
    program(np.greater_equal, mask, program.constant(rate), kept)
    program(np.multiply, kept, program.constant(1.0 / (1.0 - rate)), mask)
    program(np.multiply, layer.inputs.values, mask, layer.outputs.values)
    layer.saved = (mask,)


def _dropout_backward(program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    (mask,) = layer.saved
    layer.pre_gradient = program.empty(*layer.upstream.shape)
    program(np.multiply, layer.upstream, mask, layer.pre_gradient)
    layer.input_gradient = layer.pre_gradient if needs_input_gradient else None


def _pass_forward(_program: Program, layer: LayerPass) -> None:
    """Evaluation drops nothing: what comes in goes out, as the same array."""
    layer.pre = layer.inputs.values
    layer.outputs = layer.inputs


def _pass_backward(_program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    layer.pre_gradient = layer.upstream
    layer.input_gradient = layer.upstream if needs_input_gradient else None


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


LAYERS: dict[str, LayerKind] = {
    "dense": LayerKind(_dense_forward, _dense_backward, _dense_forward, _dense_backward),
    "dropout": LayerKind(_dropout_forward, _dropout_backward, _pass_forward, _pass_backward),
    "batch_norm": LayerKind(
        _batch_norm_forward,
        _batch_norm_backward,
        _batch_norm_forward_evaluation,
        _batch_norm_backward_evaluation,
    ),
    "layer_norm": LayerKind(
        _layer_norm_forward, _layer_norm_backward, _layer_norm_forward, _layer_norm_backward
    ),
}
