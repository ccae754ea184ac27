"""What was opened, and what to tell about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.engine.experiment import Experiment


class Note(str):
    """One sentence for the user who opened or exported something.

    It is the English sentence; ``template`` and ``values`` say the same for a translation.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> Note:
        """The sentence of a template with named places."""
        note = super().__new__(cls, template.format(**values))
        note.template = template
        note.values = values
        return note


class Notes(tuple[Note, ...]):
    """Several notes as a value inside another one: parted by semicolons."""

    __slots__ = ()

    def __format__(self, format_spec: str) -> str:
        """The notes as one text."""
        return "; ".join(self)


@dataclass(frozen=True)
class Opened:
    """An experiment from outside, with what its source says beyond the experiment.

    ``hidden_controls`` are a link's names of controls that a lecturer hid; ``notes`` are sentences
    about what was left out, changed or may differ. ``show_test`` and ``discretize`` are display
    choices of a link (None where the source says nothing).
    """

    experiment: Experiment
    hidden_controls: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = ()
    show_test: bool | None = None
    discretize: bool | None = None
