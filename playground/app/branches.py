"""The branches of a session: every line of training that was left, to be gone on with exactly."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import astuple, replace

from playground.app.packed_line import PackedLine
from playground.engine.experiment import Experiment

BYTES = 24 << 20
"""Bytes that the branches that were left take at most, and those of a file before they are compressed.

The present one's history has its own bound.
"""
MOST = 256
"""Branches that were left at most; more only where a file holds more. An undo never needs as many."""

Side: TypeAlias = Literal["before", "after"]
E = TypeVar("E")
Other = TypeVar("Other")


class BranchOf(Struct, Generic[E], frozen=True, array_like=True):
    """One line of training, as the window shows it; in a file ``experiment`` is its place in a table.

    ``cause`` is the act that began it ("" for the first); ``parent`` and ``fork`` are the branch and the
    epoch that it came from. ``last`` is its latest epoch, ``step`` the number of steps at its end, and
    ``first_step`` that at its beginning.
    """

    id: int
    parent: int | None
    cause: str
    fork: int
    first_step: int
    last: int
    step: int
    experiment: E

    @property
    def is_trained(self) -> bool:
        """Whether it holds a step that no other branch holds."""
        return self.step > self.first_step

    def of(self, experiment: Other) -> BranchOf[Other]:
        """The same branch with this experiment instead, or with its place."""
        fields: tuple[Any, ...] = (*astuple(self)[:-1], experiment)
        return BranchOf(*fields)


Branch: TypeAlias = BranchOf[Experiment]


class Branches:
    """Which branch is trained now, and the lines of all that were left, the longest ago first.

    ``places`` says, for each undo step, which branch it left and which it came to. When the room is full,
    states between the ends go first, those of the branch that was left longest ago before others; whole
    branches go only when nothing else is left to go.
    """

    def __init__(self) -> None:
        self._numbers = count(1)
        self._known: OrderedDict[int, Branch] = OrderedDict()
        self._lines: OrderedDict[int, PackedLine] = OrderedDict()
        self._sizes: dict[int, int] = {}
        self._places: OrderedDict[tuple[int, Side], int] = OrderedDict()
        self._most = MOST
        self.present = 0

    @property
    def size(self) -> int:
        """Bytes that the branches that were left take."""
        return sum(self._sizes.values())

    def __len__(self) -> int:
        """Number of branches, with the present one."""
        return len(self._known)

    def __iter__(self) -> Iterator[Branch]:
        return iter(tuple(self._known.values()))

    @property
    def lines(self) -> OrderedDict[int, PackedLine]:
        """The lines of all branches that were left, the longest ago first."""
        return self._lines.copy()

    def restore(self, known: Iterable[Branch], lines: OrderedDict[int, PackedLine], present: int) -> None:
        """Take over what a file holds; ``present`` is trained, so its line is not among those left."""
        self._known = OrderedDict((one.id, one) for one in known)
        self._lines = OrderedDict((id, line) for id, line in lines.items() if id != present)
        self._sizes = {id: line.size for id, line in self._lines.items()}
        self._most = max(MOST, len(self._lines))
        self._places.clear()
        self.present = present
        self._numbers = count(max((present, *self._known)) + 1)
        self._make_room()

    def line(self, branch: int) -> PackedLine | None:
        """The line of a branch that was left, if it is still there."""
        return self._lines.get(branch)

    def clear(self, experiment: Experiment, step: int = 0) -> None:
        """Forget everything and begin with one branch."""
        self._known.clear()
        self._lines.clear()
        self._sizes.clear()
        self._places.clear()
        self._most = MOST
        self.present = next(self._numbers)
        self._known[self.present] = Branch(self.present, None, "", 0, 0, 0, step, experiment)

    def leave(self, line: PackedLine) -> None:
        """Keep the present branch as it stands."""
        self._lines[self.present] = line
        self._sizes[self.present] = line.size
        self._lines.move_to_end(self.present)
        self.note(line.experiment, line.last_epoch, line.last_step)
        self._make_room()

    def note(self, experiment: Experiment, last: int, step: int) -> None:
        """The present branch has come to this epoch and step."""
        known = self._known.get(self.present)
        if known is not None:
            self._known[self.present] = replace(known, experiment=experiment, last=last, step=step)

    def begin(self, cause: str, experiment: Experiment, epoch: int, step: int) -> int:
        """Begin another branch at this epoch and step of the present one."""
        parent, self.present = self.present, next(self._numbers)
        self._known[self.present] = Branch(self.present, parent, cause, epoch, step, epoch, step, experiment)
        return self.present

    def enter(self, branch: int) -> PackedLine | None:
        """Go to a branch that was left; None if it is gone."""
        line = self._lines.pop(branch, None)
        if line is not None:
            del self._sizes[branch]
            self.present = branch
        return line

    # --------------------------------------------------------------------------------- undo steps

    def mark(self, token: int, side: Side, branch: int) -> None:
        """Before, or after, this undo step it is this branch that is trained."""
        self._places[token, side] = branch
        while len(self._places) > 2 * self._most:
            self._places.popitem(last=False)

    def places(self, tokens: Iterable[int]) -> dict[int, tuple[int, int]]:
        """The branches before and after those of these undo steps that know both."""
        sides = {token: (self.place(token, "before"), self.place(token, "after")) for token in tokens}
        return {
            token: (before, after)
            for token, (before, after) in sides.items()
            if before is not None and after is not None
        }

    def place(self, token: int, side: Side) -> int | None:
        """The branch that was trained before, or after, this undo step."""
        return self._places.get((token, side))

    # ------------------------------------------------------------------------------------ private

    def _make_room(self) -> None:
        fit(self._lines, BYTES, self._most, self._sizes)
        for gone in [one for one in self._known if one not in self._lines and one != self.present]:
            del self._known[gone]
            self._sizes.pop(gone, None)


def fit(
    lines: OrderedDict[int, PackedLine], most_bytes: int, most: int, sizes: dict[int, int] | None = None
) -> None:
    """Take away what is more than so many bytes, or than so many lines: see ``Branches``.

    The last line is never taken away whole. ``sizes`` is kept true.
    """
    sizes = {one: line.size for one, line in lines.items()} if sizes is None else sizes
    size = sum(sizes.values())
    while size > most_bytes:
        thick = next((one for one, line in lines.items() if not line.is_thinnest), None)
        if thick is None:
            break
        lines[thick] = lines[thick].thinned()
        size += lines[thick].size - sizes[thick]
        sizes[thick] = lines[thick].size
    while len(lines) > 1 and (size > most_bytes or len(lines) > most):
        gone, _ = lines.popitem(last=False)
        size -= sizes.pop(gone)
