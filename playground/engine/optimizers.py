"""The optimizers: each one's update rule, with PyTorch's conventions, in one record."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

import numpy as np

from playground.engine.program import Array, Program
from playground.engine.schema import Named, NonNegative, OpenShare, Positive


class Sgd(Named, frozen=True, tag="sgd"):
    """Plain stochastic gradient descent."""


class Momentum(Named, frozen=True, tag="momentum"):
    """SGD with momentum (Polyak 1964), as in PyTorch: v = momentum v + g, w = w - lr v."""

    momentum: OpenShare = 0.9


class Nesterov(Named, frozen=True, tag="nesterov"):
    """Nesterov momentum (Sutskever et al. 2013), as in PyTorch: w = w - lr (g + momentum v)."""

    momentum: OpenShare = 0.9


class AdaGrad(Named, frozen=True, tag="adagrad"):
    """AdaGrad (Duchi et al. 2011)."""

    epsilon: Positive = 1e-10


class RmsProp(Named, frozen=True, tag="rmsprop"):
    """RMSProp (Tieleman and Hinton 2012)."""

    decay: OpenShare = 0.99
    epsilon: Positive = 1e-8


class Adam(Named, frozen=True, tag="adam"):
    """Adam (Kingma and Ba 2015), with bias correction."""

    beta1: OpenShare = 0.9
    beta2: OpenShare = 0.999
    epsilon: Positive = 1e-8


class AdamW(Named, frozen=True, tag="adamw"):
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019); biases do not decay."""

    beta1: OpenShare = 0.9
    beta2: OpenShare = 0.999
    epsilon: Positive = 1e-8
    weight_decay: NonNegative = 0.01


Optimizer: TypeAlias = Sgd | Momentum | Nesterov | AdaGrad | RmsProp | Adam | AdamW
OPTIMIZER_CHOICES: dict[str, type[Optimizer]] = {
    str(kind.__struct_config__.tag): kind for kind in get_args(Optimizer)
}


@dataclass(frozen=True)
class Update:
    """What an update rule works on: flat vectors ``(size,)``, and numbers as arrays.

    ``rate ()`` is the present learning rate; ``decays (size,)`` is 1 where weights decay;
    ``state`` holds the rule's vectors by name, and its ``time (1,)``: the number of steps taken.
    """

    settings: Any
    parameters: Array
    gradient: Array
    rate: Array
    decays: Array
    state: dict[str, Array]


@dataclass(frozen=True)
class OptimizerRule:
    """One optimizer: the vectors it remembers, and the calls of one step (``parameters`` change)."""

    emit: Callable[[Program, Update], None]
    vectors: tuple[str, ...] = ()
    has_time: bool = False

    def fresh_state(self, size: int) -> dict[str, Array]:
        """The state before the first step."""
        state = {name: np.zeros(size) for name in self.vectors}
        return {**state, "time": np.zeros(1)} if self.has_time else state


def _sgd(program: Program, update: Update) -> None:
    """``w -= rate g``."""
    _emit_descent(program, update, update.gradient)


def _momentum(program: Program, update: Update) -> None:
    """``v = momentum v + g``, ``w -= rate v``."""
    velocity = update.state["velocity"]
    program(np.multiply, velocity, program.constant(update.settings.momentum), velocity)
    program(np.add, velocity, update.gradient, velocity)
    _emit_descent(program, update, velocity)


def _nesterov(program: Program, update: Update) -> None:
    """``v = momentum v + g``, ``w -= rate (g + momentum v)``."""
    velocity = update.state["velocity"]
    ahead = program.scratch(velocity.size, slot=1)
    program(np.multiply, velocity, program.constant(update.settings.momentum), velocity)
    program(np.add, velocity, update.gradient, velocity)
    program(np.multiply, velocity, program.constant(update.settings.momentum), ahead)
    program(np.add, ahead, update.gradient, ahead)
    _emit_descent(program, update, ahead)


def _adagrad(program: Program, update: Update) -> None:
    """``s += g^2``, ``w -= rate g / (sqrt(s) + epsilon)``."""
    squares = update.state["squares"]
    part = program.scratch(squares.size, slot=1)
    program(np.multiply, update.gradient, update.gradient, part)
    program(np.add, squares, part, squares)
    _emit_scaled_descent(program, update, squares)


def _rmsprop(program: Program, update: Update) -> None:
    """``s = decay s + (1 - decay) g^2``, ``w -= rate g / (sqrt(s) + epsilon)``."""
    squares = update.state["squares"]
    _emit_moving_square(program, update.gradient, update.settings.decay, squares)
    _emit_scaled_descent(program, update, squares)


def _adam(program: Program, update: Update) -> None:
    """``m``, ``s``: moving means of g and g^2, each over ``1 - beta^t``; ``w -= rate m / (sqrt(s) + e)``."""
    settings, mean, squares = update.settings, update.state["mean"], update.state["squares"]
    step_size, root_scale = program.empty(), program.empty()
    part = program.scratch(mean.size, slot=1)
    program(np.multiply, mean, program.constant(settings.beta1), mean)
    program(np.multiply, update.gradient, program.constant(1.0 - settings.beta1), part)
    program(np.add, mean, part, mean)
    _emit_moving_square(program, update.gradient, settings.beta2, squares)
    program(_correct_bias, update.state["time"], update.rate, settings, step_size, root_scale)
    program(np.sqrt, squares, part)
    program(np.multiply, part, root_scale, part)
    program(np.add, part, program.constant(settings.epsilon), part)
    program(np.divide, mean, part, part)
    program(np.multiply, part, step_size, part)
    program(np.subtract, update.parameters, part, update.parameters)


def _adamw(program: Program, update: Update) -> None:
    """``w -= rate weight_decay w`` on weights (Loshchilov and Hutter 2019), then Adam's step."""
    part = program.scratch(update.parameters.size, slot=1)
    program(np.multiply, update.decays, program.constant(update.settings.weight_decay), part)
    program(np.multiply, part, update.rate, part)
    program(np.multiply, part, update.parameters, part)
    program(np.subtract, update.parameters, part, update.parameters)
    _adam(program, update)


def _correct_bias(time: Array, rate: Array, settings: Any, step_size: Array, root_scale: Array) -> None:
    """``rate / (1 - beta1^t)`` and ``1 / sqrt(1 - beta2^t)`` at the next step t."""
    time[0] += 1.0
    steps = float(time[0])
    step_size[()] = float(rate) / (1.0 - settings.beta1**steps)
    root_scale[()] = 1.0 / math.sqrt(1.0 - settings.beta2**steps)


def _emit_descent(program: Program, update: Update, direction: Array) -> None:
    part = program.scratch(direction.size)
    program(np.multiply, direction, update.rate, part)
    program(np.subtract, update.parameters, part, update.parameters)


def _emit_scaled_descent(program: Program, update: Update, squares: Array) -> None:
    part = program.scratch(squares.size, slot=1)
    program(np.sqrt, squares, part)
    program(np.add, part, program.constant(update.settings.epsilon), part)
    program(np.divide, update.gradient, part, part)
    _emit_descent(program, update, part)


def _emit_moving_square(program: Program, gradient: Array, decay: float, squares: Array) -> None:
    part = program.scratch(squares.size, slot=1)
    program(np.multiply, gradient, gradient, part)
    program(np.multiply, part, program.constant(1.0 - decay), part)
    program(np.multiply, squares, program.constant(decay), squares)
    program(np.add, squares, part, squares)


OPTIMIZERS: dict[str, OptimizerRule] = {
    "sgd": OptimizerRule(_sgd),
    "momentum": OptimizerRule(_momentum, ("velocity",)),
    "nesterov": OptimizerRule(_nesterov, ("velocity",)),
    "adagrad": OptimizerRule(_adagrad, ("squares",)),
    "rmsprop": OptimizerRule(_rmsprop, ("squares",)),
    "adam": OptimizerRule(_adam, ("mean", "squares"), has_time=True),
    "adamw": OptimizerRule(_adamw, ("mean", "squares"), has_time=True),
}
