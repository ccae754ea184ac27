"""Every sentence of links and tables is marked for translation, and told with its numbers."""

from __future__ import annotations

import ast
import inspect

import playground.interop.points_table as points_table
import playground.interop.proposal as proposal
import playground.interop.table as table
import playground.interop.tfplayground as tfplayground
import playground.interop.tfplayground_export as tfplayground_export
from playground.app.sentences import told
from playground.interop.notes import Note, Notes
from playground.ui.data.interop_texts import TEMPLATES


def templates_of(module) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)]
    notes = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Note"]
    assert notes
    return {ast.literal_eval(call.args[0]) for call in notes}


def test_every_note_is_marked_for_translation():
    used = set().union(*map(templates_of, (points_table, proposal, table, tfplayground, tfplayground_export)))
    assert used == set(TEMPLATES)


def test_a_note_inside_a_note_is_told_as_well():
    inner = Note("row {row} has no label", row=3)
    note = Note("{count} of {rows} rows left out: {faults}", count=1, rows=9, faults=Notes([inner]))
    assert told(note) == str(note) == "1 of 9 rows left out: row 3 has no label"
