"""The variants of an experiment as plain values: along fields, kept beside, told apart, gone stale."""

from __future__ import annotations

import pytest

from playground.app import comparison as compared
from playground.engine import edits, fields
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment, decode, encode

UNITS = "network.layers[0].units"


def test_one_field_gives_a_variant_for_each_value_and_nothing_else_changes():
    made = compared.compared_over(Experiment(), {UNITS: (3, 6, 20)})
    experiments = [made.experiment(place) for place in range(3)]
    assert [fields.get(one, UNITS) for one in experiments] == [3, 6, 20]
    assert all(one.data == Experiment().data for one in experiments)
    assert all(one.training == Experiment().training for one in experiments)
    assert compared.told_apart(made) == [{UNITS: 3}, {UNITS: 6}, {UNITS: 20}]


def test_two_fields_give_rows_by_columns():
    made = compared.compared_over(Experiment(), {UNITS: (3, 6), "network.seed": (7, 8, 9)})
    found = [(one[UNITS], one["network.seed"]) for one in compared.told_apart(made)]
    assert found == [(3, 7), (3, 8), (3, 9), (6, 7), (6, 8), (6, 9)]
    assert [compared.group_of(made, place) for place in range(6)] == [(3,)] * 3 + [(6,)] * 3


@pytest.mark.parametrize("preset", compared.PRESETS, ids=lambda preset: preset.name)
def test_every_preset_can_be_begun(preset):
    values = preset.values or compared.usual_values(Experiment(), preset.path)
    made = compared.compared_over(Experiment(), {preset.path: values})
    assert 3 <= len(made.variants) <= 12
    assert compared.edited_since(made, Experiment()) == ()


@pytest.mark.parametrize("present", [0, 1, 10])
def test_a_whole_number_is_compared_with_half_and_twice_of_it_even_from_zero(present):
    path = "training.schedule.warmup"
    experiment = fields.set(Experiment(), path, present)
    assert compared.usual_values(experiment, path) == {0: (0, 1), 1: (1, 2), 10: (5, 10, 20)}[present]


def test_penalties_that_are_compared_do_something():
    name, rate = "training.regularizer.name", "training.regularizer.rate"
    made = compared.compared_over(Experiment(), {name: ("none", "l1", "l2")})
    assert [fields.get(made.experiment(place), rate) for place in range(3)] == [0.0, 0.001, 0.001]
    assert compared.told_apart(made) == [{name: "none"}, {name: "l1"}, {name: "l2"}]
    assert compared.edited_since(made, Experiment()) == ()
    both = compared.compared_over(Experiment(), {rate: (0.0, 0.1), name: ("l1", "l2")})
    assert [fields.get(both.experiment(place), rate) for place in range(4)] == [0.0, 0.0, 0.1, 0.1]


def test_activations_change_in_every_hidden_layer():
    path = "network.layers[*].activation"
    made = compared.compared_over(Experiment(), {path: ("relu", "tanh")})
    assert [layer.activation for layer in made.experiment(0).network.layers] == ["relu", "relu"]


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({UNITS: (3,)}, "compare 2 to 12 runs, not 1"),
        ({UNITS: tuple(range(1, 15))}, "not 14"),
        ({UNITS: (3, 0)}, "0 is below 1"),
        ({UNITS: (3, 3)}, "the same"),
        ({"network.layers[7].units": (3, 4)}, "network.layers has 2"),
        ({}, "one field or two"),
    ],
)
def test_what_cannot_be_compared_is_one_sentence(over, words):
    with pytest.raises(ExperimentError, match=words) as found:
        compared.compared_over(Experiment(), over)
    assert "\n" not in str(found.value)


def test_runs_are_kept_beside_until_twelve_stand_there_and_the_last_one_ends_it():
    made = None
    for units in range(1, 13):
        made = compared.kept_beside(made, fields.set(Experiment(), UNITS, units))
    with pytest.raises(ExperimentError, match="12 runs stand there"):
        compared.kept_beside(made, Experiment())
    assert [one[UNITS] for one in compared.told_apart(made)] == list(range(1, 13))
    for variant in made.variants[:-1]:
        made = compared.without(made, variant.id)
    assert made.experiment(0).network.layers[0].units == 12
    assert compared.without(made, made.variants[0].id) is None


def test_an_edit_that_is_not_what_is_compared_makes_it_stale():
    made = compared.compared_over(Experiment(), {UNITS: (3, 6)})
    assert compared.edited_since(made, fields.set(Experiment(), UNITS, 5)) == ()
    noisy = edits.with_data(Experiment(), noise=0.4)
    assert compared.edited_since(made, noisy) == ("data.noise",)
    assert compared.edited_since(made, edits.with_network(noisy, features=("x1",))) == (
        "data.noise",
        "network.features",
    )


def test_the_file_holds_it():
    made = compared.compared_over(Experiment(), {UNITS: (3, 6), "training.learning_rate": (0.1, 0.01)})
    experiment = decode(encode(Experiment()))
    whole = type(experiment)(comparison=made)
    assert decode(encode(whole)) == whole


@pytest.mark.parametrize(
    ("variants", "path"),
    [
        ('[{"id": 1}, {"id": 1}]', "the same id"),
        ("[]", "comparison.variants"),
        ('[{"id": 1, "training": {"loss": "squared"}}]', r"comparison.variants\[0\].training.loss"),
        ('[{"id": 1, "data": {"dataset": "plane", "samples": 5}}]', r"variants\[0\].data.samples"),
    ],
)
def test_a_file_with_a_bad_variant_is_refused_with_its_path(variants, path):
    text = f'{{"format": "playground", "version": 1, "comparison": {{"variants": {variants}}}}}'
    with pytest.raises(ExperimentError, match=path):
        decode(text)


def test_a_run_that_is_kept_never_takes_the_number_of_one_that_is_there():
    rates = (0.1, 0.2, 0.3, 0.4)
    first, second, third, fourth = (edits.with_training(Experiment(), learning_rate=rate) for rate in rates)
    three = compared.kept_beside(compared.kept_beside(compared.kept_beside(None, first), second), third)
    assert [variant.id for variant in three.variants] == [1, 2, 3]
    again = compared.kept_beside(compared.without(three, 1), fourth)
    assert [variant.id for variant in again.variants] == [2, 3, 4]
    assert [again.experiment(place).training.learning_rate for place in range(3)] == [0.2, 0.3, 0.4]
