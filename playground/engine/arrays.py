"""Arrays as the engine gives them out: their type, and how they become read-only."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

FloatArray: TypeAlias = NDArray[np.float64]


def sealed(array: NDArray[Any]) -> NDArray[Any]:
    """A read-only copy, or the array itself where it is read-only already."""
    if not array.flags.writeable:
        return array
    copy = array.copy()
    copy.flags.writeable = False
    return copy


def address(array: NDArray[Any]) -> int:
    """Where the array's first number stands in memory."""
    return int(array.__array_interface__["data"][0])  # half the time of ``array.ctypes.data``
