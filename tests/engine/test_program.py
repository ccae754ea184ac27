"""A formula recorded once on symbols is the formula: the same numbers, on arrays that nobody else wants."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.activations import softplus
from playground.engine.program import Program, run


def recorded(formula, *arrays, kept: int = 0):
    """What the formula gives on arrays, and what it gives when it was recorded and run twice."""
    program = Program()
    expected = formula(*arrays)
    expected = expected[0] if kept else expected
    out = np.full(np.shape(expected), np.nan)
    saved = program.write(out, formula, *arrays)
    for _ in range(2):
        run(program.calls())
    assert len(saved) == kept
    np.testing.assert_array_equal(out, expected)
    return program


X = np.linspace(-3.0, 3.0, 12).reshape(3, 4)
W = np.linspace(0.5, 2.0, 6).reshape(3, 2)


@pytest.mark.parametrize(
    ("formula", "calls"),
    [
        (softplus, 6),
        (lambda x: x, 1),
        (lambda x: 1.0, 1),
        (np.tanh, 1),
        (lambda x: np.minimum(np.maximum(x, 0.0), 1.0), 2),
        (lambda x: 1.0 - x * x, 2),
        (lambda x: x[1:].T, 1),
        (lambda x: np.add.reduce(x * x, axis=1), 2),
        (lambda x: x - np.maximum.reduce(x), 2),
        (lambda x: x / np.sqrt(np.add.reduce(x * x, axis=1) + 1.0)[:, None], 5),
        (lambda x: np.matmul(x.T, x), 1),
    ],
)
def test_a_formula_gives_the_same_numbers_recorded_as_on_arrays(formula, calls):
    assert recorded(formula, X).length == calls


def test_a_product_of_matrices_is_recorded_as_a_ufunc():
    program = recorded(lambda w, x: np.tanh(np.matmul(w.T, x)), W, X)
    assert [function for function, _ in program.recorded] == [np.matmul, np.tanh]


def test_the_last_call_writes_where_the_result_is_wanted():
    program, out = Program(), np.empty_like(X)
    program.write(out, lambda x: 1.0 - x * x, X)
    assert program.recorded[-1][1][-1] is out


def test_several_results_go_to_several_places_and_the_rest_is_kept():
    program, first, second = Program(), np.empty_like(X), np.empty_like(X)
    (sums,) = program.write((first, second), lambda x: (np.exp(x), np.exp(x) * x, np.add.reduce(x)), X)
    program.write(np.empty_like(sums), lambda x: np.tanh(2.0 * np.add.reduce(x)), X)
    run(program.calls())
    np.testing.assert_array_equal(first, np.exp(X))
    np.testing.assert_array_equal(second, np.exp(X) * X)
    np.testing.assert_array_equal(sums, X.sum(axis=0))


def test_one_result_may_be_wanted_twice():
    program, first, second = Program(), np.empty_like(X), np.empty_like(X)

    def twice(x):
        value = np.exp(x)
        return value, value

    program.write((first, second), twice, X)
    run(program.calls())
    np.testing.assert_array_equal(first, np.exp(X))
    np.testing.assert_array_equal(second, np.exp(X))


def test_a_kept_view_keeps_what_it_is_a_view_of():
    program, out = Program(), np.empty_like(X)
    (kept,) = program.write(out, lambda x: (x + 1.0, np.add.reduce(x, axis=1)[:, None]), X)
    for _ in range(3):
        program.write(np.empty(3), lambda x: np.tanh(np.add.reduce(x * x, axis=1) + 1.0), X)
    run(program.calls())
    np.testing.assert_array_equal(kept[:, 0], X.sum(axis=1))


def test_a_result_that_was_looked_at_through_a_view_is_copied():
    def formula(x):
        sums = np.add.reduce(x, axis=1)
        return sums, x - sums[:, None]

    recorded(formula, X, kept=1)


def test_a_rule_works_in_place():
    program, w, velocity, g = Program(), np.ones(3), np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.25, 0.0])

    def momentum(w, velocity, g):
        velocity *= 0.5
        velocity += g
        w -= 0.1 * velocity

    program.change(momentum, w, velocity, g)
    expected = [np.ones(3), np.array([1.0, 2.0, 3.0])]
    for _ in range(4):
        run(program.calls())
        momentum(*expected, g)
    np.testing.assert_array_equal(w, expected[0])
    np.testing.assert_array_equal(velocity, expected[1])


def test_temporaries_take_arrays_that_are_used_up():
    program = Program()

    def long(x):
        for _ in range(20):
            x = np.tanh(x) + 1.0
        return x

    program.write(np.empty_like(X), long, X)
    program.write(np.empty_like(X), long, X)
    assert len({id(arguments[-1]) for _, arguments in program.recorded}) == 2 + 3


OPERATIONS = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "fmax": np.fmax,
    "tanh": lambda a, _b: np.tanh(a),
    "center": lambda a, b: a - np.add.reduce(b, axis=1)[:, None],
    "row": lambda a, b: a * b[0],
    "product": lambda a, b: np.matmul(a, b.T)[:, :1] + a,
    "in place": lambda a, b: a.__iadd__(b) if a is not b else a,
}


@given(
    steps=st.lists(
        st.tuples(st.sampled_from(list(OPERATIONS)), st.integers(0, 9), st.integers(0, 9), st.booleans()),
        min_size=1,
        max_size=14,
    )
)
def test_no_array_is_handed_out_while_somebody_still_wants_what_stands_in_it(steps):
    """Any tangle of temporaries, dropped early or held long, computes what plain NumPy computes."""

    def formula(x, y):
        held = [x + 0.0, y + 0.0]
        for name, first, second, drops in steps:
            made = OPERATIONS[name](held[first % len(held)], held[second % len(held)])
            if drops and len(held) > 2:
                held.pop(first % len(held))
            held.append(np.fmin(np.fmax(made, -9.0), 9.0))
        total = held[0]
        for one in held[1:]:
            total = total + one
        return total, held[-1]

    y = np.sin(X)
    program, out = Program(), np.empty_like(X)
    expected, last = formula(X, y)
    (kept,) = program.write(out, formula, X, y)
    program.write(np.empty_like(X), formula, X, y)
    run(program.calls())
    np.testing.assert_array_equal(out, expected)
    np.testing.assert_array_equal(kept, last)


@pytest.mark.parametrize(
    "formula", [np.add.accumulate, np.modf, lambda x: x > 0.0, lambda x: np.add.reduce(x, keepdims=True)]
)
def test_what_gives_no_numbers_of_the_one_type_cannot_be_recorded(formula):
    with pytest.raises(TypeError):
        Program().write(np.empty_like(X), formula, X)
