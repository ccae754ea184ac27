"""Which keys the widget with the focus needs for itself before a shortcut of the window may have them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
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
    """Keeps shortcuts from taking keys that the focused text field, slider or list needs.

    A button needs none, so that Space plays and pauses whatever has the focus; and a click leaves no focus
    on a button: it goes to the window. It watches only the widget that has the focus, so it costs nothing
    while the window draws.
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
        is_click = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if is_click and isinstance(new, QAbstractButton) and new.window() is self.parent():
            new.window().setFocus(Qt.FocusReason.MouseFocusReason)
            return
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
    if isinstance(widget, QComboBox):
        return key in _SLIDER_KEYS
    if isinstance(widget, QAbstractItemView):
        return key in _SLIDER_KEYS or key == Qt.Key.Key_Space
    return False
