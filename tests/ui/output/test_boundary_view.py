"""The boundary's images, marks and frame, apart from any window."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from playground.engine import edits
from playground.engine.experiment import Axis, Data, Experiment, Training
from playground.ui.look import theme
from playground.ui.output import boundary_marks, point_marks
from playground.ui.output.boundary_image import boundary_image, is_wrong
from playground.ui.widgets.plane import PlaneFrame

FRAME = PlaneFrame((-6.0, 6.0, -6.0, 6.0), QRectF(0, 0, 120, 120))


@pytest.fixture(autouse=True)
def light(qapp):
    theme.apply(qapp, "light")


def grid_of(*rows):
    return np.array([rows], dtype=np.float32)


def test_the_frame_goes_to_pixels_and_back():
    assert FRAME(-6.0, 6.0) == QPointF(0, 0)
    assert FRAME(0.0, 0.0) == QPointF(60, 60)
    assert FRAME.to_plane(QPointF(120, 120)) == (6.0, -6.0)
    assert np.allclose(FRAME.pixels(np.array([[3.0, -3.0]])), [[90, 90]])


@pytest.mark.parametrize(
    ("place", "cell"), [((-6, 6), (0, 0)), ((6, -6), (99, 99)), ((0.01, -0.01), (50, 50))]
)
def test_the_frame_finds_the_cell_of_a_place(place, cell):
    assert FRAME.cell(*place, 100) == cell


def test_a_probability_of_one_half_is_the_middle_of_the_scale():
    image = boundary_image(Experiment(), grid_of([0.0, 0.5, 1.0]), 1.0, "output", False)
    table = theme.boundary_table()
    assert [image.pixel(x, 0) for x in range(3)] == [table[0], table[128], table[255]]


def test_discretized_shows_only_the_two_ends():
    image = boundary_image(Experiment(), grid_of([0.49, 0.51]), 1.0, "output", True)
    table = theme.boundary_table()
    assert [image.pixel(x, 0) for x in range(2)] == [table[0], table[255]]


def test_more_classes_mix_their_colours_by_probability():
    experiment = Experiment(data=Data(dataset="blobs", classes=3))
    shares = np.array([[[1.0, 0.0]], [[0.0, 0.0]], [[0.0, 1.0]]], dtype=np.float32)
    image = boundary_image(experiment, shares, 1.0, "output", False)
    table = theme.class_table(3, theme.PALER)
    assert [image.pixel(x, 0) for x in range(2)] == [table[0], table[2]]


def test_an_undecided_place_is_the_darkest_of_the_uncertainty():
    image = boundary_image(Experiment(), grid_of([0.0, 0.5, 1.0]), 1.0, "uncertainty", False)
    greys = [image.pixelColor(x, 0).lightness() for x in range(3)]
    assert greys[1] < greys[0] == greys[2]


@pytest.mark.parametrize(
    ("loss", "said", "wrong"),
    [("cross_entropy", [0.4, 0.6], [False, False]), ("hinge", [0.4, 0.6], [True, False])],
)
def test_wrong_points_are_those_on_the_other_side(loss, said, wrong):
    experiment = Experiment(training=Training(loss=loss))
    made = is_wrong(experiment, np.array(said)[:, None], np.array([0.0, 1.0]))
    assert made.tolist() == wrong


def canvas():
    image = QImage(120, 120, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def test_a_training_point_is_filled_and_a_test_point_hollow():
    place, label = np.array([[0.0, 0.0]]), np.array([1.0])
    centres = []
    for held_out in (False, True):
        image = canvas()
        with QPainter(image) as painter:
            point_marks.paint_marks(painter, FRAME, place, label, classes=2, held_out=held_out)
        centres.append(image.pixelColor(60, 60))
    assert centres[0] == theme.current().positive
    assert centres[1].lightness() > centres[0].lightness()


def test_each_of_many_classes_has_a_shape_of_its_own():
    assert len({point_marks.class_shape(k, 8) for k in range(8)}) == 8
    assert {point_marks.class_shape(k, 2) for k in range(2)} == {"circle"}


def test_a_density_is_drawn_where_points_are_and_nowhere_else():
    image = canvas()
    points = np.full((5000, 2), 3.0)
    with QPainter(image) as painter:
        point_marks.paint_density(painter, FRAME, points, np.ones(5000), classes=2)
    assert image.pixelColor(90, 30).alpha() > 100
    assert image.pixelColor(30, 90).alpha() == 0


def test_coordinates_are_told_in_the_datas_own_units():
    axes = (Axis("height", 170.0, 10.0), Axis("", 0.0, 1.0))
    assert boundary_marks.in_own_units(axes, 1.0, 2.0) == ("height 180", "x₂ 2")
    assert boundary_marks.in_own_units(None, 1.0, -2.0) == ("x₁ 1.00", "x₂ −2.00")


@pytest.mark.parametrize(
    "axis", [None, Axis("height", 170.0, 8.0), Axis("tiny", 0.0, 1e-9), Axis("huge", 1e12, 1e9)]
)
def test_ticks_are_few_round_and_inside(axis):
    ticks = boundary_marks._ticks(-6.0, 6.0, axis)
    assert 2 <= len(ticks) <= 6
    assert all(-6.0 < place < 6.0 for _, place in ticks)


def test_where_the_picture_is_of_another_data_set_nothing_is_read_from_it(program):
    session, boundary = program.session, program.window.workspace.output_panel.boundary
    session.edit(edits.with_data(session.experiment, dataset="plane"), "Dataset")
    program.until(lambda: session.snapshot.points.train_labels.min() < -0.5)
    QTest.mouseMove(boundary, boundary.rect().center() / 2)
    session.edit(edits.with_data(session.experiment, dataset="blobs", classes=3), "Dataset")
    assert boundary.value_at(-3.0, 3.0) is None
    boundary.grab()
    program.until(lambda: boundary.value_at(-3.0, 3.0) is not None)
