"""Numbers are judged by the column: thousands, decimals, units, signs; what is open is told."""

from __future__ import annotations

import math

import pytest

from playground.interop.numerals import read_numbers
from playground.interop.proposal import propose


@pytest.mark.parametrize(
    ("cells", "values", "unit"),
    [
        (["1,200", "310,000"], [1200, 310000], ""),
        (["1.200,5", "3,0"], [1200.5, 3], ""),
        (["1 234,5", "987"], [1234.5, 987], ""),
        (["1\u00a0234,5", "1\u202f987"], [1234.5, 1987], ""),
        (["1'234.5", "1’000"], [1234.5, 1000], ""),
        (["12,5", "3"], [12.5, 3], ""),
        (["0,125", "1,500"], [0.125, 1.5], ""),
        (["1.234", "2.500"], [1.234, 2.5], ""),
        (["\u22121.5", "\uff12"], [-1.5, 2], ""),
        (["5.1 cm", "4cm"], [5.1, 4], "cm"),
        (["40 %", "50%"], [40, 50], "%"),
        (["$1,200", "-$900.50"], [1200, -900.5], "$"),
        (["₩1,000,000", "₩5"], [1000000, 5], "₩"),
        (["1.0D+02", "2d0"], [100, 2], ""),
        (["12,34,567", "5"], [1234567, 5], ""),
        (["5 cm", "3 cm", "50 mm"], [5, 3, math.nan], "cm"),
        (["2024-01-05", "12:30"], [math.nan, math.nan], ""),
    ],
)
def test_a_columns_numbers_are_read(cells, values, unit):
    numbers = read_numbers(cells)
    assert numbers.values == pytest.approx(values, nan_ok=True)
    assert numbers.unit == unit


def test_other_columns_decide_what_one_leaves_open():
    assert read_numbers(["1,200", "3,400"], comma_decimals=True).values.tolist() == [1.2, 3.4]
    data = propose("x;y;label\n1.200;12,5;a\n3.400;1,5;b\n").opened()
    first = [
        axis.offset + axis.scale * value
        for axis, value in zip(data.experiment.data.axes, data.experiment.data.points[0], strict=False)
    ]
    assert first == pytest.approx([1200, 12.5])
    assert "x: 1.200 was read as 1200." in data.notes, "what could be read otherwise is told"


def test_a_unit_goes_to_the_axis():
    axes = propose('price,area,label\n"$1,200",40 %,0\n"$3,500",50 %,1\n').opened().experiment.data.axes
    assert [axis.name for axis in axes] == ["price ($)", "area (%)"]


def test_what_is_owed_stands_in_brackets_and_is_negative():
    numbers = read_numbers(["(1,234.50)", "12.25", "(7)", "3,000"])
    assert numbers.values.tolist() == [-1234.5, 12.25, -7.0, 3000.0]
    assert numbers.unsure, "it says that it took brackets for minus"
    assert read_numbers(["($5.50)", "$2.25"]).values.tolist() == [-5.5, 2.25]
