"""Tooltips that wrap: Qt breaks lines only in rich text, so a long plain sentence becomes some."""

from __future__ import annotations

import html

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QTextDocumentFragment
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from playground.ui.look import theme

_WIDEST = 360


def wrapped(text: str) -> str:
    """The text as a tooltip no wider than a few words; what is short or rich already as it is."""
    if Qt.mightBeRichText(text):  # type: ignore[attr-defined]
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
    """Shows every widget's own tooltip wrapped."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ToolTip or not isinstance(watched, QWidget):
            return False
        text = watched.toolTip()
        if not text or not isinstance(event, QHelpEvent):
            return False
        QToolTip.showText(event.globalPos(), wrapped(text), watched)
        return True
