"""A lesson recorded: the real window steps through it, runs what is to be run; PNG each step, one GIF."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from playground.engine.experiment import Experiment
from playground.interop.loading import write_whole
from playground.tools.offscreen import offscreen_window
from playground.tools.recording import Recording, png
from playground.tools.stage import FRAMES_PER_SECOND, Script, Stage

if TYPE_CHECKING:
    from playground.app.session import Session
    from playground.ui.window.main_window import MainWindow

FILM_WIDTH = 960
SIZE = QSize(1600, 900)
_PATIENCE_SECONDS = 180.0
_MOST_GATES = 60


def record_lesson(
    name: str, folder: Path, *, language: str = "en", theme: str = "light", haste: float = 1.0
) -> list[Path]:
    """Play the lesson of this id; write ``NAME-1.png``, ... and ``NAME.gif``. LookupError: there is none."""
    from playground.app.lessons import shipped

    lesson = next((one for one in shipped() if one.id == name), None)
    if lesson is None:
        raise LookupError(f"there is no lesson {name!r}; there are {', '.join(one.id for one in shipped())}")
    recording = Recording(FILM_WIDTH, FRAMES_PER_SECOND)
    pictures: list[QImage] = []
    with offscreen_window(Experiment()) as (app, window, session):
        window.set_theme(theme)
        window.set_language(language)
        window.resize(SIZE)
        stage = Stage(window, recording.add, haste)
        ends: list[BaseException | None] = []

        def end(error: BaseException | None) -> None:
            ends.append(error)
            app.quit()

        window.lessons.start(lesson)
        stage.play(_script(stage, window, session, pictures), end)
        app.exec()
        window.lessons.end()
    if ends[0] is not None:
        raise ends[0]
    written = []
    for place, picture in enumerate(pictures, start=1):
        written.append(folder / f"{name}-{place}.png")
        write_whole(written[-1], png(picture))
    written.append(folder / f"{name}.gif")
    recording.save(written[-1])
    return written


def _script(stage: Stage, window: MainWindow, session: Session, pictures: list[QImage]) -> Script:
    """Each step: what it asks is read, it runs, and what came of it is looked at."""
    lessons, strip = window.lessons, window.workspace.lesson.strip
    assert lessons.lesson is not None
    for place, step in enumerate(lessons.lesson.steps):
        if place:
            lessons.go_to(place)
        yield from stage.until(lambda: lessons.progress is None, _PATIENCE_SECONDS, "what came before")
        yield from stage.until(
            lambda: session.snapshot is not None and session.snapshot.run_id == session.run_id,
            _PATIENCE_SECONDS,
            "the step's state",
        )
        yield from stage.pause(1.5)
        if step.run is not None:
            strip.act()
            yield from stage.until(lambda: lessons.has_run, _PATIENCE_SECONDS, "the end of the run")
        elif step.microscope is not None and step.done is not None and step.done.gate is not None:
            for _ in range(_MOST_GATES):
                if lessons.is_done:
                    break
                strip.act()
                yield from stage.pause(0.6)
        elif step.ask is not None:
            strip.act()
        yield from stage.pause(1.0)
        pictures.append(window.grab().toImage())
