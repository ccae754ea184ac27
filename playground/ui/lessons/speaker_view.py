"""What only the speaker sees, on the second screen: the step's note, what comes next, clock and count."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTime, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QResizeEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from playground.app.lessons import Lesson, Lessons, Step
from playground.ui.lessons.strip import LessonStrip, StepDots, give_font, label
from playground.ui.look import theme
from playground.ui.widgets.icon_button import IconButton

_TICK_MS = 500
_USUAL = (960, 600)
_SHARE = 0.75
"""How much of the second screen it takes."""
_SMALL, _TEXT, _NOTE = 1 / 60, 1 / 44, 1 / 30
"""Sizes of text as shares of the width."""
_LEAST_PIXELS = 12


class SpeakerView(QWidget):
    """A window of its own, until it is closed or the lesson ends.

    It takes the lesson's keys too, since a clicker's go to the window that has the focus: ``play`` is what
    Space does. ``strip`` is the present one of the program's window, whose button this one's repeats.
    """

    def __init__(
        self,
        lessons: Lessons,
        window: QWidget,
        language: Callable[[], str],
        strip: Callable[[], LessonStrip],
        play: Callable[[], None],
    ) -> None:
        super().__init__(window, Qt.WindowType.Window)
        self.setObjectName("speakerView")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lessons, self._language, self._window = lessons, language, window
        self._strip, self._play = strip, play
        self.title = label("speakerTitle")
        self.clock = label("speakerClock")
        self.clock.setWordWrap(False)
        self.place = label("speakerPlace")
        self.dots = StepDots()
        self.note = label("speakerNote", role="text")
        self.text = label("speakerText", role="text")
        self.answers = label("speakerAnswers")
        self.next_text = label("speakerNext")
        self._note_head, self._text_head, self._next_head = (label(f"speakerHead{k}") for k in range(3))
        self.back = IconButton("previous", "", size=22)
        self.next = IconButton("next", "", size=22, role="accent")
        self.run = QPushButton()
        self.run.setObjectName("speakerRun")
        self.run.setProperty("role", "accent")
        for button in (self.back, self.next, self.run):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()
        self.back.clicked.connect(lambda: self._lessons.step_by(-1))
        self.next.clicked.connect(lambda: self._lessons.step_by(1))
        self.run.clicked.connect(lambda: self._strip().act())
        self.dots.chosen.connect(self._lessons.go_to)
        self._lessons.changed.connect(self.show_step)
        self._lessons.ended.connect(self.close)
        theme.signals().changed.connect(self._fit)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._show_clock)
        self.resize(*_USUAL)
        self.show_step()

    def show_beside(self) -> None:
        """Show it on the screen that the program's window is not on, where there is one."""
        other = _other_screen(self._window.screen())
        if other is not None:
            room = other.availableGeometry()
            self.resize(room.size() * _SHARE)
            self.move(room.center() - self.rect().center())
        self.show()
        self.raise_()

    def show_step(self) -> None:
        """Show the step as it is now."""
        lessons, lesson, step = self._lessons, self._lessons.lesson, self._lessons.step
        if lesson is None or step is None:
            return
        language, count = self._language(), len(lesson.steps)
        self.setWindowTitle(self.tr("Speaker's view"))
        idea = f"{lesson.file.idea}  ·  " if lesson.file.idea else ""
        self.title.setText(idea + lesson.file.title.to(language))
        self.place.setText(
            self.tr("Step {place} of {count}").format(place=lessons.place + 1, count=count)
            + ("  ✓" if lessons.is_done else "")
        )
        self.dots.show_place(lessons.place, count)
        self._note_head.setText(self.tr("NOTE"))
        self.note.setText(step.note.to(language) if step.note is not None else "–")
        self._text_head.setText(self.tr("ON THE SCREEN"))
        self.text.setText(step.text.to(language))
        self.answers.setText(self._answers(step, language))
        self.answers.setVisible(step.ask is not None)
        self._next_head.setText(self.tr("NEXT"))
        self.next_text.setText(self._next(lesson, language))
        self.back.setEnabled(lessons.place > 0)
        self.next.setEnabled(lessons.place + 1 < count)
        said, help_ = self._strip().action_words()
        self.run.setText(said)
        self.run.setToolTip(help_)
        self.run.setVisible(bool(said))
        self._show_clock()

    # ------------------------------------------------------------------------------------ private

    def _answers(self, step: Step, language: str) -> str:
        """Each choice with its count; the right one is marked, the speaker may know it before the class."""
        if step.ask is None:
            return ""
        told = []
        for place, (words, count) in enumerate(zip(step.ask.choices, self._lessons.counts, strict=True)):
            mark = "✓ " if place == step.ask.answer else ""
            told.append(f"{mark}{words.to(language)}: {count}")
        return "      ".join(told)

    def _next(self, lesson: Lesson, language: str) -> str:
        place = self._lessons.place + 1
        if place == len(lesson.steps):
            return self.tr("This is the last step.")
        return lesson.steps[place].text.to(language)

    def _show_clock(self) -> None:
        lesson = self._lessons.lesson
        if lesson is None:
            return
        minutes, seconds = divmod(int(self._lessons.seconds), 60)
        taken = self.tr("{taken} of {planned} min").format(
            taken=f"{minutes}:{seconds:02d}", planned=lesson.file.minutes
        )
        self.clock.setText(f"{QTime.currentTime().toString('HH:mm')}   ·   {taken}")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.clock, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self.dots)
        foot.addWidget(self.place, 1)
        foot.addWidget(self.run)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        for first, *others in (
            (self._note_head, self.note),
            (self._text_head, self.text, self.answers),
            (self._next_head, self.next_text),
        ):
            line = QFrame()
            line.setProperty("role", "line")
            line.setFixedHeight(1)
            self._column.addWidget(line)
            self._column.addWidget(first)
            for other in others:
                self._column.addWidget(other)
            self._column.addStretch(2 if first is self._note_head else 1)
        self._column.addLayout(foot)

    def _fit(self) -> None:
        width = self.width()
        edge = max(width // 40, 12)
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(edge // 2)
        for share, role, labels in (
            (_SMALL, "body", (self.title, self.clock, self.place, self.run)),
            (_SMALL, "body", (self._note_head, self._text_head, self._next_head)),
            (_TEXT, "body", (self.answers, self.next_text)),
            (_TEXT, "title", (self.text,)),
            (_NOTE, "title", (self.note,)),
        ):
            font = QFont(theme.font("title" if role == "title" else "body"))
            font.setPixelSize(max(round(share * width), theme.pixels(_LEAST_PIXELS)))
            for widget in labels:
                give_font(widget, font)
        for button in (self.back, self.next):
            button.setIconSize(QSize(1, 1) * max(round(width / 45), theme.pixels(16)))
        self.dots.set_size(max(round(_SMALL * width / 2), 8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_step()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, has_control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_PageDown:
            self._lessons.step_by(1)
        elif key == Qt.Key.Key_PageUp:
            self._lessons.step_by(-1)
        elif key == Qt.Key.Key_Space:
            self._play()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and has_control:
            self._strip().act()
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_V and has_control):
            self.close()
        else:
            super().keyPressEvent(event)


def _other_screen(taken: QScreen) -> QScreen | None:
    return next((screen for screen in QGuiApplication.screens() if screen is not taken), None)
