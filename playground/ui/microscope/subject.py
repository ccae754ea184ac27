"""What is under the microscope: an expression, or a part of the live network at one instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from playground.engine.experiment import Experiment
from playground.engine.formula import parse_expression
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.network import Network
from playground.engine.program import Array
from playground.engine.training import TrainingRun
from playground.observe.graph import Graph, GraphError, graph, minibatch_graph, network_graph, unit_graph
from playground.observe.snapshot import UnitKey
from playground.ui.words import numbers

Kind: TypeAlias = Literal["expression", "unit", "output", "loss"]
GradientOf: TypeAlias = Literal["own", "loss", "minibatch"]
"""Whose gradients: of the shown result itself, of the loss at this point, of a minibatch's mean loss."""

MOST_PARAMETERS = 10_000
"""Of a larger network no graph is drawn: its gates would be too many to be of use."""
USUAL_VALUE = 1.0
"""What a variable is that nobody has given a value."""


@dataclass(frozen=True)
class Subject:
    """What is looked at. ``unit`` also says which output."""

    kind: Kind
    expression: str = ""
    values: dict[str, float] = field(default_factory=dict)
    unit: UnitKey | None = None
    gradient: GradientOf = "loss"

    @property
    def is_live(self) -> bool:
        """Whether it is a part of the network."""
        return self.kind != "expression"


@dataclass(frozen=True)
class Capture:
    """The network at one instant, with what an update and a minibatch need; nothing is shared."""

    network: Network
    step: int
    rate: float
    train: Array
    labels: Array
    batch: Array

    def nearest_label(self, point: tuple[float, float]) -> float | None:
        """The label of the training point nearest to a place of the plane."""
        if not len(self.labels):
            return None
        return float(self.labels[int(np.argmin(((self.train - np.array(point)) ** 2).sum(axis=1)))])


def capture(run: TrainingRun) -> Capture:
    """What the microscope takes of a run, on the trainer's thread."""
    has_points = run.steps_per_epoch > 0
    return Capture(
        run.network.copy(),
        run.step,
        run.learning_rate,
        run.points.train.copy(),
        run.points.train_labels.copy(),
        run.descent.next_batch().copy() if has_points else np.zeros(0, dtype=np.int64),
    )


def network_part(subject: Subject, seen: Capture, point: tuple[float, float], label: float | None) -> Graph:
    """The graph of a part of the network. Raises GraphError."""
    network = seen.network
    if network.plan.size > MOST_PARAMETERS:
        raise GraphError("size", count=f"{network.plan.size:,}", most=f"{MOST_PARAMETERS:,}")
    if subject.gradient == "minibatch" and subject.kind in ("unit", "loss"):
        points, labels = seen.train[seen.batch], seen.labels[seen.batch]
        return minibatch_graph(network, points, labels, subject.unit if subject.kind == "unit" else None)
    if subject.kind == "unit":
        assert subject.unit is not None
        return unit_graph(network, point, label if subject.gradient == "loss" else None, subject.unit)
    if subject.kind == "output":
        return network_graph(network, point, of=subject.unit[1] if subject.unit else 0)
    return network_graph(network, point, label)


def typed(text: str, known: dict[str, float]) -> Subject:
    """The expression of a text such as ``f = x * y; x = 2, y = 3``.

    A variable without a value keeps the one that is known, or is 1. Raises FormulaError or ValueError.
    """
    expression, _, given = text.partition(";")
    values = dict(known)
    for part in given.replace(";", ",").split(",") if "=" in given else ():
        for name, value in _assignments(part):
            values[name] = value
    variables = parse_expression(expression).variables
    extra = [name for name, _ in _assignments(given) if name not in variables]
    if extra:
        raise GraphError("extra", name=extra[0], known=", ".join(variables) or "none")
    chosen = {name: values.get(name, USUAL_VALUE) for name in variables}
    return Subject("expression", expression.strip(), chosen)


def _assignments(text: str) -> list[tuple[str, float]]:
    """``x = -2 y=5`` as pairs. Raises GraphError where a value is no number."""
    found = []
    words = text.replace("=", " = ").replace(",", " ").split()
    while words:
        if len(words) < 3 or words[1] != "=" or (value := numbers.read(words[2])) is None:
            name = words[0]
            raise GraphError("finite", name=name, value=words[2] if len(words) > 2 else "?")
        found.append((words[0], value))
        words = words[3:]
    return found


def expression_graph(subject: Subject) -> Graph:
    """The graph of an expression. Raises FormulaError or GraphError."""
    return graph(subject.expression, **subject.values)


def has_unit(experiment: Experiment, unit: UnitKey) -> bool:
    """Whether the network has this unit."""
    if unit[0] == OUTPUT_ID:
        return unit[1] < experiment.outputs
    layer = next((one for one in experiment.network.layers if one.id == unit[0]), None)
    return layer is not None and unit[1] < getattr(layer, "units", unit[1] + 1)


def first_unit(experiment: Experiment) -> UnitKey:
    """The first unit of the first layer that has units of its own."""
    dense = next((layer for layer in experiment.network.layers if getattr(layer, "units", 0)), None)
    return (dense.id if dense is not None else OUTPUT_ID, 0)


def unit_named(experiment: Experiment, name: str) -> UnitKey:
    """The unit that ``LAYER.UNIT`` names, both counted from 1; the output layer comes last."""
    layer, _, unit = name.partition(".")
    layers = experiment.network.layers
    place = int(layer) if layer.isdecimal() else len(layers) + 1
    number = int(unit) - 1 if unit.isdecimal() else 0
    return (layers[place - 1].id if 1 <= place <= len(layers) else OUTPUT_ID, number)
