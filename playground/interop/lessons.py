"""Lesson files: a lesson is a list of steps, each a whole state of the window with a few words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

from playground.engine import fields
from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import Experiment, from_builtins
from playground.engine.formula import FormulaError, parse_expression
from playground.engine.schema import Count, Finite, Name, Part

FORMAT: Literal["playground-lesson"] = "playground-lesson"
VERSION: Literal[1] = 1
LANGUAGES = ("en", "ko")
"""The languages that the program's own lessons are written in."""

Text: TypeAlias = Annotated[str, Meta(min_length=1, max_length=400)]
NodeView: TypeAlias = Literal["activation", "gradient", "both", "histogram"]
EdgeView: TypeAlias = Literal["weight", "gradient", "update", "ratio"]
BoundaryView: TypeAlias = Literal["output", "classes", "errors", "uncertainty"]
Measure: TypeAlias = Literal["train.loss", "test.loss", "train.accuracy", "test.accuracy", "gap"]
"""``gap``: how much higher the training accuracy is than the test accuracy."""

Room: TypeAlias = Literal[
    "gradientFlow",
    "inspector",
    "microscope",
    "codeView",
    "runPlot",
    "compare",
    "layerSpace",
    "contributions",
    "lossSurface",
]
"""A tab of the lower panel that a step can open, by its objectName."""
OBJECTS = (
    *get_args(Room),
    "playButton", "stepButton", "resetButton", "newSeedButton", "speedSlider", "epochLabel", "timeline",
    "learningRate", "optimizer", "loss", "regularization", "regularizationRate", "batchSize",
    "datasetGallery", "noiseSlider", "samplesSlider", "paintTools",
    "networkCanvas", "networkFormula", "layerPalette", "nodeMode", "edgeMode",
    "boundaryView", "boundaryModes", "lossPlot", "trainLoss", "testLoss", "accuracy", "probeValue",
)  # fmt: skip
"""What a step can put a light on or hide, by its objectName."""
COMMANDS = (
    "play", "step_minibatch", "step_epoch", "step_back", "reset", "new_seed", "undo", "nudge", "quiz",
)  # fmt: skip
"""What the user can be asked to do."""


class Words(Part, frozen=True):
    """A sentence in the languages there are; one that is missing is shown in English."""

    en: Text
    ko: Text | None = None

    def to(self, language: str) -> str:
        """The sentence in a language."""
        return getattr(self, language, None) or self.en


class Ask(Part, frozen=True):
    """A question before the answer: the class commits to one of the choices."""

    choices: Annotated[tuple[Words, ...], Meta(min_length=2, max_length=6)]
    answer: Annotated[int, Meta(ge=0)]

    def __post_init__(self) -> None:
        if self.answer >= len(self.choices):
            raise ValueError(f"answer: {self.answer} is no choice; they are 0 to {len(self.choices) - 1}")


class Until(Part, frozen=True):
    """A measure below or above a number."""

    measure: Measure
    below: Finite | None = None
    above: Finite | None = None

    def __post_init__(self) -> None:
        if (self.below is None) == (self.above is None):
            raise ValueError('measure: give one of "below" and "above" with it')

    def holds(self, value: float | None) -> bool:
        """Whether the measure is there and beyond the number."""
        if value is None:
            return False
        return value < self.below if self.below is not None else value > (self.above or 0.0)


class Run(Part, frozen=True):
    """Trains so many epochs, less where a measure is reached before.

    Runs side by side end together, after the first epoch at which as many of them as the comparison's
    ``reached`` says are there.
    """

    epochs: Annotated[int, Meta(ge=1, le=1_000_000)]
    until: Until | None = None


class Done(Part, frozen=True):
    """What ticks a step off: one of these. It never blocks.

    ``measure`` (with below or above), ``epoch`` (reached), ``field`` (a path, with is, at_least or
    at_most), ``command`` (was given), ``probe`` (was set), ``gate`` (the microscope's step was reached;
    -1 is the last).
    """

    measure: Measure | None = None
    below: Finite | None = None
    above: Finite | None = None
    epoch: Count | None = None
    field: Name | None = None
    is_: Any = msgspec.field(default=None, name="is")
    at_least: Finite | None = None
    at_most: Finite | None = None
    command: str | None = None
    probe: bool | None = None
    gate: Annotated[int, Meta(ge=-1)] | None = None

    def __post_init__(self) -> None:
        if self.probe is False:
            raise ValueError("probe: true where a point is to be probed; otherwise leave it out")
        kinds = ("measure", "epoch", "field", "command", "probe", "gate")
        given = [name for name in kinds if getattr(self, name) is not None]
        if len(given) != 1:
            told = " and ".join(given) or "nothing"
            raise ValueError(f"one of {', '.join(kinds)} says when it is done; here stands {told}")
        bounds = [name for name in ("below", "above") if getattr(self, name) is not None]
        if (len(bounds) == 1) != (given == ["measure"]) or len(bounds) > 1:
            raise ValueError('measure: it takes one of "below" and "above"; nothing else does')
        values = [name for name in ("is_", "at_least", "at_most") if getattr(self, name) is not None]
        if (len(values) == 1) != (given == ["field"]) or len(values) > 1:
            raise ValueError('field: it takes one of "is", "at_least" and "at_most"; nothing else does')
        if self.command is not None and self.command not in COMMANDS:
            raise ValueError(f"command: {self.command!r} is unknown; known: {', '.join(COMMANDS)}")

    @property
    def until(self) -> Until | None:
        """The measure to reach, where it is one."""
        return Until(self.measure, self.below, self.above) if self.measure else None

    def is_met_by(self, value: Any) -> bool:
        """Whether the field's value is one that is asked for."""
        if self.is_ is not None:
            return bool(value == self.is_)
        if not isinstance(value, int | float):
            return False
        return value >= self.at_least if self.at_least is not None else value <= (self.at_most or 0.0)


class Microscope(Part, frozen=True):
    """A graph opened at a step: of an ``expression`` at ``values``, or ``of`` a part of the network.

    ``of``: ``loss``, ``output`` or ``LAYER.UNIT`` such as ``1.2``, at ``point (x1, x2)`` with ``label``.
    ``step`` counts from 0, where nothing is known yet; -1 is the last.
    """

    expression: Annotated[str, Meta(min_length=1, max_length=1000)] | None = None
    values: dict[Name, Finite] = {}
    of: Name | None = None
    point: tuple[Finite, Finite] | None = None
    label: Finite | None = None
    step: Annotated[int, Meta(ge=-1)] = 0
    folded: bool = False

    def __post_init__(self) -> None:
        if (self.expression is None) == (self.of is None):
            raise ValueError('expression: give either "expression" with "values", or "of" with "point"')
        if self.of is not None and self.point is None:
            raise ValueError("point: a network is looked at somewhere; give it as [x1, x2]")
        if self.expression is not None:
            try:
                parsed = parse_expression(self.expression, self.values)
            except FormulaError as error:
                raise ValueError(f"expression: {error} (character {error.position + 1})") from error
            missing = [name for name in parsed.variables if name not in self.values]
            if missing:
                raise ValueError(f"values: {missing[0]} has none")


class Compare(Part, frozen=True):
    """Runs side by side that differ in one field.

    ``reached``: whether ``one`` of them or ``all`` must come to a measure of ``until`` or ``done``.
    """

    over: Name
    values: Annotated[tuple[Any, ...], Meta(min_length=2, max_length=12)]
    reached: Literal["one", "all"] = "one"


class View(Part, frozen=True):
    """What the window shows: switches, units' ``lines``, a probe point (with a label), one unit enlarged."""

    nodes: NodeView | None = None
    edges: EdgeView | None = None
    boundary: BoundaryView | None = None
    lines: bool = False
    probe: Annotated[tuple[Finite, ...], Meta(min_length=2, max_length=3)] | None = None
    unit: Annotated[str, Meta(pattern=r"^[0-9]+\.[0-9]+$")] | None = None


class Step(Part, frozen=True):
    """One step. ``experiment`` is a whole state; ``edit`` changes paths of the state before.

    A step begins untrained, so that one can go to any in any order; one that ``continues`` begins with
    what the step before has trained.
    """

    text: Words
    experiment: dict[str, Any] | None = None
    edit: dict[str, Any] = {}
    continues: bool = False
    view: View = View()
    show: Room | None = None
    hide: tuple[str, ...] = ()
    highlight: tuple[str, ...] = ()
    ask: Ask | None = None
    run: Run | None = None
    done: Done | None = None
    microscope: Microscope | None = None
    compare: Compare | None = None
    note: Words | None = None

    def __post_init__(self) -> None:
        for name in ("hide", "highlight"):
            for place, known in enumerate(getattr(self, name)):
                if known not in OBJECTS:
                    raise ValueError(f"{name}[{place}]: nothing in the window is called {known!r}")
        if self.experiment is not None and self.edit:
            raise ValueError('edit: a step has a whole "experiment" or an "edit" of the one before, not both')
        if self.done is not None and self.done.gate is not None and self.microscope is None:
            raise ValueError("done.gate: this step opens no microscope")

    @property
    def room(self) -> Room | None:
        """The tab to open: what it shows, or what its comparison or its microscope needs."""
        needed: Room | None = "microscope" if self.microscope is not None else None
        return self.show or ("compare" if self.compare is not None else needed)


class LessonFile(Part, frozen=True):
    """A lesson as its file says it."""

    format: Literal["playground-lesson"]
    version: Literal[1]
    id: Annotated[str, Meta(max_length=60)]
    title: Words
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=20)]
    idea: Annotated[str, Meta(max_length=8)] = ""
    minutes: Annotated[int, Meta(ge=1, le=90)] = 5
    about: Words | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.id):
            raise ValueError(f"id: {self.id!r} is no name; take small letters, digits and - (raise-lambda)")


@dataclass(frozen=True)
class Lesson:
    """A lesson with the state of each step: steps can be gone to in any order."""

    file: LessonFile
    states: tuple[Experiment, ...]

    @property
    def id(self) -> str:
        """Its name in links and commands."""
        return self.file.id

    @property
    def steps(self) -> tuple[Step, ...]:
        """What is said and asked."""
        return self.file.steps

    def with_steps(self, steps: tuple[Step, ...]) -> Lesson:
        """The lesson with other steps. Raises ExperimentError."""
        return _resolved(msgspec.structs.replace(self.file, steps=steps))


def is_lesson(raw: Any) -> bool:
    """Whether plain JSON content calls itself a lesson."""
    return isinstance(raw, dict) and raw.get("format") == FORMAT


def read_lesson(content: bytes | str) -> Lesson:
    """The lesson that a file's text says. Raises ExperimentError with path and reason."""
    try:
        raw = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        why = str(error).partition(" - at ")[0]
        raise ExperimentError("", Note("this is no JSON file ({why})", why=why)) from error
    if not is_lesson(raw):
        raise ExperimentError(
            "format", Note('this file is no lesson ("format": "{format}" is missing)', format=FORMAT)
        )
    if raw.get("version") != VERSION:
        raise ExperimentError(
            "version",
            Note(
                "{version!r} is not a version this program can read (it reads 1)", version=raw.get("version")
            ),
        )
    try:
        file = msgspec.convert(raw, LessonFile)
    except msgspec.ValidationError as error:
        raise ExperimentError.from_validation(error, raw) from error
    return _resolved(file)


def encode_lesson(lesson: Lesson) -> bytes:
    """The file's text: JSON that ``read_lesson`` turns into an equal lesson."""
    plain = _without_defaults(lesson.file)
    return msgspec.json.format(msgspec.json.encode(plain), indent=1) + b"\n"


# ------------------------------------------------------------------------------------- private


def _resolved(file: LessonFile) -> Lesson:
    """The states of the steps, each from its experiment or from the one before."""
    states: list[Experiment] = []
    for place, step in enumerate(file.steps):
        where = f"steps[{place}]"
        if step.continues and not place:
            raise ExperimentError(f"{where}.continues", Note("there is no step before the first"))
        if step.experiment is not None:
            with _told_at(f"{where}.experiment"):
                state = from_builtins({"format": "playground", "version": 1, **step.experiment})
        else:
            state = states[-1] if states else Experiment()
            for path, value in step.edit.items():
                with _told_at(f"{where}.edit"):
                    state = fields.set(state, path, value)
        states.append(state)
        if step.compare is not None:
            for index, value in enumerate(step.compare.values):
                with _told_at(f"{where}.compare.values[{index}]"):
                    fields.set(state, step.compare.over, value)
        if step.done is not None and step.done.field is not None:
            with _told_at(f"{where}.done.field"):
                fields.get(state, step.done.field)
    return Lesson(file, tuple(states))


@contextmanager
def _told_at(where: str) -> Iterator[None]:
    """What is wrong in here is told with the lesson's path."""
    try:
        yield
    except ExperimentError as error:
        inner = f".{error.path}" if error.path else ""
        raise ExperimentError(f"{where}{inner}", error.reason) from error


def _without_defaults(part: Any) -> Any:
    """Plain dicts and lists of a part, without what has its default."""
    if isinstance(part, Part):
        told = msgspec.structs.fields(part)
        values = {one.encode_name: (getattr(part, one.name), _usual(one)) for one in told}
        return {name: _without_defaults(value) for name, (value, usual) in values.items() if value != usual}
    if isinstance(part, tuple):
        return [_without_defaults(one) for one in part]
    return part


def _usual(field: msgspec.structs.FieldInfo) -> Any:
    made: Any = field.default_factory
    return field.default if made is msgspec.NODEFAULT else made()
