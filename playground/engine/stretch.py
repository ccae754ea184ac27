"""A stretch of training: many steps, several epochs, in one call of the native engine."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.random import PCG64, Generator
from numpy.typing import NDArray

from playground.engine.arrays import address
from playground.engine.assembly import NotNativeError
from playground.engine.machine import Engine
from playground.engine.passes import LabelledSet
from playground.engine.program import Array, Calls
from playground.engine.table import Table
from playground.engine.training_loop import DONE, INTERRUPTED, JOB, TROUBLE, WAITING

CHECKED_STEPS = 64
"""At most so many steps pass before one looks whether all numbers are finite."""
EPOCHS_AHEAD = 1024
"""So many epochs are taken in one call at most: more than a small network trains while a picture is shown."""
EPOCHS_AT_ONCE = 64
"""So many where no flag can be raised: the interpreter hears of an interrupt between two calls."""
ENDS_AHEAD = 64
"""So many ends of epochs are kept in one call at most."""
_LOGGED_NUMBERS = 1 << 22
"""So many numbers the ends of epochs may take, all together, until they are looked at."""
_STATE, _LEFT = ctypes.c_double * 4, ctypes.c_double * 1
"""Made once: each such type is a cycle that only the garbage collector takes away."""
_PLACE = {name: place for place, name in enumerate(JOB)}

Outcome = Literal["done", "interrupted", "trouble", "waiting"]
_OUTCOMES: dict[int, Outcome] = {
    DONE: "done",
    INTERRUPTED: "interrupted",
    TROUBLE: "trouble",
    WAITING: "waiting",
}


class Flag:
    """A number in memory that one thread raises and a stretch in another sees after each step."""

    def __init__(self) -> None:
        self.number = np.zeros(1, dtype=np.int64)
        self.address = address(self.number)

    def raise_(self) -> None:
        """Somebody waits: the stretch ends after its next step."""
        self.number[0] = 1

    def lower(self) -> None:
        """Nobody waits."""
        self.number[0] = 0

    @property
    def is_raised(self) -> bool:
        """Whether somebody waits."""
        return bool(self.number[0])


@dataclass(frozen=True)
class Batches:
    """Room for a batch, ``inputs (features + 1, n)`` and ``targets (outputs, n)``; a step's calls on it."""

    inputs: Array
    targets: Array
    calls: Calls


@dataclass(frozen=True)
class Measuring:
    """Calls that measure the network as it is, and the arrays in which they leave what they found.

    ``judge`` says what follows from these arrays, seen several times, each ``(times, ...)``, and from the
    penalties at these times.
    """

    calls: Calls
    seen: tuple[Array, ...]
    judge: Callable[[Sequence[Array], Sequence[float]], list[Any]]


class GeneratorMemory:
    """A generator's state where it stands in memory, to be copied with what else moves."""

    def __init__(self, generator: Generator) -> None:
        """Raises NotNativeError for another kind of generator."""
        self.words = _words_of(generator)
        access = generator.bit_generator.ctypes
        self.state_address = int(access.state_address)
        self.next_uint32 = ctypes.cast(access.next_uint32, ctypes.c_void_p).value or 0
        self._copy = Generator(PCG64(0))
        self._copied = _words_of(self._copy)
        self._keeps = generator

    def at(self, numbers: Array) -> Generator:
        """A generator that stands where this one stood when its ``words`` were these numbers, put together.

        It is good until the next call.
        """
        state, left = self._copied
        np.copyto(state, numbers[: state.size])
        np.copyto(left, numbers[state.size :])
        return self._copy


def _words_of(generator: Generator) -> tuple[Array, Array]:
    """The memory that a PCG64 is: its state with its increment, and 32 bits that are left to give."""
    if type(generator.bit_generator) is not PCG64:
        raise NotNativeError("this generator keeps its state in another way")
    address = int(generator.bit_generator.ctypes.state_address)
    numbers = int(ctypes.c_int64.from_address(address).value)
    state, left = _STATE.from_address(numbers), _LEFT.from_address(address + 8)
    return np.ctypeslib.as_array(state), np.ctypeslib.as_array(left)


class Moved:
    """Everything that moves, as it was at the end of an epoch: taken apart where somebody asks for it."""

    def __init__(
        self,
        numbers: Array,
        parts: Sequence[tuple[slice, tuple[int, ...]]],
        memory: GeneratorMemory,
    ) -> None:
        """``numbers`` are those of the arrays that move, and of the generator behind them."""
        self._numbers, self._parts, self._memory = numbers, parts, memory

    def moving(self) -> list[Array]:
        """Copies of the arrays that move."""
        return [self.at(place).copy() for place in range(len(self._parts))]

    def at(self, place: int) -> Array:
        """One of the arrays, to look at."""
        part, shape = self._parts[place]
        return self._numbers[part].reshape(shape)

    @property
    def generator(self) -> dict[str, Any]:
        """The generator's state."""
        state = self._numbers[self._parts[-1][0].stop :]
        return dict(self._memory.at(state).bit_generator.state)


class Stretch:
    """Runs steps ahead. ``moving`` are all arrays that a step changes and a state is made of.

    It sets out, ``advance`` takes its steps, it arrives. Then there are ``taken`` steps, the place ``epoch``
    (counted from the first) and ``position``, with the running epoch's ``order`` (None between two); ``ends``
    are copies at the ends of the epochs that were asked for; those at the places ``measured`` have been, with
    what was ``seen`` there, each array ``(measured, ...)``. In trouble, which is a number that is not finite,
    all arrays are those of the last state known to be finite, and so are taken, epoch, position, order and
    generator.
    """

    def __init__(
        self,
        engine: Engine,
        points: LabelledSet,
        batch_size: int,
        full: Batches | None,
        rest: Batches | None,
        moving: Sequence[Array],
        parameters: Array,
        previous: Array,
        gradients: Array,
        rate: Array,
        generator: Generator,
        measuring: Measuring | None,
    ) -> None:
        """Raises NotNativeError where a call has no row."""
        self.engine = engine
        self._flag = Flag()
        self._memory = GeneratorMemory(generator)
        self._began = np.zeros(sum(word.size for word in self._memory.words))
        self._count = len(moving)
        self._moving = (*moving, *self._memory.words, self._began)
        self._seen = () if measuring is None else measuring.seen
        self._keeps = (points, full, rest, parameters, previous, gradients, rate)
        self._job = np.zeros(len(JOB), dtype=np.int64)
        self.address = address(self._job)
        self._parts, self._numbers = _parts((*self._moving, *self._seen))
        moved = sum(array.size for array in self._moving)
        self.most_ends = max(1, min(ENDS_AHEAD, _LOGGED_NUMBERS // max(self._numbers, 1)))
        self._log = np.empty((self.most_ends, self._numbers))
        self._safe = np.empty(moved)
        self._slots = np.empty(EPOCHS_AHEAD, dtype=np.int64)
        self._measured = np.zeros(EPOCHS_AHEAD, dtype=np.int64)
        self._rates = np.empty(EPOCHS_AHEAD + 1)
        self._order = np.arange(points.count)
        self._first_order: Array | None = None
        self._tables: list[Table] = []
        self._places: list[Array] = []
        steps = -(-points.count // batch_size)
        self._set(
            full=points.count // batch_size,
            steps=steps,
            points=points.count,
            batch=batch_size,
            rates=address(self._rates),
            rate=address(rate),
            order=address(self._order),
            next_uint32=self._memory.next_uint32,
            generator=self._memory.state_address,
            generator_arrays=self._addresses(self._memory.words),
            generator_count=len(self._memory.words),
            began=address(self._began),
            slots=address(self._slots),
            measured=address(self._measured),
            moving=self._addresses(self._moving),
            arrays=len(self._moving),
            bytes=8 * moved,
            seen=self._addresses(self._seen),
            seen_arrays=len(self._seen),
            slot_bytes=8 * self._numbers,
            log=address(self._log),
            check=CHECKED_STEPS,
            parameters=address(parameters),
            size=parameters.size,
            previous=address(previous),
            gradients=address(gradients),
            safe=address(self._safe),
        )
        for name, batches in (("full", full), ("rest", rest)):
            if batches is not None:
                self._take(name, batches, points)
        if measuring is not None:
            self._take_rows("measure", measuring.calls)
        self.ends: list[Moved] = []
        self.measured: list[int] = []
        self.seen: list[Array] = []

    def set_out(
        self,
        steps: int,
        position: int,
        order: Array | None,
        rates: Array,
        is_logged: NDArray[np.bool_],
        is_measured: NDArray[np.bool_],
        *,
        shuffles: bool,
        flag: Flag | None = None,
    ) -> None:
        """Be about to take so many steps, from ``position`` in the epoch of ``order (n,)``; None: it begins.

        ``rates (epochs + 1,)`` are the learning rates; ``is_logged (epochs,)`` says of which epochs' ends a
        copy is wanted, at most ``most_ends``, ``is_measured (epochs,)`` with measures. ``shuffles``: whether
        the generator draws the orders.
        """
        count = is_logged.size
        self._slots[:count] = np.where(is_logged, np.cumsum(is_logged) - 1, -1)
        self._measured[:count] = is_measured if self._seen else False
        self._rates[: count + 1] = rates
        self._first_order, self._shuffles = order, shuffles
        if order is not None:
            np.copyto(self._order, order)
        elif not shuffles:
            self._order[:] = np.arange(self._order.size)
        self._keep_safe()
        self._set(
            flag=(flag or self._flag).address,
            left=steps,
            taken=0,
            position=position,
            epoch=0,
            epochs=count,
            is_drawn=order is not None,
            shuffles=shuffles,
            safe_taken=0,
            safe_position=position,
            safe_epoch=0,
            unchecked=0,
        )

    def arrive(self, outcome: Outcome) -> None:
        """Stand where the steps have led."""
        if outcome == "trouble":
            self._restore()
        else:
            self.order = self._order.copy() if self._get("is_drawn") else None
        self._read_log()

    @property
    def taken(self) -> int:
        """Steps taken."""
        return self._get("taken")

    @property
    def epoch(self) -> int:
        """Epochs ended."""
        return self._get("epoch")

    @property
    def position(self) -> int:
        """Steps taken in the running epoch."""
        return self._get("position")

    # ------------------------------------------------------------------------------------ private

    def _restore(self) -> None:
        """Go back to the last state known to be finite."""
        for array, (place, shape) in zip(self._moving, self._parts, strict=False):
            np.copyto(array, self._safe[place].reshape(shape))
        epoch, position = self._get("safe_epoch"), self._get("safe_position")
        self._set(taken=self._get("safe_taken"), epoch=epoch, position=position)
        if epoch == 0 and self._first_order is not None:
            self.order = self._first_order
        elif position == 0:
            self.order = None
        else:
            count = self._order.size
            self.order = (
                self._memory.at(self._began).permutation(count) if self._shuffles else np.arange(count)
            )

    def _read_log(self) -> None:
        """Copy what stands in the slots of the log."""
        is_measured = self._measured[: self.epoch][self._slots[: self.epoch] >= 0] > 0
        rows = self._log[: is_measured.size][is_measured]
        self.measured = np.flatnonzero(is_measured).tolist()
        self.seen = [rows[:, place].reshape(-1, *shape) for place, shape in self._parts[len(self._moving) :]]
        parts = self._parts[: self._count]
        size = parts[-1][0].stop + sum(word.size for word in self._memory.words)
        self.ends = [
            Moved(self._log[slot, :size].copy(), parts, self._memory) for slot in range(is_measured.size)
        ]

    def _take(self, name: str, batches: Batches, points: LabelledSet) -> None:
        sets = [
            (address(values), values.strides[0], values.shape[0], address(out), out.strides[0])
            for values, out in ((points.augmented, batches.inputs), (points.targets, batches.targets))
        ]
        gather = np.array(sets, dtype=np.int64)
        self._places.append(gather)
        self._set(**{f"{name}_gather": address(gather)})
        self._take_rows(name, batches.calls)

    def _take_rows(self, name: str, calls: Calls) -> None:
        table = Table(calls)
        self._tables.append(table)
        self._set(**{f"{name}_rows": table.address, f"{name}_count": len(table)})

    def _addresses(self, arrays: Sequence[Array]) -> int:
        """Where the addresses and sizes in bytes of the arrays stand."""
        places = np.array([(address(array), array.nbytes) for array in arrays], dtype=np.int64)
        self._places.append(places)
        return address(places)

    def _keep_safe(self) -> None:
        np.concatenate([array.ravel() for array in self._moving], out=self._safe)

    def _set(self, **numbers: int) -> None:
        for name, number in numbers.items():
            self._job[_PLACE[name]] = number

    def _get(self, name: str) -> int:
        return int(self._job[_PLACE[name]])


def advance(stretches: Sequence[Stretch]) -> list[Outcome]:
    """Take the steps of these, which have set out: one after the other, in one call without the interpreter.

    The first that is interrupted is the last; those behind it are "waiting", and stand where they stood.
    """
    if not stretches:
        return []
    jobs = np.array([(stretch.address, WAITING) for stretch in stretches], dtype=np.int64)
    stretches[0].engine.advance(address(jobs), len(jobs))
    return [_OUTCOMES[answer] for answer in jobs[:, 1].tolist()]


def _parts(arrays: Sequence[Array]) -> tuple[list[tuple[slice, tuple[int, ...]]], int]:
    """Where each array stands in one copy of all their numbers, and its shape; how many numbers there are."""
    ends = np.cumsum([0, *(array.size for array in arrays)]).tolist()
    shapes = [array.shape for array in arrays]
    return [(slice(*span), shape) for span, shape in zip(pairwise(ends), shapes, strict=True)], ends[-1]
