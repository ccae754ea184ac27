"""The optimizers: each one's settings and update rule, with PyTorch's conventions, in one record.

A rule is a formula that works in place: ``rule(s, w, g, rate, ...)`` moves the parameters ``w`` by the
gradient ``g``, both flat vectors ``(size,)``; ``s`` are its settings, the rest is what it remembers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, Union

import numpy as np

from playground.engine.program import Array, Program, Quantity
from playground.engine.schema import Named, NonNegative, OpenShare, Positive


@dataclass(frozen=True)
class Update:
    """What an update works on: flat vectors ``(size,)``, and numbers as arrays.

    ``rate ()`` is the present learning rate; ``decays (size,)`` is 1 where weights decay;
    ``state`` is what ``fresh_state`` made.
    """

    settings: Any
    parameters: Array
    gradient: Array
    rate: Array
    decays: Array
    state: dict[str, Array]


@dataclass(frozen=True)
class OptimizerKind:
    """One optimizer: its settings, its rule, and what the rule works on beside ``w``, ``g`` and ``rate``.

    That is, in this order: the ``vectors`` it remembers, with ``has_time`` the number of steps ``(1,)``,
    with ``decays_weights`` a vector that is 1 for every weight and 0 for what does not decay.
    """

    settings: type[Named]
    rule: Callable[..., None]
    vectors: tuple[str, ...] = ()
    has_time: bool = False
    decays_weights: bool = False

    def fresh_state(self, size: int) -> dict[str, Array]:
        """The state before the first step."""
        state = {name: np.zeros(size) for name in self.vectors}
        return {**state, "time": np.zeros(1)} if self.has_time else state

    def emit(self, program: Program, update: Update) -> None:
        """Record one step, in which parameters and state change."""
        memory = [update.state[name] for name in self.vectors]
        if self.has_time:
            memory.append(update.state["time"])
        if self.decays_weights:
            memory.append(update.decays)

        def rule(*quantities: Quantity) -> None:
            self.rule(update.settings, *quantities)

        program.change(rule, update.parameters, update.gradient, update.rate, *memory)


class Sgd(Named, frozen=True, tag="sgd"):
    """Plain stochastic gradient descent."""


def _sgd(_s: Sgd, w: Quantity, g: Quantity, rate: Quantity) -> None:
    w -= rate * g


class Momentum(Named, frozen=True, tag="momentum"):
    """SGD with momentum (Polyak 1964), as in PyTorch: v = momentum v + g, w = w - lr v."""

    momentum: OpenShare = 0.9


def _momentum(s: Momentum, w: Quantity, g: Quantity, rate: Quantity, velocity: Quantity) -> None:
    velocity *= s.momentum
    velocity += g
    w -= rate * velocity


class Nesterov(Named, frozen=True, tag="nesterov"):
    """Nesterov momentum (Sutskever et al. 2013), as in PyTorch: w = w - lr (g + momentum v)."""

    momentum: OpenShare = 0.9


def _nesterov(s: Nesterov, w: Quantity, g: Quantity, rate: Quantity, velocity: Quantity) -> None:
    velocity *= s.momentum
    velocity += g
    w -= rate * (g + s.momentum * velocity)


class AdaGrad(Named, frozen=True, tag="adagrad"):
    """AdaGrad (Duchi et al. 2011)."""

    epsilon: Positive = 1e-10


def _adagrad(s: AdaGrad, w: Quantity, g: Quantity, rate: Quantity, squares: Quantity) -> None:
    squares += g * g
    w -= rate * (g / (np.sqrt(squares) + s.epsilon))


def _move_mean(mean: Quantity, value: Quantity, decay: float) -> None:
    """``mean = decay mean + (1 - decay) value``."""
    mean *= decay
    mean += (1.0 - decay) * value


class RmsProp(Named, frozen=True, tag="rmsprop"):
    """RMSProp (Tieleman and Hinton 2012)."""

    decay: OpenShare = 0.99
    epsilon: Positive = 1e-8


def _rmsprop(s: RmsProp, w: Quantity, g: Quantity, rate: Quantity, squares: Quantity) -> None:
    _move_mean(squares, g * g, s.decay)
    w -= rate * (g / (np.sqrt(squares) + s.epsilon))


class Adam(Named, frozen=True, tag="adam"):
    """Adam (Kingma and Ba 2015), with bias correction."""

    beta1: OpenShare = 0.9
    beta2: OpenShare = 0.999
    epsilon: Positive = 1e-8


def _adam(
    s: Adam | AdamW,
    w: Quantity,
    g: Quantity,
    rate: Quantity,
    mean: Quantity,
    squares: Quantity,
    time: Quantity,
) -> None:
    """Both moving means are over ``1 - beta^time``, since they start at zero."""
    time += 1.0
    _move_mean(mean, g, s.beta1)
    _move_mean(squares, g * g, s.beta2)
    root = np.sqrt(squares) * (1.0 / np.sqrt(1.0 - s.beta2**time))
    w -= mean / (root + s.epsilon) * (rate / (1.0 - s.beta1**time))


class AdamW(Named, frozen=True, tag="adamw"):
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019); biases do not decay."""

    beta1: OpenShare = 0.9
    beta2: OpenShare = 0.999
    epsilon: Positive = 1e-8
    weight_decay: NonNegative = 0.01


def _adamw(
    s: AdamW,
    w: Quantity,
    g: Quantity,
    rate: Quantity,
    mean: Quantity,
    squares: Quantity,
    time: Quantity,
    decays: Quantity,
) -> None:
    w -= rate * (s.weight_decay * decays) * w
    _adam(s, w, g, rate, mean, squares, time)


OPTIMIZERS: dict[str, OptimizerKind] = {
    "sgd": OptimizerKind(Sgd, _sgd),
    "momentum": OptimizerKind(Momentum, _momentum, ("velocity",)),
    "nesterov": OptimizerKind(Nesterov, _nesterov, ("velocity",)),
    "adagrad": OptimizerKind(AdaGrad, _adagrad, ("squares",)),
    "rmsprop": OptimizerKind(RmsProp, _rmsprop, ("squares",)),
    "adam": OptimizerKind(Adam, _adam, ("mean", "squares"), has_time=True),
    "adamw": OptimizerKind(AdamW, _adamw, ("mean", "squares"), has_time=True, decays_weights=True),
}

if TYPE_CHECKING:
    Optimizer: TypeAlias = Named
else:
    Optimizer = Union[tuple(kind.settings for kind in OPTIMIZERS.values())]  # noqa: UP007
