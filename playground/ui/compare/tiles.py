"""The board of compared runs: which tiles there are, where they stand, and what pointer and keys do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from playground.ui.compare.compare_texts import PART_SIGN
from playground.ui.compare.measures import shown_measures
from playground.ui.compare.tile_layout import Cell, cells
from playground.ui.compare.tile_painting import Tile, TilePainter, title_font
from playground.ui.look import theme
from playground.ui.widgets.plane import PlaneFrame
from playground.ui.widgets.spoken import speak
from playground.ui.widgets.watchers import KeyClaim, PlaceTips

_KEYS = (
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete,
)  # fmt: skip


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
        self._paints = TilePainter()
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
            self._paints.keep_only(tile.id for tile in tiles)
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
                has_focus = place == self._current and self.hasFocus()
                self._paints.paint(
                    painter,
                    tile,
                    cell,
                    title_lines=self._title_lines,
                    notes=self._notes(tile),
                    measures=shown,
                    place=self._place,
                    is_lit=tile.id == self._lit or has_focus,
                    ratio=self.devicePixelRatioF(),
                )

    # ------------------------------------------------------------------------------------- private

    def _notes(self, tile: Tile) -> tuple[str, str]:
        """What is said of a run, and the same in fewer letters."""
        note = tile.note or (self.tr("lowest test loss") if tile.is_best else "")
        return note, self.tr("best") if tile.is_best else note

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
        return _title_width(texts, title_font(title, 1)) <= title.width()

    def _restyle(self) -> None:
        self._paints.forget()
        self._arrange()
        self.update()


def _title_width(texts: Sequence[str], font: QFont) -> float:
    """The pixels of the longest, with its dot."""
    return max(map(QFontMetricsF(font).horizontalAdvance, texts), default=0.0) + theme.pixels(17)
