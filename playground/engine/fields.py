"""One field of an Experiment by the file format's path, such as ``network.layers[0].units``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from playground.engine import edits
from playground.engine.datasets import DATASETS
from playground.engine.errors import ExperimentError, unknown_name
from playground.engine.experiment import Experiment, from_builtins
from playground.engine.layers.kinds import LAYER_KINDS
from playground.engine.optimizers import OPTIMIZERS
from playground.engine.schedules import SCHEDULES

SECTIONS = ("data", "network", "training")
"""The parts of an Experiment that the user chooses."""

_KINDS: dict[tuple[str, str], Mapping[str, Any]] = {
    ("optimizer", "name"): OPTIMIZERS,
    ("schedule", "name"): SCHEDULES,
    ("layers", "kind"): LAYER_KINDS,
}
"""Names that decide which other fields stand beside them, by the part and the field."""

Key = str | int


def get(experiment: Experiment, path: str) -> Any:
    """The plain value at a path. Raises ExperimentError with one sentence where there is none."""
    value: Any = experiment
    walked = ""
    for key in _keys(path):
        value = _inside(value, key, walked, path)
        walked = _joined(walked, key)
    return _plain(value)


def set(experiment: Experiment, path: str, value: Any) -> Experiment:
    """The experiment with a plain value at a path, checked as a file's would be.

    What depends on the field follows as in the window: another dataset brings its problem and natural
    loss, another optimizer keeps the settings it has as well, units that stay keep their ids, and a
    change of the network forgets given first parameters. Raises ExperimentError with one sentence.
    """
    get(experiment, path)
    section, *keys = _keys(path)
    if not keys:
        raise ExperimentError(
            path, f"name a field of it, such as {path}.{_names(getattr(experiment, path))[0]}"
        )
    last = keys[-1]
    if path == "data.dataset":
        datasets = (*DATASETS, "custom")
        if value not in datasets:
            raise ExperimentError(path, unknown_name(value, datasets))
    if section == "data" and len(keys) == 1:
        return edits.with_data(experiment, **{str(last): value})
    raw = _plain(getattr(experiment, str(section)))
    if section == "network" and last != "initial_parameters":
        raw["initial_parameters"] = None
    part = raw
    for key in keys[:-1]:
        part = part[key]
    part[last] = msgspec.to_builtins(value)
    kinds = _KINDS.get((str(keys[0]), str(last)), {}) if isinstance(part, dict) else {}
    if isinstance(value, str) and value in kinds:
        known = {str(last), *kinds[value].settings.__struct_fields__}
        for name in [name for name in part if name not in known]:
            del part[name]
    keeps_ids = last == "units" and part.get("unit_ids") is not None
    if keeps_ids:
        part["unit_ids"] = None
    parts = {name: getattr(experiment, name) for name in Experiment.__struct_fields__}
    changed = from_builtins({**parts, str(section): raw})
    if keeps_ids:
        return edits.with_units(experiment, part["id"], value)
    return changed


# ------------------------------------------------------------------------------------- private


def _keys(path: str) -> list[Key]:
    """The names and places of a path: ``network.layers[0].units`` is network, layers, 0, units."""
    if not re.fullmatch(r"[a-z_0-9]+(\[\d{1,9}\]|\.[a-z_0-9]+)*", path):
        raise ExperimentError(path, "this is no path; a path is written such as network.layers[0].units")
    keys: list[Key] = [int(place) if place else name for place, name in re.findall(r"\[(\d+)\]|(\w+)", path)]
    if keys[0] not in SECTIONS:
        raise ExperimentError(path, f"there is no {keys[0]}; " + _hint(str(keys[0]), SECTIONS))
    return keys


def _inside(value: Any, key: Key, walked: str, path: str) -> Any:
    """What stands in a part under a name or at a place."""
    if isinstance(key, int):
        if not isinstance(value, tuple):
            raise ExperimentError(path, f"{walked} is no list")
        if key >= len(value):
            raise ExperimentError(
                path, f"{walked} has {len(value)}, counted from 0" if value else f"{walked} is empty"
            )
        return value[key]
    names = _names(value)
    if not names:
        if value is None:
            raise ExperimentError(path, f"{walked} is null here; give it a value first")
        raise ExperimentError(path, f"{walked} has no fields")
    if key not in names:
        raise ExperimentError(path, f"there is no {key} in {walked}; " + _hint(key, names))
    if isinstance(value, dict):
        return value[key]
    return value.__struct_config__.tag if key == value.__struct_config__.tag_field else getattr(value, key)


def _names(value: Any) -> list[str]:
    """The names of the fields of a part, in the file's order; of a single value none."""
    if isinstance(value, dict):
        return list(value)
    if not isinstance(value, msgspec.Struct):
        return []
    tag_field = value.__struct_config__.tag_field
    return [*([tag_field] if tag_field else []), *value.__struct_fields__]


def _hint(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"


def _joined(path: str, key: Key) -> str:
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def _plain(part: Any) -> Any:
    """A part's value as the file says it: dicts, lists, numbers, texts."""
    return msgspec.json.decode(msgspec.json.encode(part))
