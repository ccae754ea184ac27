"""What a widget shows as a picture file: PNG, SVG or PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMarginsF, QSizeF
from PySide6.QtGui import QColor, QImage, QPagedPaintDevice, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.ui.widgets.file_dialogs import Take, ask_where

Format = Literal["png", "svg", "pdf"]
Paint = Callable[[QPainter], object]
SCALE = 2.0
"""Pixels of a PNG for each of the window's."""
_PDF_RESOLUTION = 96


def format_of(path: str) -> Format:
    """What a file's ending says; PNG where it says nothing else."""
    ending = path.rpartition(".")[2].lower()
    return "svg" if ending == "svg" else "pdf" if ending == "pdf" else "png"


def image(widget: QWidget, ground: QColor, paint: Paint, scale: float = SCALE) -> QImage:
    """The widget as ``paint`` draws it on this ground, with so many pixels for each of the window's."""
    made = QImage(widget.size() * scale, QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(scale)
    _fill(made, widget, ground, paint)
    return made


def picture(widget: QWidget, ground: QColor, paint: Paint, format: Format) -> bytes:
    """The same as a file's content."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if format == "png":
        image(widget, ground, paint).save(buffer, "PNG")  # type: ignore[call-overload]
    elif format == "svg":
        generator = QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(widget.size())
        generator.setViewBox(widget.rect())
        generator.setTitle(widget.accessibleName())
        _fill(generator, widget, ground, paint)
    else:
        writer = QPdfWriter(buffer)
        writer.setTitle(widget.accessibleName())
        writer.setResolution(_PDF_RESOLUTION)
        points = QSizeF(widget.size()) * 72.0 / _PDF_RESOLUTION
        writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
        writer.setPageMargins(QMarginsF())
        _fill(writer, widget, ground, paint)
    content = bytes(QByteArray(buffer.data()).data())
    buffer.close()
    return content


def ask_for_picture(parent: QWidget, folder: str, title: str, name: str, take: Take) -> QFileDialog:
    """Ask where to save a picture, and as which kind; ``name`` is proposed, without its ending."""
    translate = QCoreApplication.translate
    kinds = [
        translate("FileDialogs", "PNG picture (*.png)"),
        translate("FileDialogs", "SVG drawing (*.svg)"),
        translate("FileDialogs", "PDF document (*.pdf)"),
    ]
    return ask_where(parent, folder, title, kinds, f"{name}.png", take)


def _fill(
    device: QImage | QSvgGenerator | QPagedPaintDevice, widget: QWidget, ground: QColor, paint: Paint
) -> None:
    with QPainter(device) as painter:
        painter.fillRect(widget.rect(), ground)
        paint(painter)
