"""Every plot pans, zooms, is asked by keys and menu, and is kept as a picture or a table."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.ui.look import theme
from playground.ui.plots.contours import contour_lines
from playground.ui.plots.pane import Line, pen
from playground.ui.plots.plot import Plot


@pytest.fixture(autouse=True)
def light(qapp):
    theme.apply(qapp, "light")
    yield
    theme.apply(qapp, "light")
    theme.set_scale(1.0)


@pytest.fixture
def kept() -> dict[str, bytes]:
    return {}


@pytest.fixture
def plot(qtbot, kept) -> Plot:
    made = Plot("Loss by noise", kept.__setitem__)
    qtbot.addWidget(made)
    x = np.linspace(0.0, 10.0, 11)
    for title, y in (("first", x), ("second", 1000.0 * x + 0.5)):
        pane = made.add_pane(title, has_grid=True)
        line = Line(pane)
        line.setPen(pen(theme.current().text))
        line.set_values(x, y)
        pane.show_range((0.0, 10.0), (float(y.min()), float(y.max())))
    made.table = lambda: {"noise": x, "loss": np.where(x > 8.0, np.nan, x)}
    made.resize(400, 300)
    with qtbot.waitExposed(made):
        made.show()
    QApplication.processEvents()
    return made


def seen(plot: Plot) -> tuple[list[float], list[float]]:
    return plot.pane.view.viewRange()


def middle(plot: Plot) -> QPoint:
    return plot.pane.view.sceneBoundingRect().center().toPoint()


def test_dragging_pans_and_a_double_click_shows_the_whole(plot):
    start = middle(plot)
    QTest.mouseMove(plot.viewport(), start)
    QTest.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(plot.viewport(), start + QPoint(20, 0))
    QTest.mouseMove(plot.viewport(), start + QPoint(60, 0))
    QTest.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(60, 0))
    assert seen(plot)[0][0] < -0.5
    assert plot.pane.is_held
    QTest.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=start)
    assert seen(plot)[0] == [0.0, 10.0]
    assert not plot.pane.is_held


def test_the_wheel_zooms_around_the_pointer(plot):
    place = middle(plot) + QPoint(40, 10)
    before = plot.pane.view.mapSceneToView(QPointF(place))
    event = QWheelEvent(
        QPointF(place),
        plot.viewport().mapToGlobal(QPointF(place)),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(plot.viewport(), event)
    (left, right), _ = seen(plot)
    assert right - left < 8
    after = plot.pane.view.mapSceneToView(QPointF(place))
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


def test_a_part_that_is_looked_at_stays_while_the_whole_grows(plot):
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    part = seen(plot)
    plot.pane.show_range((0.0, 20.0), (0.0, 20.0))
    assert seen(plot) == part
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert seen(plot)[0] == [0.0, 20.0]


def test_keys_move_and_zoom_but_leave_other_keys_to_the_window(plot, qtbot):
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    assert seen(plot)[0] == pytest.approx([-1.25, 11.25])
    QTest.keyClick(plot, Qt.Key.Key_0)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert seen(plot)[0] == pytest.approx([1.0, 11.0])
    before = seen(plot)
    QTest.keyClick(plot, Qt.Key.Key_Space)
    QTest.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert seen(plot) == before


def test_panes_under_each_other_have_left_axes_of_one_width(plot):
    first, second = (pane.view.sceneBoundingRect() for pane in plot.panes)
    assert first.left() == second.left()
    assert "10,000" in plot.panes[1].left.texts()


def test_no_number_of_an_axis_is_clipped_by_the_widget(plot):
    for pane in plot.panes:
        room = pane.left.size().width()
        metrics = plot.fontMetrics()
        assert all(metrics.horizontalAdvance(text) * 11 / 13 <= room for text in pane.left.texts())
    assert plot.pane.left.sceneBoundingRect().left() >= 0


@pytest.mark.parametrize("scale", [1.0, 1.4])
def test_the_highest_number_of_an_axis_stays_clear_of_the_title(plot, scale):
    theme.set_scale(scale)
    QApplication.processEvents()
    half = QFontMetricsF(theme.font("small")).height() / 2
    for pane in plot.panes:
        baseline = pane.title.sceneBoundingRect().top() + QFontMetricsF(theme.font("title")).ascent()
        assert pane.view.sceneBoundingRect().top() - half > baseline


def test_the_menu_speaks_of_pictures_and_of_data_where_there_are_any(plot):
    names = [action.objectName() for action in plot.make_menu().actions() if action.objectName()]
    assert names == ["plotReset", "plotCopy", "plotSave", "plotCopyData", "plotSaveData"]
    plot.table = None
    names = [action.objectName() for action in plot.make_menu().actions() if action.objectName()]
    assert names == ["plotReset", "plotCopy", "plotSave"]


def test_the_right_button_opens_the_menu(plot, qtbot):
    place = middle(plot)
    from PySide6.QtGui import QContextMenuEvent

    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, plot.viewport().mapToGlobal(place))
    QApplication.sendEvent(plot.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    reset = next(action for action in menu.actions() if action.objectName() == "plotReset")
    assert reset.isEnabled()
    menu.close()


@pytest.mark.parametrize(
    ("ending", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF"), ("odd", b"\x89PNG")]
)
def test_a_picture_is_kept_in_the_format_that_its_ending_names(plot, kept, ending, start):
    plot.save_picture(f"loss.{ending}")
    assert kept[f"loss.{ending}"].startswith(start)


def test_a_saved_picture_is_twice_as_fine_and_shows_the_curve(plot, kept):
    plot.save_picture("loss.png")
    image = QImage.fromData(kept["loss.png"])
    assert (image.width(), image.height()) == (800, 600)
    place = plot.pane.view.mapViewToScene(QPointF(5.0, 5.0)) * 2
    near = [image.pixelColor(round(place.x()) + dx, round(place.y())).lightness() for dx in range(-3, 4)]
    assert min(near) < 90, "the curve goes through the middle"


def test_the_focus_is_seen_but_not_kept(plot, kept):
    unfocused = plot.image()
    plot.setFocus()
    QApplication.processEvents()
    assert plot.grab().toImage().pixelColor(1, 1) == theme.current().accent
    assert plot.image() == unfocused


def test_the_data_are_a_table_with_empty_cells_for_no_number(plot):
    lines = plot.csv().decode().splitlines()
    assert lines[0] == "noise,loss"
    assert lines[3] == "2.0,2.0"
    assert lines[-1] == "10.0,"
    plot.copy_table()
    assert QGuiApplication.clipboard().text().splitlines() == lines


def test_the_picture_is_copied(plot):
    plot.copy_picture()
    assert QGuiApplication.clipboard().image().width() == 800


def test_theme_and_size_are_followed_live(plot, qapp):
    before = plot.pane.left.thickness()
    light = plot.image()
    theme.apply(qapp, "dark")
    assert plot.pane.left.textPen().color() == theme.current().quiet
    assert plot.image() != light
    theme.set_scale(1.4)
    assert plot.pane.left.thickness() > before


def test_a_logarithmic_axis_takes_powers_of_ten_and_leaves_out_zero(plot):
    plot.pane.set_log(True)
    np.testing.assert_array_equal(plot.pane.to_axis(np.array([0.0, 0.1, 100.0])), [np.nan, -1.0, 2.0])
    plot.pane.show_range((0.0, 10.0), (-3.0, 1.0))
    assert {"0.1", "10"} <= set(plot.pane.left.texts())


def test_an_axis_of_large_numbers_can_become_logarithmic(plot):
    """Until it has another range it still has that of the numbers, and 10^500 is none."""
    plot.pane.show_range((0.0, 10.0), (0.0, 500.0))
    plot.pane.set_log(True)
    texts = plot.pane.left.texts()
    assert texts
    assert all(0.0 < float(text.replace("−", "-").replace(",", "")) < np.inf for text in texts)


def test_a_long_curve_is_thinned_to_the_pixels_but_keeps_its_peak(plot):
    x = np.arange(50_000.0)
    y = np.zeros(50_000)
    y[31_234] = 7.0
    line = Line(plot.pane)
    plot.pane.show_range((0.0, 50_000.0), (0.0, 8.0))
    line.set_values(x, y)
    xs, ys = line.getData()
    assert len(xs) < 3 * plot.width()
    assert ys.max() == 7.0
    plot.pane.show_range((31_000.0, 31_400.0), (0.0, 8.0))
    assert len(line.getData()[0]) == 403


def test_a_curve_that_changed_is_painted_once(plot, qtbot):
    """What changes while a picture is painted would have it painted once more."""
    line = Line(plot.pane)
    plot.show()
    qtbot.waitExposed(plot)
    heard = []
    plot.scene().changed.connect(heard.append)
    for k in range(1, 4):
        line.set_values(np.arange(50.0), np.arange(50.0) * k)
        plot.pane.show_range((0.0, 50.0 + k), (0.0, 50.0 * k))
        plot.settle()
        qtbot.waitUntil(lambda k=k: len(heard) >= k)
        assert line.getData()[1][-1] == 49.0 * k
    plot.viewport().repaint()
    assert len(heard) == 3


def test_a_rough_curve_is_drawn_thin_and_a_smooth_one_as_asked(plot):
    x = np.arange(400.0)
    plot.pane.show_range((0.0, 400.0), (0.0, 1.0))
    line = Line(plot.pane)
    line.setPen(pen(theme.current().text, 1.5))
    line.set_values(x, x / 400.0)
    plot.settle()
    assert line.opts["pen"].widthF() == 1.5
    line.set_values(x, x % 2)
    plot.settle()
    assert line.opts["pen"].widthF() == 1.0
    line.set_values(x, x / 400.0)
    plot.settle()
    assert line.opts["pen"].widthF() == 1.5


def test_contours_lie_where_the_values_cross_the_level():
    rows, columns = np.mgrid[0:41, 0:41].astype(float)
    xs, ys = contour_lines(np.hypot(rows - 20, columns - 20), (-2.0, 2.0), (-2.0, 2.0), [12.3])
    radii = np.hypot(xs, ys) * 10
    assert np.nanmax(np.abs(radii - 12.3)) < 0.05


def test_the_first_row_of_contoured_values_lies_on_top_and_no_number_has_no_line():
    values = np.repeat(np.arange(5.0)[:, None], 4, axis=1)
    xs, ys = contour_lines(values, (0.0, 1.0), (0.0, 4.0), [0.5])
    assert np.nanmin(ys) == np.nanmax(ys) == 3.5
    xs, _ = contour_lines(np.full((3, 3), np.nan), (0.0, 1.0), (0.0, 1.0), [0.0])
    assert xs.size == 0


def test_the_ground_is_the_present_themes(plot, qapp):
    for choice in ("dark", "light", "dark"):
        theme.apply(qapp, choice)
        assert plot.grab().toImage().pixelColor(plot.width() - 6, 6).name() == theme.current().panel.name()


def test_round_numbers_stand_no_closer_than_the_least_step(plot):
    axis = plot.pane.bottom
    axis.least_step = 1.0
    for last in (1.0, 1.3, 2.0, 3.7, 8.0, 11.0, 40.0):
        _, places = axis.tickValues(0.0, last, 4000.0)[0]
        assert places == [round(place) for place in places]
        assert len(places) > 1


def test_no_line_of_the_grid_peeps_out_of_what_covers_the_end_of_the_view(plot):
    left, view = plot.pane.left, plot.pane.view
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        _, lines, _ = left.generateDrawSpecs(painter)
    ends = [left.mapToScene(end).x() for _, *both in lines for end in both]
    assert lines
    assert max(ends) <= view.sceneBoundingRect().right() - 1.0
    assert min(ends) <= view.sceneBoundingRect().left()
