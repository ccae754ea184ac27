"""The boundary pans, zooms and takes the pointer; what it shows is what the network says there."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest

from playground.app.session import Session
from playground.engine import edits
from playground.engine.experiment import Axis, Data, Experiment
from playground.ui.look import theme
from playground.ui.output.boundary_view import BoundaryView
from playground.ui.output.unit_lines import UnitLines

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


class Bench:
    """A boundary, and hands for it."""

    def __init__(self, view, qtbot):
        self.view, self.session, self.plot, self.qtbot = view, view.session, view.plot, qtbot

    def until(self, claim):
        self.qtbot.waitUntil(claim, timeout=10_000)

    def pixel(self, x1, x2):
        return self.view.frame(x1, x2).toPoint()

    def drag(self, start, *places, button=LEFT):
        surface = self.view.surface
        QTest.mousePress(surface, button, NONE, start)
        for place in places:
            QTest.mouseMove(surface, place)
        QTest.mouseRelease(surface, button, NONE, places[-1])

    def wheel(self, place, steps):
        surface = self.view.surface
        event = QWheelEvent(
            QPointF(place), QPointF(surface.mapToGlobal(place)), QPoint(), QPoint(0, 120 * steps),
            Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QCoreApplication.sendEvent(surface, event)

    def zoom_to(self, x1, x2, width):
        """Look at a part of the plane around a place."""
        left, right, bottom, top = self.view.whole
        place = (
            (x1 - (left + right) / 2) / (right / 2 - left / 2),
            (x2 - (bottom + top) / 2) / (top / 2 - bottom / 2),
        )
        half = width / (right - left)
        self.plot.pane.hold()
        self.plot.pane.view.setRange(
            xRange=(place[0] - half, place[0] + half), yRange=(place[1] - half, place[1] + half), padding=0
        )

    @property
    def seen(self):
        return self.view.frame.bounds

    def part(self):
        """The newest snapshot's part, once it is the one that is looked at."""
        self.until(
            lambda: self.session.snapshot.part is not None and self.session.snapshot.part.bounds == self.seen
        )
        return self.session.snapshot.part

    def predict(self, places):
        return self.session.compute(lambda run: run.network.predict(np.asarray(places))).result(5)


@pytest.fixture
def bench(open_boundary, qtbot):
    return lambda experiment=None: Bench(open_boundary(experiment), qtbot)


def test_at_first_the_whole_plane_is_seen_without_a_part_of_its_own(bench):
    one = bench()
    assert one.seen == one.view.whole == (-6.0, 6.0, -6.0, 6.0)
    assert one.session.snapshot.part is None
    np.testing.assert_allclose(one.plot.image_item.image.shape, (100, 100, 4))


def test_the_wheel_zooms_about_the_pointer(bench):
    one = bench()
    place = one.pixel(3.0, -2.0)
    before = one.view.frame.to_plane(QPointF(place))
    one.wheel(place, 3)
    left, right, _, _ = one.seen
    assert right - left < 9.0
    assert one.view.frame.to_plane(QPointF(place)) == pytest.approx(before, abs=1e-6)
    one.wheel(place, -3)
    assert one.seen == pytest.approx((-6, 6, -6, 6))


def test_a_drag_pans_and_sets_no_probe(bench):
    one = bench()
    start, end = one.pixel(0.0, 0.0), one.pixel(2.0, 1.0)
    one.drag(start, start + QPoint(9, 0), end)
    assert one.view.frame.to_plane(QPointF(end)) == pytest.approx((0.0, 0.0), abs=0.05)
    assert one.session.display.probe is None


def test_the_part_that_is_seen_is_evaluated_anew_at_full_resolution(bench):
    one = bench()
    one.session.step_epoch()
    one.until(lambda: one.session.snapshot.epoch == 1)
    one.zoom_to(1.0, 2.0, 0.5)
    part = one.part()
    assert part.boundary.shape == (1, 100, 100)
    left, right, bottom, top = part.bounds
    assert part.bounds == pytest.approx((0.75, 1.25, 1.75, 2.25))
    middle = [(left + 40.5 * (right - left) / 100, top - 7.5 * (top - bottom) / 100)]
    assert part.boundary[0, 7, 40] == pytest.approx(one.predict(middle)[0, 0], abs=1e-5)
    assert one.view.value_at(*middle[0]) == part.boundary[0, 7, 40]


def test_while_it_is_panned_the_old_picture_stays_at_its_place(bench):
    one = bench()
    one.zoom_to(0.0, 0.0, 2.0)
    one.part()
    rect = one.plot.image_item.mapRectToView(one.plot.image_item.boundingRect())
    one.drag(QPoint(150, 150), QPoint(170, 150), QPoint(200, 150))
    moved = one.plot.image_item.mapRectToView(one.plot.image_item.boundingRect())
    assert moved == rect
    one.until(lambda: one.plot.image_item.mapRectToView(one.plot.image_item.boundingRect()) != rect)
    shown = one.plot.image_item.mapRectToView(one.plot.image_item.boundingRect())
    (left, right), _ = one.plot.pane.view.viewRange()
    assert (shown.left(), shown.right()) == pytest.approx((left, right))


@pytest.mark.parametrize("width", [1e-2, 1e-5, 2e-9])
def test_however_closely_one_looks_the_line_is_where_the_network_is_undecided(bench, width):
    one = bench()
    one.session.step_epoch()
    one.until(lambda: one.session.snapshot.epoch == 1 and one.session.snapshot.boundary is not None)
    x, y = one.plot.decision.getData()
    start = np.array([x[len(x) // 2], y[len(y) // 2]]) * 6.0
    for _ in range(60):  # to the very place, by Newton's method on the prediction
        value, across, up = one.predict(
            [start, start + np.array((1e-6, 0.0)), start + np.array((0.0, 1e-6))]
        )[:, 0]
        slope = np.array([across - value, up - value]) / 1e-6
        start = start - (value - 0.5) * slope / max(slope @ slope, 1e-12)
    one.zoom_to(*start, width)
    part = one.part()
    one.until(lambda: one.plot.decision.getData()[0] is not None and len(one.plot.decision.getData()[0]) > 20)
    x, y = one.plot.decision.getData()
    shown = np.isfinite(x)
    left, right, bottom, top = part.bounds
    (seen_left, seen_right), (seen_bottom, seen_top) = one.plot.pane.view.viewRange()
    places = np.stack(
        (
            left + (x[shown] - seen_left) / (seen_right - seen_left) * (right - left),
            bottom + (y[shown] - seen_bottom) / (seen_top - seen_bottom) * (top - bottom),
        ),
        axis=1,
    )
    said = one.predict(places)[:, 0]
    spread = np.ptp(part.boundary)
    assert spread > 0.0
    assert np.abs(said - 0.5).max() < 0.02 * spread


def test_there_is_an_end_to_zooming_where_numbers_end(bench):
    one = bench()
    for _ in range(400):
        one.plot.pane.zoom(0.5)
    left, right, _, _ = one.seen
    assert 0.0 < right - left < 1e-8
    part = one.part()
    assert np.isfinite(part.boundary).all()
    one.view.grab()
    for _ in range(400):
        one.plot.pane.zoom(2.0)
    assert one.seen == pytest.approx((-18, 18, -18, 18))


def test_a_double_click_shows_the_whole_again_and_leaves_the_probe(bench):
    one = bench()
    one.session.display.set(probe=(1.0, 1.0, None))
    one.zoom_to(2.0, 2.0, 1.0)
    one.part()
    place = QPoint(60, 60)
    QTest.mouseClick(one.view.surface, LEFT, pos=place)
    QTest.mouseDClick(one.view.surface, LEFT, pos=place)
    assert one.seen == pytest.approx((-6, 6, -6, 6))
    assert one.session.display.probe == (1.0, 1.0, None)
    one.until(lambda: one.session.snapshot.part is None)


def test_other_data_are_seen_whole(bench):
    one = bench()
    one.zoom_to(2.0, 2.0, 1.0)
    points = ((100.0, 20.0, 0.0), (140.0, 30.0, 1.0))
    one.session.edit(edits.add_points(edits.clear_points(one.session.experiment), points), "Data")
    one.until(lambda: one.view.whole[1] > 100.0)
    assert one.seen == pytest.approx(one.view.whole)


def test_what_the_network_said_stays_only_while_it_can_be_read_as_before(bench):
    """Until there is a new snapshot: at another rate it is the same picture, of other classes none at all."""
    one = bench()
    shown = one.plot.image_item.image
    chosen = edits.with_training(one.session.experiment, learning_rate=0.1)
    one.session.edit(chosen, "Learning rate")
    assert one.plot.image_item.image is shown
    one.session.edit(edits.with_data(chosen, dataset="spiral", classes=3), "Classes")
    assert one.plot.image_item.image is None
    assert one.view.legend.classes == ("0", "1", "2")


def test_keys_move_the_probe_the_plane_and_the_view(bench):
    one = bench()
    QTest.keyClick(one.plot, Qt.Key.Key_Right)
    assert one.session.display.probe[:2] == pytest.approx((0.1, 0.0))
    QTest.keyClick(one.plot, Qt.Key.Key_Right, CONTROL)
    assert one.seen == pytest.approx((-4.8, 7.2, -6, 6))
    QTest.keyClick(one.plot, Qt.Key.Key_Plus)
    assert one.seen[1] - one.seen[0] < 12
    QTest.keyClick(one.plot, Qt.Key.Key_Home)
    assert one.seen == pytest.approx((-6, 6, -6, 6))
    QTest.keyClick(one.plot, Qt.Key.Key_Escape)
    assert one.session.display.probe is None


def test_the_probe_is_dragged_at_its_true_place_while_zoomed(bench):
    one = bench()
    one.session.display.set(probe=(2.1, 2.0, 1.0))
    one.zoom_to(2.0, 2.0, 1.0)
    one.drag(one.pixel(2.1, 2.0), one.pixel(2.0, 2.0), one.pixel(1.8, 2.2))
    x1, x2, label = one.session.display.probe
    assert (x1, x2, label) == (pytest.approx(1.8, abs=0.01), pytest.approx(2.2, abs=0.01), 1.0)
    assert one.seen == pytest.approx((1.5, 2.5, 1.5, 2.5))


class Brush:
    """A tool that remembers what it was told."""

    def __init__(self):
        self.heard = []

    def press(self, x, y, modifiers):
        self.heard.append(("press", x, y))

    def move(self, x, y, modifiers):
        self.heard.append(("move", x, y))

    def release(self, x, y, modifiers):
        self.heard.append(("release", x, y))

    def paint_overlay(self, painter, to_pixel):
        painter.drawEllipse(to_pixel(0.0, 0.0), 3, 3)


def test_a_tool_works_at_true_places_while_zoomed_and_the_middle_button_pans(bench):
    one = bench()
    brush = Brush()
    one.view.set_tool(brush)
    one.zoom_to(2.0, 2.0, 1.0)
    one.drag(one.pixel(2.1, 2.0), one.pixel(1.8, 2.2))
    assert [name for name, *_ in brush.heard] == ["press", "move", "release"]
    assert brush.heard[0][1:] == pytest.approx((2.1, 2.0), abs=0.01)
    assert brush.heard[-1][1:] == pytest.approx((1.8, 2.2), abs=0.01)
    assert one.seen == pytest.approx((1.5, 2.5, 1.5, 2.5))
    one.drag(QPoint(150, 150), QPoint(160, 150), QPoint(180, 150), button=MIDDLE)
    assert one.seen[0] == pytest.approx(1.4, abs=0.01)
    assert one.session.display.probe is None
    one.view.grab()


def test_points_are_where_the_data_are(bench):
    one = bench()
    x, y = one.plot.points.train.getData()
    np.testing.assert_allclose(np.stack((x, y), axis=1) * 6.0, one.session.snapshot.points.train)
    assert not one.plot.points.test.isVisible()
    one.session.display.set(show_test=True, show_train=False)
    x, y = one.plot.points.test.getData()
    np.testing.assert_allclose(np.stack((x, y), axis=1) * 6.0, one.session.snapshot.points.test)
    assert not one.plot.points.train.isVisible()


def test_very_many_points_are_a_density_until_one_looks_closely(bench):
    random = np.random.default_rng(1)
    table = np.column_stack((random.uniform(-6, 6, (20_000, 2)), random.integers(0, 2, 20_000)))
    one = bench(Experiment(data=Data(dataset="custom", points=tuple(map(tuple, table.tolist())))))
    one.session.display.set(show_test=True)
    assert one.plot.points.density.isVisible()
    assert len(one.plot.points.train.getData()[0]) == 0
    one.zoom_to(0.0, 0.0, 2.0)
    assert not one.plot.points.density.isVisible()
    shown = len(one.plot.points.train.getData()[0]) + len(one.plot.points.test.getData()[0])
    assert shown == int((np.abs(table[:, :2]) <= 1.0).all(axis=1).sum())


def test_axes_are_in_the_datas_own_units(bench):
    points = tuple((float(k % 5), float(k % 3), float(k % 2)) for k in range(40))
    axes = (Axis("height", 170.0, 8.0), Axis("weight", 70.0, 5.0))
    one = bench(Experiment(data=Data(dataset="custom", points=points, axes=axes)))
    across, up = one.plot.axes
    assert (across.name, up.name) == ("height", "weight")
    for axis, own in zip((across, up), axes, strict=True):
        ((spacing, places),) = axis.tickValues(-1.0, 1.0, 300.0)
        written = axis.tickStrings(places, 1.0, spacing)
        assert len(written) >= 2
        for place, text in zip(places, written, strict=True):
            assert float(text.replace("−", "-")) == pytest.approx(own.offset + own.scale * 6.0 * place)


@pytest.mark.parametrize("own", [None, Axis("tiny", 0.0, 1e-9), Axis("huge", 1e12, 1e9)])
def test_ticks_are_few_round_and_inside(bench, own):
    points = tuple((float(k % 5), float(k % 3), float(k % 2)) for k in range(40))
    axes = (own, Axis("other", 0.0, 1.0)) if own else None
    one = bench(Experiment(data=Data(dataset="custom", points=points, axes=axes)))
    for axis in one.plot.axes:
        ((_, places),) = axis.tickValues(-1.0, 1.0, 300.0)
        assert 2 <= len(places) <= 8
        assert all(-1.0 < place < 1.0 for place in places)


def test_numbers_in_the_picture_are_drawn_anew_when_it_grows(bench):
    at = bench()
    view, axis = at.view, at.plot.axes[1]
    drawn = []
    draw = axis.drawPicture
    axis.drawPicture = lambda *given: (drawn.append(axis.size().height()), draw(*given))[1]
    for side in (105, 220):
        view.resize(side, side)
        at.until(lambda side=side: side in drawn)
    as_kept = view.grab().toImage()
    axis.setCacheMode(axis.CacheMode.NoCache)
    assert as_kept == view.grab().toImage()


def test_the_table_is_what_the_network_says_over_what_is_seen(bench):
    one = bench()
    one.zoom_to(1.0, 2.0, 0.5)
    one.part()
    rows = list(csv.reader(io.StringIO(one.plot.csv().decode())))
    assert rows[0] == ["x1", "x2", "output"]
    assert len(rows) == 10_001
    table = np.array(rows[1:], dtype=float)
    assert np.abs(table[:, 0] - 1.0).max() < 0.25
    np.testing.assert_allclose(table[::500, 2], one.predict(table[::500, :2])[:, 0], atol=1e-5)


def test_a_unit_that_is_hovered_is_shown_over_the_part_that_is_seen(bench):
    one = bench()
    layer = one.session.experiment.network.layers[0].id
    one.zoom_to(1.0, 2.0, 0.5)
    one.session.display.set(hovered=(layer, 1))
    one.until(lambda: one.plot.shows_unit)
    part = one.session.snapshot.part
    assert part.focus == (layer, 1)
    assert (
        one.view.value_at(1.0, 2.0) == part.focus_grid[50, 50]
        or one.view.value_at(1.0, 2.0) in part.focus_grid
    )
    legend = one.view.legend
    assert legend.high.lstrip("−") == legend.low.lstrip("−")
    assert one.plot.decision.getData()[0] is None or len(one.plot.decision.getData()[0]) == 0
    one.session.display.set(hovered=None)
    assert one.view.legend.low == "0"


def test_the_legend_follows_what_is_shown(bench):
    one = bench()
    heard = []
    one.view.legend_changed.connect(lambda: heard.append(one.view.legend))
    one.session.display.set(boundary_mode="uncertainty")
    assert heard[-1].high == "undecided"
    one.session.display.set(boundary_mode="output", discretize=True)
    assert len(set(heard[-1].bar)) == 2
    theme.signals().changed.emit()


def test_the_menu_removes_the_probe_shows_the_whole_and_saves(bench):
    one = bench()
    one.session.display.set(probe=(1.0, 1.0, None))
    one.zoom_to(1.0, 2.0, 0.5)
    menu = one.plot.make_menu()
    actions = {action.objectName(): action for action in menu.actions()}
    assert {"removeProbe", "plotReset", "plotCopy", "plotSave", "plotSaveData"} <= actions.keys()
    actions["removeProbe"].trigger()
    actions["plotReset"].trigger()
    assert one.session.display.probe is None
    assert one.seen == pytest.approx((-6, 6, -6, 6))
    assert not actions["removeProbe"].isVisible()
    menu.close()


def test_both_themes_and_the_projector_are_taken_over_live(bench, qapp):
    one = bench()
    light = one.view.grab().toImage()
    theme.apply(qapp, "dark")
    dark = one.view.grab().toImage()
    assert dark.pixelColor(150, 150) != light.pixelColor(150, 150)
    size = one.plot.points.train.opts["size"]
    theme.set_scale(1.5)
    assert one.plot.points.train.opts["size"] == pytest.approx(1.5 * size)
    theme.set_scale(1.0)


def test_until_the_plot_is_made_the_place_is_kept_and_tools_wait(qtbot, tmp_path):
    session = Session(folder=tmp_path)
    view = BoundaryView(session)
    UnitLines(session, view)
    brush = Brush()
    view.set_tool(brush)
    view.resize(200, 300)
    view.show()
    assert view.plot is None
    assert view.frame.rect.width() == 200
    assert view.surface is view
    qtbot.waitUntil(lambda: view.plot is not None)
    assert view.plot.tool is brush
    assert view.frame.rect.width() == 200
    view.close()
    assert session.shutdown()
    view.deleteLater()
    session.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
