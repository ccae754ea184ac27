"""A line with an arrow that opens and closes what stands below it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from playground.ui.look import theme


class Disclosure(QWidget):
    """A header with an arrow; ``body`` is the layout of what it opens and closes."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = _Header(title, self)
        self.content = QWidget(self)
        self.body = QVBoxLayout(self.content)
        self.body.setContentsMargins(0, theme.pixels(4), 0, 0)
        self.body.setSpacing(theme.pixels(8))
        self.content.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.content)
        self.header.toggled.connect(self.content.setVisible)

    @property
    def is_open(self) -> bool:
        """Whether the content is shown."""
        return self.header.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Show or hide the content."""
        self.header.setChecked(is_open)


class _Header(QAbstractButton):
    """The clickable line."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.signals().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("body"))
        width = metrics.horizontalAdvance(self.text()) + theme.pixels(20)
        return QSize(width, metrics.height() + theme.pixels(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        ink = colors.text if self.underMouse() or self.hasFocus() else colors.quiet
        arrow = theme.pixels(8)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(ink, 1.4 * theme.scale()))
            middle = QPointF(arrow / 2, self.height() / 2)
            if self.isChecked():
                corners = [QPointF(-3.5, -1.8), QPointF(0, 1.9), QPointF(3.5, -1.8)]
            else:
                corners = [QPointF(-1.8, -3.5), QPointF(1.9, 0), QPointF(-1.8, 3.5)]
            painter.drawPolyline([middle + corner * theme.scale() for corner in corners])
            painter.setFont(theme.font("body"))
            room = self.rect().adjusted(arrow + theme.pixels(6), 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
