"""What the network says over the plane as an image, for each of the boundary's modes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from playground.app.settings import BoundaryMode
from playground.engine.experiment import Experiment
from playground.engine.points import Points
from playground.observe.snapshot import Grid
from playground.ui.look import theme
from playground.ui.widgets.heatmap import class_image, grid_image, image_of, mixture_image, table_indices

_ERRORS_PALER = 0.72
"""In the errors mode the boundary steps back behind the ringed points."""
_SCORE_SHARPNESS = 2.0


def boundary_image(
    experiment: Experiment, grid: Grid, scale: float, mode: BoundaryMode, discretize: bool
) -> QImage:
    """The image of the prediction ``grid (outputs, R, R)``; ``scale`` is that of ``value_scale``."""
    is_regression = experiment.problem == "regression"
    if mode == "uncertainty" and not is_regression:
        return _uncertainty_image(experiment, grid)
    paler = _ERRORS_PALER if mode == "errors" else theme.PALER
    flat = discretize or mode == "classes"
    if len(grid) > 1:
        table = theme.class_table(len(grid), paler)
        if flat or mode == "errors":
            return class_image(grid.argmax(axis=0), table)
        return mixture_image(class_shares(experiment, grid), table)
    table = theme.diverging_table(paler)
    values = signed_output(experiment, grid[0])
    if flat or (mode == "errors" and not is_regression):
        return image_of(table.take(np.where(values > 0.0, 255, 0)))
    return grid_image(values, scale, table)


def signed_output(experiment: Experiment, values: NDArray[np.floating]) -> NDArray[np.floating]:
    """One output unit's values so that 0 is undecided: probabilities p become 2 p - 1."""
    if experiment.problem == "classification" and experiment.loss == "cross_entropy":
        return 2.0 * values - 1.0
    return values


def class_shares(experiment: Experiment, grid: Grid) -> NDArray[np.float32]:
    """``(K, R, R)`` that sum to 1: the probabilities, or for scores a softmax that only colours them."""
    if experiment.loss == "cross_entropy":
        return grid
    powers = np.exp(_SCORE_SHARPNESS * (grid - grid.max(axis=0)))
    return np.asarray(powers / powers.sum(axis=0), dtype=np.float32)


def value_scale(experiment: Experiment, points: Points) -> float:
    """The value with the scale's last colour: 1 for classes, the largest label for regression."""
    if experiment.problem == "classification":
        return 1.0
    labels = np.concatenate((points.train_labels, points.test_labels))
    return float(np.abs(labels).max(initial=0.0)) or 1.0


def unit_image(grid: NDArray[np.floating], scale: float) -> QImage:
    """One unit's grid ``(R, R)`` enlarged into the boundary's place."""
    return grid_image(grid, scale, theme.boundary_table())


def unit_scale(grid: NDArray[np.floating]) -> float:
    """The largest size of a unit's value over the plane."""
    return float(np.abs(grid).max(initial=0.0)) or 1.0


def is_wrong(
    experiment: Experiment, predictions: NDArray[np.floating], labels: NDArray[np.floating]
) -> NDArray[np.bool_]:
    """``(n,)``: points whose class the predictions ``(n, outputs)`` miss."""
    if predictions.shape[1] > 1:
        return np.asarray(predictions.argmax(axis=1) != labels)
    said = signed_output(experiment, predictions[:, 0]) > 0.0
    return np.asarray(said != (labels > 0.5))


def _uncertainty_image(experiment: Experiment, grid: Grid) -> QImage:
    """Entropy as a share of its largest value: sure is plain, undecided is dark."""
    if len(grid) > 1:
        shares = class_shares(experiment, grid)
    else:
        first = np.clip((signed_output(experiment, grid[0]) + 1.0) / 2.0, 0.0, 1.0)
        shares = np.stack((first, 1.0 - first))
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(shares > 0.0, shares * np.log(shares), 0.0)
    entropy = terms.sum(axis=0) / -np.log(len(shares))
    places = table_indices(2.0 * entropy - 1.0, 1.0)
    return image_of(theme.uncertainty_table().take(places))
