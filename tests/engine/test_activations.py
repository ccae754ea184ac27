"""Every activation is what its formula says, has the derivative it claims, and stays finite."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.activations import ACTIVATIONS, Forwarded, curve
from playground.engine.program import Program, run

SMOOTH = [name for name, record in ACTIVATIONS.items() if not record.has_pieces]
FORMULAS = {
    "linear": lambda z: z,
    "relu": lambda z: max(z, 0.0),
    "leaky_relu": lambda z: max(0.1 * z, z),
    "elu": lambda z: z if z > 0 else math.exp(z) - 1.0,
    "tanh": math.tanh,
    "sigmoid": lambda z: 1.0 / (1.0 + math.exp(-z)),
    "softplus": lambda z: math.log(1.0 + math.exp(z)),
    "gelu": lambda z: 0.5 * z * (1.0 + math.tanh(math.sqrt(2.0 / math.pi) * (z + 0.044715 * z**3))),
    "silu": lambda z: z / (1.0 + math.exp(-z)),
}
EXTREMES = np.array(
    [-1.7e308, -1e300, -1e30, -800.0, -40.0, -1e-300, 0.0, 1e-300, 40.0, 800.0, 1e300, 1.7e308]
)


def forward_and_slope(name: str, z: np.ndarray, dtype: type = np.float64) -> tuple[np.ndarray, np.ndarray]:
    """Value and derivative at ``z (pieces, n)``, of one unit."""
    program = Program(dtype)
    pre = z.astype(dtype)
    value, slope = program.empty(1, z.shape[1]), program.empty(*z.shape)
    saved = ACTIVATIONS[name].forward(program, pre, value)
    ACTIVATIONS[name].backward(program, Forwarded(pre, value, saved), np.ones_like(value), slope)
    with np.errstate(all="ignore"):
        run(program.calls())
    return value[0], slope


def test_the_names_are_those_of_the_file_format():
    assert set(ACTIVATIONS) == {*FORMULAS, "maxout"}


@pytest.mark.parametrize("name", SMOOTH)
@given(z=st.floats(-30.0, 30.0))
def test_the_value_is_the_formulas(name, z):
    value, _ = forward_and_slope(name, np.array([[z]]))
    assert value[0] == pytest.approx(FORMULAS[name](z), rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("name", SMOOTH)
@given(z=st.floats(-8.0, 8.0).filter(lambda z: abs(z) > 1e-3))
def test_the_slope_is_the_limit_of_differences(name, z):
    h = 1e-5
    _, slope = forward_and_slope(name, np.array([[z]]))
    numeric = (FORMULAS[name](z + h) - FORMULAS[name](z - h)) / (2.0 * h)
    assert slope[0, 0] == pytest.approx(numeric, rel=1e-7, abs=1e-9)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_value_and_slope_are_finite_for_any_finite_input(name, dtype):
    z = EXTREMES if dtype is np.float64 else np.clip(EXTREMES, -3e38, 3e38)
    z = np.stack([z, z[::-1], 0.5 * z]) if ACTIVATIONS[name].has_pieces else z[None]
    value, slope = forward_and_slope(name, z, dtype)
    assert np.isfinite(value).all()
    assert np.isfinite(slope).all()
    assert np.abs(slope).max() <= 1.2


@pytest.mark.parametrize("name", SMOOTH)
def test_the_largest_slope_is_the_supremum(name):
    _, slope = forward_and_slope(name, np.linspace(-20.0, 20.0, 4001)[None])
    assert np.abs(slope).max() == pytest.approx(ACTIVATIONS[name].largest_slope, rel=0.01)


@given(pieces=st.integers(2, 8), seed=st.integers(0, 1000))
def test_maxout_takes_the_largest_piece_and_gives_it_the_gradient(pieces, seed):
    z = np.random.default_rng(seed).standard_normal((pieces, 5))
    value, slope = forward_and_slope("maxout", z)
    np.testing.assert_array_equal(value, z.max(axis=0))
    np.testing.assert_array_equal(slope, z == z.max(axis=0))


def test_the_first_of_equal_pieces_gets_the_gradient():
    _, slope = forward_and_slope("maxout", np.array([[1.0], [2.0], [2.0]]))
    np.testing.assert_array_equal(slope[:, 0], [0.0, 1.0, 0.0])


def test_a_max_gate_routes_the_gradient_as_in_the_lecture():
    program, z, out, value = Program(), np.array([[4.0], [5.0]]), np.zeros((2, 1)), np.zeros((1, 1))
    saved = ACTIVATIONS["maxout"].forward(program, z, value)
    ACTIVATIONS["maxout"].backward(program, Forwarded(z, value, saved), np.array([[9.0]]), out)
    run(program.calls())
    np.testing.assert_array_equal(out[:, 0], [0.0, 9.0])


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_the_curve_for_drawing_is_value_and_slope(name):
    z = np.linspace(-4.0, 4.0, 9)
    values, slopes = curve(name, z)
    assert values.shape == slopes.shape == z.shape
    if name == "maxout":
        np.testing.assert_allclose(values, np.maximum(z, -0.5 * z))
        np.testing.assert_allclose(slopes[z != 0], np.where(z > 0, 1.0, -0.5)[z != 0])
    else:
        np.testing.assert_allclose(values, [FORMULAS[name](x) for x in z], rtol=1e-12, atol=1e-13)
