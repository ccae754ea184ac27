"""A graph as Python that runs: a Value for each gate, as small autograd engines have them."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground.observe.graph.errors import GraphError
from playground.observe.graph.parts import Gate
from playground.observe.graph.structure import Graph
from playground.observe.graph.trace import Step


@dataclass(frozen=True)
class GateCode:
    """One kind of gate in Python: its value, and one local gradient for each input.

    ``value(x, c)`` and ``slopes(x, f, c)`` are given the texts of inputs, value and constant. Functions
    are written ``{m}exp``, so that ``math`` or ``np`` can stand before them.
    """

    value: Callable[[Sequence[str], str], str]
    slopes: Callable[[Sequence[str], str, str], tuple[str, ...]]


def _one(value: str, slope: str) -> GateCode:
    """A gate of one input ``x`` with the value ``f`` and the constant ``c``."""

    def filled(text: str, x: str, f: str, c: str) -> str:
        return re.sub(r"\b[xfc]\b", lambda found: {"x": x, "f": f, "c": c}[found.group()], text)

    return GateCode(
        lambda x, c: filled(value, x[0], "", c),
        lambda x, f, c: (filled(slope, x[0], f, c),),
    )


def _called(name: str, sign: str) -> GateCode:
    return GateCode(
        lambda x, _c: f"{name}({', '.join(x)})" if len(x) > 1 else x[0],
        lambda x, f, _c: tuple(_first_chosen(x, place, f, sign) for place in range(len(x))),
    )


def _first_chosen(x: Sequence[str], place: int, f: str, sign: str) -> str:
    """1 for the first input that is the chosen one."""
    before = "".join(f" and {other} {sign} {f}" for other in x[:place])
    return f"float({x[place]} == {f}{before})"


_U = "0.7978845608028654 * (x + 0.044715 * x ** 3)"
_GELU = f"0.5 * x * (1.0 + {{m}}tanh({_U}))"
_GELU_SLOPE = (
    f"0.5 * (1.0 + {{m}}tanh({_U})) + 0.5 * x * (1.0 - {{m}}tanh({_U}) ** 2)"
    " * 0.7978845608028654 * (1.0 + 0.134145 * x ** 2)"
)

CODES: dict[str, GateCode] = {
    "add": GateCode(lambda x, _c: " + ".join(x), lambda x, _f, _c: ("1.0",) * len(x)),
    "mul": GateCode(
        lambda x, _c: " * ".join(x),
        lambda x, _f, _c: tuple(
            " * ".join(other for place, other in enumerate(x) if place != one) for one in range(len(x))
        ),
    ),
    "max": _called("max", "!="),
    "min": _called("min", "!="),
    "copy": _one("x", "1.0"),
    "neg": _one("-x", "-1.0"),
    "add_constant": _one("x + c", "1.0"),
    "mul_constant": _one("c * x", "c"),
    "reciprocal": _one("1.0 / x", "-1.0 / x ** 2"),
    "exp": _one("{m}exp(x)", "f"),
    "log": _one("{m}log(x)", "1.0 / x"),
    "sqrt": _one("{m}sqrt(x)", "0.5 / f"),
    "square": _one("x ** 2", "2.0 * x"),
    "power": _one("x ** c", "c * x ** (c - 1.0)"),
    "pow": GateCode(
        lambda x, _c: f"{x[0]} ** {x[1]}",
        lambda x, f, _c: (f"{x[1]} * {f} / {x[0]}", f"{f} * {{m}}log({x[0]})"),
    ),
    "sin": _one("{m}sin(x)", "{m}cos(x)"),
    "cos": _one("{m}cos(x)", "-{m}sin(x)"),
    "tanh": _one("{m}tanh(x)", "1.0 - f ** 2"),
    "sigmoid": _one("1.0 / (1.0 + {m}exp(-x))", "(1.0 - f) * f"),
    "relu": _one("max(x, 0.0)", "float(x > 0.0)"),
    "abs": _one("abs(x)", "float(x > 0.0) - float(x < 0.0)"),
    "leaky_relu": _one("max(x, c * x)", "1.0 if x > 0.0 else c"),
    "elu": _one("x if x > 0.0 else {m}expm1(x)", "1.0 if x > 0.0 else f + 1.0"),
    "softplus": _one("{m}log1p({m}exp(-abs(x))) + max(x, 0.0)", "1.0 / (1.0 + {m}exp(-x))"),
    "silu": _one("x / (1.0 + {m}exp(-x))", "(f * {m}exp(-x) + 1.0) / (1.0 + {m}exp(-x))"),
    "gelu": _one(_GELU, _GELU_SLOPE),
    "huber": _one("0.5 * x ** 2 if abs(x) <= 1.0 else abs(x) - 0.5", "max(min(x, 1.0), -1.0)"),
}
"""Every kind of gate that has a formula, by its name."""

_HEAD = '''"""{title}, backpropagated gate by gate."""

import math

made = []


class Value:
    """A number with its gradient; ``inputs`` pairs each input with the local gradient towards it."""

    def __init__(self, data):
        self.data, self.grad, self.inputs = data, 0.0, []
        made.append(self)


def backward(result, gradient=1.0):
    """Send the gradient from the result to everything that it was made of."""
    result.grad = gradient
    for value in reversed(made):
        for source, local in value.inputs:
            source.grad += value.grad * local  # +=: a value that is used twice gets both


'''


def python_script(graph: Graph) -> str:
    """The graph as a script: it computes the value and all gradients anew, prints and checks them.

    Raises GraphError where a gate has no formula.
    """
    title = (
        f"{graph.output.label} = {graph.output.text}" if graph.output.text != graph.output.label else graph.of
    )
    names = names_of(graph)
    lines: list[str] = []
    for gate in graph.gates:
        if gate.kind != "copy":
            lines += _lines(graph, gate, names)
    result = names[graph.output.id]
    seed = "" if graph.seed == 1.0 else f", {graph.seed!r}"
    lines += ["", f"backward({result}{seed})", ""]
    lines.append(f'print(f"{graph.output.label} = {{{result}.data:.6g}}")')
    for gate in graph.inputs:
        lines.append(f'print(f"d{graph.of}/d{gate.label} = {{{names[gate.id]}.grad:.6g}}")')
    lines += ["", f"assert math.isclose({result}.data, {graph.value!r}, rel_tol=1e-9, abs_tol=1e-12)"]
    for gate in graph.inputs:
        lines.append(
            f"assert math.isclose({names[gate.id]}.grad, {gate.gradient!r}, rel_tol=1e-9, abs_tol=1e-12)"
        )
    return _HEAD.replace("{title}", title.replace("\\", "").replace('"', "'")) + "\n".join(lines) + "\n"


def names_of(graph: Graph) -> dict[int, str]:
    """A Python name for every gate's value; a copy's is that of what it copies."""
    names: dict[int, str] = {}
    taken: set[str] = {"math", "made", "Value", "backward", "print", "max", "min", "abs", "float"}
    for gate in graph.gates:
        if gate.kind == "copy":
            names[gate.id] = names[gate.inputs[0]]
            continue
        name = re.sub(r"\W", "_", gate.label, flags=re.ASCII)
        if not name or name[0].isdigit():
            name = f"v_{name}"
        while name in taken or keyword.iskeyword(name):
            name += "_"
        taken.add(name)
        names[gate.id] = name
    return names


def numpy_lines(graph: Graph, step: Step) -> list[str]:
    """A backward step in NumPy, one line a wire: ``dx = dq * y``; [] where a gate has no formula."""
    if step.phase != "backward" or step.gate is None:
        return []
    gate, names = graph.gates[step.gate], names_of(graph)
    if gate.kind == "copy":
        parts = [f"d{names[gate.id]}_{wire.use}" for wire in graph.wires_from[gate.id]]
        return [f"d{names[gate.id]} = {' + '.join(parts)}"]
    code = CODES.get(gate.kind)
    if code is None:
        return []
    inputs = [names[place] for place in gate.inputs]
    slopes = code.slopes(inputs, names[gate.id], repr(gate.constant))
    lines = []
    for product, slope in zip(step.products, slopes, strict=True):
        target = names[product.wire.source] + (f"_{product.wire.use}" if product.wire.use else "")
        local = slope if re.fullmatch(r"[\w.-]+", slope) else f"({slope})"
        lines.append(f"d{target} = d{names[gate.id]} * {local.replace('{m}', 'np.')}")
    return lines


def _lines(graph: Graph, gate: Gate, names: dict[int, str]) -> list[str]:
    name = names[gate.id]
    if gate.rule.is_leaf:
        return [f"{name} = Value({gate.value!r})"]
    code = CODES.get(gate.kind)
    if code is None:
        raise GraphError("no_formula", name=gate.label)
    inputs = [f"{names[place]}.data" for place in gate.inputs]
    constant = repr(gate.constant) if gate.constant >= 0.0 else f"({gate.constant!r})"
    value = code.value(inputs, constant).replace("{m}", "math.")
    slopes = code.slopes(inputs, f"{name}.data", constant)
    pairs = [
        f"({names[place]}, {slope.replace('{m}', 'math.')})"
        for place, slope in zip(gate.inputs, slopes, strict=True)
    ]
    return [f"{name} = Value({value})", f"{name}.inputs = [{', '.join(pairs)}]"]
