"""The real window without a screen, with settings of its own: for the demonstration and the benchmark."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from playground.app.session import Session
from playground.engine.experiment import Experiment
from playground.ui.window.main_window import MainWindow

WIDTH, HEIGHT = 1600, 900


@contextmanager
def offscreen_window(experiment: Experiment) -> Iterator[tuple[QApplication, MainWindow, Session]]:
    """Show the window at 1600 x 900 in the light theme, and take it down in the end."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from playground.ui.window import application

    before = qInstallMessageHandler(_tell)
    with tempfile.TemporaryDirectory() as folder:
        app, window, session = application.build(experiment=experiment, folder=Path(folder))
        quits = app.quitOnLastWindowClosed()
        app.setQuitOnLastWindowClosed(False)  # else closing it would end every later event loop at once
        try:
            window.set_theme("light")
            window.resize(WIDTH, HEIGHT)
            window.show()
            yield app, window, session
        finally:
            window.close()
            session.shutdown()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
            gc.unfreeze()  # see ``application.settle``
            gc.enable()  # see ``Collector``
            app.setQuitOnLastWindowClosed(quits)
            qInstallMessageHandler(before)


def _tell(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's messages, without those about what a window without a screen cannot do."""
    if not message.startswith("This plugin does not support"):
        print(message, file=sys.stderr)
