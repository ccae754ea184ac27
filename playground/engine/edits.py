"""Edits of an Experiment as pure functions: the old one in, the new one out."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import copy
from itertools import compress
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import force_setattr, replace

from playground.engine.datasets import DATASETS, MAXIMUM_CLASSES
from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import CHOICES, MAXIMUM_POINTS, Axis, Data, Experiment, Point
from playground.engine.layers.dense import Dense
from playground.engine.layers.kinds import AnyLayer
from playground.engine.losses import LOSSES
from playground.engine.points import in_own_order, make_points

PLANE_AXES = (Axis(), Axis())
"""The plane as it stands: its frame stays, whatever points there are."""


# --------------------------------------------------------------------- data, network, training


def with_data(experiment: Experiment, **changes: Any) -> Experiment:
    """Change fields of the data; a loss that does not go with it becomes the natural one."""
    if "dataset" in changes and changes["dataset"] != "custom":
        record = DATASETS[changes["dataset"]]
        changes.setdefault("problem", None)
        changes.setdefault("points", None)
        changes.setdefault("axes", None)
        changes.setdefault("class_names", None)
        changes.setdefault("value_axis", None)
        changes.setdefault("split", "shuffled")
        classes = changes.get("classes", experiment.data.classes)
        changes["classes"] = min(max(classes, record.minimum_classes), record.maximum_classes)
    data = _checked("data", experiment.data, changes)
    training = experiment.training
    if (data.problem or "classification") not in LOSSES[experiment.loss].problems:
        training = replace(training, loss=None)
    network = experiment.network
    if data.problem != experiment.data.problem or data.classes != experiment.data.classes:
        network = replace(network, initial_parameters=None)
    return replace(experiment, data=data, network=network, training=training)


def with_training(experiment: Experiment, **changes: Any) -> Experiment:
    """Change fields of the training part."""
    return _whole(experiment, training=_checked("training", experiment.training, changes))


def with_network(experiment: Experiment, **changes: Any) -> Experiment:
    """Change fields of the network; given first parameters go, since their meaning would change."""
    changes.setdefault("initial_parameters", None)
    return _whole(experiment, network=_checked("network", experiment.network, changes))


def toggle_feature(experiment: Experiment, feature: str) -> Experiment:
    """Switch a feature on (at the end) or off."""
    features = experiment.network.features
    if feature in features:
        return with_network(experiment, features=tuple(f for f in features if f != feature))
    return with_network(experiment, features=(*features, feature))


def with_output(experiment: Experiment, **changes: Any) -> Experiment:
    """Change options of the output layer."""
    return with_network(experiment, output=_checked("network.output", experiment.network.output, changes))


# ---------------------------------------------------------------------------- layers and units


def insert_layer(experiment: Experiment, index: int, layer: AnyLayer) -> Experiment:
    """Put a layer before hidden position ``index`` (0: right after the features)."""
    layers = list(experiment.network.layers)
    layers.insert(index, replace(layer, id=_fresh_id(layers)))
    return with_network(experiment, layers=tuple(layers))


def duplicate_layer(experiment: Experiment, layer_id: int) -> Experiment:
    """Put a copy of the layer right after it, with parameters of its own."""
    index = _index(experiment, layer_id)
    return insert_layer(experiment, index + 1, experiment.network.layers[index])


def move_layer(experiment: Experiment, layer_id: int, index: int) -> Experiment:
    """Move the layer so that it stands at hidden position ``index`` of the other layers."""
    layers = list(experiment.network.layers)
    layer = layers.pop(_index(experiment, layer_id))
    layers.insert(index, layer)
    return with_network(experiment, layers=tuple(layers))


def remove_layer(experiment: Experiment, layer_id: int) -> Experiment:
    """Take the layer out."""
    return with_network(experiment, layers=tuple(x for x in experiment.network.layers if x.id != layer_id))


def with_layer(experiment: Experiment, layer_id: int, **changes: Any) -> Experiment:
    """Change fields of one hidden layer."""
    index = _index(experiment, layer_id)
    layers = list(experiment.network.layers)
    layers[index] = _checked(f"network.layers[{index}]", layers[index], changes)
    return with_network(experiment, layers=tuple(layers))


def with_units(experiment: Experiment, layer_id: int, units: int) -> Experiment:
    """Give a dense layer this many units: new ones come at the end, the last ones go first."""
    layer = _dense(experiment, layer_id)
    with_layer(experiment, layer_id, units=units, unit_ids=None)  # a number that cannot be makes no ids
    kept, fresh = layer.ids[:units], max(layer.ids) + 1
    ids = (*kept, *range(fresh, fresh + units - len(kept)))
    return with_layer(experiment, layer_id, units=units, unit_ids=ids)


def remove_unit(experiment: Experiment, layer_id: int, unit: int) -> Experiment:
    """Take out the unit at this index; the last unit of a layer stays."""
    layer = _dense(experiment, layer_id)
    ids = tuple(i for index, i in enumerate(layer.ids) if index != unit)
    return with_layer(experiment, layer_id, units=len(ids), unit_ids=ids or None)


# -------------------------------------------------------------------------------------- points


def with_own_points(experiment: Experiment) -> Experiment:
    """The same points as one's own: from now on they are painted, moved and erased one by one."""
    data = experiment.data
    if data.dataset == "custom":
        return experiment
    table = in_own_order(make_points(data))
    return with_sound_points(
        replace(
            experiment,
            data=replace(
                data,
                dataset="custom",
                points=(),
                axes=PLANE_AXES,
                split="shuffled",
                label_noise=0.0,
                imbalance=0.0,
            ),
        ),
        tuple(map(tuple, table.tolist())),
    )


def add_points(experiment: Experiment, new: Iterable[Point]) -> Experiment:
    """Append points; a label beyond the classes there are makes room for that class.

    Raises ExperimentError for values that are no numbers, for classes beyond the highest, and where
    there would be more than MAXIMUM_POINTS.
    """
    experiment = with_own_points(experiment)
    data = experiment.data
    try:
        added = msgspec.convert([tuple(point) for point in new], tuple[Point, ...])
    except msgspec.ValidationError as error:
        raise ExperimentError("data.points", Note("a point is made of three finite numbers")) from error
    own = data.points or ()
    if len(own) + len(added) > MAXIMUM_POINTS:
        raise ExperimentError(
            "data.points",
            Note(
                "there are {count:,} points; no more than {most:,} have room",
                count=len(own),
                most=MAXIMUM_POINTS,
            ),
        )
    if data.problem == "classification" and added:
        _check_labels(point[2] for point in added)
        experiment = with_classes(experiment, max(data.classes, int(max(point[2] for point in added)) + 1))
    return with_sound_points(experiment, own + added)


def with_classes(experiment: Experiment, classes: int) -> Experiment:
    """The points with this many classes; no fewer than their labels need."""
    if classes == experiment.data.classes:
        return experiment
    try:
        data = msgspec.convert(
            {**msgspec.to_builtins(replace(experiment.data, points=())), "classes": classes}, Data
        )
        data = replace(data, points=experiment.data.points)
    except ValueError as error:
        raise ExperimentError.from_validation(error, {"classes": classes}) from error
    return replace(experiment, data=data, network=replace(experiment.network, initial_parameters=None))


def remove_points(experiment: Experiment, indices: Collection[int]) -> Experiment:
    """Take out the points at these places of the list."""
    experiment = with_own_points(experiment)
    own = experiment.data.points or ()
    stays = np.ones(len(own), dtype=bool)
    stays[list(indices)] = False
    return with_sound_points(experiment, tuple(compress(own, stays.tolist())))


def move_points(experiment: Experiment, indices: Collection[int], step: tuple[float, float]) -> Experiment:
    """Move the points at these places by a step in plane coordinates."""
    experiment = with_own_points(experiment)
    own = list(experiment.data.points or ())
    for place in indices:
        x1, x2, label = own[place]
        own[place] = (x1 + step[0], x2 + step[1], label)
    return with_sound_points(experiment, tuple(own))


def relabel_points(experiment: Experiment, indices: Collection[int], label: float) -> Experiment:
    """Give the points at these places another label."""
    experiment = with_own_points(experiment)
    if experiment.problem == "classification":
        _check_labels([label])
        experiment = with_classes(experiment, max(experiment.data.classes, int(label) + 1))
    own = list(experiment.data.points or ())
    for place in indices:
        own[place] = (own[place][0], own[place][1], float(label))
    return with_sound_points(experiment, tuple(own))


def clear_points(experiment: Experiment) -> Experiment:
    """An empty plane for points of one's own."""
    data = experiment.data
    if data.dataset != "custom":
        experiment = with_own_points(experiment)
    cleared = replace(
        experiment.data, points=(), axes=PLANE_AXES, class_names=None, value_axis=None, split="shuffled"
    )
    return replace(experiment, data=cleared)


# ------------------------------------------------------------------------------------- private


def _dense(experiment: Experiment, layer_id: int) -> Dense:
    layer = experiment.network.layers[_index(experiment, layer_id)]
    if not isinstance(layer, Dense):
        raise ExperimentError(
            "network.layers", Note("a {kind} layer has no units of its own", kind=layer.kind)
        )
    return layer


def _index(experiment: Experiment, layer_id: int) -> int:
    for index, layer in enumerate(experiment.network.layers):
        if layer.id == layer_id:
            return index
    raise ExperimentError("network.layers", Note("there is no layer with id {layer_id}", layer_id=layer_id))


def _fresh_id(layers: list[AnyLayer]) -> int:
    return max((layer.id for layer in layers), default=0) + 1


def _whole(experiment: Experiment, **parts: Any) -> Experiment:
    try:
        return replace(experiment, **parts)
    except ValueError as error:
        raise ExperimentError.from_validation(error, {}) from error


def _checked(path: str, part: Any, changes: dict[str, Any]) -> Any:
    """The part with the changes, validated as a file's would be (``replace`` alone checks no type)."""
    raw = {
        **msgspec.to_builtins(part),
        **{name: msgspec.to_builtins(value) for name, value in changes.items()},
    }
    try:
        return msgspec.convert(raw, type(part))
    except msgspec.ValidationError as error:
        inner = ExperimentError.from_validation(error, raw, CHOICES)
        raise ExperimentError(".".join(p for p in (path, inner.path) if p), inner.reason) from error


def _check_labels(labels: Iterable[float]) -> None:
    for label in labels:
        if label not in range(MAXIMUM_CLASSES):
            raise ExperimentError(
                "data.points",
                Note(
                    "label {label:g} is no class; classes go from 0 to {most}",
                    label=label,
                    most=MAXIMUM_CLASSES - 1,
                ),
            )


def with_sound_points(experiment: Experiment, points: tuple[Point, ...]) -> Experiment:
    """The experiment with points of its own that are known to be sound: they are not looked at again."""
    data = copy(experiment.data)
    force_setattr(data, "points", points)
    return replace(experiment, data=data)
