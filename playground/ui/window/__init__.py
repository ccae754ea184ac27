"""The window: puts the rooms together, with menu, actions, notices and the lower panel."""

from __future__ import annotations

import gc


def open_window(source: str | None = None) -> int:
    """Open the window and stay until it is closed.

    The garbage collector waits until the window stands (``Collector``): imports leave no garbage.
    """
    gc.disable()
    from playground.ui.window import application

    return application.run(source)
