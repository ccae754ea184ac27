"""What a worker does: train one experiment, or a handful of them, and send back plain data."""

from __future__ import annotations

import base64
import multiprocessing
import os
import platform
import signal
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from multiprocessing.process import BaseProcess
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from playground import __version__
from playground.app.sweep.plan import experiment_of
from playground.engine.errors import ExperimentError
from playground.engine.experiment import Experiment, decode
from playground.engine.training import TrainingRun
from playground.observe.plane import Plane

PICTURE_SIDE = 24
"""Cells along a side of the picture that goes with a row in the window."""
_LOW_PRIORITY = 10


def train_one(text: str, epochs: int) -> str:
    """Train the experiment of a file's text from its start; what it came to, as JSON.

    The object has ``epoch``, ``step``, ``train``, ``test``, ``diverged`` and ``seconds``.
    """
    return msgspec.json.encode(measures_of(decode(text), epochs)).decode()


def train_chunk(
    text: str, trials: Sequence[tuple[dict[str, Any], int]], epochs: int, has_pictures: bool
) -> list[dict[str, Any]]:
    """Train several variants, given as settings and a seed, of one experiment.

    Each gives what ``train_one`` does, with a ``picture`` if asked for; or an ``error``, one sentence.
    """
    experiment = decode(text)
    rows = []
    for settings, seed in trials:
        try:
            rows.append(measures_of(experiment_of(experiment, settings, seed), epochs, has_pictures))
        except Exception as error:  # a worker's outermost slot: the row says what happened
            kind = "" if isinstance(error, ExperimentError) else f"{type(error).__name__}: "
            rows.append({"error": kind + str(error)})
    return rows


def measures_of(experiment: Experiment, epochs: int, has_picture: bool = False) -> dict[str, Any]:
    """Train on one thread, so that the sums are the same however many cores there are."""
    started = time.perf_counter()
    with one_thread():
        run = TrainingRun(replace(experiment, run=None))
        if not run.steps_per_epoch:
            raise ExperimentError("data.points", "there are no points to learn from")
        run.take_steps(epochs * run.steps_per_epoch)
        row = {**run.metrics(), "seconds": time.perf_counter() - started}
        if has_picture:
            row["picture"] = _picture(run)
    return row


def one_thread() -> AbstractContextManager[object]:
    """Keep the libraries that could use several threads to one, from this call until the context ends.

    Where one is all they use nothing is set: in a forked process OpenBLAS would begin its threads anew,
    and each of them waits busily for a while.
    """
    if all(library.num_threads == 1 for library in _threads().lib_controllers):
        return nullcontext()
    limit: AbstractContextManager[object] = _threads().limit(limits=1)
    return limit


@cache
def _threads() -> ThreadpoolController:
    """The libraries that could use several threads; looking for them takes as long as a short training."""
    return ThreadpoolController()


def versions() -> dict[str, str]:
    """What must be the same wherever a sweep is computed, so that its rows are."""
    return {"playground": __version__, "python": platform.python_version(), "numpy": np.__version__}


def begin_worker(is_polite: bool) -> None:
    """Prepare a process of this machine: deaf to Ctrl+C, gone with its parent, low in priority if asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP"):
        if callable(signal.getsignal(getattr(signal, name, signal.SIGINT))):  # a forked one has its parent's
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), name="parent", daemon=True).start()
    if is_polite and sys.platform != "win32":
        os.nice(_LOW_PRIORITY)


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _picture(run: TrainingRun) -> str:
    """The predictions over the plane ``(outputs, side, side)`` as float16 in base64."""
    grid = Plane(run.network, run.points.bounds, PICTURE_SIDE).evaluate(units=False).boundary
    largest = float(np.finfo(np.float16).max)
    return base64.b64encode(np.clip(grid, -largest, largest).astype(np.float16).tobytes()).decode()


def picture_grid(picture: str) -> NDArray[np.float32]:
    """What ``picture`` of a row says: predictions ``(outputs, side, side)``."""
    values = np.frombuffer(base64.b64decode(picture), dtype=np.float16)
    return values.astype(np.float32).reshape(-1, PICTURE_SIDE, PICTURE_SIDE)
