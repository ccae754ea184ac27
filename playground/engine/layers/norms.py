"""Normalisation over the batch or over the units of a sample."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from msgspec import Meta

from playground.engine.layers.base import Draw, Layer, LayerKind, LayerPass, LayerPlan, Rules, Shape
from playground.engine.program import Array, Formula, Program, Quantity
from playground.engine.schema import Positive


class BatchNorm(Layer, frozen=True, tag="batch_norm"):
    """Batch normalisation (Ioffe and Szegedy 2015); ``momentum`` is the weight of the new batch."""

    momentum: Annotated[float, Meta(gt=0.0, le=1.0)] = 0.1
    epsilon: Positive = 1e-5


class LayerNorm(Layer, frozen=True, tag="layer_norm"):
    """Layer normalisation (Ba et al. 2016)."""

    epsilon: Positive = 1e-5


# ------------------------------------------------------------------------------------ formulas


def _normalised(x: Quantity, mean: Formula, epsilon: float) -> tuple[Quantity, ...]:
    """``x^ = (x - mean) / sqrt(variance + epsilon)``; with it the deviation, the mean and the variance."""
    center = mean(x)
    centered = x - center
    variance = mean(centered * centered)
    deviation = np.sqrt(variance + epsilon)
    return centered / deviation, deviation, center, variance


def _normalised_slope(g: Quantity, x: Quantity, deviation: Quantity, mean: Formula) -> Quantity:
    """``dx = (g - x^ mean(g x^) - mean(g)) / deviation``, where ``g`` is ``d / d x^`` and ``x`` is ``x^``."""
    return (g - x * mean(g * x) - mean(g)) / deviation


def _mean_over_batch(program: Program, samples: int) -> Formula:
    """Each unit's mean ``(units, 1)`` over the samples, as a product: cheaper than a sum."""
    share = program.empty(samples)
    share[:] = 1.0 / samples
    return lambda x: np.matmul(x, share)[:, None]


def _mean_over_units(program: Program, units: int) -> Formula:
    """Each sample's mean ``(samples,)`` over the units."""
    share = program.empty(units)
    share[:] = 1.0 / max(units, 1)
    return lambda x: np.matmul(share, x)


def _move(running: Quantity, value: Quantity, momentum: float) -> None:
    """``running = (1 - momentum) running + momentum value``."""
    running *= 1.0 - momentum
    running += momentum * value


# ------------------------------------------------------------------------- batch normalisation


def _batch_norm_forward(program: Program, layer: LayerPass) -> None:
    """Normalised over the batch; then ``y = scale x^ + shift``.

    The running statistics take in the batch's, the variance without bias as in PyTorch. A batch of
    one point has no variance: ``x^ = 0``, and the running variance stays.
    """
    units, samples = layer.inputs.values.shape
    momentum, epsilon = layer.plan.spec.momentum, layer.plan.spec.epsilon
    layer.pre = program.empty(units, samples)
    mean_of = _mean_over_batch(program, samples)
    deviation, mean, variance = program.write(
        layer.pre, lambda x: _normalised(x, mean_of, epsilon), layer.inputs.values
    )
    _emit_scaled(program, layer)
    running_mean, running_variance = layer.state[:, :, None]
    program.change(lambda s, v: _move(s, v, momentum), running_mean, mean)
    if samples > 1:
        unbiased = samples / (samples - 1)
        program.change(lambda s, v: _move(s, v * unbiased, momentum), running_variance, variance)
    layer.saved = (deviation,)


def _batch_norm_backward(program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    mean_of = _mean_over_batch(program, layer.inputs.samples)
    _emit_norm_gradients(program, layer)
    if needs_input_gradient:
        _emit_input_gradient(program, layer, mean_of)


def _batch_norm_forward_evaluation(program: Program, layer: LayerPass) -> None:
    """The same with the running mean and variance, as they stand."""
    epsilon: float = layer.plan.spec.epsilon

    def normalised(x: Quantity, mean: Quantity, variance: Quantity) -> tuple[Quantity, Quantity]:
        deviation = np.sqrt(variance + epsilon)
        return (x - mean) / deviation, deviation

    layer.pre = program.empty(*layer.inputs.values.shape)
    layer.saved = program.write(layer.pre, normalised, layer.inputs.values, *layer.state[:, :, None])
    _emit_scaled(program, layer)


def _batch_norm_backward_evaluation(program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    (deviation,) = layer.saved
    _emit_norm_gradients(program, layer)
    if needs_input_gradient:
        layer.input_gradient = program.empty(*layer.upstream.shape)
        program.write(layer.input_gradient, np.divide, layer.pre_gradient, deviation)


# ------------------------------------------------------------------------- layer normalisation


def _layer_norm_forward(program: Program, layer: LayerPass) -> None:
    """Normalised over the units of each sample; then ``y = scale x^ + shift``."""
    units, samples = layer.inputs.values.shape
    epsilon: float = layer.plan.spec.epsilon
    layer.pre = program.empty(units, samples)
    mean_of = _mean_over_units(program, units)
    deviation, *_ = program.write(layer.pre, lambda x: _normalised(x, mean_of, epsilon), layer.inputs.values)
    _emit_scaled(program, layer)
    layer.saved = (deviation,)


def _layer_norm_backward(program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    mean_of = _mean_over_units(program, layer.plan.units)
    _emit_norm_gradients(program, layer)
    if needs_input_gradient:
        _emit_input_gradient(program, layer, mean_of)


# ------------------------------------------------------------------------------ common to both


def _emit_scaled(program: Program, layer: LayerPass) -> None:
    """``y = scale x^ + shift``, both ``(units, 1)``."""
    scale, shift = layer.parameters[:, :, None]
    program.write(layer.make_outputs(program), lambda x, s, b: x * s + b, layer.pre, scale, shift)


def _emit_norm_gradients(program: Program, layer: LayerPass) -> None:
    """``d / d x^ = scale upstream``; ``d / d scale = sum(upstream x^)``; ``d / d shift = sum(upstream)``."""
    layer.pre_gradient = program.empty(*layer.upstream.shape)
    program.write(layer.pre_gradient, np.multiply, layer.upstream, layer.parameters[0][:, None])
    if layer.gradients is not None:
        scale, shift = layer.gradients
        program.write(scale, lambda g, x: np.add.reduce(g * x, axis=1), layer.upstream, layer.pre)
        program.write(shift, lambda g: np.add.reduce(g, axis=1), layer.upstream)


def _emit_input_gradient(program: Program, layer: LayerPass, mean_of: Formula) -> None:
    (deviation,) = layer.saved
    layer.input_gradient = program.empty(*layer.upstream.shape)
    program.write(
        layer.input_gradient,
        lambda g, x, deviation: _normalised_slope(g, x, deviation, mean_of),
        layer.pre_gradient,
        layer.pre,
        deviation,
    )


def _initialize(_plan: LayerPlan, parameters: Array, state: Array, _draw: Draw) -> None:
    """Scales and running variances start at 1, shifts and running means at 0."""
    parameters[0] = 1.0
    state[1:] = 1.0


def _batch_normalised_by(plan: LayerPlan, state: Array, _inputs: Array, unit: int) -> tuple[float, float]:
    mean, variance = state[:, unit]
    return float(mean), float(np.sqrt(variance + plan.spec.epsilon))


def _layer_normalised_by(
    plan: LayerPlan, _state: Array, inputs: Array, _unit: int
) -> tuple[float, float] | None:
    if inputs.shape[1] != 1:
        return None
    return float(inputs.mean()), float(np.sqrt(inputs.var() + plan.spec.epsilon))


BATCH_NORM = LayerKind(
    settings=BatchNorm,
    shape=lambda _settings, _inputs: Shape(rows=2, has_bias=True, state_rows=2),
    initialize=_initialize,
    training=Rules(_batch_norm_forward, _batch_norm_backward),
    evaluation=Rules(_batch_norm_forward_evaluation, _batch_norm_backward_evaluation),
    needs_whole_batch=True,
    normalised_by=_batch_normalised_by,
)
LAYER_NORM = LayerKind(
    settings=LayerNorm,
    shape=lambda _settings, _inputs: Shape(rows=2, has_bias=True),
    initialize=_initialize,
    training=Rules(_layer_norm_forward, _layer_norm_backward),
    normalised_by=_layer_normalised_by,
)
