"""The output's tiles, and two pictures in one tile: each colour is that of its number and its place."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from playground.ui.look import theme
from playground.ui.network.tiles import beside, output_pixels, output_range, parted


def is_near(pixel, color: QColor) -> bool:
    made = QColor.fromRgb(int(pixel))
    return max(abs(a - b) for a, b in zip(made.getRgb()[:3], color.getRgb()[:3], strict=True)) <= 2


@pytest.mark.parametrize("classes", [3, 5])
@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_each_class_has_a_tile_in_its_own_colour(qapp, build, classes, loss):
    made = build(data={"dataset": "rings", "classes": classes}, training={"loss": loss})
    least = 0.0 if loss == "cross_entropy" else -1.0
    grids = np.full((classes, 2, 2), least, dtype=np.float32)
    grids[:, 0, 1] = 1.0
    pixels = output_pixels(made, grids)
    for k in range(classes):
        assert is_near(pixels[k, 0, 1], theme.current().class_color(k, classes))
        assert is_near(pixels[k, 1, 0], theme.current().zero)


@pytest.mark.parametrize(
    ("parts", "ends"),
    [
        ({"training": {"loss": "cross_entropy"}}, (0.0, 1.0)),
        ({"training": {"loss": "squared_error"}}, (-1.0, 1.0)),
        ({"training": {"loss": "hinge"}}, (-1.0, 1.0)),
        ({"data": {"dataset": "plane"}}, (-0.5, 0.5)),
    ],
)
def test_one_output_runs_from_the_negative_to_the_positive_colour(qapp, build, parts, ends):
    made = build(**parts)
    colors = theme.current()
    grids = np.array([[[ends[0], (ends[0] + ends[1]) / 2, ends[1]]]], dtype=np.float32)
    assert output_range(made, grids) == ends
    row = output_pixels(made, grids)[0, 0]
    for pixel, color in zip(row, (colors.negative, colors.zero, colors.positive), strict=True):
        assert is_near(pixel, color)


def test_the_activation_stands_at_the_left_and_the_slope_at_the_right():
    activation, slope = (np.arange(16, dtype=np.uint32).reshape(1, 4, 4) + by for by in (0, 100))
    both = beside(activation, slope)
    np.testing.assert_array_equal(both[:, :, :4], activation)
    np.testing.assert_array_equal(both[:, :, 4:], slope)
    halves = parted(activation, slope)
    np.testing.assert_array_equal(halves[:, :, :2], activation[:, :, :2])
    np.testing.assert_array_equal(halves[:, :, 2:], slope[:, :, 2:])
