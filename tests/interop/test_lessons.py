"""Lesson files: what one says, and a sentence with the path for each that is broken."""

from __future__ import annotations

import copy
import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground import load
from playground.app import settings
from playground.engine.errors import ExperimentError
from playground.interop import lessons
from playground.interop.lessons import encode_lesson, read_lesson
from playground.interop.proposal import LessonProposal, propose

LESSON: dict[str, Any] = {
    "format": "playground-lesson",
    "version": 1,
    "id": "raise-lambda",
    "minutes": 4,
    "idea": "L10",
    "title": {"en": "Do not shrink the network: raise lambda", "ko": "λ를 키웁니다"},
    "steps": [
        {
            "experiment": {
                "data": {"dataset": "moons", "noise": 0.35},
                "network": {"layers": [{"kind": "dense", "units": 20, "activation": "relu"}]},
            },
            "text": {"en": "Twenty units. What will the boundary look like?"},
            "ask": {"choices": [{"en": "smooth"}, {"en": "wiggly"}], "answer": 1},
            "view": {"nodes": "both", "probe": [1, 2]},
            "highlight": ["boundaryView"],
            "run": {"epochs": 30},
            "note": {"en": "Point at the test loss."},
        },
        {
            "edit": {"training.regularizer.name": "l2", "training.learning_rate": 0.1},
            "text": {"en": "Which is smooth?"},
            "show": "compare",
            "compare": {"over": "training.regularizer.rate", "values": [0.001, 0.01, 0.1]},
            "run": {"epochs": 20, "until": {"measure": "test.loss", "below": 0.1}},
            "done": {"measure": "test.loss", "below": 0.7},
        },
        {
            "text": {"en": "A graph."},
            "microscope": {"expression": "f = (x + y) * z", "values": {"x": -2, "y": 5, "z": -4}, "step": 3},
            "done": {"gate": 6},
        },
    ],
}


def text_of(lesson: Any) -> str:
    return json.dumps(lesson, ensure_ascii=False)


def test_each_step_is_a_whole_state():
    lesson = read_lesson(text_of(LESSON))
    first, second, third = lesson.states
    assert first.data.dataset == second.data.dataset == "moons"
    assert (first.training.learning_rate, second.training.learning_rate) == (0.03, 0.1)
    assert second.training.regularizer.name == "l2"
    assert third == second
    assert lesson.steps[0].text.to("ko") == "Twenty units. What will the boundary look like?"
    assert lesson.file.title.to("ko") == "λ를 키웁니다"


def test_what_is_written_reads_back():
    lesson = read_lesson(text_of(LESSON))
    assert read_lesson(encode_lesson(lesson)) == lesson
    assert json.loads(encode_lesson(lesson)) == LESSON | {"steps": LESSON["steps"]}


def test_a_lesson_comes_in_by_the_same_door(tmp_path):
    assert isinstance(propose(text_of(LESSON), "x.json"), LessonProposal)
    path = tmp_path / "lesson.json"
    path.write_text(text_of(LESSON))
    assert load(path) == read_lesson(text_of(LESSON)).states[0]


BROKEN = {
    "no text": (["steps", 0, "text"], {}, "steps[0].text: the field 'en' is missing"),
    "an empty text": (["steps", 0, "text", "en"], "", "steps[0].text.en: '' must have length >= 1"),
    "no steps": (["steps"], [], "steps: [] must have length >= 1"),
    "an unknown field": (["steps", 0, "colour"], 1, "steps[0]: the field 'colour' is unknown"),
    "a value out of range": (
        ["steps", 0, "experiment", "data", "noise"],
        5,
        "steps[0].experiment.data.noise: 5 is above 1",
    ),
    "an unknown path": (
        ["steps", 1, "edit"],
        {"network.layers[4].units": 3},
        "steps[1].edit.network.layers[4].units: network.layers has 1, counted from 0",
    ),
    "a value that does not go": (
        ["steps", 1, "compare", "values", 1],
        -1,
        "steps[1].compare.values[1].training.regularizer.rate: -1 is below 0",
    ),
    "one value to compare": (["steps", 1, "compare", "values"], [1], "steps[1].compare.values: [1] must"),
    "an answer that is no choice": (
        ["steps", 0, "ask", "answer"],
        2,
        "steps[0].ask.answer: 2 is no choice; they are 0 to 1",
    ),
    "one choice": (["steps", 0, "ask", "choices"], [{"en": "yes"}], "steps[0].ask.choices: "),
    "a light on nothing": (
        ["steps", 0, "highlight"],
        ["moon"],
        "steps[0].highlight[0]: nothing in the window is called 'moon'",
    ),
    "hiding nothing": (["steps", 0, "hide"], ["x"], "steps[0].hide[0]: nothing in the window is called 'x'"),
    "an unknown room": (["steps", 0, "show"], "cellar", "steps[0].show: 'cellar' is unknown"),
    "two ends": (
        ["steps", 1, "done"],
        {"epoch": 3, "probe": True},
        "steps[1].done: one of measure, epoch, field, command, probe, gate says when it is done; "
        "here stands epoch and probe",
    ),
    "a probe that is not": (
        ["steps", 1, "done"],
        {"probe": False},
        "steps[1].done.probe: true where a point is to be probed",
    ),
    "a bound for nothing": (
        ["steps", 1, "done"],
        {"epoch": 3, "below": 1},
        "steps[1].done.measure: it takes",
    ),
    "a measure without a bound": (["steps", 1, "done"], {"measure": "test.loss"}, "steps[1].done.measure: "),
    "an unknown measure": (
        ["steps", 1, "done", "measure"],
        "luck",
        "steps[1].done.measure: 'luck' is unknown",
    ),
    "an unknown command": (["steps", 1, "done"], {"command": "dance"}, "steps[1].done.command: 'dance' is"),
    "a gate without a graph": (["steps", 1, "done"], {"gate": 1}, "steps[1].done.gate: this step opens no"),
    "a field that is not": (
        ["steps", 1, "done"],
        {"field": "training.rat", "is": 1},
        "steps[1].done.field.training.rat: ",
    ),
    "a graph of nothing": (["steps", 2, "microscope"], {"step": 1}, "steps[2].microscope.expression: give"),
    "half an expression": (
        ["steps", 2, "microscope", "expression"],
        "(x + ",
        "steps[2].microscope.expression: something is missing at the end (character 6)",
    ),
    "a name without a value": (
        ["steps", 2, "microscope", "values"],
        {"x": 1},
        "steps[2].microscope.values: y has none",
    ),
    "a state and an edit": (["steps", 1, "experiment"], {}, "steps[1].edit: a step has a whole"),
    "going on from nothing": (["steps", 0, "continues"], True, "steps[0].continues: there is no step before"),
    "a bad name": (["id"], "A b", "id: 'A b' is no name; take small letters, digits and - (raise-lambda)"),
    "another version": (["version"], 2, "version: 2 is not a version this program can read (it reads 1)"),
    "another format": (
        ["format"],
        "playground",
        'format: this file is no lesson ("format": "playground-lesson"',
    ),
}


@pytest.mark.parametrize("kind", list(BROKEN))
def test_a_broken_lesson_gets_its_sentence(kind):
    keys, value, said = BROKEN[kind]
    broken = copy.deepcopy(LESSON)
    part: Any = broken
    for key in keys[:-1]:
        part = part[key]
    part[keys[-1]] = value
    with pytest.raises(ExperimentError) as error:
        read_lesson(text_of(broken))
    assert str(error.value).startswith(said)
    assert "\n" not in str(error.value)


ANYTHING = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**12),
    st.floats(),
    st.text(max_size=5),
    st.just([]),
    st.just({}),
)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, part in inner for place in places(part, (*way, key)))]


@given(st.sampled_from(places(LESSON)[1:]), ANYTHING)
def test_whatever_stands_anywhere_it_opens_or_says_why_not(way, value):
    broken = copy.deepcopy(LESSON)
    part: Any = broken
    for key in way[:-1]:
        part = part[key]
    part[way[-1]] = value
    try:
        lesson = read_lesson(json.dumps(broken))
    except ExperimentError as error:
        assert str(error)
        assert "\n" not in str(error)
    else:
        assert read_lesson(encode_lesson(lesson)) == lesson


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"{", b"[]", b'{"format": "playground-lesson"}'])
def test_what_is_no_lesson_says_so(content):
    with pytest.raises(ExperimentError):
        read_lesson(content)


def test_the_words_of_a_view_are_the_windows():
    assert get_args(lessons.NodeView) == get_args(settings.NodeMode)
    assert get_args(lessons.EdgeView) == get_args(settings.EdgeMode)
    assert get_args(lessons.BoundaryView) == get_args(settings.BoundaryMode)
