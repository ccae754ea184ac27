"""Nothing that a long session collects grows without bound."""

from __future__ import annotations

import tracemalloc

from playground.app import branches, undone_changes
from playground.app import commands as do
from playground.app.branches import Branches
from playground.app.document import UNDO_LIMIT, Cause
from playground.app.packed_line import pack
from playground.app.undone_changes import UndoneChanges
from playground.engine import edits
from playground.engine.checkpoints import BYTES, CAPACITY
from playground.engine.experiment import Experiment
from playground.engine.training import ParameterEdit, TrainingRun


def left(experiment, epochs):
    """The packed line of a run that was trained so far."""
    run = TrainingRun(experiment)
    run.train(epochs)
    return pack(run.line())


def test_typed_weights_are_kept_for_no_more_steps_than_the_undo_stack_has():
    undone, run = UndoneChanges(), TrainingRun(Experiment())
    for token in range(1, UNDO_LIMIT + 60):
        typed = (ParameterEdit(1, 0, 0, float(token)),)
        undone.parameters(run, do.SetParameters(typed, Cause(token, "do")))
        changed = edits.with_training(run.experiment, learning_rate=token / 1000)
        undone.retune(run, do.Retune(changed, Cause(token, "do")), 1)
    assert len(undone) <= 2 * UNDO_LIMIT


def test_states_beside_changes_of_training_are_bounded_by_bytes():
    undone, run = UndoneChanges(), TrainingRun(edits.with_units(Experiment(), 1, 1024))
    wide = edits.with_units(edits.with_units(Experiment(), 1, 1024), 2, 512)
    run = TrainingRun(wide)
    for token in range(1, 12):
        changed = edits.with_training(run.experiment, learning_rate=token / 1000)
        undone.retune(run, do.Retune(changed, Cause(token, "do")), 1)
        assert undone.size <= undone_changes.BYTES
    assert len(undone) >= 2


def test_the_bytes_that_changes_of_training_count_are_no_less_than_what_they_take():
    undone, run = UndoneChanges(), TrainingRun(Experiment())
    run.train(600)
    tracemalloc.start()
    for token in range(1, 101):
        changed = edits.with_training(run.experiment, learning_rate=token / 1000)
        undone.retune(run, do.Retune(changed, Cause(token, "do")), 1)
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken <= 2 * undone.size, "no more than the states and the experiments"


def test_branches_thin_the_oldest_states_first_and_keep_every_end(monkeypatch):
    line = left(Experiment(), 120)
    monkeypatch.setattr(branches, "BYTES", 4 * line.size)
    kept = Branches()
    kept.clear(line.experiment)
    for _ in range(12):
        kept.leave(line)
        kept.begin("New seed", line.experiment, 0, 0)
    assert kept.size <= 4 * line.size
    lines = [kept.line(one.id) for one in kept if one.id != kept.present]
    lengths = [len(one.records) for one in lines]
    assert len(lines) == 12, "no end goes while states between are left"
    assert lengths == sorted(lengths), "the branch that was left longest ago is thinned first"
    assert lengths[-1] == len(line.records)
    for one in lines:
        assert (one.epochs[0], one.epochs[-1]) == (0, 120)
        assert one.state is line.state


def test_whole_branches_go_only_when_there_is_no_other_room(monkeypatch):
    line = left(Experiment(), 4)
    monkeypatch.setattr(branches, "BYTES", 5 * line.thinned().thinned().size)
    kept = Branches()
    kept.clear(line.experiment)
    for _ in range(9):
        kept.leave(line)
        kept.begin("New seed", line.experiment, 0, 0)
    known = [one.id for one in kept]
    assert known == list(range(known[0], kept.present + 1)), "the latest ones stay"
    assert 3 <= len(known) <= 6
    assert kept.size <= branches.BYTES


def test_the_bytes_that_a_state_counts_are_no_less_than_what_it_takes():
    run = TrainingRun(Experiment())
    run.train(1)
    tracemalloc.start()
    states = [run.descent.checkpoint() for _ in range(200)]
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    counted = sum(state.size for state in states)
    assert taken <= counted <= 3 * taken


def test_the_bytes_that_a_packed_branch_counts_are_no_less_than_what_it_takes():
    run = TrainingRun(Experiment())
    run.train(300)
    line = run.line()
    tracemalloc.start()
    packed = [pack(line) for _ in range(20)]
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    counted = sum(one.size for one in packed)
    assert taken <= counted <= 1.2 * taken
    assert counted < 20 * line.size / 3, "packed it takes less than a third"


def test_a_long_restless_session_keeps_little(driver):
    session = driver.session
    session.play()
    for turn in range(UNDO_LIMIT + 40):
        session.edit(edits.with_units(session.experiment, 1, 2 + turn % 3), "Units")
        if turn % 3 == 0:
            session.set_parameter(1, 0, 0, 0.1)
        if turn % 7 == 0:
            session.document.undo_stack.undo()
        if turn % 20 == 0:
            session.new_seed()
            driver.ask(lambda run: None)
    driver.wait(lambda: session.snapshot.epoch > 3 * CAPACITY)
    session.pause()
    driver.settle()
    assert session.document.undo_stack.count() <= UNDO_LIMIT
    assert session.document.kept_steps <= UNDO_LIMIT
    assert len(driver.trainer.work.undone) <= 3 * UNDO_LIMIT
    assert driver.trainer.work.undone.size <= undone_changes.BYTES
    assert driver.trainer.work.branches.size <= branches.BYTES
    assert len(driver.trainer.work.branches) <= branches.MOST + 1
    assert len(session.recorded_epochs) <= CAPACITY + 1
    assert driver.ask(lambda run: len(run.history)) <= CAPACITY + 1
    assert len(session.snapshot.curve.epochs) <= 3000
    assert BYTES <= 64 << 20
    assert driver.notices == []
