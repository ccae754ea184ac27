"""What the parts of a network are called: layers by their place, units by their number."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from playground.engine.experiment import FEATURES_ID, OUTPUT_ID, Dense, Experiment
from playground.engine.snapshot import UnitKey
from playground.ui import labels


def layer_name(experiment: Experiment, layer_id: int) -> str:
    """``Layer 2 · ReLU``, ``Features``, ``Output``."""
    if layer_id == FEATURES_ID:
        return QCoreApplication.translate("names", "Features")
    if layer_id == OUTPUT_ID:
        return QCoreApplication.translate("names", "Output")
    for place, layer in enumerate(experiment.network.layers, start=1):
        if layer.id == layer_id:
            kind = (
                labels.activation(layer.activation)
                if isinstance(layer, Dense)
                else labels.layer_kind(layer.kind)
            )
            text = QCoreApplication.translate("names", "Layer {number} · {kind}")
            return text.format(number=place, kind=kind.label)
    return ""


def unit_name(experiment: Experiment, key: UnitKey | None) -> str:
    """``Layer 2 · ReLU · unit 3``; a feature by its own name."""
    if key is None:
        return ""
    layer_id, unit = key
    if layer_id == FEATURES_ID:
        features = experiment.network.features
        return labels.feature(features[unit]).label if unit < len(features) else ""
    name = layer_name(experiment, layer_id)
    if layer_id == OUTPUT_ID and experiment.outputs == 1:
        return name
    text = QCoreApplication.translate("names", "{layer} · unit {number}")
    return text.format(layer=name, number=unit + 1)
