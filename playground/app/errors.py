"""Where unexpected exceptions end up: in the log, and once before the user, never in a dialog."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from playground.app import sentences
from playground.app.notices import Notice
from playground.app.versions import versions

log = logging.getLogger(__name__)

_SAME_AGAIN_SECONDS = 30.0
_NEXT_SECONDS = 2.0
_WAITING = 100
_LARGEST_CRASH_LOG = 100_000


class ErrorDesk:
    """Collects exceptions from any thread; the window's timer takes the notices out.

    The same error speaks again after half a minute at the earliest, any error after two seconds; the log
    has them all.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: deque[tuple[BaseException, str]] = deque(maxlen=_WAITING)
        self._spoken: dict[str, float] = {}
        self._last_spoken = float("-inf")
        self._silenced = 0
        self._old_hooks: tuple[Callable[..., object], Callable[..., object]] | None = None

    @property
    def waiting(self) -> int:
        """How many errors are still to be told."""
        return len(self._waiting)

    def install(self) -> None:
        """Take over ``sys.excepthook`` and ``threading.excepthook``."""
        if self._old_hooks is None:
            self._old_hooks = (sys.excepthook, threading.excepthook)
            sys.excepthook = self._on_exception
            threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        """Give the hooks back."""
        if self._old_hooks is not None:
            sys.excepthook, threading.excepthook = self._old_hooks
            self._old_hooks = None

    def report(self, error: BaseException, details: str | None = None) -> None:
        """Log the error and keep it for the user. May be called from any thread, also while painting."""
        if details is None:
            details = "".join(traceback.format_exception(error))
        log.error("unexpected exception\n%s", details)
        self._waiting.append((error, details))

    def take_notice(self) -> Notice | None:
        """The next notice that is due, or None."""
        while self._waiting:
            now = self._clock()
            if now - self._last_spoken < _NEXT_SECONDS:
                return None
            error, details = self._waiting.popleft()
            key = _key(error)
            if now - self._spoken.get(key, float("-inf")) < _SAME_AGAIN_SECONDS:
                self._silenced += 1
                continue
            self._spoken = {k: t for k, t in self._spoken.items() if now - t < _SAME_AGAIN_SECONDS}
            self._spoken[key] = self._last_spoken = now
            if self._silenced:
                details += f"\n(and {self._silenced} more of the kinds before; the log has them)\n"
                self._silenced = 0
            return Notice("error", sentences.unexpected(error), f"{versions()}\n\n{details}")
        return None

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self.report(error, "".join(traceback.format_exception(kind, error, trace)))

    def _on_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        error = arguments.exc_value
        if error is not None and not isinstance(error, SystemExit):
            self.report(error)


def _key(error: BaseException) -> str:
    """The same place in the code and the same kind of error."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else str(error)
    return f"{type(error).__name__} at {place}"


def start_log(folder: Path) -> None:
    """Write warnings and errors to ``playground.log`` in the folder, a megabyte at most."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / "playground.log", maxBytes=500_000, backupCount=1, delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("playground")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def watch_for_crashes(folder: Path) -> None:
    """Where the interpreter itself dies, ``crash.log`` gets the stacks of all threads, below the versions."""
    path = folder / "crash.log"
    try:
        if path.is_file() and path.stat().st_size > _LARGEST_CRASH_LOG:
            path.replace(path.with_name("crash.log.1"))
        crash = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(crash, f"{time.strftime('%Y-%m-%d %H:%M:%S')}\n{versions()}\n\n".encode())
    except OSError as error:
        log.warning("there will be no crash log: %s", error)
        return
    faulthandler.enable(crash)  # it stays open as long as the program runs
