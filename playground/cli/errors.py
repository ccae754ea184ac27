"""What ends a command: one plain sentence and an exit code."""

from __future__ import annotations

USAGE_ERROR = 2
STOPPED_BY_HAND = 130


class CommandError(Exception):
    """One sentence for the user at the terminal."""


def sentence(error: OSError) -> str:
    """What the system says about a file, with the file's name."""
    reason = error.strerror or str(error)
    return f"{error.filename}: {reason}" if error.filename else reason
