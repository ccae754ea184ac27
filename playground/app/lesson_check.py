"""Whether a lesson is whole: every step is run, and what it asks for is reached."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from playground.engine import fields
from playground.engine.errors import ExperimentError
from playground.engine.evaluation import Metrics
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.interop.lessons import LANGUAGES, Done, Lesson, Measure, Microscope, Step, Until, Words

if TYPE_CHECKING:
    from playground.observe.graph import Graph


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: the step's place from 0, or None for the lesson as a whole."""

    step: int | None
    text: str

    def __str__(self) -> str:
        return self.text if self.step is None else f"steps[{self.step}]: {self.text}"


@dataclass(frozen=True)
class Grade:
    """Whether an experiment reaches what a step asks for, and the sentence that says so."""

    is_reached: bool
    text: str


def measure_of(run: TrainingRun, name: Measure) -> float | None:
    """The run's present measure; None where it has none (no test points, values instead of classes)."""
    return measure_in(name, *run.evaluate())


def measure_in(name: Measure, train: Metrics, test: Metrics | None) -> float | None:
    """A measure among those of the training points and the test points; None where it is not there."""
    if name == "gap":
        if train.accuracy is None or test is None or test.accuracy is None:
            return None
        return train.accuracy - test.accuracy
    part, _, measure = name.partition(".")
    measures = train if part == "train" else test
    return None if measures is None else getattr(measures, measure)


def has_reached(until: Until, step: Step, measures: Iterable[tuple[Metrics, Metrics | None]]) -> bool:
    """Whether the step's run, or as many of its compared runs as it asks, are there."""
    held = [until.holds(measure_in(until.measure, train, test)) for train, test in measures]
    return any(held) and (step.compare is None or step.compare.reached == "one" or all(held))


def trained(lesson: Lesson, place: int) -> TrainingRun:
    """The run as the step begins: with what the steps before it trained, where it continues them."""
    going = training(lesson, place)
    while True:
        try:
            next(going)
        except StopIteration as end:
            run: TrainingRun = end.value
            return run


def training(lesson: Lesson, place: int) -> Generator[float, None, TrainingRun]:
    """The same in single epochs: yields the share that is trained, returns the run."""
    first = place
    while lesson.steps[first].continues:
        first -= 1
    run = TrainingRun(lesson.states[first])
    asked = [lesson.steps[at].run for at in range(first, place)]
    total, taken = max(sum(one.epochs for one in asked if one is not None), 1), 0
    for at in range(first, place):
        for epochs in taking([run], lesson.steps[at]):
            yield min((taken + epochs) / total, 1.0)
        step_run = lesson.steps[at].run
        taken += step_run.epochs if step_run is not None else 0
        if lesson.states[at + 1] != lesson.states[at]:
            run = gone_on(run, lesson.states[at + 1])
    return run


def gone_on(run: TrainingRun, state: Experiment) -> TrainingRun:
    """The run with another experiment, as an edit in the window would leave it."""
    before = run.experiment
    if (before.data, before.network) == (state.data, state.network):
        run.retune(state)
        return run
    return run.rebuilt(state)


def take(runs: Sequence[TrainingRun], step: Step) -> None:
    """Train as the step says, all on one clock."""
    for _ in taking(runs, step):
        pass


def taking(runs: Sequence[TrainingRun], step: Step) -> Iterator[int]:
    """Train as the step says, all on one clock; yields after each epoch how many there were."""
    asked = step.run
    if asked is None:
        return
    for epochs in range(1, asked.epochs + 1):
        have_gone_on = [run.take_epoch() for run in runs]
        if not any(have_gone_on):
            return
        yield epochs
        if asked.until is not None and has_reached(asked.until, step, (run.evaluate() for run in runs)):
            return


def graph_of(microscope: Microscope, run: TrainingRun) -> Graph:
    """The graph that the microscope opens. Raises GraphError or ExperimentError."""
    from playground.observe import graph as graphs

    if microscope.expression is not None:
        found = graphs.graph(microscope.expression, **microscope.values)
    else:
        found = _graph_of_network(microscope, run)
    return graphs.folded(found) if microscope.folded else found


def faults(lesson: Lesson, *, languages: tuple[str, ...] = LANGUAGES) -> Iterator[Fault]:
    """What is wrong with the lesson, step by step as they are run; nothing where it is whole."""
    from playground.observe.graph import GraphError

    for where, words in _words(msgspec.structs.asdict(lesson.file), ""):
        for language in languages:
            if not getattr(words, language):
                yield Fault(None, f"{where}.{language}: this sentence is missing")
    for place, step in enumerate(lesson.steps):
        try:
            for text in _faults_of(lesson, place, step):
                yield Fault(place, text)
        except (GraphError, ExperimentError) as error:
            yield Fault(place, str(error))


def grade(lesson: Lesson, experiment: Experiment, place: int | None = None) -> Grade:
    """Whether the experiment, as it was handed in, reaches what a step asks for (the last that can tell).

    Its measures are taken anew from its parameters; the data must be the step's. Raises ExperimentError
    where no step asks for something that a file can show.
    """
    places = [place] if place is not None else reversed(range(len(lesson.steps)))
    found = next((at for at in places if _is_in_a_file(lesson.steps[at].done)), None)
    if found is None:
        raise ExperimentError(
            "", "no step here asks for a measure, an epoch or a field; nothing can be graded"
        )
    done, state = lesson.steps[found].done, lesson.states[found]
    assert done is not None
    is_about_data = done.field is not None and done.field.startswith("data")
    if experiment.data != state.data and not is_about_data:
        return Grade(False, f"step {found + 1}: the data is not the lesson's")
    run = TrainingRun(experiment)
    if done.until is not None:
        value = measure_of(run, done.until.measure)
        return Grade(
            done.until.holds(value), f"step {found + 1}: {_measured(done.until, value)} at epoch {run.epoch}"
        )
    if done.epoch is not None:
        return Grade(run.epoch >= done.epoch, f"step {found + 1}: epoch {run.epoch} of {done.epoch}")
    assert done.field is not None
    value = fields.get(experiment, done.field)
    return Grade(done.is_met_by(value), f"step {found + 1}: {done.field} is {value}")


# ------------------------------------------------------------------------------------- private


def _faults_of(lesson: Lesson, place: int, step: Step) -> Iterator[str]:
    run = trained(lesson, place)
    shown = None if step.microscope is None else graph_of(step.microscope, run)
    if shown is not None and step.microscope is not None and step.microscope.step > len(shown.steps):
        yield f"microscope.step: the graph has {len(shown.steps)} steps"
    if step.compare is not None:
        runs = [
            TrainingRun(fields.set(lesson.states[place], step.compare.over, value))
            for value in step.compare.values
        ]
    else:
        runs = [run]
    done = step.done
    until = done.until if done is not None else None
    if until is not None and has_reached(until, step, (one.evaluate() for one in runs)):
        yield f"done: {until.measure} is so from the beginning"
    take(runs, step)
    if done is None:
        return
    if done.until is not None:
        if not has_reached(done.until, step, (one.evaluate() for one in runs)):
            told = "; ".join(_measured(done.until, measure_of(one, done.until.measure)) for one in runs)
            yield f"done: running the step does not reach it: {told}"
    elif done.epoch is not None and runs[0].epoch < done.epoch:
        yield f"done: running the step ends at epoch {runs[0].epoch}, before {done.epoch}"
    elif done.gate is not None and shown is not None and done.gate > len(shown.steps):
        yield f"done.gate: the graph has {len(shown.steps)} steps"
    elif done.field is not None:
        if done.is_met_by(fields.get(lesson.states[place], done.field)):
            yield f"done.field: {done.field} is so from the beginning"
        fields.set(lesson.states[place], done.field, _wanted(done))


def _wanted(done: Done) -> Any:
    """A value of the field that the step asks for."""
    for value in (done.is_, done.at_least, done.at_most):
        if value is not None:
            return int(value) if isinstance(value, float) and value.is_integer() else value
    return None


def _is_in_a_file(done: Done | None) -> bool:
    return done is not None and (done.until is not None or done.epoch is not None or done.field is not None)


def _measured(until: Until, value: float | None) -> str:
    told = "there is none" if value is None or not math.isfinite(value) else f"{value:.4g}"
    bound = f"below {until.below:g}" if until.below is not None else f"above {until.above:g}"
    return f"{until.measure} {told}, asked {bound}"


def _graph_of_network(microscope: Microscope, run: TrainingRun) -> Graph:
    from playground.observe import graph as graphs

    network, point, label = run.network, microscope.point, microscope.label
    assert point is not None
    assert microscope.of is not None
    if microscope.of == "loss":
        return graphs.network_graph(network, point, label)
    if microscope.of == "output":
        return graphs.network_graph(
            network, point, of=0 if label is None or network.plan.outputs == 1 else int(label)
        )
    return graphs.unit_graph(network, point, label, graphs.unit_of(network, microscope.of))


def _words(part: Any, where: str) -> Iterator[tuple[str, Words]]:
    """Every sentence of a part with its path."""
    if isinstance(part, Words):
        yield where, part
    elif isinstance(part, msgspec.Struct):
        yield from _words(msgspec.structs.asdict(part), where)
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from _words(value, f"{where}.{name}" if where else name)
    elif isinstance(part, tuple):
        for place, value in enumerate(part):
            yield from _words(value, f"{where}[{place}]")
