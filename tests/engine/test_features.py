"""The features: values by name, and refusals in words."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.features import FEATURES, check_feature, evaluate

POINTS = np.array([[0.5, -2.0], [3.0, 1.0], [-1.5, 0.0]])
EXPECTED = {
    "x1": [0.5, 3.0, -1.5],
    "x2": [-2.0, 1.0, 0.0],
    "x1^2": [0.25, 9.0, 2.25],
    "x2^2": [4.0, 1.0, 0.0],
    "x1x2": [-1.0, 3.0, 0.0],
    "sin_x1": np.sin([0.5, 3.0, -1.5]),
    "sin_x2": np.sin([-2.0, 1.0, 0.0]),
    "cos_x1": np.cos([0.5, 3.0, -1.5]),
    "cos_x2": np.cos([-2.0, 1.0, 0.0]),
}


@pytest.mark.parametrize("name", FEATURES)
def test_each_feature_has_its_value(name):
    assert np.allclose(evaluate([name], POINTS)[:, 0], EXPECTED[name], rtol=1e-15)


def test_features_stand_side_by_side_in_the_given_order():
    values = evaluate(["x2", "=x1 + 10", "x1"], POINTS)
    assert values.dtype == np.float64
    assert values.tolist() == [[-2.0, 10.5, 0.5], [1.0, 13.0, 3.0], [0.0, 8.5, -1.5]]


def test_no_features_and_no_points_are_empty_tables():
    assert evaluate([], POINTS).shape == (3, 0)
    assert evaluate(["x1"], np.empty((0, 2))).shape == (0, 1)


def test_enormous_coordinates_warn_about_nothing():
    assert np.isinf(evaluate(["x1^2"], [[1e300, 0.0]])).all()
    assert np.isfinite(evaluate(["=x1^2", "=exp(x1)"], [[1e300, 0.0]])).all()


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"^network.features\[1\]: 'x3' is unknown; known: x1, x2, x1\^2"):
        check_feature("x3", "network.features[1]")


def test_a_broken_formula_says_what_is_wrong_with_it():
    check_feature("=x1*x2 + sin(x1)")
    with pytest.raises(ValueError, match=r"^a: a closing \) is missing$"):
        check_feature("=sin(x1", "a")
