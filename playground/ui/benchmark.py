"""All figures of ``playground bench``: the live window, the engine, its peers, how it grows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.app.benchmark_engine import engine_speeds, growth, peer_ratios
from playground.ui.live_benchmark import live_speeds


def measure(tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure everything; ``tell`` hears what is being measured now."""
    figures: dict[str, Any] = {}
    for name, sentence, part in (
        ("live", "The real window, playing at full speed …", live_speeds),
        ("engine", "Training steps …", engine_speeds),
        ("peers", "The same steps in PyTorch and scikit-learn, where installed …", peer_ratios),
        ("growth", "How the step grows with batch, units, layers and points …", growth),
    ):
        tell(sentence)
        figures[name] = part()
    return {name: figures[name] for name in ("engine", "live", "peers", "growth")}


def as_text(figures: dict[str, Any]) -> str:
    """The figures as tables for a person."""
    return "\n\n".join(f"{name}\n{_table(rows)}" for name, rows in figures.items() if rows)


def _table(rows: list[dict[str, Any]]) -> str:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [columns, *([_cell(row.get(name)) for name in columns] for row in rows)]
    widths = [max(len(line[k]) for line in lines) for k in range(len(columns))]
    return "\n".join(
        "  " + "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)
