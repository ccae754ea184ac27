"""The microscope's panel: what is looked at, the picture, its steps, and what one may do with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from playground.app.background import Background, Steps
from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.engine.formula import FormulaError
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.training import ParameterEdit
from playground.observe.graph import PRESETS, GraphError, Phase, reached
from playground.observe.graph.diagram import MOST_GATES
from playground.observe.graph.quiz import Question, Quiz
from playground.observe.snapshot import Snapshot, UnitKey
from playground.ui.look import theme
from playground.ui.microscope import export, step_text, words
from playground.ui.microscope.examined import Examined
from playground.ui.microscope.explanation import Explanation, Size
from playground.ui.microscope.fields import QuizFields
from playground.ui.microscope.head import Head
from playground.ui.microscope.picture import GraphPicture
from playground.ui.microscope.stepper import Stepper
from playground.ui.microscope.subject import (
    Capture,
    GradientOf,
    Subject,
    capture,
    expression_graph,
    network_part,
    typed,
)
from playground.ui.network.names import brief_unit_name
from playground.ui.network.value_editor import ValueEditor
from playground.ui.panel import Panel
from playground.ui.widgets.file_dialogs import file_dialog
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.words import numbers

LOW = 330
"""Below this height, in logical pixels, the panel is the small one."""
WIDE = 1600
"""From this width on the text is larger."""
FOLLOW_SECONDS = 0.15
POLL_MS = 10
SHOWN_POINTS = 3
"""So many points of a minibatch are drawn by themselves at first."""
AT_ONCE = 1000
"""Up to so many parameters a network's graph is made at once."""


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
        first = PRESETS["first"]
        self._subject = Subject("expression", first.expression, dict(first.values))
        self._seen: Capture | None = None
        self._point: tuple[float, float] = (0.0, 0.0)
        self._label: float | None = None
        self._examined: Examined | None = None
        self._quiz: Quiz | None = None
        self._pointed: int | None = None
        self._waiting: list[tuple[Future[Any], Callable[[Any], None]]] = []
        self._taken_at = 0.0
        self._size: Size | None = None
        self._unit: UnitKey | None = None
        self._last_values: dict[str, float] = {}
        self._wanted: Callable[[Examined], None] | None = None
        self.head = Head(self)
        self.picture = GraphPicture()
        self.text = Explanation()
        self.stepper = Stepper()
        self.levels = SegmentedControl([])
        self.levels.setObjectName("microscopeLevels")
        self.levels.setAccessibleName(self.tr("Level of detail"))
        self.editor = ValueEditor(self.picture)
        self.fields = QuizFields(self.picture, self._answer)
        self._edited = -1
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._background = Background(self)
        self._background.finished.connect(self._on_made)
        self._background.failed.connect(self._on_failed)
        self._then: Callable[[Examined], None] = self._show_new
        self._lay_out()
        self._connect()
        self._open(self._subject)

    # --------------------------------------------------------------------------- what others may ask

    @property
    def subject(self) -> Subject:
        """What is looked at."""
        return self._subject

    @property
    def examined(self) -> Examined | None:
        """The graph that is shown, and where it is; None while there is none."""
        return self._examined

    @property
    def seen(self) -> Capture | None:
        """The network whose numbers are shown."""
        return self._seen

    @property
    def point(self) -> tuple[float, float]:
        """The place of the plane at which the network is looked at."""
        return self._point

    @property
    def quiz(self) -> Quiz | None:
        """The quiz that goes on."""
        return self._quiz

    @property
    def is_waiting(self) -> bool:
        """Whether values of the network, or its graph, are on the way."""
        return bool(self._waiting) or self._background.is_running

    @property
    def reached(self) -> StepReached:
        """How far the trace has come."""
        examined = self._examined
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
            subject = typed(text, {**self._known_values(), **(values or {})})
        except (FormulaError, GraphError) as error:
            self._refuse(error)
            return False

        def then(shown: Examined) -> None:
            if folded:
                shown.show_level("folded")
            shown.go_to(_counted(shown, position))

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

        def at_parameter(shown: Examined) -> None:
            place = shown.graph.gates
            for gate in place:
                key = gate.parameter
                if key is not None and key[0] == unit[0] and key[1] == row:
                    wires = shown.graph.wires_from[gate.id]
                    shown.go_to_node(shown.diagram.node_of[wires[-1].target])
                    shown.go_to_node(shown.diagram.node_of[wires[-1].target])
                    return
            shown.go_to(1)

        self._unit = unit
        self._open(Subject("unit", unit=unit), at_parameter)

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

        def then(shown: Examined) -> None:
            shown.go_to(_counted(shown, position))

        if of in ("loss", "output"):
            subject = Subject(of, unit=(OUTPUT_ID, 0), gradient="loss" if of == "loss" else "own")  # type: ignore[arg-type]
        else:
            gradient: GradientOf = "own" if label is None and point is not None else "loss"
            subject = Subject("unit", unit=self._unit_named(of), gradient=gradient)
        self._open(subject, then, (point, label) if point is not None else None)

    def go_to(self, position: int) -> None:
        """Go to this number of steps; -1 is the last of the trace."""
        self._act(lambda examined: examined.go_to(_counted(examined, position)))

    def act(self, name: str) -> None:
        """Do what a key or button says: next, back, finish, restart, enter or leave."""
        node = self._active_node()
        match name:
            case "next":
                self._next()
            case "back":
                self._end_quiz()
                self._act(Examined.back)
            case "finish":
                self._end_quiz()
                self._act(Examined.finish)
            case "restart":
                self._end_quiz()
                self.go_to(0)
            case "enter":
                self._fold(lambda examined: examined.enter(node))
            case "leave":
                self._fold(lambda examined: examined.leave(node))

    def ask_for_focus(self) -> None:
        """Let the keys act on the picture."""
        self.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---------------------------------------------------------------------------------------- opening

    def _open(
        self,
        subject: Subject,
        then: Callable[[Examined], None] | None = None,
        place: tuple[tuple[float, float], float | None] | None = None,
    ) -> bool:
        """Look at something else; of the network once its values are there."""
        self._end_quiz()
        self._background.cancel()
        self._waiting.clear()  # what was asked for before is not wanted any more
        self._subject = subject
        self._wanted = then
        self.head.set_following(False)
        self.editor.close_without()
        if subject.is_live:
            self._fix_point()
            if place is not None:
                self._point, self._label = place
            self._request(self._show_capture)
            self._show_head()
            return True
        self._seen = None
        self._last_values = subject.values
        try:
            graph = expression_graph(subject)
        except (FormulaError, GraphError) as error:
            self._refuse(error)
            return False
        self._show_new(Examined(graph, is_network=False))
        return True

    def _fix_point(self) -> None:
        """The probe point, or the origin of the plane; its label is settled with the values."""
        probe = self.session.display.probe
        self._point = (probe[0], probe[1]) if probe is not None else (1.0, 1.0)
        self._label = probe[2] if probe is not None else None

    def _request(self, then: Callable[[Any], None]) -> None:
        """Ask the run for its present values."""
        self._taken_at = time.monotonic()
        self._waiting.append((self.session.compute(capture), then))
        self._timer.start()

    def _poll(self) -> None:
        for entry in [entry for entry in self._waiting if entry[0].done()]:
            self._waiting.remove(entry)
            future, then = entry
            if future.cancelled() or future.exception() is not None:
                continue
            then(future.result())
        if not self._waiting:
            self._timer.stop()

    def _make(self, seen: Capture, then: Callable[[Examined], None]) -> None:
        """Make the graph of these values, of a large network beside the window; then go on with it."""
        subject, point = self._subject, self._point
        label = self._label if self._label is not None else seen.nearest_label(point)
        rate = seen.rate if subject.gradient != "own" else None

        def made() -> Examined:
            graph = network_part(subject, seen, point, label)
            most = MOST_GATES
            if subject.gradient == "minibatch" and subject.kind == "unit":
                most = 2 * len(graph.inputs) + 2 + SHOWN_POINTS
            examined = Examined(graph, is_network=True, rate=rate, most=most)
            assert examined.diagram.stops  # all steps are written here, and nobody waits for them later
            return examined

        def beside() -> Steps:
            yield 0.0
            return made()

        def done(examined: Examined) -> None:
            self._seen = seen
            then(examined)

        if not subject.is_live:
            return
        if seen.network.plan.size > AT_ONCE:
            self._then = done
            self.text.say(self.tr("Working …"))
            self._background.start(beside)
            return
        try:
            examined = made()
        except GraphError as error:
            self._refuse(error)
            return
        done(examined)

    def _on_made(self, examined: Examined) -> None:
        self.text.say("")
        self._then(examined)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, GraphError):
            raise error
        self._refuse(error)

    def _show_capture(self, seen: Capture) -> None:
        self._make(seen, self._show_new)

    def _show_new(self, examined: Examined) -> None:
        self._examined = examined
        self._pointed = None
        then, self._wanted = self._wanted, None
        if then is None:
            examined.go_to(1)
        else:
            then(examined)
        self.text.say("")
        self._show_diagram()
        self._show_head()

    def _refuse(self, error: Exception) -> None:
        """Say in a sentence why there is no such graph; what is shown stays."""
        self.text.say(words.told(error), "error")

    def _close(self, sentence: str) -> None:
        self._end_quiz()
        self.stepper.stop()
        self._examined = None
        self._seen = None
        self.head.set_following(False)
        self.picture.show_nothing(sentence)
        self.text.show_step("", "", "", "", "")
        self.text.say("")
        self.text.show_nudge(None)
        self.text.offer_update(False)
        self.text.show_context("")
        self._show_place()
        self._show_head()

    # --------------------------------------------------------------------------- frozen, taken, live

    def take_present_values(self) -> None:
        """Show the network as it is now, at the probe point of now and at the same step."""
        if self._subject.is_live:
            if self.session.display.probe is not None:
                self._fix_point()
            self._request(self._refresh)

    def _refresh(self, seen: Capture) -> None:
        self._make(seen, self._show_refreshed)

    def _show_refreshed(self, made: Examined) -> None:
        """The same drawing with other values."""
        examined = self._examined
        if examined is None:
            self._show_new(made)
        elif examined.take_values(made):
            self.text.say("")
            self.picture.choose(None)
            self.picture.show_values(examined.diagram)
            self._show_step()
        else:
            made.show_level(examined.level)
            made.go_to(examined.position)
            self._wanted = lambda shown: None
            self._show_new(made)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        is_due = time.monotonic() - self._taken_at >= FOLLOW_SECONDS
        if self.head.is_following and self._subject.is_live and is_due and not self.is_waiting:
            self._request(self._refresh)
        elif self._subject.is_live:
            self._show_context()

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        if self._subject.is_live and (
            old.network != new.network or old.outputs != new.outputs or old.loss != new.loss
        ):
            self._close(self.tr("The network was edited, so this trace has ended. Open the unit again."))
        self._show_head()

    def display_changed(self, name: str, value: Any) -> None:
        if name == "selected":
            if value is not None and value[0] != FEATURES_ID:
                self._unit = value
            self._show_head()
        elif name == "probe" and value is not None and self.head.is_following:
            self.take_present_values()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_head()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stepper.stop()
        self._background.cancel()

    # --------------------------------------------------------------------------------------- stepping

    def _act(self, change: Callable[[Examined], object]) -> None:
        if self._examined is None:
            return
        change(self._examined)
        self._pointed = None
        self._show_place_in_picture()
        self._show_step()

    def _show_place_in_picture(self) -> None:
        """The picture at this position; in an update phase, whose turn it is."""
        examined = self._examined
        assert examined is not None
        step, graph = examined.step, examined.graph
        self.picture.go_to(min(examined.position, examined.count))
        if step is not None and step.phase == "update" and step.gate is not None:
            moved = examined.whole.gates[step.gate]
            names = (moved.label, moved.group)
            found = [gate.id for gate in graph.gates if gate.label in names and gate.kind != "copy"]
            self.picture.mark(examined.diagram.node_of[found[0]] if found else None)

    def _next(self) -> None:
        examined, quiz = self._examined, self._quiz
        if examined is None:
            return
        if quiz is None:
            self._act(Examined.next)
            return
        for question in quiz.asked_at(examined.position - 1):
            quiz.show(question)
        self._ask_next()

    def _on_node(self, node: int) -> None:
        self._end_quiz()
        self._act(lambda examined: examined.go_to_node(node))

    def _on_node_opened(self, node: int) -> None:
        self._fold(lambda examined: examined.enter(node))

    def _fold(self, change: Callable[[Examined], bool]) -> None:
        examined = self._examined
        if examined is None:
            return
        self._end_quiz()
        if change(examined):
            self._show_diagram()

    def _on_level(self, level: str) -> None:
        self._fold(lambda examined: examined.show_level(level) or True)  # type: ignore[arg-type,func-returns-value]

    def _on_frame(self) -> None:
        examined = self._examined
        if examined is not None and "folded" in examined.levels:
            self._on_level("folded")

    def _active_node(self) -> int | None:
        scene = self.picture.scene
        return next(iter(scene.active), None) if scene is not None else None

    # ---------------------------------------------------------------------------------------- nudging

    def _choose(self, gate: int) -> None:
        examined = self._examined
        if examined is None:
            return
        if gate < 0:
            self._put_back()
            return
        if examined.nudge is None or examined.nudge[0] != gate:
            examined.nudge_by(gate, 0.0)
        self._show_nudged()

    def _nudge(self, gate: int, more: float) -> None:
        examined = self._examined
        if examined is None:
            return
        before = examined.nudge[1] if examined.nudge is not None and examined.nudge[0] == gate else 0.0
        self._nudge_to(gate, round(before + more, 9))

    def _nudge_to(self, gate: int, by: float) -> None:
        examined = self._examined
        assert examined is not None
        try:
            examined.nudge_by(gate, by)
        except GraphError as error:
            self._refuse(error)
            return
        self.text.say("")
        self._show_nudged()
        self.commanded.emit("nudge")

    def _want_value(self, gate: int, place: QPoint) -> None:
        examined = self._examined
        if examined is None:
            return
        self._choose(gate)
        self._edited = gate
        shown = examined.graph.gates[gate]
        caption = self.tr("Value of {name}").format(name=shown.label)
        self.editor.open(caption, shown.value, place, self.picture.rect())

    def _on_typed(self, value: float) -> None:
        examined = self._examined
        if examined is None or self._edited < 0:
            return
        gate = examined.base.gates[self._edited]
        self._nudge_to(gate.id, value - gate.value)

    def _put_back(self) -> None:
        examined = self._examined
        if examined is not None:
            examined.put_back()
            self._show_nudged()

    def _keep(self) -> None:
        """A variable of an expression keeps what it was nudged to."""
        examined = self._examined
        if examined is None or examined.nudge is None or self._subject.is_live:
            return
        gate = examined.graph.gates[examined.nudge[0]]
        values = {**self._subject.values, gate.label: gate.value}
        position, level = examined.position, examined.level

        def as_before(shown: Examined) -> None:
            shown.show_level(level)
            shown.go_to(position)

        self._open(replace(self._subject, values=values), as_before)

    # ------------------------------------------------------------------------------------------- quiz

    def start_quiz(self) -> None:
        """Ask for the gradients, from the result backward."""
        examined = self._examined
        if examined is None:
            return
        examined.put_back()
        if examined.is_by_layers:
            examined.show_level("units")
            self._show_diagram()
        self.stepper.stop()
        self._quiz = Quiz(examined.graph)
        seed = next(place for place, step in enumerate(examined.graph.steps, 1) if step.phase == "seed")
        examined.position = seed
        self.head.set_quizzing(True)
        self._ask_next()

    def _ask_next(self) -> None:
        """Go on to the next step that has an open question, or to the mark."""
        examined, quiz = self._examined, self._quiz
        if examined is None or quiz is None:
            return
        drawn = self._drawn_wires()
        while examined.position < examined.count:
            asked = quiz.asked_at(examined.position - 1)
            for question in asked:
                if question.wire not in drawn:
                    quiz.show(question)
            if quiz.asked_at(examined.position - 1):
                break
            examined.position += 1
        self._show_questions()
        if quiz.is_over:
            right, count = quiz.mark
            text = self.tr("{right} of {count} right at the first try.").format(right=right, count=count)
            self._end_quiz()
            self.text.show_mark(f"<b>{text}</b>")
            self.commanded.emit("quiz")

    def _show_questions(self) -> None:
        examined, quiz = self._examined, self._quiz
        if examined is None or quiz is None:
            return
        drawn = self._drawn_wires()
        asked = quiz.asked_at(examined.position - 1)
        edges = {question: drawn[question.wire] for question in asked if question.wire in drawn}
        hidden = frozenset(edges.values())
        self.picture.ask(hidden, hidden)
        self.picture.go_to(examined.position)
        self._show_step()
        self.fields.show(edges)

    def _drawn_wires(self) -> dict[int, int]:
        assert self._examined is not None
        return {
            wire: place
            for place, edge in enumerate(self._examined.diagram.edges)
            for wire in edge.wires
            if len(edge.wires) == 1
        }

    def _answer(self, question: Question, value: float | None) -> None:
        examined, quiz = self._examined, self._quiz
        if examined is None or quiz is None:
            return
        if value is None:
            self.text.show_mark(self.tr("Type a number, such as −0.2."))
            return
        step = examined.graph.steps[question.step]
        if not quiz.answer(question, value):
            rule = step_text.rule(examined.graph, step, is_layer=False)
            self.text.show_mark(self.tr("Not yet. {rule}").format(rule=rule))
            return
        self.text.show_mark(self.tr("Right."))
        if quiz.asked_at(question.step):
            self._show_questions()
        else:
            self._ask_next()

    def _end_quiz(self) -> None:
        if self._quiz is not None:
            self._quiz = None
            self.fields.show({})
            self.picture.ask(frozenset(), frozenset())
            self._show_step()
            self.ask_for_focus()
        self.head.set_quizzing(False)
        self.text.show_mark("")

    # ----------------------------------------------------------------------------------------- update

    def apply_update(self) -> None:
        """Do the shown step in the run: pause, take the present values, move the weights once."""
        if self._examined is None or self._examined.update is None:
            return
        self.session.pause()
        self._request(self._apply)

    def _apply(self, seen: Capture) -> None:
        self._make(seen, self._apply_made)

    def _apply_made(self, made: Examined) -> None:
        self._show_refreshed(made)
        examined = self._examined
        if examined is None or examined.update is None:
            return
        values = examined.update.values
        changes = [
            ParameterEdit(*gate.parameter, values[gate.label])
            for gate in examined.whole.inputs
            if gate.parameter is not None
        ]
        if not changes:
            return
        before, after = examined.whole.value, examined.update.graph.value
        examined.go_to(examined.last)
        self.session.set_parameters(changes, self.tr("Gradient step"))
        self._show_place_in_picture()
        self._show_step()
        name = examined.whole.output.label
        self.text.say(
            self.tr("Done in the run: {name} goes from {before} to {after}. Undo takes it back.").format(
                name=words.rich_name(name), before=numbers.figures(before, 4), after=numbers.figures(after, 4)
            )
        )
        self.text.offer_update(False)
        self.commanded.emit("update")

    # ---------------------------------------------------------------------------------------- showing

    def _show_diagram(self) -> None:
        examined = self._examined
        assert examined is not None
        self._pointed = None
        self.picture.show_diagram(examined.diagram, min(examined.position, examined.count))
        self.levels.set_options([self._level_option(level) for level in examined.levels])
        self.levels.set_value(examined.level)
        self.levels.setVisible(len(examined.levels) > 1)
        self._show_step()

    def _level_option(self, level: str) -> Option:
        label, sentence = {
            "layers": (self.tr("Layers"), self.tr("One box a layer")),
            "units": (self.tr("Units"), self.tr("One gate a unit; Enter opens one")),
            "sums": (self.tr("Sums"), self.tr("A unit is its products, one sum, and its activation")),
            "gates": (self.tr("Gates"), self.tr("The simplest gates, of two inputs")),
            "folded": (self.tr("Folded"), self.tr("A sigmoid is one gate")),
            "typed": (self.tr("As typed"), self.tr("The gates of the expression as it is written")),
        }[level]
        return Option(level, label, sentence)

    def _show_step(self) -> None:
        examined = self._examined
        self._show_place()
        if examined is None:
            return
        step, position = examined.step, examined.position
        eyebrow = step_text.eyebrow(position, examined.last, step)
        graph = examined.graph if position <= examined.count else examined.whole
        if step is None:
            hint = self.tr("Press Next: first the given values, then gate by gate.")
            self.text.show_step(eyebrow, hint, "", "", "")
        else:
            is_layer = examined.is_by_layers and position <= examined.count
            hidden = self._hidden_wires()
            formula = step_text.formulas(graph, step, self._pointed, self.text.large, hidden)
            total = code = ""
            if self.head.shows_code and step.phase == "backward" and not hidden:
                total = step_text.sums(graph, step, position, self._pointed)
                code = step_text.code(graph, step)
            if is_layer:
                formula = total = code = ""
            rule = step_text.rule(graph, step, is_layer=is_layer)
            if hidden:
                rule = self.tr("What goes into the red slot?")
            self.text.show_step(eyebrow, rule, formula, total, code)
        self.text.offer_update(examined.update is not None and position >= examined.count)
        self._show_nudge_text()
        self._show_context()
        self.reached_changed.emit()

    def _hidden_wires(self) -> frozenset[int]:
        examined, quiz = self._examined, self._quiz
        if examined is None or quiz is None:
            return frozenset()
        return frozenset(question.wire for question in quiz.asked_at(examined.position - 1))

    def _show_place(self) -> None:
        examined = self._examined
        if examined is None:
            self.stepper.show_place(None, 0, 0, 0)
            return
        more = examined.last - examined.count
        self.stepper.show_place(examined.diagram, examined.position, examined.count, more)

    def _show_nudged(self) -> None:
        examined = self._examined
        assert examined is not None
        self.picture.show_values(examined.diagram)
        self.picture.choose(examined.nudge[0] if examined.nudge is not None else None)
        self._show_step()

    def _show_nudge_text(self) -> None:
        examined = self._examined
        assert examined is not None
        if examined.nudge is None:
            self.text.show_nudge(None)
            return
        place, by = examined.nudge
        before, graph = examined.base.gates[place], examined.graph
        is_known = examined.position >= examined.count or self._knows_gradient(place)
        self.text.show_nudge(
            before.label,
            by,
            by * before.gradient if is_known else None,
            (graph.value - examined.base.value) * self._scale_of_result(),
            result=graph.of,
            keeps=before.kind == "input" and not self._subject.is_live and by != 0.0,
        )

    def _scale_of_result(self) -> float:
        """What a change of the result changes of the loss, where its gradients are the loss's."""
        graph = self._examined.base if self._examined is not None else None
        return graph.seed if graph is not None and graph.of != graph.output.label else 1.0

    def _knows_gradient(self, gate: int) -> bool:
        examined = self._examined
        assert examined is not None
        return gate in reached(examined.graph, examined.position).gradients

    def _point_at(self, edge: int) -> None:
        examined = self._examined
        wire = None
        if examined is not None and 0 <= edge < len(examined.diagram.edges):
            wire = examined.diagram.edges[edge].wires[0]
        if wire != self._pointed:
            self._pointed = wire
            self._show_step()

    def _show_context(self) -> None:
        text = ""
        if self._subject.is_live and self._seen is not None:
            x, y = (numbers.plain(value, 1) for value in self._point)
            text = self.tr("Frozen at step {step}, point ({x}, {y})").format(
                step=f"{self._seen.step:,}", x=x, y=y
            )
            if self.head.is_following:
                text = self.tr("Following: step {step}, point ({x}, {y})").format(
                    step=f"{self._seen.step:,}", x=x, y=y
                )
            label = self._label if self._label is not None else self._seen.nearest_label(self._point)
            if self._subject.gradient == "minibatch":
                text = self.tr("Step {step}, the next minibatch of {count} points").format(
                    step=f"{self._seen.step:,}", count=len(self._seen.batch)
                )
            elif self._subject.gradient == "loss" and label is not None:
                shown = numbers.plain(label) if self.experiment.problem == "regression" else f"{label:g}"
                text += ", " + self.tr("label {label}").format(label=shown)
                if self._label is None:
                    text += " " + self.tr("(of the nearest training point)")
        self.text.show_context(text)

    def _show_head(self) -> None:
        subject = self._subject
        unit = subject.unit if subject.kind == "unit" else self._unit
        if unit is None or not self._has_unit(unit):
            unit = self._first_unit()
        self._unit = unit
        name = brief_unit_name(self.experiment, unit) if unit is not None else ""
        self.head.show_subject(subject, name)

    def _has_unit(self, unit: UnitKey) -> bool:
        if unit[0] == OUTPUT_ID:
            return unit[1] < self.experiment.outputs
        layer = next((one for one in self.experiment.network.layers if one.id == unit[0]), None)
        return layer is not None and unit[1] < getattr(layer, "units", unit[1] + 1)

    def _unit_named(self, name: str) -> UnitKey:
        """The unit that ``LAYER.UNIT`` names, both counted from 1; the output layer comes last."""
        layer, _, unit = name.partition(".")
        layers = self.experiment.network.layers
        place = int(layer) if layer.isdecimal() else len(layers) + 1
        number = int(unit) - 1 if unit.isdecimal() else 0
        return (layers[place - 1].id if 1 <= place <= len(layers) else OUTPUT_ID, number)

    def _first_unit(self) -> UnitKey | None:
        layers = self.experiment.network.layers
        dense = next((layer for layer in layers if getattr(layer, "units", 0)), None)
        return (dense.id, 0) if dense is not None else (OUTPUT_ID, 0)

    # ---------------------------------------------------------------------------------------- exports

    def _export(self, kind: export.Format) -> None:
        scene, examined = self.picture.scene, self._examined
        if scene is None or examined is None:
            return
        finished = replace(
            scene, position=scene.position, active=frozenset(), active_edges=frozenset(), hovered=None,
            focused_edge=None, chosen=None, asked=frozenset(), hidden=frozenset(),
        )  # fmt: skip
        try:
            content = export.exported(kind, finished, examined)
        except GraphError as error:
            self._refuse(error)
            return
        settings = self.session.settings
        take = settings.noting_folder(lambda path: self.session.write_file(path, content))
        kinds, folder = [export.FILTERS[kind]], settings.preferences.last_folder
        dialog = file_dialog(self, folder, self.tr("Save the graph"), kinds, take)
        dialog.setObjectName("microscopeSave")
        dialog.setAcceptMode(dialog.AcceptMode.AcceptSave)
        dialog.setFileMode(dialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(kind)
        dialog.selectFile(f"graph.{kind}")
        dialog.open()

    # ----------------------------------------------------------------------------------------- inside

    def _known_values(self) -> dict[str, float]:
        return dict(self._last_values)

    def _on_kind(self, kind: str) -> None:
        if kind == "unit" and self._unit is not None:
            self.open_unit(self._unit)
        elif kind == "output":
            self.open_output(self.session.display.sensitivity_output)
        elif kind == "loss":
            self.open_loss()
        else:
            self.open_expression(self.head.expression)

    def _on_gradient(self, gradient: str) -> None:
        self._open(replace(self._subject, gradient=gradient))  # type: ignore[arg-type]

    def _on_follow(self, follows: bool) -> None:
        if follows:
            self.take_present_values()
        else:
            self._show_context()

    def _on_quiz(self, starts: bool) -> None:
        if starts:
            self.start_quiz()
        else:
            self._end_quiz()

    def _connect(self) -> None:
        head, picture, text = self.head, self.picture, self.text
        head.typed.connect(self.open_expression)
        head.kind_chosen.connect(self._on_kind)
        head.preset_chosen.connect(self.open_preset)
        head.gradient_chosen.connect(self._on_gradient)
        head.quiz_toggled.connect(self._on_quiz)
        head.follow_toggled.connect(self._on_follow)
        head.take_wanted.connect(self.take_present_values)
        head.export_wanted.connect(self._export)
        head.code_toggled.connect(self._show_step)
        picture.acted.connect(self.act)
        picture.node_clicked.connect(self._on_node)
        picture.node_opened.connect(self._on_node_opened)
        picture.frame_clicked.connect(self._on_frame)
        picture.value_chosen.connect(self._choose)
        picture.nudged.connect(self._nudge)
        picture.value_wanted.connect(self._want_value)
        picture.edge_hovered.connect(self._point_at)
        self.editor.committed.connect(self._on_typed)
        self.editor.closed.connect(self.ask_for_focus)
        self.stepper.acted.connect(self.act)
        self.stepper.dots.jumped.connect(self.go_to)
        self.levels.chosen.connect(self._on_level)
        text.put_back.connect(self._put_back)
        text.kept.connect(self._keep)
        text.applied.connect(self.apply_update)

    def _lay_out(self) -> None:
        self._top, self._bottom = QWidget(), QWidget()
        self._top_row, self._bottom_row = QHBoxLayout(self._top), QHBoxLayout(self._bottom)
        middle = QHBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        line = QFrame()
        line.setProperty("role", "line")
        line.setFixedWidth(1)
        middle.addWidget(self.picture, 1)
        middle.addWidget(line)
        middle.addWidget(self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addLayout(middle, 1)
        column.addWidget(self._bottom)
        self._arrange("small")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self._fitting_size())

    def _fitting_size(self) -> Size:
        if self.height() < theme.pixels(LOW):
            return "small"
        return "large" if self.width() >= theme.pixels(WIDE) else "usual"

    def restyle(self) -> None:
        super().restyle()
        self._size = None
        self._arrange(self._fitting_size())
        self._show_step()

    def _arrange(self, size: Size) -> None:
        """One row of controls over a low picture; two around a high one."""
        if size == self._size:
            return
        self._size, is_low = size, size == "small"
        unit = theme.pixels(theme.GRID)
        small = (2 * unit, unit // 2, 2 * unit, unit // 2)
        large = (2 * unit, unit, 2 * unit, unit)
        for row in (self._top_row, self._bottom_row):
            row.setContentsMargins(*(small if is_low else large))
            row.setSpacing(unit)
        if is_low:
            self._top_row.insertWidget(0, self.stepper)
            self._top_row.addWidget(self.head, 1)
            self._top_row.addWidget(self.levels)
        else:
            self._top_row.insertWidget(0, self.head, 1)
            self._bottom_row.addWidget(self.stepper, 1)
            self._bottom_row.addWidget(self.levels)
        self._bottom.setVisible(not is_low)
        self.stepper.set_small(is_low)
        self.head.set_small(is_low)
        self.text.set_size(size)
        if self._examined is not None:
            self._show_step()


def _counted(examined: Examined, position: int) -> int:
    """A number of steps; negative ones are counted from the end of the trace."""
    return position if position >= 0 else examined.count + 1 + position
