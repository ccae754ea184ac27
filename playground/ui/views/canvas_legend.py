"""What the tiles' colours mean, for the legend at the canvas's foot."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from playground.app.settings import NodeMode
from playground.engine.experiment import OUTPUT_ID, Experiment
from playground.engine.snapshot import Snapshot
from playground.ui import numbers, theme
from playground.ui.names import class_name
from playground.ui.widgets.scale_legend import ScaleText

translate = QCoreApplication.translate


def node_scale(
    experiment: Experiment, snapshot: Snapshot | None, mode: NodeMode, scales: Mapping[tuple[int, str], float]
) -> ScaleText:
    """The tiles' scale: its numbers where all layers share one, else that each layer has its own."""
    colors = theme.current()
    shades = (colors.negative, colors.zero, colors.positive)
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
    caption = {"activation": activation, "gradient": slope, "both": f"{activation} | {slope}"}[mode]
    hidden = [(layer_id, kind) for layer_id, kind in scales if layer_id != OUTPUT_ID]
    limits = {scales[key] for key in hidden if key[1] == mode}
    if limits == {1.0}:
        return ScaleText(caption, "−1", "+1", shades)
    if len(limits) == 1:
        limit = numbers.compact(limits.pop())
        return ScaleText(caption, f"−{limit}", f"+{limit}", shades)
    own = translate("CanvasLegend", "{caption}, each layer on its own scale").format(caption=caption)
    return ScaleText(own, "−", "+", shades, short=caption)
