"""Places and values as the data's own columns have them, though an import is scaled to the plane."""

from __future__ import annotations

from playground.engine.experiment import Axis, Experiment
from playground.ui.words.numbers import compact, on_axis, plain

Axes = tuple[Axis, Axis] | None


def in_own_units(axes: Axes, x1: float, x2: float, step: float = 0.0) -> tuple[str, str]:
    """The two coordinates in words: ``x₁ 2.10``, or by the data's names in its own units.

    With as many decimals as places ``step`` apart on the plane need, if it is given.
    """
    if axes is None:
        if step:
            return f"x₁ {on_axis(x1, step)}", f"x₂ {on_axis(x2, step)}"
        return f"x₁ {plain(x1)}", f"x₂ {plain(x2)}"
    texts = []
    for axis, value, name in zip(axes, (x1, x2), ("x₁", "x₂"), strict=True):
        own = axis.offset + axis.scale * value
        written = compact(own) if abs(own) < 1e-2 else f"{own:.4g}"
        texts.append(f"{axis.name or name} {on_axis(own, abs(axis.scale) * step) if step else written}")
    return texts[0], texts[1]


def has_own_values(experiment: Experiment) -> bool:
    """Whether the values were scaled when they were imported."""
    return experiment.problem == "regression" and experiment.data.value_axis is not None


def own_number(experiment: Experiment, value: float) -> float:
    """A value of the regression in the data's own units."""
    axis = experiment.data.value_axis
    if axis is None or experiment.problem != "regression":
        return value
    return axis.offset + axis.scale * value


def scaled_number(experiment: Experiment, own: float) -> float:
    """A value in the data's own units as the network knows it."""
    axis = experiment.data.value_axis
    if axis is None or experiment.problem != "regression":
        return own
    return (own - axis.offset) / axis.scale


def own_value(experiment: Experiment, value: float) -> str:
    """The same in words, with as many figures as tell its steps apart."""
    axis = experiment.data.value_axis
    own = own_number(experiment, value)
    return plain(own) if axis is None else on_axis(own, abs(axis.scale) * 0.01)
