"""The activation functions: each one's value and slope as formulas in one record.

Arrays are ``(units, samples)``. All values and slopes are finite for every finite ``z``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple, TypeAlias

import numpy as np

from playground.engine.program import Array, Formula, Program, Quantity

Saved: TypeAlias = tuple[Array, ...]


class Forwarded(NamedTuple):
    """The arrays of one activation's forward pass: its argument, its value, what it saved."""

    z: Array
    a: Array
    saved: Saved = ()


@dataclass(frozen=True)
class Activation:
    """One activation function: ``value(z)`` is ``a = f(z)``, ``slope(z, a)`` is ``f'(z)``.

    A value may be given as ``(a, *saved)``; the slope then takes what was saved as further arguments.
    ``largest_slope`` is the supremum of |f'|: a unit is saturated where its slope is below a twentieth
    of it. What ``saturates`` is flat at both ends without being 0 there: its units are never called dead.
    With ``has_pieces`` a unit has several linear pieces: the formulas see ``z`` as ``(pieces,
    units, samples)``, and the slope is one for each piece.
    """

    value: Formula
    slope: Formula
    largest_slope: float = 1.0
    has_pieces: bool = False
    saturates: bool = False

    def forward(self, program: Program, z: Array, a: Array) -> Saved:
        """Record ``a = f(z)``; returns what the slope needs beyond ``z`` and ``a``.

        ``z`` is ``(units, samples)``, with pieces ``(pieces * units, samples)``, piece by piece.
        """
        return program.write(a, self.value, self._by_piece(z, a))

    def backward(self, program: Program, at: Forwarded, upstream: Array, out: Array) -> None:
        """Record ``out = upstream * f'(z)``, the chain rule. ``out`` is like ``z``."""

        def chained(upstream: Quantity, *at: Quantity) -> Quantity:
            slope = self.slope(*at)
            return tuple(upstream * one for one in slope) if self.has_pieces else upstream * slope

        outs = tuple(self._by_piece(out, at.a)) if self.has_pieces else out
        program.write(outs, chained, upstream, self._by_piece(at.z, at.a), at.a, *at.saved)

    def emit_slope(self, program: Program, at: Forwarded, out: Array) -> None:
        """Record ``out = f'(z)``, the local gradient alone."""
        outs = tuple(self._by_piece(out, at.a)) if self.has_pieces else out
        program.write(outs, self.slope, self._by_piece(at.z, at.a), at.a, *at.saved)

    def _by_piece(self, z: Array, a: Array) -> Array:
        """``(pieces * units, samples)`` as ``(pieces, units, samples)``, for no samples too."""
        return z.reshape(z.shape[0] // a.shape[0], *a.shape) if self.has_pieces else z


# fmax and fmin are maximum and minimum without their cost on small arrays (0.25 against 1.2 us); they
# differ for NaN only, which the run itself looks for in the parameters.

LEAK = 0.1
"""Slope of leaky_relu left of zero, as in the lecture."""


def sigmoid(z: Quantity) -> Quantity:
    """``1 / (1 + exp(-z))``; exp may overflow to inf, whose reciprocal is the right 0."""
    return 1.0 / (1.0 + np.exp(-z))


def softplus(z: Quantity) -> Quantity:
    """``log(1 + exp(z)) = log(1 + exp(-|z|)) + max(z, 0)``, which never overflows."""
    return np.log1p(np.exp(-np.absolute(z))) + np.fmax(z, 0.0)


def _elu(z: Quantity) -> Quantity:
    """``z`` right of zero, ``exp(z) - 1`` left of it (Clevert et al. 2016, alpha = 1)."""
    return np.fmax(z, 0.0) + np.expm1(np.fmin(z, 0.0))


def _silu(z: Quantity) -> tuple[Quantity, Quantity]:
    """``z sigmoid(z)`` (Elfwing et al. 2018)."""
    gate = sigmoid(z)
    return z * gate, gate


_GELU_SLOPE = math.sqrt(2.0 / math.pi)
_GELU_CUBE = 0.044715
_GELU_REACH = 10.0
"""tanh is exactly +-1 beyond, so cubes are only taken of values up to here."""


def _gelu(z: Quantity) -> tuple[Quantity, Quantity, Quantity]:
    """``z/2 (1 + tanh(sqrt(2/pi) (z + 0.044715 z^3)))`` (Hendrycks and Gimpel 2016)."""
    near = np.fmin(np.fmax(z, -_GELU_REACH), _GELU_REACH)
    gate = 0.5 * (1.0 + np.tanh(near * (_GELU_SLOPE + _GELU_SLOPE * _GELU_CUBE * (near * near))))
    return z * gate, near, gate


def _gelu_slope(_z: Quantity, _a: Quantity, near: Quantity, gate: Quantity) -> Quantity:
    """``g + z g'``, with ``g = (1 + tanh u)/2`` and ``g' = 2 g (1 - g) u'``."""
    inner = near * (_GELU_SLOPE + 3.0 * _GELU_SLOPE * _GELU_CUBE * (near * near))
    return gate + 2.0 * ((1.0 - gate) * gate * inner)


def _largest(pieces: Iterable[Quantity]) -> Quantity:
    """The largest of the unit's pieces (Goodfellow et al. 2013)."""
    return reduce(np.fmax, pieces)


def _first_largest(pieces: Quantity, a: Quantity) -> tuple[Quantity, ...]:
    """1 for the piece that is the largest, the first of equals, and 0 for the others."""
    slopes: list[Quantity] = []
    rest: Quantity = 1.0
    for place in range(len(pieces) - 1):
        slopes.append(rest * np.heaviside(pieces[place] - a, 1.0))
        rest = rest - slopes[-1]
    return (*slopes, rest)


ACTIVATIONS: dict[str, Activation] = {
    "linear": Activation(lambda z: z, lambda z, a: 1.0),
    "relu": Activation(lambda z: np.fmax(z, 0.0), lambda z, a: np.sign(a)),
    "leaky_relu": Activation(lambda z: np.fmax(z, LEAK * z), lambda z, a: np.fmax(np.sign(z), LEAK)),
    "elu": Activation(_elu, lambda z, a: 1.0 + np.fmin(a, 0.0)),
    "tanh": Activation(np.tanh, lambda z, a: 1.0 - a * a, saturates=True),
    "sigmoid": Activation(sigmoid, lambda z, a: a * (1.0 - a), largest_slope=0.25, saturates=True),
    "maxout": Activation(_largest, _first_largest, has_pieces=True),
    "softplus": Activation(softplus, lambda z, a: -np.expm1(-a)),
    "gelu": Activation(_gelu, _gelu_slope, largest_slope=1.13),
    "silu": Activation(_silu, lambda z, a, gate: a * (1.0 - gate) + gate, largest_slope=1.1),
}


def curve(name: str, z: Array) -> tuple[Array, Array]:
    """Values and slopes ``(n,)`` of an activation at ``z (n,)``, for drawing.

    Maxout, which has no curve of one variable, is shown with the two pieces ``z`` and ``-z/2``.
    """
    record = ACTIVATIONS[name]
    z = np.stack([z, -0.5 * z]) if record.has_pieces else z
    with np.errstate(all="ignore"):
        value = record.value(z)
        value, *saved = value if isinstance(value, tuple) else (value,)
        slope = record.slope(z, value, *saved)
    if record.has_pieces:
        slope = slope[0] - 0.5 * slope[1]
    return np.array(value), np.broadcast_to(slope, value.shape)
