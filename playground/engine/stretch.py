"""A stretch of training: many steps, several epochs, in one call of the native engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from playground.engine.machine import DONE, JOB, TROUBLE, Engine
from playground.engine.passes import LabelledSet
from playground.engine.program import Array, Calls
from playground.engine.table import Table

CHECKED_STEPS = 64
"""At most so many steps pass before one looks whether all numbers are finite."""
EPOCHS_AHEAD = 64
"""So many orders of points are drawn ahead at most."""
_LOGGED_NUMBERS = 1 << 22
"""So many numbers the ends of epochs may take, all together, until they are looked at."""
_PLACE = {name: place for place, name in enumerate(JOB)}

Outcome = Literal["done", "interrupted", "trouble"]


class Flag:
    """A number in memory that one thread raises and a stretch in another sees after each step."""

    def __init__(self) -> None:
        self.number = np.zeros(1, dtype=np.int64)

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


class Stretch:
    """Runs steps ahead. ``moving`` are all arrays that a step changes and a state is made of.

    After ``run``: ``taken`` steps, the place ``epoch`` (counted from the first order) and ``position``;
    ``ends`` are copies of ``moving`` at the ends of the epochs that were asked for. In trouble, which
    is a number that is not finite, all arrays are those of the last state known to be finite, and so
    are taken, epoch and position.
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
    ) -> None:
        """Raises NotNativeError where a call has no row."""
        self._engine, self._moving = engine, tuple(moving)
        self._flag = Flag()
        self._keeps = (points, full, rest, parameters, previous, gradients, rate)
        self._job = np.zeros(len(JOB), dtype=np.int64)
        self._numbers = sum(array.size for array in moving)
        self.most_epochs = max(1, min(EPOCHS_AHEAD, _LOGGED_NUMBERS // max(self._numbers, 1)))
        ends = np.cumsum([0, *(array.size for array in moving)]).tolist()
        shapes = [array.shape for array in moving]
        self._parts = [(slice(*span), shape) for span, shape in zip(pairwise(ends), shapes, strict=True)]
        self._log = np.empty((self.most_epochs, self._numbers))
        self._safe = np.empty(self._numbers)
        self._slots = np.empty(self.most_epochs, dtype=np.int64)
        places = [(array.ctypes.data, array.nbytes) for array in self._moving]
        self._places = np.array(places, dtype=np.int64).reshape(-1, 2)
        count = points.count
        self._tables: list[Table] = []
        self._gathers: list[Array] = []
        steps = -(-count // batch_size)
        self._set(
            full=count // batch_size,
            steps=steps,
            points=count,
            batch=batch_size,
            rate=rate.ctypes.data,
            slots=self._slots.ctypes.data,
            moving=self._places.ctypes.data,
            arrays=len(self._moving),
            bytes=8 * self._numbers,
            log=self._log.ctypes.data,
            check=CHECKED_STEPS,
            parameters=parameters.ctypes.data,
            size=parameters.size,
            previous=previous.ctypes.data,
            gradients=gradients.ctypes.data,
        )
        for name, batches in (("full", full), ("rest", rest)):
            if batches is not None:
                self._take(name, batches, points)
        self.ends: list[list[Array]] = []

    def run(
        self,
        steps: int,
        position: int,
        orders: Array,
        rates: Array,
        is_logged: Sequence[bool],
        *,
        keeps_safe: bool,
        flag: Flag | None = None,
    ) -> Outcome:
        """Take up to so many steps, from ``position`` in the first of the ``orders (epochs, points)``.

        ``rates (epochs + 1,)`` are the learning rates; ``is_logged`` says of which epochs' ends a copy
        is wanted. Without ``keeps_safe`` the state at the beginning is the one to go back to.
        """
        wanted = np.asarray(is_logged, dtype=bool)
        self._slots[: wanted.size] = np.where(wanted, np.cumsum(wanted) - 1, -1)
        asker = flag or self._flag
        self._keep_safe()
        self._set(
            flag=asker.number.ctypes.data,
            left=steps,
            taken=0,
            position=position,
            epoch=0,
            epochs=len(orders),
            orders=orders.ctypes.data,
            rates=rates.ctypes.data,
            safe=self._safe.ctypes.data if keeps_safe else 0,
            safe_taken=0,
            safe_position=position,
            safe_epoch=0,
            unchecked=0,
        )
        found = self._engine.advance(int(self._job.ctypes.data))
        if found == TROUBLE:
            self._restore()
        logged = int(np.count_nonzero(self._slots[: self.epoch] >= 0))
        self.ends = [self._split(self._log[k]) for k in range(logged)]
        return "trouble" if found == TROUBLE else "done" if found == DONE else "interrupted"

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

    def _restore(self) -> None:
        """Go back to the last state known to be finite."""
        for array, kept in zip(self._moving, self._split(self._safe), strict=True):
            np.copyto(array, kept)
        self._set(
            taken=self._get("safe_taken"), epoch=self._get("safe_epoch"), position=self._get("safe_position")
        )

    # ------------------------------------------------------------------------------------ private

    def _take(self, name: str, batches: Batches, points: LabelledSet) -> None:
        table = Table(batches.calls)
        sets = [
            (values.ctypes.data, values.strides[0], values.shape[0], out.ctypes.data, out.strides[0])
            for values, out in ((points.augmented, batches.inputs), (points.targets, batches.targets))
        ]
        gather = np.array(sets, dtype=np.int64)
        self._tables.append(table)
        self._gathers.append(gather)
        self._set(
            **{
                f"{name}_gather": gather.ctypes.data,
                f"{name}_rows": table.address,
                f"{name}_count": len(table),
            }
        )

    def _keep_safe(self) -> None:
        np.concatenate([array.ravel() for array in self._moving], out=self._safe)

    def _split(self, numbers: Array) -> list[Array]:
        """What ``moving`` were, out of one copy of all their numbers."""
        return [numbers[part].reshape(shape) for part, shape in self._parts]

    def _set(self, **numbers: int) -> None:
        for name, number in numbers.items():
            self._job[_PLACE[name]] = number

    def _get(self, name: str) -> int:
        return int(self._job[_PLACE[name]])
