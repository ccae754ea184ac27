"""The graph as a file: a picture (SVG, PNG), LaTeX, or Python that runs."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, TypeAlias

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from playground.app.session import Session
from playground.observe.graph.python_script import python_script
from playground.observe.graph.tikz import tikz
from playground.ui.look import theme
from playground.ui.microscope import painting, words
from playground.ui.microscope.examined import Examined
from playground.ui.microscope.scene import Scene
from playground.ui.widgets.file_dialogs import file_dialog

Format: TypeAlias = Literal["svg", "png", "tex", "py"]

FILTERS: dict[Format, str] = {
    "svg": "SVG (*.svg)",
    "png": "PNG (*.png)",
    "tex": "LaTeX (*.tex)",
    "py": "Python (*.py)",
}
MARGIN = 16.0
_FINENESS = 2.0
_WIDEST = 8000


def exported(kind: Format, scene: Scene, examined: Examined) -> bytes:
    """The file's content: pictures show how far the trace is. Raises GraphError without a script."""
    scene = replace(
        scene, active=frozenset(), active_edges=frozenset(), asked=frozenset(),
        hovered=None, focused_edge=None, chosen=None,
    )  # fmt: skip
    if kind == "svg":
        return _svg(scene)
    if kind == "png":
        return _png(scene)
    if kind == "tex":
        return tikz(scene.diagram, scene.layout).encode()
    return python_script(examined.whole).encode()


def save(parent: QWidget, session: Session, kind: Format, content: bytes) -> None:
    """Ask where the file shall be, and write it there."""
    settings = session.settings
    take = settings.noting_folder(lambda path: session.write_file(path, content))
    title = words.translate("Microscope", "Save the graph")
    dialog = file_dialog(parent, settings.preferences.last_folder, title, [FILTERS[kind]], take)
    dialog.setObjectName("microscopeSave")
    dialog.setAcceptMode(dialog.AcceptMode.AcceptSave)
    dialog.setFileMode(dialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(kind)
    dialog.selectFile(f"graph.{kind}")
    dialog.open()


def _size(scene: Scene) -> QSize:
    frame = 24.0 if scene.frames else 0.0
    return QSize(round(scene.layout.width + 2 * MARGIN), round(scene.layout.height + 2 * MARGIN + frame))


def _svg(scene: Scene) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(_size(scene))
    generator.setViewBox(QRectF(0, 0, _size(scene).width(), _size(scene).height()))
    with QPainter(generator) as painter:
        painter.fillRect(
            QRectF(0, 0, _size(scene).width(), _size(scene).height()), theme.current().background
        )
        painter.translate(MARGIN, MARGIN)
        painting.paint(painter, scene)
    buffer.close()
    return bytes(content.data())


def _png(scene: Scene) -> bytes:
    size = _size(scene)
    fineness = min(_FINENESS, _WIDEST / max(size.width(), size.height(), 1))
    image = QImage(size * fineness, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(theme.current().background)
    with QPainter(image) as painter:
        painter.scale(fineness, fineness)
        painter.translate(MARGIN, MARGIN)
        painting.paint(painter, scene)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # bytes, as its types have it, are refused
    return bytes(content.data())
