"""The common ground of the layer kinds: what a layer is in a network, and at work on its arrays.

Signals are ``(units, samples)`` with one more row of ones below, so that a dense layer's weights and
biases are one matrix product: forward ``z = W^T x``, backward ``dW = x dz^T`` and ``dx = W dz``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeAlias

import numpy as np
from msgspec import Meta
from numpy.random import Generator

from playground.engine.program import Array, Program
from playground.engine.schema import Part

OUTPUT_ID = -1
"""The layer id of the output layer; hidden layers have ids from 1 on."""
FEATURES_ID = 0
"""The layer id of the features where a unit is named."""


LayerId = Annotated[int, Meta(ge=0, le=1_000_000_000)]


class Layer(Part, frozen=True, tag_field="kind"):
    """A hidden layer. ``id`` is stable through edits (0 in a file: one is given on opening)."""

    id: LayerId = 0

    @property
    def kind(self) -> str:
        """The kind's name in the file format."""
        return str(self.__struct_config__.tag)


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
    spec: Any
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
        return bool(getattr(self.spec, "frozen", False))

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
class Signal:
    """What flows between layers: ``values (units, samples)``, a view of ``augmented`` without its ones."""

    augmented: Array
    values: Array

    @classmethod
    def of(cls, augmented: Array) -> Signal:
        """The signal in an array ``(units + 1, samples)``, whose last row becomes ones."""
        augmented[-1] = 1.0
        return cls(augmented, augmented[:-1])

    @property
    def samples(self) -> int:
        """Number of samples."""
        return int(self.augmented.shape[1])


@dataclass
class LayerPass:
    """One layer at work on arrays of its own.

    ``pre`` are its pre-activations ``(width, samples)`` (norms: the normalised inputs; dropout: the
    inputs). A backward pass fills ``upstream`` (d / d outputs), ``pre_gradient`` (d / d ``pre``),
    ``input_gradient`` (d / d inputs, None where nobody needs it) and the block ``gradients``.
    """

    plan: LayerPlan
    parameters: Array
    state: Array
    inputs: Signal
    outputs: Signal
    pre: Array
    generator: Generator | None = None
    gradients: Array | None = None
    upstream: Array = field(default_factory=lambda: np.empty(0))
    pre_gradient: Array = field(default_factory=lambda: np.empty(0))
    input_gradient: Array | None = None
    saved: tuple[Array, ...] = ()


Forward = Callable[[Program, LayerPass], None]
Backward = Callable[[Program, LayerPass, bool], None]
"""Emits ``pre_gradient``, ``gradients`` (unless None) and, if the flag says so, ``input_gradient``."""


@dataclass(frozen=True)
class LayerKind:
    """One kind of layer: how it computes while training and while evaluating."""

    forward_training: Forward
    backward_training: Backward
    forward_evaluation: Forward
    backward_evaluation: Backward
