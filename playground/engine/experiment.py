"""The Experiment: everything the user chose, as one frozen, validated value."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta
from msgspec.structs import force_setattr, replace

from playground.engine.datasets import DATASETS, MAXIMUM_CLASSES
from playground.engine.errors import ExperimentError, Note, require_known
from playground.engine.features import check_feature
from playground.engine.initializers import INITIALIZERS
from playground.engine.layers.dense import Dense, Output
from playground.engine.layers.kinds import LAYER_KINDS, AnyLayer
from playground.engine.losses import LOSSES
from playground.engine.optimizers import OPTIMIZERS, Optimizer, Sgd
from playground.engine.regularizers import REGULARIZERS, Regularizer
from playground.engine.schedules import SCHEDULES, ConstantSchedule, Schedule
from playground.engine.schema import (
    Count,
    Finite,
    Name,
    NonNegative,
    OpenShare,
    Part,
    Positive,
    Seed,
    Share,
)

FORMAT: Literal["playground"] = "playground"
VERSION: Literal[1] = 1
Problem: TypeAlias = Literal["classification", "regression"]
Point: TypeAlias = tuple[Finite, Finite, Finite]
"""Plane coordinates and label."""
MAXIMUM_POINTS = 200_000
"""One's own points at most."""
MAXIMUM_FEATURES = 256


# ---------------------------------------------------------------------------------------- data


class Axis(Part, frozen=True):
    """What an imported column was called, and how the plane was scaled to it.

    The value in the data's own units is ``offset + scale * plane_coordinate``.
    """

    name: Name = ""
    offset: Finite = 0.0
    scale: Annotated[float, Meta(gt=0.0, le=1e300)] = 1.0


class Data(Part, frozen=True):
    """The points: a named generator with its settings, or the user's own points.

    ``samples`` counts training and test points together. ``points`` are plane coordinates with a
    label (class number, or a real value for regression) and go with ``dataset="custom"``.
    ``split`` says which of one's own points train: ``"shuffled"`` (chosen by the seed) or
    ``"in_order"`` (the first ones). ``imbalance`` makes class k smaller by (1 - imbalance)^k;
    ``label_noise`` is the share of points that get another class. ``class_names`` are an import's
    words for the classes, and ``value_axis`` is how its values were scaled, like ``axes``.
    """

    dataset: Name = "circle"
    classes: Annotated[int, Meta(ge=2, le=MAXIMUM_CLASSES)] = 2
    samples: Annotated[int, Meta(ge=10, le=100_000)] = 500
    noise: Share = 0.1
    train_fraction: Annotated[float, Meta(gt=0.0, le=1.0)] = 0.5
    seed: Seed = 7
    points: Annotated[tuple[Point, ...], Meta(max_length=MAXIMUM_POINTS)] | None = None
    problem: Problem | None = None
    label_noise: Share = 0.0
    imbalance: OpenShare = 0.0
    split: Literal["shuffled", "in_order"] = "shuffled"
    axes: tuple[Axis, Axis] | None = None
    class_names: Annotated[tuple[Name, ...], Meta(max_length=MAXIMUM_CLASSES)] | None = None
    value_axis: Axis | None = None

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
            raise ExperimentError("points", Note('own points go with "dataset": "custom"'))
        record = DATASETS[self.dataset]
        if self.problem not in (None, record.problem):
            raise ExperimentError(
                "problem",
                Note(
                    "{dataset} is a {known} dataset, not {problem}",
                    dataset=self.dataset,
                    known=record.problem,
                    problem=self.problem,
                ),
            )
        force_setattr(self, "problem", record.problem)
        if not record.minimum_classes <= self.classes <= record.maximum_classes:
            if record.problem == "regression":
                force_setattr(self, "classes", 2)
            elif record.maximum_classes == record.minimum_classes:
                raise ExperimentError(
                    "classes",
                    Note(
                        "{dataset} has {known} classes, not {classes}",
                        dataset=self.dataset,
                        known=record.minimum_classes,
                        classes=self.classes,
                    ),
                )
            else:
                raise ExperimentError(
                    "classes",
                    Note(
                        "{dataset} has {least} to {most} classes, not {classes}",
                        dataset=self.dataset,
                        least=record.minimum_classes,
                        most=record.maximum_classes,
                        classes=self.classes,
                    ),
                )

    def _check_class_labels(self) -> None:
        classes = frozenset(range(self.classes))
        if {point[2] for point in self.points or ()} <= classes:
            return
        index, label = next(
            (i, point[2]) for i, point in enumerate(self.points or ()) if point[2] not in classes
        )
        raise ExperimentError(
            f"points[{index}]",
            Note("label {label:g} is no class from 0 to {most}", label=label, most=self.classes - 1),
        )


# ------------------------------------------------------------------------ network and training


class Network(Part, frozen=True):
    """Features, hidden layers and how their first parameters are drawn.

    ``initial_parameters`` (flat, in the order of ``Network.parameters`` of the run) replace the
    drawn ones: a link that fixes its first weights brings them here. An edit of the network's
    shape clears them.
    """

    features: Annotated[tuple[Name, ...], Meta(max_length=MAXIMUM_FEATURES)] = ("x1", "x2")
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
            raise ExperimentError("features", Note("each feature may stand there once"))
        given = [layer.id for layer in self.layers if layer.id]
        if len(set(given)) != len(given):
            raise ExperimentError("layers", Note("two layers have the same id"))
        if len(given) != len(self.layers):
            fresh = iter(i for i in range(1, len(self.layers) + len(given) + 1) if i not in given)
            numbered = tuple(layer if layer.id else replace(layer, id=next(fresh)) for layer in self.layers)
            force_setattr(self, "layers", numbered)


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


# -------------------------------------------------------------------------- the state of a run


class CurveState(Part, frozen=True):
    """The recorded measures of a run, column by column (see ``curve.Curve``)."""

    columns: dict[str, tuple[float | None, ...]] = {}


_Epoch: TypeAlias = Annotated[int, Meta(ge=0, le=1_000_000_000)]


class RunState(Part, frozen=True):
    """A trained state: everything needed to go on bit for bit.

    ``optimizer_state``, ``layer_state`` (running statistics) and ``generator`` are written and
    read by ``training.TrainingRun``; ``order`` is the present epoch's order of training points.
    ``best_loss`` and ``best_epoch`` serve the patience of the stop conditions.
    """

    parameters: tuple[float, ...] = ()
    optimizer_state: dict[str, tuple[float, ...]] = {}
    layer_state: tuple[float, ...] = ()
    generator: dict[str, Any] = {}
    order: tuple[int, ...] = ()
    epoch: _Epoch = 0
    step: Annotated[int, Meta(ge=0, le=2**53)] = 0
    position: Annotated[int, Meta(ge=0, le=2**53)] = 0
    history: CurveState = CurveState()
    best_loss: float | None = None
    best_epoch: _Epoch = 0


# ------------------------------------------------------------------------------- a comparison

MOST_VARIANTS = 12


class Variant(Part, frozen=True):
    """One experiment of a comparison; a part that is None is the first variant's (or the default).

    ``id`` tells it from others all its life; ``kept``: it is a run that was put beside as it stood.
    """

    id: Annotated[int, Meta(ge=1, le=2**53)]
    data: Data | None = None
    network: Network | None = None
    training: Training | None = None
    kept: bool = False
    run: RunState | None = None


class Comparison(Part, frozen=True):
    """Experiments to train beside each other; ``over`` are the paths of the fields that tell them apart."""

    variants: Annotated[tuple[Variant, ...], Meta(min_length=1, max_length=MOST_VARIANTS)]
    over: Annotated[tuple[Name, ...], Meta(max_length=2)] = ()

    def __post_init__(self) -> None:
        ids = [variant.id for variant in self.variants]
        if len(set(ids)) != len(ids):
            raise ExperimentError("variants", Note("two variants have the same id"))
        for place in range(len(self.variants)):
            try:
                self.experiment(place)
            except ExperimentError as error:
                raise ExperimentError(f"variants[{place}].{error.path}", error.reason) from error

    def experiment(self, place: int) -> Experiment:
        """The experiment of the variant at this place, untrained."""
        own, first = self.variants[place], self.variants[0]
        return Experiment(
            data=own.data or first.data or Data(),
            network=own.network or first.network or Network(),
            training=own.training or first.training or Training(),
        )


# ----------------------------------------------------------------------------------- the whole


class Experiment(Part, frozen=True):
    """Everything the user chose. Replaced, never mutated; equal values are equal runs.

    ``comparison`` is what stands beside it, each variant an experiment of its own. ``branches`` is what
    ``app.branch_file`` writes and reads: all lines of training with their history.
    """

    format: Literal["playground"] = FORMAT
    version: Literal[1] = VERSION
    data: Data = Data()
    network: Network = Network()
    training: Training = Training()
    run: RunState | None = None
    branches: str | None = None
    comparison: Comparison | None = None

    def __post_init__(self) -> None:
        if self.training.loss is None:
            natural = "cross_entropy" if self.problem == "classification" else "squared_error"
            force_setattr(self, "training", replace(self.training, loss=natural))
        loss = LOSSES[self.loss]
        if self.problem not in loss.problems:
            fitting = ", ".join(name for name, record in LOSSES.items() if self.problem in record.problems)
            raise ExperimentError(
                "training.loss",
                Note(
                    "{loss} does not go with {problem} data; choose one of {fitting}",
                    loss=self.loss,
                    problem=self.problem,
                    fitting=fitting,
                ),
            )
        kinds = {layer.kind for layer in self.network.layers if LAYER_KINDS[layer.kind].needs_whole_batch}
        if self.training.batch_size == 1 and kinds:
            kind = min(kinds)
            raise ExperimentError(
                "training.batch_size",
                Note(
                    "{kind} cannot normalise a batch of 1 point; choose 2 or more, or remove the "
                    "{kind} layer",
                    kind=kind,
                ),
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

    @property
    def output_activation(self) -> str:
        """What the output units make of their scores: sigmoid, softmax, tanh or linear."""
        return LOSSES[self.loss].head(self.problem, self.outputs).activation


# ----------------------------------------------------------------------------------- as a file


CHOICES = {
    "layers.kind": tuple(LAYER_KINDS),
    "optimizer.name": tuple(OPTIMIZERS),
    "schedule.name": tuple(SCHEDULES),
    "regularizer.name": tuple(REGULARIZERS),
    "problem": get_args(Problem),
    "split": ("shuffled", "in_order"),
}
"""The known names of a field, by the end of its path."""


def decode(text: bytes | str) -> Experiment:
    """The Experiment that a file's text says. Raises ExperimentError with path and reason."""
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        why = str(error).partition(" - at ")[0]
        raise ExperimentError("", Note("this is no JSON file ({why})", why=why)) from error
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ExperimentError(
            "format", Note('this file is not a playground experiment ("format": "playground" is missing)')
        )
    if raw.get("version") != VERSION:
        raise ExperimentError(
            "version",
            Note(
                "{version!r} is not a version this program can read (it reads 1)", version=raw.get("version")
            ),
        )
    return from_builtins(raw)


def from_builtins(raw: Any) -> Experiment:
    """The Experiment of plain dicts and lists. Raises ExperimentError with path and reason."""
    try:
        return msgspec.convert(raw, Experiment)
    except msgspec.ValidationError as error:
        raise ExperimentError.from_validation(error, raw, CHOICES) from error


def encode(experiment: Experiment) -> bytes:
    """The file's text: JSON that ``decode`` turns into an equal Experiment.

    Indented so that the user can read and edit it; long lists of numbers stay on one line.
    """
    content = msgspec.to_builtins(experiment)
    if experiment.branches is None:
        del content["branches"]
    return (_indented(content, "") + "\n").encode()


# ------------------------------------------------------------------------------------- private


def _indented(value: Any, margin: str) -> str:
    inner = margin + "  "
    if isinstance(value, dict) and len(margin) < 4 and value:
        rows = [f"{_compact(name)}: {_indented(part, inner)}" for name, part in value.items()]
        return "{\n" + ",\n".join(inner + row for row in rows) + f"\n{margin}}}"
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(inner + _compact(part) for part in value) + f"\n{margin}]"
    return _compact(value)


def _compact(value: Any) -> str:
    return msgspec.json.encode(value).decode()
