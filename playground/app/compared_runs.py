"""The runs of a comparison in the worker's thread: taking turns, and what they look like. No Qt objects."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import replace as copy_with

import numpy as np
from msgspec.structs import replace

from playground.app.pacing import Clock
from playground.engine.curve import Curve
from playground.engine.evaluation import Metrics
from playground.engine.experiment import Comparison, Experiment, RunState, Variant
from playground.engine.points import Points
from playground.engine.training import TrainingRun
from playground.observe.plane import Plane
from playground.observe.snapshot import Grid

ROUND_SECONDS = 0.016
"""A round, in which all runs train as many epochs, takes about so long where an epoch is that short."""
MOST_EPOCHS = 32
"""Epochs in a round at most."""
SET_SECONDS = 1 / 30
"""The tiles of a playing comparison are made anew so often."""
CURVES_EVERY = 4
"""The curves are new in one of so many sets."""
MOST_LEFT = 4
"""So many resets bring their runs back when they are undone."""
MOST_RESTING = 24
"""Runs that are kept after they were taken away, for undo."""


@dataclass(frozen=True)
class RunView:
    """What one run looks like: ``grid (outputs, R, R)`` over the plane, its measures, the recorded curve.

    ``is_apart``: it has not trained as many epochs as the run that the window shows.
    """

    id: int
    epoch: int
    step: int
    grid: Grid
    train: Metrics
    test: Metrics | None
    curve: Curve
    parameters: int
    points: Points
    diverged: bool
    finished: bool
    is_apart: bool = False


@dataclass(frozen=True)
class ComparisonView:
    """All runs at one instant, in the comparison's order; ``steps`` are those of all of them together."""

    comparison: Comparison | None
    runs: tuple[RunView, ...] = ()
    steps: int = 0

    @property
    def is_level(self) -> bool:
        """Whether all runs have trained as many epochs: only then are their measures to be compared."""
        return len({run.epoch for run in self.runs if not run.diverged and not run.finished}) <= 1


class Rounds:
    """Whose turn it is: who has trained the fewest epochs; a round ends when all have reached its goal.

    ``is_short``: the last whole one was over so soon that a picture may wait for its end.
    """

    def __init__(self) -> None:
        self.goal = 0
        self.is_short = False
        self._epochs = 1

    def begin(self, runs: Sequence[TrainingRun], *, fast: bool) -> bool:
        """Set the goal of the next round: from the last to where the others are, or all some epochs on.

        At a limited speed rounds are single epochs. False where nobody can go on.
        """
        going = [run.epoch for run in runs if run.can_go_on]
        if not going:
            return False
        last, first = min(going), max(going)
        self.goal = last + (self._epochs if fast else 1)
        if last < first:
            self.goal = min(self.goal, first)
        return True

    def forget(self) -> None:
        """The round is off: the runs stand somewhere else now."""
        self.goal = 0

    def behind(self, runs: Sequence[TrainingRun]) -> list[TrainingRun]:
        """Who has not reached the goal yet."""
        return [run for run in runs if run.epoch < self.goal and run.can_go_on]

    def learn(self, seconds: float) -> None:
        """A whole round took so long: more epochs in the next, or fewer."""
        self.is_short = seconds < 2.0 * ROUND_SECONDS
        wanted = self._epochs * ROUND_SECONDS / max(seconds, 1e-6)
        self._epochs = int(min(max(wanted, 1.0), 2.0 * self._epochs, MOST_EPOCHS))


class ComparedRuns:
    """Holds a run for each variant of a comparison. What goes away rests for a while, as it stands."""

    def __init__(self, make_run: Callable[..., TrainingRun], clock: Clock) -> None:
        self.comparison: Comparison | None = None
        self.rounds = Rounds()
        self._make_run, self._clock = make_run, clock
        self._lanes: list[_Lane] = []
        self._resting: list[_Lane] = []
        self._left: OrderedDict[int, list[tuple[_Lane, TrainingRun]]] = OrderedDict()
        self._view: ComparisonView | None = None
        self._asked = 0
        self._seen_at = -math.inf
        self._sets = 0

    @property
    def runs(self) -> list[TrainingRun]:
        """The runs, in the comparison's order."""
        return [lane.run for lane in self._lanes]

    def clear(self) -> None:
        """Another document begins: nothing rests."""
        self._lanes, self._resting = [], []
        self._left.clear()

    def follow(self, comparison: Comparison | None, present: TrainingRun | None) -> None:
        """Hold these variants: who was there stays, who rested comes back, a kept one is ``present`` now."""
        known = [*self._lanes, *self._resting]
        lanes: list[_Lane] = []
        for place, variant in enumerate(comparison.variants if comparison else ()):
            assert comparison is not None
            experiment = comparison.experiment(place)
            lane = next((one for one in known if one.is_of(variant.id, experiment)), None)
            lanes.append(lane or self._made(variant, experiment, present, [*lanes, *known]))
        self._resting = [lane for lane in known if lane not in lanes][-MOST_RESTING:]
        self._lanes, self.comparison = lanes, without_states(comparison)
        self._view = None
        self.rounds.forget()

    def begin_anew(self, token: int) -> None:
        """All runs from their beginning; as they stand they are kept for the undo of this step."""
        self._left.setdefault(token, [(lane, lane.run) for lane in self._lanes])
        while len(self._left) > MOST_LEFT:
            self._left.popitem(last=False)
        for lane in self._lanes:
            lane.restart(self._make_run(lane.experiment, lane.run.points))
        self._view = None
        self.rounds.forget()

    def swap(self, token: int) -> None:
        """Undo or redo of a step that began all runs anew: the others again."""
        if token not in self._left:
            return
        others, self._left[token] = self._left[token], [(lane, lane.run) for lane in self._lanes]
        for lane, run in others:
            lane.restart(run)
        self._view = None
        self.rounds.forget()

    def seek(self, epoch: int) -> None:
        """All runs to the recorded state at or before this epoch."""
        for run in self.runs:
            run.seek(epoch)
        self._view = None
        self.rounds.forget()

    def state_of(self, number: int) -> RunState | None:
        """The state of the run of this id; None where there is none."""
        return next((lane.run.state() for lane in self._lanes if lane.id == number), None)

    def with_states(self) -> Comparison | None:
        """The comparison with each run's state, where a file can say it."""
        if self.comparison is None:
            return None
        variants = []
        for variant, run in zip(self.comparison.variants, self.runs, strict=True):
            state = run.state()
            is_finite = all(map(math.isfinite, state.parameters))
            variants.append(replace(variant, run=state if is_finite else None))
        return replace(self.comparison, variants=tuple(variants))

    def view(self, resolution: int, present: TrainingRun, *, playing: bool) -> ComparisonView:
        """What they look like beside the ``present`` run; while they play, every ``SET_SECONDS`` at most."""
        now = self._clock()
        is_same = self._view is not None and self._asked == resolution
        if self._view is not None and is_same and playing and now - self._seen_at < SET_SECONDS:
            return self._view
        before = self._view.runs if self._view is not None and playing and self._sets % CURVES_EVERY else ()
        self._sets += 1
        self._asked, self._seen_at = resolution, now
        curves = {one.id: one.curve for one in before}
        runs = self.runs
        clock = max((run.epoch for run in runs if run.can_go_on), default=0)
        clock = present.epoch if present.can_go_on else clock
        with np.errstate(all="ignore"):
            views = tuple(lane.view(resolution, curves.get(lane.id)) for lane in self._lanes)
        views = tuple(
            copy_with(one, is_apart=one.epoch != clock and not (one.diverged or one.finished))
            for one in views
        )
        self._view = ComparisonView(self.comparison, views, sum(run.step for run in runs))
        return self._view

    def _made(
        self, variant: Variant, experiment: Experiment, present: TrainingRun | None, known: list[_Lane]
    ) -> _Lane:
        """A new run: where its file left it, as the present run stands, or at its beginning."""
        state = variant.run
        points = next((one.run.points for one in known if one.experiment.data == experiment.data), None)
        if present is not None and points is None and present.experiment.data == experiment.data:
            points = present.points
        if variant.kept and state is None and present is not None:
            now = replace(present.experiment, run=None, comparison=None)
            state = present.state() if now == experiment else None
        return _Lane(variant.id, experiment, self._make_run(replace(experiment, run=state), points))


class _Lane:
    """A variant's run and what looks at it."""

    def __init__(self, number: int, experiment: Experiment, run: TrainingRun) -> None:
        self.id, self.experiment = number, experiment
        self.restart(run)

    def restart(self, run: TrainingRun) -> None:
        self.run = run
        self._plane: Plane | None = None

    def is_of(self, number: int, experiment: Experiment) -> bool:
        return self.id == number and self.experiment == experiment

    def view(self, resolution: int, curve: Curve | None) -> RunView:
        run = self.run
        if self._plane is None or self._plane.resolution != resolution:
            self._plane = Plane(run.network, run.points.bounds, resolution)
        measures = run.evaluate()
        return RunView(
            id=self.id,
            epoch=run.epoch,
            step=run.step,
            grid=self._plane.evaluate(units=False).boundary,
            train=measures[0],
            test=measures[1],
            curve=curve or run.curve(measures),
            parameters=run.network.plan.size,
            points=run.points,
            diverged=run.diverged is not None,
            finished=run.finished is not None,
        )


def without_states(comparison: Comparison | None) -> Comparison | None:
    """The comparison as the document holds it: what was trained lives here."""
    if comparison is None or all(variant.run is None for variant in comparison.variants):
        return comparison
    return replace(comparison, variants=tuple(replace(one, run=None) for one in comparison.variants))
