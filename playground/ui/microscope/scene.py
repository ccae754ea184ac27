"""What the picture of a graph depends on, where everything in it stands, and what is at a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainterPath

from playground.observe.graph import Diagram, Gate, Reached
from playground.observe.graph.layout import Box, Layout, Size, lay_out
from playground.ui.look import theme
from playground.ui.microscope import words
from playground.ui.words import numbers

GATE = 46.0
"""The diameter of a gate. All lengths here are logical pixels at zoom 1."""
GAP = 9.0
NUMBER_PIXELS = 16
NAME_PIXELS = 17
GLYPH_PIXELS = 16
WORD_PIXELS = 11
WORD_OVERHANG = 3.5
"""So far to the left of its gate a long word begins, beside the wire that comes up from below."""
NUMBER_WIDTHS = (40.0, 64.0, 82.0)
"""The least room for a wire's numbers, the most of it among many wires, and among few."""
FEW_WIRES = 24
LINE = 21.0
"""The height of one line of numbers."""
ROWS = 8
"""So many values a layer's box shows at most."""
ROW = 22.0
ROW_NAME, ROW_NUMBER = 46.0, 62.0


@dataclass(frozen=True)
class Scene:
    """Everything the picture depends on.

    ``asked`` are edges whose red slots are being asked for; ``chosen`` is the node whose value is nudged,
    ``pulse`` how far the active gate's pulse has come (1: at rest).
    """

    diagram: Diagram
    layout: Layout
    position: int
    active: frozenset[int] = frozenset()
    active_edges: frozenset[int] = frozenset()
    hovered: int | None = None
    focused_edge: int | None = None
    chosen: int | None = None
    asked: frozenset[int] = frozenset()
    pulse: float = 1.0
    frames: tuple[tuple[int, ...], ...] = field(default=())


def font(pixels: float, *, bold: bool = False, italic: bool = False) -> QFont:
    """The window's font at so many pixels, whatever the presentation factor: the picture has its own zoom."""
    return _font(pixels, bold, italic, theme.scale())


@lru_cache(maxsize=64)
def _font(pixels: float, bold: bool, italic: bool, _scale: float) -> QFont:
    made = QFont(theme.font("body"))
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setItalic(italic)
    return made


def layout_of(diagram: Diagram) -> Layout:
    """Where a diagram stands: its nodes, the result's name at the end, and all numbers."""
    nodes = [_node_size(diagram, place) for place in range(len(diagram.nodes))]
    exit_from = diagram.node_of[diagram.graph.output.id]
    wires = [(edge.source, edge.target) for edge in diagram.edges]
    labels = [_label_size(diagram, place) for place in range(len(wires))]
    output = diagram.graph.output
    if diagram.nodes[exit_from].kind == "gate":
        nodes.append(Size(name_width(output.label) + 4.0, LINE))
        wires.append((exit_from, len(nodes) - 1))
        labels.append(Size(_numbers_width(diagram, output.value, output.gradient), 2 * LINE))
    return lay_out(nodes, wires, labels, GAP)


def _label_size(diagram: Diagram, place: int) -> Size:
    if is_bundle(diagram, place):
        return Size(22.0, LINE)
    (wire,) = (diagram.graph.wires[one] for one in diagram.edges[place].wires)
    return Size(_numbers_width(diagram, wire.value, wire.gradient), 2 * LINE)


def _numbers_width(diagram: Diagram, value: float, gradient: float) -> float:
    """The room that two numbers need as they are written first; longer ones are written shorter later."""
    metrics = QFontMetricsF(font(NUMBER_PIXELS, bold=True))
    needed = max(metrics.horizontalAdvance(numbers.plain(one)) for one in (value, gradient)) + 4.0
    least, shorter, longer = NUMBER_WIDTHS
    return min(max(needed, least), longer if len(diagram.edges) <= FEW_WIRES else shorter)


def number_text(value: float, width: float, pixels: float) -> str:
    """A number in the longest form that has room, or else in the shortest one."""
    metrics, forms = QFontMetricsF(font(pixels, bold=True)), numbers.forms(value)
    return next((form for form in forms if metrics.horizontalAdvance(form) <= width), forms[-1])


def has_room(diagram: Diagram, layout: Layout) -> bool:
    """Whether all numbers of a diagram can be written where a layout has room for them."""
    metrics = QFontMetricsF(font(NUMBER_PIXELS, bold=True))
    graph = diagram.graph
    for place, box in enumerate(layout.labels):
        if not is_bundle(diagram, place):
            wire = graph.wires[diagram.edges[place].wires[0]] if place < len(diagram.edges) else graph.output
            for value in (wire.value, wire.gradient):
                text = number_text(value, box.width, NUMBER_PIXELS)
                if metrics.horizontalAdvance(text) > box.width:
                    return False
    return True


def is_bundle(diagram: Diagram, place: int) -> bool:
    """Whether a drawn wire stands for what runs to or from a folded part: it has no numbers of its own."""
    if place >= len(diagram.edges):
        return False
    edge = diagram.edges[place]
    return any(diagram.nodes[node].kind != "gate" for node in (edge.source, edge.target))


def _node_size(diagram: Diagram, place: int) -> Size:
    node = diagram.nodes[place]
    if node.kind == "layer":
        rows = rows_of(diagram, place)
        more = 1 if len(rows) > ROWS else 0
        return Size(ROW_NAME + 2 * ROW_NUMBER + 28.0, ROW * (min(len(rows), ROWS) + more + 1) + 20.0)
    if node.kind == "more":
        width = QFontMetricsF(font(GLYPH_PIXELS)).horizontalAdvance(more_text(diagram, place)) + 28.0
        return Size(width, 34.0)
    gate = diagram.graph.gates[node.gates[0]]
    if gate.rule.is_leaf:
        return Size(name_width(gate.label), LINE * 1.2)
    return Size(pill_width(gate), GATE, WORD_PIXELS + 7)


def more_text(diagram: Diagram, place: int) -> str:
    """What stands in a node of folded gates: how many inputs they are, or of one input how many gates."""
    inputs = sum(len(edge.wires) for edge in diagram.edges if edge.source == place)
    if inputs > 1:
        return words.translate("Microscope", "+{count} inputs").format(count=inputs)
    return words.translate("Microscope", "+{count} gates").format(count=len(diagram.nodes[place].gates))


def pill_width(gate: Gate) -> float:
    """How wide a gate's room is: the gate round or longer; its word may reach a little beyond."""
    base, index = glyph_parts(gate)
    text = QFontMetricsF(font(GLYPH_PIXELS, bold=True)).horizontalAdvance(base)
    text += QFontMetricsF(font(0.72 * GLYPH_PIXELS, bold=True)).horizontalAdvance(index)
    word = QFontMetricsF(font(WORD_PIXELS, italic=True)).horizontalAdvance(pattern_word(gate))
    return max(GATE, text + 22.0, word - 2.0 * GAP)


def glyph_parts(gate: Gate) -> tuple[str, str]:
    """What stands in a gate, and the index that stands lower."""
    text = words.glyph(gate)
    return words.split_name(text) if gate.kind in ("group", "loss") else (text, "")


def pattern_word(gate: Gate) -> str:
    """The word under a gate."""
    return words.translate("Microscope", words.PATTERNS[gate.pattern]) if gate.pattern else ""


def name_width(label: str) -> float:
    """How wide a value's name is, with its index low."""
    base, index = words.split_name(label)
    width = QFontMetricsF(font(NAME_PIXELS, bold=True)).horizontalAdvance(base)
    return width + QFontMetricsF(font(0.72 * NAME_PIXELS, bold=True)).horizontalAdvance(index) + 6.0


def rows_of(diagram: Diagram, place: int) -> list[Gate]:
    """The values that a layer's box lists: what leaves it, or else its last one."""
    node = diagram.nodes[place]
    members = set(node.gates)
    gates = [diagram.graph.gates[gate] for gate in node.gates]
    leaving = [gate for gate in gates if gate.kind != "copy" and _leaves(diagram, gate, members)]
    return leaving or gates[-1:]


def _leaves(diagram: Diagram, gate: Gate, members: set[int]) -> bool:
    """Whether a value is used outside these gates, be it by way of its copy."""
    graph = diagram.graph
    for wire in graph.wires_from[gate.id]:
        users = [wire.target]
        if graph.gates[wire.target].kind == "copy":
            users += [copy.target for copy in graph.wires_from[wire.target]]
        if any(user not in members for user in users):
            return True
    return False


def value_box(scene: Scene, label: int) -> QRectF:
    """Where a wire's green number stands."""
    box = scene.layout.labels[label]
    return QRectF(box.left, box.y - LINE, box.width, LINE - 1.0)


def gradient_box(scene: Scene, label: int) -> QRectF:
    """Where a wire's red number stands."""
    box = scene.layout.labels[label]
    return QRectF(box.left, box.y + 2.0, box.width, LINE - 1.0)


def wire_path(layout: Layout, place: int) -> QPainterPath:
    """A wire's way: straight through its runs, curved between them."""
    path = QPainterPath()
    runs = layout.wires[place]
    left, right, y = runs[0]
    path.moveTo(left, y)
    path.lineTo(right, y)
    for next_left, next_right, next_y in runs[1:]:
        middle = (right + next_left) / 2
        if abs(next_y - y) < 0.01:
            path.lineTo(next_left, next_y)
        else:
            path.cubicTo(QPointF(middle, y), QPointF(middle, next_y), QPointF(next_left, next_y))
        path.lineTo(next_right, next_y)
        right, y = next_right, next_y
    return path


def rect_of(box: Box) -> QRectF:
    """A node's box, without the room below it."""
    return QRectF(box.left, box.top, box.width, box.height)


def gate_rect(box: Box) -> QRectF:
    """The pill of a gate within its box, which also holds its word."""
    return QRectF(box.left, box.y - GATE / 2, box.width, GATE)


def word_rect(box: Box, gate: Gate) -> QRectF:
    """Where a gate's word stands: beneath it; a long one more to the right, as wires come up at the left."""
    width = QFontMetricsF(font(WORD_PIXELS, italic=True)).horizontalAdvance(pattern_word(gate))
    most_right = box.x + pill_width(gate) / 2 + GAP
    left = max(box.x - width / 2, min(box.x - GATE / 2 - WORD_OVERHANG, most_right - width))
    return QRectF(left, box.y + GATE / 2 + 2.0, width, WORD_PIXELS + 4.0)


def _wires(scene: Scene, place: int) -> tuple[int, ...]:
    """The graph's wires that a drawn one stands for; none for the one to the result's name."""
    edges = scene.diagram.edges
    return edges[place].wires if place < len(edges) else ()


def signals(scene: Scene, place: int, known: Reached) -> tuple[float | None, float | None]:
    """The strongest value and gradient along a drawn wire, as far as they are known."""
    graph = scene.diagram.graph
    wires = _wires(scene, place)
    if not wires:
        output = graph.output
        value = output.value if output.id in known.values else None
        return value, output.gradient if output.id in known.gradients else None
    values = [graph.wires[w].value for w in wires if graph.wires[w].source in known.values]
    gradients = [graph.wires[w].gradient for w in wires if w in known.wires]
    return max(values, key=abs, default=None), max(gradients, key=abs, default=None)


def value_gate(scene: Scene, place: int) -> int:
    """The gate whose value stands over a drawn wire."""
    wires = _wires(scene, place)
    graph = scene.diagram.graph
    return graph.wires[wires[0]].source if wires else graph.output.id


def frame_rect(scene: Scene, members: tuple[int, ...]) -> QRectF:
    """The frame around these gates."""
    boxes = [scene.layout.nodes[scene.diagram.node_of[gate]] for gate in members]
    left, right = min(b.left for b in boxes), max(b.right for b in boxes)
    top, bottom = min(b.top for b in boxes), max(b.bottom for b in boxes)
    return QRectF(left - 4, top - 4, right - left + 8, bottom - top + 6)


def node_at(scene: Scene, place: QPointF) -> int | None:
    """The node at a place of the picture."""
    for node in scene.diagram.nodes:
        box = scene.layout.nodes[node.id]
        is_gate = node.kind == "gate" and not scene.diagram.graph.gates[node.gates[0]].rule.is_leaf
        if (gate_rect(box) if is_gate else rect_of(box)).contains(place):
            return node.id
    return None


def number_at(scene: Scene, place: QPointF) -> tuple[int, Literal["value", "gradient"]] | None:
    """The drawn wire whose green or red number is at a place of the picture."""
    for label in range(len(scene.layout.labels)):
        if is_bundle(scene.diagram, label):
            continue
        if value_box(scene, label).contains(place):
            return label, "value"
        if gradient_box(scene, label).contains(place):
            return label, "gradient"
    return None


def frame_at(scene: Scene, place: QPointF) -> bool:
    """Whether a place is in a frame, or on what is written below it."""
    return any(frame_rect(scene, frame).adjusted(0, 0, 0, 20).contains(place) for frame in scene.frames)
