"""A plot's axis puts values where they belong and marks round ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.ui.widgets.axis import Axis, linear_ticks, thinned


@given(st.floats(0.01, 1e4), st.booleans())
def test_a_pixel_leads_back_to_its_value(value, is_log):
    axis = Axis(0.005, 2e4, 200.0, 10.0, is_log)
    assert axis.value(axis.pixel(value)) == pytest.approx(value, rel=1e-6, abs=1e-6)


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_are_round_rising_and_on_the_axis(low, span):
    ticks = linear_ticks(low, low + span)
    assert ticks == sorted(ticks)
    assert len(ticks) <= 6
    assert all(low - 1e-6 * span <= tick <= low + span * (1 + 1e-6) for tick in ticks)


def test_a_logarithmic_axis_marks_powers_of_ten_and_leaves_out_zero():
    axis = Axis.around(np.array([0.0, np.nan, 0.002, 3.0]), 100.0, 0.0, is_log=True)
    assert axis.ticks() == [0.01, 0.1, 1.0]
    assert axis.low > 0.001


def test_no_values_still_make_an_axis():
    for is_log in (True, False):
        axis = Axis.around(np.array([np.nan]), 100.0, 0.0, is_log=is_log)
        assert axis.high > axis.low
        assert axis.ticks()


def test_equal_values_lie_in_the_middle_of_their_axis():
    axis = Axis.around(np.array([3.0, 3.0]), 0.0, 100.0, is_log=False)
    assert 20 < axis.pixel(3.0) < 80


def test_thinning_keeps_the_ends_and_the_extremes():
    points = np.stack((np.arange(10_000.0), np.zeros(10_000)), axis=1)
    points[5001, 1] = 9.0
    kept = thinned(points, 300)
    assert len(kept) < 400
    assert kept[:, 1].max() == 9.0
    assert (kept[0, 0], kept[-1, 0]) == (0.0, 9999.0)
