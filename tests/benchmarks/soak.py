"""Play at full speed with edits for minutes, and watch memory and frames.

    python -m tests.benchmarks.soak --minutes 20            the real window, offscreen
    python -m tests.benchmarks.soak --minutes 2 --no-window the session alone

Prints a line for every ten seconds and a verdict. Memory must be flat: within 5 MB from the fifth minute on (a
shorter soak is judged by 12 MB after the first). No frame and no stall of the window may take longer than 100
ms. Of both it is told how long they were on the clock; they are judged without the time that threads of this
process waited for a processor, since on a machine that others use too nobody can do anything about that.
What is left of a stall is the window's own work and its wait for the interpreter. Exit code 1 when the verdict
is bad.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import BinaryIO, Literal

LONGEST_MS = 100.0
FLAT_MB, EARLY_MB = 5.0, 12.0
FLAT_FROM, EARLY_FROM = 300.0, 60.0
EDIT_MS = 400
HEARTBEAT_MS = 5
STARTED_SECONDS = 3.0
"""Until then the program starts: what its panels draw with is still being loaded."""


def resident_mb() -> float:
    """Resident memory of this process in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


class Watch:
    """Longest spans between two marks, in milliseconds: on the clock, judged, and at work of one's own.

    Judged is the span without what the threads of this process waited for a processor, but no less than the
    work: who holds the interpreter and has no processor makes all others wait too.
    """

    def __init__(self) -> None:
        self.over = 0
        self.clear()
        self._waits = Waits()
        self._begun, self._waited, self._work = time.perf_counter(), self._waits.read(), time.thread_time()

    def clear(self) -> None:
        """Forget the longest ones."""
        self.clock = self.judged = self.work = 0.0

    def begin(self) -> None:
        """Forget all that has been: the first span begins."""
        self.clear()
        self.over = 0

    def mark(self) -> None:
        """A span ends and the next one begins."""
        begun, waiting, work_done = time.perf_counter(), self._waits.read(), time.thread_time()
        clock, work = 1000 * (begun - self._begun), 1000 * (work_done - self._work)
        waited = sum(wait - self._waited.get(thread, 0.0) for thread, wait in waiting.items())
        self._begun, self._waited, self._work = begun, waiting, work_done
        judged = max(clock - 1000 * waited, work)
        self.clock, self.judged = max(self.clock, clock), max(self.judged, judged)
        self.work = max(self.work, work)
        self.over += judged > LONGEST_MS


class Waits:
    """Seconds that each thread of a process has waited for a processor, as far as the system tells.

    What tells it stays open: opened anew at each beat it would be a twentieth of the window's work.
    """

    def __init__(self, process: int | Literal["self"] = "self") -> None:
        self._tasks = Path(f"/proc/{process}/task")
        self._told: dict[str, BinaryIO] = {}

    def read(self) -> dict[str, float]:
        """Seconds by thread, now."""
        waited: dict[str, float] = {}
        with suppress(OSError):
            for thread in self._told.keys() ^ set(os.listdir(self._tasks)):  # noqa: PTH208 - names, and fast
                self._begin_or_end(thread)
        for thread, told in self._told.items():
            with suppress(OSError):
                waited[thread] = int(os.pread(told.fileno(), 64, 0).split()[1]) / 1e9
        return waited

    def close(self) -> None:
        """Hold nothing open any more."""
        for thread in list(self._told):
            self._begin_or_end(thread)

    def _begin_or_end(self, thread: str) -> None:
        gone = self._told.pop(thread, None)
        if gone is not None:
            gone.close()
            return
        with suppress(OSError):
            self._told[thread] = (self._tasks / thread / "schedstat").open("rb", buffering=0)


class Soak:
    """Edits a playing session on a timer and keeps count of frames."""

    def __init__(self, session, minutes: float, finish: Callable[[], None]) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.session = session
        self.finish = finish
        self.begun = time.perf_counter()
        self.end = self.begun + 60 * minutes
        self.frames = self.edits = 0
        self.stall, self.frame = Watch(), Watch()
        self.worst_work = self.worst_stall = self.worst_frame = 0.0
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
        self.stall.mark()
        if time.perf_counter() - self.begun < STARTED_SECONDS:
            self.stall.begin()
            self.frame.begin()
        if time.perf_counter() > self.end:
            self._report()
            for timer in (self.heartbeat, self.editing, self.report):
                timer.stop()
            self.finish()

    def _on_frame(self, _: object) -> None:
        self.frames += 1
        self.frame.mark()

    def _edit(self) -> None:
        self.edits += 1
        next(self.actions)()
        self.session.play()

    def _report(self) -> None:
        seconds = time.perf_counter() - self.begun
        snapshot = self.session.snapshot
        rate = snapshot.epochs_per_second if snapshot is not None else 0.0
        self.rows.append((seconds, resident_mb()))
        stall, frame = self.stall, self.frame
        print(
            f"{seconds:7.0f} s  {resident_mb():7.1f} MB  {self.frames / 10:5.1f} frames/s  "
            f"longest frame {frame.clock:6.1f} ms (judged {frame.judged:5.1f})  "
            f"longest stall {stall.clock:6.1f} ms (judged {stall.judged:5.1f}, own work {stall.work:5.1f})  "
            f"{rate:7.0f} epochs/s  {self.edits} edits",
            flush=True,
        )
        self.worst_frame = max(self.worst_frame, frame.judged)
        self.worst_stall = max(self.worst_stall, stall.judged)
        self.worst_work = max(self.worst_work, stall.work)
        self.frames = 0
        stall.clear()
        frame.clear()

    def verdict(self) -> bool:
        """Print what came out; True when all is well."""
        last = self.rows[-1][0]
        begin, most = (FLAT_FROM, FLAT_MB) if last > FLAT_FROM + 60 else (EARLY_FROM, EARLY_MB)
        growth = self._growth(begin)
        print(f"growth after minute {begin / 60:.0f}: {growth:.1f} MB (at most {most:g})")
        print(
            f"longest frame: {self.worst_frame:.1f} ms without waiting for a processor "
            f"(at most {LONGEST_MS:g}; longer: {self.frame.over})"
        )
        print(
            f"longest stall: {self.worst_stall:.1f} ms without waiting for a processor (at most {LONGEST_MS:g}), "
            f"of the window's own work {self.worst_work:.1f} ms"
        )
        print(f"notices: {len(self.said)}, different: {sorted(set(self.said))[:5]}")
        return growth <= most and max(self.worst_frame, self.worst_stall) <= LONGEST_MS

    def _growth(self, begin: float) -> float:
        """Megabytes that the highest minute takes more than the first one from ``begin`` on: by medians."""
        minutes: dict[int, list[float]] = {}
        for seconds, resident in self.rows:
            if seconds >= begin:
                minutes.setdefault(int((seconds - begin) // 60), []).append(resident)
        taken = [median(found) for _, found in sorted(minutes.items())] or [0.0]
        return max(taken) - taken[0]

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
    application.settle(window)
    return _run(app, session, minutes)


def _run(app, session, minutes: float) -> int:
    soak = Soak(session, minutes, app.quit)
    app.exec()
    is_good = soak.verdict()
    return 0 if session.shutdown() and is_good else 1


if __name__ == "__main__":
    sys.exit(main())
