"""A panel that opens under a control and closes when one clicks elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from playground.ui.look import theme


class PopupPanel(QFrame):
    """A frame for a few controls; ``open_under`` shows it at its anchor, inside the screen.

    A kind of its own may put its controls into ``column`` in ``fill``, which is called when it first opens.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self.is_filled = False
        self.column = QVBoxLayout(self)
        edge = theme.pixels(2 * theme.GRID)
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.column.setSpacing(theme.pixels(theme.GRID))

    def fill(self) -> None:
        """Make the controls."""

    def open_under(self, anchor: QWidget) -> None:
        """Show the panel below the anchor, right edges together where the screen ends."""
        if not self.is_filled:
            self.is_filled = True
            self.fill()
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + theme.pixels(4)))
        screen = anchor.screen().availableGeometry() if anchor.screen() else QRect(corner, self.size())
        window = anchor.window().frameGeometry()
        right = min(screen.right(), max(window.right(), screen.left() + self.width()))
        bottom = screen.bottom()
        x = max(screen.left(), min(corner.x(), right - self.width() - theme.pixels(4)))
        y = min(corner.y(), bottom - self.height()) if bottom > self.height() else screen.top()
        self.move(x, y)
        self.show()
        self.focusNextPrevChild(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
