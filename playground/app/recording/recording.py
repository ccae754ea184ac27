"""One recording of the window: begun, stopped, written beside the window, and kept until it is written."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import IO

from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import QObject, Signal

from playground.app import sentences
from playground.app.background import Background, Steps
from playground.app.notices import Notice, NoticeKind
from playground.app.particles import with_particles
from playground.app.recording.film import Film, Pixels, as_rgb
from playground.app.recording.gif import write_gif
from playground.app.recording.mp4 import write_mp4
from playground.app.sentences import translate
from playground.engine.experiment import Experiment, RunState
from playground.interop.carried import as_line, gif_comment, in_png
from playground.interop.loading import whole_file

SUFFIXES = (".gif", ".mp4", ".png")
"""What a recording can be written as; PNG is its last picture."""
_POLL_SECONDS = 0.01
_ANSWER_SECONDS = 5.0


class Recording(QObject):
    """What the window's pictures are given to while it is recorded.

    The film that was recorded last stays until the next one begins, so that a full disk, a wrong name or
    a cancelled writing loses nothing. ``ask`` gives the experiment with its trained state.
    """

    changed = Signal()
    """It has begun, was stopped, is being written or is no longer."""
    progressed = Signal(float)
    """The share of the film that is written; 0 when nothing is being written any more."""
    notice = Signal(object)

    def __init__(
        self,
        ask: Callable[[], Future[Experiment]],
        experiment: Callable[[], Experiment],
        parent: QObject | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        super().__init__(parent)
        self._ask = ask
        self._experiment = experiment
        self._clock = clock
        self._film: Film | None = None
        self._begun: float | None = None
        self._is_recording = False
        self._shown = Experiment()
        self._answer: Future[Experiment] = Future()
        self._target = Path()
        self._share = 0.0
        self._background = Background(self)
        self._background.progressed.connect(self._on_progress)
        self._background.finished.connect(self._on_written)
        self._background.failed.connect(self._on_failed)

    @property
    def is_recording(self) -> bool:
        """Whether pictures are taken."""
        return self._is_recording

    @property
    def is_writing(self) -> bool:
        """Whether a film is being written."""
        return self._background.is_running

    @property
    def has_film(self) -> bool:
        """Whether there is a film that can be written."""
        return self._film is not None and not self._is_recording

    @property
    def seconds(self) -> float:
        """How long it has been recorded, counted from the first picture."""
        return 0.0 if self._begun is None else self._clock() - self._begun

    @property
    def busy(self) -> str:
        """What is being written, and how much of it is, or ""."""
        if not self.is_writing:
            return ""
        said = translate("Recording", "Writing {name}: {percent} %")
        return with_particles(said.format(name=self._target.name, percent=int(100 * self._share)))

    def start(self) -> None:
        """Begin anew; what was recorded before is forgotten."""
        self._background.shutdown()
        self._forget()
        try:
            self._film = Film()
        except OSError as error:
            self.notice.emit(Notice("error", sentences.not_recorded(error), str(error)))
            return
        self._begun = None
        self._is_recording = True
        self.changed.emit()

    def offer(self, pixels: Pixels) -> bool:
        """Take what is seen now. False: a later picture is welcome."""
        film = self._film
        if film is None or not self._is_recording:
            return True
        if film.failure is not None:
            self.stop()
            return True
        seconds = self.seconds
        if self._begun is None:
            self._begun = self._clock()
        return film.offer(pixels, seconds)

    def stop(self) -> None:
        """Take no more pictures; what was taken waits to be written."""
        film = self._film
        if film is None or not self._is_recording:
            return
        film.stop(self.seconds)
        self._is_recording = False
        self._shown, self._answer = self._experiment(), self._ask()
        if film.failure is not None:
            self._offer_again("error", sentences.not_recorded(film.failure), str(film.failure))
        self.changed.emit()

    def write(self, path: str | Path) -> None:
        """Write the film beside the window; the name's ending says how."""
        film = self._film
        if film is None or self._is_recording or self.is_writing:
            return
        target = Path(path).absolute()
        if target.suffix.lower() not in SUFFIXES:
            text = translate("Recording", "A recording is a .gif, .mp4 or .png file; {name} is none of them.")
            self._offer_again("warning", with_particles(text.format(name=target.name)))
            return
        self._target, self._share = target, 0.0
        self._background.start(lambda: _writing(film, target, self._answer, self._shown))
        self.say_writing()
        self.changed.emit()

    def say_writing(self) -> None:
        """Say what is being written, and that it can be cancelled."""
        text = translate("Recording", "{name} is being written.").format(name=self._target.name)
        label = translate("Recording", "Cancel")
        self.notice.emit(Notice("info", with_particles(text), "", "cancel_recording", label))

    def cancel(self) -> None:
        """Write no more; the film is kept."""
        if self.is_writing:
            self._background.cancel()
            self._end_writing()
            self.say_unwritten()

    def say_unwritten(self) -> None:
        """Say that the film is not written, and can still be."""
        self._offer_again("info", translate("Recording", "The recording is not saved yet."))

    def close(self) -> None:
        """Forget everything and end all threads."""
        self._is_recording = False
        self._background.shutdown()
        self._forget()

    # --------------------------------------------------------------------------------------- private

    def _forget(self) -> None:
        film, self._film = self._film, None
        if film is not None:
            film.close()

    def _on_progress(self, share: float) -> None:
        self._share = share
        self.progressed.emit(share)

    def _on_written(self, _: object) -> None:
        self._end_writing()
        text = translate("Session", "Saved as {name}.").format(name=self._target.name)
        self.notice.emit(Notice("info", with_particles(text), str(self._target)))

    def _on_failed(self, error: Exception) -> None:
        self._end_writing()
        self._offer_again("error", sentences.not_saved(self._target, error), str(error))

    def _end_writing(self) -> None:
        self.progressed.emit(0.0)
        self.changed.emit()

    def _offer_again(self, kind: NoticeKind, text: str, details: str = "") -> None:
        label = translate("Recording", "Save it …")
        self.notice.emit(Notice(kind, text, details, "save_recording", label, passes=True))


def _writing(film: Film, target: Path, answer: Future[Experiment], shown: Experiment) -> Steps:
    """Write a film as a computation for ``Background``: whole, or nothing."""
    while not film.is_whole:
        time.sleep(_POLL_SECONDS)
        yield 0.0
    film.finish()
    if not film.count:
        raise ValueError(translate("Recording", "Nothing was painted while it was recorded."))
    end = time.monotonic() + _ANSWER_SECONDS
    while not answer.done() and time.monotonic() < end:
        time.sleep(_POLL_SECONDS)
        yield 0.0
    experiment = _lean(answer, shown)
    with whole_file(target) as file:
        yield from _in_format(film, file, target.suffix.lower(), experiment)


def _lean(answer: Future[Experiment], shown: Experiment) -> Experiment:
    """The experiment with its trained state, where that came; without the curve."""
    came = answer.done() and not answer.cancelled() and answer.exception() is None
    found = answer.result() if came else shown
    return found if found.run is None else replace(found, run=replace(found.run, history=RunState().history))


def _in_format(film: Film, file: IO[bytes], suffix: str, experiment: Experiment) -> Iterator[float]:
    if suffix == ".gif":
        yield from write_gif(film, file, gif_comment(as_line(experiment)))
    elif suffix == ".mp4":
        yield from write_mp4(film, file, as_line(experiment))
    else:
        yield from _write_last(film, file, experiment)


def _write_last(film: Film, file: IO[bytes], experiment: Experiment) -> Iterator[float]:
    """The last picture as PNG."""
    for number, frame in enumerate(film.frames()):
        yield (number + 1) / (film.count + 1)
        pixels = frame.pixels
    buffer = io.BytesIO()
    Image.fromarray(as_rgb(pixels)).save(buffer, "PNG")
    file.write(in_png(buffer.getvalue(), experiment))
