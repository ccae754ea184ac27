"""Edits give a new, valid experiment and keep the identity of what survives."""

import pytest

from playground.engine import edits
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout
from playground.engine.optimizers import Sgd
from playground.engine.training import TrainingRun


def ids(experiment: Experiment) -> list[int]:
    return [layer.id for layer in experiment.network.layers]


def test_an_inserted_layer_gets_a_new_id_at_its_place():
    after = edits.insert_layer(Experiment(), 1, Dropout(rate=0.3))
    assert ids(after) == [1, 3, 2]


def test_a_duplicate_stands_behind_its_original_with_an_id_of_its_own():
    after = edits.duplicate_layer(Experiment(), 1)
    assert ids(after) == [1, 3, 2]
    assert after.network.layers[0].units == after.network.layers[1].units


@pytest.mark.parametrize(("layer", "index", "order"), [(1, 1, [2, 1]), (1, 0, [1, 2]), (2, 0, [2, 1])])
def test_a_moved_layer_keeps_its_id(layer, index, order):
    assert ids(edits.move_layer(Experiment(), layer, index)) == order


def test_a_removed_unit_leaves_the_other_ids_and_a_new_one_never_takes_its_id():
    fewer = edits.remove_unit(Experiment(), 1, 1)
    assert fewer.network.layers[0].ids == (0, 2, 3)
    more = edits.with_units(fewer, 1, 5)
    assert more.network.layers[0].ids == (0, 2, 3, 4, 5)


def test_the_last_unit_of_a_layer_stays():
    one = edits.with_units(Experiment(), 1, 1)
    with pytest.raises(ExperimentError, match=r"network.layers\[0\].units: 0 is below 1"):
        edits.remove_unit(one, 1, 0)
    with pytest.raises(ExperimentError, match="0 is below 1"):
        edits.with_units(one, 1, 0)


def test_a_regression_dataset_brings_its_natural_loss_and_back():
    plane = edits.with_data(Experiment(), dataset="plane")
    assert plane.loss == "squared_error"
    back = edits.with_data(plane, dataset="circle")
    assert back.data.problem == "classification"


def test_a_dataset_with_fewer_classes_bounds_the_number_of_classes():
    five = edits.with_data(edits.with_data(Experiment(), dataset="spiral"), classes=5)
    assert edits.with_data(five, dataset="moons").data.classes == 2


def test_an_edit_of_the_network_forgets_given_first_parameters():
    given = edits.with_network(Experiment(), initial_parameters=(0.5,) * 25)
    assert edits.with_training(given, learning_rate=0.1).network.initial_parameters is not None
    assert edits.with_units(given, 1, 5).network.initial_parameters is None


def test_other_outputs_forget_given_first_parameters():
    given = edits.with_network(edits.with_data(Experiment(), dataset="gauss"), initial_parameters=(0.5,) * 25)
    assert edits.with_data(given, noise=0.3).network.initial_parameters is not None
    for changes in ({"classes": 3}, {"dataset": "plane"}):
        edited = edits.with_data(given, **changes)
        assert TrainingRun(edited).take_step() == 1, changes


def test_values_of_the_wrong_kind_are_refused_and_the_old_experiment_is_untouched():
    before = Experiment()
    for change in (
        lambda: edits.with_training(before, learning_rate="fast"),
        lambda: edits.with_training(before, batch_size=0),
        lambda: edits.with_layer(before, 1, units=2.5),
        lambda: edits.with_layer(before, 9, units=2),
        lambda: edits.with_units(edits.insert_layer(before, 0, Dropout()), 3, 4),
        lambda: edits.with_data(before, samples=3),
        lambda: edits.toggle_feature(before, "x9"),
    ):
        with pytest.raises(ExperimentError):
            change()
    assert before == Experiment()


def test_structured_choices_can_be_given_as_structs():
    after = edits.with_layer(Experiment(), 1, activation="relu", bias=False)
    assert after.network.layers[0] == Dense(id=1, units=4, activation="relu", bias=False)
    assert edits.with_training(Experiment(), optimizer=Sgd()).training.optimizer == Sgd()


def test_a_feature_is_switched_off_and_on():
    without = edits.toggle_feature(Experiment(), "x1")
    assert without.network.features == ("x2",)
    assert edits.toggle_feature(without, "sin_x1").network.features == ("x2", "sin_x1")


def test_of_fewer_units_the_first_ones_stay():
    fewer = edits.with_units(edits.remove_unit(Experiment(), 1, 1), 1, 2)
    assert fewer.network.layers[0].ids == (0, 2)


def test_moved_points_go_by_the_step_and_no_others():
    own = edits.add_points(edits.clear_points(Experiment()), [(1.0, 2.0, 0.0), (-1.0, 0.5, 1.0)])
    moved = edits.move_points(own, [1], (0.25, -3.0))
    assert moved.data.points == ((1.0, 2.0, 0.0), (-0.75, -2.5, 1.0))
