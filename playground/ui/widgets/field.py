"""A control under its caption, or beside it in a form."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from playground.ui.look import theme
from playground.ui.widgets.choice import NumberChoice, paint_field
from playground.ui.widgets.text import Caption


class Field(QWidget):
    """A small caption over one control (and what belongs right beside it)."""

    def __init__(self, caption: str, *controls: QWidget, sentence: str = "", name: str = "") -> None:
        super().__init__()
        self.caption = Caption(caption)
        self.control = controls[0]
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.pixels(2))
        for control in controls:
            row.addWidget(control)
        for extra in controls[1:]:
            extra.setMaximumHeight(self.control.sizeHint().height())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(2))
        column.addWidget(self.caption)
        column.addLayout(row)
        self.control.setAccessibleName(caption)
        if name:
            self.control.setObjectName(name)
            self.setObjectName(f"{name}Field")
        self.explain(sentence)

    def explain(self, sentence: str) -> None:
        """Say what the control does, on the caption too."""
        self.caption.setToolTip(sentence)
        self.control.setToolTip(sentence)


class DropButton(QAbstractButton):
    """Looks like a list's field and opens something else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.signals().changed.connect(self.updateGeometry)

    def set_text(self, text: str) -> None:
        """Show this text and take its room."""
        if text != self.text():
            self.setText(text)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("body"))
        return QSize(
            metrics.horizontalAdvance(self.text()) + theme.pixels(34), metrics.height() + theme.pixels(11)
        )

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_field(painter, self)
            painter.setFont(theme.font("body"))
            painter.setPen(theme.current().text)
            room = self.rect().adjusted(theme.pixels(9), 0, -theme.pixels(22), 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())


class OptionalNumber(QWidget):
    """A number that can be off: a check box with the caption, the number beside it."""

    def __init__(self, caption: str, number: NumberChoice, sentence: str, name: str) -> None:
        super().__init__()
        self.box = QCheckBox(caption)
        self.box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.number = number
        self.box.setObjectName(f"{name}Box")
        number.setObjectName(name)
        for control in (self.box, number):
            control.setToolTip(sentence)
            control.setAccessibleName(caption)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.box)
        row.addStretch(1)
        row.addWidget(number)

    def show_value(self, value: float | None) -> None:
        """Show the number, or that it is off."""
        with QSignalBlocker(self.box):
            self.box.setChecked(value is not None)
        self.number.setEnabled(value is not None)
        if value is not None:
            self.number.set_value(value)

    @property
    def value(self) -> float | None:
        """The number, or None when it is off."""
        return self.number.value if self.box.isChecked() else None
