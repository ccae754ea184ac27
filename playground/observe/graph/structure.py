"""The graph: gates with values, local gradients and gradients, computed anew where values change."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace

from playground.observe.graph.errors import GraphError, shortened
from playground.observe.graph.parts import Gate, Wiring
from playground.observe.graph.trace import Step, trace


@dataclass(frozen=True)
class Graph(Wiring):
    """An immutable computational graph with its trace, computed anew where values change."""

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
