"""TODO."""

from __future__ import annotations

from typing import TypeAlias

from playground.engine.layers.base import Layer, LayerKind
from playground.engine.layers.dense import DENSE, Dense
from playground.engine.layers.dropout import DROPOUT, Dropout
from playground.engine.layers.norms import BATCH_NORM, LAYER_NORM, BatchNorm, LayerNorm

AnyLayer: TypeAlias = Dense | Dropout | BatchNorm | LayerNorm
LAYER_KINDS: dict[str, type[Layer]] = {
    "dense": Dense,
    "dropout": Dropout,
    "batch_norm": BatchNorm,
    "layer_norm": LayerNorm,
}


LAYERS: dict[str, LayerKind] = {
    "dense": DENSE,
    "dropout": DROPOUT,
    "batch_norm": BATCH_NORM,
    "layer_norm": LAYER_NORM,
}
