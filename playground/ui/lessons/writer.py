"""Write a lesson: steps taken from the window, their words, choices and runs; saved, or played at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from playground.app.lesson_writing import Draft, choices, epochs, typed_choices, words
from playground.app.lessons import Lessons
from playground.app.session import Session
from playground.engine.errors import ExperimentError
from playground.ui.look import theme
from playground.ui.widgets.file_dialogs import file_dialog


class LessonWriter(QDialog):
    """A window beside the window, so that the next step can be set up while this one is written.

    ``shown_tab`` says which tab of the lower panel is open, "" for none.
    """

    def __init__(
        self, session: Session, lessons: Lessons, window: QWidget, shown_tab: Callable[[], str]
    ) -> None:
        super().__init__(window)
        self._session, self._lessons = session, lessons
        self._shown_tab = shown_tab
        self.draft = Draft()
        self.setObjectName("lessonWriter")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Write a lesson"))
        self.title = self._line("writerTitle", self.tr("Title in English"))
        self.title_ko = self._line("writerTitleKo", self.tr("Title in Korean"))
        self.steps = QListWidget()
        self.steps.setObjectName("writerSteps")
        self.steps.setAccessibleName(self.tr("Steps"))
        self.text = self._area("writerText", self.tr("Two sentences: a question before its answer"))
        self.text_ko = self._area("writerTextKo", self.tr("The same in Korean"))
        self.choices = self._area("writerChoices", self.tr("One choice a line, two to six: English | Korean"))
        self.answer = self._number("writerAnswer", 1, 6, self.tr("The right one"))
        self.run = self._number("writerRun", 0, 1_000_000, self.tr("Epochs to run"))
        self.note = self._line("writerNote", self.tr("What only the speaker reads"))
        self.message = QLabel()
        self.message.setObjectName("writerMessage")
        self.message.setProperty("role", "error")
        self.message.setWordWrap(True)
        self.take = self._button("writerTake", self.tr("Take what the window shows"), self._take)
        self.up = self._button("writerUp", self.tr("Up"), lambda: self._move(-1))
        self.down = self._button("writerDown", self.tr("Down"), lambda: self._move(1))
        self.remove = self._button("writerRemove", self.tr("Remove"), self._remove)
        self.load = self._button("writerOpen", self.tr("Open …"), self._ask_to_open)
        self.save = self._button("writerSave", self.tr("Save …"), self._ask_to_save)
        self.play = self._button("writerPlay", self.tr("Play"), self._play)
        self._lay_out()
        self.steps.currentRowChanged.connect(self._show_step)
        for field in (self.text, self.text_ko, self.choices):
            field.textChanged.connect(self._take_words)
        self.note.textEdited.connect(self._take_words)
        for number in (self.answer, self.run):
            number.valueChanged.connect(self._take_words)
        self._show_steps(-1)

    def open_file(self, path: str) -> bool:
        """Go on with a lesson's file. False, with a sentence, where it is none."""
        try:
            self.draft = Draft.of(Path(path))
        except ExperimentError as error:
            self._say(str(error))
            return False
        self.title.setText(self.draft.title.en)
        self.title_ko.setText(self.draft.title.ko or "")
        self._show_steps(0)
        return True

    def save_file(self, path: str) -> bool:
        """Write the lesson's file. False, with a sentence, where that cannot be."""
        try:
            self._take_title()
            self.draft.save(Path(path))
        except (ExperimentError, OSError) as error:
            self._say(str(error))
            return False
        self._say("")
        return True

    # ------------------------------------------------------------------------------------ private

    def _take(self) -> None:
        place = self.draft.take(
            self._session.experiment,
            self._session.display,
            self._shown_tab() or None,
            self.steps.currentRow(),
        )
        self._show_steps(place)
        self.text.setFocus()

    def _move(self, by: int) -> None:
        self._show_steps(self.draft.move(self.steps.currentRow(), by))

    def _remove(self) -> None:
        place = self.steps.currentRow()
        self.draft.remove(place)
        self._show_steps(min(place, len(self.draft.steps) - 1))

    def _play(self) -> None:
        try:
            self._take_title()
            lesson = self.draft.lesson()
        except ExperimentError as error:
            self._say(str(error))
            return
        self._say("")
        self._lessons.start(lesson, max(self.steps.currentRow(), 0))

    def _ask_to_open(self) -> None:
        dialog = self._dialog(self.tr("Open a lesson"), self.open_file)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def _ask_to_save(self) -> None:
        dialog = self._dialog(self.tr("Save the lesson"), self.save_file)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.open()

    def _dialog(self, title: str, take: Callable[[str], object]) -> QFileDialog:
        settings = self._session.settings
        kinds = [self.tr("Lessons (*.json)")]
        return file_dialog(self, settings.preferences.last_folder, title, kinds, settings.noting_folder(take))

    def _take_title(self) -> None:
        said = words(self.title.text(), self.title_ko.text())
        if said is not None:
            self.draft.title = said

    def _take_words(self) -> None:
        """What is typed is the step's at once."""
        place = self.steps.currentRow()
        said = words(self.text.toPlainText(), self.text_ko.toPlainText())
        if place < 0:
            return
        try:
            self.draft.change(
                place,
                text=said or words("…", ""),
                ask=choices(self.choices.toPlainText(), self.answer.value() - 1),
                run=epochs(self.run.value()),
                note=words(self.note.text(), ""),
            )
            self._say("")
        except ExperimentError as error:
            self._say(str(error))
        self.steps.item(place).setText(self._named(place))

    def _show_steps(self, place: int) -> None:
        with QSignalBlocker(self.steps):
            self.steps.clear()
            self.steps.addItems([self._named(at) for at in range(len(self.draft.steps))])
            self.steps.setCurrentRow(place)
        self._show_step(place)

    def _show_step(self, place: int) -> None:
        step = self.draft.steps[place] if 0 <= place < len(self.draft.steps) else None
        fields = (self.text, self.text_ko, self.choices, self.answer, self.run, self.note)
        blockers = [QSignalBlocker(field) for field in fields]
        said = step.text.en if step is not None else ""
        self.text.setPlainText("" if said == "…" else said)
        self.text_ko.setPlainText((step.text.ko or "") if step is not None else "")
        self.choices.setPlainText(typed_choices(step.ask if step is not None else None))
        self.answer.setValue(step.ask.answer + 1 if step is not None and step.ask is not None else 1)
        self.run.setValue(step.run.epochs if step is not None and step.run is not None else 0)
        self.note.setText(step.note.en if step is not None and step.note is not None else "")
        del blockers
        for widget in (*fields, self.up, self.down, self.remove):
            widget.setEnabled(step is not None)
        for button in (self.save, self.play):
            button.setEnabled(bool(self.draft.steps))

    def _named(self, place: int) -> str:
        return f"{place + 1}  {self.draft.steps[place].text.en}".replace("\n", " ")

    def _say(self, sentence: str) -> None:
        self.message.setText(sentence)

    def _lay_out(self) -> None:
        unit = theme.pixels(theme.GRID)
        head = QGridLayout()
        head.setSpacing(unit)
        head.addWidget(self.title, 0, 0)
        head.addWidget(self.title_ko, 0, 1)
        left = QVBoxLayout()
        left.addWidget(self.take)
        left.addWidget(self.steps, 1)
        order = QHBoxLayout()
        for button in (self.up, self.down, self.remove):
            order.addWidget(button)
        left.addLayout(order)
        right = QGridLayout()
        right.setSpacing(unit)
        right.addWidget(self.text, 0, 0, 1, 4)
        right.addWidget(self.text_ko, 1, 0, 1, 4)
        right.addWidget(self.choices, 2, 0, 1, 4)
        right.addWidget(QLabel(self.tr("Right one")), 3, 0)
        right.addWidget(self.answer, 3, 1)
        right.addWidget(QLabel(self.tr("Run, epochs")), 3, 2)
        right.addWidget(self.run, 3, 3)
        right.addWidget(self.note, 4, 0, 1, 4)
        body = QHBoxLayout()
        body.setSpacing(2 * unit)
        body.addLayout(left, 2)
        body.addLayout(right, 3)
        foot = QHBoxLayout()
        foot.addWidget(self.message, 1)
        for button in (self.load, self.save, self.play):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(2 * unit for _ in range(4)))
        column.setSpacing(unit)
        column.addLayout(head)
        column.addLayout(body, 1)
        column.addLayout(foot)
        self.resize(theme.pixels(720), theme.pixels(440))

    def _line(self, name: str, prompt: str) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setPlaceholderText(prompt)
        made.setAccessibleName(prompt)
        return made

    def _area(self, name: str, prompt: str) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setObjectName(name)
        made.setPlaceholderText(prompt)
        made.setAccessibleName(prompt)
        made.setTabChangesFocus(True)
        return made

    def _number(self, name: str, least: int, most: int, prompt: str) -> QSpinBox:
        made = QSpinBox()
        made.setObjectName(name)
        made.setRange(least, most)
        made.setAccessibleName(prompt)
        made.setToolTip(prompt)
        return made

    def _button(self, name: str, text: str, do: object) -> QPushButton:
        made = QPushButton(text)
        made.setObjectName(name)
        made.setAutoDefault(False)
        made.clicked.connect(do)
        return made
