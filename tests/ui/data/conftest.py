"""A desk for the data: the panel beside the boundary, on a real session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from playground.app.notices import Notice
from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.ui.data.data_panel import DataPanel
from playground.ui.output.boundary_view import BoundaryView

LEFT = Qt.MouseButton.LeftButton


class Desk(QWidget):
    """What the user sees and does: real mouse and key events."""

    def __init__(self, session: Session, qtbot: Any) -> None:
        super().__init__()
        self.session = session
        self.qtbot = qtbot
        self.notices: list[Notice] = []
        session.notice.connect(self.notices.append)
        self.panel = DataPanel(session)
        self.boundary = BoundaryView(session)
        row = QHBoxLayout(self)
        row.addWidget(self.panel)
        row.addWidget(self.boundary, 1)
        self.panel.attach(self.boundary)
        self.resize(760, 700)

    @property
    def data(self):
        return self.session.experiment.data

    @property
    def told(self) -> str:
        return " | ".join(notice.text for notice in self.notices)

    def wait(self, claim: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(claim, timeout=30_000)

    def find(self, name: str, kind: type = QWidget) -> Any:
        found = self.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, widget: QWidget | str) -> None:
        widget = self.find(widget) if isinstance(widget, str) else widget
        self.panel.findChild(QScrollArea).ensureWidgetVisible(widget)
        QTest.mouseClick(widget, LEFT)

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self, key)

    def type_into(self, widget: QWidget | str, text: str) -> None:
        widget = self.find(widget) if isinstance(widget, str) else widget
        QTest.mouseClick(widget, LEFT)
        widget.selectAll()
        QTest.keyClicks(widget, text)
        QTest.keyClick(widget, Qt.Key.Key_Return)

    def pixel(self, x1: float, x2: float) -> QPoint:
        """The place of a point of the plane on the boundary's surface."""
        return self.boundary.surface.mapFrom(self.boundary, self.boundary.frame(x1, x2).toPoint())

    def stroke(
        self,
        *places: tuple[float, float],
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press at the first place, move over the others, let go at the last."""
        view = self.boundary.surface
        QTest.mouseMove(view, self.pixel(*places[0]))
        QTest.mousePress(view, LEFT, modifiers, self.pixel(*places[0]))
        for place in places[1:]:
            QTest.mouseMove(view, self.pixel(*place))
        QTest.mouseRelease(view, LEFT, modifiers, self.pixel(*places[-1]))

    def begin_painting(self) -> None:
        """An empty plane and the brush in hand."""
        self.click("paintButton")
        self.click("clearPointsButton")

    def undo(self) -> None:
        self.session.document.undo_stack.undo()

    def shown_points(self) -> int:
        """How many points the newest snapshot holds."""
        points = self.session.snapshot.points
        return len(points.train) + len(points.test)


@pytest.fixture
def lay(parts: list[Any], qtbot: Any, tmp_path) -> Callable[..., Desk]:
    """Makes desks; each is cleared with the test."""

    def make(experiment: Experiment | None = None) -> Desk:
        desk = Desk(Session(experiment, folder=tmp_path / "data"), qtbot)
        parts.append(desk)
        desk.show()
        desk.boundary.make_plot()
        desk.wait(lambda: desk.session.snapshot is not None)
        return desk

    return make


@pytest.fixture
def desk(lay) -> Desk:
    """A desk with the default experiment."""
    return lay()
