"""Nothing that was trained is lost: every act that ends a line of training can be taken back exactly."""

from __future__ import annotations

import random

import numpy as np
import pytest
from branching import RICH, new_data, plus, redo, undo, whole

from playground.engine import edits
from playground.engine.experiment import Experiment
from playground.engine.layers.dense import Dense
from playground.engine.training import TrainingRun


@pytest.fixture
def rich(open_session):
    driver = open_session(RICH)
    driver.wait(lambda: driver.session.snapshot is not None)
    return driver


def test_after_300_epochs_four_acts_and_four_undos_it_is_the_state_of_epoch_300(rich):
    session = rich.session
    rich.train(300)
    states = [rich.ask(whole)]
    for act in (plus, type(session).new_seed, new_data, type(session).reset):
        act(session)
        rich.train(3)
        states.append(rich.ask(whole))
    for expected in reversed(states[:-1]):
        undo(rich)
        assert rich.ask(whole) == expected
    for expected in states[1:]:
        redo(rich)
        assert rich.ask(whole) == expected
    undo(rich, 4)
    assert rich.ask(whole) == states[0]
    alone = TrainingRun(RICH)
    alone.train(310)
    rich.train(10)
    assert rich.ask(whole)[1:] == whole(alone)[1:], "it went on as if nothing had happened"


ACTS = {
    "plus": plus,
    "layer": lambda session: session.edit(edits.insert_layer(session.experiment, 1, Dense(units=2)), "Layer"),
    "feature": lambda session: session.edit(edits.toggle_feature(session.experiment, "x1^2"), "Feature"),
    "new data": new_data,
    "more noise": lambda session: session.edit(edits.with_data(session.experiment, noise=0.3), "Noise"),
    "new seed": lambda session: session.new_seed(),
    "reset": lambda session: session.reset(),
    "optimizer": lambda session: session.edit(
        edits.with_training(session.experiment, optimizer={"name": "rmsprop"}), "Optimizer"
    ),
    "rate": lambda session: session.edit(edits.with_training(session.experiment, learning_rate=0.2), "Rate"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("steps", [0, 7], ids=["between epochs", "within an epoch"])
def test_every_act_is_undone_exactly(rich, act, steps):
    rich.train(4)
    for _ in range(steps):
        rich.session.step_minibatch()
    rich.settle()
    before = rich.ask(whole)
    act(rich.session)
    rich.settle()
    after = rich.ask(whole)
    assert after != before
    undo(rich)
    assert rich.ask(whole) == before
    redo(rich)
    assert rich.ask(whole) == after


def test_any_mix_of_acts_is_undone_and_redone_exactly(rich):
    session, chance = rich.session, random.Random(7)
    states = []
    for _ in range(14):
        rich.train(chance.randrange(3))
        states.append(rich.ask(whole))
        chance.choice(list(ACTS.values()))(session)
        rich.settle()
    count = session.document.undo_stack.count()
    changed = [state for state, later in zip(states, [*states[1:], None], strict=True) if state != later]
    assert count >= 8
    undo(rich, count)
    assert rich.ask(whole) == changed[0]


def test_undo_while_it_plays_at_full_speed_goes_back_exactly(rich):
    session = rich.session
    rich.train(5)
    before = rich.ask(whole)
    plus(session)
    session.play()
    rich.wait(lambda: session.snapshot.epoch > 20)
    session.document.undo_stack.undo()
    session.pause()
    rich.settle()
    undone = rich.ask(whole)
    session.seek(5)
    rich.settle()
    assert rich.ask(lambda run: run.epoch) == 5
    parameters = rich.parameters()
    assert parameters.tobytes() == before[1][0][0], (
        "it played on in the branch before, from where it was left"
    )
    assert undone[0] == before[0]


def test_training_on_from_an_earlier_epoch_keeps_the_end_that_was_there(rich):
    session = rich.session
    rich.train(12)
    end = rich.ask(whole)
    session.seek(4)
    rich.settle()
    back = rich.ask(whole)
    rich.train(3)
    assert rich.ask(lambda run: run.epoch) == 7
    assert session.recorded_epochs[-1] == 7
    assert len(session.branches) == 2
    undo(rich)
    assert rich.ask(whole) == back
    session.seek(12)
    rich.settle()
    assert rich.ask(whole)[1][0] == end[1][0]


def test_a_play_right_after_a_seek_branches_off_too(rich):
    session = rich.session
    rich.train(9)
    end = rich.parameters()
    session.seek(3)
    session.play()
    rich.wait(lambda: session.snapshot.epoch > 20)
    session.pause()
    rich.settle()
    undo(rich)
    session.seek(9)
    rich.settle()
    np.testing.assert_array_equal(rich.parameters(), end)


def test_undo_of_training_on_from_an_earlier_epoch_stands_there_again_and_keeps_the_end(rich):
    session = rich.session
    rich.train(6)
    assert session.set_parameter(1, 0, 0, 0.7)
    rich.train(6)
    end = rich.ask(whole)
    session.seek(4)
    rich.settle()
    back = rich.ask(whole)
    session.play()
    rich.wait(lambda: session.snapshot.epoch > 20)
    session.document.undo_stack.undo()
    rich.settle()
    assert not session.is_playing, "training on would forget the typed weight and all that came after it"
    assert rich.ask(whole) == back
    session.seek(12)
    rich.settle()
    assert rich.ask(whole)[1][0] == end[1][0]


def test_a_play_at_the_end_of_the_line_is_no_step(rich):
    session = rich.session
    rich.train(3)
    session.seek(1)
    rich.settle()
    session.seek(3)
    rich.settle()
    rich.train(1)
    assert session.document.undo_stack.count() == 0
    assert len(session.branches) == 1


def test_going_to_another_branch_shows_its_network_and_can_be_undone(rich):
    session = rich.session
    rich.train(6)
    first = session.branch
    six = rich.ask(whole)
    plus(session)
    rich.train(2)
    eight, experiment = rich.ask(whole), session.experiment
    session.go_to_branch(first.id)
    rich.settle()
    assert rich.ask(whole) == six
    assert session.experiment == RICH
    assert session.branch.id == first.id
    undo(rich)
    assert rich.ask(whole) == eight
    assert session.experiment == experiment
    session.go_to_branch(first.id, 2)
    rich.settle()
    assert rich.ask(lambda run: run.epoch) == 2


def test_branches_say_what_began_them_and_where(rich):
    session = rich.session
    rich.train(6)
    plus(session)
    rich.train(2)
    session.reset()
    rich.train(1)
    told = [(one.cause, one.fork, one.last, one.is_trained) for one in session.branches]
    assert told == [("", 0, 6, True), ("More units", 6, 8, True), ("Reset", 0, 1, True)]
    assert [one.parent for one in session.branches][1:] == [one.id for one in session.branches][:2]


def test_resets_one_after_another_are_one_step(rich):
    session = rich.session
    rich.train(2)
    for _ in range(3):
        session.reset()
    rich.settle()
    assert session.document.undo_stack.count() == 1
    rich.train(1)
    session.reset()
    rich.settle()
    assert session.document.undo_stack.count() == 2
    undo(rich)
    assert rich.ask(lambda run: run.epoch) == 1


def test_undo_of_an_act_whose_branch_had_to_make_room_still_gives_the_experiment(rich, monkeypatch):
    from playground.app import branches

    session = rich.session
    rich.train(2)
    monkeypatch.setattr(branches, "BYTES", 1)
    before = session.experiment
    for units in (5, 6, 7):
        session.edit(edits.with_units(session.experiment, 1, units), "Units")
        rich.train(1)
    undo(rich, 3)
    assert session.experiment == before
    assert rich.ask(lambda run: run.experiment) == before
    rich.train(1)
    assert rich.notices == []


def test_a_run_that_diverged_is_come_back_to_as_it_was(open_session):
    driver = open_session(
        edits.with_data(edits.with_training(Experiment(), learning_rate=1e9), dataset="plane")
    )
    session = driver.session
    driver.wait(lambda: session.snapshot is not None)
    session.play()
    driver.wait(lambda: session.snapshot.diverged is not None and not session.is_playing)
    driver.settle()
    before = driver.ask(whole)
    session.reset()
    driver.settle()
    assert driver.ask(lambda run: run.diverged) is None
    undo(driver)
    assert driver.ask(whole) == before
    assert session.snapshot.diverged is not None


def test_going_to_the_present_branch_goes_to_its_end_or_the_epoch_that_is_named(rich):
    session = rich.session
    rich.train(4)
    session.new_seed()
    rich.train(6)
    (own,) = (one for one in session.branches if one.id == session.branch.id)
    for epoch, expected in ((3, 3), (None, 6)):
        session.go_to_branch(own.id, epoch)
        rich.settle()
        assert rich.ask(lambda run: run.epoch) == expected
    assert session.branch.id == own.id


@pytest.mark.parametrize(
    ("asked", "taken"), [(0.01, 0.1), (0.3, 0.3), (1e12, 1e9), (float("nan"), None), (None, None)]
)
def test_the_speed_is_from_one_step_in_ten_seconds_to_as_fast_as_it_goes(rich, asked, taken):
    rich.session.set_speed(7.0)
    rich.session.set_speed(asked)
    assert rich.session.speed == taken
