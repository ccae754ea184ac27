"""Every number that a user or a file can give is looked at before anything gets its size."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

LIMIT = 3 << 30
"""Bytes of address space: a number that is used before it is checked does not fit."""
VALUES = "(10**9, 10**18, 2**200, -1, 0.5, 1e400, -1e400, float('nan'), 1e308, 'x', None, True, [])"


def within_limit(code: str) -> list[str]:
    """Run the code, which fills ``found``, with little memory; what it found wrong."""
    start = f"""
import json, resource
resource.setrlimit(resource.RLIMIT_AS, ({LIMIT}, {LIMIT}))
from playground import Experiment, TrainingRun
from playground.engine import edits, fields
from playground.engine.errors import ExperimentError
VALUES, found, standard = {VALUES}, [], Experiment()
def tried(what, change, value):
    try:
        change(value)
    except ExperimentError as error:
        if chr(10) in str(error):
            found.append(f"{{what}} {{value!r}}: {{error}}")
    except BaseException as error:
        found.append(f"{{what}} {{value!r}}: {{type(error).__name__}} {{error}}")
"""
    end = "\nprint(json.dumps(found))"
    done = subprocess.run(
        [sys.executable, "-c", start + code + end], capture_output=True, text=True, check=True
    )
    return list(json.loads(done.stdout))


def test_every_field_of_the_format():
    assert not within_limit("""
for field in fields.all_fields(standard):
    for value in VALUES:
        tried(field.path, lambda value: TrainingRun(fields.set(standard, field.path, value)), value)
""")


def test_every_edit_that_takes_a_number():
    assert not within_limit("""
first = standard.network.layers[0].id
EDITS = {
    "units": lambda value: edits.with_units(standard, first, value),
    "pieces": lambda value: edits.with_layer(standard, first, activation="maxout", pieces=value),
    "classes": lambda value: edits.with_classes(standard, value),
    "samples": lambda value: edits.with_data(standard, samples=value),
    "noise": lambda value: edits.with_data(standard, noise=value),
    "seed": lambda value: edits.with_network(standard, seed=value),
    "batch": lambda value: edits.with_training(standard, batch_size=value),
    "rate": lambda value: edits.with_training(standard, learning_rate=value),
    "a point": lambda value: edits.add_points(standard, [(value, 0.0, 0)]),
}
for name, change in EDITS.items():
    for value in VALUES:
        tried(name, change, value)
""")


def test_every_number_of_a_link():
    assert not within_limit("""
from playground.interop.tfplayground import open_link
NAMES = ("networkShape", "batchSize", "noise", "percTrainData", "learningRate", "regularizationRate", "seed",
         "numHiddenLayers")
for name in NAMES:
    for value in (*VALUES, "1e9", "1,1,1,1,1,1,1,1,1000000000", "9" * 400):
        link = f"https://playground.tensorflow.org/#{name}={value}"
        tried(name, lambda link: TrainingRun(open_link(link).experiment), link)
""")


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "{file}", "--epochs", "-1"],
        ["train", "{file}", "--epochs", "1e400"],
        ["train", "{file}", "--epochs", "nan"],
        ["train", "{file}", "--epochs", "0", "--report", "0,1000000000000000000"],
        ["train", "{file}", "--epochs", "0", "--report", "1e400"],
        ["render", "{file}", "{folder}/x.png", "--epochs", "0", "--size", "1000000000"],
        ["render", "{file}", "{folder}/x.png", "--epochs", "0", "--size", "-1"],
        ["graph", "x^y", "x=1e400", "y=nan"],
        ["graph", "x^1000000000", "x=2"],
        ["graph", "{file}", "--point", "1e400,0"],
        ["graph", "{file}", "--point", "0,0", "--label", "1000000000"],
        ["graph", "{file}", "--point", "0,0", "--of", "1000000000.1000000000"],
        ["sweep", "{file}", "--over", "network.layers[0].units=1000000000", "--epochs", "1"],
        ["sweep", "{file}", "--over", "training.learning_rate=1e-3..1:log:1000000000", "--epochs", "1"],
        [
            "sweep",
            "{file}",
            "--over",
            "training.learning_rate=0.1,0.2",
            "--seeds",
            "1000000000",
            "--epochs",
            "1",
        ],
        [
            "sweep",
            "{file}",
            "--over",
            "training.learning_rate=0.1,0.2",
            "--workers",
            "1000000000",
            "--epochs",
            "1",
        ],
    ],
    ids=" ".join,
)
def test_every_number_of_the_command_line(arguments, tmp_path):
    file = tmp_path / "x.json"
    file.write_text('{"format": "playground", "version": 1}')
    code = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_AS, ({LIMIT}, {LIMIT}))\n"
        "from playground import cli; cli.main(sys.argv[1:])"
    )
    given = [part.format(file=file, folder=tmp_path) for part in arguments]
    done = subprocess.run([sys.executable, "-c", code, *given], capture_output=True, text=True)
    assert done.returncode == 2, done
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
