"""Every sentence of links and tables is marked for translation, and told with its numbers."""

from __future__ import annotations

import ast
from pathlib import Path

from playground.app.sentences import told
from playground.engine import errors, formula
from playground.engine.errors import Note, Notes
from playground.ui.data.interop_texts import TEMPLATES

PACKAGE = Path(errors.__file__).parent.parent
TOLD_IN_ENGLISH = {"fields.py", "table.py"}
"""Paths of settings are the command line's; ``engine/table.py`` speaks to the program alone."""


def templates_of(source: str) -> set[str]:
    """The templates of all notes that a module makes, where they are written out."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    notes = [
        call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Note" and call.args
    ]
    found = set()
    for note in notes:
        first = note.args[0]
        for each in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
            if isinstance(each, ast.Constant):
                found.add(each.value)
    return found


def modules() -> list[Path]:
    return [
        *PACKAGE.glob("interop/*.py"),
        *PACKAGE.glob("engine/**/*.py"),
    ]


def test_every_note_is_marked_for_translation():
    used = set().union(
        *(
            templates_of(path.read_text(encoding="utf-8"))
            for path in (*modules(), *PACKAGE.glob("app/**/*.py"))
        )
    )
    tables = {*formula.SENTENCES.values(), *errors.BOUNDS.values(), *errors.TYPES.values()}
    assert used | tables == set(TEMPLATES)


def test_no_refusal_is_a_bare_sentence():
    """``raise ExperimentError(path, "...")`` could not be told in another language."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and len(node.exc.args) > 1:
                name = getattr(node.exc.func, "id", "")
                is_bare = isinstance(node.exc.args[1], ast.Constant | ast.JoinedStr)
                assert not (
                    name in ("ExperimentError", "TableTooLargeError")
                    and is_bare
                    and path.name not in TOLD_IN_ENGLISH
                ), path


def test_a_note_inside_a_note_is_told_as_well():
    inner = Note("row {row} has no label", row=3)
    note = Note("{count} of {rows} rows left out: {faults}", count=1, rows=9, faults=Notes([inner]))
    assert told(note) == str(note) == "1 of 9 rows left out: row 3 has no label"
