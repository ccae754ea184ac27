"""The table of a sweep: a row for each set of values, with the boundary it led to."""

from __future__ import annotations

import json
import math
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from playground.app.sweep.results import Results
from playground.app.sweep.trials import picture_grid
from playground.ui.look import theme
from playground.ui.output.boundary_image import boundary_image
from playground.ui.words import numbers
from playground.ui.words.fields import field_name, value_name

Index = QModelIndex | QPersistentModelIndex
PICTURE_SIDE = 40
MEASURES = ("test_loss", "test_accuracy", "train_loss")
"""The measures from left to right: what counts stands first."""
_SORT = Qt.ItemDataRole.UserRole
_NO_PARENT = QModelIndex()
_KEPT_PICTURES = 2000


def measure_text(found: dict[str, float | None], name: str) -> str:
    """Mean and deviation as one text; empty where there is none."""
    mean, deviation = found["mean"], found["deviation"]
    if mean is None:
        return ""
    write = numbers.percent_exact if name.endswith("accuracy") else lambda value: numbers.plain(value, 3)
    return write(mean) if deviation is None else f"{write(mean)} ± {write(deviation)}"


class SweepModel(QAbstractTableModel):
    """The summary's rows; the columns are the picture, the fields, n and the measures."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[dict[str, Any]] = []
        self.paths: tuple[str, ...] = ()
        self._results: Results | None = None
        self._pictures: dict[int, QIcon] = {}
        theme.signals().changed.connect(self._forget_pictures)

    def show_results(self, results: Results | None) -> None:
        """Show the rows there are now."""
        rows = [] if results is None else results.placed_summary()
        is_other = results is not self._results
        if is_other or len(rows) < len(self.rows):
            self.beginResetModel()
            self._results, self.rows = results, rows
            self.paths = () if results is None else results.plan.paths
            self._pictures.clear()
            self.endResetModel()
            return
        old = len(self.rows)
        if rows and [row["place"] for row in self.rows] == [row["place"] for row in rows[:old]]:
            if len(rows) > old:
                self.beginInsertRows(QModelIndex(), old, len(rows) - 1)
                self.rows = rows
                self.endInsertRows()
            else:
                self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
        elif rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that any row has."""
        return tuple(name for name in MEASURES if any(row[name]["mean"] is not None for row in self.rows))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 2 + len(self.paths) + len(MEASURES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = ("", *map(field_name, self.paths), "n", *(self.measure_name(name) for name in MEASURES))
        return titles[section]

    def measure_name(self, name: str) -> str:
        """A measure in the user's language."""
        return {
            "train_loss": self.tr("Train loss"),
            "test_loss": self.tr("Test loss"),
            "test_accuracy": self.tr("Test accuracy"),
        }[name]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], index.column() - 1
        if role == Qt.ItemDataRole.DecorationRole and column < 0:
            return self._picture(row["place"])
        if role == Qt.ItemDataRole.TextAlignmentRole and column >= 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and 0 <= column < len(self.paths):
            return f"{self.paths[column]} = {json.dumps(row['set'][self.paths[column]])}"
        if role not in (Qt.ItemDataRole.DisplayRole, _SORT):
            return None
        is_sort = role == _SORT
        if column < 0:
            return row["place"] if is_sort else None
        if column < len(self.paths):
            path = self.paths[column]
            value = row["set"][path]
            return _sortable(value) if is_sort else value_name(path, value)
        if column == len(self.paths):
            return row["n"] if is_sort else str(row["n"])
        name = MEASURES[column - len(self.paths) - 1]
        if is_sort:
            mean = row[name]["mean"]
            return math.inf if mean is None else mean
        return measure_text(row[name], name)

    def _picture(self, place: int) -> QIcon | None:
        results = self._results
        assert results is not None
        first = place * results.plan.seeds
        index = next((k for k in range(first, first + results.plan.seeds) if k in results.pictures), None)
        if index is None:
            return None
        if index not in self._pictures:
            if len(self._pictures) > _KEPT_PICTURES:
                self._pictures.clear()
            experiment = results.plan.experiment_of(results.plan.trial(index))
            grid = picture_grid(results.pictures[index])
            scale = 1.0 if experiment.problem == "classification" else float(abs(grid).max()) or 1.0
            side = theme.pixels(PICTURE_SIDE)
            image = boundary_image(experiment, grid, scale, "output", False)
            picture = QPixmap.fromImage(image).scaled(
                QSize(side, side), mode=Qt.TransformationMode.SmoothTransformation
            )
            made = self._pictures[index] = QIcon(picture)
            made.addPixmap(picture, QIcon.Mode.Selected)  # else it is tinted
        return self._pictures[index]

    def _forget_pictures(self) -> None:
        self._pictures.clear()
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, 0))


class SweepTable(QTableView):
    """Sorted by a click on a column's title; ``chosen`` tells the row under the selection (or None)."""

    chosen = Signal(object)
    opened = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweepTable")
        self.setAccessibleName(self.tr("Results of the sweep"))
        self.source = SweepModel(self)
        self._shown = _Shown(self)
        self._shown.setSourceModel(self.source)
        self._shown.setSortRole(_SORT)
        self.setModel(self._shown)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicatorShown(False)  # it would stand over the title
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setIconSize(QSize(theme.pixels(PICTURE_SIDE), theme.pixels(PICTURE_SIDE)))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.pixels(PICTURE_SIDE + 6))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(False)
        header.setResizeContentsPrecision(60)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit(self.selected))
        self.doubleClicked.connect(self._open)
        self.activated.connect(self._open)

    def show_results(self, results: Results | None) -> None:
        """Show these rows; another sweep is sorted by its test loss."""
        paths = self.source.paths
        self.source.show_results(results)
        for place, name in enumerate(MEASURES):
            has = name in self.source.measures or not self.source.rows
            self.setColumnHidden(2 + len(self.source.paths) + place, not has)
        if paths != self.source.paths:
            self._shown.keep(None)
            name = (
                "test_loss" if "test_loss" in self.source.measures or not self.source.rows else "train_loss"
            )
            self.sortByColumn(2 + len(self.source.paths) + MEASURES.index(name), Qt.SortOrder.AscendingOrder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Give each column what its texts need, and a share of the width that is left."""
        header = self.horizontalHeader()
        columns = [k for k in range(header.count()) if not self.isColumnHidden(k)]
        needed = {k: max(self.sizeHintForColumn(k), header.sectionSizeHint(k)) for k in columns}
        extra = max(self.viewport().width() - sum(needed.values()), 0) // max(len(columns) - 1, 1)
        for column, width in needed.items():
            self.setColumnWidth(column, width + (extra if column else 0))

    def keep_only(self, places: frozenset[int] | None) -> None:
        """Show only the rows at these places of the plan; None: all."""
        self._shown.keep(places)

    @property
    def selected(self) -> dict[str, Any] | None:
        """The row that is selected."""
        found = self.selectionModel().selectedRows()
        return self.source.rows[self._shown.mapToSource(found[0]).row()] if found else None

    def select(self, place: int) -> None:
        """Select the row at this place of the plan and scroll to it."""
        row = next((k for k, row in enumerate(self.source.rows) if row["place"] == place), None)
        if row is not None:
            index = self._shown.mapFromSource(self.source.index(row, 0))
            self.selectRow(index.row())
            self.scrollTo(index)

    def _open(self, _: QModelIndex) -> None:
        if self.selected is not None:
            self.opened.emit(self.selected)


class _Shown(QSortFilterProxyModel):
    """The rows in the order of a column, without those that were brushed away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._places: frozenset[int] | None = None

    def keep(self, places: frozenset[int] | None) -> None:
        self._places = places
        self.invalidate()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        title = super().headerData(section, orientation, role)
        if role != Qt.ItemDataRole.DisplayRole or section != self.sortColumn() or not title:
            return title
        return f"{title} {'↑' if self.sortOrder() == Qt.SortOrder.AscendingOrder else '↓'}"

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        model = self.sourceModel()
        assert isinstance(model, SweepModel)
        return self._places is None or model.rows[row]["place"] in self._places


def _sortable(value: Any) -> Any:
    """Numbers by size, all else by its text."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return float(value)
