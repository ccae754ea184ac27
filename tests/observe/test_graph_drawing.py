"""How a graph is drawn: its places, its folding, and what becomes of it as a file."""

from __future__ import annotations

import math
import random
import re
import subprocess
import sys
from itertools import combinations, pairwise

import numpy as np
import pytest

from playground.engine.layers.base import OUTPUT_ID
from playground.engine.training import TrainingRun
from playground.observe.graph import (
    PRESETS,
    Graph,
    GraphError,
    collapsed,
    diagram,
    foldable,
    graph,
    groups,
    minibatch_graph,
    network_graph,
    spelled_sigmoids,
    unit_graph,
)
from playground.observe.graph.gates import GATES
from playground.observe.graph.layout import Size, lay_out
from playground.observe.graph.python_script import CODES, numpy_lines, python_script
from playground.observe.graph.quiz import Quiz
from playground.observe.graph.tikz import tikz

GATE, LABEL = Size(46, 46, 19), Size(66, 42)


def preset(name: str) -> Graph:
    return graph(PRESETS[name].expression, **PRESETS[name].values)


def random_expression(seed: int) -> Graph:
    """A graph of up to some hundred gates, in which values are used more than once."""
    draw = random.Random(seed)
    parts = [f"x{k}" for k in range(draw.randint(1, 6))]
    for _ in range(draw.randint(1, 60)):
        one, two = draw.choice(parts), draw.choice(parts[-8:])
        parts.append(
            draw.choice([f"({one} + {two})", f"({one} * {two})", f"tanh({one})", f"max({one}, {two})", f"exp(-abs({one}))"])
        )  # fmt: skip
        parts = [part for part in parts if len(part) < 250]
    expression = " + ".join(parts[-3:])
    used = {f"x{k}": draw.uniform(-1, 1) for k in range(6) if f"x{k}" in expression}
    return graph(expression, **used)


def random_wires(seed: int) -> tuple[int, list[tuple[int, int]]]:
    draw = random.Random(seed)
    count = draw.randint(2, 200)
    wires = {(draw.randrange(target), target) for target in range(1, count)}
    for _ in range(count // 2):
        source, target = sorted(draw.sample(range(count), 2))
        wires.add((source, target))
    return count, sorted(wires)


# ------------------------------------------------------------------------------------------ layout


@pytest.mark.parametrize("seed", range(200))
def test_nothing_overlaps_and_everything_runs_from_left_to_right(seed):
    count, wires = random_wires(seed)
    layout = lay_out([GATE] * count, wires, [LABEL] * len(wires), gap=12)
    boxes = [*layout.nodes, *layout.labels]
    columns: dict[float, list] = {}
    for box in boxes:
        columns.setdefault(round(box.x, 6), []).append(box)
    for first, second in combinations(sorted(columns), 2):
        assert max(b.right for b in columns[first]) < min(b.left for b in columns[second])
    for column in columns.values():
        assert not any(one.overlaps(other) for one, other in combinations(column, 2))
    for (source, target), label, runs in zip(wires, layout.labels, layout.wires, strict=True):
        assert layout.nodes[source].right < label.left < label.right < layout.nodes[target].left
        xs = [x for left, right, _ in runs for x in (left, right)]
        assert all(right - left > -1e-6 for left, right in pairwise(xs))
        assert (runs[0][2], runs[-1][2]) == (layout.nodes[source].y, layout.nodes[target].y)
        assert any(left <= label.x <= right and y == label.y for left, right, y in runs)
    assert all(box.left >= 0 and box.right <= layout.width + 1e-6 for box in boxes)
    assert all(box.top >= -1e-6 and box.bottom <= layout.height + 1e-6 for box in boxes)


def test_a_chain_is_straight_and_a_leaf_stands_beside_its_user():
    g = preset("neuron")
    d = diagram(g)
    wires = [(edge.source, edge.target) for edge in d.edges]
    layout = lay_out([GATE] * len(d.nodes), wires, [LABEL] * len(wires), gap=12)
    place = {gate.label: layout.nodes[d.node_of[gate.id]] for gate in g.gates}
    chain = [place[f"q{k}"].y for k in (4, 5, 6, 7)]
    assert max(chain) - min(chain) < 1e-6
    assert place["w2"].x > place["q1"].x, "w2 is used last, so it stands far right of the first leaves"
    assert place["w0"].y < place["x1"].y


def test_a_single_value_has_a_place():
    layout = lay_out([GATE], [], [], gap=12)
    assert (layout.width, layout.nodes[0].top) == (GATE.width, 0)


def test_a_graph_of_hundreds_of_gates_is_laid_out(build):
    run = TrainingRun(build(network={"layers": [{"kind": "dense", "units": 8}] * 4}))
    g = network_graph(run.network, (1.2, -0.4), 1.0)
    assert len(g.gates) > 300
    wires = [(wire.source, wire.target) for wire in g.wires]
    layout = lay_out([GATE] * len(g.gates), wires, [LABEL] * len(wires), gap=12)
    assert len(layout.nodes) == len(g.gates)


# ----------------------------------------------------------------------------------------- diagram


@pytest.mark.parametrize("seed", range(40))
def test_a_large_graph_folds_what_is_farthest_from_the_result(seed):
    g = random_expression(seed)
    d = diagram(g, most=20)
    alone = [node for node in d.nodes if node.kind == "gate"]
    assert sorted(gate for node in d.nodes for gate in node.gates) == list(range(len(g.gates)))
    assert len(alone) <= max(20, 6)
    assert len(g.gates) > 20 or len(alone) == len(g.gates)
    assert g.output.id in {gate for node in alone for gate in node.gates}
    assert all(edge.source != edge.target for edge in d.edges)
    kept = {gate for node in alone for gate in node.gates}
    shown = {place for edge in d.edges for place in edge.wires}
    assert {k for k, wire in enumerate(g.wires) if {wire.source, wire.target} <= kept} <= shown


def test_each_stop_shows_something_new_and_the_last_one_is_the_end(build):
    run = TrainingRun(
        build(network={"layers": [{"kind": "dense", "units": 4}, {"kind": "dense", "units": 2}]})
    )
    g = network_graph(run.network, (1.2, -0.4), 1.0)
    for d in (
        diagram(g),
        diagram(collapsed(g, *foldable(g))),
        diagram(g, by_layers=True),
        diagram(g, most=15),
    ):
        assert d.stops[0] == 0
        assert d.stops[-1] == len(d.graph.steps)
        assert list(d.stops) == sorted(set(d.stops))
        position, seen = 0, [0]
        while d.next_stop(position) != position:
            position = d.next_stop(position)
            seen.append(position)
        assert tuple(seen) == d.stops
        assert [d.stop_before(stop) for stop in d.stops] == [0, *d.stops[:-1]]
        assert all(d.stop_at(stop) == stop for stop in d.stops)
    assert len(diagram(g, most=999).stops) == len(g.steps) + 1


def test_whole_layers_are_one_node_each(build):
    layers = [{"kind": "dense", "units": 4}, {"kind": "batch_norm"}, {"kind": "dense", "units": 2}]
    run = TrainingRun(build(network={"layers": layers}))
    g = network_graph(run.network, (1.2, -0.4), 1.0)
    for shown in (g, collapsed(g, *foldable(g))):
        d = diagram(shown, by_layers=True)
        names = {node.layer: {shown.gates[gate].label for gate in node.gates} for node in d.nodes}
        assert sorted(names) == [-1, 0, 1, 2, 3, 4]
        assert {"x1", "x2"} <= names[0]
        assert {"a1.1", "a1.4"} <= names[1]
        assert {"a2.1", "a2.4"} <= names[2]
        assert {"a3.1", "a3.2"} <= names[3]
        assert "s1" in names[4]
        assert "L" in names[-1]


def test_many_groups_fold_at_once_as_one_after_the_other(build):
    run = TrainingRun(build(network={"layers": [{"kind": "dense", "units": 3}] * 2}))
    g = network_graph(run.network, (0.5, 2.0), 0.0)
    at_once, one_by_one = collapsed(g, *groups(g)), g
    for group in groups(g):
        one_by_one = collapsed(one_by_one, group)
    assert foldable(g) == groups(g)
    assert [gate.label for gate in at_once.gates] == [gate.label for gate in one_by_one.gates]
    for one, other in zip(at_once.gates, one_by_one.gates, strict=True):
        assert one.value == pytest.approx(other.value, rel=1e-12)
        assert one.gradient == pytest.approx(other.gradient, rel=1e-12)
    assert at_once.value == pytest.approx(g.value, rel=1e-12)


# ------------------------------------------------------------------------------------------- nudge


@pytest.mark.parametrize("label", ["w0", "x1", "w2", "q1", "q4", "q6"])
def test_any_value_can_be_nudged_and_moves_the_result_by_its_gradient(label):
    g = preset("neuron")
    place, h = g.gate(label).id, 1e-6
    up, down = g.nudged(place, h), g.nudged(place, -h)
    assert up.gates[place].value == g.gates[place].value + h
    assert (up.value - down.value) / (2 * h) == pytest.approx(g.gates[place].gradient, rel=1e-6)
    before = [gate.value for gate in g.gates if gate.id < place]
    assert [gate.value for gate in up.gates if gate.id < place] == before


def test_a_nudge_out_of_the_range_of_numbers_is_refused():
    g = graph("f = exp(x)", x=1.0)
    with pytest.raises(GraphError, match="too large"):
        g.nudged(0, 1e4)
    with pytest.raises(GraphError, match="too large"):
        g.nudged(0, math.inf)


def test_the_four_gates_of_a_sigmoid_are_found():
    g = preset("neuron")
    ((negative, power, plus_one, inverse),) = spelled_sigmoids(g)
    kinds = [g.gates[place].kind for place in (negative, power, plus_one, inverse)]
    assert kinds == ["neg", "exp", "add_constant", "reciprocal"]
    assert spelled_sigmoids(preset("first")) == ()


# --------------------------------------------------------------------------------------- minibatch


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error", "hinge"])
@pytest.mark.parametrize("activation", ["tanh", "maxout"])
def test_a_minibatchs_mean_has_the_engines_gradient(build, loss, activation):
    layers = [{"kind": "dense", "units": 3, "activation": activation}, {"kind": "dense", "units": 2}]
    run = TrainingRun(build(network={"layers": layers}, training={"loss": loss}))
    run.take_steps(5)
    places = run.descent.next_batch()
    points, labels = run.points.train[places], run.points.train_labels[places]
    flat = run.network.gradient(points, labels)
    for unit in ((1, 0), (1, 2), (2, 1), (OUTPUT_ID, 0)):
        g = minibatch_graph(run.network, points, labels, unit)
        mean = g.output
        assert (mean.kind, mean.constant) == ("mul_constant", 1 / len(places))
        assert g.value == pytest.approx(flat[0], rel=1e-12)
        for gate in g.inputs:
            layer_id, row, column = gate.parameter
            dense = run.network.plan.index(layer_id)
            expected = flat[1].biases[dense][column] if row == -1 else flat[1].weights[dense][row, column]
            assert gate.gradient == pytest.approx(expected, rel=1e-10, abs=1e-14)
    losses = minibatch_graph(run.network, points, labels)
    assert losses.value == pytest.approx(flat[0], rel=1e-12)
    assert set(losses.gradients.values()) == {1 / len(places)}


def test_the_next_batch_is_the_one_that_is_trained_on(build):
    run, twin = (TrainingRun(build(network={"layers": [{"kind": "dense", "units": 3}]})) for _ in range(2))
    for _ in range(40):
        places = run.descent.next_batch()
        before = twin.network.parameters.copy()
        loss_gradient = twin.network.gradient(twin.points.train[places], twin.points.train_labels[places])[1]
        run.take_step()
        twin.take_step()
        step = (before - run.network.parameters) / run.learning_rate
        weights = run.network.plan.layers[0].weights(step)
        assert np.allclose(weights, loss_gradient.weights[0], rtol=1e-9, atol=1e-12)
    assert np.array_equal(run.network.parameters, twin.network.parameters)


def test_what_is_no_unit_or_no_batch_is_said(build):
    run = TrainingRun(build())
    with pytest.raises(GraphError, match="no longer"):
        minibatch_graph(run.network, run.points.train[:3], run.points.train_labels[:3], (1, 99))
    with pytest.raises(GraphError, match="no training points"):
        minibatch_graph(run.network, run.points.train[:0], run.points.train_labels[:0], (1, 0))


# -------------------------------------------------------------------------------------------- quiz


def test_a_quiz_asks_for_every_wire_from_the_result_backward():
    g = preset("first")
    quiz = Quiz(g)
    assert [q.product.downstream_symbol for q in quiz.questions] == ["df/dq", "df/dz", "df/dx", "df/dy"]
    first, second, third, fourth = quiz.questions
    assert quiz.asked_at(first.step) == (first, second)
    assert quiz.answer(first, -4.0)
    assert not quiz.answer(second, 4.0)
    assert quiz.answer(second, 3.0)
    assert quiz.asked_at(first.step) == ()
    assert quiz.answer(third, -4.0)
    quiz.show(fourth)
    assert quiz.is_over
    assert quiz.mark == (2, 4)


@pytest.mark.parametrize(("answer", "is_right"), [(0.2, True), (0.1966, True), (-0.2, False), (0.21, False)])
def test_two_decimals_are_enough_of_an_answer(answer, is_right):
    quiz = Quiz(preset("neuron"))
    at_the_sum = next(q for q in quiz.questions if q.product.downstream_symbol == "df/dw2")
    assert quiz.answer(at_the_sum, answer) is is_right


def test_a_tiny_gradient_is_not_answered_by_zero():
    quiz = Quiz(graph("f = 0.001 * x", x=3.0))
    assert not quiz.answer(quiz.questions[0], 0.0)
    assert quiz.answer(quiz.questions[0], 0.001)


# ------------------------------------------------------------------------------------------ export


def runs(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", PRESETS)
def test_a_script_runs_and_finds_the_same_numbers(name):
    g = preset(name)
    said = runs(python_script(g))
    assert f"{g.output.label} = {g.value:.6g}" in said
    for gate in g.inputs:
        assert f"df/d{gate.label} = {gate.gradient:.6g}" in said


def test_a_networks_script_runs(build):
    layers = [{"kind": "dense", "units": 3, "activation": name} for name in ("maxout", "gelu", "silu")]
    run = TrainingRun(build(network={"layers": [*layers, {"kind": "layer_norm"}]}))
    runs(python_script(network_graph(run.network, (1.2, -0.4), 1.0)))
    runs(python_script(unit_graph(run.network, (1.2, -0.4), 1.0, (2, 1))))


@pytest.mark.parametrize("kind", sorted(set(GATES) - {"input", "constant"}))
@pytest.mark.parametrize("x", [(0.7, -1.3), (1.7, 0.4), (2.5, 2.5)])
def test_every_kind_of_gate_is_written_as_it_computes(kind, x):
    rule, constant = GATES[kind], 0.1 if kind == "leaky_relu" else 3.0
    many = kind in ("add", "mul", "max", "min", "pow")
    values = [abs(x[0]) if kind in ("log", "sqrt", "pow") else x[0], x[1]][: 2 if many else 1]
    if kind in ("tanh", "huber", "elu", "relu", "leaky_relu", "softplus", "silu", "gelu", "sigmoid"):
        values = [x[1]]
    names = {"x0": values[0], "x1": values[-1], "math": math, "c": constant}
    inputs = ["x0", "x1"][: len(values)]
    code = CODES[kind]
    f = eval(code.value(inputs, "c").replace("{m}", "math."), names)
    names["f"] = f
    slopes = [eval(slope.replace("{m}", "math."), names) for slope in code.slopes(inputs, "f", "c")]
    value = rule.value(values, constant)
    assert f == pytest.approx(value, rel=1e-12)
    assert slopes == pytest.approx(list(rule.local(values, value, constant)), rel=1e-9)


def test_a_layer_of_a_foreign_kind_has_no_script(build):
    run = TrainingRun(build(network={"layers": [{"kind": "dense", "units": 3}]}))
    g = network_graph(run.network, (1.2, -0.4), 1.0)
    with pytest.raises(GraphError, match="no formula"):
        python_script(collapsed(g, *foldable(g)))


def test_a_step_in_numpy_is_the_chain_rule():
    g = preset("first")
    lines = [numpy_lines(g, step) for step in g.steps]
    assert lines[-2:] == [["dq = df * z", "dz = df * q"], ["dx = dq * 1.0", "dy = dq * 1.0"]]
    assert not any(lines[:-2])
    doubled = preset("square")
    assert numpy_lines(doubled, doubled.steps[-1]) == ["dx = dx_1 + dx_2"]


@pytest.mark.parametrize("name", PRESETS)
def test_the_latex_has_every_number_once_and_whole_braces(name):
    g = preset(name)
    d = diagram(g)
    wires = [(edge.source, edge.target) for edge in d.edges] + [(d.node_of[g.output.id], len(d.nodes))]
    layout = lay_out([GATE] * (len(d.nodes) + 1), wires, [LABEL] * len(wires), gap=12)
    text = tikz(d, layout)
    assert text.count("{") == text.count("}")
    assert text.count(r"\node[value]") == text.count(r"\node[slope]") == len(g.wires) + 1
    assert text.count(r"\draw") == len(g.wires) + 1
    assert re.findall(r"\(n(\d+)\) at", text) == [str(k) for k in range(len(layout.nodes))]
    assert f"${g.value:.2f}$" in text
    assert text.startswith(r"\documentclass")
    assert text.rstrip().endswith(r"\end{document}")


@pytest.mark.parametrize("how", [{"by_layers": True}, {"most": 15}])
def test_a_latex_graph_says_how_many_gates_a_folded_part_has(build, how):
    run = TrainingRun(build(network={"layers": [{"kind": "dense", "units": 3}]}))
    d = diagram(network_graph(run.network, (1.2, -0.4), 1.0), **how)
    wires = [(edge.source, edge.target) for edge in d.edges] + [(len(d.nodes) - 1, len(d.nodes))]
    layout = lay_out([GATE] * (len(d.nodes) + 1), wires, [LABEL] * len(wires), gap=12)
    text = tikz(d, layout)
    said = [int(number) for number in re.findall(r"\{(\d+) gates\}", text)]
    assert said == [len(node.gates) for node in d.nodes if node.kind != "gate"]
    assert said
    single = [edge for edge in d.edges if len(edge.wires) == 1 and d.nodes[edge.source].kind == "gate"]
    assert text.count(r"\node[value]") == len(single) + 1
