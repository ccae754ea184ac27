"""Shows what a table is proposed as: which columns are the plane, which one the label, what comes of it."""

from __future__ import annotations

from functools import partial

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

from playground.app.background import Background
from playground.app.opening import LARGE_TABLE, NO_COLUMN, NO_LABEL, TableProposal, overruling
from playground.app.sentences import sentence, told
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Data
from playground.engine.points import make_points
from playground.ui.data.dataset_gallery import picture_of
from playground.ui.look import theme
from playground.ui.widgets.choice import Choice
from playground.ui.widgets.message import Message
from playground.ui.widgets.point_cloud import cloud_pixmap
from playground.ui.widgets.segmented import Option, SegmentedControl

PREVIEW_ROWS = 12
PREVIEW_COLUMNS = 40
PICTURE_SIDE = 208
PICTURE_POINTS = 1500


class ImportDialog(QDialog):
    """Shows a TableProposal and what else the user says about it.

    ``accepted_proposal`` tells the one that was accepted in the end.
    """

    accepted_proposal = Signal(object)

    def __init__(self, proposal: TableProposal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importDialog")
        self.setWindowTitle(self.tr("Import points"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._proposal = proposal
        self._background = Background(self)
        self._background.finished.connect(self._show)
        self._background.failed.connect(self._on_failed)
        self._make()
        self._lay_out()
        self._show(proposal)

    def accept(self) -> None:
        """Hand over the proposal."""
        if self.accept_button.isEnabled():
            self.accepted_proposal.emit(self._proposal)
            super().accept()

    def done(self, result: int) -> None:
        """Close; what is still being read is dropped."""
        self._background.shutdown()
        super().done(result)

    # ------------------------------------------------------------------------------------- private

    def _make(self) -> None:
        self.title = QLabel()
        self.header_box = QCheckBox(self.tr("The first row holds names"))
        self.header_box.setObjectName("importHeader")
        self.header_box.setChecked(self._proposal.table.has_header)
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
        self.delimiter.set_value(self._proposal.table.delimiter)
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

        self.header_box.toggled.connect(self._on_layout)
        self.delimiter.chosen.connect(self._on_layout)
        for choice in (self.axis1, self.axis2):
            choice.chosen.connect(self._on_columns)
        self.label.chosen.connect(self._on_label)
        self.problem.chosen.connect(self._on_columns)
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

    def _on_layout(self) -> None:
        """Another delimiter or header: other columns, found out anew."""
        self._overrule(delimiter=self.delimiter.value, has_header=self.header_box.isChecked())

    def _on_label(self) -> None:
        """Another label: whether it holds classes or values is found out anew."""
        self._overrule(**self._columns(), problem=None)

    def _on_columns(self) -> None:
        self._overrule(**self._columns(), problem=self.problem.value)

    def _columns(self) -> dict[str, int]:
        label = int(self.label.value) if self.label.value else NO_LABEL
        x2 = int(self.axis2.value) if self.axis2.value else NO_COLUMN
        return {"x1": int(self.axis1.value), "x2": x2, "label": label}

    def _overrule(self, **said: object) -> None:
        """Read the table as the user says it is; one of many thousand rows beside the window."""
        if self._proposal.table.rows > LARGE_TABLE:
            self.accept_button.setEnabled(False)
            self.notes.say(self.tr("Reading the table …"))
            self._background.start(partial(overruling, self._proposal, said))
            return
        try:
            self._show(self._proposal.overruled(**said))
        except ExperimentError as error:
            self._refuse(error.reason)

    def _on_failed(self, error: Exception) -> None:
        self._refuse(error.reason if isinstance(error, ExperimentError) else str(error))

    def _show(self, proposal: TableProposal) -> None:
        self._proposal = proposal
        self._show_table()
        self._show_points()

    def _show_table(self) -> None:
        table = self._proposal.table
        self.title.setText(
            self.tr("{source}: {rows} rows, {columns} columns").format(
                source=self._proposal.name, rows=f"{table.rows:,}", columns=table.columns
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
        self.axis2.set_options([("", self.tr("none: values over x₁"), ""), *options])
        self.label.set_options([("", self.tr("none: one class"), ""), *options])

    def _show_points(self) -> None:
        """Show what the proposal gives."""
        proposal, columns = self._proposal, self._proposal.columns
        if columns is not None:
            self.axis1.set_value(str(columns.x1))
            self.axis2.set_value("" if columns.x2 is None else str(columns.x2))
            self.label.set_value("" if columns.label is None else str(columns.label))
            self.problem.set_value(columns.problem)
        self._mark_columns()
        imported = proposal.imported
        if imported is None:
            self._refuse(proposal.refusal.reason if proposal.refusal is not None else "")
            return
        self.problem.setEnabled(self.label.value != "")
        self.picture.setPixmap(self._picture(proposal.sample(PICTURE_POINTS)))
        guess = () if proposal.guess is None else (proposal.guess,)
        self.notes.say("\n\n".join(told(note) for note in (*guess, *imported.notes)))
        self.accept_button.setEnabled(True)
        count = len(imported.points)
        several = self.tr("Import {count} points").format(count=f"{count:,}")
        self.accept_button.setText(several if count > 1 else self.tr("Import 1 point"))

    def _mark_columns(self) -> None:
        marks = {self.axis1.value: "x₁", self.axis2.value: "x₂", self.label.value: self.tr("label")}
        names = [
            f"{name} → {marks[str(place)]}" if str(place) in marks else name
            for place, name in enumerate(self._proposal.table.names[: self.cells.columnCount()])
        ]
        self.cells.setHorizontalHeaderLabels(names)
        self.cells.resizeColumnsToContents()

    def _picture(self, data: Data) -> QPixmap:
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
        self.picture.setPixmap(QPixmap())
        self.notes.say(sentence(reason), "error")
        self.accept_button.setEnabled(False)
        self.accept_button.setText(self.tr("Import"))
