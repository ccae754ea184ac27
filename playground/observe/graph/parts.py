"""What a graph is made of: gates, and the wires between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from msgspec import Struct

from playground.observe.graph.errors import GraphError
from playground.observe.graph.gates import GateKind

ParameterKey: TypeAlias = tuple[int, int, int]
"""Layer id, row (-1: the bias) and column of a parameter, as ``training.ParameterEdit`` names it."""


class Gate(Struct, frozen=True):
    """One gate; its ``id`` is its place in ``Graph.gates``, where inputs stand before their users.

    ``label`` names its value, ``text`` writes it in the names that a user knows (a long one cut short).
    ``gradient`` is d of the graph's result / d its value, ``local`` d its value / d each input.
    ``constant`` is what an input or constant holds, or the number of ``add_constant``,
    ``mul_constant``, ``power`` and ``leaky_relu``.
    ``parameter`` names the network's parameter that an input is; ``group`` the part it belongs to.
    ``is_at_kink``: the slopes of its two sides differ where it stands; ``rule.side`` says which counts.
    """

    id: int
    rule: GateKind
    label: str
    text: str
    inputs: tuple[int, ...]
    value: float
    local: tuple[float, ...]
    gradient: float
    constant: float = 0.0
    parameter: ParameterKey | None = None
    group: str = ""
    is_at_kink: bool = False

    @property
    def kind(self) -> str:
        """The name of its kind: ``add``, ``mul``, ``max``, ``copy``, ``exp``, ..."""
        return self.rule.name

    @property
    def pattern(self) -> str:
        """What it does to the gradient: distributes, swaps, routes, adds or scales; "" for a leaf."""
        return self.rule.pattern


@dataclass(frozen=True)
class Wire:
    """What runs from one gate to another: forward the value, backward the gradient.

    ``id`` is its place in ``Graph.wires``.
    ``slot`` is the input's place at the target; ``use`` counts the wires of a copy from 1 (0: no copy).
    """

    id: int
    source: int
    target: int
    slot: int
    use: int
    value: float
    gradient: float


@dataclass(frozen=True)
class Wiring:
    """What a graph consists of: gates in topological order, the result last, and the wires between them.

    ``of`` is the symbol of what the gradients are of (the ``f`` of ``df/dx``), and ``seed`` the gradient
    that enters at the result: 1, or what arrives from the rest of a network.
    """

    gates: tuple[Gate, ...]
    of: str
    seed: float = 1.0

    @property
    def output(self) -> Gate:
        """The gate of the result."""
        return self.gates[-1]

    @property
    def value(self) -> float:
        """The result."""
        return self.output.value

    @property
    def inputs(self) -> tuple[Gate, ...]:
        """The variables, in the order in which they were named first."""
        return tuple(gate for gate in self.gates if gate.kind == "input")

    @property
    def gradients(self) -> dict[str, float]:
        """d result / d variable, by the variable's name."""
        return {gate.label: gate.gradient for gate in self.inputs}

    def gate(self, label: str) -> Gate:
        """The gate whose value has this name (of a value and its copy, the value). Raises GraphError."""
        for gate in self.gates:
            if gate.label == label and gate.kind != "copy":
                return gate
        names = [gate.label for gate in self.gates if gate.kind not in ("copy", "constant")]
        raise GraphError("gate", name=label, known=", ".join(names))

    @cached_property
    def wires(self) -> tuple[Wire, ...]:
        """Every wire, by target and slot."""
        uses: Counter[int] = Counter()
        wires: list[Wire] = []
        for gate in self.gates:
            for slot, source in enumerate(gate.inputs):
                is_copy = self.gates[source].kind == "copy"
                uses[source] += 1
                gradient = gate.gradient * gate.local[slot]
                use = uses[source] if is_copy else 0
                wires.append(Wire(len(wires), source, gate.id, slot, use, self.gates[source].value, gradient))
        return tuple(wires)

    @cached_property
    def wires_into(self) -> dict[int, tuple[Wire, ...]]:
        """The wires that end at each gate, by slot."""
        return _grouped(self.wires, len(self.gates), lambda wire: wire.target)

    @cached_property
    def wires_from(self) -> dict[int, tuple[Wire, ...]]:
        """The wires that begin at each gate: several at a copy, one elsewhere, none at the result."""
        return _grouped(self.wires, len(self.gates), lambda wire: wire.source)


def _grouped(wires: tuple[Wire, ...], gates: int, key: Callable[[Wire], int]) -> dict[int, tuple[Wire, ...]]:
    groups: dict[int, list[Wire]] = {gate: [] for gate in range(gates)}
    for wire in wires:
        groups[key(wire)].append(wire)
    return {gate: tuple(group) for gate, group in groups.items()}
