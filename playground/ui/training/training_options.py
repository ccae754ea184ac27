"""The panels behind "Schedule", "Steps" and "Stop": what is set less often, each in a place of its own."""

from __future__ import annotations

from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QCheckBox, QWidget

from playground.app.session import Session
from playground.engine import edits
from playground.engine.experiment import Stop, Training
from playground.engine.schedules import SCHEDULES
from playground.ui.training.parameter_form import ParameterForm
from playground.ui.widgets.choice import Choice, NumberChoice
from playground.ui.widgets.field import OptionalNumber
from playground.ui.widgets.popup import PopupPanel
from playground.ui.widgets.text import Heading
from playground.ui.words import labels, numbers


class TrainingPanel(PopupPanel):
    """A panel that edits a part of the training and follows it; its controls are made when it first opens."""

    def __init__(self, session: Session, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._session = session

    def open_under(self, anchor: QWidget) -> None:
        if not self.is_filled:
            self.is_filled = True
            self.fill()
        self.show_training(self._session.experiment.training)
        super().open_under(anchor)

    def follow(self, training: Training) -> None:
        """The training was edited."""
        if self.is_filled:
            self.show_training(training)

    def show_training(self, training: Training) -> None:
        """Show what the experiment says."""

    def text(self, training: Training) -> str:
        """What is set, in few words."""
        raise NotImplementedError

    def edit(self, label: str, **changes: Any) -> None:
        """Edit the training; what cannot be is shown as it was."""
        session = self._session
        if not session.try_edit(lambda: edits.with_training(session.experiment, **changes), label):
            self.show_training(session.experiment.training)


class SchedulePanel(TrainingPanel):
    """The learning rate over time."""

    def fill(self) -> None:
        self._kinds = Choice()
        self._kinds.setObjectName("scheduleKind")
        self._kinds.setAccessibleName(self.tr("Schedule of the learning rate"))
        self._kinds.set_options(
            [
                (name, labels.label("schedule", name).label, labels.label("schedule", name).help)
                for name in SCHEDULES
            ]
        )
        self._parameters = ParameterForm()
        self.column.addWidget(Heading(self.tr("Learning rate over time")))
        self.column.addWidget(self._kinds)
        self.column.addWidget(self._parameters)
        self._kinds.chosen.connect(self._set_schedule)
        self._parameters.changed.connect(self._set_parameter)

    def show_training(self, training: Training) -> None:
        self._kinds.set_value(training.schedule.name)
        self._kinds.setToolTip(labels.label("schedule", training.schedule.name).help)
        self._parameters.show_part(training.schedule)

    def text(self, training: Training) -> str:
        return labels.label("schedule", training.schedule.name).label

    def _set_schedule(self, name: str) -> None:
        warmup = getattr(self._session.experiment.training.schedule, "warmup", 0)
        label = self.tr("Schedule {name}").format(name=labels.label("schedule", name).label)
        self.edit(label, schedule=SCHEDULES[name].settings(warmup=warmup))
        self.adjustSize()

    def _set_parameter(self, name: str, value: float) -> None:
        old = self._session.experiment.training.schedule
        kind = type(getattr(old, name))
        self.edit(self.tr("Schedule"), schedule=replace(old, **{name: kind(value)}))


class StepsPanel(TrainingPanel):
    """The order of the points, and limits to each step."""

    def fill(self) -> None:
        self._shuffle = QCheckBox(self.tr("Shuffle every epoch"))
        self._shuffle.setObjectName("shuffle")
        self._shuffle.setToolTip(
            self.tr(
                "Each epoch goes through the training points in another order; off: always the same order."
            )
        )
        self._limits = {
            "clip_norm": OptionalNumber(
                self.tr("Clip gradient norm"),
                NumberChoice((1.0, 0.1, 0.5, 5.0, 10.0), minimum=1e-9),
                self.tr("A gradient longer than this is shortened to it: no step explodes."),
                "clipNorm",
            ),
            "max_norm": OptionalNumber(
                self.tr("Max-norm of weights"),
                NumberChoice((3.0, 1.0, 2.0, 4.0), minimum=1e-9),
                self.tr(
                    "After each step the weights into a unit, where they are longer than this, are "
                    "shortened to it."
                ),
                "maxNorm",
            ),
        }
        self.column.addWidget(Heading(self.tr("Steps")))
        self.column.addWidget(self._shuffle)
        self._shuffle.toggled.connect(lambda on: self.edit(self.tr("Shuffle"), shuffle=on))
        for name, control in self._limits.items():
            self.column.addWidget(control)
            control.box.toggled.connect(partial(self._set_limit, name))
            control.number.chosen.connect(partial(self._set_limit, name))

    def show_training(self, training: Training) -> None:
        blocked = self._shuffle.blockSignals(True)
        self._shuffle.setChecked(training.shuffle)
        self._shuffle.blockSignals(blocked)
        for name, control in self._limits.items():
            control.show_value(getattr(training, name))

    def text(self, training: Training) -> str:
        limits = [
            words
            for value, words in (
                (training.clip_norm, self.tr("clipped")),
                (training.max_norm, self.tr("max-norm")),
            )
            if value is not None
        ]
        return ", ".join([self.tr("shuffled") if training.shuffle else self.tr("in order"), *limits])

    def _set_limit(self, name: str, _: object) -> None:
        control = self._limits[name]
        self.edit(control.box.text(), **{name: control.value})


class StopPanel(TrainingPanel):
    """When training ends by itself."""

    def fill(self) -> None:
        self._stops = {
            "epochs": OptionalNumber(
                self.tr("after epochs"),
                NumberChoice((1000, 100, 300, 3000, 10_000), minimum=1, maximum=1e9, whole=True),
                self.tr("Training pauses by itself after so many epochs."),
                "stopEpochs",
            ),
            "loss_below": OptionalNumber(
                self.tr("loss below"),
                NumberChoice((0.01, 0.001, 0.05, 0.1), minimum=1e-300),
                self.tr("Training pauses when the test loss falls below this."),
                "stopLoss",
            ),
            "accuracy_above": OptionalNumber(
                self.tr("accuracy above"),
                NumberChoice((0.99, 0.9, 0.95, 1.0), minimum=0, maximum=1),
                self.tr("Training pauses when this share of points is in the right class."),
                "stopAccuracy",
            ),
            "patience": OptionalNumber(
                self.tr("no better for epochs"),
                NumberChoice((50, 10, 20, 100, 500), minimum=1, maximum=1e9, whole=True),
                self.tr("Training pauses when the test loss has not improved for so many epochs."),
                "stopPatience",
            ),
        }
        self.column.addWidget(Heading(self.tr("Stop training")))
        for name, control in self._stops.items():
            self.column.addWidget(control)
            control.box.toggled.connect(partial(self._set_stop, name))
            control.number.chosen.connect(partial(self._set_stop, name))

    def show_training(self, training: Training) -> None:
        for name, control in self._stops.items():
            control.show_value(getattr(training.stop, name))

    def text(self, training: Training) -> str:
        stop = training.stop
        said = [
            words.format(value=value)
            for words, value in (
                (self.tr("epoch {value}"), None if stop.epochs is None else f"{stop.epochs:,}"),
                (
                    self.tr("loss < {value}"),
                    None if stop.loss_below is None else numbers.typed(stop.loss_below),
                ),
                (
                    self.tr("accuracy ≥ {value}"),
                    None if stop.accuracy_above is None else numbers.percent_exact(stop.accuracy_above),
                ),
                (self.tr("{value} no better"), None if stop.patience is None else f"{stop.patience:,}"),
            )
            if value is not None
        ]
        if len(said) > 1:
            return self.tr("{count} conditions").format(count=len(said))
        return said[0] if said else self.tr("by hand")

    def _set_stop(self, name: str, _: object) -> None:
        control = self._stops[name]
        value = control.value
        if value is not None and name in ("epochs", "patience"):
            value = int(value)
        stop: Stop = replace(self._session.experiment.training.stop, **{name: value})
        self.edit(self.tr("Stop: {condition}").format(condition=control.box.text()), stop=stop)
