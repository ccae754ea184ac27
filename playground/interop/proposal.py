"""The one door for what comes in: a content (file, link, paste, drop) goes in, a Proposal comes out.

Nothing is opened here: a Proposal says what the content was taken for, what of it was guessed, what can be
overruled and what it would give. Whoever asked decides: ``load`` and the command line take it as it is,
the window lets the user look at a table first.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, replace
from typing import Any

from msgspec import structs

from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import Data, Experiment, decode
from playground.interop.carried import experiment_in
from playground.interop.lessons import FORMAT as LESSON
from playground.interop.lessons import Lesson, read_lesson
from playground.interop.link_text import HOST
from playground.interop.opened import Opened
from playground.interop.points_table import NO_LABEL, Columns, Imported, convert, recognise
from playground.interop.roles import Problem
from playground.interop.table import Table, read_shaped_table, read_table
from playground.interop.tfplayground import looks_like_link, open_link

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Overrides:
    """What the user says about a table; what is None is found out.

    Columns are counted from 0; a ``label`` of NO_LABEL says that there is none.
    """

    delimiter: str | None = None
    has_header: bool | None = None
    x1: int | None = None
    x2: int | None = None
    label: int | None = None
    problem: Problem | None = None


@dataclass(frozen=True)
class Proposal(ABC):
    """What a content is taken for; ``name`` is what to call it (a file's name)."""

    name: str

    @abstractmethod
    def opened(self, onto: Experiment | None = None) -> Opened:
        """What it gives, taken as proposed. Raises ExperimentError where it gives nothing.

        A table gives the experiment ``onto`` (the default one) with its points.
        """


@dataclass(frozen=True)
class ExperimentProposal(Proposal):
    """An experiment's own file, or a script or picture that carries it: it opens as it is."""

    experiment: Experiment

    def opened(self, onto: Experiment | None = None) -> Opened:
        """The experiment, with its trained state where the file holds one."""
        return Opened(self.experiment)


@dataclass(frozen=True)
class LessonProposal(Proposal):
    """A lesson: the window runs it; elsewhere it is the state of its first step."""

    lesson: Lesson

    def opened(self, onto: Experiment | None = None) -> Opened:
        """The experiment of the first step."""
        return Opened(self.lesson.states[0])


@dataclass(frozen=True)
class LinkProposal(Proposal):
    """A TensorFlow Playground link: an experiment, hidden controls, and notes on what may differ."""

    link: Opened

    def opened(self, onto: Experiment | None = None) -> Opened:
        """The link's experiment."""
        return self.link


@dataclass(frozen=True)
class TableProposal(Proposal):
    """A table of points, which needs a look: what stands in it can only be guessed.

    ``table`` holds what was read (cells, names, delimiter, header, encoding), ``columns`` what each column
    is taken for (None where that cannot be told), ``imported`` the points that come of it. Where none
    do, ``refusal`` says why, and another choice may help: ``overruled`` gives the proposal of that one.
    """

    content: bytes | str = field(repr=False)
    overrides: Overrides
    table: Table = field(repr=False, compare=False)
    columns: Columns | None = field(compare=False)
    imported: Imported | None = field(repr=False, compare=False)
    refusal: ExperimentError | None = field(compare=False)

    @property
    def guess(self) -> Note | None:
        """Which columns were taken for what, as far as nobody has said it; None where all is said."""
        columns, said = self.columns, self.overrides
        if columns is None or None not in (said.x1, said.x2, said.label):
            return None
        title = self.table.title
        label = None if columns.label is None else self.table.names[columns.label]
        if columns.x2 is None:
            return Note("Read as values: {label} over {x1}.", x1=title(columns.x1), label=label)
        x1, x2 = title(columns.x1), title(columns.x2)
        if label is None:
            return Note("Read as points: {x1} across, {x2} up.", x1=x1, x2=x2)
        return Note("Read as points: {x1} across, {x2} up, {label} is the label.", x1=x1, x2=x2, label=label)

    def overruled(self, **said: Any) -> TableProposal:
        """The proposal with other fields of its Overrides.

        Another delimiter or header makes other columns: those that were chosen before are found out anew.
        Raises ExperimentError where no table can be read that way.
        """
        before = self.overrides
        overrides = replace(before, **said)
        if (overrides.delimiter, overrides.has_header) == (before.delimiter, before.has_header):
            return _proposed(self.content, self.name, overrides, self.table)
        fresh = Overrides(overrides.delimiter, overrides.has_header)
        return _propose_table(self.content, self.name, replace(fresh, **said))

    def column(self, said: str) -> int:
        """The column of a name, of a part of it that no other name has, or of a number from 1.

        Raises ExperimentError with the columns there are.
        """
        names = [name.casefold() for name in self.table.names]
        wanted = said.strip().casefold()
        for fits in (wanted.__eq__, lambda name: name.startswith(wanted), lambda name: wanted in name):
            found = [place for place, name in enumerate(names) if wanted and fits(name)]
            if len(found) == 1:
                return found[0]
        if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
            return int(wanted) - 1
        known = ", ".join(f"{place} {name}" for place, name in enumerate(self.table.names[:12], start=1))
        raise ExperimentError(
            "", Note("there is no column {said}; there are {known}", said=said, known=known)
        )

    def sample(self, count: int) -> Data:
        """About ``count`` of the points, evenly from the table, all of them for training: for a picture."""
        if self.imported is None:
            return Data(dataset="custom", points=())
        return structs.replace(self.imported.sample(count).onto(Experiment()).data, train_fraction=1.0)

    def opened(self, onto: Experiment | None = None) -> Opened:
        """The experiment ``onto`` with these points; the guess stands first among the notes."""
        if self.imported is None:
            raise self.refusal or ExperimentError("", "this table gives no points")
        guess = (self.guess,) if self.guess is not None else ()
        return Opened(self.imported.onto(onto or Experiment()), notes=(*guess, *self.imported.notes))


def propose(content: bytes | str, name: str = "", overrides: Overrides = Overrides()) -> Proposal:
    """What a content is: a file's bytes, or a text that was pasted, dropped or typed.

    Raises ExperimentError with one sentence where it is nothing that can be opened, and nothing else.
    """
    text = content if isinstance(content, str) else _short_text(content)
    if looks_like_link(text) and (text is content or HOST in text):
        return propose_link(text)
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    carried = experiment_in(raw)
    if carried is not None:
        return ExperimentProposal(name, decode(carried))
    if _is_experiment(content[:4096], name):
        raw = raw.removeprefix(_BYTE_ORDER_MARK)
        if b'"%s"' % LESSON.encode() in raw[:4096]:
            return LessonProposal(name, read_lesson(raw))
        try:
            return ExperimentProposal(name, decode(raw))
        except ExperimentError:
            is_lesson = b'"format"' in raw[:4096] and b'"steps"' in raw
            is_ours = is_lesson or b'"playground"' in raw[:4096]
            table = None if is_ours else read_shaped_table(content)
            if table is None:
                raise
            return _proposed(content, name, overrides, table)
    return _propose_table(content, name, overrides)


def propose_link(text: str) -> LinkProposal:
    """What a text is that is meant as a link. Raises ExperimentError with one sentence."""
    return LinkProposal("", open_link(text))


# ------------------------------------------------------------------------------------- private


def _is_experiment(start: bytes | str, name: str) -> bool:
    raw = start.encode("utf-8", "replace") if isinstance(start, str) else start
    return raw.removeprefix(_BYTE_ORDER_MARK).lstrip().startswith(b"{") or name.lower().endswith(".json")


def _short_text(content: bytes) -> str:
    """What may be a file that holds a link and nothing else (.url, .webloc, .txt)."""
    return content.decode("utf-8", "replace") if len(content) < 4096 else ""


def _propose_table(content: bytes | str, name: str, overrides: Overrides) -> TableProposal:
    table = read_table(content, overrides.delimiter, overrides.has_header)
    return _proposed(content, name, overrides, table)


def _proposed(content: bytes | str, name: str, overrides: Overrides, table: Table) -> TableProposal:
    columns, imported, refusal = None, None, None
    try:
        columns = recognise(table, overrides.x1, overrides.x2, overrides.label, problem=overrides.problem)
        imported = convert(table, columns)
    except ExperimentError as error:
        refusal = error
    return TableProposal(name, content, overrides, table, columns, imported, refusal)


__all__ = [
    "NO_LABEL",
    "ExperimentProposal",
    "LessonProposal",
    "LinkProposal",
    "Overrides",
    "Proposal",
    "TableProposal",
    "propose",
    "propose_link",
]
