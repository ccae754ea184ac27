"""Training steps: what one does to the parameters, and how an epoch of them runs without a decision."""

from __future__ import annotations

from functools import cached_property, partial

import numpy as np
from numpy.random import Generator

from playground.engine.experiment import Training
from playground.engine.losses import Head
from playground.engine.optimizers import OPTIMIZERS, Update
from playground.engine.passes import LabelledSet
from playground.engine.program import Array, Binding, Calls, Program, Quantity
from playground.engine.regularizers import REGULARIZERS, Penalty
from playground.engine.stretch import Batches
from playground.engine.workspace import NetworkPlan, Workspace, chunk_size

_STAGED_BATCHES = 64
_STAGED_VALUES = 1 << 20


# ---------------------------------------------------------------------------------- the update


def make_penalty(plan: NetworkPlan, training: Training) -> Penalty:
    """The penalty of the whole network: each layer's own regularizer, or else the training's."""
    l1, l2 = np.zeros(plan.size), np.zeros(plan.size)
    for layer in plan.layers:
        if layer.is_dense:
            own = getattr(layer.spec, "regularizer", None)
            chosen = training.regularizer if own is None else own
            l1_share, l2_share = REGULARIZERS[chosen.name].shares(chosen.l1_ratio)
            layer.weights(l1)[:] = chosen.rate * l1_share
            layer.weights(l2)[:] = chosen.rate * l2_share
    return Penalty(l1, l2)


def frozen_parameters(plan: NetworkPlan) -> Array:
    """Which of the flat parameters belong to frozen layers: booleans ``(size,)``."""
    frozen = np.zeros(plan.size, dtype=np.bool_)
    for layer in plan.layers:
        if layer.is_frozen:
            layer.block(frozen)[:] = True
    return frozen


def emit_update(
    program: Program,
    plan: NetworkPlan,
    training: Training,
    penalty: Penalty,
    parameters: Array,
    gradients: Array,
    optimizer_state: dict[str, Array],
    rate: Array,
) -> None:
    """Record what follows the data loss's ``gradients (size,)``, which become those of loss plus penalty.

    Frozen layers keep their parameters. Clipping bounds the global norm of what is not frozen, as
    PyTorch's ``clip_grad_norm_`` does. ``max_norm`` bounds each dense unit's incoming weights last.
    """
    pull = penalty.emit_gradient(program, parameters, gradients)
    frozen = frozen_parameters(plan)
    gradient = gradients
    if frozen.any():
        learning = (~frozen).astype(program.dtype)
        gradient = program.empty(plan.size)
        program.write(gradient, np.multiply, gradients, learning)
    if training.clip_norm is not None:
        clipped = program.empty(plan.size)
        program.write(clipped, partial(_clipped, training.clip_norm), gradient)
        gradient = clipped
    update = Update(training.optimizer, parameters, gradient, rate, _decays(plan, frozen), optimizer_state)
    OPTIMIZERS[training.optimizer.name].emit(program, update)
    if pull is not None:
        penalty.emit_stop_at_zero(program, parameters, pull)
    if training.max_norm is not None:
        for layer in plan.layers:
            if layer.is_dense and not layer.is_frozen and layer.inputs:
                program.change(partial(_stay_within, training.max_norm), layer.weights(parameters))


# ----------------------------------------------------------------------- the steps of an epoch


class Stepper:
    """Runs the steps of an epoch: forward, backward, update, batch after batch.

    The epoch's points are copied in their order into a stage, some batches at a time, and every
    place on the stage has its own tuple of calls; a step then is nothing but a loop over it. A batch
    too large for the cache runs in parts whose gradients add up (not with batch norm, which
    needs the whole batch).
    """

    def __init__(
        self,
        plan: NetworkPlan,
        head: Head,
        parameters: Array,
        state: Array,
        gradients: Array,
        points: LabelledSet,
        batch_size: int,
        generator: Generator,
        update: Calls,
    ) -> None:
        self._points = points
        self._order = np.arange(points.count)
        self.batch_size = max(1, min(batch_size, points.count))
        self.steps = -(-points.count // self.batch_size)
        self._batch = _Batch(plan, head, parameters, state, gradients, generator)
        self._update = update
        self._full = points.count // self.batch_size
        self._rest = points.count - self._full * self.batch_size
        self._window: int | None = None
        self._is_last_loaded = False

    @cached_property
    def _stage(self) -> _Stage | None:
        """Room for the coming full batches."""
        if not self._full:
            return None
        values_a_batch = self.batch_size * (self._points.augmented.shape[0] + self._points.targets.shape[0])
        places = max(1, min(self._full, _STAGED_BATCHES, _STAGED_VALUES // values_a_batch))
        return _Stage(self._points, self.batch_size, places, self._batch, self._update)

    @cached_property
    def _last(self) -> _Stage | None:
        """Room for the last, smaller batch."""
        if not self._rest:
            return None
        return _Stage(self._points, self._rest, 1, self._batch, self._update)

    def batches(self) -> tuple[Batches | None, Batches | None]:
        """Room for one full batch and for the last, smaller one, with the calls of a step on each."""
        sizes = (self.batch_size if self._full else 0, self._rest)
        stages = [_Stage(self._points, n, 1, self._batch, self._update) if n else None for n in sizes]
        full, rest = (None if s is None else Batches(s.inputs[0], s.targets[0], s.calls[0]) for s in stages)
        return full, rest

    @property
    def order(self) -> Array:
        """The present epoch's order of training points ``(n,)``."""
        return self._order

    def set_order(self, order: Array) -> None:
        """Take the points of the coming steps in this order."""
        self._order = order
        self._window = None
        self._is_last_loaded = False

    def run(self, start: int, stop: int) -> None:
        """Run the epoch's steps from ``start`` to before ``stop``."""
        position = start
        while position < min(stop, self._full):
            assert self._stage is not None
            window, place = divmod(position, self._stage.places)
            if window != self._window:
                self._load(self._stage, window)
            count = min(stop, self._full) - position
            for calls in self._stage.calls[place : place + count]:
                for call in calls:
                    call()
            position += min(count, self._stage.places - place)
        if position < stop and self._last is not None:
            self._load_last(self._last)
            for call in self._last.calls[0]:
                call()

    def _load(self, stage: _Stage, window: int) -> None:
        """Put the full batches of a window of the epoch on the stage."""
        first = window * stage.places * self.batch_size
        last = min(first + stage.places * self.batch_size, self._full * self.batch_size)
        stage.load(self._order[first:last])
        self._window = window

    def _load_last(self, stage: _Stage) -> None:
        """Put the last, smaller batch of the epoch on its stage."""
        if not self._is_last_loaded:
            stage.load(self._order[self._full * self.batch_size :])
            self._is_last_loaded = True

    def workspace(self, position: int) -> Workspace | None:
        """The workspace that the step at this position runs in (None: it runs in parts)."""
        return self._batch.workspace(self.batch_size if position < self._full else self._rest)


class _Batch:
    """How the gradient of one batch is computed: workspaces by size, shared by all stages."""

    def __init__(
        self,
        plan: NetworkPlan,
        head: Head,
        parameters: Array,
        state: Array,
        gradients: Array,
        generator: Generator,
    ) -> None:
        self._plan, self._head = plan, head
        self._parameters, self._state, self._generator = parameters, state, generator
        self._gradients, self._part = gradients, np.zeros_like(gradients)
        self._adding = Program()
        self._adding.change(_add, gradients, self._part)
        self._built: dict[tuple[int, int, bool], tuple[Workspace, Array]] = {}

    def calls(self, inputs: Array, targets: Array) -> list[Calls]:
        """The calls for each of the batches ``(places, features + 1, samples)``."""
        places, _, samples = inputs.shape
        size = samples if self._plan.needs_whole_batch else chunk_size(self._plan, samples)
        calls: list[Calls] = [()] * places
        for start in range(0, samples, size):
            stop = min(start + size, samples)
            workspace, placeholder = self._workspace(stop - start, samples, is_first=start == 0)
            bindings: list[list[Binding]] = []
            for place in range(places):
                part = inputs[place, :, start:stop]
                bindings.append(
                    [
                        (workspace.inputs.augmented, part),
                        (workspace.inputs.values, part[:-1]),
                        (placeholder, targets[place, :, start:stop]),
                    ]
                )
            adding = self._adding.calls() if start else ()
            bound = workspace.program.bound_calls(bindings)
            calls = [before + more + adding for before, more in zip(calls, bound, strict=True)]
        return calls

    def workspace(self, samples: int) -> Workspace | None:
        """The workspace of a batch of this size; None where it runs in parts."""
        built = self._built.get((samples, samples, True))
        return None if built is None else built[0]

    def _workspace(self, size: int, samples: int, *, is_first: bool) -> tuple[Workspace, Array]:
        key = (size, samples, is_first)
        if key not in self._built:
            workspace = Workspace(
                self._plan, self._parameters, self._state, size, mode="training", generator=self._generator
            )
            program = workspace.program
            targets, slopes = np.empty((self._plan.outputs, size)), program.empty(self._plan.outputs, size)
            self._head.gradient(program, workspace.scores, targets, 1.0 / samples, slopes)
            workspace.emit_backward(slopes, self._gradients if is_first else self._part)
            self._built[key] = workspace, targets
        return self._built[key]


class _Stage:
    """Room for some batches of one size, each with its calls."""

    def __init__(
        self, points: LabelledSet, batch_size: int, places: int, batch: _Batch, update: Calls
    ) -> None:
        self._points = points
        self.places = places
        self._batch_size = batch_size
        self.inputs = np.empty((places, points.augmented.shape[0], batch_size))
        self.targets = np.empty((places, points.targets.shape[0], batch_size))
        gradient_calls = batch.calls(self.inputs, self.targets)
        self.calls = [calls + update for calls in gradient_calls]

    def load(self, indices: Array) -> None:
        """Put the points with these indices on the stage."""
        count = indices.size // self._batch_size
        for rows, stage in ((self._points.augmented, self.inputs), (self._points.targets, self.targets)):
            taken = rows[:, indices].reshape(rows.shape[0], count, self._batch_size)
            np.copyto(stage[:count], taken.transpose(1, 0, 2))


# ------------------------------------------------------------------------------------- private


def _decays(plan: NetworkPlan, frozen: Array) -> Array:
    decays = np.zeros(plan.size)
    for layer in plan.layers:
        if layer.is_dense:
            layer.weights(decays)[:] = 1.0
    decays[frozen] = 0.0
    return decays


def _clipped(bound: float, g: Quantity) -> Quantity:
    """The gradient, made as short as the bound where its 2-norm is larger."""
    norm = np.sqrt(np.matmul(g, g))
    return g * np.fmin(bound / (norm + 1e-6), 1.0)


def _stay_within(bound: float, w: Quantity) -> None:
    """Each unit's incoming weights (a column), made as short as the bound where their 2-norm is larger."""
    norm = np.sqrt(np.add.reduce(w * w))
    w *= np.fmin(bound / norm, 1.0)


def _add(total: Quantity, part: Quantity) -> None:
    total += part
