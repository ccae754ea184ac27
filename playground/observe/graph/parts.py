"""What a graph is made of: gates, and the wires between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from playground.observe.graph.gates import GateKind

ParameterKey: TypeAlias = tuple[int, int, int]
"""Layer id, row (-1: the bias) and column of a parameter, as ``training.ParameterEdit`` names it."""


@dataclass(frozen=True)
class Gate:
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
