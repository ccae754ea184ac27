"""Event filters for what a widget must see before Qt does: its own keys, and tooltips by place.

No widget overrides ``event`` itself. PySide 6.11 on Python 3.11 ends the process when an exception leaves a
Python override (``paintEvent``) that was called from another one (``event``); from a filter it is reported.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QToolTip, QWidget

from playground.ui.widgets.tooltips import wrapped


class KeyClaim(QObject):
    """While the widget has the focus, keys that it ``wants`` are its own and no shortcut's."""

    def __init__(self, widget: QWidget, wants: Callable[[QKeyEvent], bool]) -> None:
        super().__init__(widget)
        self.wants = wants
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and self.wants(event):  # type: ignore[arg-type]
            event.accept()
            return True
        return False


class KeyFocus(QObject):
    """Whether the widget has the focus, and has it by a key: only then are arrows its own."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.is_there = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            by_keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
            came_back = event.reason() in (
                Qt.FocusReason.ActiveWindowFocusReason,
                Qt.FocusReason.PopupFocusReason,
                Qt.FocusReason.OtherFocusReason,
            )
            self.is_there = event.reason() in by_keys or (came_back and self.is_there)
        elif event.type() == QEvent.Type.MouseButtonPress:
            self.is_there = False
        return False


class PlaceTips(QObject):
    """Shows the text of the place under the pointer instead of the widget's own tooltip."""

    def __init__(self, widget: QWidget, text_at: Callable[[QPoint], str]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._text_at = text_at
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), wrapped(self._text_at(event.pos())), self._widget)
            return True
        return False
