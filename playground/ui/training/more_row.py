"""A row that never clips: what finds no room moves into a popup behind a "More" button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.ui.look import theme
from playground.ui.widgets.icon_button import IconButton
from playground.ui.widgets.popup import PopupPanel


@dataclass
class Entry:
    """One control of the row: the higher its rank, the longer it stays; hidden ones take no room."""

    widget: QWidget
    rank: int
    is_hidden: bool = False


class MoreRow(QWidget):
    """Controls side by side in their order; those of lowest rank fold away first."""

    def __init__(self, entries: Sequence[Entry], text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = list(entries)
        self._spacing = theme.pixels(2 * theme.GRID)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(self._spacing)
        self.more = IconButton("more", text)
        self.more.setObjectName("moreButton")
        self.popup = PopupPanel(self)
        self.more.clicked.connect(lambda: self.popup.open_under(self.more))
        for entry in self._entries:
            self._row.addWidget(entry.widget)
        self._row.addWidget(self.more)
        self._row.addStretch(1)
        self._folded: set[int] = set()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        theme.signals().changed.connect(self._fit)
        self.installEventFilter(self)

    @property
    def folded(self) -> list[QWidget]:
        """What stands in the popup now."""
        return [self._entries[place].widget for place in sorted(self._folded)]

    def set_hidden(self, widget: QWidget, is_hidden: bool) -> None:
        """Take a control away, or bring it back."""
        entry = next(one for one in self._entries if one.widget is widget)
        if entry.is_hidden != is_hidden:
            entry.is_hidden = is_hidden
            widget.setVisible(not is_hidden)
            self._fit()

    def sizeHint(self) -> QSize:
        height = max(entry.widget.sizeHint().height() for entry in self._entries)
        return QSize(sum(self._widths().values()), height)

    def minimumSizeHint(self) -> QSize:
        height = max(entry.widget.sizeHint().height() for entry in self._entries)
        return QSize(self.more.sizeHint().width(), height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        widths = self._widths()
        order = sorted(widths, key=lambda place: self._entries[place].rank)
        room = self.width()
        folded: set[int] = set()
        total = sum(widths.values())
        more = self.more.sizeHint().width() + self._spacing
        while order and total + (more if folded else 0) > room:
            place = order.pop(0)
            folded.add(place)
            total -= widths[place]
        if folded != self._folded:
            self._place(folded)
        self.more.setVisible(bool(folded))

    def _widths(self) -> dict[int, int]:
        return {
            place: entry.widget.sizeHint().width() + self._spacing
            for place, entry in enumerate(self._entries)
            if not entry.is_hidden
        }

    def _place(self, folded: set[int]) -> None:
        self._folded = folded
        standing = 0
        for place, entry in enumerate(self._entries):
            widget = entry.widget
            if place in folded:
                if widget.parentWidget() is not self.popup:
                    self._row.removeWidget(widget)
                self.popup.column.removeWidget(widget)
                self.popup.column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                if widget.parentWidget() is self.popup:
                    self.popup.column.removeWidget(widget)
                self._row.removeWidget(widget)
                self._row.insertWidget(standing, widget)
                standing += 1
            widget.setVisible(not entry.is_hidden)
        if not folded:
            self.popup.hide()
