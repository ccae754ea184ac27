"""A program: calls on preallocated arrays, written once by the mathematics and run many times."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

Array: TypeAlias = NDArray[Any]
Call: TypeAlias = Callable[[], Any]


class Program:
    """Records calls such as ``program(np.add, a, b, out)`` and hands out the arrays they work on.

    The mathematics (activations, losses, layers, optimizers) is written as functions that emit into
    a Program; training, evaluation, display grids and the probe each run a program of their own on
    arrays of their own. By convention the last argument of an emitted call is where it writes.

    ``dtype`` is the type of every number in it: float64 for training, float32 may do for display.
    """

    def __init__(self, dtype: DTypeLike = np.float64) -> None:
        self.dtype = np.dtype(dtype)
        self.calls: list[Call] = []
        self._constants: dict[float, Array] = {}
        self._scratch: dict[tuple[tuple[int, ...], int], Array] = {}

    def __call__(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Append ``function(*arguments)``."""
        self.calls.append(partial(function, *arguments))

    def constant(self, value: float) -> Array:
        """A number as an array of no dimensions: half the cost of a Python float in a ufunc call."""
        if value not in self._constants:
            constant = np.array(value, dtype=self.dtype)
            constant.flags.writeable = False
            self._constants[value] = constant
        return self._constants[value]

    def empty(self, *shape: int) -> Array:
        """A new array of this program's own, which keeps its values between calls."""
        return np.empty(shape, dtype=self.dtype)

    def scratch(self, *shape: int, slot: int = 0) -> Array:
        """An array for values that are used up before the next emission asks for scratch."""
        key = (shape, slot)
        if key not in self._scratch:
            self._scratch[key] = self.empty(*shape)
        return self._scratch[key]

    def take_calls(self) -> tuple[Call, ...]:
        """The calls emitted since the last time, as a tuple to loop over."""
        calls = tuple(self.calls)
        self.calls.clear()
        return calls


def run(calls: tuple[Call, ...]) -> None:
    """Run the calls in order."""
    for call in calls:
        call()
