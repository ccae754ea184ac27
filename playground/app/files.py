"""Where files lie, and what can be asked of a path before anything is read."""

from __future__ import annotations

import contextlib
from pathlib import Path

import platformdirs

from playground.paths import resource

SUFFIXES = (".playground", ".json")
"""The endings of an experiment's own file: ours, and that of the JSON that it is."""
LARGE_FILE = 500_000
"""Bytes from which on a file is read beside the window."""


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
    if path.suffix.lower() not in SUFFIXES:
        return None
    with contextlib.suppress(OSError, ValueError):
        if path.is_file() and not path.resolve().is_relative_to(resource("examples").resolve()):
            return path.absolute()
    return None
