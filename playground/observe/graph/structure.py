"""The graph: gates with values, local gradients and gradients, computed anew where values change."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from playground.observe.graph.errors import GraphError, shortened
from playground.observe.graph.parts import Gate, Wire
from playground.observe.graph.trace import Step, trace


@dataclass(frozen=True)
class Graph:
    """An immutable computational graph: gates in topological order, the result last.

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

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The whole trace: forward, seed, backward."""
        return trace(self)

    def changed(self, values: Mapping[str, float]) -> Graph:
        """The graph with other values of some variables, by name. Raises GraphError."""
        inputs = {gate.label for gate in self.inputs}
        for name, value in values.items():
            if name not in inputs and self.gate(name).kind != "input":
                known = ", ".join(gate.label for gate in self.inputs)
                raise GraphError("extra", name=name, known=known)
            if not math.isfinite(value):
                raise GraphError("finite", name=name, value=f"{value}")

        gates: list[Gate] = []
        for gate in self.gates:
            constant = float(values.get(gate.label, gate.constant)) if gate.kind == "input" else gate.constant
            drafts = [gates[place] for place in gate.inputs]
            gates.append(computed_anew(gate, constant, drafts))
        return with_gradients(gates, self.of, self.seed)

    def nudged(self, place: int, by: float) -> Graph:
        """The graph where one gate's value is moved by so much, whatever it is computed from.

        Raises GraphError where a value or gradient leaves the range of numbers.
        """
        gates: list[Gate] = []
        for gate in self.gates:
            if gate.id == place:
                moved = gate.value + by
                if not math.isfinite(moved):
                    raise GraphError("large", where=shortened(gate.text))
                constant = moved if gate.kind == "input" else gate.constant
                gates.append(replace(gate, value=moved, constant=constant))
            else:
                gates.append(computed_anew(gate, gate.constant, [gates[source] for source in gate.inputs]))
        return with_gradients(gates, self.of, self.seed)


def computed_anew(gate: Gate, constant: float, inputs: list[Gate]) -> Gate:
    """The gate with this constant, computed of these inputs. Raises GraphError where it has no value."""
    values = [each.value for each in inputs]
    try:
        value = gate.rule.value(values, constant)
        local = gate.rule.local(values, value, constant)
    except (ValueError, ZeroDivisionError):
        raise _no_value(gate, inputs) from None
    except OverflowError:
        raise GraphError("large", where=shortened(gate.text)) from None
    if not all(map(math.isfinite, (value, *local))):
        raise GraphError("large", where=shortened(gate.text))
    is_at_kink = not gate.rule.is_leaf and gate.rule.kink(values, constant)
    return replace(gate, constant=constant, value=value, local=local, is_at_kink=is_at_kink)


def _no_value(gate: Gate, inputs: list[Gate]) -> GraphError:
    where, what, value = shortened(gate.text), shortened(inputs[0].text), f"{inputs[0].value:g}"
    if what == value:
        return GraphError("domain_of_constant", where=where, needs=gate.rule.needs)
    return GraphError("domain", where=where, what=what, value=value, needs=gate.rule.needs)


def _grouped(wires: tuple[Wire, ...], gates: int, key: Callable[[Wire], int]) -> dict[int, tuple[Wire, ...]]:
    groups: dict[int, list[Wire]] = {gate: [] for gate in range(gates)}
    for wire in wires:
        groups[key(wire)].append(wire)
    return {gate: tuple(group) for gate, group in groups.items()}


def with_gradients(gates: list[Gate], of: str, seed: float) -> Graph:
    """The backward pass: each gate's downstream gradients are its own times its local ones."""
    gradients = [0.0] * len(gates)
    gradients[-1] = seed
    for gate in reversed(gates):
        for place, local in zip(gate.inputs, gate.local, strict=True):
            gradients[place] += gradients[gate.id] * local
    for gate in gates:
        if not math.isfinite(gradients[gate.id]):
            raise GraphError("gradient", where=gate.label)
    done = tuple(replace(gate, gradient=gradients[gate.id]) for gate in gates)
    return Graph(done, of or done[-1].label, seed)
