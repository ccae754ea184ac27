"""A confusion matrix: how many points of each class the network takes for which."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.app.session import Session
from playground.engine.evaluation import Metrics
from playground.engine.experiment import Experiment
from playground.observe.snapshot import Snapshot, SnapshotRequest
from playground.ui.look import theme
from playground.ui.network.names import class_name
from playground.ui.panel import Panel
from playground.ui.widgets.segmented import Option, SegmentedControl
from playground.ui.widgets.text import Caption
from playground.ui.widgets.watchers import PlaceTips
from playground.ui.words import numbers

Counts = NDArray[np.int64]
_STRONGEST = 0.55
"""How much of a full cell's colour is ink."""
_NAME_SHARE = 0.34
"""The names of the rows take at most this share of the width."""


class ConfusionTable(QWidget):
    """Counts as a square of cells: a row for each true class, a column for each class that is decided for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusionTable")
        self.setAccessibleName(self.tr("Confusion matrix"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.counts: Counts = np.zeros((0, 0), dtype=np.int64)
        self.names: tuple[str, ...] = ()
        PlaceTips(self, self._tip)
        theme.signals().changed.connect(self.update)

    def show_counts(self, counts: Counts, names: tuple[str, ...]) -> None:
        """Show ``counts (true, decided)`` of classes with these names."""
        self.counts, self.names = counts, names
        self.setAccessibleDescription("; ".join(self._row_told(row) for row in range(len(counts))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(230), theme.pixels(120))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(150), theme.pixels(70))

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell is drawn."""
        room, (width, height) = self._room(), self._cell()
        return QRectF(room.left() + column * width, room.top() + row * height, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors, classes = theme.current(), len(self.counts)
        if not classes:
            return
        totals = np.maximum(self.counts.sum(axis=1, keepdims=True), 1)
        shares = self.counts / totals
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_names(painter)
            for row in range(classes):
                for column in range(classes):
                    rect = self.cell_rect(row, column).adjusted(1, 1, -1, -1)
                    painter.setPen(Qt.PenStyle.NoPen)
                    ink = _STRONGEST * float(shares[row, column])
                    painter.setBrush(theme.mix(colors.field, colors.quiet, ink))
                    painter.drawRoundedRect(rect, 3, 3)
                    if row == column:
                        painter.setBrush(Qt.BrushStyle.NoBrush)
                        painter.setPen(QPen(colors.quiet, 1.0))
                        painter.drawRoundedRect(rect, 3, 3)
                    self._paint_count(painter, rect, int(self.counts[row, column]), is_right=row == column)

    def _paint_count(self, painter: QPainter, rect: QRectF, count: int, *, is_right: bool) -> None:
        font = theme.font("title" if is_right else "body")
        text = f"{count:,}"
        if (
            QFontMetricsF(font).horizontalAdvance(text) > rect.width() - 2
            or rect.height() < QFontMetricsF(font).height()
        ):
            font = theme.font("small")
            if QFontMetricsF(font).horizontalAdvance(text) > rect.width():
                text = numbers.scientific(count, 0)
        painter.setFont(font)
        painter.setPen(theme.current().text if count else theme.current().quiet)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_names(self, painter: QPainter) -> None:
        colors, font = theme.current(), theme.font("small")
        metrics, room = QFontMetricsF(font), self._room()
        painter.setFont(font)
        mark = theme.pixels(9)
        for place, name in enumerate(self.names):
            color = colors.class_color(place, len(self.names))
            row, column = self.cell_rect(place, 0), self.cell_rect(0, place)
            side = QRectF(0, row.top(), room.left() - theme.pixels(6), row.height())
            head = QRectF(column.left(), 0, column.width(), room.top() - theme.pixels(2))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            dot = theme.pixels(6)
            painter.drawEllipse(QRectF(side.right() - dot, side.center().y() - dot / 2, dot, dot))
            painter.setPen(colors.text)
            words = side.adjusted(0, 0, -mark, 0)
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, head.width() - 2)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, shown)

    def _room(self) -> QRectF:
        """The cells' part: the names stand left of it and above."""
        metrics = QFontMetricsF(theme.font("small"))
        widest = max((metrics.horizontalAdvance(name) for name in self.names), default=0.0)
        left = min(widest, _NAME_SHARE * self.width()) + theme.pixels(18)
        top = metrics.height() + theme.pixels(3)
        return QRectF(left, top, self.width() - left, self.height() - top)

    def _cell(self) -> tuple[float, float]:
        room, classes = self._room(), max(len(self.counts), 1)
        return room.width() / classes, min(room.height() / classes, theme.pixels(64))

    def _tip(self, place: QPoint) -> str:
        room, (width, height) = self._room(), self._cell()
        column, row = int((place.x() - room.left()) // width), int((place.y() - room.top()) // height)
        if not (0 <= row < len(self.counts) and 0 <= column < len(self.counts)):
            return self.tr("A row for each true class, a column for each class that the network decides for.")
        total = int(self.counts[row].sum())
        count = int(self.counts[row, column])
        text = self.tr("{count} of the {all} points of {true} are taken for {decided}.")
        return text.format(
            count=f"{count:,}", all=f"{total:,}", true=self.names[row], decided=self.names[column]
        )

    def _row_told(self, row: int) -> str:
        text = self.tr("{true}: {counts}")
        counts = ", ".join(
            f"{name} {count:,}" for name, count in zip(self.names, self.counts[row].tolist(), strict=True)
        )
        return text.format(true=self.names[row], counts=counts)


class ConfusionView(Panel):
    """The table for the training or the test points."""

    NAME = "confusion"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.table = ConfusionTable()
        self.sets = SegmentedControl(self._options(has_test=True))
        self.sets.setObjectName("confusionSet")
        self.sets.setAccessibleName(self.tr("Of which points"))
        self.sets.set_value("test")
        self._snapshot: Snapshot | None = None
        head = QHBoxLayout()
        self.caption = Caption(self.tr("true ↓ decided →"))
        head.addWidget(self.caption)
        head.addStretch(1)
        head.addWidget(self.sets)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.pixels(4))
        column.addLayout(head)
        column.addWidget(self.table, 1)
        self.sets.chosen.connect(lambda _: self._show())

    def wants(self) -> SnapshotRequest | None:
        """The counts, where there are classes."""
        is_asked = self.experiment.problem == "classification"
        return SnapshotRequest(confusion=True, curve=False) if is_asked else None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this instant's counts."""
        self._snapshot = snapshot
        self._show()

    def experiment_changed(self, old: Experiment, new: Experiment) -> None:
        """Values have no classes: then there is no table."""
        self.setVisible(new.problem == "classification")
        self.ask()

    def _options(self, *, has_test: bool) -> list[Option]:
        options = [Option("train", self.tr("Train"), self.tr("The points that the network learns from."))]
        if has_test:
            options.append(Option("test", self.tr("Test"), self.tr("The points held back from training.")))
        return options

    def _show(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        has_test = snapshot.test is not None
        if len(self.sets.options) != 1 + has_test:
            chosen = self.sets.value
            self.sets.set_options(self._options(has_test=has_test))
            self.sets.set_value(chosen if has_test else "train")
        shown: Metrics | None = snapshot.test if self.sets.value == "test" else snapshot.train
        counts = shown.confusion if shown is not None else None
        experiment = self.experiment
        if counts is None or len(counts) != experiment.data.classes:
            return
        names = tuple(class_name(experiment, k) for k in range(len(counts)))
        self.table.show_counts(counts, names)
