"""Event filters for what a widget must see before Qt does: its own keys, and tooltips by place.

No widget overrides ``event`` itself. PySide 6.11 on Python 3.11 ends the process when an exception leaves a
Python override (``paintEvent``) that was called from another one (``event``); from a filter it is reported.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QToolTip, QWidget


class KeyClaim(QObject):
    """While the widget has the focus, keys that it ``wants`` are its own and no shortcut's."""

    def __init__(self, widget: QWidget, wants: Callable[[QKeyEvent], bool]) -> None:
        super().__init__(widget)
        self._wants = wants
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and self._wants(event):  # type: ignore[arg-type]
            event.accept()
            return True
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
            QToolTip.showText(event.globalPos(), self._text_at(event.pos()), self._widget)
            return True
        return False
