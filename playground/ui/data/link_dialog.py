"""Ask for a TensorFlow Playground link."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from playground.app.opening import LinkProposal, propose_link
from playground.app.sentences import sentence, told
from playground.engine.errors import ExperimentError
from playground.ui.look import theme
from playground.ui.widgets.message import Message

EXAMPLE = "https://playground.tensorflow.org/#activation=tanh&dataset=spiral&networkShape=4,2&seed=0.5"


class LinkDialog(QDialog):
    """One line for the link; what is wrong with it stands below while it is typed.

    ``accepted_proposal`` tells the LinkProposal that was accepted.
    """

    accepted_proposal = Signal(object)

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("linkDialog")
        self.setWindowTitle(self.tr("Open link"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._proposal: LinkProposal | None = None
        title = QLabel(
            self.tr("Paste a TensorFlow Playground link: the same points, first weights and losses.")
        )
        title.setWordWrap(True)
        self.edit = QLineEdit()
        self.edit.setObjectName("linkEdit")
        self.edit.setAccessibleName(self.tr("Link"))
        self.edit.setPlaceholderText(EXAMPLE)
        self.edit.setClearButtonEnabled(True)
        self.message = Message()
        self.message.setObjectName("linkMessage")
        self.message.setMinimumHeight(theme.pixels(54))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.open_button = QPushButton(self.tr("Open"))
        self.open_button.setObjectName("linkOpen")
        self.open_button.setDefault(True)
        self.open_button.setProperty("role", "accent")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.open_button)
        gap = theme.pixels(16)
        column = QVBoxLayout(self)
        column.setContentsMargins(gap, gap, gap, gap)
        column.setSpacing(theme.pixels(8))
        for widget in (title, self.edit, self.message):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.resize(theme.pixels(600), self.sizeHint().height())
        self.edit.textChanged.connect(self._read)
        self.cancel_button.clicked.connect(self.reject)
        self.open_button.clicked.connect(self.accept)
        self.edit.setText(text)
        self._read(text)

    def accept(self) -> None:
        """Hand the link over."""
        if self._proposal is not None:
            self.accepted_proposal.emit(self._proposal)
            super().accept()

    def _read(self, text: str) -> None:
        self._proposal = None
        if not text.strip():
            self.message.say("")
        else:
            try:
                self._proposal = propose_link(text)
            except ExperimentError as error:
                self.message.say(sentence(error.reason), "error")
            else:
                self.message.say("\n".join(told(note) for note in self._proposal.link.notes))
        self.open_button.setEnabled(self._proposal is not None)
