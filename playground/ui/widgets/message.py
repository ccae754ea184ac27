"""A few words below what is being typed or chosen: what comes of it, or what is wrong."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Message(QLabel):
    """Small wrapped text from the top on; an error stands in its own colour. Its size is the stylesheet's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)

    def say(self, text: str, role: Literal["message", "error"] = "message") -> None:
        """Show this text."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setText(text)
