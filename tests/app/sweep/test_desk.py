"""A sweep beside the window: rows come while it runs, cancel keeps them, resume completes, nothing is left."""

import threading

import pytest

from playground.app.sweep.desk import Request, SweepDesk
from playground.app.sweep.plan import SweepError
from playground.app.sweep.results import TableFile
from playground.engine.experiment import Experiment
from tests.app.sweep.in_this_process import InThisProcess

REQUEST = Request((("network.layers[0].units", "2, 3"),), seeds=2, epochs=2)


@pytest.fixture
def workers():
    return InThisProcess()


@pytest.fixture
def desk(qtbot, workers):
    desk = SweepDesk(make_workers=lambda count: workers)
    yield desk
    desk.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "sweep"]


def rows(desk):
    return [
        {name: value for name, value in row.items() if name != "seconds"} for row in desk.results.trials()
    ]


def test_every_row_arrives_with_its_picture(desk, qtbot):
    desk.start(Experiment(), REQUEST)
    assert desk.is_running
    qtbot.waitUntil(lambda: not desk.is_running)
    assert [(*row["set"].values(), row["seed"], row["epoch"]) for row in rows(desk)] == [
        (2, 7, 2), (2, 8, 2), (3, 7, 2), (3, 8, 2),
    ]  # fmt: skip
    assert {*desk.results.pictures} == {0, 1, 2, 3}
    assert not desk.can_resume


def test_a_cancelled_sweep_keeps_its_rows_and_goes_on(desk, qtbot, workers):
    workers.passes = 2
    desk.start(Experiment(), REQUEST)
    qtbot.waitUntil(lambda: len(desk.results.rows) == 2)
    desk.cancel()
    assert not desk.is_running
    kept = rows(desk)
    assert len(kept) == 2
    assert desk.can_resume
    workers.passes = 10
    desk.resume()
    qtbot.waitUntil(lambda: not desk.is_running)
    assert len(rows(desk)) == 4
    assert [row for row in rows(desk) if row in kept] == kept


def test_what_is_no_sweep_raises_and_the_last_one_stays(desk, qtbot):
    desk.start(Experiment(), REQUEST)
    qtbot.waitUntil(lambda: not desk.is_running)
    before = desk.results
    with pytest.raises(SweepError, match="is given twice"):
        desk.start(Experiment(), Request((("network.layers[0].units", "2, 2"),)))
    assert desk.results is before


def test_an_end_that_nobody_wanted_is_a_sentence_and_an_error_that_nobody_expected_is_told(
    desk, qtbot, workers, monkeypatch
):
    def gone():
        raise SweepError("the cluster is gone")

    monkeypatch.setattr(workers, "executor", gone)
    desk.start(Experiment(), REQUEST)
    qtbot.waitUntil(lambda: not desk.is_running)
    assert desk.sentence == "the cluster is gone"

    def broken():
        raise ArithmeticError("no executor")

    monkeypatch.setattr(workers, "executor", broken)
    with qtbot.waitSignal(desk.failed) as failed:
        desk.start(Experiment(), REQUEST)
    assert str(failed.args[0]) == "no executor"
    assert desk.sentence == ""


def test_the_table_is_what_the_command_writes(desk, qtbot, tmp_path):
    desk.start(Experiment(), REQUEST)
    qtbot.waitUntil(lambda: not desk.is_running)
    path = tmp_path / "t.csv"
    path.write_bytes(desk.csv())
    read = [
        {"set": trial.set, "seed": trial.seed, **row}
        for trial, row in TableFile(path, desk.results.plan).read()
    ]
    assert read == desk.results.trials()


def test_a_session_ends_its_sweep_with_itself(qtbot, tmp_path):
    from playground.app.session import Session

    session = Session(folder=tmp_path)
    session.sweep.start(Experiment(), Request((("network.layers[0].units", "2..9"),), epochs=200_000))
    assert session.sweep.is_running
    assert session.shutdown()
    assert not session.sweep.is_running
