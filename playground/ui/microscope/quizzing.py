"""The quiz: step by step the red slots become fields, and the rule is named where an answer is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from playground.observe.graph.quiz import Question, Quiz
from playground.ui.look import theme
from playground.ui.microscope import step_text, words
from playground.ui.microscope.picture import GraphPicture
from playground.ui.microscope.trace_view import TraceView
from playground.ui.words import numbers


class Quizzing(QObject):
    """Asks for the gradients of what a view shows."""

    finished = Signal()
    """All were asked for."""

    def __init__(self, view: TraceView) -> None:
        super().__init__(view)
        self._view = view
        self.quiz: Quiz | None = None
        """The quiz that goes on."""
        self.fields = QuizFields(view.picture, self._answer)

    def start(self) -> None:
        """Ask for the gradients, from the result backward."""
        view, examined = self._view, self._view.examined
        if examined is None:
            return
        examined.put_back()
        if examined.is_by_layers:
            examined.show_level("units")
            view.show_diagram()
        view.stepper.stop()
        self.quiz = Quiz(examined.graph)
        examined.go_to_seed()
        view.head.set_quizzing(True)
        self._ask_next()

    def give_away(self) -> None:
        """Show what is asked for now, and go on."""
        examined, quiz = self._view.examined, self.quiz
        if examined is not None and quiz is not None:
            for question in quiz.asked_at(examined.position - 1):
                quiz.show(question)
            self._ask_next()

    def end(self) -> None:
        """Ask no more."""
        if self.quiz is not None:
            self.quiz = None
            self.fields.show({})
            self._view.ask(frozenset())
            self._view.show_step()
            self._view.picture.take_focus()
        self._view.head.set_quizzing(False)
        self._view.text.show_mark("")

    # ---------------------------------------------------------------------------------------- private

    def _ask_next(self) -> None:
        """Go on to the next step that has an open question, or to the mark."""
        examined, quiz = self._view.examined, self.quiz
        assert examined is not None
        assert quiz is not None
        drawn = self._view.drawn_wires()
        while examined.position < examined.count:
            for question in quiz.asked_at(examined.position - 1):
                if question.wire not in drawn:
                    quiz.show(question)
            if quiz.asked_at(examined.position - 1):
                break
            examined.position += 1
        self._show_questions()
        if quiz.is_over:
            right, count = quiz.mark
            text = words.translate("Microscope", "{right} of {count} right at the first try.")
            self.end()
            self._view.text.show_mark(f"<b>{text.format(right=right, count=count)}</b>")
            self.finished.emit()

    def _show_questions(self) -> None:
        examined, quiz = self._view.examined, self.quiz
        assert examined is not None
        assert quiz is not None
        asked = quiz.asked_at(examined.position - 1)
        edges = self._view.ask(frozenset(question.wire for question in asked))
        self._view.show_position()
        self.fields.show({question: edges[question.wire] for question in asked if question.wire in edges})

    def _answer(self, question: Question, value: float | None) -> None:
        examined, quiz, text = self._view.examined, self.quiz, self._view.text
        if examined is None or quiz is None:
            return
        if value is None:
            text.show_mark(words.translate("Microscope", "Type a number, such as −0.2."))
            return
        step = examined.graph.steps[question.step]
        if not quiz.answer(question, value):
            rule = step_text.rule(examined.graph, step, is_layer=False)
            text.show_mark(words.translate("Microscope", "Not yet. {rule}").format(rule=rule))
            return
        text.show_mark(words.translate("Microscope", "Right."))
        if quiz.asked_at(question.step):
            self._show_questions()
        else:
            self._ask_next()


class QuizFields:
    """Keeps a field over each asked red slot of the picture, and tells what is entered."""

    def __init__(self, picture: GraphPicture, answered: Callable[[Question, float | None], object]) -> None:
        self._picture = picture
        self._answered = answered
        self._fields: dict[Question, tuple[QLineEdit, int]] = {}
        picture.moved.connect(self.place)

    def show(self, asked: Mapping[Question, int]) -> None:
        """Show a field for each question, at its drawn wire."""
        for question in [q for q in self._fields if q not in asked]:
            field, _ = self._fields.pop(question)
            field.hide()
            field.deleteLater()
        for question, edge in asked.items():
            if question not in self._fields:
                self._fields[question] = (self._made(question), edge)
        self.place()
        first = next(iter(self._fields.values()), None)
        if first is not None and not any(field.hasFocus() for field, _ in self._fields.values()):
            first[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def field(self, question: Question) -> QLineEdit | None:
        """The field of a question, while it is shown."""
        found = self._fields.get(question)
        return found[0] if found is not None else None

    def place(self) -> None:
        """Put every field where its slot is now."""
        for field, edge in self._fields.values():
            slot = self._picture.slot_rect(edge)
            width, height = max(slot.width(), theme.pixels(58)), max(slot.height(), theme.pixels(22))
            field.setGeometry(slot.center().x() - width // 2, slot.top(), width, height)

    def _made(self, question: Question) -> QLineEdit:
        field = _Field(self._picture)
        field.setObjectName("quizField")
        field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        field.setAccessibleName(question.product.downstream_symbol)
        field.setPlaceholderText("?")
        field.setToolTip(words.translate("Microscope", "Type the gradient, then Enter."))
        field.setFont(theme.font("body"))
        field.returnPressed.connect(lambda: self._answered(question, numbers.read(field.text())))
        field.show()
        return field


class _Field(QLineEdit):
    """Enter answers, and is no key of the picture under it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        event.accept()
