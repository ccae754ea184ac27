"""The base of every picture with axes, on pyqtgraph: our looks, pan and zoom, a menu, keys, and export.

Only what is seen imports this module: pyqtgraph takes half a second to load, and the network is
painted before.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QGraphicsGridLayout, QMenu, QSizePolicy, QWidget

from playground.ui.look import theme
from playground.ui.widgets.file_dialogs import file_dialog
from playground.ui.widgets.watchers import KeyClaim
from playground.ui.words import numbers

Format = Literal["png", "svg", "pdf"]
Range = tuple[float, float]
Table = dict[str, NDArray[np.float64]]
"""Column name -> values ``(n,)``, all of one length."""
Keep = Callable[[str, bytes], object]
"""Writes a file and says so, as ``Session.write_file``."""

_EXPORT_SCALE = 2.0
"""A saved PNG has so many pixels for each of the window's."""
_PDF_RESOLUTION = 96
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


class Axis(pg.AxisItem):
    """One axis: numbers as everywhere in the window, with the decimals that its ticks need."""

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """The ticks, one level of them: round numbers, on a logarithmic axis powers of ten."""
        height = QFontMetricsF(theme.font("small")).height()
        room = size / (height * (2.2 if self.orientation == "left" else 6.0))
        if self.logMode:
            return [(1.0, log_ticks(low, high, max(room, 1.0)))]
        spacing, *_ = self.tickSpacing(low, high, size)[0]
        while (high - low) / spacing > max(room, 2.0):
            spacing *= 2.0 if f"{spacing:e}"[0] != "2" else 2.5
        first, last = math.ceil(low / spacing - 1e-9), math.floor(high / spacing + 1e-9)
        return [(spacing, [spacing * k for k in range(first, last + 1)])]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """The ticks' numbers; on a logarithmic axis the values are powers of ten."""
        if self.logMode:
            return [numbers.tick(10.0**value) for value in values]
        return [numbers.on_axis(value * scale, spacing * scale) for value in values]

    def restyle(self) -> None:
        """Take over the theme's colours and font."""
        colors = theme.current()
        self.setTickFont(theme.font("small"))
        self.setTextPen(colors.quiet)
        self.setPen(pen(colors.hairline))
        self.setTickPen(pen(colors.hairline))
        self.labelStyle = {"color": colors.quiet.name(), "font-size": f"{theme.font('small').pixelSize()}px"}
        self.label.setFont(QFont(theme.font("small")))
        self._updateLabel()


class View(pg.ViewBox):
    """The part of an axes' pair that shows values: the left button pans, the wheel zooms."""

    reset_asked = Signal()

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setDefaultPadding(0.0)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        """Pan; the other buttons belong to the menu."""
        if event.button() == Qt.MouseButton.LeftButton:
            super().mouseDragEvent(event, axis)
        else:
            event.ignore()

    def mouseClickEvent(self, event: Any) -> None:
        """A double-click asks for the whole again."""
        if event.double() and event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.reset_asked.emit()
        else:
            event.ignore()


class Pane:
    """One pair of axes in a plot: ``view`` with the axes ``left`` and ``bottom``.

    ``show_range`` names the whole, which is shown until the user pans or zooms (``is_held``) and again
    after ``reset``. On a logarithmic axis ranges and items are in powers of ten: see ``to_axis``.
    """

    def __init__(self) -> None:
        self.view = View()
        self.left, self.bottom = Axis("left"), Axis("bottom")
        for axis in (self.left, self.bottom):
            axis.linkToView(self.view)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickLength=-4, hideOverlappingLabels=True)
            axis.setZValue(0.5)
        self.is_held = False
        self._whole: tuple[Range, Range] = ((0.0, 1.0), (0.0, 1.0))
        self.view.disableAutoRange()
        self.view.sigRangeChangedManually.connect(self._hold)
        self.view.reset_asked.connect(self.reset)

    @property
    def is_log(self) -> bool:
        """Whether the left axis is logarithmic."""
        return bool(self.left.logMode)

    def set_log(self, is_log: bool) -> None:
        """Make the left axis logarithmic or linear; whoever owns the items gives them anew."""
        self.left.setLogMode(is_log)

    def to_axis(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Values as the left axis places them: powers of ten where it is logarithmic, NaN where none is."""
        if not self.is_log:
            return values
        with np.errstate(all="ignore"):
            return np.where(values > 0.0, np.log10(values), np.nan)

    def add(self, item: Any) -> Any:
        """Put an item of pyqtgraph into the view; returns it."""
        self.view.addItem(item, ignoreBounds=True)
        return item

    def show_range(self, across: Range, up: Range) -> None:
        """Name the whole: what is shown until the user looks at a part, and after that again."""
        self._whole = (_open(across), _open(up))
        if not self.is_held:
            self.view.setRange(xRange=self._whole[0], yRange=self._whole[1], padding=0.0)

    def reset(self) -> None:
        """Show the whole, and follow it from now on."""
        self.is_held = False
        self.view.setRange(xRange=self._whole[0], yRange=self._whole[1], padding=0.0)

    def move(self, across: float, up: float) -> None:
        """Pan by shares of what is seen."""
        (left, right), (low, high) = self.view.viewRange()
        self._hold()
        self.view.translateBy(x=across * (right - left), y=up * (high - low))

    def zoom(self, factor: float) -> None:
        """Show ``factor`` times as much, around the middle."""
        self._hold()
        self.view.scaleBy((factor, factor))

    def restyle(self) -> None:
        """Take over the theme's colours and fonts."""
        self.left.restyle()
        self.bottom.restyle()

    def _hold(self, *_: object) -> None:
        self.is_held = True


class Plot(pg.GraphicsView):
    """A widget with one pane or several under each other.

    ``table`` may be replaced by a function that gives what is drawn as columns: then the menu offers
    the data too. ``actions`` of the widget itself come first in the menu.
    """

    def __init__(self, name: str, keep: Keep | None = None, parent: QWidget | None = None) -> None:
        """``name`` is the accessible name, and the file's when the picture is saved."""
        super().__init__(parent, background=None)
        pg.setConfigOptions(exitCleanup=False)
        self.setAccessibleName(name)
        self.setAntialiasing(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.table: Callable[[], Table] | None = None
        self.panes: list[Pane] = []
        self._keep = keep
        self._grid = QGraphicsGridLayout()
        self._grid.setContentsMargins(0.0, 0.0, 0.0, 0.0)
        self._grid.setSpacing(0.0)
        self.centralWidget.setLayout(self._grid)
        KeyClaim(self, self._is_own_key)
        theme.signals().changed.connect(self.restyle)

    def add_pane(self, *, stretch: int = 1) -> Pane:
        """Another pair of axes below those there are; its share of the height is ``stretch``."""
        pane, row = Pane(), 2 * len(self.panes)
        self.panes.append(pane)
        self._grid.addItem(pane.left, row, 0)
        self._grid.addItem(pane.view, row, 1)
        self._grid.addItem(pane.bottom, row + 1, 1)
        self._grid.setRowStretchFactor(row, stretch)
        self._grid.setRowStretchFactor(row + 1, 0)
        self._grid.setColumnStretchFactor(1, 1)
        pane.restyle()
        return pane

    @property
    def pane(self) -> Pane:
        """The only pane, or the first."""
        return self.panes[0]

    def reset(self) -> None:
        """Show the whole in every pane."""
        for pane in self.panes:
            pane.reset()

    def restyle(self) -> None:
        """Take over the theme's colours, fonts and sizes; whoever colours items does that too."""
        for pane in self.panes:
            pane.restyle()
        self._grid.invalidate()
        self.update()

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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.make_menu().popup(event.globalPos())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        for pane in self.panes:
            if key in _MOVES:
                pane.move(*_MOVES[key])
            elif key in _ZOOMS:
                pane.zoom(_ZOOMS[key])
            elif key in _RESETS:
                pane.reset()
        if not self._is_own_key(event):
            event.ignore()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        super().drawForeground(painter, rect)
        if self.hasFocus():
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

    def image(self, scale: float = _EXPORT_SCALE) -> QImage:
        """The picture with so many pixels for each of the window's."""
        made = QImage(self.size() * scale, QImage.Format.Format_RGB32)
        made.setDevicePixelRatio(scale)
        made.fill(theme.current().panel)
        with QPainter(made) as painter:
            self._render(painter)
        return made

    def picture(self, format: Format) -> bytes:
        """The picture as a file's content."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if format == "png":
            self.image().save(buffer, b"PNG")
        elif format == "svg":
            generator = QSvgGenerator()
            generator.setOutputDevice(buffer)
            generator.setSize(self.size())
            generator.setViewBox(self.rect())
            generator.setTitle(self.accessibleName())
            with QPainter(generator) as painter:
                painter.fillRect(self.rect(), theme.current().panel)
                self._render(painter)
        else:
            writer = QPdfWriter(buffer)
            writer.setTitle(self.accessibleName())
            writer.setResolution(_PDF_RESOLUTION)
            points = QSizeF(self.size()) * 72.0 / _PDF_RESOLUTION
            writer.setPageSize(
                QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
            )
            writer.setPageMargins(QMarginsF())
            with QPainter(writer) as painter:
                self._render(painter)
        content = bytes(QByteArray(buffer.data()).data())
        buffer.close()
        return content

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
        kinds = [
            self.tr("PNG picture (*.png)"),
            self.tr("SVG drawing (*.svg)"),
            self.tr("PDF document (*.pdf)"),
        ]
        return self._ask(self.tr("Save picture"), kinds, "png", self.save_picture)

    def ask_for_table_file(self) -> QFileDialog:
        """Ask where to save the data."""
        return self._ask(
            self.tr("Save data"),
            [self.tr("Table (*.csv)")],
            "csv",
            lambda path: self._write(path, self.csv()),
        )

    def save_picture(self, path: str) -> None:
        """Write the picture into a file; its ending says how."""
        ending = path.rpartition(".")[2].lower()
        format: Format = "svg" if ending == "svg" else "pdf" if ending == "pdf" else "png"
        self._write(path, self.picture(format))

    def _ask(self, title: str, kinds: list[str], suffix: str, take: Callable[[str], object]) -> QFileDialog:
        dialog = file_dialog(self.window(), "", title, kinds, take)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(suffix)
        dialog.filterSelected.connect(
            lambda kind: dialog.setDefaultSuffix(kind.rpartition("*.")[2].rstrip(")"))
        )
        dialog.selectFile(f"{self.accessibleName()}.{suffix}")
        dialog.open()
        return dialog

    def _write(self, path: str, content: bytes) -> None:
        if self._keep is not None:
            self._keep(path, content)

    def _render(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.render(painter, QRectF(self.rect()), self.viewport().rect())


class Line(pg.PlotCurveItem):
    """A curve of any length: drawn are the lowest and the highest value of each column of pixels."""

    def __init__(self, pane: Pane) -> None:
        super().__init__(segmentedLineMode="on", skipFiniteCheck=True)
        self._pane = pane
        self._places = self._heights = np.zeros(0)
        pane.add(self)
        pane.view.sigXRangeChanged.connect(self.refresh)
        pane.view.sigResized.connect(self.refresh)

    def set_values(self, places: NDArray[np.float64], heights: NDArray[np.float64]) -> None:
        """Draw ``heights (n,)`` over rising ``places (n,)``; what is no number is left out."""
        heights = self._pane.to_axis(heights)
        finite = np.isfinite(heights)
        self._places, self._heights = places[finite], heights[finite]
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Thin the curve for what is seen of it."""
        (left, right), _up = self._pane.view.viewRange()
        pixels = max(int(self._pane.view.width()), 16)
        self.setData(*thinned(self._places, self._heights, (left, right), pixels))


def thinned(
    places: NDArray[np.float64], heights: NDArray[np.float64], seen: Range, pixels: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The curve between the seen places (one point more on each side), at most about two points a pixel.

    Of each stretch its lowest and its highest point are kept, in their order.
    """
    first = max(int(np.searchsorted(places, seen[0])) - 1, 0)
    last = min(int(np.searchsorted(places, seen[1], side="right")) + 1, places.size)
    places, heights = places[first:last], heights[first:last]
    stretch = places.size // max(pixels, 1)
    if stretch <= 2:
        return places, heights
    body = places.size // stretch * stretch
    rows = heights[:body].reshape(-1, stretch)
    starts = np.arange(0, body, stretch)
    kept = np.stack((rows.argmin(axis=1) + starts, rows.argmax(axis=1) + starts), axis=1)
    chosen = np.unique(np.concatenate((kept.ravel(), [0], np.arange(body, places.size), [places.size - 1])))
    return places[chosen], heights[chosen]


def log_ticks(low: float, high: float, most: float) -> list[float]:
    """Ticks of a logarithmic axis from ``10^low`` to ``10^high``, as powers of ten, at most about so many.

    Whole powers where two or more are seen, else 1, 2 and 5 times a power.
    """
    first, last = math.ceil(low - 1e-9), math.floor(high + 1e-9)
    if last - first >= 1:
        step = max(1, math.ceil((last - first + 1) / most))
        return [float(power) for power in range(first, last + 1, step)]
    finer = [power + math.log10(factor) for power in range(first - 2, last + 2) for factor in (1, 2, 5)]
    return [tick for tick in finer if low <= tick <= high]


def pen(color: QColor, width: float = 1.0, *, dashes: Sequence[float] | None = None) -> QPen:
    """A pen whose width is in the window's pixels, whatever the axes' scale, larger on a projector."""
    made = QPen(color, width * theme.scale())
    made.setCosmetic(True)
    if dashes is not None:
        made.setDashPattern(list(dashes))
    return made


def axis_width(texts: Sequence[str]) -> float:
    """Pixels that an axis needs for these numbers: panes under each other get one width."""
    metrics = QFontMetricsF(theme.font("small"))
    return max((metrics.horizontalAdvance(text) for text in texts), default=0.0) + 10.0 * theme.scale()


def _add(menu: QMenu, name: str, text: str, do: Callable[[], object]) -> None:
    action = QAction(text, menu)
    action.setObjectName(name)
    action.triggered.connect(lambda: do())
    menu.addAction(action)


def _open(span: Range) -> Range:
    """A range that is not empty and holds no infinity."""
    low, high = span
    if not (math.isfinite(low) and math.isfinite(high)):
        return (0.0, 1.0)
    if high - low <= 1e-12 * max(abs(low), abs(high), 1e-300):
        margin = abs(low) * 0.1 or 0.5
        return (low - margin, high + margin)
    return (low, high)
