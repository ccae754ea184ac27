"""How far a trace has come, the step of gradient descent after it, and all of it as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playground.observe.graph.structure import Graph
from playground.observe.graph.trace import Phase, Step, update_step


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
    steps = tuple(update_step(graph, gate, rate, values[gate.label]) for gate in chosen)
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
