"""Ctrl+K: type a few letters of what you want (an action, a tab, a dataset, an example), Enter does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from playground.app.lessons import shipped
from playground.engine.datasets import DATASETS
from playground.ui.look import theme
from playground.ui.widgets.popup import PopupPanel
from playground.ui.window.examples import example_files, example_title
from playground.ui.window.main_window import MainWindow
from playground.ui.words import labels

_WIDE = 520
_ROWS = 10
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True)
class Command:
    """What it is called, what stands at its right (a key, or its kind), a sentence, and what it does."""

    text: str
    note: str
    help: str
    do: Callable[[], object]


def commands(window: MainWindow) -> list[Command]:
    """All commands that can be given now."""
    translate = QCoreApplication.translate
    workspace = window.workspace
    found = [
        Command(
            action.text().removesuffix(" …"),
            action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            action.toolTip(),
            action.trigger,
        )
        for name, action in window.actions_by_name.items()
        if action.isEnabled() and name != "find_command"
    ]
    drawer = workspace.drawer
    tab = translate("Commands", "Tab")
    for place, name in enumerate(drawer.names):
        text, sentence = drawer.tabs.tabText(place), drawer.tabs.tabToolTip(place)
        found.append(Command(text, tab, sentence, partial(drawer.choose_tab, name)))
    dataset = translate("Commands", "Dataset")
    for name in DATASETS:
        told = labels.label("dataset", name)
        choose = partial(workspace.data_panel.gallery.chosen.emit, name)
        found.append(Command(told.label, dataset, told.help, choose))
    taught = translate("Commands", "Lesson")
    for lesson in shipped():
        words = f"{lesson.file.idea} {lesson.file.title.to(window.language)}".strip()
        found.append(Command(words, taught, "", partial(window.lessons.start, lesson)))
    example = translate("Commands", "Example")
    for path in example_files():
        open_it = partial(window.session.open, str(path))
        found.append(Command(example_title(path), example, "", open_it))
    return found


def matching(found: Iterable[Command], typed: str) -> list[Command]:
    """Those whose name has the typed letters in their order, the closest first; all for none."""
    ranked = [
        (rank, place, one) for place, one in enumerate(found) if (rank := _rank(one, typed)) is not None
    ]
    return [one for _, _, one in sorted(ranked, key=lambda entry: entry[:2])]


def _rank(command: Command, typed: str) -> float | None:
    """Smaller is closer: a beginning, a word's beginning, a part, letters apart; None: not all letters."""
    wanted, name = _plain(typed), _plain(command.text)
    if wanted in name:
        place = name.index(wanted)
        return 0.0 if place == 0 else 1.0 if name[place - 1] == " " else 2.0
    letters = wanted.replace(" ", "")
    place, gaps = -1, 0
    for letter in letters:
        later = name.find(letter, place + 1)
        if later < 0:
            return None
        gaps += later - place - 1
        place = later
    return 3.0 + gaps / max(len(name), 1)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


class CommandSearch(PopupPanel):
    """A field over the list of what matches it; ``open`` shows it in the upper middle of the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("commandSearch")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands = commands(window)
        self.edit = QLineEdit()
        self.edit.setObjectName("commandEdit")
        self.edit.setAccessibleName(self.tr("Command"))
        self.edit.setPlaceholderText(self.tr("Type what you want to do"))
        self.list = QListWidget()
        self.list.setObjectName("commandList")
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setItemDelegate(_Row(self.list))
        self.column.addWidget(self.edit)
        self.column.addWidget(self.list)
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self._show)
        self.edit.returnPressed.connect(self._do)
        self.list.itemClicked.connect(lambda _: self._do())
        self._show("")

    @property
    def shown(self) -> list[Command]:
        """What matches, the closest first."""
        return self._shown

    def open(self) -> None:
        """Show it over the window, ready to type."""
        window = self._window
        width = min(theme.pixels(_WIDE), window.width() - theme.pixels(32))
        height = min(theme.pixels(60) + _ROWS * _row_height(), window.height() - theme.pixels(32))
        self.setFixedSize(width, height)
        top = min(theme.pixels(96), (window.height() - height) // 2)
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, top)))
        self.show()
        self.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
            if event.key() in _LIST_KEYS:
                step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS}
                row = self.list.currentRow() + step.get(Qt.Key(event.key()), _ROWS)
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
        return False

    def _show(self, typed: str) -> None:
        self._shown = matching(self._commands, typed)
        self.list.clear()
        for command in self._shown:
            item = QListWidgetItem(command.text)
            item.setData(Qt.ItemDataRole.UserRole, command.note)
            item.setToolTip(command.help)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _do(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._shown):
            do = self._shown[row].do
            QTimer.singleShot(0, self._window, do)  # when this popup and its events are over
        self.close()


class _Row(QStyledItemDelegate):
    """The name at the left, its key or kind at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index) -> QSize:  # type: ignore[no-untyped-def]
        return QSize(0, _row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index) -> None:  # type: ignore[no-untyped-def]
        colors = theme.current()
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colors.selection)
        edge = theme.pixels(8)
        inner = rect.adjusted(edge, 0, -edge, 0)
        note = str(index.data(Qt.ItemDataRole.UserRole) or "")
        painter.setFont(theme.font("small"))
        painter.setPen(theme.mix(colors.quiet, colors.text, 0.3))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, note)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(note) - edge
        painter.setFont(theme.font("body"))
        painter.setPen(colors.text)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, text)


def _row_height() -> int:
    return QFontMetrics(theme.font("body")).height() + theme.pixels(12)
