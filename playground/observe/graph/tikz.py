"""A graph as LaTeX: a TikZ picture that stands where the window's picture stands."""

from __future__ import annotations

import re

from playground.observe.graph.diagram import Diagram
from playground.observe.graph.layout import Layout
from playground.observe.graph.parts import Gate

_POINTS = 0.035
"""Centimetres that a length of 1 has."""
_GLYPHS = {
    "mul": r"$\times$", "neg": r"$\times -1$", "add": "$+$", "sigmoid": r"$\sigma$", "reciprocal": "$1/x$",
    "sqrt": r"$\sqrt{x}$", "square": "$x^2$", "abs": "$|x|$", "power": "$x^{{{c:g}}}$", "pow": "$x^y$",
    "add_constant": "${c:+g}$", "mul_constant": r"$\times {c:g}$",
}  # fmt: skip
_NAMED = r"\mathrm{%s}"


def tikz(diagram: Diagram, layout: Layout) -> str:
    """The whole trace as a document of its own: values above the wires in green, gradients below in red."""
    graph = diagram.graph
    lines = [
        r"\documentclass[tikz,border=4pt]{standalone}",
        r"\definecolor{forward}{HTML}{14804A}",
        r"\definecolor{gradient}{HTML}{C62F3B}",
        r"\begin{document}",
        r"\begin{tikzpicture}[gate/.style={draw, rounded corners=8pt, minimum size=7mm, inner sep=2pt},",
        r"  value/.style={forward, above, font=\small}, slope/.style={gradient, below, font=\small}]",
    ]
    for node in diagram.nodes:
        box = layout.nodes[node.id]
        gate = graph.gates[node.gates[0]]
        style, text = "gate", glyph(gate)
        if node.kind != "gate":
            text = f"{len(node.gates)} gates"
        elif gate.rule.is_leaf:
            style, text = "inner sep=1pt", f"${symbol(gate.label)}$"
        lines.append(rf"\node[{style}] (n{node.id}) at ({_at(box.x, box.y)}) {{{text}}};")
    if len(layout.nodes) > len(diagram.nodes):
        box = layout.nodes[-1]
        lines.append(rf"\node[inner sep=1pt] (n{len(diagram.nodes)}) at ({_at(box.x, box.y)}) "
                     rf"{{${symbol(graph.output.label)}$}};")  # fmt: skip
    for place, runs in enumerate(layout.wires):
        lines.append(rf"\draw {_path(runs)};")
        if place < len(diagram.edges):
            edge = diagram.edges[place]
            if len(edge.wires) > 1 or diagram.nodes[edge.source].kind != "gate":
                continue
            wire = graph.wires[edge.wires[0]]
            value, gradient = wire.value, wire.gradient
        else:
            value, gradient = graph.value, graph.output.gradient
        box = layout.labels[place]
        where = _at(box.x, box.y)
        lines.append(rf"\node[value] at ({where}) {{${number(value)}$}};")
        lines.append(rf"\node[slope] at ({where}) {{${number(gradient)}$}};")
    return "\n".join([*lines, r"\end{tikzpicture}", r"\end{document}", ""])


def glyph(gate: Gate) -> str:
    """What is written into a gate, for LaTeX."""
    if gate.kind in _GLYPHS:
        return _GLYPHS[gate.kind].format(c=gate.constant) if "c" in _GLYPHS[gate.kind] else _GLYPHS[gate.kind]
    if gate.kind in ("group", "loss"):
        return f"${symbol(gate.label)}$"
    return gate.kind.replace("_", r"\_")


def symbol(label: str) -> str:
    """A value's name in mathematics: ``w2.1`` as ``w_{2.1}``."""
    found = re.fullmatch(r"([A-Za-z_]+?)_?(\d[\d.]*[a-h]?)?", label)
    if found is None:
        return _NAMED % re.sub(r"([_^#%&${}\\])", r"\\\1", label)
    base, index = found.groups()
    base = base.replace("_", r"\_")
    base = base if len(base) == 1 else _NAMED % base
    return f"{base}_{{{index}}}" if index else base


def number(value: float) -> str:
    """A number with two decimals, or in powers of ten."""
    if value == 0.0 or 0.005 <= abs(value) < 1e6:
        return f"{value + 0.0:.2f}"
    mantissa, power = f"{value:.1e}".split("e")
    return rf"{mantissa}\cdot 10^{{{int(power)}}}"


def _at(x: float, y: float) -> str:
    return f"{_POINTS * x:.3f}, {-_POINTS * y:.3f}"


def _path(runs: tuple[tuple[float, float, float], ...]) -> str:
    left, right, y = runs[0]
    text = f"({_at(left, y)}) -- ({_at(right, y)})"
    for next_left, next_right, next_y in runs[1:]:
        middle = (right + next_left) / 2
        text += f" .. controls ({_at(middle, y)}) and ({_at(middle, next_y)}) .. ({_at(next_left, next_y)})"
        text += f" -- ({_at(next_right, next_y)})"
        right, y = next_right, next_y
    return text
