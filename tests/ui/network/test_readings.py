"""What bubbles, colours and histograms of the network say, against the numbers they are of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from playground.engine.experiment import Data, Experiment, Network
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.training import TrainingRun
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import Histogram, SnapshotRequest
from playground.ui.look import theme
from playground.ui.network import histograms
from playground.ui.network.edges import LEVELS, levels_of, strength_color
from playground.ui.network.readout import Target
from playground.ui.network.values import all_bias_values, bias_colors, bias_values
from playground.ui.words import numbers

ALL = SnapshotRequest(
    gradients="minibatch",
    probe=(1.5, -0.5, 1.0),
    unit_histograms=True,
    boundary_resolution=8,
    unit_resolution=8,
)


@pytest.fixture
def shown(stage):
    """A stage that shows three steps of training with all numbers; and what it shows."""

    def show(experiment=None):
        one = stage(experiment)
        run = TrainingRun(one.session.experiment)
        run.take_steps(3)
        one.session.show(snapshot_of(run, ALL))
        return one, one.session.snapshot

    return show


def lines_of(one, target) -> dict[str, str]:
    bubble = one.canvas.input.bubble_of(target)
    return {line.text: line.value for line in bubble.lines}


def test_a_bias_bubble_says_the_bias_and_its_own_gradient(shown):
    one, snapshot = shown()
    layer = snapshot.layers[0]
    for unit in range(4):
        said = lines_of(one, Target("bias", 1, unit))
        assert said["bias"] == numbers.plain(float(layer.biases[unit]), 3)
        assert said["∂loss/∂b, last minibatch"] == numbers.compact(float(layer.bias_gradients[unit]))


def test_at_the_probe_a_unit_says_its_activation_and_gradient_and_the_output_its_scores(shown):
    one, snapshot = shown()
    for column, name in ((1, "∂loss/∂unit there"), (3, "∂loss/∂score there")):
        layer = snapshot.probe.layers[column - 1]
        said = lines_of(one, Target("unit", column, 0))
        assert said["at the probe point"] == numbers.plain(float(layer.activations[0]), 3)
        assert said[name] == numbers.compact(float(layer.gradients[0]))
        assert sum("there" in text for text in said) == 1


def test_a_dropped_unit_says_so_and_the_others_say_they_were_on(shown, network):
    one, snapshot = shown(network(Dense(id=1, units=3), Dropout(id=2, rate=0.5)))
    layers = tuple(
        replace(layer, dropped=np.array([True, False, True])) if layer.kind == "dropout" else layer
        for layer in snapshot.layers
    )
    one.session.show(replace(snapshot, layers=layers))
    for column in (1, 2):
        for unit, is_dropped in enumerate((True, False, True)):
            said = " ".join(lines_of(one, Target("unit", column, unit)))
            assert ("Dropped" in said) == is_dropped
            assert ("On for at least half" in said) == (not is_dropped)


@pytest.mark.parametrize("activation", ["tanh", "maxout"])
def test_a_bias_square_shows_what_the_edges_show(activation):
    run = TrainingRun(Experiment(network=Network(layers=(Dense(id=1, units=4, activation=activation),))))
    run.network.biases[0][:] = np.linspace(-2.0, 3.0, run.network.biases[0].size)
    run.take_steps(3)
    layer = snapshot_of(run, ALL).layers[0]
    assert np.abs(layer.bias_updates).max() > 0.0
    for mode, expected in (
        ("weight", layer.biases),
        ("gradient", layer.bias_gradients),
        ("update", layer.bias_updates),
        ("ratio", np.abs(layer.bias_updates / layer.biases)),
    ):
        np.testing.assert_allclose(bias_values(layer, mode), expected[:4])


def test_the_weakest_strength_has_the_level_of_its_sign():
    strengths = np.array([-1.0, -1e-9, 0.0, np.nan, 1e-9, 1.0])
    assert levels_of(strengths).tolist() == [-LEVELS, -1, 0, 0, 1, LEVELS]


def test_a_features_place_is_the_tables_whatever_the_order_they_were_switched_on(stage, network):
    one = stage(network(2, features=("x2", "sin_x1", "x1")))
    tops = [one.tile(0, unit).y() for unit in range(3)]
    assert tops[2] < tops[0] < tops[1], "x1, x2, sin_x1 from the top"


def histogram(*counts: int) -> Histogram:
    return Histogram(np.array([counts]), np.linspace(-2.0, 2.0, len(counts) + 1))


def layer_with(**changes):
    run = TrainingRun(Experiment(data=Data(), network=Network(layers=(Dense(id=1, units=1),))))
    layer = snapshot_of(run, SnapshotRequest(unit_histograms=True)).layers[0]
    return replace(layer, **changes)


def is_near(pixel: int, color: QColor) -> bool:
    made = QColor.fromRgb(int(pixel))
    return max(abs(a - b) for a, b in zip(made.getRgb()[:3], color.getRgb()[:3], strict=True)) < 3


def test_lying_bars_are_green_for_activations_and_red_for_gradients_low_values_at_the_bottom(qapp):
    """Both have all their points in the lowest bin."""
    low = histogram(9, *[0] * 7)
    layer = layer_with(unit_pre_activations=low, unit_activations=low, unit_gradients=low)
    pixels = histograms.tile_pixels(layer, 64, 80)[0]
    colors = theme.current()
    right = pixels[:, 52:]
    found = {
        name: np.argwhere([[is_near(pixel, color) for pixel in row] for row in right])
        for name, color in (("green", colors.forward), ("red", colors.gradient))
    }
    assert len(found["green"]) > 20 < len(found["red"])
    assert found["green"][:, 1].max() < found["red"][:, 1].min()
    for places in found.values():
        assert places[:, 0].min() > 32


def test_in_the_large_histogram_the_curve_is_green_and_its_slope_red(qapp):
    """Tanh rises from the lower left to the upper right; its slope is highest in the middle."""
    layer = layer_with(unit_pre_activations=histogram(*[0] * 8))
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    colors = theme.current()
    image.fill(colors.panel)
    with QPainter(image) as painter:
        histograms.paint_main(painter, QRectF(0, 0, 200, 100), layer, 0)

    def colour_at(x: int, rows: range) -> set[str]:
        near = {"green": colors.forward, "red": colors.gradient}
        pixels = [image.pixel(x, y) for y in rows]
        return {name for name, color in near.items() if any(is_near(pixel, color) for pixel in pixels)}

    assert colour_at(190, range(0, 20)) == {"green"}
    assert colour_at(5, range(50, 100)) >= {"green"}
    middle = set.union(*(colour_at(x, range(0, 20)) for x in range(92, 108)))
    assert middle == {"red"}


def test_a_layer_goes_into_the_gap_that_is_named_while_it_still_stands_in_its_place(stage, network):
    for layer_id, gap, expected in (
        (1, 0, [1, 2, 3]), (1, 1, [1, 2, 3]), (1, 2, [2, 1, 3]), (1, 3, [2, 3, 1]),
        (3, 3, [1, 2, 3]), (3, 2, [1, 2, 3]), (3, 1, [1, 3, 2]), (3, 0, [3, 1, 2]),
    ):  # fmt: skip
        one = stage(network(2, 3, 4))
        one.canvas.commands.move(layer_id, gap)
        assert one.ids == expected, (layer_id, gap)


def test_a_bias_has_the_colour_of_an_edge_of_its_strength_and_what_is_no_number_is_marked(qapp):
    biases = {4: np.array([0.5, np.nan, 0.0, -1.0]), 5: np.array([1.0])}
    colors = bias_colors(biases, [levels_of(values) for values in biases.values()])
    expected = [strength_color(0.5), theme.current().danger, strength_color(0.0), strength_color(-1.0)]
    assert [color.rgb() for color in colors[4]] == [color.rgb() for color in expected]
    assert [color.rgb() for color in colors[5]] == [strength_color(1.0).rgb()]
    assert all_bias_values(None, "gradient") == {}, "nothing is known while the edges wait for a probe"
