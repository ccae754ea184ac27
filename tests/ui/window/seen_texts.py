"""Everything that can be read in the window now: what of it is cut, and what lies over what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSlider,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QTabBar,
    QWidget,
)

from playground.ui.look import theme
from playground.ui.network.canvas import NetworkCanvas
from playground.ui.network.marks import HaloNumbers
from playground.ui.widgets.segmented import SegmentedControl
from playground.ui.widgets.text import ValueText

_LEAVES = (
    QAbstractButton, QLabel, QComboBox, QLineEdit, QAbstractSlider, QTabBar, ValueText, SegmentedControl,
)  # fmt: skip
_TOUCH = 4
"""Logical pixels of empty rim by which two controls may reach into each other."""
_SLACK = 1.5
"""Pixels by which metrics and layouts may differ."""


@dataclass(frozen=True)
class Painted:
    """A text that was painted into a widget, and the room it took."""

    widget: QWidget
    text: str
    rect: QRectF
    is_cut: bool


def problems(window: QWidget) -> list[str]:
    """A sentence for each text that is cut and for each two things that overlap."""
    leaves = [widget for widget in window.findChildren(QWidget) if _is_leaf(widget, window)]
    found = [f"cut: {_name(widget)}" for widget in leaves if _is_cut(widget)]
    found += [f"outside: {_name(widget)}" for widget in leaves if _is_outside(widget, window)]
    rects = [(widget, _seen(widget, window)) for widget in leaves]
    for place, (one, rect) in enumerate(rects):
        for other, its in rects[place + 1 :]:
            both = rect & its
            is_over = min(both.width(), both.height()) > _TOUCH * theme.scale()
            if is_over and not (one.isAncestorOf(other) or other.isAncestorOf(one)):
                found.append(f"overlap: {_name(one)} and {_name(other)}")
    return found + _painted_problems(window)


def scrolled_away(lit: Sequence[QWidget]) -> list[str]:
    """A sentence for each part of these widgets that shows its whole only to who scrolls."""
    areas = [one for widget in lit for one in (widget, *widget.findChildren(QWidget)) if one.isVisible()]
    found = []
    for area in areas:
        if isinstance(area, QAbstractScrollArea):
            bars = area.verticalScrollBar(), area.horizontalScrollBar()
            is_whole = all(bar.maximum() - bar.minimum() <= _SLACK for bar in bars)
        else:
            is_whole = not (isinstance(area, NetworkCanvas) and _scrolls(area))
        if not is_whole:
            found.append(f"scrolled: {_name(area)}")
    return found


def _is_leaf(widget: QWidget, window: QWidget) -> bool:
    if not isinstance(widget, _LEAVES) or isinstance(widget, QScrollBar):
        return False
    is_there = widget.isVisible() and widget.window() is window and not widget.visibleRegion().isEmpty()
    return is_there and not isinstance(widget.parent(), QComboBox | QTabBar)


def _is_cut(widget: QWidget) -> bool:
    if isinstance(widget, ValueText):
        return widget.is_clipped()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.heightForWidth(widget.width()) > widget.height() + _SLACK
    if isinstance(widget, QTabBar) and widget.usesScrollButtons():
        return False  # it shows arrows to scroll by
    if isinstance(widget, QLineEdit | QAbstractSlider):
        return False
    wanted = widget.minimumSizeHint() if isinstance(widget, SegmentedControl) else widget.sizeHint()
    is_text = not isinstance(widget, QAbstractButton | QLabel) or bool(widget.text())
    return is_text and wanted.width() > widget.width() + _SLACK


def _is_outside(widget: QWidget, window: QWidget) -> bool:
    """Whether a part is beyond its surroundings, though nothing scrolls there."""
    rect = widget.rect()
    one = widget
    while one is not window:
        parent = one.parentWidget()
        if parent is None or isinstance(parent.parentWidget(), QScrollArea | NetworkCanvas):
            return False  # these scroll
        rect = QRect(one.mapToParent(rect.topLeft()), rect.size())
        if not parent.rect().adjusted(-1, -1, 1, 1).contains(rect):
            return True
        one = parent
    return False


def _seen(widget: QWidget, window: QWidget) -> QRect:
    seen = widget.visibleRegion().boundingRect()
    return seen.translated(widget.mapTo(window, QPoint(0, 0)))


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel | ValueText | QLineEdit) else ""
    own = widget.objectName() or (widget.parentWidget().objectName() if widget.parentWidget() else "")
    return f"{type(widget).__name__} {own} {text!r} {widget.geometry().getRect()}"


# ------------------------------------------------------------------------------------- painted texts


def _painted_problems(window: QWidget) -> list[str]:
    with _hearing() as painted:
        window.grab()
    found = [f"painted cut: {_of(one)}" for one in painted if one.is_cut]
    by_widget: dict[int, list[Painted]] = {}
    for one in painted:
        by_widget.setdefault(id(one.widget), []).append(one)
    for texts in by_widget.values():
        for place, one in enumerate(texts):
            for other in texts[place + 1 :]:
                both = one.rect & other.rect
                if one.text != other.text and both.width() > 2 and both.height() > 4:
                    found.append(f"painted over: {_of(one)} and {_of(other)}")
    return found


def _of(one: Painted) -> str:
    return f"{type(one.widget).__name__} {one.widget.objectName()} {one.text!r} {one.rect.toRect().getRect()}"


@contextmanager
def _hearing() -> Iterator[list[Painted]]:
    heard: list[Painted] = []
    draw = QPainter.drawText

    def draw_text(painter: QPainter, *arguments: Any) -> Any:
        _hear(heard, painter, arguments)
        return draw(painter, *arguments)

    halo = HaloNumbers.draw

    def draw_numbers(numbers: Any, painter: QPainter, left: float, lines: Any, color: Any) -> None:
        kept = list(lines)
        device = painter.device()
        for top, text in kept:
            size = (numbers.width(text), numbers.height)
            rect = painter.combinedTransform().mapRect(QRectF(left, top, *size))
            if isinstance(device, QWidget) and rect.intersects(QRectF(device.rect())):
                is_cut = rect.right() > device.width() + 1 and not _scrolls(device)
                heard.append(Painted(device, text, rect.adjusted(0, 4, 0, -4), is_cut))
        halo(numbers, painter, left, kept, color)

    QPainter.drawText = draw_text  # type: ignore[method-assign,assignment]
    HaloNumbers.draw = draw_numbers  # type: ignore[method-assign]
    try:
        yield heard
    finally:
        QPainter.drawText = draw  # type: ignore[method-assign]
        HaloNumbers.draw = halo  # type: ignore[method-assign]


def _hear(heard: list[Painted], painter: QPainter, arguments: tuple[Any, ...]) -> None:
    device = painter.device()
    if not isinstance(device, QWidget) or not isinstance(arguments[-1], str) or not arguments[-1].strip():
        return
    text, metrics = arguments[-1], QFontMetricsF(painter.font())
    width = metrics.horizontalAdvance(text.rstrip())
    transform = painter.combinedTransform()
    is_cut = text.endswith("…") and text[-2:-1].strip() != ""  # with a space before it, it is meant: "Open …"
    if isinstance(arguments[0], QRect | QRectF):
        room, flags = QRectF(arguments[0]), int(arguments[1])
        rect = _aligned(room, width, metrics.height(), Qt.AlignmentFlag(flags & 0xFF))
        if flags & Qt.TextFlag.TextWordWrap:
            rect = metrics.boundingRect(room, flags, text)
            is_cut = is_cut or rect.height() > room.height() + 2 * _SLACK
        is_cut = is_cut or rect.width() > room.width() + _SLACK
    elif isinstance(arguments[0], QPoint | QPointF):
        place = QPointF(arguments[0])
        rect = QRectF(place.x(), place.y() - metrics.ascent(), width, metrics.height())
    else:
        return
    mapped = transform.mapRect(rect)
    clip = painter.clipBoundingRect() if painter.hasClipping() else QRectF()
    inside = QRectF(device.rect()) if clip.isEmpty() else transform.mapRect(clip) & QRectF(device.rect())
    if not inside.intersects(mapped):
        return  # nothing of it is seen
    is_beyond = mapped.right() > device.width() + 2 or mapped.left() < -2
    is_cut = is_cut or (is_beyond and not _scrolls(device))
    heard.append(Painted(device, text, mapped.adjusted(0, 2, 0, -2), is_cut))


def _scrolls(device: QWidget) -> bool:
    """Whether the network is wider than its canvas: what is beyond its sides is scrolled to."""
    return isinstance(device, NetworkCanvas) and device.layout_.content_width > device.width() + 1


def _aligned(room: QRectF, width: float, height: float, flags: Qt.AlignmentFlag) -> QRectF:
    left = room.left()
    if flags & Qt.AlignmentFlag.AlignRight:
        left = room.right() - width
    elif flags & Qt.AlignmentFlag.AlignHCenter:
        left = room.center().x() - width / 2
    top = room.center().y() - height / 2 if flags & Qt.AlignmentFlag.AlignVCenter else room.top()
    return QRectF(left, top, width, height)
