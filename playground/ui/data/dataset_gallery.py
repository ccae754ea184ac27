"""The gallery: every dataset as a live thumbnail of the points it would give now."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QWidget

from playground.engine import edits
from playground.engine.datasets import DATASETS
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Data, Experiment
from playground.engine.points import Points, make_points
from playground.ui.look import theme
from playground.ui.output.point_marks import label_color
from playground.ui.widgets.point_cloud import MOST_DOTS, cloud_pixmap, paint_cloud
from playground.ui.widgets.tooltips import set_tip
from playground.ui.words import labels

COLUMNS = 4
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_KEPT_PICTURES = 96
_MOST_OWN_POINTS = 5000
_STROKE_MS = 120
"""One's own points change with every move of a brush; their picture follows at this pace."""


class DatasetGallery(QWidget):
    """One tile per dataset, and one for the user's own points while there are some.

    The pictures are made one per turn of the event loop, the chosen one first, so that a slider
    never waits for them. ``chosen`` tells a dataset's name.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("datasetGallery")
        self.setAccessibleName(self.tr("Datasets"))
        self._pictures: dict[tuple[object, ...], QPixmap] = {}
        self._data = Data()
        self._classes = self._data.classes
        self._queue: list[str] = []
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._make_next)
        self._tiles = {name: DatasetTile(name, self) for name in (*DATASETS, "custom")}
        group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.pixels(6))
        for place, tile in enumerate(self._tiles.values()):
            group.addButton(tile)
            tile.moved.connect(self._move)
            grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
        group.buttonClicked.connect(lambda tile: self.chosen.emit(tile.dataset))
        self._tiles["custom"].hide()
        theme.signals().changed.connect(self._repaint_all)

    def tile(self, name: str) -> DatasetTile:
        """The tile of a dataset."""
        return self._tiles[name]

    @property
    def shown(self) -> dict[str, QPixmap]:
        """The pictures that are shown, by dataset."""
        return {name: tile.picture for name, tile in self._tiles.items() if tile.picture is not None}

    def show_for_now(self, pictures: dict[str, QPixmap]) -> None:
        """Show these, of another size perhaps, until its own are made."""
        for name, picture in pictures.items():
            if self._tiles[name].picture is None:
                self._tiles[name].set_picture(picture)

    def set_experiment(self, experiment: Experiment, classes: int) -> None:
        """Show the pictures and the choice of this experiment; another dataset would have so many classes."""
        data = experiment.data
        self._classes = classes
        self._tiles["custom"].setVisible(data.dataset == "custom")
        self._tiles[data.dataset].setChecked(True)
        self._data = data
        names = [data.dataset, *(name for name in DATASETS if name != data.dataset)]
        self._queue = [name for name in names if not self._take_kept(name)]
        self._go_on()

    def is_current(self) -> bool:
        """Whether all pictures show the present settings."""
        return not self._queue

    def _move(self, across: int, down: int) -> None:
        """Choose the tile beside the chosen one, as the arrow points; at the end of a row the next row."""
        tiles = [tile for tile in self._tiles.values() if not tile.isHidden()]
        present = next((place for place, tile in enumerate(tiles) if tile.isChecked()), 0)
        wanted = present + across + COLUMNS * down
        if 0 <= wanted < len(tiles):
            tiles[wanted].setFocus(Qt.FocusReason.TabFocusReason)
            tiles[wanted].click()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._go_on()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.setAccessibleName(self.tr("Datasets"))
        super().changeEvent(event)

    def _go_on(self) -> None:
        if self._queue and self.isVisible() and not self._timer.isActive():
            self._timer.start(_STROKE_MS if self._queue[0] == "custom" else 0)

    def _make_next(self) -> None:
        if self._queue:
            name = self._queue.pop(0)
            self._keep(name, self._picture(name))
        self._go_on()

    def _repaint_all(self) -> None:
        """In other colours at once, as all of the window; unseen ones when they are seen."""
        self._pictures.clear()
        self._queue = [self._data.dataset, *(name for name in DATASETS if name != self._data.dataset)]
        if self.isVisible():
            while self._queue:
                self._make_next()
        self._go_on()

    def _shown_data(self, name: str) -> Data:
        """What choosing this dataset would give now; of very many own points a part."""
        if name == self._data.dataset:
            own = self._data.points or ()
            if len(own) <= _MOST_OWN_POINTS:
                return self._data
            return replace(self._data, points=own[:: len(own) // MOST_DOTS])
        before = replace(self._data, points=None, dataset="circle", problem=None, classes=2)
        wanted = replace(Experiment(), data=replace(before, classes=2))
        try:
            return edits.with_data(wanted, dataset=name, classes=self._classes).data
        except ExperimentError:
            return replace(Data(), dataset=name)

    def _key(self, name: str) -> tuple[object, ...]:
        data = self._shown_data(name)
        return (
            name, data.classes, data.samples, data.noise, data.seed, data.label_noise, data.imbalance,
            theme.current().name, theme.scale(), self.devicePixelRatioF(),
        )  # fmt: skip

    def _take_kept(self, name: str) -> bool:
        picture = self._pictures.get(self._key(name)) if name != "custom" else None
        if picture is not None:
            self._tiles[name].set_picture(picture)
        return picture is not None

    def _keep(self, name: str, picture: QPixmap) -> None:
        if name != "custom":
            self._pictures[self._key(name)] = picture
        while len(self._pictures) > _KEPT_PICTURES:
            del self._pictures[next(iter(self._pictures))]
        self._tiles[name].set_picture(picture)

    def _picture(self, name: str) -> QPixmap:
        data = self._shown_data(name)
        return picture_of(make_points(data), data, DatasetTile.inner_side(), self.devicePixelRatioF())


def picture_of(points: Points, data: Data, side: int, ratio: float) -> QPixmap:
    """The points of a Data as a small square picture."""
    are_values = data.problem == "regression"
    classes = 0 if are_values else data.classes
    both = ((points.test, points.test_labels), (points.train, points.train_labels))
    is_large, are_few = side >= theme.pixels(100), len(points.train) + len(points.test) <= 60
    diameter = theme.scale() * (7.0 if is_large and are_few else 4.0 if is_large or are_few else 2.4)

    def paint(painter: QPainter, rect: QRectF) -> None:
        for coordinates, marks in both:
            paint_cloud(
                painter,
                rect,
                coordinates[: MOST_DOTS // 2],
                marks[: MOST_DOTS // 2],
                points.bounds,
                lambda label: label_color(label, classes, 1.0),
                are_values=are_values,
                diameter=diameter,
            )

    return cloud_pixmap(side, ratio, paint)


class DatasetTile(QAbstractButton):
    """One dataset: its picture, and a rim when it is the chosen one. ``moved``: an arrow was pressed."""

    moved = Signal(int, int)

    def __init__(self, dataset: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.dataset = dataset
        self.setObjectName(f"dataset_{dataset}")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.picture: QPixmap | None = None
        self._describe()
        theme.signals().changed.connect(self.updateGeometry)

    @staticmethod
    def inner_side() -> int:
        """The side of the picture in the tile."""
        return theme.pixels(36)

    def set_picture(self, picture: QPixmap) -> None:
        """Show this picture."""
        self.picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.pixels(42), theme.pixels(42))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._describe()
        super().changeEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in ARROWS:
            self.moved.emit(*ARROWS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = theme.current()
        side = min(self.width(), self.height())
        rect = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side).adjusted(
            1, 1, -1, -1
        )
        radius = theme.pixels(6)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(colors.hover if self.underMouse() else colors.field)
            painter.setPen(
                QPen(colors.accent, theme.pixels(2)) if self.isChecked() else QPen(colors.edge, 1.0)
            )
            painter.drawRoundedRect(rect, radius, radius)
            if self.picture is not None:
                inner = self.inner_side()
                left, top = round(rect.center().x() - inner / 2), round(rect.center().y() - inner / 2)
                painter.drawPixmap(left, top, inner, inner, self.picture)

    def _describe(self) -> None:
        told = labels.label("dataset", self.dataset)
        self.setAccessibleName(told.label)
        set_tip(self, f"<b>{told.label}</b><br>{told.help}")
