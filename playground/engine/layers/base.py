"""The common ground of the layer kinds: what a kind is, a layer in a network, and a layer at work.

Signals are ``(units, samples)`` with one more row of ones below, so that a dense layer's weights and
biases are one matrix product: forward ``z = W^T x``, backward ``dW = x dz^T`` and ``dx = W dz``.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple, TypeAlias

import numpy as np
from msgspec import Meta
from numpy.random import Generator

from playground.engine.program import Array, Program
from playground.engine.schema import Part

OUTPUT_ID = -1
"""The layer id of the output layer; hidden layers have ids from 1 on."""
FEATURES_ID = 0
"""The layer id of the features where a unit is named."""

Mode: TypeAlias = Literal["training", "evaluation"]
"""Training drops units and normalises by the batch; evaluation does neither."""

LayerId = Annotated[int, Meta(ge=0, le=1_000_000_000)]


InputKey: TypeAlias = Hashable
"""What an input of a layer is, through all edits: a feature's name, or (layer id, unit id)."""

Draw: TypeAlias = Callable[[int, int], Array]
"""Draws first weights ``(inputs, units)``."""


class Layer(Part, frozen=True, tag_field="kind"):
    """A hidden layer. ``id`` is stable through edits (0 in a file: one is given on opening)."""

    id: LayerId = 0

    @property
    def kind(self) -> str:
        """The kind's name in the file format."""
        return str(self.__struct_config__.tag)

    @property
    def ids(self) -> tuple[int, ...] | None:
        """The stable ids of units of its own, in order; None: its units are those of the layer before."""
        return None


# ------------------------------------------------------------------------------ what a kind is


@dataclass(frozen=True)
class Shape:
    """What a kind makes of a layer's settings and its number of inputs.

    ``rows`` of parameters, each of one number for every unit (and piece), and ``state_rows`` of running
    statistics, each of one number for every unit. With ``has_bias`` the last row of parameters is what is
    added to the units (biases, shifts). ``activation`` is the name of its activation function, "linear"
    where it has none; ``pieces`` are the linear pieces of a maxout unit.
    """

    rows: int = 0
    has_bias: bool = False
    state_rows: int = 0
    activation: str = "linear"
    pieces: int = 1


class Rules(NamedTuple):
    """How a layer computes: functions that write into a program.

    ``forward(program, layer)`` makes ``outputs`` and ``pre`` of the layer's inputs. ``backward(program,
    layer, needs_input_gradient)`` makes ``pre_gradient``, ``gradients`` (unless None) and, if the flag
    says so, ``input_gradient`` of ``upstream``.
    """

    forward: Callable[[Program, LayerPass], None]
    backward: Callable[[Program, LayerPass, bool], None]


def _without_parameters(_plan: LayerPlan, _parameters: Array, _state: Array, _draw: Draw) -> None:
    """There is nothing to set."""


@dataclass(frozen=True)
class LayerKind:
    """All that is known of one kind of layer: its settings, shape, first parameters and rules.

    ``shape(settings, inputs)`` says how many numbers a layer of this kind has.
    ``initialize(plan, parameters, state, draw)`` sets the first ones: ``parameters (rows, width)`` and
    ``state (state rows, units)`` are zeros; ``draw(inputs, units)`` draws weights as the settings or the
    network say. ``evaluation`` None: as in training.
    """

    settings: type[Layer]
    shape: Callable[[Any, int], Shape]
    training: Rules
    evaluation: Rules | None = None
    initialize: Callable[[LayerPlan, Array, Array, Draw], None] = _without_parameters

    is_dense: bool = False
    """Whether it has a weight from every input to every unit: weights are what the network initialises,
    penalises, decays and bounds, and they survive an edit with their input and their unit."""
    is_random: bool = False
    """Whether a training step draws random numbers."""
    needs_whole_batch: bool = False
    """Whether it computes over the batch, so that a batch has 2 points or more and runs in one part."""

    emit_slopes: Callable[[Program, LayerPass, Array], None] | None = None
    """``emit_slopes(program, layer, out)`` records the local gradients f'(z) ``(width, samples)``, after the
    forward pass; None for kinds without them, whose units cannot be dead or saturated."""
    passes_on: bool = False
    """Whether, while evaluating, what comes in goes out, so that who looks on may look through it."""
    dropped: Callable[[LayerPass], Array] | None = None
    """``dropped(layer)``: which values ``(units, samples)`` the last training pass switched off."""
    normalised_by: Callable[[LayerPlan, Array, Array, int], tuple[float, float] | None] | None = None
    """``normalised_by(plan, state, inputs, unit)``: center and spread that make ``pre`` of the unit's row of
    ``inputs (units, samples)`` while evaluating, ``pre = (input - center) / spread``; ``state (state rows,
    units)``. None where each sample has others."""

    @property
    def name(self) -> str:
        """The kind's name in the file format."""
        return str(self.settings.__struct_config__.tag)

    @property
    def keeps_units(self) -> bool:
        """Whether its units are those of the layer before, one for one, so that they carry their ids."""
        return self.settings.ids is Layer.ids

    def rules(self, mode: Mode) -> Rules:
        """The rules in this mode."""
        return self.training if mode == "training" or self.evaluation is None else self.evaluation


# ------------------------------------------------------------------------ a layer in a network


@dataclass(frozen=True)
class LayerPlan:
    """One layer: ``inputs`` numbers come in, ``units`` numbers go out.

    Its parameters are the block ``(rows, width)`` at ``offset`` of the flat vector, row by row; its
    state is the block ``(state rows, units)`` at ``state_offset`` of the flat state. ``record`` is its
    kind's row in the table, ``spec`` its settings, ``shape`` what the kind made of them.
    """

    id: int
    record: LayerKind
    spec: Any
    shape: Shape
    inputs: int
    units: int
    unit_ids: tuple[int, ...]
    input_keys: tuple[InputKey, ...]
    unit_keys: tuple[InputKey, ...]
    offset: int
    state_offset: int

    @cached_property
    def kind(self) -> str:
        """The kind's name in the file format."""
        return self.record.name

    @cached_property
    def activation(self) -> str:
        """The name of its activation function; "linear" where it has none."""
        return self.shape.activation

    @cached_property
    def pieces(self) -> int:
        """The number of linear pieces of a maxout unit; 1 for others."""
        return self.shape.pieces

    @cached_property
    def rows(self) -> int:
        """Number of rows of its block of parameters."""
        return self.shape.rows

    @cached_property
    def has_bias(self) -> bool:
        """Whether the block's last row are biases (of a norm: shifts)."""
        return self.shape.has_bias

    @cached_property
    def state_size(self) -> int:
        """Number of values of its state."""
        return self.shape.state_rows * self.units

    @cached_property
    def is_output(self) -> bool:
        """Whether this is the output layer, whose head belongs to the loss."""
        return self.id == OUTPUT_ID

    @cached_property
    def is_dense(self) -> bool:
        """Whether it has weights from every input to every unit."""
        return self.record.is_dense

    @cached_property
    def width(self) -> int:
        """Number of pre-activations: ``pieces * units``."""
        return self.pieces * self.units

    @cached_property
    def size(self) -> int:
        """Number of parameters."""
        return self.rows * self.width

    @cached_property
    def weight_rows(self) -> int:
        """Number of the block's rows that are weights (or scales)."""
        return self.rows - 1 if self.has_bias else self.rows

    @cached_property
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
        """Its state in a flat state vector: a writable view ``(state rows, units)``."""
        view = flat[self.state_offset : self.state_offset + self.state_size]
        return view.reshape(self.shape.state_rows, self.units)


# ----------------------------------------------------------------------------- a layer at work


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

    def make_outputs(self, program: Program) -> Array:
        """Give it outputs of its own; returns their ``values (units, samples)``, to be written."""
        self.outputs = Signal.of(program.empty(self.plan.units + 1, self.inputs.samples))
        return self.outputs.values
