"""The parameters as NumPy arrays in one .npz file."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from playground.engine.training import TrainingRun


def parameters_as_npz(run: TrainingRun) -> bytes:
    """Every layer's parameters by name, for ``np.load`` (no pickle in it).

    The number in a name is the layer's place in the network, from 1 on; the output layer has the last.
    ``W1`` (inputs, units) and, where it has biases, ``b1`` (units,) are of a dense layer; ``scale2`` and
    ``shift2`` (units,) of a norm, and of a batch norm its running ``mean2`` and ``variance2``. A maxout
    layer's columns are its pieces side by side. ``features`` names the inputs, in the order of ``W1``'s rows.
    """
    network = run.network
    arrays: dict[str, NDArray[np.float64] | NDArray[np.str_]] = {
        "features": np.array(network.features, dtype=np.str_)
    }
    for place, layer in enumerate(network.plan.layers, start=1):
        weights, biases = layer.weights(network.parameters), layer.biases(network.parameters)
        if layer.is_dense:
            arrays[f"W{place}"] = weights
        elif layer.size:
            arrays[f"scale{place}"] = weights[0]
        if biases is not None and layer.size:
            arrays[f"{'b' if layer.is_dense else 'shift'}{place}"] = biases
        if layer.state_size:
            arrays[f"mean{place}"], arrays[f"variance{place}"] = layer.state(network.state)
    content = io.BytesIO()
    np.savez(content, **arrays)  # type: ignore[arg-type]
    return content.getvalue()
