"""Tables: a program's calls as rows of numbers, one for each inner loop that NumPy would run.

Each ufunc computes by an inner loop, a C function ``void loop(char **args, intp *dims, intp *steps, void
*data)`` that needs neither interpreter nor lock; its address stands in the public head of every ufunc
object (numpy/ufuncobject.h). A row holds the loop, pointers, lengths and strides of one call.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from functools import cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.arrays import address
from playground.engine.assembly import NotNativeError
from playground.engine.fusion import FusedCalls, fused_calls
from playground.engine.product import kernel_of
from playground.engine.program import Array, Call, Calls, taken_apart

WORDS = 24
"""Numbers in a row."""
_LOOP, _GENERAL, _DRAW, _NARROW = 0, 1, 2, 3
_MOST_ARGUMENTS = 4

LONGEST_REDUCTION = 8192 if np.lib.NumpyVersion(np.__version__) < "2.3.0" else sys.maxsize
"""Numbers along an axis; more than its buffer holds an older NumPy adds in parts."""


# -------------------------------------------------------------------------------------- inner loops


class _UfuncHead(ctypes.Structure):
    """The head of ``PyUFuncObject`` (numpy/ufuncobject.h), unchanged since NumPy 1."""

    _fields_ = (
        ("reference_count", ctypes.c_ssize_t),
        ("type", ctypes.c_void_p),
        ("nin", ctypes.c_int),
        ("nout", ctypes.c_int),
        ("nargs", ctypes.c_int),
        ("identity", ctypes.c_int),
        ("functions", ctypes.POINTER(ctypes.c_void_p)),
        ("data", ctypes.POINTER(ctypes.c_void_p)),
        ("ntypes", ctypes.c_int),
        ("reserved", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("types", ctypes.POINTER(ctypes.c_char)),
    )


@cache
def _loop_of(ufunc: np.ufunc, types: bytes) -> tuple[int, int]:
    """Address and data of the ufunc's inner loop for these type numbers."""
    head = _UfuncHead.from_address(id(ufunc))
    if (head.nin, head.nout, head.ntypes) != (ufunc.nin, ufunc.nout, ufunc.ntypes):
        raise NotNativeError("this NumPy lays its ufuncs out in another way")
    known = ctypes.string_at(head.types, head.nargs * head.ntypes)
    for index in range(head.ntypes):
        if known[index * head.nargs : (index + 1) * head.nargs] == types and head.functions[index]:
            return head.functions[index] or 0, (head.data[index] or 0) if head.data else 0
    raise NotNativeError(f"{ufunc.__name__} has no loop for these types")


def _loop_for(ufunc: np.ufunc, arrays: Sequence[Array]) -> tuple[int, int]:
    return _loop_of(ufunc, bytes(array.dtype.num for array in arrays))


# -------------------------------------------------------------------------------------------- rows


Row = NDArray[np.int64]


def rows_of(call: Call) -> list[Row]:
    """The rows that do what the call does. Raises NotNativeError."""
    function, arguments = taken_apart(call)
    if function is np.copyto:
        out, value, *_ = arguments
        is_narrowed = value.dtype != out.dtype
        return [_narrowed(value, out)] if is_narrowed else _elementwise(np.positive, (value, out))
    if function is np.matmul or function is np.dot:
        return _product(*arguments)
    if isinstance(function, np.ufunc):
        return _elementwise(function, arguments)
    owner, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
    if isinstance(owner, np.ufunc) and name == "reduce":
        return _reduction(owner, *arguments)
    if isinstance(owner, np.random.Generator) and name == "random":
        return [_draw(owner, *arguments)]
    raise NotNativeError(f"{function} is no ufunc")


def _elementwise(ufunc: np.ufunc, arguments: Sequence[Any]) -> list[Row]:
    """``ufunc(inputs..., out)`` on arrays of the loop's own types."""
    out = arguments[-1]
    if ufunc.nout != 1 or len(arguments) != ufunc.nin + 1 or len(arguments) > _MOST_ARGUMENTS:
        raise NotNativeError(f"{ufunc.__name__} with these arguments")
    arrays = [*(_array(one, out) for one in arguments[:-1]), out]
    strides = [_strides_over(out.shape, one) for one in arrays]
    return looped(_loop_for(ufunc, arrays), [address(one) for one in arrays], strides, out.shape)


def _array(value: Any, out: Array) -> Array:
    if not isinstance(value, np.ndarray):
        raise NotNativeError("a number that is no array")
    if value is not out and np.may_share_memory(value, out):
        here, there = ((address(x), x.shape, x.strides) for x in (value, out))
        if here != there:
            raise NotNativeError("input and output overlap")
    return value


def _strides_over(shape: tuple[int, ...], array: Array) -> tuple[int, ...]:
    """The array's strides where it is broadcast to this shape."""
    missing = len(shape) - array.ndim
    if missing < 0 or any(
        have not in (1, want) for have, want in zip(array.shape, shape[missing:], strict=True)
    ):
        raise NotNativeError("arrays of shapes that do not go together")
    return (0,) * missing + tuple(
        [0 if n == 1 else step for n, step in zip(array.shape, array.strides, strict=True)]
    )


def _reduction(ufunc: np.ufunc, values: Array, axis: int, dtype: None, out: Array) -> list[Row]:
    """``ufunc.reduce(values, axis, None, out)``: the start, then the loop with ``out`` as its first input.

    With an identity (add) ``out`` starts there; without (maximum) it starts as the first of the values.
    """
    del dtype
    if values.dtype != out.dtype or ufunc.nin != 2 or not values.size:
        raise NotNativeError("a reduction of this kind")
    axis %= values.ndim
    if values.shape[axis] > LONGEST_REDUCTION:
        raise NotNativeError("a reduction in parts")
    rest = tuple(length for place, length in enumerate(values.shape) if place != axis)
    if out.shape != rest:
        raise NotNativeError("a reduction into another shape")
    loop = _loop_for(ufunc, (values, values, out))
    if ufunc.identity is None:
        first, values = np.split(values, [1], axis=axis)
        rows = _elementwise(np.positive, (first.reshape(rest), out))
    else:
        rows = _elementwise(np.positive, (_constant(float(ufunc.identity), out.dtype), out))
    if not values.size:
        return rows
    spread = np.lib.stride_tricks.as_strided(
        out,
        values.shape,
        [0 if place == axis else out.strides[place - (place > axis)] for place in range(values.ndim)],
    )
    # NumPy walks along memory: the axis with the smallest step in the values is the innermost.
    inwards = sorted(range(values.ndim), key=lambda place: -abs(values.strides[place]))
    spread, values = spread.transpose(inwards), values.transpose(inwards)
    arrays = (spread, values, spread)
    return rows + looped(loop, [address(a) for a in arrays], [a.strides for a in arrays], values.shape)


@cache
def _constant(value: float, dtype: np.dtype[Any]) -> Array:
    """A number that lives as long as the program."""
    return np.array(value, dtype=dtype)


def looped(
    loop: tuple[int, int], pointers: list[int], strides: list[tuple[int, ...]], shape: tuple[int, ...]
) -> list[Row]:
    """Rows for a loop over arrays of this shape: dimensions joined where memory allows, as NumPy does."""
    if not prod(shape):
        return []
    kept = [place for place, length in enumerate(shape) if length != 1]
    lengths = [shape[place] for place in kept]
    steps = [[one[place] for one in strides] for place in kept]
    place = len(lengths) - 2
    while place >= 0:
        if all(
            outer == inner * lengths[place + 1]
            for outer, inner in zip(steps[place], steps[place + 1], strict=True)
        ):
            lengths[place] *= lengths.pop(place + 1)
            steps.pop(place)
        place -= 1
    while len(lengths) < 2:
        lengths.insert(0, 1)
        steps.insert(0, [0] * len(pointers))
    if len(lengths) > 2:
        rows = []
        for index in range(lengths[0]):
            moved = [pointer + index * step for pointer, step in zip(pointers, steps[0], strict=True)]
            inner = [tuple(step[k] for step in steps[1:]) for k in range(len(pointers))]
            rows += looped(loop, moved, inner, tuple(lengths[1:]))
        return rows
    row = np.zeros(WORDS, dtype=np.int64)
    count = len(pointers)
    row[:4] = _LOOP, *loop, lengths[0]
    row[4 : 4 + count] = steps[0]
    row[8] = lengths[1]
    row[9 : 9 + count] = pointers
    row[13 : 13 + count] = steps[1]
    return [row]


def _product(a: Array, b: Array, out: Array) -> list[Row]:
    """``matmul(a, b, out)`` of matrices and vectors."""
    if a.shape == b.shape == out.shape == (1, 1):  # np.dot, which the calls use, adds nothing to it
        return _elementwise(np.multiply, (a, b, out))
    loop = _loop_for(np.matmul, (a, b, out))
    if np.may_share_memory(a, out) or np.may_share_memory(b, out):
        raise NotNativeError("a product into one of its factors")
    n = b.shape[0]
    if a.shape[-1] != n or a.ndim > 2 or b.ndim > 2:
        raise NotNativeError("a product of this shape")
    m, a_steps = (1, (0, a.strides[0])) if a.ndim == 1 else (a.shape[0], a.strides)
    p, b_steps = (1, (b.strides[0], 0)) if b.ndim == 1 else (b.shape[1], b.strides)
    if out.ndim == 2:
        c_steps: tuple[int, ...] = out.strides
    else:
        step = out.strides[0] if out.ndim else 0
        c_steps = (0, step) if a.ndim == 1 else (step, 0)
    is_thin = 1 in (m, n, p)
    if is_thin and not all(x.flags.c_contiguous or x.flags.f_contiguous for x in (a, b, out)):
        # np.dot, which the calls use, copies such a part first: then BLAS may add in another order.
        raise NotNativeError("a product of vectors with gaps")
    row = np.zeros(WORDS, dtype=np.int64)
    row[:3] = _GENERAL, *loop
    row[3:6] = address(a), address(b), address(out)
    row[6:10] = 1, m, n, p
    row[13:19] = *a_steps, *b_steps, *c_steps
    return [row]


def _draw(generator: np.random.Generator, size: None, dtype: Any, out: Array) -> Row:
    """``generator.random(None, float64, out)``: uniform numbers in order, from the generator's own state."""
    del size
    if np.dtype(dtype) != np.float64 or not out.flags.c_contiguous:
        raise NotNativeError("random numbers of this kind")
    access = generator.bit_generator.ctypes
    row = np.zeros(WORDS, dtype=np.int64)
    next_double = ctypes.cast(access.next_double, ctypes.c_void_p).value or 0
    row[:5] = _DRAW, next_double, access.state_address, address(out), out.size
    return row


def _narrowed(value: Array, out: Array) -> Row:
    """``copyto(out, value)`` from float64 to float32, rounded to the nearest as the processor does."""
    if value.dtype.char != "d" or out.dtype.char != "f" or value.shape != out.shape:
        raise NotNativeError("a copy to another type")
    if not (value.flags.c_contiguous and out.flags.c_contiguous):
        raise NotNativeError("a copy to another type with gaps")
    row = np.zeros(WORDS, dtype=np.int64)
    row[:5] = _NARROW, 0, address(value), address(out), out.size
    return row


def _fused(loop: int, fused: FusedCalls) -> Row:
    """Several calls by a loop of our own, which takes the address of its numbers."""
    row = np.zeros(WORDS, dtype=np.int64)
    row[:2] = _GENERAL, loop
    row[3 : 3 + len(fused.numbers)] = fused.numbers
    return row


class Table:
    """Calls as rows. It keeps what the calls work on alive as long as it lives itself."""

    def __init__(self, calls: Calls, *, own_loops: bool = True) -> None:
        """Raises NotNativeError where a call has no row.

        With ``own_loops`` some rows have loops of our own, which give the same bits in less time; without,
        all are NumPy's.
        """
        self._calls = calls
        self._rooms: list[Array] = []
        rows = self._rows_by_own_loops() if own_loops else [row for call in calls for row in rows_of(call)]
        self.rows: Row = np.array(rows, dtype=np.int64).reshape(-1, WORDS)
        self.address = address(self.rows)
        """Where the rows stand in memory."""

    def __len__(self) -> int:
        return len(self.rows)

    def _rows_by_own_loops(self) -> list[Row]:
        rows = []
        for part in fused_calls(self._calls):
            if not isinstance(part, FusedCalls):
                rows += self._rows_with_kernel(part)
            elif (loop := part.loop) is not None:
                rows.append(_fused(loop, part))
            else:
                rows += [row for call in part.calls for row in rows_of(call)]
        return rows

    def _rows_with_kernel(self, call: Call) -> list[Row]:
        """The call's rows; a product's with our own kernel, where it gives the same bits."""
        rows = rows_of(call)
        function, arguments = taken_apart(call)
        if function not in (np.dot, np.matmul):
            return rows
        a, b, out = arguments
        kernel = kernel_of(a, b, out)
        if kernel is not None:
            room = np.empty(b.size if b.strides[1] != b.itemsize else 0)
            self._rooms.append(room)
            (row,) = rows
            row[1:3] = kernel.address, address(room)
            row[19:21] = kernel.order
        return rows
