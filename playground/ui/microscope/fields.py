"""The quiz's fields: one in each red slot that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from playground.observe.graph.quiz import Question
from playground.ui.look import theme
from playground.ui.microscope import words
from playground.ui.microscope.picture import GraphPicture
from playground.ui.words import numbers


class QuizFields:
    """Keeps a field over each asked slot of the picture, and tells what is entered."""

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
