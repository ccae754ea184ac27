"""``playground lesson``: whether a lesson is whole, and whether a handed-in file reaches what it asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from playground.cli.errors import CommandError
from playground.cli.outcome import as_json_text, say
from playground.cli.sources import load

if TYPE_CHECKING:
    from playground.interop.lessons import Lesson

NOT_REACHED = 1

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Check a lesson, grade a file by it.",
)

LessonPath = Annotated[Path, typer.Argument(metavar="LESSON", help="A lesson's file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="LESSON...", help="The lessons' files.")],
    languages: Annotated[
        str, typer.Option(metavar="en,ko", help="The languages that every sentence must be there in.")
    ] = "en,ko",
    as_json: AsJson = False,
) -> None:
    """Run every step of a lesson: its states load, its sentences are there, what it asks for is reached.

    Leaves with 1 where something is wrong.
    """
    from playground.app import lesson_check
    from playground.interop.lessons import LANGUAGES

    asked = tuple(part.strip() for part in languages.split(",") if part.strip())
    for language in asked:
        if language not in LANGUAGES:
            raise CommandError(f"--languages: {language} is unknown; known: {', '.join(LANGUAGES)}")
    found = {}
    for path in files:
        lesson = _read(path)
        found[str(path)] = [str(fault) for fault in lesson_check.faults(lesson, languages=asked)]
        if not as_json:
            for fault in found[str(path)]:
                say(f"{path}: {fault}")
            if not found[str(path)]:
                count = len(lesson.steps)
                say(f"{path}: whole, {count} {'step' if count == 1 else 'steps'}")
    if as_json:
        say(as_json_text(found))
    if any(found.values()):
        raise typer.Exit(NOT_REACHED)


@app.command()
def grade(
    lesson: LessonPath,
    experiment: Annotated[str, typer.Argument(metavar="EXPERIMENT", help="The file that was handed in.")],
    step: Annotated[
        int | None, typer.Option(min=1, help="The step to grade by; without it the last that can tell.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Whether a saved experiment reaches what a lesson asks for. Leaves with 1 where it does not."""
    from playground.app import lesson_check
    from playground.engine.errors import ExperimentError

    read, handed_in = _read(lesson), load(experiment, tells_notes=False)
    if step is not None and step > len(read.steps):
        raise CommandError(f"--step: the lesson has {len(read.steps)} steps")
    try:
        found = lesson_check.grade(read, handed_in, None if step is None else step - 1)
    except ExperimentError as error:
        raise CommandError(f"{lesson}: {error}") from error
    if as_json:
        say(as_json_text({"reached": found.is_reached, "because": found.text}))
    else:
        say(f"{'reached' if found.is_reached else 'not reached'}: {found.text}")
    if not found.is_reached:
        raise typer.Exit(NOT_REACHED)


def _read(path: Path) -> Lesson:
    """The lesson of a file. Raises CommandError with one sentence."""
    from playground.engine.errors import ExperimentError
    from playground.interop.lessons import read_lesson
    from playground.interop.loading import read_file

    try:
        return read_lesson(read_file(path))
    except ExperimentError as error:
        raise CommandError(f"{path}: {error}") from error
