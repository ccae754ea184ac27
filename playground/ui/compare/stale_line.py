"""One line that says the experiment is no longer what is compared, with the same again one click away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from playground.app.session import Session
from playground.ui.look import theme
from playground.ui.words.fields import field_name

_NAMED = 2


class StaleLine(QWidget):
    """Hidden as long as the runs are of the experiment as it is."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compareStale")
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self.again = QPushButton(self.tr("Compare again"))
        self.again.setObjectName("compareAgain")
        self.again.setToolTip(
            self.tr("The same comparison of the experiment as it is now, from its beginning.")
        )
        self.again.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.again.clicked.connect(session.comparing.again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.pixels(8))
        row.addWidget(self._text)
        row.addWidget(self.again)
        self._restyle()
        theme.signals().changed.connect(self._restyle)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def show_paths(self, paths: Sequence[str]) -> None:
        """Say that these fields were edited since; none: nothing."""
        names = ", ".join(_name(path) for path in paths[:_NAMED]) + (" …" if len(paths) > _NAMED else "")
        self._text.setText(self.tr("Edited since: {names}. These runs are of before.").format(names=names))
        self.setVisible(bool(paths))

    def _restyle(self) -> None:
        palette = self._text.palette()
        palette.setColor(self._text.foregroundRole(), theme.current().warning)
        self._text.setPalette(palette)
        self._text.setFont(theme.font("small"))


def _name(path: str) -> str:
    words = {
        "network.features": QCoreApplication.translate("names", "Features"),
        "network.layers": QCoreApplication.translate("Compare", "layers"),
        "data.points": QCoreApplication.translate("Compare", "own points"),
    }
    return words.get(path) or field_name(path)
