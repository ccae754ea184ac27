"""The rules of the house that no linter knows (``make lint`` checks style, types and imports)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "playground"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def run(*command: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, **options)  # type: ignore[call-overload]


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """All of a file's syntax tree."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports_of(path: Path) -> set[str]:
    """Full names of all that a file imports: ``PySide6.QtCore``, ``PySide6.QtGui.QUndoStack``."""
    names: set[str] = set()
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_every_dependency_is_used():
    modules = {
        "PySide6-Essentials": "PySide6", "Pillow": "PIL",
        "fast-sugiyama": "fast_sugiyama",
    }  # fmt: skip
    with (ROOT / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["project"]["dependencies"]
    names = [re.match(r"[\w-]+", requirement)[0] for requirement in declared]
    used = {imported.partition(".")[0] for path in SOURCES for imported in imports_of(path)}
    assert {modules.get(name, name) for name in names} <= used


def test_no_file_imports_what_imports_it_not_even_for_types():
    files = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in SOURCES}
    needs = {
        module: {
            found
            for name in imports_of(path)
            for found in (name, name.rpartition(".")[0])
            if found in files and found != module
        }
        for module, path in files.items()
    }
    assert sum(map(len, needs.values())) > 1000
    TopologicalSorter(needs).prepare()  # raises CycleError, which names the circle


def test_the_program_without_widgets_uses_only_core_and_the_undo_stack():
    allowed_gui = {"PySide6.QtGui.QUndoStack"}
    for path in (PACKAGE / "app").rglob("*.py"):
        for name in imports_of(path):
            if name.startswith("PySide6"):
                assert name.startswith("PySide6.QtCore") or name in allowed_gui, f"{path.name} imports {name}"


@pytest.mark.parametrize("name", ["QThread", "QThreadPool", "QtConcurrent", "processEvents"])
def test_nothing_uses_what_this_binding_cannot_bear(name):
    for path in SOURCES:
        used = {node.attr for node in nodes_of(path) if isinstance(node, ast.Attribute)}
        used |= {node.id for node in nodes_of(path) if isinstance(node, ast.Name)}
        used |= {part for imported in imports_of(path) for part in imported.split(".")}
        assert name not in used, f"{path.relative_to(ROOT)} uses {name}"


def test_no_widget_overrides_event():
    """An exception that leaves paintEvent under an overridden event() ends the process (see watchers.py)."""
    for path in (PACKAGE / "ui").rglob("*.py"):
        for node in nodes_of(path):
            is_override = isinstance(node, ast.FunctionDef) and node.name == "event"
            assert not is_override, f"{path.relative_to(ROOT)}:{node.lineno}: use a KeyClaim or PlaceTips"


def test_no_lambda_hears_what_outlives_its_view():
    """The session outlives every view; a method's connection ends with its widget, a lambda's does not."""
    lasting = {"session", "_session", "document", "display", "undo_stack", "settings", "signals"}
    for path in (PACKAGE / "ui").rglob("*.py"):
        for node in nodes_of(path):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            if node.func.attr != "connect" or not isinstance(node.args[0], ast.Lambda):
                continue
            parts = [*ast.walk(node.func.value)]
            named = {p.id for p in parts if isinstance(p, ast.Name)}
            named |= {p.attr for p in parts if isinstance(p, ast.Attribute)}
            assert not named & lasting, f"{path.relative_to(ROOT)}:{node.lineno}: connect a method"


def test_no_colour_stands_outside_the_theme():
    theme = {PACKAGE / "ui" / "look" / "theme.py"}
    for path in set(PACKAGE.glob("ui/**/*.py")) - theme:
        for node in nodes_of(path):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                is_colour = len(node.value) in (4, 7, 9) and node.value[:1] == "#"
                assert not (is_colour and all(c in "0123456789abcdefABCDEF" for c in node.value[1:])), (
                    f"{path.relative_to(ROOT)}:{node.lineno} names the colour {node.value}"
                )


def private_names(path: Path) -> list[str]:
    """Where a file reaches for what another one keeps to itself: ``x._y``, ``from x import _y``, by name."""
    found = []
    for node in nodes_of(path):
        names: list[object] = []
        if isinstance(node, ast.Attribute) and not (
            isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
        ):
            names = [node.attr]
        elif isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("getattr", "setattr", "hasattr", "delattr", "patch", "object"):
                texts = [part.value for part in node.args if isinstance(part, ast.Constant)]
                names = [text.rpartition(".")[2] for text in texts if isinstance(text, str)]
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno}: {name}"  # type: ignore[attr-defined]
            for name in names
            if re.fullmatch(r"_(?!repr_)[^_].*", str(name))
        ]
    return found


def test_tests_use_public_names_only():
    assert not [place for path in TESTS for place in private_names(path)]


def test_the_engine_starts_without_qt():
    code = "import sys, playground; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert run(sys.executable, "-c", code).returncode == 0


@pytest.mark.parametrize("module", ["playground.cli", "playground.ui.window.application"])
def test_the_network_is_painted_before_pyqtgraph_is_loaded(module):
    """Its import takes half a second; whoever shows a plot imports it then."""
    code = f"import sys, {module}; sys.exit('pyqtgraph' in sys.modules)"
    assert run(sys.executable, "-c", code).returncode == 0


def test_the_wheel_holds_package_and_resources(tmp_path):
    build = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist"))
    assert build.returncode == 0, build.stderr
    with zipfile.ZipFile(next((tmp_path / "dist").glob("*.whl"))) as wheel:
        shipped = set(wheel.namelist())
        wheel.extractall(tmp_path / "installed")
    for path in SOURCES:
        assert path.relative_to(ROOT).as_posix() in shipped
    resources = [path for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert resources
    for path in resources:
        assert f"playground/{path.relative_to(ROOT).as_posix()}" in shipped
    code = "from playground.paths import resource; print(resource('.').resolve())"
    found = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert Path(found.stdout.strip()) == (tmp_path / "installed" / "playground" / "resources").resolve(), (
        found.stderr
    )
