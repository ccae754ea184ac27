"""Edits of an Experiment as pure functions: the old one in, the new one out."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec.structs import replace

from playground.engine.datasets import DATASETS
from playground.engine.errors import ExperimentError
from playground.engine.experiment import AnyLayer, Dense, Experiment
from playground.engine.losses import LOSSES


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


def with_output(experiment: Experiment, **changes: Any) -> Experiment:
    """Change options of the output layer."""
    return with_network(experiment, output=_checked("network.output", experiment.network.output, changes))


def with_units(experiment: Experiment, layer_id: int, units: int) -> Experiment:
    """Give a dense layer this many units: new ones come at the end, the last ones go first."""
    layer = _dense(experiment, layer_id)
    ids = list(layer.ids[:units])
    fresh = max(layer.ids) + 1
    ids += range(fresh, fresh + units - len(ids))
    return with_layer(experiment, layer_id, units=units, unit_ids=tuple(ids) if units >= 1 else None)


def remove_unit(experiment: Experiment, layer_id: int, unit: int) -> Experiment:
    """Take out the unit at this index; the last unit of a layer stays."""
    layer = _dense(experiment, layer_id)
    ids = tuple(i for index, i in enumerate(layer.ids) if index != unit)
    return with_layer(experiment, layer_id, units=len(ids), unit_ids=ids or None)


def _dense(experiment: Experiment, layer_id: int) -> Dense:
    layer = experiment.network.layers[_index(experiment, layer_id)]
    if not isinstance(layer, Dense):
        raise ExperimentError("network.layers", f"a {layer.kind} layer has no units of its own")
    return layer


def _index(experiment: Experiment, layer_id: int) -> int:
    for index, layer in enumerate(experiment.network.layers):
        if layer.id == layer_id:
            return index
    raise ExperimentError("network.layers", f"there is no layer with id {layer_id}")


def _fresh_id(layers: list[AnyLayer]) -> int:
    return max((layer.id for layer in layers), default=0) + 1


def _whole(experiment: Experiment, **parts: Any) -> Experiment:
    try:
        return replace(experiment, **parts)
    except ValueError as error:
        raise ExperimentError.from_validation(str(error), {}) from error


def _checked(path: str, part: Any, changes: dict[str, Any]) -> Any:
    """The part with the changes, validated as a file's would be (``replace`` alone checks no type)."""
    raw = {
        **msgspec.to_builtins(part),
        **{name: msgspec.to_builtins(value) for name, value in changes.items()},
    }
    try:
        return msgspec.convert(raw, type(part))
    except msgspec.ValidationError as error:
        inner = ExperimentError.from_validation(str(error), raw)
        raise ExperimentError(".".join(p for p in (path, inner.path) if p), inner.reason) from error
