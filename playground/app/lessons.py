"""A running lesson: its step, what was answered and done, its runs; the user's own work stands aside."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from playground.app import comparison as compared
from playground.app import sentences
from playground.app.background import Background
from playground.app.display import PERSISTENT
from playground.app.lesson_check import has_reached, training
from playground.app.notices import Notice
from playground.app.sentences import translate
from playground.app.session import Session
from playground.app.settings import Preferences
from playground.app.work import trained
from playground.engine import fields
from playground.engine.errors import ExperimentError
from playground.engine.evaluation import Metrics
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.interop.lessons import (
    COMMANDS,
    OBJECTS,
    Ask,
    Done,
    Lesson,
    Microscope,
    Run,
    Step,
    Until,
    Words,
    read_lesson,
)
from playground.interop.loading import read_file
from playground.observe.snapshot import Snapshot, UnitKey
from playground.paths import resource

RUN_SECONDS = 5.0
"""A run takes about so long where the machine could do it faster, so that a class sees it happen."""
_KEPT_CHOICES = (*PERSISTENT, "probe", "selected", "selected_edge", "hidden_controls")

# The window shows lessons, and knows their types from here.
__all__ = [
    "COMMANDS",
    "OBJECTS",
    "Ask",
    "Done",
    "Lesson",
    "Lessons",
    "Microscope",
    "Run",
    "Step",
    "Words",
    "shipped",
]


def shipped() -> list[Lesson]:
    """The program's own lessons: the lecture's ideas L1 to L10, then B1 to B5, then those for oneself."""
    found = []
    for path in resource("lessons").glob("*.json"):
        with suppress(ExperimentError):  # a broken one is found by the check, not here
            found.append(read_lesson(read_file(path)))
    return sorted(found, key=_place_in_lecture)


class Lessons(QObject):
    """The lesson of a session, if one runs. ``start``, ``go_to``, ``run``, ``answer``, ``end``.

    The window tells it what it cannot see: ``note_command`` and ``note_gate``.
    """

    started = Signal()
    ended = Signal()
    step_changed = Signal()
    """Another step is shown, or the same one anew: its state is in the session."""
    changed = Signal()
    """What is shown of the step is other: answers, a tick, a run, notes, progress."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.lesson: Lesson | None = None
        self.place = 0
        self.progress: float | None = None
        """The share that is trained of what a step goes on from; None: nothing is awaited."""
        self.shows_notes = False
        self._began = 0.0
        self._counts: dict[int, list[int]] = {}
        self._done: set[int] = set()
        self._revealed: set[int] = set()
        self._commands: set[str] = set()
        self._gate = (0, -1)
        self._first_epoch = 0
        self._has_run = False
        self._is_running = False
        self._choices: dict[str, Any] = {}
        self._background = Background(self)
        self._background.progressed.connect(self._on_progress)
        self._background.finished.connect(self._on_trained)
        self._background.failed.connect(self._on_failed)
        session.lesson_read.connect(self.start)
        session.about_to_replace.connect(self.end)
        session.snapshot_ready.connect(self._on_snapshot)
        session.playing_changed.connect(self._on_playing)
        session.comparing.view_ready.connect(self._tick)
        session.display.changed.connect(self._tick)
        session.document.changed.connect(self._tick)

    # ------------------------------------------------------------------------------- what there is

    @property
    def is_on(self) -> bool:
        """Whether a lesson runs."""
        return self.lesson is not None

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return None if self.lesson is None else self.lesson.steps[self.place]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many have answered with each choice of the step."""
        ask = None if self.step is None else self.step.ask
        return tuple(self._counts.get(self.place, [0] * len(ask.choices))) if ask else ()

    @property
    def is_revealed(self) -> bool:
        """Whether the right choice is shown."""
        return self.place in self._revealed

    @property
    def is_done(self) -> bool:
        """Whether what the step asks for is reached."""
        return self.place in self._done

    @property
    def is_running(self) -> bool:
        """Whether the step's run is going on."""
        return self._is_running

    @property
    def has_run(self) -> bool:
        """Whether the step's run has come to its end."""
        return self._has_run

    @property
    def gate(self) -> int | None:
        """The microscope's step that was reached last in this one; None before any."""
        position, count = self._gate
        return position if count >= 0 else None

    @property
    def seconds(self) -> float:
        """How long the lesson has been on."""
        return time.monotonic() - self._began

    @property
    def can_run(self) -> bool:
        """Whether the step has a run that has not come to its end, and nothing is awaited."""
        step = self.step
        return step is not None and step.run is not None and not self._has_run and self.progress is None

    # ----------------------------------------------------------------------------------- the lesson

    def start(self, lesson: Lesson, place: int = 0) -> None:
        """Show a lesson's step; the user's own work, or what another lesson had there, stands aside."""
        was_on = self.is_on
        if not was_on:
            self._session.put_aside()
            self._choices = {name: getattr(self._session.display, name) for name in _KEPT_CHOICES}
        self.lesson = lesson
        self._counts, self._done, self._revealed = {}, set(), set()
        self._began = time.monotonic()
        self.started.emit()
        self.go_to(place)

    def start_shipped(self, name: str, place: int = 0) -> bool:
        """Start the program's own lesson of this id. False where there is none."""
        found = next((one for one in shipped() if one.id == name), None)
        if found is not None:
            self.start(found, place)
        return found is not None

    def end(self) -> None:
        """The user's own work comes back exactly: document, undo, run, branches and display."""
        if not self.is_on:
            return
        self._background.cancel()
        self.lesson, self.progress, self._is_running = None, None, False
        self._session.take_up()
        self._session.display.set(**self._choices)
        self.ended.emit()

    def go_to(self, place: int) -> None:
        """Show a step from its beginning, whichever was shown before; beyond the ends nothing happens."""
        lesson = self.lesson
        if lesson is None or not 0 <= place < len(lesson.steps):
            return
        self._background.cancel()
        self.place, step = place, lesson.steps[place]
        self._commands, self._first_epoch = set(), 0
        self._has_run, self._is_running = False, False
        self.progress = 0.0 if step.continues else None
        self._session.show(self._state(lesson, place))
        self._show_view(step)
        self._gate = (0, -1)  # only now: until here the microscope told of what was shown before
        self._done.discard(place)
        self._revealed.discard(place)
        if step.continues:
            self._background.start(partial(training, lesson, place))
        self.step_changed.emit()
        self.changed.emit()

    def step_by(self, steps: int) -> None:
        """So many steps on, or back."""
        self.go_to(self.place + steps)

    def again(self) -> None:
        """The step once more from its beginning."""
        self.go_to(self.place)

    def run(self) -> None:
        """Train as the step says, then pause; where that is over, from its beginning again."""
        step = self.step
        if step is None or step.run is None or self.progress is not None:
            return
        if self._is_running:
            self._session.pause()
            return
        if self._has_run:
            self.again()
        until = step.run.until
        reached = None if until is None else _Reached(until, step)
        self._is_running = True
        self._session.play_to(self._first_epoch + step.run.epochs, reached, self._pace(step.run))
        self.changed.emit()

    def answer(self, choice: int, by: int = 1) -> None:
        """Count an answer, or with -1 take one back."""
        ask = None if self.step is None else self.step.ask
        if ask is None or not 0 <= choice < len(ask.choices):
            return
        counts = self._counts.setdefault(self.place, [0] * len(ask.choices))
        counts[choice] = max(counts[choice] + by, 0)
        self.changed.emit()

    def reveal(self) -> None:
        """Show which choice is right."""
        if self.step is not None and self.step.ask is not None and not self.is_revealed:
            self._revealed.add(self.place)
            self.changed.emit()

    def show_notes(self, is_shown: bool) -> None:
        """Show the speaker's notes, or not."""
        self.shows_notes = is_shown
        self.changed.emit()

    def cancel_training(self) -> None:
        """Do not wait for what a step goes on from: it begins untrained."""
        self._background.cancel()
        self.progress = None
        self.changed.emit()

    # ---------------------------------------------------------------------------- what the window tells

    def note_command(self, name: str) -> None:
        """The user gave a command, one of ``COMMANDS``."""
        self._commands.add(name)
        self._tick()

    def note_gate(self, position: int, count: int) -> None:
        """The microscope shows so many of so many steps."""
        self._gate = (position, count)
        self._tick()

    # ------------------------------------------------------------------------------------ private

    def _state(self, lesson: Lesson, place: int) -> Experiment:
        step, state = lesson.steps[place], lesson.states[place]
        if step.compare is None:
            return state
        try:
            beside = compared.compared_over(state, {step.compare.over: step.compare.values})
        except ExperimentError as error:
            self._session.notice.emit(Notice("warning", sentences.rejection(error)))
            return state
        return replace(state, comparison=beside)

    def _show_view(self, step: Step) -> None:
        view, usual, display = step.view, Preferences(), self._session.display
        probe = None if view.probe is None else (*view.probe, None)[:3]
        asked = {
            "node_mode": view.nodes,
            "edge_mode": view.edges,
            "boundary_mode": view.boundary,
            "show_unit_lines": view.lines,
        }
        display.set(
            **{name: asked.get(name) or getattr(usual, name) for name in PERSISTENT},
            probe=probe,
            selected=self._unit(view.unit),
            selected_edge=None,
            hidden_controls=frozenset(),
        )

    def _unit(self, name: str | None) -> UnitKey | None:
        """The unit that ``LAYER.UNIT`` names, both counted from 1."""
        if name is None:
            return None
        layer, unit = (int(part) for part in name.split("."))
        layers = self._session.experiment.network.layers
        return (layers[layer - 1].id, unit - 1) if 1 <= layer <= len(layers) else None

    def _pace(self, run: Run) -> float:
        """Steps a second at which the run takes ``RUN_SECONDS``."""
        data = self._session.experiment.data
        points = len(data.points) if data.points else data.samples
        batches = max(points * data.train_fraction / self._session.experiment.training.batch_size, 1.0)
        return run.epochs * batches / RUN_SECONDS

    def _on_progress(self, share: float) -> None:
        self.progress = share
        self.changed.emit()

    def _on_trained(self, run: TrainingRun) -> None:
        self.progress = None
        self._first_epoch = run.epoch
        self._session.show(replace(trained(run), comparison=self._session.experiment.comparison))
        self.step_changed.emit()
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self.cancel_training()
        said = translate("Session", "What this step goes on from could not be trained.")
        self._session.notice.emit(Notice("error", said, str(error)))

    def _on_playing(self, is_playing: bool) -> None:
        if not is_playing and self._is_running:
            self._is_running = False
            self._tick()
            self.changed.emit()

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if self.lesson is not None and snapshot.run_id == self._session.run_id:
            self._tick()

    def _tick(self, *_: object) -> None:
        """See what is reached by now."""
        step, snapshot = self.step, self._session.snapshot
        if step is None or self.progress is not None:
            return
        is_present = snapshot is not None and snapshot.run_id == self._session.run_id
        before = (self.is_done, self.is_revealed, self._has_run)
        if snapshot is not None and is_present:
            self._has_run = self._has_run or self._is_run_over(step, snapshot)
        if step.done is not None and self._is_reached(step, step.done, snapshot if is_present else None):
            self._done.add(self.place)
        is_over = self._has_run if step.run is not None else self.is_done
        if step.ask is not None and is_over:
            self._revealed.add(self.place)
        if before != (self.is_done, self.is_revealed, self._has_run):
            self.changed.emit()

    def _is_run_over(self, step: Step, snapshot: Snapshot) -> bool:
        if step.run is None:
            return False
        until = step.run.until
        is_early = until is not None and has_reached(until, step, self._measures(step, snapshot))
        is_at_end = snapshot.epoch >= self._first_epoch + step.run.epochs
        has_stopped = snapshot.diverged is not None or snapshot.finished is not None
        return not self._is_running and (is_at_end or has_stopped or is_early)

    def _is_reached(self, step: Step, done: Done, snapshot: Snapshot | None) -> bool:
        if done.field is not None:
            with suppress(ExperimentError):
                return done.is_met_by(fields.get(self._session.experiment, done.field))
            return False
        if done.command is not None:
            return done.command in self._commands
        if done.probe:
            given = step.view.probe
            probe = self._session.display.probe
            return probe is not None and (given is None or probe[:2] != given[:2])
        if done.gate is not None:
            position, count = self._gate
            return position >= done.gate if done.gate >= 0 else position == count
        if snapshot is None:
            return False
        if done.epoch is not None:
            return snapshot.epoch >= done.epoch
        until = done.until
        return until is not None and has_reached(until, step, self._measures(step, snapshot))

    def _measures(self, step: Step, snapshot: Snapshot) -> list[tuple[Metrics, Metrics | None]]:
        """Those of the run, or of the runs beside each other, as they were seen last."""
        if step.compare is None:
            return [(snapshot.train, snapshot.test)]
        view = self._session.comparing.view
        if view is None or view.comparison != self._session.experiment.comparison:
            return []
        return [(run.train, run.test) for run in view.runs]


class _Reached:
    """Whether runs have reached a measure: asked in the trainer's thread."""

    def __init__(self, until: Until, step: Step) -> None:
        self._until, self._step = until, step

    def __call__(self, runs: Sequence[TrainingRun]) -> bool:
        return has_reached(self._until, self._step, (run.evaluate() for run in runs))


def _place_in_lecture(lesson: Lesson) -> tuple[int, int, str]:
    idea = lesson.file.idea
    part = {"L": 0, "B": 1}.get(idea[:1], 2)
    return part, int(idea[1:]) if idea[1:].isdecimal() else 0, lesson.id
