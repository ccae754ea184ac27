"""The background computation: progress, result, error and cancel reach the window; no thread is left."""

from __future__ import annotations

import threading
from concurrent.futures import Future

import numpy as np
import pytest

from playground.app.background import Background, copy_run, with_answer
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun


@pytest.fixture
def background(qtbot):
    background = Background()
    yield background
    background.shutdown()
    assert not [thread for thread in threading.enumerate() if thread.name == "background"]


def counting(to: int, seen: list[str]):
    def steps():
        for index in range(to):
            seen.append(threading.current_thread().name)
            yield (index + 1) / to
        return "result"

    return steps


def gated(gate: threading.Event, seen: list[int]):
    def steps():
        while True:
            gate.wait(5)
            seen.append(1)
            yield 0.5

    return steps


def test_the_result_arrives_and_the_work_was_done_on_its_own_thread(background, qtbot):
    seen: list[str] = []
    with qtbot.waitSignal(background.finished) as finished:
        background.start(counting(3, seen))
    assert finished.args == ["result"]
    assert seen == ["background"] * 3
    assert not background.is_running


def test_progress_is_told_while_it_runs(background, qtbot):
    gate = threading.Event()
    gate.set()
    with qtbot.waitSignal(background.progressed, check_params_cb=lambda share: share == 0.5):
        background.start(gated(gate, []))


def test_an_error_of_the_computation_is_handed_over(background, qtbot):
    def steps():
        yield 0.1
        raise ArithmeticError("the surface has a hole")

    with qtbot.waitSignal(background.failed) as failed:
        background.start(steps)
    assert str(failed.args[0]) == "the surface has a hole"


def test_an_error_before_the_first_step_is_handed_over(background, qtbot):
    def begin():
        raise ArithmeticError("no start")

    with qtbot.waitSignal(background.failed):
        background.start(begin)


def test_cancel_ends_the_thread_and_says_so_once(background, qtbot):
    gate = threading.Event()
    heard: list[str] = []
    background.cancelled.connect(lambda: heard.append("cancelled"))
    background.finished.connect(lambda _: heard.append("finished"))
    background.start(gated(gate, []))
    background.cancel()
    gate.set()
    background.cancel()
    assert heard == ["cancelled"]
    assert not background.is_running
    qtbot.waitUntil(lambda: not [t for t in threading.enumerate() if t.name == "background"])


def test_starting_again_drops_the_first_result(background, qtbot):
    gate = threading.Event()
    background.start(gated(gate, []))
    results: list[object] = []
    background.finished.connect(results.append)
    with qtbot.waitSignal(background.finished):
        background.start(counting(2, []))
    gate.set()
    assert results == ["result"]
    qtbot.waitUntil(lambda: not [t for t in threading.enumerate() if t.name == "background"])


def test_the_work_begins_when_the_answer_is_there(background, qtbot):
    future: Future[int] = Future()

    def work(answer: int):
        yield 0.5
        return answer + 1

    with qtbot.waitSignal(background.finished) as finished:
        background.start(with_answer(future, work))
        future.set_result(41)
    assert finished.args == [42]


def test_waiting_for_an_answer_can_be_cancelled(background, qtbot):
    background.start(with_answer(Future(), lambda _: counting(1, [])()))
    background.cancel()
    qtbot.waitUntil(lambda: not [t for t in threading.enumerate() if t.name == "background"])


def test_a_failed_answer_is_the_computations_failure(background, qtbot):
    future: Future[int] = Future()
    future.set_exception(ArithmeticError("gone"))
    with qtbot.waitSignal(background.failed):
        background.start(with_answer(future, lambda _: counting(1, [])()))


def test_a_copied_run_goes_its_own_way():
    run = TrainingRun(Experiment())
    run.train(2)
    twin = copy_run(run)
    np.testing.assert_array_equal(twin.network.parameters, run.network.parameters)
    run.train(1)
    twin.train(1)
    np.testing.assert_array_equal(twin.network.parameters, run.network.parameters)
    twin.train(1)
    assert not np.array_equal(twin.network.parameters, run.network.parameters)
