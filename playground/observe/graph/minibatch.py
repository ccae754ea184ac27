"""The mean loss of a minibatch as a function of one unit's parameters, with its 1/m in one gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from playground.engine.network import Network
from playground.engine.passes import Pass
from playground.engine.program import Array
from playground.observe.graph.builder import Builder
from playground.observe.graph.errors import GraphError
from playground.observe.graph.gates import GateKind
from playground.observe.graph.network import Unit
from playground.observe.graph.structure import Graph


def minibatch_graph(network: Network, points: Array, labels: Array, unit: Unit | None = None) -> Graph:
    """``Lm = (L1 + ... + Lm) * 1/m`` over points ``(m, 2)`` with labels ``(m,)``.

    With a unit its weights and bias are the variables, and each point's loss is one gate of them; without
    one the losses themselves are. All in evaluation mode, without penalty. Raises GraphError.
    """
    if not len(labels):
        raise GraphError("no_points")
    builder = Builder()
    indices, inputs = _parameters(builder, network, unit) if unit is not None else ([], [])
    losses = []
    for number, (point, label) in enumerate(zip(points, labels, strict=True), start=1):
        look = _loss_at(network, point, label, indices)
        if unit is None:
            losses.append(builder.input(f"L{number}", look(())[0]))
        else:
            losses.append(builder.gate(_as_gate(f"L{number}", look), *inputs, label=f"L{number}"))
    total = losses[0] if len(losses) == 1 else builder.gate("add", *losses)
    mean = builder.gate("mul_constant", total, constant=1.0 / len(losses), label="Lm")
    return builder.build(mean)


def _parameters(builder: Builder, network: Network, unit: Unit) -> tuple[list[int], list[int]]:
    """A unit's parameters: their places in ``Network.parameters``, and their gates."""
    layer_id, column = unit
    place = network.plan.index(layer_id)
    if place is None or not 0 <= column < network.plan.layers[place].units:
        raise GraphError("no_unit")
    plan, name = network.plan.layers[place], f"{place + 1}.{column + 1}"
    indices, inputs = [], []
    for piece in range(plan.pieces):
        which = name + ("" if plan.pieces == 1 else "abcdefgh"[piece])
        for row in range(plan.rows):
            is_bias = plan.has_bias and row == plan.rows - 1
            key = (plan.id, -1 if is_bias else row, piece * plan.units + column)
            indices.append(plan.offset + row * plan.width + key[2])
            label = f"b{which}" if is_bias else f"w{which}.{row + 1}"
            inputs.append(builder.input(label, float(network.parameters[indices[-1]]), key))
    return indices, inputs


Look: TypeAlias = Callable[[Sequence[float]], tuple[float, tuple[float, ...]]]


def _loss_at(network: Network, point: Array, label: float, indices: list[int]) -> Look:
    """A function of the parameters in these places: the loss at one point, and its slopes."""
    twin, first = network.copy(), network.parameters.copy()
    known = network.labelled(point[None, :], np.array([label]))
    looks = Pass(twin, known, {"losses", "parameter_gradients"}, of="mean_loss")
    known_slopes: dict[tuple[float, ...], tuple[float, tuple[float, ...]]] = {}

    def look(x: Sequence[float]) -> tuple[float, tuple[float, ...]]:
        at = tuple(x)
        if at not in known_slopes:
            twin.parameters[:] = first
            twin.parameters[indices] = at
            found = looks.run()
            known_slopes.clear()
            known_slopes[at] = float(found.loss), tuple(map(float, found.parameter_gradients[indices]))
        return known_slopes[at]

    return look


def _as_gate(name: str, look: Look) -> GateKind:
    """A gate that is the loss at one point."""
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
