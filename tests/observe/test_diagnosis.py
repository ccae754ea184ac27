"""Every sentence of the gradient flow: said where its numbers are true by hand, not said where they are not."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np
import pytest
from by_hand import ByHand, by_hand, size
from flow_cases import CASES, dense, experiment, first_scaled, network, scaled

from playground.engine.layers.dense import Dense
from playground.engine.training import TrainingRun
from playground.observe.diagnosis import CAUSES, RULES, diagnose
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import SnapshotRequest
from playground.ui.analysis import flow_texts
from playground.ui.words import numbers

ASKED = SnapshotRequest(statistics=True, gradients="training_set")


@dataclasses.dataclass(frozen=True)
class Truth:
    """What by hand is known of a run: the signals and norms from the first layer to the output."""

    run: TrainingRun
    hand: ByHand
    signals: list[float]
    norms: list[float]
    penalties: list[float]


BY_HAND = [
    name
    for name, case in CASES.items()
    if case.source == "training_set"
    and case.experiment.data.points != ()
    and all(isinstance(layer, Dense) for layer in case.experiment.network.layers)
]
"""The cases that can be worked out by hand: of dense layers alone, over all training points."""


def truth_of(run: TrainingRun) -> Truth:
    """By hand, over all training points, for dense layers."""
    hand = by_hand(run, run.points.train, run.points.train_labels)
    rule = run.experiment.training.regularizer
    penalties = []
    for w in run.network.weights:
        rate = rule.rate
        penalties.append({"l1": rate * np.sign(w), "l2": rate * w}.get(rule.name, 0.0 * w))
    norms = [np.linalg.norm(g + p) for g, p in zip(hand.gradients, penalties, strict=True)]
    sizes = [float(np.linalg.norm(p)) for p in penalties]
    return Truth(run, hand, [size(s) for s in hand.signals], [float(n) for n in norms], sizes)


def _dead_share(truth: Truth) -> float:
    acts = [layer.activation for layer in truth.run.experiment.network.layers]
    flat = [
        (s == 0).all(axis=0).mean() for s, a in zip(truth.hand.slopes[:-1], acts, strict=True) if a == "relu"
    ]
    return max(flat, default=0.0)


def _saturated_share(truth: Truth) -> float:
    largest = {"tanh": 1.0, "sigmoid": 0.25}
    acts = [layer.activation for layer in truth.run.experiment.network.layers]
    return max(
        (
            float((s < largest[a] / 20).mean())
            for s, a in zip(truth.hand.slopes[:-1], acts, strict=True)
            if a in largest
        ),
        default=0.0,
    )


def _over(a: float, b: float) -> float:
    return a / b if b else (math.inf if a else 1.0)


def _has_stop(truth: Truth) -> bool:
    """A later layer of zeros that the next step changes, or that is like the one before, or under L1."""
    matrices, rule = truth.run.network.weights, truth.run.experiment.training.regularizer.name
    return any(
        not after.any() and (norm > 0 or not before.any() or rule == "l1")
        for before, after, norm in zip(matrices, matrices[1:], truth.norms[1:], strict=False)
    )


TRUE: dict[str, Callable[[Truth], bool]] = {
    "no_feature": lambda t: not t.run.experiment.network.features,
    "broken": lambda t: not np.isfinite([*t.norms, *t.signals]).all(),
    "exploding": lambda t: max(t.norms) > 100.0,
    "dead": lambda t: _dead_share(t) >= 0.75,
    "zero_weights": _has_stop,
    "settled": lambda t: not any(t.norms),
    "penalty": lambda t: not any(t.signals) and any(t.penalties),
    "vanishing": lambda t: len(t.signals) > 1 and _over(t.signals[-1], t.signals[0]) >= 30.0,
    "growing": lambda t: len(t.signals) > 1 and _over(t.signals[0], t.signals[-1]) >= 100.0,
    "partial": lambda t: min(t.norms) == 0.0 < max(t.norms),
    "uneven": lambda t: len(t.norms) > 1 and _over(max(t.norms), min(t.norms)) >= 30.0,
    "saturated": lambda t: _saturated_share(t) >= 0.9,
    "direct": lambda t: len(t.norms) == 1,
}
"""What each finding claims, worked out by hand over the training set."""


@pytest.mark.parametrize("name", CASES)
def test_each_finding_is_said_where_it_is_true_with_its_cause(name):
    found = CASES[name].found()
    assert (found.finding, found.cause) == (CASES[name].finding, CASES[name].cause)


@pytest.mark.parametrize("name", BY_HAND)
def test_what_is_said_is_true_by_hand_and_what_comes_before_it_is_not(name):
    case = CASES[name]
    run = case.run()
    truth = truth_of(run)
    said = diagnose(case.snapshot(run)).finding
    for rule in RULES:
        claim = TRUE.get(rule.finding)
        if rule.finding == said:
            assert claim is None or claim(truth)
            break
        assert claim is None or not claim(truth), rule.finding


@pytest.mark.parametrize(
    "name",
    [n for n in BY_HAND if CASES[n].finding in ("vanishing", "growing", "exploding", "uneven", "healthy")],
)
def test_the_number_that_is_printed_is_the_number_by_hand(name):
    case = CASES[name]
    run = case.run()
    truth = truth_of(run)
    found = diagnose(case.snapshot(run))
    by_hand_number = {
        "vanishing": lambda: _over(truth.signals[-1], truth.signals[0]),
        "growing": lambda: _over(truth.signals[0], truth.signals[-1]),
        "exploding": lambda: max(truth.norms),
        "uneven": lambda: max(truth.norms) / min(truth.norms),
        "healthy": lambda: max(truth.norms) / min(truth.norms),
    }[found.finding]()
    assert found.factor == pytest.approx(by_hand_number, rel=1e-6)
    if math.isfinite(found.factor):
        assert numbers.fold(found.factor) in flow_texts.says(found)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.is_mended])
def test_the_advice_helps_in_that_very_case(name):
    assert CASES[name].found_mended().finding != CASES[name].finding


def test_every_finding_and_cause_has_a_case_a_sentence_and_an_advice():
    seen = {(case.finding, case.cause) for case in CASES.values()}
    said = {rule.finding for rule in RULES} - {"unknown"}
    assert {finding for finding, _ in seen} == said
    named = {(finding, cause) for finding, causes in CAUSES.items() for cause in causes}
    rare = {("partial", "none"), ("uneven", "none")}
    assert named - seen == rare
    assert set(flow_texts.SENTENCES) == {rule.finding for rule in RULES}
    assert set(flow_texts.ADVICE) <= seen
    needs_none = {"unknown", "settled", "penalty", "direct", "healthy"}
    assert {pair for pair in seen if pair[0] not in needs_none} <= set(flow_texts.ADVICE)


def test_a_sentence_without_a_hidden_layer_speaks_of_no_other():
    for case in CASES.values():
        if not case.experiment.network.layers:
            assert "every layer" not in flow_texts.says(case.found()) + flow_texts.advises(case.found())


def test_a_linear_network_never_hears_of_slopes_or_relu_to_be_tried():
    for initializer in ("small_normal", "uniform"):
        found = diagnose(
            snapshot_of(TrainingRun(network(*dense(8, "linear", 8), initializer=initializer)), ASKED)
        )
        assert (found.finding, found.cause) == ("vanishing", "small_weights")
        assert "slope" not in flow_texts.advises(found)


def test_no_unit_of_tanh_or_sigmoid_is_ever_called_dead():
    for activation in ("tanh", "sigmoid"):
        run = TrainingRun(network(*dense(3, activation)))
        run.network.biases[0][:] = 1000.0
        layer = snapshot_of(run, SnapshotRequest(statistics=True, unit_health=True)).layers[0]
        np.testing.assert_array_equal(layer.dead, 0.0)
        np.testing.assert_array_equal(layer.saturated, 1.0)


def test_dead_units_of_a_sample_are_said_to_be_of_a_sample():
    big = experiment(data={"dataset": "gauss", "samples": 10_000}, network={"layers": dense(4, "relu")})
    run = TrainingRun(big)
    run.network.biases[0][:] = -100.0
    found = diagnose(snapshot_of(run, ASKED))
    assert (found.finding, found.looked_at, found.points) == ("dead", 2000, 5000)
    assert "none of the 2,000 points looked at (of 5,000)" in flow_texts.says(found)
    few = diagnose(snapshot_of(CASES["dead by their biases"].run(), ASKED))
    assert "no training point switches them on" in flow_texts.says(few)


def test_norm_layers_count_among_the_norms_that_are_compared():
    run = CASES["batch norm between"].run()
    layers = snapshot_of(run, ASKED).layers
    norms = [layer.statistics.gradient_norm for layer in layers]
    assert "batch_norm" in {layer.kind for layer in layers}
    assert diagnose(snapshot_of(run, ASKED)).factor == pytest.approx(max(norms) / min(norms))


def test_one_minibatch_that_cancels_is_even_over_the_training_set():
    case = CASES["a minibatch that cancels"]
    whole = dataclasses.replace(case, source="training_set")
    assert case.found().severity == "calm"
    assert whole.found().finding == "healthy"


def test_given_norms_stand_in_for_the_snapshots():
    snapshot = snapshot_of(TrainingRun(experiment()), ASKED)
    ids = [layer.id for layer in snapshot.layers]
    found = diagnose(snapshot, dict(zip(ids, (1.0, 3.0, 2.0), strict=True)))
    assert (found.finding, found.factor) == ("healthy", pytest.approx(3.0))


def test_half_a_layer_of_dead_units_is_no_warning():
    run = TrainingRun(network(*dense(4, "relu")))
    run.network.biases[0][:2] = -100.0
    assert diagnose(snapshot_of(run, ASKED)).severity == "calm"


def test_three_dead_units_of_four_are_a_warning():
    run = TrainingRun(network(*dense(4, "relu")))
    run.network.biases[0][:3] = -100.0
    found = diagnose(snapshot_of(run, ASKED))
    assert (found.finding, found.units, found.of) == ("dead", 3, 4)


@pytest.mark.parametrize(("inputs", "cause"), [(5.9, "cancels"), (6.1, "inputs"), (30.0, "inputs")])
def test_inputs_are_why_norms_are_uneven_where_they_make_up_half_of_it(inputs, cause):
    snapshot = snapshot_of(TrainingRun(network(*dense(4, "tanh"))), ASKED)
    layers = tuple(
        dataclasses.replace(
            layer,
            statistics=dataclasses.replace(layer.statistics, input_size=size, pre_gradient_size=1.0),
        )
        for layer, size in zip(snapshot.layers, (inputs, 1.0), strict=True)
    )
    norms = {layer.id: norm for layer, norm in zip(layers, (36.0, 1.0), strict=True)}
    found = diagnose(dataclasses.replace(snapshot, layers=layers), norms)
    assert (found.finding, found.cause, found.factor) == ("uneven", cause, pytest.approx(36.0))


def test_small_weights_may_move_by_a_large_share():
    run = TrainingRun(experiment(training={"learning_rate": 5.0}))
    run.train(1)
    assert diagnose(snapshot_of(run, ASKED)).finding == "fast"
    small = TrainingRun(experiment(network={"initializer": "small_normal"}, training={"learning_rate": 1.0}))
    small.take_steps(1)
    assert diagnose(snapshot_of(small, ASKED)).finding != "fast"


def test_without_gradients_nothing_is_said():
    found = diagnose(snapshot_of(TrainingRun(experiment()), SnapshotRequest()))
    assert (found.finding, flow_texts.says(found), flow_texts.advises(found)) == ("unknown", "", "")


def test_layers_without_weights_are_passed_over():
    run = TrainingRun(network(*dense(8, "sigmoid", 3), {"kind": "dropout"}, *dense(8, "sigmoid", 3)))
    found = diagnose(snapshot_of(run, ASKED))
    assert (found.finding, found.cause, found.layers) == ("vanishing", "slopes", 6)


def test_mixed_activations_have_no_common_name():
    run = TrainingRun(network(*dense(4, "relu"), *dense(4, "tanh")))
    assert diagnose(snapshot_of(run, ASKED)).activation is None


@pytest.mark.parametrize("epochs", [0, 3, 20])
@pytest.mark.parametrize("depth", [1, 2, 7])
def test_relu_with_he_on_circle_raises_no_warning(depth, epochs):
    run = TrainingRun(network(*dense(8, "relu", depth), initializer="he_normal"))
    run.train(epochs)
    asked = dataclasses.replace(ASKED, gradients="minibatch")
    assert diagnose(snapshot_of(run, asked)).severity == "calm"


def test_the_growth_of_a_network_whose_middle_is_smallest_is_not_called_growth_by_its_spread():
    run = TrainingRun(experiment(data={"dataset": "plane"}, network={"layers": dense(2, "linear", 2)}))
    first_scaled(1e-4)(run)
    run.network.weights[1][:] *= 1e4
    scaled(3.0)(run)
    found, truth = diagnose(snapshot_of(run, ASKED)), truth_of(run)
    assert found.finding == "exploding"
    assert found.factor == pytest.approx(max(truth.norms))
    assert "-fold" not in flow_texts.says(found)
