"""The tiles of compared runs: one picture each, its points, a title of what differs, and its measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from playground.app.compared_runs import RunView
from playground.engine.experiment import Experiment
from playground.ui.compare.compare_texts import PART_SIGN, writes_value
from playground.ui.compare.measures import Measure, shown_measures
from playground.ui.compare.tile_layout import Cell, cells
from playground.ui.look import theme
from playground.ui.output.boundary_image import boundary_image, value_scale
from playground.ui.output.point_marks import paint_marks
from playground.ui.widgets.plane import PlaneFrame
from playground.ui.widgets.point_cloud import MOST_DOTS, cloud_pixmap, paint_cloud
from playground.ui.widgets.spoken import speak
from playground.ui.widgets.watchers import KeyClaim, PlaceTips

LEAST_MARKED = 150
"""From this side on, in logical pixels, points are marks with a rim; below they are dots."""
_KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete,
)  # fmt: skip


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


class TileBoard(QWidget):
    """All tiles. A click opens a run as the experiment; the right button's menu removes it.

    ``hovered`` tells the id of the tile under the pointer, 0 for none. What the pointer marks on one tile's
    plane is marked on all.
    """

    opened = Signal(int)
    removed = Signal(int)
    hovered = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compareTiles")
        self.setAccessibleName(self.tr("Compared runs"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        KeyClaim(self, lambda event: event.key() in _KEYS and not event.modifiers())
        PlaceTips(self, self._tip_at)
        self._tiles: list[Tile] = []
        self._cells: list[Cell] = []
        self._title_lines = 1
        self._in_row: int | None = None
        self._images: dict[int, tuple[RunView, QImage]] = {}
        self._points: dict[tuple[int, int], tuple[object, QPixmap]] = {}
        self._current = 0
        self._lit = 0
        self._place: tuple[float, float] | None = None
        theme.signals().changed.connect(self._restyle)

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """What is shown, in its order."""
        return tuple(self._tiles)

    @property
    def picture_side(self) -> int:
        """The side of a tile's picture in pixels; 0 without any."""
        return round(self._cells[0].picture.width()) if self._cells else 0

    @property
    def lit(self) -> int:
        """The id of the tile that stands out; 0: none."""
        return self._lit

    @property
    def marked_place(self) -> tuple[float, float] | None:
        """The place of the plane that is marked on all tiles."""
        return self._place

    def show_tiles(self, tiles: Sequence[Tile], in_row: int | None = None) -> None:
        """Show these; ``in_row`` in each row where they are a grid."""
        is_other = [tile.id for tile in tiles] != [tile.id for tile in self._tiles] or in_row != self._in_row
        self._tiles, self._in_row = list(tiles), in_row
        if is_other or len(self._cells) != len(tiles):
            self._images = {key: kept for key, kept in self._images.items() if key in {t.id for t in tiles}}
            self._arrange()
        self._current = min(self._current, max(len(tiles) - 1, 0))
        self._say()
        self.update()

    def height_for(self, width: float, most: float) -> float:
        """The height that the tiles use of so much room."""
        found = self._cells_in(QRectF(0.0, 0.0, width, most))
        return max((max(cell.measures.bottom(), cell.picture.bottom()) for cell in found), default=0.0)

    def light(self, number: int) -> None:
        """Let the tile of this id stand out, as its curve is pointed at; 0: none."""
        if number != self._lit:
            self._lit = number
            self.update()

    def cell_of(self, number: int) -> Cell:
        """Where the tile of this id stands."""
        return self._cells[[tile.id for tile in self._tiles].index(number)]

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(640), theme.pixels(240))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.pixels(240), theme.pixels(72))

    # ------------------------------------------------------------------------------------- events

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._index_at(event.position())
        place = None
        if at is not None and (run := self._tiles[at].run) is not None:
            rect = self._cells[at].picture
            if rect.contains(event.position()):
                place = PlaneFrame(run.points.bounds, rect).to_plane(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if at is None else Qt.CursorShape.PointingHandCursor)
        self._point_at(at, place)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(None, None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._index_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at is not None:
            self._current = at
            self.opened.emit(self._tiles[at].id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self._current if is_key and self._tiles else self._index_at(QPointF(event.pos()))
        if at is None:
            event.ignore()
            return
        place = self._cells[at].picture.center().toPoint() if is_key else event.pos()
        self.make_menu(self._tiles[at]).popup(self.mapToGlobal(place))
        event.accept()

    def make_menu(self, tile: Tile) -> QMenu:
        """What can be done with a run."""
        menu = QMenu(self)
        menu.setObjectName("compareTileMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open as the experiment"), lambda: self.opened.emit(tile.id))
        menu.addAction(self.tr("Remove"), lambda: self.removed.emit(tile.id))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key not in _KEYS or not self._tiles:
            event.ignore()
            return
        in_row = max(sum(cell.whole.top() == self._cells[0].whole.top() for cell in self._cells), 1)
        last = len(self._tiles) - 1
        moves = {
            Qt.Key.Key_Left: self._current - 1,
            Qt.Key.Key_Right: self._current + 1,
            Qt.Key.Key_Up: self._current - in_row,
            Qt.Key.Key_Down: self._current + in_row,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key in moves:
            self._current = min(max(moves[Qt.Key(key)], 0), last)
            self.hovered.emit(self._tiles[self._current].id)
            self._lit = self._tiles[self._current].id
            self._say()
            self.update()
        elif key == Qt.Key.Key_Delete:
            self.removed.emit(self._tiles[self._current].id)
        else:
            self.opened.emit(self._tiles[self._current].id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            shown = shown_measures([tile.run for tile in self._tiles if tile.run is not None])
            for place, (tile, cell) in enumerate(zip(self._tiles, self._cells, strict=True)):
                has_said = self._paint_title(painter, tile, cell.title)
                self._paint_picture(painter, tile, cell.picture, has_focus=place == self._current)
                if not has_said:
                    self._paint_note(painter, tile, cell.picture)
                if tile.run is not None:
                    _paint_measures(painter, tile, cell, shown)

    # ------------------------------------------------------------------------------------- private

    def _paint_title(self, painter: QPainter, tile: Tile, rect: QRectF) -> bool:
        """The title, and the tile's note behind it; False where there is no room for that."""
        lines = tile.title.split(PART_SIGN) if self._title_lines > 1 else [tile.title]
        colors, font = theme.current(), _title_font(rect, self._title_lines)
        rect = QRectF(rect.left(), rect.top(), rect.width(), rect.height() / self._title_lines)
        dot = theme.pixels(8)
        middle = rect.top() + rect.height() / 2.0 - theme.pixels(2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tile.color)
        painter.drawEllipse(QPointF(rect.left() + dot / 2.0, middle), dot / 2.0, dot / 2.0)
        left = rect.left() + dot + theme.pixels(7)
        painter.setFont(font)
        painter.setPen(colors.text)
        metrics = QFontMetricsF(font)
        note = self._note(tile)
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

    def _note(self, tile: Tile) -> str:
        return tile.note or (self.tr("lowest test loss") if tile.is_best else "")

    def _paint_note(self, painter: QPainter, tile: Tile, rect: QRectF) -> None:
        """The tile's note in the corner of its picture."""
        font = theme.font("small")
        metrics, gap = QFontMetricsF(font), float(theme.pixels(4))
        text = self._note(tile)
        if tile.is_best and metrics.horizontalAdvance(text) + 4.0 * gap > rect.width():
            text = self.tr("best")
        box = QRectF(0.0, 0.0, metrics.horizontalAdvance(text) + 2.0 * gap, metrics.height() + 2.0)
        box.moveTopLeft(rect.topLeft() + QPointF(gap, gap))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.with_alpha(theme.current().panel, 0.9))
        painter.drawRoundedRect(box, 3.0, 3.0)
        painter.setFont(font)
        painter.setPen(_note_color(tile))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_picture(self, painter: QPainter, tile: Tile, rect: QRectF, *, has_focus: bool) -> None:
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
            points = self._points_of(tile, tile.run, rect)
            painter.drawPixmap(rect.topLeft(), points)
            if self._place is not None:
                _paint_mark(painter, tile, rect, self._place)
            painter.restore()
        is_lit = tile.id == self._lit or (has_focus and self.hasFocus())
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

    def _points_of(self, tile: Tile, run: RunView, rect: QRectF) -> QPixmap:
        """The training points as a picture of their own, the same for all runs on the same data."""
        side, ratio = round(rect.width()), self.devicePixelRatioF()
        key = (id(run.points), side)
        kept = self._points.get(key)
        if kept is None or kept[0] is not run.points:
            if len(self._points) > 2 * len(self._tiles):
                self._points.clear()
            kept = (run.points, cloud_pixmap(side, ratio, _points_painter(tile.experiment, run)))
            self._points[key] = kept
        return kept[1]

    def _point_at(self, at: int | None, place: tuple[float, float] | None) -> None:
        lit = 0 if at is None else self._tiles[at].id
        if (lit, place) == (self._lit, self._place):
            return
        if lit != self._lit:
            self.hovered.emit(lit)
        self._lit, self._place = lit, place
        self.update()

    def _index_at(self, position: QPointF) -> int | None:
        for place, cell in enumerate(self._cells):
            box = cell.picture.united(cell.title).united(cell.measures)
            if box.contains(position):
                return place
        return None

    def _say(self) -> None:
        """Say the tile that the keys are on, with its measures."""
        lines = self._lines(self._tiles[self._current]) if self._tiles else []
        speak(self, "; ".join(lines))

    def _lines(self, tile: Tile) -> list[str]:
        shown = [] if tile.run is None else shown_measures([tile.run])
        return [
            tile.title,
            *(f"{one.label}: {one.written(tile.run)}" for one in shown if tile.run is not None),
        ]

    def _tip_at(self, position: QPoint) -> str:
        at = self._index_at(QPointF(position))
        if at is None:
            return ""
        tile = self._tiles[at]
        title, *measures = self._lines(tile)
        lines = [f"<b>{title}</b>", *measures]
        lines.append(self.tr("Click to open it as the experiment; the right button's menu removes it."))
        return "<p>" + "<br>".join(lines) + "</p>"

    def _arrange(self) -> None:
        self._cells = self._cells_in(QRectF(self.rect()))

    def _cells_in(self, room: QRectF) -> list[Cell]:
        """The cells; titles stand on one line where all have room there, or else, as high as the cells are,
        each part on its own."""
        titles = [tile.title for tile in self._tiles]
        parts = [title.split(PART_SIGN) for title in titles]
        made = self._cells_with(room, titles, 1)
        if not made or all(len(lines) == 1 for lines in parts) or self._has_room(made[0].title):
            return made
        parted = self._cells_with(room, [line for lines in parts for line in lines], max(map(len, parts)))
        if parted[0].title.height() <= parted[0].whole.height():
            return parted
        return self._cells_with(room, titles, 1)

    def _cells_with(self, room: QRectF, texts: Sequence[str], lines: int) -> list[Cell]:
        self._title_lines = lines
        shown = shown_measures([tile.run for tile in self._tiles if tile.run is not None])
        return cells(
            room,
            len(self._tiles),
            title=_title_width(texts, theme.font("title")),
            lines=lines,
            scale=theme.scale(),
            measures=len(shown),
            in_row=self._in_row,
        )

    def _has_room(self, title: QRectF) -> bool:
        texts = [tile.title for tile in self._tiles]
        return _title_width(texts, _title_font(title, 1)) <= title.width()

    def _restyle(self) -> None:
        self._images.clear()
        self._points.clear()
        self._arrange()
        self.update()


def _title_width(texts: Sequence[str], font: QFont) -> float:
    """The pixels of the longest, with its dot."""
    return max(map(QFontMetricsF(font).horizontalAdvance, texts), default=0.0) + theme.pixels(17)


def _title_font(title: QRectF, lines: int) -> QFont:
    return theme.font("display" if lines == 1 and title.height() > theme.pixels(30) else "title")


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
