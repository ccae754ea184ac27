"""The base of every picture with axes, on pyqtgraph: our looks, pan and zoom, a menu, keys, and export.

A new plot is three lines (and ``curves.CurvePlot`` is one ready for curves over epochs)::

    plot = Plot(self.tr("Loss by noise"), session.write_file)
    line = Line(plot.add_pane(has_grid=True)); line.setPen(pen(theme.current().text)); line.set_values(x, y)
    plot.pane.show_range((0.0, 50.0), (0.0, 1.0)); plot.table = lambda: {"noise": x, "loss": y}

Only what is seen imports this module: pyqtgraph takes half a second to load, and the network is painted
before. So a tab makes its panel when it is first opened (``window/workspace.py``), and what is visible at
once stands in a ``widgets.later.Later``.
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
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QGraphicsGridLayout, QGraphicsView, QMenu, QSizePolicy, QWidget

from playground.ui.look import theme
from playground.ui.plots.scale import Range, linear_ticks, log_ticks, opened, thinned
from playground.ui.widgets.file_dialogs import file_dialog
from playground.ui.widgets.watchers import KeyClaim
from playground.ui.words import numbers

Format = Literal["png", "svg", "pdf"]
Table = dict[str, NDArray[np.float64]]
"""Column name -> values ``(n,)``, all of one length."""
Keep = Callable[[str, bytes], object]
"""Writes a file and says so, as ``Session.write_file``."""

_EXPORT_SCALE = 2.0
"""A saved PNG has so many pixels for each of the window's."""
_PDF_RESOLUTION = 96
_ZOOM = 1.25
_PAN = 0.1
_ROUGH = 8.0
"""A curve that climbs and falls so many times the height of the picture is drawn thin."""
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
    """One axis: numbers as everywhere in the window, with the decimals that its ticks need.

    ``caption`` stands in the row of a bottom axis's numbers, at its right end; ``setLabel`` writes a name
    into a row of its own. ``write`` may be replaced by another way to write a tick's value and spacing.
    """

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.caption = ""
        self._names: dict[float, str] = {}
        self.write: Callable[[float, float], str] = numbers.on_axis
        self.enableAutoSIPrefix(False)
        self.setZValue(-200.0)  # below the view, which pyqtgraph puts at -100

    def name_ticks(self, names: dict[float, str]) -> None:
        """Mark these places only, with these texts; empty: round numbers again."""
        self._names = names
        self.picture = None
        self.update()

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """The ticks, one level of them: round numbers, on a logarithmic axis powers of ten."""
        if self._names:
            return [(1.0, [place for place in self._names if low <= place <= high])]
        height = QFontMetricsF(theme.font("small")).height()
        room = size / (height * (2.0 if self.orientation == "left" else 6.0))
        if self.logMode:
            return [(1.0, log_ticks(low, high, max(room, 1.0)))]
        ticks = linear_ticks(low, high, max(room, 1.0))
        return [(ticks[1] - ticks[0] if len(ticks) > 1 else high - low, ticks)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """The ticks' numbers; on a logarithmic axis the values are powers of ten."""
        if self._names:
            return [self._names[value] for value in values]
        if self.logMode:
            return [numbers.tick(10.0**value) for value in values]
        return [self.write(value * scale, spacing * scale) for value in values]

    def texts(self) -> list[str]:
        """The numbers that are shown now."""
        size = self.size().height() if self.orientation == "left" else self.size().width()
        return [
            text
            for spacing, values in self.tickValues(self.range[0], self.range[1], size)
            for text in self.tickStrings(values, 1.0, spacing)
        ]

    def thickness(self) -> float:
        """Pixels that the numbers, and the name if there is one, need across the axis."""
        metrics = QFontMetricsF(theme.font("small"))
        name = metrics.height() + theme.pixels(4) if self.label.isVisible() else 0.0
        if self.orientation == "bottom":
            return metrics.height() + theme.pixels(4) + name
        widest = max((metrics.horizontalAdvance(text) for text in self.texts()), default=0.0)
        return max(widest, metrics.horizontalAdvance("0.00")) + theme.pixels(7) + name

    def boundingRect(self) -> QRectF:
        """The axis, its grid, and what a number at its end stands over."""
        beyond = float(theme.pixels(40 if self.orientation == "bottom" else 10))
        rect: QRectF = super().boundingRect()
        if self.orientation == "bottom":
            return rect.adjusted(-beyond, 0.0, beyond, 0.0)
        return rect.adjusted(0.0, -beyond, 0.0, beyond)

    def generateDrawSpecs(self, painter: Any) -> Any:
        """What is drawn: on a bottom axis no number beyond its right end, and the caption before that."""
        specs = super().generateDrawSpecs(painter)
        if specs is None or self.orientation != "bottom":
            return specs
        line, ticks, texts = specs
        right, gap = self.size().width(), theme.pixels(8)
        if self.caption:
            metrics = QFontMetricsF(theme.font("small"))
            width = metrics.horizontalAdvance(self.caption)
            top = max((rect.top() for rect, *_ in texts), default=float(theme.pixels(4)))
            room = QRectF(right - width, top, width, metrics.height() * 0.8)
            texts = [spec for spec in texts if spec[0].right() < room.left() - gap]
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextDontClip
            texts.append((room, flags, self.caption))
        elif texts and texts[-1][0].right() > right + 1.0:
            texts[-1][0].moveRight(right + 1.0)
        return line, ticks, texts

    def resizeEvent(self, event: Any = None) -> None:
        """Put the name at the outer edge, in the middle."""
        super().resizeEvent(event)
        if self.label is None:
            return
        box, size = self.label.boundingRect(), self.size()
        height = QFontMetricsF(theme.font("small")).height()
        inset = (box.height() - height) / 2.0
        if self.orientation == "bottom":
            self.label.setPos((size.width() - box.width()) / 2.0, size.height() - height - inset)
        else:
            self.label.setPos(-inset, (size.height() + box.width()) / 2.0)

    def restyle(self) -> None:
        """Take over the theme's colours and font."""
        colors = theme.current()
        self.setTickFont(theme.font("small"))
        self.setTextPen(colors.quiet)
        self.setPen(pen(colors.hairline))
        self.setTickPen(pen(colors.hairline))
        length = 0 if self.orientation == "left" else theme.pixels(3)
        self.setStyle(
            tickLength=length,
            tickAlpha=255,
            tickTextOffset=theme.pixels(5 if self.orientation == "left" else 1),
            hideOverlappingLabels=True,
        )
        self.labelStyle = {"color": colors.quiet.name(), "font-size": f"{theme.font('small').pixelSize()}px"}
        self.label.setFont(QFont(theme.font("small")))
        self._updateLabel()


class View(pg.ViewBox):
    """The part of an axes' pair that shows values: the left button pans, the wheel zooms.

    With ``spans`` the left button chooses a range across instead, and pans with Shift.
    """

    span_dragged = Signal(float, float, bool)
    """From, to, and whether the button was let go."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.spans = False
        self.setDefaultPadding(0.0)

    def mouseDragEvent(self, event: Any, axis: int | None = None) -> None:
        """Pan, or choose a range; the other buttons belong to the menu."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif self.spans and axis is None and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.accept()
            start, end = (self.mapToView(place).x() for place in (event.buttonDownPos(), event.pos()))
            self.span_dragged.emit(min(start, end), max(start, end), event.isFinish())
        else:
            super().mouseDragEvent(event, axis)


class Title(pg.GraphicsWidget):
    """The line above a pane: its name, then short coloured texts, as many as there is room for."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.name = name
        self._parts: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What it says, with all its parts."""
        return "  ".join((self.name, *(text for text, _ in self._parts)))

    def set_name(self, name: str) -> None:
        """Show this name."""
        self.name = name
        self.update()

    def show_parts(self, *parts: tuple[str, str]) -> None:
        """Show these texts, each with the name of its colour in the theme, behind the name."""
        if parts != self._parts:
            self._parts = parts
            self.update()

    def restyle(self) -> None:
        """Take over the theme's font, with room below for half of the axis's highest number."""
        half = QFontMetricsF(theme.font("small")).height() / 2.0
        height = QFontMetricsF(theme.font("title")).ascent() + half + theme.pixels(2)
        self.setMinimumHeight(height)
        self.setMaximumHeight(height)
        self.update()

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw the name and as many of the texts as there is room for."""
        font, small = theme.font("title"), theme.font("small")
        base, right = QFontMetricsF(font).ascent() + 1.0, self.size().width()
        name = QFontMetricsF(font).elidedText(self.name, Qt.TextElideMode.ElideRight, right)
        painter.setFont(font)
        painter.setPen(theme.current().text)
        painter.drawText(QPointF(0.0, base), name)
        left = QFontMetricsF(font).horizontalAdvance(name) + theme.pixels(10)
        painter.setFont(small)
        for text, color in self._parts:
            width = QFontMetricsF(small).horizontalAdvance(text)
            if left + width > right:
                break
            painter.setPen(getattr(theme.current(), color))
            painter.drawText(QPointF(left, base), text)
            left += width + theme.pixels(10)


class Pane:
    """One pair of axes in a plot: ``view`` with the axes ``left`` and ``bottom``, under a ``title`` or none.

    ``show_range`` names the whole, which is shown until the user pans or zooms (``is_held``) and again
    after ``reset``. On a logarithmic axis ranges and items are in powers of ten: see ``to_axis``.
    """

    def __init__(self, title: str = "", *, has_grid: bool = False, axis: type[Axis] = Axis) -> None:
        self.view = View()
        self.left, self.bottom = axis("left"), axis("bottom")
        self.title = Title(title) if title else None
        self.has_grid = has_grid
        for axis in (self.left, self.bottom):
            axis.linkToView(self.view)
        if has_grid:
            self.left.setGrid(255)
        self.stretch = 1
        self.is_held = False
        self._whole: tuple[Range, Range] = ((0.0, 1.0), (0.0, 1.0))
        self.view.disableAutoRange()
        self.view.sigRangeChangedManually.connect(self.hold)

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
        self._whole = (opened(across), opened(up))
        if not self.is_held:
            self.view.setRange(xRange=self._whole[0], yRange=self._whole[1], padding=0.0)

    def reset(self) -> None:
        """Show the whole, and follow it from now on."""
        self.is_held = False
        self.view.setRange(xRange=self._whole[0], yRange=self._whole[1], padding=0.0)

    def move(self, across: float, up: float) -> None:
        """Pan by shares of what is seen."""
        (left, right), (low, high) = self.view.viewRange()
        self.hold()
        self.view.translateBy(x=across * (right - left), y=up * (high - low))

    def zoom(self, factor: float) -> None:
        """Show ``factor`` times as much, around the middle."""
        self.hold()
        self.view.scaleBy((factor, factor))

    def restyle(self) -> None:
        """Take over the theme's colours and fonts."""
        self.left.restyle()
        self.bottom.restyle()
        if self.title is not None:
            self.title.restyle()
        if self.has_grid:
            self.left.setPen(pen(QColor(Qt.GlobalColor.transparent)))

    @property
    def parts(self) -> tuple[Any, ...]:
        """Everything it puts into the plot's grid."""
        return tuple(part for part in (self.title, self.left, self.view, self.bottom) if part is not None)

    def set_shown(self, is_shown: bool) -> None:
        """Show it or leave it out; ``Plot.arrange`` closes the gap."""
        for part in self.parts:
            part.setVisible(is_shown)

    @property
    def is_shown(self) -> bool:
        """Whether it is in the picture."""
        return bool(self.view.isVisible())

    def hold(self, *_: object) -> None:
        """Stay with what is seen now until ``reset``."""
        self.is_held = True


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

    def say(self, sentence: str) -> None:
        """Say in the middle why there is nothing to be seen; empty: nothing."""
        if sentence != self._sentence:
            self._sentence = sentence
            self.viewport().update()

    @property
    def sentence(self) -> str:
        """What is said in place of a picture."""
        return self._sentence

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
            self.image().save(buffer, "PNG")  # type: ignore[call-overload]
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
        self._is_exporting = True
        self.render(painter, QRectF(self.rect()), self.viewport().rect())
        self._is_exporting = False


class Line(pg.PlotCurveItem):
    """A curve of any length: drawn are the lowest and the highest value of each column of pixels."""

    def __init__(self, pane: Pane) -> None:
        super().__init__(segmentedLineMode="on", skipFiniteCheck=True, antialias=True)
        self._pane = pane
        self._pen = QPen(self.opts["pen"])
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
        seen, (low, high) = self._pane.view.viewRange()
        pixels = max(int(self._pane.view.width()), 16)
        places, heights = thinned(self._places, self._heights, tuple(seen), pixels)
        climbed = float(np.abs(np.diff(heights)).sum()) / max(high - low, 1e-300)
        self._be_thin(climbed > _ROUGH)
        self.setData(places, heights)

    def _be_thin(self, is_rough: bool) -> None:
        """A curve that goes up and down all the time is clearer thin, and drawn four times as fast."""
        shown: QPen = self.opts["pen"]
        width = min(self._pen.widthF(), theme.scale()) if is_rough else self._pen.widthF()
        if shown.widthF() != width or shown.color() != self._pen.color():
            made = QPen(self._pen)
            made.setWidthF(width)
            super().setPen(made)

    def setPen(self, drawn: QPen) -> None:
        """Draw with this pen, as ``pen`` makes them; thinner where the curve is rough."""
        self._pen = drawn
        super().setPen(drawn)
        self.refresh()


def pen(color: QColor, width: float = 1.0, *, dashes: Sequence[float] | None = None) -> QPen:
    """A pen whose width is in the window's pixels, whatever the axes' scale, larger on a projector."""
    made = QPen(color, width * theme.scale())
    made.setCosmetic(True)
    if dashes is not None:
        made.setDashPattern(list(dashes))
    return made


def _add(menu: QMenu, name: str, text: str, do: Callable[[], object]) -> None:
    action = QAction(text, menu)
    action.setObjectName(name)
    action.triggered.connect(lambda: do())
    menu.addAction(action)
