"""All keys on one sheet: those of the table of actions, and those of what has the focus."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from playground.ui.look import theme
from playground.ui.widgets.text import Heading
from playground.ui.window.main_window import MainWindow
from playground.ui.words.translation import QT_TRANSLATE_NOOP

_ARROWS = "← → ↑ ↓"
_OTHERS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("KeyList", "Everywhere"),
        (
            ("Tab, Shift+Tab", QT_TRANSLATE_NOOP("KeyList", "to the next control, in reading order")),
            ("Enter", QT_TRANSLATE_NOOP("KeyList", "press the button, open the list, take what was typed")),
            ("Esc", QT_TRANSLATE_NOOP("KeyList", "take typing or a drag back")),
            ("L", QT_TRANSLATE_NOOP("KeyList", "while it is held: a spotlight at the pointer")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("KeyList", "In the network, once Tab has reached it"),
        (
            (_ARROWS, QT_TRANSLATE_NOOP("KeyList", "select the unit beside this one")),
            ("Shift+↑ ↓", QT_TRANSLATE_NOOP("KeyList", "its bias and its weights, one after another")),
            ("Enter", QT_TRANSLATE_NOOP("KeyList", "type the bias or the weight that is chosen")),
            ("Alt+← →", QT_TRANSLATE_NOOP("KeyList", "move the chosen layer")),
            ("Delete", QT_TRANSLATE_NOOP("KeyList", "take the unit or the layer out")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("KeyList", "In a gallery, a row of options, tabs, a slider"),
        ((_ARROWS, QT_TRANSLATE_NOOP("KeyList", "choose, or move")),),
    ),
    (
        QT_TRANSLATE_NOOP("KeyList", "In the boundary and the plots"),
        (
            (_ARROWS, QT_TRANSLATE_NOOP("KeyList", "move the probe point; in a plot what is seen")),
            ("Ctrl+" + _ARROWS, QT_TRANSLATE_NOOP("KeyList", "move the plane")),
            ("+ −, Home", QT_TRANSLATE_NOOP("KeyList", "zoom, show the whole")),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("KeyList", "In full screen"),
        (("B", QT_TRANSLATE_NOOP("KeyList", "black, and back")),),
    ),
)


class KeyList(QDialog):
    """The sheet, in two columns where there is room; any part of it can be scrolled to."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setObjectName("keyList")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("All keys"))
        content = QWidget()
        grid = QGridLayout(content)
        unit = theme.pixels(theme.GRID)
        grid.setContentsMargins(2 * unit, 2 * unit, 2 * unit, 2 * unit)
        grid.setHorizontalSpacing(2 * unit)
        grid.setVerticalSpacing(theme.pixels(6))
        left = [(self.tr("The window"), _of_actions(window.findChildren(QAction)))]
        right = [(_said(title), tuple((keys, _said(text)) for keys, text in rows)) for title, rows in _OTHERS]
        is_wide = window.width() >= theme.pixels(900)
        _fill(grid, left if is_wide else left + right, 0)
        if is_wide:
            grid.setColumnMinimumWidth(2, 2 * unit)
            _fill(grid, right, 3)
        grid.setRowStretch(grid.rowCount(), 1)
        area = QScrollArea()
        area.setObjectName("keyArea")
        area.setAccessibleName(self.tr("All keys"))
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
        wanted = content.sizeHint()
        room = window.size()
        self.resize(
            min(wanted.width() + theme.pixels(16), room.width() - 2 * unit),
            min(wanted.height() + 2, room.height() - 2 * unit),
        )


def _of_actions(actions: list[QAction]) -> tuple[tuple[str, str], ...]:
    """Keys and name of each action that has a key, once."""
    native = QKeySequence.SequenceFormat.NativeText
    rows: dict[str, str] = {}
    for action in actions:
        keys = ", ".join(key.toString(native) for key in action.shortcuts())
        if keys and keys not in rows:
            rows[keys] = action.text().removesuffix(" …")
    return tuple(rows.items())


def _fill(grid: QGridLayout, parts: list[tuple[str, tuple[tuple[str, str], ...]]], column: int) -> None:
    row = 0
    for title, rows in parts:
        grid.addWidget(Heading(title), row, column, 1, 2)
        row += 1
        for keys, text in rows:
            shown = QLabel(keys)
            shown.setFont(theme.font("title"))
            grid.addWidget(shown, row, column, Qt.AlignmentFlag.AlignTop)
            said = QLabel(text)
            said.setFont(theme.font("body"))
            grid.addWidget(said, row, column + 1, Qt.AlignmentFlag.AlignTop)
            row += 1


def _said(text: str) -> str:
    return QCoreApplication.translate("KeyList", text)
