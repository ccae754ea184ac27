"""A plot's axes mark round numbers, show all values, and curves are thinned without losing a peak."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.ui.plots.scale import linear_ticks, log_ticks, opened, room_around, thinned


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.floats(1, 8))
def test_ticks_are_round_rising_and_on_the_axis(low, span, most):
    ticks = linear_ticks(low, low + span, most)
    assert ticks == sorted(ticks)
    assert len(ticks) <= most + 2
    assert all(low - 1e-6 * span <= tick <= low + span * (1 + 1e-6) for tick in ticks)


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (-2.7, 0.5, 4, [-2, -1, 0]),
        (-9.0, 0.0, 4, [-9, -6, -3, 0]),
        (-0.9, -0.1, 4, [np.log10(0.2), np.log10(0.5)]),
        (306.5, 330.0, 4, [307, 308]),
        (308.0, 309.0, 4, [308]),
        (320.0, 330.0, 4, []),
        (-330.0, -305.5, 4, [-307, -306]),
    ],
)
def test_a_logarithmic_axis_marks_powers_of_ten_or_within_one_1_2_and_5(low, high, most, ticks):
    assert log_ticks(low, high, most) == pytest.approx(ticks)


def test_all_finite_values_are_in_the_range():
    values = np.array([np.nan, 0.2, 3.0, np.inf])
    low, high = room_around(values)
    assert low < 0.2 < 3.0 < high
    assert room_around(values, floor=0.0)[0] == 0.0


@pytest.mark.parametrize("is_log", [True, False])
def test_no_values_still_make_a_range(is_log):
    low, high = room_around(np.array([np.nan]), is_log=is_log)
    assert low < high


@pytest.mark.parametrize("span", [(3.0, 3.0), (0.0, 0.0), (np.nan, 1.0), (0.0, np.inf), (1e9, 1e9 + 1e-6)])
def test_a_range_is_never_empty_or_infinite(span):
    low, high = opened(span)
    assert low < high
    assert np.isfinite([low, high]).all()


def test_thinning_keeps_the_ends_and_the_extremes():
    places, heights = np.arange(10_000.0), np.zeros(10_000)
    heights[5001] = 9.0
    xs, ys = thinned(places, heights, (0.0, 9999.0), 300)
    assert len(xs) < 700
    assert ys.max() == 9.0
    assert (xs[0], xs[-1]) == (0.0, 9999.0)


def test_thinning_leaves_out_what_is_not_seen_but_for_a_point_on_each_side():
    places = np.arange(100.0)
    xs, _ = thinned(places, places, (40.0, 50.0), 300)
    assert (xs[0], xs[-1]) == (39.0, 51.0)
