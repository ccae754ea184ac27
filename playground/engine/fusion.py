"""Runs of elementwise calls as one loop of machine code, with the bits of NumPy's own loops.

A formula such as ``w -= rate * g`` is several calls on arrays of one size. Where each number of the results
follows from numbers at the same place by operations that IEEE 754 rounds exactly, one loop over the places
does the work of all of them. It is compiled once for each expression, and taken only if it gives the bits of
NumPy's loops on numbers of all kinds (of signed zeros and NaN not every processor makes the same).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from playground.engine.arrays import address
from playground.engine.assembly import Assembled, assembled
from playground.engine.program import Array, Call, Calls, taken_apart

_MOST_ARRAYS = 16

OPERATIONS: dict[np.ufunc, str] = {
    np.add: "{r} = fadd {t} {a}, {b}",
    np.subtract: "{r} = fsub {t} {a}, {b}",
    np.multiply: "{r} = fmul {t} {a}, {b}",
    np.divide: "{r} = fdiv {t} {a}, {b}",
    np.negative: "{r} = fneg {t} {a}",
    np.square: "{r} = fmul {t} {a}, {a}",
    np.reciprocal: "{r} = fdiv {t} {one}, {a}",
    np.absolute: "{r} = call {t} @llvm.fabs.{suffix}({t} {a})",
    np.sqrt: "{r} = call {t} @llvm.sqrt.{suffix}({t} {a})",
    np.fmax: """{r}.larger = fcmp ogt {t} {a}, {b}
  {r}.nan = fcmp uno {t} {b}, {b}
  {r}.first = or {mask} {r}.larger, {r}.nan
  {r} = select {mask} {r}.first, {t} {a}, {t} {b}""",
    np.fmin: """{r}.smaller = fcmp olt {t} {a}, {b}
  {r}.nan = fcmp uno {t} {b}, {b}
  {r}.first = or {mask} {r}.smaller, {r}.nan
  {r} = select {mask} {r}.first, {t} {a}, {t} {b}""",
    np.sign: """{r}.above = fcmp ogt {t} {a}, {zero}
  {r}.below = fcmp olt {t} {a}, {zero}
  {r}.nan = fcmp uno {t} {a}, {a}
  {r}.else = select {mask} {r}.nan, {t} {a}, {t} {zero}
  {r}.least = select {mask} {r}.below, {t} {minus_one}, {t} {r}.else
  {r} = select {mask} {r}.above, {t} {one}, {t} {r}.least""",
    np.heaviside: """{r}.above = fcmp ogt {t} {a}, {zero}
  {r}.below = fcmp olt {t} {a}, {zero}
  {r}.nan = fcmp uno {t} {a}, {a}
  {r}.else = select {mask} {r}.nan, {t} {a}, {t} {b}
  {r}.least = select {mask} {r}.below, {t} {zero}, {t} {r}.else
  {r} = select {mask} {r}.above, {t} {one}, {t} {r}.least""",
}
"""ufunc -> how its result ``r`` comes from ``a`` and ``b``, all of type ``t``."""

_PICKING = {np.fmax, np.fmin}
"""Of 0 and -0 NumPy's loops of these take one or the other, as the place in the array will have it, and so
does ours. Therefore one side must be a number of the formula, as in ``fmax(z, 0.0)``: its rules go on alike
with either zero."""
_SLOW = {np.fmax, np.fmin, np.sign, np.heaviside}
"""NumPy's loops of these are slow enough that one of them alone is worth a loop of ours."""


class Operation(NamedTuple):
    """One call of an expression: the places of its inputs and of its result among the run's arrays."""

    ufunc: np.ufunc
    inputs: tuple[int, ...]
    out: int


class Expression(NamedTuple):
    """What a run of calls computes, whatever the arrays.

    ``type_name`` is a key of ``_TYPES``; ``is_number`` says which of the arrays are one number.
    """

    type_name: str
    operations: tuple[Operation, ...]
    is_number: tuple[bool, ...]


class FusedCalls:
    """Calls in a row that one loop may do: all results are contiguous arrays of one size."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.arrays: list[Array] = []
        self._operations: list[Operation] = []
        self._size = 0

    def takes(self, call: Call) -> bool:
        """Whether the call goes on with the run; then it is taken up."""
        ufunc, arrays = taken_apart(call)
        if ufunc not in OPERATIONS or not all(isinstance(one, np.ndarray) for one in arrays):
            return False
        *inputs, out = arrays
        if ufunc in _PICKING and not any(one.ndim == 0 for one in inputs):
            return False
        if self.calls and (out.size != self._size or out.dtype != self.arrays[0].dtype):
            return False
        known, places = list(self.arrays), []
        for array in (*inputs, out):
            place = _place_of(array, out, known)
            if place is None or len(known) > _MOST_ARRAYS:
                return False
            places.append(place)
        self._size, self.arrays = out.size, known
        self._operations.append(Operation(ufunc, tuple(places[:-1]), places[-1]))
        self.calls.append(call)
        return True

    @property
    def is_worthwhile(self) -> bool:
        """Whether one loop of ours is faster than NumPy's."""
        return len(self.calls) > 1 or any(one.ufunc in _SLOW for one in self._operations)

    @property
    def numbers(self) -> tuple[int, ...]:
        """What the loop is called with: how many places there are, and where the arrays stand."""
        return self._size, *(address(array) for array in self.arrays)

    @property
    def loop(self) -> int | None:
        """Address of a loop that takes where the ``numbers`` stand; None where NumPy's bits are others."""
        is_number = tuple(array.size == 1 < self._size for array in self.arrays)
        type_name = self.arrays[0].dtype.char
        made = checked_loop(Expression(type_name, tuple(self._operations), is_number))
        return None if made is None else made.address("loop")


def fused_calls(calls: Calls) -> Iterator[FusedCalls | Call]:
    """The calls in order, those together that one loop may do."""
    fused = FusedCalls()
    for call in calls:
        if fused.takes(call):
            continue
        yield from _ended(fused)
        fused = FusedCalls()
        if not fused.takes(call):
            yield call
    yield from _ended(fused)


def _ended(fused: FusedCalls) -> Iterator[FusedCalls | Call]:
    if fused.is_worthwhile:
        yield fused
    else:
        yield from fused.calls


def _place_of(array: Array, out: Array, known: list[Array]) -> int | None:
    """The array's place among those known, where a new one is added; None where a loop cannot have it."""
    is_number = array.size == 1 < out.size and array is not out
    if array.dtype != out.dtype or out.dtype.char not in _TYPES or not out.size:
        return None
    if not is_number and (array.size != out.size or not array.flags.c_contiguous):
        return None
    for place, other in enumerate(known):
        if array is other or (array.size == other.size and address(array) == address(other)):
            return place
        if np.may_share_memory(array, other):
            return None
    known.append(array)
    return len(known) - 1


# ---------------------------------------------------------------------------------------- compiling


class _Type(NamedTuple):
    """A type of numbers: LLVM's name and suffix for it, bytes, and how many are computed at a time."""

    name: str
    suffix: str
    size: int
    width: int

    @property
    def vector(self) -> str:
        """LLVM's name for as many as are computed at a time; it makes of them what the processor has."""
        return f"<{self.width} x {self.name}>"


_TYPES = {"d": _Type("double", "f64", 8, 8), "f": _Type("float", "f32", 4, 16)}
"""NumPy's letter -> the type."""
_CHECKED_NUMBERS = (0.0, -0.0, 1.0, -1.0, 0.1, -3.5, 1e-310, -1e300, np.inf, -np.inf, np.nan)
_CHECKED_CONSTANTS = (0.1, -3.5, -0.0, np.inf)
"""What the arrays hold beside random numbers, and what is taken for a formula's own numbers."""


@cache
def checked_loop(expression: Expression) -> Assembled | None:
    """The expression as a loop of its own; None where it gives other bits than NumPy."""
    made = assembled(_source(expression))
    return made if _gives_numpys_bits(expression, made.function("loop", 1)) else None


def _gives_numpys_bits(expression: Expression, loop: Any) -> bool:
    """Whether the loop computes what the calls compute, on numbers of all kinds."""
    generator = np.random.default_rng(len(expression.operations))
    picks = any(operation.ufunc in _PICKING for operation in expression.operations)
    with np.errstate(all="ignore"):
        for value in _CHECKED_CONSTANTS:
            ours: list[Array] = []
            for is_number in expression.is_number:
                numbers = generator.choice(_CHECKED_NUMBERS, size=61)
                numbers[::2] = generator.normal(size=31)
                ours.append((np.array([value]) if is_number else numbers).astype(expression.type_name))
            theirs = [array.copy() for array in ours]
            for ufunc, inputs, out in expression.operations:
                ufunc(*(theirs[place] for place in inputs), out=theirs[out])
            words = np.array([61, *(address(array) for array in ours)])
            loop(address(words))
            for one, other in zip(ours, theirs, strict=True):
                if not np.array_equal(one, other, equal_nan=True):
                    return False
                if not picks and (np.signbit(one) != np.signbit(other))[~np.isnan(one)].any():
                    return False
    return True


def _source(expression: Expression) -> str:
    """The loop in LLVM's assembly language: over as many places as a vector holds, then over the rest."""
    one = _TYPES[expression.type_name]
    lines = [
        f"declare {kind} @llvm.{name}.{suffix}({kind})\n"
        for name in ("fabs", "sqrt")
        for kind, suffix in ((one.name, one.suffix), (one.vector, f"v{one.width}{one.suffix}"))
    ]
    lines.append("define void @loop(ptr %words) {\nentry:\n  %n = word %words, 0\n")
    for k, is_number in enumerate(expression.is_number):
        lines.append(f"  %p{k} = pointer %words, {k + 1}\n")
        if is_number:
            lines.append(
                f"""  %x{k} = load {one.name}, ptr %p{k}
  %one{k} = insertelement {one.vector} poison, {one.name} %x{k}, i32 0
  %xs{k} = shufflevector {one.vector} %one{k}, {one.vector} poison, <{one.width} x i32> zeroinitializer
"""
            )
    lines.append(
        f"""  %whole = and i64 %n, -{one.width}
  %has_whole = icmp sgt i64 %whole, 0
  br i1 %has_whole, label %many, label %head
many:
  %i = phi i64 [0, %entry], [%next_i, %many]
{_body(expression, one.width)}  %next_i = add i64 %i, {one.width}
  %goes_on = icmp slt i64 %next_i, %whole
  br i1 %goes_on, label %many, label %head
head:
  %j = phi i64 [0, %entry], [%whole, %many], [%next_j, %single]
  %is_left = icmp slt i64 %j, %n
  br i1 %is_left, label %single, label %out
single:
{_body(expression, 1)}  %next_j = add i64 %j, 1
  br label %head
out:
  ret void
}}
"""
    )
    return "".join(lines)


def _body(expression: Expression, width: int) -> str:
    """The operations at one place, or at as many as the width says: load, compute, store."""
    one = _TYPES[expression.type_name]
    kind, mask, suffix, letter, index = one.name, "i1", one.suffix, "s", "%j"
    words = {"zero": "0.0", "one": "1.0", "minus_one": "-1.0"}
    if width > 1:
        kind, mask, letter, index = one.vector, f"<{width} x i1>", "v", "%i"
        suffix = f"v{width}{one.suffix}"
        words = {name: f"<{', '.join([f'{one.name} {text}'] * width)}>" for name, text in words.items()}
    words |= {"t": kind, "mask": mask, "suffix": suffix}
    numbers = (k for k, is_number in enumerate(expression.is_number) if is_number)
    values = {k: f"%xs{k}" if width > 1 else f"%x{k}" for k in numbers}
    lines = []

    def value(place: int) -> str:
        if place not in values:
            values[place] = f"%{letter}{place}"
            lines.append(
                f"  %{letter}at{place} = getelementptr {one.name}, ptr %p{place}, i64 {index}\n"
                f"  {values[place]} = load {kind}, ptr %{letter}at{place}, align {one.size}\n"
            )
        return values[place]

    for k, (ufunc, inputs, out) in enumerate(expression.operations):
        a, b, r = value(inputs[0]), value(inputs[-1]), f"%{letter}r{k}"
        lines.append("  " + OPERATIONS[ufunc].format(a=a, b=b, r=r, **words) + "\n")
        values[out] = r
    for place in dict.fromkeys(operation.out for operation in expression.operations):
        lines.append(
            f"  %{letter}to{place} = getelementptr {one.name}, ptr %p{place}, i64 {index}\n"
            f"  store {kind} {values[place]}, ptr %{letter}to{place}, align {one.size}\n"
        )
    return "".join(lines)
