"""The work as it is kept while the program runs: a file that grows by what is new, whole at every instant.

After a first line come frames: the length and checksum of what follows, a letter, and MessagePack,
compressed. An ``A`` adds experiments, states and branches to three tables; an ``I`` is an instant, which
names them by their place. The last instant that is whole counts. Where most of the file is of the past it
is written anew.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct
from msgspec.structs import replace

from playground.app.branch_file import BROKEN, Kept, Stored, StoredLine, stored, taken, written
from playground.app.packed_line import pack_state
from playground.engine.checkpoints import Checkpoint
from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import Experiment, decode, encode
from playground.interop.loading import Stamp, whole_file

T = TypeVar("T")

SUFFIX = ".kept"
_FIRST_LINE = b"playground work 1\n"
_HEAD = struct.Struct("<IIc")
_LARGEST = 512 << 20
"""So much a frame may unfold to."""
_AT_A_TIME = 1 << 20
_LARGE_STATE = 4096
"""Larger states are mostly parameters, which compressing makes hardly smaller."""
PAST = 8 << 20
"""So many bytes of the past even a small file may hold."""


@dataclass(frozen=True)
class Own:
    """The user's own file of the work, as it was when it was last read or written; whether edits followed."""

    path: Path | None = None
    stamp: Stamp | None = None
    is_edited: bool = False


class _Instant(Struct):
    """What there was at one instant: the experiment as a file, and by places in the tables what it has."""

    experiment: bytes
    work: Stored
    left: list[int]
    path: str | None = None
    stamp: Stamp | None = None
    is_edited: bool = False

    @property
    def own(self) -> Own:
        return Own(Path(self.path) if self.path else None, self.stamp, self.is_edited)


class _Addition(Struct):
    experiments: list[Experiment]
    states: list[Raw]
    lines: list[StoredLine]


class Journal:
    """Writes one file, from one thread at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._begin_anew()

    def write(self, kept: Kept, own: Own, rest: Callable[[], object] = lambda: None) -> None:
        """Keep this instant. Raises OSError where it cannot be written: then the last one stays.

        ``rest`` is called after every little piece of work: there a thread can let others go on.
        """
        if self._size > 3 * self._first_size + PAST:
            self._begin_anew()
        try:
            self._append(self._frames(kept, own, rest))
        except BaseException:  # what is in the file is not what the tables say
            self._begin_anew()
            raise

    def _frames(self, kept: Kept, own: Own, rest: Callable[[], object]) -> Iterator[bytes]:
        experiments, states = self._experiments, self._states
        left = [self._left.place(line) for line in kept.left.values()]
        branches = {id(line): branch for branch, line in kept.left.items()}
        lines = [written(branches[id(line)], line, experiments, states) for line in self._left.new()]
        line = kept.line
        present = StoredLine(
            kept.present,
            experiments.place(line.experiment),
            states.place(line.checkpoint),
            [states.place(record) for record in line.records],
            line.stride,
            line.rows.tobytes(),
            line.curve_stride,
            line.is_back,
            None if line.lost is None else (line.lost.epoch, line.lost.step, line.lost.quantity),
            line.finished,
        )
        work = stored(kept, experiments)
        work.lines.append(present)
        path = str(own.path) if own.path else None
        instant = _Instant(encode(kept.experiment), work, left, path, own.stamp, own.is_edited)
        packed = (_packed(state, rest) for state in states.new())
        additions = chain(
            (_Addition([], [*map(Raw, part)], []) for part in _portions(packed, len)),
            (_Addition([], [], part) for part in _portions(lines, lambda line: len(line.rows))),
            [_Addition(experiments.new(), [], [])],
        )
        for addition in additions:
            yield _frame(b"A", addition)
        yield _frame(b"I", instant)

    def _begin_anew(self) -> None:
        self._experiments, self._states, self._left = _Places(), _Places(), _Places()
        self._size = self._first_size = 0

    def _append(self, frames: Iterable[bytes]) -> None:
        if not self._size:
            with whole_file(self.path) as file:
                file.write(_FIRST_LINE)
                for frame in frames:
                    file.write(frame)
                self._size = self._first_size = file.tell()
            return
        with self.path.open("r+b") as file:
            file.seek(self._size)
            for frame in frames:
                file.write(frame)
            file.flush()
            os.fsync(file.fileno())
            self._size = file.tell()


class _Places:
    """Where things stand in a table of the file. What was not asked for between two ``new`` is forgotten."""

    def __init__(self) -> None:
        self._count = 0
        self._new: list[Any] = []
        self._known: dict[int, tuple[int, Any]] = {}
        self._asked: dict[int, tuple[int, Any]] = {}

    def place(self, thing: Any) -> int:
        """Where this very thing stands, or will stand."""
        found = self._asked.get(id(thing)) or self._known.get(id(thing))
        if found is None:
            found = self._count, thing  # which keeps its id its own
            self._count += 1
            self._new.append(thing)
        self._asked[id(thing)] = found
        return found[0]

    def new(self) -> list[Any]:
        """What is to be added to the table, in order."""
        new, self._new = self._new, []
        self._known, self._asked = self._asked, {}
        return new


# ---------------------------------------------------------------------------------- reading it again


def own_file_of(path: Path) -> Own | None:
    """Of which file of the user's the work is; None where it cannot be read."""
    found = None
    try:
        for letter, packed in _frames(path):
            found = packed if letter == b"I" else found
        return None if found is None else msgspec.msgpack.decode(_unfolded(found), type=_Instant).own
    except (OSError, *BROKEN, msgspec.MsgspecError):
        return None


def read(path: Path) -> tuple[Kept, Own]:
    """The work of the last whole instant. Raises ExperimentError where there is none, OSError."""
    experiments: list[Experiment] = []
    states: list[Raw] = []
    lines: list[StoredLine] = []
    instant: _Instant | None = None
    try:
        for letter, packed in _frames(path):
            if letter == b"A":
                addition = msgspec.msgpack.decode(_unfolded(packed), type=_Addition)
                experiments += addition.experiments
                states += addition.states
                lines += addition.lines
            else:
                instant = msgspec.msgpack.decode(_unfolded(packed), type=_Instant)
        if instant is None:
            raise ValueError("there is no instant")
        left = [lines[place] for place in instant.left]
        work = replace(
            instant.work, experiments=experiments, states=states, lines=[*left, *instant.work.lines]
        )
        return taken(decode(instant.experiment), work), instant.own
    except (*BROKEN, msgspec.MsgspecError) as error:
        raise ExperimentError("", Note("this file holds no work that can be brought back")) from error


def _portions(things: Iterable[T], size: Callable[[T], int]) -> Iterator[list[T]]:
    """The things, so many at a time that they take no memory worth speaking of."""
    portion: list[T] = []
    taken = 0
    for thing in things:
        portion.append(thing)
        taken += size(thing)
        if taken > _AT_A_TIME:
            yield portion
            portion, taken = [], 0
    if portion:
        yield portion


def _packed(state: Checkpoint | bytes, rest: Callable[[], object]) -> bytes:
    if not isinstance(state, Checkpoint):
        return state
    rest()
    return pack_state(state)


def _frame(letter: bytes, content: Struct) -> bytes:
    encoded = msgspec.msgpack.encode(content)
    states = len(content.states) if isinstance(content, _Addition) else 0
    is_numbers = states > 0 and len(encoded) > _LARGE_STATE * states
    packed = zlib.compress(encoded, 0 if is_numbers else 1)
    return _HEAD.pack(len(packed), zlib.crc32(packed), letter) + packed


def _frames(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """The letters and contents of all frames up to the first that is not whole."""
    with path.open("rb") as file:
        if file.read(len(_FIRST_LINE)) != _FIRST_LINE:
            return
        while len(head := file.read(_HEAD.size)) == _HEAD.size:
            length, checksum, letter = _HEAD.unpack(head)
            packed = file.read(min(length, _LARGEST))
            if len(packed) < length or zlib.crc32(packed) != checksum:
                return
            yield letter, packed


def _unfolded(packed: bytes) -> bytes:
    unfolding = zlib.decompressobj()
    content = unfolding.decompress(packed, _LARGEST)
    if unfolding.unconsumed_tail:
        raise ValueError("it is too large")
    return content
