"""Rows are summed up over seeds, and kept in a file that a cut, a full disk or a stranger cannot spoil."""

import csv
import resource
import statistics

import pytest

from playground.app.sweep.plan import SweepError, make_plan, parse_over
from playground.app.sweep.results import Results, TableFile
from playground.engine.experiment import Experiment

OVER = ("training.optimizer.name=sgd,adam", "training.learning_rate=0.1,0.25")


def plan(*over, seeds=2, epochs=5, **changes):
    from playground.engine import fields

    experiment = Experiment()
    for path, value in changes.items():
        experiment = fields.set(experiment, path.replace("__", "."), value)
    return make_plan(experiment, [parse_over(text) for text in over or OVER], epochs=epochs, seeds=seeds)


def row(loss, test=True):
    measures = {"loss": loss, "penalty": 0.0, "accuracy": 1.0 / 3.0}
    return {
        "epoch": 5, "step": 125, "train": measures, "test": dict(measures, loss=loss * 2) if test else None,
        "diverged": False, "seconds": 0.125,
    }  # fmt: skip


def filled(made, losses):
    results = Results(made)
    for index, loss in losses.items():
        results.add(made.trial(index), row(loss))
    return results


def test_a_summary_has_the_mean_and_the_deviation_over_seeds_in_the_plans_order():
    results = filled(plan(), {3: 0.3, 0: 0.5, 2: 0.1, 1: 0.9, 6: 0.4})
    first, second, third = results.summary()
    assert (first["set"], first["n"]) == (
        {"training.optimizer.name": "sgd", "training.learning_rate": 0.1},
        2,
    )
    assert first["train_loss"]["mean"] == statistics.fmean([0.5, 0.9])
    assert first["train_loss"]["deviation"] == statistics.stdev([0.5, 0.9])
    assert second["test_loss"]["mean"] == pytest.approx(0.4)
    assert (third["n"], third["test_loss"]) == (1, {"mean": 0.8, "deviation": None})
    assert [row["test_loss"]["mean"] for row in results.ranked()] == pytest.approx([0.4, 0.8, 1.4])


def test_without_test_points_the_training_loss_ranks():
    made = plan(seeds=1)
    results = Results(made)
    for index, loss in enumerate((0.5, 0.2, 0.4, 0.3)):
        results.add(made.trial(index), row(loss, test=False))
    assert [row["train_loss"]["mean"] for row in results.ranked()] == [0.2, 0.3, 0.4, 0.5]
    assert results.summary()[0]["test_accuracy"] == {"mean": None, "deviation": None}


def test_rows_that_are_appended_come_back_the_same_and_are_set_in_order(tmp_path):
    made = plan()
    table = TableFile(tmp_path / "t.csv", made)
    results = filled(made, {3: 0.1 + 0.2, 0: 1e-300, 5: 3.0})
    for index in (3, 0, 5):
        table.append(results.rows[index])
    back = Results(made)
    for trial, found in TableFile(tmp_path / "t.csv", made).read():
        back.add(trial, found)
    assert back.rows == results.rows
    table.set_in_order(results.trials())
    lines = list(csv.DictReader((tmp_path / "t.csv").read_text().splitlines()))
    assert [(line["training.optimizer.name"], line["seed"]) for line in lines] == [
        ("sgd", "7"), ("sgd", "8"), ("adam", "8"),
    ]  # fmt: skip
    assert float(lines[1]["train_loss"]) == 0.1 + 0.2


def test_a_row_without_test_points_comes_back_without(tmp_path):
    made = plan(seeds=1)
    table = TableFile(tmp_path / "t.csv", made)
    kept = Results(made).add(made.trial(2), row(0.5, test=False))
    table.append(kept)
    ((trial, found),) = table.read()
    assert (trial.index, found["test"]) == (2, None)


def test_values_that_are_no_plain_numbers_come_back(tmp_path):
    made = plan(
        'network.features=["x1","x2"],["x1"]',
        "training.clip_norm=null,1",
        "network.layers[0].bias=true,false",
    )
    table = TableFile(tmp_path / "t.csv", made)
    results = filled(made, dict.fromkeys(range(len(made)), 0.5))
    table.set_in_order(results.trials())
    assert [trial.index for trial, _ in table.read()] == list(range(len(made)))


def test_a_line_that_was_cut_off_is_taken_out_and_the_rest_stays(tmp_path):
    made = plan()
    path = tmp_path / "t.csv"
    table = TableFile(path, made)
    results = filled(made, {0: 0.5, 1: 0.25})
    table.append(results.rows[0])
    whole = path.read_bytes()
    table.append(results.rows[1])
    path.write_bytes(path.read_bytes()[:-9])
    again = TableFile(path, made)
    assert [trial.index for trial, _ in again.read()] == [0]
    assert path.read_bytes() == whole
    again.append(results.rows[1])
    assert [trial.index for trial, _ in TableFile(path, made).read()] == [0, 1]


def test_where_there_is_no_room_for_a_row_the_file_stays_as_it_was(tmp_path):
    made = plan()
    path = tmp_path / "t.csv"
    table = TableFile(path, made)
    results = filled(made, {0: 0.5, 1: 0.25})
    table.append(results.rows[0])
    whole = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + 10, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            table.append(results.rows[1])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (plan(epochs=6), "line 2 is of another experiment or other epochs; name another file"),
        (plan(data__noise=0.3), "line 2 is of another experiment or other epochs; name another file"),
        (plan("training.optimizer.name=adam", OVER[1]), "line 2 is none of this sweep's trials; name another file"),
        (plan(OVER[0]), "this is a table of something else; name another file"),
    ],
)  # fmt: skip
def test_another_sweeps_table_is_refused(tmp_path, other, sentence):
    path = tmp_path / "t.csv"
    made = plan()
    TableFile(path, made).append(filled(made, {0: 0.5}).rows[0])
    with pytest.raises(SweepError) as refusal:
        list(TableFile(path, other).read())
    assert str(refusal.value) == f"{path}: {sentence}"


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "\xff\xfe\x00\n", "just text\n"])
def test_a_file_that_is_no_table_of_a_sweep_is_refused(tmp_path, content):
    path = tmp_path / "t.csv"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(SweepError, match=r"t\.csv: this is (no table|a table of something else)"):
        list(TableFile(path, plan()).read())


def test_a_spoiled_line_is_named(tmp_path):
    path = tmp_path / "t.csv"
    made = plan()
    table = TableFile(path, made)
    table.append(filled(made, {0: 0.5}).rows[0])
    path.write_text(path.read_text().replace("false", "perhaps"))
    with pytest.raises(SweepError, match="line 2 is no row of a sweep"):
        list(TableFile(path, made).read())
