"""One unit taken apart: the terms of its formula and of its gradient, at one point or averaged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.engine.layers.base import LayerPlan
from playground.engine.network import Network
from playground.engine.passes import LabelledSet, Pass, Wanted
from playground.engine.program import Array
from playground.engine.regularizers import Penalty
from playground.engine.training import TrainingRun
from playground.engine.workspace import NetworkPlan
from playground.observe.probe import GRADIENTS
from playground.observe.snapshot import InspectionRequest, Nudge, UnitInspection

_VALUES: set[Wanted] = {"prediction", "activations", "pre_activations", "slopes"}


def inspect(
    network: Network, penalty: Penalty, request: InspectionRequest, samples: LabelledSet | Array
) -> UnitInspection | None:
    """The unit at these points, in evaluation mode; None when it is no longer there.

    ``samples`` are one point's or the training set's: with labels, or features ``(n, features)`` alone,
    which have no gradients.
    """
    layer_id, unit = request.unit
    index = network.plan.index(layer_id)
    if index is None or not 0 <= unit < network.plan.layers[index].units:
        return None
    layer = _Layer(network, index, samples)
    if not layer.points:
        return None
    if layer.plan.is_output:
        found = _output_unit(layer, request, penalty)
    elif layer.plan.is_dense:
        found = _dense_unit(layer, request, penalty)
    else:
        found = _one_input_unit(layer, request)
    if request.nudge is not None:
        found = replace(found, nudge=_nudge(layer, found, *request.nudge))
    return found


class _Layer:
    """The layer that the unit stands in, at so many ``points``: arrays ``(rows, points)``.

    Gradients are each point's own; where no labels are known they are None.
    """

    def __init__(self, network: Network, index: int, samples: LabelledSet | Array) -> None:
        self.network, self.samples, self.plan = network, samples, network.plan.layers[index]
        self.next = _next_place(network.plan, index)
        near = {max(index - 1, 0), index, index if self.next is None else self.next}
        is_labelled = isinstance(samples, LabelledSet)
        look = Pass(network, samples, _VALUES | GRADIENTS if is_labelled else _VALUES, layers=near)
        self.points = look.count
        self.found = found = look.run()
        self.inputs = found.activations[index - 1] if index else look.features
        self.pre_activations, self.activations = found.pre_activations[index], found.activations[index]
        self.slopes = found.slopes.get(index)
        self.targets: Array | None = None
        self.upstream: Array | None = None
        self.pre_gradients: Array | None = None
        self.input_gradients: Array | None = None
        if isinstance(samples, LabelledSet):
            self.targets = samples.targets
            self.upstream, self.pre_gradients = found.unit_gradients[index], found.pre_gradients[index]
            self.input_gradients = found.unit_gradients[index - 1] if index else found.feature_gradients

    def unit(self, request: InspectionRequest, column: int) -> UnitInspection:
        """What is told of a unit of any kind, whose parameters are this column of the layer's block."""
        plan, unit = self.plan, request.unit[1]
        weights, bias = _weights_and_bias(plan, self.network.parameters, column)
        weight_gradients = bias_gradient = None
        if self.targets is not None and plan.size:
            mean = self.found.parameter_gradients / self.points
            weight_gradients, bias_gradient = _weights_and_bias(plan, mean, column)
        return UnitInspection(
            request=request,
            kind=plan.kind,
            activation=plan.activation,
            points=self.points,
            inputs=self.inputs.mean(axis=1),
            weights=weights,
            bias=0.0 if bias is None else bias,
            pre_activation=float(self.pre_activations[column].mean()),
            activation_value=float(self.activations[unit].mean()),
            loss=None if self.targets is None else self.found.loss,
            upstream=_mean(self.upstream, unit),
            pre_gradient=_mean(self.pre_gradients, column),
            weight_gradients=weight_gradients,
            bias_gradient=bias_gradient,
        )


def _mean(rows: Array | None, row: int) -> float | None:
    return None if rows is None else float(rows[row].mean())


def _weights_and_bias(plan: LayerPlan, flat: Array, column: int) -> tuple[Array, float | None]:
    """What a flat vector holds for one column of the layer's block; None where it has no bias."""
    values = plan.block(flat)[:, column]
    return values[: plan.weight_rows].copy(), float(values[-1]) if plan.has_bias else None


def _next_place(plan: NetworkPlan, index: int) -> int | None:
    """The place of the layer that takes the layer's values, past those that pass them on."""
    places = range(index + 1, len(plan.layers))
    return next((place for place in places if not plan.layers[place].record.passes_on), None)


def _dense_unit(layer: _Layer, request: InspectionRequest, penalty: Penalty) -> UnitInspection:
    plan, unit = layer.plan, request.unit[1]
    pieces = layer.pre_activations.reshape(plan.pieces, plan.units, layer.points)[:, unit]
    wins = np.bincount(np.argmax(pieces, axis=0), minlength=plan.pieces)
    winner = int(np.argmax(wins))
    piece = winner if request.piece is None else min(max(request.piece, 0), plan.pieces - 1)
    column = piece * plan.units + unit
    found = replace(
        layer.unit(request, column),
        local_gradient=_mean(layer.slopes, column),
        penalty_gradients=_penalty_gradients(layer, penalty, column),
        piece=piece,
    )
    if plan.pieces > 1:
        share = float(wins[winner]) / layer.points
        found = replace(found, winner=winner, winner_share=share, others=pieces.mean(axis=1))
    if layer.next is None:
        return found
    after = layer.network.plan.layers[layer.next]
    found = replace(found, downstream_kind=after.kind)
    if not after.is_dense or layer.targets is None:
        return found
    return replace(
        found,
        downstream_weights=after.block(layer.network.parameters)[unit].copy(),
        downstream_gradients=layer.found.pre_gradients[layer.next].mean(axis=1),
    )


def _output_unit(layer: _Layer, request: InspectionRequest, penalty: Penalty) -> UnitInspection:
    unit, name = request.unit[1], layer.network.head.activation
    found, prediction = layer.unit(request, unit), layer.found.prediction[unit]
    target = _mean(layer.targets, unit)
    upstream, local = found.pre_gradient, 1.0
    if name in ("sigmoid", "softmax"):
        upstream, local = None, float((prediction * (1.0 - prediction)).mean())
    elif name == "tanh":
        upstream, local = None, float((1.0 - prediction**2).mean())
        if layer.targets is not None:
            upstream = float((prediction - layer.targets[unit]).mean())
    if name == "sigmoid" and target is not None:
        target = 0.5 * (target + 1.0)
    return replace(
        found,
        kind="output",
        activation=name,
        activation_value=float(prediction.mean()),
        local_gradient=local,
        upstream=upstream,
        penalty_gradients=_penalty_gradients(layer, penalty, unit),
        target=target,
        others=layer.pre_activations.mean(axis=1) if name == "softmax" else None,
    )


def _one_input_unit(layer: _Layer, request: InspectionRequest) -> UnitInspection:
    """A unit of a layer whose units see one input each: a norm's, or one that hands it on."""
    plan, unit = layer.plan, request.unit[1]
    normalised = None
    if plan.record.normalised_by is not None:
        normalised = plan.record.normalised_by(plan, plan.state(layer.network.state), layer.inputs, unit)
    center, spread = normalised or (None, None)
    found = layer.unit(request, unit)
    return replace(
        found,
        inputs=found.inputs[unit : unit + 1],
        input_gradient=_mean(layer.input_gradients, unit),
        center=center,
        spread=spread,
    )


def _penalty_gradients(layer: _Layer, penalty: Penalty, column: int) -> Array | None:
    """``d penalty / d weights`` of a unit's (or piece's) weights; None without a penalty."""
    if not (penalty.has_l1 or penalty.has_l2):
        return None
    return layer.plan.weights(penalty.gradient(layer.network.parameters))[:, column]


def _nudge(layer: _Layer, found: UnitInspection, row: int, step: float) -> Nudge | None:
    """The loss with one parameter of the unit moved by ``step``, all others as they are."""
    plan = layer.plan
    if found.loss is None or not -1 <= row < plan.weight_rows or (row == -1 and not plan.has_bias):
        return None
    slope = found.bias_gradient
    if row >= 0:
        slope = None if found.weight_gradients is None else float(found.weight_gradients[row])
    if slope is None:
        return None
    moved = layer.network.copy()
    plan.block(moved.parameters)[row, shown_column(found, plan.units)] += step
    loss = Pass(moved, layer.samples, {"losses"}).run().loss
    return Nudge(row, step, found.loss, step * slope, loss - found.loss)


def shown_column(found: UnitInspection, units: int) -> int:
    """The column of the shown weights in the layer's matrix: the unit, or its shown piece."""
    return found.piece * units + found.request.unit[1]


def parameter_history(run: TrainingRun, layer_id: int, column: int) -> tuple[Array, Array]:
    """A unit's (or piece's) recorded weights and bias: epochs ``(m,)`` and values ``(m, rows)``.

    The rows are as in the layer's block: weights, then the bias if there is one. Up to the present.
    """
    index = run.network.plan.index(layer_id)
    if index is None or not 0 <= column < run.network.plan.layers[index].width:
        return np.empty(0), np.empty((0, 0))
    layer = run.network.plan.layers[index]
    records = [record for record in run.history.records if record.epoch <= run.epoch]
    vectors = [record.parameters for record in records] + [run.network.parameters]
    epochs = [record.epoch for record in records]
    present = run.epoch + run.step_in_epoch / max(run.steps_per_epoch, 1)
    return (
        np.array([*epochs, present], dtype=np.float64),
        np.array([layer.block(vector)[:, column] for vector in vectors]),
    )
