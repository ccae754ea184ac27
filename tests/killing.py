"""Kills a real window in the middle of play, edits and saves, over and over, and looks at what is left.

``python -m tests.killing --times 20``. Each time the user's own file must open, the next start must find the
work, and what is lost is the time between the kill and the state that was kept. ``--large`` is a work that
takes over half a second to write whole: many branches of a wide network.
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
from pathlib import Path

from playground.app.journal import read
from playground.interop.loading import load

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
        print("saved", flush=True)

    for act, pause in ((edit, 400), (save, 4000 if is_large else 70)):
        timer = QTimer(window, interval=pause)
        timer.timeout.connect(act)
        timer.start()
    return app, window, session

application.build = begin
raise SystemExit(application.run())
"""


class Trial:
    """One window that is killed after so many seconds."""

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
        self.rates: dict[float, float] = {}
        self.saves = 0
        self._began = threading.Event()
        reading = threading.Thread(target=self._read, daemon=True)
        reading.start()
        self._began.wait(60)
        time.sleep(seconds)
        self.killed_at = time.monotonic()
        self._process.kill()
        self._process.wait()
        reading.join(10)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("saved"):
                self.saves += 1
            else:
                self.rates[float(line.split()[1])] = time.monotonic()
            self._began.set()

    @property
    def file_is_whole(self) -> bool:
        """Whether the user's own file opens, with the trained state."""
        return self.saves == 0 or load(self.file).run is not None

    @property
    def size(self) -> int:
        """Bytes of what was kept."""
        return sum(path.stat().st_size for path in self.data.glob("recovery-*.kept"))

    @property
    def seconds_lost(self) -> float | None:
        """How long before the kill the kept state was the present one; None where nothing was kept."""
        kept = [*self.data.glob("recovery-*.kept")]
        if not kept:
            return None
        rate = read(kept[0])[0].experiment.training.learning_rate
        later = [at for known, at in self.rates.items() if known > rate + 1e-9]
        return self.killed_at - min(later, default=self.killed_at)


def main() -> int:
    """Kill as often as the command line says; 1 where anything was lost that should not be."""
    parser = argparse.ArgumentParser(description="Kills a real window over and over.")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--large", action="store_true")
    asked = parser.parse_args()
    draw = random.Random(asked.seed)
    whole = back = saves = size = 0
    lost: list[float] = []
    for _ in range(asked.times):
        with tempfile.TemporaryDirectory() as folder:
            trial = Trial(Path(folder), draw.uniform(4.0, 9.0), "large" if asked.large else "usual")
            size = max(size, trial.size)
            whole += trial.file_is_whole
            saves += trial.saves
            seconds = trial.seconds_lost
            if seconds is not None:
                back += 1
                lost.append(seconds)
    longest = max(lost, default=0.0)
    print(
        f"{asked.times} kills among {saves:,} saves: {whole} files whole, {back} works brought back, "
        f"at most {longest:.1f} s of work lost, up to {size / 2**20:.0f} MB kept (seed {asked.seed})"
    )
    return 0 if whole == back == asked.times and longest <= 5.0 else 1


if __name__ == "__main__":
    sys.exit(main())
