"""Passes: a network looked at over some samples, for results that are asked for by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import DTypeLike

from playground.engine.layers.base import Mode
from playground.engine.losses import Head
from playground.engine.native import Runner
from playground.engine.program import Array, Calls
from playground.engine.workspace import NetworkPlan, Workspace, chunk_size

Wanted: TypeAlias = Literal[
    "scores",
    "prediction",
    "losses",
    "activations",
    "pre_activations",
    "slopes",
    "parameter_gradients",
    "unit_gradients",
    "pre_gradients",
    "feature_gradients",
]
"""What a pass can find: see ``Results``."""

Of: TypeAlias = Literal["losses", "mean_loss"] | int
"""What gradients are of: each sample's own loss, the mean loss, or the prediction of one output."""

_SUMS = ("parameter_gradients", "total_loss")


@dataclass(frozen=True)
class LabelledSet:
    """Points as the network sees them: ``augmented (features + 1, n)`` with a last row of ones.

    ``targets (outputs, n)`` are the labels ``(n,)`` as the loss codes them.
    """

    augmented: Array
    labels: Array
    targets: Array

    @property
    def count(self) -> int:
        """Number of points."""
        return int(self.labels.size)

    def take(self, indices: Array) -> LabelledSet:
        """A copy of the points with these indices."""
        rows = (
            np.ascontiguousarray(each[..., indices]) for each in (self.augmented, self.labels, self.targets)
        )
        return LabelledSet(*rows)

    def sample(self, limit: int) -> LabelledSet:
        """A copy of at most ``limit`` of the points, taken evenly."""
        return self.take(np.linspace(0, self.count - 1, min(limit, self.count)).astype(np.intp))


def augmented(features: Array, dtype: DTypeLike = np.float64) -> Array:
    """Features ``(n, features)`` as the first layer takes them: ``(features + 1, n)``, a last row of ones."""
    out = np.ones((features.shape[1] + 1, features.shape[0]), dtype=dtype)
    out[:-1] = features.T
    return out


class Model(Protocol):
    """What a pass looks at: a network with its present parameters."""

    plan: NetworkPlan
    head: Head
    parameters: Array
    state: Array


class Results:
    """What a pass found for the samples at ``place``: only what was wanted is there.

    Arrays are good until the next run; whoever keeps one seals it (``program.sealed``). Those by
    layer stand under the layer's place in the plan; the output layer's activations are its scores.

    ``scores`` and ``prediction``: ``(outputs, n)``. ``losses (n,)``: each sample's data loss; with
    them ``total_loss ()``, their sum, and ``loss``, their mean.
    ``activations (units, n)`` and ``pre_activations (width, n)``, by layer.
    ``slopes (width, n)``: d activation / d pre-activation, of layers with an activation function.
    ``parameter_gradients (size,)``: the sum over the samples.
    ``unit_gradients (units, n)``: d / d activation, ``pre_gradients (width, n)``: d / d pre-activation,
    by layer. ``feature_gradients (features, n)``: d / d feature.
    """

    scores: Array
    prediction: Array
    losses: Array
    total_loss: Array
    activations: dict[int, Array]
    pre_activations: dict[int, Array]
    slopes: dict[int, Array]
    parameter_gradients: Array
    unit_gradients: dict[int, Array]
    pre_gradients: dict[int, Array]
    feature_gradients: Array

    def __init__(self, place: slice, found: dict[str, Any]) -> None:
        self.place = place
        vars(self).update(found)

    @property
    def loss(self) -> float:
        """The mean of ``losses``; 0 without samples."""
        return float(self.total_loss) / max(self.losses.size, 1)


class Pass:
    """A network looked at over ``count`` samples, on arrays of its own: looking disturbs nothing.

    Every run takes the parameters, and what the samples' arrays hold, as they are then; so many samples
    at a time as the cache holds. ``features (features, count)`` are what comes in.
    """

    def __init__(
        self,
        network: Model,
        samples: LabelledSet | Array,
        want: Collection[Wanted],
        *,
        of: Of = "losses",
        layers: Collection[int] | None = None,
        dtype: DTypeLike = np.float64,
        mode: Mode = "evaluation",
        generator: Generator | None = None,
    ) -> None:
        """``samples``: points with labels, or features ``(n, features)`` alone, which have no losses.

        ``want``: what to compute. Without gradients there is no backward pass, and it goes no further
        back than what is wanted. ``of``: what the gradients are of. ``layers``: the places of the
        layers whose results are wanted (None: all). In ``mode`` "training" units drop by the ``generator``,
        which should be nobody else's, and batch norms take the samples' own statistics.
        """
        plan = network.plan
        self._network, self._want, self._of = network, frozenset(want), of
        self._layers = range(len(plan.layers)) if layers is None else sorted(layers)
        if isinstance(samples, LabelledSet):
            inputs = samples.augmented.astype(dtype, copy=False)
            targets = samples.targets.astype(dtype, copy=False)
        elif "losses" in self._want or (self._reach is not None and not isinstance(of, int)):
            raise ValueError("samples without labels have no losses")
        else:
            inputs, targets = augmented(samples, dtype), np.empty((plan.outputs, samples.shape[0]), dtype)
        self.count = count = int(inputs.shape[1])
        self.features = inputs[:-1]
        parameters, state, refresh = _followers(network, dtype, writes_state=mode == "training")
        make = partial(Workspace, plan, parameters, state, mode=mode, dtype=dtype, generator=generator)
        size = chunk_size(plan, count)
        if count <= size or (mode == "training" and plan.needs_whole_batch):
            workspace = make(count, inputs=inputs)
            found = self._emit(workspace, targets)
            parts = [(refresh + workspace.program.calls(), Results(slice(0, count), found))]
        else:
            parts = list(self._chunked(make, size, inputs, targets))
            calls, results = parts[0]
            parts[0] = refresh + calls, results
        self._parts = [(Runner(calls), results) for calls, results in parts]

    def run(self) -> Results:
        """Run over all samples."""
        if len(self._parts) == 1:
            return next(self.parts())
        found: dict[str, Any] = {}
        with np.errstate(all="ignore"):
            for part in self.parts():
                for name, array in vars(part).items():
                    if name in _SUMS:
                        found[name] = np.asarray(found.get(name, 0.0) + array)
                    elif name != "place":
                        found[name] = _placed(found.get(name), array, part.place, self.count)
        return Results(slice(0, self.count), _frozen(found))

    def parts(self) -> Iterator[Results]:
        """Run over the samples chunk by chunk, for whoever needs little of much: see ``Results.place``.

        A part's results are good until the next part.
        """
        for runner, results in self._parts:
            with np.errstate(all="ignore"):
                runner.run()
            yield results

    def whole(self) -> tuple[Calls, Results] | None:
        """The calls of a run with where they leave what they find; None where it goes in parts."""
        if len(self._parts) > 1:
            return None
        runner, results = self._parts[0]
        return runner.calls, results

    def _chunked(
        self, make: Callable[[int], Workspace], size: int, inputs: Array, targets: Array
    ) -> Iterator[tuple[Calls, Results]]:
        """The parts, all of one size on one workspace: its calls are bound to each chunk of the samples."""
        places = [slice(start, min(start + size, self.count)) for start in range(0, self.count, size)]
        for samples, group in groupby(places, lambda place: place.stop - place.start):
            workspace, here = make(samples), list(group)
            own, placeholder = workspace.inputs, workspace.program.empty(targets.shape[0], samples)
            found = self._emit(workspace, placeholder)
            bindings = [
                [
                    (own.augmented, inputs[:, place]),
                    (own.values, inputs[:-1, place]),
                    (placeholder, targets[:, place]),
                ]
                for place in here
            ]
            bound = workspace.program.bound_calls(bindings)
            for place, calls, binding in zip(here, bound, bindings, strict=True):
                yield calls, Results(place, _shown(found, *binding[1]))

    @property
    def _reach(self) -> int | None:
        """The place of the layer where the backward pass ends (-1: at the features); None without one."""
        if "feature_gradients" in self._want:
            return -1
        ends = []
        if self._want & {"unit_gradients", "pre_gradients"}:
            ends.append(self._layers[0])
        if "parameter_gradients" in self._want:
            ends.append(self._network.plan.first_with_parameters)
        return min(ends, default=None)

    def _emit(self, workspace: Workspace, targets: Array) -> dict[str, Any]:
        """Emit what is wanted after the workspace's forward pass; returns where it will stand."""
        program, head, shape = workspace.program, self._network.head, workspace.scores.shape
        passes = {index: workspace.passes[index] for index in self._layers}
        found: dict[str, Any] = {
            "scores": workspace.scores,
            "activations": {index: one.outputs.values for index, one in passes.items()},
            "pre_activations": {index: one.pre for index, one in passes.items()},
        }
        goes_back = self._reach is not None
        if "prediction" in self._want or (goes_back and isinstance(self._of, int)):
            found["prediction"] = program.empty(*shape)
            head.predict(program, workspace.scores, found["prediction"])
        if "losses" in self._want:
            found["losses"], total = program.empty(workspace.samples), program.empty()
            head.values(program, workspace.scores, targets, found["losses"])
            program(np.add.reduce, found["losses"], 0, None, total)
        if "slopes" in self._want:
            found["slopes"] = {}
            for index, one in passes.items():
                if one.plan.record.emit_slopes is not None:
                    found["slopes"][index] = program.empty(*one.pre.shape)
                    one.plan.record.emit_slopes(program, one, found["slopes"][index])
        if goes_back:
            score_gradient = program.empty(*shape)
            if isinstance(self._of, int):
                head.predict_backward(program, found["prediction"], self._of, score_gradient)
            else:
                scale = 1.0 / max(self.count, 1) if self._of == "mean_loss" else 1.0
                head.gradient(program, workspace.scores, targets, scale, score_gradient)
            gradients = (
                program.empty(self._network.plan.size) if "parameter_gradients" in self._want else None
            )
            workspace.emit_backward(score_gradient, gradients, reach=self._reach)
            found["parameter_gradients"] = gradients
            found["unit_gradients"] = {index: one.upstream for index, one in passes.items()}
            found["pre_gradients"] = {index: one.pre_gradient for index, one in passes.items()}
            found["feature_gradients"] = workspace.passes[0].input_gradient
        wanted = {str(name): found[name] for name in self._want}
        return wanted | {"total_loss": total} if "losses" in self._want else wanted


def _followers(network: Model, dtype: DTypeLike, *, writes_state: bool) -> tuple[Array, Array, Calls]:
    """Parameters and state, or where the network's will not do, copies with the calls that refresh them."""
    followers, refresh = [], []
    for array, will_do in ((network.parameters, True), (network.state, not writes_state)):
        if array.dtype == dtype and will_do:
            followers.append(array)
        else:
            followers.append(array.astype(dtype))
            refresh.append(partial(np.copyto, followers[-1], array, "same_kind"))
    return followers[0], followers[1], tuple(refresh)


def _shown(found: dict[str, Any], placeholder: Array, features: Array) -> dict[str, Any]:
    """What was found, where a layer that hands on what comes in shows the samples' own features."""
    shown = dict(found)
    for name in {"activations", "pre_activations"} & set(found):
        rows: dict[int, Array] = found[name]
        shown[name] = {layer: features if row is placeholder else row for layer, row in rows.items()}
    return shown


def _placed(whole: Any, part: Any, place: slice, count: int) -> Any:
    """The arrays of all samples (None: not made yet) with those of a part in their place."""
    if isinstance(part, dict):
        known = whole or {}
        return {key: _placed(known.get(key), array, place, count) for key, array in part.items()}
    if whole is None:
        whole = np.empty((*part.shape[:-1], count), part.dtype)
    whole[..., place] = part
    return whole


def _frozen(found: Any) -> Any:
    """The same arrays, read-only from now on, so that sealing them costs no copy."""
    if isinstance(found, dict):
        return {key: _frozen(array) for key, array in found.items()}
    found.flags.writeable = False
    return found
