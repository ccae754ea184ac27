"""The controls of painting: tool, class or value, brush width."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from playground.app.session import Session
from playground.engine.datasets import MAXIMUM_CLASSES
from playground.engine.experiment import Experiment
from playground.ui.data.paint import Paint
from playground.ui.look import theme
from playground.ui.network.own_units import own_number, scaled_number
from playground.ui.output.point_marks import class_shape, label_color, mark_path
from playground.ui.panel import Panel
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.widgets.slider import NumberSlider, Scale
from playground.ui.widgets.spoken import PaintedParts, Part, Role
from playground.ui.widgets.watchers import KeyClaim, PlaceTips

WIDTHS = Scale([n / 100 for n in range(0, 51, 2)], 0.0, 1.0, factor=100, unit="\u2009%")
"""The brush's radius as a share of half the plane."""
_ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_MOST_DIGITS = 12
_NAME_WIDTH = 110
"""A longer name of what is predicted is shortened, in logical pixels."""
VALUES = Scale([n / 20 for n in range(-20, 21)], -1.0, 1.0, digits=2)


class PaintPanel(Panel):
    """Shown while the user paints. Its parts: ``tools``, ``swatches`` or ``value``, ``width_slider``."""

    NAME = "paintPanel"

    def __init__(self, session: Session, paint: Paint, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._paint = paint
        self.tools = SegmentedControl(
            [
                Option("brush", self.tr("Brush"), self.tr("Draw points of the chosen class or value.")),
                Option("erase", self.tr("Erase"), self.tr("Take away the points under the circle.")),
                Option(
                    "select",
                    self.tr("Select"),
                    self.tr("Drag a point to move it, drag a frame to choose several; Delete removes them."),
                ),
            ]
        )
        self.tools.setObjectName("paintTools")
        self.tools.setAccessibleName(self.tr("Painting tool"))
        self.tools.setMinimumWidth(1)
        self.tools.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.swatches = ClassSwatches()
        self.value = NumberSlider(self.tr("Value"), VALUES)
        self.value.setToolTip(
            self.tr("The value of the points you paint; keys 1 to 9 go from lowest to highest.")
        )
        self.width_slider = NumberSlider(self.tr("Width"), WIDTHS)
        self.width_slider.setToolTip(
            self.tr("How wide the brush sprays and the eraser wipes; 0 is one point at a time.")
        )
        self.clear_button = QPushButton(self.tr("Clear all"))
        self.clear_button.setObjectName("clearPointsButton")
        self.clear_button.setToolTip(self.tr("An empty plane to paint on; undo brings the points back."))
        self.done_button = QPushButton(self.tr("Done"))
        self.done_button.setObjectName("paintDoneButton")
        self.done_button.setToolTip(
            self.tr("End painting (Escape): a click on the plane sets the probe point again.")
        )
        self.hint = QLabel()
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "quiet")
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addWidget(self.clear_button)
        buttons.addWidget(self.done_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(8))
        for widget in (self.tools, self.swatches, self.value, self.width_slider, self.hint):
            column.addWidget(widget)
        column.addLayout(buttons)

        self.tools.chosen.connect(paint.set_mode)
        self.swatches.chosen.connect(lambda place: paint.set_label(float(place)))
        self.value.changed.connect(self._set_value)
        self.width_slider.changed.connect(paint.set_width)
        self.clear_button.clicked.connect(paint.clear)
        self.done_button.clicked.connect(lambda: paint.set_active(False))
        paint.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what the brush is now."""
        paint = self._paint
        data = self.experiment.data
        self.tools.set_value(paint.mode)
        self.swatches.setVisible(not paint.is_regression)
        self.value.setVisible(paint.is_regression)
        names = data.class_names or ()
        self.swatches.show_classes(data.classes, int(paint.label), tuple(names))
        if paint.is_regression:
            self._show_value(paint.label)
        self.width_slider.set_value(paint.width)
        self.hint.setFont(theme.font("small"))
        self.hint.setText(self._advice())

    def _show_value(self, label: float) -> None:
        """Show the value in the data's own units, under their name."""
        axis = self.experiment.data.value_axis
        name = (axis.name if axis is not None else "") or self.tr("Value")
        metrics, room = QFontMetrics(theme.font("body")), theme.pixels(_NAME_WIDTH)
        self.value.caption.set_text(metrics.elidedText(name, Qt.TextElideMode.ElideRight, room))
        for part in (self.value.slider, self.value.readout):
            part.setAccessibleName(name)
        self.value.set_scale(value_scale(self.experiment))
        self.value.set_value(own_number(self.experiment, label))

    def _set_value(self, own: float) -> None:
        self._paint.set_label(min(max(scaled_number(self.experiment, own), -1.0), 1.0))

    def _advice(self) -> str:
        if self._paint.mode == "select":
            return self.tr("Drag points, or a frame around them. Delete removes what is chosen.")
        if self._paint.mode == "erase":
            return self.tr("Wipe over the points on the plane.")
        if self._paint.is_regression:
            return self.tr("Paint on the plane. Keys 1 to 9 choose the value.")
        return self.tr("Paint on the plane. Keys 0 to 7 choose the class.")

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        """Show the classes there are now."""
        if self.isVisible():
            self.refresh()

    def restyle(self) -> None:
        """Write in the present size."""
        super().restyle()
        self.refresh()


def value_scale(experiment: Experiment) -> Scale:
    """The values that can be painted: those of the data's scale, in its own units and round steps."""
    axis = experiment.data.value_axis
    if axis is None:
        return VALUES
    step = axis.scale * (VALUES.places[1] - VALUES.places[0])
    digits = min(math.ceil(1.0 - math.log10(step)), _MOST_DIGITS)
    low, high = own_number(experiment, VALUES.minimum), own_number(experiment, VALUES.maximum)
    places = [round(own_number(experiment, value), digits) for value in VALUES.places]
    return Scale(places, low, high, digits=max(digits, 0))


class ClassSwatches(QWidget):
    """One mark per class with its number, and a faint one for a class more; ``chosen`` tells a number."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("classSwatches")
        KeyClaim(self, lambda event: event.key() in _ARROWS)
        PlaceTips(self, lambda _position: self._told(self._hovered) if self._hovered >= 0 else "")
        self.setAccessibleName(self.tr("Class to paint"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._classes = 2
        self._current = 0
        self._names: tuple[str, ...] = ()
        self._hovered = -1
        PaintedParts(self, self.accessibleName(), self._parts)

    def show_classes(self, classes: int, current: int, names: tuple[str, ...]) -> None:
        """Offer these classes; one more can be begun while there is room."""
        self._classes, self._current, self._names = max(classes, current + 1), current, names
        self.setAccessibleDescription(self.tr("Class {number}").format(number=current))
        self.update()

    def swatch_rect(self, place: int) -> QRectF:
        """Where a class's mark is drawn."""
        width = self.width() / max(self._offered(), 6)
        return QRectF(place * width, 0, width, self.height())

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(184), theme.pixels(34))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(120), theme.pixels(34))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        elif 0 <= self._current + step < self._offered():
            self.chosen.emit(self._current + step)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self.chosen.emit(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._at(event.position().x())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setFont(theme.font("small"))
            for place in range(self._offered()):
                rect = self.swatch_rect(place).adjusted(1.5, 1.5, -1.5, -1.5)
                is_more = place == self._classes
                painter.setPen(
                    QPen(colors.accent, theme.pixels(2)) if place == self._current else Qt.PenStyle.NoPen
                )
                painter.setBrush(colors.hover if place == self._hovered else colors.field)
                painter.drawRoundedRect(rect, theme.pixels(6), theme.pixels(6))
                middle = rect.center()
                middle.setY(rect.top() + rect.height() * 0.36)
                painter.setPen(colors.quiet)
                if is_more:
                    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "+")
                    continue
                path = mark_path(class_shape(place, self._classes), middle, theme.pixels(5))
                painter.fillPath(path, label_color(float(place), self._classes, 1.0))
                rect.setTop(rect.top() + rect.height() * 0.55)
                name = self._names[place] if place < len(self._names) else ""
                said = painter.fontMetrics().elidedText(
                    name or str(place), Qt.TextElideMode.ElideRight, round(rect.width())
                )
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, said)

    def _parts(self) -> list[Part]:
        return [
            Part(
                key=place,
                role=Role.RadioButton,
                rect=self.swatch_rect(place).toRect(),
                name=partial(self._told, place),
                is_selected=place == self._current,
            )
            for place in range(self._offered())
        ]

    def _offered(self) -> int:
        return min(self._classes + 1, MAXIMUM_CLASSES)

    def _at(self, x: float) -> int:
        for place in range(self._offered()):
            rect = self.swatch_rect(place)
            if rect.left() <= x < rect.right():
                return place
        return -1

    def _told(self, place: int) -> str:
        if place == self._classes:
            return self.tr("A new class {number}").format(number=place)
        name = self._names[place] if place < len(self._names) else ""
        return self.tr("Class {number} {name}").format(number=place, name=name).strip()
