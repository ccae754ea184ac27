"""What the parts of a network are called: layers by their place, units by their number."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.kinds import AnyLayer
from playground.observe.snapshot import UnitKey
from playground.ui.network.kinds import activation_of, has_activation
from playground.ui.words import labels


def layer_name(experiment: Experiment, layer_id: int) -> str:
    """``Layer 2 · ReLU``, ``Features``, ``Output``."""
    if layer_id == FEATURES_ID:
        return QCoreApplication.translate("names", "Features")
    if layer_id == OUTPUT_ID:
        return QCoreApplication.translate("names", "Output")
    for place, layer in enumerate(experiment.network.layers, start=1):
        if layer.id == layer_id:
            return hidden_layer_name(place, layer.kind, activation_of(layer))
    return ""


def hidden_layer_name(number: int, kind: str, activation: str = "") -> str:
    """``Layer 2 · ReLU``: its place from 1 and its activation, or its kind where it has none."""
    label = labels.label("layer_kind", kind)
    if has_activation(kind):
        label = labels.label("activation", activation)
    text = QCoreApplication.translate("names", "Layer {number} · {kind}")
    return text.format(number=number, kind=label.label)


def kind_name(layer: AnyLayer) -> str:
    """``Dense Tanh``, ``Dropout``: what the layer is, wherever it stands."""
    kind, activation = labels.label("layer_kind", layer.kind).label, activation_of(layer)
    return f"{kind} {labels.label('activation', activation).label}" if activation else kind


def class_name(experiment: Experiment, number: int) -> str:
    """What a class is called: the word an import gave it, or ``class 1``."""
    names = experiment.data.class_names or ()
    if number < len(names) and names[number]:
        return names[number]
    return QCoreApplication.translate("names", "class {number}").format(number=number)


def unit_name(experiment: Experiment, key: UnitKey | None) -> str:
    """``Layer 2 · ReLU · unit 3``, ``Output · class 1``; a feature by its own name."""
    if key is None:
        return ""
    layer_id, unit = key
    if layer_id == FEATURES_ID:
        features = experiment.network.features
        return labels.label("feature", features[unit]).label if unit < len(features) else ""
    name = layer_name(experiment, layer_id)
    if layer_id == OUTPUT_ID:
        if experiment.outputs == 1:
            return name
        return f"{name} · {class_name(experiment, unit)}"
    text = QCoreApplication.translate("names", "{layer} · unit {number}")
    return text.format(layer=name, number=unit + 1)


def brief_unit_name(experiment: Experiment, key: UnitKey) -> str:
    """The same where there is little room: ``Layer 2, unit 3``, ``Class 1``."""
    layer_id, unit = key
    if layer_id == FEATURES_ID or (layer_id == OUTPUT_ID and experiment.outputs == 1):
        return unit_name(experiment, key)
    if layer_id == OUTPUT_ID:
        called = class_name(experiment, unit)
        return called[:1].upper() + called[1:]
    place = next((i for i, x in enumerate(experiment.network.layers) if x.id == layer_id), 0)
    text = QCoreApplication.translate("names", "Layer {layer}, unit {unit}")
    return text.format(layer=place + 1, unit=unit + 1)
