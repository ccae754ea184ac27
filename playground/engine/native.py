"""The native engine: programs run without the interpreter, on NumPy's own inner loops.

A ``Table`` holds the calls of a program as rows of numbers; ``Engine.execute`` walks down them in machine
code that llvmlite compiles when it is first needed, and ``Engine.advance`` takes whole training steps.
The loops are the very ones that NumPy calls, or our own (``product``, ``fusion``), each checked against
NumPy's when it is made, so every bit of every result is the same. Without llvmlite, on a NumPy whose loops
are not found, or where the self-check sees one different bit, ``engine()`` is None and programs run call by
call.
"""

from __future__ import annotations

import ctypes
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from typing import Any

import numpy as np

from playground.engine.arrays import address
from playground.engine.assembly import NotNativeError
from playground.engine.machine import Engine, compiled
from playground.engine.program import Array, Call, Calls, run
from playground.engine.table import LONGEST_REDUCTION, Table, rows_of

VARIABLE = "PLAYGROUND_ENGINE"
"""Environment variable: ``numpy`` forces the Python loop."""

log = logging.getLogger(__name__)


def engine() -> Engine | None:
    """The compiled engine; None where programs run call by call."""
    return None if os.environ.get(VARIABLE, "").lower() == "numpy" else _made()


def description() -> str:
    """Which of the two runs, in a few words: ``native`` or ``numpy``."""
    return "numpy" if engine() is None else "native"


@cache
def _made() -> Engine | None:
    """The engine, compiled and checked once; where it cannot be used the log says why."""
    try:
        made = compiled()
        trouble = differences(made)
    except ImportError:
        log.info("programs run call by call: llvmlite is not installed")
        return None
    except Exception as error:
        log.warning("programs run call by call: %s", error)
        return None
    if trouble:
        log.warning("programs run call by call: other bits in %s", ", ".join(trouble))
        return None
    return made


class Runner:
    """Runs calls again and again: from the second time on without the interpreter, where that can be.

    It makes no engine, which takes a while: that is for whoever trains. What has no row (a draw into
    float32, a copy with gaps) is called between two tables.
    """

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self._parts: list[Table | Call] | None = None
        self._has_run = False

    def run(self) -> None:
        """Run the calls in order."""
        if self._parts is None:
            made = engine() if self._has_run and _made.cache_info().currsize else None
            self._has_run = True
            if made is None:
                run(self.calls)
                return
            self._parts = _parts_of(self.calls)
            self._engine = made
        for part in self._parts:
            if isinstance(part, Table):
                self._engine.execute(part.address, len(part))
            else:
                part()


def _parts_of(calls: Calls) -> list[Table | Call]:
    """Tables of the calls that have rows, and between them the calls that have none."""
    with suppress(NotNativeError):
        return [Table(calls)]
    parts: list[Table | Call] = []
    waiting: list[Call] = []
    for call in calls:
        try:
            rows_of(call)
        except NotNativeError:
            if waiting:
                parts.append(Table(tuple(waiting)))
                waiting = []
            parts.append(call)
        else:
            waiting.append(call)
    if waiting:
        parts.append(Table(tuple(waiting)))
    return parts


# -------------------------------------------------------------------------------- the self-check

_ONE_INPUT: tuple[np.ufunc, ...] = (
    np.positive, np.negative, np.absolute, np.sign, np.sqrt, np.square, np.reciprocal, np.exp, np.expm1,
    np.log, np.log1p, np.tanh, np.sin, np.cos,
)  # fmt: skip
_TWO_INPUTS: tuple[np.ufunc, ...] = (
    np.add, np.subtract, np.multiply, np.divide, np.maximum, np.minimum, np.fmax, np.fmin, np.power,
    np.heaviside,
)  # fmt: skip
"""The ufuncs that programs may call."""
_CHECKED_SHAPES = {np.float64: ((1, 1), (5, 1), (3, 10), (8, 64)), np.float32: ((3, 10), (8, 64))}
_LONG_ROWS = (2, 1000)
"""What is added up in parts."""


def differences(made: Engine) -> list[str]:
    """The names of ufuncs that give other bits as rows than as calls, over all kinds of shapes."""
    names, calls, wanted = [], [], []
    with np.errstate(all="ignore"):
        for function, given, out in _checked_calls():
            function(*given, out=out)
            names.append(function.__name__ if isinstance(function, np.ufunc) else "reduce")
            wanted.append(out.tobytes())
            out.fill(np.nan)
            calls.append(partial(function, *given, out))
    table = Table(tuple(calls), own_loops=False)
    made.execute(table.address, len(table))
    triples = zip(names, wanted, calls, strict=True)
    trouble = {name for name, right, call in triples if right != call.args[-1].tobytes()}
    if not _draws_alike(made):
        trouble.add("permutation")
    return sorted(trouble)


def _draws_alike(made: Engine) -> bool:
    """Whether orders of points are those that NumPy draws, and leave the generator where it does."""
    own, right = np.random.default_rng(1), np.random.default_rng(1)
    access = own.bit_generator.ctypes
    draw = ctypes.cast(access.next_uint32, ctypes.c_void_p).value or 0
    for count in (*range(1, 18), 250, 257, 1000):
        order = np.empty(count, dtype=np.int64)
        made.permute(address(order), count, draw, access.state_address)
        if not np.array_equal(order, right.permutation(count)):
            return False
    return own.bit_generator.state == right.bit_generator.state


def _checked_calls() -> Iterator[tuple[Callable[..., Any], tuple[Any, ...], Array]]:
    """Functions with their inputs and room for the result: every loop, every way arrays lie in memory."""
    generator = np.random.default_rng(1)
    for dtype, shapes in _CHECKED_SHAPES.items():
        for rows, columns in (*shapes, _LONG_ROWS):
            a, b = (generator.normal(size=(rows, columns + 2)).astype(dtype) for _ in range(2))
            inner = a[:, 1:-1], b[:, 1:-1]
            if (rows, columns) != _LONG_ROWS:
                pairs = ((a, b), inner, (a, b[:, :1]), (a, b[0]), (a, b[0, :1].reshape(())))
                for first, second in pairs:
                    for ufunc in _TWO_INPUTS:
                        yield ufunc, (first, second), np.empty(first.shape, dtype)
                for values in (a, inner[0], a.T):
                    for ufunc in _ONE_INPUT:
                        yield ufunc, (values,), np.empty(values.shape, dtype)
            for axis in (0, 1):
                for values in (a, inner[0], a[:, ::2], a.T):
                    out = np.empty(values.shape[1 - axis], dtype)
                    yield np.add.reduce, (values, axis, None), out
                    yield np.maximum.reduce, (values, axis, None), out.copy()
            products = [(a, b.T), (a, b[0]), (a[0], b.T)]
            if (rows, columns) != _LONG_ROWS:
                products.append((a.T, b))
            if 1 not in inner[0].shape:
                products.append((inner[0], inner[1].T))
            for left, right in products:
                yield np.matmul, (left, right), np.empty(np.matmul(left, right).shape, dtype)
        long = generator.normal(size=min(20_000, LONGEST_REDUCTION)).astype(dtype)
        yield np.add.reduce, (long, 0, None), np.empty((), dtype)
