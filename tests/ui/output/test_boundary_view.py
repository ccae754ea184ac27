"""The boundary's images, marks and frame, apart from any window."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from playground.engine import edits
from playground.engine.experiment import Axis, Data, Experiment, Training
from playground.ui.look import theme
from playground.ui.network.own_units import in_own_units
from playground.ui.output import point_marks
from playground.ui.output.boundary_image import (
    boundary_image,
    boundary_legend,
    boundary_pixels,
    decision_margins,
    is_wrong,
    unit_legend,
)
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


def test_each_of_many_classes_has_a_shape_of_its_own():
    assert len({point_marks.class_shape(k, 8) for k in range(8)}) == 8
    assert {point_marks.class_shape(k, 2) for k in range(2)} == {"circle"}


def test_a_density_is_drawn_where_points_are_and_nowhere_else():
    points = np.full((5000, 2), 3.0)
    pixels = point_marks.density_pixels(points, np.ones(5000), FRAME.bounds, classes=2)
    rows, columns = np.nonzero(pixels >> 24)
    cells = len(pixels)
    assert (rows.tolist(), columns.tolist()) == ([cells // 4], [cells * 3 // 4])
    assert pixels[rows, columns] & 0xFFFFFF == theme.current().positive.rgb() & 0xFFFFFF


def test_coordinates_are_told_in_the_datas_own_units():
    axes = (Axis("height", 170.0, 10.0), Axis("", 0.0, 1.0))
    assert in_own_units(axes, 1.0, 2.0) == ("height 180", "x₂ 2")
    assert in_own_units(None, 1.0, -2.0) == ("x₁ 1.00", "x₂ −2.00")


def test_a_place_under_the_pointer_is_told_as_finely_as_pixels_are_apart():
    assert in_own_units(None, 2.2e-16, -0.3489, 0.04) == ("x₁ 0", "x₂ −0.35")
    assert in_own_units(None, 0.41312, -0.3489, 4e-4) == ("x₁ 0.4131", "x₂ −0.3489")


def bar_of(legend):
    return [QColor(color).lightness() for color in legend.bar]


@pytest.mark.parametrize("mode", ["output", "classes", "errors", "uncertainty"])
@pytest.mark.parametrize("discretize", [False, True])
def test_the_legend_has_the_colours_of_the_boundary_it_explains(mode, discretize):
    legend = boundary_legend(Experiment(), 1.0, mode, discretize)
    for place, probability in ((0, 0.0), (-1, 1.0)):
        if mode == "uncertainty":
            probability = (1.0, 0.5)[place]
        shown = boundary_pixels(Experiment(), grid_of([probability]), 1.0, mode, discretize)
        assert legend.bar[place] == shown[0, 0]


def test_the_legend_says_what_stands_at_its_ends():
    regression = edits.with_data(Experiment(), dataset="plane")
    named = Experiment(data=Data(dataset="custom", points=((0, 0, 0), (1, 1, 1)), class_names=("no", "yes")))
    three = edits.with_data(Experiment(), dataset="blobs", classes=3)
    assert boundary_legend(regression, 2.5, "output", False).low == "−2.5"
    assert boundary_legend(named, 1.0, "output", False).high == "yes"
    assert boundary_legend(Experiment(training=Training(loss="hinge")), 1.0, "output", False).low == "−1"
    assert boundary_legend(three, 1.0, "classes", False).classes == ("0", "1", "2")
    assert boundary_legend(three, 1.0, "uncertainty", False).high == "undecided"
    assert unit_legend(0.25).high == "0.25"


def test_undecided_is_darkest_at_the_legends_end_for_any_number_of_classes():
    for experiment in (Experiment(), edits.with_data(Experiment(), dataset="blobs", classes=3)):
        bar = bar_of(boundary_legend(experiment, 1.0, "uncertainty", False))
        assert bar[0] == max(bar)
        assert bar[-1] == min(bar)


def test_the_decision_is_where_two_classes_are_equal():
    three = edits.with_data(Experiment(), dataset="blobs", classes=3)
    shares = np.array([[[0.5, 0.4, 0.2]], [[0.3, 0.4, 0.3]], [[0.2, 0.2, 0.5]]])
    margins = decision_margins(three, shares)
    np.testing.assert_allclose(margins[0], [[0.2, 0.0, -0.3]], atol=1e-12)
    np.testing.assert_allclose(margins[1], [[-0.2, 0.0, -0.2]], atol=1e-12)
    assert decision_margins(edits.with_data(Experiment(), dataset="plane"), shares[:1]) == []


def test_where_the_picture_is_of_another_data_set_nothing_is_read_from_it(program):
    session, boundary = program.session, program.window.workspace.output_panel.boundary
    boundary.make_plot()
    session.edit(edits.with_data(session.experiment, dataset="plane"), "Dataset")
    program.until(lambda: session.snapshot.points.train_labels.min() < -0.5)
    QTest.mouseMove(boundary.surface, boundary.rect().center() / 2)
    session.edit(edits.with_data(session.experiment, dataset="blobs", classes=3), "Dataset")
    assert boundary.value_at(-3.0, 3.0) is None
    boundary.grab()
    program.until(lambda: boundary.value_at(-3.0, 3.0) is not None)
