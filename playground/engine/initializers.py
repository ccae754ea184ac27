"""How first weights are drawn: name -> a function of generator, inputs and units.

Each returns ``(inputs, units)``; ``inputs`` is the fan-in and ``units`` the fan-out. Biases start at 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray


@dataclass(frozen=True)
class Initializer:
    """One way to draw a layer's first weights."""

    draw: Callable[[Generator, int, int], NDArray[np.float64]]


def _zeros(_generator: Generator, inputs: int, units: int) -> NDArray[np.float64]:
    return np.zeros((inputs, units))


def _small_normal(generator: Generator, inputs: int, units: int) -> NDArray[np.float64]:
    """``0.01 N(0, 1)``, the course's first choice."""
    return 0.01 * generator.standard_normal((inputs, units))


def _uniform(generator: Generator, inputs: int, units: int) -> NDArray[np.float64]:
    """Between -0.5 and 0.5 whatever the fan-in."""
    return generator.uniform(-0.5, 0.5, (inputs, units))


def _xavier_uniform(generator: Generator, inputs: int, units: int) -> NDArray[np.float64]:
    """Glorot and Bengio 2010: variance ``2 / (inputs + units)``."""
    limit = math.sqrt(6.0 / (inputs + units))
    return generator.uniform(-limit, limit, (inputs, units))


def _xavier_normal(generator: Generator, inputs: int, units: int) -> NDArray[np.float64]:
    return math.sqrt(2.0 / (inputs + units)) * generator.standard_normal((inputs, units))


def _he_uniform(generator: Generator, inputs: int, units: int) -> NDArray[np.float64]:
    """He et al. 2015: variance ``2 / inputs``."""
    limit = math.sqrt(6.0 / max(inputs, 1))
    return generator.uniform(-limit, limit, (inputs, units))


def _he_normal(generator: Generator, inputs: int, units: int) -> NDArray[np.float64]:
    return math.sqrt(2.0 / max(inputs, 1)) * generator.standard_normal((inputs, units))


def _orthogonal(generator: Generator, inputs: int, units: int) -> NDArray[np.float64]:
    """Saxe et al. 2014: orthonormal columns (rows, where there are more units than inputs)."""
    rows, columns = max(inputs, units), min(inputs, units)
    q, r = np.linalg.qr(generator.standard_normal((rows, columns)))
    q *= np.where(np.diagonal(r) < 0.0, -1.0, 1.0)  # makes the draw uniform over rotations
    return np.ascontiguousarray(q if inputs >= units else q.T)


INITIALIZERS: dict[str, Initializer] = {
    "zeros": Initializer(_zeros),
    "small_normal": Initializer(_small_normal),
    "uniform": Initializer(_uniform),
    "xavier_uniform": Initializer(_xavier_uniform),
    "xavier_normal": Initializer(_xavier_normal),
    "he_uniform": Initializer(_he_uniform),
    "he_normal": Initializer(_he_normal),
    "orthogonal": Initializer(_orthogonal),
}
