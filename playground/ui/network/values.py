"""What the canvas says in colours and numbers: values of edges and tiles, their scales, the probe point's."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QColor

from playground.app.display import Display
from playground.app.settings import EdgeMode, NodeMode
from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.observe.snapshot import LayerSnapshot, Snapshot
from playground.ui.look import theme
from playground.ui.network.columns import layer_of
from playground.ui.network.edges import GapEdges, Levels, level_color, levels_of
from playground.ui.network.geometry import CanvasLayout, FloatArray
from playground.ui.network.kinds import activation_of
from playground.ui.network.names import class_name
from playground.ui.widgets.color_scale import ScaleText
from playground.ui.widgets.heatmap import table_colors
from playground.ui.words import numbers

translate = QCoreApplication.translate

RATIO_LOW, RATIO_GUIDE, RATIO_HIGH = 1e-5, 1e-3, 1e-1
"""The fixed scale of update-to-weight ratios: the rule of thumb in its middle, where edges are pale."""
_SMALLEST = 1e-30
_FALL = 0.98
"""How much of the largest value is remembered from one snapshot to the next."""


@dataclass(frozen=True)
class Scale:
    """The value that gets the full colour, and whether values have a sign."""

    limit: float
    signed: bool = True
    peak: float = 0.0
    """The largest value of late."""


# ------------------------------------------------------------------------------------------------ edges


def matrix(layer: LayerSnapshot, mode: EdgeMode) -> FloatArray | None:
    """``(inputs, units)`` values of a layer's edges; of a maxout unit the piece of largest weight.

    ``ratio`` is |last update| / |weight|. None when the snapshot does not hold them.
    """
    weights = layer.weights
    if weights is None:
        return None
    chosen = _values(layer, mode)
    if chosen is None:
        return None
    pieces = weights.shape[1] // max(layer.units, 1)
    if pieces <= 1:
        return chosen
    inputs = weights.shape[0]
    stacked = weights.reshape(inputs, pieces, layer.units)
    largest = np.abs(stacked).argmax(axis=1)[:, None, :]
    return np.take_along_axis(chosen.reshape(inputs, pieces, layer.units), largest, axis=1)[:, 0, :]


def _values(layer: LayerSnapshot, mode: EdgeMode) -> FloatArray | None:
    if mode == "weight":
        return layer.weights
    if mode == "gradient":
        return layer.weight_gradients
    if layer.weight_updates is None:
        return None
    if mode == "update":
        return layer.weight_updates
    assert layer.weights is not None
    with np.errstate(all="ignore"):
        return np.abs(layer.weight_updates) / np.maximum(np.abs(layer.weights), _SMALLEST)


def strongest_piece(layer: LayerSnapshot, row: int, unit: int) -> int:
    """Which linear piece of a maxout unit an edge shows (0 for all others); row -1 is the bias: piece 0."""
    if layer.weights is None or row < 0:
        return 0
    pieces = layer.weights.shape[1] // max(layer.units, 1)
    return int(np.abs(layer.weights[row].reshape(pieces, layer.units)[:, unit]).argmax())


def waits_for_probe(display: Display) -> bool:
    """Whether edges are to show a probe point's gradient and there is none (others are not theirs)."""
    is_of_probe = display.edge_mode == "gradient" and display.gradient_source == "probe"
    return is_of_probe and display.probe is None


def edge_values(
    snapshot: Snapshot | None, layout: CanvasLayout, gaps: list[GapEdges], mode: EdgeMode
) -> list[FloatArray]:
    """For each gap the value of each of its curves; NaN where the snapshot does not know it."""
    made = []
    for index, gap in enumerate(gaps):
        layer = snapshot.layer(layout.columns[index + 1].spec.layer_id) if snapshot else None
        table = matrix(layer, mode) if layer is not None and not gap.passing else None
        made.append(_taken(table, gap))
    return made


def _taken(table: FloatArray | None, gap: GapEdges) -> FloatArray:
    if table is None:
        return np.full(len(gap.sources), np.nan)
    if gap.shape == table.shape:  # every unit in sight: the curves are the table, row by row
        return table.ravel()
    values = np.full(len(gap.sources), np.nan)
    known = (gap.sources < table.shape[0]) & (gap.targets < table.shape[1])
    values[known] = table[gap.sources[known], gap.targets[known]]
    return values


def edge_scale(values: list[FloatArray], mode: EdgeMode, before: Scale | None = None) -> Scale:
    """The automatic scale: a round number that the largest value reaches.

    After ``before`` it rises at once and falls slowly, so that noisy gradients do not make it flicker.
    """
    if mode == "ratio":
        return Scale(RATIO_HIGH, signed=False)
    together = np.abs(np.concatenate(values)) if values else np.zeros(0)
    finite = together[np.isfinite(together)]
    peak = float(finite.max()) if finite.size else 0.0
    if before is None or not before.signed:
        return Scale(round_up(peak), peak=peak)
    peak = max(peak, _FALL * before.peak)
    fits = 0.4 * before.limit <= peak <= before.limit
    return Scale(before.limit if fits else round_up(peak), peak=peak)


def edge_levels(values: list[FloatArray], scale: Scale, mode: EdgeMode) -> list[Levels]:
    """Values as levels of width and colour."""
    if not values:
        return []
    levels = levels_of(strengths(np.concatenate(values), scale, mode))
    ends = np.cumsum([0, *(len(one) for one in values)]).tolist()
    return [levels[start:end] for start, end in pairwise(ends)]


def strengths(values: FloatArray, scale: Scale, mode: EdgeMode) -> FloatArray:
    """Values as signed shares of the full colour; what lies beyond is more than 1."""
    with np.errstate(all="ignore"):
        if mode == "ratio":
            decades = math.log10(RATIO_HIGH / RATIO_GUIDE)
            return np.asarray(np.log10(np.maximum(values, _SMALLEST) / RATIO_GUIDE) / decades)
        return values / max(scale.limit, _SMALLEST)


def bias_values(layer: LayerSnapshot, mode: EdgeMode) -> FloatArray | None:
    """``(units,)``: of a layer's biases what its edges show of weights; of a maxout unit the first piece."""
    biases, updates = layer.biases, layer.bias_updates
    if biases is None:
        return None
    found = {"weight": biases, "gradient": layer.bias_gradients, "update": updates, "ratio": updates}[mode]
    if found is None:
        return None
    if mode == "ratio":
        with np.errstate(all="ignore"):
            found = np.abs(found) / np.maximum(np.abs(biases), _SMALLEST)
    return found[: layer.units]


def all_bias_values(snapshot: Snapshot | None, mode: EdgeMode) -> dict[int, FloatArray]:
    """``bias_values`` of every layer that has them, by its id."""
    layers = snapshot.layers if snapshot is not None else ()
    found = {layer.id: bias_values(layer, mode) for layer in layers}
    return {layer_id: values for layer_id, values in found.items() if values is not None}


def bias_colors(biases: Mapping[int, FloatArray], levels: Sequence[Levels]) -> dict[int, list[QColor]]:
    """By layer id the colours that edges of the biases' levels have; what is no number is marked."""
    made = {}
    for (layer_id, values), known in zip(biases.items(), levels, strict=True):
        made[layer_id] = [level_color(level) for level in known.tolist()]
        for unit in np.flatnonzero(np.isnan(values)).tolist():
            made[layer_id][unit] = theme.current().danger
    return made


# ------------------------------------------------------------------------------------------------ tiles


def tile_scale(experiment: Experiment, layer_id: int, grids: np.ndarray) -> float:
    """The value of the full colour on a layer's activation tiles: 1 where activations are bounded."""
    layer = layer_of(experiment, layer_id)
    if activation_of(layer) in ("tanh", "sigmoid"):
        return 1.0
    if layer_id == OUTPUT_ID and experiment.output_activation in ("tanh", "sigmoid", "softmax"):
        return 1.0
    return robust_scale(grids)


def robust_scale(grids: np.ndarray) -> float:
    """A scale that one steep corner does not decide: 98 in 100 values lie below it."""
    some = np.abs(grids[:, ::3, ::3]).ravel() if grids.ndim == 3 else np.abs(grids).ravel()
    some = some[np.isfinite(some)]
    if not some.size:
        return 1.0
    place = min(int(0.98 * some.size), some.size - 1)
    scale = float(np.partition(some, place)[place])
    return scale if scale > _SMALLEST else largest_of(grids)


def largest_of(grids: np.ndarray) -> float:
    """The largest finite size in the grids; 1 where there is none."""
    if grids.size == 0:
        return 1.0
    low, high = float(grids.min()), float(grids.max())
    if not (math.isfinite(low) and math.isfinite(high)):
        finite = grids[np.isfinite(grids)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    largest = max(-low, high)
    return largest if largest > _SMALLEST else 1.0


def node_scale(
    experiment: Experiment, snapshot: Snapshot | None, mode: NodeMode, scales: Mapping[tuple[int, str], float]
) -> ScaleText:
    """The tiles' scale: its numbers where all layers share one, else that each layer has its own."""
    colors = theme.current()
    shades = _node_shades(colors.name)
    if mode == "histogram":
        return ScaleText(
            translate("CanvasLegend", "training points over z; f(z) green, f′(z) red"),
            "",
            "",
            (colors.panel, colors.quiet),
        )
    slope = translate("CanvasLegend", "∂output/∂unit")
    if experiment.outputs > 1 and snapshot is not None:
        number = snapshot.request.sensitivity_output
        slope = translate("CanvasLegend", "∂{name}/∂unit").format(name=class_name(experiment, number))
    activation = translate("CanvasLegend", "activation")
    short = {"activation": activation, "gradient": slope, "both": f"{activation} | {slope}"}[mode]
    caption = translate("CanvasLegend", "hidden units: {what}").format(what=short)
    hidden = [(layer_id, kind) for layer_id, kind in scales if layer_id != OUTPUT_ID]
    limits = {scales[key] for key in hidden if key[1] == mode}
    brief = translate("CanvasLegend", "hidden")
    if limits == {1.0}:
        return ScaleText(caption, "−1", "+1", shades, shorter=(short, brief))
    if len(limits) == 1:
        limit = numbers.compact(limits.pop())
        return ScaleText(caption, f"≤ −{limit}", f"≥ +{limit}", shades, shorter=(short, brief))
    own = translate("CanvasLegend", "{caption}, each layer on its own scale").format(caption=caption)
    return ScaleText(own, "−", "+", shades, shorter=(caption, short, brief))


def round_up(value: float) -> float:
    """The next of 1, 1.5, 2, 3, 5, 7 times a power of ten; 1 for nothing."""
    if not math.isfinite(value) or value <= _SMALLEST:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    for step in (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0):
        if value <= step * power * (1 + 1e-9):
            return step * power
    return 10.0 * power


# --------------------------------------------------------------------------- numbers at the probe point


@dataclass(frozen=True)
class NodeNumbers:
    """A unit at the probe point: its activation, and d loss / d activation (None without a label)."""

    activation: float
    gradient: float | None


def probe_columns(snapshot: Snapshot, layer_id: int) -> tuple[list[float], list[float] | None] | None:
    """A layer's activations and gradients at the probe point; None where the snapshot has none."""
    probe = snapshot.probe
    if probe is None:
        return None
    if layer_id == FEATURES_ID:
        values, gradients = probe.features, probe.feature_gradients
    else:
        layer = next((one for one in probe.layers if one.id == layer_id), None)
        if layer is None:
            return None
        values, gradients = layer.activations, layer.gradients
    return values.tolist(), None if gradients is None else gradients.tolist()


def probe_numbers(snapshot: Snapshot, layer_id: int, unit: int) -> NodeNumbers | None:
    """The two numbers of a node, None where the snapshot has no probe or no such unit."""
    found = probe_columns(snapshot, layer_id)
    if found is None or unit >= len(found[0]):
        return None
    values, gradients = found
    return NodeNumbers(values[unit], None if gradients is None else gradients[unit])


@lru_cache(maxsize=2)
def _node_shades(_theme: str) -> tuple[QColor, ...]:
    return table_colors(theme.diverging_table())
