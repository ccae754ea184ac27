"""A network's graph, computed gate by gate, has the engine's numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.activations import ACTIVATIONS
from playground.engine.experiment import Experiment, from_builtins
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.losses import LOSSES
from playground.engine.passes import Pass
from playground.engine.training import ParameterEdit, TrainingRun
from playground.observe.graph import (
    Graph,
    GraphError,
    collapsed,
    groups,
    network_graph,
    unit_graph,
    unit_of,
    update,
)
from playground.observe.graph import network as network_gates
from playground.observe.probe import Prober

RELATIVE = 1e-12
"""Some thousand roundings of 1e-16: both sides add up the same terms, in another order (BLAS in blocks)."""


def close(found, expected, graph: Graph) -> bool:
    """Equal up to rounding: relative to the number or, where terms cancel (a confident ``p - t``, the mean that
    a norm takes off), to the largest term of the whole graph, which is what their difference was rounded at.
    """
    terms = max(
        [abs(wire.gradient) for wire in graph.wires] + [abs(gate.value) for gate in graph.gates] + [1.0]
    )
    return math.isclose(found, expected, rel_tol=RELATIVE, abs_tol=1e-13 * terms)


# ------------------------------------------------------------------------------- random experiments


@st.composite
def layers(draw):
    kind = draw(st.sampled_from(["dense", "dense", "dense", "dropout", "batch_norm", "layer_norm"]))
    if kind != "dense":
        return {"kind": kind}
    activation = draw(st.sampled_from(sorted(ACTIVATIONS)))
    return {
        "kind": "dense",
        "units": draw(st.integers(1, 4)),
        "activation": activation,
        "bias": draw(st.booleans()),
        "pieces": draw(st.integers(2, 3)),
    }


@st.composite
def experiments(draw) -> Experiment:
    loss = draw(st.sampled_from(sorted(LOSSES)))
    problem = draw(st.sampled_from(LOSSES[loss].problems))
    classes = draw(st.sampled_from([2, 3])) if problem == "classification" else 2
    name = draw(st.sampled_from(["none", "l1", "l2", "elastic_net"]))
    features = draw(
        st.lists(
            st.sampled_from(["x1", "x2", "x1x2", "sin_x1", "=x1", "=x1*x2 + 1"]), min_size=1, unique=True
        )
    )
    return from_builtins(
        {
            "format": "playground",
            "version": 1,
            "data": {
                "dataset": "blobs" if problem == "classification" else "saddle",
                "classes": classes,
                "samples": 40,
            },
            "network": {
                "features": features,
                "seed": draw(st.integers(0, 1000)),
                "layers": draw(st.lists(layers(), max_size=4)),
                "output": {"bias": draw(st.booleans())},
            },
            "training": {
                "loss": loss,
                "learning_rate": 0.05,
                "batch_size": 8,
                "regularizer": {"name": name, "rate": 0.01},
            },
        }
    )


def trained(experiment: Experiment) -> TrainingRun:
    run = TrainingRun(experiment)
    run.take_steps(10)
    return run


def point_and_label(run: TrainingRun, place: int) -> tuple[tuple[float, float], float]:
    index = place % len(run.points.train)
    x1, x2 = run.points.train[index]
    return (float(x1), float(x2)), float(run.points.train_labels[index])


def by_parameter(graph: Graph) -> dict[tuple[int, int, int], float]:
    return {gate.parameter: gate.gradient for gate in graph.inputs if gate.parameter is not None}


def engine_gradient(run: TrainingRun, flat, key: tuple[int, int, int]) -> float:
    layer_id, row, column = key
    return float(run.network.plan.layers[run.network.plan.index(layer_id)].block(flat)[row, column])


@given(experiments(), st.integers(0, 19))
def test_the_graph_of_the_loss_has_the_engines_numbers(experiment, place):
    run = trained(experiment)
    point, label = point_and_label(run, place)
    prober = Prober(run.network)
    probe = prober.look(point, label)
    graph = network_graph(run.network, point, label)
    assert close(graph.value, probe.loss, graph)
    found = by_parameter(graph)
    assert len(found) == run.network.plan.size
    for key, gradient in found.items():
        assert close(gradient, engine_gradient(run, prober.gradients, key), graph), key
    for gate, gradient in zip(graph.inputs, probe.feature_gradients, strict=False):
        assert close(gate.gradient, gradient, graph), gate.label
    for layer, plan in zip(probe.layers[:-1], run.network.plan.layers, strict=False):
        number = run.network.plan.index(plan.id) + 1
        for unit in range(plan.units if plan.kind != "dropout" else 0):
            try:
                gate = graph.gate(f"a{number}.{unit + 1}")
            except GraphError:
                continue  # a unit without inputs is its bias, or nothing
            assert close(gate.value, layer.activations[unit], graph)
            assert close(gate.gradient, layer.gradients[unit], graph), gate.label


@given(experiment=experiments(), place=st.integers(0, 19))
def test_pytorchs_autograd_finds_a_losss_gradients(experiment, place, autograd):
    run = trained(experiment)
    graph = network_graph(run.network, *point_and_label(run, place))
    value, gradients = autograd(graph)
    assert close(graph.value, value, graph)
    for name, gradient in graph.gradients.items():
        assert close(gradient, gradients[name], graph), name


@given(experiments(), st.integers(0, 19))
def test_the_graph_of_the_objective_adds_the_penalty(experiment, place):
    run = trained(experiment)
    point, label = point_and_label(run, place)
    loss, gradients = run.network.gradient([point], [label])
    graph = network_graph(run.network, point, label, "objective", penalty=run.descent.penalty)
    parameters = run.network.parameters
    assert close(graph.value, loss + run.descent.penalty.value(parameters), graph)
    prober = Prober(run.network)
    prober.look(point, label)
    expected = prober.gradients + run.descent.penalty.gradient(parameters)
    for key, gradient in by_parameter(graph).items():
        assert close(gradient, engine_gradient(run, expected, key), graph), key
    assert gradients.weights[-1].shape[1] == run.network.plan.outputs


@given(experiments(), st.floats(-6, 6), st.floats(-6, 6))
def test_the_graph_of_an_output_has_the_engines_numbers(experiment, x1, x2):
    run = trained(experiment)
    for output in range(run.network.plan.outputs):
        graph = network_graph(run.network, (x1, x2), of=output)
        assert close(graph.value, run.network.predict([[x1, x2]])[0, output], graph)
        want = {"prediction", "parameter_gradients", "feature_gradients"}
        found = Pass(run.network, run.network.seen((x1, x2)), want, of=output).run()
        for key, gradient in by_parameter(graph).items():
            assert close(gradient, engine_gradient(run, found.parameter_gradients, key), graph), key
        names = [gate.label for gate in graph.inputs]
        for name, gradient in zip(run.network.features, found.feature_gradients[:, 0], strict=True):
            if name in names:
                assert close(graph.gate(name).gradient, gradient, graph)


@given(experiments(), st.integers(0, 19))
def test_a_units_graph_has_the_engines_numbers(experiment, place):
    run = trained(experiment)
    point, label = point_and_label(run, place)
    prober = Prober(run.network)
    probe = prober.look(point, label)
    for plan, layer in zip(run.network.plan.layers, probe.layers, strict=True):
        for unit in range(plan.units):
            graph = unit_graph(run.network, point, label, (plan.id, unit))
            if plan.id == OUTPUT_ID:
                assert close(graph.value, probe.loss, graph)
            else:
                assert close(graph.value, layer.activations[unit], graph)
                assert close(graph.output.gradient, layer.gradients[unit], graph)
            for key, gradient in by_parameter(graph).items():
                assert close(gradient, engine_gradient(run, prober.gradients, key), graph), key
            alone = unit_graph(run.network, point, None, (plan.id, unit))
            assert alone.seed == 1.0
            assert close(alone.value, layer.activations[unit], alone)


@given(experiments(), st.integers(0, 19))
def test_a_loss_moves_by_its_gradients(experiment, place):
    """Finite differences on the graph alone; at a kink either side may count."""
    run = trained(experiment)
    point, label = point_and_label(run, place)
    graph = network_graph(run.network, point, label)
    size = max(abs(gate.value) for gate in graph.gates)
    for gate in graph.inputs[:3] + graph.inputs[-3:]:
        h = 1e-5 * max(1.0, abs(gate.value))
        above, below = (graph.changed({gate.label: gate.value + s}).value for s in (h, -h))
        slopes = ((above - below) / (2 * h), (above - graph.value) / h, (graph.value - below) / h)
        noise = 1e-4 * (1.0 + size + max(abs(each.gradient) for each in graph.gates))
        low, high = min(slopes) - noise, max(slopes) + noise
        assert low <= gate.gradient <= high, gate.label


# ------------------------------------------------------------------------------------ kinks and more


def at_a_kink(activation: str, build) -> TrainingRun:
    run = TrainingRun(
        build(network={"layers": [{"kind": "dense", "units": 1, "activation": activation, "bias": False}]})
    )
    run.network.parameters[: run.network.plan.layers[0].size] = 0.5
    return run


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "elu", "maxout"])
def test_at_a_kink_graph_and_engine_take_the_same_side(activation, build):
    run = at_a_kink(activation, build)
    point, label = (1.0, -1.0), 1.0
    graph = network_graph(run.network, point, label)
    prober = Prober(run.network)
    prober.look(point, label)
    for key, gradient in by_parameter(graph).items():
        assert gradient == pytest.approx(engine_gradient(run, prober.gradients, key), rel=1e-12, abs=1e-15)
    kinked = [gate for gate in graph.gates if gate.is_at_kink]
    assert bool(kinked) == (activation != "elu")
    for gate in kinked:
        assert any(gate.rule.side in step.rule for step in graph.steps if step.gate == gate.id)


@pytest.mark.parametrize("label", [0.0, 1.0])
def test_a_loss_at_its_kink_takes_the_engines_side(label, build):
    run = TrainingRun(build(network={"layers": [], "features": ["x1"]}, training={"loss": "hinge"}))
    run.network.parameters[:] = (1.0, 0.0)
    point = (2.0 * label - 1.0, 0.0)
    graph = network_graph(run.network, point, label)
    prober = Prober(run.network)
    prober.look(point, label)
    assert graph.value == 0.0
    assert [gate.label for gate in graph.gates if gate.is_at_kink] == ["L"]
    assert by_parameter(graph)[OUTPUT_ID, 0, 0] == prober.gradients[0] == 0.0


@given(experiments(), st.integers(0, 19))
def test_the_update_is_the_step_that_the_engine_takes(experiment, place):
    run = trained(experiment)
    point, label = point_and_label(run, place)
    graph = network_graph(run.network, point, label)
    rate = 1e-3
    done = update(graph, rate)
    keys = {gate.label: gate.parameter for gate in graph.inputs if gate.parameter is not None}
    assert set(done.values) == set(keys)
    assert [step.phase for step in done.steps] == ["update"] * len(keys)
    run.set_parameters([ParameterEdit(*keys[name], value) for name, value in done.values.items()])
    assert close(done.graph.value, run.network.gradient([point], [label])[0], done.graph)


@given(experiments(), st.integers(0, 19))
def test_kinds_without_gates_of_their_own_are_one_gate_a_unit(experiment, place):
    run = trained(experiment)
    point, label = point_and_label(run, place)
    known = network_graph(run.network, point, label)
    with pytest.MonkeyPatch.context() as patch:
        for table in ("LAYER_GATES", "LOSS_GATES", "HEAD_GATES"):
            patch.setattr(network_gates, table, {})
        opaque = network_graph(run.network, point, label)
        output = network_graph(run.network, point, of=0)
    assert close(opaque.value, known.value, known)
    expected = by_parameter(known)
    for key, gradient in by_parameter(opaque).items():
        assert close(gradient, expected[key], known), key
    assert close(output.value, run.network.predict([point])[0, 0], output)


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_an_activation_without_gates_of_its_own_is_one_gate(activation, build, monkeypatch):
    run = TrainingRun(build(network={"layers": [{"kind": "dense", "units": 3, "activation": activation}]}))
    known = network_graph(run.network, (0.7, -1.3), 1.0)
    monkeypatch.setattr(network_gates, "ACTIVATION_GATES", {})
    opaque = network_graph(run.network, (0.7, -1.3), 1.0)
    assert opaque.value == pytest.approx(known.value, rel=1e-12)
    for name, gradient in known.gradients.items():
        assert opaque.gradients[name] == pytest.approx(gradient, rel=1e-9, abs=1e-15)


def test_gates_are_named_after_what_the_engine_has():
    assert set(network_gates.ACTIVATION_GATES) <= set(ACTIVATIONS)
    assert all(getattr(LOSSES[name], case) is not None for name, case in network_gates.LOSS_GATES)


def test_a_deep_networks_graph_grows_with_its_parameters_only(build):
    layers = [{"kind": "dense", "units": 8} for _ in range(7)]
    network = TrainingRun(build(network={"layers": layers})).network
    graph = network_graph(network, (1.0, 2.0), 1.0)
    assert len(graph.gates) < 3 * network.plan.size
    assert max(len(gate.text) for gate in graph.gates) <= 200


def test_a_unit_is_named_by_layer_and_number(build):
    network = TrainingRun(build()).network
    assert unit_of(network, "1.2") == (1, 1)
    assert unit_of(network, "output.1") == unit_of(network, "3.1") == (OUTPUT_ID, 0)
    for name in ("4.1", "0.1", "1.0", "1.5", "loss", "1", "", "1.x", "-1.1"):
        with pytest.raises(GraphError):
            unit_of(network, name)


def test_what_is_not_there_is_said(build):
    network = TrainingRun(build()).network
    with pytest.raises(GraphError, match="the loss needs the point's label"):
        network_graph(network, (1.0, 1.0))
    with pytest.raises(GraphError, match="7 is no class of the data; classes are 0 to 1"):
        network_graph(network, (1.0, 1.0), 7.0)
    with pytest.raises(GraphError, match="no longer in the network"):
        network_graph(network, (1.0, 1.0), of=(9, 0))
    with pytest.raises(GraphError, match="no longer in the network"):
        network_graph(network, (1.0, 1.0), of=3)


def test_a_diverged_network_is_refused_in_a_sentence(build):
    network = TrainingRun(build()).network
    network.parameters[:] = 1e300
    network.parameters[0] = np.inf
    with pytest.raises(GraphError, match="too large for a number"):
        network_graph(network, (1.0, 1.0), 1.0)


def test_looking_changes_nothing(trained_state, build):
    run, before = trained_state
    network_graph(run.network, (1.0, 1.0), 1.0)
    unit_graph(run.network, (1.0, 1.0), 1.0, (1, 0))
    np.testing.assert_array_equal(run.network.parameters, before)


@pytest.fixture
def trained_state(build):
    run = TrainingRun(build())
    run.take_steps(5)
    return run, run.network.parameters.copy()


def test_a_units_gates_fold_into_one(build):
    run = TrainingRun(build())
    graph = network_graph(run.network, (1.0, -2.0), 1.0)
    assert groups(graph) == ("a1.1", "a1.2", "a1.3", "a1.4", "a2.1", "a2.2", "s1")
    folded = collapsed(graph, *groups(graph)[:-1])
    assert folded.value == pytest.approx(graph.value, rel=1e-14)
    assert [gate.label for gate in folded.gates if gate.kind == "group"] == [
        *("a1.1", "a1.2", "a1.3", "a1.4", "a2.1", "a2.2")
    ]
    for name in ("x1", "x2", "a1.1", "a2.2", "s1"):
        assert folded.gate(name).gradient == pytest.approx(graph.gate(name).gradient, rel=1e-12)
