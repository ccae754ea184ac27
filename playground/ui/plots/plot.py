"""The base of every picture with axes, on pyqtgraph: our looks, pan and zoom, a menu, keys, and export.

A new plot is three lines (and ``curves.CurvePlot`` is one ready for curves over epochs)::

    plot = Plot(self.tr("Loss by noise"), session.write_file)
    line = Line(plot.add_pane(has_grid=True)); line.setPen(pen(theme.current().text)); line.set_values(x, y)
    plot.pane.show_range((0.0, 50.0), (0.0, 1.0)); plot.table = lambda: {"noise": x, "loss": y}

Only what is seen imports this module: pyqtgraph takes half a second to load, and the network is painted
before. So a tab makes its panel when it is first opened (``window/tabs.py``), and what is visible at
once stands in a ``widgets.later.Later``.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QGraphicsGridLayout, QGraphicsView, QMenu, QSizePolicy, QWidget

from playground.ui.look import theme
from playground.ui.plots.pane import Axis, Pane
from playground.ui.plots.scale import HeldView
from playground.ui.widgets import picture_file
from playground.ui.widgets.file_dialogs import ask_where
from playground.ui.widgets.watchers import KeyClaim

Table = dict[str, NDArray[np.float64]]
"""Column name -> values ``(n,)``, all of one length."""
Keep = Callable[[str, bytes], object]
"""Writes a file and says so, as ``Session.write_file``."""

_ZOOM = 1.25
_PAN = 0.1
_MOVES: dict[int, tuple[float, float]] = {
    Qt.Key.Key_Left: (-_PAN, 0.0),
    Qt.Key.Key_Right: (_PAN, 0.0),
    Qt.Key.Key_Up: (0.0, _PAN),
    Qt.Key.Key_Down: (0.0, -_PAN),
}
_ZOOMS: dict[int, float] = {
    Qt.Key.Key_Plus: 1.0 / _ZOOM,
    Qt.Key.Key_Equal: 1.0 / _ZOOM,
    Qt.Key.Key_Minus: _ZOOM,
}
_RESETS = (Qt.Key.Key_Home, Qt.Key.Key_0)


class Plot(pg.GraphicsView):
    """A widget with one pane or several under each other.

    ``table`` may be replaced by a function that gives what is drawn as columns: then the menu offers
    the data too. ``actions`` of the widget itself come first in the menu.
    """

    def __init__(self, name: str, keep: Keep | None = None, parent: QWidget | None = None) -> None:
        """``name`` is the accessible name, and the file's when the picture is saved."""
        super().__init__(parent, background=None)
        pg.setConfigOptions(exitCleanup=False, mouseRateLimit=-1)
        self.setAccessibleName(name)
        self.setAntialiasing(True)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)  # a kept ground has another theme's colour
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.table: Callable[[], Table] | None = None
        self.panes: list[Pane] = []
        self._keep = keep
        self._grid = QGraphicsGridLayout()
        self._grid.setContentsMargins(0.0, 0.0, 0.0, 0.0)
        self._grid.setSpacing(0.0)
        self._columns = 1
        self._sentence = ""
        self._is_exporting = False
        self.centralWidget.setLayout(self._grid)
        KeyClaim(self, self._is_own_key)
        theme.signals().changed.connect(self.restyle)

    def add_pane(
        self, title: str = "", *, stretch: int = 1, has_grid: bool = False, axis: type[Axis] = Axis
    ) -> Pane:
        """Another pair of axes below those there are; its share of the height is ``stretch``.

        With ``has_grid`` hairlines run from the left axis's ticks across the view. Both are an ``axis``.
        """
        pane = Pane(title, has_grid=has_grid, axis=axis)
        pane.stretch = stretch
        self.panes.append(pane)
        pane.view.sigYRangeChanged.connect(self._fit)
        pane.view.sigResized.connect(self._fit)
        pane.restyle()
        self.arrange(self._columns)
        return pane

    def arrange(self, columns: int) -> None:
        """Put the panes that are shown into so many columns, row by row."""
        grid, self._columns = self._grid, columns
        while grid.count():
            grid.removeAt(0)
        for row in range(grid.rowCount()):
            grid.setRowStretchFactor(row, 0)
            grid.setRowSpacing(row, 0.0)
        for column in range(grid.columnCount()):
            grid.setColumnStretchFactor(column, 0)
            grid.setColumnSpacing(column, 0.0)
        shown = [pane for pane in self.panes if pane.is_shown]
        for place, pane in enumerate(shown):
            row, column = 3 * (place // columns), 2 * (place % columns)
            if pane.title is not None:
                grid.addItem(pane.title, row, column, 1, 2)
            grid.addItem(pane.left, row + 1, column)
            grid.addItem(pane.view, row + 1, column + 1)
            grid.addItem(pane.bottom, row + 2, column + 1)
            grid.setRowStretchFactor(row + 1, pane.stretch)
            grid.setColumnStretchFactor(column + 1, 1)
            if column:
                grid.setColumnSpacing(column - 1, theme.pixels(20))
            if row:
                grid.setRowSpacing(row - 1, theme.pixels(6))
        self._fit()

    @property
    def columns(self) -> int:
        """How many panes stand beside each other."""
        return self._columns

    @property
    def pane(self) -> Pane:
        """The only pane, or the first."""
        return self.panes[0]

    def reset(self) -> None:
        """Show the whole in every pane."""
        for pane in self.panes:
            pane.reset()

    def move(self, across: float, up: float) -> None:
        """Pan every pane by shares of what is seen."""
        for pane in self.panes:
            pane.move(across, up)

    def zoom(self, factor: float) -> None:
        """Show ``factor`` times as much in every pane, around the middle."""
        for pane in self.panes:
            pane.zoom(factor)

    def held_views(self) -> tuple[HeldView, ...]:
        """What the user looks at in each pane; empty while the whole is shown."""
        if not any(pane.is_held for pane in self.panes):
            return ()
        ranges = [pane.view.viewRange() for pane in self.panes]
        return tuple(((left, right), (low, high)) for (left, right), (low, high) in ranges)

    def hold_views(self, views: tuple[HeldView, ...]) -> None:
        """Look at these parts again, as far as there are panes; none: the whole."""
        for pane, (across, up) in zip(self.panes, views, strict=False):
            pane.hold()
            pane.view.setRange(xRange=across, yRange=up, padding=0.0)

    def say(self, sentence: str) -> None:
        """Say in the middle why there is nothing to be seen; empty: nothing."""
        if sentence != self._sentence:
            self._sentence = sentence
            self.viewport().update()

    @property
    def sentence(self) -> str:
        """What is said in place of a picture."""
        return self._sentence

    def settle(self) -> None:
        """Let all that changed be ready to be painted.

        Left to the painting it would change the picture while that is painted, which is then done twice.
        """
        self.scene().prepareForPaint()

    def restyle(self) -> None:
        """Take over the theme's colours, fonts and sizes; whoever colours items does that too."""
        for pane in self.panes:
            pane.restyle()
        self._fit()
        self._grid.invalidate()
        self.viewport().update()

    def close(self) -> bool:
        """Close as any widget does: pyqtgraph's own way takes apart a picture that still hears signals."""
        return QGraphicsView.close(self)

    def _fit(self, *_: object) -> None:
        """Give axes the room that their numbers need: one width for those under each other."""
        shown = [pane for pane in self.panes if pane.is_shown]
        if not shown:
            return
        metrics = QFontMetricsF(theme.font("small"))
        half = metrics.height() / 2.0 - 1.0
        top = 1.0 if shown[0].title is not None else half
        bottom = 0.0 if shown[-1].bottom.isVisible() else half
        margins = (2.0, top, 2.0, bottom)
        if self._grid.getContentsMargins() != margins:
            self._grid.setContentsMargins(*margins)
        for column in range(self._columns):
            axes = [pane.left for pane in shown[column :: self._columns] if pane.left.isVisible()]
            needed = math.ceil(max((axis.thickness() for axis in axes), default=0.0))
            for axis in axes:
                now = axis.fixedWidth or 0
                if needed > now or needed < now - theme.pixels(8):
                    axis.setWidth(needed)
        for pane in shown:
            if pane.bottom.isVisible() and pane.bottom.fixedHeight != pane.bottom.thickness():
                pane.bottom.setHeight(pane.bottom.thickness())

    # ------------------------------------------------------------------------------------ menu and keys

    def make_menu(self) -> QMenu:
        """The context menu, in the user's language."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions())
        if self.actions():
            menu.addSeparator()
        _add(menu, "plotReset", self.tr("Show the whole"), self.reset)
        _add(menu, "plotCopy", self.tr("Copy picture"), self.copy_picture)
        _add(menu, "plotSave", self.tr("Save picture …"), self.ask_for_picture_file)
        if self.table is not None:
            menu.addSeparator()
            _add(menu, "plotCopyData", self.tr("Copy data"), self.copy_table)
            _add(menu, "plotSaveData", self.tr("Save data as CSV …"), self.ask_for_table_file)
        return menu

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the whole again."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.make_menu().popup(event.globalPos())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if not self._is_own_key(event):
            event.ignore()
        elif key in _MOVES:
            self.move(*_MOVES[key])
        elif key in _ZOOMS:
            self.zoom(_ZOOMS[key])
        else:
            self.reset()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        super().drawForeground(painter, rect)
        if self._sentence:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.current().quiet)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.viewport().rect()), flags, self._sentence)
        if self.hasFocus() and not self._is_exporting:
            painter.save()
            painter.resetTransform()
            painter.setPen(QPen(theme.current().accent, 2.0 * theme.scale()))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -2, -2))
            painter.restore()

    def _is_own_key(self, event: QKeyEvent) -> bool:
        has_modifier = event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        )
        return not has_modifier and (event.key() in _MOVES or event.key() in _ZOOMS or event.key() in _RESETS)

    # ----------------------------------------------------------------------------------------- export

    def image(self, scale: float = picture_file.SCALE) -> QImage:
        """The picture with so many pixels for each of the window's."""
        return picture_file.image(self, theme.current().panel, self._render, scale)

    def picture(self, format: picture_file.Format) -> bytes:
        """The picture as a file's content."""
        return picture_file.picture(self, theme.current().panel, self._render, format)

    def csv(self) -> bytes:
        """What is drawn as a CSV table; empty cells where there is no number."""
        columns = self.table() if self.table is not None else {}
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        for row in zip(*columns.values(), strict=True):
            writer.writerow([repr(float(value)) if math.isfinite(value) else "" for value in row])
        return text.getvalue().encode()

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setImage(self.image())

    def copy_table(self) -> None:
        """Put the data on the clipboard as CSV."""
        QGuiApplication.clipboard().setText(self.csv().decode())

    def ask_for_picture_file(self) -> QFileDialog:
        """Ask where to save the picture; the ending says how."""
        return picture_file.ask_for_picture(
            self.window(), "", self.tr("Save picture"), self.accessibleName(), self.save_picture
        )

    def ask_for_table_file(self) -> QFileDialog:
        """Ask where to save the data."""
        name = f"{self.accessibleName()}.csv"
        kinds = [self.tr("Table (*.csv)")]
        return ask_where(
            self.window(), "", self.tr("Save data"), kinds, name, lambda path: self._write(path, self.csv())
        )

    def save_picture(self, path: str) -> None:
        """Write the picture into a file; its ending says how."""
        self._write(path, self.picture(picture_file.format_of(path)))

    def _write(self, path: str, content: bytes) -> None:
        if self._keep is not None:
            self._keep(path, content)

    def _render(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._is_exporting = True
        self.render(painter, QRectF(self.rect()), self.viewport().rect())
        self._is_exporting = False


def _add(menu: QMenu, name: str, text: str, do: Callable[[], object]) -> None:
    action = QAction(text, menu)
    action.setObjectName(name)
    action.triggered.connect(lambda: do())
    menu.addAction(action)
