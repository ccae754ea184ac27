"""The variants of an Experiment: along one field or two, or kept beside as they stand; plain values only."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from playground.engine import fields
from playground.engine.activations import ACTIVATIONS
from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import MOST_VARIANTS, Comparison, Experiment, Variant
from playground.engine.regularizers import FIRST_PENALTY

EVERY = "[*]"
"""In a path: in every hidden layer that has such a field, as in ``network.layers[*].activation``."""
_HELD_TOGETHER = ("training.regularizer.", "training.optimizer.", "training.schedule.")
"""A field of these stands or falls with its neighbours: comparing over one takes them along."""
_USUAL: dict[str, tuple[Any, ...]] = {
    "units": (3, 6, 20),
    "rate": (0.001, 0.01, 0.1),
    "learning_rate": (0.001, 0.01, 0.1, 1.0),
    "noise": (0.0, 0.1, 0.2, 0.4),
    "label_noise": (0.0, 0.1, 0.2),
    "imbalance": (0.0, 0.5, 0.8),
    "train_fraction": (0.1, 0.3, 0.5, 0.8),
    "samples": (50, 200, 1000),
    "batch_size": (1, 10, 50, 250),
    "classes": (2, 3, 4, 5),
    "activation": ("sigmoid", "tanh", "relu", "leaky_relu", "maxout", "elu"),
    "clip_norm": (0.1, 1.0, 10.0),
    "max_norm": (1.0, 2.0, 4.0),
    "momentum": (0.0, 0.5, 0.9, 0.99),
}
"""Values worth comparing, by the last name of a path; others are found around the present value."""
_SEEDS = 5


@dataclass(frozen=True)
class Preset:
    """A comparison that one click begins: over ``path``, with ``values`` or those of ``usual_values``."""

    name: str
    path: str
    values: tuple[Any, ...] = ()


PRESETS: tuple[Preset, ...] = (
    Preset("units", "network.layers[0].units", (3, 6, 20)),
    Preset("penalty", "training.regularizer.rate", (0.001, 0.01, 0.1)),
    Preset("seeds", "network.seed"),
    Preset("activations", f"network.layers{EVERY}.activation"),
    Preset("optimizers", "training.optimizer.name"),
    Preset("learning_rates", "training.learning_rate"),
)


def compared_over(experiment: Experiment, over: Mapping[str, Sequence[Any]]) -> Comparison:
    """The experiment's variants over one path or two, each with its values: 2 to 12, the last changing first.

    Raises ExperimentError with one sentence.
    """
    if not 1 <= len(over) <= 2:
        raise ExperimentError("comparison.over", Note("a comparison is over one field or two"))
    combinations = list(itertools.product(*over.values()))
    if not 2 <= len(combinations) <= MOST_VARIANTS:
        raise ExperimentError(
            next(iter(over)),
            Note(
                "compare 2 to {most} runs, not {count}; a sweep has more",
                most=MOST_VARIANTS,
                count=len(combinations),
            ),
        )
    made: list[Experiment] = []
    for values in combinations:
        variant = experiment
        for path, value in zip(over, values, strict=True):
            variant = with_value(variant, path, value)
        if "training.regularizer.name" in over and "training.regularizer.rate" not in over:
            variant = _penalised(variant)
        if any(_parts(variant) == _parts(other) for other in made):
            raise ExperimentError(next(iter(over)), Note("two of the runs would be the same"))
        made.append(variant)
    return _comparison([(place, one, False) for place, one in enumerate(made, start=1)], tuple(over))


def kept_beside(comparison: Comparison | None, experiment: Experiment) -> Comparison:
    """The comparison with the experiment put beside. Raises ExperimentError with one sentence."""
    rows = [] if comparison is None else _rows(comparison)
    if len(rows) == MOST_VARIANTS:
        raise ExperimentError(
            "comparison", Note("{most} runs stand there already; remove one first", most=MOST_VARIANTS)
        )
    number = max((row[0] for row in rows), default=0) + 1
    return _comparison([*rows, (number, experiment, True)], comparison.over if comparison else ())


def without(comparison: Comparison, number: int) -> Comparison | None:
    """The comparison without the variant of this id; None where nothing is left."""
    rows = [row for row in _rows(comparison) if row[0] != number]
    return _comparison(rows, comparison.over) if rows else None


def with_value(experiment: Experiment, path: str, value: Any) -> Experiment:
    """The experiment with a value at a path. A penalty's rate needs a penalty: L2 where there is none.

    Raises ExperimentError with one sentence.
    """
    if path == "training.regularizer.rate" and experiment.training.regularizer.name == "none" and value:
        experiment = fields.set(experiment, "training.regularizer.name", "l2")
    for one in places_of(experiment, path):
        experiment = fields.set(experiment, one, value)
    return experiment


def value_of(experiment: Experiment, path: str) -> Any:
    """The value at a path; of several places the first one's. Raises ExperimentError."""
    return fields.get(experiment, places_of(experiment, path)[0])


def places_of(experiment: Experiment, path: str) -> tuple[str, ...]:
    """The places that a path names. Raises ExperimentError where there is none."""
    if EVERY not in path:
        return (path,)
    head, _, tail = path.partition(EVERY)
    known = {field.path for field in fields.all_fields(experiment)}
    count = len(experiment.network.layers)
    found = tuple(one for k in range(count) if (one := f"{head}[{k}]{tail}") in known)
    if not found:
        raise ExperimentError(path, Note("no hidden layer has such a field; add a layer first"))
    return found


def usual_values(experiment: Experiment, path: str) -> tuple[Any, ...]:
    """Values to compare over a path: names, the usual numbers, or some around the present one.

    Fewer than two where nothing can be compared there.
    """
    try:
        field = fields.field_at(experiment, places_of(experiment, path)[0])
        present = value_of(experiment, path)
    except ExperimentError:
        return ()
    if field is None:
        return ()
    name = path.rpartition(".")[2]
    candidates: Sequence[Any]
    if name == "pieces" and not _has_pieces(experiment, path):
        return ()
    if path.endswith("seed"):
        candidates = [present + k for k in range(_SEEDS)]
    elif name in _USUAL:
        candidates = _USUAL[name]
    elif field.kind == "name":
        candidates = field.choices[:MOST_VARIANTS]
    elif field.kind == "flag":
        candidates = (False, True)
    elif present is None or isinstance(present, bool):
        return ()
    elif field.kind == "whole":
        candidates = sorted({max(present // 2, 1), present, present * 2})
    else:
        candidates = (present / 10.0, present, present * 10.0) if present else (0.0, 0.1, 0.5)
    return tuple(value for value in candidates if _is_allowed(experiment, path, value))


def edited_since(comparison: Comparison, experiment: Experiment) -> tuple[str, ...]:
    """The paths in which the experiment is no longer what the comparison was made of."""
    place = next((k for k, variant in enumerate(comparison.variants) if not variant.kept), None)
    if place is None or not comparison.over:
        return ()
    made_of = comparison.experiment(place)
    if _parts(made_of) == _parts(experiment):
        return ()
    loose = tuple(part for part in _HELD_TOGETHER if any(path.startswith(part) for path in comparison.over))
    known = {one for path in comparison.over for one in _places_or_none(made_of, path)}
    then, now = settings_of(made_of), settings_of(experiment)
    names = [*then, *(name for name in now if name not in then)]
    return tuple(
        name
        for name in names
        if then.get(name) != now.get(name) and name not in known and not name.startswith(loose)
    )


def told_apart(comparison: Comparison) -> list[dict[str, Any]]:
    """For each variant what only it has: path -> value. Several places of one path count once."""
    experiments = [comparison.experiment(place) for place in range(len(comparison.variants))]
    if comparison.over and not any(variant.kept for variant in comparison.variants):
        return [{path: value_of(one, path) for path in comparison.over} for one in experiments]
    settings = [settings_of(one) for one in experiments]
    names = list(dict.fromkeys(name for one in settings for name in one))
    if len({tuple(one["network.layers"]) for one in settings}) > 1:
        names = [name for name in names if not name.startswith("network.layers[")]
    apart = [name for name in names if any(one.get(name) != settings[0].get(name) for one in settings)]
    return [{name: one[name] for name in apart if name in one} for one in settings]


def settings_of(experiment: Experiment) -> dict[str, Any]:
    """Every single value by its path, with the features, the layers' kinds and the own points."""
    network = experiment.network
    found = {field.path: fields.get(experiment, field.path) for field in fields.all_fields(experiment)}
    found["network.features"] = list(network.features)
    found["network.layers"] = [layer.kind for layer in network.layers]
    found["data.points"] = experiment.data.points
    return found


def group_of(comparison: Comparison, place: int) -> tuple[Any, ...] | None:
    """What a variant has in common with those that differ from it by the seed alone; None without seeds."""
    if "network.seed" not in comparison.over or comparison.variants[place].kept:
        return None
    experiment = comparison.experiment(place)
    return tuple(value_of(experiment, path) for path in comparison.over if path != "network.seed")


# ------------------------------------------------------------------------------------- private

_Row = tuple[int, Experiment, bool]
"""Id, experiment, and whether it was kept beside."""


def _rows(comparison: Comparison) -> list[_Row]:
    return [
        (variant.id, comparison.experiment(place), variant.kept)
        for place, variant in enumerate(comparison.variants)
    ]


def _comparison(rows: Sequence[_Row], over: tuple[str, ...]) -> Comparison:
    """The comparison in which every part that is the first variant's is left out."""
    first = rows[0][1]
    variants = []
    for place, (number, one, kept) in enumerate(rows):
        own = {name: getattr(one, name) for name in ("data", "network", "training")}
        if place:
            own = {name: part for name, part in own.items() if part != getattr(first, name)}
        variants.append(Variant(id=number, kept=kept, **own))
    return Comparison(tuple(variants), over)


def _penalised(experiment: Experiment) -> Experiment:
    """The experiment with a rate for its penalty, without which all penalties are the same."""
    penalty = experiment.training.regularizer
    if penalty.name == "none" or penalty.rate:
        return experiment
    return fields.set(experiment, "training.regularizer.rate", FIRST_PENALTY)


def _parts(experiment: Experiment) -> Experiment:
    """Only what is trained and how: no state, nothing beside it."""
    return replace(experiment, run=None, comparison=None)


def _has_pieces(experiment: Experiment, path: str) -> bool:
    """Whether the activation beside this path is one that has linear pieces."""
    activation = value_of(experiment, path.removesuffix("pieces") + "activation")
    return ACTIVATIONS[activation].has_pieces


def _is_allowed(experiment: Experiment, path: str, value: Any) -> bool:
    try:
        with_value(experiment, path, value)
    except ExperimentError:
        return False
    return True


def _places_or_none(experiment: Experiment, path: str) -> tuple[str, ...]:
    try:
        return places_of(experiment, path)
    except ExperimentError:
        return ()
