"""The network as a TikZ picture: a column of units for each layer, edges as strong as their weights."""

from __future__ import annotations

import numpy as np

from playground.engine.training import TrainingRun
from playground.interop.carried import as_line, state_of
from playground.interop.code.script import require_something
from playground.interop.latex_export import feature_in_latex

_MOST = 12
"""Units of a column that are drawn; of more, the first ones and a note."""


def tikz_picture(run: TrainingRun, *, with_weights: bool = True) -> bytes:
    """The picture. With weights the edges are blue above zero, orange below, and wider where larger."""
    from playground import __version__

    require_something(run)
    features = [f"${feature_in_latex(name)}$" for name in run.network.features]
    dense = [layer for layer in run.network.plan.layers if layer.is_dense]
    columns = [features, *(["" for _ in range(layer.units)] for layer in dense)]
    lines = [
        f"% Written by playground {__version__}.",
        "% " + as_line(state_of(run, with_weights=with_weights)),
        r"\documentclass{article}",
        r"\usepackage{tikz}",
        r"\pagestyle{empty}",
        r"\definecolor{above}{HTML}{1F78C8}",
        r"\definecolor{below}{HTML}{F0883A}",
        r"\begin{document}",
        r"\begin{tikzpicture}[x=2.6cm, y=0.9cm, unit/.style={draw, rounded corners=2pt, fill=white, "
        r"minimum size=6mm, inner sep=2pt}]",
    ]
    flat = run.network.parameters
    for place, layer in enumerate(dense, start=1):
        blocks = layer.weights(flat).reshape(layer.inputs, layer.pieces, layer.units)
        weights = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=1)[:, None], axis=1)[:, 0]
        largest = float(np.abs(weights).max(initial=0.0)) or 1.0
        for start in range(min(layer.inputs, _MOST)):
            for end in range(min(layer.units, _MOST)):
                weight = float(weights[start, end])
                style = "gray"
                if with_weights:
                    share = abs(weight) / largest
                    style = f"{'above' if weight >= 0 else 'below'}, line width={0.2 + 1.8 * share:.2f}pt"
                ends = f"{_at(place - 1, start, layer.inputs)} -- {_at(place, end, layer.units)}"
                lines.append(rf"\draw[{style}] {ends};")
    names = [*(layer.activation.replace("_", " ") for layer in dense[:-1]), run.network.head.activation]
    for place, column in enumerate(columns):
        shown = column[:_MOST]
        for unit, text in enumerate(shown):
            lines.append(rf"\node[unit] at {_at(place, unit, len(column))} {{{text}}};")
        height = -min(len(column), _MOST) / 2 - 0.6
        title = "features" if place == 0 else names[place - 1]
        more = f" ({len(column)})" if len(column) > _MOST else ""
        lines.append(rf"\node[font=\small] at ({place}, {height:.2f}) {{{title}{more}}};")
    lines += [r"\end{tikzpicture}", r"\end{document}", ""]
    return "\n".join(lines).encode()


def _at(place: int, unit: int, count: int) -> str:
    return f"({place}, {(min(count, _MOST) - 1) / 2 - unit:.2f})"
