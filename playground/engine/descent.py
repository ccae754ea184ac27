"""The descent: parameters, optimizer memory, generator and place in the epoch, moving step by step."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from playground.engine.assembly import NotNativeError
from playground.engine.checkpoints import Checkpoint, Divergence, copy_survivors
from playground.engine.curve import Measures
from playground.engine.experiment import Training
from playground.engine.native import engine
from playground.engine.network import Network
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.passes import LabelledSet, Pass
from playground.engine.program import Array, Program
from playground.engine.schedules import rate_at, rates_at
from playground.engine.steps import Stepper, emit_update, frozen_parameters, make_penalty
from playground.engine.stretch import (
    CHECKED_STEPS,
    EPOCHS_AHEAD,
    EPOCHS_AT_ONCE,
    Flag,
    Measuring,
    Moved,
    Outcome,
    Stretch,
)
from playground.engine.workspace import Workspace

_RECORDED = ("loss", "optimizer", "regularizer", "batch_size", "clip_norm", "max_norm")
"""The parts of Training that a step's program is made of; with others the same program goes on."""
_PARAMETERS, _GRADIENTS = 0, 2
"""Their places among the arrays that move in a stretch."""


@dataclass(frozen=True)
class EpochEnd:
    """The end of an epoch: the state, the norm of the last batch's gradient, and the next learning rate.

    ``checkpoint`` makes the state's copy, which few ends need. ``measures`` are what the descent's
    ``measuring`` found there, where it was measured.
    """

    epoch: int
    step: int
    checkpoint: Callable[[], Checkpoint]
    gradient_norm: float
    learning_rate: float
    measures: Measures | None = None


class Descent:
    """The part of a run that moves with every step.

    ``position`` counts the running epoch's batches; ``order`` is its order of points, None between
    two epochs. ``gradients (size,)`` are the last batch's, of loss plus penalty.
    """

    def __init__(
        self,
        network: Network,
        generator: Generator,
        training: Training,
        points: LabelledSet,
        measuring: Measuring | None = None,
    ) -> None:
        """``measuring`` looks at the network at the ends of epochs, within a stretch."""
        self.network = network
        self.generator = generator
        self.epoch = self.step = self.position = 0
        self.order: Array | None = None
        self.divergence: Divergence | None = None
        size = network.plan.size
        self.gradients, self._previous = np.zeros(size), np.zeros(size)
        self._has_gradient = self._has_update = False
        self._last_workspace: Workspace | None = None
        self._rate = np.zeros(())
        self.training = training
        self.optimizer_state = OPTIMIZERS[training.optimizer.name].fresh_state(size)
        self._take_up(training, points, measuring)

    def _take_up(self, training: Training, points: LabelledSet, measuring: Measuring | None) -> None:
        plan, program = self.network.plan, Program()
        self.training = training
        self._points, self._measuring = points, measuring
        self.penalty = make_penalty(plan, training)
        emit_update(
            program,
            plan,
            training,
            self.penalty,
            self.network.parameters,
            self.gradients,
            self.optimizer_state,
            self._rate,
        )
        self._stepper = Stepper(
            plan,
            self.network.head,
            self.network.parameters,
            self.network.state,
            self.gradients,
            points,
            training.batch_size,
            self.generator,
            program.calls(),
        )
        self._set_rate()
        self._careful_steps = 0
        self._rates_ahead = np.zeros(0)
        self._ends = np.zeros(0, dtype=np.int64)
        """Of the epochs ahead those whose ends are kept, from 0."""
        self._stretch: Stretch | None = None
        self._has_tried_native = False

    def prepare(self) -> Stretch | None:
        """The same steps for the native engine, made when first asked for; None where it cannot take them."""
        if not self._has_tried_native:
            self._has_tried_native = True
            self._stretch = self._make_stretch()
        return self._stretch

    def _make_stretch(self) -> Stretch | None:
        native, points = engine(), self._points
        if native is None or not points.count:
            return None
        full, rest = self._stepper.batches()
        moving = (
            self.network.parameters, self.network.state, self.gradients, *self.optimizer_state.values(),
        )  # fmt: skip
        try:
            return Stretch(
                native,
                points,
                self._stepper.batch_size,
                full,
                rest,
                moving,
                self.network.parameters,
                self._previous,
                self.gradients,
                self._rate,
                self.generator,
                self._measuring,
            )
        except NotNativeError:
            return None

    @property
    def is_native(self) -> bool:
        """Whether steps run without the interpreter."""
        return self.prepare() is not None

    @property
    def steps_per_epoch(self) -> int:
        """Number of batches in an epoch; 0 without training points."""
        return self._stepper.steps

    @property
    def learning_rate(self) -> float:
        """The learning rate of the present epoch, after the schedule."""
        return float(self._rate)

    @property
    def gradient_norm(self) -> float:
        """The 2-norm of the last batch's gradient; NaN before the first step."""
        return float(np.linalg.norm(self.gradients)) if self._has_gradient else math.nan

    # ---------------------------------------------------------------------------------- steps

    def set_out(
        self,
        count: int,
        last_epoch: float,
        is_due: Callable[[NDArray[np.int64]], tuple[NDArray[np.bool_], NDArray[np.bool_]]],
        flag: Flag | None = None,
    ) -> Stretch | None:
        """Be about to take ``count`` steps without the interpreter, over several epochs, to ``last_epoch``.

        ``is_due`` says of epochs whether their ends are to be kept, and measured. ``advance`` takes the steps
        of the stretch, fewer where the flag is raised or a number is no longer finite; then ``arrive``. None
        where steps must be taken one after the other (see ``take``).
        """
        stretch = self.prepare()
        if stretch is None or self._careful_steps > 0:
            return None
        epochs = -(-(self.position + count) // self.steps_per_epoch)
        most = EPOCHS_AHEAD if flag is not None else EPOCHS_AT_ONCE
        epochs = int(min(epochs, most, max(last_epoch - self.epoch, 1)))
        due, measured = is_due(np.arange(self.epoch + 1, self.epoch + epochs + 1))
        self._ends = np.flatnonzero(due)[: stretch.most_ends + 1]
        if self._ends.size > stretch.most_ends:  # the stretch ends before one more is due
            epochs = int(self._ends[-1])
            self._ends, due, measured = self._ends[:-1], due[:epochs], measured[:epochs]
        training = self.training
        self._rates_ahead = rates_at(training.learning_rate, training.schedule, self.epoch, epochs + 1)
        shuffles = training.shuffle and self.steps_per_epoch > 1
        stretch.set_out(
            count,
            self.position,
            self.order,
            self._rates_ahead,
            due,
            measured,
            shuffles=shuffles,
            flag=flag,
        )
        return stretch

    def arrive(self, stretch: Stretch, outcome: Outcome) -> list[EpochEnd]:
        """Stand where the stretch has led; returns the ends of epochs that are kept."""
        first_epoch, first_step, rates = self.epoch, self.step - self.position, self._rates_ahead
        stretch.arrive(outcome)
        if outcome == "trouble":  # the step that leads there is found one by one
            self._careful_steps = CHECKED_STEPS + self.steps_per_epoch
        self._land(stretch)
        places = (self._ends + 1).tolist()
        return [
            self._end_of(
                moved,
                first_epoch + place,
                first_step + place * self.steps_per_epoch,
                float(rates[place]),
                measures,
            )
            for place, moved, measures in zip(places, stretch.ends, self._measures(stretch), strict=False)
        ]

    def _measures(self, stretch: Stretch) -> list[Measures | None]:
        """What the measuring found at the ends that a stretch went through; None where it did not look."""
        found: list[Measures | None] = [None] * len(stretch.ends)
        if self._measuring is not None and stretch.measured:
            penalties = [
                self.penalty.value(stretch.ends[place].at(_PARAMETERS)) for place in stretch.measured
            ]
            judged = self._measuring.judge(stretch.seen, penalties)
            for place, measures in zip(stretch.measured, judged, strict=True):
                found[place] = measures
        return found

    def _land(self, stretch: Stretch) -> None:
        """Stand where the stretch has come to."""
        self.step += stretch.taken
        self.epoch += stretch.epoch
        self.position, self.order = stretch.position, stretch.order
        if self.order is not None:
            self._stepper.set_order(self.order)
        self._has_update = self._has_gradient = stretch.taken > 0
        self._last_workspace = self._stepper.workspace((self.position or self.steps_per_epoch) - 1)
        self._set_rate()

    def _end_of(
        self, moved: Moved, epoch: int, step: int, rate: float, measures: Measures | None
    ) -> EpochEnd:
        """The end of an epoch that a stretch went through."""
        gradients = moved.at(_GRADIENTS)
        return EpochEnd(
            epoch,
            step,
            partial(self._checkpoint_of, moved, epoch, step),
            math.sqrt(gradients.dot(gradients)),
            rate,
            measures,
        )

    def _checkpoint_of(self, moved: Moved, epoch: int, step: int) -> Checkpoint:
        parameters, layer_state, _gradients, *optimizer = moved.moving()
        return Checkpoint(
            parameters=parameters,
            layer_state=layer_state,
            optimizer_state=dict(zip(self.optimizer_state, optimizer, strict=True)),
            generator=moved.generator,
            order=None,
            epoch=epoch,
            step=step,
            position=0,
        )

    def epoch_end(self) -> EpochEnd:
        """The present state, at the end of an epoch."""
        found = self.checkpoint()
        return EpochEnd(self.epoch, self.step, lambda: found, self.gradient_norm, self.learning_rate)

    @contextmanager
    def standing_at(self, checkpoint: Checkpoint) -> Iterator[None]:
        """For a moment the network has the parameters of another state, to be measured."""
        kept = self.network.parameters.copy(), self.network.state.copy()
        np.copyto(self.network.parameters, checkpoint.parameters)
        np.copyto(self.network.state, checkpoint.layer_state)
        try:
            yield
        finally:
            np.copyto(self.network.parameters, kept[0])
            np.copyto(self.network.state, kept[1])

    def take(self, count: int) -> None:
        """Take up to ``count`` steps within the epoch, less where it ends or diverges."""
        if self.order is None:
            self.order = self._next_order(self.generator)
            self._stepper.set_order(self.order)
        last = min(self.position + count, self.steps_per_epoch)
        while self.position < last and self.divergence is None:
            stop = min(last, self.position + CHECKED_STEPS)
            self._careful_steps -= stop - self.position
            self._advance(stop, keeps_previous=stop == last)

    def end_epoch(self) -> None:
        """Go over to the next epoch."""
        self.epoch += 1
        self.position = 0
        self.order = None
        self._set_rate()

    def _advance(self, stop: int, *, keeps_previous: bool) -> None:
        safe = self.checkpoint(with_generator=self.network.plan.is_random)
        if keeps_previous:
            self._stepper.run(self.position, stop - 1)
            np.copyto(self._previous, self.network.parameters)
            self._stepper.run(stop - 1, stop)
        else:
            self._stepper.run(self.position, stop)
        self._has_update = keeps_previous
        self._last_workspace = self._stepper.workspace(stop - 1)
        self._has_gradient = True
        self.step += stop - self.position
        self.position = stop
        if self._trouble() is not None:
            self._find_divergence(safe, stop)

    def _trouble(self) -> Literal["loss", "parameters"] | None:
        parameters = self.network.parameters
        if not math.isfinite(float(parameters.dot(parameters))):
            return "parameters"
        return None if math.isfinite(float(self.gradients.dot(self.gradients))) else "loss"

    def _find_divergence(self, safe: Checkpoint, stop: int) -> None:
        """Repeat the steps one by one from the safe state, up to the last finite one."""
        self.take_over(safe)
        while self.position < stop:
            before = self.checkpoint(with_generator=self.network.plan.is_random)
            self._stepper.run(self.position, self.position + 1)
            trouble = self._trouble()
            if trouble is not None:
                at = self.step + 1
                self.take_over(before)
                self.divergence = Divergence(self.epoch, at, trouble)
                return
            self.step += 1
            self.position += 1

    def _next_order(self, generator: Generator) -> Array:
        """The order of points in the coming epoch; a batch of all points needs no shuffling."""
        if not self.training.shuffle or self.steps_per_epoch == 1:
            return np.arange(self._points.count)
        return generator.permutation(self._points.count)

    def _set_rate(self) -> None:
        self._rate[()] = self._rate_at(self.epoch)

    def _rate_at(self, epoch: int) -> float:
        return rate_at(self.training.learning_rate, self.training.schedule, epoch)

    # -------------------------------------------------------------------------------- looking

    def minibatch_gradient(self) -> Array:
        """Gradient ``(size,)`` of loss plus penalty over the last step's batch, before its update.

        Before any step it is that of the batch which comes first; nothing of the run changes.
        """
        if self._has_gradient or not self.steps_per_epoch:
            return self.gradients
        generator = deepcopy(self.generator)
        order = self._next_order(generator) if self.order is None else self.order
        first = self.position * self._stepper.batch_size
        batch = self._points.take(order[first : first + self._stepper.batch_size])
        found = Pass(
            self.network,
            batch,
            {"parameter_gradients"},
            of="mean_loss",
            mode="training",
            generator=generator,
        ).run()
        with np.errstate(all="ignore"):
            gradient: Array = found.parameter_gradients + self.penalty.gradient(self.network.parameters)
        return gradient

    def next_batch(self) -> Array:
        """The places of the training points that the next step takes; nothing of the run changes."""
        order = self._next_order(deepcopy(self.generator)) if self.order is None else self.order
        first = self.position * self._stepper.batch_size
        batch: Array = order[first : first + self._stepper.batch_size]
        return batch

    @property
    def has_gradient(self) -> bool:
        """Whether the minibatch's gradient is that of a step that was taken."""
        return self._has_gradient

    def last_update(self) -> Array | None:
        """What the last step added to the parameters ``(size,)``; None where there was none."""
        return self.network.parameters - self._previous if self._has_update else None

    def last_workspace(self) -> Workspace | None:
        """The workspace in which the last step ran; None where there was none, or where it ran in parts."""
        return self._last_workspace if self._has_update else None

    # ---------------------------------------------------------------------------------- edits

    def retune(self, training: Training, points: LabelledSet, measuring: Measuring | None = None) -> None:
        """Go on with another way of training, at the same place among the epoch's points."""
        if points is self._points and all(
            getattr(training, name) == getattr(self.training, name) for name in _RECORDED
        ):
            self.training = training
            self._set_rate()
            self.divergence = None
            return
        consumed = self.position * self._stepper.batch_size
        if training.optimizer.name != self.training.optimizer.name:
            self.optimizer_state = OPTIMIZERS[training.optimizer.name].fresh_state(self.network.plan.size)
        if training.loss != self.training.loss:
            self.forget_last_step()
        self._take_up(training, points, measuring)
        self._go_on_from(consumed)
        self.divergence = None

    def inherit(self, old: Descent, *, keeps_place: bool) -> None:
        """Go on where another descent stands: counters, generator, the optimizer's memory of survivors.

        ``keeps_place``: the points are the same, so the epoch goes on where it was.
        """
        if self.training.optimizer.name == old.training.optimizer.name:
            for name, vector in self.optimizer_state.items():
                if name == "time":
                    vector[:] = old.optimizer_state[name]
                else:
                    copy_survivors(old.network.plan, old.optimizer_state[name], self.network.plan, vector)
                    vector[frozen_parameters(self.network.plan)] = 0.0
        self.generator.bit_generator.state = old.generator.bit_generator.state
        self.epoch, self.step = old.epoch, old.step
        if keeps_place:
            self.order = old.order
            self._go_on_from(old.position * old._stepper.batch_size)
        self._set_rate()

    def _go_on_from(self, consumed: int) -> None:
        if self.order is not None and self.steps_per_epoch:
            self.position = min(consumed // self._stepper.batch_size, self.steps_per_epoch - 1)
            self._stepper.set_order(self.order)

    def forget_last_step(self) -> None:
        """The last step's gradient and update no longer say anything about the parameters."""
        self._has_gradient = self._has_update = False
        self.divergence = None

    # --------------------------------------------------------------------------------- states

    def checkpoint(self, *, with_generator: bool = True) -> Checkpoint:
        """A copy of everything that moves."""
        return Checkpoint(
            parameters=self.network.parameters.copy(),
            layer_state=self.network.state.copy(),
            optimizer_state={name: vector.copy() for name, vector in self.optimizer_state.items()},
            generator=dict(self.generator.bit_generator.state) if with_generator else {},
            order=self.order,
            epoch=self.epoch,
            step=self.step,
            position=self.position,
        )

    def take_over(self, checkpoint: Checkpoint) -> None:
        """Go to a checkpoint of this run; the memory of another kind of optimizer starts fresh."""
        np.copyto(self.network.parameters, checkpoint.parameters)
        np.copyto(self.network.state, checkpoint.layer_state)
        for name, vector in self.optimizer_state.items():
            np.copyto(vector, checkpoint.optimizer_state.get(name, 0.0))
        if checkpoint.generator:
            self.generator.bit_generator.state = checkpoint.generator
        self.order = checkpoint.order
        self.epoch, self.step, self.position = checkpoint.epoch, checkpoint.step, checkpoint.position
        if self.order is not None:
            self.position = min(self.position, max(self.steps_per_epoch - 1, 0))
            self._stepper.set_order(self.order)
        self.forget_last_step()
        self._set_rate()
