"""A lesson being written: steps taken from what the window shows, in order, saved as a lesson's file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from playground.app import comparison as compared
from playground.app.display import Display
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment, encode
from playground.interop.lessons import (
    FORMAT,
    VERSION,
    Ask,
    Compare,
    Lesson,
    Run,
    Step,
    View,
    Words,
    encode_lesson,
    read_lesson,
)
from playground.interop.loading import read_file, write_whole

UNTITLED = Words("Untitled lesson")


class Draft:
    """Title and steps, changed one by one. ``lesson`` is what the reader makes of them."""

    def __init__(self) -> None:
        self.title = UNTITLED
        self.minutes = 5
        self.steps: list[Step] = []

    @classmethod
    def of(cls, path: Path) -> Draft:
        """What a lesson's file holds, to be changed. Raises ExperimentError with one sentence."""
        draft, lesson = cls(), read_lesson(read_file(path))
        draft.title, draft.minutes = lesson.file.title, lesson.file.minutes
        draft.steps = [
            replace(step, experiment=_parts(state), edit={}) if not step.continues else step
            for step, state in zip(lesson.steps, lesson.states, strict=True)
        ]
        return draft

    def take(self, experiment: Experiment, display: Display, show: str | None, at: int) -> int:
        """Put what the window shows behind this step, as a step of its own; returns its place."""
        beside, compare = experiment.comparison, None
        if beside is not None and len(beside.over) == 1:
            path = beside.over[0]
            values = [
                compared.value_of(beside.experiment(k), path)
                for k, variant in enumerate(beside.variants)
                if not variant.kept
            ]
            compare = Compare(path, tuple(values)) if len(values) > 1 else None
        probe = display.probe
        view = View(
            nodes=display.node_mode,
            edges=display.edge_mode,
            boundary=display.boundary_mode,
            lines=display.show_unit_lines,
            probe=None if probe is None else tuple(part for part in probe if part is not None),
        )
        step = Step(
            Words("…"),
            experiment=_parts(experiment),
            view=view,
            show=show,  # type: ignore[arg-type]
            compare=compare,
        )
        place = min(at + 1, len(self.steps))
        self.steps.insert(place, step)
        return place

    def change(self, place: int, **changes: Any) -> None:
        """Give a step other words, choices (``ask``), a ``run`` or a ``note``. Raises ExperimentError."""
        try:
            changed = replace(self.steps[place], **changes)
            self.steps[place] = msgspec.convert(msgspec.to_builtins(changed), Step)
        except (ValueError, msgspec.ValidationError) as error:
            raise ExperimentError("", str(error)) from error

    def move(self, place: int, by: int) -> int:
        """Let a step change places with another; returns where it is now."""
        other = min(max(place + by, 0), len(self.steps) - 1)
        self.steps[place], self.steps[other] = self.steps[other], self.steps[place]
        return other

    def remove(self, place: int) -> None:
        """Take a step out."""
        del self.steps[place]

    def lesson(self) -> Lesson:
        """The lesson as it stands, as its own file would be read. Raises ExperimentError."""
        raw = {
            "format": FORMAT,
            "version": VERSION,
            "id": _name(self.title.en),
            "title": self.title,
            "minutes": self.minutes,
            "steps": self.steps,
        }
        return read_lesson(msgspec.json.encode(raw))

    def save(self, path: Path) -> None:
        """Write the lesson's file. Raises ExperimentError or OSError."""
        write_whole(path, encode_lesson(self.lesson()))


def words(english: str, korean: str) -> Words | None:
    """A sentence in both languages as it is typed; None where nothing is."""
    english, korean = english.strip(), korean.strip()
    return Words(english or korean, korean or None) if english or korean else None


def choices(typed: str, answer: int) -> Ask | None:
    """Choices as they are typed, one a line, ``English | Korean``; None where there are fewer than two."""
    parted = [line.partition("|") for line in typed.splitlines() if line.strip()]
    found = [one for english, _, korean in parted if (one := words(english, korean)) is not None]
    return Ask(tuple(found[:6]), min(max(answer, 0), len(found[:6]) - 1)) if len(found) > 1 else None


def typed_choices(ask: Ask | None) -> str:
    """The same back: what ``choices`` reads."""
    given = ask.choices if ask is not None else ()
    return "\n".join(f"{one.en} | {one.ko}" if one.ko else one.en for one in given)


def epochs(count: int) -> Run | None:
    """A run of so many epochs; none for 0."""
    return Run(count) if count > 0 else None


def _parts(experiment: Experiment) -> dict[str, Any]:
    raw = msgspec.json.decode(encode(replace(experiment, run=None, comparison=None)))
    return {name: raw[name] for name in ("data", "network", "training") if name in raw}


def _name(title: str) -> str:
    found = re.findall(r"[a-z0-9]+", title.casefold())
    return "-".join(found)[:60].strip("-") or "lesson"


__all__ = ["Draft", "choices", "epochs", "typed_choices", "words"]
