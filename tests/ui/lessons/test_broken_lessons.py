"""Broken lesson files opened in the window: one sentence with the path, and the window stays as it was."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.engine.errors import ExperimentError
from playground.interop.lessons import read_lesson

WORDS = {"en": "What happens?", "ko": "어떻게 될까요?"}
LESSON: dict[str, Any] = {
    "format": "playground-lesson",
    "version": 1,
    "id": "own",
    "minutes": 4,
    "idea": "L10",
    "title": WORDS,
    "about": WORDS,
    "steps": [
        {
            "experiment": {
                "data": {"dataset": "moons", "noise": 0.35},
                "network": {"layers": [{"kind": "dense", "units": 20, "activation": "relu"}]},
            },
            "text": WORDS,
            "note": WORDS,
            "ask": {"choices": [WORDS, WORDS], "answer": 1},
            "view": {"nodes": "both", "edges": "ratio", "boundary": "errors", "probe": [1, 2], "unit": "1.1"},
            "hide": ["layerPalette"],
            "highlight": ["boundaryView"],
            "run": {"epochs": 30, "until": {"measure": "test.loss", "below": 0.1}},
            "done": {"measure": "test.loss", "below": 0.7},
        },
        {
            "edit": {"training.regularizer.name": "l2", "training.learning_rate": 0.1},
            "text": WORDS,
            "continues": True,
            "show": "compare",
            "compare": {
                "over": "training.regularizer.rate",
                "values": [0.001, 0.01, 0.1],
                "reached": "all",
            },
            "done": {"field": "training.learning_rate", "at_least": 0.2},
        },
        {
            "text": WORDS,
            "microscope": {"expression": "f = (x + y) * z", "values": {"x": -2, "y": 5, "z": -4}, "step": 3},
            "done": {"gate": 6},
        },
    ],
}
"""Every part of the schema stands in it somewhere."""

Way = tuple[Any, ...]


def parts(value: Any, way: Way = ()) -> list[tuple[Way, Any]]:
    """Every part of the file with the way to it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(way, value), *(found for key, part in inner for found in parts(part, (*way, key)))]


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


KINDS: dict[str, tuple[Callable[[Any], bool], st.SearchStrategy[Any]]] = {
    "an unknown field": (lambda v: isinstance(v, dict), st.just({"colour": 1})),
    "a field that is missing": (lambda v: isinstance(v, dict), st.just({})),
    "nothing": (lambda v: not isinstance(v, dict), st.none()),
    "a number for a text": (lambda v: isinstance(v, str), st.integers()),
    "a text for a number": (is_number, st.text(max_size=8)),
    "a yes for a number": (is_number, st.booleans()),
    "a list for a text": (lambda v: isinstance(v, str), st.lists(st.text(max_size=3), max_size=3)),
    "a list for a part": (lambda v: isinstance(v, dict), st.lists(st.integers(), max_size=3)),
    "a part for a list": (lambda v: isinstance(v, list), st.just({"en": "x"})),
    "a text for a list": (lambda v: isinstance(v, list), st.text(max_size=8)),
    "a text for a part": (lambda v: isinstance(v, dict), st.text(max_size=8)),
    "far below": (is_number, st.integers(max_value=-2)),
    "far above": (is_number, st.integers(min_value=10**7, max_value=10**30)),
    "half a number": (is_number, st.floats(0.001, 0.999).filter(lambda v: v not in (0.5,))),
    "an unknown name": (lambda v: isinstance(v, str), st.text("qwxz", min_size=3, max_size=9)),
    "an empty text": (lambda v: isinstance(v, str), st.just("")),
    "a text too long": (lambda v: isinstance(v, str), st.just("ja " * 500)),
    "an empty list": (lambda v: isinstance(v, list), st.just([])),
    "a list too long": (lambda v: isinstance(v, list), st.just([WORDS] * 30)),
    "two ends": (lambda v: isinstance(v, dict) and "gate" in v, st.just({"gate": 1, "epoch": 3})),
    "a state and an edit": (lambda v: isinstance(v, dict) and "edit" in v, st.just({**LESSON["steps"][1], "experiment": {}})),
    "an expression that is none": (lambda v: isinstance(v, dict) and "expression" in v, st.just({"expression": "x + * y"})),
}  # fmt: skip
"""Kinds of breaking: what parts each goes for, and what it puts there."""


def broken(way: Way, value: Any) -> dict[str, Any]:
    lesson = copy.deepcopy(LESSON)
    part: Any = lesson
    for key in way[:-1]:
        part = part[key]
    part[way[-1]] = value
    return lesson


@pytest.mark.parametrize("kind", KINDS)
def test_a_broken_lesson_is_one_sentence_with_its_path_and_the_window_stays(
    program: Any, tmp_path: Path, kind: str
) -> None:
    assert len(KINDS) >= 20
    session, window = program.session, program.window
    session.new_seed()
    drawer = window.workspace.drawer
    drawer.choose_tab("inspector")
    program.until(lambda: session.snapshot.run_id == session.run_id)
    path = tmp_path / "own.json"
    goes_for, values = KINDS[kind]
    ways = [way for way, part in parts(LESSON)[1:] if goes_for(part)]
    refused = 0

    def state() -> tuple[Any, ...]:
        stack = session.document.undo_stack
        display = session.display
        return (
            session.experiment, session.run_id, session.document.path, stack.count(), stack.index(),
            window.lessons.is_on, drawer.shown, drawer.is_open, display.node_mode, display.probe,
            window.windowTitle(), window.workspace.lesson.strip.isVisible(),
        )  # fmt: skip

    before = state()

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.sampled_from(ways), values)
    def breaks(way: Way, value: Any) -> None:
        nonlocal refused
        text = json.dumps(broken(way, value))
        try:
            read_lesson(text)
        except ExperimentError as error:
            reason = error
        else:  # it may go there, as an empty list of what is hidden does
            return
        refused += 1
        path.write_text(text)
        window.notice_bar.dismiss()
        assert not session.open(path)
        told = window.notice_bar.notice
        assert told is not None
        assert told.text.casefold().startswith(f"own.json was not opened. {reason.path}: ".casefold()[:300])
        assert "\n" not in told.text
        assert len(told.text) < 350
        assert window.notice_bar.isVisible()
        assert state() == before

    breaks()
    assert refused


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe{", b'{"format": "playground-lesson"', b"[]"])
def test_what_is_no_lessons_file_at_all_is_one_sentence(program: Any, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "own.json"
    path.write_bytes(content)
    before = program.session.experiment
    assert not program.session.open(path)
    assert program.window.notice_bar.notice.text.startswith("own.json was not opened. ")
    assert program.session.experiment is before
    assert not program.window.lessons.is_on
