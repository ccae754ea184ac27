"""Paints a diagram at a position of its trace: gates, wires, green values above, red gradients below."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.observe.graph import Gate, Reached, reached
from playground.observe.graph.layout import Box
from playground.ui.look import theme
from playground.ui.microscope import words
from playground.ui.microscope.scene import (
    GLYPH_PIXELS,
    NAME_PIXELS,
    NUMBER_PIXELS,
    ROW,
    ROW_NAME,
    ROW_NUMBER,
    ROWS,
    WORD_PIXELS,
    Scene,
    font,
    frame_rect,
    gate_rect,
    glyph_parts,
    gradient_box,
    is_bundle,
    more_text,
    number_text,
    pattern_word,
    rect_of,
    rows_of,
    signals,
    value_box,
    value_gate,
    wire_path,
    word_rect,
)

_THIN, _THICK = 1.2, 5.0
_LEAST_EXPONENT, _MOST_EXPONENT = -4.0, 1.0


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


def wire_width(value: float) -> float:
    """A wire's width on a fixed log scale: 1e-4 and less the thinnest, 10 and more the thickest."""
    if value == 0.0:
        return _THIN
    share = (math.log10(abs(value)) - _LEAST_EXPONENT) / (_MOST_EXPONENT - _LEAST_EXPONENT)
    return _THIN + (_THICK - _THIN) * min(max(share, 0.0), 1.0)


def _paint_wire(painter: QPainter, scene: Scene, place: int, known: Reached) -> None:
    colors = theme.current()
    path = wire_path(scene.layout, place)
    value, gradient = signals(scene, place, known)
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


def _paint_node(painter: QPainter, scene: Scene, place: int, known: Reached) -> None:
    node, box = scene.diagram.nodes[place], scene.layout.nodes[place]
    if node.kind == "layer":
        _paint_layer(painter, scene, place, known)
    elif node.kind == "more":
        rect = rect_of(box)
        _paint_pill(painter, scene, place, rect, is_dashed=True)
        painter.setFont(font(GLYPH_PIXELS - 2))
        painter.setPen(theme.current().quiet)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, more_text(scene.diagram, place))
    else:
        gate = scene.diagram.graph.gates[node.gates[0]]
        if gate.rule.is_leaf:
            _paint_name(painter, rect_of(box), gate.label)
        else:
            _paint_gate(painter, scene, place, gate)


def _paint_gate(painter: QPainter, scene: Scene, place: int, gate: Gate) -> None:
    box = scene.layout.nodes[place]
    rect = gate_rect(box)
    _paint_pill(painter, scene, place, rect)
    colors = theme.current()
    base, index = glyph_parts(gate)
    is_active = place in scene.active
    painter.setPen(colors.accent if is_active else colors.text)
    _draw_indexed(painter, rect, base, index, GLYPH_PIXELS, centred=True)
    _paint_word(
        painter, box, gate, theme.mix(colors.quiet, colors.accent, 0.6) if is_active else colors.quiet
    )


def _paint_word(painter: QPainter, box: Box, gate: Gate, color: QColor) -> None:
    """A gate's word, where no wire that runs behind it is seen."""
    rect = word_rect(box, gate)
    painter.fillRect(rect.adjusted(0.0, 1.0, 2.0, 0.0), theme.current().background)
    painter.setFont(font(WORD_PIXELS, italic=True))
    painter.setPen(color)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, pattern_word(gate))


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
    node, rect = diagram.nodes[place], rect_of(scene.layout.nodes[place])
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
    value, gradient = signals(scene, place, known)
    green = value_box(scene, place)
    if scene.chosen is not None and scene.chosen == value_gate(scene, place):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.with_alpha(colors.forward, 0.14))
        painter.drawRoundedRect(green.adjusted(-1, 0, 1, 0), 5, 5)
    _paint_number(painter, green, value, colors.forward, NUMBER_PIXELS)
    if place in scene.asked:
        return
    _paint_number(painter, gradient_box(scene, place), gradient, colors.gradient, NUMBER_PIXELS)


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
    painter.setFont(used)
    painter.setPen(color)
    text = number_text(value, rect.width(), pixels)
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
