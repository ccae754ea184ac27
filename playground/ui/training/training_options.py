"""The panel behind "Schedule": learning rate over time, clipping, max-norm, when training stops."""

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
from playground.ui.words import labels


class TrainingOptions(PopupPanel):
    """Less common options of the training part."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("trainingOptions")
        self._session = session
        self._schedules = Choice()
        self._schedules.setObjectName("scheduleKind")
        self._schedules.setAccessibleName(self.tr("Schedule of the learning rate"))
        self._schedules.set_options(
            [
                (name, labels.label("schedule", name).label, labels.label("schedule", name).help)
                for name in SCHEDULES
            ]
        )
        self._parameters = ParameterForm()
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
        self._lay_out()
        self._connect()

    def show_training(self, training: Training) -> None:
        """Show what the experiment says."""
        self._schedules.set_value(training.schedule.name)
        self._schedules.setToolTip(labels.label("schedule", training.schedule.name).help)
        self._parameters.show_part(training.schedule)
        blocked = self._shuffle.blockSignals(True)
        self._shuffle.setChecked(training.shuffle)
        self._shuffle.blockSignals(blocked)
        for name, control in self._limits.items():
            control.show_value(getattr(training, name))
        for name, control in self._stops.items():
            control.show_value(getattr(training.stop, name))

    def _lay_out(self) -> None:
        self.column.addWidget(Heading(self.tr("Learning rate over time")))
        self.column.addWidget(self._schedules)
        self.column.addWidget(self._parameters)
        self.column.addWidget(Heading(self.tr("Steps")))
        self.column.addWidget(self._shuffle)
        for control in self._limits.values():
            self.column.addWidget(control)
        self.column.addWidget(Heading(self.tr("Stop training")))
        for control in self._stops.values():
            self.column.addWidget(control)

    def _connect(self) -> None:
        self._schedules.chosen.connect(self._set_schedule)
        self._parameters.changed.connect(self._set_schedule_parameter)
        self._shuffle.toggled.connect(lambda on: self._edit(self.tr("Shuffle"), shuffle=on))
        for name, control in self._limits.items():
            control.box.toggled.connect(partial(self._set_limit, name))
            control.number.chosen.connect(partial(self._set_limit, name))
        for name, control in self._stops.items():
            control.box.toggled.connect(partial(self._set_stop, name))
            control.number.chosen.connect(partial(self._set_stop, name))

    def _edit(self, label: str, **changes: Any) -> None:
        session = self._session
        if not session.try_edit(lambda: edits.with_training(session.experiment, **changes), label):
            self.show_training(session.experiment.training)

    def _set_schedule(self, name: str) -> None:
        warmup = getattr(self._session.experiment.training.schedule, "warmup", 0)
        label = self.tr("Schedule {name}").format(name=labels.label("schedule", name).label)
        self._edit(label, schedule=SCHEDULES[name].settings(warmup=warmup))
        self.adjustSize()

    def _set_schedule_parameter(self, name: str, value: float) -> None:
        old = self._session.experiment.training.schedule
        kind = type(getattr(old, name))
        self._edit(self.tr("Schedule"), schedule=replace(old, **{name: kind(value)}))

    def _set_limit(self, name: str, _: object) -> None:
        control = self._limits[name]
        self._edit(control.box.text(), **{name: control.value})

    def _set_stop(self, name: str, _: object) -> None:
        control = self._stops[name]
        value = control.value
        if value is not None and name in ("epochs", "patience"):
            value = int(value)
        stop: Stop = replace(self._session.experiment.training.stop, **{name: value})
        self._edit(self.tr("Stop: {condition}").format(condition=control.box.text()), stop=stop)
