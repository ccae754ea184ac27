"""A panel that opens under a control and closes when one clicks elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from playground.ui.look import theme


class PopupPanel(QFrame):
    """A frame for a few controls; ``open_under`` shows it at its anchor, inside the screen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self.column = QVBoxLayout(self)
        edge = theme.pixels(2 * theme.GRID)
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.column.setSpacing(theme.pixels(theme.GRID))

    def open_under(self, anchor: QWidget) -> None:
        """Show the panel below the anchor, right edges together where the screen ends."""
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
