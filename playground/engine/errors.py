"""What is wrong with an Experiment, as a path and a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any


class ExperimentError(ValueError):
    """A value that cannot be an Experiment: ``path`` (``network.layers[2].units``) and ``reason``."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.reason = reason

    @classmethod
    def from_validation(
        cls, message: str, raw: Any, choices: Mapping[str, Iterable[str]] | None = None
    ) -> ExperimentError:
        """The error of msgspec's message about the plain value ``raw``.

        ``choices`` gives the known names of a field by the end of its path (``optimizer.name``).
        """
        reason, _, where = message.partition(" - at `")
        path = where.rstrip("`").removeprefix("$").removeprefix(".")
        inner = re.match(r"^([a-z_0-9.\[\]]+): (.*)$", reason, re.DOTALL)
        if inner and not reason.startswith("Expected"):
            path = ".".join(part for part in (path, inner[1]) if part)
            return cls(path, inner[2])
        value = _value_at(raw, path)
        if reason.startswith(("Invalid enum value", "Invalid value")):
            plain_path = re.sub(r"\[\d+\]", "", path)
            known = next((n for end, n in (choices or {}).items() if plain_path.endswith(end)), ())
            return cls(path, unknown_name(value, known))
        return cls(path, _plain(reason, value))


def require_known(kind: str, name: str, known: Iterable[str]) -> None:
    """Raise a ValueError that lists the known names unless ``name`` is one of them."""
    names = tuple(known)
    if name not in names:
        raise ValueError(f"{kind}: {unknown_name(name, names)}")


def unknown_name(name: Any, known: Iterable[str]) -> str:
    """The reason that says a name is unknown and lists the known ones."""
    listed = ", ".join(known)
    return f"{_short(name)} is unknown" + (f"; known: {listed}" if listed else "")


_BOUNDS = {
    ">=": "is below",
    "<=": "is above",
    ">": "must be above",
    "<": "must be below",
}
_MISSING = object()


def _plain(reason: str, value: Any) -> str:
    shown = "" if value is _MISSING else _short(value)
    if bound := re.match(r"Expected `(?:int|float)` (>=|<=|>|<) (\S+)$", reason):
        return f"{shown} {_BOUNDS[bound[1]]} {float(bound[2]):.15g}"
    if typed := re.match(r"Expected `([^`]+)`, got `([^`]+)`", reason):
        return f"{shown or typed[2]} is no {_TYPES.get(typed[1], typed[1])}"
    if unknown := re.match(r"Object contains unknown field `(.*)`", reason):
        return f"the field {unknown[1]!r} is unknown"
    if missing := re.match(r"Object missing required field `(.*)`", reason):
        return f"the field {missing[1]!r} is missing"
    if length := re.match(r"Expected `(array|str|object)` of length (.*?)(?:, got (\d+))?$", reason):
        return f"{shown} must have length {length[2]}"
    return reason


_TYPES = {
    "int": "whole number",
    "float": "number",
    "str": "text",
    "bool": "true or false",
    "array": "list",
}


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _value_at(raw: Any, path: str) -> Any:
    for key in re.findall(r"[^.\[\]]+", path):
        try:
            raw = raw[int(key)] if isinstance(raw, list | tuple) else raw[key]
        except (KeyError, IndexError, ValueError, TypeError):
            return _MISSING
    return raw
