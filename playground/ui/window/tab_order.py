"""Tab goes through the window as one reads it: from left to right, row by row, part by part."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QComboBox, QWidget


def reading_order(ground: QWidget) -> list[QWidget]:
    """All widgets that Tab stops at, found anew from where they stand, so folded and new ones are in it."""
    found = [ground] if _is_stop(ground) else []
    for child in _in_rows(ground):
        found += reading_order(child)
    return found


def next_stop(ground: QWidget, present: QWidget | None, *, forward: bool) -> QWidget | None:
    """The stop after the present one, or before it; round the corner at the end. None: there is none."""
    stops = reading_order(ground)
    if not stops:
        return None
    step = 1 if forward else -1
    while present is not None and present is not ground:
        if present in stops:
            return stops[(stops.index(present) + step) % len(stops)]
        present = present.parentWidget()
    return stops[0 if forward else -1]


def _is_stop(widget: QWidget) -> bool:
    """Whether Tab stops here.

    ``focusProxy`` is not asked: PySide takes what it returns for a child of the widget, and the collector
    then ends scroll areas, which are their viewports' proxies. Viewports and the edits of lists have one.
    """
    if not widget.isEnabled() or not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return False
    if isinstance(widget.parentWidget(), QAbstractScrollArea | QComboBox):
        return False
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is None or not group.exclusive() or group.checkedButton() is None:
        return True
    return group.checkedButton() is widget  # arrows go to the others of the group


def _in_rows(ground: QWidget) -> list[QWidget]:
    """The children that are seen: those whose middles are at one height stand in one row."""
    children = [
        child
        for child in ground.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if child.isVisible() and not child.isWindow()
    ]
    children.sort(key=lambda child: child.geometry().top())
    rows: list[list[QWidget]] = []
    for child in children:
        middle = child.geometry().center().y()
        if rows and rows[-1][0].geometry().top() <= middle <= rows[-1][0].geometry().bottom():
            rows[-1].append(child)
        else:
            rows.append([child])
    return [child for row in rows for child in sorted(row, key=_left)]


def _left(child: QWidget) -> int:
    return child.mapToParent(QPoint(0, 0)).x()
