"""Files of a session: reading a source, and the recovery file that outlives a crash."""

from __future__ import annotations

import contextlib
import logging
import math
import threading
from pathlib import Path

import platformdirs
from msgspec.structs import replace
from PySide6.QtCore import QLockFile

from playground.app.background import Steps
from playground.engine.experiment import Experiment, encode
from playground.engine.training import TrainingRun
from playground.interop.loading import open_source, write_whole
from playground.interop.notes import Opened
from playground.paths import resource

log = logging.getLogger(__name__)

LARGE_FILE = 500_000
"""Bytes from which on a file is read beside the window."""
_SLOTS = 16


def data_folder() -> Path:
    """Where this system keeps the user's data of this program."""
    return Path(platformdirs.user_data_dir("playground", appauthor=False))


def is_large(source: str) -> bool:
    """Whether reading the source would hold the window up."""
    try:
        return Path(source).stat().st_size > LARGE_FILE
    except (OSError, ValueError):
        return False


def is_there(source: str) -> bool:
    """Whether the source is a file or folder of this machine."""
    try:
        return Path(source).exists()
    except (OSError, ValueError):  # no name that a file can have
        return False


def own_file(source: str) -> Path | None:
    """The file that Save may write to: an experiment's own, never an imported table or an example."""
    path = Path(source)
    if path.suffix.lower() != ".json":
        return None
    with contextlib.suppress(OSError, ValueError):
        if path.is_file() and not path.resolve().is_relative_to(resource("examples").resolve()):
            return path.absolute()
    return None


def read(source: str) -> Opened:
    """Open the source and see that its parameters fit. Raises ExperimentError or OSError."""
    opened = open_source(source)
    experiment = opened.experiment
    if experiment.run is not None or experiment.network.initial_parameters is not None:
        TrainingRun(experiment)
    return opened


def reading(source: str) -> Steps:
    """The same as a computation for ``Background``."""
    yield 0.0
    return read(source)


def trained(run: TrainingRun) -> Experiment:
    """The run's experiment with its present state, if a file can say it: for ``Trainer.ask``."""
    state = run.state()
    return replace(run.experiment, run=state if all(map(math.isfinite, state.parameters)) else None)


class Recovery:
    """The recovery file of one running program, in a slot that a crashed program leaves behind.

    ``left_over`` is the file of a program that did not end well, moved aside for this one.
    """

    def __init__(self, folder: Path) -> None:
        self.left_over: Path | None = None
        self._lock: QLockFile | None = None
        self._path: Path | None = None
        self._writer: threading.Thread | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.warning("there will be no recovery file: %s", error)
            return
        for slot in range(_SLOTS):
            lock = QLockFile(str(folder / f"window-{slot}.lock"))
            lock.setStaleLockTime(0)
            if lock.tryLock(0):
                self._lock, self._path = lock, folder / f"recovery-{slot}.json"
                self._take_left_over()
                return

    def write(self, experiment: Experiment) -> None:
        """Write the recovery file now. Never raises: a full disk costs a line in the log."""
        if self._path is None:
            return
        try:
            write_whole(self._path, encode(experiment))
        except OSError as error:
            log.warning("the recovery file was not written: %s", error)

    def write_beside(self, experiment: Experiment) -> None:
        """Write the recovery file on a thread of its own; skipped while the one before is not done."""
        if self._writer is None or not self._writer.is_alive():
            self._writer = threading.Thread(
                target=self.write, args=(experiment,), name="recovery", daemon=True
            )
            self._writer.start()

    def close(self, *, keep: bool = False) -> None:
        """Give the slot back; the file goes unless it is to be kept for the next start."""
        if self._writer is not None:
            self._writer.join(2.0)
            self._writer = None
        if self._path is not None and not keep:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        self._path = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _take_left_over(self) -> None:
        if self._path is None or not self._path.is_file():
            return
        aside = self._path.with_name("recovered.json")
        with contextlib.suppress(OSError):
            self._path.replace(aside)
            self.left_over = aside
