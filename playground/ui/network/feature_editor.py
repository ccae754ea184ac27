"""Add a feature of one's own: a formula in x1 and x2, seen while it is typed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from playground.app import sentences
from playground.app.sentences import sentence
from playground.app.session import Session
from playground.engine import edits
from playground.engine.datasets import PLANE
from playground.engine.features import FORMULA_SIGN
from playground.engine.formula import MAXIMUM_LENGTH, Formula, FormulaError, parse
from playground.engine.points import Bounds
from playground.observe.plane import cell_centres
from playground.ui.look import theme
from playground.ui.widgets.heatmap import grid_image
from playground.ui.widgets.message import Message
from playground.ui.widgets.popup import PopupPanel
from playground.ui.words import numbers

RESOLUTION = 64
PLACES = 241
"""Places across and up at which the smallest and largest value are looked for."""
EXAMPLES = ("x1*x2", "sqrt(x1^2 + x2^2)", "sin(2*x1)", "max(x1, x2)")


class FeatureEditor(PopupPanel):
    """A popup with a line for the formula, its picture and what is wrong with it in words.

    ``open_under(anchor)`` shows it. ``added`` tells the feature's name; the edit is undoable.
    """

    added = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("featureEditor")
        self.setAccessibleName(self.tr("Add a feature"))
        self._session = session
        self._formula: Formula | None = None
        self.edit = QLineEdit()
        self.edit.setObjectName("formulaEdit")
        self.edit.setAccessibleName(self.tr("Formula"))
        self.edit.setPlaceholderText("x1*x2 + sin(x1)")
        self.edit.setMaxLength(MAXIMUM_LENGTH)
        self.picture = FormulaPicture()
        self.message = Message()
        self.message.setObjectName("formulaMessage")
        self.add_button = QPushButton(self.tr("Add"))
        self.add_button.setObjectName("formulaAdd")
        self.add_button.setProperty("role", "accent")
        title = QLabel(self.tr("A feature of your own, f(x1, x2) ="))
        line = QHBoxLayout()
        line.addWidget(self.edit, 1)
        line.addWidget(self.add_button)
        below = QHBoxLayout()
        below.setSpacing(theme.pixels(12))
        below.addWidget(self.picture)
        below.addWidget(self.message, 1)
        self.column.addWidget(title)
        self.column.addLayout(line)
        self.column.addLayout(below)
        self.setFixedWidth(theme.pixels(360))
        self.edit.textChanged.connect(self._read)
        self.edit.returnPressed.connect(self._add)
        self.add_button.clicked.connect(self._add)
        theme.signals().changed.connect(self._show_formula)
        self._read("")

    def open_under(self, anchor: QWidget) -> None:
        """Show the editor below its anchor, ready to type."""
        super().open_under(anchor)
        self.edit.setFocus(Qt.FocusReason.PopupFocusReason)
        self.edit.selectAll()

    def _read(self, text: str) -> None:
        self._formula = None
        if not text.strip():
            examples = ", ".join(EXAMPLES)
            self.message.say(self.tr("For example {examples}").format(examples=examples))
        else:
            try:
                self._formula = parse(text)
            except FormulaError as error:
                self.message.say(told(error), "error")
        self._show_formula()

    def _show_formula(self) -> None:
        self.picture.show_formula(self._formula, self._bounds())
        is_new = self._formula is not None and self._name() not in self._session.experiment.network.features
        self.add_button.setEnabled(is_new)
        if self._formula is None:
            return
        low, high, gaps = self.picture.low, self.picture.high, self.picture.gaps
        text = self.tr("From {low} to {high} at {count} places of the plane.").format(
            low=numbers.figures(low, 3), high=numbers.figures(high, 3), count=f"{PLACES**2:,}"
        )
        if not is_new:
            text = self.tr("This feature is there already.")
        elif gaps:
            share = self.tr("It has no value on {share} % of the plane and counts as 0 there.")
            text += " " + share.format(share=f"{100 * gaps:.0f}" if gaps >= 0.01 else "<1")
        self.message.say(text)

    def _name(self) -> str:
        return FORMULA_SIGN + self.edit.text().strip()

    def _bounds(self) -> Bounds:
        snapshot = self._session.snapshot
        return snapshot.points.bounds if snapshot else PLANE

    def _add(self) -> None:
        if self._formula is None or not self.add_button.isEnabled():
            return
        name = self._name()
        features = (*self._session.experiment.network.features, name)
        if self._session.try_edit(
            lambda: edits.with_network(self._session.experiment, features=features), self.tr("Add feature")
        ):
            self.added.emit(name)
            self.close()


class FormulaPicture(QWidget):
    """A formula's values over the plane; ``low``, ``high`` and the share without a value, ``gaps``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.low = self.high = self.gaps = 0.0
        self._image: QImage | None = None
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(72), theme.pixels(72))

    def show_formula(self, formula: Formula | None, bounds: Bounds) -> None:
        """Show this formula's values (None: nothing)."""
        self._image = None
        if formula is not None:
            x1, x2 = cell_centres(bounds, RESOLUTION).T
            values = formula.evaluate(x1, x2)
            self._measure(formula, bounds)
            scale = float(np.quantile(np.abs(values), 0.98)) or float(np.abs(values).max()) or 1.0
            grid = values.reshape(RESOLUTION, RESOLUTION).astype(np.float32)
            self._image = grid_image(grid, scale, theme.diverging_table())
        self.update()

    def _measure(self, formula: Formula, bounds: Bounds) -> None:
        """Smallest and largest value where it has one, at places up to the plane's ends."""
        left, right, bottom, top = bounds
        across, up = np.linspace(left, right, PLACES), np.linspace(bottom, top, PLACES)
        x1, x2 = (part.ravel() for part in np.meshgrid(across, up))
        raw = formula.raw_values(x1, x2)
        known = raw[~np.isnan(raw)]
        self.low, self.high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
        self.gaps = 1.0 - known.size / raw.size

    def paintEvent(self, event: QPaintEvent) -> None:
        radius = theme.pixels(6)
        rect = QRectF(self.rect())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            path = QPainterPath()
            path.addRoundedRect(rect, radius, radius)
            painter.fillPath(path, theme.current().field)
            if self._image is not None:
                painter.setClipPath(path)
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(rect, self._image)


def told(error: FormulaError) -> str:
    """What is wrong with a formula, in the user's language."""
    return sentence(sentences.told(error.note))
