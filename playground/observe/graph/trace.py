"""The trace of a graph: forward, seed, backward and update, each step with its symbols and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from playground.observe.graph.parts import Gate, Wire, Wiring

Phase: TypeAlias = Literal["forward", "seed", "backward", "update"]

RULES = {
    "inputs": "the values that are given",
    "sum": "the sum of what comes in",
    "product": "the product of what comes in",
    "largest": "the largest of what comes in",
    "smallest": "the smallest of what comes in",
    "handed_on": "the same value for every use",
    "function": "the function of what comes in",
    "seed": "the gradient of the result by itself is 1",
    "arriving": "the gradient that arrives from the rest of the network",
    "distributes": "add distributes: each input gets the upstream gradient as it is",
    "swaps": "mul swaps: each input gets the upstream gradient times the other input",
    "routes": "{kind} routes: the chosen input gets the whole upstream gradient, any other gets 0",
    "adds": "copy adds: the gradients of all uses are summed",
    "scales": "upstream times the local gradient",
    "update": "one step downhill: the old value minus the rate times its gradient",
}
"""The rules in words, by code, so that they can be said in another language."""

_FORWARD = {
    "add": "sum",
    "add_constant": "sum",
    "mul": "product",
    "mul_constant": "product",
    "neg": "product",
    "max": "largest",
    "min": "smallest",
    "copy": "handed_on",
}
"""The rules of the forward steps, by kind of gate; of all others "function"."""


@dataclass(frozen=True)
class Product:
    """One chain rule, ``downstream = upstream * local``, along one wire: symbols and numbers.

    ``local_symbol`` is ``dq/dx``; ``local_formula`` is what it comes to, such as ``y``.
    """

    wire: Wire
    downstream_symbol: str
    upstream_symbol: str
    local_symbol: str
    local_formula: str
    downstream: float
    upstream: float
    local: float


@dataclass(frozen=True)
class Step:
    """One step of the trace; ``gate`` is None for the step that shows the given values.

    ``code`` is the rule's key in RULES; ``rule`` says it in words, ``symbols`` in letters, ``numbers``
    with the numbers written out. ``products`` are a backward step's chain rules, by wire.
    """

    phase: Phase
    gate: int | None
    code: str
    rule: str
    symbols: str
    numbers: str
    products: tuple[Product, ...] = ()


def trace(graph: Wiring) -> tuple[Step, ...]:
    """All steps: the given values, each gate forward, the seed, each gate backward."""
    gates = [gate for gate in graph.gates if not gate.rule.is_leaf]
    forward = [_given(graph), *(_forward(graph, gate) for gate in gates)]
    return (*forward, _seed(graph), *(_backward(graph, gate) for gate in reversed(gates)))


def number(value: float) -> str:
    """A number as it stands in a step: two decimals where they say all, four digits otherwise."""
    if value == round(value, 2) and abs(value) < 1e6:
        return f"{value + 0.0:.2f}"
    return f"{value:.4g}"


def update_step(graph: Wiring, gate: Gate, rate: float, new: float) -> Step:
    """The step that moves one variable downhill to its new value."""
    symbols = f"{gate.label} <- {gate.label} - rate * {_d(graph, gate)}"
    numbers = f"{number(gate.value)} - {rate:g} * {_factor(gate.gradient)} = {number(new)}"
    return Step("update", gate.id, "update", RULES["update"], symbols, numbers)


# ------------------------------------------------------------------------------------- private


def _factor(value: float) -> str:
    return f"({number(value)})" if value < 0.0 else number(value)


def _d(graph: Wiring, gate: Gate, use: int = 0) -> str:
    """``df/dx``; of one use of a copied value ``df/dx[2]``."""
    return f"d{graph.of}/d{_name(gate, use)}"


def _name(gate: Gate, use: int = 0) -> str:
    return f"{gate.label}[{use}]" if use else gate.label


def _names(graph: Wiring, gate: Gate) -> list[str]:
    return [graph.gates[place].label for place in gate.inputs]


def _given(graph: Wiring) -> Step:
    gates = graph.inputs
    symbols = ", ".join(gate.label for gate in gates)
    numbers = ", ".join(f"{gate.label} = {number(gate.value)}" for gate in gates)
    return Step("forward", None, "inputs", RULES["inputs"], symbols, numbers)


def _forward(graph: Wiring, gate: Gate) -> Step:
    names, code = _names(graph, gate), _FORWARD.get(gate.kind, "function")
    if gate.kind == "copy":
        uses = ", ".join(_name(gate, use) for use in range(1, _uses(graph, gate) + 1))
        numbers = ", ".join([number(gate.value)] * _uses(graph, gate))
        return Step("forward", gate.id, code, RULES[code], f"{uses} = {names[0]}", numbers)
    constant = f"{gate.constant:g}"
    written = gate.rule.write(
        [number(graph.gates[place].value) for place in gate.inputs], number(gate.constant)
    )
    return Step(
        "forward",
        gate.id,
        code,
        _with_side(RULES[code], gate),
        f"{gate.label} = {gate.rule.write(names, constant)}",
        f"{written} = {number(gate.value)}",
    )


def _seed(graph: Wiring) -> Step:
    code = "seed" if graph.of == graph.output.label else "arriving"
    symbol, value = _d(graph, graph.output), number(graph.seed)
    symbols = f"{symbol} = 1" if code == "seed" else symbol
    return Step("seed", graph.output.id, code, RULES[code], symbols, value)


def _backward(graph: Wiring, gate: Gate) -> Step:
    products = tuple(_product(graph, wire) for wire in graph.wires_into[gate.id])
    if gate.kind == "copy":
        wires = graph.wires_from[gate.id]
        symbols = f"{_d(graph, gate)} = {' + '.join(_d(graph, gate, wire.use) for wire in wires)}"
        parts = [
            _factor(wire.gradient) if place else number(wire.gradient) for place, wire in enumerate(wires)
        ]
        numbers = f"{' + '.join(parts)} = {number(gate.gradient)}"
        return Step("backward", gate.id, "adds", RULES["adds"], symbols, numbers, products)
    is_output = gate.id == graph.output.id
    symbols = "; ".join(
        f"{p.downstream_symbol} = {p.upstream_symbol} * {p.local_formula if is_output else p.local_symbol}"
        for p in products
    )
    numbers = "; ".join(
        f"{number(p.upstream)} * {_factor(p.local)} = {number(p.downstream)}" for p in products
    )
    rule = RULES[gate.pattern].format(kind=gate.kind)
    if gate.pattern == "scales":
        rule = f"{rule}, {', '.join(p.local_formula for p in products)}"
    return Step("backward", gate.id, gate.pattern, _with_side(rule, gate), symbols, numbers, products)


def _product(graph: Wiring, wire: Wire) -> Product:
    source, target = graph.gates[wire.source], graph.gates[wire.target]
    names = _names(graph, target)
    return Product(
        wire,
        downstream_symbol=_d(graph, source, wire.use),
        upstream_symbol=_d(graph, target),
        local_symbol=f"d{target.label}/d{_name(source, wire.use)}",
        local_formula=target.rule.slope(names, target.label, f"{target.constant:g}")[wire.slot],
        downstream=wire.gradient,
        upstream=target.gradient,
        local=target.local[wire.slot],
    )


def _uses(graph: Wiring, gate: Gate) -> int:
    return len(graph.wires_from[gate.id])


def _with_side(rule: str, gate: Gate) -> str:
    """At a kink: which side's slope counts."""
    return f"{rule}; {gate.rule.side}" if gate.is_at_kink else rule
