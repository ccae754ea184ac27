"""What is wrong with an Experiment, as a path and a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any


class Note(str):
    """One sentence for the user: a reason, or what was made of something that came in.

    It is the English sentence; ``template`` and ``values`` say the same for a translation.
    """

    __slots__ = ("template", "values")
    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, **values: Any) -> Note:
        """The sentence of a template with named places."""
        note = super().__new__(cls, template.format(**values))
        note.template = template
        note.values = values
        return note


class Notes(tuple[Note, ...]):
    """Several notes as a value inside another one: parted by semicolons."""

    __slots__ = ()

    def __format__(self, format_spec: str) -> str:
        """The notes as one text."""
        return "; ".join(self)


class ExperimentError(ValueError):
    """A value that cannot be an Experiment: ``path`` (``network.layers[2].units``) and ``reason``, a Note
    wherever the program itself knows it."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.reason = reason

    @classmethod
    def from_validation(
        cls, error: Exception, raw: Any, choices: Mapping[str, Iterable[str]] | None = None
    ) -> ExperimentError:
        """The error of msgspec's complaint about the plain value ``raw``.

        ``choices`` gives the known names of a field by the end of its path (``optimizer.name``).
        """
        if isinstance(error, cls):
            return error
        reason, _, where = str(error).partition(" - at `")
        path = where.rstrip("`").removeprefix("$").removeprefix(".")
        if isinstance(error.__cause__, cls):
            return cls(
                ".".join(part for part in (path, error.__cause__.path) if part), error.__cause__.reason
            )
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
    """Raise an ExperimentError that lists the known names unless ``name`` is one of them."""
    names = tuple(known)
    if name not in names:
        raise ExperimentError(kind, unknown_name(name, names))


def unknown_name(name: Any, known: Iterable[str]) -> Note:
    """The reason that says a name is unknown and lists the known ones."""
    listed = ", ".join(known)
    if not listed:
        return Note("{name} is unknown", name=_short(name))
    return Note("{name} is unknown; known: {known}", name=_short(name), known=listed)


BOUNDS = {
    ">=": "{value} is below {bound}",
    "<=": "{value} is above {bound}",
    ">": "{value} must be above {bound}",
    "<": "{value} must be below {bound}",
}
TYPES = {
    "int": "{value} is no whole number",
    "float": "{value} is no number",
    "str": "{value} is no text",
    "bool": "{value} is no true or false",
    "array": "{value} is no list",
}
"""What is said of a value of the wrong type, and above of one out of bounds."""
_MISSING = object()


def _plain(reason: str, value: Any) -> str:
    shown = "" if value is _MISSING else _short(value)
    if bound := re.match(r"Expected `(?:int|float)` (>=|<=|>|<) (\S+)$", reason):
        return Note(BOUNDS[bound[1]], value=shown, bound=f"{float(bound[2]):.15g}")
    if typed := re.match(r"Expected `([^`]+)`, got `([^`]+)`", reason):
        template = TYPES.get(typed[1])
        if template is None:
            return Note("{value} is no {kind}", value=shown or typed[2], kind=typed[1])
        return Note(template, value=shown or typed[2])
    if unknown := re.match(r"Object contains unknown field `(.*)`", reason):
        return Note("the field {name} is unknown", name=repr(unknown[1]))
    if missing := re.match(r"Object missing required field `(.*)`", reason):
        return Note("the field {name} is missing", name=repr(missing[1]))
    if length := re.match(r"Expected `(array|str|object)` of length (.*?)(?:, got (\d+))?$", reason):
        return Note("{value} must have length {length}", value=shown, length=length[2])
    return reason


def _short(value: Any) -> str:
    if isinstance(value, list | dict):  # no further than it is shown: there may be millions in it
        text = "".join(islice(json.JSONEncoder(ensure_ascii=False).iterencode(value), 61))
    else:
        text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _value_at(raw: Any, path: str) -> Any:
    for key in re.findall(r"[^.\[\]]+", path):
        try:
            raw = raw[int(key)] if isinstance(raw, list | tuple) else raw[key]
        except (KeyError, IndexError, ValueError, TypeError):
            return _MISSING
    return raw
