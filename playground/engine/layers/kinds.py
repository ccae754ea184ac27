"""The table of layer kinds: a new kind is one file beside this one, and one row here."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, Union

from playground.engine.layers.base import Layer, LayerKind
from playground.engine.layers.dense import DENSE
from playground.engine.layers.dropout import DROPOUT
from playground.engine.layers.norms import BATCH_NORM, LAYER_NORM

LAYER_KINDS: dict[str, LayerKind] = {
    "dense": DENSE,
    "dropout": DROPOUT,
    "batch_norm": BATCH_NORM,
    "layer_norm": LAYER_NORM,
}

if TYPE_CHECKING:
    AnyLayer: TypeAlias = Layer
else:
    AnyLayer = Union[tuple(kind.settings for kind in LAYER_KINDS.values())]  # noqa: UP007
