"""A copy of the program that a test may build on, as someone would who adds to it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PROGRAM = """
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from playground.ui.window import application


def until(claim):
    end = time.monotonic() + 60
    while not claim():
        assert time.monotonic() < end, "waited in vain"
        loop = QEventLoop()  # QTest.qWait would hold the interpreter while the trainer waits for it
        QTimer.singleShot(5, loop.quit)
        loop.exec()


@contextmanager
def program():
    errors = []
    sys.excepthook = lambda *error: errors.append(error)
    with tempfile.TemporaryDirectory() as folder:
        app, window, session = application.build(folder=Path(folder))
        window.resize(1280, 800)
        window.show()
        try:
            until(lambda: session.snapshot is not None and session.snapshot.boundary is not None)
            yield app, window, session
        finally:
            sys.excepthook = sys.__excepthook__
            window.close()
            ended = session.shutdown()
            window.deleteLater()
            session.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert ended and not errors, errors
"""
"""What a script begins with that looks at the window: ``with program() as (app, window, session): ...``."""


class CopiedHouse:
    """The package and its resources in a folder of their own, and which files were changed there.

    Paths are relative to the folder, as ``playground/engine/activations.py``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.touched: set[str] = set()
        for part in ("playground", "resources"):
            shutil.copytree(ROOT / part, folder / part)

    def read(self, path: str) -> str:
        """A file's text."""
        return (self.folder / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a file anew."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        self.touched.add(path)

    def insert(self, path: str, after: str, text: str) -> None:
        """Put ``text`` on lines of its own below the one line that holds ``after``."""
        lines = self.read(path).splitlines()
        found = [number for number, line in enumerate(lines) if after in line]
        assert len(found) == 1, f"{path}: {len(found)} lines hold {after!r}"
        lines[found[0] + 1 : found[0] + 1] = text.splitlines()
        self.write(path, "\n".join(lines) + "\n")

    def replace(self, path: str, old: str, new: str) -> None:
        """Put ``new`` in the one place of ``old``."""
        text = self.read(path)
        assert text.count(old) == 1, f"{path}: {text.count(old)} places hold {old!r}"
        self.write(path, text.replace(old, new))

    def run(self, script: str) -> str:
        """What a script prints that runs on the copy, without a screen; an error fails the test."""
        return self._python("-c", script)

    def run_file(self, path: str, *arguments: str, code: int = 0) -> str:
        """The same for a script of the copy, which may end with another exit code."""
        return self._python(path, *arguments, code=code)

    def _python(self, *arguments: str, code: int = 0) -> str:
        ended = subprocess.run(
            [sys.executable, "-W", "error", *(f"-W{option}" for option in sys.warnoptions), *arguments],
            cwd=self.folder,
            env={
                **os.environ,
                "PYTHONPATH": str(self.folder),
                "PYTHONWARNINGS": "",  # named twice, an option counts at its first place
                "QT_QPA_PLATFORM": "offscreen",
            },
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert ended.returncode == code, f"exit code {ended.returncode}: {ended.stderr}"
        return ended.stdout
