"""Tables on the command line: overruled by options, read from a pipe; nothing trained is lost in the end."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys

import pytest

from playground import load
from playground.interop import loading
from playground.tools import headless

TABLE = "id,width,height,kind,price\n" + "".join(
    f"{i * 7 + 11},{i % 7},{i % 5}.5,{'ab'[i % 2]},{i}.25\n" for i in range(40)
)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(TABLE)
    return path


def saved(command, tmp_path, *arguments):
    out = tmp_path / "out.json"
    code, _, err = command("train", *arguments, "--epochs", 1, "--save", out)
    assert code == 0, err
    return load(out).data, err


@pytest.mark.parametrize(
    ("options", "axes", "problem", "line"),
    [
        (
            (),
            ["width", "height"],
            "classification",
            "Read as points: width across, height up, kind is the label.",
        ),
        (
            ("--x1", "height", "--x2", "price"),
            ["height", "price"],
            "classification",
            "height across, price up",
        ),
        (("--x1", "3", "--x2", "2"), ["height", "width"], "classification", "height across, width up"),
        (("--label", "none"), ["width", "height"], "classification", "width across, height up."),
        (("--value", "price"), ["width", "height"], "regression", "price is the label"),
        (
            ("--value", "price", "--x1", "width", "--x2", "none"),
            ["width", ""],
            "regression",
            "price over width",
        ),
        (
            ("--label", "price", "--problem", "regression"),
            ["width", "height"],
            "regression",
            "price is the label",
        ),
        (("--label", "KIND", "--x1", "pri"), ["price (3)", "width"], "classification", "price across"),
    ],
)
def test_the_columns_are_said_in_one_line_and_can_be_overruled(
    command, tmp_path, table, options, axes, problem, line
):
    data, err = saved(command, tmp_path, table, *options)
    assert [axis.name for axis in data.axes] == [name.removesuffix(" (3)") for name in axes]
    assert data.problem == problem
    if len(options) < 6:
        assert line in err


def test_the_header_the_delimiter_and_the_share_can_be_said(command, tmp_path):
    path = tmp_path / "points.txt"
    path.write_text("1,5;2,5;0\n2,5;1,5;1\n3,5;0,5;1\n" * 10)
    data, _ = saved(
        command, tmp_path, path, "--no-header", "--delimiter", "semicolon", "--train-fraction", 0.8
    )
    assert len(data.points) == 30
    assert data.train_fraction == 0.8
    data, _ = saved(command, tmp_path, path, "--header", "--delimiter", ";")
    assert len(data.points) == 29
    assert [axis.name for axis in data.axes] == ["1,5", "2,5"]


def test_a_table_can_come_through_a_pipe(command, tmp_path, monkeypatch):
    pipe = io.TextIOWrapper(io.BytesIO(TABLE.encode()))
    monkeypatch.setattr(sys, "stdin", pipe)
    data, err = saved(command, tmp_path, "-")
    assert len(data.points) == 40
    assert "kind is the label" in err


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--x1", "depth"), "there is no column depth; there are 1 id, 2 width"),
        (("--x1", "9"), "there is no column 9"),
        (("--label", "kind", "--value", "price"), "--label and --value name the same thing"),
        (("--delimiter", "ab"), "--delimiter: ab is no sign"),
        (("--train-fraction", "0"), "--train-fraction: 0 is no share"),
        (("--x1", "width", "--x2", "width"), "both axes show the same column"),
        (("--value", "kind"), "no row can be used"),
    ],
)
def test_what_cannot_be_said_of_a_table_is_one_sentence(command, table, options, sentence):
    code, out, err = command("train", table, *options)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert sentence in err
    assert "[" not in err


def test_options_of_tables_are_for_tables(command, tmp_path):
    path = tmp_path / "a.json"
    path.write_text('{"format": "playground", "version": 1}')
    code, _, err = command("train", path, "--x1", "width")
    assert code == 2
    assert "this is no table" in err


# ------------------------------------------------------------------------------- saving


def test_the_source_is_overwritten_only_by_force(command, table):
    before = table.read_bytes()
    code, out, err = command("train", table, "--epochs", 1, "--save", table)
    assert (code, out) == (2, "")
    assert "--force" in err
    assert table.read_bytes() == before
    assert command("train", table, "--epochs", 1, "--save", table, "--force")[0] == 0
    assert load(table).run.epoch == 1


@pytest.mark.parametrize("name", ["x" * 300 + ".json", "no/folder.json", "."])
def test_a_place_that_takes_no_file_is_refused_before_the_training(
    command, table, tmp_path, monkeypatch, name
):
    monkeypatch.setattr(headless, "train", lambda *_: pytest.fail("trained before the refusal"))
    code, _, err = command("train", table, "--save", tmp_path / name)
    assert code == 2
    assert len(err.splitlines()[-1]) > 0


def test_the_figures_are_printed_though_saving_fails_in_the_end(command, table, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(loading, "write_whole", full)
    code, out, err = command("train", table, "--epochs", 2, "--json", "--save", tmp_path / "out.json")
    assert code == 2
    assert json.loads(out)["epoch"] == 2
    assert "No space left on device" in err


# ------------------------------------------------------------------- signals, pipes, mistakes


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_each_way_to_be_stopped_saves_what_was_learned(command, table, tmp_path, monkeypatch, name):
    number = getattr(signal, name)
    real = headless.train

    def stopped(run, epochs, report, on_epoch, should_stop):
        def on_each(run):
            on_epoch(run)
            if run.epoch == 3:
                os.kill(os.getpid(), number)

        return real(run, epochs, report, on_each, should_stop)

    monkeypatch.setattr(headless, "train", stopped)
    code, out, _ = command("train", table, "--epochs", 5000, "--json", "--save", tmp_path / "out.json")
    assert code == 128 + number
    assert json.loads(out)["epoch"] < 5000
    assert load(tmp_path / "out.json").run.epoch >= 3
    picture = command("render", table, tmp_path / "a.png", "--epochs", 5000)
    assert picture[0] == 128 + number


def run_program(arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "playground", *map(str, arguments)],
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        **options,
    )


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a full disk")  # noqa: PTH110
def test_a_full_disk_behind_standard_output_is_one_sentence(table):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = run_program(["train", table, "--epochs", 1, "--json"], stdout=full)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "standard output: No space left on device"
    assert "Traceback" not in done.stderr


def test_a_closed_pipe_is_one_sentence(table):
    reader, writer = os.pipe()
    os.close(reader)
    done = run_program(["train", table, "--epochs", 1, "--json"], stdout=writer)
    os.close(writer)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "standard output: Broken pipe"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("word", "meant"), [("trian", "train"), ("rendr", "render"), ("exprot", "export"), ("Train", "train")]
)
def test_a_mistyped_command_is_asked_about(command, word, meant):
    code, _, err = command(word, "a.csv")
    assert code == 2
    assert err == f"{word}: there is no such command or file; did you mean {meant}?\n"
