"""The README is true: its example runs, its file opens, its names and keys are the program's."""

from __future__ import annotations

import doctest
import re
import shlex
import struct
import tomllib
from pathlib import Path

import pytest
from msgspec.structs import fields

from playground import __version__, cli
from playground.engine.activations import ACTIVATIONS
from playground.engine.datasets import DATASETS
from playground.engine.experiment import decode
from playground.engine.features import FEATURES
from playground.engine.initializers import INITIALIZERS
from playground.engine.layers.kinds import LAYER_KINDS
from playground.engine.losses import LOSSES
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.regularizers import REGULARIZERS
from playground.engine.schedules import SCHEDULES
from playground.engine.training import TrainingRun
from playground.interop.exporters import EXPORTERS
from playground.interop.lessons import Step, read_lesson

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def block(language: str, text: str = README) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def test_the_python_example_runs():
    names: dict[str, object] = {}
    exec(block("python"), names)
    run = names["run"]
    assert isinstance(run, TrainingRun)
    assert run.epoch == 100


def test_the_python_session_of_graphs_prints_what_it_says():
    session = doctest.DocTestParser().get_doctest(block("pycon"), {}, "README", "README.md", 0)
    assert doctest.DocTestRunner().run(session) == (0, len(session.examples))


def test_the_graphs_trace_is_what_the_command_prints(capsys):
    command, printed = re.findall(r"```\n\$ (playground graph .*?)\n(.*?)```", README, re.DOTALL)[0]
    with pytest.raises(SystemExit):
        cli.main(shlex.split(command)[1:])
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == printed.splitlines()


def test_the_file_opens_and_gives_the_printed_figures():
    run = TrainingRun(decode(block("json", section("File format"))))
    run.train(100)
    loss, accuracy = re.findall(r"^  100 +(\S+) +0 +(\S+)%", README, re.MULTILINE)[0]
    assert f"{run.evaluate()[0].loss:.4g}" == f"{float(loss):.4g}"
    assert f"{run.evaluate()[0].accuracy:.2%}" == f"{accuracy}%"


def test_the_lesson_opens_and_names_every_field_of_a_step():
    lesson = read_lesson(block("json", section("Lessons")))
    assert len(lesson.steps) == 2
    told = section("Lessons").split("```")[2]
    for field in fields(Step):
        assert f"`{field.encode_name}`" in told, field.name


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("dataset", (*DATASETS, "custom")),
        ("features", FEATURES),
        ("kind", LAYER_KINDS),
        ("activation", ACTIVATIONS),
        ("initializer", INITIALIZERS),
        ("loss", LOSSES),
        ("optimizer", OPTIMIZERS),
        ("schedule", SCHEDULES),
        ("regularizer", REGULARIZERS),
    ],
)
def test_the_names_are_the_programs(field, names):
    line = re.search(rf"^\| `{field}` \| (.*) \|$", README, re.MULTILINE)
    assert line is not None
    said = line[1].split(", and ")[0].replace(";", "").split()
    assert sorted(said) == sorted(names)


def test_the_export_formats_are_the_programs():
    table = section("Command line").partition("| `--to` |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE) == list(EXPORTERS)


def test_the_keys_are_the_programs():
    from playground.ui.window.actions import ROWS

    table = README[README.index("| key | does |") : README.index("A key never leaves")]
    cells = [line.split("|") for line in table.splitlines() if line.startswith("|")]
    keys = {key.strip() for row in cells for cell in (row[1], row[3]) for key in cell.split(",")}
    for row in ROWS:
        if row.name in ("step_out", "new", "save_as", "quit") or not row.keys:
            continue
        assert row.keys[0] in keys, row.name


def test_the_folder_map_names_every_folder_and_nothing_else():
    named = set(
        re.findall(r"^\| `((?:playground|resources|tests)[a-z/]*)` \|", section("Folders"), re.MULTILINE)
    )
    packages = {path.parent for path in (ROOT / "playground").rglob("__init__.py")} - {ROOT / "playground"}
    shipped = {path for path in (ROOT / "resources").iterdir() if path.is_dir()}
    folders = {*packages, *shipped, ROOT / "tests"}
    assert named == {folder.relative_to(ROOT).as_posix() for folder in folders}


def test_every_file_the_readme_names_is_there():
    named = re.findall(r"`((?:playground|resources|tests)/[^\s`<]+)`", README)
    assert len(named) > 20
    for name in named:
        assert list(ROOT.glob(name)), name


def test_the_requirements_are_the_declared_ones():
    with (ROOT / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["project"]["dependencies"]
    for requirement in declared:
        assert re.match(r"[\w-]+", requirement)[0] in section("Requirements")


def test_the_changes_reach_to_the_present_version():
    assert re.findall(r"^\*\*([^*]+)\*\*$", section("Changes"), re.MULTILINE)[:2] == [
        "Unreleased",
        __version__,
    ]


def test_the_picture_is_the_demonstrations():
    picture = re.search(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert picture is not None
    content = (ROOT / picture[1]).read_bytes()
    assert struct.unpack(">II", content[16:24]) == (1600, 900)
