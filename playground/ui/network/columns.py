"""What the columns of the canvas are: the features, each hidden layer, the output; their units and titles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from playground.engine.experiment import Experiment
from playground.engine.features import FEATURES
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.kinds import AnyLayer
from playground.ui.network.geometry import ColumnSpec
from playground.ui.network.kinds import KINDS, activation_of, own_units
from playground.ui.words import labels

HeaderWidth = Callable[[int], float]
"""The width of a column's header, by layer id."""


def columns(experiment: Experiment, header_width: HeaderWidth) -> list[ColumnSpec]:
    """What each column asks of the layout, from the features to the output."""
    network = experiment.network
    ranks = feature_ranks(network.features)
    quiet = len(inactive_features(network.features))
    made = [
        ColumnSpec(FEATURES_ID, "features", len(ranks), header_width(FEATURES_ID), ranks, extra_rows=quiet)
    ]
    units = len(ranks)
    for layer in network.layers:
        units = own_units(layer) or units
        made.append(ColumnSpec(layer.id, layer.kind, units, header_width(layer.id)))
    made.append(ColumnSpec(OUTPUT_ID, "output", experiment.outputs, header_width(OUTPUT_ID)))
    return made


def feature_ranks(active: Sequence[str]) -> tuple[int, ...]:
    """For each active feature its place from the top: as the table has them, formulas last."""
    order = sorted(range(len(active)), key=lambda i: _table_place(active[i], i))
    ranks = [0] * len(active)
    for rank, index in enumerate(order):
        ranks[index] = rank
    return tuple(ranks)


def inactive_features(active: Sequence[str]) -> tuple[str, ...]:
    """The built-in features that are off, in the table's order."""
    return tuple(name for name in FEATURES if name not in active)


def layer_of(experiment: Experiment, layer_id: int) -> AnyLayer | None:
    """The hidden layer with this id."""
    return next((layer for layer in experiment.network.layers if layer.id == layer_id), None)


def title(experiment: Experiment, layer_id: int) -> str:
    """The column's name: ``Dense · Tanh``, ``Dropout 0.2``."""
    if layer_id == FEATURES_ID:
        return QCoreApplication.translate("NetworkCanvas", "Features")
    if layer_id == OUTPUT_ID:
        return labels.label("layer_kind", "output").label
    layer = layer_of(experiment, layer_id)
    if layer is None:
        return ""
    kind = labels.label("layer_kind", layer.kind).label
    if activation := activation_of(layer):
        return f"{kind} · {labels.label('activation', activation).label}"
    number = KINDS[layer.kind].number
    return f"{kind} {getattr(layer, number.field):g}" if number is not None else kind


def _table_place(name: str, index: int) -> tuple[int, int]:
    names = list(FEATURES)
    return (names.index(name), 0) if name in FEATURES else (len(names), index)
