"""What of a graph is drawn: every gate by itself, or whole layers and far inputs as one node each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from playground.observe.graph.parts import Gate
from playground.observe.graph.structure import Graph
from playground.observe.graph.trace import Step

MOST_GATES = 60
"""So many gates are drawn by themselves; those farther from the result fold."""

NodeKind = Literal["gate", "layer", "more"]


@dataclass(frozen=True)
class Node:
    """One thing of the picture; its ``id`` is its place in ``Diagram.nodes``.

    ``gates`` are the ids of the graph's gates that it stands for: one, a whole layer (``layer``: its
    number, 0 the features, -1 what comes after the output layer), or folded inputs.
    """

    id: int
    kind: NodeKind
    gates: tuple[int, ...]
    layer: int = 0


@dataclass(frozen=True)
class Edge:
    """What runs between two nodes: the places of its wires in ``Graph.wires``, several in a bundle."""

    source: int
    target: int
    wires: tuple[int, ...]


@dataclass(frozen=True)
class Diagram:
    """A graph as it is drawn, and the positions of its trace at which the drawing has something new."""

    graph: Graph
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @cached_property
    def node_of(self) -> dict[int, int]:
        """The node that shows each gate."""
        return {gate: node.id for node in self.nodes for gate in node.gates}

    @cached_property
    def stops(self) -> tuple[int, ...]:
        """The numbers of steps after which to stop: 0, and after each node's steps of a phase."""
        found = [0]
        steps = self.graph.steps
        for place, step in enumerate(steps, 1):
            following = steps[place] if place < len(steps) else None
            if following is None or self._acting(step) != self._acting(following):
                found.append(place)
        return tuple(found)

    def _acting(self, step: Step) -> tuple[str, int]:
        """Phase and node; steps that show no node of their own do not join."""
        phase, gate = step.phase, step.gate
        return phase, -1 if gate is None else self.node_of[gate]

    def next_stop(self, position: int) -> int:
        """The next stop after a position; the last one has none."""
        return self.stops[min(bisect_right(self.stops, position), len(self.stops) - 1)]

    def stop_before(self, position: int) -> int:
        """The stop before a position; the first one has none."""
        return self.stops[max(bisect_left(self.stops, position) - 1, 0)]

    def stop_at(self, position: int) -> int:
        """The first stop from this position on."""
        return self.stops[min(bisect_left(self.stops, position), len(self.stops) - 1)]


def diagram(graph: Graph, *, most: int = MOST_GATES, by_layers: bool = False) -> Diagram:
    """The graph's drawing: with ``by_layers`` one node a layer, else at most about ``most`` gates."""
    if by_layers:
        return _drawn(graph, _layer_of_each(graph), "layer")
    if len(graph.gates) <= most:
        return _drawn(graph, {}, "more")
    return _drawn(graph, _far_inputs(graph, most), "more")


def layer_number(gate: Gate) -> int | None:
    """The layer that a value's name tells: 2 for ``a2.1``, ``w2.1.3``, ``scale2.1``; None for others."""
    found = re.match(r"[a-z]+(\d+)\.\d", gate.label)
    return int(found.group(1)) if found else None


def _drawn(graph: Graph, part_of: dict[int, int], kind: NodeKind) -> Diagram:
    """One node for each part, and one for each gate that belongs to none."""
    members: dict[tuple[str, int], list[int]] = {}
    for gate in graph.gates:
        key = ("part", part_of[gate.id]) if gate.id in part_of else ("gate", gate.id)
        members.setdefault(key, []).append(gate.id)
    nodes = tuple(
        Node(number, kind if key[0] == "part" else "gate", tuple(gates), key[1] if key[0] == "part" else 0)
        for number, (key, gates) in enumerate(members.items())
    )
    node_of = {gate: node.id for node in nodes for gate in node.gates}
    bundles: dict[tuple[int, int, int], list[int]] = {}
    for wire in graph.wires:
        source, target = node_of[wire.source], node_of[wire.target]
        is_single = nodes[source].kind == nodes[target].kind == "gate"
        is_hidden = kind == "more" and nodes[target].kind == "more"
        if source != target and not is_hidden:
            bundles.setdefault((source, target, wire.slot if is_single else -1), []).append(wire.id)
    edges = tuple(Edge(source, target, tuple(places)) for (source, target, _), places in bundles.items())
    return Diagram(graph, nodes, edges)


def _layer_of_each(graph: Graph) -> dict[int, int]:
    """Every gate's layer: what its name says, else that of its first user; -1 after the output layer."""
    layers: dict[int, int] = {}
    for gate in reversed(graph.gates):
        own = layer_number(graph.gates[gate.inputs[0]] if gate.kind == "copy" else gate)
        users = [layers[wire.target] for wire in graph.wires_from[gate.id]]
        numbered = [user for user in users if user > 0]
        if own is not None:
            layers[gate.id] = own
        elif gate.rule.is_leaf or (gate.kind == "copy" and graph.gates[gate.inputs[0]].rule.is_leaf):
            layers[gate.id] = 0 if gate.parameter is None and numbered else max(users, default=-1)
        else:
            layers[gate.id] = min(numbered) if numbered else -1
    scores = {gate.id for gate in graph.gates if re.fullmatch(r"s\d+", gate.label)}
    if scores:
        hidden = [layer_number(gate) or 0 for gate in graph.gates if gate.label[:1] in ("a", "z")]
        last = max(hidden, default=0) + 1
        for gate in graph.gates:
            source = gate.inputs[0] if gate.kind == "copy" else gate.id
            if source in scores:
                layers[gate.id] = last
    return layers


def _far_inputs(graph: Graph, most: int) -> dict[int, int]:
    """Which gates fold, and the gate that they fold into: those farthest from the result.

    Given values stay with the gate that uses them, so that what folds of a wide gate is its last inputs.
    """
    depth = [0] * len(graph.gates)
    for gate in reversed(graph.gates):
        for place in gate.inputs:
            depth[place] = max(depth[place], depth[gate.id] + 1)
    given = {gate.id for gate in graph.gates if gate.rule.is_leaf}
    given |= {gate.id for gate in graph.gates if gate.kind == "copy" and gate.inputs[0] in given}
    kept: set[int] = set()
    for place in sorted(set(range(len(graph.gates))) - given, key=lambda place: (depth[place], place)):
        more = {place}
        for one in graph.gates[place].inputs:
            more |= {one, *graph.gates[one].inputs} if one in given else set()
        if kept and len(kept | more) > most:
            break
        kept |= more
    part_of: dict[int, int] = {}
    for gate in graph.gates:
        waiting = [place for place in gate.inputs if place not in kept] if gate.id in kept else []
        while waiting:
            place = waiting.pop()
            if place not in part_of and place not in kept:
                part_of[place] = gate.id
                waiting.extend(graph.gates[place].inputs)
    return part_of
