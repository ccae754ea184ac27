"""The microscope's panel: what is looked at, its steps, and what one may do with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.engine.formula import FormulaError
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.training import ParameterEdit
from playground.observe.graph import PRESETS, Gate, GraphError, Phase
from playground.observe.graph.quiz import Quiz
from playground.observe.snapshot import Snapshot, UnitKey
from playground.ui.microscope import export, step_text, words
from playground.ui.microscope.examined import Examined, Level
from playground.ui.microscope.nudging import Nudging
from playground.ui.microscope.quizzing import Quizzing
from playground.ui.microscope.source import GraphSource, Place, Then
from playground.ui.microscope.subject import (
    Capture,
    GradientOf,
    Subject,
    first_unit,
    has_unit,
    typed,
    unit_named,
)
from playground.ui.microscope.trace_view import TraceView
from playground.ui.network.names import brief_unit_name
from playground.ui.panel import Panel
from playground.ui.words import numbers


@dataclass(frozen=True)
class StepReached:
    """Where the trace is: so many of ``count`` steps; the last one's phase and the name of its gate."""

    position: int
    count: int
    phase: Phase | None
    gate: str


class Microscope(Panel):
    """Backpropagation gate by gate. Lessons use ``open_...``, ``go_to`` and ``reached``."""

    NAME = "microscope"

    WANTS_SPREAD = True

    reached_changed = Signal()
    """``reached`` is another one."""
    commanded = Signal(str)
    """The user did something that a lesson may ask for: ``nudge``, ``quiz`` or ``update``."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setAccessibleName(self.tr("Microscope"))
        self._unit: UnitKey | None = None
        first = PRESETS["first"]
        start = Subject("expression", first.expression, dict(first.values))
        self.view = TraceView()
        self.source = GraphSource(session, start, self)
        self.nudging = Nudging(self.view)
        self.quizzing = Quizzing(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._connect()
        self._open(start)

    # --------------------------------------------------------------------------- what others may ask

    @property
    def subject(self) -> Subject:
        """What is looked at."""
        return self.source.subject

    @property
    def examined(self) -> Examined | None:
        """The graph that is shown, and where it is; None while there is none."""
        return self.view.examined

    @property
    def seen(self) -> Capture | None:
        """The network whose numbers are shown."""
        return self.source.seen

    @property
    def quiz(self) -> Quiz | None:
        """The quiz that goes on."""
        return self.quizzing.quiz

    @property
    def is_waiting(self) -> bool:
        """Whether values of the network, or its graph, are on the way."""
        return self.source.is_waiting

    @property
    def reached(self) -> StepReached:
        """How far the trace has come."""
        examined = self.examined
        if examined is None:
            return StepReached(0, 0, None, "")
        step = examined.step
        gate = ""
        if step is not None and step.gate is not None:
            graph = examined.graph if examined.position <= examined.count else examined.whole
            gate = graph.gates[step.gate].label
        return StepReached(examined.position, examined.last, step.phase if step else None, gate)

    def open_expression(
        self, text: str, values: dict[str, float] | None = None, position: int = 1, *, folded: bool = False
    ) -> bool:
        """Show an expression at a step (-1: the last). False, with a sentence, where it is none."""
        try:
            subject = typed(text, {**self.source.values, **(values or {})})
        except (FormulaError, GraphError) as error:
            self._refuse(error)
            return False

        def then(shown: Examined) -> None:
            if folded:
                shown.show_level("folded")
            shown.go_to(position)

        return self._open(subject, then)

    def open_preset(self, name: str) -> None:
        """Show one of the lecture's graphs."""
        preset = PRESETS[name]
        self._open(Subject("expression", preset.expression, dict(preset.values)))

    def open_unit(self, unit: UnitKey, gradient: GradientOf = "loss", position: int = 1) -> None:
        """Show a unit of the network at a step, frozen as it is now."""
        self._unit = unit
        self._open(Subject("unit", unit=unit, gradient=gradient), lambda shown: shown.go_to(position))

    def open_parameter(self, unit: UnitKey, row: int) -> None:
        """Show a unit at the step that gives the gradient of one of its weights (row -1: its bias)."""
        self._unit = unit
        self._open(Subject("unit", unit=unit), lambda shown: shown.go_to_parameter(unit[0], row))

    def open_output(self, output: int = 0, position: int = 1) -> None:
        """Show the way to one of the network's predictions."""
        self._open(
            Subject("output", unit=(OUTPUT_ID, output), gradient="own"), lambda shown: shown.go_to(position)
        )

    def open_loss(self, gradient: GradientOf = "loss", position: int = 1) -> None:
        """Show the way to the loss at the probe point."""
        self._open(Subject("loss", gradient=gradient), lambda shown: shown.go_to(position))

    def open_part(
        self,
        of: str,
        point: tuple[float, float] | None = None,
        label: float | None = None,
        position: int = 1,
    ) -> None:
        """Show ``loss``, ``output`` or a unit ``LAYER.UNIT`` at a point, as lessons name them."""
        if of == "loss":
            subject = Subject("loss")
        elif of == "output":
            subject = Subject("output", unit=(OUTPUT_ID, 0), gradient="own")
        else:
            gradient: GradientOf = "own" if label is None and point is not None else "loss"
            subject = Subject("unit", unit=unit_named(self.experiment, of), gradient=gradient)
        place = (point, label) if point is not None else None
        self._open(subject, lambda shown: shown.go_to(position), place)

    def go_to(self, position: int) -> None:
        """Go to this number of steps; -1 is the last of the trace."""
        self.view.act(lambda examined: examined.go_to(position))

    def act(self, name: str) -> None:
        """Do what a key or button says: next, back, finish, restart, enter or leave."""
        node = self.view.picture.active_node
        if name == "next":
            if self.quiz is not None:
                self.quizzing.give_away()
            else:
                self.view.act(Examined.next)
            return
        self.quizzing.end()
        match name:
            case "back":
                self.view.act(Examined.back)
            case "finish":
                self.view.act(Examined.finish)
            case "restart":
                self.go_to(0)
            case "enter":
                self._fold(lambda examined: examined.enter(node))
            case "leave":
                self._fold(lambda examined: examined.leave(node))

    def ask_for_focus(self) -> None:
        """Let the keys act on the picture."""
        self.view.picture.take_focus()

    # ---------------------------------------------------------------------------------------- opening

    def _open(self, subject: Subject, then: Then | None = None, place: Place | None = None) -> bool:
        """Look at something else; of the network once its values are there."""
        self.quizzing.end()
        self.view.head.set_following(False)
        self.nudging.editor.close_without()
        try:
            self.source.show(subject, partial(self._show_new, then or _at_the_beginning), place)
        except (FormulaError, GraphError) as error:
            self._refuse(error)
            return False
        self._show_head()
        return True

    def _show_new(self, prepare: Then, examined: Examined) -> None:
        prepare(examined)
        self.view.show_examined(examined)
        self._show_context()

    def _refuse(self, error: Exception) -> None:
        """Say in a sentence why there is no such graph; what is shown stays."""
        self.view.text.say(words.told(error), "error")

    def _close(self, sentence: str) -> None:
        self.quizzing.end()
        self.source.forget()
        self.view.head.set_following(False)
        self.view.show_nothing(sentence)
        self._show_head()

    # --------------------------------------------------------------------------- frozen, taken, live

    def take_present_values(self) -> None:
        """Show the network as it is now, at the probe point of now and at the same step."""
        if self.subject.is_live:
            self.source.take(self._show_refreshed, at_probe=True)

    def _show_refreshed(self, made: Examined) -> None:
        """The same drawing with other values."""
        examined = self.examined
        if examined is None:
            self._show_new(_at_the_beginning, made)
        elif examined.take_values(made):
            self.view.text.say("")
            self.view.show_values()
            self._show_context()
        else:

            def as_before(shown: Examined) -> None:
                shown.show_level(examined.level)
                shown.go_to(examined.position)

            self._show_new(as_before, made)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        if self.view.head.is_following and self.subject.is_live and self.source.is_due:
            self.source.take(self._show_refreshed, beside=True)

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        if self.subject.is_live and (
            old.network != new.network or old.outputs != new.outputs or old.loss != new.loss
        ):
            self._close(self.tr("The network was edited, so this trace has ended. Open the unit again."))
        self._show_head()

    def display_changed(self, name: str, value: Any) -> None:
        if name == "selected":
            if value is not None and value[0] != FEATURES_ID:
                self._unit = value
            self._show_head()
        elif name == "probe" and value is not None and self.view.head.is_following:
            self.take_present_values()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_head()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.view.stepper.stop()
        self.source.stop()

    def restyle(self) -> None:
        super().restyle()
        self.view.restyle()

    # ------------------------------------------------------------------------------ stepping, folding

    def _on_node(self, node: int) -> None:
        self.quizzing.end()
        self.view.act(lambda examined: examined.go_to_node(node))

    def _on_node_opened(self, node: int) -> None:
        self._fold(lambda examined: examined.enter(node))

    def _fold(self, change: Callable[[Examined], bool]) -> None:
        if self.examined is not None:
            self.quizzing.end()
            if change(self.examined):
                self.view.show_diagram()

    def _on_level(self, level: Level) -> None:
        self._fold(lambda examined: examined.show_level(level))

    def _on_frame(self) -> None:
        self._on_level("folded")

    # --------------------------------------------------------------------------- changing the network

    def apply_update(self) -> None:
        """Do the shown step in the run: pause, take the present values, move the weights once."""
        if self.examined is not None and self.examined.update is not None:
            self.session.pause()
            self.source.take(self._apply)

    def _apply(self, made: Examined) -> None:
        self._show_refreshed(made)
        examined = self.examined
        if examined is None or examined.update is None:
            return
        values = examined.update.values
        changes = [
            ParameterEdit(*gate.parameter, values[gate.label])
            for gate in examined.whole.inputs
            if gate.parameter is not None
        ]
        before, after = examined.whole.value, examined.update.graph.value
        self.session.set_parameters(changes, self.tr("Gradient step"))
        self.view.act(lambda shown: shown.go_to(shown.last))
        self.view.text.say(
            self.tr("Done in the run: {name} goes from {before} to {after}. Undo takes it back.").format(
                name=words.rich_name(examined.whole.output.label),
                before=numbers.figures(before, 4),
                after=numbers.figures(after, 4),
            )
        )
        self.view.text.offer_update(False)
        self.commanded.emit("update")

    def _keep(self, place: int) -> None:
        """The nudged value stays: in the expression, or of a weight or bias in the run."""
        examined = self.examined
        assert examined is not None
        gate = examined.graph.gates[place]
        if gate.parameter is not None:
            self._keep_in_run(gate)
            return
        values = {**self.subject.values, gate.label: gate.value}
        position, level = examined.position, examined.level

        def as_before(shown: Examined) -> None:
            shown.show_level(level)
            shown.go_to(position)

        self._open(replace(self.subject, values=values), as_before)

    def _keep_in_run(self, gate: Gate) -> None:
        assert gate.parameter is not None
        self.session.set_parameters([ParameterEdit(*gate.parameter, gate.value)], self.tr("Nudge"))
        text = self.tr("Set in the run: {name} is {value}. Undo takes it back.").format(
            name=words.rich_name(gate.label), value=numbers.figures(gate.value, 4)
        )

        def then(made: Examined) -> None:
            self._show_refreshed(made)
            self.view.text.say(text)

        self.source.take(then)

    # ---------------------------------------------------------------------------------------- showing

    def _show_context(self) -> None:
        text = ""
        if self.subject.is_live and self.seen is not None:
            is_regression = self.experiment.problem == "regression"
            text = step_text.context(
                self.source, is_following=self.view.head.is_following, is_regression=is_regression
            )
        self.view.text.show_context(text)

    def _show_head(self) -> None:
        subject, experiment = self.subject, self.experiment
        unit = subject.unit if subject.kind == "unit" else self._unit
        if unit is None or not has_unit(experiment, unit):
            unit = first_unit(experiment)
        self._unit = unit
        self.view.head.show_subject(subject, brief_unit_name(experiment, unit))

    def _export(self, kind: export.Format) -> None:
        scene, examined = self.view.picture.scene, self.examined
        if scene is None or examined is None:
            return
        try:
            content = export.exported(kind, scene, examined)
        except GraphError as error:
            self._refuse(error)
            return
        export.save(self, self.session, kind, content)

    # ----------------------------------------------------------------------------------------- inside

    def _on_kind(self, kind: str) -> None:
        if kind == "unit" and self._unit is not None:
            self.open_unit(self._unit)
        elif kind == "output":
            self.open_output(self.session.display.sensitivity_output)
        elif kind == "loss":
            self.open_loss()
        else:
            self.open_expression(self.view.head.expression)

    def _on_gradient(self, gradient: GradientOf) -> None:
        self._open(replace(self.subject, gradient=gradient))

    def _on_follow(self, follows: bool) -> None:
        if follows:
            self.take_present_values()
        else:
            self._show_context()

    def _on_quiz(self, starts: bool) -> None:
        if starts:
            self.quizzing.start()
        else:
            self.quizzing.end()

    def _connect(self) -> None:
        view, head, picture = self.view, self.view.head, self.view.picture
        view.changed.connect(self.reached_changed)
        head.typed.connect(self.open_expression)
        head.kind_chosen.connect(self._on_kind)
        head.preset_chosen.connect(self.open_preset)
        head.gradient_chosen.connect(self._on_gradient)
        head.quiz_toggled.connect(self._on_quiz)
        head.follow_toggled.connect(self._on_follow)
        head.take_wanted.connect(self.take_present_values)
        head.export_wanted.connect(self._export)
        picture.acted.connect(self.act)
        picture.node_clicked.connect(self._on_node)
        picture.node_opened.connect(self._on_node_opened)
        picture.frame_clicked.connect(self._on_frame)
        view.stepper.acted.connect(self.act)
        view.stepper.dots.jumped.connect(self.go_to)
        view.levels.chosen.connect(self._on_level)
        view.text.applied.connect(self.apply_update)
        self.source.began.connect(lambda: view.text.say(self.tr("Working …")))
        self.source.refused.connect(self._refuse)
        self.nudging.refused.connect(self._refuse)
        self.nudging.nudged.connect(lambda: self.commanded.emit("nudge"))
        self.nudging.kept.connect(self._keep)
        self.quizzing.finished.connect(lambda: self.commanded.emit("quiz"))


def _at_the_beginning(examined: Examined) -> None:
    examined.go_to(1)
