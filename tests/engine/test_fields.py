"""A field of an Experiment is read and set by the file format's path, or refused in one sentence."""

import pytest
from msgspec import inspect

from playground.engine import edits, fields
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment, decode, encode


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("data.noise", 0.3),
        ("data.samples", 120),
        ("network.seed", 11),
        ("network.layers[0].units", 20),
        ("network.layers[1].activation", "relu"),
        ("network.layers[0].bias", False),
        ("network.layers[0].regularizer", {"name": "l2", "rate": 0.1, "l1_ratio": 0.5}),
        ("network.features", ["x1", "x2", "x1x2"]),
        ("network.features[1]", "x1^2"),
        ("network.output.bias", False),
        ("training.learning_rate", 0.5),
        ("training.learning_rate", 1),
        ("training.optimizer.name", "adamw"),
        ("training.schedule.name", "cosine"),
        ("training.regularizer.rate", 0.01),
        ("training.clip_norm", 1.5),
        ("training.stop.epochs", 9),
    ],
)
def test_what_is_set_is_there_and_nothing_else_changes(path, value):
    before = Experiment()
    after = fields.set(before, path, value)
    assert fields.get(after, path) == value
    assert decode(encode(after)) == after
    assert fields.set(after, path, fields.get(before, path)) == before


def test_another_optimizer_keeps_the_settings_it_has_as_well_and_drops_the_rest():
    adam = fields.set(
        fields.set(Experiment(), "training.optimizer.name", "adam"), "training.optimizer.beta1", 0.5
    )
    assert fields.get(fields.set(adam, "training.optimizer.name", "adamw"), "training.optimizer") == {
        "name": "adamw", "beta1": 0.5, "beta2": 0.999, "epsilon": 1e-8, "weight_decay": 0.01,
    }  # fmt: skip
    assert fields.get(fields.set(adam, "training.optimizer.name", "sgd"), "training.optimizer") == {
        "name": "sgd"
    }


def test_another_kind_of_layer_keeps_its_id():
    dropout = fields.set(Experiment(), "network.layers[1].kind", "dropout")
    assert fields.get(dropout, "network.layers[1]") == {"kind": "dropout", "id": 2, "rate": 0.2}


def test_another_dataset_brings_its_problem_and_natural_loss():
    plane = fields.set(Experiment(), "data.dataset", "plane")
    assert (plane.problem, plane.loss) == ("regression", "squared_error")


def test_units_that_stay_keep_their_ids():
    fewer = edits.remove_unit(Experiment(), 1, 1)
    assert fields.set(fewer, "network.layers[0].units", 5).network.layers[0].ids == (0, 2, 3, 4, 5)


def test_another_network_forgets_given_first_parameters():
    given = fields.set(Experiment(), "network.initial_parameters", [0.5])
    assert given.network.initial_parameters == (0.5,)
    assert fields.set(given, "network.layers[0].units", 3).network.initial_parameters is None
    assert fields.set(given, "training.learning_rate", 0.5).network.initial_parameters == (0.5,)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("network.layers[0].unit", 3, "there is no unit in network.layers[0]; did you mean units?"),
        ("trainnig.batch_size", 3, "there is no trainnig; did you mean training?"),
        ("version", 2, "there is no version; there are data, network, training"),
        ("network.layers[2].units", 3, "network.layers has 2, counted from 0"),
        ("network.features[0][1]", 3, "network.features[0] is no list"),
        ("network.seed.low", 3, "network.seed has no fields"),
        ("network.layers[0].regularizer.rate", 3, "network.layers[0].regularizer is null here; give it a value first"),
        ("training.optimizer.momentum", 0.5, "there is no momentum in training.optimizer; there are name"),
        ("network.layers[x].units", 3, "this is no path; a path is written such as network.layers[0].units"),
        ("", 3, "this is no path; a path is written such as network.layers[0].units"),
        ("training", {}, "name a field of it, such as training.loss"),
        ("network.layers[0].units", 0, "0 is below 1"),
        ("network.layers[0].units", 2.5, "2.5 is no whole number"),
        ("network.layers[0].activation", "reul", "'reul' is unknown; known: linear, relu, leaky_relu, elu, tanh, sigmoid, maxout, softplus, gelu, silu"),
        ("training.learning_rate", float("nan"), "nan is below 0"),
        ("training.learning_rate", "fast", "'fast' is no number"),
        ("training.loss", "hinge loss", "'hinge loss' is unknown; known: cross_entropy, squared_error, hinge, huber, absolute_error"),
        ("training.optimizer.name", "adm", "'adm' is unknown; known: sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw"),
        ("data.noise", 1.5, "1.5 is above 1"),
        ("data.dataset", "spirals", "'spirals' is unknown; known: circle, xor, gauss, spiral, moons, rings, checkerboard, blobs, plane, multi_gauss, saddle, ripple, custom"),
        ("data.split", "odd", "'odd' is unknown; known: shuffled, in_order"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_refused_with_its_path_and_one_sentence(path, value, sentence):
    with pytest.raises(ExperimentError) as refusal:
        fields.set(Experiment(), path, value)
    at = "training.optimizer" if path == "training.optimizer.name" else path
    assert (refusal.value.path.removesuffix(".name"), refusal.value.reason) == (
        at.removesuffix(".name"),
        sentence,
    )


def test_a_field_that_does_not_go_with_another_is_refused():
    with pytest.raises(ExperimentError, match="hinge does not go with regression data"):
        fields.set(fields.set(Experiment(), "data.dataset", "plane"), "training.loss", "hinge")


def test_every_single_value_is_listed_with_what_it_may_be():
    told = {field.path: field for field in fields.all_fields(Experiment())}
    assert told["network.layers[0].units"].kind == "whole"
    assert told["training.learning_rate"].kind == "number"
    assert told["network.layers[1].bias"].kind == "flag"
    assert told["training.optimizer.name"].choices[:2] == ("sgd", "momentum")
    assert told["network.layers[0].kind"].choices[0] == "dense"
    assert told["training.regularizer.name"].choices == ("none", "l1", "l2", "elastic_net")
    assert told["training.clip_norm"].is_optional
    assert not any(path.endswith((".id", "points", "features")) for path in told)


def test_every_listed_name_can_be_chosen():
    for field in fields.all_fields(Experiment()):
        for choice in field.choices:
            assert fields.get(fields.set(Experiment(), field.path, choice), field.path) == choice


def test_the_losses_listed_are_those_that_go_with_the_data():
    plane = fields.set(Experiment(), "data.dataset", "plane")
    told = fields.field_at(plane, "training.loss")
    assert told is not None
    assert "hinge" not in told.choices
    assert "huber" in told.choices
    assert fields.field_at(plane, "network.features") is None


def test_what_kinds_of_parts_hold_is_read_once(monkeypatch):
    fields.all_fields(Experiment())

    def read_again(kind: type) -> None:
        raise AssertionError(f"{kind.__name__} is read again")

    monkeypatch.setattr(inspect, "type_info", read_again)
    assert fields.all_fields(Experiment())
