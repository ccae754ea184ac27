"""Paints the tile of a compared run: its title, picture, points, note, marked place and measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, QPixmap

from playground.app.compared_runs import RunView
from playground.engine.experiment import Experiment
from playground.ui.compare.compare_texts import PART_SIGN, writes_value
from playground.ui.compare.measures import Measure
from playground.ui.compare.tile_layout import Cell
from playground.ui.look import theme
from playground.ui.output.boundary_image import boundary_image, value_scale
from playground.ui.output.point_marks import paint_marks
from playground.ui.widgets.plane import PlaneFrame
from playground.ui.widgets.point_cloud import MOST_DOTS, cloud_pixmap, paint_cloud

LEAST_MARKED = 150
"""From this side on, in logical pixels, points are marks with a rim; below they are dots."""


@dataclass(frozen=True)
class Tile:
    """One run to show: what it is, how it looks (None: not yet), and the colour of its curve."""

    id: int
    title: str
    experiment: Experiment
    color: QColor
    run: RunView | None = None
    is_best: bool = False
    note: str = ""
    """What is unusual about it: diverged, finished, or another epoch than the rest."""


class TilePainter:
    """Keeps what does not change between frames: each run's image, and pictures of the points."""

    def __init__(self) -> None:
        self._ids: frozenset[int] = frozenset()
        self._images: dict[int, tuple[RunView, QImage]] = {}
        self._points: dict[tuple[int, int], tuple[object, QPixmap]] = {}

    def keep_only(self, ids: Iterable[int]) -> None:
        """Tiles of these ids are shown from now on: let go of the images of all others."""
        self._ids = frozenset(ids)
        self._images = {key: kept for key, kept in self._images.items() if key in self._ids}

    def forget(self) -> None:
        """Colours or sizes are others: make everything anew."""
        self._images.clear()
        self._points.clear()

    def paint(
        self,
        painter: QPainter,
        tile: Tile,
        cell: Cell,
        *,
        title_lines: int,
        notes: tuple[str, str],
        measures: Sequence[Measure],
        place: tuple[float, float] | None,
        is_lit: bool,
        ratio: float,
    ) -> None:
        """Draw a tile into its cell, with these measures and the marked ``place`` of the plane.

        ``notes`` are what is said of the run, and the same in fewer letters. ``ratio`` is of device pixels.
        """
        has_said = _paint_title(painter, tile, cell.title, title_lines, notes[0])
        self._paint_picture(painter, tile, cell.picture, place, is_lit, ratio)
        if not has_said:
            _paint_note(painter, tile, cell.picture, notes)
        if tile.run is not None:
            _paint_measures(painter, tile, cell, measures)

    def _paint_picture(
        self,
        painter: QPainter,
        tile: Tile,
        rect: QRectF,
        place: tuple[float, float] | None,
        is_lit: bool,
        ratio: float,
    ) -> None:
        colors = theme.current()
        corner = float(theme.pixels(6))
        outline = QPainterPath()
        outline.addRoundedRect(rect, corner, corner)
        if tile.run is None:
            painter.fillPath(outline, colors.field)
        else:
            painter.save()
            painter.setClipPath(outline)
            painter.drawImage(rect, self._image(tile, tile.run))
            points = self._points_of(tile, tile.run, rect, ratio)
            painter.drawPixmap(rect.topLeft(), points)
            if place is not None:
                _paint_mark(painter, tile, rect, place)
            painter.restore()
        if is_lit:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.accent, 2.0 * theme.scale()))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), corner, corner)

    def _image(self, tile: Tile, run: RunView) -> QImage:
        kept = self._images.get(tile.id)
        if kept is not None and kept[0] is run:
            return kept[1]
        scale = value_scale(tile.experiment, run.points)
        made = boundary_image(tile.experiment, run.grid, scale, "output", discretize=False)
        self._images[tile.id] = (run, made)
        return made

    def _points_of(self, tile: Tile, run: RunView, rect: QRectF, ratio: float) -> QPixmap:
        """The training points as a picture of their own, the same for all runs on the same data."""
        side = round(rect.width())
        key = (id(run.points), side)
        kept = self._points.get(key)
        if kept is None or kept[0] is not run.points:
            if len(self._points) > 2 * len(self._ids):
                self._points.clear()
            kept = (run.points, cloud_pixmap(side, ratio, _points_painter(tile.experiment, run)))
            self._points[key] = kept
        return kept[1]


def title_font(title: QRectF, lines: int) -> QFont:
    """The letters of titles that have so much room for so many lines."""
    return theme.font("display" if lines == 1 and title.height() > theme.pixels(30) else "title")


def _paint_title(painter: QPainter, tile: Tile, rect: QRectF, title_lines: int, note: str) -> bool:
    """The title, and the note behind it; False where there is no room for that."""
    lines = tile.title.split(PART_SIGN) if title_lines > 1 else [tile.title]
    colors, font = theme.current(), title_font(rect, title_lines)
    rect = QRectF(rect.left(), rect.top(), rect.width(), rect.height() / title_lines)
    dot = theme.pixels(8)
    middle = rect.top() + rect.height() / 2.0 - theme.pixels(2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tile.color)
    painter.drawEllipse(QPointF(rect.left() + dot / 2.0, middle), dot / 2.0, dot / 2.0)
    left = rect.left() + dot + theme.pixels(7)
    painter.setFont(font)
    painter.setPen(colors.text)
    metrics = QFontMetricsF(font)
    small = QFontMetricsF(theme.font("small"))
    room = rect.right() - left
    base = middle + metrics.capHeight() / 2.0
    name = ""
    for place, line in enumerate(lines):
        base += rect.height() if place else 0.0
        name = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, room)  # its end tells it apart
        painter.drawText(QPointF(left, base), name)
    left += metrics.horizontalAdvance(name) + theme.pixels(10)
    if left + small.horizontalAdvance(note) > rect.right():
        return not note
    painter.setFont(theme.font("small"))
    painter.setPen(_note_color(tile))
    painter.drawText(QPointF(left, base), note)
    return True


def _paint_note(painter: QPainter, tile: Tile, rect: QRectF, notes: tuple[str, str]) -> None:
    """The note in the corner of the picture, the shorter one where room is scarce."""
    font = theme.font("small")
    metrics, gap = QFontMetricsF(font), float(theme.pixels(4))
    text, short = notes
    if metrics.horizontalAdvance(text) + 4.0 * gap > rect.width():
        text = short
    box = QRectF(0.0, 0.0, metrics.horizontalAdvance(text) + 2.0 * gap, metrics.height() + 2.0)
    box.moveTopLeft(rect.topLeft() + QPointF(gap, gap))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.with_alpha(theme.current().panel, 0.9))
    painter.drawRoundedRect(box, 3.0, 3.0)
    painter.setFont(font)
    painter.setPen(_note_color(tile))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _note_color(tile: Tile) -> QColor:
    return theme.current().gradient if tile.note else theme.current().forward


def _points_painter(experiment: Experiment, run: RunView) -> Callable[[QPainter, QRectF], None]:
    points, is_regression = run.points, experiment.problem == "regression"
    scale = value_scale(experiment, points)
    colors = theme.current()
    classes = 0 if is_regression else experiment.data.classes

    def paint(painter: QPainter, rect: QRectF) -> None:
        if rect.width() >= LEAST_MARKED * theme.scale() and len(points.train) <= MOST_DOTS:
            frame = PlaneFrame(points.bounds, rect)
            paint_marks(painter, frame, points.train, points.train_labels, classes=classes, scale=scale)
            return

        def color(label: float) -> QColor:
            if is_regression:
                return colors.positive if label > 0 else colors.negative
            return colors.class_color(int(label), classes)

        labels = points.train_labels / scale if is_regression else points.train_labels
        diameter = 2.6 * theme.scale()
        paint_cloud(
            painter, rect, points.train, labels, points.bounds, color, are_values=is_regression,
            diameter=diameter,
        )  # fmt: skip

    return paint


def _paint_measures(painter: QPainter, tile: Tile, cell: Cell, shown: Sequence[Measure]) -> None:
    """The run's measures, row by row."""
    assert tile.run is not None
    colors, small, body = theme.current(), theme.font("small"), theme.font("body")
    metrics = QFontMetricsF(small)
    width = cell.measures.width() / max(cell.columns, 1)
    width = min(width, (100.0 if cell.is_brief else 84.0) * theme.scale())
    height = 16.0 * theme.scale()
    bold = QFont(body)
    bold.setWeight(QFont.Weight.DemiBold)
    if cell.is_brief and cell.columns > 1:  # the last column's texts end within the cell
        last = [one for place, one in enumerate(shown) if place % cell.columns == cell.columns - 1]
        texts = [f"{one.short}{one.written(tile.run)}" for one in last]
        needed = max((metrics.horizontalAdvance(text) for text in texts), default=0.0) + theme.pixels(6)
        width = min(width, (cell.measures.width() - needed) / (cell.columns - 1))
    for place, measure in enumerate(shown):
        left = cell.measures.left() + (place % cell.columns) * width
        top = cell.measures.top() + (place // cell.columns) * height
        if cell.is_brief and top + height > cell.whole.bottom() + 4.0:
            break
        text = measure.written(tile.run)
        painter.setFont(small)
        painter.setPen(colors.quiet)
        if cell.is_brief:
            base = top + metrics.ascent()
            painter.drawText(QPointF(left, base), measure.short)
            painter.setPen(colors.text)
            painter.drawText(
                QPointF(left + metrics.horizontalAdvance(measure.short) + theme.pixels(5), base), text
            )
        else:
            painter.drawText(QPointF(left, top + metrics.ascent()), measure.label)
            painter.setFont(bold)
            painter.setPen(colors.text)
            painter.drawText(
                QPointF(left, top + metrics.height() + QFontMetricsF(bold).ascent() + theme.pixels(1)), text
            )


def _paint_mark(painter: QPainter, tile: Tile, rect: QRectF, place: tuple[float, float]) -> None:
    """The marked place of the plane, and what the run says there."""
    assert tile.run is not None
    frame = PlaneFrame(tile.run.points.bounds, rect)
    if not frame.contains(*place):
        return
    colors, center = theme.current(), frame(*place)
    row, column = frame.cell(*place, tile.run.grid.shape[-1])
    text = writes_value(tile.experiment, tile.run.grid[:, row, column].tolist())
    radius = 4.0 * theme.scale()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colors.panel, 3.0 * theme.scale()))
    painter.drawEllipse(center, radius, radius)
    painter.setPen(QPen(colors.text, 1.5 * theme.scale()))
    painter.drawEllipse(center, radius, radius)
    metrics = QFontMetricsF(theme.font("small"))
    box = QRectF(0.0, 0.0, metrics.horizontalAdvance(text) + theme.pixels(8), metrics.height() + 2)
    box.moveTo(center.x() + theme.pixels(8), center.y() - box.height() - theme.pixels(2))
    if box.right() > rect.right():
        box.moveRight(center.x() - theme.pixels(8))
    if box.top() < rect.top():
        box.moveTop(center.y() + theme.pixels(4))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.with_alpha(colors.panel, 0.9))
    painter.drawRoundedRect(box, 3.0, 3.0)
    painter.setFont(theme.font("small"))
    painter.setPen(colors.text)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
