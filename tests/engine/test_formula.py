"""Formulas: their values against Python's own arithmetic, their refusals, and that nothing is executed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from playground.engine.formula import (
    LARGEST_VALUE,
    MAXIMUM_LENGTH,
    FormulaError,
    Number,
    parse,
    parse_expression,
)

X1 = np.array([0.5, 2.0, -3.0])
X2 = np.array([-1.0, 4.0, 0.25])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x1*x2", X1 * X2),
        ("x1x2", X1 * X2),
        ("2x1 + 1", 2 * X1 + 1),
        ("2 pi x1", 2 * np.pi * X1),
        ("-x1^2", -(X1**2)),
        ("x1 ** 2", X1**2),
        ("x1² + x2³", X1**2 + X2**3),
        ("2^-x1", 2.0**-X1),
        ("2^3^2", np.full(3, 512.0)),
        ("x1 − x2 · 3", X1 - X2 * 3),
        ("(x1 - 1)(x2 + 1)", (X1 - 1) * (X2 + 1)),
        ("x1 / x2 / 2", X1 / X2 / 2),
        ("sin(x1)^2 + cos(x1)^2", np.ones(3)),
        ("max(x1, x2, 0)", np.maximum(np.maximum(X1, X2), 0)),
        ("min(x1, -x2)", np.minimum(X1, -X2)),
        ("abs(x1) + sqrt(abs(x2))", np.abs(X1) + np.sqrt(np.abs(X2))),
        ("exp(-(x1^2 + x2^2))", np.exp(-(X1**2 + X2**2))),
        ("log(e^x1)", X1),
        ("tanh(x₁)", np.tanh(X1)),
        (".5 + 1.e1 + 2E-1", np.full(3, 10.7)),
        ("+x1 - -x2", X1 + X2),
        (" 7 ", np.full(3, 7.0)),
    ],
)
def test_a_formula_has_the_value_that_it_says(text, expected):
    assert np.allclose(parse(text).evaluate(X1, X2), expected, rtol=1e-14)


@pytest.mark.parametrize(
    ("text", "sentence", "position"),
    [
        ("", "write a formula in x1 and x2", 0),
        ("  ", "write a formula in x1 and x2", 0),
        ("x1 +", "something is missing at the end", 4),
        ("x1 * * x2", r"'\*' cannot stand here", 5),
        ("(x1", r"a closing \) is missing", 3),
        ("x1)", r"'\)' cannot stand here", 2),
        ("x3", "'x3' is unknown; use x1, x2, pi", 0),
        ("sin x1", r"sin needs its argument in parentheses, such as sin\(x1\)", 0),
        ("sin(x1, x2)", "sin needs one argument", 0),
        ("max(x1)", "max needs 2 to 8 arguments", 0),
        ("x1 @ x2", "'@' cannot stand in a formula", 3),
        ("1.5.2", r"'\.2' cannot stand here", 3),
        ("1e999", "1e999 is no number", 0),
        ("x1^65", "the power 65 is too high; 64 is the highest", 2),
        ("x1^(8*9)", "the power 72 is too high", 2),
        ("x1^(0/0)", "the power nan is too high", 2),
        ("(" * 60 + "x1" + ")" * 60, "nested too deeply", 24),
        ("-" * 150 + "x1", "nested too deeply", 24),
        ("x1" + "+x1" * 100, f"longer than {MAXIMUM_LENGTH} characters", MAXIMUM_LENGTH),
        ("__import__('os').system('true')", '"\'" cannot stand in a formula', 11),
        ("x1.__class__", r"'\.' cannot stand in a formula", 2),
        ("lambda", "'lambda' is unknown", 0),
    ],
)
def test_what_is_no_formula_is_refused_in_words(text, sentence, position):
    with pytest.raises(FormulaError, match=sentence) as caught:
        parse(text)
    assert caught.value.position == position


def test_no_value_counts_as_zero_and_enormous_values_are_cut():
    x1 = np.array([-1.0, 0.0, 1e200])
    assert parse("log(x1)").evaluate(x1, x1)[0] == 0.0
    assert parse("x1/x1").evaluate(x1, x1)[1] == 0.0
    assert parse("log(x1)").evaluate(x1, x1)[1] == -LARGEST_VALUE
    assert parse("exp(x1)").evaluate(x1, x1)[2] == LARGEST_VALUE
    assert np.isnan(parse("x1/x1").raw_values(x1, x1)[1])


def _written(children: st.SearchStrategy) -> st.SearchStrategy:
    """Formulas as text beside the same as Python."""
    pairs = st.tuples(children, children)
    return st.one_of(
        pairs.map(lambda p: (f"({p[0][0]} + {p[1][0]})", f"({p[0][1]} + {p[1][1]})")),
        pairs.map(lambda p: (f"({p[0][0]} - {p[1][0]})", f"({p[0][1]} - {p[1][1]})")),
        pairs.map(lambda p: (f"{p[0][0]}*{p[1][0]}", f"{p[0][1]}*{p[1][1]}")),
        pairs.map(lambda p: (f"max({p[0][0]}, {p[1][0]})", f"max({p[0][1]}, {p[1][1]})")),
        children.map(lambda c: (f"sin({c[0]})", f"math.sin({c[1]})")),
        children.map(lambda c: (f"(-{c[0]})", f"(-{c[1]})")),
        children.map(lambda c: (f"abs({c[0]})^2", f"abs({c[1]})**2")),
    )


_leaves = st.one_of(
    st.sampled_from([("x1", "x1"), ("x2", "x2"), ("pi", "math.pi")]),
    st.floats(0, 9).map(lambda value: (f"{value:.3f}", f"{value:.3f}")),
)


@given(st.recursive(_leaves, _written, max_leaves=8), st.floats(-6, 6), st.floats(-6, 6))
def test_any_formula_agrees_with_python(formula, x1, x2):
    text, python = formula
    if len(text) > MAXIMUM_LENGTH:
        return
    expected = eval(python, {"math": math, "x1": x1, "x2": x2, "abs": abs, "max": max})
    if abs(expected) < LARGEST_VALUE:
        value = parse(text).evaluate(np.array([x1]), np.array([x2]))[0]
        assert value == pytest.approx(expected, rel=1e-9, abs=1e-9)


_pieces = st.sampled_from(
    [
        "x1",
        "x2",
        "x",
        "(",
        ")",
        "^",
        "**",
        "*",
        "/",
        "+",
        "-",
        ",",
        ".",
        "sin",
        "cos",
        "log",
        "max",
        "min",
        "sqrt",
        "exp",
        "pi",
        "e",
        "2",
        "0",
        "1e9",
        "9e99",
        ".5",
        "²",
        "_",
        "=",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "\\",
        "é",
        "(",
        ")",
        "(",
        ")",
    ]
)


@given(st.one_of(st.lists(_pieces, max_size=60).map("".join), st.text(max_size=220)))
@example("x1^x2^x1^-x2")
@example("9^9^9^9^9")
@example("max(" * 20 + "x1,1" + ")" * 20)
def test_any_text_is_a_formula_with_finite_values_or_gets_its_sentence(text):
    try:
        formula = parse(text)
    except FormulaError as error:
        assert 0 <= error.position <= max(len(text), MAXIMUM_LENGTH)
        assert str(error)
        return
    values = formula.evaluate(np.linspace(-6, 6, 7), np.linspace(6, -6, 7))
    assert values.shape == (7,)
    assert np.isfinite(values).all()


@pytest.mark.parametrize(
    ("text", "name", "variables"),
    [
        ("f = (x + y) * z", "f", ("x", "y", "z")),
        ("w0*x0 + w1*x1 + w0", "", ("w0", "x0", "w1", "x1")),
        ("x1x2 + pi", "", ("x1x2",)),
        ("loss_2=sigmoid(relu(s))", "loss_2", ("s",)),
        ("2 a b", "", ("a", "b")),
        ("1 + 2", "", ()),
    ],
)
def test_an_expression_has_variables_of_any_name(text, name, variables):
    found = parse_expression(text)
    assert (found.name, found.variables) == (name, variables)


def test_a_given_name_is_no_constant():
    assert parse_expression("e").root == Number(math.e)
    assert parse_expression("e", ["e"]).variables == ("e",)


def test_an_expressions_error_names_its_place_in_the_whole_text():
    with pytest.raises(FormulaError, match="cannot stand here") as caught:
        parse_expression("f = x + * y")
    assert caught.value.position == 8


def test_what_only_expressions_know_is_no_formula():
    for text in ("sigmoid(x1)", "relu(x1)", "f = x1", "w"):
        with pytest.raises(FormulaError):
            parse(text)
