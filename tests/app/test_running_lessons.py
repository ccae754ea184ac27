"""A running lesson: its states, its runs, and the user's own work that comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from playground.app import lessons as running
from playground.app.lesson_check import faults, trained
from playground.app.lesson_writing import Draft, choices, epochs, typed_choices, words
from playground.app.lessons import Lesson, Lessons, shipped
from playground.app.session import Session
from playground.engine import fields
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.interop.lessons import read_lesson


@pytest.fixture(autouse=True)
def fast_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "RUN_SECONDS", 0.01)


@pytest.fixture
def session(qapp: Any, qtbot: Any, tmp_path: Path) -> Iterator[Session]:
    made = Session(folder=tmp_path)
    qtbot.waitUntil(lambda: made.snapshot is not None, timeout=10_000)
    yield made
    assert made.shutdown()
    made.deleteLater()


@pytest.fixture
def lessons(session: Session) -> Lessons:
    return Lessons(session)


@pytest.fixture
def until(qtbot: Any) -> Callable[[Callable[[], Any]], None]:
    return lambda holds: qtbot.waitUntil(holds, timeout=20_000)


def written(**step: Any) -> Lesson:
    return read_lesson(
        msgspec.json.encode(
            {
                "format": "playground-lesson",
                "version": 1,
                "id": "own",
                "title": {"en": "Own"},
                "steps": [
                    {
                        "text": {"en": "First"},
                        "experiment": {"data": {"dataset": "xor"}},
                        "run": {"epochs": 7},
                    },
                    {"text": {"en": "Second"}, **step},
                ],
            }
        )
    )


def state(session: Session) -> Any:
    return session.compute(lambda run: (run.state(), run.step, run.history.epochs)).result(10)


def test_shipped_lessons_stand_in_the_order_of_the_lecture() -> None:
    ideas = [lesson.file.idea for lesson in shipped()]
    assert ideas == [*(f"L{k}" for k in range(1, 11)), *(f"B{k}" for k in range(1, 6)), "", ""]


def test_own_work_comes_back_with_undo_run_and_branches(
    session: Session, lessons: Lessons, until: Any, build: Any
) -> None:
    session.edit(build(network={"layers": [{"kind": "dense", "units": 3}]}), "Units")
    for _ in range(3):
        session.step_epoch()
    until(lambda: session.snapshot.epoch == 3)
    session.reset()
    until(lambda: len(session.branches) == 3 and session.snapshot.epoch == 0)
    session.document.undo_stack.undo()
    until(lambda: session.snapshot.epoch == 3)
    session.seek(2)
    until(lambda: session.snapshot.epoch == 2)
    before = state(session)
    document, stack = session.document, session.document.undo_stack
    told = (session.experiment, stack.count(), stack.index(), stack.cleanIndex(), document.is_modified)
    texts = [stack.text(place) for place in range(stack.count())]
    branches = [(one.id, one.cause, one.last, one.experiment) for one in session.branches]

    lessons.start(written())
    assert session.experiment.data.dataset == "xor"
    assert stack.count() == 0
    until(lambda: session.snapshot.run_id == session.run_id)
    lessons.run()
    until(lambda: lessons.has_run)
    session.reset()
    session.new_seed()
    lessons.end()

    until(lambda: session.snapshot.run_id == session.run_id)
    assert session.experiment == told[0]
    assert (stack.count(), stack.index(), stack.cleanIndex(), document.is_modified) == told[1:]
    assert [stack.text(place) for place in range(stack.count())] == texts
    assert state(session) == before
    assert [(one.id, one.cause, one.last, one.experiment) for one in session.branches] == branches
    stack.redo()
    until(lambda: session.snapshot.run_id == session.run_id and session.snapshot.epoch == 0)
    while stack.canUndo():
        stack.undo()
    assert session.experiment == Experiment()


def test_saved_work_comes_back_as_saved(
    session: Session, lessons: Lessons, until: Any, build: Any, tmp_path: Path
) -> None:
    path = tmp_path / "mine.json"
    session.edit(build(data={"dataset": "moons"}), "Data")
    assert session.save(path)
    until(lambda: session.document.path == path)
    session.edit(build(data={"dataset": "spiral"}), "Data")
    lessons.start(written())
    assert session.document.path is None
    lessons.end()
    assert session.document.path == path
    assert session.document.is_modified
    session.document.undo_stack.undo()
    assert not session.document.is_modified


def test_other_work_that_is_opened_ends_the_lesson(session: Session, lessons: Lessons, build: Any) -> None:
    own = build(data={"dataset": "moons"})
    session.edit(own, "Data")
    lessons.start(written())
    session.new()
    assert not lessons.is_on
    assert session.experiment == Experiment()
    assert session.perform("bring_back")
    assert session.experiment == own


def test_a_run_ends_at_its_epochs_exactly(session: Session, lessons: Lessons, until: Any) -> None:
    lessons.start(written())
    lessons.run()
    until(lambda: lessons.has_run)
    assert session.snapshot.epoch == 7
    assert session.snapshot.step_in_epoch == 0
    assert not session.is_playing
    expected = TrainingRun(session.experiment)
    for _ in range(7):
        expected.take_epoch()
    assert session.snapshot.train.loss == expected.evaluate()[0].loss


def test_a_run_ends_where_its_measure_is_reached(session: Session, lessons: Lessons, until: Any) -> None:
    lesson = written(
        experiment={"data": {"dataset": "gauss"}},
        run={"epochs": 500, "until": {"measure": "train.loss", "below": 0.05}},
    )
    lessons.start(lesson, 1)
    lessons.run()
    until(lambda: lessons.has_run)
    assert session.snapshot.epoch < 500
    assert session.snapshot.train.loss < 0.05


def test_compared_runs_all_end_at_the_epochs(session: Session, lessons: Lessons, until: Any) -> None:
    lesson = written(compare={"over": "network.seed", "values": [1, 2, 3]}, run={"epochs": 5})
    lessons.start(lesson, 1)
    session.require("test", replace_request())
    lessons.run()
    until(lambda: lessons.has_run)
    until(lambda: session.comparing.view is not None and len(session.comparing.view.runs) == 3)
    until(lambda: {run.epoch for run in session.comparing.view.runs} == {5})
    session.release("test")


@pytest.mark.parametrize("reached", ["one", "all"])
def test_compared_runs_end_together_where_as_many_reach_the_measure_as_are_asked(
    session: Session, lessons: Lessons, until: Any, reached: str
) -> None:
    rates = [0.003, 0.03]
    lesson = written(
        experiment={"data": {"dataset": "gauss"}},
        compare={"over": "training.learning_rate", "values": rates, "reached": reached},
        run={"epochs": 400, "until": {"measure": "train.loss", "below": 0.05}},
        done={"measure": "train.loss", "below": 0.05},
    )
    alone = [TrainingRun(fields.set(lesson.states[1], "training.learning_rate", rate)) for rate in rates]
    ends = []
    for run in alone:
        while run.evaluate()[0].loss >= 0.05:
            run.take_epoch()
        ends.append(run.epoch)
    assert 0 < min(ends) < max(ends) < 400
    assert list(faults(lesson, languages=("en",))) == []

    session.require("test", replace_request())
    lessons.start(lesson, 1)
    lessons.run()
    until(lambda: lessons.has_run and lessons.is_done)
    wanted = min(ends) if reached == "one" else max(ends)
    until(lambda: {run.epoch for run in session.comparing.view.runs} == {wanted})
    assert session.snapshot.epoch == wanted
    assert not session.is_playing
    session.release("test")


def replace_request() -> Any:
    from playground.observe.snapshot import SnapshotRequest

    return SnapshotRequest(beside_resolution=16)


def test_a_step_that_continues_begins_as_the_check_has_it(
    session: Session, lessons: Lessons, until: Any
) -> None:
    lesson = written(**{"continues": True, "edit": {"training.learning_rate": 0.1}})
    lessons.start(lesson, 1)
    assert session.experiment == lesson.states[1]
    until(lambda: lessons.progress is None)
    until(lambda: session.snapshot.run_id == session.run_id and session.snapshot.epoch == 7)
    assert state(session)[0].parameters == trained(lesson, 1).state().parameters


def test_what_a_step_goes_on_from_need_not_be_waited_for(session: Session, lessons: Lessons) -> None:
    lessons.start(written(**{"continues": True}), 1)
    lessons.cancel_training()
    assert lessons.progress is None
    assert session.experiment == lessons.lesson.states[1]


def test_answers_are_counted_for_each_step_and_revealed_after_the_run(
    session: Session, lessons: Lessons, until: Any
) -> None:
    ask = {"choices": [{"en": "yes"}, {"en": "no"}], "answer": 1}
    lessons.start(written(ask=ask, run={"epochs": 2}, done={"epoch": 2}), 1)
    for choice in (0, 1, 1):
        lessons.answer(choice)
    lessons.answer(0, -1)
    lessons.answer(0, -1)
    assert lessons.counts == (0, 2)
    assert not lessons.is_revealed
    lessons.run()
    until(lambda: lessons.has_run)
    assert lessons.is_revealed
    assert lessons.is_done
    lessons.go_to(0)
    assert lessons.counts == ()
    lessons.go_to(1)
    assert lessons.counts == (0, 2)
    assert not lessons.is_done


@pytest.mark.parametrize(
    ("done", "act"),
    [
        ({"command": "nudge"}, lambda _, lessons: lessons.note_command("nudge")),
        ({"gate": 2}, lambda _, lessons: lessons.note_gate(2, 5)),
        ({"gate": -1}, lambda _, lessons: lessons.note_gate(5, 5)),
        ({"probe": True}, lambda session, _: session.display.set(probe=(1.0, 2.0, None))),
        (
            {"field": "training.learning_rate", "at_least": 0.5},
            lambda session, _: session.edit(
                replace(session.experiment, training=replace(session.experiment.training, learning_rate=1.0)),
                "Rate",
            ),
        ),
    ],
)
def test_what_is_asked_for_ticks_the_step(
    session: Session, lessons: Lessons, until: Any, done: Any, act: Any
) -> None:
    step: dict[str, Any] = {"done": done}
    if "gate" in done:
        step["microscope"] = {"expression": "x * y", "values": {"x": 1.0, "y": 2.0}}
    lessons.start(written(**step), 1)
    until(lambda: session.snapshot.run_id == session.run_id)
    assert not lessons.is_done
    act(session, lessons)
    until(lambda: lessons.is_done)


def test_display_choices_come_back(session: Session, lessons: Lessons) -> None:
    session.display.set(node_mode="histogram", discretize=True, probe=(1.0, 1.0, None))
    view = {"nodes": "both", "edges": "ratio", "lines": True, "probe": [0.5, 0.5, 1]}
    lessons.start(written(view=view), 1)
    assert session.display.node_mode == "both"
    assert session.display.show_unit_lines
    assert not session.display.discretize
    assert session.display.probe == (0.5, 0.5, 1)
    lessons.end()
    assert session.display.node_mode == "histogram"
    assert session.display.discretize
    assert not session.display.show_unit_lines
    assert session.display.edge_mode == "weight"
    assert session.display.probe == (1.0, 1.0, None)


@pytest.mark.parametrize(
    ("typed", "answer", "kept"), [(7, 6, (6, 5)), (3, 9, (3, 2)), (2, -1, (2, 0)), (1, 0, None)]
)
def test_typed_choices_are_at_most_six_and_the_answer_is_one_of_them(
    typed: int, answer: int, kept: tuple[int, int] | None
) -> None:
    ask = choices("\n".join("abcdefg"[:typed]), answer)
    assert (None if ask is None else (len(ask.choices), ask.answer)) == kept


def test_a_draft_saves_what_the_reader_reads(session: Session, build: Any, tmp_path: Path) -> None:
    draft = Draft()
    draft.title = words("Two units", "유닛 둘")
    first = build(data={"dataset": "xor"})
    assert draft.take(first, session.display, None, -1) == 0
    assert draft.take(build(data={"dataset": "moons"}), session.display, "runPlot", 0) == 1
    ask = choices("bent | 꺾임\nstraight", 1)
    draft.change(0, text=words("Which?", ""), ask=ask, run=epochs(5), note=words("Point.", ""))
    assert typed_choices(ask) == "bent | 꺾임\nstraight"
    assert draft.move(0, 1) == 1
    draft.save(tmp_path / "own.json")
    again = Draft.of(tmp_path / "own.json")
    lesson = again.lesson()
    assert [one.data.dataset for one in lesson.states] == ["moons", "xor"]
    assert lesson.states[1] == first
    assert lesson.steps[1].ask == ask
    assert lesson.steps[1].run.epochs == 5
    assert lesson.steps[0].show == "runPlot"
    again.remove(0)
    assert len(again.lesson().steps) == 1


def test_a_draft_without_steps_is_refused_with_its_reason() -> None:
    with pytest.raises(ExperimentError, match="steps"):
        Draft().lesson()


def test_a_lessons_file_begins_it(session: Session, lessons: Lessons, tmp_path: Path) -> None:
    path = tmp_path / "own.json"
    draft = Draft()
    draft.take(Experiment(), session.display, None, -1)
    draft.save(path)
    assert session.open(path)
    assert lessons.is_on
    lessons.end()


def test_a_broken_lessons_file_changes_nothing(
    session: Session, lessons: Lessons, qtbot: Any, tmp_path: Path
) -> None:
    path = tmp_path / "own.json"
    path.write_text(
        '{"format": "playground-lesson", "version": 1, "id": "own", "title": {"en": "x"}, "steps": []}'
    )
    before = session.experiment
    with qtbot.waitSignal(session.notice) as told:
        assert not session.open(path)
    assert told.args[0].text == "own.json was not opened. Steps: [] must have length >= 1."
    assert "\n" not in told.args[0].text
    assert not lessons.is_on
    assert session.experiment is before
