"""The parameters as arrays by name: a NumPy .npz file, or safetensors for PyTorch and others.

The number in a name is the layer's place in the network, from 1 on; the output layer has the last.
``W1`` (inputs, units) and, where it has biases, ``b1`` (units,) are of a dense layer; ``scale2`` and
``shift2`` (units,) of a norm, and of a batch norm its running ``mean2`` and ``variance2``. A maxout
layer's columns are its pieces side by side.
"""

from __future__ import annotations

import io

import numpy as np

from playground.engine.program import Array
from playground.engine.training import TrainingRun
from playground.interop.carried import as_line, state_of
from playground.interop.code.arrays import parts_of, state_parts
from playground.interop.code.script import refused


def parameters_as_npz(run: TrainingRun) -> bytes:
    """For ``np.load`` (no pickle in it); ``features`` names the inputs, in the order of ``W1``'s rows."""
    features = np.array(run.network.features, dtype=np.str_)
    content = io.BytesIO()
    np.savez(content, features=features, **_arrays(run))  # type: ignore[arg-type]
    return content.getvalue()


def parameters_as_safetensors(run: TrainingRun) -> bytes:
    """The experiment stands in the file's metadata. Raises ExperimentError where the library is missing."""
    try:
        from safetensors.numpy import save
    except ImportError as error:
        raise refused(
            "safetensors needs the package safetensors; pip install 'playground[safetensors]' brings it"
        ) from error
    arrays = {name: np.array(array, order="C") for name, array in _arrays(run).items()}
    content: bytes = save(arrays, {"playground": as_line(state_of(run))})
    return content


def _arrays(run: TrainingRun) -> dict[str, Array]:
    return {**parts_of(run, run.network.parameters), **state_parts(run)}
