"""Ctrl+E: all lessons by idea, each with a picture; typing narrows them, a click or Enter begins one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from playground.app.background import Background
from playground.app.lesson_looks import Look, looks
from playground.app.lessons import Lesson, Lessons, shipped
from playground.ui.lessons.pictures import paint_look
from playground.ui.look import theme
from playground.ui.widgets.popup import PopupPanel

COLUMNS = 5
"""L1 to L10 take two rows, B1 to B5 one."""
_LARGEST = QSize(1500, 760)
_MARGIN = 24
made_looks: dict[str, Look] = {}
"""Looks by lesson: they are made once, since shipped lessons do not change."""


class LessonList(PopupPanel):
    """A field over cards. ``open`` shows it over the window."""

    def __init__(self, lessons: Lessons, language: str, window: QWidget) -> None:
        super().__init__(window)
        self._lessons, self._window = lessons, window
        self.setObjectName("lessonList")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.edit = QLineEdit()
        self.edit.setObjectName("lessonSearch")
        self.edit.setAccessibleName(self.tr("Lesson"))
        self.edit.setPlaceholderText(self.tr("Type an idea, or choose a lesson"))
        self.write = QPushButton(self.tr("Write a lesson …"))
        self.write.setObjectName("lessonWriteButton")
        self.write.setToolTip(self.tr("Make a lesson of your own from what the window shows."))
        head = QHBoxLayout()
        head.addWidget(self.edit, 1)
        head.addWidget(self.write)
        self.cards = [LessonCard(lesson, language) for lesson in shipped()]
        self._sheet = QWidget()
        self._grid = QGridLayout(self._sheet)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.pixels(8))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self._sheet)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.addLayout(head)
        self.column.addWidget(area, 1)
        for card in self.cards:
            card.setParent(self._sheet)
            card.clicked.connect(self._begin)
        self._lit = 0
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self.show_matching)
        self.edit.returnPressed.connect(self._begin_lit)
        self._background = Background(self)
        self._news = QTimer(self, interval=60)
        self._news.timeout.connect(self._sheet.update)
        self._background.finished.connect(self._on_looks)
        self.show_matching("")

    @property
    def shown(self) -> list[LessonCard]:
        """The cards that match what is typed."""
        return [card for card in self.cards if not card.isHidden()]

    def open(self) -> None:
        """Show it in the middle of the window, ready to type."""
        window, margin = self._window, theme.pixels(_MARGIN)
        width = min(theme.pixels(_LARGEST.width()), window.width() - margin)
        height = min(theme.pixels(_LARGEST.height()), window.height() - margin)
        self.setFixedSize(width, height)
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, (window.height() - height) // 2)))
        missing = [card.lesson for card in self.cards if card.lesson.id not in made_looks]
        if missing:
            self._background.start(looks(missing, made_looks.__setitem__))
            self._news.start()
        self.show()
        self.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_matching(self, typed: str) -> None:
        """Show the lessons whose idea or title has each typed word."""
        words = typed.casefold().split()
        found = [card for card in self.cards if all(word in card.searched for word in words)]
        for card in self.cards:
            card.setVisible(card in found)
            self._grid.removeWidget(card)
        for place, card in enumerate(found):
            self._grid.addWidget(card, place // COLUMNS, place % COLUMNS)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 1 if row * COLUMNS < len(found) or row < 4 else 0)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._light(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key
            steps = {key.Key_Down: COLUMNS, key.Key_Up: -COLUMNS, key.Key_PageDown: 1, key.Key_PageUp: -1}
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
            by = steps.get(Qt.Key(event.key()))
            if not self.edit.text():
                by = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), by)
            if by is not None:
                self._light(min(max(self._lit + by, 0), max(len(self.shown) - 1, 0)))
                return True
        return False

    def closeEvent(self, event: object) -> None:
        self._news.stop()
        self._background.shutdown()

    def _light(self, place: int) -> None:
        self._lit = place
        for number, card in enumerate(self.shown):
            card.set_lit(number == place)

    def _begin_lit(self) -> None:
        shown = self.shown
        if self._lit < len(shown):
            self._start(shown[self._lit].lesson)

    def _begin(self) -> None:
        card = self.sender()
        if isinstance(card, LessonCard):
            self._start(card.lesson)

    def _start(self, lesson: Lesson) -> None:
        lessons = self._lessons
        QTimer.singleShot(
            0, lessons, lambda: lessons.start(lesson)
        )  # when this popup and its events are over
        self.close()

    def _on_looks(self, _: object) -> None:
        self._news.stop()
        self._sheet.update()


class LessonCard(QAbstractButton):
    """A lesson: its picture at the left; idea, title and minutes beside it."""

    def __init__(self, lesson: Lesson, language: str) -> None:
        super().__init__()
        self.lesson = lesson
        self._title = lesson.file.title.to(language)
        self._minutes = self.tr("{count} min").format(count=lesson.file.minutes)
        about = lesson.file.about
        said = about.to(language) if about is not None else ""
        self.searched = " ".join(
            (lesson.file.idea, self._title, said, lesson.file.title.en, lesson.id)
        ).casefold()
        self._is_lit = False
        self.setObjectName(f"lessonCard_{lesson.id}")
        self.setAccessibleName(f"{lesson.file.idea} {self._title}".strip())
        self.setToolTip(said or self._title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_lit(self, is_lit: bool) -> None:
        """Whether Enter would begin it."""
        if is_lit != self._is_lit:
            self._is_lit = is_lit
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(200), theme.pixels(108))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(120), theme.pixels(96))

    def enterEvent(self, event: object) -> None:
        self.update()

    def leaveEvent(self, event: object) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors, edge = theme.current(), theme.pixels(10)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            is_marked = self._is_lit or self.hasFocus()
            painter.setPen(QPen(colors.accent if is_marked else colors.hairline, 2 if is_marked else 1))
            painter.setBrush(colors.hover if self.underMouse() else colors.panel)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
            side = min(self.height() - 2 * edge, round(0.42 * self.width()))
            picture = QRectF(edge, (self.height() - side) / 2, side, side)
            paint_look(painter, picture, made_looks.get(self.lesson.id))
            left = round(picture.right()) + edge
            room = self.rect().adjusted(left, edge, -edge, -edge)
            small, title = theme.font("small"), QFont(theme.font("title"))
            lines = QFontMetrics(small).height()
            painter.setFont(small)
            painter.setPen(colors.accent)
            idea = self.lesson.file.idea or self.tr("For yourself")
            painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, idea)
            painter.setPen(colors.quiet)
            painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, self._minutes)
            painter.setPen(colors.text)
            middle = room.adjusted(0, lines, 0, -lines)
            flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(
                Qt.TextFlag.TextWordWrap
            )
            while title.pixelSize() > 9:
                needed = QFontMetrics(title).boundingRect(middle, flags, self._title)
                if needed.height() <= middle.height() and needed.width() <= middle.width():
                    break
                title.setPixelSize(title.pixelSize() - 1)
            painter.setFont(title)
            painter.drawText(middle, flags, self._title)
