"""What every test runs under: no screen, settings of its own, and nothing left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in a shell's background: processes would inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile(
    "default",
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("thorough", settings.get_profile("default"), max_examples=10_000, derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

_GRACE_SECONDS = 3.0
_started_timers: weakref.WeakSet = weakref.WeakSet()


@pytest.fixture(scope="session")
def build() -> Callable[..., Any]:
    """An Experiment of its parts: ``build(data={...}, network={...}, training={...})``."""
    from playground.engine.experiment import from_builtins  # NumPy counts its threads when it is imported

    return lambda **parts: from_builtins({"format": "playground", "version": 1, **parts})


@pytest.fixture(autouse=True)
def own_settings_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, caches and data of the person who runs the tests stay untouched."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))  # one for all tests
    if sys.platform == "darwin":
        monkeypatch.setenv("HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def english_light_and_small(own_settings_folder: Path) -> Iterator[None]:
    """Language, theme and scale belong to the program, not to a window: each test leaves them as at first."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    app = widgets and widgets.QApplication.instance()
    if widgets is None or not isinstance(app, widgets.QApplication):
        return
    if "playground.ui.words.translation" in sys.modules:
        from playground.ui.words.translation import Translator

        Translator(app).use("en")
    if "playground.ui.look.theme" in sys.modules:
        from playground.ui.look import theme

        theme.set_scale(1.0)
        if theme.choice() != "light":
            theme.apply(app, "light")


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a thread, a running timer or a top-level widget."""
    threads = set(threading.enumerate())
    timers = _running_timers()
    widgets = _top_level_widgets()
    yield
    problems = [
        *_names("thread", _left_threads(threads)),
        *_names("timer", _running_timers() - timers),
        *_names("top-level widget", _left_widgets(widgets)),
    ]
    if problems:
        pytest.fail("left behind: " + "; ".join(problems))


def _names(kind: str, things: set) -> list[str]:
    return [f"{kind} {thing!r}" for thing in things]


def _left_threads(before: set[threading.Thread]) -> set[threading.Thread]:
    deadline = time.monotonic() + _GRACE_SECONDS
    for thread in set(threading.enumerate()) - before:
        thread.join(max(0.0, deadline - time.monotonic()))
    return {thread for thread in set(threading.enumerate()) - before if thread.is_alive()}


def _top_level_widgets() -> set:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or not isinstance(widgets.QApplication.instance(), widgets.QApplication):
        return set()
    return set(widgets.QApplication.topLevelWidgets())


def _left_widgets(before: set) -> set:
    if not (_top_level_widgets() - before):
        return set()
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return _top_level_widgets() - before


def _running_timers() -> set:
    if "shiboken6" not in sys.modules or not _started_timers:
        return set()
    from shiboken6 import isValid

    return {timer for timer in set(_started_timers) if isValid(timer) and timer.isActive()}


@pytest.fixture(scope="session", autouse=True)
def _timers_are_watched() -> Iterator[None]:
    """Remember every QTimer that Python code starts (``QTimer.singleShot`` ends by itself)."""
    from PySide6.QtCore import QTimer

    start = QTimer.start

    def watched_start(timer: QTimer, *arguments: object) -> None:
        _started_timers.add(timer)
        start(timer, *arguments)

    QTimer.start = watched_start  # type: ignore[method-assign]
    yield
    QTimer.start = start  # type: ignore[method-assign]


@pytest.fixture
def command(capfd):
    """Run a command line; gives exit code, standard output and standard error."""

    from playground import cli

    def run(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        with pytest.raises(SystemExit) as leaving:
            cli.main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        code = leaving.value.code
        return (code if isinstance(code, int) else 0), out, err

    return run
