"""The activation functions: each one's forward and backward rule in one record.

Arrays are ``(units, samples)``. ``forward(program, z, a)`` emits the calls that write ``a = f(z)``
and returns what the backward rule needs beyond ``z`` and ``a``. ``backward(program, at, upstream,
out)`` emits ``out = upstream * f'(z)`` (the chain rule's local times upstream); ``out`` may not be any
other of its arrays. All are finite for every finite ``z``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from playground.engine.program import Array, Program, run

Saved: TypeAlias = tuple[Array, ...]


class Forwarded(NamedTuple):
    """The arrays of one activation's forward pass: its argument, its value, what it saved."""

    z: Array
    a: Array
    saved: Saved = ()


Forward: TypeAlias = Callable[[Program, Array, Array], Saved]
Backward: TypeAlias = Callable[[Program, Forwarded, Array, Array], None]


@dataclass(frozen=True)
class Activation:
    """One activation function.

    ``largest_slope`` is the supremum of |f'|: a unit is saturated where its slope is below a
    twentieth of it. With ``has_pieces`` a unit has several linear pieces: ``z`` is then
    ``(pieces * units, samples)``, piece-major.
    """

    forward: Forward
    backward: Backward
    largest_slope: float = 1.0
    has_pieces: bool = False


def _linear_forward(program: Program, z: Array, a: Array) -> Saved:
    program(np.copyto, a, z)
    return ()


def _linear_backward(program: Program, _at: Forwarded, upstream: Array, out: Array) -> None:
    program(np.copyto, out, upstream)


# fmax and fmin are maximum and minimum without their cost on small arrays (0.25 against 1.2 us); they
# differ for NaN only, which the run itself looks for in the parameters.


def _relu_forward(program: Program, z: Array, a: Array) -> Saved:
    program(np.fmax, z, program.constant(0.0), a)
    return ()


def _relu_backward(program: Program, at: Forwarded, upstream: Array, out: Array) -> None:
    program(np.sign, at.a, out)
    program(np.multiply, upstream, out, out)


LEAK = 0.1
"""Slope of leaky_relu left of zero, as in the lecture."""


def _leaky_relu_forward(program: Program, z: Array, a: Array) -> Saved:
    program(np.multiply, z, program.constant(LEAK), a)
    program(np.fmax, z, a, a)
    return ()


def _leaky_relu_backward(program: Program, at: Forwarded, upstream: Array, out: Array) -> None:
    program(np.sign, at.z, out)
    program(np.fmax, out, program.constant(LEAK), out)
    program(np.multiply, upstream, out, out)


def _elu_forward(program: Program, z: Array, a: Array) -> Saved:
    """``z`` right of zero, ``exp(z) - 1`` left of it (Clevert et al. 2016, alpha = 1)."""
    negative_part = program.scratch(*z.shape)
    program(np.fmin, z, program.constant(0.0), negative_part)
    program(np.expm1, negative_part, negative_part)
    program(np.fmax, z, program.constant(0.0), a)
    program(np.add, a, negative_part, a)
    return ()


def _elu_backward(program: Program, at: Forwarded, upstream: Array, out: Array) -> None:
    """``f' = min(a, 0) + 1``: 1 on the right, ``exp(z)`` on the left."""
    program(np.fmin, at.a, program.constant(0.0), out)
    program(np.add, out, program.constant(1.0), out)
    program(np.multiply, upstream, out, out)


def _tanh_forward(program: Program, z: Array, a: Array) -> Saved:
    program(np.tanh, z, a)
    return ()


def _tanh_backward(program: Program, at: Forwarded, upstream: Array, out: Array) -> None:
    """``f' = 1 - a^2``."""
    program(np.multiply, at.a, at.a, out)
    program(np.subtract, program.constant(1.0), out, out)
    program(np.multiply, upstream, out, out)


def emit_sigmoid(program: Program, z: Array, out: Array) -> None:
    """``1 / (1 + exp(-z))``; exp may overflow to inf, whose reciprocal is the right 0."""
    program(np.negative, z, out)
    program(np.exp, out, out)
    program(np.add, out, program.constant(1.0), out)
    program(np.reciprocal, out, out)


def _sigmoid_forward(program: Program, z: Array, a: Array) -> Saved:
    emit_sigmoid(program, z, a)
    return ()


def _sigmoid_backward(program: Program, at: Forwarded, upstream: Array, out: Array) -> None:
    """``f' = (1 - a) a``."""
    program(np.subtract, program.constant(1.0), at.a, out)
    program(np.multiply, at.a, out, out)
    program(np.multiply, upstream, out, out)


def _by_piece(z: Array, a: Array) -> Array:
    """``(pieces * units, samples)`` as ``(pieces, units, samples)``, for no samples too."""
    return z.reshape(z.shape[0] // a.shape[0], *a.shape)


def _maxout_forward(program: Program, z: Array, a: Array) -> Saved:
    """The largest of the unit's pieces (Goodfellow et al. 2013)."""
    pieces = _by_piece(z, a)
    program(np.fmax, pieces[0], pieces[1], a)
    for piece in pieces[2:]:
        program(np.fmax, a, piece, a)
    return ()


def _maxout_backward(program: Program, at: Forwarded, upstream: Array, out: Array) -> None:
    """The gradient goes to the winning piece, to the first of equals."""
    pieces, outs = _by_piece(at.z, at.a), _by_piece(out, at.a)
    wins = program.scratch(*at.a.shape)
    rest = outs[-1]
    program(np.copyto, rest, upstream)
    for piece, piece_out in zip(pieces[:-1], outs[:-1], strict=True):
        program(np.equal, piece, at.a, wins)
        program(np.multiply, rest, wins, piece_out)
        program(np.subtract, rest, piece_out, rest)


def emit_softplus(program: Program, z: Array, out: Array) -> None:
    """``log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|))``, which never overflows."""
    positive_part = program.scratch(*z.shape)
    program(np.fmax, z, program.constant(0.0), positive_part)
    program(np.absolute, z, out)
    program(np.negative, out, out)
    program(np.exp, out, out)
    program(np.log1p, out, out)
    program(np.add, out, positive_part, out)


def _softplus_forward(program: Program, z: Array, a: Array) -> Saved:
    emit_softplus(program, z, a)
    return ()


def _softplus_backward(program: Program, at: Forwarded, upstream: Array, out: Array) -> None:
    """``f' = sigmoid(z) = 1 - exp(-a)``."""
    program(np.negative, at.a, out)
    program(np.expm1, out, out)
    program(np.negative, out, out)
    program(np.multiply, upstream, out, out)


_GELU_SLOPE = math.sqrt(2.0 / math.pi)
_GELU_CUBE = 0.044715
_GELU_REACH = 10.0
"""tanh is exactly +-1 beyond, so cubes are only taken of values up to here."""


def _gelu_forward(program: Program, z: Array, a: Array) -> Saved:
    """``z/2 (1 + tanh(sqrt(2/pi) (z + 0.044715 z^3)))`` (Hendrycks and Gimpel 2016)."""
    near, gate = program.empty(*z.shape), program.empty(*z.shape)
    program(np.fmax, z, program.constant(-_GELU_REACH), near)
    program(np.fmin, near, program.constant(_GELU_REACH), near)
    program(np.multiply, near, near, gate)
    program(np.multiply, gate, program.constant(_GELU_SLOPE * _GELU_CUBE), gate)
    program(np.add, gate, program.constant(_GELU_SLOPE), gate)
    program(np.multiply, near, gate, gate)
    program(np.tanh, gate, gate)
    program(np.add, gate, program.constant(1.0), gate)
    program(np.multiply, gate, program.constant(0.5), gate)
    program(np.multiply, z, gate, a)
    return near, gate


def _gelu_backward(program: Program, at: Forwarded, upstream: Array, out: Array) -> None:
    """``f' = g + z g'``, with ``g = (1 + tanh u)/2`` and ``g' = 2 g (1 - g) u'``."""
    near, gate = at.saved
    inner = program.scratch(*at.z.shape)
    program(np.multiply, near, near, inner)
    program(np.multiply, inner, program.constant(3.0 * _GELU_SLOPE * _GELU_CUBE), inner)
    program(np.add, inner, program.constant(_GELU_SLOPE), inner)
    program(np.multiply, inner, near, inner)
    program(np.subtract, program.constant(1.0), gate, out)
    program(np.multiply, out, gate, out)
    program(np.multiply, out, inner, out)
    program(np.add, out, out, out)
    program(np.add, out, gate, out)
    program(np.multiply, upstream, out, out)


def _silu_forward(program: Program, z: Array, a: Array) -> Saved:
    """``z sigmoid(z)`` (Elfwing et al. 2018)."""
    gate = program.empty(*z.shape)
    emit_sigmoid(program, z, gate)
    program(np.multiply, z, gate, a)
    return (gate,)


def _silu_backward(program: Program, at: Forwarded, upstream: Array, out: Array) -> None:
    """``f' = g + a (1 - g)``, with ``g = sigmoid(z)``."""
    (gate,) = at.saved
    program(np.subtract, program.constant(1.0), gate, out)
    program(np.multiply, at.a, out, out)
    program(np.add, out, gate, out)
    program(np.multiply, upstream, out, out)


ACTIVATIONS: dict[str, Activation] = {
    "linear": Activation(_linear_forward, _linear_backward),
    "relu": Activation(_relu_forward, _relu_backward),
    "leaky_relu": Activation(_leaky_relu_forward, _leaky_relu_backward),
    "elu": Activation(_elu_forward, _elu_backward),
    "tanh": Activation(_tanh_forward, _tanh_backward),
    "sigmoid": Activation(_sigmoid_forward, _sigmoid_backward, largest_slope=0.25),
    "maxout": Activation(_maxout_forward, _maxout_backward, has_pieces=True),
    "softplus": Activation(_softplus_forward, _softplus_backward),
    "gelu": Activation(_gelu_forward, _gelu_backward, largest_slope=1.13),
    "silu": Activation(_silu_forward, _silu_backward, largest_slope=1.1),
}


def curve(name: str, z: Array) -> tuple[Array, Array]:
    """Values and slopes ``(n,)`` of an activation at ``z (n,)``, for drawing.

    Maxout, which has no curve of one variable, is shown with the two pieces ``z`` and ``-z/2``.
    """
    record = ACTIVATIONS[name]
    pre = np.stack([z, -0.5 * z]) if record.has_pieces else z[None].astype(np.float64)
    program = Program()
    value, slope = program.empty(1, z.size), program.empty(*pre.shape)
    upstream = np.ones_like(value)
    saved = record.forward(program, pre, value)
    record.backward(program, Forwarded(pre, value, saved), upstream, slope)
    with np.errstate(all="ignore"):
        run(program.calls())
    if record.has_pieces:
        slope = slope[:1] - 0.5 * slope[1:]
    return value[0], slope[0]
