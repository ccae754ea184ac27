"""What is swept over: fields of the experiment with their values, seeds, epochs and workers."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.app.sweep.desk import Request
from playground.app.sweep.workers import cores
from playground.engine import fields
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment
from playground.engine.fields import Field
from playground.ui.look import theme
from playground.ui.widgets.choice import Choice, NumberChoice
from playground.ui.widgets.icon_button import IconButton
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.words.fields import field_name

_FIRST = ("network.layers[0].units", "training.learning_rate")
_USUAL = {
    "network.layers[0].units": "3, 6, 20",
    "training.regularizer.rate": "0.001, 0.01, 0.1",
    "training.learning_rate": "1e-3..1:log:4",
}
"""The lecture's own values, where a field has such."""


class SweepForm(QWidget):
    """Tells by ``changed`` that ``request`` is another one now."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field] = {}
        self._experiment = Experiment()
        self.rows: list[FieldRow] = []
        self._make()
        self._lay_out()

    @property
    def request(self) -> Request:
        """What the user asks for now."""
        return Request(
            tuple((row.path, row.values) for row in self.rows),
            seeds=round(self.seeds.value),
            epochs=round(self.epochs.value),
            random=round(self.draws.value) if self.way.value == "random" else None,
            workers=round(self.workers.value),
        )

    def show_request(self, request: Request) -> None:
        """Show this request; without a field in it one is suggested."""
        for row in list(self.rows):
            self._remove(row)
        for path, values in request.over:
            self.add_row(path, values)
        self.seeds.set_value(request.seeds)
        self.epochs.set_value(request.epochs)
        self.workers.set_value(request.workers)
        self.way.set_value("grid" if request.random is None else "random")
        self.draws.set_value(request.random or self.draws.value)
        if not self.rows:
            self.add_row()
        self._on_way()

    def show_experiment(self, experiment: Experiment) -> None:
        """Offer the fields of this experiment."""
        self._experiment = experiment
        self._fields = {field.path: field for field in fields.all_fields(experiment)}
        for row in self.rows:
            row.offer(tuple(self._fields))

    def add_row(self, path: str = "", values: str = "") -> FieldRow:
        """Another field; the next that one would like to sweep over where none is named."""
        taken = {row.path for row in self.rows}
        wanted = path or next(
            (name for name in (*_FIRST, *self._fields) if name in self._fields and name not in taken), ""
        )
        row = FieldRow(tuple(self._fields), wanted)
        row.set_values(values or self.usual_values(wanted))
        row.field_chosen.connect(lambda: row.set_values(self.usual_values(row.path)))
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._on_removed(row))
        self.rows.append(row)
        self._list.addWidget(row)
        self._allow_removal()
        self.changed.emit()
        return row

    def usual_values(self, path: str) -> str:
        """Values that one would try first, as text."""
        field = self._fields.get(path)
        if field is None:
            return ""
        if path in _USUAL:
            return _USUAL[path]
        if field.kind == "name":
            return ", ".join(field.choices)
        if field.kind == "flag":
            return "true, false"
        value = fields.get(self._experiment, path)
        if field.kind == "whole":
            tried: Sequence[float] = [max(value // 2, 1), value, value * 2] if value else [1, 2, 4]
        else:
            tried = [value / 3.0, value, value * 3.0] if value else [0.0, 0.001, 0.01, 0.1]
        allowed = [one for one in tried if self._is_allowed(path, one)]
        return ", ".join(
            json.dumps(float(f"{one:.2g}") if isinstance(one, float) else one)
            for one in dict.fromkeys(allowed)
        )

    # --------------------------------------------------------------------------------------- private

    def _make(self) -> None:
        self.add_button = QPushButton(self.tr("+ field"))
        self.add_button.setObjectName("sweepAdd")
        self.add_button.setProperty("role", "quiet")
        self.add_button.setToolTip(self.tr("Sweep over another field as well."))
        self.way = SegmentedControl(
            [
                Option(
                    "grid",
                    self.tr("Grid"),
                    self.tr("Every value of one field with every value of the others."),
                ),
                Option(
                    "random",
                    self.tr("Random"),
                    self.tr("So many draws: of each field a value, or a number of its range."),
                ),
            ]
        )
        self.way.setObjectName("sweepWay")
        self.way.setAccessibleName(self.tr("How values are combined"))
        self.draws = NumberChoice((20, 50, 100, 1000), minimum=1, maximum=1e6, whole=True, sample="10000")
        self.seeds = NumberChoice((1, 3, 5, 10, 20), minimum=1, maximum=1000, whole=True, sample="1000")
        self.epochs = NumberChoice(
            (50, 100, 200, 500, 1000), minimum=0, maximum=1e9, whole=True, sample="100000"
        )
        self.workers = NumberChoice(
            tuple(range(1, cores() + 1)), minimum=1, maximum=1024, whole=True, sample="100"
        )
        for control, key, name, sentence in (
            (self.draws, "Draws", self.tr("Draws"), self.tr("So many sets of values are drawn.")),
            (
                self.seeds,
                "Seeds",
                self.tr("Seeds"),
                self.tr("Each set is trained with so many first weights, on the same data."),
            ),
            (self.epochs, "Epochs", self.tr("Epochs"), self.tr("How long each is trained.")),
            (
                self.workers,
                "Workers",
                self.tr("Processes"),
                self.tr("So many are trained at a time, beside the window and at low priority."),
            ),
        ):
            control.setObjectName(f"sweep{key}")
            control.setAccessibleName(name)
            control.setToolTip(sentence)
            control.chosen.connect(lambda _: self.changed.emit())
        self.add_button.clicked.connect(lambda: self.add_row())
        self.way.chosen.connect(self._on_way)

    def _lay_out(self) -> None:
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.pixels(12))
        combine = QHBoxLayout()
        combine.addWidget(self.way)
        combine.addWidget(self.draws)
        combine.addStretch(1)
        form = QFormLayout()
        form.setHorizontalSpacing(theme.pixels(16))
        form.setVerticalSpacing(theme.pixels(8))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.addRow(self.tr("Values"), combine)
        form.addRow(self.tr("Seeds"), self.seeds)
        form.addRow(self.tr("Epochs"), self.epochs)
        form.addRow(self.tr("Processes"), self.workers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(12))
        column.addLayout(self._list)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(form)

    def _on_way(self) -> None:
        self.draws.setVisible(self.way.value == "random")
        self.changed.emit()

    def _on_removed(self, row: FieldRow) -> None:
        self._remove(row)
        self.changed.emit()

    def _remove(self, row: FieldRow) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._allow_removal()

    def _allow_removal(self) -> None:
        for row in self.rows:
            row.remove_button.setVisible(len(self.rows) > 1)

    def _is_allowed(self, path: str, value: float) -> bool:
        try:
            fields.set(self._experiment, path, value)
        except ExperimentError:
            return False
        return True


class FieldRow(QWidget):
    """A field above its values, which are typed as on the command line."""

    field_chosen = Signal()
    changed = Signal()
    removed = Signal()

    def __init__(self, paths: Sequence[str], path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = Choice()
        self.field.setObjectName("sweepField")
        self.field.setAccessibleName(self.tr("Field"))
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.remove_button = IconButton("close", self.tr("Not over this field"), size=14, role="quiet")
        self.edit = QLineEdit()
        self.edit.setObjectName("sweepValues")
        self.edit.setAccessibleName(self.tr("Values"))
        self.edit.setToolTip(self.tr("Values with commas between them, or a range such as 1e-4..1e-1:log:7."))
        head = QHBoxLayout()
        head.setSpacing(theme.pixels(4))
        head.addWidget(self.field, 1)
        head.addWidget(self.remove_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(4))
        column.addLayout(head)
        column.addWidget(self.edit)
        self.offer(paths)
        self.field.set_value(path)
        self.field.chosen.connect(self._on_field)
        self.edit.textChanged.connect(lambda _: self.changed.emit())
        self.remove_button.clicked.connect(self.removed)

    def offer(self, paths: Sequence[str]) -> None:
        """Offer these fields."""
        self.field.set_options([(path, field_name(path), path) for path in paths])

    @property
    def path(self) -> str:
        """The field that is chosen."""
        return self.field.value

    @property
    def values(self) -> str:
        """The values as they are typed."""
        return self.edit.text()

    def set_values(self, text: str) -> None:
        """Show these values."""
        self.edit.setText(text)
        self.edit.setCursorPosition(0)

    def _on_field(self) -> None:
        self.field_chosen.emit()
        self.changed.emit()
