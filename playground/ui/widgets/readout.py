"""A caption with a value below: the number repaints, nothing moves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.ui import theme
from playground.ui.widgets.text import Caption, ValueText


class Readout(QWidget):
    """A quiet caption over a number."""

    def __init__(
        self,
        caption: str,
        *,
        sample: str = "0.000",
        role: theme.FontRole = "title",
        color: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.caption = Caption(caption)
        self.value = ValueText("–", sample=sample, role=role, color=color)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addWidget(self.value)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(caption)

    def set_text(self, text: str) -> None:
        """Show this value."""
        if text != self.value.text():
            self.value.set_text(text)
            self.setAccessibleDescription(text)

    def set_caption(self, caption: str) -> None:
        """Show another caption."""
        self.caption.set_text(caption)
        self.setAccessibleName(caption)
