"""One pair of axes in a plot: ticks and numbers, the view with its pan and zoom, the title, and curves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from playground.ui.look import theme
from playground.ui.plots.scale import Range, linear_ticks, log_ticks, opened, thinned
from playground.ui.widgets.text import whole_words
from playground.ui.words import numbers

_ROUGH = 8.0
"""A curve that climbs and falls so many times the height of the picture is drawn thin."""

_SHORTER = 2.0
"""Pixels by which lines of the grid end before the view."""


class Axis(pg.AxisItem):
    """One axis: numbers as everywhere in the window, with the decimals that its ticks need.

    ``caption`` stands in the row of a bottom axis's numbers, at its right end; ``setLabel`` writes a name
    into a row of its own. ``write`` may be replaced by another way to write a tick's value and spacing.
    Round numbers stand at least ``least_step`` apart.
    """

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.caption = ""
        self.least_step = 0.0
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
        if self.least_step > 0.0:
            room = min(room, (high - low) / self.least_step)
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
        """What is drawn: on a bottom axis no number beyond its right end, and the caption before that.

        The grid's lines end a little before the view does, so that none peeps out of what covers them there.
        """
        specs = super().generateDrawSpecs(painter)
        if specs is None:
            return None
        line, ticks, texts = specs
        if self.orientation != "bottom":
            if self.grid is not False:
                ticks = [(color, *_shorter(start, end)) for color, start, end in ticks]
            return line, ticks, texts
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

    def hide_line(self) -> None:
        """Draw no line along the axis; its name keeps its colour, which pyqtgraph takes from the line."""
        self.setPen(pen(QColor(Qt.GlobalColor.transparent)))
        self._style_name()

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
        self.label.setFont(QFont(theme.font("small")))
        self._style_name()

    def _style_name(self) -> None:
        size = theme.font("small").pixelSize()
        self.labelStyle = {"color": theme.current().quiet.name(), "font-size": f"{size}px"}
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

    def prepareForPaint(self) -> None:
        """Before a painting: give curves the points that are seen, and all items the present range."""
        for item in self.childGroup.childItems():
            if isinstance(item, Line):
                item.refresh()
        super().prepareForPaint()

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

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What stands behind the name."""
        return self._parts

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

    def fitting(self, width: float) -> tuple[str, list[tuple[str, str]]]:
        """The name, shortened where the first text needs its room, and the texts that then fit."""
        metrics, small = QFontMetricsF(theme.font("title")), QFontMetricsF(theme.font("small"))
        gap = theme.pixels(10)
        first = sum(small.horizontalAdvance(text) + gap for text, _ in self._parts[:1])
        name = whole_words(self.name, width - first, metrics)
        if name == "…":
            name = whole_words(self.name, width, metrics)
        left, shown = metrics.horizontalAdvance(name) + gap, []
        for text, color in self._parts:
            left += small.horizontalAdvance(text) + gap
            if left - gap > width:
                break
            shown.append((text, color))
        return name, shown

    def paint(self, painter: QPainter, *_: Any) -> None:
        """Draw the name and as many of the texts as there is room for."""
        font, small = theme.font("title"), theme.font("small")
        name, shown = self.fitting(self.size().width())
        base = QFontMetricsF(font).ascent() + 1.0
        painter.setFont(font)
        painter.setPen(theme.current().text)
        painter.drawText(QPointF(0.0, base), name)
        left = QFontMetricsF(font).horizontalAdvance(name) + theme.pixels(10)
        painter.setFont(small)
        for text, color in shown:
            painter.setPen(getattr(theme.current(), color))
            painter.drawText(QPointF(left, base), text)
            left += QFontMetricsF(small).horizontalAdvance(text) + theme.pixels(10)


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
            self.left.hide_line()

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


class Line(pg.PlotCurveItem):
    """A curve of any length: drawn are the lowest and the highest value of each column of pixels.

    It is thinned once before it is painted or read, however often it and its range changed until then.
    """

    def __init__(self, pane: Pane) -> None:
        super().__init__(segmentedLineMode="on", skipFiniteCheck=True, antialias=True)
        self._pane = pane
        self._pen = QPen(self.opts["pen"])
        self._places = self._heights = np.zeros(0)
        self._is_stale = False
        pane.add(self)
        pane.view.sigXRangeChanged.connect(self._go_stale)
        pane.view.sigResized.connect(self._go_stale)

    def set_values(self, places: NDArray[np.float64], heights: NDArray[np.float64]) -> None:
        """Draw ``heights (n,)`` over rising ``places (n,)``; what is no number is left out."""
        heights = self._pane.to_axis(heights)
        finite = np.isfinite(heights)
        self._places, self._heights = places[finite], heights[finite]
        self._go_stale()

    def refresh(self) -> None:
        """Thin the curve for what is seen of it, where one of them changed."""
        if not self._is_stale:
            return
        self._is_stale = False
        seen, (low, high) = self._pane.view.viewRange()
        pixels = max(int(self._pane.view.width()), 16)
        places, heights = thinned(self._places, self._heights, tuple(seen), pixels)
        climbed = float(np.abs(np.diff(heights)).sum()) / max(high - low, 1e-300)
        self._be_thin(climbed > _ROUGH)
        self.setData(places, heights)

    def getData(self) -> Any:
        """What is drawn: places and heights."""
        self.refresh()
        return super().getData()

    def _go_stale(self, *_: object) -> None:
        self._is_stale = True
        self.update()

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
        if drawn != self._pen:
            self._pen = drawn
            super().setPen(drawn)
            self._go_stale()


def _shorter(start: QPointF, end: QPointF) -> tuple[QPointF, QPointF]:
    """A level line without its last pixels on the right."""
    left, right = sorted((start, end), key=QPointF.x)
    return left, right - QPointF(_SHORTER, 0.0)


def pen(color: QColor, width: float = 1.0, *, dashes: Sequence[float] | None = None) -> QPen:
    """A pen whose width is in the window's pixels, whatever the axes' scale, larger on a projector."""
    made = QPen(color, width * theme.scale())
    made.setCosmetic(True)
    if dashes is not None:
        made.setDashPattern(list(dashes))
    return made
