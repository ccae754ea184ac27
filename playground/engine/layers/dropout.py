"""Dropout: while training, units are off at random."""

from __future__ import annotations

import numpy as np

from playground.engine.layers.base import Layer, LayerKind, LayerPass, Signal
from playground.engine.program import Program
from playground.engine.schema import OpenShare


class Dropout(Layer, frozen=True, tag="dropout"):
    """Inverted dropout (Srivastava et al. 2014): while training, a unit is off with ``rate``."""

    rate: OpenShare = 0.2


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


DROPOUT = LayerKind(_dropout_forward, _dropout_backward, _pass_forward, _pass_backward)
