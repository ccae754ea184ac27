"""What is wrong with an Experiment, as a path and a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


class ExperimentError(ValueError):
    """A value that cannot be an Experiment: ``path`` (``network.layers[2].units``) and ``reason``."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.reason = reason

    @classmethod
    def from_validation(cls, message: str, raw: Any) -> ExperimentError:
        """The error of msgspec's message about the plain value ``raw``."""
        reason, _, where = message.partition(" - at `")
        path = where.rstrip("`").removeprefix("$").removeprefix(".")
        inner = re.match(r"^([a-z_0-9.\[\]]+): (.*)$", reason, re.DOTALL)
        if inner and not reason.startswith("Expected"):
            path = ".".join(part for part in (path, inner[1]) if part)
            reason = inner[2]
            return cls(path, reason)
        return cls(path, _plain(reason, _value_at(raw, path)))


def require_known(kind: str, name: str, known: Iterable[str]) -> None:
    """Raise a ValueError that lists the known names unless ``name`` is one of them."""
    names = tuple(known)
    if name not in names:
        raise ValueError(f"{kind}: {name!r} is unknown; known: {', '.join(names)}")


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
        return f"{shown} {_BOUNDS[bound[1]]} {bound[2]}"
    if typed := re.match(r"Expected `([^`]+)`, got `([^`]+)`", reason):
        return f"{shown or typed[2]} is no {_TYPES.get(typed[1], typed[1])}"
    if unknown := re.match(r"Object contains unknown field `(.*)`", reason):
        return f"the field {unknown[1]!r} is unknown"
    if reason.startswith(("Invalid enum value", "Invalid value")):
        return f"{shown} is unknown" if shown else reason
    return reason


_TYPES = {
    "int": "whole number",
    "float": "number",
    "str": "text",
    "bool": "true or false",
    "array": "list",
    "object": "object",
}


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _value_at(raw: Any, path: str) -> Any:
    for key in re.findall(r"[^.\[\]]+", path):
        try:
            raw = raw[int(key)] if isinstance(raw, list) else raw[key]
        except (KeyError, IndexError, ValueError, TypeError):
            return _MISSING
    return raw
