"""Who computes a sweep: processes of this machine, or a Dask cluster."""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import signal
import sys
import threading
import warnings
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any, Protocol

from playground.app.sweep.plan import SweepError
from playground.app.sweep.trials import begin_worker, one_thread, versions
from playground.engine import native

CONNECT_SECONDS = 10
_END_SECONDS = 2.0


class Workers(Protocol):
    """Something with an executor that can be had anew, and that can be sent away at once."""

    @property
    def count(self) -> int:
        """How many trials are computed at a time."""

    def begin(self) -> None:
        """Reach what computes, and return when it answers.

        Raises SweepError where it cannot be reached or would compute otherwise.
        """

    def executor(self) -> Executor:
        """The present executor, or another after ``stop``. Raises SweepError as ``begin`` does."""

    def is_death(self, error: BaseException) -> bool:
        """Whether this is what comes of a worker that died."""

    def stop(self) -> None:
        """Give up what is being computed; ``executor`` then makes another."""


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processes:
    """So many processes of this machine.

    Where this process has one thread, on Linux, they are forked: they begin at once, with all that is
    loaded and the native engine as it was checked here. Elsewhere they are spawned and load it themselves.
    """

    def __init__(self, count: int, *, are_polite: bool = False) -> None:
        """``are_polite``: at low priority, so that a window beside them stays quick."""
        self.count = count
        self._are_polite = are_polite
        self._executor: ProcessPoolExecutor | None = None
        self._others: set[int | None] = set()

    def begin(self) -> None:
        """Start the processes."""
        executor = self.executor()
        wait([executor.submit(os.getpid) for _ in range(self.count)])

    def executor(self) -> Executor:
        """The pool of processes; they begin when something is submitted."""
        if self._executor is None:
            self._others = {process.pid for process in multiprocessing.active_children()}
            self._executor = _Pool(
                self.count,
                mp_context=_context(),
                initializer=begin_worker,
                initargs=(self._are_polite,),
            )
        return self._executor

    def is_death(self, error: BaseException) -> bool:
        """Whether a process is gone."""
        return isinstance(error, BrokenExecutor)

    def stop(self) -> None:
        """End the processes, whatever they are at."""
        executor, self._executor = self._executor, None
        if executor is None:
            return
        mine = [p for p in multiprocessing.active_children() if p.pid not in self._others]
        for process in mine:
            process.terminate()
        for process in mine:
            process.join(_END_SECONDS)
            if process.is_alive():
                process.kill()
        executor.shutdown(wait=True, cancel_futures=True)


def _context() -> BaseContext:
    """How processes begin; a fork copies one thread only, so that another's locks would stay locked."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return multiprocessing.get_context("spawn")
    one_thread()
    native.engine()
    return multiprocessing.get_context("fork")


class _Pool(ProcessPoolExecutor):
    """A pool whose processes never hear the terminal's Ctrl+C, not even while they start."""

    def submit(self, *arguments: Any, **named: Any) -> Future[Any]:
        """Submit as usual; a process that is started inherits the blocked signal."""
        if not hasattr(signal, "pthread_sigmask"):
            return super().submit(*arguments, **named)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return super().submit(*arguments, **named)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Cluster:
    """A Dask cluster, by the address of its scheduler or a scheduler file."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._client: Any = None

    @property
    def count(self) -> int:
        """The threads of all workers, as the scheduler knows them now."""
        with suppress(OSError, TimeoutError):
            return max(sum(map(int, self._connected().nthreads().values())), 1)
        return 1

    def begin(self) -> None:
        """Connect to the scheduler and see that its workers have this program."""
        self._connected()

    def executor(self) -> Executor:
        """The cluster's executor."""
        executor: Executor = self._connected().get_executor()
        return executor

    def is_death(self, error: BaseException) -> bool:
        """Whether the scheduler has given a trial up since its workers kept dying."""
        return type(error).__name__ == "KilledWorker"

    def stop(self) -> None:
        """Leave the cluster; what was submitted is given up."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(Exception):  # the scheduler may be gone already, in many ways
                client.close(timeout=_END_SECONDS)

    def _connected(self) -> Any:
        if self._client is None:
            self._client = self._connect()
        return self._client

    def _connect(self) -> Any:
        try:
            import distributed
        except ImportError as error:
            raise SweepError(
                "a cluster needs Dask, which is not installed here: pip install 'playground[cluster]'"
            ) from error
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is one sentence
        warnings.filterwarnings("ignore", category=distributed.versions.VersionMismatchWarning)
        is_file = Path(self.address).is_file()
        if not is_file and not re.fullmatch(r"(\w+://)?[^\s/]+:\d+", self.address):
            raise SweepError(
                "{address}: this is no scheduler; write its address, such as tcp://host:8786, "
                "or name its file",
                address=self.address,
            )
        where = {"scheduler_file": self.address} if is_file else {"address": self.address}
        try:
            client = distributed.Client(**where, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise SweepError("{address}: no Dask scheduler answers there", address=self.address) from error
        try:
            require_same_versions(client, self.address)
        except BaseException:
            client.close(timeout=_END_SECONDS)
            raise
        return client


def require_same_versions(client: Any, address: str) -> None:
    """Raise SweepError unless all workers of a Dask client have this program and its versions."""
    try:
        told = client.run(versions)
    except Exception as error:
        raise SweepError(
            "{address}: its workers cannot run this program; install playground there too", address=address
        ) from error
    if not told:
        raise SweepError("{address}: the scheduler has no workers", address=address)
    here = versions()
    for worker, there in told.items():
        for name, version in here.items():
            if there.get(name) != version:
                raise SweepError(
                    "{worker}: this worker has {name} {other}, here is {name} {version}; "
                    "results could differ, so install the same",
                    worker=worker,
                    name=name,
                    other=there.get(name),
                    version=version,
                )
