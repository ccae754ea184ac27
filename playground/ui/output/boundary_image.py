"""What the network says over the plane as colours, for each of the boundary's modes, and their legend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from playground.app.settings import BoundaryMode
from playground.engine.experiment import Experiment
from playground.engine.points import Points
from playground.ui.look import theme
from playground.ui.network.names import class_name
from playground.ui.network.own_units import has_own_values, own_value
from playground.ui.widgets.heatmap import image_of, mixture, table_indices
from playground.ui.words.numbers import plain

Values = NDArray[np.floating]
Pixels = NDArray[np.uint32]
"""Opaque ARGB colours."""
_ERRORS_PALER = 0.72
"""In the errors mode the boundary steps back behind the ringed points."""
_SCORE_SHARPNESS = 2.0
_LEGEND_STEPS = 65


@dataclass(frozen=True)
class Look:
    """How the boundary is shown: its mode, and which points stand on it."""

    mode: BoundaryMode = "output"
    discretize: bool = False
    show_train: bool = True
    show_test: bool = True


@dataclass(frozen=True)
class Legend:
    """What the colours mean: a bar from ``low`` to ``high``, or a mark for each of ``classes``."""

    low: str = ""
    high: str = ""
    bar: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()


def boundary_pixels(
    experiment: Experiment, grid: Values, scale: float, mode: BoundaryMode, discretize: bool
) -> Pixels:
    """The colours of the prediction ``grid (outputs, R, C)``; ``scale`` is that of ``value_scale``."""
    is_regression = experiment.problem == "regression"
    if mode == "uncertainty" and not is_regression:
        return _uncertainty(experiment, grid)
    paler = _ERRORS_PALER if mode == "errors" else theme.PALER
    flat = discretize or mode == "classes"
    if len(grid) > 1:
        table = theme.class_table(len(grid), paler)
        if flat or mode == "errors":
            chosen: Pixels = table.take(grid.argmax(axis=0))
            return chosen
        return mixture(class_shares(experiment, grid), table)
    table = theme.diverging_table(paler)
    values = signed_output(experiment, grid[0])
    if flat or (mode == "errors" and not is_regression):
        return table.take(np.where(values > 0.0, 255, 0))
    return table.take(table_indices(values, scale))


def boundary_image(
    experiment: Experiment, grid: Values, scale: float, mode: BoundaryMode, discretize: bool
) -> QImage:
    """The same as an image."""
    return image_of(boundary_pixels(experiment, grid, scale, mode, discretize))


def unit_pixels(grid: Values, scale: float) -> Pixels:
    """The colours of one unit's grid ``(R, C)``, shown in the boundary's place."""
    return theme.boundary_table().take(table_indices(grid, scale))


def class_unit_pixels(experiment: Experiment, unit: int, grid: Values) -> Pixels:
    """The colours of one of several output units ``(R, C)``: its class's, the stronger the surer it is."""
    colors = theme.current()
    tint = theme.mix(colors.class_color(unit, experiment.outputs), colors.panel, theme.PALER)
    table = np.array([theme.mix(colors.zero, tint, k / 255.0).rgb() for k in range(256)], dtype=np.uint32)
    low, high = _class_ends(experiment)
    return table.take(table_indices((2.0 * grid - low - high) / (high - low), 1.0))


def class_unit_legend(experiment: Experiment, unit: int) -> Legend:
    """What the colours of ``class_unit_pixels`` mean."""
    low, high = _class_ends(experiment)
    pixels = class_unit_pixels(experiment, unit, np.linspace(low, high, _LEGEND_STEPS)[None, :])
    if experiment.output_activation == "linear":
        return Legend(f"≤ {plain(low, 0)}", f"≥ {plain(high, 0)}", tuple(pixels[0].tolist()))
    return Legend(plain(low, 0), plain(high, 0), tuple(pixels[0].tolist()))


def _class_ends(experiment: Experiment) -> tuple[float, float]:
    """What an output unit says where it is no class at all, and where it is sure of its class."""
    return (0.0 if experiment.output_activation == "softmax" else -1.0), 1.0


def boundary_legend(experiment: Experiment, scale: float, mode: BoundaryMode, discretize: bool) -> Legend:
    """What the boundary's colours mean, drawn by what draws the boundary."""
    is_regression = experiment.problem == "regression"
    outputs, classes = experiment.outputs, experiment.data.classes
    low, high, (start, stop) = _ends(experiment, scale)
    ramp = np.linspace(start, stop, _LEGEND_STEPS)[None, None, :]
    if mode == "uncertainty" and not is_regression:
        low = QCoreApplication.translate("OutputPanel", "sure")
        high = QCoreApplication.translate("OutputPanel", "undecided")
        share = np.linspace(0.0, 1.0, _LEGEND_STEPS)
        if outputs > 1:
            sure = np.eye(outputs)[0][:, None, None]
            ramp = sure * (1.0 - share) + share / outputs
            if experiment.loss != "cross_entropy":
                ramp = np.log(np.maximum(ramp, 1e-9)) / _SCORE_SHARPNESS
        else:
            ramp = (stop + share * ((start + stop) / 2.0 - stop))[None, None, :]
    elif outputs > 1:
        named = experiment.data.class_names or ()
        return Legend(
            classes=tuple(class_name(experiment, k) if k < len(named) else str(k) for k in range(classes))
        )
    pixels = boundary_pixels(experiment, ramp, scale, mode, discretize)
    return Legend(low, high, tuple(pixels[0].tolist()))


def unit_legend(scale: float) -> Legend:
    """What the colours of a unit that is shown large mean."""
    pixels = unit_pixels(np.linspace(-scale, scale, _LEGEND_STEPS)[None, :], scale)
    return Legend(plain(-scale), plain(scale), tuple(pixels[0].tolist()))


def signed_output(experiment: Experiment, values: Values) -> Values:
    """One output unit's values so that 0 is undecided: probabilities p become 2 p - 1."""
    if experiment.problem == "classification" and experiment.loss == "cross_entropy":
        return 2.0 * values - 1.0
    return values


def decision_margins(experiment: Experiment, grid: Values) -> list[Values]:
    """Grids ``(R, C)`` that are 0 where the decided class changes; none where values are predicted.

    With K outputs each class but the last has one: its output less the largest of the others.
    """
    if experiment.problem == "regression":
        return []
    if len(grid) == 1:
        return [signed_output(experiment, grid[0])]
    first, second = np.partition(grid, -2, axis=0)[-2:][::-1]
    best = grid.argmax(axis=0)
    return [np.where(best == k, first - second, grid[k] - first) for k in range(len(grid) - 1)]


def class_shares(experiment: Experiment, grid: Values) -> Values:
    """``(K, R, C)`` that sum to 1: the probabilities, or for scores a softmax that only colours them."""
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


def unit_scale(grid: Values) -> float:
    """The largest size of a unit's value over the plane."""
    return float(np.abs(grid).max(initial=0.0)) or 1.0


def is_wrong(experiment: Experiment, predictions: Values, labels: Values) -> NDArray[np.bool_]:
    """``(n,)``: points whose class the predictions ``(n, outputs)`` miss."""
    if predictions.shape[1] > 1:
        return np.asarray(predictions.argmax(axis=1) != labels)
    said = signed_output(experiment, predictions[:, 0]) > 0.0
    return np.asarray(said != (labels > 0.5))


def _ends(experiment: Experiment, scale: float) -> tuple[str, str, tuple[float, float]]:
    """The words at the scale's ends, and the output there."""
    if experiment.problem == "regression":
        if has_own_values(experiment):
            return own_value(experiment, -scale), own_value(experiment, scale), (-scale, scale)
        return plain(-scale, 1), plain(scale, 1), (-scale, scale)
    is_probability = experiment.loss == "cross_entropy"
    values = (0.0, 1.0) if is_probability else (-1.0, 1.0)
    if experiment.data.class_names:
        return class_name(experiment, 0), class_name(experiment, 1), values
    return ("0" if is_probability else "−1"), "1", values


def _uncertainty(experiment: Experiment, grid: Values) -> Pixels:
    """Entropy as a share of its largest value: sure is plain, undecided is dark."""
    if len(grid) > 1:
        shares = class_shares(experiment, grid)
    else:
        first = np.clip((signed_output(experiment, grid[0]) + 1.0) / 2.0, 0.0, 1.0)
        shares = np.stack((first, 1.0 - first))
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(shares > 0.0, shares * np.log(shares), 0.0)
    entropy = terms.sum(axis=0) / -np.log(len(shares))
    return theme.uncertainty_table().take(table_indices(2.0 * entropy - 1.0, 1.0))
