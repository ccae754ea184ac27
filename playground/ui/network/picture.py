"""The network canvas as a picture file: PNG, SVG or PDF."""

from __future__ import annotations

from functools import partial
from typing import Literal

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMarginsF, QPoint, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.ui.look import theme
from playground.ui.panel import Panel
from playground.ui.widgets.file_dialogs import file_dialog

Format = Literal["png", "svg", "pdf"]
_SCALE = 2.0
"""Pixels of a PNG for each of the window's."""
_PDF_RESOLUTION = 96


def format_of(path: str) -> Format:
    """What a file's ending says; PNG where it says nothing else."""
    ending = path.rpartition(".")[2].lower()
    return "svg" if ending == "svg" else "pdf" if ending == "pdf" else "png"


def picture(widget: QWidget, format: Format) -> bytes:
    """What the widget shows, as a file's content."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if format == "png":
        image = QImage(widget.size() * _SCALE, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(_SCALE)
        image.fill(theme.current().background)
        with QPainter(image) as painter:
            widget.render(painter, QPoint())
        image.save(buffer, "PNG")  # type: ignore[call-overload]
    elif format == "svg":
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(widget.size())
        generator.setViewBox(widget.rect())
        generator.setTitle(widget.accessibleName())
        with QPainter(generator) as painter:
            widget.render(painter, QPoint())
    else:
        writer = QPdfWriter(buffer)
        writer.setTitle(widget.accessibleName())
        writer.setResolution(_PDF_RESOLUTION)
        points = QSizeF(widget.size()) * 72.0 / _PDF_RESOLUTION
        writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
        writer.setPageMargins(QMarginsF())
        with QPainter(writer) as painter:
            widget.render(painter, QPoint())
    content = bytes(QByteArray(buffer.data()).data())
    buffer.close()
    return content


def save(panel: Panel, path: str) -> None:
    """Write what the panel shows into a file; its ending says how."""
    panel.session.write_file(path, picture(panel, format_of(path)))


def ask_for_file(panel: Panel) -> QFileDialog:
    """Ask where to save what the panel shows."""
    translate, settings = QCoreApplication.translate, panel.session.settings
    kinds = [
        translate("NetworkPicture", "PNG picture (*.png)"),
        translate("NetworkPicture", "SVG drawing (*.svg)"),
        translate("NetworkPicture", "PDF document (*.pdf)"),
    ]
    take = settings.noting_folder(partial(save, panel))
    title = translate("NetworkPicture", "Save the network's picture")
    dialog = file_dialog(panel.window(), settings.preferences.last_folder, title, kinds, take)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix("png")
    dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kind.rpartition("*.")[2].rstrip(")")))
    dialog.selectFile("network.png")
    dialog.open()
    return dialog
