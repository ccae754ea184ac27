"""The document: every edit can be undone and redone exactly."""

from __future__ import annotations

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtGui import QUndoCommand

from playground.app.document import UNDO_LIMIT, Cause, Document, RunEdit
from playground.engine import edits
from playground.engine.experiment import Experiment
from playground.engine.layers.dense import Dense
from playground.engine.layers.dropout import Dropout


@pytest.fixture
def document(qapp):
    return Document()


def with_rate(rate: float) -> Experiment:
    return edits.with_training(Experiment(), learning_rate=rate)


def causes_of(document: Document) -> list[Cause]:
    causes: list[Cause] = []
    document.changed.connect(lambda old, new: causes.append(document.cause))
    return causes


def test_undo_restores_the_previous_experiment(document):
    before = document.experiment
    document.edit(with_rate(0.5), "Learning rate")
    document.undo_stack.undo()
    assert document.experiment == before
    document.undo_stack.redo()
    assert document.experiment == with_rate(0.5)


def test_changed_carries_old_and_new(document):
    seen = []
    document.changed.connect(lambda old, new: seen.append((old, new)))
    before = document.experiment
    document.edit(with_rate(0.5), "Learning rate")
    document.undo_stack.undo()
    assert seen == [(before, with_rate(0.5)), (with_rate(0.5), before)]


def test_an_edit_that_changes_nothing_is_no_step(document):
    document.edit(replace(document.experiment), "Nothing")
    assert document.undo_stack.count() == 0
    assert not document.is_modified


def test_the_label_names_the_step(document):
    document.edit(with_rate(0.5), "Learning rate")
    assert document.undo_stack.undoText() == "Learning rate"


def test_consecutive_edits_with_one_merge_key_are_one_step(document):
    before = document.experiment
    for rate in (0.1, 0.2, 0.3):
        document.edit(with_rate(rate), "Learning rate", merge_key="rate")
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.experiment == before
    document.undo_stack.redo()
    assert document.experiment == with_rate(0.3)


def test_merged_edits_share_a_token(document):
    causes = causes_of(document)
    document.edit(with_rate(0.1), "Learning rate", merge_key="rate")
    document.edit(with_rate(0.2), "Learning rate", merge_key="rate")
    document.undo_stack.undo()
    assert [cause.direction for cause in causes] == ["do", "merge", "undo"]
    assert len({cause.token for cause in causes}) == 1


@pytest.mark.parametrize(
    "between",
    [
        lambda document: document.close_merge(),
        lambda document: document.edit(
            edits.with_data(document.experiment, noise=0.3), "Noise", merge_key="noise"
        ),
        lambda document: (document.undo_stack.undo(), document.undo_stack.redo()),
        lambda document: document.undo_stack.setClean(),
    ],
    ids=["closed", "another edit", "undo and redo", "saved"],
)
def test_something_in_between_ends_the_step(document, between):
    document.edit(with_rate(0.1), "Learning rate", merge_key="rate")
    between(document)
    before = document.experiment
    document.edit(edits.with_training(before, learning_rate=0.2), "Learning rate", merge_key="rate")
    document.undo_stack.undo()
    assert document.experiment == before


def test_a_slider_dragged_back_to_its_start_leaves_no_step(document):
    before = document.experiment
    document.edit(with_rate(0.1), "Learning rate", merge_key="rate")
    document.edit(before, "Learning rate", merge_key="rate")
    assert document.experiment == before
    assert document.undo_stack.count() == 0
    assert not document.is_modified


def test_edits_and_undo_make_and_unmake_it_modified(document):
    states = []
    document.modified_changed.connect(states.append)
    document.edit(with_rate(0.5), "Learning rate")
    assert document.is_modified
    document.undo_stack.undo()
    assert not document.is_modified
    assert states == [True, False]


def test_saving_makes_the_present_state_the_clean_one(document, tmp_path):
    document.edit(with_rate(0.5), "Learning rate")
    document.mark_saved(tmp_path / "a.json")
    assert not document.is_modified
    assert document.path == tmp_path / "a.json"
    document.undo_stack.undo()
    assert document.is_modified


def test_opening_replaces_everything_and_forgets_the_steps(document, tmp_path):
    document.edit(with_rate(0.5), "Learning rate")
    document.open(with_rate(2.0), tmp_path / "b.json")
    assert document.experiment == with_rate(2.0)
    assert not document.undo_stack.canUndo()
    assert not document.is_modified


def test_an_undoable_change_of_the_run_goes_both_ways(document):
    told: list[str] = []
    document.push(RunEdit("Set weight", lambda cause: told.append(cause.direction)))
    document.undo_stack.undo()
    document.undo_stack.redo()
    assert told == ["do", "undo", "redo"]
    assert document.is_modified


def test_merged_changes_of_the_run_are_one_step_and_redo_gives_the_last(document):
    told: list[tuple[str, str]] = []
    for name in "ab":
        document.push(RunEdit("Set", lambda cause, name=name: told.append((name, cause.direction)), "weight"))
    document.undo_stack.undo()
    document.undo_stack.redo()
    assert document.undo_stack.count() == 1
    assert told == [("a", "do"), ("b", "merge"), ("b", "undo"), ("b", "redo")]


def test_the_undo_stack_is_bounded(document):
    for step in range(UNDO_LIMIT + 50):
        document.edit(with_rate(1 + step), "Learning rate")
    assert document.undo_stack.count() == UNDO_LIMIT


CHANGES = [
    lambda e: edits.with_data(e, dataset="spiral", classes=3),
    lambda e: edits.with_data(e, dataset="plane"),
    lambda e: edits.with_data(e, dataset="circle", noise=0.4),
    lambda e: edits.toggle_feature(e, "x1"),
    lambda e: edits.toggle_feature(e, "=x1 + 2*x2"),
    lambda e: edits.insert_layer(e, 0, Dense(units=3, activation="relu")),
    lambda e: edits.insert_layer(e, len(e.network.layers), Dropout(rate=0.5)),
    lambda e: edits.remove_layer(e, e.network.layers[0].id) if e.network.layers else e,
    lambda e: edits.with_training(e, learning_rate=e.training.learning_rate * 2),
    lambda e: edits.with_network(e, seed=e.network.seed + 1),
]


@given(st.lists(st.integers(0, len(CHANGES) - 1), max_size=12))
def test_any_run_of_edits_is_undone_step_by_step(qapp, choices):
    document = Document()
    history = [document.experiment]
    for choice in choices:
        try:
            new = CHANGES[choice](document.experiment)
        except ValueError:
            continue
        if new != document.experiment:
            document.edit(new, "Edit")
            history.append(new)
    for expected in reversed(history[:-1]):
        document.undo_stack.undo()
        assert document.experiment == expected
    for expected in history[1:]:
        document.undo_stack.redo()
        assert document.experiment == expected


def test_other_work_leaves_the_file_and_undo_goes_back_to_it(document, tmp_path):
    mine, other = tmp_path / "mine.json", tmp_path / "other.json"
    document.mark_saved(mine)
    document.edit(with_rate(0.1), "Learning rate")
    document.take_over(with_rate(0.7), "Open link")
    assert document.path is None
    document.edit(with_rate(0.8), "Learning rate")
    assert document.path is None
    document.mark_saved(other)
    assert document.path == other
    for _ in range(2):
        document.undo_stack.undo()
    assert document.path == mine
    assert document.is_modified
    document.undo_stack.undo()
    document.undo_stack.setIndex(3)
    assert document.path == other
    assert not document.is_modified


def test_the_file_of_other_work_outlives_the_undo_limit(document, tmp_path):
    document.mark_saved(tmp_path / "mine.json")
    document.take_over(with_rate(0.7), "Open link")
    document.mark_saved(tmp_path / "other.json")
    for place in range(UNDO_LIMIT + 5):
        document.edit(with_rate(0.1 + place / 1000), "Learning rate")
    document.undo_stack.setIndex(0)
    assert document.path == tmp_path / "other.json"


def test_no_command_on_the_undo_stack_belongs_to_python(document):
    """One that did would be deleted twice where the garbage collector takes the document away."""
    document.edit(with_rate(0.5), "Learning rate")
    assert document.undo_stack.command(0).text() == "Learning rate"
    owned = [thing for thing in gc.get_objects() if isinstance(thing, QUndoCommand)]
    assert not owned


def test_a_new_step_tells_of_undo_when_it_is_whole(document):
    told = []
    document.undo_stack.canUndoChanged.connect(told.append)
    document.edit(with_rate(0.5), "Learning rate")
    assert told == [True]
