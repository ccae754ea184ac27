"""Kills a real window in the middle of play, edits and saves, over and over, and looks at what is left.

``python -m tests.killing --times 20``. Each time the user's own file must open, and no edit may be lost that
was 5 seconds old; a window killed so early that nothing was kept yet is counted apart. What the window
waited for a processor while others had it does not count. ``--large`` is a work of up to 150 MB: many
branches of a wide network.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from playground.app.journal import read
from playground.interop.loading import load
from tests.benchmarks.soak import Waits

PROMISED_SECONDS = 5.0

RESTLESS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from playground.engine import edits
from playground.ui.window import application

build = application.build

def begin(*arguments):
    app, window, session = build(*arguments)
    path, rates = Path(sys.argv[1]), iter(range(1, 10**9))
    is_large = sys.argv[2:] == ["large"]
    if is_large:
        wide = edits.with_units(session.experiment, 1, 120)
        wide = edits.with_training(edits.with_units(wide, 2, 120), optimizer={"name": "adam"})
        session.edit(wide, "Wide")
        for _ in range(60):
            session.play_to(3)
            session.new_seed()

    def edit():
        rate = 0.001 + next(rates) * 1e-6
        session.edit(edits.with_training(session.experiment, learning_rate=rate), "Rate")
        session.play()
        print("rate", rate, flush=True)

    def save():
        session.save(path)

    session._saving.saved.connect(lambda: print("saved", flush=True))
    for act, pause in ((edit, 400), (save, 4000 if is_large else 70)):
        timer = QTimer(window, interval=pause)
        timer.timeout.connect(act)
        timer.start()
    return app, window, session

application.build = begin
raise SystemExit(application.run())
"""


@dataclass(frozen=True)
class Moment:
    """When it was, and how long each thread of the window had waited for a processor by then, in seconds."""

    clock: float
    waited: dict[str, float]

    @classmethod
    def of(cls, process: int) -> Moment:
        with closing(Waits(process)) as waits:
            return cls(time.monotonic(), waits.read())

    def until(self, later: Moment) -> float:
        """Seconds between, without those that the thread that waited longest had to wait."""
        waited = (wait - self.waited.get(thread, 0.0) for thread, wait in later.waited.items())
        return later.clock - self.clock - max(waited, default=0.0)


class Trial:
    """One window that is killed after so many seconds, in which it did not wait for a processor."""

    def __init__(self, folder: Path, seconds: float, kind: str) -> None:
        self.file = folder / "mine.json"
        self.data = folder / "playground"
        names = ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "HOME")
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **{name: str(folder) for name in names}}
        self._process = subprocess.Popen(
            [sys.executable, "-c", RESTLESS, str(self.file), kind],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.edits: dict[float, Moment] = {}
        self.saves = 0
        self._began = threading.Event()
        reading = threading.Thread(target=self._read, daemon=True)
        reading.start()
        self._began.wait(60)
        began = self.killed_at = Moment.of(self._process.pid)
        while began.until(self.killed_at) < seconds and self._process.poll() is None:
            time.sleep(0.01)
            self.killed_at = Moment.of(self._process.pid)
        self._process.kill()
        self._process.wait()
        reading.join(10)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line == "saved\n":
                self.saves += 1
            elif line.startswith("rate ") and line.endswith("\n"):  # the kill may cut it
                self.edits[float(line.split()[1])] = Moment.of(self._process.pid)
            self._began.set()

    @property
    def file_is_whole(self) -> bool:
        """Whether the user's own file opens, with the trained state."""
        return self.saves == 0 or load(self.file).run is not None

    @property
    def kept(self) -> Path | None:
        """What the next start finds."""
        return next(iter(self.data.glob("recovery-*.kept")), None)

    @property
    def size(self) -> int:
        """Bytes of what was kept."""
        return self.kept.stat().st_size if self.kept else 0

    @property
    def seconds_lost(self) -> float:
        """The age of the oldest edit that is not in what was kept."""
        rate = read(self.kept)[0].experiment.training.learning_rate if self.kept else 0.0
        lost = [moment.until(self.killed_at) for known, moment in self.edits.items() if known > rate + 1e-9]
        return max(lost, default=0.0)


def main() -> int:
    """Kill as often as the command line says; 1 where anything was lost that should not be."""
    parser = argparse.ArgumentParser(description="Kills a real window over and over.")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--large", action="store_true")
    asked = parser.parse_args()
    draw = random.Random(asked.seed)
    whole = back = young = saves = size = 0
    longest = 0.0
    for _ in range(asked.times):
        with tempfile.TemporaryDirectory() as folder:
            trial = Trial(Path(folder), draw.uniform(4.0, 9.0), "large" if asked.large else "usual")
            size = max(size, trial.size)
            whole += trial.file_is_whole
            saves += trial.saves
            back += trial.kept is not None
            young += trial.kept is None and trial.seconds_lost <= PROMISED_SECONDS
            longest = max(longest, trial.seconds_lost)
    print(
        f"{asked.times} kills among {saves:,} saves: {whole} files whole, {back} works brought back, "
        f"{young} killed before anything was to be kept, at most {longest:.1f} s of work lost without waiting "
        f"for a processor (at most {PROMISED_SECONDS:g}), up to {size / 2**20:.0f} MB kept (seed {asked.seed})"
    )
    return 0 if whole == back + young == asked.times and longest <= PROMISED_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
