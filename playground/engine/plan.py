"""The plan of a network: which layers stand in it, and where their numbers lie in the flat vectors."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeAlias

from playground.engine.activations import ACTIVATIONS
from playground.engine.architecture import OUTPUT_ID, AnyLayer, BatchNorm, Dense, Dropout, Output
from playground.engine.experiment import Experiment
from playground.engine.program import Array

InputKey: TypeAlias = Hashable
"""What an input of a layer is, through all edits: a feature's name, or (layer id, unit id)."""


@dataclass(frozen=True)
class LayerPlan:
    """One layer: ``inputs`` numbers come in, ``units`` numbers go out.

    Its parameters are the block ``(rows, width)`` at ``offset`` of the flat vector, row by row.
    Dense: a row of weights per input, then the biases if it has them; ``width`` is
    ``pieces * units``, piece-major. Norms: a row of scales, a row of shifts. Dropout: none.
    ``state_size`` numbers at ``state_offset`` of the flat state are running statistics.
    """

    id: int
    kind: str
    spec: AnyLayer | Output
    activation: str
    inputs: int
    units: int
    pieces: int
    unit_ids: tuple[int, ...]
    input_keys: tuple[InputKey, ...]
    unit_keys: tuple[InputKey, ...]
    has_bias: bool
    rows: int
    offset: int
    state_size: int
    state_offset: int

    @property
    def is_output(self) -> bool:
        """Whether this is the output layer, whose head belongs to the loss."""
        return self.id == OUTPUT_ID

    @property
    def is_dense(self) -> bool:
        """Whether it has weights from every input to every unit."""
        return self.kind == "dense"

    @property
    def width(self) -> int:
        """Number of pre-activations: ``pieces * units``."""
        return self.pieces * self.units

    @property
    def size(self) -> int:
        """Number of parameters."""
        return self.rows * self.width

    @property
    def weight_rows(self) -> int:
        """Number of the block's rows that are weights (or scales)."""
        return self.rows - 1 if self.has_bias else self.rows

    @property
    def is_frozen(self) -> bool:
        """Whether training leaves its parameters alone."""
        return isinstance(self.spec, Dense | Output) and self.spec.frozen

    def block(self, flat: Array) -> Array:
        """The layer's parameters in a flat vector, as a writable view ``(rows, width)``."""
        return flat[self.offset : self.offset + self.size].reshape(self.rows, self.width)

    def weights(self, flat: Array) -> Array:
        """The weights (of a norm: scales) in a flat vector: a view ``(inputs, width)``."""
        return self.block(flat)[: self.weight_rows]

    def biases(self, flat: Array) -> Array | None:
        """The biases (of a norm: shifts) in a flat vector: a view ``(width,)``; None without them."""
        return self.block(flat)[-1] if self.has_bias else None

    def state(self, flat: Array) -> Array:
        """The running statistics in a flat state vector: a view ``(2, units)``, or empty."""
        view = flat[self.state_offset : self.state_offset + self.state_size]
        return view.reshape(2, self.units) if self.kind == "batch_norm" else view


@dataclass(frozen=True)
class NetworkPlan:
    """The layers in order, the output layer last."""

    features: tuple[str, ...]
    layers: tuple[LayerPlan, ...]
    size: int
    state_size: int

    @property
    def outputs(self) -> int:
        """Number of output units."""
        return self.layers[-1].units

    @property
    def total_width(self) -> int:
        """Number of values that one sample takes on its way through the network."""
        return len(self.features) + sum(layer.width + layer.units for layer in self.layers)

    @property
    def needs_whole_batch(self) -> bool:
        """Whether a layer computes over the batch, so that a batch cannot be taken in parts."""
        return any(layer.kind == "batch_norm" for layer in self.layers)

    @property
    def first_with_parameters(self) -> int:
        """The place of the first layer that learns."""
        return next((i for i, layer in enumerate(self.layers) if layer.size), 0)

    @property
    def is_random(self) -> bool:
        """Whether a training step draws random numbers."""
        return any(layer.kind == "dropout" for layer in self.layers)

    def index(self, layer_id: int) -> int | None:
        """The place of the layer with this id, or None."""
        return next((i for i, layer in enumerate(self.layers) if layer.id == layer_id), None)


def make_plan(experiment: Experiment) -> NetworkPlan:
    """The plan of the experiment's network."""
    keys: tuple[InputKey, ...] = tuple(("feature", name) for name in experiment.network.features)
    layers: list[LayerPlan] = []
    offset = state_offset = 0
    for spec in experiment.network.layers:
        layer = (
            _dense(spec, keys, offset)
            if isinstance(spec, Dense)
            else _other(spec, keys, offset, state_offset)
        )
        layers.append(layer)
        keys = layer.unit_keys
        offset += layer.size
        state_offset += layer.state_size
    layers.append(_output(experiment.network.output, experiment.outputs, keys, offset))
    return NetworkPlan(experiment.network.features, tuple(layers), offset + layers[-1].size, state_offset)


def _dense(spec: Dense, keys: tuple[InputKey, ...], offset: int) -> LayerPlan:
    return LayerPlan(
        id=spec.id,
        kind="dense",
        spec=spec,
        activation=spec.activation,
        inputs=len(keys),
        units=spec.units,
        pieces=spec.pieces if ACTIVATIONS[spec.activation].has_pieces else 1,
        unit_ids=spec.ids,
        input_keys=keys,
        unit_keys=tuple((spec.id, unit) for unit in spec.ids),
        has_bias=spec.bias,
        rows=len(keys) + int(spec.bias),
        offset=offset,
        state_size=0,
        state_offset=0,
    )


def _output(spec: Output, outputs: int, keys: tuple[InputKey, ...], offset: int) -> LayerPlan:
    return LayerPlan(
        id=OUTPUT_ID,
        kind="dense",
        spec=spec,
        activation="linear",
        inputs=len(keys),
        units=outputs,
        pieces=1,
        unit_ids=tuple(range(outputs)),
        input_keys=keys,
        unit_keys=tuple((OUTPUT_ID, unit) for unit in range(outputs)),
        has_bias=spec.bias,
        rows=len(keys) + int(spec.bias),
        offset=offset,
        state_size=0,
        state_offset=0,
    )


def _other(spec: AnyLayer, keys: tuple[InputKey, ...], offset: int, state_offset: int) -> LayerPlan:
    """A layer that keeps the number of units: its units are those of the layer before."""
    has_parameters = not isinstance(spec, Dropout)
    return LayerPlan(
        id=spec.id,
        kind=spec.kind,
        spec=spec,
        activation="linear",
        inputs=len(keys),
        units=len(keys),
        pieces=1,
        unit_ids=tuple(range(len(keys))),
        input_keys=keys,
        unit_keys=keys,
        has_bias=has_parameters,
        rows=2 if has_parameters else 0,
        offset=offset,
        state_size=2 * len(keys) if isinstance(spec, BatchNorm) else 0,
        state_offset=state_offset,
    )
