"""The trace of a graph: forward, seed, backward and update, each step with its symbols and numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from playground.observe.graph.parts import Gate, Wire

if TYPE_CHECKING:
    from playground.observe.graph.structure import Graph  # whose steps these are

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


@dataclass(frozen=True)
class Reached:
    """What is known at a position of the trace: the gates whose value, and whose gradient, is there.

    ``wires`` are the places in ``Graph.wires`` of those whose gradient is there.
    """

    values: frozenset[int]
    gradients: frozenset[int]
    wires: frozenset[int]


@dataclass(frozen=True)
class Update:
    """One step of gradient descent: its steps, the new values by name, and the graph they give."""

    steps: tuple[Step, ...]
    values: dict[str, float]
    graph: Graph


def trace(graph: Graph) -> tuple[Step, ...]:
    """All steps: the given values, each gate forward, the seed, each gate backward."""
    gates = [gate for gate in graph.gates if not gate.rule.is_leaf]
    forward = [_given(graph), *(_forward(graph, gate) for gate in gates)]
    return (*forward, _seed(graph), *(_backward(graph, gate) for gate in reversed(gates)))


def reached(graph: Graph, position: int) -> Reached:
    """What is known after the first ``position`` steps; what is not reached yet is empty, never 0."""
    values: set[int] = set()
    gradients: set[int] = set()
    wires: set[int] = set()
    for step in graph.steps[: max(position, 0)]:
        if step.phase == "forward":
            leaves = (gate.id for gate in graph.gates if gate.rule.is_leaf)
            values.update(leaves if step.gate is None else (step.gate,))
        elif step.phase == "seed":
            gradients.add(graph.output.id)
        elif step.gate is not None:
            gradients.update(graph.gates[step.gate].inputs)
            wires.update(wire.id for wire in graph.wires_into[step.gate])
    return Reached(frozenset(values), frozenset(gradients), frozenset(wires))


def position_of(graph: Graph, gate: int, phase: Phase) -> int | None:
    """The number of steps after which this gate's step of this phase is done; None without one."""
    if graph.gates[gate].rule.is_leaf and phase == "forward":
        return 1
    found = (place for place, step in enumerate(graph.steps, 1) if (step.phase, step.gate) == (phase, gate))
    return next(found, None)


def update(graph: Graph, rate: float) -> Update:
    """What one step of plain gradient descent does: ``w - rate * gradient`` for each parameter.

    A graph without parameters of a network moves all its variables. Raises GraphError where the new
    values leave the range of numbers.
    """
    chosen = [gate for gate in graph.inputs if gate.parameter is not None] or list(graph.inputs)
    values = {gate.label: gate.value - rate * gate.gradient for gate in chosen}
    steps = tuple(_update(graph, gate, rate, values[gate.label]) for gate in chosen)
    return Update(steps, values, graph.changed(values))


def as_builtins(graph: Graph, more: Sequence[Step] = ()) -> dict[str, Any]:
    """What ``playground graph --json`` prints: value, gradients by variable, gates, steps.

    ``more`` are steps after the trace, those of an update.
    """
    gates = [
        {
            "id": gate.id,
            "kind": gate.kind,
            "label": gate.label,
            "inputs": list(gate.inputs),
            "value": gate.value,
            "gradient": gate.gradient,
            "local": list(gate.local),
            "pattern": gate.pattern,
        }
        for gate in graph.gates
    ]
    steps = [
        {
            "phase": step.phase,
            "gate": step.gate,
            "rule": step.rule,
            "symbols": step.symbols,
            "numbers": step.numbers,
        }
        for step in (*graph.steps, *more)
    ]
    return {"value": graph.value, "gradients": graph.gradients, "gates": gates, "steps": steps}


def number(value: float) -> str:
    """A number as it stands in a step: two decimals where they say all, four digits otherwise."""
    if value == round(value, 2) and abs(value) < 1e6:
        return f"{value + 0.0:.2f}"
    return f"{value:.4g}"


# ------------------------------------------------------------------------------------- private


def _factor(value: float) -> str:
    return f"({number(value)})" if value < 0.0 else number(value)


def _d(graph: Graph, gate: Gate, use: int = 0) -> str:
    """``df/dx``; of one use of a copied value ``df/dx[2]``."""
    return f"d{graph.of}/d{_name(gate, use)}"


def _name(gate: Gate, use: int = 0) -> str:
    return f"{gate.label}[{use}]" if use else gate.label


def _names(graph: Graph, gate: Gate) -> list[str]:
    return [graph.gates[place].label for place in gate.inputs]


def _given(graph: Graph) -> Step:
    gates = graph.inputs
    symbols = ", ".join(gate.label for gate in gates)
    numbers = ", ".join(f"{gate.label} = {number(gate.value)}" for gate in gates)
    return Step("forward", None, "inputs", RULES["inputs"], symbols, numbers)


def _forward(graph: Graph, gate: Gate) -> Step:
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


def _seed(graph: Graph) -> Step:
    code = "seed" if graph.of == graph.output.label else "arriving"
    symbol, value = _d(graph, graph.output), number(graph.seed)
    symbols = f"{symbol} = 1" if code == "seed" else symbol
    return Step("seed", graph.output.id, code, RULES[code], symbols, value)


def _backward(graph: Graph, gate: Gate) -> Step:
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


def _product(graph: Graph, wire: Wire) -> Product:
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


def _update(graph: Graph, gate: Gate, rate: float, new: float) -> Step:
    symbols = f"{gate.label} <- {gate.label} - rate * {_d(graph, gate)}"
    numbers = f"{number(gate.value)} - {rate:g} * {_factor(gate.gradient)} = {number(new)}"
    return Step("update", gate.id, "update", RULES["update"], symbols, numbers)


def _uses(graph: Graph, gate: Gate) -> int:
    return len(graph.wires_from[gate.id])


def _with_side(rule: str, gate: Gate) -> str:
    """At a kink: which side's slope counts."""
    return f"{rule}; {gate.rule.side}" if gate.is_at_kink else rule
