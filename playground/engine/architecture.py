"""The network as a person chose it: features, layers, initial parameters."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, get_args

from msgspec import Meta
from msgspec.structs import force_setattr, replace

from playground.engine.activations import ACTIVATIONS
from playground.engine.errors import require_known
from playground.engine.features import check_feature
from playground.engine.initializers import INITIALIZERS
from playground.engine.parts import Finite, Name, NonNegative, OpenShare, Part, Positive, Seed, Share

OUTPUT_ID = -1
"""The layer id of the output layer; hidden layers have ids from 1 on."""
FEATURES_ID = 0
"""The layer id of the features where a unit is named."""


RegularizerName: TypeAlias = Literal["none", "l1", "l2", "elastic_net"]
REGULARIZER_NAMES: tuple[str, ...] = get_args(RegularizerName)


class Regularizer(Part, frozen=True):
    """A penalty on weights: L2 ``rate/2 * sum W^2``, L1 ``rate * sum |W|``, elastic net their mix.

    Elastic net is ``l1_ratio * L1 + (1 - l1_ratio) * L2``. Biases are never penalised.
    """

    name: RegularizerName = "none"
    rate: NonNegative = 0.0
    l1_ratio: Share = 0.5


LayerId = Annotated[int, Meta(ge=0, le=1_000_000_000)]


class Layer(Part, frozen=True, tag_field="kind"):
    """A hidden layer. ``id`` is stable through edits (0 in a file: one is given on opening)."""

    id: LayerId = 0

    @property
    def kind(self) -> str:
        """The kind's name in the file format."""
        return str(self.__struct_config__.tag)


class Dense(Layer, frozen=True, tag="dense"):
    """A fully connected layer with its activation. ``None`` means: as the network / training says.

    ``unit_ids`` are the units' stable ids, in order (None: 0 to units - 1). ``pieces`` is the
    number of linear pieces of a maxout unit.
    """

    units: Annotated[int, Meta(ge=1, le=1024)] = 4
    activation: Name = "tanh"
    bias: bool = True
    initializer: Name | None = None
    regularizer: Regularizer | None = None
    frozen: bool = False
    pieces: Annotated[int, Meta(ge=2, le=8)] = 2
    unit_ids: tuple[LayerId, ...] | None = None

    def __post_init__(self) -> None:
        require_known("activation", self.activation, ACTIVATIONS)
        if self.initializer is not None:
            require_known("initializer", self.initializer, INITIALIZERS)
        if self.unit_ids is not None:
            if len(self.unit_ids) != self.units or len(set(self.unit_ids)) != self.units:
                raise ValueError(f"unit_ids: {self.units} units need {self.units} different ids")
            if self.unit_ids == tuple(range(self.units)):
                force_setattr(self, "unit_ids", None)

    @property
    def ids(self) -> tuple[int, ...]:
        """The stable ids of the units, in order."""
        return tuple(range(self.units)) if self.unit_ids is None else self.unit_ids


class Dropout(Layer, frozen=True, tag="dropout"):
    """Inverted dropout (Srivastava et al. 2014): while training, a unit is off with ``rate``."""

    rate: OpenShare = 0.2


class BatchNorm(Layer, frozen=True, tag="batch_norm"):
    """Batch normalisation (Ioffe and Szegedy 2015); ``momentum`` is the weight of the new batch."""

    momentum: Annotated[float, Meta(gt=0.0, le=1.0)] = 0.1
    epsilon: Positive = 1e-5


class LayerNorm(Layer, frozen=True, tag="layer_norm"):
    """Layer normalisation (Ba et al. 2016)."""

    epsilon: Positive = 1e-5


AnyLayer: TypeAlias = Dense | Dropout | BatchNorm | LayerNorm
LAYER_KINDS: dict[str, type[Layer]] = {
    "dense": Dense,
    "dropout": Dropout,
    "batch_norm": BatchNorm,
    "layer_norm": LayerNorm,
}


class Output(Part, frozen=True):
    """Options of the output layer; its units and activation follow from data and loss."""

    bias: bool = True
    initializer: Name | None = None
    regularizer: Regularizer | None = None
    frozen: bool = False

    def __post_init__(self) -> None:
        if self.initializer is not None:
            require_known("initializer", self.initializer, INITIALIZERS)


class Network(Part, frozen=True):
    """Features, hidden layers and how their first parameters are drawn.

    ``initial_parameters`` (flat, in the order of ``Network.parameters`` of the run) replace the
    drawn ones: a link that fixes its first weights brings them here. An edit of the network's
    shape clears them.
    """

    features: tuple[Name, ...] = ("x1", "x2")
    initializer: Name = "xavier_uniform"
    seed: Seed = 7
    layers: Annotated[tuple[AnyLayer, ...], Meta(max_length=32)] = (
        Dense(id=1, units=4, activation="tanh"),
        Dense(id=2, units=2, activation="tanh"),
    )
    output: Output = Output()
    initial_parameters: tuple[Finite, ...] | None = None

    def __post_init__(self) -> None:
        require_known("initializer", self.initializer, INITIALIZERS)
        for index, feature in enumerate(self.features):
            check_feature(feature, path=f"features[{index}]")
        if len(set(self.features)) != len(self.features):
            raise ValueError("features: each feature may stand there once")
        given = [layer.id for layer in self.layers if layer.id]
        if len(set(given)) != len(given):
            raise ValueError("layers: two layers have the same id")
        if len(given) != len(self.layers):
            fresh = iter(i for i in range(1, len(self.layers) + len(given) + 1) if i not in given)
            numbered = tuple(layer if layer.id else replace(layer, id=next(fresh)) for layer in self.layers)
            force_setattr(self, "layers", numbered)
