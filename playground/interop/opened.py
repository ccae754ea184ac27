"""What was opened, and what to tell about it."""

from __future__ import annotations

from dataclasses import dataclass

from playground.engine.errors import Note
from playground.engine.experiment import Experiment


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
