"""The lecture's graphs: expressions with the values at which their gradients are known by heart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Preset:
    """One graph: its name, its expression, and the values of its variables."""

    name: str
    expression: str
    values: dict[str, float]


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset("first", "f = (x + y) * z", {"x": -2.0, "y": 5.0, "z": -4.0}),
        Preset(
            "neuron",
            "f = 1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))",
            {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0},
        ),
        Preset("add", "f = 2 * (x + y)", {"x": 3.0, "y": 4.0}),
        Preset("mul", "f = 5 * (x * y)", {"x": 2.0, "y": 3.0}),
        Preset("copy", "f = 4*x + 2*x", {"x": 7.0}),
        Preset("max", "f = 9 * max(x, y)", {"x": 4.0, "y": 5.0}),
        Preset("square", "f = x * x", {"x": 3.0}),
        Preset("relu", "f = relu(w*x + b)", {"w": 2.0, "x": 1.5, "b": -1.0}),
        Preset(
            "layers",
            "f = w3 * relu(w1*x) + w4 * relu(w2*x)",
            {"w1": 1.0, "w2": -2.0, "w3": 3.0, "w4": 1.0, "x": 2.0},
        ),
    )
}
"""By name; where the lecture gives a gate an upstream gradient, a constant after it sends that gradient."""
