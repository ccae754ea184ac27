"""A few words below what is being typed or chosen: what comes of it, or what is wrong."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from playground.ui.look import theme


class Message(QLabel):
    """Small wrapped text from the top on; an error stands in its own colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop)

    def say(self, text: str, role: Literal["quiet", "error"] = "quiet") -> None:
        """Show this text."""
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setFont(theme.font("small"))
        self.setText(text)
