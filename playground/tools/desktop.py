"""The program among a Linux desktop's own: menu entry, icon, and what a file's ending opens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from playground.interop.loading import write_whole
from playground.paths import resource

_PLACES = {
    "desktop/playground.desktop": "applications/playground.desktop",
    "desktop/playground-mime.xml": "mime/packages/playground.xml",
    "desktop/playground.metainfo.xml": "metainfo/playground.metainfo.xml",
    "icons/playground.svg": "icons/hicolor/scalable/apps/playground.svg",
}
"""What goes where in a folder of shared data."""
_REFRESH = (
    ("update-desktop-database", "applications"),
    ("update-mime-database", "mime"),
    ("gtk-update-icon-cache", "icons/hicolor"),
)
_COMMAND = "playground-window"


def data_home() -> Path:
    """Where this user's shared data lies (``XDG_DATA_HOME``)."""
    chosen = os.environ.get("XDG_DATA_HOME", "")
    return Path(chosen) if chosen else Path.home() / ".local" / "share"


def install(folder: Path) -> list[Path]:
    """Write the files and tell the desktop; returns what was written. Raises OSError."""
    written = []
    for name, place in _PLACES.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        content = resource(name).read_bytes()
        if path.suffix == ".desktop":
            content = content.replace(f"Exec={_COMMAND}".encode(), f"Exec={_command()}".encode())
        write_whole(path, content)
        written.append(path)
    _refresh(folder)
    return written


def remove(folder: Path) -> list[Path]:
    """Take the files away again; returns those that were there. Raises OSError."""
    there = [folder / place for place in _PLACES.values() if (folder / place).exists()]
    for path in there:
        path.unlink()
    _refresh(folder)
    return there


def _command() -> str:
    """The command that opens the window, as this installation has it; quoted as the menu wants it."""
    beside = Path(sys.executable).with_name(_COMMAND)
    found = str(beside) if beside.exists() else shutil.which(_COMMAND)
    if found is None:
        return f'"{sys.executable}" -m playground'
    return f'"{found}"' if " " in found else found


def _refresh(folder: Path) -> None:
    """Tell the desktop's own indexes, where there are any."""
    for program, place in _REFRESH:
        found = shutil.which(program)
        if found is not None and (folder / place).is_dir():
            with suppress(OSError, subprocess.SubprocessError):
                subprocess.run([found, str(folder / place)], capture_output=True, timeout=30)
