"""The painted graph for assistive programs: its nodes, each with what the steps have brought so far."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect

from playground.observe.graph import reached
from playground.ui.microscope.painting import layer_title
from playground.ui.microscope.scene import Scene, more_text, pattern_word, rows_of
from playground.ui.widgets.spoken import Part, Role
from playground.ui.words import numbers


def spoken_nodes(scene: Callable[[], Scene | None], rect: Callable[[int], QRect]) -> list[Part]:
    """What stands in a picture now, as parts; ``rect`` gives a node's place in the widget."""
    shown = scene()
    if shown is None:
        return []

    def when_shown(said: Callable[[Scene, int], str], node: int) -> str:
        now = scene()
        return said(now, node) if now is not None and node < len(now.diagram.nodes) else ""

    return [
        Part(
            key=node,
            role=Role.ListItem,
            rect=rect(node),
            name=partial(when_shown, _name, node),
            value=partial(when_shown, _value, node),
            is_selected=node in shown.active,
        )
        for node in range(len(shown.diagram.nodes))
    ]


def gate_lines(scene: Scene, gate: int) -> list[str]:
    """A gate's value and its gradient, as far as the steps have come and no quiz asks for it."""
    graph = scene.diagram.graph
    known = reached(graph, scene.position)
    one = graph.gates[gate]
    lines = [f"{one.label} = {numbers.figures(one.value, 6)}"] if gate in known.values else [one.label]
    if gate in known.gradients and not scene.asked:
        lines.append(f"∂{graph.of}/∂{one.label} = {numbers.figures(one.gradient, 6)}")
    return lines


def _name(scene: Scene, place: int) -> str:
    diagram = scene.diagram
    node = diagram.nodes[place]
    if node.kind == "layer":
        return layer_title(node.layer)
    if node.kind == "more":
        return more_text(diagram, place)
    gate = diagram.graph.gates[node.gates[0]]
    if gate.rule.is_leaf:
        return gate.label
    inputs = [diagram.graph.gates[source].label for source in gate.inputs]
    return f"{gate.label} = {gate.rule.write(inputs, f'{gate.constant:g}')}, {pattern_word(gate)}"


def _value(scene: Scene, place: int) -> str:
    diagram = scene.diagram
    node = diagram.nodes[place]
    said = [gate.id for gate in rows_of(diagram, place)] if node.kind == "layer" else node.gates[:1]
    return "; ".join(line for gate in said for line in gate_lines(scene, gate))
