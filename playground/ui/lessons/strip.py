"""The strip above the network: a step of the lesson in large type, its choices, its way on."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playground.app.lessons import Lessons, Step, Words
from playground.ui.look import theme
from playground.ui.look.icons import icon
from playground.ui.widgets.flow_row import FlowRow
from playground.ui.widgets.icon_button import IconButton

SMALLEST = 28 / 1920
"""The smallest text, as a share of the window's width: to be read at ten metres."""
_TEXT = 36 / 1920
_LEAST_PIXELS = 15
_HALL = 1.1
"""So much larger it is with projector text."""
CHOICES_SHARE = 0.34
"""How much of the width the choices take at most, beside the step's text."""


class LessonStrip(QWidget):
    """Shows the session's lesson; hidden while there is none.

    ``examine_next`` asks for the microscope's next gate, ``spoken_of`` for the light on other controls.
    """

    examine_next = Signal()

    def __init__(self, lessons: Lessons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lessonStrip")
        self.setAccessibleName(self.tr("Lesson"))
        self._lessons = lessons
        self.language = "en"
        self._shown: tuple[object, int] | None = None
        self.title = label("lessonTitle")
        self.text = label("lessonText", role="text")
        self.note = label("lessonNote")
        self.tick = _Tick()
        self.choices = FlowRow()
        self.choices.setObjectName("lessonChoices")
        self.buttons: list[ChoiceButton] = []
        self.dots = StepDots()
        self.back = IconButton("previous", self.tr("Step before"), size=22)
        self.back.setObjectName("lessonBack")
        self.next = IconButton("next", self.tr("Next step"), size=22, role="accent")
        self.next.setObjectName("lessonNext")
        self.run = QPushButton()
        self.run.setObjectName("lessonRun")
        self.run.setProperty("role", "accent")
        self.run.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.end = QPushButton(self.tr("End"))
        self.end.setObjectName("lessonEnd")
        self.end.setProperty("role", "quiet")
        self.end.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._say_keys()
        self._lay_out()
        self.back.clicked.connect(lambda: self._lessons.step_by(-1))
        self.next.clicked.connect(lambda: self._lessons.step_by(1))
        self.run.clicked.connect(self.act)
        self.end.clicked.connect(self._lessons.end)
        self.dots.chosen.connect(self._lessons.go_to)
        self._lessons.changed.connect(self.show_lesson)
        self._lessons.ended.connect(self.hide)
        theme.signals().changed.connect(self._fit)
        self.setVisible(self._lessons.is_on)

    def set_language(self, language: str) -> None:
        """Show the lesson's words in this language."""
        self.language = language
        self._shown = None
        self.show_lesson()

    def show_lesson(self) -> None:
        """Show the step as it is now."""
        lessons, lesson = self._lessons, self._lessons.lesson
        if lesson is None or lessons.step is None:
            self.hide()
            return
        step, file = lessons.step, lesson.file
        shown = (lesson, lessons.place)
        if self._shown != shown:
            self._shown = shown
            idea = f"{file.idea}  ·  " if file.idea else ""
            self.title.setText(idea + self._said(file.title))
            self.text.setText(self._said(step.text))
            self._make_choices(step)
            self._fit()
        self.note.setText(self._said(step.note) if step.note is not None else "")
        self.note.setVisible(lessons.shows_notes and step.note is not None)
        self.dots.show_place(lessons.place, len(lesson.steps))
        self.back.setEnabled(lessons.place > 0)
        self.next.setEnabled(lessons.place + 1 < len(lesson.steps))
        self.tick.set_done(lessons.is_done, self.tr("Done"))
        self._show_counts(step)
        self._name_run()
        self._fit_height()
        self.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.current().panel)
            painter.setPen(theme.current().hairline)
            painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    @property
    def smallest_pixels(self) -> int:
        """The size of the smallest text, in pixels."""
        return max(round(SMALLEST * self.width() * self._hall), theme.pixels(_LEAST_PIXELS))

    # ------------------------------------------------------------------------------------ private

    @property
    def _hall(self) -> float:
        return _HALL if theme.scale() > 1.0 and self.window().width() < 1920 * theme.scale() else 1.0

    def _said(self, words: Words) -> str:
        return words.to(self.language)

    def _say_keys(self) -> None:
        self.back.setToolTip(self.tr("The lesson's step before this one.  (PgUp, as every clicker has it)"))
        self.next.setToolTip(self.tr("The lesson's next step.  (PgDown, as every clicker has it)"))
        self.end.setToolTip(self.tr("End the lesson: your own work comes back as you left it."))

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self)
        said = QVBoxLayout()
        said.setSpacing(theme.pixels(2))
        said.addWidget(self.title)
        said.addWidget(self.text)
        said.addWidget(self.note)
        said.addStretch(1)
        self._said_column = said
        answers = QVBoxLayout()
        answers.addStretch(1)
        answers.addWidget(self.choices)
        answers.addStretch(1)
        way = QVBoxLayout()
        way.setSpacing(theme.pixels(6))
        ways = QHBoxLayout()
        ways.addStretch(1)
        ways.addWidget(self.run)
        ways.addWidget(self.back)
        ways.addWidget(self.next)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.tick)
        foot.addWidget(self.dots)
        foot.addWidget(self.end)
        way.addStretch(1)
        way.addLayout(ways)
        way.addLayout(foot)
        way.addStretch(1)
        self._row.addLayout(said, 1)
        self._row.addLayout(answers)
        self._row.addLayout(way)

    def _make_choices(self, step: Step) -> None:
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        asked = step.ask.choices if step.ask is not None else ()
        self.buttons = [ChoiceButton(self._said(words), place) for place, words in enumerate(asked)]
        for button in self.buttons:
            button.counted.connect(partial(self._lessons.answer, button.place))
        self.choices.set_widgets(self.buttons)
        self.choices.setVisible(bool(self.buttons))

    def _show_counts(self, step: Step) -> None:
        if step.ask is None:
            return
        for button, count in zip(self.buttons, self._lessons.counts, strict=True):
            is_right = button.place == step.ask.answer
            button.show_state(count, is_right if self._lessons.is_revealed else None)

    def _name_run(self) -> None:
        text, help_ = self.action_words()
        self.run.setText(text)
        self.run.setToolTip(help_)
        self.run.setVisible(bool(text))

    def action_words(self) -> tuple[str, str]:
        """What the step's button says, and its help; empty where there is nothing to do."""
        lessons, step = self._lessons, self._lessons.step
        if step is None:
            return "", ""
        if lessons.progress is not None:
            help_ = self.tr("What this step goes on from is being trained; a click does without.")
            return f"{round(100 * lessons.progress)}\u2009%", help_
        if step.run is not None:
            help_ = self.tr("Train as this step says, then pause.  (Ctrl+Enter)")
            text = self.tr("Pause") if lessons.is_running else self.tr("Run")
            return self.tr("Again") if lessons.has_run else text, help_
        if self._has_gates_left(step):
            return self.tr("Next gate"), self.tr("One step on in the Microscope.  (Ctrl+Enter)")
        if step.ask is not None and not lessons.is_revealed:
            return self.tr("Answer"), self.tr("Show which choice is right.  (Ctrl+Enter)")
        return "", ""

    def act(self) -> None:
        """Do what the step's button says, if there is one."""
        lessons, step = self._lessons, self._lessons.step
        if step is None:
            return
        if lessons.progress is not None:
            lessons.cancel_training()
        elif step.run is not None:
            lessons.run()
        elif self._has_gates_left(step):
            self.examine_next.emit()
        else:
            lessons.reveal()

    def _has_gates_left(self, step: Step) -> bool:
        return step.done is not None and step.done.gate is not None and not self._lessons.is_done

    def _fit(self) -> None:
        """Sizes as they suit the width, and the height that the text then needs."""
        width = self.width()
        if width < 100:
            return
        small, large = QFont(theme.font("body")), QFont(theme.font("title"))
        small.setPixelSize(self.smallest_pixels)
        large.setPixelSize(max(round(_TEXT * width * self._hall), theme.pixels(_LEAST_PIXELS + 4)))
        for widget in (self.title, self.note, self.run, self.end, self.tick, *self.buttons):
            give_font(widget, small)
        give_font(self.text, large)
        edge = max(round(width * 0.016), 12)
        self._row.setContentsMargins(edge, edge // 2, edge, edge // 2)
        self._row.setSpacing(edge)
        metrics = QFontMetrics(small)
        words = (self.tr("Run"), self.tr("Again"), self.tr("Pause"), self.tr("Answer"), self.tr("Next gate"))
        widest = max(metrics.horizontalAdvance(word) for word in words) if self.run.text() else 0
        self.run.setMinimumWidth(min(widest, metrics.horizontalAdvance(self.run.text() or "")) + 2 * edge)
        for button in (self.back, self.next):
            button.setIconSize(QSize(metrics.height(), metrics.height()))
        self.dots.set_size(max(metrics.height() // 3, 8))
        self.choices.fit(round(CHOICES_SHARE * width), edge // 3)
        self._fit_height()

    def _fit_height(self) -> None:
        """Be as high as the text needs; layouts inside know of new texts only once they are activated."""
        self._row.invalidate()
        self._row.activate()
        self.setFixedHeight(
            max(self._row.totalHeightForWidth(self.width()), self._row.sizeHint().height() // 2)
        )


class ChoiceButton(QPushButton):
    """A choice with a count of answers: a click counts one more, the right button takes one back."""

    counted = Signal(int)

    def __init__(self, text: str, place: int) -> None:
        super().__init__()
        self.place = place
        self._choice = text
        self._count = 0
        self._is_right: bool | None = None
        self.setObjectName(f"lessonChoice{place}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(self.tr("A click counts an answer; the right button takes one back."))
        self.clicked.connect(lambda: self.counted.emit(1))
        self._name()

    @property
    def count(self) -> int:
        """How many answers it has."""
        return self._count

    @property
    def is_right(self) -> bool | None:
        """Whether it is the right one; None as long as that is not shown."""
        return self._is_right

    def show_state(self, count: int, is_right: bool | None) -> None:
        """Show so many answers, and once it is known whether the choice is right."""
        if (count, is_right) != (self._count, self._is_right):
            self._count, self._is_right = count, is_right
            self._name()
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        mark = metrics.height()
        return QSize(metrics.horizontalAdvance(self._choice) + 3 * mark, round(1.7 * metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.counted.emit(-1)
        else:
            super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        right = self._is_right is True
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            edge = (
                colors.accent if right or self.hasFocus() else theme.mix(colors.hairline, colors.quiet, 0.5)
            )
            fill = colors.panel
            if right:
                fill = colors.selection
            elif self.isDown() or self.underMouse():
                fill = colors.hover
            painter.setPen(QPen(edge, 3 if right else 1.2))
            painter.setBrush(fill)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 8, 8)
            painter.setFont(self.font())
            metrics = painter.fontMetrics()
            mark = metrics.height()
            faded = self._is_right is False
            painter.setPen(colors.quiet if faded else colors.text)
            inner = self.rect().adjusted(mark // 2, 0, -mark // 2, 0)
            middle = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, self._choice)
            if self._count:
                painter.setPen(colors.accent)
                painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, str(self._count))
            elif right:
                side = round(0.8 * mark)
                place = inner.right() - side
                icon("check", "accent").paint(painter, place, (self.height() - side) // 2, side, side)

    def _name(self) -> None:
        said = self.tr("{choice}, answers: {count}").format(choice=self._choice, count=self._count)
        if self._is_right:
            said = self.tr("{said}, right").format(said=said)
        self.setAccessibleName(said)


class StepDots(QWidget):
    """A dot for each step, the present one filled; a click goes there."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lessonDots")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._place, self._count, self._size = 0, 0, 10

    def show_place(self, place: int, count: int) -> None:
        """Show that this step of so many is the present one."""
        if (place, count) != (self._place, self._count):
            self._place, self._count = place, count
            said = self.tr("Step {place} of {count}").format(place=place + 1, count=count)
            self.setAccessibleName(said)
            self.setToolTip(said)
            self.updateGeometry()
            self.update()

    def set_size(self, size: int) -> None:
        """The diameter of a dot, in pixels."""
        self._size = size
        self.updateGeometry()

    def dot(self, place: int) -> QPoint:
        """The middle of a step's dot."""
        pitch = 2 * self._size
        return QPoint(pitch // 2 + place * pitch, self.height() // 2)

    def sizeHint(self) -> QSize:
        return QSize(2 * self._size * max(self._count, 1), max(2 * self._size, theme.pixels(24)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = int(event.position().x()) // (2 * self._size)
        if 0 <= place < self._count:
            self.chosen.emit(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            for place in range(self._count):
                share = 1.0 if place == self._place else 0.45 if place < self._place else 0.22
                painter.setBrush(theme.mix(colors.panel, colors.accent, share))
                half = self._size / 2
                painter.drawEllipse(QPointF(self.dot(place)), half, half)


class _Tick(QLabel):
    """A tick, once the step's aim is reached."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lessonTick")
        self._is_done = False
        theme.signals().changed.connect(self._show)

    def set_done(self, is_done: bool, word: str) -> None:
        self._is_done = is_done
        self.setAccessibleName(word if is_done else "")
        self.setToolTip(word if is_done else "")
        self._show()

    @property
    def is_done(self) -> bool:
        """Whether it is there."""
        return self._is_done

    def _show(self) -> None:
        side = QFontMetrics(self.font()).height()
        self.setFixedSize(side, side)
        self.setPixmap(icon("check", "forward").pixmap(side, side) if self._is_done else QPixmap())


def give_font(widget: QWidget, font: QFont) -> None:
    """The sheet's own size would come before a font that is set."""
    widget.setFont(font)
    weight = 600 if font.weight() >= QFont.Weight.DemiBold else 400
    sheet = f"font-size: {font.pixelSize()}px; font-weight: {weight};"
    if widget.styleSheet() != sheet:
        widget.setStyleSheet(sheet)
    widget.ensurePolished()


def label(name: str, role: str = "quiet") -> QLabel:
    """A label of plain text that breaks its lines."""
    made = QLabel()
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setProperty("role", role)
    return made
