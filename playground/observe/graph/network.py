"""Graphs of a network at one point: its loss, an output, a unit, gate by gate, in evaluation mode.

Names: ``a2.1`` is the value of layer 2's unit 1, ``z2.1`` its pre-activation, ``w2.1.3`` its weight for
input 3, ``b2.1`` its bias; layers are counted from 1, the output layer last, whose scores are ``s1``,
``s2``, ... and predictions ``p1``, ``p2``, .... A maxout unit's pieces are ``z2.1a``, ``z2.1b``. Of a norm
``scale2.1`` and ``shift2.1``. The loss is ``L``, with its penalty ``J``; features have their own names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

import numpy as np

from playground.engine.activations import ACTIVATIONS
from playground.engine.layers.base import OUTPUT_ID, LayerPass, LayerPlan, Signal
from playground.engine.losses import LOSSES
from playground.engine.network import Network
from playground.engine.program import Array, Program, run
from playground.engine.regularizers import Penalty
from playground.observe.graph.builder import Builder
from playground.observe.graph.errors import GraphError
from playground.observe.graph.formulas import ACTIVATION_GATES, HEAD_GATES, LOSS_GATES, plus, times, total
from playground.observe.graph.gates import GateKind
from playground.observe.graph.structure import Graph

Unit: TypeAlias = tuple[int, int]
"""Layer id and unit, from 0."""
Of: TypeAlias = Literal["loss", "objective"] | int | Unit
"""What a graph is of: the loss, the loss with its penalty, the prediction of one output, or one unit."""


def network_graph(
    network: Network,
    point: tuple[float, float],
    label: float | None = None,
    of: Of = "loss",
    *,
    penalty: Penalty | None = None,
) -> Graph:
    """The whole way from the features at this point to the loss, an output or a unit.

    ``label`` is needed for the loss, ``penalty`` for the objective. Each unit's gates are a group, named
    like its value (``folding.collapsed``). Raises GraphError where there is no such graph.
    """
    writer = _NetworkWriter(network, network.seen(point)[0])
    if isinstance(of, tuple):
        return writer.builder.build(writer.unit(*of))
    if isinstance(of, int):
        return writer.builder.build(writer.prediction(of))
    output = writer.loss(_known(network, label))
    if of == "objective":
        output = writer.objective(output, penalty)
    return writer.builder.build(output)


def unit_graph(network: Network, point: tuple[float, float], label: float | None, unit: Unit) -> Graph:
    """One unit alone: what comes in from the layer before are its variables.

    With a label the gradients are those of the point's loss, which arrive at the unit from the rest of
    the network (an output unit's graph goes on to the loss, which takes all scores); without one they
    are of the unit's own value. Raises GraphError.
    """
    writer = _NetworkWriter(network, network.seen(point)[0])
    place = writer.unit(*unit)
    writer.cut_before(unit[0])
    if label is not None and unit[0] == OUTPUT_ID:
        return writer.builder.build(writer.loss(_known(network, label)))
    if label is None:
        return writer.builder.build(place)
    loss = network_graph(network, point, label)
    arriving = loss.gate(writer.builder.label_of(place))
    return writer.builder.build(place, of="L", seed=arriving.gradient)


def unit_of(network: Network, name: str) -> Unit:
    """The unit that ``LAYER.UNIT`` names, both counted from 1 (``output.1``: of the output layer)."""
    layer_name, _, unit_name = name.partition(".")
    layers = network.plan.layers
    place = len(layers) if layer_name == "output" else _count(layer_name)
    unit = _count(unit_name)
    if not 1 <= place <= len(layers):
        raise GraphError("layer", name=name, last=str(len(layers)))
    if not 1 <= unit <= layers[place - 1].units:
        raise GraphError("unit", name=name, last=str(layers[place - 1].units))
    return layers[place - 1].id, unit - 1


# ------------------------------------------------------------------------------------- the network


class _NetworkWriter:
    """Writes a network at one point as gates; ``units`` are the places of each layer's values."""

    def __init__(self, network: Network, features: Array) -> None:
        self._network, self.builder = network, Builder()
        known = network.plan.features
        names = [name if (bare := name.removeprefix("=")) in known else bare for name in known]
        signal = [self.builder.input(name, float(x)) for name, x in zip(names, features, strict=True)]
        self._inputs: dict[int, list[int]] = {}
        self._parameters: dict[int, int] = {}
        self.units: list[list[int]] = []
        for number, plan in enumerate(network.plan.layers, start=1):
            self._inputs[plan.id] = signal
            signal = LAYER_GATES.get(plan.kind, _layer_by_its_rules)(self, plan, number, signal)
            self.units.append(signal)

    # ------------------------------------------------------------------------------- what it is of

    def unit(self, layer_id: int, unit: int) -> int:
        """The gate of a unit's value; of the output layer, its prediction."""
        index = self._network.plan.index(layer_id)
        if index is None or not 0 <= unit < len(self.units[index]):
            raise GraphError("no_unit")
        return (
            self.prediction(unit) if self._network.plan.layers[index].is_output else self.units[index][unit]
        )

    def prediction(self, output: int) -> int:
        """The gate of a prediction."""
        scores = self.units[-1]
        if not 0 <= output < len(scores):
            raise GraphError("no_unit")
        write = HEAD_GATES.get(self._network.head.activation)
        place = self._prediction_by_its_head(output) if write is None else write(self.builder, scores, output)
        if place in scores:
            return place
        return self.builder.label(place, f"p{output + 1}")

    def loss(self, label: float) -> int:
        """The gate of the loss at this label."""
        encoded = self._network.head.encode(np.array([label]), self._network.plan.outputs)
        targets = [float(t) for t in encoded[:, 0]]
        write = LOSS_GATES.get(_loss_name(self._network))
        if write is None:
            return self.builder.label(self._loss_by_its_head(encoded), "L")
        return self.builder.label(write(self.builder, self.units[-1], targets), "L")

    def objective(self, loss: int, penalty: Penalty | None) -> int:
        """The gate of loss plus penalty, which is ``rate |w|`` and ``rate/2 w^2`` for each weight."""
        terms = [loss]
        for index, place in sorted(self._parameters.items()):
            l1, l2 = (0.0, 0.0) if penalty is None else (float(penalty.l1[index]), float(penalty.l2[index]))
            if l1:
                terms.append(times(self.builder, self.builder.gate("abs", place), l1))
            if l2:
                terms.append(times(self.builder, self.builder.gate("square", place), 0.5 * l2))
        if len(terms) == 1:
            return loss
        return self.builder.label(total(self.builder, terms), "J")

    def cut_before(self, layer_id: int) -> None:
        """What comes into this layer counts as given."""
        for place in self._inputs[layer_id]:
            self.builder.give(place)

    # ----------------------------------------------------------------------------------- its layers

    def parameter(self, plan: LayerPlan, row: int, column: int, label: str, group: str) -> int:
        """The variable of one parameter (``row`` -1: of the last row)."""
        key = (plan.id, -1 if plan.has_bias and row == plan.rows - 1 else row, column)
        index = plan.offset + row * plan.width + column
        value = float(self._network.parameters[index])
        self._parameters[index] = self.builder.input(label, value, key, group)
        return self._parameters[index]

    def state_of(self, plan: LayerPlan) -> Array:
        """The layer's running statistics ``(state rows, units)``."""
        return plan.state(self._network.state)

    def dense(self, plan: LayerPlan, number: int, inputs: list[int]) -> list[int]:
        """``z = W^T x + b``, ``a = f(z)``, unit by unit."""
        return [self._dense_unit(plan, number, inputs, unit) for unit in range(plan.units)]

    def _dense_unit(self, plan: LayerPlan, number: int, inputs: list[int], unit: int) -> int:
        name = f"{number}.{unit + 1}"
        group = value_name = f"s{unit + 1}" if plan.is_output else f"a{name}"
        pieces = []
        for piece in range(plan.pieces):
            which = name + ("" if plan.pieces == 1 else "abcdefgh"[piece])
            column = piece * plan.units + unit
            terms = []
            for row, place in enumerate(inputs):
                weight = self.parameter(plan, row, column, f"w{which}.{row + 1}", group)
                terms.append(self.builder.gate("mul", weight, place, group=group))
            if plan.has_bias:
                terms.append(self.parameter(plan, plan.rows - 1, column, f"b{which}", group))
            z = self.builder.group(total(self.builder, terms), group)
            if len(terms) > 1 or not plan.has_bias:
                self.builder.label(z, f"z{which}")
            pieces.append(z)
        if plan.is_output:
            return self._named(pieces[0], value_name)
        write = ACTIVATION_GATES.get(plan.activation)
        place = (
            _activation_by_its_formula(self, plan, pieces) if write is None else write(self.builder, pieces)
        )
        return self._named(self.builder.group(place, group), value_name)

    def _named(self, place: int, name: str) -> int:
        """A unit's value gets its name; a parameter that is all of a unit keeps its own."""
        return place if self.builder.is_leaf(place) else self.builder.label(place, name)

    def batch_norm(self, plan: LayerPlan, number: int, inputs: list[int]) -> list[int]:
        """``y = scale (x - mean) / sqrt(variance + epsilon) + shift``, of the running statistics."""
        means, variances = self.state_of(plan)
        outputs = []
        for unit, place in enumerate(inputs):
            spread = float(np.sqrt(variances[unit] + plan.spec.epsilon))
            centered = plus(self.builder, place, -float(means[unit]))
            outputs.append(self._scaled(plan, number, unit, times(self.builder, centered, 1.0 / spread)))
        return outputs

    def layer_norm(self, plan: LayerPlan, number: int, inputs: list[int]) -> list[int]:
        """``y = scale (x - mean) / sqrt(variance + epsilon) + shift``, over the units."""
        build, share = self.builder, 1.0 / max(len(inputs), 1)
        if not inputs:
            return []
        mean = build.gate("neg", times(build, total(build, inputs), share))
        centered = [build.gate("add", place, mean) for place in inputs]
        variance = times(build, total(build, [build.gate("square", c) for c in centered]), share)
        deviation = build.gate("sqrt", plus(build, variance, plan.spec.epsilon))
        inverse = build.gate("reciprocal", deviation)
        return [
            self._scaled(plan, number, unit, build.gate("mul", c, inverse)) for unit, c in enumerate(centered)
        ]

    def _scaled(self, plan: LayerPlan, number: int, unit: int, place: int) -> int:
        name = f"{number}.{unit + 1}"
        scale = self.parameter(plan, 0, unit, f"scale{name}", f"a{name}")
        shift = self.parameter(plan, 1, unit, f"shift{name}", f"a{name}")
        scaled = self.builder.gate("mul", scale, place, group=f"a{name}")
        return self.builder.gate("add", scaled, shift, label=f"a{name}", group=f"a{name}")

    # ---------------------------------------------------------- what has no gates here: one gate each

    def _loss_by_its_head(self, targets: Array) -> int:
        head = self._network.head

        def value(x: Sequence[float], _c: float) -> float:
            return float(np.add.reduce(head.terms(_column(x), targets))[0])

        def local(x: Sequence[float], _f: float, _c: float) -> tuple[float, ...]:
            slope = np.broadcast_to(head.slope(_column(x), targets, 1.0), (len(x), 1))
            return tuple(map(float, slope[:, 0]))

        return self.builder.gate(_opaque("loss", value, local), *self.units[-1])

    def _prediction_by_its_head(self, output: int) -> int:
        head = self._network.head
        chosen = np.zeros((len(self.units[-1]), 1))
        chosen[output] = 1.0

        def value(x: Sequence[float], _c: float) -> float:
            return float(head.prediction(_column(x))[output, 0])

        def local(x: Sequence[float], _f: float, _c: float) -> tuple[float, ...]:
            slope = head.prediction_slope(head.prediction(_column(x)), chosen)
            return tuple(map(float, np.broadcast_to(slope, (len(x), 1))[:, 0]))

        return self.builder.gate(_opaque(head.activation, value, local), *self.units[-1])


LayerWriter: TypeAlias = Callable[[_NetworkWriter, LayerPlan, int, list[int]], list[int]]

LAYER_GATES: dict[str, LayerWriter] = {
    "dense": _NetworkWriter.dense,
    "dropout": lambda _writer, _plan, _number, inputs: inputs,
    "batch_norm": _NetworkWriter.batch_norm,
    "layer_norm": _NetworkWriter.layer_norm,
}
"""A layer's gates, by its kind: ``writer, plan, number, inputs`` give the places of its values."""


def _activation_by_its_formula(writer: _NetworkWriter, plan: LayerPlan, pieces: list[int]) -> int:
    """An activation that has no gates here: one gate, of the engine's own formulas."""
    record = ACTIVATIONS[plan.activation]

    def forward(x: Sequence[float]) -> tuple[Array, tuple[Array, ...]]:
        z = _column(x)[:, None] if record.has_pieces else _column(x)
        result = record.value(z)
        return z, result if isinstance(result, tuple) else (result,)

    def value(x: Sequence[float], _c: float) -> float:
        return float(np.ravel(forward(x)[1][0])[0])

    def local(x: Sequence[float], _f: float, _c: float) -> tuple[float, ...]:
        z, result = forward(x)
        slope = record.slope(z, *result)
        each = slope if isinstance(slope, tuple) else (slope,)
        return tuple(float(np.ravel(one)[0]) for one in each)

    return writer.builder.gate(_opaque(plan.activation, value, local), *pieces)


def _layer_by_its_rules(writer: _NetworkWriter, plan: LayerPlan, number: int, inputs: list[int]) -> list[int]:
    """A kind of layer that has no gates here: one gate for each unit, of the engine's own rules.

    Each is a gate of all that comes in and of all the layer's parameters.
    """
    parameters = []
    for row in range(plan.rows):
        for column in range(plan.width):
            label = f"w{number}.{column + 1}.{row + 1}"
            parameters.append(writer.parameter(plan, row, column, label, f"layer {number}"))
    state = writer.state_of(plan)

    def at_work(x: Sequence[float]) -> tuple[Program, LayerPass]:
        program, numbers = Program(), np.array(x, dtype=np.float64)
        signal = Signal.of(np.append(numbers[: plan.inputs], 1.0)[:, None])
        block = numbers[plan.inputs :].reshape(plan.rows, plan.width)
        layer = LayerPass(plan, block, state.copy(), signal, signal, signal.values)
        plan.record.rules("evaluation").forward(program, layer)
        return program, layer

    def value_of(unit: int) -> Callable[[Sequence[float], float], float]:
        def value(x: Sequence[float], _c: float) -> float:
            program, layer = at_work(x)
            run(program.calls())
            return float(layer.outputs.values[unit, 0])

        return value

    def local_of(unit: int) -> Callable[[Sequence[float], float, float], tuple[float, ...]]:
        def local(x: Sequence[float], _f: float, _c: float) -> tuple[float, ...]:
            program, layer = at_work(x)
            layer.upstream = np.zeros((plan.units, 1))
            layer.upstream[unit] = 1.0
            layer.gradients = np.zeros((plan.rows, plan.width)) if plan.size else None
            plan.record.rules("evaluation").backward(program, layer, True)
            run(program.calls())
            assert layer.input_gradient is not None
            found = [] if layer.gradients is None else layer.gradients.ravel().tolist()
            return (*layer.input_gradient[:, 0].tolist(), *found)

        return local

    places = [*inputs, *parameters]
    return [
        writer.builder.gate(
            _opaque(plan.kind, value_of(unit), local_of(unit)), *places, label=f"a{number}.{unit + 1}"
        )
        for unit in range(plan.units)
    ]


def _opaque(
    name: str,
    value: Callable[[Sequence[float], float], float],
    local: Callable[[Sequence[float], float, float], tuple[float, ...]],
) -> GateKind:
    """A kind of gate that only computes, and does not say how."""
    return GateKind(
        name,
        name,
        "scales",
        value=value,
        local=local,
        write=lambda names, _c: f"{name}({', '.join(names)})",
        slope=lambda names, f, _c: tuple(f"d{f}/d{each}" for each in names),
        needs="it has no value there",
    )


def _column(x: Sequence[float]) -> Array:
    return np.array(x, dtype=np.float64)[:, None]


def _loss_name(network: Network) -> tuple[str, str]:
    """The loss and the head that the network has."""
    for name, loss in LOSSES.items():
        for case in ("real_values", "two_classes", "many_classes"):
            if getattr(loss, case) is network.head:
                return name, case
    return "", ""


def _known(network: Network, label: float | None) -> float:
    """The label, if it is one of the data."""
    if label is None:
        raise GraphError("no_label")
    classes = max(2, network.plan.outputs)
    if network.problem == "regression":
        if np.isfinite(label):
            return float(label)
        raise GraphError("finite", name="label", value=f"{label}")
    if label not in range(classes):
        raise GraphError("label", value=f"{label:g}", last=str(classes - 1))
    return float(label)


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0
