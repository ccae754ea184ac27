"""Contours lie where the values cross the level."""

from __future__ import annotations

import numpy as np
import pytest

from playground.ui.widgets.contour import contour


def test_a_tilted_plane_has_a_straight_contour():
    rows, columns = np.mgrid[0:20, 0:30].astype(float)
    lines = contour(2.0 * columns - rows - 13.3)
    assert len(lines) > 10
    np.testing.assert_allclose(2.0 * lines[..., 0] - lines[..., 1], 13.3, atol=1e-9)


def test_a_ring_is_closed_and_round():
    rows, columns = np.mgrid[0:41, 0:41].astype(float)
    lines = contour(np.hypot(rows - 20, columns - 20), 12.3)
    radii = np.hypot(lines[..., 0] - 20, lines[..., 1] - 20)
    assert np.abs(radii - 12.3).max() < 0.05
    ends = np.round(lines.reshape(-1, 2), 6)
    _, counts = np.unique(ends, axis=0, return_counts=True)
    assert (counts == 2).all()


@pytest.mark.parametrize("corners", range(16))
def test_every_square_separates_its_high_from_its_low_corners(corners):
    values = np.array([1.0 if corners >> bit & 1 else -1.0 for bit in (0, 1, 3, 2)]).reshape(2, 2)
    lines = contour(values)
    crossed = sum(
        a != b
        for a, b in (
            (values[0, 0], values[0, 1]),
            (values[0, 1], values[1, 1]),
            (values[1, 1], values[1, 0]),
            (values[1, 0], values[0, 0]),
        )
    )
    assert 2 * len(lines) == crossed


def test_cells_without_numbers_have_no_contour():
    values = np.ones((4, 4))
    values[:, 2:] = -1.0
    values[1, 1] = np.nan
    assert len(contour(values)) == 1
    assert len(contour(np.full((3, 3), np.nan))) == 0
