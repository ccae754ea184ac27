"""The command line as the user or a script meets it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

import playground
from playground import Experiment, TrainingRun, cli, load, save
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Network
from playground.engine.layers.dense import Dense
from playground.interop.exporters import EXPORTERS, Exporter
from playground.tools import headless, screen

DEFAULT = '{"format": "playground", "version": 1}'
LINK = (
    "https://playground.tensorflow.org/#activation=tanh&batchSize=10&dataset=circle&seed=0.5&networkShape=4,2"
)


@pytest.fixture
def default_file(tmp_path):
    path = tmp_path / "default.json"
    path.write_text(DEFAULT)
    return path


def experiment_file(tmp_path, **parts):
    path = tmp_path / "experiment.json"
    path.write_text(json.dumps({"format": "playground", "version": 1, **parts}))
    return path


# ---------------------------------------------------------------------------------------- train


def test_the_default_experiment_is_learned(command, default_file):
    code, out, err = command("train", default_file, "--epochs", 300, "--json")
    assert code == 0
    figures = json.loads(out)
    assert set(figures) == {"epoch", "step", "train", "test", "diverged", "seconds", "steps_per_second"}
    assert figures["epoch"] == 300
    assert figures["step"] == 300 * 25
    assert set(figures["train"]) == {"loss", "penalty", "accuracy"}
    assert figures["test"]["accuracy"] >= 0.97
    assert figures["diverged"] is False
    assert figures["steps_per_second"] > 0
    assert "Traceback" not in err


def test_report_lists_the_measures_at_the_asked_epochs(command, default_file):
    _, out, _ = command("train", default_file, "--epochs", 12, "--report", "10,0,1", "--json")
    report = json.loads(out)["report"]
    assert [row["epoch"] for row in report] == [0, 1, 10]
    assert all(set(row) == {"epoch", "train", "test"} for row in report)
    assert report[0]["train"]["loss"] > report[2]["train"]["loss"]


def test_test_is_null_when_no_points_are_held_out(command, tmp_path):
    path = experiment_file(tmp_path, data={"train_fraction": 1.0})
    _, out, _ = command("train", path, "--epochs", 1, "--json")
    assert json.loads(out)["test"] is None


def test_regression_has_no_accuracy(command, tmp_path):
    path = experiment_file(tmp_path, data={"dataset": "plane"})
    _, out, _ = command("train", path, "--epochs", 1, "--json")
    assert "accuracy" not in json.loads(out)["train"]


def test_a_saved_run_goes_on_as_if_it_had_never_stopped(command, default_file, tmp_path):
    halfway = tmp_path / "halfway.json"
    command("train", default_file, "--epochs", 7, "--save", halfway)
    _, resumed, _ = command("train", halfway, "--epochs", 5, "--json")
    _, whole, _ = command("train", default_file, "--epochs", 12, "--json")
    for name in ("epoch", "step", "train", "test"):
        assert json.loads(resumed)[name] == json.loads(whole)[name]


def test_divergence_is_told_and_is_no_failure(command, tmp_path):
    path = experiment_file(
        tmp_path, data={"dataset": "plane"}, training={"learning_rate": 1e9}, network={"layers": []}
    )
    code, out, _ = command("train", path, "--epochs", 50, "--json")
    assert code == 0
    assert json.loads(out)["diverged"] is True
    code, _, err = command("train", path, "--epochs", 50)
    assert code == 0
    assert "diverged" in err


def test_a_link_and_a_table_are_experiments(command, tmp_path):
    assert command("train", LINK, "--epochs", 1, "--json")[0] == 0
    table = tmp_path / "points.csv"
    table.write_text("x1,x2,label\n" + "\n".join(f"{k % 7 - 3},{k % 5 - 2},{k % 2}" for k in range(40)))
    code, out, _ = command("train", table, "--epochs", 1, "--json")
    assert code == 0
    assert json.loads(out)["epoch"] == 1


def test_what_was_left_out_of_a_table_is_told_beside_the_figures(command, tmp_path):
    table = tmp_path / "points.csv"
    rows = [f"{k % 7},{k % 5},{k % 2}" for k in range(20)]
    table.write_text("\n".join(["a,b,label", *rows[:7], "oops,1,1", *rows[7:]]))
    code, out, err = command("train", table, "--epochs", 1, "--json")
    assert code == 0
    assert json.loads(out)["epoch"] == 1
    assert "1 of 21 rows left out: row 9" in err
    assert "Read as points: a across, b up, label is the label." in err


def test_without_json_a_table_is_printed(command, default_file):
    code, out, err = command("train", default_file, "--epochs", 2, "--report", "0,1")
    assert code == 0
    header, *rows = out.splitlines()
    assert header.split()[:3] == ["epoch", "train", "loss"]
    assert [row.split()[0] for row in rows[:3]] == ["0", "1", "2"]
    assert "epoch 2/2" in err


def test_interrupting_ends_politely_and_keeps_what_was_learned(command, default_file, tmp_path, monkeypatch):
    train = headless.train

    def interrupted(run, epochs, report, on_epoch, should_stop):
        def press(run):
            on_epoch(run)
            if run.epoch == 3:
                signal.raise_signal(signal.SIGINT)

        return train(run, epochs, report, press, should_stop)

    monkeypatch.setattr(headless, "train", interrupted)
    saved = tmp_path / "saved.json"
    code, out, err = command("train", default_file, "--epochs", 10**9, "--json", "--save", saved)
    assert code == cli.STOPPED_BY_HAND
    assert json.loads(out)["epoch"] == 3
    assert json.loads(saved.read_text())["run"]["epoch"] == 3
    assert "Traceback" not in err


def test_training_needs_no_qt(default_file):
    code = f"""
import sys
import playground
from playground import cli
try:
    cli.main(["train", {str(default_file)!r}, "--epochs", "1"])
except SystemExit:
    pass
sys.exit(any(name.startswith("PySide6") for name in sys.modules))
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


# --------------------------------------------------------------------------------------- render


@pytest.mark.parametrize(("ending", "begins"), [("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG")])
def test_render_draws_each_kind_of_file(command, default_file, tmp_path, qapp, ending, begins):
    out = tmp_path / f"boundary.{ending}"
    code, _, _ = command("render", default_file, out, "--epochs", 1)
    assert code == 0
    assert out.read_bytes().startswith(begins)
    if ending == "svg":
        text = out.read_text()
        assert "<image" in text
        assert "training loss" in text


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_render_draws_a_picture(command, default_file, tmp_path, qapp, theme):
    from PySide6.QtGui import QImage

    out = tmp_path / "boundary.png"
    code, _, _ = command("render", default_file, out, "--epochs", 5, "--theme", theme, "--size", 300)
    assert code == 0
    image = QImage(str(out))
    assert image.height() == 300
    assert (image.pixelColor(2, 2).lightness() > 128) == (theme == "light")


# --------------------------------------------------------------------------------------- export


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_is_exported(command, default_file, tmp_path, name):
    out = tmp_path / "exported"
    code, told, err = command("export", default_file, "--epochs", 3, "--to", name, out)
    assert "Traceback" not in err
    run = TrainingRun(Experiment())
    run.train(epochs=3)
    try:
        wanted = EXPORTERS[name].content(run)
    except ExperimentError as missing:  # a library that is not installed
        assert (code, err.splitlines()[-1]) == (cli.USAGE_ERROR, f"{out}: {missing}")
        return
    assert code == 0
    assert told == f"{out}: {EXPORTERS[name].holds}\n"
    assert out.read_bytes() == wanted


def test_without_weights_a_script_starts_where_the_run_does(command, default_file, tmp_path):
    out = tmp_path / "network.py"
    assert command("export", default_file, "--epochs", 3, "--to", "numpy", "--without-weights", out)[0] == 0
    assert out.read_bytes() == EXPORTERS["numpy"].content(TrainingRun(Experiment()), with_weights=False)
    refused = command("export", default_file, "--to", "npz", "--without-weights", tmp_path / "a.npz")
    assert "npz is nothing without them" in assert_refused(refused)


def test_a_new_format_is_one_row(command, default_file, tmp_path, monkeypatch):
    exporter = Exporter(".txt", "the number of steps", lambda run: str(run.step).encode())
    monkeypatch.setitem(EXPORTERS, "steps", exporter)
    out = tmp_path / "steps.txt"
    code, told, _ = command("export", default_file, "--epochs", 2, "--to", "steps", out)
    assert (code, told) == (0, f"{out}: the number of steps\n")
    assert out.read_text() == "50"


def test_a_link_is_exported(command, tmp_path):
    assert command("export", LINK, "--epochs", 0, "--to", "csv", tmp_path / "points.csv")[0] == 0
    assert len((tmp_path / "points.csv").read_text().splitlines()) == 501


def test_what_cannot_be_exported_is_refused_before_training(command, default_file, tmp_path):
    long = ("--epochs", 10**9)
    unknown = assert_refused(command("export", default_file, *long, "--to", "exe", tmp_path / "a.exe"))
    assert all(name in unknown for name in EXPORTERS)
    assert "a folder" in assert_refused(command("export", default_file, *long, "--to", "csv", tmp_path))
    nowhere = tmp_path / "nowhere" / "a.csv"
    assert "nowhere" in assert_refused(command("export", default_file, *long, "--to", "csv", nowhere))
    relu_and_tanh = tmp_path.parent / "mixed.json"
    mixed = Network(layers=(Dense(activation="relu"), Dense(activation="tanh")))
    save(Experiment(network=mixed), relu_and_tanh)
    script = tmp_path / "a.py"
    told = assert_refused(command("export", relu_and_tanh, *long, "--to", "scikit-learn", script))
    assert "one activation in all hidden layers" in told
    assert_refused(command("export", default_file, tmp_path / "a.csv"))
    assert list(tmp_path.iterdir()) == [default_file]


def test_a_failed_export_leaves_the_old_file(command, default_file, tmp_path, monkeypatch):
    out = tmp_path / "a.csv"
    out.write_text("old")

    def full_disk(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    code, _, err = command("export", default_file, "--epochs", 0, "--to", "csv", out)
    assert code == cli.USAGE_ERROR
    assert "No space left on device" in err
    assert out.read_text() == "old"


# --------------------------------------------------------------------------------------- errors

BAD_FILES = {
    "missing": None,
    "truncated": DEFAULT[:-5],
    "another program's": '{"cells": [], "nbformat": 4}',
    "no JSON at all": "\x89PNG\r\n\x1a\n\x00\x00",
    "empty": "",
    "a wrong type": '{"format": "playground", "version": 1, "network": {"layers": [{"kind": "dense", "units": "x"}]}}',
    "out of range": '{"format": "playground", "version": 1, "network": {"layers": [{"kind": "dense", "units": 0}]}}',
    "an unknown field": '{"format": "playground", "version": 1, "colour": 1}',
    "another version": '{"format": "playground", "version": 99}',
}


def assert_refused(result: tuple[int, str, str]) -> str:
    code, out, err = result
    assert code == cli.USAGE_ERROR
    assert out == ""
    assert len(err.splitlines()) == 1, err
    assert "Traceback" not in err
    return err


@pytest.mark.parametrize("kind", BAD_FILES)
@pytest.mark.parametrize("name", ["train", "render"])
def test_a_bad_file_is_refused_in_one_sentence(command, tmp_path, kind, name):
    path = tmp_path / "bad.json"
    if BAD_FILES[kind] is not None:
        path.write_text(BAD_FILES[kind])
    rest = [tmp_path / "out.png"] if name == "render" else []
    assert "bad.json" in assert_refused(command(name, path, *rest))
    assert not (tmp_path / "out.png").exists()


def test_a_field_out_of_range_is_named_with_its_path(command, tmp_path):
    path = experiment_file(tmp_path, network={"layers": [{"kind": "dense"}, {"kind": "dense", "units": 0}]})
    assert "network.layers[1].units: 0 is below 1" in assert_refused(command("train", path))


@pytest.mark.parametrize(
    "parts", [{"network": {"features": []}}, {"data": {"dataset": "custom"}}], ids=["features", "points"]
)
def test_what_cannot_be_trained_is_refused(command, tmp_path, parts):
    (part,) = parts
    assert f"{part}." in assert_refused(command("train", experiment_file(tmp_path, **parts)))


@pytest.mark.parametrize(
    "options",
    [
        ["--epochs", "-1"],
        ["--epochs", "many"],
        ["--epochs"],
        ["--report", "0,x"],
        ["--report", "200", "--epochs", "100"],
        ["--no-such-option"],
        ["another-argument"],
    ],
)
def test_a_bad_option_is_refused_in_one_sentence(command, default_file, options):
    assert_refused(command("train", default_file, *options))


def test_saving_where_nothing_can_be_saved_is_refused_before_training(command, default_file, tmp_path):
    assert "nowhere" in assert_refused(
        command("train", default_file, "--epochs", 10**9, "--save", tmp_path / "nowhere" / "out.json")
    )


def test_a_bad_picture_is_refused(command, default_file, tmp_path, qapp):
    assert_refused(command("render", default_file, tmp_path / "nowhere" / "out.png", "--epochs", 1))
    assert_refused(command("render", default_file, tmp_path / "out.nonsense", "--epochs", 1))
    assert_refused(command("render", default_file, tmp_path / "out.png", "--theme", "pink"))
    assert_refused(command("render", default_file))


# ----------------------------------------------------------------------------------------- open


def test_what_names_no_command_is_something_to_open(command, tmp_path, monkeypatch):
    monkeypatch.setattr(screen, "has_screen", lambda: True)
    assert "nothing.json" in assert_refused(command(tmp_path / "nothing.json"))


def test_without_a_display_the_window_says_what_works_instead(command, monkeypatch):
    monkeypatch.setattr(screen, "has_screen", lambda: False)
    assert "playground demo" in assert_refused(command())


def test_a_linux_without_servers_has_no_screen(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert not screen.has_screen()
    monkeypatch.setenv("DISPLAY", ":4711")
    assert not screen.has_screen()
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert screen.has_screen()


def test_help_names_the_commands(command):
    code, out, _ = command("--help")
    assert code == 0
    for name in ("train", "render", "export", "demo", "bench"):
        assert name in out


def test_the_version_is_that_of_the_package(command):
    assert command("--version")[:2] == (0, f"playground {playground.__version__}\n")


# ---------------------------------------------------------------------------------------- graph


def test_a_graph_is_one_json_object(command):
    code, out, _ = command("graph", "f = (x + y) * z", "x=-2", "y=5", "z=-4", "--json")
    found = json.loads(out)
    assert code == 0
    assert list(found) == ["value", "gradients", "gates", "steps"]
    assert found["value"] == -12
    assert found["gradients"] == {"x": -4, "y": -4, "z": 3}
    keys = ["id", "kind", "label", "inputs", "value", "gradient", "local", "pattern"]
    assert all(list(gate) == keys for gate in found["gates"])
    assert {gate["label"]: gate["gradient"] for gate in found["gates"]}["q"] == -4
    assert all(list(step) == ["phase", "gate", "rule", "symbols", "numbers"] for step in found["steps"])
    assert [step["phase"] for step in found["steps"]] == [*["forward"] * 3, "seed", "backward", "backward"]


def test_a_graphs_trace_is_one_aligned_line_a_step(command):
    _, out, _ = command("graph", "f = (x + y) * z", "x=-2", "y=5", "z=-4", "--update", "0.1")
    trace, summary = out.split("\n\n")
    lines = trace.splitlines()
    assert [line.split()[0] for line in lines] == [
        *["forward"] * 3,
        "seed",
        *["backward"] * 2,
        *["update"] * 3,
    ]
    places = [
        lines[1].index("-2.00 + 5.00"),
        lines[4].index("1.00 * (-4.00)"),
        lines[6].index("-2.00 - 0.1 * (-4.00) = -1.60"),
    ]
    assert len(set(places)) == 1
    assert "\x1b" not in out
    assert summary.splitlines() == ["f = -12", "df/dx = -4", "df/dy = -4", "df/dz = 3"]


def test_a_terminal_sees_the_graph_in_green_and_red(command, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    _, out, _ = command("graph", "x * y", "x=2", "y=3")
    assert "\x1b[32m" in out
    assert "\x1b[31m" in out


def test_a_sigmoid_is_folded_and_unfolded(command):
    kinds = []
    for way in ("--fold", "--unfold"):
        _, out, _ = command("graph", "1 / (1 + exp(-x))", "x=1", way, "--json")
        kinds.append([gate["kind"] for gate in json.loads(out)["gates"]])
    assert kinds == [["input", "sigmoid"], ["input", "neg", "exp", "add_constant", "reciprocal"]]


def test_a_networks_graph_has_the_networks_numbers(command, default_file):
    at = ("--point", "-1.2,0.4", "--label", 1, "--epochs", 3, "--json")
    run = TrainingRun(load(default_file))
    run.train(3)
    loss, gradients = run.network.gradient([[-1.2, 0.4]], [1])
    _, out, _ = command("graph", default_file, *at)
    found = json.loads(out)
    assert found["value"] == pytest.approx(loss, rel=1e-12)
    assert found["gradients"]["w2.1.3"] == pytest.approx(gradients.weights[1][2, 0], rel=1e-9)
    _, out, _ = command("graph", default_file, *at, "--of", "2.1")
    assert json.loads(out)["gradients"]["w2.1.3"] == pytest.approx(gradients.weights[1][2, 0], rel=1e-9)
    _, out, _ = command("graph", default_file, *at, "--of", "output")
    assert json.loads(out)["value"] == pytest.approx(run.network.predict([[-1.2, 0.4]])[0, 0], rel=1e-12)
    _, out, _ = command("graph", default_file, *at, "--of", "objective")
    assert json.loads(out)["value"] == pytest.approx(loss, rel=1e-12)


def test_the_output_of_a_class_is_the_labels_or_the_decided_one(command, tmp_path):
    path = experiment_file(tmp_path, data={"dataset": "spiral", "classes": 3})
    predicted = TrainingRun(load(path)).network.predict([[1.0, 2.0]])[0]
    for more, output in ((("--label", 2), 2), ((), int(predicted.argmax()))):
        _, out, _ = command("graph", path, "--point", "1,2", "--of", "output", *more, "--json")
        assert json.loads(out)["value"] == pytest.approx(predicted[output], rel=1e-12)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("x + y", "x=1"), "y has no value; give it one, such as y=1"),
        (("1/x", "x=0"), "1 / x: x is 0, and nothing can be divided by 0"),
        (("log(x)", "x=-1"), "log(x): x is -1, and it needs a positive number"),
        (("x +", "x=1"), "something is missing at the end (character 4)"),
        (("x", "x=a"), "x=a: a is no number"),
        (("x", "x=inf"), "x=inf: inf is no finite number"),
        (("x", "x"), "x: a variable's value is given as NAME=VALUE, such as x=-2"),
        (("x", "x=1", "x=2"), "x=2: x has a value already"),
        (("x", "x=1", "w=2"), "w is no variable of this expression; its variables are x"),
        (("x", "x=1", "--jsn"), "--jsn: a variable's value is given as NAME=VALUE, such as x=-2"),
        (("x*x", "x=1", "--update", "inf"), "x: -inf is no finite number"),
        (("a.json",), "a.json: of a network, name a point as well, such as --point 1.2,-0.4"),
        (("FILE", "--point", "1"), "--point: 1 is no point; give two numbers, such as 1.2,-0.4"),
        (("FILE", "--point", "1,b"), "--point: b is no number"),
        (("FILE", "--point", "1,2"), "--of loss: the loss needs the point's label; give it as --label 1"),
        (("FILE", "--point", "1,2", "--label", "7"), "7 is no class of the data; classes are 0 to 1"),
        (
            ("FILE", "--point", "1,2", "--of", "7.1"),
            "7.1: layers are counted from 1 to 3; the last one is the output",
        ),
        (("FILE", "--point", "1,2", "--of", "1.9"), "1.9: this layer's units are counted from 1 to 4"),
        (("FILE", "x=1", "--point", "1,2"), "x=1: a network's values are its own; leave this out"),
    ],
)
def test_what_has_no_graph_is_one_sentence(arguments, sentence, command, default_file):
    code, out, err = command("graph", *(default_file if word == "FILE" else word for word in arguments))
    assert (code, out, err.strip()) == (2, "", sentence)
