"""Every sentence on what is no sweep is marked for translation."""

from __future__ import annotations

import ast
import inspect

from playground.app.sentences import told
from playground.app.sweep import plan, running
from playground.app.sweep.plan import SweepError
from playground.ui.sweep.sweep_texts import TEMPLATES
from playground.ui.words.fields import field_name


def templates_of(module) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)]
    raised = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "SweepError"]
    assert raised
    return {ast.literal_eval(call.args[0]) for call in raised}


def test_every_sentence_is_marked_for_translation():
    assert templates_of(plan) | templates_of(running) == {*TEMPLATES}


def test_a_sentence_names_the_field_as_the_window_does():
    error = SweepError("{path}: {part} is given twice", path="network.layers[1].units", part="3")
    assert str(error) == "network.layers[1].units: 3 is given twice"
    said = told(error.note, path=field_name("network.layers[1].units"))
    assert said == "Layer 2: Units: 3 is given twice"
