"""Units lie over the boundary where their z is 0, and show what the loss feels of them at the points."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from playground.engine.activations import curve
from playground.engine.experiment import Data, Experiment, Network
from playground.engine.layers.dense import Dense
from playground.engine.layers.norms import BatchNorm
from playground.ui.look import theme
from playground.ui.output import unit_lines
from playground.ui.output.unit_lines import (
    MOST_POINTS,
    UnitLines,
    clipped_line,
    next_weights,
    straight_line,
    weight_color,
    zero_contour,
)
from playground.ui.widgets.plane import PlaneFrame
from playground.ui.words.numbers import figures

PLANE = (-6.0, 6.0, -6.0, 6.0)


@pytest.fixture
def open_lines(open_boundary, qtbot):
    def make(*layers, features=("x1", "x2")):
        boundary = open_boundary(Experiment(network=Network(layers=layers, features=features)))
        session, lines = boundary.session, UnitLines(boundary.session, boundary)
        session.display.set(show_unit_lines=True)
        qtbot.waitUntil(lambda: session.snapshot.feature_grids is not None, timeout=30_000)
        return session, boundary, lines

    return make


@pytest.mark.parametrize(
    ("w1", "w2", "bias"), [(1.0, 2.0, 0.5), (0.0, 1.0, -3.0), (2.0, 0.0, 1.0), (-1.0, 1.0, 0.0)]
)
def test_a_line_runs_from_rim_to_rim_where_z_is_zero(w1, w2, bias):
    first, second = clipped_line(w1, w2, bias, PLANE)
    for x1, x2 in (first, second):
        assert w1 * x1 + w2 * x2 + bias == pytest.approx(0.0, abs=1e-9)
        assert max(abs(x1), abs(x2)) == pytest.approx(6.0)
    assert first != second


@pytest.mark.parametrize("line", [(0.0, 0.0, 1.0), (1.0, 0.0, 100.0), (0.001, 0.001, 5.0)])
def test_a_line_outside_the_frame_is_not_drawn(line):
    assert clipped_line(*line, PLANE) is None


def test_a_line_is_cut_in_a_plane_of_any_size():
    first, second = clipped_line(1.0, 1.0, 0.0, (-1e300, 1e300, -1e300, 1e300))
    assert (first, second) == ((-1e300, 1e300), (1e300, -1e300))


def places_of(contour: np.ndarray) -> np.ndarray:
    """The lines' points, without the gaps between lines."""
    return contour[np.isfinite(contour).all(axis=1)]


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "gelu"])
def test_the_contour_of_a_deeper_unit_is_where_its_pre_activation_vanishes(open_lines, qtbot, activation):
    session, _, _ = open_lines(Dense(units=4, activation=activation), Dense(units=3, activation=activation))
    network = session.compute(lambda run: (run.network.weights, run.network.biases)).result(5)
    at_origin = float(curve(activation, network[1][0])[0] @ network[0][1][:, 0])
    session.set_parameter(2, -1, 0, -0.1 - at_origin)  # so z changes its sign near the origin
    qtbot.waitUntil(lambda: session.snapshot.layer(2).biases[0] != 0.0)
    places = places_of(zero_contour(session.snapshot, (2, 0)))
    assert len(places), "this unit's z changes its sign on the plane"
    hidden = places @ network[0][0] + network[1][0]
    layer = session.snapshot.layer(2)
    values = np.stack([curve(activation, column)[0] for column in hidden.T], axis=1)
    z = values @ layer.weights[:, 0] + layer.biases[0]
    assert np.abs(z).max() < 0.05


def test_other_features_bend_the_first_layers_lines(open_lines):
    session, boundary, _ = open_lines(Dense(units=2), features=("x1", "x2^2"))
    assert straight_line(session.experiment, session.snapshot, (1, 0)) is None
    places = places_of(zero_contour(session.snapshot, (1, 0)))
    layer = session.snapshot.layer(1)
    z = layer.weights[0, 0] * places[:, 0] + layer.weights[1, 0] * places[:, 1] ** 2 + layer.biases[0]
    assert np.abs(z).max() < 0.2
    boundary.grab()


def test_maxout_is_drawn_where_its_pieces_meet(open_lines):
    session, _, _ = open_lines(Dense(units=2, activation="maxout"))
    places = places_of(zero_contour(session.snapshot, (1, 1)))
    weights, biases = session.snapshot.layer(1).weights, session.snapshot.layer(1).biases
    first = places @ weights[:, 1] + biases[1]
    second = places @ weights[:, 3] + biases[3]
    np.testing.assert_allclose(first, second, atol=1e-3)


def test_norm_layers_and_units_that_are_gone_do_no_harm(open_lines):
    session, _, _ = open_lines(Dense(units=3), BatchNorm(), Dense(units=2))
    assert zero_contour(session.snapshot, (2, 1)) is not None
    assert zero_contour(session.snapshot, (99, 0)) is None
    assert zero_contour(session.snapshot, (1, 7)) is None


def test_looked_at_closely_a_contour_is_taken_from_the_part_that_is_seen(open_lines, qtbot):
    session, boundary, _ = open_lines(Dense(units=4), Dense(units=2))
    x1, x2 = places_of(zero_contour(session.snapshot, (2, 0)))[5]
    pane = boundary.plot.pane
    pane.hold()
    pane.view.setRange(
        xRange=(x1 / 6 - 0.01, x1 / 6 + 0.01), yRange=(x2 / 6 - 0.01, x2 / 6 + 0.01), padding=0
    )
    qtbot.waitUntil(lambda: session.snapshot.part is not None and bool(session.snapshot.part.grids))
    places = places_of(zero_contour(session.snapshot, (2, 0)))
    assert len(places) > 50
    assert (np.abs(places - (x1, x2)) <= 0.06).all()
    boundary.grab()


def test_a_hovered_unit_lights_up(open_lines, qtbot):
    session, boundary, _ = open_lines(Dense(units=4), Dense(units=2))
    plain = boundary.grab().toImage()
    session.display.set(selected=(1, 2))
    assert boundary.grab().toImage() != plain


def test_lines_can_be_switched_off(open_lines):
    session, boundary, _ = open_lines(Dense(units=4))
    with_lines = boundary.grab().toImage()
    session.display.set(show_unit_lines=False)
    assert boundary.grab().toImage() != with_lines


def test_in_gradient_mode_the_points_carry_the_selected_units_gradient(open_lines, qtbot):
    session, boundary, _ = open_lines(Dense(units=4))
    before = boundary.grab().toImage()
    session.display.set(selected=(1, 1), node_mode="gradient", show_unit_lines=False)
    qtbot.waitUntil(lambda: session.snapshot.point_gradients is not None)
    assert len(session.snapshot.point_gradients) == len(session.snapshot.points.train)
    assert boundary.grab().toImage() != before
    session.display.set(node_mode="activation")
    qtbot.waitUntil(lambda: session.snapshot.point_gradients is None)


def test_a_line_has_the_colour_of_its_units_next_weight(open_lines):
    session, _, _ = open_lines(Dense(units=4), BatchNorm(), Dense(units=3))
    first, _, second = session.experiment.network.layers
    weights = session.compute(lambda run: run.network.weights).result(5)
    table = next(np.array(one) for one in weights if one.shape == (4, 3))
    largest = np.array([row[np.abs(row).argmax()] for row in table])
    np.testing.assert_array_equal(next_weights(session.snapshot, first.id, None), largest)
    for unit in range(3):
        towards = next_weights(session.snapshot, first.id, (second.id, unit))
        np.testing.assert_array_equal(towards, table[:, unit])
    colors = theme.current()
    assert weight_color(np.array([-2.0, 1.0]), 0) == colors.negative
    assert weight_color(np.array([1.0, 2.0]), 1) == colors.positive
    weak = weight_color(np.array([1e-9, 2.0]), 0)
    assert weak == theme.mix(colors.quiet, colors.positive, 0.15)


def test_numbers_of_lines_stand_clear_of_points_and_of_each_other(open_lines, monkeypatch):
    session, boundary, lines = open_lines(Dense(units=6))
    stood = []
    monkeypatch.setattr(unit_lines, "paint_haloed", lambda painter, middle, *_: stood.append(middle))
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    frame = PlaneFrame(boundary.frame.bounds, QRectF(0, 0, 300, 300))
    with QPainter(image) as painter:
        lines.paint(painter, frame)
    assert len(stood) == 6
    points = frame.pixels(session.snapshot.points.train)
    apart = [np.hypot(*(points - (one.x(), one.y())).T).min() for one in stood]
    assert min(apart) > 10.0, "the spiral leaves room at the rim"
    for one, other in combinations(stood, 2):
        assert (one - other).manhattanLength() > 10.0


@pytest.mark.parametrize(
    ("unit", "name"), [((1, 0), "∂L/∂a₁ "), ((1, 2), "∂L/∂a₃ "), ((-1, 0), "∂L/∂score ")]
)
def test_the_discs_say_whose_gradient_they_are(open_lines, qtbot, monkeypatch, unit, name):
    """The pill names the unit as its formula does, counted from 1, and the largest of the gradients."""
    session, boundary, lines = open_lines(Dense(id=1, units=3))
    session.display.set(selected=unit, node_mode="gradient", show_unit_lines=False)
    qtbot.waitUntil(lambda: session.snapshot.point_gradients is not None, timeout=30_000)
    qtbot.waitUntil(lambda: session.snapshot.request.point_gradients_of == unit, timeout=30_000)
    said = []
    monkeypatch.setattr(unit_lines, "paint_pill", lambda _painter, _rect, text, *, at_top: said.append(text))
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        lines.paint(painter, boundary.frame)
    (text,) = said
    assert text.startswith(name)
    largest = float(np.abs(session.snapshot.point_gradients).max())
    assert text.endswith(f"max {figures(largest, 2)}")


def test_discs_of_positive_gradients_are_blue_and_rings_of_negative_ones_orange(open_lines, qtbot):
    session, _, lines = open_lines(Dense(id=1, units=3))
    session.display.set(selected=(-1, 0), node_mode="gradient", show_unit_lines=False)
    qtbot.waitUntil(lambda: session.snapshot.point_gradients is not None, timeout=30_000)
    frame = PlaneFrame(PLANE, QRectF(0, 0, 1200, 1200))
    image = QImage(1200, 1200, QImage.Format.Format_RGB32)
    image.fill(theme.current().panel)
    with QPainter(image) as painter:
        lines.paint(painter, frame)
    snapshot = session.snapshot
    points = snapshot.points.train
    apart = np.hypot(*(points[:, None] - points[None]).T) + 100.0 * np.eye(len(points))
    seen = {True: 0, False: 0}
    for place in np.flatnonzero(apart.min(axis=0) > 0.25):
        middle = frame(*points[place]).toPoint()
        if middle.y() < 80:
            continue  # under the caption
        near = [
            image.pixelColor(middle.x() + dx, middle.y() + dy)
            for dx in range(-12, 13)
            for dy in range(-12, 13)
        ]
        painted = [color for color in near if color != theme.current().panel]
        is_blue = sum(color.blue() - color.red() for color in painted) > 0
        assert is_blue == (snapshot.point_gradients[place] > 0.0)
        seen[is_blue] += 1
    assert min(seen.values()) > 5


def test_of_very_many_points_those_with_the_largest_gradients_carry_discs(open_boundary, qtbot):
    many = Experiment(
        data=Data(dataset="gauss", samples=4000, noise=0.0), network=Network(layers=(Dense(units=3),))
    )
    boundary = open_boundary(many)
    session, lines = boundary.session, UnitLines(boundary.session, boundary)
    session.display.set(selected=(-1, 0), node_mode="gradient", show_unit_lines=False)
    qtbot.waitUntil(lambda: session.snapshot.point_gradients is not None, timeout=30_000)
    gradients, train = session.snapshot.point_gradients, session.snapshot.points.train
    assert len(gradients) > MOST_POINTS
    frame = PlaneFrame(PLANE, QRectF(0, 0, 1200, 1200))
    image = QImage(1200, 1200, QImage.Format.Format_RGB32)
    image.fill(theme.current().panel)
    with QPainter(image) as painter:
        lines.paint(painter, frame)
    largest = int(np.abs(gradients).argmax())
    colors = theme.current()
    middle = frame(*train[largest]).toPoint()
    rim = [image.pixelColor(middle.x() + dx, middle.y()).rgb() for dx in (-11, -10, -9, 9, 10, 11)]
    wanted = colors.positive if gradients[largest] > 0 else colors.negative
    assert rim.count(wanted.rgb()) >= 2
