"""Painting by mouse and keys: strokes are undoable edits, and training goes on under them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.engine import edits
from playground.engine.experiment import Axis, Data, Experiment, Training

SHIFT = Qt.KeyboardModifier.ShiftModifier


def circle(x1, x2, radius, count=24):
    return [
        (x1 + radius * np.cos(turn), x2 + radius * np.sin(turn)) for turn in np.linspace(0, 2 * np.pi, count)
    ]


def points(desk):
    return np.array(desk.data.points).reshape(-1, 3)


def with_points(*rows) -> Experiment:
    return edits.add_points(edits.clear_points(Experiment()), rows)


def test_a_stroke_paints_the_chosen_class_within_the_brush(desk):
    desk.begin_painting()
    desk.key(Qt.Key.Key_0)
    desk.stroke((-3, 0), (-2, 0), (-1, 0))
    painted = points(desk)
    assert len(painted) >= 5
    assert (painted[:, 2] == 0).all()
    assert (np.abs(painted[:, 1]) <= desk.panel.paint.radius + 1e-6).all()
    assert painted[:, 0].min() > -3 - desk.panel.paint.radius - 1e-6
    assert painted[:, 0].max() < -1 + desk.panel.paint.radius + 1e-6


def test_a_brush_of_no_width_paints_the_very_point(desk):
    desk.begin_painting()
    desk.type_into(desk.panel.paint_panel.width_slider.readout, "0")
    desk.stroke((2, 3))
    assert points(desk) == pytest.approx(np.array([[2, 3, 1]]), abs=0.05)


def test_number_keys_and_swatches_choose_the_class(desk):
    desk.begin_painting()
    swatches = desk.panel.paint_panel.swatches
    desk.key(Qt.Key.Key_4)
    assert desk.panel.paint.label == 4
    QTest.mouseClick(swatches, Qt.MouseButton.LeftButton, pos=swatches.swatch_rect(1).center().toPoint())
    assert desk.panel.paint.label == 1
    desk.key(Qt.Key.Key_9)
    assert desk.panel.paint.label == 1


def test_painting_a_new_class_gives_the_network_an_output_for_it(desk):
    desk.begin_painting()
    desk.key(Qt.Key.Key_2)
    desk.stroke((0, 0))
    assert desk.data.classes == 3
    assert desk.session.experiment.outputs == 3


def test_painting_goes_on_top_of_a_dataset(desk):
    desk.click("paintButton")
    desk.stroke((0, 5))
    assert desk.data.dataset == "custom"
    assert len(desk.data.points) > 500


def test_each_stroke_is_one_undo_step(desk):
    desk.begin_painting()
    desk.stroke(*circle(-3, 0, 1))
    after_one = desk.data
    desk.stroke(*circle(3, 0, 1))
    assert len(desk.data.points) > len(after_one.points)
    desk.undo()
    assert desk.data == after_one
    desk.undo()
    assert desk.data.points == ()
    desk.undo()
    assert desk.data.dataset == "circle"


def test_the_eraser_takes_what_it_touches_as_one_undo_step(lay):
    desk = lay(with_points((-3, 0, 0), (0, 0, 1), (3, 0, 0), (3, 4, 1)))
    desk.click("paintButton")
    desk.panel.paint.set_mode("erase")
    desk.stroke((-3.5, 0), (-2, 0), (0, 0), (3, 0))
    assert points(desk).tolist() == [[3, 4, 1]]
    desk.undo()
    assert len(points(desk)) == 4


def test_a_point_can_be_dragged(lay):
    desk = lay(with_points((-3, 0, 0), (2, 2, 1)))
    desk.click("paintButton")
    desk.panel.paint.set_mode("select")
    desk.stroke((-3, 0), (-2, 1), (0, 3))
    assert points(desk) == pytest.approx(np.array([[0, 3, 0], [2, 2, 1]]), abs=0.05)
    desk.undo()
    assert points(desk)[0].tolist() == [-3, 0, 0]


def test_a_frame_selects_and_the_selection_is_deleted_moved_and_relabelled(lay):
    desk = lay(with_points((-3, 0, 0), (-2, 1, 0), (3, 3, 1), (4, 4, 1)))
    desk.click("paintButton")
    paint = desk.panel.paint
    paint.set_mode("select")
    desk.stroke((-4, -1), (-1, 2))
    assert paint.selection == {0, 1}
    desk.key(Qt.Key.Key_1)
    assert points(desk)[:, 2].tolist() == [1, 1, 1, 1]
    desk.stroke((-2, 1), (-2, -2))
    assert points(desk)[:2] == pytest.approx(np.array([[-3, -3, 1], [-2, -2, 1]]), abs=0.05)
    desk.key(Qt.Key.Key_Delete)
    assert points(desk).tolist() == [[3, 3, 1], [4, 4, 1]]


def test_shift_adds_to_the_selection(lay):
    desk = lay(with_points((-3, 0, 0), (2, 1, 0), (3, 3, 1)))
    desk.click("paintButton")
    desk.panel.paint.set_mode("select")
    desk.stroke((-3, 0))
    desk.stroke((3, 3), modifiers=SHIFT)
    assert desk.panel.paint.selection == {0, 2}
    desk.stroke((-5, 5))
    assert desk.panel.paint.selection == frozenset()


def test_values_of_an_import_are_painted_in_its_own_units(lay):
    points = tuple((float(k % 7) - 3, float(k % 5) - 2, (k % 11) / 5 - 1) for k in range(60))
    price = Axis("price", offset=250.0, scale=200.0)
    data = Data(dataset="custom", problem="regression", points=points, value_axis=price)
    desk = lay(Experiment(data=data, training=Training(loss="squared_error")))
    desk.click("paintButton")
    value = desk.panel.paint_panel.value
    assert value.caption.text() == value.slider.accessibleName() == "price"
    desk.type_into(value.readout, "350")
    assert desk.panel.paint.label == pytest.approx(0.5)
    assert value.readout.text() == "350"
    desk.stroke((2.5, 2.5))
    desk.wait(lambda: len(desk.data.points) > 60)
    assert desk.data.points[-1][2] == pytest.approx(0.5)
    assert desk.data.value_axis == price
    desk.key(Qt.Key.Key_1)
    assert desk.panel.paint.label == -1.0
    assert value.readout.text() == "50"
    desk.type_into(value.readout, "500")
    assert value.readout.accessibleDescription() == "price goes from 50 to 450."


def test_values_are_painted_with_a_value(lay):
    desk = lay(edits.clear_points(edits.with_data(Experiment(), dataset="plane")))
    desk.click("paintButton")
    assert desk.panel.paint_panel.value.isVisible()
    assert not desk.panel.paint_panel.swatches.isVisible()
    desk.key(Qt.Key.Key_1)
    desk.stroke((0, 0))
    desk.type_into(desk.panel.paint_panel.value.readout, "0.25")
    desk.stroke((2, 2))
    assert set(points(desk)[:, 2]) == {-1.0, 0.25}


def test_nothing_is_painted_outside_the_frame(desk):
    desk.begin_painting()
    view = desk.boundary.surface
    corner = desk.pixel(5.9, 5.9)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=corner)
    QTest.mouseMove(view, corner + QPoint(60, -60))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=corner + QPoint(60, -60))
    assert np.abs(points(desk)[:, :2]).max() <= 6


def test_escape_lets_go_of_the_selection_and_then_ends_painting(lay):
    desk = lay(with_points((1, 1, 0)))
    desk.click("paintButton")
    desk.panel.paint.set_mode("select")
    desk.stroke((1, 1))
    desk.key(Qt.Key.Key_Escape)
    assert desk.panel.paint.is_active
    desk.key(Qt.Key.Key_Escape)
    assert not desk.panel.paint.is_active
    assert not desk.find("paintButton").isChecked()
    desk.stroke((2, 2))
    assert len(desk.data.points) == 1
    assert desk.session.display.probe is not None


def test_while_painting_the_held_out_points_are_shown_too(desk):
    desk.session.display.set(show_test=False)
    desk.click("paintButton")
    assert desk.session.display.show_test
    desk.click("paintDoneButton")
    assert not desk.session.display.show_test


def test_digits_go_to_a_text_field_that_has_the_focus(desk):
    desk.click("paintButton")
    desk.panel.paint.set_label(1.0)
    field = desk.panel.paint_panel.width_slider.readout
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    field.selectAll()
    QTest.keyClicks(field, "30")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.panel.paint.label == 1
    assert desk.panel.paint.width == pytest.approx(0.3)


def test_a_full_plane_refuses_more_points_in_a_sentence(lay, monkeypatch):
    desk = lay(with_points((1, 1, 0)))
    monkeypatch.setattr(edits, "MAXIMUM_POINTS", 1)
    desk.click("paintButton")
    desk.stroke((0, 0))
    assert len(desk.data.points) == 1
    assert "no more than 1 have room" in desk.told


def test_the_boundary_follows_painting_erasing_and_undo_while_it_trains(desk):
    """Two classes are painted, trained on, one is erased, and two undos bring it back."""
    desk.begin_painting()
    desk.key(Qt.Key.Key_0)
    desk.stroke(*circle(-3, 0, 1.2))
    desk.key(Qt.Key.Key_1)
    desk.stroke(*circle(3, 0, 1.2))
    desk.session.play()

    def says(place, wanted):
        value = desk.boundary.value_at(*place)
        return value is not None and (value > 0.8 if wanted else value < 0.2)

    desk.wait(lambda: says((-3, 0), 0) and says((3, 0), 1))
    both = len(desk.data.points)
    desk.panel.paint.set_mode("erase")
    desk.stroke(*[(x, y) for y in np.linspace(-2.5, 2.5, 9) for x in np.linspace(1.2, 5, 12)])
    assert (points(desk)[:, 0] < 1.5).all()
    desk.panel.paint.set_mode("brush")
    desk.key(Qt.Key.Key_0)
    desk.stroke(*circle(3, 0, 1.2))
    desk.wait(lambda: says((3, 0), 0))
    assert desk.session.is_playing
    desk.undo()
    desk.undo()
    assert len(desk.data.points) == both
    desk.wait(lambda: desk.shown_points() == both and says((3, 0), 1) and says((-3, 0), 0))
    desk.session.pause()


def test_arrow_keys_go_through_the_classes(desk):
    desk.begin_painting()
    swatches = desk.panel.paint_panel.swatches
    swatches.setFocus()
    QTest.keyClick(swatches, Qt.Key.Key_Left)
    assert desk.panel.paint.label == 0
    for _ in range(12):
        QTest.keyClick(swatches, Qt.Key.Key_Right)
    assert desk.panel.paint.label == 7
