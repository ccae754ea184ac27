"""A lesson's small picture, drawn from what its first step looks like."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from playground.app.lesson_looks import Look
from playground.observe.graph import Graph
from playground.ui.look import theme
from playground.ui.output.boundary_image import boundary_image, value_scale
from playground.ui.widgets.point_cloud import paint_cloud


def paint_look(painter: QPainter, rect: QRectF, look: Look | None) -> None:
    """Paint it into a square; an empty field as long as it is being made."""
    colors, corner = theme.current(), theme.pixels(6)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    outline.addRoundedRect(rect, corner, corner)
    painter.fillPath(outline, colors.field)
    painter.setClipPath(outline)
    if look is not None and look.graph is not None:
        _paint_graph(painter, rect, look.graph)
    elif look is not None and look.grid is not None:
        _paint_plane(painter, rect, look)
    painter.restore()


def _paint_plane(painter: QPainter, rect: QRectF, look: Look) -> None:
    experiment, points = look.experiment, look.points
    assert points is not None
    assert look.grid is not None
    colors, classes = theme.current(), experiment.data.classes
    scale = value_scale(experiment, points)
    is_regression = experiment.problem == "regression"
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(rect, boundary_image(experiment, look.grid, scale, "output", discretize=False))

    def color(label: float) -> QColor:
        if is_regression:
            return colors.positive if label > 0 else colors.negative
        return colors.class_color(int(label), classes)

    labels = points.train_labels / scale if is_regression else points.train_labels
    paint_cloud(
        painter, rect, points.train, labels, points.bounds, color, are_values=is_regression,
        diameter=2.4 * theme.scale(),
    )  # fmt: skip


def _paint_graph(painter: QPainter, rect: QRectF, graph: Graph) -> None:
    """The gates in columns by how far they are from the result, their values in green."""
    colors = theme.current()
    far: dict[int, int] = {graph.gates[-1].id: 0}
    for gate in reversed(graph.gates):
        for source in gate.inputs:
            far[source] = max(far.get(source, 0), far.get(gate.id, 0) + 1)
    columns: dict[int, list[int]] = {}
    for gate in graph.gates:
        columns.setdefault(far.get(gate.id, 0), []).append(gate.id)
    deepest, tallest = max(columns), max(len(column) for column in columns.values())
    wide, tall = rect.width() / (deepest + 1), rect.height() / max(tallest, 2)
    radius = min(0.36 * min(wide, tall), 0.13 * rect.width())
    places: dict[int, QPointF] = {}
    for depth, column in columns.items():
        top = rect.center().y() - (len(column) - 1) * tall / 2
        for row, number in enumerate(column):
            places[number] = QPointF(rect.right() - (depth + 0.5) * wide, top + row * tall)
    painter.setPen(QPen(colors.quiet, 1.2 * theme.scale()))
    for gate in graph.gates:
        for source in gate.inputs:
            painter.drawLine(places[source], places[gate.id])
    font = QFont(theme.font("small"))
    font.setPixelSize(max(round(1.25 * radius), 7))
    painter.setFont(font)
    for gate in graph.gates:
        place = places[gate.id]
        box = QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)
        painter.setPen(QPen(colors.forward if gate.rule.is_leaf else colors.quiet, 1.2 * theme.scale()))
        painter.setBrush(colors.panel)
        painter.drawEllipse(box)
        painter.setPen(colors.forward if gate.rule.is_leaf else colors.text)
        text = gate.label if gate.rule.is_leaf else gate.rule.glyph.removesuffix("c")
        if painter.fontMetrics().horizontalAdvance(text) <= 2.2 * radius:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
