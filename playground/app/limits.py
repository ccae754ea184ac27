"""How large a network the window shows smoothly; the command line trains larger ones."""

from __future__ import annotations

from playground.engine.errors import ExperimentError, Note
from playground.engine.experiment import Experiment
from playground.engine.layers.dense import Dense

MOST_WEIGHTS = 100_000
"""Of one network: a picture of each unit's plane for more takes longer than a tenth of a second."""


def check_window(experiment: Experiment, before: Experiment | None = None) -> None:
    """Raise ExperimentError for a network that the window cannot show smoothly.

    A change that makes the network ``before`` no larger is always right.
    """
    count = max(weights(one) for one in _all(experiment))
    if count > MOST_WEIGHTS and (before is None or count > max(weights(one) for one in _all(before))):
        told = Note(
            "a network with {count} weights is too large to be shown smoothly: the window takes up to "
            "{most}, and the command playground train takes it as it is",
            count=f"{count:,}",
            most=f"{MOST_WEIGHTS:,}",
        )
        raise ExperimentError("", told)


def weights(experiment: Experiment) -> int:
    """How many weights (without biases) the network has."""
    width, count = len(experiment.network.features), 0
    for layer in experiment.network.layers:
        if isinstance(layer, Dense):
            pieces = layer.pieces if layer.activation == "maxout" else 1
            count += width * layer.units * pieces
            width = layer.units
    return count + width * experiment.outputs


def _all(experiment: Experiment) -> list[Experiment]:
    beside = experiment.comparison
    if beside is None:
        return [experiment]
    return [experiment, *(beside.experiment(place) for place in range(len(beside.variants)))]
