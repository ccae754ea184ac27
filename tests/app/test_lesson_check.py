"""Checking a lesson runs its steps; grading measures what was handed in."""

from __future__ import annotations

import json
from dataclasses import replace as with_
from typing import Any

import pytest
from msgspec.structs import replace

from playground import Experiment, TrainingRun, save
from playground.app.lesson_check import faults, grade, measure_of, trained
from playground.engine import edits
from playground.engine.errors import ExperimentError
from playground.interop.lessons import Lesson, encode_lesson, read_lesson

STATE = {
    "data": {"dataset": "circle"},
    "network": {"layers": [{"kind": "dense", "units": 3, "activation": "tanh"}]},
    "training": {"learning_rate": 0.1},
}
WORDS = {"en": "One.", "ko": "하나."}


def lesson_of(*steps: dict[str, Any]) -> Lesson:
    first, *others = ({"text": WORDS} | step for step in steps)
    file = {
        "format": "playground-lesson",
        "version": 1,
        "id": "x",
        "title": WORDS,
        "steps": [{"experiment": STATE} | first, *others],
    }
    return read_lesson(json.dumps(file))


def told(lesson: Lesson) -> list[str]:
    return [str(fault) for fault in faults(lesson)]


def test_a_whole_lesson_has_no_fault():
    lesson = lesson_of(
        {"run": {"epochs": 10}, "done": {"measure": "test.accuracy", "above": 0.8}},
        {"continues": True, "run": {"epochs": 5}, "done": {"epoch": 15}},
        {"done": {"field": "network.layers[0].units", "at_least": 8}},
        {"done": {"field": "training.optimizer.name", "is": "adam"}},
        {
            "compare": {"over": "network.layers[0].units", "values": [1, 6]},
            "run": {"epochs": 5},
            "done": {"measure": "train.loss", "below": 0.6},
        },
        {
            "microscope": {"of": "loss", "point": [1, 2], "label": 1, "step": -1},
            "done": {"gate": -1},
        },
        {"microscope": {"of": "1.2", "point": [1, 2]}},
        {"done": {"command": "nudge"}},
        {"view": {"probe": [1, 2, 0]}, "done": {"probe": True}},
    )
    assert told(lesson) == []


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            {"run": {"epochs": 1}, "done": {"measure": "test.loss", "below": 0.0001}},
            "steps[0]: done: running the step does not reach it: test.loss 0.",
        ),
        ({"run": {"epochs": 2}, "done": {"epoch": 3}}, "steps[0]: done: running the step ends at epoch 2"),
        (
            {"done": {"field": "network.layers[0].units", "is": 3}},
            "steps[0]: done.field: network.layers[0].units is so from the beginning",
        ),
        (
            {"done": {"field": "network.layers[0].units", "at_least": 1e12}},
            "steps[0]: network.layers[0].units: 1000000000000 is above",
        ),
        (
            {"microscope": {"expression": "1/x", "values": {"x": 0}}},
            "steps[0]: ",
        ),
        (
            {"microscope": {"expression": "x*x", "values": {"x": 1}, "step": 99}},
            "steps[0]: microscope.step: the graph has ",
        ),
        ({"microscope": {"of": "7.1", "point": [0, 0]}}, "steps[0]: "),
        ({"text": {"en": "Only English."}}, "steps[0].text.ko: this sentence is missing"),
    ],
)
def test_a_fault_is_told_where_it_is(step, said):
    found = told(lesson_of(step))
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_step_that_continues_begins_with_what_was_trained():
    lesson = lesson_of(
        {"run": {"epochs": 7}},
        {"continues": True, "edit": {"training.learning_rate": 0.1}, "run": {"epochs": 4}},
        {"continues": True},
    )
    alone = TrainingRun(lesson.states[0])
    alone.train(7)
    assert trained(lesson, 1).epoch == 7
    assert trained(lesson, 1).network.parameters.tobytes() == alone.network.parameters.tobytes()
    alone.retune(lesson.states[1])
    alone.train(4)
    assert trained(lesson, 2).network.parameters.tobytes() == alone.network.parameters.tobytes()


def test_running_stops_where_the_measure_is_reached():
    lesson = lesson_of(
        {"run": {"epochs": 1000, "until": {"measure": "train.loss", "below": 0.2}}}, {"continues": True}
    )
    run = trained(lesson, 1)
    assert run.epoch < 1000
    assert measure_of(run, "train.loss") < 0.2


def test_a_gap_is_between_the_accuracies():
    run = TrainingRun(Experiment())
    train, test = run.evaluate()
    assert measure_of(run, "gap") == train.accuracy - test.accuracy
    regression = TrainingRun(edits.with_data(Experiment(), dataset="ripple"))
    assert measure_of(regression, "gap") is None


def handed_in(lesson: Lesson, epochs: int, **data: Any) -> Experiment:
    state = edits.with_data(lesson.states[0], **data) if data else lesson.states[0]
    run = TrainingRun(state)
    run.train(epochs)
    return replace(run.experiment, run=run.state())


def test_a_file_is_graded_by_its_own_parameters():
    lesson = lesson_of({"done": {"measure": "test.loss", "below": 0.25}}, {})
    assert not grade(lesson, handed_in(lesson, 0)).is_reached
    found = grade(lesson, handed_in(lesson, 30))
    assert found.is_reached
    assert found.text.startswith("step 1: test.loss 0.")
    assert found.text.endswith("asked below 0.25 at epoch 30")
    other = grade(lesson, handed_in(lesson, 30, noise=0.0))
    assert not other.is_reached
    assert other.text == "step 1: the data is not the lesson's"


def test_fields_and_epochs_are_graded_too():
    field = lesson_of({"done": {"field": "network.layers[0].units", "at_least": 8}})
    wide = edits.with_units(field.states[0], field.states[0].network.layers[0].id, 8)
    assert grade(field, wide).is_reached
    assert not grade(field, field.states[0]).is_reached
    epoch = lesson_of({"done": {"epoch": 5}})
    assert grade(epoch, handed_in(epoch, 5)).is_reached
    with pytest.raises(ExperimentError, match="nothing can be graded"):
        grade(lesson_of({"done": {"probe": True}}), Experiment())


def test_the_command_line_checks_and_grades(command, tmp_path):
    whole = tmp_path / "whole.json"
    lesson = lesson_of({"run": {"epochs": 10}, "done": {"measure": "test.accuracy", "above": 0.8}})
    whole.write_bytes(encode_lesson(lesson))
    english = tmp_path / "english.json"
    step = replace(lesson.steps[0], text=replace(lesson.steps[0].text, ko=None))
    english.write_bytes(encode_lesson(with_(lesson, file=replace(lesson.file, steps=(step,)))))
    assert command("lesson", "check", whole)[:2] == (0, f"{whole}: whole, 1 step\n")
    code, out, _ = command("lesson", "check", whole, english)
    assert code == 1
    assert f"{english}: steps[0].text.ko: this sentence is missing" in out
    assert command("lesson", "check", "--languages", "en", english)[0] == 0
    reached = tmp_path / "reached.json"
    save(handed_in(lesson, 10), reached)
    assert command("lesson", "grade", whole, reached)[1].startswith("reached: step 1: ")
    save(lesson.states[0], reached)
    code, out, _ = command("lesson", "grade", whole, reached)
    assert (code, out[:12]) == (1, "not reached:")
    code, _, err = command("lesson", "check", reached)
    assert code == 2
    assert "this file is no lesson" in err
