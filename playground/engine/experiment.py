"""The Experiment: everything a person chose, as one frozen, validated value."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import force_setattr, replace

from playground.engine.activations import ACTIVATIONS
from playground.engine.datasets import DATASETS, MAXIMUM_CLASSES
from playground.engine.errors import ExperimentError, require_known
from playground.engine.features import check_feature
from playground.engine.initializers import INITIALIZERS
from playground.engine.losses import LOSSES

FORMAT = "playground"
VERSION = 1
OUTPUT_ID = -1
"""The layer id of the output layer; hidden layers have ids from 1 on."""

Problem: TypeAlias = Literal["classification", "regression"]

Share = Annotated[float, Meta(ge=0.0, le=1.0)]
OpenShare = Annotated[float, Meta(ge=0.0, lt=1.0)]
Positive = Annotated[float, Meta(gt=0.0, le=1e300)]
NonNegative = Annotated[float, Meta(ge=0.0, le=1e300)]
Finite = Annotated[float, Meta(ge=-1e300, le=1e300)]
Count = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Seed = Annotated[int, Meta(ge=0, le=2**53)]
Name = Annotated[str, Meta(max_length=200)]


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of an Experiment: frozen, compared by value, strict about its fields."""


class Named(Part, frozen=True, tag_field="name", tag=str.lower):
    """A choice by name with the parameters of that name (an optimizer, a schedule)."""

    @property
    def name(self) -> str:
        """The name in the file format."""
        return str(self.__struct_config__.tag)


# ---------------------------------------------------------------------------------------- data


class Axis(Part, frozen=True):
    """What an imported column was called, and how the plane was scaled to it.

    The value in the data's own units is ``offset + scale * plane_coordinate``.
    """

    name: Name = ""
    offset: Finite = 0.0
    scale: Annotated[float, Meta(gt=0.0, le=1e300)] = 1.0


Point: TypeAlias = tuple[Finite, Finite, Finite]


class Data(Part, frozen=True):
    """The points: a named generator with its settings, or a person's own points.

    ``samples`` counts training and test points together. ``points`` are plane coordinates with a
    label (class number, or a real value for regression) and go with ``dataset="custom"``.
    ``split`` says which of one's own points train: ``"shuffled"`` (chosen by the seed) or
    ``"in_order"`` (the first ones). ``imbalance`` makes class k smaller by (1 - imbalance)^k;
    ``label_noise`` is the share of points that get another class.
    """

    dataset: Name = "circle"
    classes: Annotated[int, Meta(ge=2, le=MAXIMUM_CLASSES)] = 2
    samples: Annotated[int, Meta(ge=10, le=100_000)] = 500
    noise: Share = 0.1
    train_fraction: Annotated[float, Meta(gt=0.0, le=1.0)] = 0.5
    seed: Seed = 7
    points: Annotated[tuple[Point, ...], Meta(max_length=200_000)] | None = None
    problem: Problem | None = None
    label_noise: Share = 0.0
    imbalance: OpenShare = 0.0
    split: Literal["shuffled", "in_order"] = "shuffled"
    axes: tuple[Axis, Axis] | None = None

    def __post_init__(self) -> None:
        if self.dataset == "custom":
            if self.points is None:
                force_setattr(self, "points", ())
            if self.problem is None:
                force_setattr(self, "problem", "classification")
            if self.problem == "classification":
                self._check_class_labels()
            return
        require_known("dataset", self.dataset, (*DATASETS, "custom"))
        if self.points is not None:
            raise ValueError('points: own points go with "dataset": "custom"')
        record = DATASETS[self.dataset]
        if self.problem not in (None, record.problem):
            raise ValueError(f"problem: {self.dataset} is a {record.problem} dataset, not {self.problem}")
        force_setattr(self, "problem", record.problem)
        if not record.minimum_classes <= self.classes <= record.maximum_classes:
            if record.problem == "regression":
                force_setattr(self, "classes", 2)
            elif record.maximum_classes == record.minimum_classes:
                raise ValueError(f"classes: {self.dataset} has {record.minimum_classes} classes, not {self.classes}")
            else:
                raise ValueError(
                    f"classes: {self.dataset} has {record.minimum_classes} to "
                    f"{record.maximum_classes} classes, not {self.classes}"
                )

    def _check_class_labels(self) -> None:
        for index, (_, _, label) in enumerate(self.points or ()):
            if label != int(label) or not 0 <= label < self.classes:
                raise ValueError(f"points[{index}]: label {label:g} is no class from 0 to {self.classes - 1}")


# ------------------------------------------------------------------------------------- network


class Regularizer(Part, frozen=True):
    """A penalty on weights: L2 ``rate/2 * sum W^2``, L1 ``rate * sum |W|``, elastic net their mix.

    Elastic net is ``l1_ratio * L1 + (1 - l1_ratio) * L2``. Biases are never penalised.
    """

    name: Literal["none", "l1", "l2", "elastic_net"] = "none"
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


# ------------------------------------------------------------------------------------ training


class Sgd(Named, frozen=True, tag="sgd"):
    """Plain stochastic gradient descent."""


class Momentum(Named, frozen=True, tag="momentum"):
    """SGD with momentum (Polyak 1964), as in PyTorch: v = momentum v + g, w = w - lr v."""

    momentum: OpenShare = 0.9


class Nesterov(Named, frozen=True, tag="nesterov"):
    """Nesterov momentum (Sutskever et al. 2013), as in PyTorch: w = w - lr (g + momentum v)."""

    momentum: OpenShare = 0.9


class AdaGrad(Named, frozen=True, tag="adagrad"):
    """AdaGrad (Duchi et al. 2011)."""

    epsilon: Positive = 1e-10


class RmsProp(Named, frozen=True, tag="rmsprop"):
    """RMSProp (Tieleman and Hinton 2012)."""

    decay: OpenShare = 0.99
    epsilon: Positive = 1e-8


class Adam(Named, frozen=True, tag="adam"):
    """Adam (Kingma and Ba 2015), with bias correction."""

    beta1: OpenShare = 0.9
    beta2: OpenShare = 0.999
    epsilon: Positive = 1e-8


class AdamW(Named, frozen=True, tag="adamw"):
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019); biases do not decay."""

    beta1: OpenShare = 0.9
    beta2: OpenShare = 0.999
    epsilon: Positive = 1e-8
    weight_decay: NonNegative = 0.01


Optimizer: TypeAlias = Sgd | Momentum | Nesterov | AdaGrad | RmsProp | Adam | AdamW

WarmUp = Annotated[int, Meta(ge=0, le=1_000_000_000)]


class ConstantSchedule(Named, frozen=True, tag="constant"):
    """The learning rate stays. ``warmup``: epochs of linear rise, factor (epoch + 1) / warmup."""

    warmup: WarmUp = 0


class StepSchedule(Named, frozen=True, tag="step"):
    """Times ``factor`` after every ``every`` epochs."""

    every: Count = 100
    factor: Positive = 0.5
    warmup: WarmUp = 0


class ExponentialSchedule(Named, frozen=True, tag="exponential"):
    """Times ``decay`` after every epoch."""

    decay: Annotated[float, Meta(gt=0.0, le=1.0)] = 0.99
    warmup: WarmUp = 0


class CosineSchedule(Named, frozen=True, tag="cosine"):
    """Half a cosine from the rate to ``minimum`` times the rate over ``epochs``, then stays there."""

    epochs: Count = 1000
    minimum: Share = 0.0
    warmup: WarmUp = 0


Schedule: TypeAlias = ConstantSchedule | StepSchedule | ExponentialSchedule | CosineSchedule


class Stop(Part, frozen=True):
    """When training ends by itself. None: that condition is off.

    ``patience``: epochs without a better test loss (training loss where no points are held out).
    """

    epochs: Count | None = None
    loss_below: Positive | None = None
    accuracy_above: Share | None = None
    patience: Count | None = None


class Training(Part, frozen=True):
    """How the parameters are learned.

    ``loss`` None becomes the natural one: cross_entropy for classes, squared_error for values.
    ``clip_norm`` bounds the gradient's global norm; ``max_norm`` the norm of each unit's incoming
    weights after an update.
    """

    loss: Name | None = None
    optimizer: Optimizer = Sgd()
    learning_rate: NonNegative = 0.03
    batch_size: Annotated[int, Meta(ge=1, le=200_000)] = 10
    shuffle: bool = True
    regularizer: Regularizer = Regularizer()
    schedule: Schedule = ConstantSchedule()
    clip_norm: Positive | None = None
    max_norm: Positive | None = None
    stop: Stop = Stop()

    def __post_init__(self) -> None:
        if self.loss is not None:
            require_known("loss", self.loss, LOSSES)


# ------------------------------------------------------------------------------------- the whole


class CurveState(Part, frozen=True):
    """The recorded measures of a run, column by column (see ``snapshot.Curve``)."""

    columns: dict[str, tuple[float | None, ...]] = {}


class RunState(Part, frozen=True):
    """A trained state: everything needed to go on bit for bit.

    ``optimizer_state``, ``layer_state`` (running statistics) and ``generator`` are written and
    read by ``training.TrainingRun``; ``order`` is the present epoch's order of training points.
    """

    parameters: tuple[float, ...] = ()
    optimizer_state: dict[str, tuple[float, ...]] = {}
    layer_state: tuple[float, ...] = ()
    generator: dict[str, Any] = {}
    order: tuple[int, ...] = ()
    epoch: Annotated[int, Meta(ge=0)] = 0
    step: Annotated[int, Meta(ge=0)] = 0
    position: Annotated[int, Meta(ge=0)] = 0
    history: CurveState = CurveState()


class Experiment(Part, frozen=True):
    """Everything the person chose. Replaced, never mutated; equal values are equal runs."""

    format: Literal["playground"] = FORMAT
    version: Literal[1] = VERSION
    data: Data = Data()
    network: Network = Network()
    training: Training = Training()
    run: RunState | None = None

    def __post_init__(self) -> None:
        if self.training.loss is None:
            natural = "cross_entropy" if self.problem == "classification" else "squared_error"
            force_setattr(self, "training", replace(self.training, loss=natural))
        loss = LOSSES[self.loss]
        if self.problem not in loss.problems:
            fitting = ", ".join(name for name, record in LOSSES.items() if self.problem in record.problems)
            raise ValueError(
                f"training.loss: {self.loss} does not go with {self.problem} data; choose one of {fitting}"
            )
        if self.training.batch_size == 1 and any(layer.kind == "batch_norm" for layer in self.network.layers):
            raise ValueError(
                "training.batch_size: batch_norm cannot normalise a batch of 1 point; choose 2 or more, "
                "or remove the batch_norm layer"
            )

    @property
    def problem(self) -> Problem:
        """Whether points carry classes or real values."""
        return self.data.problem or "classification"

    @property
    def loss(self) -> str:
        """The loss's name (never None here)."""
        return self.training.loss or ""

    @property
    def outputs(self) -> int:
        """Number of output units: 1 for regression and two classes, K for more."""
        if self.problem == "regression" or self.data.classes == 2:
            return 1
        return self.data.classes


def decode(text: bytes | str) -> Experiment:
    """The Experiment that a file's text says. Raises ExperimentError with path and reason."""
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ExperimentError("", f"this is no JSON file ({error})") from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ExperimentError("format", 'this file is not a playground experiment ("format": "playground" is missing)')
    if raw.get("version") != VERSION:
        raise ExperimentError("version", f"{raw.get('version')!r} is not a version this program can read (it reads 1)")
    return from_builtins(raw)


def from_builtins(raw: Any) -> Experiment:
    """The Experiment of plain dicts and lists. Raises ExperimentError with path and reason."""
    try:
        return msgspec.convert(raw, Experiment)
    except msgspec.ValidationError as error:
        raise ExperimentError.from_validation(str(error), raw) from error


def encode(experiment: Experiment) -> bytes:
    """The file's text: indented JSON that ``decode`` turns into an equal Experiment."""
    return msgspec.json.format(msgspec.json.encode(experiment), indent=1) + b"\n"
