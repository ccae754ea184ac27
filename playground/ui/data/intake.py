"""The hands that points and links pass through: dialogs, clipboard and drops. The Session decides."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.app import sentences
from playground.app.notices import Notice
from playground.app.opening import LinkProposal, TableProposal, looks_like_link, propose_link
from playground.app.sentences import sentence, told
from playground.app.session import Session
from playground.engine.errors import ExperimentError
from playground.ui.look import theme
from playground.ui.widgets.file_dialogs import ask_where, file_dialog
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


TABLE_SUFFIXES = (".csv", ".tsv", ".txt", ".dat")


class Intake(QObject):
    """Asks for files and links, takes what is dropped, and shows what the Session proposes.

    ``accept_drops`` makes a window take files, links and tables that are dropped on it.
    """

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._widget = parent
        session.proposed.connect(self._show)

    # ----------------------------------------------------------------------------------------- in

    def choose_file(self) -> None:
        """Ask for a table of points."""
        tables = " ".join(f"*{suffix}" for suffix in TABLE_SUFFIXES)
        kinds = [self.tr("Tables ({patterns})").format(patterns=tables), self.tr("All files (*)")]
        settings = self._session.settings
        folder, take = settings.preferences.last_folder, settings.noting_folder(self._session.open)
        dialog = file_dialog(self._widget.window(), folder, self.tr("Import points"), kinds, take)
        dialog.setObjectName("pointsFileDialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()

    def paste(self) -> None:
        """Take what is on the clipboard."""
        self._session.paste(QGuiApplication.clipboard().text())

    def ask_for_link(self) -> None:
        """Ask for a link, beginning with the one on the clipboard."""
        text = QGuiApplication.clipboard().text()
        dialog = LinkDialog(text.strip() if looks_like_link(text) else "", self._widget.window())
        dialog.accepted_proposal.connect(self._session.accept)
        dialog.open()

    def accept_drops(self, window: QWidget) -> None:
        """Take what is dropped on this window."""
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take drops of files, links and tables."""
        if isinstance(event, QDropEvent) and _is_takable(event.mimeData()):
            if event.type() == QEvent.Type.Drop:
                event.acceptProposedAction()
                self._take_drop(event.mimeData())
                return True
            if isinstance(event, QDragEnterEvent):
                event.acceptProposedAction()
                return True
        return super().eventFilter(watched, event)

    # ---------------------------------------------------------------------------------------- out

    def copy_link(self) -> None:
        """Put the experiment on the clipboard as a link, and say what the link loses."""
        link = self._session.link()
        QGuiApplication.clipboard().setText(link.text)
        if link.losses:
            text = self.tr("The link is on the clipboard. It does not say: {losses}.")
            self._say(text.format(losses=sentences.listed(link.losses)), link.text)
        else:
            self._say(self.tr("The link is on the clipboard; it says all of this experiment."), link.text)

    def export_points(self) -> None:
        """Ask for a file and write all points as CSV."""
        kinds = [self.tr("Tables ({patterns})").format(patterns="*.csv")]
        settings = self._session.settings
        folder, take = settings.preferences.last_folder, settings.noting_folder(self.export_to)
        title = self.tr("Export points")
        dialog = ask_where(self._widget.window(), folder, title, kinds, "points.csv", take)
        dialog.setObjectName("pointsFileDialog")

    def export_to(self, path: str) -> bool:
        """Write all points to this file."""
        return self._session.export("csv", path, self.tr("The points are in {name}."))

    # ------------------------------------------------------------------------------------- private

    def _show(self, proposal: TableProposal) -> None:
        from playground.ui.data.import_dialog import ImportDialog

        dialog = ImportDialog(proposal, self._widget.window())
        dialog.accepted_proposal.connect(self._session.accept)
        dialog.open()

    def _take_drop(self, data: QMimeData) -> None:
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if not files:
            self._session.paste(data.text())
            return
        self._session.open(files[0])
        if len(files) > 1:
            self._say(self.tr("Of {count} files the first one was opened.").format(count=len(files)))

    def _say(self, text: str, details: str = "") -> None:
        self._session.notice.emit(Notice("info", text, details))


def _is_takable(data: QMimeData | None) -> bool:
    return data is not None and (any(url.isLocalFile() for url in data.urls()) or data.hasText())
