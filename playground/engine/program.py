"""A program: calls on preallocated arrays, written once by the mathematics and run many times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

FloatArray = NDArray[np.float64]


def sealed(array: NDArray[Any]) -> NDArray[Any]:
    """A read-only copy, or the array itself where it is read-only already."""
    if not array.flags.writeable:
        return array
    copy = array.copy()
    copy.flags.writeable = False
    return copy


Array: TypeAlias = NDArray[Any]
Call: TypeAlias = Callable[[], Any]
Calls: TypeAlias = tuple[Call, ...]
Binding: TypeAlias = tuple[Array, Array]
"""A placeholder, and the array that stands in its place."""


class Program:
    """Records calls such as ``program(np.add, a, b, out)`` and hands out the arrays they work on.

    The mathematics (activations, losses, layers, optimizers) is written as functions that emit into
    a Program; training, evaluation, display grids and the probe each run a program of their own on
    arrays of their own. By convention the last argument of an emitted call is where it writes.

    ``dtype`` is the type of every number in it: float64 for training, float32 may do for display.
    """

    def __init__(self, dtype: DTypeLike = np.float64) -> None:
        self.dtype = np.dtype(dtype)
        self._emitted: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []
        self._constants: dict[float, Array] = {}
        self._scratch: dict[tuple[tuple[int, ...], int], Array] = {}

    def __call__(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Append ``function(*arguments)``."""
        self._emitted.append((function, arguments))

    def constant(self, value: float) -> Array:
        """A number as an array of no dimensions: half the cost of a Python float in a ufunc call."""
        if value not in self._constants:
            constant = np.array(value, dtype=self.dtype)
            constant.flags.writeable = False
            self._constants[value] = constant
        return self._constants[value]

    def empty(self, *shape: int) -> Array:
        """A new array of this program's own, which keeps its values between calls."""
        return np.zeros(shape, dtype=self.dtype)

    def scratch(self, *shape: int, slot: int = 0) -> Array:
        """An array for values that are used up before the next emission asks for scratch."""
        key = (shape, slot)
        if key not in self._scratch:
            self._scratch[key] = self.empty(*shape)
        return self._scratch[key]

    @property
    def length(self) -> int:
        """Number of calls emitted so far."""
        return len(self._emitted)

    def calls(self, start: int = 0, stop: int | None = None) -> Calls:
        """The calls emitted from ``start`` to ``stop``, as a tuple to loop over."""
        return tuple(partial(function, *arguments) for function, arguments in self._emitted[start:stop])

    def bound_calls(self, bindings: Sequence[Sequence[Binding]]) -> list[Calls]:
        """The calls once for each set of bindings; calls that touch no placeholder are shared.

        A step's program is emitted once, on placeholders for the batch, and bound to each batch.
        """
        if not bindings:
            return []
        placeholders = [placeholder for placeholder, _ in bindings[0]]
        shared = self.calls()
        places = [index for index, (_, args) in enumerate(self._emitted) if _touches(args, placeholders)]
        bound = []
        for binding in bindings:
            actual = {id(placeholder): array for placeholder, array in binding}
            calls = list(shared)
            for index in places:
                function, arguments = self._emitted[index]
                calls[index] = partial(function, *(actual.get(id(each), each) for each in arguments))
            bound.append(tuple(calls))
        return bound


def run(calls: Calls) -> None:
    """Run the calls in order."""
    for call in calls:
        call()


def _touches(arguments: tuple[Any, ...], placeholders: list[Array]) -> bool:
    """Whether a placeholder is among the arguments; a view of one would escape the binding."""
    touched = False
    for argument in arguments:
        if any(argument is placeholder for placeholder in placeholders):
            touched = True
        elif isinstance(argument, np.ndarray):
            escaped = any(np.may_share_memory(argument, placeholder) for placeholder in placeholders)
            assert not escaped, "a call works on a view of a placeholder, which cannot be bound"
    return touched
