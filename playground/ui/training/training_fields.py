"""The controls of the training part: each edits the Experiment and follows it."""

from __future__ import annotations

from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from playground.app.session import Session
from playground.engine import edits
from playground.engine.experiment import Experiment
from playground.engine.losses import LOSSES
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.regularizers import FIRST_PENALTY, REGULARIZERS, Regularizer
from playground.ui.training.parameter_form import ParameterForm
from playground.ui.training.training_options import SchedulePanel, StepsPanel, StopPanel, TrainingPanel
from playground.ui.widgets.choice import Choice, NumberChoice
from playground.ui.widgets.field import DropButton, Field
from playground.ui.widgets.icon_button import IconButton
from playground.ui.widgets.popup import PopupPanel
from playground.ui.words import labels, numbers

LEARNING_RATES = (0.00001, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
PENALTY_RATES = (0.0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
BATCH_SIZES = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 50.0, 100.0, 250.0, 1000.0)


class TrainingFields(QObject):
    """Makes the fields; ``all`` holds them in the order in which they stand in the toolbar."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._make_controls(parent)
        self._make_fields()
        self._connect()
        session.document.changed.connect(self._on_changed)
        self.show_experiment(session.experiment)

    @property
    def all(self) -> tuple[Field, ...]:
        """The fields in their order."""
        return (
            self.learning_rate, self.optimizer, self.loss, self.regularizer,
            self.rate, self.batch_size, self.schedule, self.steps, self.stop,
        )  # fmt: skip

    def show_experiment(self, experiment: Experiment) -> None:
        """Show what the experiment says."""
        training = experiment.training
        self._rate.set_value(training.learning_rate)
        self._optimizers.set_value(training.optimizer.name)
        self.optimizer.explain(self._optimizer_help(training.optimizer.name))
        self._parameters.show_part(training.optimizer)
        self._tune.setEnabled(self._parameters.has_parameters)
        names = [name for name, record in LOSSES.items() if experiment.problem in record.problems]
        self._losses.set_options([(name, *_words(labels.label("loss", name))) for name in names])
        self._losses.set_value(experiment.loss)
        self.loss.explain(
            self.tr("What training makes small.") + " " + labels.label("loss", experiment.loss).help
        )
        self._penalties.set_value(training.regularizer.name)
        self.regularizer.explain(
            self.tr("A penalty on large weights, added to the loss.")
            + " "
            + labels.label("regularizer", training.regularizer.name).help
        )
        self._penalty_rate.set_value(training.regularizer.rate)
        self._penalty_rate.setEnabled(training.regularizer.name != "none")
        self._batch.set_value(float(training.batch_size))
        for button, panel in self._panels:
            button.set_text(panel.text(training))
            panel.follow(training)

    # --------------------------------------------------------------------------------------- private

    def _make_controls(self, parent: QWidget) -> None:
        self._rate = NumberChoice(LEARNING_RATES, sample="0.0001")
        self._optimizers = Choice()
        self._optimizers.set_options(
            [(name, *_words(labels.label("optimizer", name))) for name in OPTIMIZERS]
        )
        self._tune = IconButton("options", size=15, role="quiet")
        self._tune.setObjectName("optimizerParameters")
        self._tune.describe(
            self.tr("Parameters of the optimizer"),
            self.tr("The optimizer's own parameters: how long it remembers, how it scales its steps."),
        )
        self._losses = Choice()
        self._penalties = Choice()
        self._penalties.set_options(
            [(name, *_words(labels.label("regularizer", name))) for name in REGULARIZERS]
        )
        self._penalty_rate = NumberChoice(PENALTY_RATES, sample="0.001")
        self._batch = NumberChoice(BATCH_SIZES, minimum=1, maximum=200_000, whole=True, sample="1000")
        self._tuning = PopupPanel(parent)
        self._parameters = ParameterForm(self._tuning)
        self._tuning.column.addWidget(self._parameters)
        self._stop_panel = StopPanel(self._session, "stopPanel", parent)
        self._panels: tuple[tuple[DropButton, TrainingPanel], ...] = (
            (DropButton(), SchedulePanel(self._session, "schedulePanel", parent)),
            (DropButton(), StepsPanel(self._session, "stepsPanel", parent)),
            (DropButton(), self._stop_panel),
        )

    def _make_fields(self) -> None:
        self.learning_rate = Field(
            self.tr("Learning rate"),
            self._rate,
            sentence=self.tr(
                "How far each step goes against the gradient. Too small crawls, too large jumps over the "
                "valley or diverges. Takes effect at once."
            ),
            name="learningRate",
        )
        self.optimizer = Field(self.tr("Optimizer"), self._optimizers, self._tune, name="optimizer")
        self.loss = Field(self.tr("Loss"), self._losses, name="loss")
        self.regularizer = Field(self.tr("Regularization"), self._penalties, name="regularization")
        self.rate = Field(
            "λ",
            self._penalty_rate,
            sentence=self.tr("How strong the penalty is. Watch weights shrink and the boundary calm down."),
            name="regularizationRate",
        )
        self._penalty_rate.setAccessibleName(self.tr("Strength of the penalty"))
        self.batch_size = Field(
            self.tr("Batch"),
            self._batch,
            sentence=self.tr(
                "How many training points each step looks at. Small batches make noisy, frequent steps; "
                "one as large as the training set follows the true gradient."
            ),
            name="batchSize",
        )
        schedule, steps, stop = (button for button, _ in self._panels)
        self.schedule = Field(
            self.tr("Schedule"),
            schedule,
            sentence=self.tr("How the learning rate changes over the epochs."),
            name="schedule",
        )
        self.steps = Field(
            self.tr("Order and limits"),
            steps,
            sentence=self.tr(
                "In which order the points come, and how far a step may go: shuffling, gradient clipping, "
                "max-norm."
            ),
            name="steps",
        )
        self.stop = Field(
            self.tr("Stop"),
            stop,
            sentence=self.tr("When training ends by itself: after epochs, or when it is good enough."),
            name="stop",
        )

    def _connect(self) -> None:
        self._rate.chosen.connect(self._set_learning_rate)
        self._batch.chosen.connect(self._set_batch_size)
        self._optimizers.chosen.connect(self._set_optimizer)
        self._losses.chosen.connect(self._set_loss)
        self._penalties.chosen.connect(self._set_penalty)
        self._penalty_rate.chosen.connect(self._set_penalty_rate)
        self._tune.clicked.connect(lambda: self._tuning.open_under(self._optimizers))
        for button, panel in self._panels:
            button.clicked.connect(partial(self._open, panel, button))
        self._parameters.changed.connect(self._set_optimizer_parameter)

    def open_stops(self, anchor: QWidget) -> None:
        """Show the stop conditions: at their field, or at the anchor where it is folded away."""
        field = self.stop.control
        self._open(self._stop_panel, field if field.isVisible() else anchor)

    def _open(self, panel: TrainingPanel, anchor: QWidget, _: bool = False) -> None:
        panel.open_under(anchor)

    def _on_changed(self, old: Experiment, new: Experiment) -> None:
        if old.training != new.training or old.data != new.data:
            self.show_experiment(new)

    def _edit(self, label: str, **changes: Any) -> None:
        session = self._session
        if not session.try_edit(lambda: edits.with_training(session.experiment, **changes), label):
            self.show_experiment(session.experiment)

    def _set_learning_rate(self, rate: float) -> None:
        self._edit(self.tr("Learning rate {value}").format(value=numbers.typed(rate)), learning_rate=rate)

    def _set_batch_size(self, size: float) -> None:
        self._edit(self.tr("Batch size {value}").format(value=numbers.typed(size)), batch_size=int(size))

    def _set_optimizer(self, name: str) -> None:
        label = self.tr("Optimizer {name}").format(name=labels.label("optimizer", name).label)
        self._edit(label, optimizer=OPTIMIZERS[name].settings())

    def _set_optimizer_parameter(self, name: str, value: float) -> None:
        optimizer = replace(self._session.experiment.training.optimizer, **{name: value})
        label = self.tr("{parameter} {value}").format(
            parameter=labels.label("parameter", name).label, value=numbers.typed(value)
        )
        self._edit(label, optimizer=optimizer)

    def _set_loss(self, name: str) -> None:
        self._edit(self.tr("Loss {name}").format(name=labels.label("loss", name).label), loss=name)

    def _set_penalty(self, name: str) -> None:
        old = self._session.experiment.training.regularizer
        new = replace(old, name=name)
        if name != "none" and old.rate == 0.0:
            new = replace(new, rate=FIRST_PENALTY)
        label = self.tr("Regularization {name}").format(name=labels.label("regularizer", name).label)
        self._edit(label, regularizer=new)

    def _set_penalty_rate(self, rate: float) -> None:
        old: Regularizer = self._session.experiment.training.regularizer
        self._edit(
            self.tr("λ {value}").format(value=numbers.typed(rate)), regularizer=replace(old, rate=rate)
        )

    def _optimizer_help(self, name: str) -> str:
        return self.tr("How a gradient becomes a step.") + " " + labels.label("optimizer", name).help


def _words(label: labels.Label) -> tuple[str, str]:
    return label.label, label.help
