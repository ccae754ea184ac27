"""What the program remembers between two starts: typed JSON, never lost to one bad key."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import platformdirs
from msgspec import Meta, Struct
from PySide6.QtCore import QObject, QTimer, Signal

from playground.interop.loading import write_whole
from playground.observe.snapshot import GradientSource

log = logging.getLogger(__name__)

NodeMode = Literal["activation", "gradient", "both", "histogram"]
EdgeMode = Literal["weight", "gradient", "update", "ratio"]
LossScale = Literal["auto", "linear", "log"]
BoundaryMode = Literal["output", "classes", "errors", "uncertainty"]
RECENT_LIMIT = 10
_WRITE_DELAY_MS = 500
AGAIN_MS = 10_000
"""So long after a write that failed the next one is tried."""


class Preferences(Struct, frozen=True):
    """Every setting with its default. ``speed`` None: as fast as the machine goes."""

    theme: Literal["system", "light", "dark"] = "system"
    language: Annotated[str, Meta(max_length=20)] = ""
    text_scale: Annotated[float, Meta(ge=0.5, le=4.0)] = 1.0
    speed: Annotated[float, Meta(gt=0.0, le=1e9)] | None = None
    node_mode: NodeMode = "activation"
    edge_mode: EdgeMode = "weight"
    gradient_source: GradientSource = "minibatch"
    boundary_mode: BoundaryMode = "output"
    discretize: bool = False
    show_train: bool = True
    show_test: bool = False
    loss_scale: LossScale = "auto"
    show_unit_lines: bool = False
    recent_files: Annotated[tuple[str, ...], Meta(max_length=RECENT_LIMIT)] = ()
    last_folder: str = ""
    window_geometry: str = ""
    panels: dict[str, bool] = {}
    values: dict[str, str | float | bool] = {}


def settings_folder() -> Path:
    """Where this system keeps the user's settings of this program."""
    return Path(platformdirs.user_config_dir("playground", appauthor=False))


class Settings(QObject):
    """The preferences with their file. ``set`` changes them at once and writes a moment later.

    Only what changed here is written: what another window wrote since stays.
    """

    changed = Signal(str, object)
    """(name, value) of the preference that changed."""

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path or settings_folder() / "settings.json"
        self._preferences = self._written = _load(self.path)
        self.failure: OSError | None = None
        """Why writing failed; whoever tells the user takes it away."""
        self._has_failed = False
        self._timer = QTimer(self, interval=_WRITE_DELAY_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)

    @property
    def preferences(self) -> Preferences:
        """All settings as one frozen value."""
        return self._preferences

    def set(self, **changes: Any) -> None:
        """Change preferences by name. Raises TypeError for an unknown name, ValueError for a bad value."""
        for name, value in changes.items():
            if name not in _TYPES:
                raise TypeError(f"there is no setting {name!r}")
            checked = _converted(name, value)
            if checked != getattr(self._preferences, name):
                self._preferences = msgspec.structs.replace(self._preferences, **{name: checked})
                self._timer.start(_WRITE_DELAY_MS)
                self.changed.emit(name, checked)

    def add_recent(self, source: str) -> None:
        """Put a file or link at the head of the recent ones."""
        others = [one for one in self._preferences.recent_files if one != source]
        self.set(recent_files=(source, *others)[:RECENT_LIMIT])

    def forget_recent(self, source: str) -> None:
        """Take a file that is gone out of the recent ones."""
        self.set(recent_files=tuple(one for one in self._preferences.recent_files if one != source))

    def noting_folder(self, take: Callable[[str], object]) -> Callable[[str], None]:
        """``take`` for a file dialog: it gets the chosen path, and the path's folder is remembered."""

        def taken(path: str) -> None:
            self.set(last_folder=str(Path(path).parent))
            take(path)

        return taken

    def flush(self) -> None:
        """Write what changed now; where that fails, again later (``failure`` tells it once)."""
        self._timer.stop()
        if self._preferences == self._written:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            merged = _merged(self._written, self._preferences, _raw(self.path))
            write_whole(self.path, msgspec.json.format(msgspec.json.encode(merged), indent=1))
        except OSError as error:
            log.warning("settings were not written: %s", error)
            if not self._has_failed:
                self.failure = error
            self._has_failed = True
            self._timer.start(AGAIN_MS)
        else:
            self._written = self._preferences
            self._has_failed = False

    def close(self) -> None:
        """Write for the last time."""
        self.flush()
        self._timer.stop()


_TYPES = {field.name: field.type for field in msgspec.structs.fields(Preferences)}


def _converted(name: str, value: Any) -> Any:
    return msgspec.convert(msgspec.to_builtins(value), _TYPES[name])


def _merged(before: Preferences, now: Preferences, on_disk: dict[str, Any]) -> dict[str, Any]:
    """What the file is to hold: the fields (and keys of a table) that changed here; the rest stays."""
    old, new = msgspec.to_builtins(before), msgspec.to_builtins(now)
    merged = {**new, **on_disk}
    for name, value in new.items():
        there = on_disk.get(name)
        if name not in on_disk or value == old[name]:
            continue
        if isinstance(value, dict) and isinstance(there, dict):
            kept = {key: known for key, known in there.items() if key in value or key not in old[name]}
            changed = {key: one for key, one in value.items() if old[name].get(key) != one}
            merged[name] = {**kept, **changed}
        elif name == "recent_files" and isinstance(there, list):
            others = [one for one in there if one not in value and one not in old[name]]
            merged[name] = [*value, *others][:RECENT_LIMIT]
        else:
            merged[name] = value
    return merged


def _raw(path: Path) -> dict[str, Any]:
    """What the file holds; nothing where it is not there or broken."""
    try:
        raw = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def _load(path: Path) -> Preferences:
    """The file's preferences: a broken file is set aside as .bak, only its bad keys fall back."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Preferences()
    except OSError as error:
        log.warning("settings were not read: %s", error)
        return Preferences()
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raw = None
        log.warning("settings are no JSON: %s", error)
    good: dict[str, Any] = {}
    is_whole = isinstance(raw, dict)
    for name, value in raw.items() if isinstance(raw, dict) else ():
        if name not in _TYPES:
            continue  # a newer version's setting
        try:
            good[name] = msgspec.convert(value, _TYPES[name])
        except msgspec.ValidationError as error:
            log.warning("setting %s falls back to its default: %s", name, error)
            is_whole = False
    if not is_whole:
        _set_aside(path, text)
    return Preferences(**good)


def _set_aside(path: Path, text: bytes) -> None:
    try:
        write_whole(path.with_name(path.name + ".bak"), text)
    except OSError as error:
        log.warning("the broken settings were not kept: %s", error)
