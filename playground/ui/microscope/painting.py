"""Paints a diagram at a position of its trace: gates, wires, green values above, red gradients below."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from playground.observe.graph import Diagram, Gate, Reached, reached
from playground.observe.graph.layout import Box, Layout, Size, lay_out
from playground.ui.look import theme
from playground.ui.microscope import words
from playground.ui.words import numbers

GATE = 46.0
"""The diameter of a gate. All lengths here are logical pixels at zoom 1."""
GAP = 12.0
NUMBER_PIXELS = 16
NAME_PIXELS = 17
GLYPH_PIXELS = 16
WORD_PIXELS = 12
LABEL_WIDTH = 66.0
LINE = 21.0
"""The height of one line of numbers."""
ROWS = 8
"""So many values a layer's box shows at most."""
ROW = 22.0
ROW_NAME, ROW_NUMBER = 46.0, 62.0
_THIN, _THICK = 1.2, 5.0
_LEAST_EXPONENT, _MOST_EXPONENT = -4.0, 1.0


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


# ----------------------------------------------------------------------------------------- layout


def layout_of(diagram: Diagram) -> Layout:
    """Where a diagram stands: its nodes, the result's name at the end, and all numbers."""
    nodes = [_node_size(diagram, place) for place in range(len(diagram.nodes))]
    exit_from = diagram.node_of[diagram.graph.output.id]
    wires = [(edge.source, edge.target) for edge in diagram.edges]
    labels = [_label_size(diagram, place) for place in range(len(wires))]
    if diagram.nodes[exit_from].kind == "gate":
        nodes.append(Size(name_width(diagram.graph.output.label) + 4.0, LINE))
        wires.append((exit_from, len(nodes) - 1))
        labels.append(Size(LABEL_WIDTH, 2 * LINE))
    return lay_out(nodes, wires, labels, GAP)


def _label_size(diagram: Diagram, place: int) -> Size:
    return Size(22.0, LINE) if is_bundle(diagram, place) else Size(LABEL_WIDTH, 2 * LINE)


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
    base, index = _glyph_parts(gate)
    text = QFontMetricsF(font(GLYPH_PIXELS, bold=True)).horizontalAdvance(base)
    text += QFontMetricsF(font(0.72 * GLYPH_PIXELS, bold=True)).horizontalAdvance(index)
    word = QFontMetricsF(font(WORD_PIXELS, italic=True)).horizontalAdvance(pattern_word(gate))
    return max(GATE, text + 22.0, word - 1.5 * GAP)


def _glyph_parts(gate: Gate) -> tuple[str, str]:
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


# --------------------------------------------------------------------------------------- painting


def paint(painter: QPainter, scene: Scene) -> None:
    """Paint the whole picture in its own coordinates."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    known = reached(scene.diagram.graph, scene.position)
    for members in scene.frames:
        _paint_frame(painter, scene, members)
    for place in range(len(scene.layout.wires)):
        _paint_wire(painter, scene, place, known)
    for node in range(len(scene.diagram.nodes)):
        _paint_node(painter, scene, node, known)
    for place in range(len(scene.layout.labels)):
        _paint_numbers(painter, scene, place, known)
    if len(scene.layout.nodes) > len(scene.diagram.nodes):
        box = scene.layout.nodes[-1]
        _paint_name(
            painter, QRectF(box.left + 4, box.top, box.width, box.height), scene.diagram.graph.output.label
        )


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


def wire_width(value: float) -> float:
    """A wire's width on a fixed log scale: 1e-4 and less the thinnest, 10 and more the thickest."""
    if value == 0.0:
        return _THIN
    share = (math.log10(abs(value)) - _LEAST_EXPONENT) / (_MOST_EXPONENT - _LEAST_EXPONENT)
    return _THIN + (_THICK - _THIN) * min(max(share, 0.0), 1.0)


def _wires(scene: Scene, place: int) -> tuple[int, ...]:
    """The graph's wires that a drawn one stands for; none for the one to the result's name."""
    edges = scene.diagram.edges
    return edges[place].wires if place < len(edges) else ()


def _signals(scene: Scene, place: int, known: Reached) -> tuple[float | None, float | None]:
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


def _paint_wire(painter: QPainter, scene: Scene, place: int, known: Reached) -> None:
    colors = theme.current()
    path = wire_path(scene.layout, place)
    value, gradient = _signals(scene, place, known)
    if place in scene.asked:
        gradient = None
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if place in scene.active_edges or place == scene.focused_edge:
        glow = 12.0 + 10.0 * math.sin(math.pi * scene.pulse) * (1.0 - scene.pulse)
        painter.setPen(_pen(theme.with_alpha(colors.accent, 0.20), glow))
        painter.drawPath(path)
    base = colors.hairline if value is None else theme.mix(colors.hairline, colors.quiet, 0.75)
    width = 1.5 if value is None else wire_width(value) if gradient is None else wire_width(gradient)
    if gradient is None:
        painter.setPen(_pen(base, width if value is None else 0.7 * width))
        painter.drawPath(path)
        return
    painter.setPen(_pen(theme.mix(colors.hairline, colors.quiet, 0.4), 1.0))
    painter.drawPath(path)
    pen = _pen(theme.with_alpha(colors.gradient, 0.75), 0.7 * width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    unit = max(pen.widthF(), 1.0)
    pen.setDashPattern([6.0 / unit, 5.0 / unit])
    painter.setPen(pen)
    painter.drawPath(path)


def _pen(color: QColor, width: float) -> QPen:
    return QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _rect(box: Box) -> QRectF:
    return QRectF(box.left, box.top, box.width, box.height)


def _paint_node(painter: QPainter, scene: Scene, place: int, known: Reached) -> None:
    node, box = scene.diagram.nodes[place], scene.layout.nodes[place]
    if node.kind == "layer":
        _paint_layer(painter, scene, place, known)
    elif node.kind == "more":
        rect = _rect(box)
        _paint_pill(painter, scene, place, rect, is_dashed=True)
        painter.setFont(font(GLYPH_PIXELS - 2))
        painter.setPen(theme.current().quiet)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, more_text(scene.diagram, place))
    else:
        gate = scene.diagram.graph.gates[node.gates[0]]
        if gate.rule.is_leaf:
            _paint_name(painter, _rect(box), gate.label)
        else:
            _paint_gate(painter, scene, place, gate)


def gate_rect(box: Box) -> QRectF:
    """The pill of a gate within its box, which also holds its word."""
    return QRectF(box.left, box.y - GATE / 2, box.width, GATE)


def word_rect(box: Box, gate: Gate) -> QRectF:
    """Where a gate's word stands."""
    width = QFontMetricsF(font(WORD_PIXELS, italic=True)).horizontalAdvance(pattern_word(gate))
    return QRectF(box.x - width / 2, box.y + GATE / 2 + 2.0, width, WORD_PIXELS + 4.0)


def _paint_gate(painter: QPainter, scene: Scene, place: int, gate: Gate) -> None:
    box = scene.layout.nodes[place]
    rect = gate_rect(box)
    _paint_pill(painter, scene, place, rect)
    colors = theme.current()
    base, index = _glyph_parts(gate)
    is_active = place in scene.active
    painter.setPen(colors.accent if is_active else colors.text)
    _draw_indexed(painter, rect, base, index, GLYPH_PIXELS, centred=True)
    painter.setFont(font(WORD_PIXELS, italic=True))
    painter.setPen(theme.mix(colors.quiet, colors.accent, 0.6) if is_active else colors.quiet)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
    painter.drawText(word_rect(box, gate), flags, pattern_word(gate))


def _paint_pill(
    painter: QPainter, scene: Scene, place: int, rect: QRectF, *, is_dashed: bool = False
) -> None:
    colors = theme.current()
    radius = rect.height() / 2
    is_active = place in scene.active
    if is_active and scene.pulse < 1.0:
        grow = 9.0 * scene.pulse
        painter.setPen(QPen(theme.with_alpha(colors.accent, 0.5 * (1.0 - scene.pulse)), 3.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(-grow, -grow, grow, grow), radius + grow, radius + grow)
    border = colors.accent if is_active else theme.mix(colors.hairline, colors.quiet, 0.45)
    pen = QPen(border, 2.6 if is_active else 1.2)
    if is_dashed:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(colors.hover if place == scene.hovered else colors.panel)
    painter.drawRoundedRect(rect, radius, radius)


def _paint_layer(painter: QPainter, scene: Scene, place: int, known: Reached) -> None:
    colors, diagram = theme.current(), scene.diagram
    node, rect = diagram.nodes[place], _rect(scene.layout.nodes[place])
    is_active = place in scene.active
    border = colors.accent if is_active else theme.mix(colors.hairline, colors.quiet, 0.45)
    painter.setPen(QPen(border, 2.6 if is_active else 1.2))
    painter.setBrush(colors.hover if place == scene.hovered else colors.panel)
    painter.drawRoundedRect(rect, 10, 10)
    painter.setFont(font(WORD_PIXELS + 1))
    painter.setPen(colors.accent if is_active else colors.quiet)
    top = rect.top() + 8
    painter.drawText(
        QRectF(rect.left(), top, rect.width(), ROW), Qt.AlignmentFlag.AlignCenter, layer_title(node.layer)
    )
    rows = rows_of(diagram, place)
    for number, gate in enumerate(rows[:ROWS], 1):
        y = top + number * ROW
        _paint_name(painter, QRectF(rect.left() + 12, y, ROW_NAME, ROW), gate.label, NUMBER_PIXELS)
        for column, (value, is_known, color) in enumerate(
            (
                (gate.value, gate.id in known.values, colors.forward),
                (gate.gradient, gate.id in known.gradients, colors.gradient),
            )
        ):
            cell = QRectF(rect.left() + 12 + ROW_NAME + column * ROW_NUMBER, y, ROW_NUMBER, ROW)
            _paint_number(painter, cell, value if is_known else None, color, NUMBER_PIXELS - 1)
    if len(rows) > ROWS:
        painter.setFont(font(WORD_PIXELS))
        painter.setPen(colors.quiet)
        text = words.translate("Microscope", "and {count} more").format(count=len(rows) - ROWS)
        y = top + (ROWS + 1) * ROW
        painter.drawText(QRectF(rect.left(), y, rect.width(), ROW), Qt.AlignmentFlag.AlignCenter, text)


def layer_title(layer: int) -> str:
    """What a layer's box is called."""
    if layer == 0:
        return words.translate("Microscope", "features")
    if layer < 0:
        return words.translate("Microscope", "result")
    return words.translate("Microscope", "layer {number}").format(number=layer)


def _paint_name(painter: QPainter, rect: QRectF, label: str, pixels: int = NAME_PIXELS) -> None:
    painter.setPen(theme.current().text)
    base, index = words.split_name(label)
    _draw_indexed(painter, rect, base, index, pixels)


def _draw_indexed(
    painter: QPainter, rect: QRectF, base: str, index: str, pixels: int, *, centred: bool = False
) -> None:
    """A text with its index smaller and lower."""
    large, small = font(pixels, bold=True), font(0.72 * pixels, bold=True)
    wide = QFontMetricsF(large).horizontalAdvance(base)
    total = wide + QFontMetricsF(small).horizontalAdvance(index)
    left = rect.left() + ((rect.width() - total) / 2 if centred else 0.0)
    painter.setFont(large)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextDontClip
    painter.drawText(QRectF(left, rect.top(), wide + 2, rect.height()), flags, base)
    if index:
        painter.setFont(small)
        lower = rect.translated(0, 0.28 * pixels)
        painter.drawText(QRectF(left + wide, lower.top(), rect.width(), lower.height()), flags, index)


def _paint_numbers(painter: QPainter, scene: Scene, place: int, known: Reached) -> None:
    colors = theme.current()
    if is_bundle(scene.diagram, place):
        return
    value, gradient = _signals(scene, place, known)
    green = value_box(scene, place)
    if scene.chosen is not None and scene.chosen == value_gate(scene, place):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.with_alpha(colors.forward, 0.14))
        painter.drawRoundedRect(green.adjusted(-1, 0, 1, 0), 5, 5)
    _paint_number(painter, green, value, colors.forward, NUMBER_PIXELS)
    if place in scene.asked:
        return
    _paint_number(painter, gradient_box(scene, place), gradient, colors.gradient, NUMBER_PIXELS)


def value_gate(scene: Scene, place: int) -> int:
    """The gate whose value stands over a drawn wire."""
    wires = _wires(scene, place)
    graph = scene.diagram.graph
    return graph.wires[wires[0]].source if wires else graph.output.id


def _paint_number(painter: QPainter, rect: QRectF, value: float | None, color: QColor, pixels: int) -> None:
    """A number in the longest form that has room; where there is none yet, an empty slot."""
    if value is None:
        colors = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.mix(colors.hairline, colors.background, 0.25))
        slot = QRectF(0, 0, 26, 9)
        slot.moveCenter(rect.center())
        painter.drawRoundedRect(slot, 4.5, 4.5)
        return
    used = font(pixels, bold=True)
    metrics = QFontMetricsF(used)
    forms = numbers.forms(value)
    text = next((form for form in forms if metrics.horizontalAdvance(form) <= rect.width()), forms[-1])
    painter.setFont(used)
    painter.setPen(color)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)


def _paint_frame(painter: QPainter, scene: Scene, members: tuple[int, ...]) -> None:
    """A dashed frame around gates that fold into one, with what a click does."""
    colors = theme.current()
    rect = frame_rect(scene, members)
    painter.setPen(QPen(theme.mix(colors.hairline, colors.quiet, 0.3), 1.2, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect, 10, 10)
    painter.setFont(font(WORD_PIXELS))
    painter.setPen(colors.quiet)
    text = words.translate("Microscope", "σ: fold into one gate, local gradient (1 − f) f")
    below = QRectF(rect.left() + 4, rect.bottom() + 3, max(rect.width(), 320), WORD_PIXELS + 6)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)


def frame_rect(scene: Scene, members: tuple[int, ...]) -> QRectF:
    """The frame around these gates."""
    boxes = [scene.layout.nodes[scene.diagram.node_of[gate]] for gate in members]
    left, right = min(b.left for b in boxes), max(b.right for b in boxes)
    top, bottom = min(b.top for b in boxes), max(b.bottom for b in boxes)
    return QRectF(left - 8, top - 2, right - left + 16, bottom - top + 4)
