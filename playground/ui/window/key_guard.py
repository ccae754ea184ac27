"""Whose a key is: the focused widget's before a shortcut of the window may have it; Enter presses."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from playground.ui.widgets.watchers import KeyClaim
from playground.ui.window.korean_keys import latin_letter
from playground.ui.window.spotlight import Spotlight

_TEXT_FIELDS = (QLineEdit, QAbstractSpinBox, QPlainTextEdit, QTextEdit)
_SLIDER_KEYS = frozenset(
    (
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
        Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End,
    )
)  # fmt: skip
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_FIELD_KEYS = _SLIDER_KEYS | {Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_FIELD_LETTERS = frozenset(
    (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Y, Qt.Key.Key_Z)
)


class KeyGuard(QObject):
    """Keeps shortcuts from taking keys that the focused text field, slider or list needs.

    A button needs no Space, so that it plays and pauses whatever has the focus; Enter presses the focused
    button and opens the focused list. A click leaves no focus on a button: it goes to the window. A key that
    writes a jamo does what its Latin letter does. It watches only the widget that has the focus, so it costs
    nothing while the window draws.
    """

    def __init__(self, window: QWidget, spotlight: Spotlight) -> None:
        super().__init__(window)
        self._window = window
        self._spotlight = spotlight
        self.is_presenting = False
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QWidget):
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyRelease:
            self._spotlight.release(event)
            return False
        is_typing = isinstance(watched, _TEXT_FIELDS) and not self._spotlight.is_black
        is_for_hall = not is_typing and self._spotlight.wants(event, is_presenting=self.is_presenting)
        if kind == QEvent.Type.ShortcutOverride and (is_for_hall or needs_key(watched, event)):
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress and is_for_hall:
            self._spotlight.press(event)
            return True
        return kind == QEvent.Type.KeyPress and self._take(watched, event)

    def _take(self, widget: QWidget, event: QKeyEvent) -> bool:
        """Do what the key does that Qt does not do by itself."""
        key, is_plain = Qt.Key(event.key()), not event.modifiers() & ~_KEYPAD
        if isinstance(widget, _TEXT_FIELDS) or (isinstance(widget, QComboBox) and widget.isEditable()):
            return False
        claims = widget.findChildren(KeyClaim, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if any(claim.wants(event) for claim in claims):
            return False
        if isinstance(widget, QAbstractButton) and is_plain:
            if key in _ENTER:
                widget.click()
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and widget.group() is None:
                return True  # Qt would move the focus to some neighbour
        if isinstance(widget, QComboBox) and is_plain and key in _ENTER:
            widget.showPopup()
            return True
        return self._take_korean(event)

    def _take_korean(self, event: QKeyEvent) -> bool:
        letter = latin_letter(event.key(), event.text())
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not letter or event.modifiers() & ~(_KEYPAD | Qt.KeyboardModifier.ShiftModifier):
            return False
        wanted = QKeySequence(f"Shift+{letter}" if is_shifted else letter)
        for action in self._window.findChildren(QAction):
            if wanted in action.shortcuts() and action.isEnabled() and not event.isAutoRepeat():
                action.trigger()
                return True
        return False

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        is_click = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if is_click and isinstance(new, QAbstractButton) and new.window() is self._window:
            self._window.setFocus(Qt.FocusReason.MouseFocusReason)
            return
        if old is not None and old is not self._window:
            old.removeEventFilter(self)
        if new is not None and new is not self._window:
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
        return widget.group() is not None and key in _ARROWS
    if isinstance(widget, QTabBar):
        return key in _ARROWS
    if isinstance(widget, QComboBox):
        return key in _SLIDER_KEYS
    if isinstance(widget, QAbstractItemView):
        return key in _SLIDER_KEYS or key == Qt.Key.Key_Space
    return False
