"""The parameters as safetensors, for PyTorch and others."""

from __future__ import annotations

import numpy as np

from playground.engine.training import TrainingRun
from playground.interop.carried import as_line, state_of
from playground.interop.code.script import parts_of, refused, state_parts


def parameters_as_safetensors(run: TrainingRun) -> bytes:
    """Every array by the names that the ``.npz`` has; the experiment stands in the file's metadata."""
    try:
        from safetensors.numpy import save
    except ImportError as error:
        raise refused(
            "safetensors needs the package safetensors; pip install 'playground[safetensors]' brings it"
        ) from error
    arrays = {**parts_of(run, run.network.parameters), **state_parts(run)}
    content: bytes = save(
        {name: np.array(array, order="C") for name, array in arrays.items()},
        {"playground": as_line(state_of(run))},
    )
    return content
