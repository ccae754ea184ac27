"""What runs here: the versions that a report of a fault needs."""

from __future__ import annotations

import platform
import sys

import numpy as np
from PySide6.QtCore import qVersion

from playground import __version__
from playground.engine import native

LICENCE = "MIT License"


def versions() -> str:
    """The program, Python, Qt, NumPy, the engine and the system, one a line."""
    lines = (
        ("Playground", __version__),
        ("Python", platform.python_version()),
        ("Qt", qVersion()),
        ("NumPy", np.__version__),
        ("Engine", native.description()),
        ("System", f"{platform.system()} {platform.release()} {platform.machine()} ({sys.platform})"),
    )
    return "\n".join(f"{name} {value}" for name, value in lines)
