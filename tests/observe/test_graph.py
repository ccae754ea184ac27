"""Computational graphs of expressions: the lecture's numbers, finite differences, and another implementation."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from playground import graph
from playground.engine.formula import FormulaError
from playground.observe.graph import Graph, GraphError, folded, position_of, reached, unfolded, update

NEURON = "f = 1/(1+exp(-(w0*x0 + w1*x1 + w2)))"
NEURON_VALUES = {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "w2": -3}


def phases(found: Graph) -> dict[str, int]:
    counts: dict[str, int] = {}
    for step in found.steps:
        counts[step.phase] = counts.get(step.phase, 0) + 1
    return counts


def patterns(found: Graph) -> dict[str, str]:
    return {gate.kind: gate.pattern for gate in found.gates}


# ---------------------------------------------------------------------------- the lecture's numbers


def test_the_lectures_first_graph():
    g = graph("f = (x + y) * z", x=-2, y=5, z=-4)
    assert g.value == -12.0
    assert g.gradients == {"x": -4.0, "y": -4.0, "z": 3.0}
    assert (g.gate("q").kind, g.gate("q").value, g.gate("q").gradient) == ("add", 3.0, -4.0)
    assert phases(g) == {"forward": 3, "seed": 1, "backward": 2}
    assert [step.symbols for step in g.steps] == [
        "x, y, z",
        "q = x + y",
        "f = q * z",
        "df/df = 1",
        "df/dq = df/df * z; df/dz = df/df * q",
        "df/dx = df/dq * dq/dx; df/dy = df/dq * dq/dy",
    ]
    assert g.steps[-1].numbers == "-4.00 * 1.00 = -4.00; -4.00 * 1.00 = -4.00"


GATE_BY_GATE = [1.0, -0.5344, -0.5344, -0.1966, 0.1966]


@pytest.mark.parametrize("text", [NEURON, NEURON.partition("= ")[2], "sigmoid(w0*x0 + w1*x1 + w2)"])
@pytest.mark.parametrize("way", ["as written", "folded", "unfolded"])
def test_the_lectures_sigmoid_neuron(text, way):
    g = graph(text, **NEURON_VALUES)
    g = {"as written": g, "folded": folded(g), "unfolded": unfolded(g)}[way]
    assert round(g.value, 4) == 0.7311
    assert {name: round(gradient, 4) for name, gradient in g.gradients.items()} == {
        **{"w0": -0.1966, "x0": 0.3932, "w1": -0.3932, "x1": -0.5898, "w2": 0.1966}
    }
    is_whole = way == "folded" or (way == "as written" and "sigmoid" in text)
    if is_whole:
        assert g.output.kind == "sigmoid"
        assert g.output.local[0] == pytest.approx((1 - g.value) * g.value, rel=1e-12)
        assert g.steps[-5].symbols == "df/dq4 = df/df * (1 - f) f"
        assert g.gates[g.output.inputs[0]].value == 1.0
    else:
        chain = [g.output]
        while len(chain) < 5:
            chain.append(g.gates[chain[-1].inputs[0]])
        assert [gate.kind for gate in chain] == ["reciprocal", "add_constant", "exp", "neg", "add"]
        assert [round(gate.gradient, 4) for gate in chain] == GATE_BY_GATE
        assert chain[-1].value == 1.0


def test_the_four_patterns_have_the_lectures_numbers():
    add = graph("2*(x + y)", x=3, y=4)
    assert (add.gate("q").value, add.gate("q").gradient, add.gradients) == (7.0, 2.0, {"x": 2.0, "y": 2.0})
    mul = graph("5*(x * y)", x=2, y=3)
    assert (mul.gate("q").value, mul.gradients) == (6.0, {"x": 15.0, "y": 10.0})
    routed = graph("9*max(x, y)", x=4, y=5)
    assert (routed.gate("q").value, routed.gradients) == (5.0, {"x": 0.0, "y": 9.0})
    copied = graph("4*x + 2*x", x=7)
    (copy,) = [gate for gate in copied.gates if gate.kind == "copy"]
    assert [wire.gradient for wire in copied.wires_from[copy.id]] == [4.0, 2.0]
    assert [wire.value for wire in copied.wires_from[copy.id]] == [7.0, 7.0]
    assert copied.steps[-1].numbers == "4.00 + 2.00 = 6.00"
    assert copied.gradients == {"x": 6.0}
    assert patterns(copied) | patterns(routed) | patterns(mul) == {
        **{"input": "", "copy": "adds", "mul_constant": "scales", "add": "distributes"},
        **{"max": "routes", "mul": "swaps"},
    }


# ------------------------------------------------------------------------------- copies and kinks


@pytest.mark.parametrize(
    ("text", "x", "gradient", "copies"),
    [
        ("x*x", 3.0, 6.0, 1),
        ("x^2", 3.0, 6.0, 0),
        ("x*x + x", 3.0, 7.0, 1),
        ("max(x, x)", 2.0, 1.0, 1),
        ("min(x, x)", 2.0, 1.0, 1),
        ("x - x", 2.0, 0.0, 1),
        ("x / x", 2.0, 0.0, 1),
        ("x^x", 2.0, 4.0 * (math.log(2.0) + 1.0), 1),
        ("x", 2.0, 1.0, 0),
        ("relu(x)", 0.0, 0.0, 0),
        ("abs(x)", 0.0, 0.0, 0),
        ("max(0, x)", 0.0, 0.0, 0),
        ("max(x, 0)", 0.0, 1.0, 0),
    ],
)
def test_a_value_used_more_than_once_has_the_sum_of_its_gradients(text, x, gradient, copies):
    g = graph(text, x=x)
    assert g.gradients["x"] == pytest.approx(gradient, rel=1e-14)
    assert sum(gate.kind == "copy" for gate in g.gates) == copies


@pytest.mark.parametrize("text", ["relu(x)", "abs(x)", "max(x, 0)", "min(0, x)"])
def test_at_a_kink_it_is_said_which_side_counts(text):
    at, beside = graph(text, x=0.0), graph(text, x=0.1)
    assert at.output.is_at_kink
    assert not beside.output.is_at_kink
    assert at.output.rule.side in at.steps[-1].rule
    assert at.output.rule.side not in beside.steps[-1].rule


# -------------------------------------------------------------------------------------- the trace


def test_what_is_shown_is_a_function_of_the_position():
    g = graph("f = (x + y) * z", x=-2, y=5, z=-4)
    names = {gate.id: gate.label for gate in g.gates}

    def at(position):
        known = reached(g, position)
        return {names[i] for i in known.values}, {names[i] for i in known.gradients}, len(known.wires)

    assert at(0) == (set(), set(), 0)
    assert at(1) == ({"x", "y", "z"}, set(), 0)
    assert at(3) == ({"x", "y", "z", "q", "f"}, set(), 0)
    assert at(4)[1:] == ({"f"}, 0)
    assert at(5)[1:] == ({"f", "q", "z"}, 2)
    assert at(6) == (set(names.values()), set(names.values()), 4)
    assert at(99) == at(6)
    assert position_of(g, g.gate("q").id, "forward") == 2
    assert position_of(g, g.gate("q").id, "backward") == 6
    assert position_of(g, g.gate("x").id, "forward") == 1
    assert position_of(g, g.gate("x").id, "backward") is None


def test_every_product_is_upstream_times_local():
    g = graph(NEURON, **NEURON_VALUES)
    products = [product for step in g.steps for product in step.products]
    assert len(products) == len(g.wires)
    for product in products:
        assert product.downstream == product.upstream * product.local
        assert product.wire.gradient == product.downstream
    swapped = next(p for p in products if p.downstream_symbol == "df/dw1")
    assert (swapped.upstream_symbol, swapped.local_symbol, swapped.local_formula) == (
        "df/dq2",
        "dq2/dw1",
        "x1",
    )


def test_an_update_goes_one_step_downhill():
    g = graph("f = (x + y) * z", x=-2, y=5, z=-4)
    done = update(g, 0.1)
    assert done.values == pytest.approx({"x": -1.6, "y": 5.4, "z": -4.3})
    assert done.graph.value == pytest.approx((-1.6 + 5.4) * -4.3)
    assert done.graph.value < g.value
    assert done.steps[0].symbols == "x <- x - rate * df/dx"
    assert done.steps[0].numbers == "-2.00 - 0.1 * (-4.00) = -1.60"


def test_a_nudge_computes_everything_anew_and_leaves_the_graph_alone():
    g = graph(NEURON, **NEURON_VALUES)
    assert g.changed({"w0": 2.5}).value == graph(NEURON, **(NEURON_VALUES | {"w0": 2.5})).value
    assert round(g.value, 4) == 0.7311
    assert g.changed({}) == g
    with pytest.raises(GraphError, match="there is no w7 in this graph"):
        g.changed({"w7": 1.0})
    with pytest.raises(GraphError, match="q1 is no variable"):
        g.changed({"q1": 1.0})
    with pytest.raises(GraphError, match="no finite number"):
        g.changed({"w0": math.inf})


def test_only_a_sigmoid_is_folded_into_one():
    assert folded(graph("1 / (1 + exp(-x))", x=0.5)).output.kind == "sigmoid"
    for text in ("1 / (2 + exp(-x))", "1 / (1 + exp(x))", "1 / (1 - exp(-x))"):
        g = graph(text, x=0.5)
        assert "sigmoid" not in {gate.kind for gate in folded(g).gates}, text
        assert folded(g).value == pytest.approx(g.value)


def test_what_would_leave_the_range_of_numbers_stays_folded():
    g = graph("sigmoid(x)", x=-800)
    assert unfolded(g).output.kind == "sigmoid"
    assert unfolded(graph("sigmoid(x)", x=-8)).output.kind == "reciprocal"


# --------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("text", "values", "sentence"),
    [
        ("x + y", {"x": 1}, "y has no value; give it one, such as y=1"),
        ("x", {"x": 1, "y": 2}, "y is no variable of this expression; its variables are x"),
        ("1/x", {"x": 0}, "1 / x: x is 0, and nothing can be divided by 0"),
        ("y/(x - 1)", {"x": 1, "y": 2}, r"1 / \(x - 1\): x - 1 is 0, and nothing can be divided by 0"),
        ("1/0", {}, "1 / 0: nothing can be divided by 0"),
        ("log(x - y)", {"x": 1, "y": 4}, r"log\(x - y\): x - y is -3, and it needs a positive number"),
        ("sqrt(x)", {"x": 0}, "it needs a positive number"),
        ("x * (0.5 / log(log(1)))", {"x": 1}, "it needs a positive number"),
        ("max(x, 2 - 1/0)", {"x": 1}, "nothing can be divided by 0"),
        ("x^0.5", {"x": -1}, r"x\^0.5: x is -1, and this power of it has no value or no slope"),
        ("x^y", {"x": -1, "y": 2}, "a variable power needs a positive base"),
        ("exp(x)", {"x": 800}, r"exp\(x\): the result is too large for a number"),
        ("x*x", {"x": 1e200}, "too large for a number"),
        ("x", {"x": math.nan}, "x: nan is no finite number"),
        ("exp(x)", {"x": 1, "exp": 1}, "exp is the name of a function"),
        ("x = x + 1", {"x": 1}, "x stands on both sides"),
    ],
)
def test_what_has_no_value_says_where(text, values, sentence):
    with pytest.raises(GraphError, match=sentence):
        graph(text, **values)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "write an expression, such as f = "),
        ("f =", "write an expression"),
        ("x +", "something is missing at the end"),
        ("f g = x", "'f g' cannot stand left of the equals sign"),
        ("= x", "cannot stand left of the equals sign"),
        ("sin = x", "'sin' cannot stand left of the equals sign"),
        ("a = b = c", "'=' cannot stand in a formula"),
        ("sin x", "sin needs its argument in parentheses"),
        ("(" * 10_000, "longer than 4000 characters"),
        ("(" * 1000 + "x" + ")" * 1000, "nested too deeply"),
        ("-" * 1000 + "x", "nested too deeply"),
        ("__import__('os')", "cannot stand in a formula"),
        ("x.y", "cannot stand in a formula"),
        ("x^65", "the power 65 is too high"),
    ],
)
def test_what_is_no_expression_is_refused(text, sentence):
    with pytest.raises(FormulaError, match=sentence):
        graph(text, x=1.0)


@given(st.text(alphabet="xyf=+-*/^(),. 0123456789episnlogmaxabr", max_size=60))
def test_any_text_is_a_graph_or_one_sentence(text):
    try:
        found = graph(text, x=1.5, y=-0.5)
    except (FormulaError, GraphError) as error:
        assert str(error)
    else:
        assert math.isfinite(found.value)


def test_names_that_are_constants_elsewhere_may_be_given():
    assert graph("e * x", x=2).value == pytest.approx(2 * math.e)
    assert graph("e * x", x=2, e=3).gradients == {"e": 2.0, "x": 3.0}
    assert graph("x1x2 * 2 y", x1x2=3, y=4).value == 24.0
    assert graph("f + 1", f=1).output.label == "f_"


# ---------------------------------------------------------- random expressions, two other witnesses


@dataclass(eq=False)
class Scalar:
    """Another implementation, on purpose unlike ours: each value remembers how to send its gradient back."""

    value: float
    sends: list[tuple[Scalar, float]] = field(default_factory=list)
    gradient: float = 0.0

    def back(self) -> None:
        order: list[Scalar] = []
        seen: set[int] = set()

        def visit(one: Scalar) -> None:
            if id(one) not in seen:
                seen.add(id(one))
                for other, _ in one.sends:
                    visit(other)
                order.append(one)

        visit(self)
        self.gradient = 1.0
        for one in reversed(order):
            for other, slope in one.sends:
                other.gradient += slope * one.gradient


UNARY = {
    "-": lambda x: (-x, -1.0),
    "exp": lambda x: (math.exp(x), math.exp(x)),
    "log": lambda x: (math.log(x), 1 / x),
    "sqrt": lambda x: (math.sqrt(x), 0.5 / math.sqrt(x)),
    "sin": lambda x: (math.sin(x), math.cos(x)),
    "cos": lambda x: (math.cos(x), -math.sin(x)),
    "tanh": lambda x: (math.tanh(x), 1 / math.cosh(x) ** 2),
    "sigmoid": lambda x: (1 / (1 + math.exp(-x)), math.exp(-x) / (1 + math.exp(-x)) ** 2),
    "relu": lambda x: (x, 1.0) if x > 0 else (0.0, 0.0),
    "abs": lambda x: (x, 1.0) if x > 0 else (-x, -1.0),
    "^2": lambda x: (x**2, 2 * x),
    "^3": lambda x: (x**3, 3 * x**2),
}
BINARY = {
    "+": lambda x, y: (x + y, 1.0, 1.0),
    "-": lambda x, y: (x - y, 1.0, -1.0),
    "*": lambda x, y: (x * y, y, x),
    "/": lambda x, y: (x / y, 1 / y, -x / y**2),
    "max": lambda x, y: (x, 1.0, 0.0) if x >= y else (y, 0.0, 1.0),
    "min": lambda x, y: (x, 1.0, 0.0) if x <= y else (y, 0.0, 1.0),
}
leaf = st.sampled_from(["a", "b", "c", "d"]) | st.sampled_from([0.5, 1.0, 2.0, 3.0])
trees = st.recursive(
    leaf,
    lambda part: (
        st.tuples(st.sampled_from(sorted(UNARY)), part)
        | st.tuples(st.sampled_from(sorted(BINARY)), part, part)
    ),
    max_leaves=70,
)
numbers = st.fixed_dictionaries({name: st.floats(-2, 2).filter(lambda x: abs(x) > 0.01) for name in "abcd"})


def written(tree) -> str:
    if not isinstance(tree, tuple):
        return str(tree)
    name, *parts = tree
    texts = [written(part) for part in parts]
    if name.startswith("^"):
        return f"({texts[0]}){name}"
    if name in ("+", "-", "*", "/"):
        return f"(-{texts[0]})" if len(texts) == 1 else f"({f' {name} '.join(texts)})"
    return f"{name}({', '.join(texts)})"


def by_other_means(tree, leaves: dict[str, Scalar]) -> Scalar:
    if not isinstance(tree, tuple):
        return leaves[tree] if isinstance(tree, str) else Scalar(tree)
    name, *parts = tree
    inputs = [by_other_means(part, leaves) for part in parts]
    value, *slopes = (UNARY if len(parts) == 1 else BINARY)[name](*(one.value for one in inputs))
    return Scalar(value, list(zip(inputs, slopes, strict=True)))


def made(tree, values) -> Graph:
    """The graph of a random expression; the few without a value, or of huge numbers, are passed over."""
    text = written(tree)
    used = {name: value for name, value in values.items() if _uses(tree, name)}
    assume(used)
    try:
        g = graph(text, **used)
    except (GraphError, FormulaError):
        assume(False)
        raise
    assume(max(abs(number) for gate in g.gates for number in (gate.value, gate.gradient, *gate.local)) < 1e4)
    return g


def _uses(tree, name: str) -> bool:
    return any(_uses(part, name) for part in tree[1:]) if isinstance(tree, tuple) else tree == name


@given(trees, numbers)
def test_another_implementation_finds_the_same(tree, values):
    g = made(tree, values)
    leaves = {name: Scalar(value) for name, value in values.items()}
    other = by_other_means(tree, leaves)
    other.back()
    terms = 1.0 + max(abs(wire.gradient) + abs(wire.value) for wire in g.wires) if g.wires else 1.0
    assert math.isclose(g.value, other.value, rel_tol=1e-12, abs_tol=1e-12 * terms)
    for name, gradient in g.gradients.items():
        assert math.isclose(gradient, leaves[name].gradient, rel_tol=1e-12, abs_tol=1e-12 * terms), name


@given(tree=trees, values=numbers)
def test_pytorchs_autograd_finds_the_same(tree, values, autograd):
    g = made(tree, values)
    assume(not any(_is_near_a_kink(g, gate) for gate in g.gates))  # it parts a tie's gradient, we do not
    value, gradients = autograd(g)
    terms = 1.0 + max(abs(wire.gradient) + abs(wire.value) for wire in g.wires) if g.wires else 1.0
    assert math.isclose(g.value, value, rel_tol=1e-12, abs_tol=1e-13 * terms)
    for name, gradient in g.gradients.items():
        assert math.isclose(gradient, gradients[name], rel_tol=1e-12, abs_tol=1e-13 * terms), name


@given(trees, numbers)
def test_finite_differences_agree(tree, values):
    g = made(tree, values)
    assume(not any(_is_near_a_kink(g, gate) for gate in g.gates))
    scale = 1.0 + max(abs(number) for gate in g.gates for number in (gate.value, gate.gradient))
    assume(scale < 100.0)
    for gate in g.inputs:

        def difference(h: float, gate=gate) -> float:
            above, below = (g.changed({gate.label: gate.value + step}).value for step in (h, -h))
            return (above - below) / (2 * h)

        coarse, fine = difference(2e-4), difference(1e-4)
        bend = abs(coarse - fine)
        assume(bend < 1e-3 * scale)
        assert abs((4 * fine - coarse) / 3 - gate.gradient) <= 1e-6 * scale + bend * 1e-2


@given(trees, numbers)
def test_folding_and_unfolding_change_no_number(tree, values):
    g = made(tree, values)
    terms = 1.0 + max((abs(wire.gradient) + abs(wire.value) for wire in g.wires), default=0.0)
    for other in (folded(g), unfolded(g)):
        assert math.isclose(g.value, other.value, rel_tol=1e-9, abs_tol=1e-12 * terms)
        for name, gradient in other.gradients.items():
            assert math.isclose(gradient, g.gradients[name], rel_tol=1e-9, abs_tol=1e-9 * terms), name


@given(trees, numbers)
def test_every_graph_is_in_topological_order_and_every_value_but_a_copys_has_one_user(tree, values):
    g = made(tree, values)
    assert [gate.id for gate in g.gates] == list(range(len(g.gates)))
    for gate in g.gates:
        assert all(place < gate.id for place in gate.inputs)
        assert gate.kind == "copy" or len(g.wires_from[gate.id]) <= 1
    labels = [gate.label for gate in g.gates if gate.kind not in ("copy", "constant")]
    assert len(set(labels)) == len(labels)
    counts, operations = phases(g), sum(not gate.rule.is_leaf for gate in g.gates)
    assert counts["forward"] == operations + 1
    assert counts.get("backward", 0) == operations


def _is_near_a_kink(g: Graph, gate) -> bool:
    x = [g.gates[place].value for place in gate.inputs]
    if gate.kind in ("relu", "abs"):
        return abs(x[0]) < 0.05
    return gate.kind in ("max", "min") and abs(x[0] - x[1]) < 0.05


def test_two_hundred_gates_are_made_in_no_time():
    text = " + ".join(f"tanh(a*b^{k % 5 + 2})*sin(c + {k})" for k in range(40))
    g = graph(text, a=0.5, b=1.1, c=0.3)
    assert len(g.gates) > 200
    assert len(g.steps) > 400
