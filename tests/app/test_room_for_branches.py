"""What goes first when the branches that were left have no room."""

from __future__ import annotations

from collections import OrderedDict

import pytest

from playground.app import branches as bounds
from playground.app.branches import Branches, fit
from playground.app.packed_line import PackedLine, pack
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun


@pytest.fixture(scope="module")
def line() -> PackedLine:
    """Of a run of 9 recorded epochs."""
    run = TrainingRun(Experiment())
    run.train(8)
    return pack(run.line())


def test_the_branch_that_was_left_longest_ago_goes_first(line):
    lines = OrderedDict((branch, line) for branch in (4, 9, 2, 7, 5))
    fit(lines, 1 << 30, 3)
    assert [*lines] == [2, 7, 5]


def test_states_between_the_ends_go_before_any_branch_does(line):
    lines = OrderedDict((branch, line) for branch in (1, 2, 3))
    assert line.epochs == tuple(range(9))
    fit(lines, 3 * line.size - 1, 9)
    assert [*lines] == [1, 2, 3]
    assert [one.epochs for one in lines.values()] == [(0, 2, 4, 6, 8), line.epochs, line.epochs]
    fit(lines, 1, 9)
    assert [*lines] == [3]
    assert lines[3].epochs == (0, 8)


def test_a_file_with_more_branches_than_are_kept_loses_none(line, monkeypatch):
    monkeypatch.setattr(bounds, "MOST", 2)
    branches = Branches()
    branches.clear(line.experiment)
    for _ in range(4):
        branches.leave(line)
        branches.begin("seed", line.experiment, 0, 0)
    assert [*branches.lines] == [3, 4]
    left = OrderedDict((branch, line) for branch in (1, 2, 3, 4))
    branches.restore([*branches], left, 5)
    assert [*branches.lines] == [1, 2, 3, 4]
    branches.leave(line)
    assert [*branches.lines] == [2, 3, 4, 5]


def test_a_branch_that_is_left_again_is_the_youngest(line):
    branches = Branches()
    branches.clear(line.experiment)
    for cause in ("first", "second"):
        branches.leave(line)
        branches.begin(cause, line.experiment, 0, 0)
    assert [*branches.lines] == [1, 2]
    assert branches.enter(1) is line
    branches.leave(line)
    assert [*branches.lines] == [2, 1]


def test_a_branch_is_trained_once_it_has_a_step_of_its_own(line):
    branches = Branches()
    branches.clear(line.experiment)
    branches.begin("seed", line.experiment, 3, 75)
    (new,) = (one for one in branches if one.id == branches.present)
    assert not new.is_trained
    branches.note(line.experiment, 3, 76)
    (new,) = (one for one in branches if one.id == branches.present)
    assert new.is_trained
