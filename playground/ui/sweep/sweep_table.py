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
    Qt,
    Signal,
)
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap, QResizeEvent
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
_NO_PARENT = QModelIndex()
_KEPT_PICTURES = 2000


def measure_text(found: dict[str, float | None], name: str, between: str = " ") -> str:
    """Mean and deviation as one text, with a space or a new line between; empty where there is none."""
    mean, deviation = found["mean"], found["deviation"]
    if mean is None:
        return ""
    write = numbers.percent_exact if name.endswith("accuracy") else lambda value: numbers.plain(value, 3)
    return write(mean) if deviation is None else f"{write(mean)}{between}± {write(deviation)}"


class SweepModel(QAbstractTableModel):
    """The summary's rows, sorted and without what was brushed away.

    The columns are the picture, the fields, n and the measures; ``rows`` are all, ``shown`` the visible ones
    in their order.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[dict[str, Any]] = []
        self.shown: list[dict[str, Any]] = []
        self.paths: tuple[str, ...] = ()
        self.sorted_by = 0
        self.is_rising = True
        self.is_narrow = False
        """Whether titles and measures go over two lines."""
        self._places: frozenset[int] | None = None
        self._results: Results | None = None
        self._pictures: dict[int, QIcon] = {}
        theme.signals().changed.connect(self._forget_pictures)

    def show_results(self, results: Results | None) -> None:
        """Show the rows there are now."""
        self.beginResetModel()
        if results is not self._results:
            self._results, self._places = results, None
            self._pictures.clear()
        self.rows = [] if results is None else results.placed_summary()
        self.paths = () if results is None else results.plan.paths
        self._arrange()
        self.endResetModel()

    def keep_only(self, places: frozenset[int] | None) -> None:
        """Show only the rows at these places of the plan; None: all."""
        self.beginResetModel()
        self._places = places
        self._arrange()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by this column."""
        self.beginResetModel()
        self.sorted_by, self.is_rising = column, order == Qt.SortOrder.AscendingOrder
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        kept = [row for row in self.rows if self._places is None or row["place"] in self._places]
        self.shown = sorted(kept, key=self._key, reverse=not self.is_rising)

    def _key(self, row: dict[str, Any]) -> tuple[float, str]:
        """Numbers by size, before them what is none, by its text."""
        column = self.sorted_by - 1
        if 0 <= column < len(self.paths):
            value = row["set"][self.paths[column]]
            if isinstance(value, bool) or not isinstance(value, int | float):
                return (-math.inf, str(value))
            return (float(value), "")
        if column < 0:
            return (row["place"], "")
        if column == len(self.paths):
            return (row["n"], "")
        mean = row[MEASURES[column - len(self.paths) - 1]]["mean"]
        return (math.inf if mean is None else mean, "")

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that any row has."""
        return tuple(name for name in MEASURES if any(row[name]["mean"] is not None for row in self.rows))

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.shown)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 2 + len(self.paths) + len(MEASURES)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical or role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = ("", *map(field_name, self.paths), "n", *(self.measure_name(name) for name in MEASURES))
        title = _on_two_lines(titles[section]) if self.is_narrow else titles[section]
        if section != self.sorted_by or not section:
            return title
        return f"{title} {'↑' if self.is_rising else '↓'}"

    def measure_name(self, name: str) -> str:
        """A measure in the user's language."""
        return {
            "train_loss": self.tr("Train loss"),
            "test_loss": self.tr("Test loss"),
            "test_accuracy": self.tr("Test accuracy"),
        }[name]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.shown[index.row()], index.column() - 1
        if role == Qt.ItemDataRole.DecorationRole and column < 0:
            return self._picture(row["place"])
        if role == Qt.ItemDataRole.TextAlignmentRole and column >= 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        path = self.paths[column] if 0 <= column < len(self.paths) else ""
        if role == Qt.ItemDataRole.ToolTipRole and path:
            return f"{path} = {json.dumps(row['set'][path])}"
        if role != Qt.ItemDataRole.DisplayRole or column < 0:
            return None
        if path:
            return value_name(path, row["set"][path])
        if column == len(self.paths):
            return str(row["n"])
        name = MEASURES[column - len(self.paths) - 1]
        return measure_text(row[name], name, "\n" if self.is_narrow else " ")

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
        if self.shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.shown) - 1, 0))


class SweepTable(QTableView):
    """Sorted by a click on a column's title; ``chosen`` tells the row under the selection (or None)."""

    chosen = Signal(object)
    opened = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: Results | None = None
        self.setObjectName("sweepTable")
        self.setAccessibleName(self.tr("Results of the sweep"))
        self.source = SweepModel(self)
        self.setModel(self.source)
        self._kept: int | None = None
        self.source.modelAboutToBeReset.connect(self._remember)
        self.source.modelReset.connect(self._select_again)
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
        header.setMinimumSectionSize(theme.pixels(theme.GRID))
        header.setResizeContentsPrecision(60)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit(self.selected))
        self.doubleClicked.connect(self._open)

    def show_results(self, results: Results | None) -> None:
        """Show these rows; another sweep is sorted by its test loss."""
        is_other = results is not self._results
        self._results = results
        self.source.show_results(results)
        for place, name in enumerate(MEASURES):
            has = name in self.source.measures or not self.source.rows
            self.setColumnHidden(2 + len(self.source.paths) + place, not has)
        if is_other or (len(self.source.rows) == 1 and "test_loss" not in self.source.measures):
            name = (
                "test_loss" if "test_loss" in self.source.measures or not self.source.rows else "train_loss"
            )
            column = 2 + len(self.source.paths) + MEASURES.index(name)
            self.sortByColumn(column, Qt.SortOrder.AscendingOrder)
        self._share_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def _share_width(self) -> None:
        """Give each column what its texts need, and a share of the width that is left.

        Where there is too little, titles and measures go over two lines.
        """
        source, was_narrow = self.source, self.source.is_narrow
        for source.is_narrow in (False, True):
            needed = self._needed_widths()
            if sum(needed.values()) <= self.viewport().width():
                break
        if source.is_narrow != was_narrow:
            source.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, source.columnCount() - 1)
            self.viewport().update()
        columns = [*needed]
        left = max(self.viewport().width() - sum(needed.values()), 0)
        share = left // max(len(columns) - 1, 1)
        for column, width in needed.items():
            extra = 0 if not column else left if column == columns[-1] else share
            self.setColumnWidth(column, width + extra)
            left -= extra

    def _needed_widths(self) -> dict[int, int]:
        header = self.horizontalHeader()
        columns = [k for k in range(header.count()) if not self.isColumnHidden(k)]
        ways, metrics = Qt.Orientation.Horizontal, header.fontMetrics()
        titles = {k: metrics.size(0, str(self.source.headerData(k, ways))).width() for k in columns}
        beside = 2 * theme.pixels(theme.GRID) + 2
        needed = {k: max(self.sizeHintForColumn(k), title + beside) for k, title in titles.items()}
        return {**needed, 0: theme.pixels(PICTURE_SIDE + 12)}

    @property
    def selected(self) -> dict[str, Any] | None:
        """The row that is selected."""
        found = self.selectionModel().selectedRows()
        return self.source.shown[found[0].row()] if found else None

    def select(self, place: int) -> None:
        """Select the row at this place of the plan and scroll to it."""
        row = self._row_of(place)
        if row is not None:
            self.selectRow(row)
            self.scrollTo(self.source.index(row, 0))

    def _row_of(self, place: int) -> int | None:
        return next((k for k, row in enumerate(self.source.shown) if row["place"] == place), None)

    def _remember(self) -> None:
        self._kept = None if self.selected is None else self.selected["place"]

    def _select_again(self) -> None:
        row = None if self._kept is None else self._row_of(self._kept)
        if row is not None:
            self.selectRow(row)

    def _open(self) -> None:
        if self.selected is not None:
            self.opened.emit(self.selected)


def _on_two_lines(title: str) -> str:
    """The title with a new line where both parts are shortest."""
    words = title.split(" ")
    parted = (" ".join(words[:k]) + "\n" + " ".join(words[k:]) for k in range(1, len(words)))
    return min(parted, key=lambda text: max(map(len, text.split("\n"))), default=title)
