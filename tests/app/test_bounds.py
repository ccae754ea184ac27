"""Nothing that a long session collects grows without bound."""

from __future__ import annotations

from playground.app import commands as do
from playground.app.document import UNDO_LIMIT, Cause
from playground.app.undone_weights import MAXIMUM_NUMBERS, WHOLE_RUNS, UndoneWeights
from playground.engine import edits
from playground.engine.checkpoints import BYTES, CAPACITY
from playground.engine.experiment import Experiment
from playground.engine.training import ParameterEdit, TrainingRun


def test_the_attic_keeps_no_more_steps_than_the_undo_stack():
    undone, run = UndoneWeights(), TrainingRun(Experiment())
    for token in range(1, UNDO_LIMIT + 60):
        typed = (ParameterEdit(1, 0, 0, float(token)),)
        undone.parameters(run, do.SetParameters(typed, Cause(token, "do")))
        smaller = edits.with_units(run.experiment, 1, 1 + token % 5)
        run = undone.carry_over(run, do.Rebuild(token, smaller, Cause(token, "do")), TrainingRun)
    assert len(undone) <= 3 * UNDO_LIMIT


def test_large_networks_are_forgotten_before_they_fill_the_memory():
    undone, wide = UndoneWeights(), edits.with_units(edits.with_units(Experiment(), 1, 1024), 2, 1024)
    run = TrainingRun(wide)
    for token in range(1, 16):
        changed = edits.with_units(run.experiment, 2, 1024 - token)
        run = undone.carry_over(run, do.Rebuild(token, changed, Cause(token, "do")), TrainingRun)
        assert undone.numbers <= MAXIMUM_NUMBERS
    assert len(undone) >= 4


def test_whole_runs_count_in_the_attic_with_all_their_numbers():
    undone = UndoneWeights()
    run = TrainingRun(edits.with_training(edits.with_units(Experiment(), 1, 200), optimizer={"name": "adam"}))
    run.train(2)
    undone.carry_over(run, do.Rebuild(1, run.experiment, Cause(1, "do"), starts_over=True), TrainingRun)
    assert undone.numbers == 0, "nothing of the network is lost, so nothing is kept"
    changed = edits.with_network(run.experiment, seed=8)
    undone.carry_over(run, do.Rebuild(2, changed, Cause(2, "do"), starts_over=True), TrainingRun)
    assert undone.numbers > 3 * run.network.plan.size, "the parameters and Adam's two vectors"


def test_the_attic_keeps_few_whole_runs():
    undone, run = UndoneWeights(), TrainingRun(Experiment())
    for seed in range(8, 8 + 3 * WHOLE_RUNS):
        changed = edits.with_network(run.experiment, seed=seed)
        run = undone.carry_over(
            run, do.Rebuild(seed, changed, Cause(seed, "do"), starts_over=True), TrainingRun
        )
    assert len(undone) == WHOLE_RUNS


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
    assert len(driver.trainer.undone) <= 3 * UNDO_LIMIT
    assert driver.trainer.undone.numbers <= MAXIMUM_NUMBERS
    assert len(session.recorded_epochs) <= CAPACITY + 1
    assert driver.ask(lambda run: len(run.history)) <= CAPACITY + 1
    assert len(session.snapshot.curve.epochs) <= 3000
    assert BYTES <= 64 << 20
    assert driver.notices == []
