"""What a painted widget says of the part inside it that the keys have reached."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

_Announcement = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
"""Not every PySide6 6.8 has it; the description alone is then what assistive programs read."""


def speak(widget: QWidget, text: str) -> None:
    """Make this the widget's description, and say it aloud while the widget has the focus."""
    if text == widget.accessibleDescription():
        return
    widget.setAccessibleDescription(text)
    if text and widget.hasFocus() and _Announcement is not None:
        QAccessible.updateAccessibility(_Announcement(widget, text))
