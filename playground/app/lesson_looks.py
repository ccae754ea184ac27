"""What a lesson's first step looks like when it is trained a little: for its picture in the list."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial

from playground.app.lesson_check import graph_of
from playground.engine.experiment import Experiment
from playground.engine.points import Points
from playground.engine.training import TrainingRun
from playground.interop.lessons import Lesson
from playground.observe.graph import Graph
from playground.observe.plane import Plane
from playground.observe.snapshot import Grid

RESOLUTION = 48
EPOCHS = 60
"""So long the first step is trained at most."""


@dataclass(frozen=True)
class Look:
    """A graph of gates, or the prediction ``grid (outputs, R, R)`` over the points."""

    experiment: Experiment
    points: Points | None = None
    grid: Grid | None = None
    graph: Graph | None = None


def looks(
    lessons: Sequence[Lesson], take: Callable[[str, Look], object]
) -> Callable[[], Generator[float, None, None]]:
    """A computation that makes the look of each lesson and hands it over by the lesson's id."""
    return partial(_looks, lessons, take)


def look(lesson: Lesson) -> Generator[None, None, Look]:
    """The look of one lesson, in single epochs."""
    step, state = lesson.steps[0], lesson.states[0]
    run = TrainingRun(state)
    if step.microscope is not None:
        return Look(state, graph=graph_of(step.microscope, run))
    for _ in range(min(step.run.epochs, EPOCHS) if step.run is not None else 0):
        run.take_epoch()
        yield
    plane = Plane(run.network, run.points.bounds, RESOLUTION)
    return Look(state, run.points, plane.evaluate(units=False).boundary)


def _looks(lessons: Sequence[Lesson], take: Callable[[str, Look], object]) -> Generator[float, None, None]:
    for place, lesson in enumerate(lessons):
        made = look(lesson)
        while True:
            try:
                next(made)
            except StopIteration as end:
                take(lesson.id, end.value)
                break
            yield place / len(lessons)
        yield (place + 1) / len(lessons)
