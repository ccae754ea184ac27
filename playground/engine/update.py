"""What a step does with the gradient: penalty, clipping, the optimizer, the bound on weights."""

from __future__ import annotations

import math

import numpy as np

from playground.engine.optimizers import OPTIMIZERS, Update
from playground.engine.plan import LayerPlan, NetworkPlan
from playground.engine.program import Array, Program
from playground.engine.recipe import Training
from playground.engine.regularizers import REGULARIZERS, Penalty


def make_penalty(plan: NetworkPlan, training: Training) -> Penalty:
    """The penalty of the whole network: each layer's own regularizer, or else the training's."""
    l1, l2 = np.zeros(plan.size), np.zeros(plan.size)
    for layer in plan.layers:
        if layer.is_dense:
            own = getattr(layer.spec, "regularizer", None)
            chosen = training.regularizer if own is None else own
            l1_share, l2_share = REGULARIZERS[chosen.name].shares(chosen.l1_ratio)
            layer.weights(l1)[:] = chosen.rate * l1_share
            layer.weights(l2)[:] = chosen.rate * l2_share
    return Penalty(l1, l2)


def frozen_parameters(plan: NetworkPlan) -> Array:
    """Which of the flat parameters belong to frozen layers: booleans ``(size,)``."""
    frozen = np.zeros(plan.size, dtype=np.bool_)
    for layer in plan.layers:
        if layer.is_frozen:
            layer.block(frozen)[:] = True
    return frozen


def emit_update(
    program: Program,
    plan: NetworkPlan,
    training: Training,
    penalty: Penalty,
    parameters: Array,
    gradients: Array,
    optimizer_state: dict[str, Array],
    rate: Array,
) -> None:
    """Emit what follows the data loss's ``gradients (size,)``, which become those of loss plus penalty.

    Frozen layers keep their parameters. Clipping bounds the global norm of what is not frozen, as
    PyTorch's ``clip_grad_norm_`` does. ``max_norm`` bounds each dense unit's incoming weights last.
    """
    pull = penalty.emit_gradient(program, parameters, gradients)
    frozen = frozen_parameters(plan)
    gradient = gradients
    if frozen.any():
        learning = (~frozen).astype(program.dtype)
        gradient = program.empty(plan.size)
        program(np.multiply, gradients, learning, gradient)
    if training.clip_norm is not None:
        factor, clipped = program.empty(), program.empty(plan.size)
        program(_write_clip_factor, gradient, training.clip_norm, factor)
        program(np.multiply, gradient, factor, clipped)
        gradient = clipped
    update = Update(training.optimizer, parameters, gradient, rate, _decays(plan, frozen), optimizer_state)
    OPTIMIZERS[training.optimizer.name].emit(program, update)
    if pull is not None:
        penalty.emit_stop_at_zero(program, parameters, pull)
    if training.max_norm is not None:
        for layer in plan.layers:
            if layer.is_dense and not layer.is_frozen and layer.inputs:
                _emit_max_norm(program, layer, training.max_norm, parameters)


def _write_clip_factor(gradient: Array, bound: float, out: Array) -> None:
    norm = math.sqrt(float(gradient.dot(gradient)))
    out[()] = min(1.0, bound / (norm + 1e-6)) if norm == norm else math.nan


def _decays(plan: NetworkPlan, frozen: Array) -> Array:
    decays = np.zeros(plan.size)
    for layer in plan.layers:
        if layer.is_dense:
            layer.weights(decays)[:] = 1.0
    decays[frozen] = 0.0
    return decays


def _emit_max_norm(program: Program, layer: LayerPlan, bound: float, parameters: Array) -> None:
    weights = layer.weights(parameters)
    squares, factor = program.scratch(*weights.shape), program.scratch(layer.width)
    program(np.multiply, weights, weights, squares)
    program(np.add.reduce, squares, 0, None, factor)
    program(np.sqrt, factor, factor)
    program(np.divide, program.constant(bound), factor, factor)
    program(np.fmin, factor, program.constant(1.0), factor)
    program(np.multiply, weights, factor, weights)
