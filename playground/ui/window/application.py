"""Builds the program: application, session and window; and runs it."""

from __future__ import annotations

import gc
import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from playground.app.collector import Collector
from playground.app.errors import start_log, watch_for_crashes
from playground.app.files import data_folder
from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.paths import resource
from playground.ui.look import theme
from playground.ui.window.actions import make_actions
from playground.ui.window.main_window import MainWindow
from playground.ui.window.menu import make_menu
from playground.ui.words.translation import Translator

_ENDINGS = ("SIGINT", "SIGTERM", "SIGHUP")
"""Signals that end the program as closing its window does: everything is kept."""
_SETTLED_MS = 1500
"""So long after the window first shows, all that it makes later is made."""
_FEW_CORES = 2


def build(
    source: str | None = None,
    *,
    experiment: Experiment | None = None,
    folder: Path | None = None,
) -> tuple[QApplication, MainWindow, Session]:
    """The application, its window (not yet shown) and its session.

    ``folder`` is where settings and recovery files go instead of the user's own. The caller ends the
    session by ``shutdown``.
    """
    if (os.cpu_count() or 1) <= _FEW_CORES:
        _paint_on_one_core()
    app = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(app, QApplication)
    app.setApplicationName("playground")
    app.setApplicationDisplayName("Playground")
    app.setDesktopFileName("playground")
    app.setWindowIcon(QIcon(str(resource("icons/playground.svg"))))
    session = Session(experiment, folder=folder)
    preferences = session.settings.preferences
    theme.set_scale(preferences.text_scale)
    theme.apply(app, preferences.theme)
    translator = Translator(app)
    translator.use(preferences.language)
    window = MainWindow(session, translator, make_actions, make_menu)
    Collector(window)
    if source is not None:
        session.open_as_proposed(source)
    return app, window, session


def _paint_on_one_core() -> None:
    """Let Qt fill large areas by itself, not by helpers that it then waits for.

    They would share the other core with the training, and each polygon and picture would wait until it
    is their turn.
    """
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")


def settle(window: MainWindow) -> None:
    """Once all is there that this window makes later, let the garbage collector pass over it.

    A full collection visits every module, class and widget: 24 to 31 ms of a frame's 16. What exists then
    lives as long as the program, so it need not be visited.
    """
    QTimer.singleShot(_SETTLED_MS, window, _spare_the_collector)


def _spare_the_collector() -> None:
    gc.collect()
    gc.freeze()


def run(source: str | None = None) -> int:
    """Open the window and stay until it is closed."""
    start_log(data_folder())
    watch_for_crashes(data_folder())
    app, window, session = build(source)
    session.errors.install()
    for name in _ENDINGS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: app.quit())
    is_clean = True

    def leave() -> None:
        nonlocal is_clean
        is_clean = session.shutdown()

    app.aboutToQuit.connect(leave)
    window.show()
    if source is None:
        window.greet()
    settle(window)
    code = app.exec()
    session.errors.uninstall()
    if not is_clean:
        os._exit(code or 1)
    return code
