"""Scalar computational graphs: gates, values, gradients, and the trace of backpropagation."""

from playground.observe.graph.diagram import Diagram, diagram
from playground.observe.graph.expression import graph
from playground.observe.graph.minibatch import minibatch_graph
from playground.observe.graph.network import network_graph, unit_graph, unit_of
from playground.observe.graph.parts import Gate, Wire
from playground.observe.graph.presets import PRESETS, Preset
from playground.observe.graph.structure import Graph, GraphError
from playground.observe.graph.trace import (
    Phase,
    Product,
    Reached,
    Step,
    Update,
    as_builtins,
    position_of,
    reached,
    update,
)

__all__ = [
    "PRESETS",
    "Diagram",
    "Gate",
    "Graph",
    "GraphError",
    "Phase",
    "Preset",
    "Product",
    "Reached",
    "Step",
    "Update",
    "Wire",
    "as_builtins",
    "diagram",
    "graph",
    "minibatch_graph",
    "network_graph",
    "position_of",
    "reached",
    "unit_graph",
    "unit_of",
    "update",
]
