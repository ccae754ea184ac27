"""What the user has before them - focus, zooms, scrolled places - taken before widgets are made anew."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from playground.ui.plots.scale import HeldView
from playground.ui.widgets.disclosure import Disclosure
from playground.ui.widgets.later import Later
from playground.ui.window.workspace import Workspace

Path = tuple[str, ...]
"""The object names from the workspace down to a widget, with its place among those without a name."""


@dataclass(frozen=True)
class ViewState:
    """Everything that would be lost with the widgets; ``take`` and ``give_back``."""

    tab: int
    is_spread: bool
    spread_tabs: frozenset[str]
    focus: Path
    made: frozenset[Path]
    open: frozenset[Path]
    scrolled: dict[Path, int]
    looked_at: dict[Path, tuple[HeldView, ...]]
    is_painting: bool
    has_sweep: bool
    pictures: dict[str, QPixmap]


def take(workspace: Workspace) -> ViewState:
    """What the user has before them in these widgets."""
    from playground.ui.plots.plot import Plot

    focused = QApplication.focusWidget()
    has_focus = focused is not None and workspace.isAncestorOf(focused)
    plots = {_path(workspace, plot): plot.held_views() for plot in workspace.findChildren(Plot)}
    areas = workspace.findChildren(QScrollArea)
    return ViewState(
        tab=workspace.drawer.tabs.currentIndex(),
        is_spread=workspace.drawer.is_spread,
        spread_tabs=workspace.drawer.spread_tabs,
        focus=_path(workspace, focused) if has_focus and focused is not None else (),
        made=frozenset(
            _path(workspace, place)
            for place in workspace.findChildren(Later)
            if place.content is not None and place.isVisible()
        ),
        open=frozenset(_path(workspace, one) for one in workspace.findChildren(Disclosure) if one.is_open),
        scrolled={_path(workspace, area): area.verticalScrollBar().value() for area in areas},
        looked_at={path: views for path, views in plots.items() if views},
        is_painting=workspace.data_panel.paint.is_active,
        has_sweep=workspace.has_sweep,
        pictures=workspace.data_panel.gallery.shown,
    )


def give_back(workspace: Workspace, state: ViewState) -> None:
    """Bring it back in widgets that were made anew, are shown and have their sizes."""
    from playground.ui.plots.plot import Plot

    if state.is_spread != workspace.drawer.is_spread:
        workspace.drawer.set_spread(state.is_spread)
    for place in workspace.findChildren(Later):
        if _path(workspace, place) in state.made:
            place.make()
    workspace.drawer.spread_again(state.spread_tabs)
    workspace.spread_for_lesson()
    if state.has_sweep:
        workspace.show_sweep()
    for one in workspace.findChildren(Disclosure):
        one.set_open(_path(workspace, one) in state.open)
    workspace.data_panel.gallery.show_for_now(state.pictures)
    workspace.data_panel.paint.set_active(state.is_painting)
    for plot in workspace.findChildren(Plot):
        plot.hold_views(state.looked_at.get(_path(workspace, plot), ()))
    for area in workspace.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(state.scrolled.get(_path(workspace, area), 0))
    if state.focus:
        for widget in workspace.findChildren(QWidget):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and _path(workspace, widget) == state.focus:
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return
    workspace.window().setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would choose the first button


def _path(workspace: Workspace, widget: QWidget) -> Path:
    names: list[str] = []
    one: QWidget | None = widget
    while one is not None and one is not workspace:
        parent = one.parentWidget()
        name = one.objectName()
        if not name and parent is not None:
            alike = parent.findChildren(type(one), options=Qt.FindChildOption.FindDirectChildrenOnly)
            name = f"{type(one).__name__} {alike.index(one) if one in alike else 0}"
        names.append(name)
        one = parent
    return tuple(reversed(names))
