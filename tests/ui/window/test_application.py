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


START = """
import sys, tempfile
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from playground.ui.window import application

LATER = (
    "pyqtgraph", "playground.interop.exporters", "playground.observe.graph", "playground.app.scripts",
    "playground.ui.data.import_dialog", "playground.ui.network.picture", "playground.ui.window.recorder",
)

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and session.snapshot is not None:
            canvas.removeEventFilter(self)
            print("painted", *[name for name in LATER if name in sys.modules])
        return False

app, window, session = application.build(folder=Path(tempfile.mkdtemp()))
canvas = window.workspace.canvas
watch = Watch()
canvas.installEventFilter(watch)
window.resize(1600, 900)
window.show()

def look():
    if window.workspace.output_panel.loss_plot.is_made:
        print("made", "pyqtgraph" in sys.modules, window.workspace.drawer.made)
        app.quit()

timer = QTimer(interval=20)
timer.timeout.connect(look)
timer.start()
app.exec()
session.shutdown()
"""


def test_the_network_is_painted_before_what_it_does_not_need_is_even_imported(tmp_path):
    result = subprocess.run(
        [sys.executable, "-c", START], capture_output=True, text=True, timeout=60, check=True
    )
    painted, made = result.stdout.splitlines()
    assert painted == "painted"
    assert made == "made True ['gradientFlow']"
