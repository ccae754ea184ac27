"""The penalties on weights: L2 ``rate/2 * sum W^2``, L1 ``rate * sum |W|``, and their mix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from playground.engine.program import Array, Program
from playground.engine.schema import NonNegative, Part, Share

RegularizerName: TypeAlias = Literal["none", "l1", "l2", "elastic_net"]
REGULARIZER_NAMES: tuple[str, ...] = get_args(RegularizerName)


class Regularizer(Part, frozen=True):
    """A penalty on weights: L2 ``rate/2 * sum W^2``, L1 ``rate * sum |W|``, elastic net their mix.

    Elastic net is ``l1_ratio * L1 + (1 - l1_ratio) * L2``. Biases are never penalised.
    """

    name: RegularizerName = "none"
    rate: NonNegative = 0.0
    l1_ratio: Share = 0.5


@dataclass(frozen=True)
class Strengths:
    """How strongly a regularizer pulls: ``shares(l1_ratio)`` are the parts of its rate in L1 and L2."""

    shares: Callable[[float], tuple[float, float]]


REGULARIZERS: dict[str, Strengths] = {
    "none": Strengths(lambda _ratio: (0.0, 0.0)),
    "l1": Strengths(lambda _ratio: (1.0, 0.0)),
    "l2": Strengths(lambda _ratio: (0.0, 1.0)),
    "elastic_net": Strengths(lambda ratio: (ratio, 1.0 - ratio)),
}


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
        """Emit ``gradient += d penalty / d parameters``; returns L1's part, for ``emit_stop_at_zero``.

        A weight of exactly zero under L1 takes the subgradient of least size: it stays as long as the
        data pull no harder than the rate, and leaves otherwise.
        """
        if self.has_l2:
            part = program.scratch(parameters.size)
            program(np.multiply, parameters, self.l2, part)
            program(np.add, gradient, part, gradient)
        if not self.has_l1:
            return None
        pull = program.empty(parameters.size)
        is_zero = np.empty(parameters.size, dtype=np.bool_)
        held, limit = program.scratch(parameters.size), program.scratch(parameters.size, slot=1)
        program(np.equal, parameters, program.constant(0.0), is_zero)
        program(np.multiply, self.l1, is_zero, limit)
        program(np.fmin, gradient, limit, held)
        program(np.negative, limit, limit)
        program(np.fmax, held, limit, held)
        program(np.subtract, gradient, held, gradient)
        program(np.sign, parameters, pull)
        program(np.multiply, pull, self.l1, pull)
        program(np.add, gradient, pull, gradient)
        return pull

    def emit_stop_at_zero(self, program: Program, parameters: Array, pull: Array) -> None:
        """Emit: a weight under L1 that the step took across zero stops at zero."""
        crossing, crossed = program.scratch(parameters.size), np.empty(parameters.size, dtype=np.bool_)
        program(np.multiply, parameters, pull, crossing)
        program(np.less, crossing, program.constant(0.0), crossed)
        program(np.putmask, parameters, crossed, program.constant(0.0))
