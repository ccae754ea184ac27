"""The network canvas as a picture file."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFileDialog

from playground.ui.look import theme
from playground.ui.panel import Panel
from playground.ui.widgets.picture_file import ask_for_picture, format_of, picture


def save(panel: Panel, path: str) -> None:
    """Write what the panel shows into a file; its ending says how."""

    def paint(painter: QPainter) -> None:
        panel.render(painter, QPoint())

    panel.session.write_file(path, picture(panel, theme.current().background, paint, format_of(path)))


def ask_for_file(panel: Panel) -> QFileDialog:
    """Ask where to save what the panel shows."""
    settings = panel.session.settings
    title = QCoreApplication.translate("NetworkPicture", "Save the network's picture")
    take = settings.noting_folder(partial(save, panel))
    return ask_for_picture(panel.window(), settings.preferences.last_folder, title, "network", take)
