"""The graph that ``playground graph`` shows, and how its steps are printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from playground.cli.errors import CommandError
from playground.cli.outcome import trained
from playground.cli.sources import number, run_of

if TYPE_CHECKING:
    from playground.engine.training import TrainingRun
    from playground.observe.graph import Graph, Step

_WIDEST_COLUMN = 60


def expression_graph(expression: str, values: list[str]) -> Graph:
    """The graph of a typed expression; ``values`` are NAME=VALUE. Raises CommandError."""
    from playground.interop.tfplayground import looks_like_link
    from playground.observe import graph as graphs

    if looks_like_link(expression) or (expression.endswith((".json", ".csv", ".tsv"))):
        raise CommandError(f"{expression}: of a network, name a point as well, such as --point 1.2,-0.4")
    known: dict[str, float] = {}
    for text in values:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not name:
            raise CommandError(f"{text}: a variable's value is given as NAME=VALUE, such as x=-2")
        if name in known:
            raise CommandError(f"{text}: {name} has a value already")
        known[name] = number(value, text)
    return graphs.graph(expression, **known)


def network_graph(source: str, point: str, label: float | None, of: str, epochs: int) -> Graph:
    """The graph of a network at a point, trained first. Raises CommandError."""
    from playground.observe import graph as graphs

    numbers = [number(part, "--point") for part in point.split(",")]
    if len(numbers) != 2:
        raise CommandError(f"--point: {point} is no point; give two numbers, such as 1.2,-0.4")
    place = numbers[0], numbers[1]
    if of in ("loss", "objective") and label is None:
        raise CommandError(f"--of {of}: the loss needs the point's label; give it as --label 1")
    run = run_of(source)
    if epochs:
        trained(run, epochs)
    network = run.network
    if of == "loss":
        return graphs.network_graph(network, place, label)
    if of == "objective":
        return graphs.network_graph(network, place, label, "objective", penalty=run.descent.penalty)
    if of == "output":
        scores = network.predict([place])[0]
        return graphs.network_graph(
            network, place, of=int(scores.argmax()) if label is None else _output(run, label)
        )
    return graphs.unit_graph(network, place, label, graphs.unit_of(network, of))


def _output(run: TrainingRun, label: float) -> int:
    """The output unit of a class; the only one where there is one."""
    outputs = run.network.plan.outputs
    if outputs == 1:
        return 0
    if label not in range(outputs):
        raise CommandError(f"--label: {label:g} is no class of the data; classes are 0 to {outputs - 1}")
    return int(label)


def print_trace(found: Graph, steps: Sequence[Step]) -> None:
    """One line a step; numbers green forward and red backward where a terminal shows colours."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    labels = ["" if step.gate is None else found.gates[step.gate].label for step in steps]
    rows = [
        (step.phase, label, step.symbols, step.numbers, step.rule)
        for step, label in zip(steps, labels, strict=True)
    ]
    widths = [min(max(len(row[k]) for row in rows), _WIDEST_COLUMN) for k in range(4)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        style = {"forward": "green", "seed": "red", "backward": "red"}.get(row[0], "")
        line = Text("  ".join(cells[:3]) + "  ")
        console.print(line.append(cells[3], style).append(f"  {row[4]}"), soft_wrap=True)
    console.print()
    result = Text(f"{found.output.label} = ").append(f"{found.value:.6g}", "green")
    console.print(result, soft_wrap=True)
    for name, gradient in found.gradients.items():
        line = Text(f"d{found.of}/d{name} = ").append(f"{gradient:.6g}", "red")
        console.print(line, soft_wrap=True)
