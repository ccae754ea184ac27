"""Twenty-eight experiments: every number, colour, legend and sentence against what is worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from audit_cases import EXPERIMENTS
from by_hand import by_hand, features_of, size
from flow_cases import experiment

from playground.engine.training import TrainingRun
from playground.observe.diagnosis import diagnose
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import SnapshotRequest
from playground.ui.analysis import flow_texts
from playground.ui.look import theme
from playground.ui.network.edges import LEVELS, levels_of, strength_color
from playground.ui.network.own_units import own_number, own_value
from playground.ui.network.tiles import output_pixels, output_range
from playground.ui.network.values import bias_values, edge_scale, matrix, strengths
from playground.ui.output.boundary_image import boundary_legend, boundary_pixels, value_scale
from playground.ui.widgets.heatmap import table_colors
from playground.ui.words import numbers

ASKED = SnapshotRequest(
    statistics=True, unit_health=True, gradients="training_set", boundary_resolution=24, unit_resolution=24,
    point_predictions=True, probe=(1.0, -0.5, 1.0),
)  # fmt: skip


def test_there_are_twenty_eight_experiments():
    assert len(EXPERIMENTS) == 28


@pytest.fixture(scope="module", params=EXPERIMENTS)
def case(request):
    """A run, its snapshot, and the same by hand over all training points."""
    parts, epochs = EXPERIMENTS[request.param]
    run = TrainingRun(experiment(**parts))
    run.train(epochs)
    hand = by_hand(run, run.points.train, run.points.train_labels)
    return run, snapshot_of(run, ASKED), hand


def test_losses_accuracies_and_predictions(case):
    run, snapshot, hand = case
    assert snapshot.train.loss == pytest.approx(hand.losses.mean(), rel=1e-9, abs=1e-12)
    np.testing.assert_allclose(snapshot.predictions, hand.outputs, rtol=1e-7, atol=1e-12)
    if run.experiment.problem == "classification":
        labels = run.points.train_labels
        middle = 0.5 if run.experiment.loss == "cross_entropy" else 0.0
        said = hand.outputs.argmax(axis=1) if hand.outputs.shape[1] > 1 else hand.outputs[:, 0] > middle
        share = float((said == labels).mean())
        assert snapshot.train.accuracy == pytest.approx(share)
        text = numbers.percent_exact(share)
        assert (text == "100.0\u2009%") == (share == 1.0)
        assert (text == "0.0\u2009%") == (share == 0.0)


def test_penalties_gradients_and_norms(case):
    run, snapshot, hand = case
    rule = run.experiment.training.regularizer
    weights = run.network.weights
    of = {"l1": lambda w: rule.rate * np.abs(w).sum(), "l2": lambda w: 0.5 * rule.rate * (w**2).sum()}
    penalty = sum(of[rule.name](w) for w in weights) if rule.name in of else 0.0
    assert snapshot.train.penalty == pytest.approx(penalty, rel=1e-9)
    slopes = {"l1": lambda w: rule.rate * np.sign(w), "l2": lambda w: rule.rate * w}
    for layer, gradient, w in zip(snapshot.layers, hand.gradients, weights, strict=True):
        pull = slopes[rule.name](w) if rule.name in slopes else 0.0 * w
        np.testing.assert_allclose(layer.weight_gradients, gradient + pull, rtol=1e-6, atol=1e-11)
        assert layer.statistics.gradient_norm == pytest.approx(np.linalg.norm(gradient + pull), abs=1e-10)
        assert layer.statistics.penalty_norm == pytest.approx(np.linalg.norm(pull), abs=1e-12)


def test_statistics_are_of_the_points_that_they_say(case):
    run, snapshot, _ = case
    count = len(run.points.train)
    assert snapshot.looked_at == min(count, 2000)
    rows = np.linspace(0, count - 1, snapshot.looked_at).astype(int)
    hand = by_hand(run, run.points.train[rows], run.points.train_labels[rows])
    acts = [layer.activation for layer in run.experiment.network.layers] + ["linear"]
    for k, (layer, name) in enumerate(zip(snapshot.layers, acts, strict=True)):
        found = layer.statistics
        assert found.pre_gradient_size == pytest.approx(size(hand.signals[k]), rel=1e-7, abs=1e-12)
        assert found.input_size == pytest.approx(size(hand.inputs[k]), rel=1e-9)
        assert found.unit_gradient_size == pytest.approx(size(hand.upstream[k]), rel=1e-7, abs=1e-12)
        if layer.id != -1:
            off = (hand.slopes[k] == 0.0).mean(axis=0) if name == "relu" else 0.0 * found.dead
            np.testing.assert_allclose(found.dead, off)


def test_the_probe_is_that_point(case):
    run, snapshot, _ = case
    hand = by_hand(run, np.array([[1.0, -0.5]]), np.array([1.0]))
    probe = snapshot.probe
    np.testing.assert_allclose(probe.features, features_of(run.experiment, np.array([[1.0, -0.5]]))[0])
    np.testing.assert_allclose(probe.outputs, hand.outputs[0], rtol=1e-9)
    assert probe.loss == pytest.approx(hand.losses[0], rel=1e-9, abs=1e-12)
    for layer, a, upstream in zip(probe.layers[:-1], hand.a, hand.upstream, strict=False):
        np.testing.assert_allclose(layer.activations, a[0], rtol=1e-7, atol=1e-12)
        np.testing.assert_allclose(layer.gradients, upstream[0], rtol=1e-6, atol=1e-12)


def test_the_sentence_is_the_first_that_is_true_by_hand(case):
    run, snapshot, hand = case
    found = diagnose(snapshot)
    signals = [size(one) for one in hand.signals]
    norms = [layer.statistics.gradient_norm for layer in snapshot.layers]
    fall = signals[-1] / signals[0] if signals[0] else (math.inf if signals[-1] else 1.0)
    if found.finding == "healthy":
        assert max(norms) <= 100.0
        assert 1 / 100 < fall < 30
        assert found.factor == pytest.approx(max(norms) / min(norms))
        assert 0.0 < max(norms) < 30.0 * min(norms)
    elif found.finding == "vanishing":
        assert fall >= 30.0
        assert found.factor == pytest.approx(fall, rel=0.05), "2,000 points stand for more"
    elif found.finding == "settled":
        assert not any(norms)
    elif found.finding == "exploding":
        assert max(norms) > 100.0
    elif found.finding == "uneven":
        assert max(norms) >= 30.0 * min(norms)
    elif found.finding == "direct":
        assert len(snapshot.layers) == 1
    elif found.finding == "zero_weights":
        assert any(not w.any() for w in run.network.weights[1:])
    else:
        assert found.finding in ("saturated", "growing", "dead", "fast", "partial", "penalty")
    assert flow_texts.says(found)
    assert "{" not in flow_texts.says(found) + flow_texts.advises(found)


def mixed(first, second, share: float) -> tuple[int, int, int]:
    ends = zip(first.getRgb()[:3], second.getRgb()[:3], strict=True)
    return tuple(round(a + (b - a) * share) for a, b in ends)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_edges_and_biases_have_the_colour_that_the_legend_has_for_their_value(case, qapp, name):
    """By hand: background to tint, from the faintest share on; the sign is never lost."""
    _, snapshot, _ = case
    theme.apply(qapp, name)
    try:
        colors, faintest = theme.current(), {"light": 0.18, "dark": 0.4}[name]
        weights = [matrix(layer, "weight").ravel() for layer in snapshot.layers]
        biases = [bias_values(layer, "weight") for layer in snapshot.layers]
        known = [*weights, *(one for one in biases if one is not None)]
        scale = edge_scale(known, "weight")
        assert scale.limit >= max(np.abs(one).max(initial=0.0) for one in known)
        for values in known:
            shares = strengths(values, scale, "weight")
            for value, share, level in zip(values, shares, levels_of(shares), strict=True):
                assert share == pytest.approx(value / scale.limit)
                assert np.sign(level) == np.sign(value)
                assert abs(level / LEVELS - share) <= 1.0 / LEVELS
                drawn = strength_color(level / LEVELS).getRgb()[:3]
                tint = colors.positive if value > 0 else colors.negative if value < 0 else colors.quiet
                part = faintest + (1 - faintest) * abs(level) / LEVELS if value else faintest
                assert np.abs(np.subtract(drawn, mixed(colors.background, tint, part))).max() <= 1
    finally:
        theme.apply(qapp, "light")


def test_the_boundary_and_its_legend_have_one_colour_for_one_value(case, qapp):
    run, snapshot, _ = case
    made = run.experiment
    scale = value_scale(made, snapshot.points)
    legend = boundary_legend(made, scale, "output", False)
    if made.outputs > 1:
        assert len(legend.classes) == made.data.classes
        return
    pixels = boundary_pixels(made, snapshot.boundary, scale, "output", False)
    if made.problem == "regression":
        low, high = -scale, scale
        assert (legend.low, legend.high) == (
            (own_value(made, low), own_value(made, high))
            if made.data.value_axis is not None
            else (numbers.plain(low, 1), numbers.plain(high, 1))
        )
    else:
        low, high = (0.0, 1.0) if made.loss == "cross_entropy" else (-1.0, 1.0)
        if made.data.class_names:
            assert (legend.low, legend.high) == tuple(made.data.class_names)
    places = (np.clip(snapshot.boundary[0], low, high) - low) / (high - low) * (len(legend.bar) - 1)
    bar = np.array([[(c >> shift) & 255 for shift in (16, 8, 0)] for c in legend.bar], dtype=float)
    for place, pixel in zip(places.ravel()[::7], pixels.ravel()[::7], strict=True):
        drawn = np.array([(int(pixel) >> shift) & 255 for shift in (16, 8, 0)])
        between = bar[math.floor(place)] + (bar[math.ceil(place)] - bar[math.floor(place)]) * (place % 1)
        assert np.abs(drawn - between).max() <= 3.0


def test_the_outputs_tile_spans_the_range_that_its_bubble_says(case, qapp):
    run, snapshot, _ = case
    grids = snapshot.layers[-1].grids
    low, high = output_range(run.experiment, grids)
    pixels = output_pixels(run.experiment, np.stack([np.full((4, 4), low), np.full((4, 4), high)])[:1])
    if run.experiment.outputs == 1:
        table = theme.diverging_table()
        assert int(pixels[0, 0, 0]) == int(table[0])
        assert table_colors(table)[0].rgb() == int(table[0])
        assert table_colors(table)[-1].rgb() == int(table[-1])
    if run.experiment.problem == "classification":
        assert (low, high) == ((0.0, 1.0) if run.experiment.loss == "cross_entropy" else (-1.0, 1.0))


def test_values_stand_in_the_datas_own_units():
    made = experiment(**EXPERIMENTS["imported values"][0])
    assert own_number(made, 0.5) == pytest.approx(309.05 + 0.5 * 185.85)
    assert own_value(made, 0.0).startswith("309")
    plain = experiment(**EXPERIMENTS["plane"][0])
    assert own_number(plain, 0.5) == 0.5
