"""Play at full speed with edits for minutes, and watch memory and frames.

    python -m tests.benchmarks.soak --minutes 20            the real window, offscreen
    python -m tests.benchmarks.soak --minutes 2 --no-window the session alone

Prints a line for every ten seconds and a verdict: memory must not grow after the first minute by more than
a few megabytes, and no frame may take longer than 100 ms. A stall counts with the time that this process
had the processor: on a machine that others use too it may have stood still without working. Exit code 1 when
the verdict is bad.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

LONGEST_FRAME_MS = 100.0
GROWTH_MB = 12.0
EDIT_MS = 400
HEARTBEAT_MS = 5


def resident_mb() -> float:
    """Resident memory of this process in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


class Soak:
    """Edits a playing session on a timer and keeps count of frames."""

    def __init__(self, session, minutes: float, finish: Callable[[], None]) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.session = session
        self.finish = finish
        self.begun = self.last_beat = self.last_frame = time.perf_counter()
        self.end = self.begun + 60 * minutes
        self.frames = self.edits = 0
        self.last_work = time.process_time()
        self.longest_beat = self.longest_frame = self.longest_work = 0.0
        self.worst_work = self.worst_frame = 0.0
        self.rows: list[tuple[float, float]] = []
        self.said: list[str] = []
        self.actions = cycle(self._script())
        session.notice.connect(lambda notice: self.said.append(notice.text))
        session.snapshot_ready.connect(self._on_frame)
        self.heartbeat = QTimer(interval=HEARTBEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self.heartbeat.timeout.connect(self._on_beat)
        self.editing = QTimer(interval=EDIT_MS)
        self.editing.timeout.connect(self._edit)
        self.report = QTimer(interval=10_000)
        self.report.timeout.connect(self._report)
        for timer in (self.heartbeat, self.editing, self.report):
            timer.start()
        session.play()

    def _on_beat(self) -> None:
        now = time.perf_counter()
        work = time.process_time()
        gap = 1000 * (now - self.last_beat)
        self.longest_beat = max(self.longest_beat, gap)
        self.longest_work = max(self.longest_work, min(gap, 1000 * (work - self.last_work)))
        self.last_beat, self.last_work = now, work
        if now > self.end:
            self._report()
            for timer in (self.heartbeat, self.editing, self.report):
                timer.stop()
            self.finish()

    def _on_frame(self, _: object) -> None:
        now = time.perf_counter()
        self.frames += 1
        self.longest_frame = max(self.longest_frame, 1000 * (now - self.last_frame))
        self.last_frame = now

    def _edit(self) -> None:
        self.edits += 1
        next(self.actions)()
        self.session.play()

    def _report(self) -> None:
        seconds = time.perf_counter() - self.begun
        snapshot = self.session.snapshot
        rate = snapshot.epochs_per_second if snapshot is not None else 0.0
        self.rows.append((seconds, resident_mb()))
        print(
            f"{seconds:7.0f} s  {resident_mb():7.1f} MB  {self.frames / 10:5.1f} frames/s  "
            f"longest frame {self.longest_frame:6.1f} ms  longest stall {self.longest_beat:6.1f} ms "
            f"(at work {self.longest_work:5.1f})  "
            f"{rate:7.0f} epochs/s  {self.edits} edits",
            flush=True,
        )
        self.worst_frame = max(self.worst_frame, self.longest_frame)
        self.worst_work = max(self.worst_work, self.longest_work)
        self.frames, self.longest_beat, self.longest_frame, self.longest_work = 0, 0.0, 0.0, 0.0

    def verdict(self) -> bool:
        """Print what came out; True when all is well."""
        settled = [mb for seconds, mb in self.rows if seconds >= 60] or [self.rows[-1][1]]
        growth = max(settled) - settled[0]
        print(f"growth after the first minute: {growth:.1f} MB (at most {GROWTH_MB})")
        print(f"longest frame: {self.worst_frame:.1f} ms on the clock")
        print(f"longest stall at work: {self.worst_work:.1f} ms (at most {LONGEST_FRAME_MS:g})")
        print(f"notices: {len(self.said)}, different: {sorted(set(self.said))[:5]}")
        return growth <= GROWTH_MB and self.worst_work <= LONGEST_FRAME_MS

    def _script(self) -> Iterator[Callable[[], None]]:
        """What a restless person does, over and over."""
        from playground.engine import edits
        from playground.engine.experiment import Experiment
        from playground.engine.layers.dense import Dense
        from playground.engine.layers.dropout import Dropout
        from playground.engine.optimizers import Adam, Sgd

        session = self.session

        def edit(
            change: Callable[[Experiment], Experiment], merge_key: str | None = None
        ) -> Callable[[], None]:
            return lambda: session.edit(change(session.experiment), "Edit", merge_key)

        def first(experiment: Experiment) -> int:
            return experiment.network.layers[0].id

        yield edit(lambda e: edits.with_training(e, learning_rate=0.1))
        yield edit(lambda e: edits.with_units(e, first(e), 8))
        yield edit(lambda e: edits.insert_layer(e, 1, Dense(units=6, activation="relu")))
        yield lambda: session.display.set(node_mode="both", probe=(1.0, 2.0, 1.0))
        yield edit(lambda e: edits.with_data(e, dataset="spiral", classes=3))
        yield edit(lambda e: edits.with_training(e, optimizer=Adam()))
        for noise in range(10):
            yield edit(lambda e, noise=noise: edits.with_data(e, noise=noise / 20), "noise")
        yield lambda: session.seek(session.recorded_epochs[len(session.recorded_epochs) // 2])
        yield edit(lambda e: edits.insert_layer(e, 1, Dropout(rate=0.1)))
        yield lambda: session.display.set(node_mode="gradient", edge_mode="gradient")
        yield lambda: session.set_parameter(first(session.experiment), 0, 0, 0.5)
        yield session.step_back
        yield session.document.undo_stack.undo
        yield session.document.undo_stack.redo
        yield session.new_seed
        yield edit(lambda e: edits.remove_layer(e, e.network.layers[1].id))
        yield edit(lambda e: edits.with_training(e, optimizer=Sgd()))
        yield edit(lambda e: edits.with_data(e, dataset="circle", classes=2))
        yield lambda: session.display.set(node_mode="activation", edge_mode="weight", probe=None)
        yield edit(lambda e: edits.toggle_feature(e, "sin_x1"))
        for _ in range(6):
            yield session.document.undo_stack.undo
        yield session.reset
        yield lambda: session.edit(Experiment(), "Start again")


def main() -> int:
    """Run the soak."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--no-window", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            os.environ[name] = folder
        return _bare(options.minutes) if options.no_window else _window(options.minutes)


def _bare(minutes: float) -> int:
    from PySide6.QtCore import QCoreApplication

    from playground.app.session import Session
    from playground.observe.snapshot import SnapshotRequest

    app = QCoreApplication([])
    session = Session()
    session.require(
        "soak", SnapshotRequest(boundary_resolution=100, unit_resolution=50, gradients="minibatch")
    )
    return _run(app, session, minutes)


def _window(minutes: float) -> int:
    from playground.ui.window import application

    app, window, session = application.build()
    window.resize(1600, 900)
    window.show()
    return _run(app, session, minutes)


def _run(app, session, minutes: float) -> int:
    soak = Soak(session, minutes, app.quit)
    app.exec()
    is_good = soak.verdict()
    return 0 if session.shutdown() and is_good else 1


if __name__ == "__main__":
    sys.exit(main())
