"""What survives an edit of the network: parameters of units that exist before and after keep their values."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.engine.plan import InputKey, LayerPlan, NetworkPlan
from playground.engine.program import Array


def copy_survivors(old: NetworkPlan, old_flat: Array, new: NetworkPlan, new_flat: Array) -> None:
    """Copy a flat vector's entries (parameters, or an optimizer's memory) to the same units' places.

    A weight survives when its layer, its unit and its input (a feature, or a unit of the layer
    before) do; a bias, when layer and unit do.
    """
    for layer in new.layers:
        source = _same_layer(old, layer)
        if source is None or not (source.size and layer.size):
            continue
        from_block, to_block = source.block(old_flat), layer.block(new_flat)
        old_columns, new_columns = _columns(source, layer)
        if layer.is_dense:
            old_rows, new_rows = _matches(source.input_keys, layer.input_keys)
            to_block[np.ix_(new_rows, new_columns)] = from_block[np.ix_(old_rows, old_columns)]
            if source.has_bias and layer.has_bias:
                to_block[-1, new_columns] = from_block[-1, old_columns]
        else:
            to_block[:, new_columns] = from_block[:, old_columns]


def copy_surviving_state(old: NetworkPlan, old_state: Array, new: NetworkPlan, new_state: Array) -> None:
    """The same for the running statistics of batch norms."""
    for layer in new.layers:
        source = _same_layer(old, layer)
        if source is not None and source.state_size and layer.state_size:
            old_columns, new_columns = _columns(source, layer)
            layer.state(new_state)[:, new_columns] = source.state(old_state)[:, old_columns]


def _same_layer(old: NetworkPlan, layer: LayerPlan) -> LayerPlan | None:
    index = old.index(layer.id)
    if index is None or old.layers[index].kind != layer.kind:
        return None
    return old.layers[index]


def _columns(source: LayerPlan, layer: LayerPlan) -> tuple[list[int], list[int]]:
    """The block's columns of units in both, for as many pieces as both have."""
    old_units, new_units = _matches(source.unit_keys, layer.unit_keys)
    pieces = range(min(source.pieces, layer.pieces))
    return (
        [piece * source.units + unit for piece in pieces for unit in old_units],
        [piece * layer.units + unit for piece in pieces for unit in new_units],
    )


def _matches(old: Sequence[InputKey], new: Sequence[InputKey]) -> tuple[list[int], list[int]]:
    """Places in ``old`` and in ``new`` of the keys that are in both."""
    places = {key: place for place, key in enumerate(old)}
    pairs = [(places[key], place) for place, key in enumerate(new) if key in places]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
