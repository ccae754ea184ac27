"""Where tiles, titles and measures stand: in few rows, with pictures about as large as can be."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF

GAP = 20
"""Between two cells, in logical pixels."""
NARROWEST = 116
"""A cell's text needs so many logical pixels."""
BESIDE = 84
"""Text beside a picture needs so many."""
WIDEST_BESIDE = 168
"""A wider title stands in more lines."""
_ROOMY = 300
"""Wider cells have large titles."""
_PAIR = 72
"""A measure with its name above needs so many."""
_LARGEST = 520
_NEAR_LARGEST = 0.92
"""Fewer rows are better than pictures that are larger by less than this."""


@dataclass(frozen=True)
class Cell:
    """One run's place: its ``title``, its ``picture``, and its ``measures`` in so many ``columns``.

    ``is_brief``: a measure's name stands before it, not above.
    """

    whole: QRectF
    title: QRectF
    picture: QRectF
    measures: QRectF
    columns: int
    is_brief: bool


@dataclass(frozen=True)
class _Size:
    side: float
    columns: int
    is_beside: bool


def cells(
    room: QRectF,
    count: int,
    *,
    scale: float,
    measures: int,
    title: float = 0.0,
    lines: int = 1,
    in_row: int | None = None,
) -> list[Cell]:
    """The cells of ``count`` runs, row by row; ``in_row`` says how many stand in a row, if fixed.

    ``title`` is the width of the longest title in pixels, or with several ``lines`` of the longest line:
    beside a picture there is room for it.
    """
    if count == 0:
        return []
    beside = min(max(BESIDE * scale, title), WIDEST_BESIDE * scale)
    choices = [in_row] if in_row else range(1, count + 1)
    sizes = [
        _fitting(
            room, columns, math.ceil(count / columns), scale, measures, lines, beside if is_beside else None
        )
        for columns in choices
        for is_beside in (False, True)
    ]
    enough = _NEAR_LARGEST * max(size.side for size in sizes)
    best = max(
        (size for size in sizes if size.side >= enough),
        key=lambda size: (-math.ceil(count / size.columns), round(size.side), -size.columns),
    )
    rows = math.ceil(count / best.columns)
    gap = GAP * scale
    width = (room.width() - gap * (best.columns - 1)) / best.columns
    height = (room.height() - 0.6 * gap * (rows - 1)) / rows
    return [
        _cell(
            QRectF(
                room.left() + (place % best.columns) * (width + gap),
                room.top() + (place // best.columns) * (height + 0.6 * gap),
                width,
                height,
            ),
            best,
            scale,
            measures,
            lines,
        )
        for place in range(count)
    ]


def _fitting(
    room: QRectF, columns: int, rows: int, scale: float, measures: int, lines: int, beside: float | None
) -> _Size:
    """How large pictures get in so many columns; with ``beside``, the text's width, at their right."""
    gap = GAP * scale
    width = (room.width() - gap * (columns - 1)) / columns
    height = (room.height() - 0.6 * gap * (rows - 1)) / rows
    if beside is not None:
        side = min(height, width - beside - 8 * scale)
        return _Size(min(max(side, 0.0), _LARGEST * scale), columns, True)
    if width < NARROWEST * scale:
        return _Size(0.0, columns, False)
    below = title_height(width, scale, lines) + _measures_height(width, scale, measures)
    return _Size(min(max(height - below, 0.0), width, _LARGEST * scale), columns, False)


def _cell(whole: QRectF, size: _Size, scale: float, measures: int, lines: int) -> Cell:
    side, title = max(size.side, 1.0), title_height(whole.width(), scale, lines)
    if size.is_beside:
        title = title_height(0.0, scale, lines)
        left = whole.left() + side + 8 * scale
        text = QRectF(left, whole.top(), max(whole.right() - left, 1.0), whole.height())
        columns = max(int(text.width() // (0.66 * NARROWEST * scale)), 1)
        columns = columns if text.height() < title + 16 * scale * measures else 1
        height = min(math.ceil(measures / columns) * 16 * scale, text.height() - title)
        return Cell(
            whole,
            QRectF(text.left(), text.top(), text.width(), title),
            QRectF(whole.left(), whole.top(), side, side),
            QRectF(text.left(), text.top() + title, text.width(), max(height, 0.0)),
            columns,
            True,
        )
    columns, is_brief = _shape(whole.width(), scale, measures)
    picture = QRectF(whole.left(), whole.top() + title, side, side)
    below = QRectF(whole.left(), picture.bottom() + 4 * scale, whole.width(), 1.0)
    below.setHeight(_measures_height(whole.width(), scale, measures) - 4 * scale)
    return Cell(
        whole,
        QRectF(whole.left(), whole.top(), whole.width(), title),
        picture,
        below,
        columns,
        is_brief,
    )


def title_height(width: float, scale: float, lines: int = 1) -> float:
    """The height of a title over a picture in a cell of this width; of several lines, all are small."""
    if lines > 1:
        return (4 + 20 * lines) * scale
    return (36 if width >= _ROOMY * scale else 24) * scale


def _shape(width: float, scale: float, measures: int) -> tuple[int, bool]:
    """In how many columns the measures stand, and whether with their names before them."""
    if width >= measures * _PAIR * scale:
        return measures, False
    return max(int(width // (0.8 * NARROWEST * scale)), 1), True


def _measures_height(width: float, scale: float, measures: int) -> float:
    columns, is_brief = _shape(width, scale, measures)
    if not is_brief:
        return 40 * scale
    return 4 * scale + math.ceil(measures / columns) * 16 * scale
