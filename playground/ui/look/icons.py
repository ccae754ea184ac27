"""Icons by meaning, in the theme's colours."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import qtawesome
from PySide6.QtGui import QIcon

from playground.ui.look import theme

IconName = Literal[
    "play", "pause", "step", "back", "reset", "seed", "undo", "redo", "present", "menu", "options",
    "more", "open", "close", "copy", "info", "warning", "error", "expand", "collapse", "branch", "gear",
    "paint", "import", "link", "spread", "gather", "previous", "next",
    "check", "lessons",
]  # fmt: skip

_GLYPHS: dict[str, str] = {
    "play": "ph.play-fill",
    "pause": "ph.pause-fill",
    "step": "ph.skip-forward",
    "back": "ph.skip-back",
    "reset": "ph.arrow-counter-clockwise",
    "seed": "ph.dice-five",
    "undo": "ph.arrow-u-up-left",
    "redo": "ph.arrow-u-up-right",
    "present": "ph.corners-out",
    "menu": "ph.list",
    "options": "ph.sliders-horizontal",
    "more": "ph.dots-three",
    "open": "ph.caret-down",
    "close": "ph.x",
    "copy": "ph.copy",
    "info": "ph.info",
    "warning": "ph.warning",
    "error": "ph.warning-octagon",
    "expand": "ph.caret-up",
    "collapse": "ph.caret-down",
    "branch": "ph.git-branch",
    "gear": "ph.gear",
    "paint": "ph.paint-brush",
    "import": "ph.upload-simple",
    "link": "ph.link",
    "previous": "ph.caret-left",
    "next": "ph.caret-right",
    "check": "ph.check-bold",
    "lessons": "ph.graduation-cap",
    "spread": "ph.arrows-out-simple",
    "gather": "ph.arrows-in-simple",
}


def icon(name: IconName, role: str = "text") -> QIcon:
    """The icon in the colour of a role of the present theme; faded where its control is disabled."""
    return _icon(name, role, theme.current().name)


@lru_cache(maxsize=128)
def _icon(name: str, role: str, theme_name: str) -> QIcon:
    colors = theme.current()
    shown = getattr(colors, role)
    faded = theme.mix(colors.quiet, colors.panel, 0.5)
    made: QIcon = qtawesome.icon(_GLYPHS[name], color=shown.name(), color_disabled=faded.name())
    return made
