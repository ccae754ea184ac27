"""What lies under the pointer on the canvas, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF

from playground.engine.experiment import Experiment
from playground.engine.layers.base import FEATURES_ID, OUTPUT_ID
from playground.observe.snapshot import LayerSnapshot, Snapshot, UnitKey
from playground.ui.look import theme
from playground.ui.network import histograms
from playground.ui.network.bubble import Bubble, Line, Picture
from playground.ui.network.columns import inactive_features, layer_of
from playground.ui.network.edges import EdgeLayer
from playground.ui.network.geometry import CanvasLayout
from playground.ui.network.kinds import KINDS
from playground.ui.network.marks import health, parameter_value
from playground.ui.network.names import brief_unit_name
from playground.ui.network.tiles import TilePictures
from playground.ui.network.values import probe_numbers, strongest_piece
from playground.ui.words import labels, numbers

translate = QCoreApplication.translate

TargetKind = Literal["unit", "bias", "edge", "feature"]
_EDGE_REACH = 6.0


@dataclass(frozen=True)
class Target:
    """A thing on the canvas: a unit, its bias, an edge (by gap and number), a feature that is off."""

    kind: TargetKind
    column: int = -1
    unit: int = -1
    gap: int = -1
    edge: int = -1


def target_at(
    layout: CanvasLayout, edges: EdgeLayer, experiment: Experiment, point: QPointF
) -> Target | None:
    """What the point lies on; tiles first, then biases, features that are off, edges."""
    if not layout.top - 4 <= point.y() <= layout.bottom + 4:
        return None
    unit = layout.unit_at(point)
    if unit is not None:
        return Target("unit", *unit)
    bias = layout.bias_at(point)
    if bias is not None and has_bias(experiment, layout.columns[bias[0]].spec.layer_id):
        return Target("bias", *bias)
    row = layout.extra_at(point)
    if row is not None:
        return Target("feature", 0, row)
    edge = edges.nearest(point, _EDGE_REACH)
    if edge is not None:
        gap, number = edge
        return Target("edge", gap + 1, int(edges.gaps[gap].targets[number]), gap, number)
    return None


def selected_target(
    layout: CanvasLayout, edges: EdgeLayer, selected: UnitKey | None, edge: tuple[int, int, int] | None
) -> Target | None:
    """The selected weight or bias (``layer, row, unit``; a bias is row -1), else the selected unit."""
    if edge is not None:
        layer_id, row, unit = edge
        column = layout.column(layer_id)
        if column is None:
            return None
        if row < 0:
            return Target("bias", column, unit)
        if not 0 < column <= len(edges.gaps):
            return None
        gap = edges.gaps[column - 1]
        found = np.flatnonzero((gap.sources == row) & (gap.targets == unit))
        return Target("edge", column, unit, column - 1, int(found[0])) if found.size else None
    column = layout.column(selected[0]) if selected is not None else None
    return Target("unit", column, selected[1]) if selected is not None and column is not None else None


def spoken(lines: Sequence[Line]) -> str:
    """A bubble's lines in one sentence: name, values, gradient."""
    return "; ".join(f"{line.text} {line.value}".strip() for line in lines)


def has_bias(experiment: Experiment, layer_id: int) -> bool:
    """Whether the layer's units have a bias."""
    if layer_id == OUTPUT_ID:
        return experiment.network.output.bias
    layer = layer_of(experiment, layer_id)
    return bool(getattr(layer, "bias", False))


def dropped_after(layout: CanvasLayout, snapshot: Snapshot | None, column: int) -> NDArray[np.bool_] | None:
    """``(units,)``: which of a column's units the last step dropped: dropout stands right behind them."""
    if snapshot is None or column + 1 >= len(layout.columns):
        return None
    after = snapshot.layer(layout.columns[column + 1].spec.layer_id)
    return None if after is None else after.dropped


def bubble_of(
    target: Target,
    layout: CanvasLayout,
    edges: EdgeLayer,
    experiment: Experiment,
    snapshot: Snapshot | None,
    with_histogram: bool,
    tiles: TilePictures,
) -> Bubble | None:
    """The bubble for what is hovered."""
    if target.kind == "feature":
        return _feature_bubble(target, layout, experiment)
    if target.column >= len(layout.columns):
        return None
    layer_id = layout.columns[target.column].spec.layer_id
    layer = snapshot.layer(layer_id) if snapshot else None
    if target.kind == "edge":
        return _edge_bubble(target, layout, edges, experiment, snapshot, layer)
    if target.kind == "bias":
        return _bias_bubble(target, layout, experiment, snapshot, layer)
    return _unit_bubble(target, layout, experiment, snapshot, layer, with_histogram, tiles)


def source_text(snapshot: Snapshot) -> str:
    """Which gradient a snapshot's weight gradients are, and whether a penalty is in it."""
    is_next = snapshot.gradient_is_next
    text = {
        "minibatch": translate("CanvasReadout", "∂loss/∂w, next minibatch")
        if is_next
        else translate("CanvasReadout", "∂loss/∂w, last minibatch"),
        "training_set": translate("CanvasReadout", "∂loss/∂w, training set"),
        "probe": translate("CanvasReadout", "∂loss/∂w, probe point"),
        None: translate("CanvasReadout", "∂loss/∂w"),
    }[snapshot.gradient_source]
    if snapshot.train.penalty > 0.0:
        text = translate("CanvasReadout", "{gradient} + penalty").format(gradient=text)
    return text


def _feature_bubble(target: Target, layout: CanvasLayout, experiment: Experiment) -> Bubble | None:
    names = inactive_features(experiment.network.features)
    if target.unit >= len(names):
        return None
    label = labels.label("feature", names[target.unit])
    rect = layout.columns[0].extra_rect(target.unit, layout.metrics.label)
    lines = (
        Line(label.label, is_title=True),
        Line(label.help, is_quiet=True),
        Line(translate("CanvasReadout", "Click to switch it on."), is_quiet=True),
    )
    return Bubble(rect, lines)


def _edge_bubble(
    target: Target,
    layout: CanvasLayout,
    edges: EdgeLayer,
    experiment: Experiment,
    snapshot: Snapshot | None,
    layer: LayerSnapshot | None,
) -> Bubble | None:
    if target.gap >= len(edges.gaps) or target.edge >= len(edges.gaps[target.gap].sources):
        return None
    gap = edges.gaps[target.gap]
    row, unit = int(gap.sources[target.edge]), int(gap.targets[target.edge])
    before, after = layout.columns[target.gap].spec, layout.columns[target.gap + 1].spec
    name = weight_name(experiment, (before.layer_id, row), (after.layer_id, unit))
    lines = [Line(name, is_title=True), *weight_lines(layer, snapshot, row, unit)]
    lines.append(Line(translate("CanvasReadout", "Click to type a value."), is_quiet=True))
    middle = gap.place(target.edge, 0.5)
    return Bubble(QRectF(middle.x() - 1, middle.y() - 1, 2, 2), tuple(lines))


def weight_name(experiment: Experiment, source: UnitKey, target: UnitKey) -> str:
    """``x₁ → Layer 1, unit 2``."""
    return " → ".join(brief_unit_name(experiment, end) for end in (source, target))


def weight_lines(layer: LayerSnapshot | None, snapshot: Snapshot | None, row: int, unit: int) -> list[Line]:
    """What there is to say of a weight: its value, its gradient, what the last step added to it."""
    if layer is None or snapshot is None or layer.weights is None:
        return []
    if row >= layer.weights.shape[0] or unit >= layer.units:  # the snapshot is of another network
        return []
    column = strongest_piece(layer, row, unit) * layer.units + unit
    if column >= layer.weights.shape[1]:
        return []
    lines = [Line(translate("CanvasReadout", "weight"), numbers.plain(float(layer.weights[row, column]), 3))]
    pieces = layer.weights.shape[1] // max(layer.units, 1)
    if pieces > 1:
        text = translate("CanvasReadout", "piece {number} of {all}").format(
            number=column // layer.units + 1, all=pieces
        )
        lines.append(Line(text, is_quiet=True))
    if layer.weight_gradients is not None:
        value = numbers.compact(float(layer.weight_gradients[row, column]))
        lines.append(Line(source_text(snapshot), value, "gradient"))
    if layer.weight_updates is not None:
        lines.append(
            Line(
                translate("CanvasReadout", "last update"),
                numbers.compact(float(layer.weight_updates[row, column])),
            )
        )
    return lines


def _bias_bubble(
    target: Target,
    layout: CanvasLayout,
    experiment: Experiment,
    snapshot: Snapshot | None,
    layer: LayerSnapshot | None,
) -> Bubble:
    layer_id = layout.columns[target.column].spec.layer_id
    name = brief_unit_name(experiment, (layer_id, target.unit))
    lines = [Line(translate("CanvasReadout", "Bias of {unit}").format(unit=name), is_title=True)]
    if layer is not None and layer.biases is not None and target.unit < len(layer.biases):
        lines.append(
            Line(translate("CanvasReadout", "bias"), numbers.plain(float(layer.biases[target.unit]), 3))
        )
        if layer.bias_gradients is not None and snapshot is not None:
            value = numbers.compact(float(layer.bias_gradients[target.unit]))
            lines.append(Line(source_text(snapshot).replace("∂w", "∂b"), value, "gradient"))
        if len(layer.biases) > layer.units:
            pieces = len(layer.biases) // layer.units
            text = translate("CanvasReadout", "piece {number} of {all}").format(number=1, all=pieces)
            lines.append(Line(text, is_quiet=True))
    lines.append(Line(translate("CanvasReadout", "Click to type a value."), is_quiet=True))
    return Bubble(QRectF(layout.bias_rect(target.column, target.unit)), tuple(lines))


def _unit_bubble(
    target: Target,
    layout: CanvasLayout,
    experiment: Experiment,
    snapshot: Snapshot | None,
    layer: LayerSnapshot | None,
    with_histogram: bool,
    tiles: TilePictures,
) -> Bubble:
    box = layout.columns[target.column]
    layer_id = box.spec.layer_id
    lines = [Line(brief_unit_name(experiment, (layer_id, target.unit)), is_title=True)]
    if layer_id == FEATURES_ID:
        features = experiment.network.features
        if target.unit < len(features):
            lines.append(Line(labels.label("feature", features[target.unit]).help, is_quiet=True))
    elif box.spec.passes:
        lines += _parameter_lines(box.spec.kind, layer, target.unit)
        lines += _dropped_lines(None if layer is None else layer.dropped, target.unit)
    lines += _probe_lines(snapshot, layer_id, target.unit)
    biases = layer.biases if layer is not None and has_bias(experiment, layer_id) else None
    if biases is not None and target.unit < len(biases):
        name = translate("CanvasReadout", "bias")
        if layer is not None and len(biases) > layer.units:
            pieces = len(biases) // layer.units
            text = translate("CanvasReadout", "piece {number} of {all}").format(number=1, all=pieces)
            name = f"{name}, {text}"
        lines.append(Line(name, numbers.plain(float(biases[target.unit]), 3)))
    if not box.spec.passes:
        lines += _dropped_lines(dropped_after(layout, snapshot, target.column), target.unit)
    lines += _health_lines(layer, snapshot, target.unit)
    full = None if box.spec.passes else tiles.full_colour(layer_id, target.unit)
    if full is not None:
        ends = " … ".join(numbers.compact(end) for end in full)
        lines.append(Line(translate("CanvasReadout", "colours from"), ends))
    if layer_id == FEATURES_ID:
        lines.append(Line(translate("CanvasReadout", "Click to switch it off."), is_quiet=True))
    picture = None
    if with_histogram and layer is not None and layer.unit_pre_activations is not None:
        size = QSizeF(theme.pixels(280), theme.pixels(110))
        picture = Picture(
            size, lambda painter, rect: histograms.paint_large(painter, rect, layer, target.unit)
        )
    return Bubble(box.rect(target.unit), tuple(lines), picture)


def _parameter_lines(kind: str, layer: LayerSnapshot | None, unit: int) -> list[Line]:
    found = [(each, parameter_value(layer, each, unit)) for each in KINDS[kind].parameters]
    return [
        Line(translate("CanvasReadout", each.sign), numbers.plain(value, 3))
        for each, value in found
        if value is not None
    ]


def _dropped_lines(dropped: NDArray[np.bool_] | None, unit: int) -> list[Line]:
    if dropped is None or unit >= len(dropped):
        return []
    text = (
        translate("CanvasReadout", "Dropped for most points of the last minibatch.")
        if dropped[unit]
        else translate("CanvasReadout", "On for at least half of the last minibatch's points.")
    )
    return [Line(text, is_quiet=True)]


def _probe_lines(snapshot: Snapshot | None, layer_id: int, unit: int) -> list[Line]:
    found = probe_numbers(snapshot, layer_id, unit) if snapshot else None
    if found is None:
        return []
    lines = [
        Line(translate("CanvasReadout", "at the probe point"), numbers.plain(found.activation, 3), "forward")
    ]
    if found.gradient is not None:
        name = (
            translate("CanvasReadout", "∂loss/∂score there")
            if layer_id == OUTPUT_ID
            else translate("CanvasReadout", "∂loss/∂unit there")
        )
        lines.append(Line(name, numbers.compact(found.gradient), "gradient"))
    return lines


def _health_lines(layer: LayerSnapshot | None, snapshot: Snapshot | None, unit: int) -> list[Line]:
    found = health(layer, unit)
    if found is None or snapshot is None:
        return []
    name, share = found
    text = {
        "dead": translate(
            "CanvasReadout",
            "Dead: its slope is 0 on {share} of {points}, which send its weights no gradient.",
        ),
        "off": translate(
            "CanvasReadout",
            "Mostly off: its slope is 0 on {share} of {points}; it learns from few of them.",
        ),
        "saturated": translate(
            "CanvasReadout",
            "Saturated: its slope is nearly 0 on {share} of {points}; it learns slowly.",
        ),
    }[name]
    count, looked_at = len(snapshot.points.train), snapshot.looked_at
    points = translate("CanvasReadout", "the training points")
    if looked_at < count:
        points = translate("CanvasReadout", "{looked_at} of {count} training points").format(
            looked_at=f"{looked_at:,}", count=f"{count:,}"
        )
    return [Line(text.format(share=numbers.percent(share), points=points), is_quiet=True)]
