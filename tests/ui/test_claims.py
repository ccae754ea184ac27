"""What labels, legends and tooltips claim, each claim against a computation of its own."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Generator
from typing import Any

import numpy as np
import pytest
from audit_cases import EXPERIMENTS
from by_hand import by_hand, features_of
from flow_cases import dense, experiment, network, trained
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.engine.layers.norms import BatchNorm
from playground.engine.points import make_points
from playground.engine.training import TrainingRun
from playground.observe.loss_surface import loss_surface, source_of
from playground.observe.observer import snapshot_of
from playground.observe.snapshot import InspectionRequest, SnapshotRequest
from playground.ui.analysis import inspector_texts
from playground.ui.look import theme
from playground.ui.network import histograms
from playground.ui.network.edges import LEVELS, Strokes, fade_of, strength_color
from playground.ui.network.own_units import own_number
from playground.ui.network.values import node_scale
from playground.ui.output import boundary_marks
from playground.ui.output.boundary_image import boundary_pixels
from playground.ui.widgets.plane import PlaneFrame
from playground.ui.words import labels

IMPORTED = EXPERIMENTS["imported values"][0]
NAMED = EXPERIMENTS["own points, all for training"][0]


def last(steps: Generator[float, None, Any]) -> Any:
    """What a computation gives in the end."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def read(text: str) -> list[float]:
    """The numbers in a text."""
    found = re.findall(r"[−-]?(?:∞|\d[\d,.]*(?:e[−-]?\d+)?)", text)
    return [float(part.replace("−", "-").replace(",", "").replace("∞", "inf")) for part in found]


def channels(pixels: np.ndarray | int) -> np.ndarray:
    """Red, green and blue, in a last axis."""
    wide = np.asarray(pixels, dtype=np.int64)
    return np.stack([wide >> 16 & 255, wide >> 8 & 255, wide & 255], axis=-1)


# ------------------------------------------------------------------------------------------ colours


def test_a_weight_has_one_colour_in_sparse_and_in_crowded_gaps(qapp):
    theme.apply(qapp, "light")
    for level in range(-LEVELS, LEVELS + 1):
        shades = {
            Strokes.made(4.0, 1.0, fade_of(edges)).of(level).pen.color().rgb()
            for edges in (4, 64, 400, 10_000)
        }
        assert shades == {strength_color(level / LEVELS).rgb()}


def test_a_maxout_units_histogram_has_no_curve_of_a_single_z(qapp):
    run = trained(network={"layers": dense(3, "maxout")})
    layer = snapshot_of(run, SnapshotRequest(unit_histograms=True)).layers[0]
    colors = theme.current()
    main = histograms.tile_pixels(layer, 60, 80)[:, :, : 80 - 2 * 12 - 7]
    bars = theme.mix(colors.panel, colors.quiet, 0.5)
    assert set(np.unique(main)) <= {colors.panel.rgb(), bars.rgb()}


@pytest.mark.parametrize("size", [1e-5, 0.3, 40.0])
def test_the_curve_over_a_histogram_is_the_activation_at_that_z(qapp, size):
    """From the green pixels of the tile back to f(z): a straight line for a tanh that is hardly bent."""
    run = trained(network={"layers": dense(2, "tanh")})
    run.network.weights[0][:] = size
    run.network.biases[0][:] = 0.0
    layer = snapshot_of(run, SnapshotRequest(unit_histograms=True)).layers[0]
    height, width = 120, 400
    pixels = histograms.tile_pixels(layer, height, width)[0]
    strip = max(5, round(0.15 * width))
    main = pixels[:, 2 : 2 + width - 2 * strip - 7]
    green = theme.current().forward.rgb()
    places = (0, main.shape[1] // 2, main.shape[1] - 1)
    rows = [int(np.abs(channels(main[:, place]) - channels(green)).sum(axis=-1).argmin()) for place in places]
    edges = layer.unit_pre_activations.edges
    z = np.array([edges[0], (edges[0] + edges[-1]) / 2, edges[-1]])
    high, low = np.tanh(edges[-1]), min(0.0, np.tanh(edges[0]))
    wanted = height - 3.5 - (np.tanh(z) - low) / (high - low) * (height - 7)
    np.testing.assert_allclose(rows, wanted, atol=2.0)


def test_tiles_of_layers_with_different_scales_are_said_to_differ():
    made = network(*dense(4, "relu"), *dense(4, "tanh"))
    run = TrainingRun(made)
    snapshot = snapshot_of(run, SnapshotRequest(unit_resolution=16))
    first, second = (layer.id for layer in snapshot.layers[:2])
    alike = node_scale(
        made, snapshot, "activation", {(first, "activation"): 1.0, (second, "activation"): 1.0}
    )
    assert (alike.low, alike.high) == ("−1", "+1")
    apart = node_scale(
        made, snapshot, "activation", {(first, "activation"): 6.7, (second, "activation"): 1.0}
    )
    assert "each layer on its own scale" in apart.caption
    assert not read(apart.low + apart.high)
    clipped = node_scale(made, snapshot, "activation", {(first, "activation"): 6.7})
    assert (clipped.low, clipped.high) == ("≤ −6.7", "≥ +6.7"), "2 in 100 values lie beyond"


@pytest.mark.parametrize("loss", ["cross_entropy", "hinge"])
def test_the_uncertainty_is_the_entropy_of_probabilities_or_of_shares_made_of_scores(start, loss):
    program = start(experiment(training={"loss": loss}))
    option = next(o for o in program.window.workspace.output_panel.modes.options if o.key == "uncertainty")
    s = np.linspace(0.0, 1.0, 41) if loss == "cross_entropy" else np.linspace(-2.0, 2.0, 41)
    p = s if loss == "cross_entropy" else np.clip((s + 1) / 2, 0, 1)
    with np.errstate(all="ignore"):
        entropy = -np.nan_to_num(p * np.log2(p)) - np.nan_to_num((1 - p) * np.log2(1 - p))
    pixels = boundary_pixels(program.session.experiment, s[None, None, :], 1.0, "uncertainty", False)[0]
    places = np.searchsorted(theme.uncertainty_table() * 0 + np.arange(256), entropy * 255 - 1)
    near = [theme.uncertainty_table()[max(k - 2, 0) : k + 3].tolist() for k in places]
    assert all(int(pixel) in around for pixel, around in zip(pixels, near, strict=True))
    if loss == "hinge":
        assert "no probabilities" in option.help
        assert len({int(pixel) for value, pixel in zip(s, pixels, strict=True) if abs(value) >= 1.0}) == 1
    else:
        assert "entropy of its probabilities" in option.help


# ----------------------------------------------------------------------------------- in whose units


def test_the_probe_of_imported_values_speaks_the_files_own_units(start):
    program = start(experiment(**IMPORTED))
    session = program.session
    session.display.set(probe=(2.0, -0.5, 0.5))
    program.until(lambda: session.snapshot.probe is not None)
    panel = program.find("probePanel")
    out = 309.05 + 185.85 * float(session.snapshot.probe.outputs[0])
    program.until(lambda: panel.output.text() != "")
    assert read(panel.output.text()) == [pytest.approx(out, rel=0.01)]
    assert panel.place.toolTip().startswith("On the plane: (2.00, −0.50)")
    assert read(panel.place.accessibleDescription() or panel.place.text()) == [180.0, 66.0]
    assert program.find("probeValue").value == pytest.approx(309.05 + 185.85 * 0.5)
    found = snapshot_of(
        TrainingRun(session.experiment),
        SnapshotRequest(probe=(2.0, -0.5, 0.5), inspect=InspectionRequest((OUTPUT_ID, 0))),
    ).inspection
    said = inspector_texts.context(found, session.experiment, (2.0, -0.5, 0.5), wants_probe=False)
    assert "height 180, weight 66, value 402" in said
    assert own_number(session.experiment, 0.5) == pytest.approx(401.975)


def test_a_class_is_called_by_its_name_in_the_inspector():
    made = experiment(**NAMED)
    found = snapshot_of(
        TrainingRun(made), SnapshotRequest(probe=(1.0, 1.0, 1.0), inspect=InspectionRequest((OUTPUT_ID, 0)))
    ).inspection
    assert ", dog ·" in inspector_texts.context(found, made, (1.0, 1.0, 1.0), wants_probe=False)


def test_a_unit_shown_large_says_of_which_picture_its_numbers_are(start):
    program = start(network(*dense(4, "relu")))
    session, boundary = program.session, program.find("boundaryView")
    canvas = program.find("networkCanvas")
    session.display.set(node_mode="gradient")
    program.until(lambda: boundary.plot is not None and canvas.layout_ is not None)
    QTest.mouseMove(canvas, canvas.layout_.columns[1].rect(2).center().toPoint())
    program.until(lambda: boundary.plot.shows_unit)
    assert boundary.unit_title().endswith("· ∂output/∂unit")
    scale = program.find("outputPanel").scale
    program.until(lambda: scale.toolTip() != "0 – 1")
    high = read(scale.toolTip())[-1]
    v = float(session.snapshot.layer(OUTPUT_ID).weights[2, 0])
    p = session.snapshot.boundary[0]
    assert high == pytest.approx(float((p * (1 - p)).max()) * abs(v), abs=0.006), "∂p/∂a = p (1 − p) v"


# ----------------------------------------------------------------------------- samples and batches


def test_a_unit_that_is_dead_in_a_sample_is_said_to_be_dead_in_a_sample(start):
    big = experiment(data={"dataset": "gauss", "samples": 10_000}, network={"layers": dense(4, "relu")})
    program = start(big)
    session, canvas = program.session, program.find("networkCanvas")
    session.set_parameter(1, -1, 0, -100.0)

    def said() -> list[str]:
        QTest.mouseMove(canvas, canvas.layout_.columns[1].rect(0).center().toPoint())
        bubble = canvas.input.bubble()
        return [line.text for line in bubble.lines] if bubble is not None else []

    program.until(lambda: any("2,000 of 5,000 training points" in text for text in said()))


def test_a_unit_counts_as_dropped_where_most_points_of_the_batch_dropped_it():
    run = trained(1, network={"layers": [*dense(20, "tanh"), {"kind": "dropout", "rate": 0.5}]})
    values = run.descent.last_workspace().passes[1].outputs.values
    shares = (values == 0.0).mean(axis=1)
    assert values.shape[1] == 10
    np.testing.assert_array_equal(snapshot_of(run).layers[1].dropped, shares > 0.5)
    assert 0 < (shares > 0.5).sum() < 20
    assert ((shares > 0.0) & (shares <= 0.5)).any(), "dropped for some points, on for most"


def test_a_loss_over_a_sample_is_said_to_be_of_a_sample(start):
    program = start(experiment(data={"dataset": "gauss", "samples": 4000}, network={"layers": []}))
    program.window.workspace.drawer.choose_open(True)
    view = program.find("lossSurface")
    program.window.workspace.drawer.choose_tab("lossSurface")
    program.until(lambda: view.surface is not None)
    assert "Over 1,000 of the 2,000 training points." in view.sentence.text()
    run = TrainingRun(program.session.experiment)
    rows = np.linspace(0, 1999, 1000).astype(int)
    hand = by_hand(run, run.points.train[rows], run.points.train_labels[rows])
    loss = read(view.sentence.text().partition(":")[2])[0]
    assert loss == pytest.approx(hand.losses.mean(), rel=2e-3)


# --------------------------------------------------------------------------------------- of what


def test_the_share_that_a_surface_holds_is_that_of_squared_distances():
    run = trained(8, data={"samples": 100})
    surface = last(loss_surface(source_of(run), "random", 3))
    moves = np.array([r.parameters for r in run.history.records]) - run.network.parameters
    basis, _ = np.linalg.qr(np.stack([surface.first, surface.second], axis=1))
    assert surface.path_share == pytest.approx(((moves @ basis) ** 2).sum() / (moves**2).sum())


def test_the_surfaces_gradient_is_by_weights_and_biases_alone():
    run = trained(3, network={"layers": [*dense(4, "tanh"), {"kind": "batch_norm"}, *dense(2, "tanh")]})
    gradient = source_of(run).gradient
    for layer, plan in zip(run.experiment.network.layers, run.network.plan.layers, strict=False):
        assert (not plan.block(gradient).any()) == isinstance(layer, BatchNorm)


def test_the_rate_of_a_record_is_that_of_the_epoch_to_come():
    run = trained(3, training={"learning_rate": 0.1, "schedule": {"name": "step", "every": 3, "factor": 0.5}})
    curve = run.curve()
    before = [w.copy() for w in run.network.weights]
    run.take_steps(1)
    gradients = [
        layer.weight_gradients for layer in snapshot_of(run, SnapshotRequest(gradients="minibatch")).layers
    ]
    for w, old, gradient in zip(run.network.weights, before, gradients, strict=True):
        np.testing.assert_allclose(old - w, curve.learning_rate[-1] * gradient, rtol=1e-9, atol=1e-15)
    assert curve.learning_rate.tolist() == pytest.approx([0.1, 0.1, 0.1, 0.05])


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"training": {"loss": "hinge"}},
        {"training": {"loss": "squared_error"}},
        {"data": {"dataset": "plane"}},
        {"data": {"dataset": "spiral", "classes": 3}},
    ],
    ids=["cross-entropy", "hinge", "squared error", "regression", "three classes"],
)
def test_the_probes_gradient_is_by_the_weighted_sum_before_any_activation(parts):
    """Moving the output's bias by a little moves z by that little."""
    run = trained(2, **parts)
    point, label, h = np.array([[0.7, -0.4]]), np.array([0.0]), 1e-6
    probe = snapshot_of(run, SnapshotRequest(probe=(0.7, -0.4, 0.0))).probe
    said = probe.layers[-1].gradients[0]
    sides = []
    for sign in (1, -1):
        run.network.biases[-1][0] += sign * h
        sides.append(float(by_hand(run, point, label).losses[0]))
        run.network.biases[-1][0] -= sign * h
    assert said == pytest.approx((sides[0] - sides[1]) / (2 * h), rel=1e-5, abs=1e-9)


# ----------------------------------------------------------------------------- mathematics in words


def test_without_a_bias_z_is_zero_only_where_all_inputs_are():
    sigmoids = [*dense(3, "sigmoid", bias=False), *dense(2, "sigmoid", bias=False)]
    run = trained(2, network={"layers": sigmoids, "output": {"bias": False}})
    hand = by_hand(run, np.zeros((1, 2)), np.zeros(1))
    assert not hand.z[0].any(), "all inputs of the first layer are 0 at the origin"
    assert (hand.a[0] == 0.5).all()
    assert hand.z[1].all(), "the second layer's are not"


@pytest.mark.parametrize("formula", ["1/x1", "x1", "exp(x1)", "x1*x2", "sin(2*x1)"])
def test_the_range_of_a_formula_is_that_at_the_places_it_names(start, formula):
    from playground.ui.network.feature_editor import FeatureEditor

    program = start()
    editor = FeatureEditor(program.session, program.window)
    editor.edit.setText(formula)
    low, high, places = read(editor.message.text().partition(" of the plane")[0])
    side = np.linspace(-6.0, 6.0, round(places**0.5))
    x1, x2 = np.meshgrid(side, side)
    with np.errstate(all="ignore"):
        values = eval(formula, {"exp": np.exp, "sin": np.sin, "x1": x1, "x2": x2})
    known = values[~np.isnan(values)]
    assert (low, high) == (pytest.approx(known.min(), rel=5e-3), pytest.approx(known.max(), rel=5e-3))
    editor.close()


def _pulled(optimizer: dict, steps: int) -> list[float]:
    """Sizes of the steps of a bias that one gradient of −1 pulls at for ever."""
    run = trained(
        data={"dataset": "custom", "problem": "regression", "points": [[0.0, 0.0, 1e6]] * 30},
        network={"layers": []},
        training={"loss": "absolute_error", "optimizer": optimizer, "learning_rate": 0.01},
    )
    sizes, before = [], 0.0
    for _ in range(steps):
        run.take_steps(1)
        sizes.append(float(run.network.biases[-1][0]) - before)
        before += sizes[-1]
    return sizes


@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_momentum_of_nine_tenths_adds_up_ten_steps(name):
    assert "0.9 adds up about ten steps" in labels.label("parameter", "momentum").help
    assert _pulled({"name": name, "momentum": 0.9}, 200)[-1] == pytest.approx(10 * 0.01, rel=1e-3)


def test_adagrads_rate_only_falls():
    assert "the rate only falls" in labels.label("optimizer", "adagrad").help
    sizes = np.array(_pulled({"name": "adagrad"}, 50))
    np.testing.assert_allclose(sizes, 0.01 / np.sqrt(np.arange(1, 51)), rtol=1e-6)


@pytest.mark.parametrize("classes", [2, 3, 4, 6])
def test_straight_boundaries_are_enough_for_gauss(classes):
    run = trained(
        40, data={"dataset": "gauss", "classes": classes, "noise": 0.0}, network={"layers": []},
        training={"learning_rate": 0.3},
    )  # fmt: skip
    assert run.evaluate()[0].accuracy > 0.98


def test_zeros_are_useless_in_hidden_layers_and_harmless_without():
    assert "hidden layers learn nothing useful" in labels.label("initializer", "zeros").help
    gauss = {"dataset": "gauss", "noise": 0.0}
    plain = trained(20, data=gauss, network={"layers": [], "initializer": "zeros"})
    assert plain.evaluate()[0].accuracy > 0.98
    deep = trained(20, data={"dataset": "xor"}, network={"layers": dense(4, "tanh"), "initializer": "zeros"})
    assert np.ptp(deep.network.weights[0], axis=1).max() == 0.0
    assert deep.evaluate()[0].accuracy < 0.7


def test_max_norm_shortens_only_what_is_longer():
    run = trained(network={"layers": dense(6, "tanh")}, training={"max_norm": 1.0, "learning_rate": 1e-12})
    run.network.weights[0][:] = np.array([[0.3, 2.0, -4.0, 0.0, 0.6, 1.0], [0.1, 0.0, 3.0, 0.2, 0.7, 0.0]])
    before = run.network.weights[0].copy()
    run.take_steps(1)
    lengths = np.linalg.norm(before, axis=0)
    wanted = np.where(lengths > 1.0, before / np.maximum(lengths, 1e-9), before)
    np.testing.assert_allclose(run.network.weights[0], wanted, rtol=1e-6, atol=1e-9)


def test_cutting_values_speaks_of_the_middle_of_the_scale_and_cutting_classes_of_a_decision(start):
    program = start(experiment(data={"dataset": "plane"}))
    box = program.window.workspace.output_panel.flags["discretize"]
    assert "above or below the middle of the scale" in box.toolTip()
    values = np.array([[[-0.9, -0.01, 0.01, 0.9]]])
    pixels = boundary_pixels(program.session.experiment, values, 1.0, "output", True)[0]
    assert pixels[0] == pixels[1] != pixels[2] == pixels[3]


# ------------------------------------------------------------------------------- pieces and brackets


def test_the_bias_of_a_maxout_unit_says_which_piece_it_is(start):
    program = start(network(*dense(3, "maxout")))
    canvas = program.find("networkCanvas")
    program.session.set_parameter(1, -1, 1, 0.375)

    def said() -> dict[str, str]:
        QTest.mouseMove(canvas, canvas.layout_.columns[1].rect(1).center().toPoint())
        bubble = canvas.input.bubble()
        return {line.text: line.value for line in bubble.lines} if bubble is not None else {}

    program.until(lambda: said().get("bias, piece 1 of 2") == "0.375")


@pytest.mark.parametrize("activation", ["tanh", "leaky_relu", "elu"])
@pytest.mark.parametrize("kind", ["dense", "batch_norm", "layer_norm"])
def test_a_negative_number_after_a_sign_stands_in_brackets(activation, kind):
    layers = [*dense(5, activation), *([] if kind == "dense" else [{"kind": kind}]), *dense(3, activation)]
    made = network(*layers)
    run = TrainingRun(made)
    run.train(2)
    for layer in run.network.plan.layers:
        for unit in range(layer.units):
            asked = InspectionRequest((layer.id, unit))
            found = snapshot_of(run, SnapshotRequest(probe=(-1.2, 0.7, 1.0), inspect=asked)).inspection
            names = inspector_texts.input_names(made, layer.id)
            lines = [*inspector_texts.forward_lines(found), *inspector_texts.gradient_lines(found, 0, names)]
            for words in lines:
                text = "".join(word.text for word in words)
                assert not re.search(r"[×+−/] −\d", text), text


def test_a_features_tile_says_its_own_scale(start):
    program = start(experiment(network={"features": ["x1", "x1^2"]}))
    canvas = program.find("networkCanvas")
    made, side = program.session.experiment, 0.0

    def said(unit: int) -> str:
        QTest.mouseMove(canvas, canvas.layout_.columns[0].rect(unit).center().toPoint())
        bubble = canvas.input.bubble()
        lines = {line.text: line.value for line in bubble.lines} if bubble is not None else {}
        return lines.get("colours from", "")

    for unit in range(2):
        program.until(lambda unit=unit: said(unit) != "")
        grids = program.session.snapshot.feature_grids
        side = float(np.abs(grids[unit]).max())
        corner = features_of(made, np.array([[6.0, 6.0]]))[0, unit]
        assert read(said(unit).replace("…", " ")) == [
            pytest.approx(-side, rel=0.05),
            pytest.approx(side, rel=0.05),
        ]
        assert 0.9 * corner < side <= corner
    assert canvas.layout_.columns[0].spec.layer_id == FEATURES_ID


# ----------------------------------------------------------------------------------- bounds and times


def test_more_wrong_points_than_can_be_ringed_are_ringed_evenly(start, monkeypatch):
    places = np.stack([np.linspace(-5, 5, 1000), np.zeros(1000)], axis=1)
    drawn = []
    monkeypatch.setattr(boundary_marks, "MOST_RINGS", 50)
    frame = PlaneFrame((-6.0, 6.0, -6.0, 6.0), QRectF(0, 0, 600, 600))
    monkeypatch.setattr(PlaneFrame, "pixels", lambda _, points: drawn.append(points) or points)
    image = QImage(600, 600, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        boundary_marks.paint_rings(painter, frame, places, theme.current().gradient)
        boundary_marks.paint_rings(painter, frame, places[:50], theme.current().gradient)
    assert len(drawn[0]) == len(drawn[1]) == 50
    np.testing.assert_allclose(np.diff(drawn[0][:, 0]), 10 / 49, atol=0.011)
    monkeypatch.undo()
    program = start()
    option = next(o for o in program.window.workspace.output_panel.modes.options if o.key == "errors")
    assert f"at most {boundary_marks.MOST_RINGS:,} of each set" in option.help


def test_measures_that_lag_behind_say_of_which_epoch_they_are(start):
    program = start()
    program.session.step_epoch()
    program.until(lambda: program.session.snapshot.epoch == 1)
    panel, snapshot = program.window.workspace.output_panel, program.session.snapshot
    assert snapshot.progress == snapshot.measured_at == 1.0
    names = {"trainLoss": "Train loss", "testLoss": "Test loss", "accuracy": "Test accuracy"}
    for measured_at, is_said in ((0.8, True), (1.0, False)):
        panel.show_snapshot(dataclasses.replace(snapshot, measured_at=measured_at))
        for widget, name in names.items():
            said = program.find(widget).accessibleName()
            assert said.startswith(name)
            assert ("0.8" in said) == is_said


def test_the_second_random_direction_is_about_as_long():
    run = trained(3, data={"samples": 100}, network={"layers": dense(8, "tanh")})
    surface = last(loss_surface(source_of(run), "random", 3))
    sizes = [np.linalg.norm(part) for part in (surface.first, surface.second, run.network.parameters)]
    assert sizes[0] == pytest.approx(sizes[2]), "each unit's weights and bias as long as its own"
    assert 0.7 < sizes[1] / sizes[0] < 1.3
    assert abs(surface.first @ surface.second) < 1e-9 * sizes[0] ** 2


def test_label_noise_draws_each_point_by_itself():
    """So that the share of one set strays around the probability as it does with a coin."""
    share, strays = 0.3, []
    for seed in range(12):
        parts = {"samples": 2000, "seed": seed}
        clean = make_points(experiment(data=parts).data)
        noisy = make_points(experiment(data={**parts, "label_noise": share}).data)
        strays.append(float((clean.train_labels != noisy.train_labels).mean()) - share)
    deviation = (share * (1 - share) / len(clean.train_labels)) ** 0.5
    assert 0.4 * deviation < np.std(strays) < 2.0 * deviation
    assert abs(np.mean(strays)) < deviation
