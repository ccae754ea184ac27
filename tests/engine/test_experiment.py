"""An experiment file is opened whole, or refused with the path and the reason."""

import tracemalloc

import msgspec
import pytest

from playground.engine import experiment as ex
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment, decode, encode, from_builtins
from playground.engine.layers.dense import Dense


def opened(**parts: object) -> Experiment:
    return from_builtins({"format": "playground", "version": 1, **parts})


def refusal(**parts: object) -> str:
    with pytest.raises(ExperimentError) as caught:
        opened(**parts)
    return str(caught.value)


def layers(*raw: object) -> dict[str, object]:
    return {"layers": list(raw)}


def test_the_shortest_file_opens_as_the_default_experiment():
    assert decode('{"format": "playground", "version": 1}') == Experiment()


def test_the_documented_example_opens_with_every_field():
    text = """
    {"format": "playground", "version": 1,
     "data":     {"dataset": "spiral", "classes": 3, "samples": 300, "noise": 0.1, "train_fraction": 0.5, "seed": 7,
                  "points": null},
     "network":  {"features": ["x1", "x2"], "initializer": "he_normal", "seed": 7,
                  "layers": [{"kind": "dense", "units": 4, "activation": "relu", "bias": true},
                             {"kind": "dropout", "rate": 0.2}]},
     "training": {"loss": "cross_entropy", "optimizer": {"name": "sgd"}, "learning_rate": 0.03, "batch_size": 10,
                  "shuffle": true, "regularizer": {"name": "none", "rate": 0.0}, "schedule": {"name": "constant"}},
     "run":      null}
    """
    experiment = decode(text)
    assert experiment.data.classes == 3
    assert experiment.outputs == 3
    assert [layer.kind for layer in experiment.network.layers] == ["dense", "dropout"]
    assert [layer.id for layer in experiment.network.layers] == [1, 2]


@pytest.mark.parametrize("optimizer", ex.OPTIMIZERS)
@pytest.mark.parametrize("schedule", ex.SCHEDULES)
def test_writing_and_reading_give_the_same_value(optimizer, schedule):
    experiment = opened(
        training={"optimizer": {"name": optimizer}, "schedule": {"name": schedule}},
        network=layers(*({"kind": kind} for kind in ex.LAYER_KINDS)),
    )
    assert decode(encode(experiment)) == experiment
    assert experiment.training.optimizer.name == optimizer


def test_a_long_list_of_points_stays_on_one_line():
    points = [[0.25 * i, -0.5, i % 2] for i in range(50)]
    experiment = opened(data={"dataset": "custom", "points": points})
    assert encode(experiment).count(b"\n") < 80
    assert decode(encode(experiment)) == experiment


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            {"network": layers({"kind": "dense"}, {"kind": "dense", "units": 0})},
            "network.layers[1].units: 0 is below 1",
        ),
        (
            {"network": layers({"kind": "densee"})},
            "network.layers[0].kind: 'densee' is unknown; known: dense, dropout, batch_norm, layer_norm",
        ),
        ({"network": layers({"units": 3})}, "network.layers[0]: the field 'kind' is missing"),
        ({"network": layers({"kind": "dropout", "rate": 1})}, "network.layers[0].rate: 1 must be below 1"),
        ({"training": {"los": "hinge"}}, "training: the field 'los' is unknown"),
        ({"bogus": 1}, "the field 'bogus' is unknown"),
        ({"data": {"noise": "much"}}, "data.noise: 'much' is no number"),
        ({"data": {"seed": 1.5}}, "data.seed: 1.5 is no whole number"),
        ({"training": {"learning_rate": -1}}, "training.learning_rate: -1 is below 0"),
        ({"training": {"learning_rate": True}}, "training.learning_rate: True is no number"),
        ({"data": {"dataset": "moons", "classes": 3}}, "data.classes: moons has 2 classes, not 3"),
        ({"data": {"dataset": "custom", "points": [[1, 2]]}}, "data.points[0]: [1, 2] must have length 3"),
        (
            {"data": {"dataset": "custom", "points": [[1, 2, 0], [1, 2, 5]]}},
            "data.points[1]: label 5 is no class from 0 to 1",
        ),
        ({"network": {"features": ["x1", "x1"]}}, "network.features: each feature may stand there once"),
        (
            {"training": {"batch_size": 1}, "network": layers({"kind": "batch_norm"})},
            "training.batch_size: batch_norm cannot normalise a batch of 1 point; choose 2 or more, "
            "or remove the batch_norm layer",
        ),
        (
            {"data": {"dataset": "plane"}, "training": {"loss": "hinge"}},
            "training.loss: hinge does not go with regression data; choose one of squared_error, huber, absolute_error",
        ),
    ],
)
def test_a_wrong_field_is_refused_with_its_path_and_reason(parts, sentence):
    assert refusal(**parts) == sentence


@pytest.mark.parametrize(
    ("parts", "path", "known"),
    [
        ({"training": {"loss": "foo"}}, "training.loss", "squared_error"),
        ({"training": {"optimizer": {"name": "foo"}}}, "training.optimizer.name", "adamw"),
        ({"training": {"schedule": {"name": "foo"}}}, "training.schedule.name", "cosine"),
        ({"training": {"regularizer": {"name": "foo"}}}, "training.regularizer.name", "elastic_net"),
        ({"data": {"dataset": "foo"}}, "data.dataset", "multi_gauss"),
        ({"network": {"features": ["foo"]}}, "network.features[0]", "sin_x1"),
        ({"network": {"initializer": "foo"}}, "network.initializer", "orthogonal"),
        (
            {"network": layers({"kind": "dense", "activation": "foo"})},
            "network.layers[0].activation",
            "maxout",
        ),
    ],
)
def test_an_unknown_name_lists_the_known_ones(parts, path, known):
    sentence = refusal(**parts)
    assert sentence.startswith(f"{path}: 'foo' is unknown")
    assert known in sentence


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        '{"nodes": []}',
        b"\xff\xfe\x00",
        "[" * 100_000,
        '{"format": "playground", "version": 1} x',
    ],
)
def test_a_file_that_is_no_experiment_gets_one_sentence(text):
    with pytest.raises(ExperimentError) as caught:
        decode(text)
    assert "\n" not in str(caught.value)


def test_every_truncation_of_a_file_is_refused_or_opens():
    text = encode(Experiment())
    for length in range(0, len(text) - 2, 7):
        with pytest.raises(ExperimentError):
            decode(text[:length])


@pytest.mark.parametrize("value", [None, "x", -5, 1e308, [], {}, True, [[]], -1e-9, 2**70])
def test_any_field_with_a_strange_value_opens_or_is_refused_in_words(value):
    """Every leaf of a whole file is replaced by each strange value."""
    raw = msgspec.to_builtins(Experiment())

    def leaves(node: object, path: tuple[object, ...] = ()):
        if isinstance(node, dict):
            for key, child in node.items():
                yield from leaves(child, (*path, key))
        elif isinstance(node, list | tuple) and node and isinstance(node[0], dict):
            for index, child in enumerate(node):
                yield from leaves(child, (*path, index))
        else:
            yield path

    for path in leaves(raw):
        changed = msgspec.json.decode(msgspec.json.encode(raw))
        place = changed
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value
        try:
            from_builtins(changed)
        except ExperimentError as error:
            assert error.reason
            assert "`" not in str(error)


def test_regression_data_get_squared_error_where_no_loss_is_named():
    experiment = opened(data={"dataset": "plane"})
    assert experiment.loss == "squared_error"
    assert experiment.outputs == 1


def test_layers_without_an_id_get_a_free_one():
    network = opened(network=layers({"kind": "dense", "id": 2}, {"kind": "dense"}, {"kind": "dense"})).network
    assert [layer.id for layer in network.layers] == [2, 1, 3]


def test_unit_ids_in_plain_order_equal_no_unit_ids():
    assert Dense(units=3, unit_ids=(0, 1, 2)) == Dense(units=3)


def test_of_millions_of_values_no_more_is_written_than_is_told():
    raw = {"format": "playground", "version": 1, "data": {"points": [[1.5, 2.5, 0]] * 300_000}}
    tracemalloc.start()
    try:
        with pytest.raises(ExperimentError, match=r"points: \[\[1\.5, 2\.5, 0\], .*\.\.\. must have length"):
            from_builtins(raw)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000
