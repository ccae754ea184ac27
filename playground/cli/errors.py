"""What ends a command: one plain sentence and an exit code."""

from __future__ import annotations

from pathlib import Path

USAGE_ERROR = 2
STOPPED_BY_HAND = 130


class CommandError(Exception):
    """One sentence for the user at the terminal."""


def sentence(error: OSError, path: Path | None = None) -> str:
    """What the system says about a file, with the name it was asked for (``path``) or stumbled over."""
    reason = error.strerror or str(error)
    name = path or error.filename
    return f"{name}: {reason}" if name else reason
