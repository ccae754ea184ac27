"""Memory that is free goes back to the system; the C library would keep it between what stays."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress


def give_back_memory() -> None:
    """Return what was freed, in a few milliseconds. Only where glibc manages memory."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
