"""The sentences a session says, in the user's language: of the run, of edits, files, notes from outside."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication

from playground.app.particles import with_particles
from playground.engine.errors import ExperimentError, Note, Notes
from playground.engine.experiment import Experiment
from playground.observe.snapshot import Snapshot

translate = QCoreApplication.translate
_PATH = re.compile(r"[a-z_]+[.\[]\S*:")
_LARGE_LEARNING_RATE = 1.0


def divergence(snapshot: Snapshot, experiment: Experiment) -> str:
    """What it means that the run left the finite numbers."""
    where = snapshot.diverged
    what = (
        translate("Session", "the loss")
        if where is not None and where.quantity == "loss"
        else translate("Session", "a weight")
    )
    happened = translate(
        "Session",
        "Training diverged in epoch {epoch}: {what} grew too large for a number. It paused before that.",
    ).format(epoch=where.epoch if where is not None else snapshot.epoch, what=what)
    return with_particles(f"{happened} {_remedy(experiment)}")


def finish(snapshot: Snapshot, experiment: Experiment) -> str:
    """Which stop condition ended the training; it watches the test points, all where none are held out."""
    stop = experiment.training.stop
    measured = translate("Session", "test loss") if snapshot.test else translate("Session", "training loss")
    match snapshot.finished:
        case "epochs":
            reason = translate("Session", "{count} epochs are done.").format(
                count=stop.epochs or snapshot.epoch
            )
        case "loss_below":
            reason = translate("Session", "the {loss} fell below {value}.").format(
                loss=measured, value=f"{stop.loss_below or 0:g}"
            )
        case "accuracy_above":
            reason = translate("Session", "the accuracy reached {value} %.").format(
                value=f"{100 * (stop.accuracy_above or 0):g}"
            )
        case "patience":
            reason = translate("Session", "the {loss} has not improved for {count} epochs.").format(
                loss=measured, count=stop.patience or 0
            )
        case _:
            reason = translate("Session", "its stop condition is met.")
    ending = translate("Session", "Training stopped in epoch {epoch}:").format(epoch=snapshot.epoch)
    advice = translate("Session", "Change the stop condition to go on.")
    return f"{ending} {reason} {advice}"


def obstacle(experiment: Experiment) -> str | None:
    """Why nothing can be trained, or None."""
    if not experiment.network.features:
        return translate(
            "Session", "No feature is switched on, so the network sees nothing: click a feature first."
        )
    if experiment.data.points is not None and not experiment.data.points:
        return translate(
            "Session", "There are no points to learn from: paint some, import a file or pick a dataset."
        )
    return None


def large_batch(batch_size: int, points: int) -> str:
    """A batch larger than the training set."""
    return translate(
        "Session",
        "A batch of {batch} is more than the {points} training points: every step uses all of them.",
    ).format(batch=f"{batch_size:,}", points=f"{points:,}")


def no_number(value: object) -> str:
    """A typed weight that is no number, or too large for one."""
    return translate("Session", "{value} is no number that a weight can have; nothing was changed.").format(
        value=_short(f"“{value}”")
    )


def no_parameter() -> str:
    """A weight of a layer that has changed since."""
    return translate("Session", "This weight is no longer there, so nothing was changed.")


def rejection(error: ExperimentError) -> str:
    """An edit that cannot be: the field in words, the reason, and that nothing is lost."""
    field = re.sub(r"\[\d+\]", "", error.path).rpartition(".")[2].replace("_", " ")
    reason = told(error.reason)
    said = f"{translate('Fields', field)}: {reason}" if field else reason
    return translate("Session", "Nothing was changed. {reason}").format(reason=sentence(said))


def not_opened(source: str, error: Exception) -> str:
    """A file or link that cannot be opened."""
    if len(source) >= 300 or "://" in source:
        return link_not_opened(error)
    return _not_opened(Path(source).name, error)


def link_not_opened(error: Exception) -> str:
    """A link that cannot be opened."""
    return _not_opened(translate("Session", "The link"), error)


def nothing_to_paste() -> str:
    """A text that is neither a link nor a table nor an experiment."""
    return translate(
        "Session", "There is neither a link nor a table with two columns of numbers in what you pasted."
    )


def too_much_to_paste() -> str:
    """A text that is too long to be looked at."""
    return translate("Session", "That is too much to paste; import it as a file.")


def not_saved(path: Path, error: Exception) -> str:
    """A file that cannot be written."""
    return with_particles(
        translate("Session", "{name} was not saved. {reason}").format(
            name=path.name, reason=sentence(_said(error))
        )
    )


def not_kept(error: Exception) -> str:
    """The work cannot be kept beside the window."""
    return translate(
        "Session", "Your work is not being kept against a crash: {reason} Save it where there is room."
    ).format(reason=sentence(_said(error)))


def settings_not_written(error: Exception) -> str:
    """The settings cannot be written."""
    return translate(
        "Session", "Your settings were not written: {reason} The program tries again by itself."
    ).format(reason=sentence(_said(error)))


def not_recorded(error: Exception) -> str:
    """A recording that ended by itself."""
    return translate("Session", "The recording was stopped. {reason}").format(reason=sentence(_said(error)))


def unexpected(error: BaseException) -> str:
    """An exception nobody foresaw."""
    return translate(
        "Session",
        "Something went wrong that should not: {error}. Your work is still here; Reset starts the run again.",
    ).format(error=_short(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__))


def told(note: str, **instead: Any) -> str:
    """A note in the user's language (a text that is none stays as it is).

    ``instead`` are values that the window writes its way.
    """
    if not isinstance(note, Note):
        return note
    values = {name: _told_value(value) for name, value in {**note.values, **instead}.items()}
    return with_particles(translate("Interop", note.template).format(**values))


def listed(notes: Iterable[Note]) -> str:
    """Several notes as one text."""
    return "; ".join(told(note) for note in notes)


def sentence(text: str) -> str:
    """A reason as a sentence: one line, with a capital letter and a full stop."""
    text = _short(text.strip())
    if not _PATH.match(text):
        text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


# ------------------------------------------------------------------------------------- private


def _remedy(experiment: Experiment) -> str:
    if experiment.training.learning_rate > _LARGE_LEARNING_RATE:
        return translate("Session", "Try a learning rate far below {rate}, then Reset or step back.").format(
            rate=f"{experiment.training.learning_rate:g}"
        )
    return translate("Session", "Try a smaller learning rate, then Reset or step back.")


def _not_opened(name: str, error: Exception) -> str:
    return with_particles(
        translate("Session", "{name} was not opened. {reason}").format(
            name=name, reason=sentence(_said(error))
        )
    )


def _told_value(value: Any) -> Any:
    if isinstance(value, Notes):
        return listed(value)
    return told(value) if isinstance(value, Note) else value


def _said(error: Exception) -> str:
    if isinstance(error, ExperimentError):
        reason = told(error.reason)
        return f"{error.path}: {reason}" if error.path else reason
    if isinstance(error, OSError) and error.strerror:
        return _of_system(error)
    return str(error) or type(error).__name__


def _of_system(error: OSError) -> str:
    """What the system says of a file that cannot be written."""
    known = {
        errno.ENOENT: translate("Session", "the folder is not there"),
        errno.EACCES: translate("Session", "this place may not be written to"),
        errno.EPERM: translate("Session", "this place may not be written to"),
        errno.EROFS: translate("Session", "this place can only be read"),
        errno.ENOSPC: translate("Session", "there is no room left"),
        errno.EISDIR: translate("Session", "this is a folder"),
        errno.ENAMETOOLONG: translate("Session", "the name is too long"),
    }
    return known.get(error.errno or 0, error.strerror or "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 300 else line[:297] + "..."
