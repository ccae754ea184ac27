"""A sweep gives the same rows whoever computes them, and survives the death of its workers."""

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from pathlib import Path

import msgspec
import pytest
from threadpoolctl import ThreadpoolController

from playground.app.sweep import running
from playground.app.sweep.plan import SweepError, make_plan, parse_over
from playground.app.sweep.running import Sweep
from playground.app.sweep.trials import picture_grid, train_chunk, train_one
from playground.app.sweep.workers import Processes
from playground.engine.experiment import Experiment, encode
from playground.engine.training import TrainingRun


def plan(*over, **options):
    options = {"epochs": 3, "seeds": 2, **options}
    texts = over or ("network.layers[0].units=2,3", "training.learning_rate=0.03,0.1")
    return make_plan(Experiment(), [parse_over(text) for text in texts], **options)


def rows_of(made, workers, **options):
    rows = {}
    sweep = Sweep(made, workers)
    sweep.run(lambda trial, row: rows.update({trial.index: row}), **options)
    for row in rows.values():
        row.pop("seconds")
    return rows, sweep.failures


def alone(made):
    rows = {}
    for index in range(len(made)):
        run = TrainingRun(made.experiment_of(made.trial(index)))
        run.train(made.epochs)
        rows[index] = run.metrics()
    return rows


class Here(Executor):
    """Computes at once, or loses what ``loses`` names, as a pool whose worker dies does."""

    def __init__(self, workers):
        self.workers = workers

    def submit(self, function, *arguments):
        future = Future()
        workers = self.workers
        workers.submitted.append(arguments[1])
        error = workers.error_for(arguments[1])
        if error is None:
            future.set_result(function(*arguments))
        else:
            future.set_exception(error)
        return future


class Workers:
    """Two workers that are lost whenever they get a trial that ``loses``; ``count`` times at most."""

    count = 2

    def __init__(self, loses=lambda settings, seed: False, times=10**9, error=BrokenExecutor):
        self.loses, self.times, self.error = loses, times, error
        self.submitted = []
        self.stops = 0

    def begin(self): ...

    def executor(self):
        return Here(self)

    def error_for(self, trials):
        if self.times and any(self.loses(*trial) for trial in trials):
            self.times -= 1
            return self.error()
        return None

    def is_death(self, error):
        return isinstance(error, BrokenExecutor)

    def stop(self):
        self.stops += 1


def test_train_one_takes_and_gives_plain_text():
    measured = msgspec.json.decode(train_one(encode(Experiment()).decode(), 4))
    run = TrainingRun(Experiment())
    run.train(4)
    assert measured.pop("seconds") > 0
    assert measured == run.metrics()


@pytest.mark.parametrize("threads", [1, 2])
def test_one_process_and_two_give_the_rows_of_the_same_experiments_trained_alone(threads, monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    made = plan()
    expected = alone(made)
    for count in (1, 2):
        workers = Processes(count)
        workers.begin()
        begun = {type(process).__name__ for process in multiprocessing.active_children()}
        assert begun == {"ForkProcess" if threads == 1 and sys.platform == "linux" else "SpawnProcess"}
        assert rows_of(made, workers) == (expected, [])
    assert multiprocessing.active_children() == []


def threads_after_training(text):
    train_one(text, 2)
    return len([*Path("/proc/self/task").iterdir()])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks, and tells a process's threads")
def test_a_forked_process_trains_without_threads_that_another_process_needs_the_cores_for(monkeypatch):
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    workers = Processes(1)
    with ThreadpoolController().limit(limits=2):
        try:
            text = encode(Experiment()).decode()
            counted = workers.executor().submit(threads_after_training, text).result()
        finally:
            workers.stop()
    assert counted == 2, "the one that trains, and the one that waits for the parent's end"


def test_a_process_that_is_killed_costs_its_trial_one_more_try():
    made = plan(epochs=60, seeds=5)
    killed = []
    rows = {}

    def take(trial, row):
        row.pop("seconds")
        rows[trial.index] = row
        if not killed:
            killed.append(multiprocessing.active_children()[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    sweep = Sweep(made, Processes(2))
    sweep.run(take)
    assert killed
    assert rows == alone(made)
    assert sweep.failures == []


class Slowly(Workers):
    """A pool whose worker dies once, which its tasks are told one after the other."""

    def __init__(self):
        super().__init__()
        self.told = []

    def executor(self):
        return self

    def submit(self, function, *arguments):
        if self.stops:
            return Here(self).submit(function, *arguments)
        future = Future()
        self.told.append(future)
        later = threading.Timer(0.2 * len(self.told), future.set_exception, [BrokenExecutor()])
        later.start()
        return future


def test_tasks_that_are_told_of_one_death_one_after_the_other_are_all_tried_again():
    made, workers = plan(), Slowly()
    assert rows_of(made, workers) == (alone(made), [])
    assert len(workers.told) > 2


def test_only_the_trial_that_loses_its_worker_twice_is_given_up():
    made = plan()
    workers = Workers(loses=lambda settings, seed: seed == 8 and settings["network.layers[0].units"] == 2)
    rows, failures = rows_of(made, workers)
    bad = [trial for trial in map(made.trial, range(len(made))) if workers.loses(trial.set, trial.seed)]
    assert sorted((failure.trial for failure in failures), key=lambda trial: trial.index) == bad
    assert {failure.reason for failure in failures} == {"its worker died, twice"}
    assert {*rows} == {*range(len(made))} - {trial.index for trial in bad}
    assert workers.stops > len(bad)


def test_workers_that_all_die_end_the_sweep_with_a_sentence():
    with pytest.raises(SweepError, match="the workers die one after the other"):
        rows_of(plan(seeds=20), Workers(loses=lambda settings, seed: True))


def test_a_cluster_that_goes_away_ends_the_sweep_with_a_sentence():
    workers = Workers(loses=lambda settings, seed: seed == 8, error=CancelledError)
    with pytest.raises(SweepError, match="the cluster is gone; what was trained so far is kept"):
        rows_of(plan(), workers)
    assert workers.stops == 1


def test_what_goes_wrong_in_a_trial_is_its_own_and_the_others_go_on(monkeypatch):
    from playground.app.sweep import trials

    true = trials.measures_of

    def measures_of(experiment, *rest):
        if experiment.network.seed == 8:
            raise MemoryError("no room for 9 GB")
        return true(experiment, *rest)

    monkeypatch.setattr(trials, "measures_of", measures_of)
    rows, failures = rows_of(plan(), Workers())
    assert {*rows} == {0, 2, 4, 6}
    assert {failure.reason for failure in failures} == {"MemoryError: no room for 9 GB"}


def test_ten_thousand_trials_are_handed_out_a_few_at_a_time(monkeypatch):
    made = plan("training.learning_rate=0.001..0.1:log:5000", epochs=1, seeds=2)
    waiting = []

    class Counting(Workers):
        def executor(self):
            return self

        def submit(self, function, text, trials, *rest):
            future = Future()
            waiting.append((future, trials))
            return future

    def wait(futures, timeout, return_when):
        assert len(futures) == len(waiting) <= 2 * Counting.count
        assert all(len(trials) <= running.LARGEST_CHUNK for _, trials in waiting)
        future, trials = waiting.pop()
        future.set_result([{"seconds": 1e-4, "lr": settings} for settings, _ in trials])
        return {future}, ()

    monkeypatch.setattr(running, "wait", wait)
    taken = []
    Sweep(made, Counting()).run(lambda trial, row: taken.append((trial.index, trial.set == row["lr"])))
    assert sorted(taken) == [(index, True) for index in range(10_000)]


def test_short_trials_travel_together_and_long_ones_alone():
    def sizes(seconds):
        return running.chunk_size(seconds, left=2000, workers=2)

    assert [sizes(seconds) for seconds in (10.0, 0.2, 0.01, 0.002, 1e-9)] == [1, 1, 5, 25, 256]


def test_what_is_done_is_not_trained_again_and_a_stop_keeps_what_there_is():
    made = plan()
    workers = Workers()
    rows, _ = rows_of(made, workers, done={0, 1, 2, 3, 7})
    assert {*rows} == {4, 5, 6}
    assert sum(map(len, workers.submitted)) == 3
    answers = iter([False, True])
    rows, failures = rows_of(made, Workers(), should_stop=lambda: next(answers))
    assert 0 < len(rows) < len(made)
    assert failures == []


def test_a_row_in_the_window_has_a_picture_of_its_boundary():
    import numpy as np

    text = encode(Experiment()).decode()
    (row,) = train_chunk(text, [({}, 7)], 5, True)
    grid = picture_grid(row["picture"])
    assert grid.shape == (1, 24, 24)
    run = TrainingRun(Experiment())
    run.train(5)
    left, right, bottom, top = run.points.bounds
    corner = [[left + (right - left) / 48, top - (top - bottom) / 48]]
    assert np.allclose(grid[0, 0, 0], run.network.predict(corner)[0, 0], atol=1e-3)


def test_at_the_end_every_worker_has_something_to_do():
    assert running.chunk_size(0.001, left=8, workers=2) == 2
