"""Where the files that ship with the program lie, and where it keeps what it can make again."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """The path of a shipped file or folder, as ``resource("examples/spiral.json")``.

    It is the same in a wheel and in a checkout.
    """
    installed = _PACKAGE / "resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root / name


def cache_folder() -> Path:
    """Where this system keeps what the program can make again. Raises RuntimeError without a home."""
    if sys.platform == "win32" and "LOCALAPPDATA" in os.environ:
        return Path(os.environ["LOCALAPPDATA"]) / "playground" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "playground"
    given = os.environ.get("XDG_CACHE_HOME")
    return (Path(given) if given else Path.home() / ".cache") / "playground"
