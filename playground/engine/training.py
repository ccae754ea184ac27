"""The TrainingRun: the mathematics in progress."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from dataclasses import replace as copy_with
from typing import Any, ClassVar, Literal

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from playground.engine.checkpoints import (
    Checkpoint,
    Divergence,
    History,
    Line,
    checkpoint_of,
    copy_surviving_state,
    copy_survivors,
    state_of,
)
from playground.engine.curve import Curve, CurveRecorder, Measures, StopWatch, curve_row, first_stride
from playground.engine.descent import Descent, EpochEnd
from playground.engine.errors import ExperimentError, Note
from playground.engine.evaluation import Evaluator, Metrics
from playground.engine.experiment import Experiment, RunState
from playground.engine.network import Network
from playground.engine.points import Points, make_points
from playground.engine.program import Array
from playground.engine.stretch import Flag, Measuring, Outcome, Stretch, advance

_RETRACED_STEPS = 10_000


@dataclass(frozen=True)
class ParameterEdit:
    """A parameter set by hand: ``row`` is the input's index (-1: the bias), ``unit`` the weight's column.

    Of a norm layer, row 0 is the scale and row -1 the shift.
    """

    layer_id: int
    row: int
    unit: int
    value: float


class TrainingRun:
    """A network in training: parameters, optimizer memory, generator, epoch.

    The same experiment gives the same run, bit for bit. One generator, seeded by the network's seed,
    draws the first weights, then each epoch's order of points and dropout's masks as they come.
    ``history`` holds past states; ``finished`` names the stop condition that was met.
    """

    shown_by: ClassVar[Callable[[TrainingRun, Literal["png", "html"]], Any] | None] = None
    """What a notebook shows of a run; the package gives it, since the engine knows no pictures."""

    def __init__(self, experiment: Experiment, points: Points | None = None) -> None:
        """A run at its start, or where ``experiment.run`` left it. ``points`` spare making them again."""
        self.experiment = replace(experiment, branches=None) if experiment.branches else experiment
        self.points = make_points(experiment.data) if points is None else points
        generator = np.random.default_rng(experiment.network.seed)
        self.network = Network(experiment, generator)
        self._take_up_points()
        self.descent = Descent(
            self.network, generator, experiment.training, self.train_set, self._measuring()
        )
        self.history = History()
        self.finished: str | None = None
        self._curve = CurveRecorder(
            first_stride(self.network.plan, self.train_set.count, self.test_set.count, self.steps_per_epoch)
        )
        self._stop_watch = StopWatch()
        self._lost: Divergence | None = None
        self._may_branch = False
        self._finite: Callable[[], Checkpoint] = self.descent.checkpoint
        if experiment.run is not None:
            self.restore(experiment.run)
        else:
            self._record(self.descent.epoch_end())

    def _take_up_points(self) -> None:
        """The points as network and loss see them, and who measures over them."""
        network, points = self.network, self.points
        self.train_set = network.labelled(points.train, points.train_labels)
        self.test_set = network.labelled(points.test, points.test_labels)
        self._evaluators = [Evaluator(network, known) for known in (self.train_set, self.test_set)]

    # -------------------------------------------------------------------------- where it stands

    @property
    def epoch(self) -> int:
        """Number of whole epochs trained."""
        return self.descent.epoch

    @property
    def step(self) -> int:
        """Number of steps taken since the start."""
        return self.descent.step

    @property
    def step_in_epoch(self) -> int:
        """Number of steps taken in the running epoch."""
        return self.descent.position

    @property
    def steps_per_epoch(self) -> int:
        """Number of batches in an epoch; 0 where there are no training points."""
        return self.descent.steps_per_epoch

    @property
    def learning_rate(self) -> float:
        """The learning rate of the present epoch, after the schedule."""
        return self.descent.learning_rate

    def prepare(self) -> None:
        """Make now what the first step would have to wait for."""
        self.descent.prepare()

    @property
    def is_native(self) -> bool:
        """Whether steps run without the interpreter, and see a raised flag after each one."""
        return self.descent.is_native

    @property
    def diverged(self) -> Divergence | None:
        """Where the run left the finite numbers, if it did; it stands at the last finite state."""
        return self.descent.divergence or self._lost

    @property
    def can_go_on(self) -> bool:
        """Whether another step can be taken."""
        return self.diverged is None and self.finished is None and self.steps_per_epoch > 0

    def _repr_png_(self) -> bytes | None:
        """The decision boundary for a notebook; None where nothing can draw it."""
        return None if TrainingRun.shown_by is None else TrainingRun.shown_by(self, "png")

    def _repr_html_(self) -> str | None:
        """The measures for a notebook, with the boundary where something can draw it."""
        return None if TrainingRun.shown_by is None else TrainingRun.shown_by(self, "html")

    # -------------------------------------------------------------------------------- training

    def train(self, epochs: int, on_epoch: Callable[[TrainingRun], Any] | None = None) -> None:
        """Train for so many epochs, calling ``on_epoch(run)`` after each; less at divergence or a stop."""
        last = self.epoch + epochs
        while self.epoch < last and self.take_epoch():
            if on_epoch is not None and self.step_in_epoch == 0:
                on_epoch(self)

    def take_step(self) -> int:
        """Train on the next minibatch; returns the number of steps taken (0 or 1)."""
        return self.take_steps(1)

    def take_epoch(self) -> int:
        """Train to the end of the running epoch; returns the number of steps taken."""
        return self.take_steps(self.steps_per_epoch - self.step_in_epoch)

    def take_steps(self, count: int, flag: Flag | None = None) -> int:
        """Train on the next ``count`` minibatches; returns how many were taken.

        Fewer at divergence, at a stop, and where the flag is raised meanwhile (but at least one).
        """
        first = self.step
        with np.errstate(all="ignore"):
            while self.step - first < count and self.can_go_on:
                left = count - (self.step - first)
                stretch = self.set_out(left, flag)
                if stretch is None:
                    self._take(left)
                else:
                    self.arrive(stretch, *advance([stretch]))
                if flag is not None and flag.is_raised:
                    break
        return max(self.step - first, 0)

    def set_out(self, count: int, flag: Flag | None) -> Stretch | None:
        """Be about to take so many steps without the interpreter; None where they need ``take_steps``."""
        if self._may_branch:
            self.branch_off()
        return self.descent.set_out(count, self._next_judged_epoch(), self._is_due, flag)

    def arrive(self, stretch: Stretch, outcome: Outcome) -> None:
        """Stand where the stretch has led, and record the ends of epochs."""
        for end in self.descent.arrive(stretch, outcome):
            if self.can_go_on:
                self._record(end)

    def _take(self, count: int) -> None:
        """Take some steps one after the other, at most to the end of the epoch."""
        self.descent.take(count)
        if self.diverged is not None and not math.isfinite(self._loss()):
            self._retrace(self.diverged)
        elif self.step_in_epoch == self.steps_per_epoch:
            self.descent.end_epoch()
            self._record(self.descent.epoch_end())

    def _next_judged_epoch(self) -> float:
        """The epoch at whose end training may have to stop."""
        stop = self.experiment.training.stop
        if StopWatch.needs_measures(stop):
            return self.epoch + 1
        return math.inf if stop.epochs is None else max(stop.epochs, self.epoch + 1)

    def _is_due(self, epochs: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which of these epochs' ends are to be recorded or judged, and which are measured for that."""
        stop = self.experiment.training.stop
        measured = (epochs % self._curve.stride == 0) | StopWatch.needs_measures(stop)
        due = measured | (epochs % self.history.stride == 0)
        return due if stop.epochs is None else due | (epochs >= stop.epochs), measured

    def _loss(self) -> float:
        train = self.evaluate()[0]
        return train.loss + train.penalty

    def _record(self, end: EpochEnd) -> None:
        """At the end of an epoch: measure and record where that is due, and see whether to stop."""
        stop, epoch = self.experiment.training.stop, end.epoch
        measures = None
        is_due = self._curve.is_due(epoch)
        if is_due or StopWatch.needs_measures(stop):
            measures = end.measures or self._measures_at(end)
            if not math.isfinite(measures[0].loss + measures[0].penalty):
                self._retrace(Divergence(epoch, end.step, "loss"))
                return
        if measures is not None and is_due:
            self._curve.record(curve_row(epoch, *measures, end.gradient_norm, end.learning_rate))
            self._finite = end.checkpoint
        self.finished = self._stop_watch.look(stop, epoch, measures)
        if self.history.is_due(epoch):
            self.history.record(self._watched(end.checkpoint()))

    def _retrace(self, found: Divergence) -> None:
        """Go to the last state with a finite loss, repeating the steps from where it was measured last.

        So it does not matter how the steps had been sliced. Where they are too many, that is where it stays.
        """
        lost, self._lost = found, found
        finite = self._finite()
        self.descent.take_over(finite)
        self.history.forget_after(finite.epoch)
        if found.step - self.step > _RETRACED_STEPS or not math.isfinite(self._loss()):
            return
        while self.step < found.step:
            before = self.descent.checkpoint()
            self.descent.take(1)
            if self.step_in_epoch == self.steps_per_epoch:
                self.descent.end_epoch()
            if self.descent.divergence is not None or not math.isfinite(self._loss()):
                lost = Divergence(before.epoch, before.step + 1, "loss")
                self.descent.take_over(before)
                break
        self._lost = lost

    # ------------------------------------------------------------------------------- measuring

    def _measuring(self) -> Measuring | None:
        """What measures the training points and the test points, for the native engine to call."""
        of_train, of_test = (each.measuring() for each in self._evaluators)
        if of_train is None or of_test is None:
            return None
        count, has_test = len(of_train.seen), self.test_set.count > 0

        def judge(seen: Sequence[Array], penalties: Sequence[float]) -> list[Measures]:
            train = of_train.judge(seen[:count], penalties)
            if not has_test:
                return [(one, None) for one in train]
            return list(zip(train, of_test.judge(seen[count:], penalties), strict=True))

        return Measuring(of_train.calls + of_test.calls, of_train.seen + of_test.seen, judge)

    def _measures_at(self, end: EpochEnd) -> Measures:
        """The measures at the end of an epoch, taken now."""
        with self.descent.standing_at(end.checkpoint()):
            return self.evaluate()

    def evaluate(self, *, confusion: bool = False) -> tuple[Metrics, Metrics | None]:
        """Measures over the training points and the test points (None where none are held out)."""
        with np.errstate(all="ignore"):
            penalty = self.descent.penalty.value(self.network.parameters)
            train = self._evaluators[0].measure(penalty, confusion=confusion)
            if not self.test_set.count:
                return train, None
            return train, self._evaluators[1].measure(penalty, confusion=confusion)

    def metrics(self) -> dict[str, Any]:
        """The state in plain numbers: epoch, step, ``train`` and ``test`` measures, whether it diverged."""
        train, test = self.evaluate()
        return {
            "epoch": self.epoch,
            "step": self.step,
            "train": _plain(train),
            "test": None if test is None else _plain(test),
            "diverged": self.diverged is not None,
        }

    def predictions(self, of: Literal["train", "test"]) -> Array:
        """The present predictions ``(n, outputs)`` at the training points or the test points."""
        return self._evaluators[0 if of == "train" else 1].predictions()

    @property
    def progress(self) -> float:
        """Epochs trained, with the part of the running one."""
        return self.epoch + self.step_in_epoch / max(self.steps_per_epoch, 1)

    def curve(
        self, measures: tuple[Metrics, Metrics | None] | None = None, progress: float | None = None
    ) -> Curve:
        """The recorded measures with the last ones (of ``progress``, or measured now) at the end."""
        last = self.evaluate() if measures is None else measures
        place = self.progress if progress is None else progress
        return self._curve.curve(curve_row(place, *last, self.descent.gradient_norm, self.learning_rate))

    # ----------------------------------------------------------------------------------- edits

    def get_parameter(self, layer_id: int, row: int, unit: int) -> float:
        """One weight (``row`` is the input's index) or bias (``row`` -1)."""
        return float(self._cell(layer_id, row, unit)[0])

    def set_parameters(self, edits: Iterable[ParameterEdit]) -> None:
        """Set parameters by hand, all or none. Raises ExperimentError where a value or place is none."""
        cells = [(self._cell(edit.layer_id, edit.row, edit.unit), edit.value) for edit in edits]
        for _, value in cells:
            if not math.isfinite(value):
                raise ExperimentError(
                    "", Note("{value} is no finite number; a parameter needs one, such as 0.5", value=value)
                )
        for cell, value in cells:
            cell[0] = value
        self.descent.forget_last_step()
        self._lost = None

    def _cell(self, layer_id: int, row: int, unit: int) -> Array:
        plan = self.network.plan
        index = plan.index(layer_id)
        if index is None:
            raise ExperimentError("", Note("there is no layer with id {layer_id}", layer_id=layer_id))
        layer = plan.layers[index]
        if row == -1 and not layer.has_bias:
            raise ExperimentError(
                "", Note("layer {layer_id} has no bias; switch it on first", layer_id=layer_id)
            )
        if not -1 <= row < layer.weight_rows or not 0 <= unit < layer.width:
            raise ExperimentError(
                "",
                Note(
                    "layer {layer_id} has no parameter at input {row}, unit {unit}",
                    layer_id=layer_id,
                    row=row,
                    unit=unit,
                ),
            )
        return layer.block(self.network.parameters)[row, unit : unit + 1]

    def retune(self, experiment: Experiment) -> None:
        """Go on with another way of training, which must be all that differs.

        The optimizer's memory stays when it is the same kind; a changed batch size goes on at the
        same place among the epoch's points.
        """
        if experiment.loss != self.experiment.loss:
            self.network.take_loss(experiment)
            self._take_up_points()
        self.experiment = experiment
        self.descent.retune(experiment.training, self.train_set, self._measuring())
        self._stop_watch.reset(self.epoch)
        self._settle()

    def rebuilt(self, experiment: Experiment) -> TrainingRun:
        """A new run for an edited experiment that keeps what survives of this one.

        Weights of layers, units and features that are in both stay, with the optimizer's memory of
        them; epoch, step, curve and generator go on. With the same data the epoch goes on where it was.
        """
        same_data = experiment.data == self.experiment.data
        run = TrainingRun(replace(experiment, run=None), self.points if same_data else None)
        run.experiment = experiment
        old, new = self.network, run.network
        copy_survivors(old.plan, old.parameters, new.plan, new.parameters)
        copy_surviving_state(old.plan, old.state, new.plan, new.state)
        run.descent.inherit(self.descent, keeps_place=same_data)
        run._curve.take_over(self._curve)
        if self._may_branch:
            run._curve.forget_after(run.epoch)
        run.history = History()
        run._stop_watch.reset(run.epoch)
        run._settle()
        run.history.keep_end(run._finite())
        return run

    def _settle(self) -> None:
        """Judge the present state afresh after an edit, a seek, or the opening of a file."""
        self._lost = None
        present = self._checkpoint()
        self._finite = lambda: present
        train, test = self.evaluate()
        if not math.isfinite(train.loss + train.penalty):
            self._lost = Divergence(self.epoch, self.step, "loss")
        stop = self.experiment.training.stop
        self.finished = None if self.epoch == 0 else self._stop_watch.look(stop, self.epoch, (train, test))

    # ---------------------------------------------------------------------------------- states

    def state(self) -> RunState:
        """Everything needed to go on bit for bit, as a part of the Experiment's file."""
        return replace(state_of(self._checkpoint()), history=self._curve.state())

    def restore(self, state: RunState) -> None:
        """Go to a state. Raises ExperimentError where it does not fit the network or the points."""
        checkpoint = checkpoint_of(
            state, self.descent.checkpoint(), self.train_set.count, self.steps_per_epoch
        )
        self._curve.restore(state.history)
        self.history = History()
        self._go_to(checkpoint)
        self.history.keep_end(checkpoint)

    def line(self) -> Line:
        """The run at rest, for ``resumed``: states are shared, since they never change."""
        experiment = replace(self.experiment, run=None, comparison=None)
        return Line(
            experiment,
            self._checkpoint(),
            self.history.records,
            self.history.stride,
            self._curve.rows,
            self._curve.stride,
            self.is_back,
            self.diverged,
            self.finished,
        )

    @classmethod
    def resumed(cls, line: Line, points: Points | None = None) -> TrainingRun:
        """The run that was put to rest; it goes on bit for bit. Raises ExperimentError if it does not fit."""
        run = cls(line.experiment, points)
        for state in (line.checkpoint, *line.records):
            if state.parameters.size != run.network.parameters.size:
                raise ExperimentError("branches", Note("a state does not fit its network"))
        run.history = History(line.records, line.stride)
        run._curve.put(line.rows, line.curve_stride)
        run._may_branch = line.is_back
        run.stand_at(line)
        return run

    def stand_at(self, line: Line) -> None:
        """Go to where a line of this very experiment stands; history and curve stay."""
        self.descent.take_over(line.checkpoint)
        self._stop_watch.restore(line.checkpoint.best_loss, line.checkpoint.best_epoch)
        self._finite = lambda: line.checkpoint
        self._lost, self.finished = line.lost, line.finished

    @property
    def is_back(self) -> bool:
        """Whether it stands at an earlier state than its last one: training on forgets what came after."""
        last = self.history.records[-1] if len(self.history) else None
        return self._may_branch and last is not None and last.step > self.step

    def branch_off(self) -> None:
        """Let what came after this state be another past: ``line`` keeps it for whoever wants it."""
        self._may_branch = False
        self.history.forget_later(self.step)
        self._curve.forget_after(self.epoch)

    def seek(self, epoch: int) -> None:
        """Go to the recorded state nearest before the end of this epoch (0: the start), exactly."""
        self._go_back(self.history.at, epoch)

    def seek_back(self) -> None:
        """Go to the recorded state before the present one; nothing happens at the first."""
        self._go_back(self.history.before, self.step)

    def _go_back(self, find: Callable[[int], Checkpoint | None], place: int) -> None:
        self.history.keep_end(self._checkpoint())
        found = find(place)
        if found is not None:
            self._go_to(found)
            self._may_branch = True

    def _go_to(self, checkpoint: Checkpoint) -> None:
        self.descent.take_over(checkpoint)
        self._stop_watch.restore(checkpoint.best_loss, checkpoint.best_epoch)
        self._settle()

    def _checkpoint(self) -> Checkpoint:
        return self._watched(self.descent.checkpoint())

    def _watched(self, checkpoint: Checkpoint) -> Checkpoint:
        """The checkpoint with what the stop watch remembers."""
        watch = self._stop_watch
        return copy_with(checkpoint, best_loss=watch.best_loss, best_epoch=watch.best_epoch)


def _plain(measures: Metrics) -> dict[str, float | None]:
    """Measures for JSON, which knows no infinity: None stands for what is no finite number."""
    values = {"loss": measures.loss, "penalty": measures.penalty}
    if measures.accuracy is not None:
        values["accuracy"] = measures.accuracy
    if measures.r2 is not None:
        values["r2"] = measures.r2
    return {name: value if math.isfinite(value) else None for name, value in values.items()}
