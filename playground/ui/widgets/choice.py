"""Drop-down lists on a quiet field: names to choose from, or numbers to choose or type."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QStyledItemDelegate, QWidget

from playground.ui.look import theme
from playground.ui.widgets.message import FieldError
from playground.ui.words import numbers

_ROWS = 14


class Choice(QComboBox):
    """A list of names with a key each; ``chosen`` tells the key the user picked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setMaxVisibleItems(_ROWS)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(lambda place: self.chosen.emit(self.itemData(place)))
        theme.signals().changed.connect(self.updateGeometry)

    def set_options(self, options: Sequence[tuple[str, str, str]]) -> None:
        """Offer these (key, label, help); the choice stays where its key still exists."""
        present = self.currentData()
        with QSignalBlocker(self):
            self.clear()
            for key, label, sentence in options:
                self.addItem(label, key)
                self.setItemData(self.count() - 1, sentence, Qt.ItemDataRole.ToolTipRole)
            if present is not None:
                self.set_value(present)
        self.updateGeometry()

    @property
    def value(self) -> str:
        """The key that is chosen."""
        return str(self.currentData())

    def set_value(self, key: str | None) -> None:
        """Show this key as the chosen one, or with None that nothing is; ``chosen`` is not emitted."""
        place = -1 if key is None else self.findData(key)
        if (place >= 0 or key is None) and place != self.currentIndex():
            with QSignalBlocker(self):
                self.setCurrentIndex(place)
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("body"))
        longest = max((metrics.horizontalAdvance(self.itemText(i)) for i in range(self.count())), default=20)
        return QSize(longest + theme.pixels(34), metrics.height() + theme.pixels(11))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        label_beside(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            paint_field(painter, self)
            painter.setFont(theme.font("body"))
            painter.setPen(colors.text if self.isEnabled() else colors.quiet)
            room = self.rect().adjusted(theme.pixels(9), 0, -theme.pixels(22), 0)
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            text = painter.fontMetrics().elidedText(
                self.currentText(), Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(room, align, text)


class NumberChoice(QComboBox):
    """A number: pick one of the usual ones or type any; ``chosen`` tells a number that is allowed.

    What cannot be read as a number, or lies outside the bounds, is not told: it stays in the field with a
    sentence that says why, to be mended; Esc goes back to the last value.
    """

    chosen = Signal(float)

    def __init__(
        self,
        presets: Sequence[float],
        *,
        minimum: float = 0.0,
        maximum: float = 1e300,
        whole: bool = False,
        sample: str = "0.0001",
        shown: Callable[[float], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown = shown or numbers.typed
        self._value = float(presets[0])
        self._bounds = (minimum, maximum)
        self._whole = whole
        self._sample = sample
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setMaxVisibleItems(_ROWS)
        self._edit = _BareEdit()
        self.error = FieldError(self._edit, self)
        self.setEditable(True)
        self.setLineEdit(self._edit)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for number in presets:
            self.addItem(self._shown(number), float(number))
        self.setCompleter(None)  # type: ignore[arg-type]  # Qt takes a null pointer: no completion
        self.set_value(self._value)
        self._is_clicked = False
        self.view().pressed.connect(self._on_pressed)
        self.activated.connect(self._on_activated)
        self._edit.returnPressed.connect(self._finish)
        self._edit.left.connect(self._typed)
        self._edit.left.connect(self.update)
        self._edit.entered.connect(self.update)
        theme.signals().changed.connect(self.updateGeometry)

    def setAccessibleName(self, name: str) -> None:
        """Name the list and what is typed into it."""
        super().setAccessibleName(name)
        self._edit.setAccessibleName(name)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        label_beside(self)

    @property
    def value(self) -> float:
        """The number that is chosen."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show this number; ``chosen`` is not emitted. What is being typed stays."""
        is_typing = self._edit.isModified() and self._edit.hasFocus()
        if value == self._value and (is_typing or self.error.sentence):
            return
        self.error.clear()
        self._value = float(value)
        text = self._shown(value)
        if self._edit.text() != text:
            with QSignalBlocker(self):
                self.setCurrentIndex(self.findData(float(value)))
                self._edit.setText(text)
            self._edit.setCursorPosition(0)
            self.updateGeometry()  # a long number widens the field
        self._edit.setModified(False)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("body"))
        width = max(metrics.horizontalAdvance(t) for t in (self._sample, self._shown(self._value)))
        return QSize(width + theme.pixels(38), metrics.height() + theme.pixels(11))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._edit.setModified(False)
            self.error.clear()
            self._edit.setText(self._shown(self._value))
            self.window().setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_edit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self.isEditable():
            self._place_edit()  # another style or font lets the list place it anew

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_field(painter, self, self._edit.hasFocus(), is_wrong=bool(self.error.sentence))

    def _place_edit(self) -> None:
        self._edit.setGeometry(self.rect().adjusted(theme.pixels(7), 1, -theme.pixels(20), -1))

    def _on_pressed(self) -> None:
        self._is_clicked = True

    def _on_activated(self, place: int) -> None:
        self._take(self.itemText(place))
        if self._is_clicked:  # nobody is typing: keys are the window's again
            self._is_clicked = False
            self.window().setFocus(Qt.FocusReason.MouseFocusReason)

    def _finish(self) -> None:
        self._typed()
        if self.error.sentence:
            self._edit.selectAll()
        else:
            self.window().setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        if self._edit.isModified():
            self._edit.setModified(False)
            self._take(self._edit.text())

    def _take(self, text: str) -> None:
        number = numbers.read(text)
        if number is None:
            self.error.tell(self.tr("“{text}” is no number.").format(text=text.strip()[:30]))
            return
        low, high = self._bounds
        if self._whole and abs(number) < 1e15:
            number = float(round(number))
        if not low <= number <= high:
            sentence = self.tr("{value} is not between {low} and {high}.")
            self.error.tell(
                sentence.format(value=numbers.typed(number), low=numbers.typed(low), high=numbers.typed(high))
            )
            return
        self.error.clear()
        is_new = number != self._value
        self.set_value(number)
        self._edit.setText(self._shown(number))
        if is_new:
            self.chosen.emit(number)


class _BareEdit(QLineEdit):
    """A line edit without a frame of its own that tells when the focus came and left."""

    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrame(False)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.selectAll()
        self.entered.emit()


def label_beside(box: QComboBox) -> None:
    """Put an unseen label beside a drop-down list: on Linux Qt names a list by its label only."""
    around = box.parentWidget()
    if around is None or not box.accessibleName():
        return
    labels = around.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
    label = next((one for one in labels if one.buddy() is box), None)
    if label is None:
        label = QLabel(around)
        label.hide()
        label.setBuddy(box)
    label.setText(box.accessibleName().replace("&", "&&"))


def paint_field(
    painter: QPainter, widget: QWidget, focused: bool | None = None, *, is_wrong: bool = False
) -> None:
    """Draw the quiet field of a drop-down list with its chevron."""
    colors = theme.current()
    focus = widget.hasFocus() if focused is None else focused
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rim = colors.danger if is_wrong else colors.accent if focus else colors.edge
    painter.setPen(QPen(rim if widget.isEnabled() else colors.hairline, 1))
    painter.setBrush(theme.mix(colors.field, colors.hover, 0.6) if widget.underMouse() else colors.field)
    radius = theme.pixels(6)
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    paint_chevron(painter, QPointF(widget.width() - theme.pixels(13), widget.height() / 2))


def paint_chevron(painter: QPainter, center: QPointF) -> None:
    """Draw the small mark of things that open."""
    pen = QPen(theme.current().quiet, 1.4 * theme.scale())
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    wide, high = 3.5 * theme.scale(), 1.9 * theme.scale()
    painter.drawPolyline(
        [center + QPointF(-wide, -high), center + QPointF(0, high), center + QPointF(wide, -high)]
    )
