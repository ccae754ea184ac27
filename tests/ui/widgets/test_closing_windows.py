"""A window that closes while the focus moves leaves nothing behind that watches it."""

from __future__ import annotations

from types import SimpleNamespace

import shiboken6
from PySide6.QtGui import QWindow

from playground.ui.widgets.tooltips import WrappedTips


def focused_in(window: QWindow) -> SimpleNamespace:
    """What the focus goes to: something in this window."""
    around = SimpleNamespace(windowHandle=lambda: window)
    return SimpleNamespace(window=lambda: around)


def test_a_window_that_is_already_gone_is_not_watched(qapp):
    tips = WrappedTips(qapp)
    gone, here = QWindow(), QWindow()
    shiboken6.delete(gone)
    try:
        for window in (gone, here, gone):
            tips.watch_window(None, focused_in(window))
        assert tips.watched is here
    finally:
        tips.deleteLater()
