"""What runs here: versions, licence, and which engine takes the training steps."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from playground.app.versions import LICENCE, versions


def show_about(parent: QWidget, engine: str) -> QMessageBox:
    """Show it over the window; ``engine`` is "native" or "numpy"."""
    translate = QCoreApplication.translate
    native = translate("About", "Training steps run natively: NumPy's own loops, without the interpreter.")
    calls = translate("About", "Training steps run call by call; with llvmlite installed they run faster.")
    licence = translate("About", "Free software under the {name}.").format(name=LICENCE)
    told = versions()
    heading, _, others = told.partition("\n")
    box = QMessageBox(parent)
    box.setObjectName("aboutBox")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(translate("About", "About"))
    box.setText(heading)
    box.setInformativeText("\n\n".join((native if engine == "native" else calls, others, licence)))
    close = box.addButton(translate("About", "Close"), QMessageBox.ButtonRole.RejectRole)
    copy = box.addButton(translate("About", "Copy details"), QMessageBox.ButtonRole.ActionRole)
    copy.setObjectName("aboutCopy")
    box.setDefaultButton(close)
    copy.clicked.disconnect()  # copying leaves the box open
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(told))
    box.open()
    return box
