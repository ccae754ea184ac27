"""Numbers in the window read well and never lie about zero."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.ui.words import numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.00"),
        (-0.0, "0.00"),
        (0.314, "0.31"),
        (-0.314, "\u22120.31"),
        (-0.0004, "\u22124.0e\u22124"),
        (-0.006, "\u22120.0060"),
        (0.0314, "0.031"),
        (-7.5e-4, "\u22127.5e\u22124"),
        (1234.5, "1234.5"),
        (2e7, "2.0e7"),
        (math.nan, "\u2013"),
        (-math.inf, "\u2212\u221e"),
    ],
)
def test_plain_numbers(value, text):
    assert numbers.plain(value) == text


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (0.0, ("0.000", "0.00", "0")),
        (0.3141, ("0.314", "0.31")),
        (1.34e-7, ("1.3e\u22127", "1e\u22127")),
        (-8.6e-38, ("\u22128.6e\u221238", "\u22129e\u221238")),
        (-1.7e-250, ("\u22121.7e\u2212250", "\u22122e\u2212250", "\u22480")),
        (98765.43, ("98765.43", "98765.4", "9.9e4", "1e5")),
        (math.nan, ("\u2013",)),
    ],
)
def test_a_number_is_shortened_by_one_rule(value, texts):
    assert numbers.forms(value, 3) == texts


@given(st.floats(), st.integers(1, 12))
def test_a_number_for_a_room_is_its_first_form_that_fits(value, signs):
    forms = numbers.forms(value)
    assert numbers.within(value, signs) == next((one for one in forms if len(one) <= signs), forms[-1])


@pytest.mark.parametrize(
    ("share", "spacing", "text"),
    [(0.5, 0.1, "50"), (0.995, 0.005, "99.5"), (1.0, 0.005, "100.0"), (0.0, 0.1, "0")],
)
def test_ticks_in_per_cent_can_be_told_apart(share, spacing, text):
    assert numbers.percent_on_axis(share, spacing) == f"{text}\u2009%"


@pytest.mark.parametrize(
    ("value", "text"), [(0.03, "0.03"), (1000.0, "1000"), (1e6, "1e6"), (2.5e-5, "2.5e-5"), (-1e12, "-1e12")]
)
def test_a_number_in_a_field_is_written_as_one_types_it(value, text):
    assert numbers.typed(value) == text
    assert numbers.read(text) == value


@given(st.floats(allow_nan=False))
def test_every_number_has_a_form_for_a_little_room(value):
    assert len(numbers.forms(value, 3)[-1]) <= len(numbers.ROOM)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.9998, ">99.9"), (1.0, "100.0"), (0.0001, "<0.1"), (0.0, "0.0"), (0.984, "98.4"), (0.9994, "99.9")],
)
def test_4999_of_5000_are_never_called_all(share, text):
    assert numbers.percent_exact(share) == f"{text}\u2009%"


@given(st.floats(-1e9, 1e9))
def test_every_way_to_write_a_number_changes_to_powers_of_ten_at_the_same_places(value):
    texts = {"e" in numbers.plain(value), "e" in numbers.compact(value), "e" in numbers.figures(value, 3)}
    assert len(texts) == 1


@given(st.floats(-1e5, 1e5).filter(lambda value: value != 0.0))
def test_no_number_is_rounded_to_less_than_two_figures(value):
    said = numbers.read(numbers.plain(value))
    assert said == pytest.approx(value, rel=0.051)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.00095, "9.5e\u22124"), (0.021, "0.021"), (3.44, "3.4"), (123.4, "123"), (-0.0, "0")],
)
def test_compact_numbers(value, text):
    assert numbers.compact(value) == text


@pytest.mark.parametrize(
    ("value", "count", "text"),
    [(0.9996, 2, "1.0"), (-0.9996, 2, "\u22121.0"), (9.99, 2, "10"), (99.96, 3, "100"), (0.0996, 2, "0.10"),
     (0.99, 2, "0.99"), (999.7, 2, "1,000"), (0.0009996, 2, "1.0e\u22123")],
)  # fmt: skip
def test_what_is_rounded_up_to_a_power_of_ten_has_no_figure_more(value, count, text):
    assert numbers.figures(value, count) == text


@pytest.mark.parametrize(
    ("factor", "text"), [(1.84, "1.8"), (203.0, "200"), (1234.0, "1,200"), (2e6, "2.0e6")]
)
def test_factors_are_said_in_two_figures(factor, text):
    assert numbers.fold(factor) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0\u2009%"),
        (0.001, "<1\u2009%"),
        (0.004, "<1\u2009%"),
        (0.007, "1\u2009%"),
        (0.993, "99\u2009%"),
        (0.999, ">99\u2009%"),
        (1.0, "100\u2009%"),
        (0.125, "12\u2009%"),
    ],
)
def test_a_share_that_is_not_all_never_says_all(share, text):
    assert numbers.percent(share) == text


@given(st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_no_number_is_a_minus_zero(value):
    for form in (numbers.plain, numbers.compact, numbers.scientific):
        text = form(value)
        digits = text.removeprefix("\u2212")
        assert not (text != digits and set(digits) <= set("0.")), text
        assert (digits.strip("0.") == "") == (value == 0.0)


@given(st.floats(-1e6, 1e6))
def test_what_is_shown_can_be_typed_back(value):
    back = numbers.read(numbers.plain(value, 4))
    assert back == pytest.approx(value, rel=0.06, abs=1e-4)


@pytest.mark.parametrize("text", ["", "abc", "1e999", "nan", "1 2"])
def test_what_is_no_number_is_refused(text):
    assert numbers.read(text) is None
