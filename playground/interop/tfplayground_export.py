"""An experiment as a TensorFlow Playground link, with what such a link cannot say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playground.engine.datasets import DATASETS
from playground.engine.errors import Note
from playground.engine.experiment import Experiment
from playground.engine.layers.dense import Dense, Output
from playground.engine.regularizers import Regularizer
from playground.interop.link_text import HOST
from playground.interop.seedrandom import SeedRandom
from playground.interop.tfplayground import (
    ACTIVATIONS,
    FEATURES,
    MAXIMUM_LAYERS,
    MAXIMUM_UNITS,
    REGULARIZERS,
    first_parameters,
)
from playground.interop.tfplayground_data import CLASS_POINTS, VALUE_POINTS, draw_points, draw_weights

CLASS_DATASETS = {"circle": "circle", "xor": "xor", "gauss": "gauss", "spiral": "spiral"}
VALUE_DATASETS = {"plane": "reg-plane", "multi_gauss": "reg-gauss"}


@dataclass(frozen=True)
class WrittenLink:
    """A link, and one sentence for each thing that it loses."""

    text: str
    losses: tuple[Note, ...]


def write_link(
    experiment: Experiment,
    *,
    hidden_controls: frozenset[str] = frozenset(),
    show_test: bool = False,
    discretize: bool = False,
    is_trained: bool = False,
) -> WrittenLink:
    """The link that comes closest to the experiment.

    An experiment that came from a link with digits as its seed gives that link's points and first
    weights again; its losses then are empty.
    """
    losses: list[Note] = []
    if is_trained:
        losses.append(Note("what the network has learned so far: a link starts the run anew"))
    stated: dict[str, object] = {"problem": experiment.problem}
    _say_network(experiment, stated, losses)
    _say_training(experiment, stated, losses)
    _say_data(experiment, stated, losses)
    stated["showTestData"] = show_test
    stated["discretize"] = discretize
    choices = [f"{name}={_written(value)}" for name, value in stated.items()]
    choices += [f"{name}_hide=true" for name in sorted(hidden_controls)]
    return WrittenLink(f"https://{HOST}/#{'&'.join(choices)}", tuple(losses))


# ------------------------------------------------------------------------------------- private


def _say_network(experiment: Experiment, stated: dict[str, object], losses: list[Note]) -> None:
    network = experiment.network
    for theirs, ours in FEATURES.items():
        stated[theirs] = ours in network.features
    for feature in network.features:
        if feature not in FEATURES.values():
            losses.append(Note("the feature {feature}: a link has no such input", feature=feature))
    dense = [layer for layer in network.layers if isinstance(layer, Dense)]
    for kind in sorted({layer.kind for layer in network.layers if not isinstance(layer, Dense)}):
        losses.append(Note("the {kind} layers: a link has dense layers only", kind=kind))
    if len(dense) > MAXIMUM_LAYERS or any(layer.units > MAXIMUM_UNITS for layer in dense):
        losses.append(
            Note("the size of the network: a link takes layers of up to {units} units", units=MAXIMUM_UNITS)
        )
    stated["networkShape"] = tuple(min(layer.units, MAXIMUM_UNITS) for layer in dense[:MAXIMUM_LAYERS])
    activations = [layer.activation for layer in dense]
    stated["activation"] = next((name for name in activations if name in ACTIVATIONS), "tanh")
    for name in sorted(set(activations) - {stated["activation"]}):
        losses.append(
            Note(
                "the activation {name}: a link has one for all layers, here {used}",
                name=name,
                used=stated["activation"],
            )
        )
    trained: list[Dense | Output] = [*dense, network.output]
    if not all(layer.bias for layer in trained):
        losses.append(Note("biases that are switched off: a link has them in every layer"))
    if any(layer.frozen for layer in trained):
        losses.append(Note("frozen layers: a link trains them all"))
    if any(layer.regularizer is not None for layer in trained):
        losses.append(Note("regularization of single layers: a link has one for all"))


def _say_training(experiment: Experiment, stated: dict[str, object], losses: list[Note]) -> None:
    training = experiment.training
    stated["learningRate"] = training.learning_rate
    stated["batchSize"] = training.batch_size
    regularizer = training.regularizer
    names = {ours: theirs for theirs, ours in REGULARIZERS.items()}
    if regularizer.name in names:
        stated["regularization"] = names[regularizer.name]
        stated["regularizationRate"] = regularizer.rate if regularizer != Regularizer() else 0.0
    else:
        losses.append(Note("{name} regularization: a link has L1 or L2", name=regularizer.name))
    if experiment.loss != "squared_error":
        losses.append(Note("the loss {loss}: a link trains with squared error", loss=experiment.loss))
    if training.optimizer.name != "sgd":
        losses.append(
            Note("the optimizer {name}: a link trains with plain SGD", name=training.optimizer.name)
        )
    if training.schedule.name != "constant" or training.schedule.warmup:
        losses.append(Note("the learning rate's schedule: a link keeps one rate"))
    if training.clip_norm is not None or training.max_norm is not None:
        losses.append(Note("the limits on gradients and weights"))
    if training.stop != type(training.stop)():
        losses.append(Note("the stop conditions"))
    if training.shuffle:
        losses.append(Note("shuffling: a link goes through the points in the same order in every epoch"))


def _say_data(experiment: Experiment, stated: dict[str, object], losses: list[Note]) -> None:
    data = experiment.data
    stated["percTrainData"] = round(100 * data.train_fraction, 6)
    stated["noise"] = round(100 * min(data.noise, 0.8), 6)
    stated["seed"] = f"0.{data.seed % 100_000:05d}"
    own = CLASS_DATASETS if experiment.problem == "classification" else VALUE_DATASETS
    key = "dataset" if experiment.problem == "classification" else "regDataset"
    origin = _origin(experiment) if data.dataset == "custom" else None
    if origin is not None:
        stated[key], stated["seed"], random = origin
        if not _has_first_weights(experiment, stated, random):
            losses.append(Note("the first weights: TensorFlow Playground draws its own"))
        elif experiment.network.initializer == "zeros":
            stated["initZero"] = True
        return
    stated[key] = own.get(data.dataset, next(iter(own.values())))
    if data.dataset == "custom":
        losses.append(Note("your own points: a link only names a dataset, here {used}", used=stated[key]))
    elif data.dataset not in own:
        losses.append(
            Note("the dataset {name}: {used} stands in for it", name=data.dataset, used=stated[key])
        )
    else:
        losses.append(Note("these very points: TensorFlow Playground draws its own of the same kind"))
        usual = CLASS_POINTS if experiment.problem == "classification" else VALUE_POINTS
        if data.samples != usual:
            losses.append(Note("the number of points: a link always has {usual}", usual=usual))
        if DATASETS[data.dataset].problem == "classification" and data.classes > 2:
            losses.append(Note("more than two classes"))
        if data.label_noise or data.imbalance:
            losses.append(Note("label noise and class balance"))
        if data.noise > 0.8:
            losses.append(Note("noise above 80 %"))
    losses.append(Note("the first weights: TensorFlow Playground draws its own"))


def _origin(experiment: Experiment) -> tuple[str, str, SeedRandom] | None:
    """The dataset and seed of the link whose points these are, with the stream after them."""
    data = experiment.data
    points = data.points or ()
    classes = experiment.problem == "classification"
    if data.split != "in_order" or len(points) != (CLASS_POINTS if classes else VALUE_POINTS):
        return None
    for seed in _seeds(data.seed):
        for dataset in (CLASS_DATASETS if classes else VALUE_DATASETS).values():
            random = SeedRandom(seed)
            drawn = draw_points(dataset, data.noise, random)
            if all(
                (x, y, (label + 1) / 2 if classes else label) == point
                for (x, y, label), point in zip(drawn, points, strict=True)
            ):
                return dataset, seed, random
    return None


def _seeds(number: int) -> Iterator[str]:
    """Texts that a link's seed may have been, the usual five decimals first."""
    yield f"0.{number:05d}"
    yield str(number)
    yield f"0.{number}"
    yield f".{number:05d}"


def _has_first_weights(experiment: Experiment, stated: dict[str, object], random: SeedRandom) -> bool:
    network = experiment.network
    features = tuple(ours for ours in FEATURES.values() if ours in network.features)
    shape = stated["networkShape"]
    if network.initial_parameters is None or network.features != features or not isinstance(shape, tuple):
        return False
    sizes = [len(features), *shape, 1]
    weights = draw_weights(sizes, random)
    return network.initial_parameters in (
        first_parameters(sizes, weights),
        first_parameters(sizes, weights, are_zero=True),
    )


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return str(value)
