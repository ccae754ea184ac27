"""The program as the user starts it, in a process of its own."""

import os
import subprocess
import sys

STUMBLING = """
from PySide6.QtCore import QTimer
from playground.ui.window import application

build = application.build

def stumble(*arguments):
    made = build(*arguments)
    QTimer.singleShot(0, lambda: 1 / 0)
    QTimer.singleShot(300, made[0].quit)
    return made

application.build = stumble
raise SystemExit(application.run())
"""


def test_an_unexpected_exception_leaves_the_window_alive_and_a_trace_in_the_log(tmp_path):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment |= {
        name: str(tmp_path) for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME", "LOCALAPPDATA")
    }
    done = subprocess.run([sys.executable, "-c", STUMBLING], env=environment, timeout=60, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    (log,) = tmp_path.rglob("playground.log")
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
