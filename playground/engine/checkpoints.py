"""Everything that moves in a run, copied at one instant: to go back, to save, to go on from."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import Experiment, RunState
from playground.engine.layers.base import InputKey, LayerPlan
from playground.engine.program import Array
from playground.engine.workspace import NetworkPlan

CAPACITY = 512
"""Checkpoints that a history holds at most."""
BYTES = 64 << 20
"""Bytes that they take at most."""


@dataclass(frozen=True)
class Divergence:
    """Where a run left the finite numbers; it stands at the last finite state."""

    epoch: int
    step: int
    quantity: Literal["loss", "parameters"]


@dataclass(frozen=True)
class Checkpoint:
    """A run's state at one instant. The arrays are copies.

    ``order`` is the running epoch's order of points, None between two epochs (the generator will
    draw the next one). ``best_loss`` and ``best_epoch`` are what the stop watch remembers.
    """

    parameters: Array
    layer_state: Array
    optimizer_state: dict[str, Array]
    generator: dict[str, Any]
    order: Array | None
    epoch: int
    step: int
    position: int
    best_loss: float = math.inf
    best_epoch: int = 0

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        arrays = [self.parameters, self.layer_state, *self.optimizer_state.values()]
        if self.order is not None:
            arrays.append(self.order)
        return sum(array.nbytes + 112 for array in arrays) + 1_500


# --------------------------------------------------------------------------- the past of a run


class History:
    """Checkpoints at epochs divisible by a stride; when the room is full, the stride doubles.

    The room is ``CAPACITY`` records or ``BYTES`` bytes, whichever is less (but at least 8 records).
    """

    def __init__(self, records: Sequence[Checkpoint] = (), stride: int = 1) -> None:
        self._records = list(records)
        self.stride = stride

    @property
    def records(self) -> tuple[Checkpoint, ...]:
        """The recorded states, in order."""
        return tuple(self._records)

    @property
    def epochs(self) -> tuple[int, ...]:
        """The recorded epochs, in order."""
        return tuple(record.epoch for record in self._records)

    def __len__(self) -> int:
        """Number of records."""
        return len(self._records)

    def is_due(self, epoch: int) -> bool:
        """Whether this epoch is one to record."""
        return epoch % self.stride == 0

    def record(self, checkpoint: Checkpoint) -> None:
        """Add a state; records later than it, of another past, go."""
        self.forget_after(checkpoint.epoch - 1)
        capacity = min(CAPACITY, max(8, BYTES // checkpoint.size))
        while len(self._records) >= capacity:
            self.stride *= 2
            inner = [record for record in self._records[1:] if record.epoch % self.stride == 0]
            self._records = [self._records[0], *inner]
        if checkpoint.epoch % self.stride == 0:
            self._records.append(checkpoint)

    def keep_end(self, checkpoint: Checkpoint) -> None:
        """Keep where the run stands now, so that one can come back after stepping back."""
        if not self._records or (checkpoint.epoch, checkpoint.step) > (
            self._records[-1].epoch,
            self._records[-1].step,
        ):
            self._records.append(checkpoint)

    def forget_after(self, epoch: int) -> None:
        """Drop the records later than the epoch."""
        while self._records and self._records[-1].epoch > epoch:
            self._records.pop()

    def forget_later(self, step: int) -> None:
        """Drop the records with more steps than this."""
        while self._records and self._records[-1].step > step:
            self._records.pop()

    def at(self, epoch: int) -> Checkpoint | None:
        """The latest record at or before the epoch; the first one where there is none; None if empty."""
        if not self._records:
            return None
        place = bisect_right([record.epoch for record in self._records], epoch)
        return self._records[max(place - 1, 0)]

    def before(self, step: int) -> Checkpoint | None:
        """The latest record with fewer steps than this, or None."""
        return next((record for record in reversed(self._records) if record.step < step), None)


@dataclass(frozen=True)
class Line:
    """A run at rest: all that it takes to go on as if it had never been left.

    ``records`` are its history, ``rows`` ``(n, columns)`` its curve. ``is_back`` says that it stands at an
    earlier state than its last one; ``lost`` and ``finished`` why it could not go on.
    """

    experiment: Experiment
    checkpoint: Checkpoint
    records: tuple[Checkpoint, ...]
    stride: int
    rows: Array
    curve_stride: int
    is_back: bool = False
    lost: Divergence | None = None
    finished: str | None = None

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        points = 150 * len(self.experiment.data.points or ())
        states = self.checkpoint.size + sum(record.size for record in self.records)
        return states + self.rows.nbytes + points + 1_000


# --------------------------------------------------------------------------------- in the file


def state_of(checkpoint: Checkpoint) -> RunState:
    """The part of the file that a checkpoint is (without the curve)."""
    return RunState(
        parameters=tuple(checkpoint.parameters.tolist()),
        optimizer_state={name: tuple(v.tolist()) for name, v in checkpoint.optimizer_state.items()},
        layer_state=tuple(checkpoint.layer_state.tolist()),
        generator=generator_as_text(checkpoint.generator),
        order=() if checkpoint.order is None else tuple(checkpoint.order.tolist()),
        epoch=checkpoint.epoch,
        step=checkpoint.step,
        position=checkpoint.position,
        best_loss=checkpoint.best_loss if math.isfinite(checkpoint.best_loss) else None,
        best_epoch=checkpoint.best_epoch,
    )


def checkpoint_of(state: RunState, present: Checkpoint, samples: int, steps_per_epoch: int) -> Checkpoint:
    """The checkpoint that a file's state is, for a run like ``present``. Raises ExperimentError."""
    parameters = _vector("run.parameters", state.parameters, present.parameters.size)
    layer_state = _vector("run.layer_state", state.layer_state, present.layer_state.size)
    optimizer_state = {
        name: _vector(f"run.optimizer_state.{name}", state.optimizer_state[name], vector.size)
        if name in state.optimizer_state
        else np.zeros_like(vector)
        for name, vector in present.optimizer_state.items()
    }
    order = None
    if state.order:
        order = np.array(state.order, dtype=np.int64)
        if order.size != samples or not np.array_equal(np.sort(order), np.arange(samples)):
            raise ExperimentError(
                "run.order",
                Note(
                    "this is no order of the {samples} training points; each stands there once",
                    samples=samples,
                ),
            )
        if state.position >= steps_per_epoch:
            raise ExperimentError(
                "run.position",
                Note(
                    "{position} is no step of an epoch that has {steps_per_epoch}",
                    position=state.position,
                    steps_per_epoch=steps_per_epoch,
                ),
            )
    return Checkpoint(
        parameters=parameters,
        layer_state=layer_state,
        optimizer_state=optimizer_state,
        generator=generator_from_text(state.generator, present.generator)
        if state.generator
        else present.generator,
        order=order,
        epoch=state.epoch,
        step=state.step,
        position=state.position if order is not None else 0,
        best_loss=math.inf if state.best_loss is None else state.best_loss,
        best_epoch=state.best_epoch,
    )


def generator_as_text(generator: dict[str, Any]) -> dict[str, Any]:
    """A generator's state for JSON, whose numbers are too small for 128 bits: whole numbers as text."""

    def as_text(value: Any) -> Any:
        if isinstance(value, dict):
            return generator_as_text(value)
        return value if isinstance(value, str) else str(value)

    return {name: as_text(value) for name, value in generator.items()}


def generator_from_text(state: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """The state that ``generator_as_text`` wrote, which a generator accepts. Raises ExperimentError."""
    try:
        read = _from_text(state, like)
        _TRIAL.state = read
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ExperimentError("run.generator", Note("this is no state of the random generator")) from error
    return read


# -------------------------------------------------------------- through an edit of the network


def copy_survivors(old: NetworkPlan, old_flat: Array, new: NetworkPlan, new_flat: Array) -> None:
    """Copy a flat vector's entries (parameters, or an optimizer's memory) to the same units' places.

    A weight survives when its layer, its unit and its input (a feature, or a unit of the layer
    before) do; a bias, when layer and unit do.
    """
    for layer in new.layers:
        source = _same_layer(old, layer)
        if source is None or not (source.size and layer.size):
            continue
        from_block, to_block = source.block(old_flat), layer.block(new_flat)
        old_columns, new_columns = _columns(source, layer)
        if layer.is_dense:
            old_rows, new_rows = _matches(source.input_keys, layer.input_keys)
            to_block[np.ix_(new_rows, new_columns)] = from_block[np.ix_(old_rows, old_columns)]
            if source.has_bias and layer.has_bias:
                to_block[-1, new_columns] = from_block[-1, old_columns]
        else:
            to_block[:, new_columns] = from_block[:, old_columns]


def copy_surviving_state(old: NetworkPlan, old_state: Array, new: NetworkPlan, new_state: Array) -> None:
    """The same for the running statistics of batch norms."""
    for layer in new.layers:
        source = _same_layer(old, layer)
        if source is not None and source.state_size and layer.state_size:
            old_columns, new_columns = _columns(source, layer)
            layer.state(new_state)[:, new_columns] = source.state(old_state)[:, old_columns]


# ------------------------------------------------------------------------------------- private

_TRIAL: Any = np.random.PCG64(0)
"""Refuses what is no state. Making one costs more than all the rest of reading a state."""


def _vector(path: str, numbers: tuple[float, ...], size: int) -> Array:
    if len(numbers) != size:
        raise ExperimentError(
            path,
            Note(
                "{count} numbers do not fit this network, which needs {size}", count=len(numbers), size=size
            ),
        )
    vector = np.array(numbers, dtype=np.float64)
    if not np.isfinite(vector).all():
        raise ExperimentError(path, Note("a number is not finite"))
    return vector


def _from_text(state: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    """The state in the form of ``like``: text where it is text there, else whole numbers."""
    read: dict[str, Any] = {}
    for name, value in like.items():
        if isinstance(value, dict):
            read[name] = _from_text(state[name], value)
        else:
            read[name] = state[name] if isinstance(value, str) else int(state[name])
    return read


def _same_layer(old: NetworkPlan, layer: LayerPlan) -> LayerPlan | None:
    index = old.index(layer.id)
    if index is None or old.layers[index].kind != layer.kind:
        return None
    return old.layers[index]


def _columns(source: LayerPlan, layer: LayerPlan) -> tuple[list[int], list[int]]:
    """The block's columns of units in both, for as many pieces as both have."""
    old_units, new_units = _matches(source.unit_keys, layer.unit_keys)
    pieces = range(min(source.pieces, layer.pieces))
    return (
        [piece * source.units + unit for piece in pieces for unit in old_units],
        [piece * layer.units + unit for piece in pieces for unit in new_units],
    )


def _matches(old: Sequence[InputKey], new: Sequence[InputKey]) -> tuple[list[int], list[int]]:
    """Places in ``old`` and in ``new`` of the keys that are in both."""
    places = {key: place for place, key in enumerate(old)}
    pairs = [(places[key], place) for place, key in enumerate(new) if key in places]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
