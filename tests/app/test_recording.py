"""Films: true times, only what is painted anew, whole files or none, and the experiment that they carry."""

from __future__ import annotations

import errno
import importlib.util
import io
import sys
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtGui import QColor, QImage, QPainter

from playground.app.recording.film import LARGEST, Film, Pixels, as_rgb
from playground.app.recording.gif import write_gif
from playground.app.recording.recording import Recording
from playground.app.work import trained
from playground.engine.experiment import Experiment
from playground.engine.training import TrainingRun
from playground.interop.carried import as_line, experiment_in, gif_comment, state_of
from playground.interop.loading import load
from playground.ui.window.recorder import pixels_of

HAS_AV = importlib.util.find_spec("av") is not None


def picture(number: int, size: tuple[int, int] = (120, 80)) -> Pixels:
    """A ground with a square whose place and colour say the number."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor("#fafaf8"))
    with QPainter(image) as painter:
        painter.fillRect(4 + 7 * number % 90, 10, 20, 20, QColor.fromHsv(37 * number % 360, 200, 200))
    return pixels_of(image)


def color(number: int) -> tuple[int, int, int]:
    return QColor.fromHsv(37 * number % 360, 200, 200).toRgb().getRgb()[:3]


def film_of(times: list[float], end: float) -> Film:
    film = Film()
    for number, seconds in enumerate(times):
        film.add(picture(number), seconds)
    film.stop(end)
    film.finish()
    return film


def gif_of(film: Film, comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    shares = [*write_gif(film, file, comment)]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)
    return file.getvalue()


def begins_and_end(gif: bytes) -> tuple[list[int], int]:
    """When each frame begins, and when the last one ends, in milliseconds."""
    begins, now = [], 0
    with Image.open(io.BytesIO(gif)) as film:
        for number in range(film.n_frames):
            film.seek(number)
            begins.append(now)
            now += film.info["duration"]
    return begins, now


def test_a_film_gives_back_every_pixel_and_every_time():
    times = [0.0, 0.04, 0.5, 1.25]
    film = film_of(times, 2.0)
    frames = [(frame.seconds, as_rgb(frame.pixels)) for frame in film.frames()]
    again = [frame.seconds for frame in film.frames()]
    film.close()
    assert [seconds for seconds, _ in frames] == times == again
    for number, (_, pixels) in enumerate(frames):
        x = 4 + 7 * number % 90 + 5
        assert tuple(pixels[15, x]) == color(number)
        assert tuple(pixels[70, 100]) == (250, 250, 248)
        assert np.count_nonzero((pixels != (250, 250, 248)).any(axis=2)) == 400


def test_what_is_painted_alike_is_no_frame():
    film = Film()
    for seconds in (0.0, 0.1, 0.2):
        film.add(picture(1), seconds)
    film.add(picture(2), 0.3)
    film.stop(0.4)
    film.finish()
    assert [frame.seconds for frame in film.frames()] == [0.0, 0.3]
    film.close()


def test_a_window_of_another_size_is_shown_whole_in_the_first_ones():
    film = Film()
    film.add(picture(1), 0.0)
    film.add(picture(1, (240, 80)), 0.1)
    film.stop(0.2)
    film.finish()
    last = [as_rgb(frame.pixels) for frame in film.frames()][-1]
    film.close()
    assert (film.width, film.height) == (120, 80)
    assert last.shape == (80, 120, 3)
    assert tuple(last[5, 5]) == (250, 250, 248)


def test_a_very_large_window_is_recorded_smaller():
    film = Film()
    film.add(picture(1, (3840, 2160)), 0.0)
    film.stop(1.0)
    film.finish()
    film.close()
    assert (film.width, film.height) == (1920, 1080)
    assert film.width <= LARGEST[0]


def test_a_slow_disk_lets_few_frames_wait(monkeypatch):
    go_on, compress = threading.Event(), zlib.compress

    def slow(raw: bytes, level: int) -> bytes:
        go_on.wait(10.0)
        return compress(raw, level)

    monkeypatch.setattr("playground.app.recording.film.zlib.compress", slow)
    film = Film()
    taken = [film.offer(picture(number), 0.05 * number) for number in range(50)]
    go_on.set()
    film.stop(3.0)
    film.finish()
    assert taken[0]
    assert 1 <= sum(taken) <= 6
    assert film.count == sum(taken)
    film.close()


@given(st.lists(st.floats(0.02, 3.0), min_size=1, max_size=20))
def test_a_gif_keeps_the_clock_to_a_hundredth_however_long_it_is(gaps):
    times = [0.0, *np.cumsum(gaps[:-1])]
    end = float(np.sum(gaps))
    film = film_of([float(seconds) for seconds in times], end)
    begins, ended = begins_and_end(gif_of(film))
    film.close()
    assert len(begins) == len(times)
    assert all(abs(begin - 1000 * seconds) <= 5.001 for begin, seconds in zip(begins, times, strict=True))
    assert abs(ended - 1000 * end) <= 5.001


def test_a_gif_holds_what_was_seen():
    film = film_of([0.1 * number for number in range(6)], 0.7)
    gif = gif_of(film)
    film.close()
    with Image.open(io.BytesIO(gif)) as opened:
        assert opened.info["loop"] == 0
        assert opened.size == (120, 80)
        for number in range(opened.n_frames):
            opened.seek(number)
            shown = np.asarray(opened.convert("RGB")).astype(int)
            x = 4 + 7 * number % 90 + 5
            assert np.abs(shown[15, x] - color(number)).max() <= 8
            assert np.abs(shown[70, 100] - (250, 250, 248)).max() <= 8
    assert not QImage.fromData(gif).isNull()


def test_a_gif_can_stand_still_for_an_hour():
    film = film_of([0.0, 1.0], 3600.0)
    gif = gif_of(film)
    film.close()
    assert begins_and_end(gif)[1] == 3_600_000


def test_a_comment_of_any_length_is_read_back():
    run = TrainingRun(Experiment())
    run.train(epochs=2)
    for experiment in (Experiment(), state_of(run)):
        film = film_of([0.0], 1.0)
        gif = gif_of(film, gif_comment(as_line(experiment)))
        film.close()
        assert experiment_in(gif) == as_line(experiment).removeprefix("playground experiment: ").encode()
        with Image.open(io.BytesIO(gif)) as opened:
            assert opened.n_frames == 1
    assert experiment_in(gif[:40]) is None


# ------------------------------------------------------------------------------------------- Recording


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def notices() -> list:
    return []


@pytest.fixture
def recording(qapp, clock, notices):
    answer: Future[Experiment] = Future()
    run = TrainingRun(Experiment())
    run.train(epochs=3)
    answer.set_result(trained(run))
    made = Recording(lambda: answer, Experiment, clock=clock)
    made.notice.connect(notices.append)
    yield made
    made.close()


def record(recording: Recording, clock: Clock, times: list[float], end: float) -> None:
    recording.start()
    for number, seconds in enumerate(times):
        clock.now = 100.0 + seconds
        assert recording.offer(picture(number))
    clock.now = 100.0 + end
    recording.stop()


def written(qtbot, recording: Recording, path: Path) -> None:
    recording.write(path)
    qtbot.waitUntil(lambda: not recording.is_writing, timeout=10_000)


def test_a_recording_counts_from_its_first_picture(qtbot, recording, clock, tmp_path, notices):
    record(recording, clock, [0.0, 0.5, 0.75], 2.0)
    written(qtbot, recording, tmp_path / "film.gif")
    assert begins_and_end((tmp_path / "film.gif").read_bytes()) == ([0, 500, 750], 2000)
    assert [notice.action for notice in notices] == ["cancel_recording", ""]


@pytest.mark.parametrize(
    "suffix",
    [
        ".gif",
        ".png",
        pytest.param(".mp4", marks=pytest.mark.skipif(not HAS_AV, reason="PyAV is not installed")),
    ],
)
def test_opening_a_recording_brings_its_experiment_back_trained(qtbot, recording, clock, tmp_path, suffix):
    record(recording, clock, [0.0, 0.5], 1.0)
    path = tmp_path / f"film{suffix}"
    written(qtbot, recording, path)
    opened = load(path)
    assert opened.run is not None
    assert opened.run.epoch == 3
    assert TrainingRun(opened).metrics()["epoch"] == 3


@pytest.mark.skipif(not HAS_AV, reason="PyAV is not installed")
def test_an_mp4_has_the_times_of_the_clock(qtbot, recording, clock, tmp_path):
    import av

    times = [0.0, 0.041, 0.5, 1.333]
    record(recording, clock, times, 2.0)
    written(qtbot, recording, tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as opened:
        found = [float(frame.pts * frame.time_base) for frame in opened.decode(video=0)]
    assert found == pytest.approx([*times, 2.0], abs=1e-3)


def test_without_the_extra_an_mp4_is_refused_in_a_sentence_that_names_it(
    qtbot, recording, clock, tmp_path, notices, monkeypatch
):
    monkeypatch.setitem(sys.modules, "av", None)
    record(recording, clock, [0.0], 1.0)
    written(qtbot, recording, tmp_path / "film.mp4")
    assert "playground[video]" in notices[-1].text
    assert notices[-1].action == "save_recording"
    assert not [*tmp_path.iterdir()]
    written(qtbot, recording, tmp_path / "film.gif")
    assert (tmp_path / "film.gif").exists()


def test_another_ending_is_refused(recording, clock, tmp_path, notices):
    record(recording, clock, [0.0], 1.0)
    recording.write(tmp_path / "film.avi")
    assert not recording.is_writing
    assert ".gif, .mp4 or .png" in notices[-1].text


def test_a_folder_without_the_right_to_write_costs_a_sentence_and_no_frame(
    qtbot, recording, clock, tmp_path, notices
):
    record(recording, clock, [0.0, 0.5], 1.0)
    written(qtbot, recording, tmp_path / "nowhere" / "film.gif")
    assert notices[-1].kind == "error"
    assert "film.gif" in notices[-1].text
    assert recording.has_film
    written(qtbot, recording, tmp_path / "film.gif")
    assert begins_and_end((tmp_path / "film.gif").read_bytes())[1] == 1000


def test_a_disk_that_is_full_while_writing_leaves_the_old_file(
    qtbot, recording, clock, tmp_path, notices, monkeypatch
):
    (tmp_path / "film.gif").write_bytes(b"before")
    record(recording, clock, [0.0, 0.5], 1.0)

    def full(*_: object) -> Iterator[float]:
        yield 0.5
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("playground.app.recording.recording.write_gif", full)
    written(qtbot, recording, tmp_path / "film.gif")
    assert notices[-1].kind == "error"
    assert [path.name for path in tmp_path.iterdir()] == ["film.gif"]
    assert (tmp_path / "film.gif").read_bytes() == b"before"


def test_a_disk_that_is_full_while_recording_ends_it_and_keeps_what_there_is(
    qtbot, recording, clock, tmp_path, notices, monkeypatch
):
    class Small(io.BytesIO):
        def write(self, content: bytes) -> int:
            if self.tell():
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(content)

    monkeypatch.setattr("playground.app.recording.film.tempfile.TemporaryFile", Small)
    recording.start()

    def has_ended() -> bool:
        clock.now += 1.0
        recording.offer(picture(int(clock.now)))
        return not recording.is_recording

    qtbot.waitUntil(has_ended)
    assert not recording.is_recording
    assert notices[-1].kind == "error"
    assert notices[-1].action == "save_recording"
    written(qtbot, recording, tmp_path / "film.gif")
    with Image.open(tmp_path / "film.gif") as opened:
        assert opened.n_frames == 1


def test_a_cancelled_writing_leaves_no_file_and_can_be_done_again(
    qtbot, recording, clock, tmp_path, notices, monkeypatch
):
    begun, go_on = threading.Event(), threading.Event()

    def slow(*arguments: Any) -> Iterator[float]:
        begun.set()
        go_on.wait(10.0)
        yield from write_gif(*arguments)

    monkeypatch.setattr("playground.app.recording.recording.write_gif", slow)
    record(recording, clock, [0.0, 0.5, 0.6], 1.0)
    recording.write(tmp_path / "film.gif")
    qtbot.waitUntil(begun.is_set)
    assert recording.is_writing
    assert "film.gif" in recording.busy
    recording.cancel()
    go_on.set()
    assert notices[-1].action == "save_recording"
    qtbot.waitUntil(lambda: not [*tmp_path.iterdir()])
    written(qtbot, recording, tmp_path / "film.gif")
    assert begins_and_end((tmp_path / "film.gif").read_bytes()) == ([0, 500, 600], 1000)


def test_nothing_painted_is_said(qtbot, recording, clock, tmp_path, notices):
    record(recording, clock, [], 1.0)
    written(qtbot, recording, tmp_path / "film.gif")
    assert notices[-1].kind == "error"
    assert not [*tmp_path.iterdir()]
