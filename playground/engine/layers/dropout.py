"""Dropout: while training, units are off at random."""

from __future__ import annotations

import numpy as np

from playground.engine.layers.base import Layer, LayerKind, LayerPass, Rules, Shape
from playground.engine.program import Array, Program
from playground.engine.schema import OpenShare


class Dropout(Layer, frozen=True, tag="dropout"):
    """Inverted dropout (Srivastava et al. 2014): while training, a unit is off with ``rate``."""

    rate: OpenShare = 0.2


def _forward(program: Program, layer: LayerPass) -> None:
    """A value is kept with probability ``1 - rate`` and then divided by it.

    The draw is the one call of a step that is no ufunc.
    """
    assert layer.generator is not None, "dropout in training draws from the run's generator"
    rate: float = layer.plan.spec.rate
    layer.pre = layer.inputs.values
    mask = program.empty(*layer.inputs.values.shape)
    program(layer.generator.random, None, program.dtype, mask)
    program.write(mask, lambda drawn: np.heaviside(drawn - rate, 1.0) * (1.0 / (1.0 - rate)), mask)
    program.write(layer.make_outputs(program), np.multiply, layer.inputs.values, mask)
    layer.saved = (mask,)


def _backward(program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    (mask,) = layer.saved
    layer.pre_gradient = program.empty(*layer.upstream.shape)
    program.write(layer.pre_gradient, np.multiply, layer.upstream, mask)
    layer.input_gradient = layer.pre_gradient if needs_input_gradient else None


def _pass_forward(_program: Program, layer: LayerPass) -> None:
    """Evaluation drops nothing: what comes in goes out, as the same array."""
    layer.pre = layer.inputs.values
    layer.outputs = layer.inputs


def _pass_backward(_program: Program, layer: LayerPass, needs_input_gradient: bool) -> None:
    layer.pre_gradient = layer.upstream
    layer.input_gradient = layer.upstream if needs_input_gradient else None


def _dropped(layer: LayerPass) -> Array:
    (mask,) = layer.saved
    dropped: Array = mask == 0.0
    return dropped


DROPOUT = LayerKind(
    settings=Dropout,
    shape=lambda _settings, _inputs: Shape(),
    training=Rules(_forward, _backward),
    evaluation=Rules(_pass_forward, _pass_backward),
    is_random=True,
    passes_on=True,
    dropped=_dropped,
)
