"""A step of the trace as large rich text: its rule, its symbols, its numbers, and on demand the code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from PySide6.QtGui import QFont, QFontMetricsF

from playground.observe.graph import Gate, Graph, Product, Step, reached
from playground.observe.graph.python_script import numpy_lines
from playground.ui.look import theme
from playground.ui.microscope import words
from playground.ui.microscope.source import GraphSource
from playground.ui.words import numbers
from playground.ui.words.numbers import MINUS

translate = words.translate


@dataclass
class Room:
    """What the text has: its ``width``, and how high ``large`` numbers are, in pixels.

    ``row`` is how high rows of numbers are: as high as the one that has the least room.
    """

    width: float
    large: int
    row: int | None = None

    @property
    def medium(self) -> int:
        """How high symbols are."""
        return max(11, round(0.75 * self.large))

    @property
    def small(self) -> int:
        """How high the words under the numbers are."""
        return max(round(11 * theme.scale()), round(0.5 * self.large))

    def holds(self, rich: str, pixels: int) -> bool:
        """Whether a rich text has room in one line."""
        return _width(rich, pixels) <= self.width


MOST_PRODUCTS = 2
"""So many chain rules are written out at once; the others are there to be pointed at."""


def eyebrow(position: int, count: int, step: Step | None) -> str:
    """``STEP 14 OF 17 · BACKWARD``."""
    if step is None:
        return translate("Microscope", "NOTHING IS REACHED YET")
    phase = translate("Microscope", words.PHASES[step.phase])
    text = translate("Microscope", "step {position} of {count}").format(position=position, count=count)
    return f"{text} · {phase}".upper()


def rule(graph: Graph, step: Step, *, is_layer: bool) -> str:
    """The rule in words, its key word in red backward and in green forward."""
    colors = theme.current()
    color = colors.forward if step.phase == "forward" else colors.gradient
    text = words.rule_of(graph, step, is_layer=is_layer)
    return text.replace("<b>", f'<span style="color:{color.name()}">').replace("</b>", "</span>")


def formulas(
    graph: Graph, step: Step, pointed: int | None, room: Room, hidden: frozenset[int] = frozenset()
) -> str:
    """Symbols and numbers of a step; ``pointed`` is the wire to be written out where there are many."""
    if step.phase == "forward":
        return _forward(graph, step, room)
    if step.phase == "seed":
        return _lines(words.partial_of(step.symbols.split(" = ")[0]), _red(graph.seed), room)
    if step.phase == "update":
        return _update(graph, step, room)
    assert step.gate is not None
    gate = graph.gates[step.gate]
    if gate.kind == "copy":
        return _copy(graph, gate, room)
    products = list(step.products)
    if pointed is not None:
        chosen = [p for p in products if p.wire.id == pointed]
        products = chosen or products
    shown = products[:MOST_PRODUCTS]
    is_output = gate.id == graph.output.id and graph.of == graph.output.label
    rows = ""
    for _ in shown:  # the row with the least room makes those before it smaller as well
        rows = "".join(_product(p, room, is_output, p.wire.id in hidden) for p in shown)
    more = len(products) - len(shown)
    if more:
        text = translate("Microscope", "and {count} more: point at a number to read its line")
        rows += _small(text.format(count=more), round(11 * theme.scale()))
    return rows


def sums(graph: Graph, step: Step, position: int, pointed: int | None) -> str:
    """The gradient of what is reached, summed over all who use it."""
    if step.phase != "backward" or not step.products or step.code == "adds":
        return ""
    known = reached(graph, position)
    lines = []
    for product in step.products:
        source = graph.gates[product.wire.source]
        users = graph.wires_from[source.id]
        if len(users) == 1 or (pointed is not None and product.wire.id != pointed and len(step.products) > 1):
            continue
        terms = [
            _red(wire.gradient, brackets=number > 0) if wire.id in known.wires else "·"
            for number, wire in enumerate(users)
        ]
        gradient = words.partial_of(f"d{graph.of}/d{source.label}")
        text = translate("Microscope", "{gradient} = sum over {count} uses").format(
            gradient=gradient, count=len(users)
        )
        lines.append(f"{text} = {' + '.join(terms)}")
    if not lines:
        return translate("Microscope", "Each is used once, so this is its whole gradient.")
    return "<br>".join(lines[:MOST_PRODUCTS])


def context(source: GraphSource, *, is_following: bool, is_regression: bool) -> str:
    """Of which instant of the network the numbers are, of which point, and with which label."""
    seen, subject = source.seen, source.subject
    assert seen is not None
    step = f"{seen.step:,}"
    if subject.gradient == "minibatch":
        text = translate("Microscope", "Step {step}, the next minibatch of {count} points")
        return text.format(step=step, count=len(seen.batch))
    x, y = map(numbers.plain, source.point)
    frozen = translate("Microscope", "Frozen at step {step}, point ({x}, {y})")
    following = translate("Microscope", "Following: step {step}, point ({x}, {y})")
    text = (following if is_following else frozen).format(step=step, x=x, y=y)
    label = source.label
    if subject.gradient == "loss" and label is not None:
        shown = numbers.plain(label) if is_regression else f"{label:g}"
        text += ", " + translate("Microscope", "label {label}").format(label=shown)
        if not source.is_label_given:
            text += " " + translate("Microscope", "(of the nearest training point)")
    return text


def code(graph: Graph, step: Step) -> str:
    """The step in NumPy, a line for each wire."""
    return "\n".join(numpy_lines(graph, step)[: MOST_PRODUCTS + 1])


# ------------------------------------------------------------------------------------------ parts


def _forward(graph: Graph, step: Step, room: Room) -> str:
    if step.gate is None:
        names = [f"{words.rich_name(gate.label)} = {_green(gate.value)}" for gate in graph.inputs]
        shown = ", ".join(names[:8]) + (" …" if len(names) > 8 else "")
        return _sized(shown, round(0.8 * room.large))
    gate = graph.gates[step.gate]
    if gate.kind == "copy":
        return _lines(words.rich_formula(step.symbols), _green(gate.value), room)
    ascii_inputs = [numbers.plain(graph.gates[p].value).replace(MINUS, "-") for p in gate.inputs]
    constant = numbers.tick(gate.constant).replace(MINUS, "-")
    if len(ascii_inputs) > 6:
        written = f"{ascii_inputs[0]} … {ascii_inputs[-1]}"
        symbols = f"{gate.label} = {graph.gates[gate.inputs[0]].label} … {graph.gates[gate.inputs[-1]].label}"
        if gate.kind in ("add", "mul"):
            sign = " + " if gate.kind == "add" else " * "
            written = f"{ascii_inputs[0]}{sign}…{sign}{ascii_inputs[-1]}"
            first, last = (graph.gates[gate.inputs[end]].label for end in (0, -1))
            symbols = f"{gate.label} = {first}{sign}…{sign}{last}"
    else:
        written, symbols = gate.rule.write(ascii_inputs, constant), step.symbols
    numbers_line = f"{words.rich_formula(written)} = {_green(gate.value)}"
    return _lines(words.rich_formula(symbols), numbers_line, room)


def _product(product: Product, room: Room, is_output: bool, is_hidden: bool) -> str:
    downstream = words.partial_of(product.downstream_symbol)
    if is_hidden:
        return _lines(f"{downstream} = ?", "", room)
    symbol, formula = words.partial_of(product.local_symbol), words.rich_formula(product.local_formula)
    local = formula if is_output else symbol
    symbols = f"{downstream} = {words.partial_of(product.upstream_symbol)} × {local}"
    if not is_output and not product.local_formula.startswith("d"):
        said = f"{symbol} = {formula}"
        separator = ", " if room.holds(f"{symbols}, {said}", room.medium) else "<br>"
        symbols += f'<span style="color:{theme.current().quiet.name()}">{separator}{said}</span>'
    cells = (
        _red(product.upstream), " × ", _factor(product.local), " = ", _red(product.downstream),
    )  # fmt: skip
    return _lines(symbols, "", room) + _table(cells, ("upstream", "", "local", "", "downstream"), room)


def _copy(graph: Graph, gate: Gate, room: Room) -> str:
    wires = graph.wires_from[gate.id]
    d = words.partial_of(f"d{graph.of}/d{gate.label}")
    shown = wires if len(wires) <= 4 else (*wires[:2], wires[-1])
    symbols = [f"{d}[{wire.use}]" for wire in shown]
    values = [_red(wire.gradient, brackets=place > 0) for place, wire in enumerate(shown)]
    if len(wires) > 4:
        symbols.insert(2, "…")
        values.insert(2, "…")
    return _lines(f"{d} = {' + '.join(symbols)}", f"{' + '.join(values)} = {_red(gate.gradient)}", room)


def _update(graph: Graph, step: Step, room: Room) -> str:
    symbols = step.symbols
    left, _, right = symbols.partition(" <- ")
    name, _, gradient = right.partition(" - rate * ")
    rate = translate("Microscope", "rate")
    shown = f"{words.rich_name(left)} ← {words.rich_name(name)} − {rate} × {words.partial_of(gradient)}"
    before, after = step.numbers.split(" = ")
    old = before.partition(" - ")[0]
    sum_line = f"{words.rich_formula(before)} = {words.rich_formula(after)}"
    green = theme.current().forward.name()
    cells = (
        words.rich_formula(old), "  →  ", f'<span style="color:{green}">{words.rich_formula(after)}</span>',
    )  # fmt: skip
    names = (translate("Microscope", "old"), "", translate("Microscope", "new"))
    return _lines(shown, "", room) + _sized(sum_line, room.medium) + _table(cells, names, room)


def _table(cells: Sequence[str], names: Sequence[str], room: Room) -> str:
    """Numbers in a row, with what they are under them, as large as there is room for all."""
    large, small = min(room.large, room.row or room.large), room.small
    least = [_width(name, small) for name in names]

    def needed() -> float:
        return sum(max(_width(cell, large, bold=True), low) for cell, low in zip(cells, least, strict=True))

    while large > small and needed() > room.width:
        large -= 1
    room.row = large
    return (
        f'<table cellspacing="0" cellpadding="0" style="font-size:{large}px; font-weight:600">'
        f"<tr>{''.join(map(_cell, cells))}</tr>"
        f"<tr>{''.join(_cell(_small(name, small)) for name in names)}</tr></table>"
    )


def _width(rich: str, pixels: int, *, bold: bool = False) -> float:
    """How wide a rich text is in one line."""
    font = QFont(theme.font("body"))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return QFontMetricsF(font).horizontalAdvance(unescape(re.sub(r"<[^>]*>", "", rich)))


def _lines(symbols: str, numbers_line: str, room: Room) -> str:
    text = f'<p style="margin:0; font-size:{room.medium}px">{symbols}</p>'
    if numbers_line:
        text += f'<p style="margin:0; font-size:{room.large}px; font-weight:600">{numbers_line}</p>'
    return text


def _sized(text: str, pixels: int) -> str:
    return f'<p style="margin:0; font-size:{pixels}px">{text}</p>'


def _cell(text: str) -> str:
    return f'<td style="white-space:pre">{text}</td>'


def _small(text: str, pixels: int) -> str:
    color = theme.current().quiet.name()
    return f'<span style="font-size:{pixels}px; font-weight:400; color:{color}">{text}</span>'


def _red(value: float, *, brackets: bool = False) -> str:
    text = numbers.plain(value)
    text = f"({text})" if brackets and value < 0.0 else text
    return f'<span style="color:{theme.current().gradient.name()}">{text}</span>'


def _green(value: float) -> str:
    return f'<span style="color:{theme.current().forward.name()}">{numbers.plain(value)}</span>'


def _factor(value: float) -> str:
    text = numbers.plain(value)
    return f"({text})" if value < 0.0 else text
