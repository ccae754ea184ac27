"""The panel under the timeline: one content over its tabs; away with it, or all over the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from playground.ui.look import theme
from playground.ui.panel import Panel
from playground.ui.widgets.icon_button import IconButton
from playground.ui.widgets.later import Later

LOWEST = 72
"""The least height of the content, in logical pixels."""


class Drawer(QWidget):
    """A stack over its tabs, so that opening, closing and spreading it never move the tabs.

    The arrow closes and opens it. A double click on a tab, or its button, spreads that tab over the whole
    middle of the window, and another sends it back; each tab remembers which it was. A tab's panel is made
    when it is first seen: nobody waits for what nobody looks at.
    """

    toggled = Signal(bool)
    chosen = Signal(bool)
    """The user opened or closed it; ``toggled`` comes first."""
    tab_changed = Signal()
    spread_changed = Signal(bool)
    """What is shown takes the whole middle now, or no more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self._is_open = True
        self._is_spread = False
        self._places: dict[str, Later] = {}
        self._spread_tabs: set[str] = set()
        self.tabs = _Tabs()
        self.tabs.setObjectName("drawerTabs")
        self.tabs.setAccessibleName(self.tr("Lower panel"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.stack = QStackedWidget()
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.arrow = IconButton("down", self.tr("Close the lower panel"), size=14)
        self.arrow.setObjectName("drawerArrow")
        self.spread = IconButton("spread", size=14)
        self.spread.setObjectName("drawerSpread")
        unit = theme.pixels(theme.GRID)
        self._head = QWidget()
        head = self._row = QHBoxLayout(self._head)
        head.setContentsMargins(2 * unit, 0, 2 * unit, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        self._worded: IconButton | None = None
        head.addWidget(self.spread)
        head.addWidget(self.arrow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(self._head)
        self.tabs.currentChanged.connect(self._on_tab)
        self.tabs.tabBarClicked.connect(self._on_click)
        self.tabs.tabBarDoubleClicked.connect(self._on_double_click)
        self.tabs.entered.connect(lambda: self.choose_open(True))
        self.arrow.clicked.connect(lambda: self.choose_open(not self._is_open))
        self.spread.clicked.connect(lambda: self.set_spread(not self._is_spread))
        self._name_spread()

    @property
    def is_open(self) -> bool:
        """Whether the content is to be seen."""
        return self._is_open

    @property
    def is_spread(self) -> bool:
        """Whether the content takes the whole middle of the window."""
        return self._is_spread

    @property
    def spread_tabs(self) -> frozenset[str]:
        """The names of the tabs that take the whole middle while they are shown."""
        return frozenset(self._spread_tabs)

    @property
    def shown(self) -> str:
        """The name of the tab that is chosen."""
        return self.names[self.tabs.currentIndex()] if self._places else ""

    def panel(self, name: str) -> QWidget:
        """The panel of this tab, made now if nobody has seen it yet. KeyError: there is no such tab."""
        return self._places[name].make()

    @property
    def names(self) -> list[str]:
        """The names of all tabs, from left to right."""
        return list(self._places)

    @property
    def made(self) -> list[str]:
        """The names of the tabs whose panels are made."""
        return [name for name, place in self._places.items() if place.content is not None]

    def choose_tab(self, name: str) -> None:
        """Open this tab. KeyError: there is none of this name."""
        self.panel(name)
        self.tabs.setCurrentIndex(self.names.index(name))
        self.choose_open(True)

    def step_tab(self, by: int) -> None:
        """Open the next tab, or with -1 the one before; round the corner at the ends."""
        place = (self.tabs.currentIndex() + by) % self.tabs.count()
        self.choose_tab(self.names[place])

    @property
    def content_height(self) -> int:
        """The height that the content has now."""
        return self.stack.height()

    @property
    def head_height(self) -> int:
        """The height of the row of tabs."""
        return self._head.sizeHint().height()

    def add_tab(self, name: str, title: str, sentence: str, make: Callable[[], QWidget]) -> None:
        """Add a tab at the right end; ``make`` makes its panel."""
        place = Later(make)
        place.made.connect(partial(self._on_made, name))
        place.want()
        self._places[name] = place
        self.stack.addWidget(place)
        self.tabs.setTabToolTip(self.tabs.addTab(title), sentence)

    def add_button(self, button: IconButton) -> None:
        """Let a button stand beside the tabs, for what is not a tab but as easily at hand."""
        self._worded = button
        button.set_worded(True)
        self._row.insertWidget(2, button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the tabs have no room the button does without its words, then they are smaller."""
        super().resizeEvent(event)
        self.tabs.set_dense(False)
        if self._worded is not None:
            self._worded.set_worded(True)
            if self._head.sizeHint().width() > self.width():
                self._worded.set_worded(False)
        if self._head.sizeHint().width() > self.width():
            self.tabs.set_dense(True)

    def set_open(self, is_open: bool) -> None:
        """Show the content or only the tabs."""
        if is_open == self._is_open:
            return
        self._is_open = is_open
        self.stack.setVisible(is_open)
        text = self.tr("Close the lower panel") if is_open else self.tr("Open the lower panel")
        self.arrow.describe(text)
        self.arrow.set_icon("down" if is_open else "up")
        self._make_seen()
        self._show_spread()
        self.toggled.emit(is_open)

    def choose_open(self, is_open: bool) -> None:
        """Show the content or only the tabs, as the user wants it from now on."""
        self.set_open(is_open)
        self.chosen.emit(is_open)

    def set_spread(self, is_spread: bool) -> None:
        """Spread the shown tab over the whole middle of the window, opened for it, or send it back."""
        if not self._places:
            return
        if is_spread:
            self._spread_tabs.add(self.shown)
            self.choose_open(True)
        else:
            self._spread_tabs.discard(self.shown)
        self._show_spread()

    def spread_again(self, names: Iterable[str]) -> None:
        """Let these tabs, and no others, take the whole middle while they are shown."""
        self._spread_tabs = set(names)
        self._show_spread()

    def _on_tab(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        if self.tabs.hasFocus() and not self._is_open:
            self.choose_open(True)
        self._make_seen()
        self._show_spread()
        self.tab_changed.emit()

    def _on_made(self, name: str, panel: QWidget) -> None:
        if isinstance(panel, Panel):
            panel.spread_wanted.connect(partial(self._on_wanted, name))
            if panel.WANTS_SPREAD:
                self._on_wanted(name, True)

    def _on_wanted(self, name: str, is_spread: bool) -> None:
        (self._spread_tabs.add if is_spread else self._spread_tabs.discard)(name)
        self._show_spread()

    def _show_spread(self) -> None:
        is_spread = self._is_open and bool(self._places) and self.shown in self._spread_tabs
        if is_spread != self._is_spread:
            self._is_spread = is_spread
            self._name_spread()
            self.spread_changed.emit(is_spread)

    def _name_spread(self) -> None:
        name = self.tr("Back to its place") if self._is_spread else self.tr("Over the whole middle")
        sentence = (
            self.tr("Show the network and its output again.  (M, Esc)")
            if self._is_spread
            else self.tr(
                "Give this panel the whole middle of the window, as a double-click on a tab does.  (M)"
            )
        )
        self.spread.describe(name, sentence)
        self.spread.set_icon("gather" if self._is_spread else "spread")

    def _make_seen(self) -> None:
        """A click brings the panel at once; what is open as the window starts comes after its first paint."""
        if self._is_open and self.isVisible() and self._places:
            self.panel(self.shown)

    def _on_click(self, place: int) -> None:
        if place >= 0:
            self.choose_open(True)

    def _on_double_click(self, place: int) -> None:
        if place >= 0:
            self.set_spread(not self._is_spread)


class _Tabs(QTabBar):
    """Arrows choose a tab; Enter or Down opens the one that is chosen."""

    entered = Signal()

    def set_dense(self, is_dense: bool) -> None:
        """Write the tabs small and close to each other, or as usual."""
        if is_dense != (self.property("role") == "dense"):
            self.setProperty("role", "dense" if is_dense else "")
            self.setFont(theme.font("small" if is_dense else "body"))
            QApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
