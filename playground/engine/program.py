"""A program: calls on preallocated arrays, written once as formulas and run many times.

The engine's mathematics stands as formulas in NumPy, as in the book::

    def softplus(z):
        return np.log1p(np.exp(-np.absolute(z))) + np.fmax(z, 0.0)

Called with arrays a formula is plain NumPy. ``Program.write(out, softplus, z)`` calls it once with a
``Symbol`` in the place of ``z`` instead: nothing is computed then, but every ufunc that the formula calls
becomes one call of the program on arrays that are there already::

    np.absolute(z, t1)   np.negative(t1, t2)   np.exp(t2, t1)
    np.log1p(t1, t2)     np.fmax(z, 0.0, t1)   np.add(t2, t1, out)

A training step is such a list: a loop over it allocates nothing and decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

Array: TypeAlias = NDArray[Any]
Quantity: TypeAlias = Any
"""What a formula works on: an array, or the Symbol that stands for one."""
Formula: TypeAlias = Callable[..., Any]
"""A function of quantities, written with NumPy's ufuncs, ``ufunc.reduce``, indexing and ``.T`` alone."""
Call: TypeAlias = Callable[[], Any]
Calls: TypeAlias = tuple[Call, ...]
Binding: TypeAlias = tuple[Array, Array]
"""A placeholder, and the array that stands in its place."""


class Program:
    """Records ufunc calls and owns the arrays they work on.

    The mathematics (activations, losses, layers, optimizers) writes into a Program; training,
    evaluation, display grids and the probe each run a program of their own on arrays of their own.
    Each call is a ufunc, or a ufunc's ``reduce``, and its last argument is where it writes; all its
    arrays are of the program's ``dtype``: float64 for training, float32 may do for display. The only
    exception is a draw of random numbers.

    A temporary of a formula lives in an array of the free list and goes back there when its Symbol
    dies, which is where the formula uses it for the last time. The next temporary of that shape takes
    it: in the order of the calls, nobody can still want what stands in it.
    """

    def __init__(self, dtype: DTypeLike = np.float64) -> None:
        self.dtype = np.dtype(dtype)
        self._recorded: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []
        self._constants: dict[float, Array] = {}
        self._free: dict[tuple[int, ...], list[Array]] = {}

    # ------------------------------------------------------------------------------- recording

    def __call__(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Append ``function(*arguments)``."""
        self._recorded.append((function, arguments))

    def write(self, out: Array | tuple[Array, ...], formula: Formula, *arrays: Array) -> tuple[Array, ...]:
        """Record ``out = formula(*arrays)``.

        ``out`` may be several arrays for a formula with several results. What it gives beyond them is
        kept: returned as arrays of their own, which later formulas may work on.
        """
        outs = out if isinstance(out, tuple) else (out,)
        results = self.change(formula, *arrays)
        for result, place in zip(results, outs, strict=False):
            self._settle(result, place)
        return tuple(result.kept() for result in results[len(outs) :])

    def change(self, formula: Formula, *arrays: Array) -> tuple[Any, ...]:
        """Record a formula that works in place (``w -= rate * g``); returns its results as they are."""
        results = formula(*(Symbol(self, array) for array in arrays))
        if isinstance(results, tuple):
            return results
        return () if results is None else (results,)

    def _settle(self, result: Any, out: Array) -> None:
        """See to it that a result stands in ``out``: the call that makes it writes there, or it is copied."""
        if not (isinstance(result, Symbol) and result.is_temporary and self._may_stand_in(out, result)):
            self(np.positive, self.array_of(result), out)
            return
        for place in range(result.made_by, len(self._recorded)):
            function, arguments = self._recorded[place]
            moved = tuple([out if argument is result.array else argument for argument in arguments])
            self._recorded[place] = (function, moved)
        result.move(out)

    def _may_stand_in(self, out: Array, result: Symbol) -> bool:
        """Whether nothing else since the result was made touches its array or ``out``, not even a view."""
        if result.array.shape != out.shape:
            return False
        for _, arguments in self._recorded[result.made_by :]:
            for argument in arguments:
                if argument is result.array or not isinstance(argument, np.ndarray):
                    continue
                if np.may_share_memory(argument, out) or np.may_share_memory(argument, result.array):
                    return False
        return True

    # ---------------------------------------------------------------------------------- arrays

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

    def array_of(self, quantity: Any) -> Array:
        """The array that stands for a Symbol, a number, or an array in a recorded call."""
        if isinstance(quantity, Symbol):
            return quantity.array
        if isinstance(quantity, np.ndarray):
            return quantity
        return self.constant(float(quantity))

    def take(self, shape: tuple[int, ...]) -> Array:
        """An array for a temporary: one that is free, or a new one."""
        free = self._free.get(shape)
        return free.pop() if free else self.empty(*shape)

    def give_back(self, array: Array) -> None:
        """A temporary is used up: its array is free."""
        self._free.setdefault(array.shape, []).append(array)

    # ----------------------------------------------------------------------------------- calls

    @property
    def length(self) -> int:
        """Number of calls recorded so far."""
        return len(self._recorded)

    @property
    def recorded(self) -> tuple[tuple[Callable[..., Any], tuple[Any, ...]], ...]:
        """The recorded calls: each one's function and arguments."""
        return tuple(self._recorded)

    def calls(self, start: int = 0, stop: int | None = None) -> Calls:
        """The calls recorded from ``start`` to ``stop``, as a tuple to loop over."""
        return tuple(_prepared(function, arguments) for function, arguments in self._recorded[start:stop])

    def bound_calls(self, bindings: Sequence[Sequence[Binding]]) -> list[Calls]:
        """The calls once for each set of bindings; calls that touch no placeholder are shared.

        A step's program is recorded once, on placeholders for the batch, and bound to each batch.
        """
        if not bindings:
            return []
        placeholders = [placeholder for placeholder, _ in bindings[0]]
        shared = self.calls()
        places = [index for index, (_, args) in enumerate(self._recorded) if _touches(args, placeholders)]
        bound = []
        for binding in bindings:
            actual = {id(placeholder): array for placeholder, array in binding}
            calls = list(shared)
            for index in places:
                function, arguments = self._recorded[index]
                calls[index] = _prepared(function, tuple(actual.get(id(each), each) for each in arguments))
            bound.append(tuple(calls))
        return bound


class Symbol(np.lib.mixins.NDArrayOperatorsMixin):
    """An array that stands in a formula while the formula is recorded.

    NumPy hands every ufunc and operator on a Symbol to ``__array_ufunc__``, which records the call and
    returns the Symbol of its result: a temporary. ``w -= step`` asks for ``w`` as the output, so it is
    recorded in place. Indexing and ``.T`` give Symbols of views, which keep the viewed one alive.

    Comparing gives truth values, which are no numbers of the program's type: that raises TypeError, and
    formulas use ``np.sign`` and ``np.heaviside``.
    """

    __slots__ = ("_program", "_viewed", "array", "is_temporary", "made_by")

    def __init__(self, program: Program, array: Array, *, viewed: Symbol | None = None) -> None:
        self._program, self.array, self._viewed = program, array, viewed
        self.is_temporary = False
        """Whether its array is from the free list, and goes back there with this Symbol's end."""
        self.made_by = 0
        """The place of the recorded call that wrote a temporary first."""

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **options: Any) -> Any:
        program, axis = self._program, options.get("axis", 0)
        if method not in ("__call__", "reduce") or not options.keys() <= {"out", "axis"}:
            return NotImplemented
        if not _gives_numbers(ufunc):
            return NotImplemented
        arrays = [one.array if isinstance(one, Symbol) else program.array_of(one) for one in inputs]
        if "out" in options:
            (result,) = options["out"]
        else:
            result = Symbol(program, program.take(_result_shape(ufunc, method, arrays, axis)))
            result.is_temporary, result.made_by = True, program.length
        if method == "reduce":
            program(ufunc.reduce, arrays[0], axis, None, result.array)
        else:
            program(ufunc, *arrays, result.array)
        return result

    def __del__(self) -> None:
        if self.is_temporary:
            self._program.give_back(self.array)

    def __getitem__(self, key: Any) -> Symbol:
        return Symbol(self._program, self.array[key], viewed=self)

    def __len__(self) -> int:
        return len(self.array)

    @property
    def T(self) -> Symbol:
        """The transpose."""
        return Symbol(self._program, self.array.T, viewed=self)

    def kept(self) -> Array:
        """Its array, which from now on never goes back to the free list."""
        symbol: Symbol | None = self
        while symbol is not None:
            symbol.is_temporary = False
            symbol = symbol._viewed
        return self.array

    def move(self, out: Array) -> None:
        """From now on it stands in ``out``: its array is free."""
        self._program.give_back(self.array)
        self.array, self.is_temporary = out, False


def run(calls: Calls) -> None:
    """Run the calls in order."""
    for call in calls:
        call()


def taken_apart(call: Call) -> tuple[Any, tuple[Any, ...]]:
    """What a prepared call calls, and its arguments, the output last."""
    return getattr(call, "func", None), (*getattr(call, "args", ()), *getattr(call, "keywords", {}).values())


@cache
def _gives_numbers(ufunc: np.ufunc) -> bool:
    """Whether numbers go in and one number of the same type comes out."""
    return ufunc.nout == 1 and any(set(types) - set("->") == {"d"} for types in ufunc.types)


def _result_shape(ufunc: np.ufunc, method: str, arrays: list[Array], axis: int) -> tuple[int, ...]:
    first = arrays[0].shape
    if method == "reduce":
        return first[:axis] + first[axis + 1 :]
    if ufunc is np.matmul:
        return first[:-1] + arrays[1].shape[1:]
    shapes = {array.shape for array in arrays}
    shapes.discard(())
    return shapes.pop() if len(shapes) == 1 else np.broadcast_shapes(*shapes)


def _prepared(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Call:
    """A recorded call, ready to run.

    ``np.dot`` is the same product as ``np.matmul`` at half the overhead; ``np.maximum`` and
    ``np.minimum`` take their output by name alone.
    """
    if function is np.maximum or function is np.minimum:
        return partial(function, *arguments[:-1], out=arguments[-1])
    return partial(np.dot if function is np.matmul else function, *arguments)


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
