"""What points somewhere points there, and what is chosen is painted without another event."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from playground.ui.look import theme
from playground.ui.output import unit_lines
from playground.ui.output.unit_lines import arrow_head
from playground.ui.widgets.plane import PlaneFrame


class Painted(QObject):
    """Notes each painting of a widget."""

    def __init__(self, parent: QObject, noted: list[bool]) -> None:
        super().__init__(parent)
        self.noted = noted

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.noted.append(True)
        return False


@pytest.mark.parametrize("angle", np.linspace(0.0, 2 * math.pi, 7)[:-1])
def test_an_arrows_head_is_symmetric_about_its_shaft_and_lies_behind_its_tip(qapp, angle):
    along, across = (
        np.array([math.cos(angle), math.sin(angle)]),
        np.array([-math.sin(angle), math.cos(angle)]),
    )
    tip = np.array([50.0, 40.0]) + 30 * along
    head = arrow_head(QPointF(50.0, 40.0), QPointF(*tip), 2.0)
    first, left, right = (np.array([head.at(k).x(), head.at(k).y()]) - tip for k in range(3))
    assert np.abs(first).max() < 1e-9
    assert left @ along == pytest.approx(right @ along)
    assert left @ across == pytest.approx(-(right @ across))
    assert left @ along < -abs(left @ across) < 0.0


@pytest.mark.parametrize(
    ("name", "value"), [("probe", (2.0, 2.0, 1.0)), ("boundary_mode", "classes"), ("show_train", False)]
)
def test_a_choice_is_painted_without_another_event(open_boundary, qtbot, name, value):
    view = open_boundary()
    qtbot.waitUntil(lambda: view.session.snapshot.points is not None)
    painted: list[bool] = []
    surface = view.surface
    surface.installEventFilter(Painted(surface, painted))
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
    before = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    painted.clear()
    view.session.display.set(**{name: value})
    qtbot.waitUntil(lambda: bool(painted))
    after = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert after != before


@pytest.mark.parametrize("bounds", [(-6.0, 6.0, -6.0, 6.0), (-10.0, 30.0, -1.0, 3.0)])
@pytest.mark.parametrize(
    "line", [(2.0, 1.0, 0.5), (-2.0, 1.0, 0.5), (0.0, -3.0, 1.0), (1.0, 0.0, 0.0), (-1.0, -4.0, 1.0)]
)
def test_a_lines_arrow_points_where_z_grows(qapp, monkeypatch, bounds, line):
    drawn = []
    head = unit_lines.arrow_head
    monkeypatch.setattr(unit_lines, "arrow_head", lambda *given: drawn.append(given[:2]) or head(*given))
    frame = PlaneFrame(bounds, QRectF(0, 0, 400, 400))
    image = QImage(400, 400, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        unit_lines.paint_line(painter, frame, line, theme.current().accent, 2.0, "1", [])
    ((base, tip),) = drawn
    w1, w2, bias = line
    at_base, at_tip = (w1 * x1 + w2 * x2 + bias for x1, x2 in map(frame.to_plane, (base, tip)))
    assert at_base == pytest.approx(0.0, abs=1e-9)
    assert at_tip > 0.0
