"""Tooltips that wrap: Qt breaks lines only in rich text, so a long plain sentence becomes some."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFontMetrics, QHelpEvent, QMouseEvent, Qt, QTextDocumentFragment, QWindow
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from shiboken6 import isValid

from playground.ui.look import theme

_WIDEST = 360


def wrapped(text: str) -> str:
    """The text as a tooltip no wider than a few words; what is short or rich already as it is."""
    if Qt.mightBeRichText(text):
        return text
    metrics = QFontMetrics(theme.font("body"))
    lines = text.split("\n")
    if max(metrics.horizontalAdvance(line) for line in lines) <= theme.pixels(_WIDEST):
        return text
    body = "<br>".join(html.escape(line) for line in lines)
    return f'<table width="{theme.pixels(_WIDEST)}"><tr><td>{body}</td></tr></table>'


def set_tip(widget: QWidget, text: str) -> None:
    """Give the widget this rich tooltip, and say it in plain words to who hears the window."""
    widget.setToolTip(text)
    widget.setAccessibleDescription(" ".join(QTextDocumentFragment.fromHtml(text).toPlainText().split()))


class WrappedTips(QObject):
    """Shows every widget's own tooltip wrapped.

    It watches the windows' pointer and the one widget under it, so it costs nothing while windows draw.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.watched: QWindow | None = None
        """The window in use."""
        self._widget: QWidget | None = None
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self.watch_window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseMove and watched is self.watched and isinstance(event, QMouseEvent):
            self._watch_widget(_with_tip(QApplication.widgetAt(event.globalPosition().toPoint())))
        elif kind == QEvent.Type.ToolTip and watched is self._widget and isinstance(event, QHelpEvent):
            text = self._widget.toolTip()
            if text:
                QToolTip.showText(event.globalPos(), wrapped(text), self._widget)
            return bool(text)
        return False

    def watch_window(self, _old: QWidget | None, focused: QWidget | None) -> None:
        """The window in use: dialogs and popups take the focus when they open."""
        window = focused.window().windowHandle() if focused is not None else None
        if window is not None and isValid(window) and window is not self.watched:
            self._forget(self.watched)
            self.watched = window
            window.installEventFilter(self)

    def _watch_widget(self, widget: QWidget | None) -> None:
        if widget is not self._widget:
            self._forget(self._widget)
            self._widget = widget
            if widget is not None:
                widget.installEventFilter(self)

    def _forget(self, watched: QObject | None) -> None:
        if watched is not None and isValid(watched):
            watched.removeEventFilter(self)


def _with_tip(widget: QWidget | None) -> QWidget | None:
    """The widget, or the nearest around it, that has a tooltip: what Qt asks for it."""
    while widget is not None and not widget.toolTip() and not widget.isWindow():
        widget = widget.parentWidget()
    return widget
