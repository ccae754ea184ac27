"""Scalar computational graphs: gates, values, gradients, and the trace of backpropagation."""

from playground.observe.graph.diagram import Diagram, diagram
from playground.observe.graph.errors import GraphError
from playground.observe.graph.expression import graph
from playground.observe.graph.folding import collapsed, foldable, folded, groups, spelled_sigmoids, unfolded
from playground.observe.graph.minibatch import minibatch_graph
from playground.observe.graph.network import network_graph, unit_graph, unit_of
from playground.observe.graph.parts import Gate, Wire
from playground.observe.graph.presets import PRESETS, Preset
from playground.observe.graph.stepping import Reached, Update, as_builtins, position_of, reached, update
from playground.observe.graph.structure import Graph
from playground.observe.graph.trace import Phase, Product, Step

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
    "collapsed",
    "diagram",
    "foldable",
    "folded",
    "graph",
    "groups",
    "minibatch_graph",
    "network_graph",
    "position_of",
    "reached",
    "spelled_sigmoids",
    "unfolded",
    "unit_graph",
    "unit_of",
    "update",
]
