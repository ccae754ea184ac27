"""A card under the canvas's columns: several linear layers, and the one layer that they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.engine.experiment import Experiment
from playground.engine.layers.base import OUTPUT_ID
from playground.observe.linear_stack import LinearStack, Values, largest_difference, linear_stacks
from playground.observe.snapshot import Snapshot
from playground.ui.look import theme
from playground.ui.words import numbers
from playground.ui.words.numbers import subscript

MOST_ROWS, MOST_COLUMNS = 3, 6
"""So much of a matrix is written; the tooltip has all."""
_LOWEST = 330
"""A canvas that is lower keeps its room for the units."""
_EQUAL = 1e-5
"""What single precision leaves between two equal numbers near 1."""


class StackCard(QWidget):
    """``W = W₃ W₂ W₁`` with its numbers, and how far the network is from ``W x + b`` on the plane."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("effectiveMatrix")
        self.setAccessibleName(self.tr("The one layer that the linear layers are"))
        self.stack: LinearStack | None = None
        self.difference: float | None = None
        self._title = self._equation = ""
        self._checks: Sequence[str] = ("",)
        theme.signals().changed.connect(self.update)

    def show_stack(self, stack: LinearStack, snapshot: Snapshot, experiment: Experiment) -> None:
        """Show this product of a snapshot's weights."""
        self.stack = stack
        self.difference = largest_difference(snapshot, stack, experiment)
        places = stack.places
        self._title = "W = " + " ".join(f"W{subscript(place)}" for place in reversed(places))
        is_output, is_first = stack.ids[-1] == OUTPUT_ID, places[0] == 1
        result = "f" if is_output else f"z{subscript(places[-1])}"
        source = "x" if is_first else f"a{subscript(places[0] - 1)}"
        self._equation = f"{result} = W {source} + b"
        self._checks = self._said(f"|{result} − (W {source} + b)|")
        self.setAccessibleDescription(f"{self._title}. {self._equation}. {self._checks[0]}")
        self.setToolTip(self._explained(stack))
        self.update()

    def sizeHint(self) -> QSize:
        rows = min(max(len(self.stack.matrix), 2), MOST_ROWS) if self.stack is not None else MOST_ROWS
        return QSize(theme.pixels(420), round(rows * _line() + theme.pixels(14)))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.stack is None:
            return
        colors = theme.current()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(colors.hairline, 1.0))
            painter.setBrush(colors.panel)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            room = QRectF(self.rect()).adjusted(
                theme.pixels(12), theme.pixels(6), -theme.pixels(12), -theme.pixels(6)
            )
            left = room.left() + self._paint_words(
                painter, room, (self._title, self._equation), (True, False)
            )
            columns = self._columns(room)
            left = _paint_matrix(painter, QPointF(left, room.center().y()), "W =", self.stack.matrix, columns)
            small = QFontMetricsF(theme.font("small"))
            shortest = self._checks[-1]
            bias_width = (
                QFontMetricsF(theme.font("body")).horizontalAdvance("b =") + _cell() + theme.pixels(40)
            )
            if room.right() - left >= bias_width + small.horizontalAdvance(shortest):
                bias = self.stack.bias[:, None]
                left = _paint_matrix(painter, QPointF(left, room.center().y()), "b =", bias, 1)
            painter.setFont(theme.font("small"))
            painter.setPen(colors.forward if self.is_equal else colors.quiet)
            place = QRectF(left, room.top(), room.right() - left, room.height())
            flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(
                Qt.TextFlag.TextWordWrap
            )
            sentence, *shorter = self._checks
            has_room = place.contains(small.boundingRect(place, flags, sentence))
            fitting = (one for one in shorter if small.horizontalAdvance(one) <= place.width())
            painter.drawText(place, flags, sentence if has_room else next(fitting, shortest))

    @property
    def is_equal(self) -> bool:
        """Whether nothing but rounding parts the network from the one layer."""
        scale = 1.0 if self.stack is None else max(1.0, float(np.abs(self.stack.matrix).max(initial=0.0)))
        return self.difference is not None and self.difference <= _EQUAL * scale

    def _paint_words(
        self, painter: QPainter, room: QRectF, lines: Sequence[str], strong: Sequence[bool]
    ) -> float:
        """Lines below each other; gives the width they took, with air."""
        widest, top = 0.0, room.center().y() - len(lines) * _line() / 2
        for place, (text, is_strong) in enumerate(zip(lines, strong, strict=True)):
            font = theme.font("title" if is_strong else "body")
            painter.setFont(font)
            painter.setPen(theme.current().text)
            line = QRectF(room.left(), top + place * _line(), room.width(), _line())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
            widest = max(widest, QFontMetricsF(font).horizontalAdvance(text))
        return widest + theme.pixels(20)

    def _columns(self, room: QRectF) -> int:
        """How many columns of the matrix are written."""
        words = QFontMetricsF(theme.font("title")).horizontalAdvance(self._title) + theme.pixels(220)
        return max(1, min(MOST_COLUMNS, int((room.width() - words) / _cell())))

    def _said(self, distance: str) -> Sequence[str]:
        """How far the network is from the one layer: as a sentence, and shorter."""
        if self.difference is None:
            return ("",)
        text = self.tr("Over the whole plane the network differs from W x + b by at most {value}.")
        value = numbers.compact(self.difference)
        return text.format(value=value), f"{distance} ≤ {value}", f"≤ {value}"

    def _explained(self, stack: LinearStack) -> str:
        rows = (
            "[" + "  ".join(numbers.plain(float(value), 3) for value in row) + "]"
            for row in stack.matrix[:12]
        )
        shifts = "  ".join(numbers.plain(float(value), 3) for value in stack.bias[:12])
        text = self.tr(
            "Without a nonlinearity between them, layers one behind the other are one linear layer: its "
            "matrix is their product. Each row belongs to a unit, each column to an input."
        )
        return f"<p>{text}</p><p>W = {'<br>'.join(rows)}</p><p>b = [{shifts}]</p>"


class StackCards:
    """One card for each stack of a canvas, side by side under their columns."""

    def __init__(self, canvas: QWidget) -> None:
        self._canvas = canvas
        self.cards: list[StackCard] = []

    @property
    def height(self) -> float:
        """The room that they take below the units."""
        return max(card.sizeHint().height() for card in self.cards) + theme.pixels(8) if self.cards else 0.0

    def show_snapshot(self, snapshot: Snapshot | None, experiment: Experiment) -> bool:
        """Show the stacks of a snapshot; True where they take another room than before."""
        has_room = self._canvas.height() >= theme.pixels(_LOWEST)
        stacks = linear_stacks(snapshot) if snapshot is not None and has_room else []
        before = self.height
        while len(self.cards) > len(stacks):
            card = self.cards.pop()
            card.hide()
            card.deleteLater()
        while len(self.cards) < len(stacks):
            self.cards.append(StackCard(self._canvas))
            self.cards[-1].show()
        for card, stack in zip(self.cards, stacks, strict=True):
            assert snapshot is not None
            card.show_stack(stack, snapshot, experiment)
        return self.height != before

    def place(self, top: float, width: float) -> None:
        """Put them beside each other, from this height on."""
        if not self.cards:
            return
        margin, gap = theme.pixels(20), theme.pixels(8)
        share = (width - 2 * margin - gap * (len(self.cards) - 1)) / len(self.cards)
        height = round(self.height) - theme.pixels(8)
        for place, card in enumerate(self.cards):
            card.setGeometry(round(margin + place * (share + gap)), round(top), round(share), height)


def _line() -> float:
    return QFontMetricsF(theme.font("body")).height() + theme.pixels(1)


def _cell() -> float:
    return QFontMetricsF(theme.font("body")).horizontalAdvance("−00.00") + theme.pixels(6)


def _paint_matrix(painter: QPainter, start: QPointF, name: str, matrix: Values, columns: int) -> float:
    """``name [numbers]`` from a point on, its middle at the point's height; gives where it ends, with air."""
    colors, font = theme.current(), theme.font("body")
    metrics, line, cell = QFontMetricsF(font), _line(), _cell()
    painter.setFont(font)
    painter.setPen(colors.text)
    width = metrics.horizontalAdvance(name) + theme.pixels(6)
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(
        QRectF(start.x(), start.y() - line / 2, width, line),
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
        name,
    )
    rows = matrix[:MOST_ROWS]
    is_cut = len(matrix) > MOST_ROWS
    rows = rows[: MOST_ROWS - 1] if is_cut else rows
    top = start.y() - (len(rows) + is_cut) * line / 2
    left, is_wide = start.x() + width + theme.pixels(4), matrix.shape[1] > columns
    shown = columns - 1 if is_wide and columns > 1 else min(columns, matrix.shape[1])
    ends = left + shown * cell + (theme.pixels(16) if is_wide else 0) + theme.pixels(4)
    for place, row in enumerate(rows):
        for column in range(shown):
            text = numbers.forms(float(row[column]))
            best = next((form for form in text if metrics.horizontalAdvance(form) <= cell), text[-1])
            painter.drawText(QRectF(left + column * cell, top + place * line, cell - 2, line), flags, best)
        if is_wide:
            painter.drawText(
                QRectF(ends - theme.pixels(18), top + place * line, theme.pixels(14), line), flags, "…"
            )
    if is_cut:
        painter.drawText(QRectF(left, top + len(rows) * line, shown * cell - 2, line), flags, "⋮")
    bottom, reach = top + (len(rows) + is_cut) * line, theme.pixels(4)
    painter.setPen(QPen(colors.quiet, 1.2 * theme.scale()))
    for x, inwards in ((left - theme.pixels(1), reach), (ends, -reach)):
        painter.drawPolyline(
            [QPointF(x + inwards, top), QPointF(x, top), QPointF(x, bottom), QPointF(x + inwards, bottom)]
        )
    return ends + theme.pixels(16)
