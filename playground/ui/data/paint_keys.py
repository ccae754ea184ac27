"""The keys of painting: digits choose what is painted, Delete removes, Escape lets go."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from playground.engine.datasets import MAXIMUM_CLASSES

if TYPE_CHECKING:
    from playground.ui.data.paint import Paint

_DELETE_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class PaintKeys(QObject):
    """Takes those keys that no widget with the focus wanted, before the window's shortcuts do."""

    def __init__(self, paint: Paint) -> None:
        super().__init__(paint)
        self._paint = paint
        self._window: QWidget | None = None

    def watch(self, view: object | None) -> None:
        """Take the keys of the view's window; None: of no window."""
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._window = view.window() if isinstance(view, QWidget) else None
        if self._window is not None:
            self._window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Obey a key of painting."""
        if isinstance(event, QKeyEvent):
            action = self._action_of(event)
            if action is not None and event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if action is not None and event.type() == QEvent.Type.KeyPress:
                action()
                return True
        return super().eventFilter(watched, event)

    def _action_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier != Qt.KeyboardModifier.NoModifier:
            return None
        paint = self._paint
        key = event.key()
        digit = key - Qt.Key.Key_0
        if paint.is_regression and 1 <= digit <= 9:
            return lambda: paint.set_label((digit - 5) / 4)
        if not paint.is_regression and 0 <= digit < MAXIMUM_CLASSES:
            return lambda: paint.set_label(float(digit))
        if key in _DELETE_KEYS and paint.has_selection:
            return paint.delete_selected
        if key == Qt.Key.Key_Escape:
            return paint.let_go
        return None
