"""One table of actions: names, keys, words, and what they do. Menus and buttons are made from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from playground.app.session import Session
from playground.ui.words.translation import QT_TRANSLATE_NOOP


class Commands(Protocol):
    """What actions need beside the session: the parts of the window that ask and show."""

    session: Session

    def new(self) -> None:
        """Start with the default experiment."""

    def open_file(self) -> None:
        """Ask for a file and open it."""

    def open_link(self) -> None:
        """Ask for a link and open it."""

    def save(self) -> None:
        """Write the file, asking for a name the first time."""

    def save_as(self) -> None:
        """Ask for a name and write the file."""

    def copy_link(self) -> None:
        """Put the experiment as a link on the clipboard."""

    def paste(self) -> None:
        """Open what the clipboard holds: a link or a table of points."""

    def toggle_presentation(self) -> None:
        """Full screen with large text, or back."""

    def leave_presentation(self) -> None:
        """Back from full screen."""

    def toggle_drawer(self) -> None:
        """Open or close the lower panel."""

    def make_drawer_taller(self) -> None:
        """Give the lower panel more height."""

    def make_drawer_lower(self) -> None:
        """Give the lower panel less height."""

    def toggle_large_text(self) -> None:
        """Larger text for a projector, or back."""

    def show_all_controls(self) -> None:
        """Show controls that a link has hidden."""

    def bring_back(self) -> None:
        """Show the work again that other work has replaced unsaved."""

    def leave(self) -> None:
        """Close the window, asking about work that is not saved."""


@dataclass(frozen=True)
class Row:
    """One action. ``keys`` are portable key sequences; the first is shown."""

    name: str
    text: str
    help: str
    keys: tuple[str, ...]
    do: Callable[[Commands], object]
    is_checkable: bool = False
    repeats: bool = False


ROWS: tuple[Row, ...] = (
    Row(
        "play",
        QT_TRANSLATE_NOOP("actions", "Play or pause"),
        QT_TRANSLATE_NOOP("actions", "Train on, or hold still. Everything can be changed while it trains."),
        ("Space",),
        lambda c: c.session.toggle_play(),
    ),
    Row(
        "step_minibatch",
        QT_TRANSLATE_NOOP("actions", "One minibatch"),
        QT_TRANSLATE_NOOP("actions", "One update of the weights from the next minibatch, then pause."),
        (".",),
        lambda c: c.session.step_minibatch(),
        repeats=True,
    ),
    Row(
        "step_epoch",
        QT_TRANSLATE_NOOP("actions", "One epoch"),
        QT_TRANSLATE_NOOP("actions", "Train until every training point has been seen once more, then pause."),
        ("Right",),
        lambda c: c.session.step_epoch(),
        repeats=True,
    ),
    Row(
        "step_back",
        QT_TRANSLATE_NOOP("actions", "Back"),
        QT_TRANSLATE_NOOP("actions", "Back to the recorded moment before this one."),
        ("Left",),
        lambda c: c.session.step_back(),
        repeats=True,
    ),
    Row(
        "reset",
        QT_TRANSLATE_NOOP("actions", "Reset"),
        QT_TRANSLATE_NOOP(
            "actions", "Begin again: the same first weights, the same order of points, the same run."
        ),
        ("R",),
        lambda c: c.session.reset(),
    ),
    Row(
        "new_seed",
        QT_TRANSLATE_NOOP("actions", "New seed"),
        QT_TRANSLATE_NOOP("actions", "Begin again with other first weights on the same data."),
        ("Shift+R",),
        lambda c: c.session.new_seed(),
    ),
    Row(
        "undo",
        QT_TRANSLATE_NOOP("actions", "Undo"),
        QT_TRANSLATE_NOOP("actions", "Take the last change back. Weights that survive it stay trained."),
        ("Ctrl+Z",),
        lambda c: c.session.document.undo_stack.undo(),
        repeats=True,
    ),
    Row(
        "redo",
        QT_TRANSLATE_NOOP("actions", "Redo"),
        QT_TRANSLATE_NOOP("actions", "Make the change again that was taken back."),
        ("Ctrl+Shift+Z", "Ctrl+Y"),
        lambda c: c.session.document.undo_stack.redo(),
        repeats=True,
    ),
    Row(
        "new",
        QT_TRANSLATE_NOOP("actions", "New"),
        QT_TRANSLATE_NOOP("actions", "Start with the default experiment."),
        ("Ctrl+N",),
        lambda c: c.new(),
    ),
    Row(
        "open",
        QT_TRANSLATE_NOOP("actions", "Open …"),
        QT_TRANSLATE_NOOP("actions", "Open an experiment, or a table of points (CSV, TSV)."),
        ("Ctrl+O",),
        lambda c: c.open_file(),
    ),
    Row(
        "open_link",
        QT_TRANSLATE_NOOP("actions", "Open link …"),
        QT_TRANSLATE_NOOP(
            "actions", "Open a TensorFlow Playground link: the same points, weights and losses."
        ),
        ("Ctrl+L",),
        lambda c: c.open_link(),
    ),
    Row(
        "save",
        QT_TRANSLATE_NOOP("actions", "Save"),
        QT_TRANSLATE_NOOP("actions", "Write the experiment with its weights into its file."),
        ("Ctrl+S",),
        lambda c: c.save(),
    ),
    Row(
        "save_as",
        QT_TRANSLATE_NOOP("actions", "Save as …"),
        QT_TRANSLATE_NOOP("actions", "Write the experiment with its weights into another file."),
        ("Ctrl+Shift+S",),
        lambda c: c.save_as(),
    ),
    Row(
        "bring_back",
        QT_TRANSLATE_NOOP("actions", "Bring back the work before"),
        QT_TRANSLATE_NOOP("actions", "Show the unsaved work again that opening or New has replaced."),
        (),
        lambda c: c.bring_back(),
    ),
    Row(
        "copy_link",
        QT_TRANSLATE_NOOP("actions", "Copy as link"),
        QT_TRANSLATE_NOOP(
            "actions", "Copy a TensorFlow Playground link of this experiment; it says what is lost."
        ),
        ("Ctrl+Shift+C",),
        lambda c: c.copy_link(),
    ),
    Row(
        "paste",
        QT_TRANSLATE_NOOP("actions", "Paste link or points"),
        QT_TRANSLATE_NOOP("actions", "Open the link or the table of points that the clipboard holds."),
        ("Ctrl+V",),
        lambda c: c.paste(),
    ),
    Row(
        "present",
        QT_TRANSLATE_NOOP("actions", "Present"),
        QT_TRANSLATE_NOOP("actions", "Full screen with the side panels put away; Esc comes back."),
        ("F11", "F5"),
        lambda c: c.toggle_presentation(),
        is_checkable=True,
    ),
    Row(
        "leave_presentation",
        QT_TRANSLATE_NOOP("actions", "Leave full screen"),
        QT_TRANSLATE_NOOP("actions", "Back from full screen."),
        ("Esc",),
        lambda c: c.leave_presentation(),
    ),
    Row(
        "large_text",
        QT_TRANSLATE_NOOP("actions", "Projector text"),
        QT_TRANSLATE_NOOP("actions", "Larger text and thicker lines, to be read from the last row."),
        ("Ctrl+P",),
        lambda c: c.toggle_large_text(),
        is_checkable=True,
    ),
    Row(
        "drawer",
        QT_TRANSLATE_NOOP("actions", "Lower panel"),
        QT_TRANSLATE_NOOP("actions", "Open or close the panel under the timeline."),
        ("Ctrl+J",),
        lambda c: c.toggle_drawer(),
        is_checkable=True,
    ),
    Row(
        "drawer_taller",
        QT_TRANSLATE_NOOP("actions", "Lower panel taller"),
        QT_TRANSLATE_NOOP("actions", "Give the open lower panel more height; each tab keeps its own."),
        ("Ctrl+Shift+Up",),
        lambda c: c.make_drawer_taller(),
        repeats=True,
    ),
    Row(
        "drawer_lower",
        QT_TRANSLATE_NOOP("actions", "Lower panel lower"),
        QT_TRANSLATE_NOOP("actions", "Give the network and its output more height."),
        ("Ctrl+Shift+Down",),
        lambda c: c.make_drawer_lower(),
        repeats=True,
    ),
    Row(
        "show_controls",
        QT_TRANSLATE_NOOP("actions", "Show all controls"),
        QT_TRANSLATE_NOOP("actions", "Show the controls that the opened link has hidden."),
        (),
        lambda c: c.show_all_controls(),
    ),
    Row(
        "quit",
        QT_TRANSLATE_NOOP("actions", "Quit"),
        QT_TRANSLATE_NOOP("actions", "Close the program."),
        ("Ctrl+Q",),
        lambda c: c.leave(),
    ),
)


def make_actions(window: QWidget, commands: Commands) -> dict[str, QAction]:
    """All actions by name, with their shortcuts alive in the window."""
    made = {}
    for row in ROWS:
        action = QAction(QCoreApplication.translate("actions", row.text), window)
        action.setObjectName(f"{row.name}Action")
        action.setShortcuts([QKeySequence(key) for key in row.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(row.repeats)
        action.setCheckable(row.is_checkable)
        action.setToolTip(_tooltip(row))
        action.triggered.connect(_doing(row, commands))
        window.addAction(action)
        made[row.name] = action
    return made


def _doing(row: Row, commands: Commands) -> Callable[[], None]:
    def do() -> None:
        row.do(commands)

    return do


def _tooltip(row: Row) -> str:
    sentence = QCoreApplication.translate("actions", row.help)
    if not row.keys:
        return sentence
    key = QKeySequence(row.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{sentence}  ({key})"


_TEXT_FIELDS = (QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit)
_SLIDER_KEYS = frozenset(
    (
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
    )
)  # fmt: skip
_FIELD_KEYS = _SLIDER_KEYS | {Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_FIELD_LETTERS = frozenset(
    (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Y, Qt.Key.Key_Z)
)


class KeyGuard(QObject):
    """Keeps shortcuts from taking keys that the focused text field, slider or button needs.

    It watches only the widget that has the focus, so it costs nothing while the window draws.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if not isinstance(watched, QWidget) or not needs_key(watched, event):
            return False
        event.accept()
        return True

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)


def needs_key(widget: QWidget, event: QKeyEvent) -> bool:
    """Whether the focused widget has a use of its own for the key."""
    key = Qt.Key(event.key())
    strong = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    if isinstance(widget, _TEXT_FIELDS):
        if strong == Qt.KeyboardModifier.ControlModifier:
            return key in _FIELD_LETTERS or key in _FIELD_KEYS
        is_letter = bool(event.text()) and event.text().isprintable()
        return not strong and (key in _FIELD_KEYS or is_letter)
    if strong:
        return False
    if isinstance(widget, QAbstractSlider):
        return key in _SLIDER_KEYS
    if isinstance(widget, QAbstractButton):
        return key == Qt.Key.Key_Space
    if isinstance(widget, QComboBox | QAbstractItemView):
        return key in _SLIDER_KEYS or key == Qt.Key.Key_Space
    return False
