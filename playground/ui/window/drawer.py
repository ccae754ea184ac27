"""The panel under the timeline: tabs, one content, and away with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from playground.ui.look import theme
from playground.ui.widgets.icon_button import IconButton
from playground.ui.widgets.later import Later

LOWEST = 110
"""The least height of the content, in logical pixels."""
OPEN_HEIGHT = 132


class Drawer(QWidget):
    """Tabs over a stack. A click on the shown tab, or the arrow, closes and opens it.

    A tab's panel is made when it is first seen: nobody waits for what nobody looks at.
    """

    toggled = Signal(bool)
    chosen = Signal(bool)
    """The user opened or closed it; ``toggled`` comes first."""
    tab_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self._is_open = True
        self._places: dict[str, Later] = {}
        self.tabs = _Tabs()
        self.tabs.setObjectName("drawerTabs")
        self.tabs.setAccessibleName(self.tr("Lower panel"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.stack = QStackedWidget()
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.arrow = IconButton("collapse", self.tr("Close the lower panel"), size=14)
        self.arrow.setObjectName("drawerArrow")
        unit = theme.pixels(theme.GRID)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(2 * unit, 0, 2 * unit, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.arrow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._on_tab)
        self.tabs.tabBarClicked.connect(self._on_click)
        self.tabs.entered.connect(lambda: self.choose_open(True))
        self.arrow.clicked.connect(lambda: self.choose_open(not self._is_open))

    @property
    def is_open(self) -> bool:
        """Whether the content is to be seen."""
        return self._is_open

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
        place.want()
        self._places[name] = place
        self.stack.addWidget(place)
        self.tabs.setTabToolTip(self.tabs.addTab(title), sentence)

    def set_open(self, is_open: bool) -> None:
        """Show the content or only the tabs."""
        if is_open == self._is_open:
            return
        self._is_open = is_open
        self.stack.setVisible(is_open)
        text = self.tr("Close the lower panel") if is_open else self.tr("Open the lower panel")
        self.arrow.describe(text)
        self.arrow.set_icon("collapse" if is_open else "expand")
        self._make_seen()
        self.toggled.emit(is_open)

    def choose_open(self, is_open: bool) -> None:
        """Show the content or only the tabs, as the user wants it from now on."""
        self.set_open(is_open)
        self.chosen.emit(is_open)

    def _on_tab(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        if self.tabs.hasFocus() and not self._is_open:
            self.choose_open(True)
        self._make_seen()
        self.tab_changed.emit()

    def _make_seen(self) -> None:
        """A click brings the panel at once; what is open as the window starts comes after its first paint."""
        if self._is_open and self.isVisible() and self._places:
            self.panel(self.shown)

    def _on_click(self, place: int) -> None:
        if place >= 0:
            self.choose_open(not self._is_open if place == self.tabs.currentIndex() else True)


class _Tabs(QTabBar):
    """Arrows choose a tab; Enter or Down opens the one that is chosen."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
