"""What a notebook shows of a run: its measures in a table, and its picture where there is one."""

from __future__ import annotations

import base64
import html
from typing import Any

from playground.engine.training import TrainingRun


def as_html(run: TrainingRun, png: bytes | None) -> str:
    """The run as HTML; ``png`` is a picture of it, or None."""
    measures = run.metrics()
    rows: list[tuple[str, ...]] = [("", "training", "test")]
    names = [name for name in ("loss", "penalty", "accuracy", "r2") if name in measures["train"]]
    for name in names:
        rows.append((name, *(_shown(measures[part], name) for part in ("train", "test"))))
    widths = [len(run.network.features), *(weights.shape[1] for weights in run.network.weights)]
    title = f"{'-'.join(map(str, widths))} network on {run.experiment.data.dataset}, epoch {run.epoch:,}"
    table = "".join(
        "<tr>" + "".join(f"<td style='text-align:left'>{html.escape(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    picture = ""
    if png is not None:
        data = base64.b64encode(png).decode()
        picture = f'<img alt="{html.escape(title)}" src="data:image/png;base64,{data}">'
    return f"<div><b>{html.escape(title)}</b><br>{picture}<table>{table}</table></div>"


def _shown(part: dict[str, Any] | None, name: str) -> str:
    value = None if part is None else part.get(name)
    if value is None:
        return "–"
    return f"{value:.1%}" if name == "accuracy" else f"{value:.4g}"
