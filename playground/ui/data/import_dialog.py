"""The preview of a table: which columns are the plane, which one is the label, what comes of it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.app.sentences import sentence, told
from playground.engine import edits
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Data, Experiment
from playground.engine.points import make_points
from playground.interop.points_table import Columns, Imported, Problem, convert, likely_problem, recognise
from playground.interop.table import Table, read_table
from playground.ui.data.dataset_gallery import picture_of
from playground.ui.look import theme
from playground.ui.widgets.choice import Choice
from playground.ui.widgets.message import Message
from playground.ui.widgets.point_cloud import cloud_pixmap
from playground.ui.widgets.segmented import Option, SegmentedControl

PREVIEW_ROWS = 12
PREVIEW_COLUMNS = 40
PICTURE_SIDE = 208


class ImportDialog(QDialog):
    """Shows a table and the points it gives; ``imported`` tells the Imported that was accepted."""

    imported = Signal(object)

    def __init__(
        self, content: bytes | str, table: Table, source: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("importDialog")
        self.setWindowTitle(self.tr("Import points"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._content = content
        self._table = table
        self._source = source
        self._result: Imported | None = None
        self._make()
        self._lay_out()
        self._show_table()
        self._recognise()

    def accept(self) -> None:
        """Hand over the points."""
        if self._result is not None:
            self.imported.emit(self._result)
            super().accept()

    # ------------------------------------------------------------------------------------- private

    def _make(self) -> None:
        self.title = QLabel()
        self.header_box = QCheckBox(self.tr("The first row holds names"))
        self.header_box.setObjectName("importHeader")
        self.header_box.setChecked(self._table.has_header)
        self.delimiter = Choice()
        self.delimiter.setObjectName("importDelimiter")
        self.delimiter.setAccessibleName(self.tr("Columns are parted by"))
        self.delimiter.set_options(
            [
                ("\t", self.tr("Tab"), ""),
                (",", self.tr("Comma"), ""),
                (";", self.tr("Semicolon"), ""),
                ("|", self.tr("Bar"), ""),
                (" ", self.tr("Spaces"), ""),
            ]
        )
        self.delimiter.set_value(self._table.delimiter)
        self.cells = QTableWidget()
        self.cells.setObjectName("importPreview")
        self.cells.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.cells.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.cells.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cells.setShowGrid(False)
        self.cells.setAlternatingRowColors(True)
        self.cells.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.cells.verticalHeader().setDefaultSectionSize(theme.pixels(24))
        self.cells.setMinimumSize(theme.pixels(440), theme.pixels(200))
        self.axis1, self.axis2, self.label = Choice(), Choice(), Choice()
        for choice, name in (
            (self.axis1, "importAxis1"),
            (self.axis2, "importAxis2"),
            (self.label, "importLabel"),
        ):
            choice.setObjectName(name)
            choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.problem = SegmentedControl(
            [
                Option("classification", self.tr("Classes"), self.tr("Each different label is a class.")),
                Option("regression", self.tr("Values"), self.tr("Labels are numbers to predict.")),
            ]
        )
        self.problem.setObjectName("importProblem")
        self.problem.setAccessibleName(self.tr("What labels are"))
        self.picture = QLabel()
        self.picture.setObjectName("importPicture")
        self.picture.setFixedSize(theme.pixels(PICTURE_SIDE), theme.pixels(PICTURE_SIDE))
        self.notes = Message()
        self.notes.setObjectName("importNotes")
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.accept_button = QPushButton()
        self.accept_button.setObjectName("importAccept")
        self.accept_button.setDefault(True)
        self.accept_button.setProperty("role", "accent")

        self.header_box.toggled.connect(self._read_again)
        self.delimiter.chosen.connect(lambda _: self._read_again(None))
        for choice in (self.axis1, self.axis2):
            choice.chosen.connect(lambda _: self._refresh())
        self.label.chosen.connect(self._on_label)
        self.problem.chosen.connect(lambda _: self._refresh())
        self.cancel_button.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self.accept)

    def _lay_out(self) -> None:
        gap = theme.pixels(16)
        options = QHBoxLayout()
        options.addWidget(self.header_box)
        options.addStretch(1)
        options.addWidget(QLabel(self.tr("Columns parted by")))
        options.addWidget(self.delimiter)
        form = QFormLayout()
        form.setHorizontalSpacing(gap)
        form.setVerticalSpacing(theme.pixels(8))
        form.addRow(self.tr("Across, x₁"), self.axis1)
        form.addRow(self.tr("Up, x₂"), self.axis2)
        form.addRow(self.tr("Label"), self.label)
        form.addRow(self.tr("Labels are"), self.problem)
        left = QVBoxLayout()
        left.setSpacing(theme.pixels(8))
        left.addWidget(self.title)
        left.addLayout(options)
        left.addWidget(self.cells, 1)
        left.addLayout(form)
        right = QVBoxLayout()
        right.setSpacing(theme.pixels(8))
        right.addWidget(self.picture)
        right.addWidget(self.notes, 1)
        self.notes.setFixedWidth(theme.pixels(PICTURE_SIDE))
        columns = QHBoxLayout()
        columns.setSpacing(gap)
        columns.addLayout(left, 1)
        columns.addLayout(right)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.accept_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(gap, gap, gap, gap)
        whole.setSpacing(gap)
        whole.addLayout(columns, 1)
        whole.addLayout(buttons)
        self.resize(theme.pixels(760), theme.pixels(520))

    def _read_again(self, _: object) -> None:
        try:
            self._table = read_table(self._content, self.delimiter.value, self.header_box.isChecked())
        except ExperimentError as error:
            self._refuse(error.reason)
            return
        self._show_table()
        self._recognise()

    def _show_table(self) -> None:
        table = self._table
        self.title.setText(
            self.tr("{source}: {rows} rows, {columns} columns").format(
                source=self._source, rows=f"{table.rows:,}", columns=table.columns
            )
        )
        columns = min(table.columns, PREVIEW_COLUMNS)
        rows = min(table.rows, PREVIEW_ROWS)
        self.cells.setColumnCount(columns)
        self.cells.setRowCount(rows)
        self.cells.setVerticalHeaderLabels([str(line) for line in table.lines[:rows]])
        for row, cells in enumerate(table.cells[:rows]):
            for column in range(columns):
                text = cells[column].strip()[:60] if column < len(cells) else ""
                self.cells.setItem(row, column, QTableWidgetItem(text))
        options = [(str(place), name, "") for place, name in enumerate(table.names)]
        self.axis1.set_options(options)
        self.axis2.set_options(options)
        self.label.set_options([("", self.tr("none: one class"), ""), *options])

    def _recognise(self) -> None:
        try:
            columns = recognise(self._table)
        except ExperimentError as error:
            self._refuse(error.reason)
            return
        self.axis1.set_value(str(columns.x1))
        self.axis2.set_value(str(columns.x2))
        self.label.set_value("" if columns.label is None else str(columns.label))
        self.problem.set_value(columns.problem)
        self._refresh()

    def _on_label(self, key: str) -> None:
        label = int(key) if key else None
        self.problem.set_value(likely_problem(self._table, label))
        self._refresh()

    def _columns(self) -> Columns:
        problem: Problem = "regression" if self.problem.value == "regression" else "classification"
        label = int(self.label.value) if self.label.value else None
        return Columns(int(self.axis1.value), int(self.axis2.value), label, problem)

    def _refresh(self) -> None:
        """Show what the present choice gives."""
        self._mark_columns()
        try:
            self._result = convert(self._table, self._columns())
        except ExperimentError as error:
            self._refuse(error.reason)
            return
        self.problem.setEnabled(self.label.value != "")
        self.picture.setPixmap(self._picture(self._result))
        self.notes.say("\n\n".join(told(note) for note in self._result.notes))
        self.accept_button.setEnabled(True)
        count = len(self._result.points)
        several = self.tr("Import {count} points").format(count=f"{count:,}")
        self.accept_button.setText(several if count > 1 else self.tr("Import 1 point"))

    def _mark_columns(self) -> None:
        marks = {self.axis1.value: "x₁", self.axis2.value: "x₂", self.label.value: self.tr("label")}
        names = [
            f"{name} → {marks[str(place)]}" if str(place) in marks else name
            for place, name in enumerate(self._table.names[: self.cells.columnCount()])
        ]
        self.cells.setHorizontalHeaderLabels(names)
        self.cells.resizeColumnsToContents()

    def _picture(self, imported: Imported) -> QPixmap:
        shown = imported.sample(1500).data_changes()
        data: Data = edits.with_data(Experiment(), **shown, train_fraction=1.0).data
        points = make_points(data)
        side, inset = theme.pixels(PICTURE_SIDE), theme.pixels(8)
        inner = picture_of(points, data, side - 2 * inset, self.devicePixelRatioF())

        def paint(painter: QPainter, rect: QRectF) -> None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.current().field)
            painter.drawRoundedRect(rect, inset, inset)
            painter.drawPixmap(inset, inset, inner)

        return cloud_pixmap(side, self.devicePixelRatioF(), paint)

    def _refuse(self, reason: str) -> None:
        self._result = None
        self.picture.setPixmap(QPixmap())
        self.notes.say(sentence(reason), "error")
        self.accept_button.setEnabled(False)
        self.accept_button.setText(self.tr("Import"))
