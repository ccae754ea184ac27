"""The penalties on weights: L2 ``rate/2 * sum W^2``, L1 ``rate * sum |W|``, and their mix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from playground.engine.program import Array, Program, Quantity
from playground.engine.schema import NonNegative, Part, Share


@dataclass(frozen=True)
class RegularizerKind:
    """How strongly a regularizer pulls: ``shares(l1_ratio)`` are the parts of its rate in L1 and L2."""

    shares: Callable[[float], tuple[float, float]]


REGULARIZERS: dict[str, RegularizerKind] = {
    "none": RegularizerKind(lambda _ratio: (0.0, 0.0)),
    "l1": RegularizerKind(lambda _ratio: (1.0, 0.0)),
    "l2": RegularizerKind(lambda _ratio: (0.0, 1.0)),
    "elastic_net": RegularizerKind(lambda ratio: (ratio, 1.0 - ratio)),
}

FIRST_PENALTY = 0.001
"""What a penalty that is switched on starts with, so that it does something."""

if TYPE_CHECKING:
    RegularizerName: TypeAlias = str
else:
    RegularizerName = Literal[tuple(REGULARIZERS)]


class Regularizer(Part, frozen=True):
    """A penalty on weights: L2 ``rate/2 * sum W^2``, L1 ``rate * sum |W|``, elastic net their mix.

    Elastic net is ``l1_ratio * L1 + (1 - l1_ratio) * L2``. Biases are never penalised.
    """

    name: RegularizerName = "none"
    rate: NonNegative = 0.0
    l1_ratio: Share = 0.5


class Penalty:
    """The penalty of a whole network: a rate for every parameter, 0 for biases, scales and shifts.

    ``l1`` and ``l2`` are ``(size,)``, in the order of the flat parameters.
    """

    def __init__(self, l1: Array, l2: Array) -> None:
        self.l1, self.l2 = l1, l2
        self.has_l1, self.has_l2 = bool(l1.any()), bool(l2.any())

    def value(self, parameters: Array) -> float:
        """The penalty at these parameters."""
        total = 0.0
        with np.errstate(all="ignore"):
            if self.has_l1:
                total += float(self.l1.dot(np.abs(parameters)))
            if self.has_l2:
                total += 0.5 * float(self.l2.dot(parameters * parameters))
        return total

    def gradient(self, parameters: Array) -> Array:
        """``d penalty / d parameters (size,)``, 0 for L1 at a weight of zero."""
        pull: Array = self.l1 * np.sign(parameters) + self.l2 * parameters
        return pull

    def emit_gradient(self, program: Program, parameters: Array, gradient: Array) -> Array | None:
        """Record ``gradient += d penalty / d parameters``; returns L1's part, for ``emit_stop_at_zero``.

        A weight of exactly zero under L1 takes the subgradient of least size: it stays as long as the
        data pull no harder than the rate, and leaves otherwise.
        """
        if self.has_l2:
            program.change(_pull_of_l2, gradient, parameters, self.l2)
        if not self.has_l1:
            return None
        (pull,) = program.write((), _pull_of_l1, gradient, parameters, self.l1)
        return pull

    def emit_stop_at_zero(self, program: Program, parameters: Array, pull: Array) -> None:
        """Record: a weight under L1 that the step took across zero stops at zero."""
        program.change(_stop_at_zero, parameters, pull)


def _pull_of_l2(g: Quantity, w: Quantity, rate: Quantity) -> None:
    g += rate * w


def _pull_of_l1(g: Quantity, w: Quantity, rate: Quantity) -> Quantity:
    side = np.sign(w)
    held = rate * (1.0 - np.absolute(side))
    g -= np.fmax(np.fmin(g, held), -held)
    pull = rate * side
    g += pull
    return pull


def _stop_at_zero(w: Quantity, pull: Quantity) -> None:
    """``side`` is where the weight stood before the step, 0 for what is not under L1."""
    side = np.sign(pull)
    w -= side * np.fmin(side * w, 0.0)
