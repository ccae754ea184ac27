"""A run's state between memory and file: every number exact, every misfit told."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from playground.engine.checkpoint import Checkpoint
from playground.engine.errors import ExperimentError
from playground.engine.experiment import RunState
from playground.engine.program import Array


def state_of(checkpoint: Checkpoint) -> RunState:
    """The part of the file that a checkpoint is (without the curve)."""
    return RunState(
        parameters=tuple(checkpoint.parameters.tolist()),
        optimizer_state={name: tuple(v.tolist()) for name, v in checkpoint.optimizer_state.items()},
        layer_state=tuple(checkpoint.layer_state.tolist()),
        generator=_as_text(checkpoint.generator),
        order=() if checkpoint.order is None else tuple(checkpoint.order.tolist()),
        epoch=checkpoint.epoch,
        step=checkpoint.step,
        position=checkpoint.position,
        best_loss=checkpoint.best_loss if math.isfinite(checkpoint.best_loss) else None,
        best_epoch=checkpoint.best_epoch,
    )


def checkpoint_of(state: RunState, present: Checkpoint, samples: int, steps_per_epoch: int) -> Checkpoint:
    """The checkpoint that a file's state is, for a run like ``present``. Raises ExperimentError."""
    parameters = _vector("run.parameters", state.parameters, present.parameters.size)
    layer_state = _vector("run.layer_state", state.layer_state, present.layer_state.size)
    optimizer_state = {
        name: _vector(f"run.optimizer_state.{name}", state.optimizer_state[name], vector.size)
        if name in state.optimizer_state
        else np.zeros_like(vector)
        for name, vector in present.optimizer_state.items()
    }
    order = None
    if state.order:
        order = np.array(state.order, dtype=np.int64)
        if order.size != samples or not np.array_equal(np.sort(order), np.arange(samples)):
            raise ExperimentError(
                "run.order", f"this is no order of the {samples} training points; each stands there once"
            )
        if state.position >= steps_per_epoch:
            raise ExperimentError(
                "run.position", f"{state.position} is no step of an epoch that has {steps_per_epoch}"
            )
    return Checkpoint(
        parameters=parameters,
        layer_state=layer_state,
        optimizer_state=optimizer_state,
        generator=_generator_state(state.generator, present.generator)
        if state.generator
        else present.generator,
        order=order,
        epoch=state.epoch,
        step=state.step,
        position=state.position if order is not None else 0,
        best_loss=math.inf if state.best_loss is None else state.best_loss,
        best_epoch=state.best_epoch,
    )


def _vector(path: str, numbers: tuple[float, ...], size: int) -> Array:
    if len(numbers) != size:
        raise ExperimentError(path, f"{len(numbers)} numbers do not fit this network, which needs {size}")
    vector = np.array(numbers, dtype=np.float64)
    if not np.isfinite(vector).all():
        raise ExperimentError(path, "a number is not finite")
    return vector


def _as_text(generator: dict[str, Any]) -> dict[str, Any]:
    """A generator's state for JSON, whose numbers are too small for 128 bits: whole numbers as text."""
    return {
        name: _as_text(value) if isinstance(value, dict) else value if isinstance(value, str) else str(value)
        for name, value in generator.items()
    }


def _generator_state(state: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """The state that ``_as_text`` wrote, which a generator accepts. Raises ExperimentError."""
    try:
        read = _from_text(state, like)
        trial: Any = np.random.PCG64()
        trial.state = read
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ExperimentError("run.generator", "this is no state of the random generator") from error
    return read


def _from_text(state: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """The state in the form of ``like``: text where it is text there, else whole numbers."""
    read: dict[str, Any] = {}
    for name, value in like.items():
        if isinstance(value, dict):
            read[name] = _from_text(state[name], value)
        else:
            read[name] = state[name] if isinstance(value, str) else int(state[name])
    return read
