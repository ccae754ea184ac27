"""The probe point goes where click and keys say, and takes the label of the nearest point that is shown."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent

from playground.app.display import Display
from playground.engine.experiment import Data, Experiment
from playground.engine.points import make_points
from playground.ui.output.probe_tool import ProbeTool, nearest_point
from playground.ui.widgets.plane import PlaneFrame

POINTS = ((-2.0, 1.0, 0.0), (2.0, 1.0, 1.0), (2.5, -3.0, 0.0), (-1.0, 4.0, 1.0))
FRAME = PlaneFrame((-6.0, 6.0, -4.0, 4.0), QRectF(0, 0, 600, 400))


class StandIn:
    """What the tool needs of a boundary."""

    frame, tool = FRAME, None

    def __init__(self, points):
        self.points, self.said = points, []

    def say_place(self, x1, x2):
        self.said.append((x1, x2))


@pytest.fixture
def points():
    return make_points(Experiment(data=Data(dataset="custom", points=POINTS, train_fraction=0.5)).data)


def test_points_that_are_not_shown_are_not_the_nearest(points):
    assert len(points.train) == len(points.test) == 2
    here = tuple(points.test[0] + 0.05)
    shown, hidden = (nearest_point(FRAME, points, here, with_test) for with_test in (True, False))
    assert shown.place == tuple(points.test[0])
    assert shown.label == points.test_labels[0]
    assert hidden.place in set(map(tuple, points.train.tolist()))
    nearest = 50.0 * np.linalg.norm(points.train - np.array(here), axis=1).min()
    assert hidden.distance == pytest.approx(nearest)


@pytest.mark.parametrize(
    ("key", "way"),
    [
        (Qt.Key.Key_Right, (1, 0)),
        (Qt.Key.Key_Left, (-1, 0)),
        (Qt.Key.Key_Up, (0, 1)),
        (Qt.Key.Key_Down, (0, -1)),
    ],
)
def test_an_arrow_moves_it_that_way(qapp, points, key, way):
    view, display = StandIn(points), Display()
    tool = ProbeTool(view, display)
    display.set(probe=(1.0, 0.5, 1.0))
    assert tool.take_key(QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
    x1, x2, label = display.probe
    np.testing.assert_array_equal(np.sign([x1 - 1.0, x2 - 0.5]), way)
    assert label == 1.0
    assert view.said == [(x1, x2)]
