"""The lessons that ship: whole, in both languages, one for each idea."""

from __future__ import annotations

import pytest

from playground.app.lesson_check import faults
from playground.interop.lessons import encode_lesson, read_lesson
from playground.paths import resource

PATHS = sorted(resource("lessons").glob("*.json"))
IDEAS = {*(f"L{number}" for number in range(1, 11)), *(f"B{number}" for number in range(1, 6))}


def test_every_idea_has_its_lesson():
    lessons = [read_lesson(path.read_bytes()) for path in PATHS]
    assert {lesson.file.idea for lesson in lessons} - {""} == IDEAS
    assert [path.stem for path in PATHS] == [lesson.id for lesson in lessons]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_lesson_is_whole(path):
    content = path.read_bytes()
    lesson = read_lesson(content)
    assert [str(fault) for fault in faults(lesson)] == []
    assert 3 <= len(lesson.steps) <= 6
    assert encode_lesson(lesson) == content
    for step in lesson.steps:
        if step.run is None:
            assert step.done is None or step.done.until is None
        assert step.note is not None


def test_the_origin_that_a_boundary_must_go_through_is_in_the_picture():
    from playground.engine.points import make_points

    lesson = read_lesson((resource("lessons") / "bias.json").read_bytes())
    for state in lesson.states:
        low1, high1, low2, high2 = make_points(state.data).bounds
        assert low1 < 0 < high1
        assert low2 < 0 < high2


def test_the_picture_of_the_last_hidden_layer_holds_all_that_the_output_sees():
    """Two units: what the output parts rightly, a straight line in their plane parts."""
    lesson = read_lesson((resource("lessons") / "two-hidden-layers.json").read_bytes())
    place = next(place for place, step in enumerate(lesson.steps) if step.show == "layerSpace")
    assert lesson.states[place].network.layers[-1].units == 2
    assert lesson.steps[place].done.measure == "test.accuracy"


def test_the_golden_figures_come_from_running():
    """The course's case study: 49 % without a hidden layer, 98 % with 100 ReLU units."""
    from playground.app.lesson_check import measure_of, take, trained

    linear, relu = (
        read_lesson((resource("lessons") / name).read_bytes())
        for name in ("linear-score.json", "one-hidden-layer.json")
    )
    for lesson, share in ((linear, 0.49), (relu, 0.98)):
        place = len(lesson.steps) - 1
        run = trained(lesson, place)
        take([run], lesson.steps[place])
        assert round(measure_of(run, "train.accuracy"), 2) >= share
        asked = lesson.steps[place].ask
        assert asked.choices[asked.answer].en == f"{share:.0%}".replace("%", " %")
