"""One unit taken apart: the terms of its formula and of its gradient, at one point or averaged."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from playground.engine.activations import ACTIVATIONS, Forwarded
from playground.engine.experiment import Experiment
from playground.engine.layers.base import LayerPass
from playground.engine.layers.norms import BatchNorm, LayerNorm
from playground.engine.network import Network
from playground.engine.program import Array, run
from playground.engine.steps import make_penalty
from playground.engine.training import TrainingRun
from playground.engine.workspace import Workspace, set_inputs
from playground.observe.snapshot import InspectionRequest, Nudge, UnitInspection


def inspect(
    network: Network,
    experiment: Experiment,
    request: InspectionRequest,
    features: Array,
    labels: Array | None,
) -> UnitInspection | None:
    """The unit at these points, in evaluation mode; None when it is no longer there.

    ``features (n, features)`` are one point's or the training set's, ``labels (n,)`` are as in the file
    (None: unknown, so no gradients). Works on a workspace of its own.
    """
    layer_id, unit = request.unit
    index = network.plan.index(layer_id)
    if index is None or not 0 <= unit < network.plan.layers[index].units or not len(features):
        return None
    passed = _Passed(network, experiment, features, labels, index)
    kind = passed.plan.kind
    if passed.plan.is_output:
        found = _output_unit(passed, request)
    elif kind == "dense":
        found = _dense_unit(passed, request)
    elif kind == "dropout":
        found = _passing_unit(passed, request)
    else:
        found = _norm_unit(passed, request)
    if request.nudge is not None and labels is not None:
        found = replace(found, nudge=_nudged(passed, found, *request.nudge))
    return found


class _Passed:
    """A forward and, where labels are known, a backward pass at the points, per point (not averaged)."""

    def __init__(
        self, network: Network, experiment: Experiment, features: Array, labels: Array | None, index: int
    ) -> None:
        self.network = network
        self.experiment = experiment
        self.features = features
        self.labels = labels
        self.index = index
        self.plan = network.plan.layers[index]
        self.count = len(features)
        workspace = Workspace(network.plan, network.parameters, network.state, self.count)
        program, outputs = workspace.program, network.plan.outputs
        self.passes = workspace.passes
        self.prediction = program.empty(outputs, self.count)
        network.head.predict(program, workspace.scores, self.prediction)
        self.slopes = _emitted_slopes(workspace, self.layer)
        self.gradients: Array | None = None
        self.targets: Array | None = None
        self._values = program.empty(self.count)
        if labels is not None:
            self.targets = network.head.encode(np.asarray(labels, dtype=np.float64), outputs)
            self.gradients = np.zeros(network.plan.size)
            score_gradient = program.empty(outputs, self.count)
            network.head.values(program, workspace.scores, self.targets, self._values)
            network.head.gradient(program, workspace.scores, self.targets, 1.0, score_gradient)
            workspace.emit_backward(score_gradient, self.gradients, reach="features")
        set_inputs(workspace, features)
        with np.errstate(all="ignore"):
            run(program.calls())

    @property
    def layer(self) -> LayerPass:
        """The pass of the layer the unit stands in."""
        return self.passes[self.index]

    @property
    def loss(self) -> float | None:
        """Mean data loss over the points."""
        return None if self.labels is None else float(self._values.mean())

    def mean(self, row: Array) -> float:
        """One number over the points."""
        return float(row.mean())

    def gradient_mean(self, rows: Array, row: int) -> float | None:
        """The same for a row of backward values, which do not exist without labels."""
        return None if self.labels is None or not rows.size else float(rows[row].mean())

    def column(self, column: int) -> tuple[Array, float, Array | None, float | None]:
        """A unit's (or piece's) weights and bias, and the mean gradients of both."""
        block = self.plan.block(self.network.parameters)
        weights = block[: self.plan.weight_rows, column].copy()
        bias = float(block[-1, column]) if self.plan.has_bias else 0.0
        if self.gradients is None:
            return weights, bias, None, None
        slopes = self.plan.block(self.gradients)[:, column] / self.count
        return (
            weights,
            bias,
            slopes[: self.plan.weight_rows],
            float(slopes[-1]) if self.plan.has_bias else None,
        )


def _emitted_slopes(workspace: Workspace, layer: LayerPass) -> Array | None:
    """The local gradients f'(z) ``(width, samples)`` of a hidden dense layer, emitted after its forward."""
    if not layer.plan.is_dense or layer.plan.is_output:
        return None
    program = workspace.program
    ones, slopes = program.empty(*layer.outputs.values.shape), program.empty(*layer.pre.shape)
    ones.fill(1.0)
    at = Forwarded(layer.pre, layer.outputs.values, layer.saved)
    ACTIVATIONS[layer.plan.activation].backward(program, at, ones, slopes)
    return slopes


def _dense_unit(passed: _Passed, request: InspectionRequest) -> UnitInspection:
    layer, plan, unit = passed.layer, passed.plan, request.unit[1]
    pieces = layer.pre.reshape(plan.pieces, plan.units, passed.count)[:, unit]
    winners = np.bincount(np.argmax(pieces, axis=0), minlength=plan.pieces)
    winner = int(np.argmax(winners))
    piece = winner if request.piece is None else min(max(request.piece, 0), plan.pieces - 1)
    column = piece * plan.units + unit
    weights, bias, weight_gradients, bias_gradient = passed.column(column)
    assert passed.slopes is not None
    has_pieces = plan.pieces > 1
    kind, down_weights, down_gradients = _downstream(passed, unit)
    return UnitInspection(
        request=request,
        kind="dense",
        activation=plan.activation,
        points=passed.count,
        inputs=layer.inputs.values.mean(axis=1),
        weights=weights,
        bias=bias,
        pre_activation=passed.mean(layer.pre[column]),
        activation_value=passed.mean(layer.outputs.values[unit]),
        loss=passed.loss,
        local_gradient=passed.mean(passed.slopes[column]),
        upstream=passed.gradient_mean(layer.upstream, unit),
        pre_gradient=passed.gradient_mean(layer.pre_gradient, column),
        weight_gradients=weight_gradients,
        bias_gradient=bias_gradient,
        penalty_gradients=_penalty(passed, column),
        downstream_weights=down_weights,
        downstream_gradients=down_gradients,
        downstream_kind=kind,
        piece=piece,
        winner=winner if has_pieces else None,
        winner_share=float(winners[winner]) / passed.count if has_pieces else None,
        others=pieces.mean(axis=1) if has_pieces else None,
    )


def _output_unit(passed: _Passed, request: InspectionRequest) -> UnitInspection:
    layer, unit = passed.layer, request.unit[1]
    weights, bias, weight_gradients, bias_gradient = passed.column(unit)
    name = passed.network.head.activation
    prediction = passed.prediction[unit]
    pre_gradient = passed.gradient_mean(layer.pre_gradient, unit)
    target = None if passed.targets is None else float(passed.targets[unit].mean())
    upstream: float | None = None
    local = 1.0
    if name == "sigmoid":
        target = None if target is None else 0.5 * (target + 1.0)
        local = passed.mean(prediction * (1.0 - prediction))
    elif name == "softmax":
        local = passed.mean(prediction * (1.0 - prediction))
    elif name == "tanh":
        local = passed.mean(1.0 - prediction**2)
        if passed.targets is not None:
            upstream = passed.mean(prediction - passed.targets[unit])
    else:
        upstream = pre_gradient
    return UnitInspection(
        request=request,
        kind="output",
        activation=name,
        points=passed.count,
        inputs=layer.inputs.values.mean(axis=1),
        weights=weights,
        bias=bias,
        pre_activation=passed.mean(layer.pre[unit]),
        activation_value=passed.mean(prediction),
        loss=passed.loss,
        local_gradient=local,
        upstream=upstream,
        pre_gradient=pre_gradient,
        weight_gradients=weight_gradients,
        bias_gradient=bias_gradient,
        penalty_gradients=_penalty(passed, unit),
        target=target,
        others=passed.layer.pre.mean(axis=1) if name == "softmax" else None,
    )


def _norm_unit(passed: _Passed, request: InspectionRequest) -> UnitInspection:
    layer, unit = passed.layer, request.unit[1]
    weights, bias, weight_gradients, bias_gradient = passed.column(unit)
    center = spread = None
    spec = passed.plan.spec
    if isinstance(spec, BatchNorm):
        center = float(layer.state[0][unit])
        spread = float(np.sqrt(layer.state[1][unit] + spec.epsilon))
    elif isinstance(spec, LayerNorm) and passed.count == 1:
        values = layer.inputs.values[:, 0]
        center, spread = float(values.mean()), float(np.sqrt(values.var() + spec.epsilon))
    inputs = np.empty((0, 0)) if layer.input_gradient is None else layer.input_gradient
    return UnitInspection(
        request=request,
        kind=passed.plan.kind,
        activation="linear",
        points=passed.count,
        inputs=layer.inputs.values[unit : unit + 1].mean(axis=1),
        weights=weights,
        bias=bias,
        pre_activation=passed.mean(layer.pre[unit]),
        activation_value=passed.mean(layer.outputs.values[unit]),
        loss=passed.loss,
        upstream=passed.gradient_mean(layer.upstream, unit),
        pre_gradient=passed.gradient_mean(layer.pre_gradient, unit),
        input_gradient=passed.gradient_mean(inputs, unit),
        weight_gradients=weight_gradients,
        bias_gradient=bias_gradient,
        center=center,
        spread=spread,
    )


def _passing_unit(passed: _Passed, request: InspectionRequest) -> UnitInspection:
    """A dropout unit: in evaluation what comes in goes out, and so does the gradient."""
    layer, unit = passed.layer, request.unit[1]
    value = passed.mean(layer.outputs.values[unit])
    upstream = passed.gradient_mean(layer.upstream, unit)
    return UnitInspection(
        request=request,
        kind="dropout",
        activation="linear",
        points=passed.count,
        inputs=np.array([value]),
        weights=np.empty(0),
        bias=0.0,
        pre_activation=value,
        activation_value=value,
        loss=passed.loss,
        upstream=upstream,
        pre_gradient=upstream,
        input_gradient=upstream,
    )


def _downstream(passed: _Passed, unit: int) -> tuple[str | None, Array | None, Array | None]:
    """Where the unit's gradient comes from: the next layer's kind, and its weights and gradients.

    Dropout passes everything on in evaluation, so it is looked through.
    """
    for layer in passed.passes[passed.index + 1 :]:
        if layer.plan.kind == "dropout":
            continue
        if not layer.plan.is_dense:
            return layer.plan.kind, None, None
        if passed.labels is None:
            return "dense", None, None
        weights = layer.plan.block(passed.network.parameters)[unit].copy()
        return "dense", weights, layer.pre_gradient.mean(axis=1)
    return None, None, None


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


def _penalty(passed: _Passed, column: int) -> Array | None:
    """``d penalty / d weights`` of a unit's (or piece's) weights; None without a penalty."""
    network = passed.network
    penalty = make_penalty(network.plan, passed.experiment.training)
    if not (penalty.has_l1 or penalty.has_l2):
        return None
    return passed.plan.weights(penalty.gradient(network.parameters))[:, column]


def _nudged(passed: _Passed, found: UnitInspection, row: int, step: float) -> Nudge | None:
    """The loss with one parameter of the unit moved by ``step``, all others as they are."""
    plan = passed.plan
    is_bias = row == -1
    if not -1 <= row < plan.weight_rows or (is_bias and not plan.has_bias) or found.loss is None:
        return None
    column = shown_column(found, plan.units)
    if is_bias:
        slope = found.bias_gradient
    else:
        slope = None if found.weight_gradients is None else float(found.weight_gradients[row])
    if slope is None:
        return None
    moved = passed.network.parameters.copy()
    plan.block(moved)[row, column] += step
    return Nudge(row, step, found.loss, step * slope, _mean_loss(passed, moved) - found.loss)


def shown_column(found: UnitInspection, units: int) -> int:
    """The column of the shown weights in the layer's matrix: the unit, or its shown piece."""
    return found.piece * units + found.request.unit[1]


def _mean_loss(passed: _Passed, parameters: Array) -> float:
    network = passed.network
    assert passed.targets is not None
    workspace = Workspace(network.plan, parameters, network.state, passed.count)
    values = workspace.program.empty(passed.count)
    network.head.values(workspace.program, workspace.scores, passed.targets, values)
    set_inputs(workspace, passed.features)
    with np.errstate(all="ignore"):
        run(workspace.program.calls())
    return float(values.mean())
