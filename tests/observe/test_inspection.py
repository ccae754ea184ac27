"""A unit's inspected numbers are finite differences' and PyTorch's, for every activation and loss."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.activations import ACTIVATIONS
from playground.engine.experiment import Data, Experiment, Network, Training
from playground.engine.layers.base import OUTPUT_ID
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.layers.norms import BatchNorm, LayerNorm
from playground.engine.network import Network as Net
from playground.engine.regularizers import Regularizer
from playground.engine.steps import make_penalty
from playground.engine.training import TrainingRun
from playground.observe.inspection import inspect, parameter_history, shown_column
from playground.observe.snapshot import InspectionRequest

CASES = {
    "cross_entropy, 2 classes": (Data(), "cross_entropy"),
    "cross_entropy, 3 classes": (Data(dataset="spiral", classes=3), "cross_entropy"),
    "squared_error, values": (Data(dataset="plane"), "squared_error"),
    "squared_error, 2 classes": (Data(), "squared_error"),
    "squared_error, 3 classes": (Data(dataset="spiral", classes=3), "squared_error"),
    "hinge, 2 classes": (Data(), "hinge"),
    "hinge, 3 classes": (Data(dataset="spiral", classes=3), "hinge"),
    "huber": (Data(dataset="plane"), "huber"),
    "absolute_error": (Data(dataset="plane"), "absolute_error"),
}
POINTS = np.array([[1.1, -0.7], [-2.0, 0.4], [0.3, 2.2], [-0.9, -1.8], [2.4, 1.9]])


def experiment_of(case: str, layers, regularizer: Regularizer | None = None) -> Experiment:
    data, loss = CASES[case]
    training = Training(loss=loss, regularizer=regularizer or Regularizer())
    return Experiment(data=data, network=Network(layers=tuple(layers)), training=training)


def network_of(experiment: Experiment, seed: int = 3) -> Net:
    generator = np.random.default_rng(seed)
    network = Net(experiment, generator)
    network.parameters += generator.normal(0.0, 0.3, network.parameters.size)
    if network.state.size:
        network.state[:] = generator.uniform(0.5, 1.5, network.state.size)
    return network


def labels_of(experiment: Experiment) -> np.ndarray:
    if experiment.problem == "regression":
        return np.array([0.5, -0.8, 0.1, 0.9, -0.3])
    return (
        np.array([0.0, 1.0, 1.0, 0.0, 1.0])
        if experiment.outputs == 1
        else np.array([0.0, 2.0, 1.0, 1.0, 2.0])
    )


def every_unit(network: Net):
    for layer in network.plan.layers:
        for unit in range(layer.units):
            yield layer, (layer.id, unit)


def taken_apart(network, experiment, key, points, labels, **options):
    request = InspectionRequest(key, averaged=len(points) > 1, **options)
    samples = network.seen(points) if labels is None else network.labelled(points, labels)
    found = inspect(network, make_penalty(network.plan, experiment.training), request, samples)
    assert found is not None
    return found


def slope_of_loss(network: Net, place: int, points, labels, h: float = 1e-6) -> float:
    kept = network.parameters[place]
    losses = []
    for step in (h, -h):
        network.parameters[place] = kept + step
        losses.append(network.gradient(points, labels)[0])
    network.parameters[place] = kept
    return (losses[0] - losses[1]) / (2 * h)


STACK = (Dense(units=3, activation="tanh"), Dropout(rate=0.3), Dense(units=4, activation="tanh"))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("count", [1, len(POINTS)])
def test_weight_gradients_equal_finite_differences(activation, case, count):
    layers = (Dense(units=3, activation=activation), Dropout(), Dense(units=2, activation=activation))
    experiment = experiment_of(case, layers)
    network = network_of(experiment)
    points, labels = POINTS[:count], labels_of(experiment)[:count]
    for layer, key in every_unit(network):
        found = taken_apart(network, experiment, key, points, labels)
        if layer.kind == "dropout":
            continue
        assert found.pre_activation == pytest.approx(found.weights @ found.inputs + found.bias, abs=1e-12)
        column = shown_column(found, layer.units)
        for row in range(layer.rows):
            place = layer.offset + row * layer.width + column
            shown = found.bias_gradient if row == layer.weight_rows else found.weight_gradients[row]
            assert shown == pytest.approx(slope_of_loss(network, place, points, labels), abs=1e-6, rel=1e-6)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_at_one_point_the_chain_rule_is_a_product(activation, case):
    layers = (Dense(units=3, activation=activation), Dense(units=2, activation=activation))
    experiment = experiment_of(case, layers)
    network = network_of(experiment)
    for layer, key in every_unit(network):
        found = taken_apart(network, experiment, key, POINTS[:1], labels_of(experiment)[:1])
        np.testing.assert_allclose(found.weight_gradients, found.pre_gradient * found.inputs, atol=1e-12)
        assert found.bias_gradient == pytest.approx(found.pre_gradient, abs=1e-12)
        if found.upstream is not None:
            assert found.pre_gradient == pytest.approx(found.upstream * found.local_gradient, abs=1e-12)
        if found.downstream_weights is not None:
            total = found.downstream_weights @ found.downstream_gradients
            assert found.upstream == pytest.approx(total, abs=1e-12)
        if layer.is_output and found.activation in ("sigmoid", "softmax"):
            assert found.pre_gradient == pytest.approx(found.activation_value - found.target, abs=1e-12)


def torch_activation(torch, name):
    functional = torch.nn.functional
    return {
        "linear": lambda z: z,
        "relu": torch.relu,
        "leaky_relu": lambda z: functional.leaky_relu(z, 0.1),
        "elu": functional.elu,
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
        "softplus": functional.softplus,
        "gelu": lambda z: functional.gelu(z, approximate="tanh"),
        "silu": functional.silu,
    }[name]


def torch_loss(torch, case, scores, labels):
    functional = torch.nn.functional
    if case == "cross_entropy, 2 classes":
        return functional.binary_cross_entropy_with_logits(scores[:, 0], labels)
    if case == "cross_entropy, 3 classes":
        return functional.cross_entropy(scores, labels.long())
    if case == "squared_error, values":
        return 0.5 * ((scores[:, 0] - labels) ** 2).mean()
    if case == "squared_error, 2 classes":
        return 0.5 * ((torch.tanh(scores[:, 0]) - (2 * labels - 1)) ** 2).mean()
    if case == "squared_error, 3 classes":
        signs = 2 * functional.one_hot(labels.long(), 3) - 1
        return 0.5 * ((torch.tanh(scores) - signs) ** 2).sum(1).mean()
    if case == "hinge, 2 classes":
        return torch.relu(1 - scores[:, 0] * (2 * labels - 1)).mean()
    if case == "hinge, 3 classes":
        return 3 * functional.multi_margin_loss(scores, labels.long())
    if case == "huber":
        return functional.huber_loss(scores[:, 0], labels)
    return functional.l1_loss(scores[:, 0], labels)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "maxout"])
def test_values_and_upstream_gradients_equal_pytorchs(activation, case):
    torch = pytest.importorskip("torch")
    experiment = experiment_of(
        case, (Dense(units=3, activation=activation), Dense(units=2, activation=activation))
    )
    network = network_of(experiment)
    labels = labels_of(experiment)
    signal = torch.tensor(POINTS, dtype=torch.float64)
    pre, post = [], []
    for layer, weights, biases in zip(network.plan.layers, network.weights, network.biases, strict=True):
        z = signal @ torch.tensor(weights) + torch.tensor(biases)
        z.requires_grad_() if not z.requires_grad else None
        z.retain_grad()
        signal = z if layer.is_output else torch_activation(torch, activation)(z)
        signal.retain_grad()
        pre.append(z)
        post.append(signal)
    torch_loss(torch, case, signal, torch.tensor(labels)).backward()
    count = len(POINTS)
    for index, layer in enumerate(network.plan.layers):
        for unit in range(layer.units):
            found = taken_apart(network, experiment, (layer.id, unit), POINTS, labels)
            assert found.pre_activation == pytest.approx(pre[index][:, unit].mean().item(), abs=1e-6)
            # torch's gradients are of the mean loss, ours the mean of each point's own
            assert found.pre_gradient == pytest.approx(pre[index].grad[:, unit].sum().item(), abs=1e-6)
            if not layer.is_output:
                assert found.activation_value == pytest.approx(post[index][:, unit].mean().item(), abs=1e-6)
                assert found.upstream == pytest.approx(post[index].grad[:, unit].sum().item(), abs=1e-6)
            assert found.points == count


@pytest.mark.parametrize("norm", [BatchNorm(), LayerNorm()])
@pytest.mark.parametrize("count", [1, len(POINTS)])
def test_units_beside_norm_layers_are_true_in_evaluation(norm, count):
    layers = (Dense(units=3, activation="tanh"), norm, Dense(units=2, activation="elu"))
    experiment = experiment_of("cross_entropy, 3 classes", layers)
    network = network_of(experiment)
    points, labels = POINTS[:count], labels_of(experiment)[:count]
    for layer, key in every_unit(network):
        found = taken_apart(network, experiment, key, points, labels)
        column = shown_column(found, layer.units)
        for row in range(layer.rows):
            place = layer.offset + row * layer.width + column
            shown = found.bias_gradient if row == layer.weight_rows else found.weight_gradients[row]
            assert shown == pytest.approx(slope_of_loss(network, place, points, labels), abs=1e-6)
        if layer.kind == norm.kind:
            value = found.weights[0] * found.pre_activation + found.bias
            assert found.activation_value == pytest.approx(value, abs=1e-12)
            if found.center is not None:
                normal = (found.inputs[0] - found.center) / found.spread
                assert found.pre_activation == pytest.approx(normal, abs=1e-9)


def test_a_norm_unit_passes_on_the_gradient_of_its_input():
    layers = (Dense(units=3, activation="tanh"), BatchNorm(), Dense(units=2, activation="elu"))
    experiment = experiment_of("cross_entropy, 2 classes", layers)
    network = network_of(experiment)
    labels = labels_of(experiment)[:1]
    dense = taken_apart(network, experiment, (network.plan.layers[0].id, 1), POINTS[:1], labels)
    norm = taken_apart(network, experiment, (network.plan.layers[1].id, 1), POINTS[:1], labels)
    assert dense.upstream == pytest.approx(norm.input_gradient, abs=1e-15)
    assert dense.downstream_kind == "batch_norm"
    assert norm.input_gradient == pytest.approx(norm.upstream * norm.weights[0] / norm.spread, abs=1e-12)


def test_maxout_shows_its_winning_piece():
    experiment = experiment_of("cross_entropy, 2 classes", (Dense(units=3, activation="maxout", pieces=3),))
    network = network_of(experiment)
    for unit in range(3):
        found = taken_apart(network, experiment, (1, unit), POINTS[:1], labels_of(experiment)[:1])
        assert found.winner == int(np.argmax(found.others))
        assert found.activation_value == pytest.approx(found.others[found.winner])
        assert (found.local_gradient, found.winner_share) == (1.0, 1.0)


def test_any_piece_of_maxout_can_be_shown():
    experiment = experiment_of("cross_entropy, 2 classes", (Dense(units=2, activation="maxout", pieces=3),))
    network = network_of(experiment)
    for piece in range(3):
        found = taken_apart(network, experiment, (1, 1), POINTS[:1], labels_of(experiment)[:1], piece=piece)
        assert found.pre_activation == pytest.approx(found.others[piece])
        assert found.local_gradient == float(piece == found.winner)
        assert found.pre_gradient == pytest.approx(found.upstream * found.local_gradient)


def test_the_history_of_a_units_weights_ends_at_the_present():
    run = TrainingRun(experiment_of("cross_entropy, 2 classes", STACK))
    first = run.network.weights[0][:, 1].copy()
    run.train(3)
    run.take_step()
    epochs, values = parameter_history(run, 1, 1)
    assert epochs[:4].tolist() == [0.0, 1.0, 2.0, 3.0]
    assert 3.0 < epochs[-1] < 4.0
    np.testing.assert_array_equal(values[0, :2], first)
    np.testing.assert_array_equal(values[-1, :2], run.network.weights[0][:, 1])
    assert parameter_history(run, 99, 0)[1].size == 0


def test_without_a_label_there_are_values_and_no_gradients():
    experiment = experiment_of("cross_entropy, 2 classes", STACK)
    network = network_of(experiment)
    for _, key in every_unit(network):
        found = taken_apart(network, experiment, key, POINTS[:1], None, nudge=(0, 0.1))
        assert (found.loss, found.upstream, found.pre_gradient, found.nudge) == (None, None, None, None)
        assert found.weight_gradients is None


@pytest.mark.parametrize(("name", "ratio"), [("l1", 0.5), ("l2", 0.5), ("elastic_net", 0.25)])
def test_the_penaltys_part_of_the_gradient_stands_apart(name, ratio):
    penalty = Regularizer(name=name, rate=0.1, l1_ratio=ratio)
    experiment = experiment_of("cross_entropy, 2 classes", STACK, penalty)
    network = network_of(experiment)
    found = taken_apart(network, experiment, (1, 0), POINTS, labels_of(experiment))
    share = {"l1": 1.0, "l2": 0.0, "elastic_net": ratio}[name]

    def value(w):
        return 0.1 * (share * abs(w) + (1 - share) * 0.5 * w * w)

    for weight, shown in zip(found.weights, found.penalty_gradients, strict=True):
        assert shown == pytest.approx((value(weight + 1e-6) - value(weight - 1e-6)) / 2e-6, abs=1e-7)


def test_a_small_nudge_changes_the_loss_as_predicted():
    experiment = experiment_of("cross_entropy, 2 classes", STACK)
    network = network_of(experiment)
    before = network.parameters.copy()
    for row in (-1, 0, 1):
        found = taken_apart(network, experiment, (1, 2), POINTS, labels_of(experiment), nudge=(row, 1e-4))
        slope = found.bias_gradient if row == -1 else found.weight_gradients[row]
        assert found.nudge.predicted == pytest.approx(1e-4 * slope)
        assert found.nudge.actual == pytest.approx(found.nudge.predicted, rel=1e-2, abs=1e-9)
    np.testing.assert_array_equal(network.parameters, before)


def test_a_large_nudge_shows_what_really_happens():
    experiment = experiment_of("cross_entropy, 2 classes", STACK)
    network = network_of(experiment)
    labels = labels_of(experiment)
    found = taken_apart(network, experiment, (OUTPUT_ID, 0), POINTS, labels, nudge=(0, 2.0))
    layer = network.plan.layers[-1]
    network.parameters[layer.offset] += 2.0
    assert found.nudge.actual == pytest.approx(network.gradient(POINTS, labels)[0] - found.loss, abs=1e-12)


def test_a_unit_that_is_gone_is_none():
    experiment = experiment_of("cross_entropy, 2 classes", STACK)
    network = network_of(experiment)
    for key in ((99, 0), (1, 3), (1, -1)):
        penalty = make_penalty(network.plan, experiment.training)
        assert inspect(network, penalty, InspectionRequest(key), network.seen(POINTS)) is None


@pytest.mark.parametrize("piece", [None, 0, 1, 2])
def test_whichever_piece_is_shown_the_winner_and_its_share_are_those_of_the_points(piece):
    experiment = experiment_of("cross_entropy, 2 classes", (Dense(units=2, activation="maxout", pieces=3),))
    run = TrainingRun(experiment)
    request = InspectionRequest((1, 1), averaged=True, piece=piece)
    found = inspect(run.network, make_penalty(run.network.plan, experiment.training), request, run.train_set)
    z = run.points.train @ run.network.weights[0] + run.network.biases[0]
    wins = np.bincount(z.reshape(-1, 3, 2)[:, :, 1].argmax(axis=1), minlength=3)
    assert found.winner == wins.argmax()
    assert found.winner_share == wins.max() / len(z)
    assert found.piece == (wins.argmax() if piece is None else piece)
