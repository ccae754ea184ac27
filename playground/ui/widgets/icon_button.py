"""A button that is an icon: its colour follows the theme, its tooltip says what it does and its key."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget

from playground.ui.look import theme
from playground.ui.look.icons import IconName, icon

LEAST_TARGET = 24
"""Logical pixels: what is smaller is hard to hit."""


class IconButton(QToolButton):
    """A flat icon. With an action it does the action, shows its text and shortcut, and is enabled with it."""

    def __init__(
        self,
        name: IconName,
        text: str = "",
        *,
        action: QAction | None = None,
        size: int = 18,
        role: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name: IconName = name
        self._size = size
        self._role = role
        self._action = action
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoRaise(True)
        if text:
            self.describe(text)
        if action is not None:
            self.clicked.connect(action.trigger)
            action.changed.connect(self._follow)
            self._follow()
        theme.signals().changed.connect(self._restyle)
        self._restyle()

    def describe(self, name: str, sentence: str = "") -> None:
        """Say what the button is called and what it does."""
        self.setAccessibleName(name)
        self.setToolTip(sentence or name)

    def set_icon(self, name: IconName) -> None:
        """Show another icon."""
        if name != self._name:
            self._name = name
            self._restyle()

    @property
    def words_width(self) -> int:
        """How much wider the button is with its words beside the icon."""
        return self.fontMetrics().horizontalAdvance(f" {self.accessibleName()}") + theme.pixels(6)

    def set_worded(self, is_worded: bool) -> None:
        """Write what the button is called beside its icon, or leave that to its tooltip."""
        style = (
            Qt.ToolButtonStyle.ToolButtonTextBesideIcon
            if is_worded
            else Qt.ToolButtonStyle.ToolButtonIconOnly
        )
        if style != self.toolButtonStyle():
            self.setText(f" {self.accessibleName()}")  # Qt leaves no gap between icon and words
            self.setToolButtonStyle(style)

    def _follow(self) -> None:
        action = self._action
        if action is None:
            return
        self.setEnabled(action.isEnabled())
        self.describe(action.text(), action.toolTip())
        if self.isCheckable():
            self.setChecked(action.isChecked())

    def _restyle(self) -> None:
        self.setIcon(icon(self._name, self._role))
        side = theme.pixels(self._size)
        self.setIconSize(QSize(side, side))
        self.setMinimumSize(theme.pixels(LEAST_TARGET), theme.pixels(LEAST_TARGET))
