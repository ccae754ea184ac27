"""The same graph in fewer or in simpler gates: sigmoids and sums spelled out, groups as one gate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from playground.observe.graph.builder import Builder
from playground.observe.graph.errors import GraphError
from playground.observe.graph.gates import GateKind
from playground.observe.graph.parts import Gate
from playground.observe.graph.structure import Graph


def groups(graph: Graph) -> tuple[str, ...]:
    """The parts of a graph that have a name, in order: of a network each unit."""
    return tuple(dict.fromkeys(gate.group for gate in graph.gates if gate.group and not gate.rule.is_leaf))


def foldable(graph: Graph) -> tuple[str, ...]:
    """The groups that ``collapsed`` can fold: those with one result that is used outside."""
    exits: Counter[str] = Counter()
    for gate in graph.gates:
        if gate.group and gate.kind != "copy" and not gate.rule.is_leaf:
            users = _users_of(graph, gate.id)
            exits[gate.group] += not users or any(user.group != gate.group for user in users)
    return tuple(group for group in groups(graph) if exits[group] == 1)


def unfolded(graph: Graph) -> Graph:
    """The same in the simplest gates: a sigmoid as four, a sum of many as sums of two.

    A gate whose parts would leave the range of numbers stays whole.
    """

    def write(builder: Builder, gate: Gate, inputs: tuple[int, ...]) -> int:
        expand = _EXPANSIONS.get(gate.kind)
        if expand is None:
            return builder.again(gate, inputs, gate.constant)
        mark = builder.mark()
        try:
            return builder.name(expand(builder, inputs), gate)
        except GraphError:
            builder.back_to(mark)
            return builder.again(gate, inputs, gate.constant)

    return _rebuilt(graph, write)


def folded(graph: Graph) -> Graph:
    """The same with each sigmoid that is spelled out, ``1 / (1 + exp(-z))``, as one gate."""
    starts = {gate.id: found for gate in graph.gates if (found := _spelled_sigmoid(graph, gate)) is not None}

    def write(builder: Builder, gate: Gate, inputs: tuple[int, ...]) -> int:
        if gate.id not in starts:
            return builder.again(gate, inputs, gate.constant)
        start = builder.made[_origin(graph, starts[gate.id])]
        return builder.name(builder.gate("sigmoid", start), gate)

    return _rebuilt(graph, write)


def spelled_sigmoids(graph: Graph) -> tuple[tuple[int, ...], ...]:
    """The gates of each sigmoid that is spelled out, which ``folded`` makes one: -1, exp, +1, 1/x."""
    found = []
    for gate in graph.gates:
        start = _spelled_sigmoid(graph, gate)
        if start is not None:
            chain = [gate.id]
            while graph.gates[chain[0]].inputs[0] != start:
                chain.insert(0, graph.gates[chain[0]].inputs[0])
            found.append(tuple(chain))
    return tuple(found)


def collapsed(graph: Graph, *groups: str) -> Graph:
    """The same with all gates of each group (``Gate.group``) as one gate, named after its result.

    Its local gradients go back through them; inputs that only the group uses go into it. Raises GraphError
    where a group has no single result.
    """
    if not groups:
        return graph
    gates = [
        replace(gate, inputs=tuple(_origin(graph, place) for place in gate.inputs)) for gate in graph.gates
    ]
    gates = [gate for gate in gates if gate.kind != "copy"]
    users: dict[int, set[int]] = {gate.id: set() for gate in gates}
    for gate in gates:
        for place in gate.inputs:
            users[place].add(gate.id)
    members: dict[str, set[int]] = {group: set() for group in groups}
    for gate in gates:
        if gate.group in members and not gate.rule.is_leaf:
            members[gate.group].add(gate.id)
    group_of = {place: group for group, places in members.items() for place in places}
    parts_of: dict[str, list[Gate]] = {group: [] for group in groups}
    for gate in gates:
        owners = {group_of.get(one, "") for one in ((gate.id,) if not gate.rule.is_leaf else users[gate.id])}
        if len(owners) == 1 and (owner := owners.pop()) in parts_of:
            parts_of[owner].append(gate)
    hidden: set[int] = set()
    rules: dict[int, tuple[GateKind, tuple[int, ...]]] = {}
    for group, parts in parts_of.items():
        own = members[group]
        exits = [place for place in own if not users[place] or users[place] - own]
        if len(exits) != 1:
            raise GraphError("group", name=group)
        inside = {gate.id for gate in parts}
        entries = tuple(
            dict.fromkeys(place for gate in parts for place in gate.inputs if place not in inside)
        )
        rules[exits[0]] = _as_one(group, parts, entries), entries
        hidden |= inside - {exits[0]}

    def write(builder: Builder, gate: Gate, inputs: tuple[int, ...]) -> int:
        if gate.id in hidden:
            return -1
        if gate.id not in rules:
            return builder.again(gate, inputs, gate.constant)
        rule, entries = rules[gate.id]
        return builder.name(builder.gate(rule, *(builder.made[entry] for entry in entries)), gate)

    return _rebuilt(graph, write)


# ---------------------------------------------------------------------------------------- private


def _rebuilt(graph: Graph, write: Callable[[Builder, Gate, tuple[int, ...]], int]) -> Graph:
    """A graph of the same gates, each written anew; what nobody uses any more goes."""
    builder = Builder()
    for gate in graph.gates:
        if gate.kind != "copy":
            inputs = tuple(builder.made[_origin(graph, place)] for place in gate.inputs)
            builder.made[gate.id] = write(builder, gate, inputs)
    return builder.build(builder.made[len(graph.gates) - 1], of=graph.of, seed=graph.seed)


def _spelled_sigmoid(graph: Graph, gate: Gate) -> int | None:
    """The place of ``z`` where the gate ends the chain ``1 / (1 + exp(-z))``."""
    for kind in ("reciprocal", "add_constant", "exp", "neg"):
        if gate.kind != kind or (kind == "add_constant" and gate.constant != 1.0):
            return None
        (place,) = gate.inputs
        gate = graph.gates[place]
    return place


def _sigmoid_in_four(builder: Builder, inputs: tuple[int, ...]) -> int:
    """``1 / (1 + exp(-z))``."""
    power = builder.gate("exp", builder.gate("neg", *inputs))
    return builder.gate("reciprocal", builder.gate("add_constant", power, constant=1.0))


def _softplus_in_three(builder: Builder, inputs: tuple[int, ...]) -> int:
    """``log(1 + exp(z))``."""
    return builder.gate("log", builder.gate("add_constant", builder.gate("exp", *inputs), constant=1.0))


def _silu_in_two(builder: Builder, inputs: tuple[int, ...]) -> int:
    """``z sigmoid(z)``."""
    return builder.gate("mul", *inputs, _sigmoid_in_four(builder, inputs))


def _in_pairs(kind: str) -> Callable[[Builder, tuple[int, ...]], int]:
    """A gate of many inputs as gates of two, from the left."""

    def expand(builder: Builder, inputs: tuple[int, ...]) -> int:
        first, *rest = inputs
        for place in rest:
            first = builder.gate(kind, first, place)
        return first

    return expand


_EXPANSIONS: dict[str, Callable[[Builder, tuple[int, ...]], int]] = {
    "sigmoid": _sigmoid_in_four,
    "softplus": _softplus_in_three,
    "silu": _silu_in_two,
    "add": _in_pairs("add"),
    "max": _in_pairs("max"),
    "min": _in_pairs("min"),
}


def _users_of(graph: Graph, place: int) -> list[Gate]:
    """The gates that use a value, beyond its copy."""
    users = [graph.gates[wire.target] for wire in graph.wires_from[place]]
    if len(users) == 1 and users[0].kind == "copy":
        return [graph.gates[wire.target] for wire in graph.wires_from[users[0].id]]
    return users


def _origin(graph: Graph, place: int) -> int:
    gate = graph.gates[place]
    return gate.inputs[0] if gate.kind == "copy" else place


def _as_one(group: str, parts: list[Gate], entries: tuple[int, ...]) -> GateKind:
    """A kind of gate that is these gates, the last of which is its result."""

    def forward(x: Sequence[float]) -> dict[int, float]:
        values = dict(zip(entries, x, strict=True))
        for gate in parts:
            values[gate.id] = gate.rule.value([values[place] for place in gate.inputs], gate.constant)
        return values

    def value(x: Sequence[float], _c: float) -> float:
        return forward(x)[parts[-1].id]

    def local(x: Sequence[float], _f: float, _c: float) -> tuple[float, ...]:
        values = forward(x)
        gradients = dict.fromkeys(values, 0.0)
        gradients[parts[-1].id] = 1.0
        for gate in reversed(parts):
            inner = [values[place] for place in gate.inputs]
            slopes = gate.rule.local(inner, values[gate.id], gate.constant)
            for place, slope in zip(gate.inputs, slopes, strict=True):
                gradients[place] += gradients[gate.id] * slope
        return tuple(gradients[place] for place in entries)

    return GateKind(
        name="group",
        glyph=group,
        pattern="scales",
        value=value,
        local=local,
        write=lambda names, _c: f"{group}({', '.join(names)})",
        slope=lambda names, f, _c: tuple(f"d{f}/d{name}" for name in names),
        needs="it has no value there",
    )
