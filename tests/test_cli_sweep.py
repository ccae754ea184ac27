"""`playground sweep` as the user or a script meets it: its table, its file, signals, a full disk, a cluster."""

from __future__ import annotations

import contextlib
import csv
import errno
import importlib.util
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from playground import TrainingRun, load
from playground.app.sweep.results import TableFile
from playground.engine import fields

UNITS, RATE = "network.layers[0].units", "training.learning_rate"
PATIENCE_SECONDS = 60


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "moons.json"
    experiment = {"data": {"dataset": "moons", "samples": 100}, "training": {"optimizer": {"name": "adam"}}}
    path.write_text(json.dumps({"format": "playground", "version": 1, **experiment}))
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    rows = list(csv.DictReader(path.read_text().splitlines()))
    for row in rows:
        row.pop("seconds")
    return rows


def playground(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "playground", *map(str, arguments)]


# ---------------------------------------------------------------------------------- what it prints


def test_json_holds_every_trial_and_a_summary_in_the_order_of_the_fields(command, file):
    code, out, err = command(
        "sweep", file, "--over", f"{UNITS}=3,2", "--over", f"{RATE}=0.1,0.01", "--seeds", 2,
        "--epochs", 4, "--workers", 1, "--json",
    )  # fmt: skip
    assert code == 0, err
    told = json.loads(out)
    assert {*told} == {"trials", "summary", "timing"}
    timing = told["timing"]
    assert (timing["workers"], timing["trained"]) == (1, 8)
    assert timing["starting_seconds"] > 0
    assert timing["training_seconds"] >= max(row["seconds"] for row in told["trials"])
    assert timing["trials_per_second"] == 8 / timing["training_seconds"]
    assert [(*row["set"].values(), row["seed"]) for row in told["trials"]] == [
        (units, rate, seed) for units in (3, 2) for rate in (0.1, 0.01) for seed in (7, 8)
    ]
    for row in told["trials"]:
        assert {*row} == {"set", "seed", "epoch", "step", "train", "test", "diverged", "seconds"}
        experiment = load(str(file))
        for path, value in (*row["set"].items(), ("network.seed", row["seed"])):
            experiment = fields.set(experiment, path, value)
        run = TrainingRun(experiment)
        run.train(4)
        assert {name: row[name] for name in run.metrics()} == run.metrics()
    for place, row in enumerate(told["summary"]):
        pair = told["trials"][2 * place : 2 * place + 2]
        assert (row["set"], row["n"]) == (pair[0]["set"], 2)
        losses = [trial["test"]["loss"] for trial in pair]
        assert row["test_loss"]["mean"] == pytest.approx(sum(losses) / 2)
        assert row["test_loss"]["deviation"] == pytest.approx(abs(losses[0] - losses[1]) / 2**0.5)
        assert {*row} == {"set", "n", "train_loss", "test_loss", "test_accuracy"}


def test_the_table_begins_with_the_lowest_test_loss(command, file):
    code, out, err = command(
        "sweep", file, "--over", f"{RATE}=0.000001,0.1", "--epochs", 20, "--seeds", 2, "--workers", 1
    )
    assert code == 0
    head, best, worst, total = out.splitlines()
    assert head.split() == ["learning_rate", "n", "train", "loss", "test", "loss", "test", "accuracy"]
    assert (best.split()[:2], worst.split()[:2]) == (["0.1", "2"], ["1e-06", "2"])
    assert "±" in best
    assert re.fullmatch(
        r"4 trials: trained 4 in [\d.]+ s, [\d.e+]+ a second, by 1 worker that started in [\d.]+ s", total
    )
    assert "4/4" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--over", f"{UNITS[:-1]}=3"], "--over: network.layers[0].unit: there is no unit in network.layers[0]; did you mean units?"),
        (["--over", f"{UNITS}=3,0"], "--over: network.layers[0].units: 0 is below 1"),
        (["--over", f"{UNITS}=3", "--resume"], "--resume: name the table to go on with, as --out TABLE.csv"),
        (["--over", f"{UNITS}=3", "--workers", 2, "--cluster", "x"], "--workers and --cluster: give one of them; a cluster brings its own workers"),
        (["--over", f"{UNITS}=3", "--out", "nowhere/t.csv"], "nowhere/t.csv: there is no folder nowhere"),
        ([], "Missing option '--over'."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(command, file, arguments, sentence):
    assert command("sweep", file, *arguments) == (2, "", sentence + "\n")


def test_a_penalty_that_does_nothing_is_remarked(command, file):
    code, _, err = command(
        "sweep", file, "--over", "training.regularizer.rate=0.1", "--epochs", 1, "--workers", 1
    )
    assert code == 0
    assert "training.regularizer.rate does nothing while training.regularizer.name is none." in err


# -------------------------------------------------------------------------------------- its file


def test_a_table_is_never_written_over_but_completed(command, file, tmp_path):
    table = tmp_path / "t.csv"
    arguments = ("sweep", file, "--epochs", 3, "--workers", 1, "--out", table, "--over")
    assert command(*arguments, f"{UNITS}=4,2")[0] == 0
    first = rows_of(table)
    assert [row[UNITS] for row in first] == ["4", "2"]
    code, _, err = command(*arguments, f"{UNITS}=4,3,2")
    assert (code, err) == (
        2,
        f"{table}: there is a table already; go on with --resume, or name another\n",
    )
    assert command(*arguments, f"{UNITS}=4,3,2", "--resume")[0] == 0
    rows = rows_of(table)
    assert [row[UNITS] for row in rows] == ["4", "3", "2"]
    assert [rows[0], rows[2]] == first


def test_a_full_disk_ends_it_with_a_sentence_and_every_row_so_far(command, file, tmp_path, monkeypatch):
    table = tmp_path / "t.csv"
    append = TableFile.append
    left = iter(range(3))

    def full(self, row):
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(table))
        append(self, row)

    monkeypatch.setattr(TableFile, "append", full)
    arguments = (
        "sweep", file, "--over", f"{UNITS}=2..9", "--epochs", 3, "--workers", 1, "--out", table,
    )  # fmt: skip
    code, out, err = command(*arguments)
    assert code == 2
    assert err.splitlines()[-1] == f"{table}: No space left on device; what was trained until then is kept"
    kept = rows_of(table)
    assert len(kept) >= 3
    assert "of 8 trials" in out
    monkeypatch.undo()
    assert command(*arguments, "--resume")[0] == 0
    whole = rows_of(table)
    assert [row[UNITS] for row in whole] == [str(units) for units in range(2, 10)]
    assert [row for row in kept if row not in whole] == []


def test_a_file_that_may_not_grow_ends_it_with_its_name_and_whole_rows(file, tmp_path):
    table = tmp_path / "t.csv"
    arguments = playground(
        "sweep", file, "--over", f"{RATE}=0.001..0.1:log:30", "--epochs", 1, "--workers", 2, "--out", table
    )
    limit = 2048
    done = subprocess.run(
        arguments, capture_output=True, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"{table}: File too large; what was trained until then is kept"
    kept = rows_of(table)
    assert len(kept) > 3
    assert all(row["sweep"] for row in kept)
    subprocess.run([*arguments, "--resume"], check=True, capture_output=True)
    assert len(rows_of(table)) == 30


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_signal_keeps_every_finished_row_and_resume_completes_the_same_table(file, tmp_path, name, code):
    table, other = tmp_path / "t.csv", tmp_path / "other.csv"
    over = ["--over", f"{UNITS}=8..40:9", "--epochs", 400, "--seeds", 3]
    process = subprocess.Popen(
        playground("sweep", file, *over, "--workers", 2, "--out", table),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    with process:
        _wait(lambda: table.exists() and table.read_text().count("\n") > 2, process)
        os.killpg(process.pid, getattr(signal, name))
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == code, err
    assert "Traceback" not in err
    kept = rows_of(table)
    assert f"{len(kept)} of 27 trials" in out
    for path, more in ((table, ["--resume", "--workers", 2]), (other, ["--workers", 1])):
        subprocess.run(
            playground("sweep", file, *over, "--out", path, *more), check=True, capture_output=True
        )
    assert rows_of(table) == rows_of(other)
    assert all(row in rows_of(other) for row in kept)


def test_a_killed_worker_costs_no_row_and_a_killed_sweep_leaves_no_worker(file, tmp_path):
    table, other = tmp_path / "t.csv", tmp_path / "other.csv"
    over = ["--over", f"{UNITS}=8..40:9", "--epochs", 400, "--seeds", 3]

    def begin(*more):
        process = subprocess.Popen(
            playground("sweep", file, *over, "--workers", 2, "--out", table, *more),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        _wait(lambda: table.exists() and table.read_text().count("\n") > 2, process)
        return process

    with begin() as process:
        workers = _children(process.pid)
        assert len(workers) == 2
        os.kill(workers[0], signal.SIGKILL)
        _wait(lambda: {*_children(process.pid)} - {*workers}, process)
        new = _children(process.pid)
        process.kill()
        process.communicate(timeout=PATIENCE_SECONDS)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(Path(f"/proc/{worker}").exists() for worker in new):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    for path, more in ((table, ["--resume", "--workers", 2]), (other, ["--workers", 1])):
        subprocess.run(
            playground("sweep", file, *over, "--out", path, *more), check=True, capture_output=True
        )
    assert rows_of(table) == rows_of(other)


def _children(parent: int) -> list[int]:
    """The workers of a sweep: its children that are not multiprocessing's own tracker."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(child) for child in children if _is_worker(Path(f"/proc/{child}/cmdline"))]


def _is_worker(command_line: Path) -> bool:
    with contextlib.suppress(OSError):
        line = command_line.read_bytes()
        return bool(line) and b"resource_tracker" not in line
    return False


# ------------------------------------------------------------------------------------- a cluster

CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""
needs_dask = pytest.mark.skipif(importlib.util.find_spec("distributed") is None, reason="Dask is not here")


@contextlib.contextmanager
def local_cluster(tmp_path):
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER)
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        start_new_session=True,
    )  # fmt: skip
    with process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip(), process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@needs_dask
def test_a_cluster_gives_the_same_rows_bit_for_bit_as_one_process_and_two(file, tmp_path):
    over = ["--over", f"{UNITS}=3,6", "--over", f"{RATE}=0.01,0.1", "--seeds", 2, "--epochs", 20]
    tables = {}
    with local_cluster(tmp_path) as (address, _):
        assert address.startswith("tcp://")
        for name, how in (
            ("one", ["--workers", 1]),
            ("two", ["--workers", 2]),
            ("dask", ["--cluster", address]),
        ):
            out = tmp_path / f"{name}.csv"
            subprocess.run(
                playground("sweep", file, *over, "--out", out, *how), check=True, capture_output=True
            )
            tables[name] = rows_of(out)
    assert len(tables["one"]) == 8
    assert tables["one"] == tables["two"] == tables["dask"]


@needs_dask
def test_a_scheduler_that_goes_away_is_one_sentence_and_the_rows_are_kept(file, tmp_path):
    table = tmp_path / "t.csv"
    over = ["--over", f"{UNITS}=8..40:9", "--epochs", 3000, "--seeds", 9]
    with local_cluster(tmp_path) as (address, cluster):
        process = subprocess.Popen(
            playground("sweep", file, *over, "--cluster", address, "--out", table),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        with process:
            _wait(lambda: table.exists() and table.read_text().count("\n") > 2, process)
            os.killpg(cluster.pid, signal.SIGKILL)
            out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 2
    assert err.splitlines()[-1].endswith("the cluster is gone; what was trained so far is kept")
    assert f"{len(rows_of(table))} of 81 trials" in out


@needs_dask
def test_what_is_no_address_is_one_sentence(command, file):
    code, out, err = command("sweep", file, "--over", f"{UNITS}=3", "--cluster", "nowhere at all")
    assert (code, out) == (2, "")
    assert err == (
        "nowhere at all: this is no scheduler; write its address, such as tcp://host:8786, or name its file\n"
    )


def test_a_cluster_without_dask_is_one_sentence(command, file, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, out, err = command("sweep", file, "--over", f"{UNITS}=3", "--cluster", "tcp://127.0.0.1:1")
    assert (code, out) == (2, "")
    assert err == "a cluster needs Dask, which is not installed here: pip install 'playground[cluster]'\n"


def _wait(is_so, process):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
