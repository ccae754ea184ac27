"""What a session collects is counted, kind by kind, and stays under the most that each may come to."""

from __future__ import annotations

from branching import plus

from playground.app import branches
from playground.engine import checkpoints, edits


def test_every_kind_is_counted_and_none_is_over_its_bound(driver):
    session = driver.session
    driver.train(30)
    for _ in range(3):
        plus(session)
        driver.train(5)
        session.new_seed()
        driver.train(5)
    session.edit(edits.with_training(session.experiment, learning_rate=0.2), "Rate")
    driver.settle()
    held = {one.what: one for one in session.held()}
    history = driver.ask(lambda run: sum(record.size for record in run.history.records))
    assert (held["the run's history"].now, held["the run's history"].most) == (history, checkpoints.BYTES)
    left = held["branches that were left"]
    assert (left.now, left.most) == (session.branch_bytes, branches.BYTES)
    assert left.now > 4 * 1000
    assert held["states beside changes of training"].now > 0
    assert held["undo steps"].now > 0
    assert all(one.most is None or one.now <= one.most for one in held.values())


def test_points_of_the_users_own_count_once_for_all_steps_that_share_them(driver):
    session = driver.session
    points = tuple((i % 11 - 5.0, i % 7 - 3.0, float(i % 2)) for i in range(2000))
    session.edit(edits.with_data(session.experiment, dataset="custom", points=points), "Points")
    for rate in (0.1, 0.2, 0.3):
        session.edit(edits.with_training(session.experiment, learning_rate=rate), "Rate")
    now = next(one.now for one in session.held() if one.what == "undo steps")
    assert 2000 * 100 < now < 2 * 2000 * 200
