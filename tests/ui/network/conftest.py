"""A canvas on a stage: the real document, display and run, without a thread in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.app.comparing import Comparing
from playground.app.display import Display
from playground.app.document import Document
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Data, Experiment, Network
from playground.engine.layers.dense import Dense
from playground.engine.training import TrainingRun
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import Snapshot, SnapshotRequest
from playground.ui.look import theme
from playground.ui.network.canvas import NetworkCanvas
from playground.ui.network.palette import LayerPalette


class StageSession(QObject):
    """What the canvas needs of a session, at once and in this thread."""

    snapshot_ready = Signal(object)
    notice = Signal(object)

    def __init__(self, experiment: Experiment) -> None:
        super().__init__()
        self.document = Document(experiment, self)
        self.display = Display(parent=self)
        self.comparing = Comparing(self.document, self.try_edit, self)
        self.run = TrainingRun(experiment)
        self.snapshot: Snapshot | None = None
        self.request: SnapshotRequest | None = None
        self.refusals: list[str] = []
        self.parameters: list[tuple[int, int, int, float]] = []
        self.document.changed.connect(self._changed)
        self.notice.connect(lambda notice: self.refusals.append(notice.text))

    @property
    def experiment(self) -> Experiment:
        return self.document.experiment

    def try_edit(self, change: Callable[[], Experiment], label: str, merge_key: str | None = None) -> bool:
        try:
            self.document.edit(change(), label, merge_key)
        except ExperimentError as error:
            self.refusals.append(str(error))
            return False
        return True

    def set_parameter(self, layer_id: int, row: int, unit: int, value: float) -> bool:
        self.parameters.append((layer_id, row, unit, value))
        return True

    def require(self, asker: str, request: SnapshotRequest) -> None:
        self.request = request
        self.refresh()

    def release(self, asker: str) -> None:
        self.request = None

    def refresh(self) -> None:
        if self.request is not None:
            self.show(snapshot_of(self.run, self.request))

    def show(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.snapshot_ready.emit(snapshot)

    def _changed(self, _old: Experiment, new: Experiment) -> None:
        self.run = self.run.rebuilt(new)
        self.refresh()


class Stage(QWidget):
    """A window with palette and canvas, and hands that press, move and let go."""

    def __init__(self, experiment: Experiment, width: int = 900, height: int = 620) -> None:
        super().__init__()
        self.session = StageSession(experiment)
        self.canvas = NetworkCanvas(self.session, self)  # type: ignore[arg-type]
        self.palette_ = LayerPalette(self.session, self.canvas.drag, self)  # type: ignore[arg-type]
        self.palette_.layer_wanted.connect(self.canvas.insert_by_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.palette_)
        column.addWidget(self.canvas, 1)
        self.resize(width, height)

    @property
    def kinds(self) -> list[str]:
        return [layer.kind for layer in self.session.experiment.network.layers]

    @property
    def ids(self) -> list[int]:
        return [layer.id for layer in self.session.experiment.network.layers]

    @property
    def units(self) -> list[int]:
        return [layer.units for layer in self.session.experiment.network.layers if isinstance(layer, Dense)]

    def gap(self, index: int) -> QPoint:
        """The middle of a gap."""
        return self.canvas.layout_.gap_rect(index).center().toPoint()

    def tile(self, column: int, unit: int = 0) -> QPoint:
        return self.canvas.layout_.columns[column].rect(unit).center().toPoint()

    def click(self, point: QPoint) -> None:
        QTest.mouseMove(self.canvas, point)
        QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, pos=point)

    def press(self, widget: QWidget) -> None:
        """Take a widget and move far enough to begin a drag."""
        middle = widget.rect().center()
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=middle)
        QTest.mouseMove(widget, middle + QPoint(6, 8))
        QTest.mouseMove(widget, middle + QPoint(12, 16))

    def move(self, widget: QWidget, point: QPoint) -> None:
        """Move the taken widget over a point of the canvas."""
        QTest.mouseMove(widget, widget.mapFrom(self, self.canvas.mapTo(self, point)))

    def drop(self, widget: QWidget, point: QPoint) -> None:
        place = widget.mapFrom(self, self.canvas.mapTo(self, point))
        QTest.mouseMove(widget, place)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=place)

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.canvas, key, keys)

    def edge_point(self, gap: int, row: int, unit: int) -> QPoint:
        """A point of the curve between two units where no other curve is nearer."""
        edges = self.canvas.edges.gaps[gap]
        edge = next(
            e for e in range(len(edges.sources)) if (edges.sources[e], edges.targets[e]) == (row, unit)
        )
        for share in (0.05, 0.1, 0.15, 0.9, 0.95, 0.2, 0.8, 0.3, 0.7, 0.5):
            point = edges.place(edge, share)
            if self.canvas.edges.nearest(QPointF(point.toPoint()), 6.0) == (gap, edge):
                return point.toPoint()
        raise AssertionError("no point of this curve is free")


@pytest.fixture
def stage(qapp, qtbot) -> Iterator[Callable[..., Stage]]:
    """Set a stage with an experiment; its window goes at the end."""
    theme.apply(qapp, "light")
    made: list[Stage] = []

    def build(experiment: Experiment | None = None, width: int = 900, height: int = 620) -> Stage:
        one = Stage(experiment or Experiment(), width, height)
        made.append(one)
        with qtbot.waitActive(one):
            one.show()
            one.activateWindow()
        return one

    yield build
    for one in made:
        one.canvas.drag.cancel()
        one.close()
        one.deleteLater()


@pytest.fixture
def network() -> Callable[..., Experiment]:
    """An experiment with hidden layers of these sizes, or with these layers."""

    def build(
        *layers: object, features: tuple[str, ...] = ("x1", "x2"), data: Data | None = None
    ) -> Experiment:
        made = tuple(
            Dense(id=place + 1, units=layer) if isinstance(layer, int) else layer
            for place, layer in enumerate(layers)
        )
        return Experiment(data=data or Data(), network=Network(features=features, layers=made))  # type: ignore[arg-type]

    return build
