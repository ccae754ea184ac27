"""The demonstration and the benchmark drive the real window."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent

from playground.app import lessons
from playground.tools import benchmark_window, demo, lesson_film
from playground.ui.look import theme


@pytest.fixture(autouse=True)
def light_again(qapp):
    """The demonstration shows the light theme; other tests choose their own."""
    yield
    theme.apply(qapp, "light")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_demonstration_does_what_it_shows_and_writes_two_files(tmp_path):
    """Its script stops with an error where a drag, a choice or a key has no effect."""
    picture, film = demo.record(tmp_path, haste=5.0)
    with Image.open(picture) as image:
        assert image.size == (1600, 900)
    assert film.stat().st_size < 4 * 2**20
    with Image.open(film) as frames:
        assert frames.n_frames > 100
        first = frames.convert("RGB").tobytes()
        frames.seek(frames.n_frames - 1)
        assert frames.convert("RGB").tobytes() != first


@pytest.mark.timeout(300)
def test_a_lesson_is_recorded_step_by_step(tmp_path, monkeypatch):
    monkeypatch.setattr(lessons, "RUN_SECONDS", 0.2)
    *pictures, film = lesson_film.record_lesson("bias", tmp_path, haste=5.0)
    assert [path.name for path in pictures] == ["bias-1.png", "bias-2.png", "bias-3.png"]
    seen = set()
    for path in pictures:
        with Image.open(path) as image:
            assert image.size == (1600, 900)
            seen.add(image.convert("RGB").tobytes())
    assert len(seen) == len(pictures)
    with Image.open(film) as frames:
        assert frames.n_frames > 30  # those that look alike are one


def test_a_lesson_that_is_not_there_is_named_with_those_that_are(tmp_path):
    with pytest.raises(LookupError, match="raise-lambda"):
        lesson_film.record_lesson("nothing", tmp_path)


def test_figures_are_tables_for_a_person():
    text = benchmark_window.as_text({"engine": [{"network": "a", "steps_per_second": 12345.6}], "peers": []})
    assert text.splitlines() == ["engine", "  network  steps_per_second", "        a            12,346"]
