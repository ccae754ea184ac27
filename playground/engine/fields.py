"""One field of an Experiment by the file format's path, such as ``network.layers[0].units``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import msgspec
from msgspec import inspect

from playground.engine import edits
from playground.engine.activations import ACTIVATIONS
from playground.engine.datasets import DATASETS
from playground.engine.errors import ExperimentError, unknown_name
from playground.engine.experiment import CHOICES, Experiment, from_builtins
from playground.engine.initializers import INITIALIZERS
from playground.engine.layers.kinds import LAYER_KINDS
from playground.engine.losses import LOSSES
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

_NAMES: dict[str, tuple[str, ...]] = {
    "activation": tuple(ACTIVATIONS),
    "initializer": tuple(INITIALIZERS),
    "dataset": tuple(DATASETS),
    "loss": tuple(LOSSES),
}
"""The known names of a field whose type alone does not say them."""

Key = str | int


@dataclass(frozen=True)
class Field:
    """A single value of an Experiment: where it stands and what it may be.

    ``choices`` are the known names of a name, in their order; ``is_optional`` says that null goes too.
    """

    path: str
    kind: Literal["whole", "number", "flag", "name"]
    choices: tuple[str, ...] = ()
    is_optional: bool = False


def all_fields(experiment: Experiment) -> tuple[Field, ...]:
    """Every single value that the user chose, in the file's order; no lists, no ids."""
    return tuple(
        field
        for section in SECTIONS
        for field in _fields_of(getattr(experiment, section), section, experiment)
    )


def field_at(experiment: Experiment, path: str) -> Field | None:
    """What the value at this path may be; None where it is no single value. Raises as ``get`` does."""
    get(experiment, path)
    return next((field for field in all_fields(experiment) if field.path == path), None)


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


def _fields_of(part: msgspec.Struct, path: str, experiment: Experiment) -> Iterator[Field]:
    told = _type_of(type(part))
    if told.tag_field is not None:
        kinds = next((kinds for (end, _), kinds in _KINDS.items() if end in path.split(".")[-1]), {})
        yield Field(f"{path}.{told.tag_field}", "name", tuple(kinds))
    for one in told.fields:
        at, value = f"{path}.{one.name}", getattr(part, one.name)
        if isinstance(value, msgspec.Struct):
            yield from _fields_of(value, at, experiment)
        elif one.name == "layers":
            for place, layer in enumerate(value):
                yield from _fields_of(layer, f"{at}[{place}]", experiment)
        elif one.name != "id":
            yield from _single(at, one.name, one.type, experiment)


@cache
def _type_of(kind: type[msgspec.Struct]) -> inspect.StructType:
    """What its fields may be: read once, since that takes a millisecond."""
    told = inspect.type_info(kind)
    assert isinstance(told, inspect.StructType)
    return told


def _single(path: str, name: str, told: inspect.Type, experiment: Experiment) -> Iterator[Field]:
    """The field of this type; nothing where it is no single value, or may hold only one."""
    types = told.types if isinstance(told, inspect.UnionType) else (told,)
    kind = types[0]
    is_optional = len(types) == 2 and isinstance(types[1], inspect.NoneType)
    if len(types) > 1 and not is_optional:
        return
    if isinstance(kind, inspect.BoolType):
        yield Field(path, "flag", is_optional=is_optional)
    elif isinstance(kind, inspect.IntType):
        yield Field(path, "whole", is_optional=is_optional)
    elif isinstance(kind, inspect.FloatType):
        yield Field(path, "number", is_optional=is_optional)
    elif name in _NAMES or isinstance(kind, inspect.LiteralType):
        known = _NAMES.get(name) or next((n for end, n in CHOICES.items() if path.endswith(end)), ())
        if name == "loss":
            known = tuple(loss for loss in known if experiment.problem in LOSSES[loss].problems)
        if known and name != "problem":
            yield Field(path, "name", known, is_optional and name != "loss")


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
