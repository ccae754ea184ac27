"""A pass finds what is wanted and no more: the same in chunks, in float32, for less, and as finite differences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine import workspace
from playground.engine.activations import ACTIVATIONS
from playground.engine.experiment import from_builtins
from playground.engine.layers.base import Rules
from playground.engine.layers.kinds import LAYER_KINDS
from playground.engine.passes import Pass
from playground.engine.training import TrainingRun

CASES = [
    ({"dataset": "circle"}, "cross_entropy"),
    ({"dataset": "circle"}, "squared_error"),
    ({"dataset": "circle"}, "hinge"),
    ({"dataset": "spiral", "classes": 3}, "cross_entropy"),
    ({"dataset": "spiral", "classes": 3}, "squared_error"),
    ({"dataset": "spiral", "classes": 3}, "hinge"),
    ({"dataset": "plane"}, "squared_error"),
    ({"dataset": "plane"}, "huber"),
    ({"dataset": "plane"}, "absolute_error"),
]
SMOOTH = ["linear", "tanh", "sigmoid", "softplus", "gelu", "silu"]
VALUES = {"scores", "prediction", "activations", "pre_activations", "slopes"}
GRADIENTS = {"parameter_gradients", "unit_gradients", "pre_gradients", "feature_gradients"}
EVERYTHING = VALUES | GRADIENTS | {"losses"}
POINTS = 300
H = 1e-5


def layers(activations):
    dense = st.builds(
        lambda units, activation, bias: {
            "kind": "dense",
            "units": units,
            "activation": activation,
            "bias": bias,
        },
        st.integers(1, 5),
        st.sampled_from(activations),
        st.booleans(),
    )
    others = st.sampled_from([{"kind": "dropout"}, {"kind": "batch_norm"}, {"kind": "layer_norm"}])
    return st.lists(st.one_of(dense, dense, others), max_size=4)


@st.composite
def runs(draw, activations=tuple(ACTIVATIONS)):
    """Runs of random experiments, some steps from their start."""
    data, loss = draw(st.sampled_from(CASES))
    experiment = from_builtins(
        {
            "format": "playground",
            "version": 1,
            "data": {**data, "samples": POINTS, "train_fraction": 0.9, "seed": draw(st.integers(0, 99))},
            "network": {
                "features": ["x1", "x2", "sin_x1"],
                "layers": draw(layers(activations)),
                "seed": draw(st.integers(0, 99)),
            },
            "training": {"loss": loss, "learning_rate": 0.01},
        }
    )
    run = TrainingRun(experiment)
    run.take_steps(draw(st.integers(0, 20)))
    return run


def in_chunks(monkeypatch, *arguments, **options) -> Pass:
    with monkeypatch.context() as patched:
        patched.setattr(workspace, "CACHED_VALUES", 1)
        return Pass(*arguments, **options)


def arrays_of(results, want=EVERYTHING):
    """Everything that was found, by name and layer."""
    found = {}
    for name in want:
        value = getattr(results, name)
        for layer, array in value.items() if isinstance(value, dict) else [("", value)]:
            found[name, layer] = np.array(array)
    return found


def assert_near(some, others, tolerance):
    assert set(some) == set(others)
    for name, array in some.items():
        scale = max(1.0, float(np.abs(array).max(initial=0.0)))
        np.testing.assert_allclose(
            others[name] / scale, array / scale, rtol=0, atol=tolerance, err_msg=str(name)
        )


@given(run=runs(), of=st.sampled_from(["losses", "mean_loss", 0]))
def test_in_chunks_everything_is_as_it_is_at_once(monkeypatch, run, of):
    whole = Pass(run.network, run.train_set, EVERYTHING, of=of)
    parts = in_chunks(monkeypatch, run.network, run.train_set, EVERYTHING, of=of)
    assert [len(list(each.parts())) for each in (whole, parts)] == [1, 3]
    assert_near(arrays_of(whole.run()), arrays_of(parts.run()), 1e-12)
    assert parts.run().loss == pytest.approx(whole.run().loss, rel=1e-14)


@given(run=runs(SMOOTH))
def test_in_float32_everything_is_nearly_as_in_float64(run):
    double = arrays_of(Pass(run.network, run.train_set, EVERYTHING, of="mean_loss").run())
    single = arrays_of(Pass(run.network, run.train_set, EVERYTHING, of="mean_loss", dtype=np.float32).run())
    assert {array.dtype for array in single.values()} == {np.dtype(np.float32)}
    if run.experiment.loss not in ("hinge", "absolute_error"):
        assert_near(double, single, 1e-3)


@given(run=runs())
def test_prediction_and_gradient_are_the_networks_own(monkeypatch, run):
    points, labels = run.points.train, run.points.train_labels
    loss, gradients = run.network.gradient(points, labels)
    want = {"prediction", "losses", "parameter_gradients"}
    for look in (
        Pass(run.network, run.train_set, want, of="mean_loss"),
        in_chunks(monkeypatch, run.network, run.train_set, want, of="mean_loss"),
    ):
        found = look.run()
        np.testing.assert_allclose(found.prediction.T, run.network.predict(points), rtol=1e-12, atol=1e-14)
        assert found.loss == pytest.approx(loss, rel=1e-13)
        dense = [layer for layer in run.network.plan.layers if layer.is_dense]
        for layer, expected in zip(dense, gradients.weights, strict=True):
            np.testing.assert_allclose(
                layer.weights(found.parameter_gradients), expected, rtol=1e-9, atol=1e-12
            )


@settings(max_examples=15)
@given(run=runs(SMOOTH), of=st.sampled_from(["losses", 0]), chunked=st.booleans())
def test_gradients_are_finite_differences(monkeypatch, run, of, chunked):
    """Each point's own: a unit's pre-activation is moved by its bias, a feature by itself."""
    network = run.network.copy()
    if run.experiment.loss in ("hinge", "absolute_error") and of == "losses":
        of = 0
    make = (lambda *args, **options: in_chunks(monkeypatch, *args, **options)) if chunked else Pass
    look = make(network, run.train_set, EVERYTHING, of=of)
    found = {name: np.array(array) for name, array in arrays_of(look.run()).items()}

    def subject():
        now = look.run()
        return np.array(now.losses if of == "losses" else now.prediction[of]), {
            index: np.array(rows) for index, rows in now.activations.items()
        }

    def difference(array, place):
        kept, sides = np.array(array[place]), []
        for step in (H, -H):
            array[place] = kept + step
            sides.append(subject())
        array[place] = kept
        (upper, above), (lower, below) = sides
        return (upper - lower) / (2 * H), {index: (above[index] - below[index]) / (2 * H) for index in above}

    for index, layer in enumerate(network.plan.layers):
        if layer.has_bias and layer.is_dense:
            bias = layer.offset + layer.size - layer.width
            slope, moved = difference(network.parameters, bias)
            np.testing.assert_allclose(found["pre_gradients", index][0], slope, rtol=1e-4, atol=1e-6)
            if not layer.is_output:
                np.testing.assert_allclose(found["slopes", index][0], moved[index][0], rtol=1e-4, atol=1e-6)
                chained = found["unit_gradients", index] * found["slopes", index]
                np.testing.assert_allclose(found["pre_gradients", index], chained, rtol=1e-12, atol=1e-15)
    for place in np.unique(np.linspace(0, network.plan.size - 1, 5).astype(int)):
        total = difference(network.parameters, place)[0].sum()
        expected = found["parameter_gradients", ""][place]
        np.testing.assert_allclose(expected, total, rtol=1e-4, atol=1e-5 * POINTS)
    for row in range(len(network.features)):
        slope, _ = difference(run.train_set.augmented, row)
        np.testing.assert_allclose(found["feature_gradients", ""][row], slope, rtol=1e-4, atol=1e-6)


@given(run=runs(), want=st.sets(st.sampled_from(sorted(EVERYTHING)), min_size=1), data=st.data())
def test_whoever_wants_less_gets_the_same_numbers_and_nothing_else(run, want, data):
    places = range(len(run.network.plan.layers))
    some = data.draw(st.sets(st.sampled_from(list(places)), min_size=1))
    everything = arrays_of(Pass(run.network, run.train_set, EVERYTHING).run())
    found = Pass(run.network, run.train_set, want, layers=some).run()
    shown = arrays_of(found, want)
    for name, array in shown.items():
        np.testing.assert_array_equal(array, everything[name], err_msg=str(name))
    assert {layer for _, layer in shown} <= {"", *some}
    for name in EVERYTHING - want:
        assert not hasattr(found, name)


@given(run=runs())
def test_looking_in_training_mode_disturbs_neither_parameters_nor_running_statistics(run):
    before, state = run.network.parameters.copy(), run.network.state.copy()
    look = Pass(
        run.network,
        run.train_set,
        EVERYTHING - {"slopes"},
        mode="training",
        generator=np.random.default_rng(0),
    )
    look.run()
    np.testing.assert_array_equal(run.network.parameters, before)
    np.testing.assert_array_equal(run.network.state, state)


def test_a_run_takes_the_present_parameters_and_samples(build):
    run = TrainingRun(build())
    looks = [Pass(run.network, run.test_set, {"prediction"}, dtype=dtype) for dtype in (np.float64, "f4")]
    for _ in range(2):
        run.take_steps(5)
        run.test_set.augmented[0, 0] += 1.0
        expected = Pass(run.network, run.test_set, {"prediction"}).run().prediction
        np.testing.assert_array_equal(looks[0].run().prediction, expected)
    fresh = Pass(run.network, run.points.test, {"prediction"}, dtype="f4").run().prediction
    np.testing.assert_array_equal(looks[1].run().prediction[:, 1:], fresh[:, 1:])


def test_without_gradients_there_is_no_backward_pass_and_it_ends_where_nothing_more_is_wanted(
    build, monkeypatch
):
    def refuse(*_):
        raise AssertionError("nobody asked for this")

    for kind in ("layer_norm", "dense"):
        record = LAYER_KINDS[kind]
        forward = record.rules("evaluation").forward
        monkeypatch.setitem(LAYER_KINDS, kind, replace(record, evaluation=Rules(forward, refuse)))
    run = TrainingRun(build(network={"layers": [{"kind": "layer_norm"}, {"kind": "dense"}]}))
    Pass(run.network, run.train_set, VALUES | {"losses"})
    Pass(run.network, run.train_set, {"unit_gradients"}, layers=[2])
    for want, layers in (({"unit_gradients"}, [1]), ({"parameter_gradients"}, None)):
        with pytest.raises(AssertionError, match="nobody asked"):
            Pass(run.network, run.train_set, want, layers=layers)


def test_a_layer_that_hands_its_inputs_on_shows_them(build, monkeypatch):
    run = TrainingRun(build(network={"layers": [{"kind": "dropout"}]}, data={"samples": 600}))
    for look in (
        Pass(run.network, run.train_set, {"activations"}),
        in_chunks(monkeypatch, run.network, run.train_set, {"activations"}),
    ):
        np.testing.assert_array_equal(look.run().activations[0], run.points.train.T)


def test_samples_without_labels_have_values_and_no_losses(build):
    run = TrainingRun(build())
    features = run.network.seen(run.points.test)
    found = Pass(run.network, features, VALUES).run()
    np.testing.assert_array_equal(found.prediction, Pass(run.network, run.test_set, VALUES).run().prediction)
    sensitivity = Pass(run.network, features, {"feature_gradients"}, of=0)
    assert sensitivity.run().feature_gradients.shape == features.T.shape
    for want in ({"losses"}, {"parameter_gradients"}):
        with pytest.raises(ValueError, match="labels"):
            Pass(run.network, features, want)


@pytest.mark.parametrize("want", sorted(EVERYTHING))
def test_no_samples_are_an_empty_result(build, want):
    run = TrainingRun(build(data={"train_fraction": 1.0}))
    assert run.test_set.count == 0
    found = Pass(run.network, run.test_set, {want}).run()
    for (name, _), array in arrays_of(found, {want}).items():
        assert array.shape[-1] == (run.network.plan.size if name == "parameter_gradients" else 0)
    assert want != "losses" or found.loss == 0.0
