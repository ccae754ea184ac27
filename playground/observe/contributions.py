"""An output's score as a sum over the units that it sees: what each one adds, over the plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.observe.snapshot import Snapshot

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Contributions:
    """``f = bias + sum of terms``: ``terms (units, R, R)`` are weight times activation over the plane.

    ``layer_id`` is the layer that the units are in (features where there is no hidden layer), ``weights
    (units,)`` are the output's. Row 0 is the top of the plane, as in a snapshot.
    """

    layer_id: int
    output: int
    bias: float
    weights: Values
    terms: Values

    def order(self, *, largest_first: bool) -> list[int]:
        """The units by number, or those that add most to the picture first (by their root mean square)."""
        if not largest_first:
            return list(range(len(self.terms)))
        sizes = np.square(self.terms).mean(axis=(1, 2))
        order: list[int] = np.argsort(-sizes, kind="stable").tolist()
        return order

    def after(self, units: list[int]) -> Values:
        """``(R, R)``: the bias and what these units add."""
        return np.asarray(self.bias + self.terms[units].sum(axis=0))


def contributions(snapshot: Snapshot, output: int) -> Contributions | None:
    """The terms of one output unit's score; None where the snapshot lacks the units' grids."""
    last = snapshot.layer(OUTPUT_ID)
    if last is None or last.weights is None or not 0 <= output < last.units:
        return None
    before = [layer for layer in snapshot.layers if layer.id != OUTPUT_ID]
    grids = before[-1].grids if before else snapshot.feature_grids
    if grids is None or len(grids) != len(last.weights):
        return None
    weights = np.asarray(last.weights[:, output], dtype=np.float64)
    bias = 0.0 if last.biases is None else float(last.biases[output])
    layer_id = before[-1].id if before else FEATURES_ID
    terms = weights[:, None, None] * grids.astype(np.float64)
    return Contributions(layer_id, output, bias, weights, terms)
