"""The mean loss of a minibatch as a function of one unit's parameters, with its 1/m in one gate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.engine.network import Network
from playground.engine.passes import Pass
from playground.engine.program import Array
from playground.observe.graph.gates import GateKind
from playground.observe.graph.network import Unit
from playground.observe.graph.structure import Builder, Graph, GraphError


def minibatch_graph(network: Network, points: Array, labels: Array, unit: Unit) -> Graph:
    """``Lm = (L1 + ... + Lm) * 1/m`` over points ``(m, 2)`` with labels ``(m,)``.

    Its variables are the unit's weights and bias; each point's loss is one gate of them, in evaluation
    mode. The gradients are those of the mean data loss. Raises GraphError.
    """
    layer_id, column = unit
    place = network.plan.index(layer_id)
    if place is None or not 0 <= column < network.plan.layers[place].units:
        raise GraphError("no_unit")
    if not len(labels):
        raise GraphError("no_points")
    plan, name = network.plan.layers[place], f"{place + 1}.{column + 1}"
    builder, indices, inputs = Builder(), [], []
    for piece in range(plan.pieces):
        which = name + ("" if plan.pieces == 1 else "abcdefgh"[piece])
        for row in range(plan.rows):
            is_bias = plan.has_bias and row == plan.rows - 1
            key = (plan.id, -1 if is_bias else row, piece * plan.units + column)
            index = plan.offset + row * plan.width + key[2]
            label = f"b{which}" if is_bias else f"w{which}.{row + 1}"
            indices.append(index)
            inputs.append(builder.input(label, float(network.parameters[index]), key))
    losses = [
        builder.gate(_loss_of_point(network, point, label, indices, number), *inputs, label=f"L{number}")
        for number, (point, label) in enumerate(zip(points, labels, strict=True), start=1)
    ]
    total = losses[0] if len(losses) == 1 else builder.gate("add", *losses)
    mean = builder.gate("mul_constant", total, constant=1.0 / len(losses))
    return builder.build(builder.label(mean, "Lm"))


def _loss_of_point(
    network: Network, point: Array, label: float, indices: Sequence[int], number: int
) -> GateKind:
    """A gate that is the loss at one point, of the parameters in these places."""
    twin = network.copy()
    first = network.parameters.copy()
    known = network.labelled(point[None, :], np.array([label]))
    looks = Pass(twin, known, {"losses", "parameter_gradients"}, of="mean_loss")
    slopes: dict[tuple[float, ...], tuple[float, tuple[float, ...]]] = {}

    def look(x: Sequence[float]) -> tuple[float, tuple[float, ...]]:
        at = tuple(x)
        if at not in slopes:
            twin.parameters[:] = first
            twin.parameters[list(indices)] = at
            found = looks.run()
            slopes.clear()
            slopes[at] = float(found.loss), tuple(map(float, found.parameter_gradients[list(indices)]))
        return slopes[at]

    name = f"L{number}"
    return GateKind(
        "loss",
        name,
        "scales",
        value=lambda x, _c: look(x)[0],
        local=lambda x, _f, _c: look(x)[1],
        write=lambda names, _c: f"loss({', '.join(names)})",
        slope=lambda names, _f, _c: tuple(f"d{name}/d{each}" for each in names),
        needs="it has no value there",
    )
