"""Edits of one's own points; only what is new is validated, so that strokes stay fluid on many points."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import copy
from itertools import compress

import msgspec
import numpy as np
from msgspec.structs import force_setattr, replace

from playground.engine.datasets import MAXIMUM_CLASSES
from playground.engine.errors import ExperimentError
from playground.engine.experiment import MAXIMUM_POINTS, Axis, Data, Experiment, Point
from playground.engine.points import in_own_order, make_points

PLANE_AXES = (Axis(), Axis())
"""The plane as it stands: its frame stays, whatever points there are."""


def with_own_points(experiment: Experiment) -> Experiment:
    """The same points as one's own: from now on they are painted, moved and erased one by one."""
    data = experiment.data
    if data.dataset == "custom":
        return experiment
    table = in_own_order(make_points(data))
    return _with_points(
        replace(
            experiment,
            data=replace(
                data,
                dataset="custom",
                points=(),
                axes=PLANE_AXES,
                split="shuffled",
                label_noise=0.0,
                imbalance=0.0,
            ),
        ),
        tuple(map(tuple, table.tolist())),
    )


def add_points(experiment: Experiment, new: Iterable[Point]) -> Experiment:
    """Append points; a label beyond the classes there are makes room for that class.

    Raises ExperimentError for values that are no numbers, for classes beyond the highest, and where
    there would be more than MAXIMUM_POINTS.
    """
    experiment = with_own_points(experiment)
    data = experiment.data
    try:
        added = msgspec.convert([tuple(point) for point in new], tuple[Point, ...])
    except msgspec.ValidationError as error:
        raise ExperimentError("data.points", "a point is made of three finite numbers") from error
    own = data.points or ()
    if len(own) + len(added) > MAXIMUM_POINTS:
        raise ExperimentError(
            "data.points", f"there are {len(own):,} points; no more than {MAXIMUM_POINTS:,} have room"
        )
    if data.problem == "classification" and added:
        _check_labels(point[2] for point in added)
        experiment = with_classes(experiment, max(data.classes, int(max(point[2] for point in added)) + 1))
    return _with_points(experiment, own + added)


def with_classes(experiment: Experiment, classes: int) -> Experiment:
    """The points with this many classes; no fewer than their labels need."""
    if classes == experiment.data.classes:
        return experiment
    try:
        data = msgspec.convert(
            {**msgspec.to_builtins(replace(experiment.data, points=())), "classes": classes}, Data
        )
        data = replace(data, points=experiment.data.points)
    except ValueError as error:
        raise ExperimentError.from_validation(str(error), {"classes": classes}) from error
    return replace(experiment, data=data, network=replace(experiment.network, initial_parameters=None))


def remove_points(experiment: Experiment, indices: Collection[int]) -> Experiment:
    """Take out the points at these places of the list."""
    experiment = with_own_points(experiment)
    own = experiment.data.points or ()
    stays = np.ones(len(own), dtype=bool)
    stays[list(indices)] = False
    return _with_points(experiment, tuple(compress(own, stays.tolist())))


def move_points(experiment: Experiment, indices: Collection[int], step: tuple[float, float]) -> Experiment:
    """Move the points at these places by a step in plane coordinates."""
    experiment = with_own_points(experiment)
    own = list(experiment.data.points or ())
    for place in indices:
        x1, x2, label = own[place]
        own[place] = (x1 + step[0], x2 + step[1], label)
    return _with_points(experiment, tuple(own))


def relabel_points(experiment: Experiment, indices: Collection[int], label: float) -> Experiment:
    """Give the points at these places another label."""
    experiment = with_own_points(experiment)
    if experiment.problem == "classification":
        _check_labels([label])
        experiment = with_classes(experiment, max(experiment.data.classes, int(label) + 1))
    own = list(experiment.data.points or ())
    for place in indices:
        own[place] = (own[place][0], own[place][1], float(label))
    return _with_points(experiment, tuple(own))


def clear_points(experiment: Experiment) -> Experiment:
    """An empty plane for points of one's own."""
    data = experiment.data
    if data.dataset != "custom":
        experiment = with_own_points(experiment)
    cleared = replace(
        experiment.data, points=(), axes=PLANE_AXES, class_names=None, value_axis=None, split="shuffled"
    )
    return replace(experiment, data=cleared)


def _check_labels(labels: Iterable[float]) -> None:
    for label in labels:
        if label not in range(MAXIMUM_CLASSES):
            raise ExperimentError(
                "data.points", f"label {label:g} is no class; classes go from 0 to {MAXIMUM_CLASSES - 1}"
            )


def _with_points(experiment: Experiment, points: tuple[Point, ...]) -> Experiment:
    """The experiment with points that are known to be sound: many thousand are not looked at again."""
    data = copy(experiment.data)
    force_setattr(data, "points", points)
    return replace(experiment, data=data)
