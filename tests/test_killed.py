"""Real processes that end in the middle of play: what they had comes back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.app.journal import read
from playground.app.session import Session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

PLAYING = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from playground.engine import edits
from playground.ui.window import application

build = application.build

def begin(*arguments):
    app, window, session = build(*arguments)
    session.edit(edits.with_training(session.experiment, learning_rate=0.012), "Rate")
    session.play()
    session.snapshot_ready.connect(lambda snapshot: print(snapshot.epoch, flush=True))
    return app, window, session

application.build = begin
raise SystemExit(application.run())
"""


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME")
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", **{name: str(tmp_path) for name in names}}


@pytest.fixture
def playing(environment) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        [sys.executable, "-c", PLAYING], env=environment, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def epochs_until(process, claim) -> int:
    """Read the epochs that it shows until the claim holds; the last one."""
    for line in process.stdout:
        if claim():
            return int(line)
    raise AssertionError("the process ended before")


def epoch_of(path: Path) -> int:
    run = read(path)[0].experiment.run
    return -1 if run is None else run.epoch


def test_killed_in_the_middle_of_play_its_work_comes_back_at_the_next_start(playing, tmp_path, qtbot):
    """With every edit, and what was trained until a few seconds before."""
    folder = tmp_path / "playground"
    epochs_until(playing, lambda: bool([*folder.glob("recovery-*.kept")]))
    first = epoch_of(folder / "recovery-0.kept")
    epochs_until(playing, lambda: epoch_of(folder / "recovery-0.kept") > first)
    playing.send_signal(signal.SIGKILL)
    playing.wait()
    kept = read(folder / "recovery-0.kept")[0].experiment
    assert kept.training.learning_rate == 0.012
    assert kept.run.epoch > first
    assert not [*folder.glob("session-*.kept")]
    session, offers = Session(folder=folder), []
    session.notice.connect(lambda notice: offers.append(notice.action))
    try:
        qtbot.waitUntil(lambda: "recover" in offers, timeout=30_000)
        assert session.perform("recover")
        qtbot.waitUntil(
            lambda: session.snapshot is not None and session.snapshot.epoch == kept.run.epoch, timeout=30_000
        )
        assert session.experiment.training.learning_rate == 0.012
    finally:
        assert session.shutdown()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_told_to_end_it_keeps_the_session_as_closing_does(name, playing, tmp_path):
    folder = tmp_path / "playground"
    shown = epochs_until(playing, lambda: True)
    shown = epochs_until(playing, lambda: True)
    playing.send_signal(getattr(signal, name))
    assert playing.wait(30) == 0
    assert epoch_of(folder / "session-0.kept") >= shown
    assert not [*folder.glob("recover*")]
