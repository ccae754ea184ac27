"""Asking for a file to open or to write, without stopping the program meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Take = Callable[[str], object]


def ask_to_open(parent: QWidget, folder: str, take: Take) -> QFileDialog:
    """Show the dialog for opening; ``take`` gets the chosen path."""
    translate = QCoreApplication.translate
    kinds = [
        translate("FileDialogs", "Experiments and tables (*.playground *.json *.csv *.tsv *.txt)"),
        translate(
            "FileDialogs", "Exported scripts and pictures (*.py *.ipynb *.tex *.png *.svg *.gif *.mp4)"
        ),
        translate("FileDialogs", "All files (*)"),
    ]
    dialog = file_dialog(parent, folder, translate("FileDialogs", "Open"), kinds, take)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.open()
    return dialog


def ask_to_save(parent: QWidget, folder: str, path: Path | None, take: Take) -> QFileDialog:
    """Show the dialog for saving; ``take`` gets the chosen path."""
    translate = QCoreApplication.translate
    kinds = [translate("FileDialogs", "Experiments (*.playground *.json)")]
    name = path.name if path is not None else "experiment.playground"
    title = translate("FileDialogs", "Save as")
    return ask_where(parent, folder, title, kinds, name, take, suffix="playground")


def ask_where(
    parent: QWidget, folder: str, title: str, kinds: list[str], name: str, take: Take, suffix: str = ""
) -> QFileDialog:
    """Ask for a file to write, with this one proposed; its ending, or ``suffix``, goes to a bare name."""
    dialog = file_dialog(parent, folder, title, kinds, take)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(suffix or name.rpartition(".")[2])
    if len(kinds) > 1:
        dialog.filterSelected.connect(
            lambda kind: dialog.setDefaultSuffix(kind.rpartition("*.")[2].rstrip(")"))
        )
    dialog.selectFile(name)
    dialog.open()
    return dialog


def file_dialog(parent: QWidget, folder: str, title: str, kinds: list[str], take: Take) -> QFileDialog:
    """A dialog that begins in this folder ("": the system's choice); ``take`` gets the chosen path."""
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setNameFilters(kinds)
    if folder and Path(folder).is_dir():
        dialog.setDirectory(folder)
    dialog.fileSelected.connect(take)
    return dialog
