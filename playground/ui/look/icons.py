"""Icons by meaning, in the theme's colours: ``resources/icons`` has an SVG for each."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from playground.paths import resource
from playground.ui.look import theme
from playground.ui.look.painted import painted

IconName = Literal[
    "play", "pause", "step", "back", "reset", "seed", "undo", "redo", "present", "menu", "options",
    "more", "up", "down", "previous", "next", "close", "info", "warning", "error", "branch",
    "paint", "import", "spread", "gather", "check", "lessons",
]  # fmt: skip


def icon(name: IconName, role: str = "text") -> QIcon:
    """The icon in the colour of a role of the present theme; faded where its control is disabled."""
    return _icon(name, role, theme.current().name)


@lru_cache(maxsize=128)
def _icon(name: str, role: str, theme_name: str) -> QIcon:
    colors = theme.current()
    return QIcon(_Glyph(_svg(name), getattr(colors, role), theme.mix(colors.quiet, colors.panel, 0.5)))


@lru_cache(maxsize=64)
def _svg(name: str) -> bytes:
    return resource(f"icons/{name}.svg").read_bytes()


class _Glyph(QIconEngine):
    """Draws the SVG's shape in one colour, at any size."""

    def __init__(self, svg: bytes, shown: QColor, faded: QColor) -> None:
        super().__init__()
        self._svg, self._shown, self._faded = svg, shown, faded

    def clone(self) -> QIconEngine:
        return _Glyph(self._svg, self._shown, self._faded)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        color = self._faded if mode == QIcon.Mode.Disabled else self._shown
        svg = self._svg.replace(b"currentColor", color.name().encode())
        QSvgRenderer(QByteArray(svg)).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        room = QRect(QPoint(), size)
        return painted(
            size.width(), size.height(), 1.0, lambda painter: self.paint(painter, room, mode, state)
        )
