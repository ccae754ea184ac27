"""The kinds of gates: each one's value, local gradients, pattern and written form in one record."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from playground.engine.activations import LEAK

Values: TypeAlias = Sequence[float]

PATTERNS = {
    "add": "distributes",
    "mul": "swaps",
    "max": "routes",
    "copy": "adds",
}
"""The four words of the lecture; a gate of one input whose slope is no constant 1 ``scales``."""


@dataclass(frozen=True)
class GateKind:
    """One kind of gate with ``n`` inputs ``x`` and, where it has one, a constant ``c``.

    ``value(x, c)`` is its value ``f``; it may raise ValueError, ZeroDivisionError or OverflowError where
    there is none. ``local(x, f, c)`` are the local gradients ``d f / d x_i``, one for each input.
    ``write(names, c)`` writes the value as a formula of the inputs' names, ``slope(names, f, c)`` the
    local gradients, one text for each input. ``kink(x, c)`` says whether it stands at a kink, where the
    slopes of the two sides differ; the side that ``local`` takes is ``side``. ``needs`` says in words
    what it needs of its inputs.
    """

    name: str
    glyph: str
    pattern: str
    value: Callable[[Values, float], float]
    local: Callable[[Values, float, float], tuple[float, ...]]
    write: Callable[[Sequence[str], str], str]
    slope: Callable[[Sequence[str], str, str], tuple[str, ...]]
    kink: Callable[[Values, float], bool] = lambda _x, _c: False
    side: str = ""
    needs: str = ""

    @property
    def is_leaf(self) -> bool:
        """Whether its value is given and not computed."""
        return self.name in ("input", "constant")


# ------------------------------------------------------------------------------------ formulas


def _sigmoid(z: float) -> float:
    """``1 / (1 + exp(-z))``, and ``exp(z) / (1 + exp(z))`` left of zero, which never overflows."""
    if z >= 0.0:
        return 1.0 / (1.0 + math.exp(-z))
    power = math.exp(z)
    return power / (1.0 + power)


def _softplus(z: float) -> float:
    """``log(1 + exp(z)) = log(1 + exp(-|z|)) + max(z, 0)``, which never overflows."""
    return math.log1p(math.exp(-abs(z))) + max(z, 0.0)


_GELU_SLOPE = math.sqrt(2.0 / math.pi)
_GELU_CUBE = 0.044715


def _gelu_gate(z: float) -> float:
    """``(1 + tanh(u)) / 2`` with ``u = sqrt(2/pi) (z + 0.044715 z^3)``."""
    near = max(min(z, 10.0), -10.0)
    return 0.5 * (1.0 + math.tanh(_GELU_SLOPE * (near + _GELU_CUBE * near**3)))


def _gelu_slope(z: float) -> float:
    """``g + z g'`` with ``g' = 2 g (1 - g) u'``."""
    g, near = _gelu_gate(z), max(min(z, 10.0), -10.0)
    return g + 2.0 * near * g * (1.0 - g) * _GELU_SLOPE * (1.0 + 3.0 * _GELU_CUBE * near * near)


def _sign(z: float) -> float:
    return float(z > 0.0) - float(z < 0.0)


def _others(x: Values, place: int) -> float:
    """The product of all inputs but one."""
    return math.prod(value for other, value in enumerate(x) if other != place)


def _first(x: Values, chosen: float) -> tuple[float, ...]:
    """1 for the first input that has the chosen value, 0 for the others."""
    winner = list(x).index(chosen)
    return tuple(float(place == winner) for place in range(len(x)))


def _is_shared(x: Values, chosen: float) -> bool:
    return list(x).count(chosen) > 1


def _logarithm(z: float) -> float:
    if z <= 0.0:
        raise ValueError
    return math.log(z)


def _power(x: float, y: float) -> float:
    if x <= 0.0:
        raise ValueError
    return math.pow(x, y)


def _power_slope(x: float, f: float, c: float) -> float:
    """``c x^(c-1)``."""
    return 0.0 if c == 0.0 else c * math.pow(x, c - 1.0)


# --------------------------------------------------------------------------------------- texts


def wrapped(name: str) -> str:
    """A name or number as it is, a longer formula in brackets."""
    is_call = name.endswith(")") and name.split("(")[0].isalnum() and _closes_last(name)
    return f"({name})" if (" " in name or name.startswith("-")) and not is_call else name


def _closes_last(text: str) -> bool:
    """Whether the first bracket of a text closes at its end."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and sign == ")":
            return place == len(text) - 1
    return False


def _sum(names: Sequence[str], _c: str) -> str:
    return " + ".join([names[0], *(f"({name})" if name.startswith("-") else name for name in names[1:])])


def _plus_constant(names: Sequence[str], c: str) -> str:
    return f"{names[0]} - {c[1:]}" if c.startswith("-") else f"{names[0]} + {c}"


def _times(names: Sequence[str], _c: str) -> str:
    return " * ".join(wrapped(name) for name in names)


def _called(function: str) -> Callable[[Sequence[str], str], str]:
    return lambda names, _c: f"{function}({', '.join(names)})"


def _swapped(names: Sequence[str], _f: str, _c: str) -> tuple[str, ...]:
    return tuple(
        " * ".join(wrapped(name) for other, name in enumerate(names) if other != place)
        for place in range(len(names))
    )


def _routed(sign: str) -> Callable[[Sequence[str], str, str], tuple[str, ...]]:
    return lambda names, f, _c: tuple(f"1[{name} {sign} {f}]" for name in names)


# --------------------------------------------------------------------------------------- table


def _unary(
    name: str,
    glyph: str,
    value: Callable[[float], float],
    local: Callable[[float, float], float],
    slope: Callable[[str, str], str],
    *,
    write: Callable[[str], str] | None = None,
    at_kink: float | None = None,
    side: str = "",
    needs: str = "",
    pattern: str = "scales",
) -> GateKind:
    """A gate of one input and no constant: ``value(x)``, ``local(x, f)``, ``slope(x, f)``."""
    return GateKind(
        name,
        glyph,
        pattern,
        value=lambda x, _c: value(x[0]),
        local=lambda x, f, _c: (local(x[0], f),),
        write=_called(name) if write is None else lambda names, _c: write(names[0]),
        slope=lambda names, f, _c: (slope(names[0], f),),
        kink=lambda x, _c: at_kink is not None and x[0] == at_kink,
        side=side,
        needs=needs,
    )


_POSITIVE = "it needs a positive number"
_NOT_ZERO = "nothing can be divided by 0"

_KINDS = (
    GateKind("input", "", "", lambda _x, c: c, lambda _x, _f, _c: (), lambda _n, c: c, lambda _n, _f, _c: ()),
    GateKind(
        "constant", "", "", lambda _x, c: c, lambda _x, _f, _c: (), lambda _n, c: c, lambda _n, _f, _c: ()
    ),
    GateKind(
        "add",
        "+",
        "distributes",
        value=lambda x, _c: sum(x[1:], start=x[0]),
        local=lambda x, _f, _c: (1.0,) * len(x),
        write=_sum,
        slope=lambda names, _f, _c: ("1",) * len(names),
    ),
    GateKind(
        "mul",
        "×",
        "swaps",
        value=lambda x, _c: math.prod(x),
        local=lambda x, _f, _c: tuple(_others(x, place) for place in range(len(x))),
        write=_times,
        slope=_swapped,
    ),
    GateKind(
        "max",
        "max",
        "routes",
        value=lambda x, _c: max(x),
        local=lambda x, f, _c: _first(x, f),
        write=_called("max"),
        slope=_routed("="),
        kink=lambda x, _c: _is_shared(x, max(x)),
        side="of equal inputs the first one counts",
    ),
    GateKind(
        "min",
        "min",
        "routes",
        value=lambda x, _c: min(x),
        local=lambda x, f, _c: _first(x, f),
        write=_called("min"),
        slope=_routed("="),
        kink=lambda x, _c: _is_shared(x, min(x)),
        side="of equal inputs the first one counts",
    ),
    _unary("copy", "copy", lambda x: x, lambda _x, _f: 1.0, lambda _x, _f: "1", write=str, pattern="adds"),
    _unary(
        "neg",
        "×-1",
        lambda x: -x,
        lambda _x, _f: -1.0,
        lambda _x, _f: "(-1)",
        write=lambda x: f"-{wrapped(x)}",
    ),
    GateKind(
        "add_constant",
        "+c",
        "distributes",
        value=lambda x, c: x[0] + c,
        local=lambda _x, _f, _c: (1.0,),
        write=_plus_constant,
        slope=lambda _names, _f, _c: ("1",),
    ),
    GateKind(
        "mul_constant",
        "×c",
        "scales",
        value=lambda x, c: x[0] * c,
        local=lambda _x, _f, c: (c,),
        write=lambda names, c: f"{wrapped(c)} * {wrapped(names[0])}",
        slope=lambda _names, _f, c: (wrapped(c),),
    ),
    _unary(
        "reciprocal",
        "1/x",
        lambda x: 1.0 / x,
        lambda x, _f: -1.0 / (x * x),
        lambda x, _f: f"(-1/{wrapped(x)}^2)",
        write=lambda x: f"1 / {wrapped(x)}",
        needs=_NOT_ZERO,
    ),
    _unary("exp", "exp", math.exp, lambda _x, f: f, lambda _x, f: f),
    _unary(
        "log",
        "log",
        _logarithm,
        lambda x, _f: 1.0 / x,
        lambda x, _f: f"1/{wrapped(x)}",
        needs=_POSITIVE,
    ),
    _unary(
        "sqrt",
        "√",
        math.sqrt,
        lambda _x, f: 0.5 / f,
        lambda _x, f: f"1/(2 {f})",
        needs=_POSITIVE,
    ),
    _unary(
        "square",
        "x²",
        lambda x: x * x,
        lambda x, _f: 2.0 * x,
        lambda x, _f: f"2 {wrapped(x)}",
        write=lambda x: f"{wrapped(x)}^2",
    ),
    GateKind(
        "power",
        "x^c",
        "scales",
        value=lambda x, c: math.pow(x[0], c),
        local=lambda x, f, c: (_power_slope(x[0], f, c),),
        write=lambda names, c: f"{wrapped(names[0])}^{wrapped(c)}",
        slope=lambda names, _f, c: (f"{c} {wrapped(names[0])}^({c} - 1)",),
        needs="this power of it has no value or no slope",
    ),
    GateKind(
        "pow",
        "x^y",
        "scales",
        value=lambda x, _c: _power(x[0], x[1]),
        local=lambda x, f, _c: (x[1] * f / x[0], f * math.log(x[0])),
        write=lambda names, _c: f"{wrapped(names[0])}^{wrapped(names[1])}",
        slope=lambda names, f, _c: (
            f"{wrapped(names[1])} {f}/{wrapped(names[0])}",
            f"{f} log({names[0]})",
        ),
        needs="a variable power needs a positive base",
    ),
    _unary("sin", "sin", math.sin, lambda x, _f: math.cos(x), lambda x, _f: f"cos({x})"),
    _unary("cos", "cos", math.cos, lambda x, _f: -math.sin(x), lambda x, _f: f"-sin({x})"),
    _unary("tanh", "tanh", math.tanh, lambda _x, f: 1.0 - f * f, lambda _x, f: f"(1 - {f}^2)"),
    _unary("sigmoid", "σ", _sigmoid, lambda _x, f: (1.0 - f) * f, lambda _x, f: f"(1 - {f}) {f}"),
    _unary(
        "relu",
        "relu",
        lambda x: max(x, 0.0),
        lambda x, _f: float(x > 0.0),
        lambda x, _f: f"1[{x} > 0]",
        at_kink=0.0,
        side="at 0 the slope 0 of the left side counts",
        pattern="routes",
    ),
    _unary(
        "abs",
        "|x|",
        abs,
        lambda x, _f: _sign(x),
        lambda x, _f: f"sign({x})",
        at_kink=0.0,
        side="at 0 the slope 0 between both sides counts",
    ),
    GateKind(
        "leaky_relu",
        "leaky",
        "scales",
        value=lambda x, c: max(x[0], c * x[0]),
        local=lambda x, _f, c: (1.0 if x[0] > 0.0 else c,),
        write=lambda names, c: f"max({names[0]}, {c} {wrapped(names[0])})",
        slope=lambda names, _f, c: (f"(1 if {names[0]} > 0 else {c})",),
        kink=lambda x, _c: x[0] == 0.0,
        side=f"at 0 the slope {LEAK:g} of the left side counts",
    ),
    _unary(
        "elu",
        "elu",
        lambda x: x if x > 0.0 else math.expm1(x),
        lambda x, _f: 1.0 if x > 0.0 else math.exp(x),
        lambda x, f: f"(1 if {x} > 0 else {f} + 1)",
    ),
    _unary("softplus", "softplus", _softplus, lambda x, _f: _sigmoid(x), lambda x, _f: f"sigmoid({x})"),
    _unary(
        "silu",
        "silu",
        lambda x: x * _sigmoid(x),
        lambda x, f: f * (1.0 - _sigmoid(x)) + _sigmoid(x),
        lambda x, f: f"({f} (1 - s) + s), s = sigmoid({x})",
    ),
    _unary(
        "gelu", "gelu", lambda x: x * _gelu_gate(x), lambda x, _f: _gelu_slope(x), lambda x, _f: f"gelu'({x})"
    ),
    _unary(
        "huber",
        "huber",
        lambda e: 0.5 * e * e if abs(e) <= 1.0 else abs(e) - 0.5,
        lambda e, _f: max(min(e, 1.0), -1.0),
        lambda e, _f: f"clip({e}, -1, 1)",
    ),
)

GATES: dict[str, GateKind] = {kind.name: kind for kind in _KINDS}
