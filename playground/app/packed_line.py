"""A branch at rest, packed: a fifth of its bytes, one thing for the garbage collector, ready for a file."""

from __future__ import annotations

import math
from typing import Any, Literal, TypeAlias

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from playground.engine.checkpoints import (
    Checkpoint,
    Divergence,
    Line,
    generator_as_text,
    generator_from_text,
)
from playground.engine.curve import COLUMNS
from playground.engine.experiment import Experiment

State: TypeAlias = tuple[
    bytes, bytes, dict[str, bytes], dict[str, Any], bytes | None, int, int, int, float | None, int
]
"""A Checkpoint's fields as MessagePack holds them: arrays as bytes, a generator's whole numbers as text."""
Lost: TypeAlias = tuple[int, int, Literal["loss", "parameters"]]

_ENCODER = msgspec.msgpack.Encoder(enc_hook=lambda array: array.tobytes())
_DECODER = msgspec.msgpack.Decoder(State)
_GENERATOR = dict(np.random.PCG64(0).state)
_RECORD_OVERHEAD = 96
"""Bytes of a bytes object, its epoch, and their places."""
EXPERIMENT_BYTES = 6_000
"""Of an Experiment without points of the user's own, and of what says where it belongs."""
POINT_BYTES = 150


class PackedLine(Struct, frozen=True, array_like=True, gc=False):
    """An engine's Line: ``state`` and ``records`` are packed Checkpoints, ``rows`` the bytes of its curve.

    ``epochs`` are those of the records; ``last_epoch`` and ``last_step`` the latest that it can go to.
    """

    experiment: Experiment
    state: bytes
    records: tuple[bytes, ...]
    epochs: tuple[int, ...]
    stride: int
    rows: bytes
    curve_stride: int
    is_back: bool
    lost: Lost | None
    finished: str | None
    last_epoch: int
    last_step: int

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        points = POINT_BYTES * len(self.experiment.data.points or ())
        states = sum(len(record) + _RECORD_OVERHEAD for record in self.records)
        return states + len(self.state) + len(self.rows) + points + EXPERIMENT_BYTES

    @property
    def is_thinnest(self) -> bool:
        """Whether only its first and last state are left, and the one it stands at."""
        return len(self.records) <= 2

    def thinned(self) -> PackedLine:
        """The same with every second of the states between the first and the last."""
        stride, records, epochs = self.stride, self.records, self.epochs
        while len(records) == len(self.records) and not self.is_thinnest:
            stride *= 2
            last = len(self.records) - 1
            kept = [place for place, epoch in enumerate(self.epochs) if epoch % stride == 0]
            places = [0, *(place for place in kept if 0 < place < last), last]
            records = tuple(self.records[place] for place in places)
            epochs = tuple(self.epochs[place] for place in places)
        return replace(self, records=records, epochs=epochs, stride=stride)


def pack(line: Line) -> PackedLine:
    """The line, packed."""
    states = (line.checkpoint, *line.records)
    return PackedLine(
        line.experiment,
        pack_state(line.checkpoint),
        tuple(map(pack_state, line.records)),
        tuple(record.epoch for record in line.records),
        line.stride,
        line.rows.tobytes(),
        line.curve_stride,
        line.is_back,
        None if line.lost is None else (line.lost.epoch, line.lost.step, line.lost.quantity),
        line.finished,
        max(state.epoch for state in states),
        max(state.step for state in states),
    )


def unpack(packed: PackedLine) -> Line:
    """The line that was packed, bit for bit."""
    return Line(
        packed.experiment,
        unpack_state(packed.state),
        tuple(map(unpack_state, packed.records)),
        packed.stride,
        np.frombuffer(packed.rows, np.float64).reshape(-1, len(COLUMNS)).copy(),
        packed.curve_stride,
        packed.is_back,
        None if packed.lost is None else Divergence(*packed.lost),
        packed.finished,
    )


def pack_state(one: Checkpoint) -> bytes:
    """A checkpoint as MessagePack: a ``State``."""
    fields = (
        one.parameters,
        one.layer_state,
        one.optimizer_state,
        generator_as_text(one.generator),
        None if one.order is None else one.order.astype(np.int64),
        one.epoch,
        one.step,
        one.position,
        one.best_loss if math.isfinite(one.best_loss) else None,
        one.best_epoch,
    )
    return bytes(memoryview(_ENCODER.encode(fields)))  # without the room that the encoder leaves behind it


def unpack_state(packed: bytes) -> Checkpoint:
    """The checkpoint that was packed. Raises ValueError or ExperimentError for other bytes."""
    (
        parameters,
        layer_state,
        optimizer_state,
        generator,
        order,
        epoch,
        step,
        position,
        best_loss,
        best_epoch,
    ) = _DECODER.decode(packed)
    return Checkpoint(
        np.frombuffer(parameters).copy(),
        np.frombuffer(layer_state).copy(),
        {name: np.frombuffer(vector).copy() for name, vector in optimizer_state.items()},
        generator_from_text(generator, _GENERATOR),
        None if order is None else np.frombuffer(order, np.int64).copy(),
        epoch,
        step,
        position,
        math.inf if best_loss is None else best_loss,
        best_epoch,
    )
