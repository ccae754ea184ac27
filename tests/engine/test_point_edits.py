"""Edits of one's own points."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine import edits as edit
from playground.engine.edits import with_data
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment, decode, encode
from playground.engine.points import make_points


@pytest.fixture
def empty() -> Experiment:
    return edit.clear_points(Experiment())


def test_generated_points_become_ones_own_where_they_are():
    before = make_points(Experiment().data)
    own = edit.with_own_points(Experiment())
    assert own.data.dataset == "custom"
    after = make_points(own.data)
    everything = [np.vstack([points.train, points.test]) for points in (before, after)]
    assert {tuple(p) for p in everything[0].tolist()} == {tuple(p) for p in everything[1].tolist()}
    assert edit.with_own_points(own) is own


def test_own_points_survive_the_file():
    own = edit.with_own_points(Experiment())
    assert decode(encode(own)) == own


def test_painting_appends_and_makes_room_for_a_new_class(empty):
    painted = edit.add_points(empty, [(1, 2, 0), (3, 4, 2)])
    assert painted.data.points == ((1.0, 2.0, 0.0), (3.0, 4.0, 2.0))
    assert painted.data.classes == 3
    assert painted.outputs == 3


def test_painting_on_a_dataset_keeps_its_points():
    painted = edit.add_points(Experiment(), [(0, 0, 1)])
    assert len(painted.data.points) == 501
    assert painted.data.points[-1] == (0.0, 0.0, 1.0)


def test_erasing_moving_and_relabelling_touch_only_the_named_points(empty):
    painted = edit.add_points(empty, [(0, 0, 0), (1, 1, 1), (2, 2, 0)])
    assert edit.remove_points(painted, {1}).data.points == ((0, 0, 0), (2, 2, 0))
    assert edit.move_points(painted, [2], (0.5, -1)).data.points == ((0, 0, 0), (1, 1, 1), (2.5, 1, 0))
    assert edit.relabel_points(painted, [0], 1).data.points == ((0, 0, 1), (1, 1, 1), (2, 2, 0))
    assert edit.relabel_points(painted, [0], 4).data.classes == 5


def test_clearing_leaves_an_empty_plane(empty):
    assert empty.data.points == ()
    assert make_points(empty.data).bounds == (-6, 6, -6, 6)
    assert edit.clear_points(edit.add_points(empty, [(1, 1, 1)])).data.points == ()


def test_values_are_painted_on_values():
    painted = edit.add_points(edit.clear_points(with_data(Experiment(), dataset="plane")), [(1, 1, 0.25)])
    assert painted.problem == "regression"
    assert painted.data.points == ((1.0, 1.0, 0.25),)
    assert painted.loss == "squared_error"


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ([(np.nan, 0, 0)], "finite"),
        ([(np.inf, 0, 0)], "finite"),
        ([(0, 0)], "three"),
        ([("a", 0, 0)], "finite"),
        ([(0, 0, 8)], "8"),
        ([(0, 0, 0.5)], "0.5"),
        ([(0, 0, -1)], "-1"),
    ],
)
def test_what_is_no_point_is_refused_and_changes_nothing(empty, points, sentence):
    with pytest.raises(ExperimentError, match=sentence):
        edit.add_points(empty, points)


def test_there_is_a_highest_number_of_points(empty, monkeypatch):
    monkeypatch.setattr(edit, "MAXIMUM_POINTS", 3)
    full = edit.add_points(empty, [(0, 0, 0)] * 3)
    with pytest.raises(ExperimentError, match="no more than 3 have room"):
        edit.add_points(full, [(0, 0, 0)])


def test_classes_cannot_fall_below_the_labels(empty):
    painted = edit.add_points(empty, [(0, 0, 3)])
    with pytest.raises(ExperimentError, match="label 3 is no class from 0 to 1"):
        edit.with_classes(painted, 2)
    with pytest.raises(ExperimentError, match="9"):
        edit.with_classes(painted, 9)
