"""Whether this machine has a screen on which a window can open."""

from __future__ import annotations

import ctypes
import os
import sys

_WITHOUT_SCREEN = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs", "wayland")
"""Qt platforms that the user chooses by name and that need no X server."""


def has_screen() -> bool:
    """True where a window can open: always but on a Linux without a reachable X or Wayland server."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in _WITHOUT_SCREEN:
        return True
    return bool(os.environ.get("WAYLAND_DISPLAY")) or _reaches_x_server()


def _reaches_x_server() -> bool:
    if not os.environ.get("DISPLAY"):
        return False
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return True  # Qt brings its own way to the server; let it try
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = x11.XOpenDisplay(None)
    if not display:
        return False
    x11.XCloseDisplay(display)
    return True


if __name__ == "__main__":
    sys.exit(0 if has_screen() else 1)
