"""Widgets in a row, and in further rows below where one has no room for all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QWidget


class FlowRow(QWidget):
    """Its width is set from outside (``fit``); its height follows. No widget is narrower than its hint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._widgets: list[QWidget] = []
        self._spacing = 8

    def set_widgets(self, widgets: Sequence[QWidget]) -> None:
        """Show these and no others."""
        self._widgets = list(widgets)
        for widget in widgets:
            widget.setParent(self)
            widget.show()

    def fit(self, most: int, spacing: int) -> None:
        """Take at most this width, and as little as these rows need; more only for a single wide widget."""
        self._spacing = spacing
        rows = self._rows(max([most, *(widget.sizeHint().width() for widget in self._widgets)]))
        top = widest = 0
        for row in rows:
            left, height = 0, max(widget.sizeHint().height() for widget in row)
            for widget in row:
                hint = widget.sizeHint()
                widget.setGeometry(left, top, hint.width(), height)
                left += hint.width() + spacing
            widest = max(widest, left - spacing)
            top += height + spacing
        self.setFixedSize(max(widest, 0), max(top - spacing, 0))

    def _rows(self, width: int) -> list[list[QWidget]]:
        rows: list[list[QWidget]] = []
        left = 0
        for widget in self._widgets:
            wide = widget.sizeHint().width()
            if not rows or left + wide > width:
                rows.append([])
                left = 0
            rows[-1].append(widget)
            left += wide + self._spacing
        return rows
